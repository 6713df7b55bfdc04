"""The other side of ``accounts.pdfs``: reads a PDF from standard input, writes what it is, a line break, and its pages anew.

Runs by itself, without the portal, under limits on memory and time that it sets before it looks at the file.
"""

import io
import json
import resource
import sys

MEMORY = 700 * 1024 * 1024
SECONDS = 20
SMALLEST, LARGEST = 20, 4000
"""Sides of a page in points: from a label to a wall map."""
SCRIPTS = {"/JavaScript", "/JS"}
LAUNCHES = {"/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/ResetForm"}
MEDIA = {"/Movie", "/Sound", "/Rendition", "/RichMedia", "/RichMediaExecute", "/3D", "/Screen", "/GoTo3DView"}
ATTACHMENTS = {"/EmbeddedFile", "/FileAttachment"}
OF_THE_FILE = (
    "/OpenAction",
    "/AA",
    "/Metadata",
    "/PieceInfo",
    "/Threads",
    "/URI",
    "/Collection",
    "/Perms",
    "/AcroForm",
)
OF_A_PAGE = ("/AA", "/Metadata", "/PieceInfo", "/Thumb")
"""What need not be said for the pages to be read: who made them, with what, and what happens on opening."""


class Refused(Exception):
    pass


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def clean(content: bytes, most_pages: int) -> tuple[int, bytes]:
    import pikepdf  # the limits come first

    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    with pdf:
        if pdf.is_encrypted:
            raise Refused("encrypted")
        _look(pdf)
        _measure(pdf, most_pages)
        _drop(pdf.Root, OF_THE_FILE)
        _drop(pdf.trailer, ("/Info",))
        for page in pdf.pages:
            _drop(page.obj, OF_A_PAGE)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return len(pdf.pages), out.getvalue()


def _drop(holder, names) -> None:
    for name in names:
        if name in holder:
            del holder[name]


def _look(pdf) -> None:
    """Refuse what a page can do besides being read, wherever in the file it is hidden."""
    names = pdf.Root.get("/Names", {})
    if "/JavaScript" in names:
        raise Refused("script")
    if "/EmbeddedFiles" in names:
        raise Refused("attachment")
    form = pdf.Root.get("/AcroForm", {})
    if "/XFA" in form or len(form.get("/Fields", [])):
        raise Refused("form")
    for item in pdf.objects:
        _look_at(item)


def _look_at(item) -> None:
    """Judge one object and what is written inside of it; what it refers to is an object of its own."""
    import pikepdf

    if isinstance(item, pikepdf.Stream):
        item = item.stream_dict
    if isinstance(item, pikepdf.Dictionary):
        _judge(item)
        parts = item.values()
    else:
        parts = item if isinstance(item, pikepdf.Array) else ()
    for part in parts:
        if isinstance(part, pikepdf.Dictionary | pikepdf.Array) and not part.is_indirect:
            _look_at(part)


def _judge(item) -> None:
    if SCRIPTS & set(item.keys()):
        raise Refused("script")
    if "/EF" in item:
        raise Refused("attachment")
    words = {str(item[key]) for key in ("/S", "/Type", "/Subtype") if key in item}
    kinds = {"script": SCRIPTS, "launch": LAUNCHES, "media": MEDIA, "attachment": ATTACHMENTS}
    for kind, refused in kinds.items():
        if words & refused:
            raise Refused(kind)


def _measure(pdf, most_pages: int) -> None:
    count = len(pdf.pages)
    if not count:
        raise Refused("no_pages")
    if count > most_pages:
        raise Refused("too_many_pages")
    for page in pdf.pages:
        left, bottom, right, top = (float(side) for side in page.mediabox)
        if not all(SMALLEST <= abs(side) <= LARGEST for side in (right - left, top - bottom)):
            raise Refused("page_size")


if __name__ == "__main__":
    limit()
    try:
        count, data = clean(sys.stdin.buffer.read(), int(sys.argv[1]))
        sys.stdout.buffer.write(json.dumps({"pages": count}).encode() + b"\n" + data)
    except Refused as refusal:
        sys.stdout.buffer.write(json.dumps({"refused": str(refusal)}).encode() + b"\n")
