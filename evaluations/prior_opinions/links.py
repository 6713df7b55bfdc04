"""個人リンク: issue, extend, revoke, and open. A link opens one member's 事前意見 of one round and nothing else."""

from datetime import date, datetime, time
from enum import Enum

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.versioning import MoveRefused
from evaluations.models import EvaluationRound, Member, ReviewKey, ReviewLink
from evaluations.prior_opinions import keys


class Why(Enum):
    """Why a link opens nothing. Who does not hold a key of ours is told no more than that it cannot be used."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"
    OVER = "over"


class LinkClosed(Exception):
    """``link`` is known to the page only so that it can say whom to ask; None for a key that opens none."""

    def __init__(self, why: Why, link: ReviewLink | None = None):
        self.why, self.link = why, link
        super().__init__(why.value)


# ---- the secretariat --------------------------------------------------------------------------------------


def last_moment(day: date) -> datetime:
    """The last minute of a day here: what is good until that day is good all day, and says so with the day's own date."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


@transaction.atomic
def issue(
    *, round: EvaluationRound, member: Member, expires_at: datetime, by: User, now: datetime
) -> ReviewLink:
    """Give the member's link, a new one where none stands; it is good until ``expires_at`` from now on.

    Raises MoveRefused where the committee does not write, and for whoever does not serve in it today.
    """
    held = EvaluationRound.objects.select_for_update().get(pk=round.pk)
    if not held.takes_opinions:
        raise MoveRefused("委員会の意見を受け付けている間だけ、個人リンクを発行できます。")
    if not held.committee.members.serving(timezone.localdate(now)).filter(pk=member.pk).exists():
        raise MoveRefused(f"{member.name}さんは、いまの任期の委員ではないため、個人リンクを発行できません。")
    _refuse_past(expires_at, now)
    link = held.review_links.standing().select_for_update().filter(member=member).first()
    if link is None:
        link = ReviewLink(round=held, member=member, issued_at=now, issued_by=by)
    link.expires_at = expires_at
    link.save()
    return link


@transaction.atomic
def extend(*, link: ReviewLink, expires_at: datetime, now: datetime) -> ReviewLink:
    """Let a link that nobody has revoked stand until ``expires_at``, whether it has expired or not."""
    held = _lock(link)
    if held.revoked_at:
        raise MoveRefused(f"{held.member.name}さんの個人リンクは取り消されています。新しく発行してください。")
    _refuse_past(expires_at, now)
    held.expires_at = expires_at
    held.save(update_fields=["expires_at"])
    return held


@transaction.atomic
def revoke(*, link: ReviewLink, by: User, now: datetime) -> None:
    """Close a link for good, with all its keys; one that is closed stays as it was closed."""
    held = _lock(link)
    if held.revoked_at is None:
        held.revoked_at, held.revoked_by = now, by
        held.save(update_fields=["revoked_at", "revoked_by"])


def _refuse_past(expires_at: datetime, now: datetime) -> None:
    if expires_at <= now:
        raise MoveRefused("有効期限には、今日以後の日を入力してください。")


def _lock(link: ReviewLink) -> ReviewLink:
    return ReviewLink.objects.select_for_update(of=("self",)).select_related("member").get(pk=link.pk)


def new_address(link: ReviewLink, means: str, now: datetime) -> str:
    """Make one more key for the link and give its address. It can be had only now: its digest alone is kept."""
    key = keys.new_key()
    ReviewKey.objects.create(link=link, digest=keys.digest(key), means=means, made_at=now)
    return settings.PORTAL_URL + reverse("review-list", args=[keys.in_groups(key)])


# ---- whoever holds an address -----------------------------------------------------------------------------


def find(typed: str, now: datetime) -> ReviewLink:
    """Give the link that the key in an address opens. Raises LinkClosed.

    A key that was mistyped, guessed or tampered with is the same as one that never was, and so is that of a member
    whose term of office is over or has not begun.
    """
    key = keys.read_key(typed)
    related = ("round__request__term__plan", "round__committee", "member__user")
    link = key and ReviewLink.objects.filter(keys__digest=keys.digest(key)).select_related(*related).first()
    if not link:
        raise LinkClosed(Why.UNKNOWN)
    _refuse_closed(link, now)
    return link


def opens(link: ReviewLink, now: datetime) -> bool:
    """Whether the link opens now."""
    try:
        _refuse_closed(link, now)
    except LinkClosed:
        return False
    return True


def hold(link: ReviewLink, now: datetime) -> None:
    """Lock the link for the running transaction and make sure that it still opens. Raises LinkClosed."""
    _refuse_closed(
        ReviewLink.objects.select_for_update(of=("self",)).select_related("round", "member").get(pk=link.pk),
        now,
    )


def _refuse_closed(link: ReviewLink, now: datetime) -> None:
    today = timezone.localdate(now)
    if not link.member.serves(today):
        raise LinkClosed(Why.UNKNOWN)
    if link.revoked_at:
        raise LinkClosed(Why.REVOKED, link)
    if not link.round.takes_opinions:
        raise LinkClosed(Why.OVER, link)
    if link.has_expired(now):
        raise LinkClosed(Why.EXPIRED, link)
