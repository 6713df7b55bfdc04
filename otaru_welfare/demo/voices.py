"""The sample surveys and workshops, entered and published through the functions that the pages use."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from evaluations.models import Survey, SurveyItem, SurveySeries, Workshop
from evaluations.surveys import bank, holding, results
from evaluations.workshops import cards, ledger
from evaluations.workshops import holding as evenings
from initiatives.models import Indicator
from otaru_welfare.demo.people import Cast
from otaru_welfare.demo.shapes import Sample, find, naming, read_entries, read_list


@dataclass(frozen=True, kw_only=True)
class SeriesSample(Sample):
    name: str
    description: str
    item: list
    survey: list


@dataclass(frozen=True, kw_only=True)
class ItemSample(Sample):
    code: str
    name: str
    wording: list
    source: str = ""
    goals: list = field(default_factory=list)
    indicators: list = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class WordingSample(Sample):
    first_year: int
    text: str
    categories: list
    positive: list
    break_reason: str = ""

    def fields(self) -> dict:
        counts = [place in self.positive for place in range(1, len(self.categories) + 1)]
        fields = {"first_year": self.first_year, "text": self.text, "categories": self.categories}
        return fields | {"positive": counts, "break_reason": self.break_reason}


@dataclass(frozen=True, kw_only=True)
class SurveySample(Sample):
    fiscal_year: int
    starts_on: date
    ends_on: date
    population: str
    valid: int
    answers: list
    distributed: int | None = None
    method: str = "post"
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswersSample(Sample):
    item: str
    whole: list
    breakdown: str = ""
    groups: dict = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WorkshopSample(Sample):
    """``initiatives`` are numbers of 取組 by heading; ``ledger`` are the headings whose cards went into the ledger."""

    theme: str
    held_on: date
    cards: str
    initiatives: dict
    ledger: list
    district: str = ""
    hours: str = ""
    mode: str = "place"
    venue: str = ""
    participants: int | None = None
    is_published: bool = True


def load_voices(cast: Cast) -> None:
    for sample in read_list(SeriesSample, "surveys.toml", "series", "name"):
        _load_series(sample, cast)
    for sample in read_list(WorkshopSample, "workshops.toml", "workshop", "theme"):
        _load_workshop(sample, cast)


# ---- surveys ----------------------------------------------------------------------------------------------


def _load_series(sample: SeriesSample, cast: Cast) -> None:
    fields = {"name": sample.name, "description": sample.description, "is_sample": True}
    with naming(sample.place):
        series = bank.save_series(series=None, version=0, fields=fields)
    items = {}
    for one in read_entries(ItemSample, sample.item, f"{sample.place}、item", "code"):
        items[one.code] = _load_item(series, one, cast)
    for one in read_entries(SurveySample, sample.survey, f"{sample.place}、survey", "fiscal_year"):
        _load_survey(series, items, one, cast)


def _load_item(series: SurveySeries, sample: ItemSample, cast: Cast) -> SurveyItem:
    goals = {goal.number: goal for goal in cast.term.measures.goals()}
    rows = Indicator.objects.filter(initiative__term=cast.term, kind=Indicator.Kind.SURVEY)
    indicators = {row.name: row for row in rows}
    first, *later = read_entries(WordingSample, sample.wording, f"{sample.place}、wording", "first_year")
    with naming(sample.place):
        item = bank.save_item(
            series=series,
            item=None,
            version=0,
            fields={"code": sample.code, "name": sample.name, "source": sample.source, "is_sample": True},
            goals=[find(goals, number, sample.place, "基本目標") for number in sample.goals],
            indicators=[find(indicators, name, sample.place, "指標") for name in sample.indicators],
            wording=first.fields(),
        )
        for wording in later:
            item = bank.add_wording(item=item, version=item.version, wording=wording.fields())
    return item


def _load_survey(series: SurveySeries, items: dict, sample: SurveySample, cast: Cast) -> None:
    names = ("fiscal_year", "starts_on", "ends_on", "population", "valid", "distributed", "method", "note")
    fields = {name: getattr(sample, name) for name in names} | {"is_sample": True}
    with naming(sample.place):
        survey = holding.save_survey(series=series, survey=None, version=0, fields=fields)
    for one in read_entries(AnswersSample, sample.answers, f"{sample.place}、answers", "item"):
        _load_answers(survey, find(items, one.item, one.place, "項目"), one)
    with naming(sample.place):
        now = _evening(sample.ends_on)
        act = {"by": cast.secretariat, "now": now, "today": timezone.localdate(now)}
        holding.publish_survey(survey=survey, version=survey.version, **act)


def _load_answers(survey: Survey, item: SurveyItem, sample: AnswersSample) -> None:
    rows = [
        (("", ""), sample.whole),
        *(((sample.breakdown, name), row) for name, row in sample.groups.items()),
    ]
    with naming(sample.place):
        groups = [
            results.read_group(
                names=names,
                n=None,
                values=[Decimal(value) for value in row],
                is_percent=False,
                valid=survey.valid,
            )
            for names, row in rows
        ]
        wording = item.wording_in(survey.fiscal_year)
        results.save_answers(survey=survey, wording=wording, version=0, is_percent=False, groups=groups)


def _evening(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(21)))


# ---- workshops --------------------------------------------------------------------------------------------


def _load_workshop(sample: WorkshopSample, cast: Cast) -> None:
    names = ("theme", "district", "held_on", "hours", "mode", "participants")
    fields = {name: getattr(sample, name) for name in names} | {"place": sample.venue, "is_sample": True}
    now = _evening(sample.held_on)
    with naming(sample.place):
        workshop = evenings.save_workshop(workshop=None, version=0, fields=fields)
        cards.add_cards(workshop=workshop, lines=cards.read_lines(sample.cards))
        _tie_groups(workshop, sample, cast)
        if taken := list(
            workshop.cards.filter(group__heading__in=sample.ledger).values_list("pk", flat=True)
        ):
            ledger.take_cards(workshop=workshop, cards=taken, as_one=True, now=now)
        if sample.is_published:
            act = {"by": cast.secretariat, "now": now, "today": sample.held_on}
            evenings.publish_workshop(workshop=workshop, version=workshop.version, **act)


def _tie_groups(workshop: Workshop, sample: WorkshopSample, cast: Cast) -> None:
    initiatives = {row.number: row for row in cast.term.initiatives.all()}
    groups = {group.heading: group for group in workshop.groups.all()}
    for heading, numbers in sample.initiatives.items():
        group = find(groups, heading, sample.place, "見出し")
        cards.save_group(
            group=group,
            version=group.version,
            heading=heading,
            position=group.position,
            initiatives=[find(initiatives, number, sample.place, "取組") for number in numbers],
        )
