"""Departments keep their identity while their names change with the years."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import DepartmentName, User
from tests import builders


@pytest.fixture
def renamed(cast):
    DepartmentName.objects.create(department=cast.elderly, first_year=2022, name="長寿福祉課")
    return cast.elderly


@pytest.mark.parametrize(
    ("year", "name"),
    [(2000, "高齢者福祉課"), (2021, "高齢者福祉課"), (2022, "長寿福祉課"), (2030, "長寿福祉課")],
)
def test_a_department_bears_the_name_of_the_year(renamed, year, name):
    assert renamed.name_in(year) == name


def test_records_of_two_years_show_two_names(cast, renamed):
    first = builders.round_(cast.term, cast.committee, cast.jimu, year=2021)
    second = builders.round_(cast.term, cast.committee, cast.jimu, year=2022)
    names = [r.request.records.get(initiative=cast.walk).department_name for r in (first, second)]
    assert names == ["高齢者福祉課", "長寿福祉課"]


def test_staff_without_a_department_are_refused_by_the_database(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("nobody", name="所属なし", role="clerk")
