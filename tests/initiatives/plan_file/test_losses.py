"""What a file cannot hold is said in the file, by the command, and when it is loaded where the rest is missing."""

from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from accounts.models import Organization
from accounts.roles import Role
from initiatives import plan_file
from initiatives.models import Indicator, IndicatorTarget
from initiatives.plan_file.losses import SHEET
from plans import portal_settings
from plans.images import clean_image
from plans.models import Chapter, PlanTerm, Portal
from plans.publication import publish_term
from tests import builders
from tests.initiatives.plan_file.conftest import events, load, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def rich(example):
    """The example with pictures in every place, published, and with a target that a revision changed."""
    load(example)
    term = PlanTerm.objects.get(plan__slug="chiiki-fukushi")
    picture = builders.picture(term=term)
    Chapter.objects.filter(slug="hajimeni").update(body=f"## 図\n\n{picture.line}")
    image = clean_image(builders.image_file())
    city = Organization.objects.get()
    builders.activity(
        city, title="紙芝居", starts_on=date(2024, 6, 1), picture=builders.image_file(colour="red")
    )
    fields = {"name": "みほん", "nickname": "", "organization": city, "licence_name": "", "licence_url": ""}
    portal_settings.save_portal(version=Portal.objects.get().version, fields=fields, image=image, alt="市章")
    IndicatorTarget.objects.filter(fiscal_year=2024).update(original_value=1)
    publish_term(term=term, by=builders.user("nakamura", "中村", Role.ADMINISTRATOR), now=builders.NOW)
    return picture


TOLD = (
    "画像そのもの。読み込む前に、画像の棚に同じ画像を登録してください：「みほん市地域福祉計画 第4期」の章「計画のめざすもの」、周知・啓発「紙芝居」、サイトのロゴ。",
    "公開したこと。読み込んだ先では、公開する前の状態になります（1件）。",
    "見直しで変える前の目標値。今の目標値だけを書いています（2件）。",
)


def test_both_files_and_the_command_say_what_is_left_out(rich, tmp_path):
    document = plan_file.dump()
    assert document.losses == list(TOLD)
    text = plan_file.WRITERS[".toml"](document).decode()
    sheet = load_workbook(BytesIO(plan_file.WRITERS[".xlsx"](document)))[SHEET]
    out = StringIO()
    call_command("dump_plan", str(tmp_path / "plan.toml"), stdout=out)
    for number, words in enumerate(TOLD, start=1):
        assert f"# - {words}" in text
        assert sheet.cell(number, 1).value == words
        assert f"書き出していないもの：{words}" in out.getvalue()


@pytest.mark.parametrize("ending", plan_file.WRITERS)
def test_such_a_file_loads_again_where_everything_is(rich, ending):
    data = plan_file.WRITERS[ending](plan_file.dump())
    before = events()
    load(data, f"plan{ending}")
    assert events() == before


def test_the_picture_of_a_text_is_asked_for_where_it_is_missing(rich, example):
    text = plan_file.WRITERS[".toml"](plan_file.dump()).decode()
    wrong = text.replace(rich.key, "0123456789ab")
    line = wrong[: wrong.index('number = 1\nslug = "hajimeni"')].count("\n")
    told = refused(wrong)
    assert any(
        said.startswith(
            f"{line}行目 [term.chapter]：「body」：3行目の画像：「picture:0123456789ab」という画像はありません。"
        )
        for said in told
    ), told


def test_nothing_is_said_where_nothing_is_left_out(example):
    load(example)
    document = plan_file.dump()
    assert document.losses == []
    assert SHEET not in load_workbook(BytesIO(plan_file.WRITERS[".xlsx"](document))).sheetnames


def test_what_was_carried_over_from_the_term_before_is_counted(cast):
    builders.indicator(cast.walk)
    bridge = builders.carried_over(cast.term)
    builders.carried(bridge, cast.walk)
    told = plan_file.dump(term=bridge.new_term).losses
    assert "前の期の取組とのつながり。「次期への橋」で、つなぎ直してください（1件）。" in told
    chained = Indicator.objects.filter(previous__isnull=False).count()
    assert chained
    assert f"前の期の指標とのつながり。「次期への橋」で、つなぎ直してください（{chained}件）。" in told
