"""Who sits in the committee (委嘱・再任・解嘱・辞任), and publishing the committee.

All verbs raise StaleVersion when somebody else saved first, MoveRefused when it cannot be done now, and
ValidationError for what was typed. The committee's row is locked first, so that seats are judged one after another.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.publishing import sign, take_back, to_publish
from accounts.versioning import MoveRefused
from evaluations.models import Committee, Member

CARRIED = ("user", "name", "category", "affiliation", "shown_as")
"""What a seat hands on to the one that continues it."""


@transaction.atomic
def save_committee(*, committee: Committee | None, version: int, fields: dict) -> Committee:
    """Add a committee (None, version 0) or change one."""
    row = Committee.claim(version, pk=committee and committee.pk)
    return row.write(fields)


@transaction.atomic
def publish_committee(*, committee: Committee, version: int, by: User, now: datetime) -> Committee:
    """Let everybody read of the committee, as long as the term of its plan is public too."""
    row = to_publish(committee, version)
    if not row.term.published_at:
        raise MoveRefused(f"「{row.term}」が公開されていないため、委員会も公開できません。")
    sign(row, by=by, now=now)
    return row


@transaction.atomic
def withdraw_committee(*, committee: Committee, version: int) -> Committee:
    return take_back(committee, version)


# ---- seats ------------------------------------------------------------------------------------------------


@transaction.atomic
def save_member(*, committee: Committee, member: Member | None, version: int, fields: dict) -> Member:
    """Appoint a member (None, version 0), or change what is written of one."""
    _hold(committee)
    row = Member.claim(version, pk=member and member.pk)
    row.committee = committee
    row.write(fields)
    _refuse_second_seat(row)
    return row


@transaction.atomic
def reappoint(
    *,
    committee: Committee,
    seats: Iterable[Member],
    appointed_on: date,
    term_ends_on: date,
    keeps_office: bool,
) -> list[Member]:
    """Give each of ``seats`` (of this or an older committee) a new seat in ``committee`` that continues it.

    All or none: a seat that was continued meanwhile, or lasts into the new term, is named and nothing is done.
    ``keeps_office`` lets chair and vice chair stay what they are; else they begin as members.
    """
    _hold(committee)
    held = list(Member.objects.select_for_update().filter(pk__in=[seat.pk for seat in seats]).in_order())
    if not held:
        raise MoveRefused("再任する委員を選んでください。")
    if done := [seat.name for seat in held if Member.objects.filter(continues=seat).exists()]:
        raise MoveRefused(f"{_named(done)}は、すでに再任されています。画面を開き直してください。")
    if early := [seat.name for seat in held if seat.in_office_until >= appointed_on]:
        words = f"{_named(early)}の今の任期が終わった後の日付を入力してください。"
        raise ValidationError({"appointed_on": words})
    return [_continue(seat, committee, appointed_on, term_ends_on, keeps_office) for seat in held]


def _named(names: list[str]) -> str:
    return "、".join(f"{name}さん" for name in names)


def _continue(
    seat: Member, committee: Committee, appointed_on: date, term_ends_on: date, keeps_office: bool
) -> Member:
    row = Member(
        committee=committee,
        office=seat.office if keeps_office else Member.Office.MEMBER,
        appointed_on=appointed_on,
        term_ends_on=term_ends_on,
        continues=seat,
        ordinal=seat.ordinal + 1,
        **{name: getattr(seat, name) for name in CARRIED},
    )
    row.full_clean()
    row.save()
    _refuse_second_seat(row)
    return row


@transaction.atomic
def end_seat(*, member: Member, version: int, ended_on: date, ending: str) -> Member:
    """End a seat early: from the day after ``ended_on`` the person is no member any more."""
    _hold(member.committee)
    row = Member.claim(version, pk=member.pk)
    if Member.objects.filter(continues=row).exists():
        raise MoveRefused(f"{row.name}さんは、次の任期に再任されています。その任期を選んでください。")
    row.ended_on, row.ending = ended_on, ending
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def undo_ending(*, member: Member, version: int) -> Member:
    """Take back an ending that was entered by mistake."""
    _hold(member.committee)
    row = Member.claim(version, pk=member.pk)
    if not row.ended_on:
        raise MoveRefused(f"{row.name}さんには、解嘱・辞任が登録されていません。")
    row.ended_on, row.ending = None, ""
    row.full_clean()
    row.save()
    _refuse_second_seat(row)
    return row


@transaction.atomic
def delete_seat(*, member: Member, version: int) -> Member:
    """Delete a seat that was entered by mistake, as long as nothing was written of it or by it."""
    _hold(member.committee)
    row = Member.claim(version, pk=member.pk)
    if found := ties(row):
        raise MoveRefused(f"{row.name}さんには記録（{'、'.join(found)}）があるため、削除できません。")
    row.delete()
    return row


def ties(member: Member) -> list[str]:
    """What there is of a seat and would be lost with it, by name; costs one query."""
    relations = [row for row in Member._meta.related_objects if row.on_delete is models.PROTECT]
    held = {
        f"tie_{place}": Exists(row.related_model._base_manager.filter(**{row.field.name: OuterRef("pk")}))
        for place, row in enumerate(relations)
    }
    found = Member.objects.annotate(**held).values(*held).get(pk=member.pk)
    names = {
        str(row.related_model._meta.verbose_name)
        for row, is_there in zip(relations, found.values(), strict=True)
        if is_there
    }
    return sorted("次の任期" if name == Member._meta.verbose_name else name for name in names)


def _refuse_second_seat(row: Member) -> None:
    """Let nobody sit twice at a time: both seats would be called, and count for the quorum.

    Who has no account is known by name and 所属; with accounts of their own, two of one name are two people.
    """
    others = row.committee.members.overlapping(row.appointed_on, row.in_office_until).exclude(pk=row.pk)
    namesakes = Q(name=row.name, affiliation=row.affiliation)
    same = Q(user=row.user_id) | namesakes & Q(user=None) if row.user_id else namesakes
    if found := others.filter(same).first():
        raise ValidationError(
            f"{found.name}さんは、{found.period_label}の委員として登録されています。"
            "別の方のときは、氏名か所属団体で見分けられるように入力してください。"
        )


def _hold(committee: Committee) -> None:
    Committee.objects.select_for_update(of=["self"]).get(pk=committee.pk)
