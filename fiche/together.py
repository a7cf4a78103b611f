"""Who appears together: how many briefs two actors share, and which of them is the last one.

Owns the count. It is over all briefs, so it works with numbers: some ten steps a brief.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fiche.value import Value


class Pair(Value, frozen=True):
    """Two actors that share briefs, `one` before `other` by id."""

    one: str
    other: str
    count: int
    last: str
    """Id of the latest brief that has both."""


def pairs(briefs: Iterable[tuple[str, Sequence[str]]]) -> tuple[Pair, ...]:
    """Count the briefs that each two actors share, the most first. Takes id and actors of each brief, the latest first."""
    numbers: dict[str, int] = {}
    counts: dict[tuple[int, int], int] = {}
    last: dict[tuple[int, int], str] = {}
    for id, actors in briefs:
        cast = sorted(numbers.setdefault(actor, len(numbers)) for actor in actors)
        for at, one in enumerate(cast):
            for other in cast[at + 1 :]:
                two = (one, other)
                if two in counts:
                    counts[two] += 1
                else:
                    counts[two] = 1
                    last[two] = id
    names = list(numbers)
    found = [
        Pair(min(names[one], names[other]), max(names[one], names[other]), count, last[one, other])
        for (one, other), count in counts.items()
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.count, pair.one, pair.other)))
