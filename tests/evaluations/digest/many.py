"""As many 取組 as a large city has, copied in bulk: with values, a promise, opinions and ratings in every year."""

from evaluations.models import CommitteeRating, EvaluationRound, Opinion
from initiatives.models import AnnualRecord, Indicator, IndicatorTarget, IndicatorValue, Initiative, Promise
from tests import builders


def more_records(cast, count: int, first: int = 0) -> None:
    """Add ``count`` 取組, numbered from ``first``, that are like 見守り in each round, every one with an indicator and what was said of it."""
    rows = Initiative.objects.bulk_create(
        Initiative(
            term=cast.term,
            measure=cast.goal,
            code=f"more-{n}",
            number=f"9-{n}",
            title=f"取組その{n}",
            content="内容",
            position=100 + n,
        )
        for n in range(first, first + count)
    )
    counted = Indicator.objects.bulk_create(Indicator(initiative=row, name="相談", unit="件") for row in rows)
    IndicatorTarget.objects.bulk_create(
        IndicatorTarget(indicator=row, fiscal_year=2022, value=120) for row in counted
    )
    for round_ in EvaluationRound.objects.order_by("request__target_year"):
        records = _records(round_, cast, rows)
        pairs = list(zip(records, counted, strict=True))
        IndicatorValue.objects.bulk_create(
            IndicatorValue(record=record, indicator=row, actual=90) for record, row in pairs
        )
    _voices(cast, rows, records, first)


def _records(round_, cast, rows) -> list[AnnualRecord]:
    like = round_.request.records.get(initiative=cast.walk)
    fields = {column.attname: getattr(like, column.attname) for column in AnnualRecord._meta.concrete_fields}
    del fields["id"]
    return AnnualRecord.objects.bulk_create(
        AnnualRecord(**fields | {"initiative_id": row.pk, "number": row.number, "title": row.title})
        for row in rows
    )


def _voices(cast, rows, records, first: int) -> None:
    """On the newest round: a promise that was not kept, an opinion and a rating each."""
    level = cast.term.rating_scales.get(stage="committee").levels.get(code="D")
    Promise.objects.bulk_create(
        Promise(
            initiative=row,
            made_year=2021,
            origin="improvement",
            text="説明会",
            record=record,
            answer="not_yet",
        )
        for row, record in zip(rows, records, strict=True)
    )
    CommitteeRating.objects.bulk_create(
        CommitteeRating(record=record, member=cast.member_seat, level=level) for record in records
    )
    Opinion.objects.bulk_create(
        Opinion(
            round=cast.now,
            record=record,
            member=cast.member_seat,
            number_year=2022,
            sequence=place,
            number=f"令和4-{place:03d}",
            source_event=f"round-{cast.now.pk}",
            text="意見",
            received_on=builders.TODAY,
            received_at=builders.NOW,
        )
        for place, record in enumerate(records, start=first + 1)
    )
