"""The people of the demo: users and the committee, and doing a step in somebody's name."""

from dataclasses import dataclass, field
from datetime import date

import pghistory

from accounts.models import Department, Organization, User
from accounts.roles import Role
from evaluations.models import Committee, Member
from initiatives.models import RatingLevel
from otaru_welfare.demo.shapes import (
    CommitteeSample,
    MemberSample,
    SampleError,
    UserSample,
    find,
    keep,
    read_file,
    read_list,
)
from plans import fiscal_year
from plans.models import PlanTerm

FILE = "people.toml"


def acting(user: User | None) -> pghistory.context:
    """Let the history name ``user`` for what is written in the block. Blocks may not stand within each other."""
    return pghistory.context(command="load_demo", **({"user": user.pk} if user else {}))


@dataclass
class Cast:
    """Who acts in the demo's years, and with what."""

    users: dict[str, User]
    term: PlanTerm
    today: date
    committee: Committee | None = None
    members: dict[str, Member] = field(default_factory=dict)
    levels: dict[str, dict[str, RatingLevel]] = field(default_factory=dict)

    def clerk_of(self, department: Department) -> User:
        """Whoever enters the records of the department."""
        people = (user for user in self.users.values() if user.department_id == department.pk)
        return _the(people, f"「{department}」の職員")

    def chief_of(self, department: Department) -> User:
        people = (user for user in self.users.values() if user.is_chief_of(department.pk))
        return _the(people, f"「{department}」の課長")

    def secretariat_of(self, organization: Organization) -> User:
        staff = (user for user in self.users.values() if user.role == Role.SECRETARIAT)
        own = (user for user in staff if user.organization == organization)
        return _the(own, f"「{organization}」の事務局")

    @property
    def secretariat(self) -> User:
        """The secretariat that runs the rounds: that of the body whose plan carries the text."""
        return self.secretariat_of(self.term.plan.owners.get())

    @property
    def administrator(self) -> User:
        people = (user for user in self.users.values() if user.role == Role.ADMINISTRATOR)
        return _the(people, "システム管理者")

    @property
    def chair(self) -> Member:
        return _the((member for member in self.members.values() if member.is_chair), "委員長")

    def writer_for(self, member: Member) -> User:
        """The member, or the secretariat that types in what a member wrote on paper."""
        return member.user or self.secretariat


def _the(people, title: str):
    found = next(people, None)
    if found is None:
        raise SampleError(f"{FILE}：{title}がいません。")
    return found


# ---- adding them ------------------------------------------------------------------------------------------


def add_administrator(password: str) -> User:
    """The first person: whoever comes after is entered by somebody."""
    samples = (sample for sample in _samples() if sample.role == Role.ADMINISTRATOR)
    return _add_user(_the(samples, "システム管理者"), password, None)


def add_users(password: str) -> dict[str, User]:
    """Add all but the administrator to the departments that are there; give them by username."""
    departments = {row.code: row for row in Department.objects.all()}
    users = {}
    for sample in _samples():
        if sample.role != Role.ADMINISTRATOR:
            place = sample.place
            home = find(departments, sample.department, place, "所管課") if sample.department else None
            users[sample.username] = _add_user(sample, password, home)
    return users


def _samples() -> list[UserSample]:
    return read_list(UserSample, FILE, "user", "username")


def _add_user(sample: UserSample, password: str, department: Department | None) -> User:
    user = User(username=sample.username, name=sample.name, role=sample.role, department=department)
    user.email, user.password, user.is_section_chief = sample.email, password, sample.is_section_chief
    return keep(user, sample.place)


def add_committee(cast: Cast) -> None:
    """Add the committee and its seats, whose term of office lasts beyond the day of loading."""
    sample = CommitteeSample.read(f"{FILE}、committee", read_file(FILE).get("committee", {}))
    columns = {name: getattr(sample, name) for name in ("name", "alias", "basis", "quorum")}
    cast.committee = keep(Committee(term=cast.term, is_sample=True, **columns), sample.place)
    ends_on = fiscal_year.last_day(fiscal_year.fiscal_year_of(cast.today) + 1)
    for seat in read_list(MemberSample, FILE, "member", "name"):
        row = Member(
            committee=cast.committee,
            user=find(cast.users, seat.user, seat.place, "利用者") if seat.user else None,
            name=seat.name,
            category=seat.category,
            office=seat.office,
            affiliation=seat.affiliation,
            shown_as=seat.shown_as,
            appointed_on=sample.appointed_on,
            term_ends_on=ends_on,
        )
        cast.members[seat.name] = keep(row, seat.place)
