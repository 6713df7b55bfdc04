"""アンケート as everybody reads it: after publishing, without what was hidden, as pages, CSV and PDF."""

import csv
import io

import pytest
from django.urls import reverse

from accounts.versioning import MoveRefused
from evaluations.surveys import holding
from tests import builders, voices

NAMES = ("survey-list", "survey-series", "survey-item", "survey-detail")


@pytest.fixture
def survey(cast):
    """A survey of which one group is small and another would tell of it."""
    cast.item = voices.item(voices.series(), goals=[cast.goal])
    survey = voices.survey(cast.item.series)
    voices.answers(
        survey,
        cast.item,
        voices.group(300, 250, 250, 193),
        voices.group(2, 3, 1, 1, breakdown="年代", name="18～39歳"),
        voices.group(98, 97, 99, 92, breakdown="年代", name="40～64歳"),
        voices.group(200, 150, 150, 100, breakdown="年代", name="65歳以上"),
    )
    return survey


def rows(survey) -> dict:
    item = survey.series.items.get()
    return {
        "survey-list": [],
        "survey-series": [survey.series_id],
        "survey-item": [item.pk],
        "survey-detail": [survey.pk],
    }


def test_nothing_is_public_before_it_is_published_nor_after_it_is_withdrawn(client, cast, survey):
    for name in (*NAMES[1:], "survey-csv", "survey-pdf"):
        key = rows(survey).get(name, [survey.pk])
        assert client.get(reverse(name, args=key)).status_code == 404
    assert "市民アンケート" not in client.get(reverse("survey-list")).content.decode()
    survey = voices.published_survey(survey, cast.jimu)
    for name in NAMES:
        html = client.get(reverse(name, args=rows(survey)[name])).content.decode()
        assert "市民アンケート" in html
    holding.withdraw_survey(survey=survey, version=survey.version)
    assert client.get(reverse("survey-detail", args=[survey.pk])).status_code == 404


def test_what_is_few_is_in_no_page_and_in_no_file(client, cast, survey):
    voices.published_survey(survey, cast.jimu)
    page = client.get(reverse("survey-detail", args=[survey.pk])).content.decode()
    assert page.count(">秘匿<") == 2 * 6
    assert "600" in page
    assert "386" not in page
    assert "年代別のよい回答の割合" in (
        item := client.get(reverse("survey-item", args=[cast.item.pk])).content.decode()
    )
    assert item.count("秘匿") >= 4
    data = client.get(reverse("survey-csv", args=[survey.pk]))
    lines = list(csv.DictReader(io.StringIO(data.content.decode("utf-8-sig"))))
    hidden = [line for line in lines if line["秘匿"] == "1"]
    assert {line["内訳"] for line in hidden} == {"18～39歳", "40～64歳"}
    assert {(line["有効回答数"], line["人数"], line["割合（％）"]) for line in hidden} == {("", "", "")}
    shown = next(line for line in lines if line["内訳"] == "65歳以上")
    assert (shown["人数"], shown["割合（％）"], shown["有効回答数"]) == ("200", "33.3", "600")


@pytest.fixture
def asked_twice(cast, survey):
    """The same people answered a second item, in which another group would hide the small one."""
    second = voices.item(survey.series, "Q2", "安心を感じる人の割合", goals=[cast.goal])
    voices.answers(
        survey,
        second,
        voices.group(299, 251, 251, 192),
        voices.group(1, 4, 1, 1, breakdown="年代", name="18～39歳"),
        voices.group(98, 97, 100, 91, breakdown="年代", name="40～64歳"),
        voices.group(200, 150, 150, 100, breakdown="年代", name="65歳以上"),
    )
    return survey


def test_every_output_hides_the_same_cells(client, cast, asked_twice, paper):
    survey = voices.published_survey(asked_twice, cast.jimu)
    hidden = {
        (one.wording.item.code, group.breakdown, group.label): set(group.hidden)
        for one in survey.answers.for_reading()
        for group in one.groups.all()
    }
    kept = {key[1:]: cells for key, cells in hidden.items() if key[0] == "Q1"}
    assert all(("n" in cells) == ("n" in kept[key[1:]]) for key, cells in hidden.items())
    count = sum(map(len, hidden.values()))
    page = client.get(reverse("survey-detail", args=[survey.pk])).content.decode()
    assert page.count(">秘匿<") == count
    client.post(reverse("survey-pdf", args=[survey.pk]))
    assert "".join(paper[0]).count('<td class="number">秘匿</td>') == count
    lines = csv.DictReader(
        io.StringIO(client.get(reverse("survey-csv", args=[survey.pk])).content.decode("utf-8-sig"))
    )
    for line in lines:
        cells = hidden[line["項目番号"], line["内訳の種類"], line["内訳"]]
        place = str(voices.CATEGORIES.index(line["選択肢"]))
        assert (line["秘匿"] == "1") == (place in cells) == (line["割合（％）"] == "") == (line["人数"] == "")
        assert (line["有効回答数"] == "") == ("n" in cells)
    item = client.get(reverse("survey-item", args=[cast.item.pk])).content.decode()
    assert item.count("n=秘匿") == sum("n" in cells for cells in kept.values())
    assert item.count(">秘匿<br>") == sum("share" in cells for cells in kept.values())


def test_a_survey_with_few_answers_is_not_published(cast):
    item = voices.item(voices.series())
    survey = voices.survey(item.series, valid=9, distributed=20)
    voices.answers(survey, item, voices.group(5, 4, 0, 0))
    with pytest.raises(MoveRefused, match="秘匿する有効回答数（10人）に満たない"):
        voices.published_survey(survey, cast.jimu)


def test_open_data_has_a_bom_crlf_and_a_stable_id(client, cast, survey):
    voices.published_survey(survey, cast.jimu)
    answer = client.get(reverse("survey-csv", args=[survey.pk]))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.count(b"\r\n") == 1 + 4 * 4
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0][:3] == ["全国地方公共団体コード", "ID", "地方公共団体名"]
    assert len({line[1] for line in lines[1:]}) == 16


def test_the_change_is_a_table_and_a_drawing(client, cast, survey):
    voices.published_survey(survey, cast.jimu)
    later = voices.survey(cast.item.series, 2023)
    voices.answers(later, cast.item, voices.group(400, 250, 200, 150))
    voices.published_survey(later, cast.jimu)
    series = client.get(reverse("survey-series", args=[survey.series_id])).content.decode()
    assert "55.4％" in series
    assert "+9.6ポイント" in series
    assert "上がった" in series
    item = client.get(reverse("survey-item", args=[cast.item.pk])).content.decode()
    assert '<svg class="share-chart"' in item
    assert "R4 55.4％、R5 65.0％" in item
    assert str(cast.goal) in item


def test_the_items_of_one_goal_can_be_chosen(client, cast, survey):
    other = voices.item(survey.series, "Q2", "安心を感じる人の割合")
    voices.answers(survey, other)
    voices.published_survey(survey, cast.jimu)
    address = reverse("survey-series", args=[survey.series_id])
    assert "安心を感じる人の割合" in client.get(address).content.decode()
    assert "安心を感じる人の割合" not in client.get(f"{address}?goal={cast.goal.pk}").content.decode()
    for odd in ("?goal=x", "?goal=%00", "?goal=99999999999999999999", "?page=x"):
        assert "安心を感じる人の割合" in client.get(address + odd).content.decode()


def test_an_indicator_that_the_item_measures_is_named(client, cast, survey):
    indicator = builders.indicator(cast.walk, name="つながりの割合", unit="％", kind="survey")
    cast.item.indicators.add(indicator)
    voices.published_survey(survey, cast.jimu)
    html = client.get(reverse("survey-item", args=[cast.item.pk])).content.decode()
    assert "見守り活動：つながりの割合" in html


def test_a_print_holds_what_the_pages_show_and_no_more(client, cast, survey, paper):
    voices.published_survey(survey, cast.jimu)
    client.post(reverse("survey-pdf", args=[survey.pk]))
    printed = "".join(paper[0])
    assert "よい回答の割合の変化" in printed
    assert "55.4％" in printed
    assert printed.count('<td class="number">秘匿</td>') == 2 * 6
    assert "386" not in printed
    assert client.get(reverse("survey-pdf", args=[survey.pk])).content == b"%PDF-1.7 quick"


@pytest.mark.real_pdf
def test_the_print_can_be_laid_out(cast, survey):
    from evaluations.surveys.prints import survey_order
    from plans.press import print_pages

    survey = voices.published_survey(survey, cast.jimu)
    order = survey_order(survey)
    pdf = print_pages(order.pages(builders.TODAY), head=order.head, made_on=builders.TODAY)
    assert pdf.startswith(b"%PDF")


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_and_three(client, cast, django_assert_num_queries, count):
    series = voices.series()
    items = [voices.item(series, f"Q{at}", f"項目{at}", goals=[cast.goal]) for at in range(count)]
    for at in range(count):
        survey = voices.survey(series, 2020 + at)
        for item in items:
            voices.answers(survey, item)
        voices.published_survey(survey, cast.jimu)
        single = voices.series(f"別のアンケート{at}")
        one = voices.survey(single)
        voices.answers(one, voices.item(single))
        voices.published_survey(one, cast.jimu)
    costs = {"survey-list": ([], 4), "survey-series": ([series.pk], 10), "survey-item": ([items[0].pk], 7)}
    costs |= {"survey-detail": ([survey.pk], 5), "survey-csv": ([survey.pk], 4)}
    for name, (key, queries) in costs.items():
        with django_assert_num_queries(queries, info=name):
            html = client.get(reverse(name, args=key)).content.decode()
    assert html.count("項目") > count
