"""Mistakes in the sample files are told by file and entry, and leave nothing behind; PDFs may have to wait."""

import shutil
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from otaru_welfare.demo import loader, shapes
from otaru_welfare.demo.shapes import SAMPLES, RecordSample, SampleError, year_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def samples(tmp_path, monkeypatch):
    """A copy of the sample files in which a test may make mistakes."""
    folder = shutil.copytree(SAMPLES, tmp_path / "samples")
    monkeypatch.setattr(shapes, "SAMPLES", folder)
    return folder


def load_demo() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, stderr=out)
    return out.getvalue()


def refused() -> str:
    with pytest.raises(CommandError) as refusal:
        load_demo()
    assert "何も変えていません。" in str(refusal.value)
    assert not User.objects.exists()
    return str(refusal.value)


MISTAKES = {
    "a word that is no role": ("people.toml", 'role = "member"', 'role = "king"', "user「iincho」"),
    "a department that is not there": (
        "plan/3-tsunagari.toml",
        'lead = "korei"',
        'lead = "koreo"',
        "「lead」：「koreo」という所管課がありません。「korei」ではありませんか。",
    ),
    "an item that is misspelt": (
        "plan/3-tsunagari.toml",
        "baseline_year",
        "base_year",
        "「base_year」という項目はありません。「baseline_year」ではありませんか。",
    ),
    "a kind of indicator that is none": (
        "plan/3-tsunagari.toml",
        'kind = "outcome"',
        'kind = "income"',
        "「kind」：「活動指標」「成果指標」「アンケート」のどれかを書いてください（「income」）。",
    ),
    "an indicator that the initiative has not": (
        "records/r3.toml",
        '"通いの場の数" = 19',
        '"通いの場" = 19',
        "「1-1-1」：指標「通いの場」がありません。",
    ),
    "a record handed in with a gap": (
        "records/r3.toml",
        'rating = "B"\n',
        "",
        "「1-1-1」：「自己評価」を選んでください。",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "told"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_by_file_and_entry_and_leaves_nothing_behind(samples, file, old, new, told):
    text = (samples / file).read_text(encoding="utf-8")
    assert old in text
    (samples / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    message = refused()
    assert f"{file}、" in message
    assert told in message


def test_a_file_that_is_no_toml_or_not_there_is_told(samples):
    (samples / "people.toml").write_text("[[user", encoding="utf-8")
    assert "people.toml：TOMLとして読めません" in refused()
    (samples / "people.toml").unlink()
    assert "people.toml：ファイルがありません。" in refused()


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"plan": "月1回行う。"}, "「plan」という項目はありません。"),
        ({"done": 12}, "「done」の書き方が違います。"),
        ("月1回行う。", "表の形で書いてください。"),
    ],
)
def test_an_entry_of_another_shape_is_told(entry, told):
    with pytest.raises(SampleError, match=told):
        RecordSample.read("records/r9.toml、「1-1-1」", entry)


def test_years_are_written_by_their_era():
    assert year_of("R3", "") == 2021
    for wrong in ("2021", "R", "H30", "R３"):
        with pytest.raises(SampleError, match="R3のように"):
            year_of(wrong, "people.toml")


@pytest.fixture
def waiting(monkeypatch):
    """A demo that is loaded and whose publication waits for its PDF; gives the list of PDFs made."""
    made = []
    edition = SimpleNamespace(round="令和3年度の評価")
    monkeypatch.setattr(loader, "is_loaded", lambda: True)
    monkeypatch.setattr(loader, "waiting_publications", lambda: [edition])
    monkeypatch.setattr(loader, "make_publication", lambda row: made.append(row) or True)
    return made


def test_without_pango_the_publication_waits_and_the_command_says_what_to_install(waiting, monkeypatch):
    command = "otaru_welfare.management.commands.load_demo.missing_packages"
    monkeypatch.setattr(command, lambda: ["libpango-1.0-0"])
    words = load_demo()
    assert "令和3年度の評価は「公表の準備中」のままです。" in words
    assert "sudo apt-get install -y libpango-1.0-0" in words
    assert waiting == []


def test_once_pango_is_there_loading_again_publishes_what_waits(waiting, monkeypatch):
    monkeypatch.setattr("otaru_welfare.management.commands.load_demo.missing_packages", list)
    assert "令和3年度の評価の報告書（PDF）を作っています…" in load_demo()
    assert len(waiting) == 1


def test_a_report_that_fails_is_told_and_the_command_ends_well(waiting, monkeypatch):
    monkeypatch.setattr("otaru_welfare.management.commands.load_demo.missing_packages", list)
    monkeypatch.setattr(loader, "make_publication", lambda row: False)
    assert "令和3年度の評価の報告書を作れませんでした。" in load_demo()
