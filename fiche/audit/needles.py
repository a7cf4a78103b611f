"""Needles: the words of withheld texts that can stand in an output only if something has leaked.

Owns what is looked for. A needle is a whole name, id, title or address, or some words in a row of a sentence, that stands
nowhere in what is shown, in the templates or in the words of the program: so to find it is never chance. What is so
common that it might be, is no needle. A single word of a sentence that nothing shown has is a faint one: it is told as a
doubt, since it may be there for a reason that nobody thought of.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick

from fiche import dates
from fiche.audit.matter import Matter
from fiche.audit.plain import plain, words
from fiche.audit.sheaves import COMMENT, Text
from fiche.messages import catalogue, locale
from fiche.names import territory_name
from fiche.problem import Place


class Needle(NamedTuple):
    """Words to look for, and where they come from."""

    words: bytes
    """Plain, with a blank at both ends."""
    place: Place
    what: str
    is_faint: bool = False
    """A single word of a sentence."""


class Needles:
    """Looks for all needles at once (Aho and Corasick, 1975): a thousand cost no more than ten."""

    def __init__(self, needles: Iterable[Needle]) -> None:
        found: dict[bytes, Needle] = {}
        for needle in needles:
            found.setdefault(needle.words, needle)
        self.all = tuple(found.values())
        self._search = BytesAhoCorasick([needle.words for needle in self.all]) if self.all else None

    def inside(self, text: bytes) -> list[Needle]:
        """Return the needles that stand in plain words."""
        if self._search is None:
            return []
        found = self._search.find_matches_as_indexes(text, overlapping=True)
        return [self.all[number] for number in dict.fromkeys([number for number, _, _ in found])]


def needles(matter: Matter, languages: tuple[str, ...], templates: Iterable[str]) -> Needles:
    """Choose what to look for, in a site of some languages whose templates say these texts."""
    if not matter.withheld:
        return Needles(())
    theme = list(templates)
    common = _spoken(languages, matter.countries) | frozenset(
        chain.from_iterable(words(text).split() for text in theme)
    )
    whole = (needle for text in matter.withheld for needle in _of(text, common))
    faint = (needle for text in matter.withheld for needle in _faint(text, common))
    sought = Needles(chain(whole, faint))
    told = matter.sheaves.told(tuple(needle.words for needle in sought.all))
    for shown in chain(map(words, dict.fromkeys(matter.said)), (plain(text.encode()) for text in theme)):
        told |= {needle.words for needle in sought.inside(shown)}
    return Needles(needle for needle in sought.all if needle.words not in told)


# --------------------------------------------------------------------------- from texts to needles

_FEW = 8
"""Words of a name or title that is looked for as a whole alone."""
_ROW = 7
"""Words in a row by which a sentence is known; the last row of one may be longer or shorter."""
_LEAST = 4
"""Words of the shortest row that no two people write by chance, with what no shown text says."""
_STOP = b","
_LONG = 6
"""Letters of a word that may be telling by itself."""


def _of(text: Text, common: frozenset[bytes]) -> Iterator[Needle]:
    found = words(text.text).split()
    if not text.is_prose and _is_rare(found, common):
        yield Needle(b" %b " % b" ".join(_trimmed(found)), text.place, text.what)
    if text.is_prose or len(found) > _FEW:
        for row in _rows(found):
            if _is_sentence(row, common):
                yield Needle(b" %b " % b" ".join(row), text.place, text.what)


def _faint(text: Text, common: frozenset[bytes]) -> Iterator[Needle]:
    if not text.is_prose or text.what == COMMENT:
        return
    for word in sorted(frozenset(words(text.text).split()) - common):
        if _length(word) >= _LONG and not word.isdigit():
            yield Needle(b" %b " % word, text.place, text.what, is_faint=True)


def _rows(found: list[bytes]) -> Iterator[list[bytes]]:
    """Cut a text at its blocks and stops, then into rows of words."""
    row: list[bytes] = []
    for word in [*found, _STOP]:
        if word != _STOP:
            row.append(word)
            continue
        while len(row) >= _ROW + _LEAST:
            yield row[:_ROW]
            row = row[_ROW:]
        if row:
            yield row
        row = []


def _trimmed(row: list[bytes]) -> list[bytes]:
    start, end = 0, len(row)
    while start < end and row[start] == _STOP:
        start += 1
    while end > start and row[end - 1] == _STOP:
        end -= 1
    return row[start:end]


def _is_sentence(row: list[bytes], common: frozenset[bytes]) -> bool:
    """Say whether nobody else would write these words in a row by chance."""
    telling = [word for word in row if word not in common and not word.isdigit() and _length(word) > 2]
    return len(row) >= _LEAST and len(telling) >= 2 and sum(map(_length, row)) >= 16


def _is_rare(row: list[bytes], common: frozenset[bytes]) -> bool:
    """Say whether a name or title can be met nowhere by chance."""
    telling = [word for word in row if word != _STOP and not word.isdigit() and word not in common]
    return (
        any(_length(word) >= 4 for word in telling)
        or (len(telling) >= 2 and sum(map(_length, telling)) >= 5)
        or len(telling) >= 4
    )


def _length(word: bytes) -> int:
    """Count the letters of a word."""
    return len(word) if word.isascii() else len(word.decode("utf-8", "replace"))


# --------------------------------------------------------------------------- words that mean nothing

_FOREIGN = b"gregorian vcalendar vevent schema https http html www utf"


@cache
def _spoken(languages: tuple[str, ...], countries: frozenset[str]) -> frozenset[bytes]:
    """Return the words that the program itself may print: its messages, names of months and countries, keys of documents."""
    found: list[str] = []
    for lang in languages:
        for message in catalogue(lang).values():
            found += [message.text, *(text for _, text in message.forms)]
        found += [dates.month_name(month, lang) for month in range(1, 13)]
        known = locale(lang)
        found += [territory_name(code, lang) for code in countries]
        found += map(str, known.languages.values())
        for wide in known.days["format"].values():
            found += map(str, wide.values())
        for wide in known.months["format"].values():
            found += map(str, wide.values())
    found += _literals()
    return frozenset(chain(_FOREIGN.split(), *(words(text).split() for text in found)))


@cache
def _literals() -> tuple[str, ...]:
    """Return the texts that stand in the program and may come into a document: keys, types, constants."""
    package = Path(__file__).parents[1]
    files = [package / f"{name}.py" for name in ("linked_data", "ical", "documents", "render")]
    found: list[str] = []
    for file in [*files, *sorted((package / "families").glob("*.py")), *sorted((package / "show").glob("*.py"))]:
        tree = ast.parse(file.read_bytes())
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        found += [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        ]
        found += [node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg]
    return tuple(found)
