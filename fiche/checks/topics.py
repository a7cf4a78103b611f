"""Topics form a graph without cycles."""

from __future__ import annotations

from collections.abc import Iterator

from fiche.model import Desk
from fiche.names import Index
from fiche.problem import Problem, error
from fiche.register import topic_names


def no_cycles(desk: Desk) -> Iterator[Problem]:
    """Report each topic that stands below itself, with the way round."""
    index = Index.of((m.head.id, topic_names(m.head)) for m in desk.topics)
    parents = {m.head.id: [id for use in m.head.parents for id in index.find(use.name)[:1]] for m in desk.topics}
    for manuscript in desk.topics:
        way = _way_back(manuscript.head.id, parents)
        if way:
            what = f"the topic stands below itself ({' → '.join(way)}); take out one of these parents"
            yield error(manuscript.place, what, "topic-cycle")


def _way_back(start: str, parents: dict[str, list[str]]) -> list[str]:
    waiting = [[start]]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop()
        for parent in parents.get(way[-1], ()):
            if parent == start:
                return [*way, start]
            if parent not in seen:
                seen.add(parent)
                waiting.append([*way, parent])
    return []
