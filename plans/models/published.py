"""What a published term prints is changed by a revision (見直し) only: the rule that forms and loaders meet."""

from django.core.exceptions import ValidationError
from django.db import models

BY_REVISION = (
    "公開済みの計画の内容です。変えるときは、職員の画面の「計画の公開」から「見直し」を準備してください。"
)


def refuse_change_of_published(row: models.Model, is_published: bool) -> None:
    """Raise ValidationError when ``row`` is new in a published term or differs from what is stored in ``row.PRINTED``.

    Called by the ``clean`` of each model whose rows a plan prints; the verbs of a revision do not call it.
    """
    if not is_published:
        return
    stored = type(row)._base_manager.filter(pk=row.pk).first()
    if stored is None:
        raise ValidationError(BY_REVISION, code="published")
    names = {row._meta.get_field(name).attname for name in row.PRINTED}
    if any(getattr(stored, name) != getattr(row, name) for name in names):
        raise ValidationError(BY_REVISION, code="published")
