"""Related briefs: those that share actors and topics, the rare ones weighing more, near days first.

Owns how briefs are weighed against each other. It looks at all of them, so what it found is kept in the memo.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress

from fiche import engine
from fiche.digest import digest_bytes
from fiche.memo import Memo
from fiche.publication import Entry, Kin
from fiche.value import Unreadable, encode, reader

_WINDOW = 10
"""Neighbours in time looked at on each shared actor or topic: enough to find the near ones, and linear in the archive."""
_MOST = 5

_KIN = reader(dict[str, tuple[Kin, ...]])


def key(entries: tuple[Entry, ...]) -> str:
    """Return the key in the memo of how briefs are related: the digest of all that decides it."""
    facts = tuple(
        (
            entry.head.id,
            entry.head.thread,
            entry.head.date.instant,
            tuple(cast.actor for cast in entry.cast),
            entry.topics,
        )
        for entry in entries
    )
    return f"kin{digest_bytes(encode((engine.version(), facts)))}"


def remembered(entries: tuple[Entry, ...], memo: Memo) -> dict[str, tuple[Kin, ...]]:
    """Return the kin of each brief by its id, as the memo has it, or found out now."""
    kept = key(entries)
    with suppress(KeyError, *Unreadable):
        return _KIN(memo.get(kept))
    kin = related(entries)
    memo.put(kept, encode(kin))
    return kin


def related(entries: tuple[Entry, ...]) -> dict[str, tuple[Kin, ...]]:
    """Relate each brief to those nearest to it by weight, then by day. Briefs of its own story are told elsewhere.

    Briefs are numbered in the order given (newest first): the work is with numbers, since it is some hundred steps a brief.
    """
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry.head.id, entry)
    briefs = [*first.values()]
    sharing: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(briefs):
        for mark in _marks(entry):
            sharing[mark].append(number)
    place = dict.fromkeys(sharing, 0)
    times = [entry.head.date.instant.timestamp() for entry in briefs]
    days = [entry.head.date.instant.date() for entry in briefs]
    casts = [{cast.actor for cast in entry.cast} for entry in briefs]
    topics = [{*entry.topics} for entry in briefs]
    kin: dict[str, tuple[Kin, ...]] = {}
    for number, entry in enumerate(briefs):
        weights: dict[int, int] = {}
        for mark in _marks(entry):
            others, at = sharing[mark], place[mark]
            place[mark] = at + 1
            weight = 1000 // (1 + len(others).bit_length())
            for other in others[max(0, at - _WINDOW) : at + _WINDOW + 1]:
                weights[other] = weights.get(other, 0) + weight
        weights.pop(number, None)
        if entry.head.thread:
            weights = {
                other: heavy for other, heavy in weights.items() if briefs[other].head.thread != entry.head.thread
            }
        least = sorted(weights.values())[-_MOST:][:1]
        near = sorted(
            (-heavy, abs(times[other] - times[number]), briefs[other].head.id, other)
            for other, heavy in weights.items()
            if heavy >= least[0]
        )
        kin[entry.head.id] = tuple(
            Kin(
                id,
                actors=len(casts[number] & casts[other]),
                topics=len(topics[number] & topics[other]),
                same_day=days[number] == days[other],
            )
            for _, _, id, other in near[:_MOST]
        )
    return kin


def _marks(entry: Entry) -> Iterator[str]:
    """Yield what a brief can share with others."""
    yield from (f"actor {cast.actor}" for cast in entry.cast)
    yield from (f"topic {topic}" for topic in entry.topics)
