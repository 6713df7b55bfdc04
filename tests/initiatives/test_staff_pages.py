"""What a department meets when it enters its records, and the secretariat when it accepts and returns them."""

import pghistory
import pytest
from django.http import QueryDict
from django.urls import reverse

from initiatives import progress
from initiatives.forms import RecordForm
from initiatives.models import AnnualRecord, Promise
from tests import builders


@pytest.fixture
def record(cast):
    """The record of 見守り活動 with one indicator, in its first year: nothing to answer for yet."""
    cast.counted = builders.indicator(cast.walk, targets={2022: 12})
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    return round_.request.records.get(initiative=cast.walk)


def page(name, record):
    return reverse(f"staff:{name}", args=[record.pk])


def typed(record, **changes):
    """What the browser sends of a completely filled form."""
    scale = record.request.term.rating_scales.get(stage="self")
    value = record.values.get()
    data = builders.TEXTS | {
        "version": record.version,
        "self_rating": scale.levels.get(code="B").pk,
        f"value-{value.indicator_id}-actual": "12",
        f"value-{value.indicator_id}-missing_reason": "",
        f"value-{value.indicator_id}-note": "",
    }
    data |= {f"promise-{promise.pk}-reason": "" for promise in record.promises.all()}
    return data | changes


def test_the_task_list_says_what_is_left(client, cast, record):
    client.force_login(cast.sato)
    html = client.get(reverse("staff:record-list")).content.decode()
    assert "見守り活動" in html
    assert "ふれあいサロン" not in html
    assert "残りは<strong>1件</strong>" in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_task_list_costs_the_same_for_one_and_three(client, cast, count, django_assert_num_queries):
    for number in range(2, count + 1):
        builders.initiative(cast.goal, cast.elderly, f"2-{number}", support=[cast.children])
    builders.round_(cast.term, cast.committee, cast.jimu)
    client.force_login(cast.sato)
    with django_assert_num_queries(10):
        assert client.get(reverse("staff:record-list")).content.decode().count("入力する<span") == count


def test_a_returned_record_comes_first_with_its_reason(client, cast, record):
    builders.initiative(cast.goal, cast.elderly, "0-1")
    submitted = builders.submitted(record, cast.sato)
    client.force_login(cast.jimu)
    reason = "参加者の人数を、名簿と合わせてください。"
    client.post(page("record-return", record), {"version": submitted.version, "reason": reason})
    client.force_login(cast.sato)
    html = client.get(reverse("staff:record-list")).content.decode()
    assert reason in html


def test_a_draft_is_saved_as_it_was_typed(client, cast, record):
    client.force_login(cast.sato)
    text = "<b>太字</b>　髙橋さん𠮷野さん😀\r\n2行目"
    client.post(page("record-edit", record), typed(record, done=text))
    record.refresh_from_db()
    assert (record.state, record.done) == ("draft", text.replace("\r\n", "\n"))
    html = client.get(page("record-edit", record)).content.decode()
    assert "&lt;b&gt;太字&lt;/b&gt;　髙橋さん𠮷野さん😀" in html


def test_an_empty_draft_may_be_saved(client, cast, record):
    client.force_login(cast.sato)
    empty = {name: record.version if name == "version" else "" for name in typed(record)}
    response = client.post(page("record-edit", record), empty, follow=True)
    assert "下書きを保存しました" in response.content.decode()


def test_a_page_that_was_cut_off_empties_nothing(client, cast, record):
    saved = builders.fill(record)
    client.force_login(cast.sato)
    cut_off = {"version": saved.version, "planned": "途中まで届いた計画", "done": ""}
    html = client.post(page("record-edit", record), cut_off).content.decode()
    assert "途中までしか届かなかったため、まだ保存していません。届かなかった欄（「開催回数（回）」" in html
    assert "途中まで届いた計画" in html
    assert builders.TEXTS["improvement"] in html
    record.refresh_from_db()
    assert (record.planned, record.done) == (builders.TEXTS["planned"], builders.TEXTS["done"])


def test_a_paragraph_keeps_the_space_that_opens_it(client, cast, record):
    client.force_login(cast.sato)
    client.post(page("record-edit", record), typed(record, done="\r\n　はじめに。\r\n　つぎに。\r\n　\r\n"))
    record.refresh_from_db()
    assert record.done == "　はじめに。\n　つぎに。"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("１，２００", "1,200"), ("1,200", "1,200"), ("▲5", "-5"), ("12.50", "12.5"), (" 7 ", "7"), ("0", "0")],
)
def test_numbers_are_read_as_offices_write_them(client, cast, record, text, shown):
    client.force_login(cast.sato)
    key = f"value-{cast.counted.pk}-actual"
    client.post(page("record-edit", record), typed(record, **{key: text}))
    assert f'value="{shown}"' in client.get(page("record-edit", record)).content.decode()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("たくさん", "数字で入力してください"),
        ("1,20", "数字で入力してください"),
        ("9" * 30, "整数の部分は12桁までで入力してください"),
        ("1.2345", "小数は3桁まで"),
        ("NaN", "数字で入力してください"),
        ("1e5", "数字で入力してください"),
    ],
)
def test_what_is_no_number_is_refused_and_stays_in_its_box(client, cast, record, text, message):
    client.force_login(cast.sato)
    key = f"value-{cast.counted.pk}-actual"
    html = client.post(page("record-edit", record), typed(record, **{key: text})).content.decode()
    assert message in html
    assert f'value="{text}"' in html
    assert builders.TEXTS["done"] in html


def test_a_value_and_a_reason_for_having_none_exclude_each_other(client, cast, record):
    client.force_login(cast.sato)
    key = f"value-{cast.counted.pk}-missing_reason"
    html = client.post(page("record-edit", record), typed(record, **{key: "not_counted"})).content.decode()
    assert "実績値を入力したときは「値がある」を選んでください" in html


def test_control_characters_are_named_with_their_place(client, cast, record):
    client.force_login(cast.sato)
    html = client.post(page("record-edit", record), typed(record, done="参加者は\x1b20人")).content.decode()
    assert "「参加者は」のすぐ後（5文字目）" in html


def test_a_draft_may_run_over_and_submitting_says_by_how_much(client, cast, record):
    client.force_login(cast.sato)
    client.post(page("record-edit", record), typed(record, done="あ" * 1234))
    html = client.get(page("record-check", record)).content.decode()
    assert "「実績（この年度に行ったこと）」は1,000文字までです。あと234文字減らしてください。" in html
    assert "提出する</button>" not in html


def test_a_missing_value_is_never_zero(client, cast, record):
    client.force_login(cast.sato)
    key = f"value-{cast.counted.pk}"
    client.post(
        page("record-edit", record),
        typed(record, **{f"{key}-actual": "", f"{key}-missing_reason": "not_counted"}),
    )
    value = record.values.get()
    assert (value.actual, value.shown) == (None, "未集計")
    assert "未集計" in client.get(page("record-check", record)).content.decode()


def test_a_complete_record_is_submitted(client, cast, record):
    client.force_login(cast.sato)
    client.post(page("record-edit", record), typed(record, check="1"))
    record.refresh_from_db()
    response = client.post(page("record-check", record), {"version": record.version}, follow=True)
    assert "提出しました" in response.content.decode()
    record.refresh_from_db()
    assert (record.state, record.submitted_by) == ("submitted", cast.sato)


def test_submitting_twice_says_that_it_was_submitted(client, cast, record):
    client.force_login(cast.sato)
    submitted = builders.submitted(record, cast.sato)
    response = client.post(page("record-check", record), {"version": submitted.version}, follow=True)
    assert "この記録は「提出済み」になっています" in response.content.decode()


def test_submitting_with_gaps_is_refused_by_the_server_too(client, cast, record):
    client.force_login(cast.sato)
    response = client.post(page("record-check", record), {"version": record.version}, follow=True)
    assert "まだ提出できません" in response.content.decode()
    record.refresh_from_db()
    assert record.state == "not_started"


def test_the_second_of_two_savers_sees_both_texts_and_loses_neither(client, cast, record):
    client.force_login(cast.jimu)
    proxy = {"proxy-means": "paper", "proxy-note": ""}
    client.post(page("record-edit", record), typed(record, done="事務局が代わりに入れた実績") | proxy)
    client.force_login(cast.sato)
    html = client.post(page("record-edit", record), typed(record, done="佐藤が入れた実績")).content.decode()
    assert "伊藤さんが先に保存した" in html
    assert "事務局が代わりに入れた実績" in html
    assert "佐藤が入れた実績" in html
    record.refresh_from_db()
    assert record.done == "事務局が代わりに入れた実績"
    client.post(page("record-edit", record), typed(record, done="二人分を合わせた実績"))
    record.refresh_from_db()
    assert record.done == "二人分を合わせた実績"


def test_a_record_that_was_submitted_meanwhile_keeps_what_was_typed(client, cast, record):
    client.force_login(cast.sato)
    stale = typed(record, done="もう一言")
    builders.submitted(record, cast.jimu)
    response = client.post(page("record-edit", record), stale, follow=True)
    assert "もう一言" in response.content.decode()
    assert "まだ保存していません" in response.content.decode()


def test_last_year_stands_beside_this_years_boxes(client, cast, record):
    builders.accepted(record, cast.jimu, done="去年は12回行った。")
    following = builders.round_(cast.term, cast.committee, cast.jimu, year=2023)
    client.force_login(cast.sato)
    html = client.get(
        page("record-edit", following.request.records.get(initiative=cast.walk))
    ).content.decode()
    assert "去年は12回行った。" in html
    assert "前年度の記載" in html


def test_submission_is_refused_while_a_promise_is_unanswered(client, cast, record):
    builders.accepted(record, cast.jimu)
    following = builders.round_(cast.term, cast.committee, cast.jimu, year=2023)
    second = following.request.records.get(initiative=cast.walk)
    client.force_login(cast.sato)
    client.post(page("record-edit", second), typed(second))
    second.refresh_from_db()
    gap = "令和4年度の改善「若い世代に向けた説明会を9月に開く。」のその後を選んでください。"
    assert gap in client.get(page("record-check", second)).content.decode()
    client.post(page("record-check", second), {"version": second.version})
    second.refresh_from_db()
    assert second.state == "draft"


def test_an_answer_of_not_yet_needs_its_reason(client, cast, record):
    builders.accepted(record, cast.jimu)
    second = builders.round_(cast.term, cast.committee, cast.jimu, year=2023).request.records.get(
        initiative=cast.walk
    )
    promise = second.promises.get()
    client.force_login(cast.sato)
    client.post(page("record-edit", second), typed(second, **{f"promise-{promise.pk}-answer": "not_yet"}))
    assert "の理由を入力してください" in client.get(page("record-check", second)).content.decode()


def test_the_secretariat_accepts_what_was_submitted(client, cast, record):
    submitted = builders.submitted(record, cast.sato)
    client.force_login(cast.jimu)
    response = client.post(page("record-accept", record), {"version": submitted.version}, follow=True)
    assert "確認済みにしました" in response.content.decode()
    assert AnnualRecord.objects.get(pk=record.pk).state == "accepted"


@pytest.mark.parametrize("version", ["", "1", "x", "９", "-1", "9" * 40])
def test_accepting_an_outdated_page_is_refused(client, cast, record, version):
    builders.submitted(record, cast.sato)
    client.force_login(cast.jimu)
    response = client.post(page("record-accept", record), {"version": version}, follow=True)
    assert "ほかの人がこの記録を変更しました" in response.content.decode()
    assert AnnualRecord.objects.get(pk=record.pk).state == "submitted"


def test_returning_needs_a_reason(client, cast, record):
    submitted = builders.submitted(record, cast.sato)
    client.force_login(cast.jimu)
    html = client.post(
        page("record-return", record), {"version": submitted.version, "reason": ""}
    ).content.decode()
    assert "このフィールドは必須です。" not in html
    assert "「差戻しの理由」を入力してください。" in html
    assert AnnualRecord.objects.get(pk=record.pk).state == "submitted"


def test_the_history_names_the_person_the_page_and_the_change(client, cast, record):
    client.force_login(cast.sato)
    client.post(page("record-edit", record), typed(record, done="はじめの実績"))
    record.refresh_from_db()
    client.post(page("record-edit", record), typed(record, done="直した実績"))
    html = client.get(page("record-detail", record)).content.decode()
    assert "佐藤　年度記録の変更" in html
    assert page("record-edit", record) in html
    assert '<del class="diff">はじめの実績</del>' in html


def test_the_history_tells_which_department_came_and_went_by_whom(client, cast, record):
    with pghistory.context(user=cast.jimu.pk, url="/staff/"):
        record.support_departments.add(cast.children)
        record.support_departments.remove(cast.children)
    client.force_login(cast.sato)
    html = client.get(page("record-detail", record)).content.decode()
    assert "伊藤　関係課の作成" in html
    assert '<ins class="diff">子育て支援課</ins>' in html
    assert "伊藤　関係課の削除" in html
    assert '<del class="diff">子育て支援課</del>' in html


def test_the_history_cannot_be_altered(cast, record):
    from django.db import DatabaseError, transaction

    event = AnnualRecord.pgh_event_model.objects.filter(pgh_obj=record).first()
    for attempt in (event.delete, event.save):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_a_promise_that_came_meanwhile_is_asked_for_on_the_same_page(client, cast, record):
    client.force_login(cast.sato)
    sent = typed(record, done="書きかけの実績")
    progress.promise(cast.walk, 2021, Promise.Origin.OPINION, "若い人への周知", reference="令和3-001")
    html = client.post(page("record-edit", record), sent).content.decode()
    assert "その後を答える約束が加わりました：令和3年度の意見（令和3-001）「若い人への周知」" in html
    assert "書きかけの実績</textarea>" in html
    assert "途中までしか届かなかった" not in html
    record.refresh_from_db()
    assert record.done == ""
    promise = record.promises.get()
    answer = {f"promise-{promise.pk}-answer": "done", f"promise-{promise.pk}-reason": "説明会を開いた。"}
    client.post(page("record-edit", record), sent | answer | {"version": record.version})
    assert record.promises.get().answer == "done"


def test_a_promise_box_that_was_cut_off_is_not_taken_for_a_new_promise(client, cast, record):
    promise = progress.promise(cast.walk, 2021, Promise.Origin.OPINION, "若い人への周知")
    record.refresh_from_db()
    client.force_login(cast.sato)
    sent = typed(record)
    del sent[f"promise-{promise.pk}-reason"]
    html = client.post(page("record-edit", record), sent).content.decode()
    assert "届かなかった欄（「理由・説明」）" in html
    assert "約束が加わりました" not in html


def test_a_promise_that_came_while_the_form_was_read_is_asked_for_too(cast, record):
    record = AnnualRecord.objects.for_reading().get(pk=record.pk)
    sent = QueryDict(mutable=True)
    sent.update(typed(record, done="書きかけの実績"))
    form = RecordForm(sent, record=record)
    assert form.is_valid()
    promise = progress.promise(cast.walk, 2021, Promise.Origin.OPINION, "若い人への周知")
    assert form.carry_out(progress.save_draft, record=record, today=builders.TODAY) is None
    assert [row for row, _ in form.promise_rows()] == [promise]
    assert form["done"].value() == "書きかけの実績"


def test_what_was_written_to_a_promise_that_was_taken_back_is_given_back(client, cast, record):
    promise = progress.promise(cast.walk, 2021, Promise.Origin.OPINION, "若い人への周知")
    record.refresh_from_db()
    client.force_login(cast.sato)
    sent = typed(record) | {f"promise-{promise.pk}-reason": "学校で<b>説明会</b>を開いた。"}
    progress.take_back(cast.walk, 2021, origin=Promise.Origin.OPINION)
    html = client.post(page("record-edit", record), sent).content.decode()
    assert "答えなくてよくなった約束があります" in html
    assert "「学校で&lt;b&gt;説明会&lt;/b&gt;を開いた。」" in html


def test_a_promise_that_did_not_change_leaves_open_forms_alone(cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    record = round_.request.records.get(initiative=cast.walk)
    for _ in range(2):
        progress.promise(cast.walk, 2021, Promise.Origin.OPINION, "若い人への周知")
    now = type(record).objects.get(pk=record.pk)
    assert now.version == record.version + 1
