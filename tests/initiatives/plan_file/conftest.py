"""The files that the tests of plan files load: the example of the documents and Otaru's plan with its samples."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps

from initiatives import plan_file
from initiatives.plan_file import Report

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "docs" / "example-plan.toml"
DEMO = ROOT / "otaru_welfare" / "demo"
OTARU = [DEMO / "otaru" / "plan.toml", *sorted((DEMO / "samples" / "plan").glob("*.toml"))]


def load(text: str | bytes, name: str = "plan.toml", **options) -> Report:
    data = text.encode() if isinstance(text, str) else text
    return plan_file.load(plan_file.read(name, data), **{"today_year": 2026} | options)


def load_files(*paths: Path) -> None:
    for path in paths:
        load(path.read_bytes(), path.name)


def refused(text: str | bytes, name: str = "plan.toml") -> list[str]:
    """All that is said against the file, line by line."""
    before = events()
    with pytest.raises(plan_file.PlanFileError) as refusal:
        load(text, name)
    assert events() == before
    return [str(problem) for problem in refusal.value.problems]


def events() -> int:
    """How many changes the history tells of."""
    tracked = (model for model in apps.get_models() if hasattr(model, "pgh_tracked_model"))
    return sum(model.objects.count() for model in tracked)


@pytest.fixture
def example() -> str:
    """The example of the documents: みほん市, four levels deep, a scale of five."""
    return EXAMPLE.read_text(encoding="utf-8")


@pytest.fixture
def mended(example) -> Callable[..., str]:
    """Gives the example with some words replaced; each must be there."""

    def mend(*pairs: tuple[str, str]) -> str:
        text = example
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        return text

    return mend
