"""The gate through which every uploaded picture goes: what it is, how large, and encoded anew.

Nothing of the file that was sent is kept but its pixels: place and time of the shot (EXIF, GPS), comments, colour
profiles and whatever was hidden behind the picture go. Known formats are told by their content, never by their name.
"""

import hashlib
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from PIL import Image, ImageFile, ImageOps

LARGEST_FILE = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
"""Pixels: wide enough for a page of the portal on a sharp screen."""
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
HOW_SAVED = {
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 85, "method": 4},
}
ONE_AT_A_TIME = threading.Lock()
EMPTY = "ファイルの中身が空です。画像を選び直してください。"
TOO_HEAVY = "ファイルが大きすぎます（5MBまで）。画像を小さくしてから選び直してください。"
TOO_LARGE = "画像の縦横が大きすぎます（4,000万画素まで）。画像を縮めてから選び直してください。"
NOT_A_PICTURE = (
    "画像として読み取れません。JPEG、PNG、WebPのいずれかを選んでください（SVG、GIF、PDFなどは使えません）。"
)
BROKEN = "画像が壊れているか、途中で切れています。元の画像を確かめて、選び直してください。"


@dataclass(frozen=True)
class CleanImage:
    """The columns of ``plans.Picture`` that come from the file."""

    data: bytes
    media_type: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def columns(self) -> dict:
        names = ("data", "media_type", "width", "height", "sha256")
        return {name: getattr(self, name) for name in names}


def clean_image(content: bytes, within: tuple[int, int] = (LONGEST_SIDE, LONGEST_SIDE)) -> CleanImage:
    """Give the picture in ``content``, turned upright, shrunk to fit ``within``, without anything but its pixels.

    Raises ValidationError, in words for the person who sent it, for all that is not a whole JPEG, PNG or WebP.
    """
    if not content:
        raise ValidationError(EMPTY, code="empty")
    if len(content) > LARGEST_FILE:
        raise ValidationError(TOO_HEAVY, code="too_heavy")
    with _whole_pictures_only():
        image = _opened(content)
        kind = image.format
        try:
            upright = _upright(image)
            upright.thumbnail(within)
            return _encoded(upright, kind)
        except Exception as error:  # the decoders raise whatever a broken file leads them to
            raise ValidationError(BROKEN, code="broken") from error


@contextmanager
def _whole_pictures_only():
    """Refuse what is cut off: WeasyPrint, once loaded, lets Pillow fill the rest with grey. One picture at a time."""
    with ONE_AT_A_TIME:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _opened(content: bytes) -> Image.Image:
    """Read the head alone, so that a bomb is refused before a pixel of it is unpacked."""
    try:
        image = Image.open(BytesIO(content), formats=tuple(FORMATS))
    except Image.DecompressionBombError as error:
        raise ValidationError(TOO_LARGE, code="too_large") from error
    except Exception as error:  # as above
        raise ValidationError(NOT_A_PICTURE, code="not_a_picture") from error
    if image.width * image.height > MOST_PIXELS:
        raise ValidationError(TOO_LARGE, code="too_large")
    return image


def _upright(image: Image.Image) -> Image.Image:
    """Shrink first, so that turning and converting work on few pixels."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    if image.mode not in ("RGB", "RGBA", "L"):
        has_alpha = "A" in image.getbands() or "transparency" in image.info
        image = _with_orientation_of(image, image.convert("RGBA" if has_alpha else "RGB"))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return ImageOps.exif_transpose(image)


def _with_orientation_of(source: Image.Image, image: Image.Image) -> Image.Image:
    image.info["exif"] = source.getexif().tobytes()
    return image


def _encoded(image: Image.Image, kind: str) -> CleanImage:
    """Write the pixels into a file of their own, which has no place for anything else."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = BytesIO()
    bare.save(out, kind, **HOW_SAVED[kind])
    return CleanImage(out.getvalue(), FORMATS[kind], bare.width, bare.height)
