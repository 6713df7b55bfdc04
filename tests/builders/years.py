"""The years: calls and their records from the first draft to the committee, the evaluation and its publication."""

from datetime import date, timedelta

from evaluations import workflow
from evaluations.judging import goal_ratings, recommendations
from evaluations.tasks import print_recommendation
from initiatives import progress, shares
from initiatives.models import (
    RatingScale,
    RecordShare,
)
from plans.fiscal_year import last_day
from tests.builders.house import NOW
from tests.builders.said import replied

TEXTS = {
    "planned": "見守り活動を月1回行う。",
    "done": "見守り活動を12回行い、延べ240人が参加した。",
    "rating_reason": "計画どおり毎月開催でき、参加者が前年より増えたため。",
    "issue": "担い手の高齢化が進んでいる。",
    "direction": "continue",
    "improvement": "若い世代に向けた説明会を9月に開く。",
}


def round_(term, committee, by, year=2022, now=NOW, **fields):
    options = {
        "due_on": date(2099, 5, 31),
        "opinions_due_on": date(2099, 8, 31),
        "committee_rates": False,
        "message": "",
    } | fields
    return workflow.open_round(term=term, target_year=year, committee=committee, by=by, now=now, **options)


def fill(record, values=None, answers=None, level="B", **texts):
    """Save a whole draft; ``values`` by indicator and ``answers`` by promise, as the form gives them."""
    scale = RatingScale.objects.get(term=record.request.term, stage="self")
    rating = scale.levels.get(code=level)
    return progress.save_draft(
        record=record,
        version=record.version,
        texts=TEXTS | {"self_rating": rating} | texts,
        values=values or {v.indicator_id: {"actual": 12, "missing_reason": ""} for v in record.values.all()},
        answers=answers
        or {p.pk: {"answer": "done", "answer_reason": "9月に開いた。"} for p in record.promises.all()},
        today=last_day(record.request.target_year) + timedelta(days=9),
    )


def submitted(record, by, **content):
    """Hand a whole record in; where shares are missing, with the reason for not waiting."""
    record = fill(record, **content)
    seen = {"version": record.version, "share_reason": "関係課には電話で聞き取ったため。"}
    return progress.submit(record=record, by=by, now=NOW + timedelta(days=1), **seen)


def supported(record, department) -> RecordShare:
    """Let a department support a record of a call that is open already; gives its share."""
    record.support_departments.add(department)
    return RecordShare.objects.create(record=record, department=department)


def share_of(record, department):
    return record.shares.get(department=department)


def handed(record, department, by, done="教室の場所を貸した。", issue=""):
    """The share of a supporting department, written and handed to the lead."""
    share = share_of(record, department)
    texts = {"done": done, "issue": issue}
    return shares.write(share=share, version=share.version, hand_in=True, by=by, now=NOW, **texts)


def without_report(record, outcome="not_applicable", reason="隔年で行う取組のため。"):
    """今年度は対象外 or 完了, with its reason, as far as the check page."""
    return progress.set_outcome(record=record, version=record.version, outcome=outcome, reason=reason)


def closed_off(record, by, **why):
    """今年度は対象外 or 完了, submitted and accepted."""
    record = without_report(record, **why)
    record = progress.submit(record=record, version=record.version, by=by, now=NOW)
    return progress.accept(record=record, version=record.version, by=by, now=NOW + timedelta(days=2))


def accepted(record, by, **content):
    record = submitted(record, by, **content)
    return progress.accept(record=record, version=record.version, by=by, now=NOW + timedelta(days=2))


def in_committee(round, by):
    """Fill and accept every record that is still open, and hand the round to the committee."""
    for record in round.request.records.exclude(state="accepted"):
        accepted(record, by)
    return workflow.start_committee(round=round)


def decided(round, by, level="B"):
    """Set the final evaluation of every record of the round."""
    scale = RatingScale.objects.get(term=round.request.term, stage="final")
    for record in round.request.records.reported():
        workflow.decide_final(
            round=round,
            record=record,
            seen_version=record.version,
            version=0,
            level=scale.levels.get(code=level),
            comment="",
            by=by,
            now=NOW + timedelta(days=3),
        )


def letter(round, **texts):
    """The draft of a 答申書, by our proposal but for its date."""
    sensible = recommendations.first_texts(round) | {"dated_on": date(2023, 11, 10)}
    return recommendations.write(round=round, version=0, **sensible | texts)


def fixed_letter(round, chair, by, comment="おおむね順調に進んでいる。", **texts):
    """A 答申書 that was fixed after the deadline of the opinions, and its PDF."""
    if not hasattr(round, "overall_comment"):
        workflow.write_overall_comment(round=round, member=chair, version=0, text=comment)
    draft = round.recommendations.drafts().first() or letter(round, **texts)
    after = round.opinions_due_on + timedelta(days=1)
    fixed = recommendations.fix(recommendation=draft, version=draft.version, by=by, today=after, now=NOW)
    print_recommendation.func(fixed.pk)
    return fixed


def goal_rated(round, by, place=0, stage="committee", level="B", reason="記録と意見から判断した。"):
    """How people rate the plan as a whole (place 0) or a goal."""
    return goal_ratings.rate_goal(
        round=round,
        subject=goal_ratings.subjects(round)[place],
        stage=stage,
        version=0,
        level=next(row for row in goal_ratings.levels_for(round, stage) if row.code == level),
        reason=reason,
        by=by,
        now=NOW,
    )


def published(round, by):
    """Carry a round through to its publication, whatever stage it is in."""
    if round.stage == "collecting":
        round = in_committee(round, by)
    decided(round, by)
    for row in round.opinions.unanswered():
        for response in row.responses.filter(is_approved=False):
            row.refresh_from_db()
            replied(row, by, response.organization, version=response.version)
    round = workflow.close_opinions(round=round, now=NOW)
    workflow.publish(round=round, version=round.version, by=by, now=NOW)
    round.refresh_from_db()
    return round
