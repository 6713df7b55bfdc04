"""A small world in which every address of the table leads somewhere, and the people who walk through it."""

from datetime import date

import pytest

from accounts import outbox
from accounts.roles import Role
from evaluations import appointments, carried_issues, handover
from evaluations.meetings import publication
from plans.publication import publish_term
from tests import builders, minutes_scenes, voices
from tests.access.table import TABLE

ARGUMENTS = {
    "account_confirm_email": ["no-such-key"],
    "account_reset_password_from_key": ["1", "no-such-key"],
}


@pytest.fixture
def world(cast):
    """One published year, one year in committee and one being entered, so that every address leads somewhere."""
    published = builders.in_committee(
        builders.round_(cast.term, cast.committee, cast.jimu, year=2021), cast.jimu
    )
    letter = builders.fixed_letter(published, cast.chair_seat, cast.jimu)
    published = builders.published(published, cast.jimu)
    current = builders.round_(cast.term, cast.committee, cast.jimu, year=2022, committee_rates=True)
    current = builders.in_committee(current, cast.jimu)
    record = current.request.records.get(initiative=cast.walk)
    opinion = builders.opinion(current, cast.member_seat, record)
    entering = builders.round_(cast.term, cast.committee, cast.jimu, year=2023)
    draft = entering.request.records.get(initiative=cast.walk)
    share = builders.supported(draft, cast.children)
    edition = published.editions.get(is_draft=False)
    record_of = dict.fromkeys(("staff:record-edit", "staff:record-check"), draft)
    arguments = {
        name: [current.pk]
        for name in TABLE
        if name.split(":")[-1].startswith(("round-", "final-list", "overall"))
    }
    arguments |= {
        name: [record_of.get(name, record).pk] for name in TABLE if ":record-" in name and "list" not in name
    }
    builders.letter(current)
    arguments |= {f"staff:letter-{page}": [current.pk] for page in ("edit", "fix", "draft-pdf")}
    arguments |= {f"{area}:letter-pdf": [letter.pk] for area in ("staff", "committee")}
    arguments |= {"staff:goal-rate": [current.pk, "final", 1], "committee:goal-rate": [current.pk, 0]}
    arguments |= {name: [opinion.pk] for name in TABLE if ":opinion-" in name}
    arguments |= {name: [edition.pk] for name in TABLE if "edition-pdf" in name}
    mail = outbox.write(to=cast.sato, subject="お願い", body="本文", now=builders.NOW)
    arguments |= {f"staff:mail-{page}": [mail.pk] for page in ("detail", "retry", "cancel")}
    counted = builders.indicator(cast.walk)
    kaigo = builders.plan("kaigo", "みほん市介護保険事業計画")
    linked = builders.plan_link(cast.walk, kaigo)
    row_of = {"measure": cast.goal, "initiative": cast.walk, "indicator": counted}
    arguments |= revision_arguments(cast) | text_arguments(cast) | ledger_arguments(cast, opinion)
    arguments |= register_arguments(cast, kaigo) | bridge_arguments(cast)
    arguments |= survey_arguments(cast) | workshop_arguments(cast)
    arguments |= {
        f"staff:{noun}-{verb}": [row.pk] for noun, row in row_of.items() for verb in ("edit", "delete")
    }
    arguments |= {
        name: [cast.term.pk] for name in TABLE if name.startswith("staff:tree-") and name != "staff:tree-list"
    }
    arguments |= {
        "staff:measure-add": [cast.term.pk],
        "staff:initiative-add": [cast.term.pk],
        "staff:indicator-add": [cast.walk.pk],
        "staff:plan-link-edit": [linked.pk],
        "staff:mail-text-edit": ["before"],
        "plan-sheet": ["kaigo"],
        "staff:answer-sheet-check": [builders.answer_upload(cast.sato).pk],
        "staff:answer-sheet-result": [builders.answer_upload(cast.sato).pk],
        "staff:plan-file-detail": [builders.plan_upload(cast.jimu).pk],
        "staff:share-edit": [share.pk],
        "staff:round-list": [],
        "staff:round-open": [],
        "staff:opinion-list": [current.pk],
        **{f"committee:{page}": [current.pk, 0] for page in ("round-opinion", "opinion-autosave")},
        "committee:review-press": [current.pk],
        **review_arguments(cast, current, record),
        "staff:plan-term-publish": [cast.term.pk],
        "plan-detail": [cast.plan.slug],
        "initiative-detail": [cast.walk.code],
        "evaluation-detail": [2021],
        "evaluation-opinions": [2021],
        "evaluation-promises": [2021],
        "evaluation-eyes": [2021],
        "evaluation-letter": [2021],
        "evaluation-report": [2021],
    }
    cast.arguments = ARGUMENTS | arguments | meeting_arguments(cast) | minutes_arguments(cast)
    return cast


def ledger_arguments(cast, opinion) -> dict:
    """An opinion from the window that is public, what changed by that of a member, and a ready-made reply."""
    voice = builders.published_voice(builders.voice(), cast.jimu)
    change, template = builders.opinion_change(opinion), builders.reply_template()
    return {f"staff:opinion-change-{verb}": [change.pk] for verb in ("edit", "delete")} | {
        "voice-detail": [voice.slug],
        "staff:reply-template-edit": [template.pk],
        "staff:reply-template-delete": [template.pk],
    }


def meeting_arguments(cast) -> dict:
    """A meeting in the middle of the seats, called, with a paper that was handed out and a pack of each kind.

    Three more members see nothing of it: one of before, one of later, one of another committee.
    """
    for name, days in {"former": (2018, 2020), "coming": (2090, 2092), "elsewhere": (2021, 2099)}.items():
        user = builders.user(name, name, Role.MEMBER)
        committee = builders.committee(cast.term, "別の委員会") if name == "elsewhere" else cast.committee
        first, last = (date(year, 4, 1) for year in days)
        builders.member(committee, user, appointed_on=first, term_ends_on=last)
        setattr(cast, name, user)
    meeting = builders.meeting(cast.committee, state="called")
    paper = builders.paper(meeting)
    builders.handed_out(meeting)
    for seat in (cast.member_seat, cast.chair_seat):
        builders.pack(meeting, cast.jimu, seat)
    publication.publish(meeting=meeting, version=meeting.version, by=cast.jimu, now=builders.NOW)
    appointments.publish_committee(committee=cast.committee, version=1, by=cast.jimu, now=builders.NOW)
    whole = builders.pack(meeting, cast.jimu)
    own = ("detail", "notice", "calendar", "pack")
    of_committee = ("committee-detail", "committee-edit", "committee-publish", "committee-reappoint")
    of_meeting = [
        f"meeting-{page}" for page in (*own, "edit", "cancel", "delete", "attendance", "call", "publish")
    ]
    of_meeting += ["agenda-item-add", "paper-list", "paper-add", "paper-hand-out"]
    rows = {"member": cast.member_seat, "agenda-item": meeting.agenda.first(), "paper": paper}
    verbs = ("edit", "end", "move", "delete", "make", "correct", "file")
    return (
        {f"committee:meeting-{page}": [meeting.pk] for page in own}
        | {f"staff:{noun}-{verb}": [row.pk] for noun, row in rows.items() for verb in verbs}
        | {f"staff:{name}": [cast.committee.pk] for name in (*of_committee, "member-add", "meeting-add")}
        | {f"staff:{name}": [meeting.pk] for name in of_meeting}
        | {
            "committee:meeting-paper": [paper.pk],
            "staff:paper-generate": [meeting.pk, "agenda"],
            "staff:pack-pdf": [whole.pk],
            "staff:attendance-answer": [meeting.attendances.first().pk],
            "committee-page": [cast.committee.pk],
            "meeting-page": [meeting.pk],
            "meeting-page-paper": [meeting.pk, paper.pk],
        }
    )


def review_arguments(cast, current, record) -> dict:
    """The link of one member, and the secretariat's pages around it."""
    key = builders.review_key(builders.review_link(current, cast.member_seat, cast.jimu))
    of_member = [current.pk, cast.member_seat.pk]
    return {
        **{f"review-{page}": [key] for page in ("list", "press", "code")},
        **{f"review-{page}": [key, record.pk] for page in ("sheet", "autosave")},
        **{f"staff:review-{page}": [current.pk] for page in ("list", "setting", "letters")},
        **{f"staff:review-{page}": of_member for page in ("member", "sheets")},
        "staff:review-entry": [*of_member, record.pk],
        "staff:review-opinion": [*of_member, 0],
        **{f"review-{page}": [key, 0] for page in ("opinion", "opinion-autosave")},
    }


def minutes_arguments(cast) -> dict:
    """Minutes that members are confirming, with a proposal; and those of another meeting, which are public."""
    edition = minutes_scenes.all_the_way(cast.committee, cast.jimu, ordinal=2)
    meeting = minutes_scenes.held(cast.committee, ordinal=3)
    minutes = minutes_scenes.sent(minutes_scenes.drafted(meeting), due_on=date(2099, 3, 31))
    section = minutes.sections.first()
    passage = section.passages.first()
    row = minutes_scenes.proposed(minutes, cast.member_seat, passage, "直した文章。")
    reading = minutes.readings.get(member=cast.member_seat)
    of_meeting = ("detail", "make", "renew", "edit", "history", "pdf", "send", "fix", "erratum")
    public = [edition.minutes.meeting_id, edition.number]
    return (
        {f"staff:minutes-{name}": [meeting.pk] for name in of_meeting}
        | {f"staff:minutes-{name}": [reading.pk] for name in ("proxy", "proxy-confirm")}
        | {f"staff:minutes-{name}": [edition.pk] for name in ("edition", "publish", "withdraw")}
        | {f"committee:minutes-{name}": [meeting.pk] for name in ("detail", "confirm", "pdf")}
        | dict.fromkeys(("minutes-edition", "minutes-pdf", "minutes-text"), public)
        | {
            "staff:minutes-rule": [cast.committee.pk],
            "staff:minutes-notes": [meeting.agenda.first().pk],
            "staff:minutes-section": [section.pk],
            "staff:minutes-decide": [row.pk],
            "committee:minutes-correct": [passage.pk],
            "committee:minutes-add": [section.pk],
            "minutes-page": public[:1],
        }
    )


def register_arguments(cast, other) -> dict:
    relation = builders.relation(cast.plan, other)
    of_plan = ("plan", "plan-edit", "plan-close", "plan-reopen", "plan-delete", "term-add", "relation-add")
    return {f"staff:register-{name}": [cast.plan.pk] for name in of_plan} | {
        "staff:register-term-edit": [cast.term.pk],
        "staff:register-term-delete": [cast.term.pk],
        "staff:register-relation-edit": [relation.pk],
        "staff:register-relation-delete": [relation.pk],
    }


def text_arguments(cast) -> dict:
    """A chapter of the published text with a picture in it, a word of the glossary and an activity."""
    picture = builders.picture(cast.term)
    chapter = builders.chapter(cast.term, number=9, body=f"![海辺](picture:{picture.key})")
    word, activity = builders.word(), builders.activity(cast.city)
    row_of = {"chapter": chapter, "picture": picture, "word": word, "activity": activity}
    return {
        f"staff:{noun}-{verb}": [row.pk] for noun, row in row_of.items() for verb in ("edit", "delete")
    } | {
        "picture": [picture.sha256, picture.extension],
        "staff:text-detail": [cast.term.pk],
        "staff:chapter-add": [cast.term.pk],
        "staff:chapter-move": [chapter.pk],
        "staff:picture-list": [cast.term.pk],
        "staff:activity-publish": [activity.pk],
    }


def revision_arguments(cast) -> dict:
    """One revision that was published and one in preparation, which changes a 取組 and adds another."""
    published = builders.published_revision(cast.term, cast.jimu, {cast.salon: {"title": "サロン"}})
    draft = builders.revision(cast.term)
    builders.change(draft, cast.walk, title="見守り")
    addition = builders.new_initiative(draft, cast.goal, cast.elderly)
    public = [cast.plan.slug, cast.term.ordinal, published.ordinal]
    add = [draft.pk, "new_initiative", cast.goal.pk]
    names = ("detail", "edit", "choose", "publish", "abandon")
    return {f"staff:revision-{name}": [draft.pk] for name in names} | {
        "plan-revision-list": [cast.plan.slug],
        "plan-revision-detail": public,
        "plan-revision-pdf": public,
        "staff:revision-list": [cast.term.pk],
        "staff:revision-prepare": [cast.term.pk],
        "staff:revision-change": [draft.pk, "initiative", cast.walk.pk],
        "staff:revision-add": add,
        "staff:revision-addition": [*add, addition.pk],
        "staff:revision-drop": [draft.pk, addition.pk],
    }


def bridge_arguments(cast) -> dict:
    """The first term carried over into a second, which is public by now."""
    first = builders.carried_over(cast.term)
    (line,) = builders.carried(first, cast.walk)
    builders.carried(first, cast.salon, "completed")
    carried_issues.collect(carry_over=first)
    handover.ask_for_draft(carry_over=first, now=builders.NOW)
    builders.chapter(first.new_term)
    publish_term(term=first.new_term, by=cast.jimu, now=builders.NOW)
    public = [cast.plan.slug, 2]
    own = ("detail", "copy", "decide", "newcomers")
    return {f"staff:carry-over-{name}": [first.pk] for name in own} | {
        "plan-bridge": public,
        "plan-bridge-pdf": public,
        "staff:carry-over-begin": [first.new_term_id],
        "staff:carry-over-initiative": [first.pk, cast.walk.pk],
        "staff:lineage-edit": [line.pk],
        "staff:lineage-undo": [line.pk],
        "staff:carried-issue-list": [first.pk],
        "staff:carried-issue-edit": [first.issues.first().pk],
        "staff:handover-print": [first.pk],
        "staff:handover-draft-pdf": [first.pk],
    }


def survey_arguments(cast) -> dict:
    """A survey that was published, and of the same series one that is being entered."""
    series = voices.series()
    item = voices.item(series)
    public, entering = voices.survey(series, 2021), voices.survey(series, 2022)
    for survey in (public, entering):
        voices.answers(survey, item)
    voices.published_survey(public, cast.jimu)
    upload = voices.survey_upload(entering, cast.jimu)
    of_series = ("series-edit", "series-delete", "item-list", "item-add", "add")
    of_survey = ("detail", "edit", "publish", "delete", "file", "file-download")
    return (
        {f"staff:survey-{name}": [series.pk] for name in of_series}
        | {f"staff:survey-item-{name}": [item.pk] for name in ("edit", "wording", "delete")}
        | {f"staff:survey-{name}": [entering.pk] for name in of_survey}
        | {
            "staff:survey-results": [entering.pk, item.pk],
            "staff:survey-file-check": [upload.pk],
            "survey-series": [series.pk],
            "survey-item": [item.pk],
        }
        | {f"survey-{name}": [public.pk] for name in ("detail", "csv", "pdf")}
    )


def workshop_arguments(cast) -> dict:
    """A workshop that was published, and one of which the cards are still laid."""
    public, evening = voices.workshop(), voices.workshop(theme="除雪")
    (card, _) = voices.pasted(evening, "■道\n歩道を広く\n■家\n屋根の雪")
    voices.pasted(public)
    voices.published_workshop(public, cast.jimu)
    of_evening = ("detail", "edit", "cards", "ledger", "publish", "delete")
    return {f"staff:workshop-{name}": [evening.pk] for name in of_evening} | {
        "staff:card-edit": [card.pk],
        "staff:card-group-edit": [card.group_id],
        "workshop-year": [2023],
        "workshop-csv": [2023],
        "workshop-year-pdf": [2023],
        "workshop-detail": [2023, public.pk],
        "workshop-pdf": [2023, public.pk],
    }


def person(world, name):
    return {
        "member": world.member,
        "chair": world.chair,
        "former": world.former,
        "coming": world.coming,
        "elsewhere": world.elsewhere,
        "clerk": world.sato,
        "other_clerk": world.suzuki,
        "council_clerk": world.shakyo,
        "jimu": world.jimu,
        "shakyo_jimu": world.shakyo_jimu,
        "kanri": world.kanri,
    }.get(name)
