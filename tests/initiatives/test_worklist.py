"""わたしの担当: what is left, in words, and the way from one record to the next."""

from datetime import timedelta

import pytest
from django.urls import reverse

from initiatives import worklist
from initiatives.models import AnnualRecord
from tests import builders
from tests.initiatives.test_staff_pages import page

LIST = reverse("staff:record-list")


@pytest.fixture
def record(second_year):
    return second_year


def html(client, address) -> str:
    return client.get(address).content.decode()


# ---- わたしの担当 -------------------------------------------------------------------------------------------


def test_the_list_says_what_is_missing_and_leads_there(sato, cast, record):
    builders.fill(record, rating_reason="", issue="", improvement="")
    record.promises.update(answer="")
    text = html(sato, LIST)
    assert "あと4か所：約束のその後、評価の理由、課題、ほか" in text
    assert (
        f'{page("record-edit", record)}#id_promise-{record.promises.get().pk}-answer">続きから入力する'
        in text
    )
    assert "あと3日" in text
    assert "1件中0件提出しました。" in text


@pytest.mark.parametrize(
    ("days", "words"), [(0, "今日まで"), (1, "あと1日"), (-1, "1日過ぎています"), (40, "あと40日")]
)
def test_the_time_that_is_left(cast, record, days, words):
    task = worklist.Task(record, record.due_on - timedelta(days=days), is_kept=False)
    assert task.time_left == words
    record.state = "submitted"
    assert (task.time_left, task.missing, task.first_gap) == ("", "", "")


def test_a_complete_draft_is_asked_to_be_submitted(sato, record):
    builders.fill(record)
    assert "すべて入力済みです。確かめて提出してください。" in html(sato, LIST)


def test_of_several_open_calls_one_is_chosen(sato, cast, record):
    second = builders.round_(cast.term, cast.committee, cast.jimu, year=2023)
    text = html(sato, LIST)
    assert "<h2>令和4年度（2022年度）</h2>" in text
    assert f'href="?call={second.request.pk}">令和5年度（2023年度）（残り1件）' in text
    assert "<h2>令和5年度（2023年度）</h2>" in html(sato, f"{LIST}?call={second.request.pk}")
    for odd in ("0", "x", "９", "9" * 50, "%00"):
        assert "<h2>令和4年度（2022年度）</h2>" in html(sato, f"{LIST}?call={odd}")


def test_the_list_of_150_stays_within_twelve_queries(sato, cast, django_assert_max_num_queries):
    for number in range(150):
        counted = builders.initiative(cast.goal, cast.elderly, f"3-{number}")
        if number < 5:
            builders.indicator(counted)
    builders.round_(cast.term, cast.committee, cast.jimu)
    with django_assert_max_num_queries(12):
        assert html(sato, LIST).count("入力する<span") == 151


# ---- from one record to the next -----------------------------------------------------------------------------


@pytest.fixture
def three(cast):
    """Three records of 高齢者福祉課, one of another department between them."""
    builders.initiative(cast.goal, cast.children, "1-3", title="子どもの居場所")
    builders.initiative(cast.goal, cast.elderly, "1-4", title="配食")
    builders.initiative(cast.goal, cast.elderly, "1-5", title="移送")
    request = builders.round_(cast.term, cast.committee, cast.jimu).request
    return [request.records.get(initiative__number=number) for number in ("1-1", "1-4", "1-5")]


@pytest.mark.parametrize("name", ["record-edit", "record-check", "record-detail"])
def test_one_reads_on_within_the_own_list(sato, three, name):
    text = html(sato, page(name, three[1]))
    assert "3件中2件目" in text
    assert "前へ：1-1　見守り活動" in text
    assert "次へ：1-5　移送" in text


def test_the_secretariat_reads_on_within_the_list_of_the_department(client, cast, three):
    client.force_login(cast.jimu)
    assert "次へ：1-5　移送" in html(client, page("record-edit", three[1]))


def test_after_submitting_the_next_open_record_is_offered(sato, cast, three):
    builders.submitted(three[1], cast.sato)
    builders.fill(three[2])
    three[2].refresh_from_db()
    answer = sato.post(page("record-check", three[2]), {"version": three[2].version}, follow=True)
    text = answer.content.decode()
    assert "「移送」を提出しました。" in text
    assert "次に入力する取組（残り1件）" in text
    assert f'href="{page("record-edit", three[0])}">1-1　見守り活動を入力する' in text


def test_saving_may_lead_to_the_next_record(sato, three):
    def saved(following):
        record = AnnualRecord.objects.get(pk=three[0].pk)
        texts = builders.TEXTS | {"version": record.version, "self_rating": "", "next": following}
        return sato.post(page("record-edit", record), texts)["Location"]

    assert saved(str(three[1].pk)) == page("record-edit", three[1])
    for odd in ("", "x", "-1", "9" * 5000):
        assert saved(odd) == page("record-edit", three[0])
