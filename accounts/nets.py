"""What somebody typed and has not saved (自動保存) is kept beside what they write: a net, not a version.

Each kind of net is a model below ``Net`` that says whose it is and where; it has no history and may be emptied at any time.
"""

import json
from datetime import datetime, timedelta

from django.db import models

from accounts.versioning import MoveRefused

Fields = dict[str, list[str]]

KEPT_FOR = timedelta(days=60)
"""How long unsaved text waits: longer than any call, so that it is there after a holiday."""
LIMIT = 400_000
"""Characters of one page: twenty boxes filled to their hard limit."""


class NetQuerySet(models.QuerySet):
    def waiting(self, now: datetime):
        """What was neither saved nor dropped."""
        return self.filter(saved_at__gt=now - KEPT_FOR)

    def outdated(self, now: datetime):
        """What waited too long: it is offered to nobody any more."""
        return self.filter(saved_at__lte=now - KEPT_FOR)


class Net(models.Model):
    """One page's worth of typed text. A subclass says whose and where.

    ``fields`` is what the page sent, whatever it is, as JSON text (a column of JSON refuses NUL).
    """

    version = models.PositiveIntegerField("もとにした版")
    fields = models.TextField("入力した内容")
    saved_at = models.DateTimeField("自動保存日時")
    objects = NetQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def typed(self) -> Fields:
        return json.loads(self.fields)


def spread(net: type[Net], key: dict, *, version: int, fields: Fields, now: datetime) -> None:
    """Keep ``fields`` in the one row of ``net`` that ``key`` names. Raises MoveRefused when there is too much."""
    if sum(len(value) for values in fields.values() for value in values) > LIMIT:
        raise MoveRefused("文字が多すぎるため、自動保存できません。保存のボタンを押してください。")
    row = net(**key, version=version, fields=json.dumps(fields), saved_at=now)
    net.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=list(key),
        update_fields=["version", "fields", "saved_at"],
    )
