"""Quotations in a body: what stands between the marks of its language.

Owns where in a wording a quotation begins and ends. Marks of a language whose opening and closing ones are one sign tell
nothing and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from fiche.checks.wording import Wording
from fiche.markup.quotation import marks
from fiche.names import fold
from fiche.surface import BREAKS


class Quotation(NamedTuple):
    """Words between quotation marks, from `start` to before `end` of a wording, marks left out."""

    start: int
    end: int
    text: str
    paragraph: tuple[int, int]
    """Where the paragraph it stands in begins and ends."""

    @property
    def words(self) -> tuple[str, ...]:
        """Return its words; see `words_of`."""
        return words_of(self.text)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text without regard to capitals, accents and punctuation."""
    return tuple(_WORD.findall(fold(text)))


_WORD = re.compile(r"[^\W_]+")


def quotations(seen: Wording, lang: str, *, since: int | None = None) -> Iterator[Quotation]:
    """Yield the quotations in a body, those inside another as part of it; `since` 0, those of the header before it too."""
    pattern = _pattern(lang)
    for first, last in paragraphs(seen, since=since) if pattern else ():
        assert pattern is not None
        for found in pattern.finditer(seen.text, first, last):
            text = " ".join(found["words"].replace(BREAKS[1], "").split())
            yield Quotation(found.start("words"), found.end("words"), text, (first, last))


def paragraphs(seen: Wording, *, since: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield where the paragraphs of a body begin and end; `since` 0, those of the header before it too."""
    at = seen.body if since is None else since
    while at < seen.after:
        end = seen.text.find(BREAKS[0], at, seen.after)
        end = seen.after if end < 0 else end
        if at < end:
            yield at, end
        at = end + 1


@cache
def _pattern(lang: str) -> re.Pattern[str] | None:
    opening, closing = tuple(marks(lang)[:2])
    if opening == closing:
        return None
    return re.compile(rf"{opening}\s*(?P<words>[^{opening}{closing}{BREAKS[0]}]+?)\s*{closing}")
