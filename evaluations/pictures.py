"""The pictures that editions show: an edition is printed with the logo of its day, also when the portal has another."""

from collections.abc import Iterable

from evaluations.models import Edition
from plans.models import Picture
from plans.pictures import Use, used_by


@used_by
def _on_covers(picture: Picture) -> Iterable[Use]:
    editions = Edition.objects.filter(head__logo__sha256=picture.sha256).select_related("round")
    for edition in editions.defer("head", "pdf"):
        yield Use(f"報告書の表紙（{edition}）", edition.published_at is not None)
