"""Every page of the portal × every person. A page that is missing from the table fails.

Words of the table: ``ok`` the page opens (200, or a redirect inside the work), ``login`` the visitor is sent to sign
in, ``403`` not this person's kind of work, ``404`` a row that is not theirs, ``405`` only by pressing a button.
"""

from datetime import date

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts import outbox
from accounts.roles import Role
from evaluations import appointments, carried_issues, handover
from evaluations.meetings import publication
from plans.publication import publish_term
from tests import builders, minutes_scenes, voices

PEOPLE = (
    "visitor",
    "member",
    "chair",
    "former",
    "coming",
    "elsewhere",
    "clerk",
    "other_clerk",
    "council_clerk",
    "jimu",
    "shakyo_jimu",
    "kanri",
)

OPEN = dict.fromkeys(PEOPLE, "ok")
SIGNED_IN = OPEN | {"visitor": "login"}
NOBODY = dict.fromkeys(PEOPLE, "403") | {"visitor": "login"}
ENTERING = ("clerk", "other_clerk", "council_clerk", "jimu", "shakyo_jimu")
ENTRY = NOBODY | dict.fromkeys(ENTERING, "ok")
SECRETARIATS = NOBODY | dict.fromkeys(("jimu", "shakyo_jimu"), "ok")
# Members whose term is over, has not begun, or who sit in another committee: rows are not theirs, lists are empty.
NOT_SEATED = ("former", "coming", "elsewhere")
PRESSED = {"jimu": "405", "shakyo_jimu": "405"}
COMMITTEE = NOBODY | dict.fromkeys(("member", "chair"), "ok") | dict.fromkeys(NOT_SEATED, "404")
ADMINISTRATION = dict.fromkeys(PEOPLE, "login") | {"kanri": "ok"}

# The record, opinion and edition of the rows below belong to 高齢者福祉課 of the city.
OWN_RECORD = ENTRY | dict.fromkeys(("other_clerk", "council_clerk", "shakyo_jimu"), "404")
PRESSED_ON_RECORD = NOBODY | {who: "405" for who, how in ENTRY.items() if how == "ok"}
READ_RECORD = OWN_RECORD | {"shakyo_jimu": "ok"}
MANAGE_CITY = SECRETARIATS | {"shakyo_jimu": "404"}
PRESSED = SECRETARIATS | {"jimu": "405", "shakyo_jimu": "405"}
# What a member writes stays with the secretariats until the members have finished.
OWN_OPINION = ENTRY | dict.fromkeys(("clerk", "other_clerk", "council_clerk"), "404")

TABLE = {
    "home": OPEN,
    "plan-list": OPEN,
    "plan-map": OPEN,
    "plan-map-pdf": OPEN,
    "plan-periods": OPEN,
    "plan-periods-pdf": OPEN,
    "plan-detail": OPEN,
    "plan-revision-list": OPEN,
    "plan-revision-detail": OPEN,
    "plan-revision-pdf": OPEN,
    "picture": OPEN,
    "outreach": OPEN,
    "plan-bridge": OPEN,
    "plan-bridge-pdf": OPEN,
    "glossary": OPEN,
    "initiative-list": OPEN,
    "initiative-tree": OPEN,
    "initiative-tree-pdf": OPEN,
    "initiative-plans": OPEN,
    "plan-sheet": OPEN,
    "initiative-detail": OPEN,
    "evaluation-list": OPEN,
    "evaluation-detail": OPEN,
    "evaluation-opinions": OPEN,
    "evaluation-promises": OPEN,
    "evaluation-eyes": OPEN,
    "evaluation-letter": OPEN,
    "evaluation-report": OPEN,
    "voice-list": OPEN,
    "voice-csv": OPEN,
    "voice-detail": OPEN,
    "committee-page": OPEN,
    "meeting-list": OPEN,
    "meeting-page": OPEN,
    "meeting-page-paper": OPEN,
    "survey-list": OPEN,
    "survey-series": OPEN,
    "survey-item": OPEN,
    "survey-detail": OPEN,
    "survey-csv": OPEN,
    "survey-pdf": OPEN,
    "workshop-list": OPEN,
    "workshop-year": OPEN,
    "workshop-csv": OPEN,
    "workshop-year-pdf": OPEN,
    "workshop-detail": OPEN,
    "workshop-pdf": OPEN,
    "minutes-page": OPEN,
    "minutes-edition": OPEN,
    "minutes-pdf": OPEN,
    "minutes-text": OPEN,
    "healthz": OPEN,
    "my-area": SIGNED_IN,
    "kept-text": SIGNED_IN,
    "session": SIGNED_IN,
    "demo_sign_in": dict.fromkeys(PEOPLE, "405"),
    "staff:home": ENTRY,
    "staff:plan-term-list": SECRETARIATS,
    "staff:plan-term-publish": SECRETARIATS,
    "staff:register-list": SECRETARIATS,
    "staff:register-plan": SECRETARIATS,
    "staff:register-plan-add": SECRETARIATS,
    "staff:register-plan-edit": SECRETARIATS,
    "staff:register-plan-close": SECRETARIATS,
    "staff:register-plan-reopen": SECRETARIATS,
    "staff:register-plan-delete": SECRETARIATS,
    "staff:register-term-add": SECRETARIATS,
    "staff:register-term-edit": SECRETARIATS,
    "staff:register-term-delete": SECRETARIATS,
    "staff:register-relation-add": SECRETARIATS,
    "staff:register-relation-edit": SECRETARIATS,
    "staff:register-relation-delete": SECRETARIATS,
    "staff:text-list": SECRETARIATS,
    "staff:text-detail": SECRETARIATS,
    "staff:chapter-add": SECRETARIATS,
    "staff:chapter-edit": SECRETARIATS,
    "staff:chapter-move": SECRETARIATS | {"jimu": "405", "shakyo_jimu": "405"},
    "staff:chapter-delete": SECRETARIATS,
    "staff:picture-list": SECRETARIATS,
    "staff:picture-edit": SECRETARIATS,
    "staff:picture-delete": SECRETARIATS,
    "staff:word-list": SECRETARIATS,
    "staff:word-add": SECRETARIATS,
    "staff:word-edit": SECRETARIATS,
    "staff:word-delete": SECRETARIATS,
    "staff:activity-list": SECRETARIATS,
    "staff:activity-add": SECRETARIATS,
    "staff:activity-edit": SECRETARIATS,
    "staff:activity-publish": SECRETARIATS | {"jimu": "405", "shakyo_jimu": "405"},
    "staff:activity-delete": SECRETARIATS,
    "staff:plan-file-list": SECRETARIATS,
    "staff:plan-file-download": SECRETARIATS,
    "staff:plan-file-detail": SECRETARIATS | {"shakyo_jimu": "404"},  # only whoever sent the file
    "staff:portal-edit": SECRETARIATS,
    "staff:survey-list": SECRETARIATS,
    "staff:survey-series-add": SECRETARIATS,
    "staff:survey-series-edit": SECRETARIATS,
    "staff:survey-series-delete": SECRETARIATS,
    "staff:survey-item-list": SECRETARIATS,
    "staff:survey-item-add": SECRETARIATS,
    "staff:survey-add": SECRETARIATS,
    "staff:survey-item-edit": SECRETARIATS,
    "staff:survey-item-wording": SECRETARIATS,
    "staff:survey-item-delete": SECRETARIATS,
    "staff:survey-detail": SECRETARIATS,
    "staff:survey-edit": SECRETARIATS,
    "staff:survey-publish": SECRETARIATS,
    "staff:survey-delete": SECRETARIATS,
    "staff:survey-results": SECRETARIATS,
    "staff:survey-file": SECRETARIATS,
    "staff:survey-file-download": SECRETARIATS,
    "staff:survey-file-check": SECRETARIATS | {"shakyo_jimu": "404"},  # only whoever sent the file
    "staff:workshop-list": SECRETARIATS,
    "staff:workshop-add": SECRETARIATS,
    "staff:workshop-detail": SECRETARIATS,
    "staff:workshop-edit": SECRETARIATS,
    "staff:workshop-publish": SECRETARIATS,
    "staff:workshop-delete": SECRETARIATS,
    "staff:card-group-edit": SECRETARIATS,
    "staff:card-edit": SECRETARIATS,
    "staff:workshop-cards": SECRETARIATS | {"jimu": "405", "shakyo_jimu": "405"},
    "staff:workshop-ledger": SECRETARIATS | {"jimu": "405", "shakyo_jimu": "405"},
    "staff:tree-list": SECRETARIATS,
    "staff:tree-detail": SECRETARIATS,
    "staff:tree-levels": SECRETARIATS,
    "staff:measure-add": SECRETARIATS,
    "staff:measure-edit": SECRETARIATS,
    "staff:measure-delete": SECRETARIATS,
    "staff:initiative-add": SECRETARIATS,
    "staff:initiative-edit": SECRETARIATS,
    "staff:initiative-delete": SECRETARIATS,
    "staff:indicator-add": SECRETARIATS,
    "staff:indicator-edit": SECRETARIATS,
    "staff:indicator-delete": SECRETARIATS,
    "staff:plan-link-edit": SECRETARIATS,
    "staff:revision-list": SECRETARIATS,
    "staff:revision-prepare": SECRETARIATS,
    "staff:revision-detail": SECRETARIATS,
    "staff:revision-edit": SECRETARIATS,
    "staff:revision-choose": SECRETARIATS,
    "staff:revision-change": SECRETARIATS,
    "staff:revision-add": SECRETARIATS,
    "staff:revision-addition": SECRETARIATS,
    "staff:revision-drop": SECRETARIATS | {"jimu": "405", "shakyo_jimu": "405"},
    "staff:revision-publish": SECRETARIATS,
    "staff:revision-abandon": SECRETARIATS,
    "staff:carry-over-list": SECRETARIATS,
    "staff:carry-over-begin": SECRETARIATS,
    "staff:carry-over-detail": SECRETARIATS,
    "staff:carry-over-copy": SECRETARIATS,
    "staff:carry-over-decide": SECRETARIATS,
    "staff:carry-over-initiative": SECRETARIATS,
    "staff:carry-over-newcomers": SECRETARIATS,
    "staff:lineage-edit": SECRETARIATS,
    "staff:lineage-undo": SECRETARIATS,
    "staff:carried-issue-list": SECRETARIATS,
    "staff:carried-issue-edit": SECRETARIATS,
    "staff:handover-print": SECRETARIATS,
    "staff:handover-draft-pdf": SECRETARIATS,
    "staff:record-list": ENTRY,
    "staff:answer-sheets": ENTRY,
    "staff:answer-sheet-hand-out": NOBODY | dict.fromkeys(ENTERING, "405"),
    "staff:answer-sheet-check": OWN_RECORD | {"jimu": "404"},  # only whoever sent the file
    "staff:answer-sheet-result": OWN_RECORD | {"jimu": "404"},
    "staff:record-detail": READ_RECORD,
    "staff:record-edit": OWN_RECORD,
    "staff:record-check": OWN_RECORD,
    "staff:record-autosave": PRESSED_ON_RECORD,
    "staff:record-presence": PRESSED_ON_RECORD,
    "staff:record-unsaved": PRESSED_ON_RECORD,
    "staff:record-wording": PRESSED_ON_RECORD,
    "staff:share-edit": OWN_RECORD | {"clerk": "404", "other_clerk": "ok"},
    "staff:record-outcome": OWN_RECORD,
    "staff:record-reopen": MANAGE_CITY,
    "staff:record-approve": PRESSED_ON_RECORD,
    "staff:record-send-back": OWN_RECORD | {"clerk": "404", "jimu": "404"},
    "staff:record-accept": MANAGE_CITY | {"jimu": "405", "shakyo_jimu": "405"},
    "staff:record-return": MANAGE_CITY,
    "staff:record-final": MANAGE_CITY,
    "staff:round-list": SECRETARIATS,
    "staff:round-open": SECRETARIATS,
    "staff:round-board": SECRETARIATS,
    "staff:round-accept": SECRETARIATS,
    "staff:round-return": SECRETARIATS,
    "staff:round-remind": SECRETARIATS,
    "staff:round-due": SECRETARIATS,
    "staff:round-deadlines": SECRETARIATS,
    "staff:overall-versions": SECRETARIATS,
    "staff:round-goals": SECRETARIATS,
    "staff:goal-rate": SECRETARIATS,
    "staff:round-letter": SECRETARIATS,
    "staff:letter-edit": SECRETARIATS,
    "staff:letter-fix": SECRETARIATS,
    "staff:letter-draft-pdf": SECRETARIATS,
    "staff:letter-pdf": SECRETARIATS,
    "staff:round-eyes": SECRETARIATS,
    "staff:round-digest": SECRETARIATS,
    "staff:round-digest-all": SECRETARIATS,
    "staff:round-digest-method": SECRETARIATS,
    "staff:round-digest-pdf": SECRETARIATS,
    "staff:round-digest-rules": SECRETARIATS,
    "staff:round-digest-note": SECRETARIATS,
    "staff:round-calendar": SECRETARIATS,
    "staff:mail-list": SECRETARIATS,
    "staff:mail-detail": SECRETARIATS,
    "staff:mail-retry": SECRETARIATS | {"jimu": "405", "shakyo_jimu": "405"},
    "staff:mail-cancel": SECRETARIATS | {"jimu": "405", "shakyo_jimu": "405"},
    "staff:mail-text-list": SECRETARIATS,
    "staff:mail-text-edit": SECRETARIATS,
    "staff:round-to-committee": SECRETARIATS,
    "staff:round-to-deciding": SECRETARIATS,
    "staff:opinion-list": SECRETARIATS,
    "staff:review-list": SECRETARIATS,
    "staff:review-setting": SECRETARIATS,
    "staff:review-letters": SECRETARIATS,
    "staff:review-member": SECRETARIATS,
    "staff:review-sheets": SECRETARIATS,
    "staff:review-entry": SECRETARIATS,
    "staff:review-opinion": SECRETARIATS,
    "staff:final-list": SECRETARIATS,
    "staff:round-publish": SECRETARIATS,
    "staff:round-report": SECRETARIATS,
    "staff:opinion-reply": OWN_OPINION | {"shakyo_jimu": "404"},
    "staff:opinion-detail": OWN_OPINION,
    "staff:opinion-assign": SECRETARIATS,
    "staff:opinion-ungroup": PRESSED,
    "staff:opinion-close": PRESSED,
    "staff:opinion-reopen": PRESSED,
    "staff:opinion-withdraw": PRESSED,
    "staff:opinion-change-add": SECRETARIATS,
    "staff:opinion-change-edit": SECRETARIATS,
    "staff:opinion-change-delete": SECRETARIATS,
    "staff:ledger": ENTRY,
    "staff:ledger-add": SECRETARIATS,
    "staff:ledger-csv": SECRETARIATS,
    "staff:ledger-publish": PRESSED,
    "staff:ledger-group": PRESSED,
    "staff:reply-template-list": SECRETARIATS,
    "staff:reply-template-add": SECRETARIATS,
    "staff:reply-template-edit": SECRETARIATS,
    "staff:reply-template-delete": SECRETARIATS,
    "staff:edition-pdf": SECRETARIATS,
    "staff:committee-list": SECRETARIATS,
    "staff:committee-add": SECRETARIATS,
    "staff:committee-detail": SECRETARIATS,
    "staff:committee-edit": SECRETARIATS,
    "staff:committee-publish": SECRETARIATS | PRESSED,
    "staff:committee-reappoint": SECRETARIATS,
    "staff:member-add": SECRETARIATS,
    "staff:member-edit": SECRETARIATS,
    "staff:member-end": SECRETARIATS,
    "staff:member-delete": SECRETARIATS,
    "staff:meeting-list": SECRETARIATS,
    "staff:meeting-add": SECRETARIATS,
    "staff:meeting-detail": SECRETARIATS,
    "staff:meeting-edit": SECRETARIATS,
    "staff:meeting-cancel": SECRETARIATS,
    "staff:meeting-delete": SECRETARIATS,
    "staff:meeting-attendance": SECRETARIATS,
    "staff:meeting-call": SECRETARIATS,
    "staff:meeting-notice": SECRETARIATS,
    "staff:meeting-calendar": SECRETARIATS,
    "staff:meeting-publish": SECRETARIATS,
    "staff:attendance-answer": SECRETARIATS,
    "staff:agenda-item-add": SECRETARIATS,
    "staff:agenda-item-edit": SECRETARIATS,
    "staff:agenda-item-move": SECRETARIATS | PRESSED,
    "staff:agenda-item-delete": SECRETARIATS,
    "staff:paper-list": SECRETARIATS,
    "staff:paper-add": SECRETARIATS,
    "staff:paper-generate": SECRETARIATS,
    "staff:paper-hand-out": SECRETARIATS | PRESSED,
    "staff:paper-edit": SECRETARIATS,
    "staff:paper-make": SECRETARIATS | PRESSED,
    "staff:paper-correct": SECRETARIATS,
    "staff:paper-delete": SECRETARIATS,
    "staff:paper-file": SECRETARIATS,
    "staff:meeting-pack": SECRETARIATS,
    "staff:pack-pdf": SECRETARIATS,
    "staff:minutes-rule": SECRETARIATS,
    "staff:minutes-detail": SECRETARIATS,
    "staff:minutes-make": SECRETARIATS | {"jimu": "405", "shakyo_jimu": "405"},
    "staff:minutes-renew": SECRETARIATS,
    "staff:minutes-edit": SECRETARIATS,
    "staff:minutes-history": SECRETARIATS,
    "staff:minutes-pdf": SECRETARIATS,
    "staff:minutes-send": SECRETARIATS,
    "staff:minutes-fix": SECRETARIATS,
    "staff:minutes-erratum": SECRETARIATS,
    "staff:minutes-notes": SECRETARIATS,
    "staff:minutes-section": SECRETARIATS,
    "staff:minutes-proxy": SECRETARIATS,
    "staff:minutes-proxy-confirm": SECRETARIATS | {"jimu": "405", "shakyo_jimu": "405"},
    "staff:minutes-decide": SECRETARIATS,
    "staff:minutes-edition": SECRETARIATS,
    "staff:minutes-publish": SECRETARIATS,
    "staff:minutes-withdraw": SECRETARIATS | {"jimu": "405", "shakyo_jimu": "405"},
    "committee:home": COMMITTEE | dict.fromkeys(NOT_SEATED, "ok"),
    "committee:round-detail": COMMITTEE,
    "committee:round-opinion": COMMITTEE,
    "committee:overall-comment": COMMITTEE | {"member": "403"},
    "committee:round-report": COMMITTEE,
    "committee:round-calendar": COMMITTEE,
    "committee:overall-versions": COMMITTEE | {"member": "404"},  # while members write blind
    "committee:round-goals": COMMITTEE,
    "committee:goal-rate": COMMITTEE | {"member": "403"},
    "committee:round-letter": COMMITTEE,
    "committee:letter-pdf": COMMITTEE,
    "committee:round-eyes": COMMITTEE,
    "committee:round-digest": COMMITTEE,
    "committee:round-digest-all": COMMITTEE,
    "committee:round-digest-method": COMMITTEE,
    "committee:round-digest-pdf": COMMITTEE,
    "committee:record-review": COMMITTEE,
    "committee:record-autosave": COMMITTEE | dict.fromkeys(("member", "chair", *NOT_SEATED), "405"),
    "committee:review-press": COMMITTEE | dict.fromkeys(("member", "chair", *NOT_SEATED), "405"),
    "committee:opinion-autosave": COMMITTEE | dict.fromkeys(("member", "chair", *NOT_SEATED), "405"),
    "committee:edition-pdf": COMMITTEE,
    "committee:meeting-detail": COMMITTEE,
    "committee:meeting-notice": COMMITTEE,
    "committee:meeting-calendar": COMMITTEE,
    "committee:meeting-paper": COMMITTEE,
    "committee:meeting-pack": COMMITTEE,
    "committee:minutes-detail": COMMITTEE,
    "committee:minutes-confirm": COMMITTEE | dict.fromkeys(("member", "chair", *NOT_SEATED), "405"),
    "committee:minutes-pdf": COMMITTEE,
    "committee:minutes-correct": COMMITTEE,
    "committee:minutes-add": COMMITTEE,
    # A personal link opens for whoever holds it, and is the same for everybody; tests/evaluations/prior_opinions.
    "review-list": OPEN,
    "review-press": dict.fromkeys(PEOPLE, "405"),
    "review-code": OPEN,
    "review-sheet": OPEN,
    "review-autosave": dict.fromkeys(PEOPLE, "405"),
    "review-opinion": OPEN,
    "review-opinion-autosave": dict.fromkeys(PEOPLE, "405"),
    # allauth: signing in and passwords. Signed-in people are led away from the entrance pages.
    "account_login": OPEN,
    "account_logout": OPEN,
    "account_confirm_login_code": SIGNED_IN,
    "account_signup": OPEN,
    "account_inactive": OPEN,
    "account_confirm_email": OPEN,
    "account_email_verification_sent": OPEN,
    "account_reset_password": OPEN,
    "account_reset_password_done": OPEN,
    "account_reset_password_from_key": OPEN,
    "account_reset_password_from_key_done": OPEN,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_email": SIGNED_IN,
}
ARGUMENTS = {
    "account_confirm_email": ["no-such-key"],
    "account_reset_password_from_key": ["1", "no-such-key"],
}


def names(resolver=None, prefix="") -> list[str]:
    """Every named address of the portal; Django's administration counts as one and is tested by its own table."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace == "admin":
                continue
            found += names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            found.append(f"{prefix}{entry.name}")
    return found


def test_every_page_stands_in_the_table():
    assert sorted(names()) == sorted(TABLE)


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


def outcome(response) -> str:
    if response.status_code == 302:
        return "login" if response["Location"].startswith(("/accounts/login/", "/admin/login/")) else "ok"
    return "ok" if response.status_code == 200 else str(response.status_code)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_open_which_page(world, client, who):
    if user := person(world, who):
        client.force_login(user)
    wrong = {}
    for name, expected in TABLE.items():
        response = client.get(reverse(name, args=world.arguments.get(name, [])))
        if outcome(response) != expected[who]:
            wrong[name] = f"{outcome(response)} instead of {expected[who]}"
    assert not wrong


@pytest.mark.parametrize("who", PEOPLE)
def test_a_post_never_goes_further_than_a_get(world, client, who):
    """An empty POST is refused where the page is; the doors are the same for reading and for pressing."""
    if user := person(world, who):
        client.force_login(user)
    shut = {}
    for name, expected in TABLE.items():
        if expected[who] not in ("login", "403", "404"):
            continue
        response = client.post(reverse(name, args=world.arguments.get(name, [])))
        if outcome(response) not in (expected[who], "405"):
            shut[name] = f"{outcome(response)} instead of {expected[who]}"
    assert not shut


@pytest.mark.parametrize("who", PEOPLE)
def test_only_the_administrator_enters_the_administration(world, client, who):
    if user := person(world, who):
        client.force_login(user)
    for name in ("admin:index", "admin:accounts_user_changelist", "admin:accounts_department_changelist"):
        assert outcome(client.get(reverse(name))) == ADMINISTRATION[who]


@pytest.mark.parametrize(
    "address", ["/nothing/", "/staff/nothing/", "/committee/nothing/", "/accounts/nothing/"]
)
def test_a_page_that_is_not_there_is_said_in_words_to_everybody(world, client, address):
    for who in ("visitor", "member", "jimu"):
        if user := person(world, who):
            client.force_login(user)
        answer = client.get(address)
        assert answer.status_code == 404
        assert "ページが見つかりません" in answer.content.decode()
