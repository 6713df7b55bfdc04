"""Seats of the committee: one chair at a time, reappointment, ending early, and from when to when one is a member."""

from datetime import date
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.roles import Role
from accounts.versioning import MoveRefused, StaleVersion
from evaluations import appointments
from evaluations.models import Member
from tests import builders
from tests.threads import at_once

FIELDS = {
    "user": None,
    "name": "川上",
    "category": "student",
    "affiliation": "みほん大学",
    "office": "member",
    "shown_as": "category",
    "appointed_on": date(2023, 4, 1),
    "term_ends_on": date(2025, 3, 31),
}


def appoint(cast, **fields):
    return appointments.save_member(committee=cast.committee, member=None, version=0, fields=FIELDS | fields)


def test_a_second_chair_is_refused_while_the_first_is_in_office(cast):
    with pytest.raises(ValidationError, match="すでに委員長がいます"):
        appoint(cast, office="chair")


def test_the_database_itself_refuses_a_second_chair(cast):
    with pytest.raises(IntegrityError, match="committee_one_chair"), transaction.atomic():
        builders.member(cast.committee, None, name="別の人", office="chair")


def test_a_chair_follows_one_who_left_early(cast):
    appointments.end_seat(
        member=cast.chair_seat, version=1, ended_on=date(2023, 5, 31), ending=Member.Ending.RESIGNED
    )
    with pytest.raises(ValidationError, match="すでに委員長がいます"):
        appoint(cast, office="chair", appointed_on=date(2023, 5, 31))
    assert appoint(cast, office="chair", appointed_on=date(2023, 6, 1)).is_chair


def test_another_committee_has_a_chair_of_its_own(cast):
    other = builders.committee(cast.term, "別の委員会")
    assert builders.member(other, None, name="別の人", office="chair").is_chair


def test_nobody_sits_twice_at_a_time(cast):
    first = appoint(cast)
    with pytest.raises(ValidationError, match="川上さんは、令和5年4月1日から令和7年3月31日までの委員として"):
        appoint(cast, appointed_on=date(2025, 3, 31), term_ends_on=date(2027, 3, 31))
    with pytest.raises(ValidationError, match="の委員として登録されています"):
        appoint(cast, user=cast.member, name="旧姓の人")
    appoint(cast, appointed_on=date(2025, 4, 1), term_ends_on=date(2027, 3, 31))
    with pytest.raises(ValidationError, match="令和7年4月1日から"):
        appointments.save_member(
            committee=cast.committee,
            member=first,
            version=first.version,
            fields=FIELDS | {"term_ends_on": date(2026, 3, 31)},
        )
    assert Member.objects.filter(name="川上").count() == 2


def test_two_of_one_name_are_told_apart_by_where_they_come_from_or_by_their_accounts(cast):
    appoint(cast, user=builders.user("kawakami1", "川上", "member"))
    appoint(cast, user=builders.user("kawakami2", "川上", "member"))
    appoint(cast, affiliation="みほん町内会")
    assert Member.objects.filter(name="川上").count() == 3


def test_who_was_ended_serves_until_that_day(cast):
    row = appointments.end_seat(
        member=cast.member_seat, version=1, ended_on=date(2023, 5, 31), ending="dismissed"
    )
    assert row in Member.objects.serving(date(2023, 5, 31))
    assert row not in Member.objects.serving(date(2023, 6, 1))
    assert row in Member.objects.past(date(2023, 6, 1))
    row = appointments.undo_ending(member=row, version=row.version)
    assert row in Member.objects.serving(date(2023, 6, 1))
    with pytest.raises(MoveRefused, match="登録されていません"):
        appointments.undo_ending(member=row, version=row.version)


def test_an_ending_lies_within_the_term_of_office(cast):
    for day in (date(2021, 3, 31), date(2099, 4, 1)):
        with pytest.raises(ValidationError, match="任期の中の日"):
            appointments.end_seat(member=cast.member_seat, version=1, ended_on=day, ending="resigned")


def test_several_are_reappointed_at_once_and_counted_on(cast):
    old = [appoint(cast, name=name) for name in ("川上", "川下")]
    term = {"appointed_on": date(2025, 4, 1), "term_ends_on": date(2027, 3, 31)}
    new = appointments.reappoint(committee=cast.committee, seats=old, keeps_office=False, **term)
    assert [(row.name, row.appointment_label, row.affiliation) for row in new] == [
        ("川上", "再任（通算2期）", "みほん大学"),
        ("川下", "再任（通算2期）", "みほん大学"),
    ]
    again = appointments.reappoint(
        committee=cast.committee,
        seats=new[:1],
        keeps_office=False,
        appointed_on=date(2027, 4, 1),
        term_ends_on=date(2029, 3, 31),
    )
    assert again[0].appointment_label == "再任（通算3期）"
    with pytest.raises(MoveRefused, match="川上さん、川下さんは、すでに再任されています"):
        appointments.reappoint(committee=cast.committee, seats=old, keeps_office=False, **term)
    assert Member.objects.filter(name="川下").count() == 2


def test_nobody_is_reappointed_into_the_term_that_still_runs(cast):
    seats = [appoint(cast)]
    with pytest.raises(ValidationError, match="川上さんの今の任期が終わった後"):
        appointments.reappoint(
            committee=cast.committee,
            seats=seats,
            appointed_on=date(2025, 3, 31),
            term_ends_on=date(2027, 3, 31),
            keeps_office=False,
        )


def test_two_who_edit_a_seat_at_once_do_not_overwrite_each_other(cast):
    row = appoint(cast)
    appointments.save_member(
        committee=cast.committee, member=row, version=1, fields=FIELDS | {"affiliation": "A大学"}
    )
    with pytest.raises(StaleVersion):
        appointments.save_member(committee=cast.committee, member=row, version=1, fields=FIELDS)


def test_a_member_reads_by_their_own_seats_and_only_while_in_office(cast):
    today, people = builders.TODAY, {}
    for name, first, last in (("前の人", 2018, 2020), ("次の人", 2024, 2026)):
        user = builders.user(name, name, Role.MEMBER)
        days = {"appointed_on": date(first, 4, 1), "term_ends_on": date(last, 3, 31)}
        builders.member(cast.committee, user, **days)
        people[name] = user
    assert list(Member.objects.read_by(cast.member, today)) == [cast.member_seat]
    assert not any(Member.objects.read_by(user, today) for user in people.values())
    before = builders.member(
        cast.committee, cast.member, appointed_on=date(2018, 4, 1), term_ends_on=date(2020, 3, 31)
    )
    assert set(Member.objects.read_by(cast.member, today)) == {before, cast.member_seat}


@pytest.mark.django_db(transaction=True)
def test_of_two_chairs_appointed_at_once_one_is(cast):
    appointments.end_seat(member=cast.chair_seat, version=1, ended_on=date(2023, 3, 31), ending="resigned")
    jobs = [partial(appoint, cast, name=name, office="chair") for name in ("川上", "川下")]
    assert sorted(isinstance(outcome, ValidationError) for outcome in at_once(*jobs)) == [False, True]
