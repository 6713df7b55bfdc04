"""All that a term prints, as a list to choose from when a revision is prepared."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.urls import reverse

from initiatives.models import Indicator, Initiative, RevisionChange
from plans.models import Chapter, Measure, PlanRevision

Kind = RevisionChange.Kind


@dataclass
class Choice:
    """Something that can be changed, with the addresses of what can be done to it, and what hangs below."""

    title: str
    text: str
    actions: list[tuple[str, str, bool]]
    below: list["Choice"] = field(default_factory=list)

    def holds(self, words: str) -> bool:
        return words in self.title or words in self.text


@dataclass
class Part:
    title: str
    choices: list[Choice]


def contents(revision: PlanRevision, words: str = "") -> list[Part]:
    """Give the parts of the revision's term in the order of the plan; with ``words`` only what holds them.

    Six queries, however much the term has.
    """
    offer = _Offer(revision)
    parts = [
        Part("基本理念", [offer.philosophy()]),
        Part("本文", [offer.chapter(row) for row in Chapter.objects.filter(term=revision.term_id)]),
        Part("基本目標・施策", [offer.measure(row) for row in Measure.objects.filter(term=revision.term_id)]),
        Part("取組と指標", offer.initiatives()),
    ]
    for part in parts:
        part.choices = _found(part.choices, words)
    return [part for part in parts if part.choices]


def _found(choices: list[Choice], words: str) -> list[Choice]:
    """Keep what holds the words with all below it, and what has something below that does, with that."""
    found = []
    for choice in choices:
        if not choice.holds(words):
            choice.below = [below for below in choice.below if below.holds(words)]
        if choice.holds(words) or choice.below:
            found.append(choice)
    return found


class _Offer:
    """Writes the choices of one revision; what is in it already says so."""

    def __init__(self, revision: PlanRevision):
        self.revision, self.term = revision, revision.term
        self.prepared = set(revision.changes.values_list("kind", "row_id"))

    def _edit(self, kind: str, row, label: str = "変える") -> tuple[str, str, bool]:
        address = reverse("staff:revision-change", args=[self.revision.pk, kind, row.pk])
        return label, address, (kind, row.pk) in self.prepared

    def _add(self, kind: str, parent, label: str) -> tuple[str, str, bool]:
        return label, reverse("staff:revision-add", args=[self.revision.pk, kind, parent.pk]), False

    def philosophy(self) -> Choice:
        text = self.term.philosophy
        return Choice(text or "（基本理念はまだありません）", text, [self._edit(Kind.PHILOSOPHY, self.term)])

    def chapter(self, row: Chapter) -> Choice:
        return Choice(row.title, row.body + row.easy_summary, [self._edit(Kind.CHAPTER, row)])

    def measure(self, row: Measure) -> Choice:
        add = self._add(Kind.NEW_INITIATIVE, row, "この下に取組を加える")
        return Choice(str(row), row.description, [self._edit(Kind.MEASURE, row), add])

    def initiatives(self) -> list[Choice]:
        indicators = defaultdict(list)
        for row in Indicator.objects.filter(initiative__term=self.term):
            indicators[row.initiative_id].append(self.indicator(row))
        return [
            Choice(
                str(row),
                row.content,
                [self._edit(Kind.INITIATIVE, row), self._add(Kind.NEW_INDICATOR, row, "指標を加える")],
                indicators[row.pk],
            )
            for row in Initiative.objects.filter(term=self.term).in_order()
        ]

    def indicator(self, row: Indicator) -> Choice:
        actions = [
            self._edit(Kind.TARGET, row, "目標値を変える"),
            self._edit(Kind.INDICATOR, row, "名称などを変える"),
        ]
        return Choice(f"指標「{row.name}」", row.recipe, actions)
