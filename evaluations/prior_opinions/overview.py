"""Who of the committee has a link, has begun, has finished, and how much they have read and written: for the secretariat."""

from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from evaluations.models import (
    CommitteeRating,
    EvaluationRound,
    MemberReview,
    Opinion,
    ReviewKey,
    ReviewLink,
    ReviewSheet,
)
from evaluations.models.committee import IN_OFFICE_UNTIL


def overview(round: EvaluationRound, today: date):
    """Give the members who serve today or have begun, each with how they stand in the round; in one query."""
    reviews = MemberReview.objects.filter(round=round, member=OuterRef("pk"))
    links = ReviewLink.objects.filter(round=round, member=OuterRef("pk"))
    standing, revoked = links.standing(), links.filter(revoked_at__isnull=False)
    sheets = ReviewSheet.objects.filter(record__request=round.request_id, member=OuterRef("pk"))
    own = {"record": OuterRef("record"), "member": OuterRef("member")}
    said = Exists(Opinion.objects.filter(**own)) | Exists(CommitteeRating.objects.filter(**own))
    keys = ReviewKey.objects.filter(link__round=round, link__member=OuterRef("pk"))
    begun = Q(pk__in=ReviewSheet.objects.filter(record__request=round.request_id).values("member"))
    return (
        round.committee.members.annotate(until=IN_OFFICE_UNTIL)
        .filter(Q(appointed_on__lte=today, until__gte=today) | begun)
        .select_related("user")
        .annotate(
            opened_at=Subquery(reviews.values("opened_at")),
            finished_at=Subquery(reviews.values("finished_at")),
            link_expires_at=Subquery(standing.values("expires_at")),
            link_opened_at=Subquery(standing.values("opened_at")),
            link_revoked_at=Subquery(revoked.order_by("-revoked_at").values("revoked_at")[:1]),
            handed_at=Subquery(_one(keys, "link__member", Max("made_at"))),
            read=Coalesce(Subquery(_one(sheets, "member", Count("pk"))), 0),
            written=Coalesce(Subquery(_one(sheets.filter(said), "member", Count("pk"))), 0),
            by_proxy=Coalesce(
                Subquery(_one(sheets.filter(entered_by__isnull=False), "member", Count("pk"))), 0
            ),
            last_saved_at=Subquery(_one(sheets, "member", Max("saved_at"))),
        )
        .in_order()
    )


def _one(rows, member: str, aggregate):
    """``aggregate`` over all ``rows`` of the member whose key stands in the column ``member``, as a subquery."""
    return rows.order_by().values(member).annotate(aggregated=aggregate).values("aggregated")
