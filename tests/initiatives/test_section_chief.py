"""課長確認: where the organisation asks for it, the chief of the section confirms before the secretariat gets a record."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutgoingMail
from accounts.roles import Role
from accounts.versioning import MoveRefused, StaleVersion
from initiatives import progress, reminders
from initiatives.models import AnnualRecord
from tests import builders
from tests.initiatives.test_staff_pages import page
from tests.threads import at_once

LIST = reverse("staff:record-list")
State = AnnualRecord.State


@pytest.fixture
def record(cast):
    """見守り活動 of 高齢者福祉課, whose chief 部長 confirms; the council asks for nothing of the kind."""
    cast.city.asks_section_chief = True
    cast.city.save()
    cast.chief = builders.user("bucho", "森", Role.CLERK, cast.elderly)
    cast.chief.is_section_chief = True
    cast.chief.email = "bucho@example.jp"
    cast.chief.save()
    round_ = builders.round_(cast.term, cast.committee, cast.jimu)
    return round_.request.records.get(initiative=cast.walk)


def html(client, address, data=None) -> str:
    answer = client.get(address) if data is None else client.post(address, data, follow=True)
    return answer.content.decode()


def press(record):
    record.refresh_from_db()
    return {"version": record.version, "shares": ""}


# ---- the way of a record -----------------------------------------------------------------------------------


def test_what_a_clerk_submits_waits_for_the_chief_who_passes_it_on(client, cast, record):
    builders.fill(record)
    client.force_login(cast.sato)
    assert "課長が確認した後に、事務局に提出されます。" in html(client, page("record-check", record))
    assert "課長が確認します。" in html(client, page("record-check", record), press(record))
    text = html(client, LIST)
    assert "課長確認待ち" in text
    assert "課長が確認すると、事務局に提出されます。" in text
    assert "確認して事務局に提出する" not in html(client, page("record-detail", record))
    client.force_login(cast.jimu)
    assert "確認済みにする" not in html(client, page("record-detail", record))
    client.force_login(cast.chief)
    assert "確認を待つ記録（1件）" in html(client, LIST)
    text = html(client, page("record-approve", record), press(record))
    assert "を確認し、事務局に提出しました。" in text
    assert "課長の確認" in text
    record.refresh_from_db()
    assert (record.state, record.approved_by, record.submitted_by) == ("submitted", cast.chief, cast.sato)
    assert "確認を待つ記録" not in html(client, LIST)


def test_the_chief_gives_it_back_with_a_reason_that_says_whose_it_is(client, cast, record):
    builders.submitted(record, cast.sato)
    client.force_login(cast.chief)
    sent = press(record) | {"reason": "人数を名簿と合わせてください。"}
    assert "に差し戻しました。" in html(client, page("record-send-back", record), sent)
    client.force_login(cast.sato)
    assert "課長からの差戻しの理由：人数を名簿と合わせてください。" in html(client, LIST)
    assert "課長から差し戻されました" in html(client, page("record-edit", record))
    again = builders.submitted(AnnualRecord.objects.get(pk=record.pk), cast.sato)
    assert (again.state, again.return_reason, again.is_returned_by_chief) == ("awaiting_chief", "", False)


def test_a_chief_who_enters_confirms_with_the_same_press(client, cast, record):
    builders.fill(record)
    client.force_login(cast.chief)
    assert "事務局が確認します。" in html(client, page("record-check", record), press(record))
    record.refresh_from_db()
    assert (record.state, record.approved_by, record.submitted_by) == ("submitted", cast.chief, cast.chief)


def test_entry_by_proxy_goes_to_the_chief_as_well(client, cast, record):
    builders.fill(record)
    client.force_login(cast.jimu)
    how = {"proxy-means": "phone", "proxy-note": ""}
    assert "課長が確認します。" in html(client, page("record-check", record), press(record) | how)
    record.refresh_from_db()
    assert record.state == "awaiting_chief"


def test_an_organisation_that_does_not_ask_has_no_such_step(cast, record):
    other = builders.submitted(record.request.records.get(initiative=cast.salon), cast.shakyo)
    assert (other.state, other.approved_by) == ("submitted", None)


def test_the_secretariat_may_return_what_waits_too_long(client, cast, record):
    builders.submitted(record, cast.sato)
    client.force_login(cast.jimu)
    sent = press(record) | {"reason": "課長が不在のため、戻します。"}
    html(client, page("record-return", record), sent)
    record.refresh_from_db()
    assert (record.state, record.is_returned_by_chief) == ("returned", False)


def test_what_waits_is_open_to_nobody_else(client, cast, record):
    builders.submitted(record, cast.sato)
    others = builders.user("kacho", "林", Role.CLERK, cast.children)
    others.is_section_chief = True
    others.save()
    for person, status in ((others, 404), (cast.sato, 404), (cast.jimu, 404), (cast.member, 403)):
        client.force_login(person)
        for name in ("record-approve", "record-send-back"):
            assert client.post(page(name, record), press(record) | {"reason": "x"}).status_code == status
    record.refresh_from_db()
    assert record.state == "awaiting_chief"


def in_state(record, cast, state):
    """The record, carried to ``state`` through the verbs."""
    if state == State.NOT_STARTED:
        return record
    if state == State.DRAFT:
        return builders.fill(record)
    waiting = builders.submitted(record, cast.sato)
    if state == State.AWAITING_CHIEF:
        return waiting
    if state == State.RETURNED:
        return progress.send_back(record=waiting, version=waiting.version, reason="直してください。")
    signed = {"by": cast.chief, "now": builders.NOW}
    handed = progress.approve(record=waiting, version=waiting.version, **signed)
    if state == State.SUBMITTED:
        return handed
    return progress.accept(record=handed, version=handed.version, **signed)


@pytest.mark.parametrize("state", list(State))
def test_every_move_from_every_state(cast, record, state):
    record = in_state(record, cast, state)
    assert record.state == state
    signed = {"by": cast.chief, "now": builders.NOW}
    verbs = {
        "save_draft": lambda: builders.fill(record),
        "submit": lambda: progress.submit(record=record, version=record.version, **signed),
        "approve": lambda: progress.approve(record=record, version=record.version, **signed),
        "send_back": lambda: progress.send_back(record=record, version=record.version, reason="x"),
        "accept": lambda: progress.accept(record=record, version=record.version, **signed),
        "return_": lambda: progress.return_(record=record, version=record.version, reason="x"),
    }
    for name, verb in verbs.items():
        allowed = progress.MOVES[name].get(state)
        try:
            with transaction.atomic():
                assert verb().state == allowed
                transaction.set_rollback(True)
        except MoveRefused:
            assert allowed is None, name
        except ValidationError:
            assert (name, state) == ("submit", State.NOT_STARTED)  # it may be submitted, but has gaps


@pytest.mark.django_db(transaction=True)
def test_confirming_and_giving_back_at_once_does_one_of_both(cast, record):
    waiting = builders.submitted(record, cast.sato)
    signed = {"by": cast.chief, "now": builders.NOW}
    outcomes = at_once(
        lambda: progress.approve(record=waiting, version=waiting.version, **signed),
        lambda: progress.send_back(record=waiting, version=waiting.version, reason="x"),
    )
    assert sum(isinstance(outcome, StaleVersion) for outcome in outcomes) == 1


# ---- the board and the mails --------------------------------------------------------------------------------


def test_the_board_counts_what_waits_for_the_chief(client, cast, record):
    builders.submitted(record, cast.sato)
    client.force_login(cast.jimu)
    board = reverse("staff:round-board", args=[record.request.round.pk])
    assert "課長確認待ち</span>" in html(client, board)
    narrowed = html(client, f"{board}?which=awaiting_chief")
    assert "見守り活動" in narrowed
    assert "ふれあいサロン" not in narrowed
    assert "見守り活動" in html(client, f"{board}?which=open")


def test_only_the_chief_is_reminded_of_what_waits_for_the_chief(cast, record):
    cast.sato.email = "sato@example.jp"
    cast.sato.save()
    waiting = builders.submitted(record, cast.sato)
    now = timezone.now()
    records = AnnualRecord.objects.filter(pk=waiting.pk).select_related("request", "lead_department")
    plan = reminders.plan_by_hand(records, today=timezone.localdate(now), now=now)
    assert [person for person, _ in plan.letters] == [cast.chief]
    assert reminders.queue(plan, now=now) == 1
    mail = OutgoingMail.objects.get()
    assert "課長の確認待ち　1件" in mail.body
    assert reminders.is_wanted(mail)
    progress.approve(record=waiting, version=waiting.version, by=cast.chief, now=now)
    assert not reminders.is_wanted(mail)


def test_that_there_is_no_chief_is_said_to_whoever_reminds(cast, record):
    builders.submitted(record, cast.sato)
    cast.chief.is_section_chief = False
    cast.chief.save()
    now = timezone.now()
    records = AnnualRecord.objects.filter(pk=record.pk).select_related("request", "lead_department")
    plan = reminders.plan_by_hand(records, today=timezone.localdate(now), now=now)
    assert not plan.letters
    assert ("高齢者福祉課", reminders.NO_CHIEF) in plan.left_out


def test_a_record_that_waits_past_its_day_is_late_for_the_board_and_done_for_the_clerk(client, cast, record):
    builders.submitted(record, cast.sato)
    AnnualRecord.objects.filter(pk=record.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert AnnualRecord.objects.late(timezone.localdate()).get() == record
    client.force_login(cast.sato)
    assert "過ぎています" not in html(client, LIST)


def test_a_member_is_no_chief(cast):
    cast.member.is_section_chief = True
    with pytest.raises(IntegrityError):
        cast.member.save()


@pytest.mark.parametrize("count", [1, 3])
def test_the_chiefs_list_costs_the_same_for_one_and_three(
    client, cast, record, count, django_assert_num_queries
):
    for number in range(1, count):
        builders.initiative(cast.goal, cast.elderly, f"2-{number}")
    second = builders.round_(cast.term, cast.committee, cast.jimu, year=2023)
    for row in second.request.records.filter(lead_department=cast.elderly):
        builders.submitted(row, cast.sato)
    client.force_login(cast.chief)
    with django_assert_num_queries(11):
        assert f"確認を待つ記録（{count}件）" in html(client, LIST)
