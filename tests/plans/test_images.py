"""The gate for uploads: whole pictures come through as pixels only, all else is refused in words."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from plans import images
from plans.images import clean_image
from tests.builders import image_file

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def opened(clean):
    return Image.open(BytesIO(clean.data))


def png_that_says(width, height, rows=b"\0\0\0\0"):
    """A PNG whose head claims a size, with hardly anything behind it: a bomb."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def photo_with_place(**saving):
    """A JPEG as a telephone writes it: lying on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 11.0, 27.0)})
    return image_file(size=(60, 40), exif=exif, comment=b"memo of the owner", **saving)


# ---- what comes through -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_each_format_stays_what_it_is(kind, media_type):
    clean = clean_image(image_file(kind))
    assert clean.media_type == media_type
    assert (clean.width, clean.height) == (40, 30)
    assert opened(clean).format == kind
    assert opened(clean).size == (40, 30)


def test_place_camera_and_comment_of_a_photo_are_gone_and_it_stands_upright():
    sent = photo_with_place()
    assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825)
    assert b"SecretPhone" in sent
    clean = clean_image(sent)
    assert (clean.width, clean.height) == (40, 60)
    assert not opened(clean).getexif()
    for trace in (b"SecretPhone", b"Exif", b"memo of the owner"):
        assert trace not in clean.data


def test_a_photo_in_the_colours_of_print_is_turned_upright_too():
    exif = Image.Exif()
    exif[0x0112] = 8
    out = BytesIO()
    Image.new("CMYK", (60, 40)).save(out, "JPEG", exif=exif)
    clean = clean_image(out.getvalue())
    assert (clean.width, clean.height) == (40, 60)
    assert opened(clean).mode == "RGB"


def test_a_large_picture_is_shrunk_to_the_longest_side_and_a_small_one_is_left():
    clean = clean_image(image_file(size=(3200, 1000)))
    assert (clean.width, clean.height) == (1600, 500)
    assert (clean_image(image_file("PNG", size=(5, 7))).width) == 5


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_is_read(mode):
    out = BytesIO()
    Image.new(mode, (20, 10)).save(out, "PNG")
    clean = clean_image(out.getvalue())
    assert (clean.width, clean.height) == (20, 10)
    assert ("A" in opened(clean).getbands()) is ("A" in mode)


def test_what_was_hung_behind_a_picture_or_written_into_it_is_gone():
    """A polyglot is a picture for one program and a page, an archive or a program for another."""
    for tail in (b"<script>alert(1)</script>", b"PK\x03\x04evil.zip", SVG):
        clean = clean_image(image_file() + tail)
        assert tail not in clean.data
    noted = image_file("JPEG", comment=b"*/=1;alert(1)/*")
    assert b"alert(1)" in noted
    assert b"alert(1)" not in clean_image(noted).data


def test_the_same_file_gives_the_same_content_and_name():
    assert clean_image(image_file()).sha256 == clean_image(image_file()).sha256
    assert clean_image(image_file()).sha256 != clean_image(image_file(colour="red")).sha256


# ---- what is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", images.EMPTY),
        (b"not a picture", images.NOT_A_PICTURE),
        (SVG, images.NOT_A_PICTURE),
        (b'<?xml version="1.0"?>' + SVG, images.NOT_A_PICTURE),
        (b"%PDF-1.7\n", images.NOT_A_PICTURE),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", images.NOT_A_PICTURE),
        (image_file("BMP"), images.NOT_A_PICTURE),
        (image_file("TIFF"), images.NOT_A_PICTURE),
        (b"\xff\xd8\xff", images.NOT_A_PICTURE),
        (b"\x89PNG\r\n\x1a\n", images.NOT_A_PICTURE),
        (image_file(size=(200, 200))[:-300], images.BROKEN),
        (image_file("PNG", size=(200, 200))[:-40], images.BROKEN),
        (png_that_says(100, 100), images.BROKEN),
        (png_that_says(8000, 8000), images.TOO_LARGE),
        (png_that_says(100_000, 100_000), images.TOO_LARGE),
        (png_that_says(1, 50_000_000), images.TOO_LARGE),
        (b"\0" * (images.LARGEST_FILE + 1), images.TOO_HEAVY),
    ],
)
def test_what_is_no_whole_picture_is_refused_in_words(content, said):
    with pytest.raises(ValidationError) as refusal:
        clean_image(content)
    assert refusal.value.messages == [said]


def test_a_cut_off_picture_is_refused_also_where_weasyprint_has_made_pillow_lenient(monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(ValidationError, match="途中で切れています"):
        clean_image(image_file(size=(200, 200))[:-300])
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    def unpacked(self):
        raise AssertionError("the pixels were asked for")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", unpacked)
    with pytest.raises(ValidationError, match="4,000万画素"):
        clean_image(image_file("PNG", size=(1, 1))[:16] + png_that_says(9000, 9000)[16:])


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_picture_is_read_or_refused_and_nothing_else(data):
    sound = data.draw(st.sampled_from([image_file(kind) for kind in ("JPEG", "PNG", "WEBP")]))
    damaged = bytearray(sound)
    for place in data.draw(st.lists(st.integers(0, len(sound) - 1), min_size=1, max_size=8)):
        damaged[place] = data.draw(st.integers(0, 255))
    assert outcome(bytes(damaged)) in {*images.FORMATS, images.NOT_A_PICTURE, images.BROKEN, images.TOO_LARGE}


def outcome(content) -> str:
    """The format of what came through, or what was said."""
    try:
        return opened(clean_image(content)).format
    except ValidationError as refusal:
        return refusal.messages[0]
