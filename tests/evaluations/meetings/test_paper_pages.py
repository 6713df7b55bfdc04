"""The pages on which papers are uploaded, made, handed out and corrected."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evaluations.models import MeetingDocument
from tests import builders
from tests.evaluations.meetings.pages import at, press, read


@pytest.fixture
def called(cast):
    soon = timezone.localdate() + timedelta(days=30)
    return builders.meeting(cast.committee, state="called", held_on=soon)


def upload(content, name="資料.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def paper(**typed):
    first = {"version": "0", "kind": "paper", "number": "2-1", "title": "まとめ", "agenda_item": ""}
    return first | {"file": upload(builders.pdf_file(3))} | typed


def pdf_with(change) -> bytes:
    out = BytesIO()
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def script(pdf):
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    pdf.Root.OpenAction = action


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>", "PDFとして読み取れません"),
        (b"%PDF-1.7 broken", "PDFとして読み取れません"),
        (b"", "ファイルの中身が空です"),
        (pdf_with(script), "スクリプト（JavaScript）の入ったPDF"),
        (b"%PDF-" + b"0" * (10 * 1024 * 1024), "ファイルが大きすぎます"),
    ],
)
def test_a_file_that_is_no_plain_pdf_is_refused_and_the_words_stay(jimu, called, content, words):
    html = press(jimu, at("paper-add", called.pk), **paper(file=upload(content)))
    assert words in html
    assert 'value="まとめ"' in html
    assert not MeetingDocument.objects.exists()


def test_a_paper_is_uploaded_handed_out_and_corrected(jimu, cast, called):
    html = press(jimu, at("paper-add", called.pk), **paper())
    assert "「資料2-1　まとめ」を保存しました。" in html
    row = MeetingDocument.objects.get()
    assert row.file.page_count == 3
    assert "同じ番号の資料" in press(jimu, at("paper-add", called.pk), **paper())
    html = press(jimu, at("paper-hand-out", called.pk), version=str(called.version))
    assert "資料を委員に配布しました。" in html
    assert "この資料は直せません" in read(jimu, at("paper-edit", row.pk))
    corrected = {"version": "0", "correction": "3ページの人数", "file": upload(builders.pdf_file(1))}
    html = press(jimu, at("paper-correct", row.pk), **corrected)
    assert "資料2-1（訂正版）に置き換え" in html
    assert "訂正：3ページの人数" in html


def test_the_portal_makes_papers_and_says_what_is_missing(jimu, called):
    press(jimu, at("paper-generate", called.pk, "agenda"), title="次第")
    html = press(jimu, at("paper-generate", called.pk, "points"), title="会議のポイント", number="")
    assert "「番号」を入力してください。" in html
    html = press(jimu, at("paper-generate", called.pk, "report"), title="進捗・評価報告書", number="1")
    assert "取り上げる評価の回が選ばれていません" in html
    row = MeetingDocument.objects.get(generator="agenda")
    assert jimu.get(at("paper-file", row.pk)).content.startswith(b"%PDF")
    assert "作り直します" in press(jimu, at("paper-make", row.pk), version=str(row.version))
    assert jimu.get(at("paper-generate", called.pk, "nothing")).status_code == 404
