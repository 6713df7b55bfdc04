"""What is ordered when somebody wants a survey on paper: how it was held, the changes, and the answers to each item."""

from evaluations.models import ItemAnswers, Survey
from evaluations.surveys.changes import Course, courses
from evaluations.surveys.tables import ShownTable, table
from plans.printing import Order

SAMPLE = "【見本データ】"
TABLES_IN_A_PIECE = 15


def survey_order(survey: Survey) -> Order:
    answers = list(survey.answers.for_reading())
    tables = [table(one) for one in answers]
    first = {"survey": survey, "courses": _courses(survey, answers)}
    return Order(
        "survey",
        str(survey),
        (
            ("reports/evaluations/survey.html", first),
            *(("reports/evaluations/survey_tables.html", {"tables": part}) for part in _parts(tables)),
        ),
        marks=SAMPLE if survey.is_sample else "",
    )


def _parts(tables: list[ShownTable]) -> list[list[ShownTable]]:
    starts = range(0, len(tables), TABLES_IN_A_PIECE)
    return [tables[start : start + TABLES_IN_A_PIECE] for start in starts]


def _courses(survey: Survey, answers: list[ItemAnswers]) -> list[Course]:
    """The items of the survey through the years up to it, as far as they are public."""
    items = {one.wording.item_id: one.wording.item for one in answers}
    held = ItemAnswers.objects.published().filter(
        wording__item__in=items, survey__fiscal_year__lte=survey.fiscal_year
    )
    return courses(items.values(), held.for_reading())
