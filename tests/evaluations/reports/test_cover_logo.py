"""The logo on the cover of the yearly report: the one of the day on which the edition was made."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from accounts.versioning import MoveRefused
from evaluations import snapshot
from evaluations.models import Edition
from evaluations.reports import annual
from plans import pictures, portal_settings
from plans.images import clean_image
from plans.models import Picture
from tests import builders as builders_of_rows
from tests.evaluations.reports import builders

pytestmark = pytest.mark.real_pdf
FIELDS = {"name": "みほん市の歩み", "nickname": "", "organization": None}


def set_logo(version: int, colour: str) -> Picture:
    image = clean_image(builders_of_rows.image_file("PNG", (96, 96), colour))
    return portal_settings.save_portal(version=version, fields=FIELDS, image=image, alt="みほん市の市章").logo


def cover_of(edition):
    return PdfReader(BytesIO(annual.render(edition))).pages[0]


@pytest.mark.django_db
def test_the_cover_shows_the_logo_and_an_edition_without_one_does_not():
    logo = set_logo(0, "teal")
    head = {"logo": {"sha256": logo.sha256, "alt": logo.alt}}
    assert len(cover_of(builders.edition([builders.content()], **head)).images) == 1
    for none in ({"logo": None}, {}):
        assert len(cover_of(builders.edition([builders.content()], **none)).images) == 0


def test_an_edition_keeps_the_logo_of_its_day(cast):
    first = set_logo(0, "teal")
    year = builders_of_rows.round_(cast.term, cast.committee, cast.jimu)
    head, _ = snapshot.build(year)
    assert head["logo"] == {"sha256": first.sha256, "alt": "みほん市の市章"}
    builders_of_rows.published(year, cast.jimu)
    set_logo(1, "navy")
    assert Edition.objects.get(is_draft=False).head["logo"]["sha256"] == first.sha256
    assert pictures.is_public(first)
    with pytest.raises(MoveRefused, match="報告書の表紙"):
        pictures.delete_picture(picture=first, version=first.version)
