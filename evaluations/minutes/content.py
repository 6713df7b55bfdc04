"""The minutes as plain words: made of the living rows while they are written, kept as they are once fixed.

``inside`` stands for what members and the office read; ``for_public`` leaves it out, and all that is 非公開.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator

from django.db.models import Prefetch

from evaluations.meetings.publication import CLOSED_ITEM
from evaluations.minutes import labels
from evaluations.models import Attendance, Meeting, MeetingDocument, Minutes, MinutesPassage, MinutesSection

WITHHELD = "この部分は、非公開のため公表しません。"
ALL_WITHHELD = "この会議は非公開のため、次第、要旨、決定事項、資料を公表しません。"
Answer = Attendance.Answer


def content(minutes: Minutes, rows: list[MinutesSection] | None = None) -> dict:
    """Give the whole of the minutes as it stands now; ``rows`` are its sections where they were read before."""
    meeting = minutes.meeting
    rows = sections(minutes) if rows is None else rows
    return {
        "name": str(meeting),
        "committee": meeting.committee.name,
        "day_label": meeting.day_label,
        "time_label": meeting.time_label,
        "where": meeting.where_label,
        "openness": meeting.openness,
        "openness_label": meeting.get_openness_display(),
        "closed_reason": meeting.closed_reason,
        "audience": "" if meeting.audience_count is None else f"{meeting.audience_count}人",
        "method": minutes.method,
        "contact": minutes.contact,
        "office_present": meeting.office_present,
        "attendance": attendance(minutes),
        "agenda": [{"title": item.title, "is_closed": item.is_closed} for item in meeting.agenda.all()],
        "sections": [_section(minutes, row) for row in rows],
        "papers": _papers(meeting),
        "is_sample": meeting.is_sample,
    }


def sections(minutes: Minutes) -> list[MinutesSection]:
    """The sections with their passages, also those that were removed (see ``standing``); two queries for all."""
    passages = MinutesPassage.objects.select_related("speaker__member")
    rows = minutes.sections.select_related("item").prefetch_related(Prefetch("passages", passages))
    return list(rows)


def standing(section: MinutesSection) -> list[MinutesPassage]:
    return [passage for passage in section.passages.all() if not passage.is_removed]


def _section(minutes: Minutes, row: MinutesSection) -> dict:
    passages = [
        {
            "key": passage.pk,
            "kind": passage.kind,
            "speaker": passage.speaker_id,
            "label": labels.label(minutes.speakers, passage),
            "text": passage.text,
        }
        for passage in standing(row)
    ]
    return {
        "key": row.pk,
        "title": row.title,
        "is_closed": row.is_withheld,
        "passages": [passage for passage in passages if passage["kind"] != "decision"],
        "decisions": [passage for passage in passages if passage["kind"] == "decision"],
    }


def attendance(minutes: Minutes) -> dict:
    """Who was there and who was not: with all names for the inside, and what a public roll is made of."""
    meeting = minutes.meeting
    rows = list(meeting.attendances.of_the_day(meeting).in_order())
    came = [row for row in rows if row.presence and row.presence != Answer.ABSENT]
    missed = [row for row in rows if row.presence == Answer.ABSENT]
    return {
        side: {
            "inside": [_inside(row) for row in group],
            "people": [_person(minutes.speakers, row) for row in group],
        }
        for side, group in (("present", came), ("absent", missed))
    }


def _inside(row: Attendance) -> str:
    office = f"（{row.member.get_office_display()}）" if row.member.office != "member" else ""
    how = f"（代理：{row.proxy_name}）" if row.presence == Answer.PROXY else ""
    how = "（オンライン）" if row.presence == Answer.ONLINE else how
    return f"{row.member.name}{office}{how}"


def _person(setting: str, row: Attendance) -> dict:
    """One member as the public may count them; ``name`` is empty where it is not shown."""
    return {
        "member": row.member_id,
        "name": row.member.name if labels.shows_name(setting, row.member) else "",
        "office": row.member.get_office_display(),
        "is_office_holder": row.member.office != "member",
        "presence": row.presence,
    }


def _public_roll(people: list[dict], unnamed: set[int]) -> list[str]:
    """Offices and numbers, and the names of those who agree to it where the setting shows names."""
    named = [row for row in people if row["name"] and row["member"] not in unnamed]
    rest = [row for row in people if row not in named]
    words = [f"{row['name']}{row['office']}" for row in named]
    words += [row["office"] for row in rest if row["is_office_holder"]]
    if others := sum(not row["is_office_holder"] for row in rest):
        words.append(f"ほか委員{others}人" if words else f"委員{others}人")
    for presence, how in ((Answer.ONLINE, "オンライン"), (Answer.PROXY, "代理")):
        if count := sum(row["presence"] == presence for row in people):
            words.append(f"うち{how}{count}人")
    return words


def _papers(meeting: Meeting) -> list[dict]:
    """The numbered papers that everybody was given, as they hold now."""
    rows = meeting.documents.held_by_members().in_order().select_related("agenda_item")
    rows = rows.filter(kind__in=MeetingDocument.NUMBERED, only_for__isnull=True)
    return [
        {
            "label": row.label,
            "title": row.title,
            "is_closed": row.is_closed or (row.agenda_item is not None and row.agenda_item.is_closed),
        }
        for row in rows
    ]


def for_inside(shown: dict) -> dict:
    """Give all of it in the shape in which pages show it; what is 非公開 is only marked."""
    return shown | {
        "agenda": [
            f"{item['title']}（非公開）" if item["is_closed"] else item["title"] for item in shown["agenda"]
        ],
        "sections": [row | {"withheld": ""} for row in shown["sections"]],
        "papers_withheld": 0,
        "withheld": "",
    }


# ---- as the public reads it -------------------------------------------------------------------------------


def for_public(shown: dict, *, openness: str, relabelled: dict[int, str], unnamed: set[int]) -> dict:
    """Give what everybody may read of fixed minutes.

    ``openness`` is how open the meeting is by now: the stricter of then and now counts. ``unnamed`` are the members
    who are not shown by name by now, ``relabelled`` their labels by the key of the speaker.
    """
    closed = Meeting.Openness.CLOSED
    is_closed = closed in (shown["openness"], openness)
    shown = shown | {
        "attendance": {
            side: {"public": _public_roll(told["people"], unnamed)}
            for side, told in shown["attendance"].items()
        },
        "agenda": [CLOSED_ITEM if item["is_closed"] else item["title"] for item in shown["agenda"]],
        "sections": [_open_part(row, relabelled) for row in shown["sections"]],
        "papers": [row for row in shown["papers"] if not row["is_closed"]],
        "papers_withheld": sum(row["is_closed"] for row in shown["papers"]),
        "withheld": "",
    }
    if is_closed:
        shown |= {"agenda": [], "sections": [], "papers": [], "papers_withheld": 0, "withheld": ALL_WITHHELD}
    return shown


def _open_part(row: dict, relabelled: dict[int, str]) -> dict:
    if row["is_closed"]:
        nothing = {"passages": [], "decisions": [], "withheld": WITHHELD}
        return {"key": row["key"], "title": CLOSED_ITEM} | nothing
    passages = [
        {
            "key": part["key"],
            "kind": part["kind"],
            "label": relabelled.get(part["speaker"], part["label"]),
            "text": part["text"],
        }
        for part in row["passages"]
    ]
    decisions = [{"key": part["key"], "text": part["text"]} for part in row["decisions"]]
    return {
        "key": row["key"],
        "title": row["title"],
        "passages": passages,
        "decisions": decisions,
        "withheld": "",
    }


def words_in(shown) -> Iterator[str]:
    """Every text within what is shown, but for the roll of who was there, which has its own rule."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, dict):
        for name, part in shown.items():
            if name != "attendance":
                yield from words_in(part)
    elif isinstance(shown, Iterable):
        for part in shown:
            yield from words_in(part)


def digest_of(shown: dict) -> str:
    """What the text is recognised by: pages carry it, so that nobody seals what they have not seen."""
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
