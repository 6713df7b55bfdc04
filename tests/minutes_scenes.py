"""Minutes as tests want them: of a meeting that has been held, drafted, sent, fixed, published."""

from datetime import date, datetime, timedelta

from evaluations.meetings import calling, publication
from evaluations.minutes import circulation, content, drafting, editing, fixing
from evaluations.models import Minutes, MinutesEdition
from tests import builders

HELD_ON = date(2023, 8, 1)
NOW = datetime(2023, 8, 2, 1, 0, tzinfo=builders.NOW.tzinfo)
DUE_ON = date(2023, 8, 16)
OVER = NOW + timedelta(days=20)
SUMMARY = "会場を増やすことについて意見を交わした。"
DECISION = "令和5年度は、会場を2か所増やす。"


def held(committee, absent=(), **fields):
    """A meeting that took place, everybody present but ``absent``; its first point has 要旨 and 決定事項."""
    meeting = builders.meeting(committee, state="called", **fields)
    presences = {
        row.pk: ("absent" if row.member in absent else "present", "") for row in meeting.attendances.all()
    }
    meeting = calling.enter_presence(
        meeting=meeting,
        version=meeting.version,
        presences=presences,
        audience_count=3,
        office_present="福祉総合相談室",
        is_over=True,
        today=HELD_ON,
    )
    item = meeting.agenda.first()
    editing.save_notes(item=item, version=item.version, summary=SUMMARY, decision=DECISION)
    return meeting


def drafted(meeting, now=NOW, **head) -> Minutes:
    minutes = drafting.make(meeting=meeting, now=now)
    if head:
        fields = {"speakers": "role", "method": "要点筆記", "contact": ""} | head
        minutes = editing.save_head(minutes=minutes, version=minutes.version, fields=fields)
    return minutes


def written(minutes, member, text, section=None, **fields):
    """Let a member say something, after what stands there."""
    section = section or minutes.sections.first()
    section.refresh_from_db()
    speaker = minutes.cast.get(member=member)
    words = {"pk": None, "kind": "member", "speaker": speaker.pk, "text": text, "position": None}
    said = editing.Written(**words | fields)
    whole = {"title": section.title, "is_closed": section.is_closed, "passages": [said]}
    editing.save_section(section=section, version=section.version, **whole)
    return section.passages.order_by("pk").last()


def sent(minutes, now=NOW, due_on=DUE_ON) -> Minutes:
    circulation.send(minutes=minutes, version=minutes.version, due_on=due_on, now=now)
    minutes.refresh_from_db()
    return minutes


def proposed(minutes, member, passage, text, by=None, version=0, now=NOW, reason="趣旨が違うため。"):
    return circulation.propose(
        reading=minutes.readings.get(member=member),
        section=passage.section,
        passage=passage,
        version=version,
        seen=circulation.text_mark(passage.text),
        text=text,
        reason=reason,
        by=by or member.user,
        now=now,
    )


def decided(correction, by, accept=True, text=None, answer="ご指摘のとおりです。"):
    correction.section.refresh_from_db()
    return circulation.decide(
        correction=correction,
        version=correction.version,
        seen_version=correction.section.version,
        accept=accept,
        text=correction.text if text is None else text,
        answer=answer,
        by=by,
        now=NOW,
    )


def fixed(minutes, by, now=OVER) -> MinutesEdition:
    minutes.refresh_from_db()
    seal = content.digest_of(content.content(Minutes.objects.for_reading().get(pk=minutes.pk)))
    return fixing.fix(minutes=minutes, version=minutes.version, seal=seal, by=by, now=now)


def published(edition, by, now=OVER) -> MinutesEdition:
    """The edition public, and the meeting with it."""
    meeting = edition.minutes.meeting
    meeting.refresh_from_db()
    if not meeting.published_at:
        publication.publish(meeting=meeting, version=meeting.version, by=by, now=now)
    edition = MinutesEdition.objects.with_meeting().get(pk=edition.pk)
    seal = content.digest_of(fixing.publication(edition.minutes, edition.content))
    return fixing.publish(edition=edition, version=edition.version, seal=seal, by=by, now=now)


def all_the_way(committee, by, **fields) -> MinutesEdition:
    """A meeting with its minutes fixed and public."""
    return published(fixed(sent(drafted(held(committee, **fields))), by), by)
