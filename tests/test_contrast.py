"""The colours of our tokens, pair by pair as they stand on one another, against WCAG 2.2: computed, not looked at."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parent.parent / "static"
TOKENS = "css/tokens.css"
VENDORED = "vendor/digital-go-jp/tokens.css"
NOTICES = ("success", "warning", "error", "sample", "committee", "citizen", "community", "council", "city")
TEXT = [
    *(
        (ink, ground)
        for ink in ("text", "text-strong", "text-quiet", "link")
        for ground in ("page", "ground")
    ),
    *((ink, "page") for ink in ("link-hover", "link-visited", *NOTICES)),
    *((name, f"{name}-pale") for name in NOTICES),
    *((ink, "key-pale") for ink in ("text", "text-strong", "text-quiet", "link", "key-deep")),
    *(("page", ground) for ground in ("key", "key-hover", "key-deep", *NOTICES)),
    *(("text", f"{name}-pale") for name in NOTICES),
]
OTHERS = [("line-strong", "page"), ("line-strong", "ground"), ("focus-line", "page"), ("focus-line", "focus")]


def declared() -> dict[str, str]:
    text = "".join((CSS / file).read_text(encoding="utf-8") for file in (VENDORED, TOKENS))
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", text))


def colour(name: str, tokens: dict[str, str]) -> str:
    value = tokens[name].strip()
    aimed = re.fullmatch(r"var\(--([\w-]+)\)", value)
    return colour(aimed[1], tokens) if aimed else value


def luminance(hexadecimal: str) -> float:
    """Give the relative luminance as WCAG defines it."""
    digits = hexadecimal.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    tokens = declared()
    light, dark = sorted((luminance(colour(name, tokens)) for name in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out_from_its_ground(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("line", "ground"), OTHERS)
def test_edges_of_boxes_and_the_focus_stand_out(line, ground):
    assert contrast(line, ground) >= 3
