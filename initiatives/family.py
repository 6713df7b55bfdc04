"""The family tree of a 取組 (あの取組はどこへ行った？): where it came from and what became of it, as far as it is public."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models.expressions import RawSQL

from initiatives.models import Initiative, InitiativeLineage

RELATED = """
    WITH RECURSIVE
        line AS (
            SELECT l.id, l.old_id, l.new_id FROM initiatives_initiativelineage l
            JOIN initiatives_carryover c ON c.id = l.carry_over_id
            JOIN plans_planterm o ON o.id = c.old_term_id AND o.published_at IS NOT NULL
            JOIN plans_planterm n ON n.id = c.new_term_id AND n.published_at IS NOT NULL
        ),
        kin AS (
            SELECT %s::bigint AS id
            UNION
            SELECT CASE WHEN line.old_id = kin.id THEN line.new_id ELSE line.old_id END
            FROM kin JOIN line ON kin.id IN (line.old_id, line.new_id)
        )
    SELECT line.id FROM line JOIN kin ON kin.id IN (line.old_id, line.new_id)
"""
"""The ids of all public lines that hang together with one 取組, whatever the number of terms, in one query."""


@dataclass
class Relative:
    """A step along a line. ``initiative`` is the other end (None where it ended), ``beside`` who went along with it."""

    line: InitiativeLineage
    initiative: Initiative | None
    beside: list[Initiative] = field(default_factory=list)
    further: list["Relative"] = field(default_factory=list)


@dataclass
class Family:
    ancestors: list[Relative]
    descendants: list[Relative]
    origin: InitiativeLineage | None
    """The line that says why the 取組 was newly taken up, if it was."""

    def __bool__(self):
        return bool(self.ancestors or self.descendants or self.origin)

    def ancestor_ids(self) -> set[int]:
        """All that stand before, of every term."""

        def ids(relatives: list[Relative]):
            for relative in relatives:
                yield relative.initiative.pk
                yield from ids(relative.further)

        return set(ids(self.ancestors))


def family(initiative: Initiative) -> Family:
    """Give the public ancestors and descendants of ``initiative``, from one query."""
    related = RawSQL(RELATED, [initiative.pk])  # noqa: S611 - the query is ours, the key is a parameter
    by_old, by_new = defaultdict(list), defaultdict(list)
    for line in InitiativeLineage.objects.public().filter(pk__in=related).for_reading():
        by_old[line.old_id].append(line)
        by_new[line.new_id].append(line)

    def up(pk: int) -> list[Relative]:
        lines = [line for line in by_new[pk] if line.old_id]
        return [Relative(line, line.old, further=up(line.old_id)) for line in lines]

    def down(pk: int) -> list[Relative]:
        return [
            Relative(line, line.new, _beside(by_new, line), down(line.new_id) if line.new_id else [])
            for line in by_old[pk]
        ]

    origin = next((line for line in by_new[initiative.pk] if line.old_id is None), None)
    return Family(up(initiative.pk), down(initiative.pk), origin)


def _beside(by_new: dict, line: InitiativeLineage) -> list[Initiative]:
    """The other old 取組 that became one with this one."""
    if line.new_id is None:
        return []
    return [other.old for other in by_new[line.new_id] if other.old_id and other.pk != line.pk]
