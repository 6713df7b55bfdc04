"""What is written loads to the same plan: both formats, the example and Otaru's plan with its samples."""

from pathlib import Path

import pytest
from django.db import transaction

from accounts.models import Organization
from initiatives import plan_file
from initiatives.models import Indicator, IndicatorWording, Initiative, RatingLevel
from plans.models import Chapter, GlossaryTerm, Measure, Plan, PlanTerm, Portal
from tests.initiatives.plan_file.conftest import EXAMPLE, OTARU, events, load, load_files

pytestmark = pytest.mark.django_db


def written(ending: str) -> bytes:
    return plan_file.WRITERS[ending](plan_file.dump())


def again_in_an_empty_database(data: bytes, name: str) -> dict[str, bytes]:
    """Load the file where nothing is, write both formats, and leave nothing behind."""
    with transaction.atomic():
        load(data, name)
        made = {ending: written(ending) for ending in plan_file.WRITERS}
        transaction.set_rollback(True)
    assert not Plan.objects.exists()
    return made


@pytest.mark.parametrize("ending", plan_file.WRITERS)
@pytest.mark.parametrize("files", [[EXAMPLE], OTARU], ids=["example", "otaru"])
def test_load_write_load_write_gives_identical_files(files: list[Path], ending):
    with transaction.atomic():
        load_files(*files)
        first = {form: written(form) for form in plan_file.WRITERS}
        transaction.set_rollback(True)
    assert again_in_an_empty_database(first[ending], f"plan{ending}") == first


@pytest.mark.parametrize("ending", plan_file.WRITERS)
@pytest.mark.parametrize("files", [[EXAMPLE], OTARU], ids=["example", "otaru"])
def test_what_was_written_changes_nothing_when_it_is_loaded_again(files, ending):
    load_files(*files)
    before = events()
    assert before > 50
    report = load(written(ending), f"plan{ending}")
    assert not plan_file.changes_something(report)
    assert events() == before


def test_the_example_is_loaded_whole(example):
    load(example)
    portal = Portal.objects.get()
    assert (portal.name, portal.nickname) == ("みほん市 地域福祉の歩み", "ほほえみポータル")
    assert portal.organization == Organization.objects.get()
    term = PlanTerm.objects.get(plan__slug="chiiki-fukushi")
    assert (term.period_label, term.published_at) == ("令和6年度～令和10年度", None)
    assert [level.name for level in term.levels.all()] == ["めざす姿", "柱", "施策", "小施策"]
    deepest = Measure.objects.get(number="1.1.1.2")
    assert (deepest.depth, deepest.parent.number) == (4, "1.1.1")
    first = Initiative.objects.get(code="r6-1")
    assert [str(row.department) for row in first.responsibilities.filter(role="lead")] == ["福祉部地域共生課"]
    assert first.responsibilities.filter(role="support").count() == 2
    assert first.role_texts()["citizen"] == "近所の人を誘って、居場所に出かけます。"
    assert "\n立ち上げの費用" in first.content
    counted = Indicator.objects.get(name="居場所の数")
    assert {target.fiscal_year: target.value for target in counted.targets.all()} == {
        2024: 15,
        2026: 20,
        2028: 25,
    }
    assert IndicatorWording.objects.get().name == "通いの場の数"
    assert list(RatingLevel.objects.filter(scale__stage="self").values_list("code", flat=True)) == list(
        "54321"
    )
    assert Chapter.objects.count() == GlossaryTerm.objects.count() == 2


def test_only_the_contents_of_the_chosen_term_are_written():
    load_files(*OTARU)
    second = PlanTerm.objects.get(plan__slug="chiiki-fukushi", ordinal=2)
    text = plan_file.WRITERS[".toml"](plan_file.dump(term=second)).decode()
    assert "[[plan]]" in text
    assert "[[term.initiative]]" not in text


def test_long_texts_stay_readable(example):
    load(example)
    text = written(".toml").decode()
    assert 'content = """\n歩いて行ける範囲に居場所を増やします。\n立ち上げの費用の一部を助成し' in text


def test_two_indicators_of_one_name_are_told_instead_of_being_mixed_up(example):
    load(example)
    twin = Indicator.objects.get(name="居場所の数")
    Indicator.objects.create(initiative=twin.initiative, name=twin.name, unit="回")
    with pytest.raises(plan_file.PlanFileError, match="2つあるため、書き出せません"):
        plan_file.dump()


def test_samples_stay_marked():
    load_files(*OTARU)
    assert Initiative.objects.exists()
    assert not Initiative.objects.filter(is_sample=False).exists()
    assert Measure.objects.filter(depth=2, is_sample=False).count() == 0
    assert Measure.objects.filter(depth=1, is_sample=True).count() == 0
    assert "sample = true" in written(".toml").decode()


def test_what_a_file_cannot_hold_is_told_instead_of_being_cut_or_dropped(example):
    load(example)
    Chapter.objects.filter(slug="hajimeni").update(body="あ" * 40_000)
    with pytest.raises(plan_file.PlanFileError, match="「章」シート G2：32767文字を超える"):
        written(".xlsx")
    assert "あ" * 40_000 in written(".toml").decode()
    Organization.objects.update(contact_name="福祉\x07課")
    with pytest.raises(
        plan_file.PlanFileError, match=r"「みほん市」の「問合せ先」：.*画面に表示されない文字"
    ):
        plan_file.dump()
