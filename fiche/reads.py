"""What was read of a publication while a page was made: the tables it is read through, and the record of it.

Owns the law that lets a page be left alone: whoever makes it is a function of what it reads through these tables. Where
each of its readings would give the same today, it would come out the same, and need not be made.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from contextlib import contextmanager
from typing import TypeVar

V = TypeVar("V")

ALL = "*"
"""In place of a key: the whole table."""
NAMES = "#"
"""In place of a key: which keys there are."""
_NOTHING = "-"
"""In place of a digest: there is no such key."""


class Reads:
    """The tables of one publication, and the readings going on."""

    def __init__(self) -> None:
        self._open: list[set[str]] = []
        self._tables: dict[str, Table[object]] = {}
        self._known: dict[str, str] = {}

    def note(self, reading: str) -> None:
        """Note a reading: the name of a table, a space, a key."""
        if self._open:
            self._open[-1].add(reading)

    def replay(self, readings: frozenset[str]) -> None:
        """Note readings that were made before, for what is taken from them again."""
        if self._open:
            self._open[-1] |= readings

    @contextmanager
    def noted(self) -> Iterator[set[str]]:
        """Note all readings until the end; those around it get them as well."""
        readings: set[str] = set()
        self._open.append(readings)
        try:
            yield readings
        finally:
            self._open.pop()
            if self._open:
                self._open[-1] |= readings

    def add(self, table: Table[V]) -> Table[V]:
        """Make a table known by its name."""
        self._tables[table.name] = table  # type: ignore[assignment] # only read from
        return table

    def digest(self, reading: str) -> str:
        """Return the digest of what a reading gives now."""
        if reading not in self._known:
            name, _, key = reading.partition(" ")
            table = self._tables.get(name)
            self._known[reading] = table.digest(key) if table is not None else _NOTHING
        return self._known[reading]

    def recall(self, readings: Iterable[tuple[str, str]]) -> None:
        """Take some readings to give what they gave before."""
        self._known.update(readings)

    def forget(self, readings: frozenset[str]) -> None:
        """Take the digests of some readings anew when they are asked for: what they give has changed."""
        for reading in readings:
            self._known.pop(reading, None)

    def stand(self, readings: Mapping[str, str]) -> bool:
        """Say whether each of some readings would give the same as it did."""
        return all(self.digest(reading) == was for reading, was in readings.items())


class Table(Mapping[str, V]):
    """A mapping whose readings are noted."""

    def __init__(
        self,
        name: str,
        values: Mapping[str, V],
        stamp: Callable[[V], str],
        combine: Callable[[object], str],
        reads: Reads,
    ) -> None:
        self.name = name
        self._values = values
        self._stamp = stamp
        self._combine = combine
        self._reads = reads

    def __getitem__(self, key: str) -> V:
        self._reads.note(f"{self.name} {key}")
        return self._values[key]

    def __contains__(self, key: object) -> bool:
        self._reads.note(f"{self.name} {key}")
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        self._reads.note(f"{self.name} {NAMES}")
        return iter(self._values)

    def __len__(self) -> int:
        self._reads.note(f"{self.name} {NAMES}")
        return len(self._values)

    def values(self) -> ValuesView[V]:
        """Return all values; noted as one reading."""
        self._reads.note(f"{self.name} {ALL}")
        return self._values.values()

    def items(self) -> ItemsView[str, V]:
        """Return all keys and values; noted as one reading."""
        self._reads.note(f"{self.name} {ALL}")
        return self._values.items()

    def put(self, key: str, value: V) -> str:
        """Let a key have another value, and return the reading that now gives something else."""
        self._values = {**self._values, key: value}
        return f"{self.name} {key}"

    def digest(self, key: str) -> str:
        """Return the digest of the value of a key, of all (`ALL`) or of the keys alone (`NAMES`)."""
        if key == ALL:
            return self._combine(tuple((name, self._stamp(value)) for name, value in self._values.items()))
        if key == NAMES:
            return self._combine(tuple(self._values))
        return self._stamp(self._values[key]) if key in self._values else _NOTHING
