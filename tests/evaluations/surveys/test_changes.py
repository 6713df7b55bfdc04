"""The change of an item between years: the bound of 3 points, breaks of wording, what is hidden."""

from decimal import Decimal

import pytest

from evaluations.models import ItemAnswers, SurveySeries
from evaluations.surveys import bank, changes
from tests import voices


def course(item):
    (found,) = changes.courses([item], ItemAnswers.objects.published().for_reading())
    return found


@pytest.fixture
def asked(cast):
    series = voices.series()
    return voices.item(series, goals=[cast.goal])


def publish(item, year, by, *values, **fields):
    survey = voices.survey(item.series, year, **fields)
    voices.answers(survey, item, voices.group(*values))
    return voices.published_survey(survey, by)


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        ("3.0", "現状維持"),
        ("3.1", "上がった"),
        ("-3.0", "現状維持"),
        ("-3.1", "下がった"),
        ("0.0", "現状維持"),
    ],
)
def test_the_bound_itself_is_no_change(difference, said):
    assert changes.judge(Decimal(difference), Decimal(3)) == said


def test_shares_are_compared_as_they_are_published(asked, cast):
    publish(asked, 2021, cast.jimu, 300, 250, 250, 200)
    publish(asked, 2022, cast.jimu, 300, 281, 219, 200)
    first, second = course(asked).points
    assert (first.share, first.judgement, first.difference) == ("55.0％", "", None)
    assert (second.share, second.difference_words, second.judgement) == ("58.1％", "+3.1", "上がった")


def test_a_published_survey_keeps_the_rule_of_its_day(asked, cast):
    publish(asked, 2021, cast.jimu, 300, 250, 250, 200)
    publish(asked, 2022, cast.jimu, 300, 281, 219, 200)
    SurveySeries.objects.update(same_within=5)
    assert course(asked).last.judgement == "上がった"
    publish(asked, 2023, cast.jimu, 300, 320, 180, 200)
    assert (course(asked).last.difference_words, course(asked).last.judgement) == ("+3.9", "現状維持")


def test_another_wording_is_a_break_that_is_seen(asked, cast):
    publish(asked, 2021, cast.jimu, 300, 250, 250, 200)
    other = voices.wording(
        2022, "ふだん、地域とのつながりを感じますか。", break_reason="分かりにくかったため。"
    )
    bank.add_wording(item=asked, version=asked.version, wording=other)
    asked.refresh_from_db()
    asked._prefetched_objects_cache = {}
    publish(asked, 2022, cast.jimu, 400, 250, 150, 200)
    publish(asked, 2023, cast.jimu, 400, 260, 140, 200)
    points = course(asked).points
    assert [point.judgement for point in points] == ["", "比べられません", "現状維持"]
    assert points[1].is_break
    assert points[1].difference is None
    assert len(course(asked).drawing()["lines"]) == 1


def test_what_is_hidden_is_not_compared(asked, cast):
    publish(asked, 2021, cast.jimu, 300, 250, 250, 200)
    publish(asked, 2022, cast.jimu, 3, 2, 1, 1)
    last = course(asked).last
    assert (last.n, last.share, last.value, last.judgement) == ("秘匿", "秘匿", None, "―")


def test_percentages_and_people_are_compared_alike(asked, cast):
    publish(asked, 2021, cast.jimu, 300, 250, 250, 200)
    survey = voices.survey(asked.series, 2022)
    voices.answers(survey, asked, voices.group("30.5", "20.5", "29", "20", n=800), is_percent=True)
    voices.published_survey(survey, cast.jimu)
    assert course(asked).last.difference_words == "-4.0"
    assert course(asked).last.judgement == "下がった"
