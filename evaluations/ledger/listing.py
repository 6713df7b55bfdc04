"""Which opinions a page of the ledger lists, and how many there are of each kind; for staff and for the public."""

from datetime import date

from django import forms
from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict

from accounts.models import Department, User, newest_name
from accounts.roles import Permission
from evaluations.ledger.publishing import searchable
from evaluations.ledger.status import Status, with_status
from evaluations.models import Opinion, OpinionInitiative, PublicVoice, Response
from initiatives.models import Initiative
from plans import fiscal_year

LONGEST_SEARCH = 100


class Filter(forms.Form):
    """What narrows a list. What cannot be read narrows nothing."""

    q = forms.CharField(label="言葉・番号", required=False, max_length=LONGEST_SEARCH)
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    source = forms.ChoiceField(
        label="出どころ", required=False, choices=[("", "すべて"), *Opinion.Source.choices]
    )

    def __init__(self, data: QueryDict, *, years: list[int], initiatives: list[tuple[str, str]]):
        super().__init__(data)
        self.fields["year"].choices = [("", "すべて"), *((year, fiscal_year.label(year)) for year in years)]
        self.fields["initiative"] = forms.ChoiceField(
            label="取組", required=False, choices=[("", "すべて"), *initiatives]
        )

    def chosen(self, name: str):
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def is_narrow(self) -> bool:
        return any(self.chosen(name) for name in self.fields)

    @property
    def is_narrowed_by_more(self) -> bool:
        """Whether anything but the words narrows the list."""
        return any(self.chosen(name) for name in self.fields if name != "q")


def _years(rows: QuerySet) -> list[int]:
    years = rows.order_by("-number_year").values_list("number_year", flat=True)
    return list(years.distinct())


def _initiatives(key: str, **which) -> list[tuple[str, str]]:
    """Only 取組 on which something was said; those of the newest term first."""
    rows = Initiative.objects.filter(**which).distinct().select_related("term__plan")
    return [
        (str(getattr(row, key)), f"{row.term.name}　{row}")
        for row in rows.order_by("-term__first_year", "position", "number")
    ]


# ---- staff ------------------------------------------------------------------------------------------------


class LedgerFilter(Filter):
    status = forms.ChoiceField(label="状態", required=False, choices=[("", "すべて"), *Status.choices])
    owner = forms.ChoiceField(label="回答する担当", required=False)
    overdue = forms.BooleanField(label="期限を過ぎたものだけ", required=False)

    def __init__(self, data: QueryDict, *, offices: "Offices", **options):
        super().__init__(data, **options)
        bodies = {row.organization_id: row.organization for row in offices.departments}
        self.fields["owner"].choices = [
            ("", "すべて"),
            *((f"o{pk}", f"{body}（すべて）") for pk, body in bodies.items()),
            *((f"d{row.pk}", row.newest) for row in offices.departments),
        ]


class Offices:
    """Every department with its newest name and its organisation, read in one query."""

    def __init__(self):
        rows = Department.objects.select_related("organization").annotate(newest=newest_name("pk"))
        self.departments = list(rows)
        self.names = {row.pk: row.newest for row in self.departments}

    def organization_of(self, user: User) -> int | None:
        """The key of the organisation for which the person works."""
        found = (row.organization_id for row in self.departments if row.pk == user.department_id)
        return next(found, None)

    def owner(self, reply: Response) -> str:
        """The department that writes the reply, or the secretariat of the organisation that owes it."""
        return self.names.get(reply.department_id, f"{reply.organization.short_name}事務局")


def ledger_filter(data: QueryDict, offices: Offices) -> LedgerFilter:
    return LedgerFilter(
        data,
        offices=offices,
        years=_years(Opinion.objects),
        initiatives=_initiatives("pk", concerned_opinions__isnull=False),
    )


def listed(user: User, narrow: LedgerFilter, today: date) -> QuerySet:
    """The opinions that the person handles, overdue ones first, then those that wait, by their due dates."""
    rows = with_status(Opinion.objects.handled_by(user, today), today).filter(_asked_for(user, narrow))
    if narrow.chosen("status"):
        rows = rows.filter(status=narrow.chosen("status"))
    if narrow.chosen("overdue"):
        rows = rows.filter(is_overdue=True)
    return rows.order_by("-is_overdue", "-waits", F("due").asc(nulls_last=True), "-number_year", "-sequence")


def _asked_for(user: User, narrow: LedgerFilter) -> Q:
    asked = Q()
    if year := narrow.chosen("year"):
        asked &= Q(number_year=year)
    if source := narrow.chosen("source"):
        asked &= Q(source=source)
    if initiative := narrow.chosen("initiative"):
        asked &= Q(pk__in=OpinionInitiative.objects.filter(initiative=initiative).values("opinion"))
    if owner := narrow.chosen("owner"):
        column = "organization" if owner[0] == "o" else "department"
        asked &= Q(pk__in=Response.objects.filter(**{column: owner[1:]}).values("opinion"))
    if words := (narrow.chosen("q") or "").strip():
        asked &= Q(number__icontains=words) | Q(text__icontains=words) | Q(summary__icontains=words)
    return asked


def totals(user: User, today: date) -> dict:
    """How many opinions stand where, over all that the person handles."""
    rows = with_status(Opinion.objects.handled_by(user, today), today)
    counts = {status.value: Count("pk", filter=Q(status=status)) for status in Status}
    return rows.aggregate(all=Count("pk"), overdue=Count("pk", filter=Q(is_overdue=True)), **counts)


def may_run(user: User) -> bool:
    return user.may(Permission.RUN_ROUNDS)


# ---- the public -------------------------------------------------------------------------------------------


class VoiceFilter(Filter):
    disposition = forms.ChoiceField(
        label="反映区分", required=False, choices=[("", "すべて"), *Response.Disposition.choices]
    )


def voice_filter(data: QueryDict) -> VoiceFilter:
    initiatives = _initiatives("code", public_voices__isnull=False, term__published_at__isnull=False)
    return VoiceFilter(data, years=_years(PublicVoice.objects), initiatives=initiatives)


def public_voices(narrow: VoiceFilter) -> QuerySet:
    """Published opinions, newest number first."""
    rows = PublicVoice.objects.all()
    if year := narrow.chosen("year"):
        rows = rows.filter(number_year=year)
    if source := narrow.chosen("source"):
        rows = rows.filter(source=source)
    if disposition := narrow.chosen("disposition"):
        rows = rows.filter(dispositions__contains=[disposition])
    if code := narrow.chosen("initiative"):
        rows = rows.filter(
            pk__in=PublicVoice.initiatives.through.objects.filter(initiative__code=code).values("publicvoice")
        )
    if words := searchable(narrow.chosen("q") or "").strip():
        rows = rows.filter(words__contains=words)
    return rows


def public_counts(rows: QuerySet) -> dict:
    """受付・回答・反映."""
    return rows.aggregate(
        received=Count("pk"),
        replied=Count("pk", filter=Q(is_replied=True)),
        reflected=Count("pk", filter=Q(is_taken_up=True)),
    )
