"""Sealing the minutes after the members' period, publishing what was sealed, and 正誤 afterwards.

What is fixed never changes: a correction of it is another edition, and both are kept.
"""

from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from accounts.versioning import MoveRefused
from evaluations.minutes import content, labels, opinions, prints
from evaluations.minutes.drafting import hold
from evaluations.models import (
    Meeting,
    Minutes,
    MinutesCorrection,
    MinutesEdition,
    MinutesReading,
    MinutesSection,
    MinutesSpeaker,
)
from plans import printing

State = Minutes.State
NOT_PUBLIC = (
    "まだ公表していない意見が、文章の中にあります（{}）。評価の回を公表するか、意見台帳で公開してから、"
    "会議録を公表してください。先に公表するときは、正誤でその文章を除くか、その項目を「非公開にする」にしてください。"
)
CHANGED = "画面を開いた後に内容が変わりました。今の内容を確かめてから、もう一度「{}」を押してください。"


def obstacles(minutes: Minutes, today: date, rows: list[MinutesSection], shown: dict) -> list[str]:
    """Why the minutes cannot be fixed yet, in words; empty when they can.

    ``rows`` are the sections of the minutes, ``shown`` their whole content.
    """
    stand = _stand(minutes)
    found = [*_unfinished(minutes, stand, today), *_words(minutes, rows, shown)]
    if minutes.state == State.AMENDING and stand["last_digest"] == content.digest_of(shown):
        found.append("確定した会議録から変わったところがありません。")
    return found


def _stand(minutes: Minutes) -> dict:
    """Who has not confirmed and which proposals are open (keys), and what was fixed last; one query."""
    readings = MinutesReading.objects.filter(minutes=OuterRef("pk"), confirmed_at__isnull=True)
    corrections = MinutesCorrection.objects.open().filter(section__minutes=OuterRef("pk"))
    editions = MinutesEdition.objects.filter(minutes=OuterRef("pk")).order_by("-number")
    stand = Minutes.objects.annotate(
        waiting=ArraySubquery(readings.values("pk")),
        left=ArraySubquery(corrections.values("pk")),
        last_digest=Subquery(editions.values("digest")[:1]),
    )
    return stand.values("waiting", "left", "last_digest").get(pk=minutes.pk)


def _unfinished(minutes: Minutes, stand: dict, today: date) -> list[str]:
    found = []
    if minutes.state == State.DRAFTING:
        found.append("まだ委員に送っていません。先に、出席した委員に会議録の案を送ってください。")
    is_open = minutes.is_confirming and today <= minutes.due_on
    if is_open and (waits := len(stand["waiting"])):
        found.append(f"確認の期間中です（まだ確認していない委員が{waits}人います）。")
    if left := len(stand["left"]):
        found.append(f"委員からの訂正の申し出が{left}件、決まっていません。")
    return found


def _words(minutes: Minutes, rows: list[MinutesSection], shown: dict) -> list[str]:
    """What stands in the text and should not be fixed: unsummarised opinions, and names that are not shown."""
    found = []
    if originals := sum(passage.is_original for row in rows for passage in content.standing(row)):
        found.append(
            f"意見の原文のままの文章が{originals}件あります。要旨に直すか、「原文のまま載せる」を選んでください。"
        )
    hidden = _hidden(minutes)
    if names := _hidden_names(hidden, [_publication(minutes, shown, hidden), minutes.erratum]):
        found.append(
            f"氏名を出さない委員の名前が、文章の中にあります（{'、'.join(names)}）。書き直してください。"
        )
    return found


def _hidden(minutes: Minutes) -> list[MinutesSpeaker]:
    """The members of the minutes whose names the setting, or the member, does not show."""
    cast = MinutesSpeaker.objects.filter(minutes=minutes).select_related("member")
    return [row for row in cast if not labels.shows_name(minutes.speakers, row.member)]


def _hidden_names(hidden: list[MinutesSpeaker], shown: list) -> list[str]:
    """The names that stand in ``shown`` although they are not shown."""
    return labels.names_within(content.words_in(shown), [row.member for row in hidden])


def publication(minutes: Minutes, fixed: dict) -> dict:
    """What everybody would read of ``fixed`` today: by today's openness, and without names that were withdrawn."""
    return _publication(minutes, fixed, _hidden(minutes))


def _publication(minutes: Minutes, fixed: dict, hidden: list[MinutesSpeaker]) -> dict:
    return content.for_public(
        fixed,
        openness=minutes.meeting.openness,
        relabelled={row.pk: labels.label_of(minutes.speakers, row) for row in hidden},
        unnamed={row.member_id for row in hidden},
    )


@transaction.atomic
def fix(*, minutes: Minutes, version: int, seal: str, by: User, now: datetime) -> MinutesEdition:
    """Seal the text as the office saw it (``seal``, see ``content.digest_of``)."""
    hold(minutes)
    row = Minutes.claim(version, pk=minutes.pk)
    rows = content.sections(row)
    shown = content.content(row, rows)
    if found := obstacles(row, timezone.localdate(now), rows, shown):
        raise MoveRefused(" ".join(found))
    if content.digest_of(shown) != seal:
        raise MoveRefused(CHANGED.format("確定する"))
    last = row.editions.order_by("-number").first()
    edition = MinutesEdition.objects.create(
        minutes=row,
        number=last.number + 1 if last else 1,
        content=shown,
        digest=seal,
        erratum=row.erratum if last else "",
        fixed_at=now,
        fixed_by=by,
    )
    row.state = State.FIXED
    row.save()
    return edition


@transaction.atomic
def begin_erratum(*, minutes: Minutes, version: int, erratum: str) -> Minutes:
    """Open the fixed text for a 正誤; the fixed edition stays, and stays public, until and after the next is fixed."""
    Minutes.objects.select_for_update(of=["self"]).get(pk=minutes.pk)
    row = Minutes.claim(version, pk=minutes.pk)
    if row.state != State.FIXED:
        raise MoveRefused(f"この会議録は「{row.get_state_display()}」のため、正誤を始められません。")
    row.state, row.erratum = State.AMENDING, erratum
    row.full_clean()
    row.save()
    return row


def unpublished(minutes: Minutes, shown: dict) -> list[str]:
    """The opinions that would keep ``shown`` from being published if it were fixed; see ``opinions.not_public``."""
    is_open = {"openness": minutes.meeting.openness, "relabelled": {}, "unnamed": set()}
    return opinions.not_public(content.for_public(shown, **is_open))


# ---- the public -------------------------------------------------------------------------------------------


def refusal_to_publish(edition: MinutesEdition, shown: dict) -> str:
    """Why an edition cannot be published now; empty when it can."""
    meeting = edition.minutes.meeting
    if not meeting.published_at:
        return "先に、会議そのものを公表してください。"
    if meeting.state == Meeting.State.CANCELLED:
        return "中止した会議の会議録は、公表できません。"
    if names := _hidden_names(_hidden(edition.minutes), [shown, edition.erratum]):
        return f"氏名を出さない委員の名前が、文章の中にあります（{'、'.join(names)}）。正誤で直してください。"
    if numbers := opinions.not_public(shown):
        return NOT_PUBLIC.format("、".join(numbers))
    return ""


@transaction.atomic
def publish(*, edition: MinutesEdition, version: int, seal: str, by: User, now: datetime) -> MinutesEdition:
    """Let everybody read the edition as the office saw it, as far as the meeting is public; its PDF is ordered."""
    Meeting.objects.select_for_update(of=["self"]).get(pk=edition.minutes.meeting_id)
    row = MinutesEdition.claim(version, pk=edition.pk)
    if row.published_at and row.published_openness == row.minutes.meeting.openness:
        raise MoveRefused("この会議録は、すでに公表しています。")
    shown = publication(row.minutes, row.content)
    if refusal := refusal_to_publish(row, shown):
        raise MoveRefused(refusal)
    if content.digest_of(shown) != seal:
        raise MoveRefused(CHANGED.format("公表する"))
    row.publication, row.published_openness = shown, row.minutes.meeting.openness
    row.published_at, row.published_by = now, by
    row.save()
    printing.ask_ahead(order=prints.public_order(row), now=now)
    return row


@transaction.atomic
def withdraw(*, edition: MinutesEdition, version: int) -> MinutesEdition:
    """Hide the edition from the public again."""
    row = MinutesEdition.claim(version, pk=edition.pk)
    if not row.published_at:
        raise MoveRefused("この会議録は、公表していません。")
    row.publication = row.published_at = row.published_by = None
    row.published_openness = ""
    row.save()
    return row
