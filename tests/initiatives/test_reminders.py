"""Who is told of which record and when: once, in one mail, never after handing in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts import outbox
from accounts.models import OutgoingMail
from accounts.roles import Role
from initiatives import due_dates, progress, reminders
from initiatives.models import Reminder
from tests import builders
from tests.threads import at_once

DUE = date(2023, 6, 30)
ASKED = datetime(2023, 4, 10, 1, 0, tzinfo=UTC)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC)


@pytest.fixture
def call(cast):
    """A call of which 高齢者福祉課 owes one record and the council another; only 佐藤 has an address."""
    cast.sato.email = "sato@example.jp"
    cast.sato.save()
    round_ = builders.round_(cast.term, cast.committee, cast.jimu, now=ASKED, due_on=DUE)
    return round_.request.records.get(initiative=cast.walk)


def run(day: date) -> int:
    return reminders.queue_daily(today=day, now=moment(day))


def told(day: date) -> list[str]:
    """The kinds that the mails written by the run of ``day`` tell of."""
    run(day)
    return sorted(Reminder.objects.filter(mail__queued_at=moment(day)).values_list("kind", flat=True))


def before(days: int) -> date:
    return DUE - timedelta(days=days)


def test_the_year_of_a_department_that_never_answers(call):
    """照会, 30, 7 and 1 days before, and once when it is late: on these days and on no other."""
    days = [date(2023, 4, 10) + timedelta(days=n) for n in range(130)]
    assert {day: kinds for day in days if (kinds := told(day))} == {
        date(2023, 4, 10): ["requested"],
        before(30): ["before"],
        before(7): ["before"],
        before(1): ["before"],
        before(-4): ["overdue"],  # five days after the last one
    }


def test_a_second_run_of_the_day_adds_nothing(call):
    assert run(before(7)) == 1
    assert run(before(7)) == 0
    assert OutgoingMail.objects.count() == 1


def test_a_night_without_a_run_loses_nothing(call):
    assert told(before(28)) == ["before"]
    assert told(before(27)) == []
    assert told(before(5)) == ["before"]
    assert told(before(0)) == ["before"]


def test_whoever_is_done_is_told_nothing(cast, call):
    builders.submitted(call, cast.sato)
    for day in (date(2023, 4, 10), before(30), before(7), before(1), before(-9)):
        assert told(day) == []


def test_a_return_is_told_at_once_and_each_return_once(cast, call):
    run(before(8))
    for _ in range(2):
        record = builders.submitted(call, cast.sato)
        call = progress.return_(record=record, version=record.version, reason="人数を確かめてください。")
        run(before(8) + timedelta(days=call.return_count))
        run(before(8) + timedelta(days=call.return_count))
    assert list(Reminder.objects.filter(kind="returned").values_list("occasion", flat=True)) == ["1", "2"]


def test_a_return_and_a_due_date_of_the_same_day_are_one_mail(cast, call):
    record = builders.submitted(call, cast.sato)
    progress.return_(record=record, version=record.version, reason="人数を確かめてください。")
    assert told(before(7)) == ["before", "returned"]
    mail = OutgoingMail.objects.get()
    assert mail.subject == "【差戻し】年度記録の修正をお願いします（1件）"
    assert "・令和4年度（2022年度）　差戻し　1件（提出期限 令和5年6月30日）" in mail.body
    assert "人数を確かめてください" not in mail.body


def test_one_mail_tells_of_all_records_of_the_person(cast, call):
    call.request.records.filter(initiative=cast.salon).update(lead_department=cast.elderly)
    assert told(before(7)) == ["before", "before"]
    mail = OutgoingMail.objects.get()
    assert "（2件）" in mail.subject
    assert "未提出　2件（提出期限 令和5年6月30日）" in mail.body


def test_everybody_of_the_department_is_told_who_can_be(cast, call):
    for name, options in {"kato": {}, "ono": {"is_active": False}, "mori": {"email": ""}}.items():
        person = builders.user(name, name, Role.CLERK, cast.elderly)
        person.email = options.pop("email", f"{name}@example.jp")
        for key, value in options.items():
            setattr(person, key, value)
        person.save()
    run(before(7))
    assert sorted(OutgoingMail.objects.values_list("to__username", flat=True)) == ["kato", "sato"]


def test_a_mail_says_no_name_and_nothing_of_the_record(cast, call):
    builders.fill(call)
    run(before(7))
    mail = OutgoingMail.objects.get()
    assert "http://127.0.0.1:8000/staff/records/" in mail.body
    assert "高齢者福祉課　ご担当者様" in mail.body
    for secret in ("佐藤", "見守り", *builders.TEXTS.values()):
        assert secret not in mail.subject + mail.body


def test_a_new_due_date_is_a_new_occasion(call):
    assert told(before(7)) == ["before"]
    due_dates.change(record=call, seen=DUE, due_on=DUE + timedelta(days=14), reason="", now=ASKED)
    assert told(before(1)) == []
    assert told(before(-7)) == ["before"]


def test_a_mail_that_is_needless_when_its_turn_comes_is_not_sent(cast, call):
    run(before(7))
    builders.submitted(call, cast.sato)
    outbox.send_due(clock=lambda: moment(before(6)), is_wanted=reminders.is_wanted)
    assert OutgoingMail.objects.get().state == "cancelled"
    assert django_mail.outbox == []


@pytest.mark.parametrize("change", ["due", "returned again"])
def test_a_mail_whose_reason_is_gone_is_not_sent(cast, call, change):
    if change == "due":
        run(before(7))
        due_dates.change(record=call, seen=DUE, due_on=DUE + timedelta(days=30), reason="", now=ASKED)
    else:
        record = builders.submitted(call, cast.sato)
        call = progress.return_(record=record, version=record.version, reason="直してください。")
        run(before(20))
        record = builders.submitted(call, cast.sato)
        progress.return_(record=record, version=record.version, reason="もう一度。")
    outbox.send_due(clock=lambda: moment(before(6)), is_wanted=reminders.is_wanted)
    assert OutgoingMail.objects.get().state == "cancelled"


def test_the_commands_write_and_send(call, capsys, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(before(7)))
    call_command("queue_reminders")
    call_command("send_mail_queue")
    call_command("send_mail_queue")
    printed = capsys.readouterr().out
    assert printed.splitlines() == [
        "1通を送信待ちに入れました。",
        "送信済み 1通",
        "送るお知らせはありません。",
    ]
    assert [mail.to for mail in django_mail.outbox] == [["sato@example.jp"]]


def test_pressing_by_hand_leaves_alone_whoever_was_told_lately(cast, call):
    def plan(day):
        return reminders.plan_by_hand([call], today=day, now=moment(day))

    run(before(7))
    assert plan(before(4)).letters == []
    assert plan(before(4)).left_out == [("高齢者福祉課　佐藤", "5日以内にお知らせを送っています")]
    assert reminders.queue(plan(before(2)), now=moment(before(2))) == 1
    assert reminders.queue(plan(before(2)), now=moment(before(2))) == 0


def test_a_department_without_people_is_named(cast, call):
    cast.sato.is_active = False
    cast.sato.save()
    plan = reminders.plan_by_hand([call], today=before(9), now=moment(before(9)))
    assert plan.left_out == [("高齢者福祉課", "入力する人が登録されていません")]


def test_the_database_itself_keeps_an_occasion_to_once(cast, call):
    run(before(7))
    first = Reminder.objects.get()
    with pytest.raises(IntegrityError, match="reminder_once"), transaction.atomic():
        Reminder.objects.create(
            to=first.to, record=first.record, kind=first.kind, occasion=first.occasion, mail=first.mail
        )


@pytest.mark.django_db(transaction=True)
def test_runs_at_once_tell_once(call):
    counts = at_once(*[lambda: run(before(7))] * 4)
    assert sum(counts) == 1
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_deciding_costs_the_same_for_one_record_and_three(cast, call, count, django_assert_num_queries):
    for number in range(1, count):
        builders.initiative(cast.goal, cast.elderly, f"9-{number}")

    request = builders.round_(cast.term, cast.committee, cast.jimu, year=2023, now=ASKED, due_on=DUE).request
    request.records.filter(initiative=cast.salon).update(state="submitted", submitted_at=ASKED)
    with django_assert_num_queries(5):
        plan = reminders.plan_by_hand(
            reminders.open_records().filter(request=request), today=before(9), now=moment(before(9))
        )
    assert len(plan.letters[0][1]) == count
