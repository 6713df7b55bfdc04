"""Finds circles: a 施策 that stands below itself, a plan that is above itself."""

from collections.abc import Hashable, Iterable, Mapping


def circle(below: Mapping[Hashable, Iterable[Hashable]]) -> list:
    """Give the knots of one circle in their order, each below the one before it; empty when there is none."""
    done: set = set()
    for start in below:
        if start not in done and (found := _walk(start, below, done)):
            return found
    return []


def _walk(start, below, done: set) -> list:
    path, waiting = [start], [iter(below.get(start, ()))]
    while path:
        knot = next(waiting[-1], None)
        if knot is None:
            done.add(path.pop())
            waiting.pop()
        elif knot in path:
            return path[path.index(knot) :]
        elif knot not in done:
            path.append(knot)
            waiting.append(iter(below.get(knot, ())))
    return []
