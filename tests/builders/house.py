"""People and organisations, and the day on which the tests play."""

from datetime import UTC, date, datetime

from accounts.models import Department, DepartmentName, Organization, User

NOW = datetime(2023, 4, 10, 1, 0, tzinfo=UTC)
TODAY = date(2023, 4, 10)
PASSWORD = "correct horse battery"


def organization(kind="city", code="city", name="みほん市") -> Organization:
    return Organization.objects.create(code=code, name=name, short_name=name[-3:], kind=kind)


def department(organization, code, name, first_year=2010) -> Department:
    row = Department.objects.create(organization=organization, code=code, first_year=first_year)
    DepartmentName.objects.create(department=row, first_year=first_year, name=name)
    return row


def user(username, name, role, department=None) -> User:
    return User.objects.create_user(username, PASSWORD, name=name, role=role, department=department)
