"""アンケート on the staff side: the bank of items, a survey, its results in the grid, publishing it."""

import pytest
from django.urls import reverse

from accounts.versioning import MoveRefused, StaleVersion
from evaluations.models import ItemAnswers, Survey, SurveyItem, SurveySeries
from evaluations.surveys import bank, holding, results
from tests import builders, voices


@pytest.fixture
def asked(cast):
    return voices.item(voices.series(), goals=[cast.goal])


def address(name, *rows):
    return reverse(f"staff:survey-{name}", args=[row.pk for row in rows])


def typed_item(**fields) -> dict:
    words = {f"category-{at}": "" for at in range(8)} | {
        f"category-{at}": name for at, name in enumerate(voices.CATEGORIES)
    }
    typed = {"version": 0, "code": "Ｑ２", "name": "つながり", "source": "", "first_year": "2020"}
    return typed | {"text": "つながりを感じますか。", "positive-0": "on", "positive-1": "on"} | words | fields


def typed_survey(**fields) -> dict:
    return {
        "version": 0,
        "fiscal_year": "2022",
        "starts_on": "令和4年10月1日",
        "ends_on": "R4.10.31",
        "method": "post",
        "population": "18歳以上の市民",
        "distributed": "２，０００",
        "valid": "1,000",
        "source": "",
        "note": "",
    } | fields


def typed_results(version=0, unit="count", spare=3, **fields) -> dict:
    """The grid of an item without groups: everybody, and the spare rows."""
    typed = {"version": version, "rows": spare + 1, "unit": unit, "n-r0": ""}
    typed |= {f"v-r0-{place}": value for place, value in enumerate(("300", "250", "２５０", "200"))}
    for at in range(1, spare + 1):
        typed |= {f"{name}-r{at}": "" for name in ("breakdown", "name", "n")}
        typed |= {f"v-r{at}-{place}": "" for place in range(4)}
    return typed | {name.replace("_", "-"): value for name, value in fields.items()}


# ---- series and items -------------------------------------------------------------------------------------


def test_a_series_is_entered_with_its_rules(jimu):
    typed = {"version": 0, "name": "市民アンケート", "description": ""}
    rules = {"same_within": "２．５", "hide_below_n": "20", "hide_below_count": "5"}
    jimu.post(address("series-add"), typed | rules)
    series = SurveySeries.objects.get()
    assert (series.same_within, series.hide_below_n) == (2.5, 20)
    html = jimu.get(address("item-list", series)).content.decode()
    assert "前回との差が2.5ポイント以内なら「現状維持」" in html


def test_an_item_is_entered_with_its_categories_and_goal(jimu, cast):
    series = voices.series()
    jimu.post(address("item-add", series), typed_item(goals=[cast.goal.pk]))
    item = SurveyItem.objects.get()
    assert item.newest_wording.choices == list(zip(voices.CATEGORIES, voices.POSITIVE, strict=True))
    assert list(item.goals.all()) == [cast.goal]
    html = jimu.get(address("item-list", series)).content.decode()
    assert "つながりを感じますか。" in html
    assert "「とても感じる」「やや感じる」" in html


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": ""}, "「項目番号」を入力してください。"),
        ({"text": ""}, "「設問の文」を入力してください。"),
        ({f"category-{at}": "" for at in range(1, 8)}, "選択肢を2つ以上"),
        ({"category-1": "とても感じる"}, "同じ選択肢が2つあります。"),
        ({"positive-0": "", "positive-1": ""}, "印を付けてください。"),
        ({f"positive-{at}": "on" for at in range(4)}, "すべての選択肢に印があります。"),
        ({"category-0": "あ" * 41}, "40文字までです。"),
        ({"name": "a\x00b"}, "画面に表示されない文字"),
        ({"first_year": "10"}, "選択"),
    ],
)
def test_an_item_that_does_not_fit_is_refused_and_nothing_typed_is_lost(jimu, wrong, said):
    html = jimu.post(
        address("item-add", voices.series()), typed_item(source="残る出典") | wrong
    ).content.decode()
    assert said in html
    assert "残る出典" in html
    assert not SurveyItem.objects.exists()


def test_a_code_is_used_once_in_a_series(jimu, asked):
    html = jimu.post(address("item-add", asked.series), typed_item(code="Q1")).content.decode()
    assert "この項目番号は、このアンケートですでに使われています。" in html


def test_the_wording_stands_once_somebody_answered(jimu, asked):
    voices.answers(voices.survey(asked.series), asked)
    html = jimu.get(address("item-edit", asked)).content.decode()
    assert "結果があるため、設問の文と選択肢は直せません。" in html
    assert 'name="text"' not in html
    kept = {"version": asked.version, "code": "Q1", "name": "新しい名称", "source": ""}
    assert jimu.post(address("item-edit", asked), kept).status_code == 302
    asked.refresh_from_db()
    assert asked.name == "新しい名称"
    with pytest.raises(MoveRefused, match="設問の文は"):
        bank.save_item(
            series=asked.series, item=asked, version=asked.version, fields={}, wording=voices.wording(2019)
        )


def test_another_wording_begins_after_the_last_results(jimu, asked):
    voices.answers(voices.survey(asked.series, 2022), asked)
    typed = typed_item(version=asked.version, text="別の聞き方", first_year="2022", break_reason="短くした")
    html = jimu.post(address("item-wording", asked), typed).content.decode()
    assert "令和4年度（2022年度）の結果があります。それより後の年度を選んでください。" in html
    assert "別の聞き方" in html
    jimu.post(address("item-wording", asked), typed | {"first_year": "2023"})
    assert [row.first_year for row in asked.wordings.all()] == [2018, 2023]
    assert "変えた理由：短くした" in jimu.get(address("item-edit", asked)).content.decode()


def test_an_item_without_results_is_deleted_one_with_them_is_not(jimu, asked):
    other = voices.item(asked.series, "Q2")
    jimu.post(address("item-delete", other), {"version": other.version})
    assert SurveyItem.objects.get() == asked
    voices.answers(voices.survey(asked.series), asked)
    html = jimu.post(address("item-delete", asked), {"version": asked.version}).content.decode()
    assert "結果があるため、削除できません" in html


def test_the_limits_stand_while_a_survey_is_public(jimu, cast, asked):
    survey = voices.survey(asked.series)
    voices.answers(survey, asked)
    voices.published_survey(survey, cast.jimu)
    rules = {"same_within": "5", "hide_below_n": "1", "hide_below_count": "5"}
    typed = {"version": 1, "name": "市民アンケート", "description": "残る説明"} | rules
    html = jimu.post(address("series-edit", asked.series), typed).content.decode()
    assert "公開しているアンケートがあるため、変えられません。" in html
    assert "残る説明" in html
    jimu.post(address("series-edit", asked.series), typed | {"hide_below_n": "10"})
    asked.series.refresh_from_db()
    assert (asked.series.same_within, asked.series.hide_below_n) == (5, 10)


def test_a_series_is_deleted_with_its_items_unless_it_was_held(jimu, asked):
    survey = voices.survey(asked.series)
    html = jimu.post(address("series-delete", asked.series), {"version": 1}).content.decode()
    assert "実施の記録があるため、削除できません" in html
    jimu.post(address("delete", survey), {"version": 1})
    jimu.post(address("series-delete", asked.series), {"version": 1})
    assert not SurveyItem.objects.exists()
    assert not SurveySeries.objects.exists()


# ---- the survey -------------------------------------------------------------------------------------------


def test_a_survey_is_entered_once_a_year(jimu, asked):
    jimu.post(address("add", asked.series), typed_survey())
    survey = Survey.objects.get()
    assert survey.rate == "50.0"
    html = jimu.get(address("detail", survey)).content.decode()
    assert "有効回収率 50.0％" in html
    again = jimu.post(address("add", asked.series), typed_survey()).content.decode()
    assert "この年度の実施は、すでに登録されています。" in again


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"valid": "2,001"}, "有効回答数は、配布数以下にしてください。"),
        ({"ends_on": "令和4年9月30日"}, "調査の最終日は、初日以後にしてください。"),
        ({"starts_on": "いつか"}, "日付として読み取れません。"),
        ({"method": "fax"}, "選択"),
        ({"distributed": "▲5"}, "0以上の数字を入力してください。"),
    ],
)
def test_a_survey_that_does_not_fit_is_refused_and_nothing_typed_is_lost(jimu, asked, wrong, said):
    html = jimu.post(address("add", asked.series), typed_survey(note="残る補足") | wrong).content.decode()
    assert said in html
    assert "残る補足" in html
    assert not Survey.objects.exists()


# ---- results ----------------------------------------------------------------------------------------------


def test_results_are_typed_and_lead_to_the_next_item(jimu, asked):
    other, survey = voices.item(asked.series, "Q2"), voices.survey(asked.series)
    groups = {"breakdown_r1": "年代", "name_r1": "65歳以上", "v_r1_0": "100", "v_r1_1": "50"}
    groups |= {"v_r1_2": "30", "v_r1_3": "20"}
    answer = jimu.post(address("results", survey, asked), typed_results(next="1", **groups))
    assert answer["Location"] == address("results", survey, other)
    held = ItemAnswers.objects.get()
    assert [(row.label, row.n) for row in held.groups.all()] == [("全体", 1000), ("65歳以上", 200)]
    html = jimu.get(answer["Location"]).content.decode()
    assert 'value="65歳以上"' in html


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"v_r0_1": ""}, "すべての選択肢に数字を入力してください。"),
        ({"v_r0_1": "二百五十"}, "数字で入力してください。"),
        ({"v_r0_1": "-5"}, "0以上の数字を入力してください。"),
        ({"v_r0_1": "250.5"}, "人数は、整数で入力してください。"),
        ({"n_r0": "999"}, "人数の合計（1000人）が、有効回答数（999人）と合いません。"),
        ({"v_r0_1": "251"}, "調査全体の有効回答数（1000人）より多くなっています。"),
        ({"unit": "percent"}, "有効回答数（n）も入力してください。"),
        ({"unit": "percent", "n_r0": "900"}, "割合の合計が1000％です。"),
        ({"unit": "ratio"}, "選択"),
        ({"v_r1_0": "3", "v_r1_1": "3", "v_r1_2": "3", "v_r1_3": "3"}, "両方とも入力してください。"),
    ],
)
def test_results_that_do_not_fit_are_refused_and_nothing_typed_is_lost(jimu, asked, wrong, said):
    survey = voices.survey(asked.series)
    sent = typed_results(**({"breakdown_r2": "残る内訳"} | wrong))
    html = jimu.post(address("results", survey, asked), sent).content.decode()
    assert said in html
    assert "残る内訳" in html
    assert not ItemAnswers.objects.exists()


def test_the_second_of_two_savers_sees_the_numbers_of_the_first(jimu, asked):
    survey = voices.survey(asked.series)
    voices.answers(
        survey, asked, voices.group(1, 2, 3, 4), voices.group(5, 6, 7, 8, breakdown="地区", name="北")
    )
    html = jimu.post(address("results", survey, asked), typed_results(version=0)).content.decode()
    assert "先に保存したため、まだ保存していません" in html
    assert [int(v) for v in ItemAnswers.objects.get().whole.values] == [1, 2, 3, 4]
    assert 'value="300"' in html


def test_a_group_that_somebody_added_meanwhile_is_told_and_stays(jimu, asked):
    survey = voices.survey(asked.series)
    typed_before = typed_results(version=voices.answers(survey, asked).version)
    north = voices.group(5, 6, 7, 8, breakdown="地区", name="北")
    wording = asked.newest_wording
    results.save_answers(
        survey=survey, wording=wording, version=1, is_percent=False, groups=[voices.group(1, 2, 3, 4), north]
    )
    html = jimu.post(address("results", survey, asked), typed_before).content.decode()
    assert "「地区 北：5・6・7・8（n=26）」を加えました" in html
    assert ItemAnswers.objects.get().groups.count() == 2
    assert 'name="version" value="2"' in html


def test_a_page_that_was_cut_off_writes_nothing(jimu, asked):
    survey = voices.survey(asked.series)
    sent = {name: value for name, value in typed_results().items() if not name.endswith("r3-3")}
    html = jimu.post(address("results", survey, asked), sent).content.decode()
    assert "途中までしか届かなかった" in html
    assert not ItemAnswers.objects.exists()


def test_rows_without_numbers_take_the_results_away(jimu, asked):
    survey = voices.survey(asked.series)
    held = voices.answers(survey, asked)
    empty = {f"v_r0_{place}": "" for place in range(4)}
    jimu.post(address("results", survey, asked), typed_results(version=held.version, **empty))
    assert not ItemAnswers.objects.exists()


# ---- publishing -------------------------------------------------------------------------------------------


def test_nothing_is_published_without_results_or_before_the_end(cast, asked):
    survey = voices.survey(asked.series, 2022)
    act = {"survey": survey, "version": 1, "by": cast.jimu, "now": builders.NOW}
    with pytest.raises(MoveRefused, match="結果がまだ入力されていない"):
        holding.publish_survey(**act, today=builders.TODAY)
    voices.answers(survey, asked)
    with pytest.raises(MoveRefused, match="まだ来ていない"):
        holding.publish_survey(**act, today=survey.starts_on)
    holding.publish_survey(**act, today=survey.ends_on)
    with pytest.raises(StaleVersion):
        holding.publish_survey(**act, today=survey.ends_on)


def test_what_is_public_is_withdrawn_before_it_is_changed(jimu, cast, asked):
    survey = voices.survey(asked.series)
    voices.answers(survey, asked)
    jimu.post(address("publish", survey), {"version": 1})
    survey.refresh_from_db()
    assert survey.published_at
    for name, rows, sent in (
        ("edit", (survey,), typed_survey(version=2)),
        ("results", (survey, asked), typed_results(version=1)),
        ("delete", (survey,), {"version": 2}),
    ):
        jimu.post(address(name, *rows), sent)
    survey.refresh_from_db()
    assert (survey.published_at is not None, survey.version, survey.answers.get().version) == (True, 2, 1)
    jimu.post(address("publish", survey), {"version": 2, "withdraw": "1"})
    survey.refresh_from_db()
    assert survey.published_at is None


def test_the_preview_hides_what_publishing_will_hide(jimu, asked):
    survey = voices.survey(asked.series)
    small = voices.group(2, 3, 1, 1, breakdown="年代", name="18～39歳")
    large = voices.group(298, 247, 249, 199, breakdown="年代", name="40歳以上")
    voices.answers(survey, asked, voices.group(300, 250, 250, 200), small, large)
    html = jimu.get(address("publish", survey)).content.decode()
    assert html.count(">秘匿<") == 2 * 6
    assert "293" not in html
    open_ = jimu.get(address("results", survey, asked)).content.decode()
    assert 'value="298"' in open_


# ---- costs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_and_three(jimu, cast, django_assert_num_queries, count):
    series = voices.series()
    items = [voices.item(series, f"Q{at}", goals=[cast.goal]) for at in range(count)]
    for at in range(count):
        survey = voices.survey(series, 2020 + at)
        for item in items:
            voices.answers(survey, item)
    for at in range(count - 1):
        voices.series(f"別のアンケート{at}")
    costs = {
        "list": ((), 6),
        "item-list": ((series,), 8),
        "detail": ((survey,), 10),
        "publish": ((survey,), 6),
    }
    costs |= {
        "file-download": ((survey,), 8),
        "results": ((survey, items[0]), 10),
        "item-edit": ((items[0],), 10),
    }
    for name, (rows, queries) in costs.items():
        with django_assert_num_queries(queries, info=name):
            assert jimu.get(address(name, *rows)).status_code == 200
