"""答申書: what the letter says, writing its draft, and fixing it for ever."""

from collections import Counter
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch

from accounts.dates import write_day
from accounts.models import Organization, User
from accounts.versioning import MoveRefused
from evaluations.judging import goal_ratings
from evaluations.models import CommitteeRating, EvaluationRound, Member, Recommendation
from evaluations.tasks import print_recommendation
from initiatives.models import AnnualRecord
from plans import fiscal_year

Data = dict


# ---- what it says -----------------------------------------------------------------------------------------


def first_texts(round_: EvaluationRound) -> dict[str, str]:
    """The texts of a letter that nobody has written yet. Names that we do not know are left to be filled in."""
    year, plans = fiscal_year.wareki(round_.target_year), "・".join(_plan_names(round_))
    chair = round_.committee.members.filter(office=Member.Office.CHAIR).order_by("-appointed_on").first()
    return {
        "number": "",
        "addressees": "\n".join(_addressees(round_)),
        "sender": f"{round_.committee.name}\n委員長　{chair.name if chair else ''}".rstrip(),
        "title": f"{year}の評価について（答申）",
        "opening": f"{year}における「{plans}」の取組について、所管課の自己評価をもとに審議した結果を、下記のとおり答申します。",
        "closing": "市と社会福祉協議会におかれては、この答申の趣旨を踏まえ、計画の推進に努められるよう求めます。",
    }


def _plan_names(round_: EvaluationRound) -> list[str]:
    term = round_.request.term
    return [term.plan.name, *term.joint_terms.order_by("pk").values_list("plan__name", flat=True)]


def _addressees(round_: EvaluationRound) -> list[str]:
    """The mayor, and the president of the council of social welfare where it shares the plan."""
    term = round_.request.term
    plans = [term.plan_id, *term.joint_terms.values_list("plan", flat=True)]
    owners = Organization.objects.filter(plans__in=plans).distinct().order_by("kind", "pk")
    return [
        f"{owner.name}長　様" if owner.kind == Organization.Kind.CITY else f"{owner.name}会長　様"
        for owner in owners
    ]


def content(round_: EvaluationRound, texts: Recommendation) -> Data:
    """All that the letter says, as plain data: its texts, the 総評, the ratings of the committee and the list of 取組."""
    rated = Prefetch("committee_ratings", CommitteeRating.objects.select_related("level"))
    records = list(goal_ratings.records_of(round_).prefetch_related(rated))
    sheet = goal_ratings.of_records(round_, records)
    comment = getattr(round_, "overall_comment", None)
    return {
        "number": texts.number,
        "dated_on": write_day(texts.dated_on) if texts.dated_on else "",
        "addressees": _lines(texts.addressees),
        "sender": _lines(texts.sender),
        "title": texts.title,
        "opening": texts.opening,
        "closing": texts.closing,
        "overall_comment": comment.text if comment else "",
        "goals": [_goal(line) for line in sheet.lines],
        "stage_label": sheet.stage_label,
        "records": _records(records),
        "committee_rates": round_.committee_rates,
        "levels": [
            {"code": level.code, "words": level.words, "definition": level.definition}
            for level in sheet.levels_for(goal_ratings.Stage.COMMITTEE)
        ],
        "is_sample": round_.is_sample,
    }


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.split("\n") if line.strip()]


def _goal(line: goal_ratings.Line) -> Data:
    rating = line.committee
    return {
        "label": line.subject.label,
        "rating": {"code": rating.level.code, "words": rating.level.words} if rating else None,
        "reason": rating.reason if rating else "",
        "rated": line.rated,
        "asked": line.asked,
    }


def _records(records: list[AnnualRecord]) -> list[Data]:
    """Each 取組 with the department's own rating and how the committee's members rated it."""
    return [
        {
            "number": record.number,
            "title": record.title,
            "self_rating": record.get_outcome_display() or str(record.self_rating or ""),
            "votes": votes(record.committee_ratings.all()),
        }
        for record in records
        if record.is_accepted
    ]


def votes(ratings) -> str:
    """A 3人、B 2人, best first."""
    counts = Counter((rating.level.position, rating.level.code) for rating in ratings)
    return "、".join(f"{code} {count}人" for (_, code), count in sorted(counts.items()))


# ---- writing and fixing -----------------------------------------------------------------------------------


def _hold(round_: EvaluationRound) -> EvaluationRound:
    held = EvaluationRound.objects.select_for_update().get(pk=round_.pk)
    if not held.takes_replies:
        raise MoveRefused(
            f"この評価の回は「{held.get_stage_display()}」の段階のため、答申書を変えられません。"
        )
    return held


@transaction.atomic
def write(*, round: EvaluationRound, version: int, **texts) -> Recommendation:
    """Keep the texts of the round's draft (``Recommendation.TEXTS``); version 0 begins one."""
    held = _hold(round)
    draft = Recommendation.claim(version, round=held, fixed_at=None)
    for name, text in texts.items():
        setattr(draft, name, text)
    draft.save()
    return draft


@transaction.atomic
def fix(
    *, recommendation: Recommendation, version: int, by: User, today: date, now: datetime
) -> Recommendation:
    """Freeze what the letter says, for ever, and have it printed. Raises MoveRefused with what is still missing."""
    held = _hold(recommendation.round)
    draft = Recommendation.claim(version, pk=recommendation.pk)
    if draft.is_fixed:
        raise MoveRefused("この答申書は、すでに固定されています。")
    if gaps := fixing_gaps(held, draft, today):
        raise MoveRefused(" ".join(gaps))
    draft.fixed_content = content(held, draft)
    draft.fixed_at, draft.fixed_by = now, by
    draft.save()
    print_recommendation.enqueue(draft.pk)
    return draft


def fixing_gaps(round_: EvaluationRound, draft: Recommendation, today: date) -> list[str]:
    """Say, for people, what keeps the letter from being fixed."""
    checks = (
        (round_.is_blind(today), "委員の意見の期限を過ぎてから固定してください。"),
        (draft.dated_on is None, "日付を入力してください。"),
        (not hasattr(round_, "overall_comment"), "委員長の総評が、まだ書かれていません。"),
    )
    return [message for fails, message in checks if fails]
