"""The ledger as CSV: UTF-8 with BOM and CRLF. One file for the house, with the originals; one for everybody."""

import csv
import io
from collections.abc import Iterable

from accounts.models import Organization
from evaluations.ledger.listing import Offices
from evaluations.ledger.status import Status
from evaluations.models import Opinion, PublicVoice
from initiatives.answer_sheets.csv_file import SEEMS_FORMULA

BODY = ("全国地方公共団体コード", "ID", "地方公共団体名")
PUBLIC = (
    *BODY,
    "意見番号",
    "年度（西暦）",
    "受付日",
    "出どころ",
    "出どころの説明",
    "種類",
    "意見の要旨",
    "関係する取組のコード",
    "関係する取組",
    "状態",
    "回答した団体",
    "反映区分",
    "市・社協の考え方",
    "対応が難しい理由",
    "変わったこと",
    "同じ趣旨の意見",
    "公開日",
    "更新日",
    "見本データ",
)
STAFF = (
    "番号",
    "年度（西暦）",
    "受付日",
    "出どころ",
    "出どころの説明",
    "種類",
    "原文",
    "公表する要旨",
    "関係する取組",
    "代表の意見",
    "状態",
    "回答の期限",
    "期限超過",
    "担当",
    "反映区分",
    "市・社協の考え方",
    "対応が難しい理由",
    "変わったこと",
    "決裁",
    "公開",
    "見本データ",
)


def write(headings: Iterable[str], rows: Iterable[Iterable]) -> bytes:
    """Give a table as a file; a text that a spreadsheet would take for a formula is led by an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_shielded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _shielded(cell) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(SEEMS_FORMULA) else cell


def public_file(voices: Iterable[PublicVoice], body: Organization | None) -> bytes:
    """One line a published opinion; ``voices`` come with their 取組."""
    head = (body.municipality_code if body else "", body.name if body else "")
    groups: dict[str, list[str]] = {}
    for group, number in PublicVoice.objects.values_list("group", "number"):
        groups.setdefault(group, []).append(number)
    return write(PUBLIC, (_public_row(voice, head, groups[voice.group]) for voice in voices))


def _public_row(voice: PublicVoice, head: tuple[str, str], group: list[str]) -> list:
    code, name = head
    replies = voice.content["replies"]
    concerned = list(voice.initiatives.all())
    changed = [reply["what_changed"] for reply in replies] + [_told(c) for c in voice.content["changes"]]
    return [
        code,
        voice.slug,
        name,
        voice.number,
        voice.number_year,
        f"{voice.received_on:%Y-%m-%d}",
        voice.get_source_display(),
        voice.source_note,
        voice.get_kind_display(),
        voice.summary,
        ";".join(row.code for row in concerned),
        ";".join(str(row) for row in concerned),
        voice.status,
        ";".join(reply["organization"] for reply in replies),
        ";".join(reply["disposition"] for reply in replies),
        _joined(reply["text"] for reply in replies),
        _joined(reply["reason"] for reply in replies),
        _joined(changed),
        ";".join(number for number in group if number != voice.number),
        f"{voice.published_at:%Y-%m-%d}",
        f"{voice.updated_at:%Y-%m-%d}",
        "見本" if voice.is_sample else "",
    ]


def _told(change: dict) -> str:
    row, revision = change.get("initiative"), change.get("revision")
    parts = [change["words"], row["title"] if row else "", revision["heading"] if revision else ""]
    return "　".join(part for part in parts if part)


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text)


def staff_file(opinions: Iterable[Opinion], offices: Offices) -> bytes:
    """One line an opinion with its original; ``opinions`` as ``listing.listed`` gives them, ready for reading."""
    return write(STAFF, (_staff_row(opinion, offices) for opinion in opinions))


def _staff_row(opinion: Opinion, offices: Offices) -> list:
    replies = opinion.replies
    return [
        opinion.number,
        opinion.number_year,
        f"{opinion.received_on:%Y-%m-%d}",
        opinion.get_source_display(),
        opinion.source_note,
        opinion.get_kind_display(),
        opinion.text,
        opinion.public_summary,
        ";".join(str(row) for row in opinion.initiatives.all()),
        opinion.representative.number if opinion.representative else "",
        Status(opinion.status).label,
        f"{opinion.due:%Y-%m-%d}" if opinion.due else "",
        "超過" if opinion.is_overdue else "",
        ";".join(offices.owner(reply) for reply in replies),
        ";".join(reply.get_disposition_display() for reply in replies),
        _joined(reply.text for reply in replies),
        _joined(reply.reason for reply in replies),
        _joined(reply.what_changed for reply in replies),
        ";".join("決裁済み" if reply.is_approved else "未決裁" for reply in replies),
        "公開" if hasattr(opinion, "public") else "",
        "見本" if opinion.is_sample else "",
    ]
