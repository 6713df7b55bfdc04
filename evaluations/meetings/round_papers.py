"""The papers of a meeting that tell of its round: 会議のポイント, what members wrote, replies, the letter, the last minutes.

Members read them, so that each shows no more than a member may read on the day on which it is made (blind first).
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from accounts.dates import write_day
from evaluations.digest import points
from evaluations.digest.print import digest_order
from evaluations.judging import goal_ratings, recommendations
from evaluations.meetings.generated import NotYet, Print, generates
from evaluations.minutes.prints import inside_order
from evaluations.models import (
    CommitteeRating,
    EvaluationRound,
    Meeting,
    MeetingDocument,
    Minutes,
    Opinion,
    Response,
)
from evaluations.reports.letter import SAMPLE, draft_order
from plans.printing import Order

Kind = MeetingDocument.Kind
OPINIONS = "reports/evaluations/meeting_opinions.html"


@generates("points", "会議のポイント（取り上げる評価の回のもの・A4で1枚）", Kind.PAPER)
def points_paper(document: MeetingDocument) -> Print:
    """The digest as any member may read it today."""
    today = timezone.localdate()
    return _printed(digest_order(points.build(_round(document), user=None, today=today)))


@generates("prior", "事前意見のまとめ（取組ごとの評価の人数と意見）", Kind.PAPER)
def prior_paper(document: MeetingDocument) -> Print:
    """What the members gave in, by 取組 and without who said it."""
    round_ = _seen_round(document)
    groups = [group for group in _groups(round_) if group["opinions"] or group["votes"]]
    if not groups:
        raise NotYet("この評価の回には、委員の意見も評価もまだありません。")
    return Print(OPINIONS, {"round": round_, "groups": groups, "waiting": []})


@generates("opinions", "意見と回答（回答の案と、前から残る意見を含みます）", Kind.PAPER)
def opinions_paper(document: MeetingDocument) -> Print:
    """Every opinion of the round with its replies, also drafts; then those of before that nobody has answered."""
    round_ = _seen_round(document)
    groups = [group for group in _groups(round_) if group["opinions"]]
    waiting = _waiting(round_, timezone.localdate())
    if not groups and not waiting:
        raise NotYet("この評価の回の意見も、前から残る意見も、ありません。")
    return Print(OPINIONS, {"round": round_, "groups": groups, "waiting": waiting, "with_replies": True})


@generates("letter", "答申書の案（固定した後は、固定した答申書）", Kind.PAPER)
def letter_paper(document: MeetingDocument) -> Print | bytes:
    """The draft; where there is none, the newest letter that was fixed."""
    round_ = _seen_round(document)
    draft = round_.recommendations.drafts().first()
    if draft is None:
        if fixed := round_.recommendations.ready().select_related("print").first():
            return bytes(fixed.print.pdf)
        raise NotYet("答申書の案が、まだ書かれていません。評価の回の「答申書」で書いてください。")
    return _printed(draft_order(recommendations.content(round_, draft)))


@generates("minutes", "前回の会議録（確定したもの。確定の前は案）", Kind.PAPER)
def minutes_paper(document: MeetingDocument) -> Print:
    """The minutes of the last meeting of the committee, as its members read them."""
    meeting = document.meeting
    before = Meeting.objects.filter(committee=meeting.committee_id, held_on__lt=meeting.held_on)
    last = before.filter(state=Meeting.State.HELD).order_by("-held_on", "-ordinal").first()
    if last is None:
        raise NotYet("この会議より前に開かれた会議は、ありません。")
    if Minutes.objects.telling_blind(timezone.localdate()).filter(meeting=last).exists():
        raise NotYet(f"{last.label}の会議録には委員の意見があるため、意見の期限まで資料にできません。")
    minutes = Minutes.objects.for_reading().filter(meeting=last).first()
    order = minutes and inside_order(minutes)
    if order is None:
        raise NotYet(f"{last.label}の会議録は、まだ委員に送られていません。")
    return _printed(order)


def _printed(order: Order) -> Print:
    """A print of one piece as a paper, under the head of the meeting."""
    ((template, context),) = order.pieces
    return Print(template, dict(context), order.marks.replace(SAMPLE, ""))


def _round(document: MeetingDocument) -> EvaluationRound:
    round_ = document.meeting.round
    if round_ is None:
        raise NotYet("この会議には、取り上げる評価の回が選ばれていません。")
    return EvaluationRound.objects.for_reading().get(pk=round_.pk)


def _seen_round(document: MeetingDocument) -> EvaluationRound:
    """The round, once its members may read each other."""
    round_ = _round(document)
    if round_.is_blind(timezone.localdate()):
        due = write_day(round_.opinions_due_on)
        raise NotYet(f"委員の意見の期限（{due}）までは、ほかの委員の意見と評価を載せる資料を作れません。")
    return round_


# ---- what members wrote -----------------------------------------------------------------------------------


def _groups(round_: EvaluationRound) -> list[dict]:
    """The plan as a whole, then each 取組 in the order of the plan, with votes and opinions."""
    votes = Prefetch("committee_ratings", CommitteeRating.objects.select_related("level"))
    records = goal_ratings.records_of(round_).prefetch_related(votes)
    of: dict[int | None, list[dict]] = {}
    rows = list(Opinion.objects.filter(round=round_).for_reading())
    shown = {row.pk for row in rows}
    for row in rows:
        of.setdefault(row.record_id, []).append(_opinion(row, shown))
    whole = {"heading": "計画全体", "self_rating": "", "votes": "", "opinions": of.get(None, [])}
    return [whole, *(_group(record, of.get(record.pk, [])) for record in records)]


def _group(record, opinions: list[dict]) -> dict:
    return {
        "heading": f"{record.number}　{record.title}",
        "self_rating": record.get_outcome_display() or str(record.self_rating or ""),
        "votes": recommendations.votes(record.committee_ratings.all()),
        "opinions": opinions,
    }


def _opinion(row: Opinion, shown: set[int]) -> dict:
    """One opinion; where it hangs on another that is ``shown`` as well, the reply is said once, there."""
    same = row.representative if row.representative_id in shown else None
    return {
        "number": row.number,
        "kind": row.get_kind_display(),
        "text": row.public_summary or row.text,
        "same_as": same.number if same else "",
        "replies": [] if same else [_reply(reply) for reply in row.begun_replies],
    }


def _reply(reply: Response) -> dict:
    return {
        "of": str(reply.organization),
        "text": reply.text,
        "disposition": reply.get_disposition_display(),
        "is_draft": not reply.is_approved,
    }


def _waiting(round_: EvaluationRound, today: date) -> Iterable[Opinion]:
    """Opinions of before without an approved reply, the longest overdue first; in the words for the public alone."""
    rows = Opinion.objects.on_term(round_.request.term).unanswered().exclude(round=round_)
    rows = rows.exclude(round__in=EvaluationRound.objects.blind(today)).filter(received_on__lte=today)
    found = Opinion.objects.filter(pk__in=rows.order_by().values("pk")).for_reading()
    return sorted(found, key=lambda row: (row.due_on is None, row.due_on or today))
