"""Revisions in preparation use pictures too: those that the new text of a chapter shows."""

from collections.abc import Iterable

from django.db.models.fields.json import KT

from initiatives.models import RevisionChange
from plans.models import Picture, PlanRevision
from plans.pictures import Use, used_by


@used_by
def in_preparation(picture: Picture) -> Iterable[Use]:
    preparing = RevisionChange.objects.filter(
        kind=RevisionChange.Kind.CHAPTER, revision__state=PlanRevision.State.PREPARING
    )
    for change in preparing.annotate(body=KT("after__body")).filter(body__contains=f"picture:{picture.key}"):
        yield Use(f"準備中の見直しの{change.heading}", is_public=False)
