"""A round as plain data: what pages, PDF and files of an edition show, in words and frozen.

``build`` reads the living rows once; nothing that is shown of an edition is looked up again later. All values are
strings, numbers, lists and mappings that JSON keeps as they are.
"""

import hashlib
import json
from collections import Counter
from itertools import chain

from django.db.models import Prefetch

from accounts.numbers import write_number
from evaluations import counts, other_years
from evaluations.judging import frozen
from evaluations.ledger.promises import in_one
from evaluations.models import CommitteeRating, EvaluationRound, FinalEvaluation, Opinion
from initiatives.models import AnnualRecord, Indicator, IndicatorValue, Promise, RatingLevel, RatingScale
from plans import fiscal_year
from plans.models import OutreachActivity, Portal

Data = dict


def build(
    round: EvaluationRound, *, is_public: bool = False, is_blind: bool = False
) -> tuple[Data, list[Data]]:
    """Give (head, sheets) of the round as it stands: ``head`` for the edition, one mapping a 取組 for its sheets.

    What is not ``is_public`` is a draft for those who may read originals and every year given to the committee; the
    public edition shows only published years beside it. One that ``is_blind`` holds nothing that members wrote, nor what
    was made of it. Raises ValueError when something to be public still has an opinion without an approved summary.
    """
    records = list(_records(round, is_blind))
    opinions = [] if is_blind else list(round.opinions.for_reading())
    if is_public:
        _refuse_originals(opinions)
    years = other_years.shown_beside(round, is_public=is_public)
    earlier = _earlier_years(round, years)
    promises = {record: _answered_promises(record, years) for record in records}
    sheets = [
        {
            "initiative_id": record.initiative_id,
            "position": position,
            "number": record.number,
            "title": record.title,
            "goal": record.goal,
            "department": record.department_name,
            "self_rating": _listed(record, record.self_rating),
            "final_rating": _listed(
                record, record.final_evaluation.level if counts.has_final(record) else None
            ),
            "content": _sheet(record, earlier, promises[record]),
        }
        for position, record in enumerate(records, start=1)
    ]
    head = _head(round, records, opinions, list(chain.from_iterable(promises.values())))
    return (head | {"overall_comment": "", "is_blind": True} | frozen.NOTHING if is_blind else head), sheets


def _answered_promises(record: AnnualRecord, years: set[int]) -> list[Promise]:
    """What the sheet of the record answers; nothing of it leaves the house before it is accepted."""
    return other_years.promises(record, years) if record.is_accepted else []


def _refuse_originals(opinions: list[Opinion]) -> None:
    """An opinion without an approved summary would be shown in its writer's own words."""
    if bare := [o.number for o in opinions if not o.is_replied or not o.public_summary]:
        raise ValueError(f"opinions without an approved summary cannot be published: {bare}")


def digest(head: Data, sheets: list[Data]) -> str:
    """Give the SHA-256 of the content, the same for the same content whenever it was built."""
    text = json.dumps([head, sheets], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _records(round: EvaluationRound, is_blind: bool):
    judged = {
        "final_evaluation": FinalEvaluation.objects.select_related("level"),
        "committee_ratings": CommitteeRating.objects.select_related("level"),
        "opinions": Opinion.objects.for_reading(),
    }
    return (
        round.request.records.for_reading()
        .prefetch_related(
            "initiative__plan_links__plan",
            "initiative__promises",
            *(Prefetch(name, rows.none() if is_blind else rows) for name, rows in judged.items()),
        )
        .in_order()
    )


def _listed(record: AnnualRecord, level: RatingLevel | None) -> str:
    """What lists show in the place of a rating: the level, or that there is no report to be rated."""
    if not record.is_accepted:
        return ""
    return record.get_outcome_display() or str(level or "")


# ---- the head ---------------------------------------------------------------------------------------------


def _head(
    round: EvaluationRound, records: list[AnnualRecord], opinions: list[Opinion], promises: list[Promise]
) -> Data:
    term = round.request.term
    city = term.plan.owners.order_by("kind").first()
    scales = _scales(round)
    summary = counts.summary(records, opinions, scales)
    return {
        "title": f"{fiscal_year.wareki(round.target_year)} 進捗・評価報告書",
        "plans": [term.plan.name, *term.joint_terms.order_by("pk").values_list("plan__name", flat=True)],
        "term": term.name,
        "nickname": term.nickname or Portal.current().nickname,
        "philosophy": term.philosophy,
        "period": term.period_label,
        "goal_level": term.levels.filter(depth=1).values_list("name", flat=True).first() or "基本目標",
        "target_year": round.target_year,
        "target_year_label": round.target_year_label,
        "held_year_label": fiscal_year.label(round.held_year),
        "logo": _logo(),
        "owners": sorted({record.lead_department.organization.name for record in records}),
        "committee": {"name": round.committee.name, "alias": round.committee.alias},
        "committee_rates": round.committee_rates,
        "is_sample": round.is_sample,
        "contact": _contact(city),
        "scales": scales,
        "summary": summary | {"promises": counts.count_answers(promises)},
        "overall_comment": round.overall_comment.text if hasattr(round, "overall_comment") else "",
        "general_opinions": [_opinion(o) for o in opinions if o.record_id is None],
        "outreach": _outreach(round.target_year),
        **frozen.judgements(round, summary),
    }


def _logo() -> Data | None:
    """The portal's logo of this day, by its content; ``evaluations.pictures`` keeps it from being deleted."""
    logo = Portal.current().logo
    return {"sha256": logo.sha256, "alt": logo.alt} if logo else None


def _outreach(year: int) -> list[Data]:
    """What was done in the target year to make the plan known, as far as it is public by now."""
    activities = OutreachActivity.objects.published().in_year(year).select_related("organization")
    return [
        {
            "medium": activity.get_medium_display(),
            "title": activity.title,
            "days": activity.days_label,
            "organization": activity.organization.name,
            "audience": activity.audience,
            "count": activity.count_label,
            "link": activity.link,
            "is_sample": activity.is_sample,
        }
        for activity in activities
    ]


def _contact(organization) -> Data:
    fields = ("name", "contact_name", "address", "phone", "email")
    return {field: getattr(organization, field, "") for field in fields}


def _scales(round: EvaluationRound) -> Data:
    """The legends by stage; the committee's only when the committee rates."""
    scales = RatingScale.objects.filter(term_id=round.request.term_id).prefetch_related("levels")
    return {
        scale.stage: {"name": scale.name, "levels": [_level(level) for level in scale.levels.all()]}
        for scale in scales
        if scale.stage != RatingScale.Stage.COMMITTEE or round.committee_rates
    }


def _level(level: RatingLevel) -> Data:
    return {"code": level.code, "words": level.words, "definition": level.definition}


# ---- a sheet ----------------------------------------------------------------------------------------------


def _sheet(record: AnnualRecord, earlier: Data, promises: list[Promise]) -> Data:
    organization = record.lead_department.organization
    return {
        "code": record.initiative.code,
        "number": record.number,
        "title": record.title,
        "content": record.content,
        "goal": record.goal,
        "path": record.path,
        "department": record.department_name,
        "support": record.support_names,
        "organization": organization.name,
        "organization_kind": organization.kind,
        "linked_plans": [
            {"name": link.plan.name, "kind": link.get_kind_display()}
            for link in record.initiative.plan_links.all()
        ],
        "is_sample": record.initiative.is_sample,
        "state": record.get_state_display(),
        "is_reported": record.is_accepted,
        "outcome": _outcome(record),
        **_entry(record),
        "years": earlier["records"].get(record.initiative_id, []),
        "indicators": _indicators(record, earlier),
        "shares": _shares(record),
        "promises": [_promise(promise) for promise in promises],
        "opinions": [_opinion(opinion) for opinion in record.opinions.all()],
        "committee_ratings": _committee_ratings(record),
        "final": _final(record),
    }


def _entry(record: AnnualRecord) -> Data:
    """What the department entered. Nothing of it leaves the house before it is accepted, not even unseen.

    Nor what was begun in a record that was handed in without a report.
    """
    if not record.is_accepted or record.outcome:
        record = AnnualRecord()
    return {
        **{name: getattr(record, name) for name in AnnualRecord.TEXTS},
        "self_rating": _rating(record.self_rating),
        "direction": record.get_direction_display(),
    }


def _outcome(record: AnnualRecord) -> Data | None:
    """Why there is no report (今年度は対象外, 完了); None where there is one. Editions of earlier versions have no such key."""
    if not counts.is_closed(record):
        return None
    return {"label": record.get_outcome_display(), "reason": record.outcome_reason}


def _shares(record: AnnualRecord) -> list[Data]:
    """What the supporting departments handed in, once the record is accepted; a share that is missing is not shown."""
    if not record.is_accepted:
        return []
    return [
        {"department": share.department_name, "done": share.done, "issue": share.issue}
        for share in record.handed_shares
    ]


def _words_of(record: AnnualRecord) -> Data | None:
    """A rating's place in the table of years, for a year without a report."""
    return {"code": "", "words": record.get_outcome_display()} if record.outcome else None


def _rating(level: RatingLevel | None) -> Data | None:
    return {"code": level.code, "words": level.words} if level else None


def _final(record: AnnualRecord) -> Data | None:
    if not counts.has_final(record):
        return None
    final = record.final_evaluation
    return {**_rating(final.level), "comment": final.comment}


def _committee_ratings(record: AnnualRecord) -> list[Data]:
    ratings = Counter(rating.level for rating in record.committee_ratings.all())
    ordered = sorted(ratings, key=lambda level: level.position)
    return [{**_rating(level), "count": ratings[level]} for level in ordered]


def _indicators(record: AnnualRecord, earlier: Data) -> list[Data]:
    """The indicators with their values; none of a record without a report, whose boxes were not asked for."""
    if counts.is_closed(record):
        return []
    return [_indicator(value, earlier, record.is_accepted) for value in record.values.all()]


def _indicator(value: IndicatorValue, earlier: Data, is_reported: bool) -> Data:
    indicator = value.indicator
    target = _target(indicator, value.record.request.target_year)
    if not is_reported:
        value = IndicatorValue(indicator=indicator)
    return {
        "indicator_id": indicator.pk,
        "name": indicator.name,
        "kind": indicator.get_kind_display(),
        "unit": indicator.unit,
        "direction": indicator.get_direction_display(),
        "baseline": indicator.baseline_label,
        **target,
        "actual": write_number(value.actual),
        "fraction": value.fraction,
        "missing": value.get_missing_reason_display(),
        "shown": value.shown,
        "note": value.note,
        "explanation": value.explanation,
        "recipe": indicator.recipe,
        "how_counted": [list(pair) for pair in indicator.how_counted],
        "years": earlier["values"].get(indicator.pk, []),
    }


def _target(indicator: Indicator, year: int) -> Data:
    """The target of a year, and what it was at first where a revision has changed it; both empty without one."""
    target = indicator.target_of(year)
    return {
        "target": write_number(target.value) if target else "",
        "original_target": target.original if target else "",
    }


def _promise(promise: Promise) -> Data:
    return {
        "source": promise.source_label,
        "text": promise.text,
        "reply": promise.reply,
        "answer": promise.get_answer_display(),
        "reason": promise.answer_reason,
    }


def _opinion(opinion: Opinion) -> Data:
    """An opinion as it may be shown: the summary for the public where there is one, never the member's name."""
    replies = opinion.replies if opinion.is_replied else []
    return {
        "number": opinion.number,
        "received_on": f"{opinion.received_on:%Y-%m-%d}",
        "kind": opinion.get_kind_display(),
        "text": opinion.public_summary if replies else opinion.text,
        "is_replied": bool(replies),
        "reply": in_one(replies, "text"),
        "disposition": "・".join(dict.fromkeys(reply.get_disposition_display() for reply in replies)),
        "reason": in_one(replies, "reason"),
        "what_changed": in_one(replies, "what_changed"),
    }


# ---- the years before -------------------------------------------------------------------------------------


def _earlier_years(round: EvaluationRound, years: set[int]) -> Data:
    """Ratings and values of the earlier ones of ``years``: by 取組 under "records", by indicator under "values"."""
    before = {
        "request__term_id": round.request.term_id,
        "request__target_year__in": [year for year in years if year < round.target_year],
    }
    records: Data = {}
    values: Data = {}
    earlier = AnnualRecord.objects.filter(state=AnnualRecord.State.ACCEPTED, **before)
    for record in earlier.select_related("request", "self_rating", "final_evaluation__level").order_by(
        "request__target_year"
    ):
        records.setdefault(record.initiative_id, []).append(
            {
                "year": fiscal_year.short(record.request.target_year),
                "self_rating": _words_of(record) or _rating(record.self_rating),
                "final": _rating(record.final_evaluation.level) if counts.has_final(record) else None,
            }
        )
    for value in (
        IndicatorValue.objects.filter(record__in=earlier.reported())
        .select_related("indicator", "record__request")
        .prefetch_related("indicator__targets")
        .order_by("record__request__target_year")
    ):
        year = value.record.request.target_year
        values.setdefault(value.indicator_id, []).append(
            {
                "year": fiscal_year.short(year),
                **_target(value.indicator, year),
                "actual": write_number(value.actual),
                "shown": value.shown,
            }
        )
    return {"records": records, "values": values}
