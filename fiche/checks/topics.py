"""Topics form a graph without cycles, which can be shown as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from fiche.model import Desk
from fiche.names import Index
from fiche.problem import Place, Problem, error
from fiche.register import topic_names


def no_cycles(desk: Desk) -> Iterator[Problem]:
    """Report each topic that stands below itself, with the way round."""
    parents = _parents(desk)
    for manuscript in desk.topics:
        way = _way_back(manuscript.head.id, parents)
        if way:
            what = f"the topic stands below itself ({' → '.join(way)}); take out one of these parents"
            yield error(manuscript.place, what, "topic-cycle")


DEEPEST = 32
"""Topics below one another."""
LARGEST = 20_000
"""Lines of the tree; a topic with two parents stands in it twice, with all below it."""


def is_a_tree(desk: Desk) -> Iterator[Problem]:
    """Report topics too deep in one another, and so many ways to them that the tree of all would never be drawn."""
    parents = _parents(desk)
    places = {m.head.id: m.place for m in desk.topics}
    depths: dict[str, int] = {}
    ways: dict[str, int] = {}
    try:
        ordered = tuple(TopologicalSorter(parents).static_order())
    except CycleError:
        return  # told by `no_cycles`
    for id in ordered:
        above = dict.fromkeys(parents.get(id, ()))
        depths[id] = 1 + max((depths[parent] for parent in above), default=0)
        ways[id] = sum(ways[parent] for parent in above) or 1
        if depths[id] == DEEPEST + 1:
            what = f"the topic stands below {DEEPEST} others that stand below one another; give it a parent further up"
            yield error(places.get(id, Place("content/topics")), what, "topic-depth")
    if sum(ways.values()) > LARGEST:
        most = max(ways, key=lambda id: (ways[id], id))
        what = f"{ways[most]:,} ways lead down to this topic, so that the tree cannot be drawn; take out some “parents”"
        yield error(places.get(most, Place("content/topics")), what, "topic-tree")


def _parents(desk: Desk) -> dict[str, list[str]]:
    index = Index.of((m.head.id, topic_names(m.head)) for m in desk.topics)
    return {m.head.id: [id for use in m.head.parents for id in index.find(use.name)[:1]] for m in desk.topics}


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
