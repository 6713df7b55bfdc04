"""The staff pages of plan files: sending one, seeing what it would change, loading exactly that, and taking one away."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts import uploads
from initiatives import plan_file
from initiatives.models import PlanUpload
from plans.models import GlossaryTerm, PlanTerm
from tests import builders
from tests.initiatives.plan_file.conftest import EXAMPLE, events, load

LIST = "staff:plan-file-list"


@pytest.fixture
def office(client, cast):
    client.force_login(cast.jimu)
    return client


def send(client, data, name="plan.toml", follow=True):
    data = data.encode() if isinstance(data, str) else data
    return client.post(reverse(LIST), {"file": SimpleUploadedFile(name, data)}, follow=follow)


def page(client, upload, query="") -> str:
    return client.get(reverse("staff:plan-file-detail", args=[upload.pk]) + query).content.decode()


def press(client, upload, button="load", **data):
    data = {"seen": upload.fingerprint, button: "1"} | data
    return client.post(
        reverse("staff:plan-file-detail", args=[upload.pk]), data, follow=True
    ).content.decode()


def words(count: int) -> str:
    return "\n".join(
        f'[[glossary]]\nword = "語{at}"\nreading = "ご"\nslug = "w-{at}"\ndefinition = "説明{at}"\n'
        for at in range(count)
    )


def test_a_file_is_previewed_then_loaded_as_it_was_shown(office, cast):
    before = events()
    shown = send(office, EXAMPLE.read_bytes()).content.decode()
    assert events() == before
    assert "読み込むと、次のように変わります。" in shown
    upload = PlanUpload.objects.get()
    assert "居場所の立ち上げ支援" in page(office, upload, "?table=initiative")
    told = press(office, upload)
    assert "「plan.toml」を読み込みました。" in told
    assert PlanTerm.objects.get(name="第4期").nickname == "ほほえみプラン"
    upload.refresh_from_db()
    assert (bytes(upload.content), upload.loaded_at is None) == (b"", False)
    assert "伊藤" in told


def test_the_history_names_the_person_and_the_page(office, cast):
    send(office, words(1))
    press(office, PlanUpload.objects.get())
    event = GlossaryTerm.pgh_event_model.objects.select_related("pgh_context").get()
    assert event.pgh_context.metadata["user"] == cast.jimu.pk
    assert "/staff/plan-files/" in event.pgh_context.metadata["url"]


def test_what_changes_is_shown_old_and_new(office):
    send(office, words(1))
    press(office, PlanUpload.objects.get())
    shown = send(office, words(1).replace("説明0", "別の<b>説明")).content.decode()
    assert "<del>説明0</del> → <ins>別の&lt;b&gt;説明</ins>" in shown


def test_a_file_that_changes_nothing_says_so_and_has_no_button(office):
    send(office, words(1))
    press(office, PlanUpload.objects.get())
    shown = send(office, words(1)).content.decode()
    assert "変わるところはありません" in shown
    assert "この内容で読み込む" not in shown


def test_a_change_in_between_is_shown_anew_before_anything_is_loaded(office):
    send(office, words(2))
    upload = PlanUpload.objects.get()
    GlossaryTerm.objects.create(word="語0", reading="ご", slug="w-0", definition="ほかの人の説明")
    told = press(office, upload)
    assert "確認していただいた後に、登録内容が変わりました。" in told
    assert "<del>ほかの人の説明</del> → <ins>説明0</ins>" in told
    assert not GlossaryTerm.objects.filter(word="語1").exists()
    upload.refresh_from_db()
    assert "読み込みました" in press(office, upload)
    assert GlossaryTerm.objects.get(word="語0").definition == "説明0"


def test_a_confirmation_of_another_preview_loads_nothing(office):
    send(office, words(1))
    assert "もう一度確かめてください" in press(office, PlanUpload.objects.get(), seen="")
    assert not GlossaryTerm.objects.exists()


def test_pressing_twice_loads_once(office):
    send(office, words(1))
    upload = PlanUpload.objects.get()
    press(office, upload)
    before = events()
    answer = office.post(reverse("staff:plan-file-detail", args=[upload.pk]), {"seen": upload.fingerprint})
    assert answer.status_code == 404
    assert events() == before


def test_what_became_wrong_meanwhile_is_told(office, cast):
    text = '[[term]]\nplan = "chiiki-fukushi"\nordinal = 1\nphilosophy = "新しい理念"\n'
    PlanTerm.objects.filter(pk=cast.term.pk).update(published_at=None)
    send(office, text)
    PlanTerm.objects.filter(pk=cast.term.pk).update(published_at=builders.NOW)
    assert "「見直し」を準備してください" in press(office, PlanUpload.objects.get())
    assert PlanTerm.objects.get(pk=cast.term.pk).philosophy == cast.term.philosophy


def test_a_file_can_be_thrown_away(office):
    send(office, words(1))
    assert "読み込みをやめました" in press(office, PlanUpload.objects.get(), "drop")
    assert not PlanUpload.objects.exists()
    assert not GlossaryTerm.objects.exists()


def test_a_new_file_takes_the_place_of_one_that_waits(office):
    send(office, words(1))
    send(office, words(2))
    assert PlanUpload.objects.get().counts["added"] == 2
    assert "確認待ちのファイルがあります" in office.get(reverse(LIST)).content.decode()


def test_another_person_s_file_is_not_shown(client, cast, office):
    upload = builders.plan_upload(cast.jimu)
    client.force_login(cast.shakyo_jimu)
    assert client.get(reverse("staff:plan-file-detail", args=[upload.pk])).status_code == 404


def test_all_mistakes_stand_on_the_page(office):
    text = '[[glossary]]\nword = "語"\nyomi = "ご"\n\n[[plan]]\nslug = "計画"\nname = "甲"\nowners = ["x"]\n'
    told = send(office, text).content.decode()
    assert "plan.tomlに直すところがあります。何も変えていません。" in told
    for part in (
        "「yomi」という項目はありません",
        "「slug」",
        "「x」という団体がありません",
        "1行目",
        "5行目",
    ):
        assert part in told
    assert not PlanUpload.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "plan.toml", "ファイルが空です。"),
        (b"x" * (plan_file.LIMIT + 1), "plan.toml", "ファイルが大きすぎます。5MBまで"),
        (b"a = 1", "plan.csv", "TOML（.toml）かExcelブック（.xlsx）"),
        ("名称 = 1".encode("cp932"), "計画.toml", "Shift_JIS（CP932）"),
        (b"PK\x03\x04", "plan.xlsx", "として読めません"),
    ],
)
def test_a_file_that_is_none_is_told_on_the_page(office, data, name, told):
    assert told in send(office, data, name).content.decode()


def test_no_file_is_told(office):
    assert "「計画のファイル」を入力してください。" in office.post(reverse(LIST)).content.decode()


def test_a_huge_file_is_refused_before_a_byte_of_it_is_kept(office, monkeypatch):
    kept = []
    monkeypatch.setattr(
        "django.core.files.uploadhandler.MemoryFileUploadHandler.new_file", lambda *a, **k: kept.append(a)
    )
    told = send(office, b"x" * (uploads.REQUEST_LIMIT + 1)).content.decode()
    assert "ファイルが大きすぎます。5MBまでのファイルを選んでください。" in told
    assert kept == []


@pytest.mark.parametrize("count", [1, 3, 150])
def test_the_pages_ask_the_same_however_much_there_is(office, cast, count, django_assert_num_queries):
    for at in range(min(count, 5)):
        PlanUpload.objects.create(
            name=f"{at}.toml", digest="", report=[], uploaded_by=cast.shakyo_jimu,
            uploaded_at=builders.NOW, loaded_at=builders.NOW,
        )  # fmt: skip
    send(office, words(count))
    upload = PlanUpload.objects.get(loaded_at=None)
    with django_assert_num_queries(6):
        office.get(reverse(LIST))
    with django_assert_num_queries(4):
        office.get(reverse("staff:plan-file-detail", args=[upload.pk]))


def test_long_lists_of_changes_come_in_pages(office):
    send(office, words(150))
    upload = PlanUpload.objects.get()
    assert "2ページ中1ページ目（全150件）" in page(office, upload)
    assert "語149" in page(office, upload, "?table=glossary&page=2")
    assert "語0" in page(office, upload, "?table=nothing&page=x")


def test_the_plan_is_taken_away_as_a_file_that_loads_again(office, cast):
    address = reverse("staff:plan-file-download")
    before = events()
    for ending in plan_file.WRITERS:
        answer = office.get(address, {"format": ending, "term": cast.term.pk})
        assert answer["Content-Disposition"].endswith(f'{ending}"')
        assert not plan_file.changes_something(load(answer.content, f"a{ending}"))
    assert events() == before
    book = load_workbook(BytesIO(office.get(address).content))
    assert book["取組"]["D2"].value == "1"
    assert "選び直してください" in office.get(address, {"format": ".pdf"}, follow=True).content.decode()
