"""Papers of a meeting: their order and numbers, corrected versions, handing out, and files that never change."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.pdfs import CleanPdf
from accounts.versioning import MoveRefused
from evaluations.meetings import packs, papers
from evaluations.models import MeetingFile
from tests import builders


def test_what_was_handed_out_is_corrected_by_a_new_version_only(cast, called):
    first = builders.paper(called)
    builders.handed_out(called)
    first.refresh_from_db()
    with pytest.raises(MoveRefused, match="訂正版を登録してください"):
        papers.delete_paper(document=first, version=first.version)
    second = corrected(called, first)
    assert (second.label, second.edition, second.kind) == ("資料1（訂正版）", 2, "paper")
    held = [row.label for row in called.documents.held_by_members()]
    assert held == ["資料1"]  # the correction has not been handed out yet
    builders.handed_out(called)
    assert [row.label for row in called.documents.held_by_members()] == ["資料1（訂正版）"]
    with pytest.raises(MoveRefused, match="すでに訂正版があります"):
        corrected(called, first)


def corrected(meeting, document):
    return papers.save_paper(
        meeting=meeting,
        document=None,
        version=0,
        fields={"title": document.title, "correction": "3ページの数字"},
        only_for=(),
        pdf=CleanPdf(builders.pdf_file(2), 2),
        now=builders.NOW,
        replaces=document,
    )


def test_a_paper_needs_a_number_of_its_own_and_a_file(cast, called):
    builders.paper(called, "2-1")
    with pytest.raises(ValidationError, match="同じ番号"):
        builders.paper(called, "2-1")
    with pytest.raises(ValidationError, match="番号を入力"):
        builders.paper(called, "")
    builders.paper(called, "2-1", kind="reference")


def test_papers_lie_in_the_order_of_their_numbers_whenever_they_were_added(called):
    builders.paper(called, "1", "参考", kind="reference")
    for number in ("10", "2-10", "２－２", "2", "1-1"):
        builders.paper(called, number)
    papers.add_generated(meeting=called, key="agenda", number="", title="次第", now=builders.NOW)
    labels = [row.label for row in called.documents.for_reading()]
    assert labels == ["次第", "資料1-1", "資料2", "資料2-2", "資料2-10", "資料10", "参考資料1"]
    with pytest.raises(ValidationError, match="同じ番号の資料"):
        builders.paper(called, "１０")


def test_a_file_never_changes(cast, called):
    row = builders.paper(called)
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        MeetingFile.objects.filter(pk=row.file_id).update(data=b"other")


def test_bytes_that_no_paper_has_any_more_are_let_go(cast, called):
    row = builders.paper(called)
    facts = {"kind": "paper", "number": "1", "title": "別のもの"}
    seen = {"document": row, "version": row.version, "fields": facts, "only_for": (), "now": builders.NOW}
    row = papers.save_paper(meeting=called, pdf=CleanPdf(builders.pdf_file(2), 2), **seen)
    assert [file.page_count for file in MeetingFile.objects.all()] == [2]
    papers.delete_paper(document=row, version=row.version)
    assert not MeetingFile.objects.exists()


def test_papers_are_handed_out_after_the_notice_and_with_their_files(cast, called):
    fresh = builders.meeting(cast.committee, 2)
    builders.paper(fresh)
    with pytest.raises(MoveRefused, match="先に開催通知"):
        papers.hand_out(meeting=fresh, version=fresh.version, now=builders.NOW)
    with pytest.raises(MoveRefused, match="配布していない資料はありません"):
        papers.hand_out(meeting=called, version=called.version, now=builders.NOW)
    report = papers.add_generated(meeting=called, key="report", number="1", title="報告書", now=builders.NOW)
    report.refresh_from_db()
    assert "取り上げる評価の回が選ばれていません" in report.problem
    with pytest.raises(MoveRefused, match="資料1のPDFができていません"):
        papers.hand_out(meeting=called, version=called.version, now=builders.NOW)


def test_generated_papers_are_made_by_the_worker_and_once_each(cast, called):
    row = papers.add_generated(meeting=called, key="roster", number="", title="委員名簿", now=builders.NOW)
    row.refresh_from_db()
    assert (row.label, row.file.page_count, row.problem) == ("委員名簿", 1, "")
    with pytest.raises(MoveRefused, match="すでに資料に入っています"):
        papers.add_generated(meeting=called, key="roster", number="", title="委員名簿", now=builders.NOW)


def test_a_paper_for_some_reaches_only_them(cast, called):
    builders.paper(called, "1")
    builders.paper(called, "2", only_for=[cast.chair_seat])
    builders.handed_out(called)
    assert [row.number for row in packs.papers_of(called, cast.chair_seat)] == ["1", "2"]
    assert [row.number for row in packs.papers_of(called, cast.member_seat)] == ["1"]
    assert [row.number for row in packs.papers_of(called, None)] == ["1", "2"]
