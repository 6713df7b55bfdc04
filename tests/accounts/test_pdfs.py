"""The gate for PDFs: what could do more than be read is refused with its reason, the rest comes back anew."""

from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from pikepdf import Array, Dictionary, Name, Pdf, String

from accounts import pdfs
from accounts.pdfs import clean_pdf


def made(change=None, pages=1, **saving) -> bytes:
    out = BytesIO()
    with Pdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        if change:
            change(pdf)
        pdf.save(out, **saving)
    return out.getvalue()


def annotated(**entries):
    """A change that hangs an annotation with these entries on the first page."""

    def change(pdf):
        annotation = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **entries)
        pdf.pages[0].Annots = Array([pdf.make_indirect(annotation)])

    return change


def action(kind, **entries):
    return annotated(Subtype=Name.Link, A=Dictionary(S=Name(f"/{kind}"), **entries))


def script_at_start(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def script_by_name(pdf):
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([])))


def script_within(pdf):
    """Where a look at the catalog alone would not find it."""
    deep = Dictionary(S=Name.JavaScript, JS=String("1"))
    pdf.pages[0].obj.Group = Array([Dictionary(Next=Array([deep]))])


def attached(pdf):
    pdf.attachments["a.txt"] = b"x"


def form(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(Dictionary(T=String("a")))]))


def xfa(pdf):
    pdf.Root.AcroForm = Dictionary(XFA=String("x"))


def wall_map(pdf):
    pdf.pages[0].MediaBox = Array([0, 0, 99999, 9])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"<html><body>%PD", "not_a_pdf"),
        (b"%PDF-1.7 nothing more", "not_a_pdf"),
        (made()[:150], "not_a_pdf"),
        (b"PK\x03\x04 a workbook", "not_a_pdf"),
        (made(encryption=pikepdf.Encryption(owner="a", user="b")), "encrypted"),
        (made(encryption=pikepdf.Encryption(owner="a", user="")), "encrypted"),
        (made(script_at_start), "script"),
        (made(script_by_name), "script"),
        (made(script_within), "script"),
        (made(action("JavaScript", JS=String("1"))), "script"),
        (made(attached), "attachment"),
        (made(annotated(Subtype=Name.FileAttachment)), "attachment"),
        (made(action("Launch", F=String("calc.exe"))), "launch"),
        (made(action("GoToR", F=String("other.pdf"))), "launch"),
        (made(action("SubmitForm", F=String("https://a.example/"))), "launch"),
        (made(annotated(Subtype=Name.RichMedia)), "media"),
        (made(form), "form"),
        (made(xfa), "form"),
        (made(wall_map), "page_size"),
        (made(pages=pdfs.MOST_PAGES + 1), "too_many_pages"),
        (made() + b" " * pdfs.LARGEST_FILE, "too_heavy"),
    ],
)
def test_what_is_no_plain_pdf_is_refused_with_its_reason(content, reason):
    with pytest.raises(ValidationError) as refusal:
        clean_pdf(content)
    assert refusal.value.code == reason
    assert refusal.value.messages[0].endswith("。")


def test_pages_and_links_to_the_web_stay_and_who_made_it_goes():
    def change(pdf):
        action("URI", URI=String("https://a.example/"))(pdf)
        pdf.docinfo["/Author"] = "福祉課の佐藤"
        with pdf.open_metadata() as meta:
            meta["dc:creator"] = ["福祉課の佐藤"]

    clean = clean_pdf(made(change, pages=3))
    with Pdf.open(BytesIO(clean.data)) as pdf:
        assert (len(pdf.pages), clean.page_count) == (3, 3)
        assert str(pdf.pages[0].Annots[0].A.URI) == "https://a.example/"
        assert "/Info" not in pdf.trailer
        assert "/Metadata" not in pdf.Root


def test_the_same_file_becomes_the_same_bytes():
    content = made(pages=2)
    assert clean_pdf(content) == clean_pdf(content)


def test_a_parser_that_dies_or_hangs_takes_nothing_along(monkeypatch):
    monkeypatch.setattr(pdfs, "SECONDS", 0.001)
    with pytest.raises(ValidationError, match="時間内に読み取れませんでした"):
        clean_pdf(made())


def test_objects_that_hold_each_other_without_end_are_refused():
    nested = b"[" * 5000 + b"]" * 5000
    content = made().replace(b"/Type /Catalog", b"/Type /Catalog /X " + nested, 1)
    with pytest.raises(ValidationError):
        clean_pdf(content)
