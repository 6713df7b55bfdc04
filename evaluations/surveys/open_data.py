"""A published survey as open data: one line for each category of each group of each item, 秘匿 left empty and marked."""

from collections.abc import Iterable

from accounts.models import Organization
from evaluations.models import ItemAnswers, Survey
from evaluations.surveys.tables import ShownRow, table
from initiatives.answer_sheets.csv_file import as_file

HEADINGS = (
    *("全国地方公共団体コード", "ID", "地方公共団体名", "アンケート", "年度", "項目番号", "項目", "設問"),
    *("内訳の種類", "内訳", "選択肢", "よい回答", "有効回答数", "人数", "割合（％）", "秘匿"),
)


def owner_columns() -> tuple[str, str]:
    """Code and name of the municipality, as each line of open data begins with them."""
    city = Organization.objects.filter(kind=Organization.Kind.CITY).first()
    return (city.municipality_code, city.name) if city else ("", "")


def survey_csv(survey: Survey, answers: Iterable[ItemAnswers]) -> bytes:
    code, name = owner_columns()
    rows = []
    for one in answers:
        item = one.wording.item
        about = [survey.series.name, str(survey.fiscal_year), item.code, item.name, one.wording.text]
        for number, row in enumerate(table(one).rows, start=1):
            key = f"{survey.series_id}-{survey.fiscal_year}-{item.pk}-{number}"
            rows += [[code, id_, name, *about, *cells] for id_, cells in _lines(key, row)]
    return as_file(HEADINGS, rows)


def _lines(key: str, row: ShownRow) -> Iterable[tuple[str, list[str]]]:
    is_shown_n = row.n != "秘匿"
    for place, cell in enumerate(row.cells, start=1):
        people, percent = ("", "") if cell.is_hidden else (cell.people.replace(",", ""), cell.percent)
        n = row.n.replace(",", "") if is_shown_n else ""
        marks = ["1" if cell.is_positive else "0", n, people, percent, "1" if cell.is_hidden else "0"]
        yield f"{key}-{place}", [row.breakdown, row.label, cell.category, *marks]
