"""サイトの設定: what the portal is called, whose it is, its licence and its logo."""

from collections.abc import Iterable

from django.db import transaction

from accounts.versioning import StaleVersion
from plans import pictures
from plans.images import CleanImage
from plans.models import Picture, Portal
from plans.pictures import Use, used_by
from plans.registration import take_turn


@used_by
def _as_logo(picture: Picture) -> Iterable[Use]:
    for _ in Portal.objects.filter(logo=picture):
        yield Use("サイトのロゴ", is_public=True)


@transaction.atomic
def save_portal(
    *, version: int, fields: dict, image: CleanImage | None = None, alt: str = "", drop_picture: bool = False
) -> Portal:
    """Set the portal up (version 0 while nothing is), or change what was set; ``image`` becomes its logo.

    Takes turns with the register, so that the first setting up is not made twice. Raises StaleVersion when somebody
    else saved first, ValidationError (by field) when what was typed does not fit.
    """
    take_turn()
    held = Portal.objects.first()
    if held and version == 0:
        raise StaleVersion(held)
    row = Portal.claim(version, pk=held and held.pk)
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    before = row.logo
    row.logo = pictures.replaced(before, image=image, alt=alt, drop=drop_picture)
    row.save()
    pictures.let_go(before, row.logo)
    return row
