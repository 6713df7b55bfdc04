"""What is said of a year and what is replied: opinions, 事前意見, the ledger."""

from datetime import UTC, date, datetime

from evaluations import workflow
from evaluations.ledger import intake, outcome, publishing, replies, template_writing
from evaluations.models import (
    ReviewLink,
)
from evaluations.prior_opinions import links, writing
from tests.builders.house import NOW


def opinion(round, member, record=None, text="もっと若い人に声をかけてほしい。", kind="opinion"):
    return workflow.write_opinion(round=round, record=record, member=member, kind=kind, text=text, now=NOW)


def review_link(round, member, by, **fields) -> ReviewLink:
    """A personal link that is good for years: the clock of the pages is the real one."""
    options = {"expires_at": datetime(2099, 1, 1, tzinfo=UTC), "now": NOW} | fields
    return links.issue(round=round, member=member, by=by, **options)


def review_key(link, means="mail") -> str:
    """The secret part of a new address of the link, as it stands in a mail or a letter."""
    return links.new_address(link, means, NOW).rstrip("/").rpartition("/")[2]


def reviewed(round, member, record, text="", level=None, **fields):
    """What a member said of one 取組 in their 事前意見."""
    row = {"version": 0, "kind": "opinion", "now": NOW} | fields
    return writing.save(round=round, record=record, member=member, text=text, level=level, **row)


def voice(text="夜も相談できるようにしてほしい。", source="window", received_on=date(2023, 5, 8), **fields):
    """An opinion that did not come from the committee."""
    return intake.take_in(source=source, text=text, received_on=received_on, now=NOW, **fields)


def published_voice(opinion, by, **reply):
    """The opinion with an approved reply of everybody who owes one, made public."""
    for response in opinion.responses.filter(is_approved=False):
        opinion.refresh_from_db()
        replied(opinion, by, response.organization, version=response.version, **reply)
    opinion.refresh_from_db()
    return publishing.publish(opinion=opinion, version=opinion.version, by=by, now=NOW)


def opinion_change(opinion, words="夜の相談を始めた。", **links):
    fields = {"happened_on": date(2023, 4, 1), "initiative": None, "revision_change": None} | links
    return outcome.note_change(opinion=opinion, change=None, version=0, words=words, **fields)


def reply_template(name="すでに行っている取組", text="すでに行っています。", disposition="reference"):
    fields = {"name": name, "text": text, "disposition": disposition}
    return template_writing.save(template=None, version=0, **fields)


def replied(opinion, by, organization=None, **fields):
    """The reply of one organisation that owes one: the person's own, else the first."""
    owing = [response.organization for response in opinion.responses.select_related("organization")]
    options = {
        "organization": organization or (by.organization if by.organization in owing else owing[0]),
        "summary": opinion.text,
        "text": "学校と相談して進めます。",
        "disposition": "reflected",
        "what_changed": "",
        "approve": True,
        "version": 0,
        "seen_version": opinion.version,
    } | fields
    return replies.reply(opinion=opinion, by=by, now=NOW, **options)
