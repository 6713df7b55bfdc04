"""Builders of surveys and workshops: each makes one row through the verbs of the pages."""

from datetime import date
from decimal import Decimal

from evaluations.models import Survey, SurveyItem, SurveySeries, Workshop
from evaluations.surveys import bank, holding, results, results_file, taking_in
from evaluations.surveys.results import Group
from evaluations.workshops import cards
from evaluations.workshops import holding as evenings
from tests.builders import NOW, TODAY

CATEGORIES = ("とても感じる", "やや感じる", "あまり感じない", "まったく感じない")
POSITIVE = (True, True, False, False)


def series(name="市民アンケート", **fields) -> SurveySeries:
    sensible = {"description": "", "same_within": Decimal(3), "hide_below_n": 10, "hide_below_count": 5}
    return bank.save_series(series=None, version=0, fields={"name": name} | sensible | fields)


def wording(first_year=2018, text="地域とのつながりを感じますか。", **fields) -> dict:
    sensible = {"categories": list(CATEGORIES), "positive": list(POSITIVE)}
    return {"first_year": first_year, "text": text} | sensible | fields


def item(
    series, code="Q1", name="つながりを感じる人の割合", goals=(), indicators=(), first_year=2018
) -> SurveyItem:
    return bank.save_item(
        series=series,
        item=None,
        version=0,
        fields={"code": code, "name": name, "source": ""},
        goals=goals,
        indicators=indicators,
        wording=wording(first_year),
    )


def survey(series, year=2022, valid=1000, distributed=2000, **fields) -> Survey:
    sensible = {
        "fiscal_year": year,
        "starts_on": date(year, 10, 1),
        "ends_on": date(year, 10, 31),
        "method": "post",
        "population": "18歳以上の市民",
        "distributed": distributed,
        "valid": valid,
        "source": "",
        "note": "",
    }
    return holding.save_survey(series=series, survey=None, version=0, fields=sensible | fields)


def group(*values, breakdown="", name="", n=None) -> Group:
    numbers = tuple(Decimal(str(value)) for value in values)
    return Group(breakdown, name, int(sum(numbers)) if n is None else n, numbers)


def answers(survey, item, *groups, is_percent=False):
    """What was answered to ``item``; where nothing is said, 300 + 250 of 1,000 positive."""
    return results.save_answers(
        survey=survey,
        wording=item.wording_in(survey.fiscal_year),
        version=0,
        is_percent=is_percent,
        groups=groups or [group(300, 250, 250, 200)],
    )


def published_survey(survey, by) -> Survey:
    survey.refresh_from_db()
    return holding.publish_survey(
        survey=survey, version=survey.version, by=by, now=NOW, today=date(survey.fiscal_year + 1, 4, 1)
    )


def survey_upload(survey, by, data=None, name="kekka.csv"):
    """A file of results that somebody sent and has not had written yet."""
    held = results_file.write(survey, survey.series.items.for_reading(), survey.answers.for_reading())
    return taking_in.take_in(survey=survey, data=data or held, name=name, by=by, now=NOW)


def workshop(theme="子どもの居場所", held_on=TODAY, **fields) -> Workshop:
    sensible = {
        "district": "",
        "hours": "",
        "mode": "place",
        "place": "市民会館",
        "participants": 24,
        "note": "",
    }
    name = Workshop().name
    named = {"name": name, "theme": theme, "held_on": held_on}
    return evenings.save_workshop(workshop=None, version=0, fields=named | sensible | fields)


def pasted(workshop, text="遊び場がほしい\n本を読める所がほしい"):
    return cards.add_cards(workshop=workshop, lines=cards.read_lines(text)).cards


def published_workshop(workshop, by) -> Workshop:
    workshop.refresh_from_db()
    return evenings.publish_workshop(
        workshop=workshop, version=workshop.version, by=by, now=NOW, today=workshop.held_on
    )
