"""What comes before a brief, and whom and what it is the first to name since.

A brief goes on from those it says it follows; else from those whose place it takes; else from the one before it in its
thread. Owns that rule. What changed between two briefs, in words, is `show.changes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from fiche.publication import Entry
from fiche.value import Value


class Step(Value, frozen=True):
    """A brief as a step of its chain."""

    before: tuple[str, ...]
    """Ids of the briefs it goes on from, the latest first."""
    actors: tuple[str, ...]
    """Those that no brief of the chain before it has, in its own order."""
    topics: tuple[str, ...]


def steps(entries: Sequence[Entry]) -> dict[str, Step]:
    """Return the step that each brief is; the briefs are given newest first, each once. Those that begin a chain have none."""
    before = dict(_before(entries))
    waiting = Counter(other for others in before.values() for other in others)
    named: dict[str, tuple[set[str], set[str]]] = {}
    found: dict[str, Step] = {}
    for entry in reversed(entries):
        id, others = entry.head.id, before[entry.head.id]
        actors, topics = [cast.actor for cast in entry.cast], entry.topics
        known_actors, known_topics = _known(others, named, waiting)
        if others:
            found[id] = Step(
                others,
                tuple(actor for actor in actors if actor not in known_actors),
                tuple(topic for topic in topics if topic not in known_topics),
            )
        if waiting[id]:
            known_actors.update(actors)
            known_topics.update(topics)
            named[id] = known_actors, known_topics
    return found


def _known(
    others: tuple[str, ...], named: dict[str, tuple[set[str], set[str]]], waiting: Counter[str]
) -> tuple[set[str], set[str]]:
    """Return what the chain before a brief names; the last who asks for a chain is given it, so that none is copied in vain."""
    actors: set[str] = set()
    topics: set[str] = set()
    for other in others:
        waiting[other] -= 1
        theirs = named[other] if waiting[other] else named.pop(other)
        if waiting[other] or actors or topics:
            actors, topics = actors | theirs[0], topics | theirs[1]
        else:
            actors, topics = theirs
    return actors, topics


def _before(entries: Sequence[Entry]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the briefs that each goes on from; only earlier ones count."""
    place = {entry.head.id: at for at, entry in enumerate(entries)}
    last: dict[str, str] = {}
    for at in range(len(entries) - 1, -1, -1):
        entry = entries[at]
        head = entry.head
        said = entry.follows or entry.supersedes
        earlier = sorted((other for other in said if place.get(other, -1) > at), key=lambda other: place[other])
        in_thread = (last[head.thread],) if head.thread in last else ()
        yield head.id, tuple(earlier) or in_thread
        if head.thread:
            last[head.thread] = head.id
