"""The pack as it comes out of the press: running numbers, names of the papers, bookmarks, links and tags."""

from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from accounts.pdfs import CleanPdf
from accounts.versioning import MoveRefused
from evaluations.meetings import binding, making, packs, papers
from evaluations.models import MeetingPack
from tests import builders
from tests.plans.press.reading import Reading

TURNED = (0, 90, 180, 270)


def turned_pages() -> bytes:
    """Four pages, each turned otherwise, of another size than ours."""
    out = BytesIO()
    with Pdf.new() as pdf:
        for angle in TURNED:
            pdf.add_blank_page(page_size=(420, 595))
            pdf.pages[-1].Rotate = angle
        pdf.save(out)
    return out.getvalue()


def with_chapter() -> bytes:
    """Three pages with a bookmark, and a link from the first to the last by a name."""
    out = BytesIO()
    with Pdf.new() as pdf:
        for _ in range(3):
            pdf.add_blank_page(page_size=(595, 842))
        place = Array([pdf.pages[2].obj, Name.XYZ, 0, 800, 0])
        names = Dictionary(Names=Array([String("last"), place]))
        pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(names))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 90, 9]), Dest=String("last"))
        pdf.pages[0].Annots = Array([pdf.make_indirect(link)])
        with pdf.open_outline() as outline:
            outline.root.append(OutlineItem("第2章", 2))
        pdf.save(out)
    return out.getvalue()


@pytest.fixture
def meeting(cast):
    row = builders.meeting(cast.committee, state="called")
    upload(row, "1", turned_pages(), 4)
    upload(row, "2-1", with_chapter(), 3, only_for=[cast.chair_seat])
    papers.add_generated(meeting=row, key="roster", number="", title="委員名簿", now=builders.NOW)
    return builders.handed_out(row)


def upload(meeting, number, data, pages, only_for=()):
    papers.save_paper(
        meeting=meeting,
        document=None,
        version=0,
        fields={"kind": "paper", "number": number, "title": f"資料その{number}"},
        only_for=only_for,
        pdf=CleanPdf(data, pages),
        now=builders.NOW,
    )


def bound(meeting, by, member=None) -> bytes:
    if member:
        packs.ask_for_members(meeting=meeting, by=by, now=builders.NOW)
    else:
        packs.ask(meeting=meeting, by=by, now=builders.NOW)
    pack = MeetingPack.objects.get(meeting=meeting, member=member)
    assert (pack.state, pack.problem) == ("ready", "")
    return bytes(pack.pdf)


@pytest.mark.real_pdf
def test_every_page_has_its_number_and_the_name_of_its_paper(cast, meeting):
    pdf = bound(meeting, cast.jimu)
    pages = Reading(pdf).pages
    front = len(pages) - 8
    assert not any("/8" in page for page in pages[:front])
    marks = ["委員名簿", *["資料1"] * 4, *["資料2-1"] * 3]
    for number, (mark, page) in enumerate(zip(marks, pages[front:], strict=True), start=1):
        assert mark in page
        assert f"通し{number}/8" in page
    with Pdf.open(BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/Title"]) == f"{meeting}　資料一式"
        assert opened.Root.PageMode == Name.UseOutlines


@pytest.mark.real_pdf
def test_bookmarks_and_links_of_a_paper_lead_to_its_pages_in_the_pack(cast, meeting):
    with Pdf.open(BytesIO(bound(meeting, cast.jimu))) as pdf:
        front = len(pdf.pages) - 8
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
            (chapter,) = outline.root[-1].children
        assert titles == ["表紙・目次", "委員名簿", "資料1　資料その1", "資料2-1　資料その2-1"]
        last = pdf.pages[front + 7].obj.objgen
        assert chapter.title == "第2章"
        assert chapter.destination[0].objgen == last
        assert pdf.pages[front + 5].Annots[0].Dest[0].objgen == last


@pytest.mark.real_pdf
def test_tags_of_what_has_them_are_kept_and_lead_back(cast, meeting):
    """The roster is tagged, as the cover is; each number of a page is found in the one tree of the file."""
    with Pdf.open(BytesIO(bound(meeting, cast.jimu))) as pdf:
        tree = pdf.Root.StructTreeRoot
        parents = dict(pikepdf.NumberTree(tree.ParentTree).items())
        front = len(pdf.pages) - 8
        tagged = [page for page in pdf.pages if "/StructParents" in page.obj]
        assert len(tagged) == front + 1
        for page in tagged:
            assert int(page.obj.StructParents) in parents
        (part,) = (kid for kid in tree.K[0].K if Name.Part == kid.S)
        assert part.K[0].P.objgen == part.objgen


@pytest.mark.real_pdf
def test_the_pack_of_a_member_bears_the_name_and_leaves_out_what_is_not_theirs(cast, meeting):
    pages = Reading(bound(meeting, cast.jimu, cast.member_seat)).pages
    assert "山本様" in pages[0]
    assert "資料2-1" not in pages[0]
    assert len(pages) == 1 + 1 + 4
    chairs = MeetingPack.objects.get(meeting=meeting, member=cast.chair_seat)
    assert chairs.page_count == 1 + 1 + 4 + 3


def test_the_numbers_of_the_contents_are_those_of_the_pages():
    parts = [
        binding.Part("資料1", "一", b"", 3),
        binding.Part("資料2", "二", b"", 5),
        binding.Part("資料3", "三", b"", 1),
    ]
    assert binding.numbers(parts) == [1, 4, 9]


def test_a_pack_says_what_is_missing(cast):
    meeting = builders.meeting(cast.committee, state="called")
    with pytest.raises(MoveRefused, match="資料がありません"):
        packs.ask(meeting=meeting, by=cast.jimu, now=builders.NOW)
    with pytest.raises(MoveRefused, match="資料がありません"):
        packs.ask_for_members(meeting=meeting, by=cast.jimu, now=builders.NOW)
    builders.paper(meeting)
    with pytest.raises(MoveRefused, match="先に資料を配布"):
        packs.ask_for_members(meeting=meeting, by=cast.jimu, now=builders.NOW)
    papers.add_generated(meeting=meeting, key="report", number="9", title="報告書", now=builders.NOW)
    packs.ask(meeting=meeting, by=cast.jimu, now=builders.NOW)
    pack = MeetingPack.objects.get(meeting=meeting)
    assert pack.state == "failed"
    assert pack.problem == "資料9のPDFができていません：この会議には、取り上げる評価の回が選ばれていません。"


def test_a_pack_that_is_being_made_is_not_asked_for_twice(cast, monkeypatch):
    meeting = builders.meeting(cast.committee, state="called")
    builders.paper(meeting)
    asked = []
    monkeypatch.setattr(making, "make_pack", SimpleNamespace(enqueue=asked.append))
    first = packs.ask(meeting=meeting, by=cast.jimu, now=builders.NOW)
    assert packs.ask(meeting=meeting, by=cast.jimu, now=builders.NOW) == first
    assert asked == [first.pk]
    late = builders.NOW + timedelta(minutes=11)
    assert first.has_stalled(late)
    packs.ask(meeting=meeting, by=cast.jimu, now=late)
    assert asked == [first.pk, first.pk]


def test_a_pack_is_outdated_as_soon_as_a_paper_or_the_day_is_another(cast):
    meeting = builders.meeting(cast.committee, state="called")
    builders.paper(meeting)
    seal = packs.seal_of(meeting, packs.papers_of(meeting, None), None)
    assert packs.seal_of(meeting, packs.papers_of(meeting, None), None) == seal
    builders.paper(meeting, "2")
    second = packs.seal_of(meeting, packs.papers_of(meeting, None), None)
    meeting.held_on = date(2023, 8, 2)
    assert len({seal, second, packs.seal_of(meeting, packs.papers_of(meeting, None), None)}) == 3
