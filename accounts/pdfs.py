"""The gate for PDFs that people send: what could do more than be read is refused, the rest is written anew.

The file is read in a process of its own with limits on memory and time (``pdf_process``), so that whatever it does to
the parser, the portal goes on. What comes back is the same pages in a fresh file, without what said who made them.
"""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError

LARGEST_FILE = 10 * 1024 * 1024
MOST_PAGES = 300
SECONDS = 30
ROOT = Path(__file__).parent.parent
TOO_HEAVY = "ファイルが大きすぎます（10MBまで）。PDFを小さくするか、分けて登録してください。"
NOT_A_PDF = "PDFとして読み取れません。ファイルが途中で切れているか、別の種類のファイルです。"
REASONS = {
    "encrypted": "パスワードや印刷の制限が付いたPDFは登録できません。制限のないPDFを作り直してください。",
    "script": "スクリプト（JavaScript）の入ったPDFは登録できません。「PDFとして印刷」などで作り直してください。",
    "attachment": "ほかのファイルが添付されたPDFは登録できません。添付を外して作り直してください。",
    "launch": "ファイルやプログラムを開く仕掛けのあるPDFは登録できません。「PDFとして印刷」などで作り直してください。",
    "media": "動画や音声の入ったPDFは登録できません。「PDFとして印刷」などで作り直してください。",
    "form": "入力欄のあるPDF（フォーム）は登録できません。「PDFとして印刷」などで作り直してください。",
    "no_pages": "ページのないPDFです。ファイルを確かめてください。",
    "too_many_pages": f"ページが多すぎます（{MOST_PAGES}ページまで）。分けて登録してください。",
    "page_size": "ページの大きさが読み取れないPDFです。「PDFとして印刷」などで作り直してください。",
}


@dataclass(frozen=True)
class CleanPdf:
    """A PDF that went through the gate."""

    data: bytes
    page_count: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def clean_pdf(content: bytes) -> CleanPdf:
    """Give the pages in ``content`` as a file of our own making.

    Raises ValidationError, in words for the person who sent it, for all that is not a plain, unlocked PDF.
    """
    if not content:
        raise ValidationError("ファイルの中身が空です。PDFを選び直してください。", code="empty")
    if len(content) > LARGEST_FILE:
        raise ValidationError(TOO_HEAVY, code="too_heavy")
    if b"%PDF-" not in content[:1024]:
        raise ValidationError(NOT_A_PDF, code="not_a_pdf")
    command = [sys.executable, "-I", str(ROOT / "accounts" / "pdf_process.py"), str(MOST_PAGES)]
    try:
        answer = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 (our own file, no words of others)
    except subprocess.TimeoutExpired as error:
        raise ValidationError(
            "PDFを時間内に読み取れませんでした。作り直してください。", code="slow"
        ) from error
    if answer.returncode != 0:
        raise ValidationError(NOT_A_PDF, code="not_a_pdf")
    head, _, data = answer.stdout.partition(b"\n")
    told = json.loads(head)
    if reason := told.get("refused"):
        raise ValidationError(REASONS[reason], code=reason)
    return CleanPdf(data, told["pages"])
