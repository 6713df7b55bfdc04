"""事前意見 on paper: one A4 sheet for each 取組, in large type, with a code that leads the secretariat to where it is typed in."""

from django.conf import settings
from django.db.models import F, OuterRef, Prefetch, Subquery
from django.urls import reverse

from evaluations.models import EvaluationRound, Member
from evaluations.prior_opinions import link_mails
from evaluations.prior_opinions.qr import qr
from evaluations.prior_opinions.reading import name_in_year
from initiatives.models import AnnualRecord, IndicatorValue, RatingScale
from plans.printing import Order

SAMPLE = "【見本データ】"
WHOLE_PLAN = 0
"""What stands in the 票番号 in the place of a 取組 on the sheet for the plan as a whole."""


def sheet_number(seat: Member, record: AnnualRecord | None) -> str:
    """票番号: what stands below the code, for whoever types it."""
    return f"{seat.pk}-{record.pk if record else WHOLE_PLAN}"


def sheets_order(round: EvaluationRound, seat: Member) -> Order:
    """Give what is printed for one member: a page that explains, a sheet for each 取組 that may be read, one for the plan."""
    records = list(_records(round))
    shown = {
        "round": round,
        "seat": seat,
        "levels": round.levels(RatingScale.Stage.COMMITTEE) if round.committee_rates else [],
        "count": len(records),
    }
    sheets = (
        {**shown, "record": record, "place": place, **_codes(round, seat, record)}
        for place, record in enumerate(records, start=1)
    )
    return Order(
        "review",
        f"{round.committee.name}　{round}　事前意見",
        (
            (
                "reports/evaluations/review_cover.html",
                shown | {"contact": link_mails.contact_of(round)},
            ),
            *(("reports/evaluations/review_sheet.html", sheet) for sheet in sheets),
            ("reports/evaluations/review_plan_sheet.html", shown | _codes(round, seat, None)),
        ),
        marks=SAMPLE if round.is_sample or any(r.initiative.is_sample for r in records) else "",
    )


def _records(round: EvaluationRound):
    """The records that the committee may read, each with the words of last year's rating in ``last_rating``."""
    last = AnnualRecord.objects.filter(
        initiative=OuterRef("initiative"),
        request__target_year=round.target_year - 1,
        request__round__in=EvaluationRound.objects.given_to_committee(),
        state=AnnualRecord.State.ACCEPTED,
    )
    return (
        round.request.records.filter(state=AnnualRecord.State.ACCEPTED)
        .select_related("request", "initiative", "self_rating")
        .prefetch_related(
            Prefetch("values", IndicatorValue.objects.select_related("indicator")),
            "values__indicator__targets",
        )
        .annotate(
            lead_name=name_in_year("lead_department", "request__target_year"),
            last_code=Subquery(last.values("self_rating__code")[:1]),
            last_words=Subquery(last.annotate(words=F("self_rating__words")).values("words")[:1]),
        )
        .in_order()
    )


def _codes(round: EvaluationRound, seat: Member, record: AnnualRecord | None) -> dict[str, str]:
    """By what a sheet that comes back is known: its number, and a code that opens the page where it is typed in."""
    page, key = ("review-entry", record.pk) if record else ("review-opinion", WHOLE_PLAN)
    address = settings.PORTAL_URL + reverse(f"staff:{page}", args=[round.pk, seat.pk, key])
    return {"number": sheet_number(seat, record), "qr": qr(address)}
