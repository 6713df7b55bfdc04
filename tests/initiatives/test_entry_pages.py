"""What a busy clerk meets around a record: the list, last year beside, the net under unsaved text, hints, who else is here."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.nets import KEPT_FOR
from initiatives import entry, progress
from initiatives.models import AnnualRecord, Autosave, Presence, Promise, WordingAnswer
from initiatives.models.entry import SEEN_WITHIN
from tests import builders
from tests.initiatives.test_staff_pages import page, typed

LIST = reverse("staff:record-list")
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def record(second_year):
    return second_year


def html(client, address) -> str:
    return client.get(address).content.decode()


# ---- last year beside ----------------------------------------------------------------------------------------


def test_last_years_text_is_copied_below_what_is_typed_and_nothing_is_saved(sato, record):
    sent = typed(record, done="　今年の実績。\r\n2行目", planned="<b>計画</b>") | {"copy": "done"}
    text = sato.post(page("record-edit", record), sent).content.decode()
    assert "今年の実績。\r\n2行目\n去年の実績です。</textarea>" in text
    assert "&lt;b&gt;計画&lt;/b&gt;" in text
    assert "まだ保存していません" in text
    record.refresh_from_db()
    assert (record.state, record.done) == ("not_started", "")


def test_into_an_empty_box_the_text_is_copied_alone(sato, record):
    text = sato.post(page("record-edit", record), typed(record, done=" ") | {"copy": "done"}).content.decode()
    assert ">\n去年の実績です。</textarea>" in text


@pytest.mark.parametrize("name", ["", "version", "self_rating", "no-such-box", "\0"])
def test_what_cannot_be_copied_changes_nothing(sato, record, name):
    text = sato.post(
        page("record-edit", record), typed(record, done="今年") | {"copy": name}
    ).content.decode()
    assert ">\n今年</textarea>" in text


def test_saving_a_draft_stays_within_fifteen_queries(sato, cast, record):
    for number in range(3):
        record.values.create(indicator=builders.indicator(cast.walk, name=f"指標{number}"))
    progress.promise(cast.walk, 2021, Promise.Origin.OPINION, "若い人への周知", reference="令和3-001")
    record.refresh_from_db()
    sent = builders.TEXTS | {"version": record.version, "self_rating": _level(record)}
    for value in record.values.all():
        key = f"value-{value.indicator_id}"
        sent |= {f"{key}-actual": "3", f"{key}-missing_reason": "", f"{key}-note": "のべ"}
    for promise in record.promises.all():
        sent |= {f"promise-{promise.pk}-answer": "done", f"promise-{promise.pk}-reason": "開いた。"}
    with CaptureQueriesContext(connection) as queries:
        assert sato.post(page("record-edit", record), sent).status_code == 302
    # The transaction that the test itself runs in makes savepoints of what is BEGIN and COMMIT elsewhere.
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 15, "\n".join(sql[:90] for sql in asked)
    assert [str(value.actual) for value in record.values.all()] == ["3.000"] * 4
    assert set(record.promises.values_list("answer", flat=True)) == {"done"}


def _level(record):
    return record.request.term.rating_scales.get(stage="self").levels.get(code="B").pk


# ---- the net -------------------------------------------------------------------------------------------------


def autosave(client, record, **changes):
    return client.post(page("record-autosave", record), typed(record, **changes), **JSON)


def test_what_is_typed_is_kept_beside_the_record(sato, cast, record):
    answer = autosave(sato, record, done="途中の\0文\r\n𠮷野さん😀")
    assert list(answer.json()) == ["saved_at"]
    record.refresh_from_db()
    assert (record.state, record.done, record.version) == ("not_started", "", 1)
    assert Autosave.objects.get().typed["done"] == ["途中の\0文\r\n𠮷野さん😀"]
    assert "csrfmiddlewaretoken" not in Autosave.objects.get().typed


def test_autosaving_leaves_no_trace_in_the_history_and_one_row(sato, record):
    for number in range(3):
        autosave(sato, record, done=f"{number}回目")
    assert Autosave.objects.get().typed["done"] == ["2回目"]
    assert AnnualRecord.pgh_event_model.objects.filter(pgh_obj=record).count() == 1


def test_whoever_comes_back_is_offered_what_was_kept(sato, cast, record):
    autosave(sato, record, done="途中の文", **{f"value-{cast.counted.pk}-actual": "たくさん"})
    assert "自動保存された内容があります" in html(sato, page("record-edit", record))
    assert "保存していない入力があります" in html(sato, LIST)
    text = html(sato, page("record-edit", record) + "?kept=1")
    assert ">\n途中の文</textarea>" in text
    assert 'value="たくさん"' in text
    assert "まだ保存していません" in text
    record.refresh_from_db()
    assert record.done == ""


def test_saving_empties_the_net(sato, record):
    autosave(sato, record, done="途中の文")
    sato.post(page("record-edit", record), typed(record, done="できあがり"))
    assert not Autosave.objects.exists()
    assert "自動保存された内容" not in html(sato, page("record-edit", record))


def test_what_was_kept_may_be_dropped_and_equal_text_is_not_offered(sato, record):
    builders.fill(record)
    record.refresh_from_db()
    autosave(sato, record, promise="")
    same = typed(record) | {f"value-{record.values.get().indicator_id}-actual": "12"}
    for promise in record.promises.all():
        same[f"promise-{promise.pk}-reason"] = promise.answer_reason
    sato.post(page("record-autosave", record), same, **JSON)
    assert "自動保存された内容があります" not in html(sato, page("record-edit", record))
    autosave(sato, record, done="途中の文")
    assert "自動保存された内容があります" in html(sato, page("record-edit", record))
    answer = sato.post(page("record-unsaved", record), follow=True)
    assert "自動保存された内容を消しました。" in answer.content.decode()
    assert not Autosave.objects.exists()


def test_nobody_else_sees_what_was_kept(sato, client, cast, record):
    autosave(sato, record, done="佐藤の途中の文")
    client.force_login(cast.jimu)
    assert "佐藤の途中の文" not in html(client, page("record-edit", record) + "?kept=1")
    assert "自動保存された内容" not in html(client, page("record-edit", record))


def test_a_conflict_is_told_by_name_and_the_text_is_kept_all_the_same(sato, client, cast, record):
    client.force_login(cast.jimu)
    proxy = {"proxy-means": "phone", "proxy-note": ""}
    client.post(page("record-edit", record), typed(record, done="伊藤の実績") | proxy)
    client.force_login(cast.sato)
    answer = autosave(client, record, done="佐藤の実績")
    assert answer.status_code == 409
    assert answer.json()["message"].startswith("伊藤さんが先に保存しました。")
    record.refresh_from_db()
    assert record.done == "伊藤の実績"
    text = client.post(page("record-edit", record), html_fields(client, record)).content.decode()
    assert "伊藤さんが先に保存した内容" in text
    assert "佐藤の実績</textarea>" in text


def html_fields(client, record):
    """What the page sends that shows the kept text: its fields, with the version that they were typed over."""
    return {name: values[-1] for name, values in Autosave.objects.get(record=record).typed.items()}


def test_after_somebody_submitted_the_text_can_be_copied(sato, cast, record):
    sent = typed(record, done="もう一言")
    builders.submitted(record, cast.jimu)
    answer = sato.post(page("record-autosave", record), sent, **JSON)
    assert answer.status_code == 409
    assert "「提出済み」になったため、保存できません" in answer.json()["message"]
    text = html(sato, page("record-detail", record))
    assert "保存していない入力があります" in text
    assert "<li>もう一言</li>" in text


def test_too_much_is_refused_in_words(sato, record):
    answer = autosave(sato, record, done="あ" * 400_001)
    assert answer.status_code == 413
    assert "文字が多すぎる" in answer.json()["message"]
    assert not Autosave.objects.exists()


def test_a_program_is_told_that_the_sign_in_ended_and_nothing_is_kept(sato, record):
    Session.objects.all().delete()
    answer = autosave(sato, record, done="途中の文")
    assert answer.status_code == 401
    assert "ログインの有効期間が過ぎたため" in answer.json()["message"]
    assert not Session.objects.exists()


@pytest.mark.parametrize("name", ["record-autosave", "record-presence", "record-unsaved", "record-wording"])
def test_records_of_others_are_not_there(client, cast, record, name):
    for person in (cast.suzuki, cast.shakyo, cast.shakyo_jimu):
        client.force_login(person)
        assert client.post(page(name, record), typed(record)).status_code == 404
    assert not Autosave.objects.exists()
    assert not Presence.objects.exists()


def test_old_nets_and_people_who_left_are_tidied_away(cast, record):
    now = timezone.now()
    entry.keep(record=record, by=cast.sato, version=1, fields={"done": ["古い"]}, now=now - KEPT_FOR)
    entry.keep(record=record, by=cast.jimu, version=1, fields={"done": ["新しい"]}, now=now)
    entry.appear(record=record, by=cast.sato, now=now - SEEN_WITHIN)
    saved = builders.fill(record)
    entry.submit(record=saved, version=saved.version, by=cast.sato, now=now)
    assert [row.person for row in Autosave.objects.all()] == [cast.jimu]
    assert not Presence.objects.exists()


# ---- who else is here ----------------------------------------------------------------------------------------


def test_two_people_see_each_other_until_one_leaves(client, cast, record, monkeypatch):
    for person, others in ((cast.sato, ""), (cast.jimu, "佐藤さんもこの記録を開いています。")):
        client.force_login(person)
        assert client.post(page("record-presence", record), **JSON).json() == {"others": others}
    assert "佐藤さんもこの記録を開いています。" in html(client, page("record-edit", record))
    late = timezone.now() + SEEN_WITHIN + timedelta(seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    assert "佐藤さんも" not in html(client, page("record-edit", record))


# ---- hints on the wording ------------------------------------------------------------------------------------


def hint_on(client, record, field):
    """The hidden boxes of the form at one hint of the check page."""
    for hint in entry.all_hints(record):
        if hint.field == field:
            return {"field": field, "fingerprint": hint.fingerprint}
    raise AssertionError(f"no hint on {field}")


def test_a_hint_never_keeps_from_submitting(sato, record):
    builders.fill(record, rating_reason="年12回開催したため。", improvement="周知方法を検討する。")
    text = html(sato, page("record-check", record))
    assert "文章の確認（" in text
    assert "評価の理由が、数や増減だけになっています" in text
    assert "いつまでに検討するかが書かれていません" in text
    assert "提出する</button>" in text


def test_a_settled_hint_comes_back_only_with_other_words(sato, cast, record):
    record = builders.fill(record, rating_reason="年12回開催したため。")
    asked = "評価の理由が、数や増減だけになっています"
    answer = sato.post(page("record-wording", record), hint_on(sato, record, "rating_reason"), follow=True)
    assert "文章が変わるまで、同じ確認は出ません" in answer.content.decode()
    assert asked not in html(sato, page("record-check", record))
    record = builders.fill(record, rating_reason="年12回開催したため。", done="13回行った。")
    assert asked not in html(sato, page("record-check", record))
    builders.fill(record, rating_reason="年13回開催したため。")
    assert asked in html(sato, page("record-check", record))
    assert WordingAnswer.objects.get().answered_by == cast.sato


def test_unchanged_is_said_with_a_reason_and_shown_to_readers(sato, cast, record):
    record = builders.fill(record, planned=builders.TEXTS["planned"])
    asked = hint_on(sato, record, "planned") | {"unchanged": "1"}
    text = html(sato, page("record-check", record))
    assert "前年度の文章とすべて同じです" in text
    assert "前年度と同じ内容で行い、書き方を変えるところがないため。" in text
    sato.post(page("record-wording", record), asked | {"reason": "複数年の計画の途中のため。"})
    for name in ("record-check", "record-detail"):
        assert "計画：複数年の計画の途中のため。" in html(sato, page(name, record))
    builders.fill(record, planned="新しい場所を二つ増やす計画を立てた。")
    assert "複数年の計画の途中のため。" not in html(sato, page("record-check", record))


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        (" ", "「変更なしの理由」を入力してください。"),
        ("あ" * 201, "200文字までです"),
        ("理\0由", "制御文字"),
    ],
)
def test_a_reason_that_cannot_be_taken_stays_in_its_box(sato, record, reason, message):
    record = builders.fill(record)
    sent = hint_on(sato, record, "planned") | {"unchanged": "1", "reason": reason}
    text = sato.post(page("record-wording", record), sent).content.decode()
    assert message in text
    assert not WordingAnswer.objects.exists()
    if reason.strip():
        assert f'value="{reason}"' in text


@pytest.mark.parametrize(
    "sent", [{}, {"field": "done", "fingerprint": "x"}, {"field": "\0", "fingerprint": "\0"}]
)
def test_words_that_changed_meanwhile_are_not_settled(sato, record, sent):
    answer = sato.post(page("record-wording", builders.fill(record)), sent, follow=True)
    assert "文章が変わったか、提出が済んだため" in answer.content.decode()
    assert not WordingAnswer.objects.exists()


def test_pressing_twice_is_one_answer(sato, record):
    record = builders.fill(record)
    for _ in range(2):
        sato.post(page("record-wording", record), hint_on(sato, record, "planned"))
    assert WordingAnswer.objects.count() == 1


# ---- the sign-in ---------------------------------------------------------------------------------------------


def test_asking_how_long_does_not_prolong_and_a_press_does(sato, cast, settings):
    address = reverse("session")
    soon = timezone.now() + timedelta(seconds=120)
    Session.objects.update(expire_date=soon)
    asked = sato.get(address).json()
    assert 60 < asked["seconds"] <= 120
    assert asked["person"] == cast.sato.pk
    assert Session.objects.get().expire_date == soon
    assert sato.post(address).json()["seconds"] == settings.SESSION_COOKIE_AGE
    assert Session.objects.get().expire_date > soon + timedelta(hours=8)
