"""Levels and ids of headings.

Owns both rules: under the page's own h1 the levels of a body begin at h2 and skip none; every heading has an id made of
its words, in any script, never empty and never twice.
"""

from __future__ import annotations

import re
import unicodedata

from fiche.markup.address import PREFIX

_LONGEST = 80
"""Characters of an id, the prefix apart: enough to know it by, short enough for an address."""


class Levels:
    """Turn the levels that an author wrote into levels that nest, from h2 on."""

    def __init__(self) -> None:
        self._open: list[int] = []

    def enter(self, written: int) -> int:
        """Return the level for the next heading: one below the nearest heading above it that outranks it."""
        while self._open and self._open[-1] >= written:
            self._open.pop()
        self._open.append(written)
        return min(len(self._open) + 1, 6)


class Ids:
    """The ids of a body, each given once."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._next: dict[str, int] = {}

    def give(self, words: str) -> str:
        """Return a new id made of a heading's words."""
        base = PREFIX + (slug(words) or "section")
        number = self._next.get(base, 1)
        id = base if number == 1 else f"{base}-{number}"
        while id in self._taken:
            number += 1
            id = f"{base}-{number}"
        self._next[base] = number + 1
        self._taken.add(id)
        return id


def slug(words: str) -> str:
    """Return words as the part of an id: letters, marks and digits of any script, lower case, joined by hyphens."""
    words = unicodedata.normalize("NFC", words).lower()
    if words.isascii():
        joined = "-".join(_ASCII.findall(words))
    else:
        kept = (c if unicodedata.category(c)[0] in "LMN" else " " for c in _APOSTROPHES.sub(" ", words))
        joined = "-".join("".join(kept).split())
    if len(joined) <= _LONGEST:
        return joined
    return joined[: _LONGEST + 1].rpartition("-")[0] or joined[:_LONGEST]


_ASCII = re.compile(r"[a-z0-9]+")
_APOSTROPHES = re.compile("['’ʼ]")
