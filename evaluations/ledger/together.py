"""Approving and publishing several opinions by one act: each is checked by itself, and what is left says why."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch

from accounts.models import User
from accounts.versioning import MoveRefused, StaleVersion
from evaluations.ledger import publishing, replies
from evaluations.ledger.personal_information import hint
from evaluations.models import Opinion, OpinionChange, Response

CHANGED = "ほかの人が先に変更しました。今の内容を確かめてください。"
MARK = re.compile(r"(\d{1,15})\.(\d{1,9})\.(\d{1,9})", re.ASCII)
MOST = 100
"""Opinions that one act takes: a page that lists more is not read."""


@dataclass(frozen=True)
class Seen:
    """An opinion as it stood on the page from which it was chosen, with the version of the person's own reply."""

    opinion: Opinion
    version: int
    reply_version: int
    own: Response | None

    @property
    def mark(self) -> str:
        return mark(self.opinion, self.own, self.version, self.reply_version)

    def as_seen(self) -> Opinion:
        """The opinion with the version that the page showed."""
        self.opinion.version = self.version
        return self.opinion

    @property
    def hint(self) -> str:
        """What in the words that would be read outside could name a person."""
        texts = [text for reply in self.opinion.begun_replies for text in (reply.text, reply.what_changed)]
        texts += [change.words for change in self.opinion.answered_as.changes.all()]
        return hint(self.opinion.public_summary, *texts)

    @property
    def awaits_approval(self) -> bool:
        return bool(self.own and self.own.is_begun and not self.own.is_approved)


def mark(opinion: Opinion, own: Response | None, version: int = 0, reply_version: int = 0) -> str:
    """Write which opinion and which versions a page shows."""
    return f"{opinion.pk}.{version or opinion.version}.{reply_version or (own.version if own else 0)}"


def own_reply(opinion: Opinion, organization_id: int | None) -> Response | None:
    """The reply that the organisation of this key owes; needs the replies of the opinion."""
    found = (row for row in opinion.responses.all() if row.organization_id == organization_id)
    return next(found, None)


def chosen(user: User, data, today: date) -> list[Seen]:
    """Give the opinions that a page names by their marks (``opinion`` in a QueryDict), of those the person handles."""
    marks = {int(m[1]): (int(m[2]), int(m[3])) for t in data.getlist("opinion") if (m := MARK.fullmatch(t))}
    rows, own = _rows(user, list(marks)[:MOST], today), user.organization.pk
    return [Seen(row, *marks[row.pk], own_reply(row, own)) for row in rows]


def _rows(user: User, keys: list[int], today: date):
    rows = Opinion.objects.handled_by(user, today).filter(pk__in=keys).for_reading()
    told = Prefetch("changes", OpinionChange.objects.select_related("initiative", "revision_change"))
    of_lead = Prefetch("representative__changes", told.queryset)
    return rows.prefetch_related(told, of_lead).select_related("public")


def again(several: list[Seen], user: User, today: date) -> list[Seen]:
    """The same opinions as they stand now, to be looked at once more."""
    rows = _rows(user, [seen.opinion.pk for seen in several], today)
    owns = {row.pk: own_reply(row, user.organization.pk) for row in rows}
    return [Seen(row, row.version, owns[row.pk].version if owns[row.pk] else 0, owns[row.pk]) for row in rows]


def carry_out(
    several: list[Seen], *, approve: bool, publish: bool, by: User, now: datetime
) -> tuple[int, list[tuple[Seen, str]]]:
    """Approve the own reply, publish, or both, for each; give for how many, and which are left with why."""
    left = []
    for seen in several:
        try:
            _carry_out(seen, approve=approve, publish=publish, by=by, now=now)
        except StaleVersion:
            left.append((seen, CHANGED))
        except MoveRefused as refusal:
            left.append((seen, str(refusal)))
    return len(several) - len(left), left


@transaction.atomic
def _carry_out(seen: Seen, *, approve: bool, publish: bool, by: User, now: datetime) -> None:
    if approve and (seen.awaits_approval or not publish):
        replies.approve(
            opinion=seen.opinion,
            organization=by.organization,
            seen_version=seen.version,
            version=seen.reply_version,
            by=by,
            now=now,
        )
    if publish:
        publishing.publish(opinion=seen.opinion, version=seen.version, by=by, now=now)
