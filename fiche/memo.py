"""Content-addressed results of pure work: a key is the digest of all that went into the value.

Owns the keeping, not the keys. A body enters the pages by its key, so that neither manuscripts nor views hold text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Memo:
    """Values by their digest, kept for one run."""

    _values: dict[str, Any] = field(default_factory=dict)

    def put(self, key: str, value: object) -> str:
        """Keep a value and return its key. Two values under one key are the same value."""
        self._values.setdefault(key, value)
        return key

    def get(self, key: str) -> Any:
        """Return the value kept under a key; KeyError if there is none, which is a mistake of ours."""
        return self._values[key]

    def part(self, keys: Iterable[str]) -> Memo:
        """Return a memo of these keys alone, to be sent to another process."""
        return Memo({key: self._values[key] for key in keys if key in self._values})

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)
