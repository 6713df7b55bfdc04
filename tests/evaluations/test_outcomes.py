"""今年度は対象外 and 完了: a reason instead of a report, submitted and accepted like any other, counted apart."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.versioning import MoveRefused
from evaluations import snapshot, workflow
from initiatives import bridge, outcomes, progress
from initiatives.answer_sheets.content import rows_of
from initiatives.models import AnnualRecord, Promise
from tests import builders
from tests.initiatives.test_staff_pages import page

BOTH = {"not_applicable": "今年度は対象外", "completed": "完了"}


@pytest.fixture
def round_(cast):
    """The second year: 見守り活動 has last year's 改善 to answer for."""
    first = builders.round_(cast.term, cast.committee, cast.jimu, year=2021)
    builders.accepted(first.request.records.get(initiative=cast.walk), cast.jimu)
    progress.close_request(request=first.request, now=builders.NOW)
    builders.indicator(cast.walk)
    return builders.round_(cast.term, cast.committee, cast.jimu, committee_rates=True)


@pytest.fixture
def record(cast, round_):
    return round_.request.records.get(initiative=cast.walk)


def html(client, address, data=None) -> str:
    answer = client.get(address) if data is None else client.post(address, data, follow=True)
    return answer.content.decode()


def answered(record, answer="done", reason=""):
    record.promises.update(answer=answer, answer_reason=reason)


# ---- marking and handing in ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("outcome", "label"), BOTH.items())
def test_the_lead_gives_a_reason_and_submits(client, cast, record, outcome, label):
    answered(record)
    client.force_login(cast.sato)
    assert page("record-outcome", record) in html(client, page("record-edit", record))
    sent = {"version": record.version, "outcome": outcome, "reason": "目的を果たした<b>ため</b>。"}
    text = html(client, page("record-outcome", record), sent)
    assert "提出できます" in text
    assert "目的を果たした&lt;b&gt;ため&lt;/b&gt;。" in text
    assert f"<h3>{label}</h3>" in text
    record.refresh_from_db()
    html(client, page("record-check", record), {"version": record.version, "shares": ""})
    record.refresh_from_db()
    assert (record.state, record.outcome) == ("submitted", outcome)
    assert f'<span class="tag">{label}</span>' in html(client, reverse("staff:record-list"))
    client.force_login(cast.jimu)
    board = html(client, reverse("staff:round-board", args=[record.request.round.pk]))
    assert f'<span class="tag">{label}</span>' in board


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": ""}, "理由を入力してください。"),
        ({"reason": "あ" * 502}, "あと2文字減らしてください。"),
        ({"reason": "a\0b"}, "表示されない文字"),
        ({"outcome": "nonsense"}, "正しく選択してください"),
    ],
)
def test_bad_input_is_said_at_its_place(client, cast, record, changes, message):
    client.force_login(cast.sato)
    sent = {"version": record.version, "outcome": "completed", "reason": "終えた。"} | changes
    assert message in html(client, page("record-outcome", record), sent)
    record.refresh_from_db()
    assert record.outcome == ""


def test_an_outcome_without_a_reason_is_refused_by_the_database(record):
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualRecord.objects.filter(pk=record.pk).update(outcome="completed")


def test_it_can_be_taken_back_and_nothing_typed_is_lost(client, cast, record):
    record = builders.without_report(builders.fill(record, done="書きかけ"))
    client.force_login(cast.sato)
    text = html(client, page("record-edit", record))
    assert "この記録は「今年度は対象外」になっています" in text
    sent = {"version": record.version, "outcome": "report", "reason": "いらない理由"}
    assert "書きかけ</textarea>" in html(client, page("record-outcome", record), sent)
    record.refresh_from_db()
    assert (record.outcome, record.outcome_reason) == ("", "")


def test_completed_records_answer_for_all_promises(cast, record):
    completed = builders.without_report(record, outcome="completed")
    (gap,) = completed.gaps()
    assert gap.label == "約束のその後"
    answered(completed, "not_yet", "次の年度に。")
    (left,) = AnnualRecord.objects.get(pk=record.pk).gaps()
    assert left.label == "残っている約束"
    answered(completed, "dropped", "必要がなくなった。")
    assert AnnualRecord.objects.get(pk=record.pk).gaps() == []


def test_what_is_not_asked_for_this_year_carries_its_promises_on(cast, record):
    accepted = builders.closed_off(record, cast.jimu)
    promise = record.promises.get()
    assert (promise.answer, promise.is_answered) == ("not_yet", True)
    assert "理由：隔年で行う取組のため。" in promise.answer_reason
    carried = Promise.objects.get(origin="carried")
    assert (carried.text, carried.made_year) == (promise.text, 2022)
    assert not Promise.objects.filter(origin="improvement", made_year=2022).exists()
    progress.return_(record=accepted, version=accepted.version, reason="実績があります。")
    promise.refresh_from_db()
    assert (promise.answer, promise.answer_reason) == ("", "")
    assert not Promise.objects.filter(origin="carried").exists()


def test_no_share_is_waited_for(cast, record):
    builders.supported(record, cast.children)
    assert AnnualRecord.objects.get(pk=record.pk).missing_shares
    assert builders.closed_off(record, cast.jimu).state == "accepted"


def test_the_workbook_locks_its_rows(cast, record):
    record = builders.without_report(record)
    first, value, promise = rows_of(record, None)
    assert (first.boxes, value.boxes) == ({}, {})
    assert promise.boxes
    assert first.facts["状態"] == "下書き　今年度は対象外"


# ---- judging and publishing ------------------------------------------------------------------------------------


@pytest.fixture
def handed(cast, round_, record):
    """見守り活動 is not asked for this year; ふれあいサロン reports as usual. The committee reads both."""
    builders.closed_off(record, cast.jimu)
    return builders.in_committee(round_, cast.jimu)


def test_it_is_counted_apart_and_shown_with_its_reason(cast, handed):
    head, sheets = snapshot.build(handed)
    summary = head["summary"]
    assert summary["all"] == {"counts": [0, 1, 0, 0], "missing": 0, "closed": 1, "total": 2}
    assert summary["outcomes"] == [{"label": "今年度は対象外", "count": 1}]
    assert [row["count"] for row in summary["directions"]] == [1]
    sheet = sheets[0]
    assert (sheet["self_rating"], sheet["final_rating"]) == ("今年度は対象外", "今年度は対象外")
    assert sheet["content"]["outcome"] == {"label": "今年度は対象外", "reason": "隔年で行う取組のため。"}
    assert sheet["content"]["indicators"] == []
    assert sheets[1]["content"]["outcome"] is None


def test_nothing_typed_before_gets_out(cast, round_, record):
    builders.closed_off(builders.fill(record, done="書きかけの実績"), cast.jimu)
    _, sheets = snapshot.build(round_)
    assert sheets[0]["content"]["done"] == ""
    assert sheets[0]["content"]["self_rating"] is None


def test_the_committee_reads_the_reason_and_rates_nothing(client, cast, handed, record):
    client.force_login(cast.member)
    text = html(client, reverse("committee:record-review", args=[record.pk]))
    assert "隔年で行う取組のため。" in text
    assert "評価を保存する" not in text
    level = cast.term.rating_scales.get(stage="committee").levels.first()
    with pytest.raises(MoveRefused, match="評価を付けません"):
        workflow.rate(round=handed, record=record, member=cast.member_seat, version=0, level=level)


def test_no_final_rating_is_asked_for_or_taken(client, cast, handed, record):
    record.refresh_from_db()
    level = cast.term.rating_scales.get(stage="final").levels.first()
    row = {"round": handed, "record": record, "seen_version": record.version, "version": 0, "level": level}
    with pytest.raises(MoveRefused, match="最終評価を付けません"):
        workflow.decide_final(**row, comment="", by=cast.jimu, now=builders.NOW)
    assert "最終評価の決まっていない取組が1件あります。" in workflow.publication_gaps(handed)
    client.force_login(cast.jimu)
    text = html(client, reverse("staff:final-list", args=[handed.pk]))
    assert "決まっていない取組は<strong>1件</strong>" in text
    assert "評価しません" in text


def test_the_public_reads_that_there_was_none_and_why(client, cast, handed):
    builders.published(handed, cast.jimu)
    text = html(client, reverse("evaluation-detail", args=[2022]))
    assert "「今年度は対象外」が1件" in text
    assert "対象外・完了</th>" in text
    text = html(client, cast.walk.get_absolute_url())
    assert "隔年で行う取組のため。" in text
    assert "この年度は、報告する実績がありません。" in text


# ---- next year ----------------------------------------------------------------------------------------------------


@pytest.fixture
def done_with(cast, record):
    """見守り活動 was accepted as completed."""
    answered(record)
    return builders.closed_off(record, cast.jimu, outcome="completed", reason="全地区に広がったため。")


def asked_next_year(cast):
    round_ = builders.round_(cast.term, cast.committee, cast.jimu, year=2023)
    return set(round_.request.records.values_list("initiative__title", flat=True))


def test_a_completed_initiative_is_not_asked_again(cast, done_with):
    assert asked_next_year(cast) == {"ふれあいサロン"}


def test_one_that_is_not_asked_for_this_year_is_asked_the_next(cast, record):
    builders.closed_off(record, cast.jimu)
    assert "見守り活動" in asked_next_year(cast)


def test_one_that_was_only_submitted_as_completed_is_asked(cast, record):
    answered(record)
    row = builders.without_report(record, outcome="completed")
    progress.submit(record=row, version=row.version, by=cast.sato, now=builders.NOW)
    assert "見守り活動" in asked_next_year(cast)


def test_a_promise_that_waits_brings_a_completed_initiative_back(cast, done_with):
    progress.promise(cast.walk, 2022, Promise.Origin.OPINION, "ほかの地区にも", reference="令和4-001")
    assert "見守り活動" in asked_next_year(cast)


def test_the_secretariat_takes_a_completed_initiative_up_again(client, cast, done_with):
    client.force_login(cast.jimu)
    assert "この取組を再開する" in html(client, page("record-detail", done_with))
    sent = {"version": done_with.version, "reason": "新しい地区ができたため。"}
    text = html(client, page("record-reopen", done_with), sent)
    assert "次の照会から、もう一度記録を求めます。理由：新しい地区ができたため。" in text
    assert "見守り活動" in asked_next_year(cast)


def test_only_what_was_completed_is_taken_up_again(cast, record):
    with pytest.raises(MoveRefused):
        outcomes.reopen(record=record, version=record.version, reason="x")


def test_the_bridge_to_the_next_term_suggests_what_was_completed(cast, done_with):
    assert bridge.suggestion(cast.walk, done_with) == "completed"
    done_with.outcome, done_with.direction = "not_applicable", "expand"
    assert bridge.suggestion(cast.walk, done_with) == ""


def test_the_supporting_department_is_told_that_no_share_is_waited_for(client, cast, record):
    builders.supported(record, cast.children)
    builders.without_report(record)
    client.force_login(cast.suzuki)
    text = html(client, reverse("staff:record-list"))
    assert "主管課が「今年度は対象外」としています" in text
    assert "関係課としての担当分（1件。残り0件）" in text
