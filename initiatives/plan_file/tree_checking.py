"""The tree of each term as it will be: no circles, and every 施策 at the depth that its parent gives it."""

from collections.abc import Iterator

from django.db.models import Model

from initiatives.plan_file.circles import circle
from initiatives.plan_file.comparing import Comparison
from initiatives.plan_file.table import Key

Below = dict[Key | None, list[Key]]


def settle_tree(found: Comparison) -> None:
    """Set the depths, also of 施策 that the file does not name; refuse circles, and depths that have no name."""
    rows = found.held["measure"] | {key: draft.row for key, draft in found.drafts["measure"].items()}
    below: Below = {}
    for key, row in rows.items():
        below.setdefault((*key[:2], row.parent.number) if row.parent else None, []).append(key)
    names = _named_levels(found)
    for key, depth in _walk(below):
        row = rows.pop(key)
        _settle(key, row, depth, found)
        if depth > names.get(key[:2], 0):
            _refuse_depth(key, row, depth, found)
    _refuse_circle(circle({key: keys for key, keys in below.items() if key}), found)
    for key in rows.keys() & found.drafts["measure"].keys():
        found.drafts["measure"][key].is_bad = True  # it hangs on a circle


def _walk(below: Below) -> Iterator[tuple[Key, int]]:
    """Give every key that hangs on the top, with its depth, from the top down."""
    waiting = [(key, 1) for key in below.get(None, ())]
    while waiting:
        key, depth = waiting.pop()
        yield key, depth
        waiting += [(child, depth + 1) for child in below.get(key, ())]


def _named_levels(found: Comparison) -> dict[Key, int]:
    """How many levels of each term have names."""
    deepest: dict[Key, int] = {}
    for key in (found.held["level"].keys() | found.drafts["level"].keys()) - found.gone["level"].keys():
        deepest[key[:2]] = max(deepest.get(key[:2], 0), key[2])
    return deepest


def _settle(key: Key, row: Model, depth: int, found: Comparison) -> None:
    if row.depth == depth:
        return
    row.depth = depth
    if draft := found.drafts["measure"].get(key):
        draft.is_touched = True
    else:
        found.moved.append(row)


def _refuse_depth(key: Key, row: Model, depth: int, found: Comparison) -> None:
    """At the 施策 that the file puts there, or at the list of names that the file makes too short for it."""
    draft = found.drafts["measure"].get(key)
    if draft and draft.is_written:
        advice = "期の「階層の名称」（levels）を増やしてください。"
        found.refuse(draft, f"：{depth}階層目の名称がありません。{advice}")
    elif any(level[:2] == key[:2] for level in found.gone["level"]):
        reading = found.drafts["term"][key[:2]].reading
        words = f"：{depth}階層目に施策「{row}」があるため、減らせません。"
        found.problems.append(reading.problem(words, "levels"))


def _refuse_circle(knots: list[Key], found: Comparison) -> None:
    names = " → ".join(key[2] for key in reversed([*knots, *knots[:1]]))
    for key in knots:
        if draft := found.drafts["measure"].get(key):
            found.refuse(draft, f"：上の階層をたどると元に戻ります（{names}）。", "parent")
