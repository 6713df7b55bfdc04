"""しめきりの階段: counted back from the meeting, compared before it is moved, and what stands in its way."""

import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.dates import write_day
from evaluations import deadlines
from evaluations.models import Deadline, EvaluationRound
from initiatives import due_dates
from initiatives.models import AnnualRecord
from tests import builders
from tests.evaluations.test_staff_pages import opening

MEETING = date(2099, 10, 1)


@pytest.fixture
def round_(cast):
    return builders.round_(cast.term, cast.committee, cast.jimu)


@pytest.fixture
def page(client, cast, round_):
    client.force_login(cast.jimu)
    return reverse("staff:round-deadlines", args=[round_.pk])


def typed(html: str, **changes) -> dict:
    """What a browser would send of the form on the page."""
    data = dict(re.findall(r'<input type="(?:text|hidden)" name="([^"]+)" value="([^"]*)"', html))
    data |= dict.fromkeys(re.findall(r'<input type="text" name="([^"]+)"(?![^>]* value=)', html), "")
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        data[name] = (
            re.search(r'value="([^"]*)"[^>]* selected', options)[1] if " selected" in options else "before"
        )
    return data | changes


def key(data: dict, name: str) -> str:
    return next(field.removeprefix("name-") for field, value in data.items() if value == name)


def compare(client, page, **changes):
    data = typed(client.get(page).content.decode(), **changes)
    return client.post(page, data).content.decode()


def test_comparing_shows_old_and_new_and_changes_nothing(client, cast, round_, page):
    html = compare(client, page, meeting_on="2099年10月1日")
    assert "この日程に変えますか" in html
    for words in (
        "令和81年5月31日",
        "令和81年7月31日",
        "動かします",
        "委員会の40開庁日前",
        "済んでいるため、動かしません",
    ):
        assert words in html
    assert Deadline.objects.count() == 0
    round_.request.refresh_from_db()
    assert round_.request.due_on == date(2099, 5, 31)


def test_a_step_that_was_done_without_a_day_is_not_said_to_keep_one(client, cast, round_, page):
    builders.in_committee(round_, cast.jimu)
    row = compare(client, page, meeting_on="2099年10月1日").partition("「事務局の確認」")[0]
    row = row.partition('<th scope="row">事務局の確認')[2].partition("</tr>")[0]
    assert "日を決めないまま済んでいます" in row
    assert "動かしません" not in row


def test_a_step_before_the_one_before_it_is_told_with_the_whole_date(client, cast, round_, page):
    html = client.get(page).content.decode()
    early = f"fixed-{key(typed(html), '委員の意見の期限')}"
    html = compare(client, page, meeting_on="2099年10月1日", **{early: "2099年6月1日"})
    assert re.search(r"前の段「[^」]+」（令和81年\d+月\d+日）より前になります。", html)


def test_confirming_moves_all_together(client, cast, round_, page):
    html = compare(client, page, meeting_on="2099年10月1日")
    answer = client.post(page, typed(html, confirm="1", reason="会場の都合"), follow=True).content.decode()
    assert "日程を決めました。" in answer
    round_ = EvaluationRound.objects.get()
    submission = deadlines.counted(deadlines.stairs_of(round_), "submission", MEETING)
    assert round_.request.due_on == submission
    assert round_.opinions_due_on == round_.deadlines.get(step="opinions").day < MEETING
    assert set(AnnualRecord.objects.values_list("due_on", "due_before", "due_reason")) == {
        (submission, date(2099, 5, 31), "会場の都合")
    }
    client.force_login(cast.sato)
    own = client.get(reverse("staff:record-list")).content.decode()
    assert f"提出期限が{write_day(submission)}に変わりました" in own
    assert "会場の都合" in own


def test_what_was_typed_after_the_comparison_is_compared_first(client, cast, page):
    html = compare(client, page, meeting_on="2099年10月1日")
    again = client.post(page, typed(html, confirm="1", meeting_on="2099年10月15日")).content.decode()
    assert "この日程に変えますか" in again
    assert Deadline.objects.count() == 0


def test_a_day_set_by_hand_stays_when_the_meeting_moves(client, cast, round_, page):
    html = compare(client, page, meeting_on="2099年10月1日")
    data = typed(html)
    fixed = {f"fixed-{key(data, '委員への資料送付')}": "令和81年9月1日"}
    html = client.post(page, data | fixed).content.decode()
    client.post(page, typed(html, confirm="1"))
    assert round_.deadlines.get(step="papers").is_fixed
    html = compare(client, page, meeting_on="2099年10月15日")
    assert "手で決めた日のため、委員会の日に合わせて動きません" in html
    client.post(page, typed(html, confirm="1"))
    assert round_.deadlines.get(step="papers").day == date(2099, 9, 1)
    assert round_.deadlines.get(step="meeting").day == date(2099, 10, 15)


def test_records_that_are_done_or_have_their_own_date_stay(client, cast, round_, page):
    walk = round_.request.records.get(initiative=cast.walk)
    salon = round_.request.records.get(initiative=cast.salon)
    builders.submitted(walk, cast.sato)
    own = {"seen": salon.due_on, "due_on": date(2099, 6, 15), "reason": "行事のため"}
    due_dates.change(record=salon, **own, now=builders.NOW)
    html = compare(client, page, meeting_on="2099年10月1日")
    client.post(page, typed(html, confirm="1"))
    assert set(AnnualRecord.objects.values_list("due_on", flat=True)) == {
        date(2099, 5, 31),
        date(2099, 6, 15),
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"meeting_on": "2020年10月1日"}, "過ぎた日になります。"),
        ({"meeting_on": "2099年10月3日"}, "閉庁日（土曜日）です。"),
        ({"meeting_on": "十月"}, "日付として読み取れません"),
        ({"meeting_on": ""}, "「委員会の開催日」を入力してください。"),
        ({"name-new1": "庁内会議", "meeting_on": "2099年10月1日"}, "開庁日数を入力してください"),
        (
            {"name-new1": "委員会の開催", "days-new1": "3", "meeting_on": "2099年10月1日"},
            "ほかの段と同じ名称",
        ),
        ({"days-new1": "3", "meeting_on": "2099年10月1日"}, "名称を入力してください"),
        ({"name-n1": "", "meeting_on": "2099年10月1日"}, "この段は消せません"),
        ({"days-n1": "１０００", "meeting_on": "2099年10月1日"}, "誤りがあります"),
        ({"days-n1": "-4", "meeting_on": "2099年10月1日"}, "誤りがあります"),
        ({"days-n5": "4", "meeting_on": "2099年10月1日"}, "上の「委員会の開催日」で決めてください"),
        ({"days-n3": "60", "meeting_on": "2099年10月1日"}, "前の段「事務局の確認」"),
    ],
)
def test_what_does_not_fit_is_said_at_its_place(client, page, changes, message):
    assert message in compare(client, page, **changes)
    assert Deadline.objects.count() == 0


def test_a_step_of_ones_own_is_added_in_its_place_and_taken_away(client, cast, round_, page):
    html = compare(client, page, meeting_on="2099年10月1日", **{"name-new1": "庁内会議", "days-new1": "２０"})
    client.post(page, typed(html, confirm="1"))
    names = list(round_.deadlines.values_list("name", flat=True))
    assert names.index("事務局の確認") + 1 == names.index("庁内会議") == names.index("委員への資料送付") - 1
    data = typed(client.get(page).content.decode())
    html = client.post(page, data | {f"name-{key(data, '庁内会議')}": ""}).content.decode()
    client.post(page, typed(html, confirm="1"))
    assert not round_.deadlines.filter(name="庁内会議").exists()


def test_two_people_at_once_the_second_is_told(client, cast, round_, page):
    html = compare(client, page, meeting_on="2099年10月1日")
    EvaluationRound.objects.update(version=9)
    again = client.post(page, typed(html, confirm="1")).content.decode()
    assert "ほかの人が先に、この回の段階か日程を変えました" in again
    assert Deadline.objects.count() == 0


def test_what_lies_behind_is_not_moved(client, cast, round_, page):
    builders.in_committee(round_, cast.jimu)
    html = compare(client, page, meeting_on="2099年10月1日")
    client.post(page, typed(html, confirm="1"))
    round_.request.refresh_from_db()
    assert round_.request.due_on == date(2099, 5, 31)
    assert EvaluationRound.objects.get().opinions_due_on != date(2099, 8, 31)


def test_a_round_may_begin_with_the_meeting_alone(client, cast):
    client.force_login(cast.jimu)
    blank = opening(cast, due_on="", opinions_due_on="", meeting_on="2099-10-01")
    address = reverse("staff:round-open")
    html = client.post(address, blank | {"count": "1"}).content.decode()
    due = re.search(r'name="due_on" value="(令和81年[^"]+)"', html)[1]
    assert EvaluationRound.objects.count() == 0
    client.post(address, blank)
    round_ = EvaluationRound.objects.get()
    assert due == write_day(round_.request.due_on)
    assert round_.deadlines.count() == 8
    assert not round_.deadlines.filter(is_fixed=True).exists()


def test_without_a_meeting_the_dates_must_be_typed(client, cast):
    client.force_login(cast.jimu)
    html = client.post(reverse("staff:round-open"), opening(cast, due_on="")).content.decode()
    assert "「所管課の提出期限」を入力してください。" in html


def test_a_date_typed_beside_the_meeting_counts_as_set_by_hand(client, cast):
    client.force_login(cast.jimu)
    client.post(reverse("staff:round-open"), opening(cast, meeting_on="2099-10-01"))
    fixed = EvaluationRound.objects.get().deadlines.filter(is_fixed=True)
    assert set(fixed.values_list("step", flat=True)) == {"submission", "opinions"}


def test_the_next_round_begins_with_the_offsets_of_the_last_one(cast):
    first = builders.round_(cast.term, cast.committee, cast.jimu, year=2021, meeting_on=MEETING)
    first.deadlines.filter(step="papers").update(offset=-9)
    second = builders.round_(cast.term, cast.committee, cast.jimu, year=2022, meeting_on=MEETING)
    assert second.deadlines.get(step="papers").offset == -9


def test_who_has_not_counted_yet_begins_with_the_next_meeting_of_the_round(client, cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    for place, (day, state) in enumerate(
        ((date(2099, 8, 5), "cancelled"), (date(2099, 9, 2), "preparing")), start=1
    ):
        meeting = builders.meeting(cast.committee, ordinal=place, held_on=day, round=round_)
        type(meeting).objects.filter(pk=meeting.pk).update(state=state)
    client.force_login(cast.jimu)
    html = client.get(reverse("staff:round-deadlines", args=[round_.pk])).content.decode()
    assert 'value="令和81年9月2日"' in html
    assert reverse("staff:meeting-detail", args=[meeting.pk]) in html
    assert "令和81年8月5日" not in html


@pytest.mark.parametrize("steps", [0, 2])
def test_the_page_costs_the_same_for_few_and_many_steps(client, cast, steps, django_assert_num_queries):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu, meeting_on=MEETING)
    for n in range(steps):
        Deadline.objects.create(
            round=round_, step="other", name=f"段{n}", offset=30, day=MEETING, position=9 + n
        )
    client.force_login(cast.jimu)
    with django_assert_num_queries(6):
        client.get(reverse("staff:round-deadlines", args=[round_.pk]))
