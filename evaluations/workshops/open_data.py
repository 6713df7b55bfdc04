"""Published workshops as open data: one line for each card."""

from collections.abc import Iterable

from evaluations.models import OpinionCard, Workshop
from evaluations.surveys.open_data import owner_columns
from initiatives.answer_sheets.csv_file import as_file

HEADINGS = (
    *("全国地方公共団体コード", "ID", "地方公共団体名", "年度", "名称", "テーマ", "地区", "開催日", "会場"),
    *("参加した人数", "まとまり", "意見", "関係する取組の番号", "意見台帳の番号"),
)


def workshops_csv(workshops: Iterable[Workshop]) -> bytes:
    """``workshops`` come with their cards as ``laid_cards``."""
    code, name = owner_columns()
    rows = [
        [code, f"workshop-{workshop.pk}-{card.pk}", name, *_about(workshop), *_card(card)]
        for workshop in workshops
        for card in workshop.laid_cards
    ]
    return as_file(HEADINGS, rows)


def _about(workshop: Workshop) -> list[str]:
    people = "" if workshop.participants is None else str(workshop.participants)
    day = f"{workshop.held_on:%Y-%m-%d}"
    about = [workshop.name, workshop.theme, workshop.district, day, workshop.place_label, people]
    return [str(workshop.fiscal_year), *about]


def _card(card: OpinionCard) -> list[str]:
    heading = card.group.heading if card.group else ""
    number = card.opinion.number if card.opinion else ""
    return [heading, card.text, "、".join(row.number for row in card.about()), number]
