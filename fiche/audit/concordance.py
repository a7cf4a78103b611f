"""Concordances: which phrases stand in which files, so that new needles are looked for only where they can be.

Owns that list, of some files at once: what stands between two commas of their plain words, each phrase once, and bit by bit the
files it stands in. Pages share most of theirs, so that a thousand of them take some hundred thousand bytes, and a search a
hundredth of the time that the files would. It may name a file too many, but never one too few.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate

from ahocorasick_rs import BytesAhoCorasick

from fiche.value import Value

_SHORT = 6
"""Bytes, with the blanks around it, of the shortest phrase that is listed."""
_LONGEST = 4 * 1024 * 1024
"""Bytes of the longest text whose phrases are listed."""
_ANY = b"<anything>"
"""What is listed for a longer one: no plain words, and taken for whatever is looked for."""
_TEXT = re.compile(rb"(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+")
_LOST = "\N{REPLACEMENT CHARACTER}".encode()
_LEVEL = 1


class Concordance(Value, frozen=True):
    """The phrases of some files."""

    paths: tuple[str, ...]
    phrases: bytes
    """With a comma between them, packed."""
    rows: bytes
    """Of each the files it stands in, the first by the lowest bit; packed."""

    def holding(self, needles: Iterable[bytes]) -> set[str]:
        """Return the files that may hold one of some needles: those that have the longest phrase of it."""
        wanted = {max(_cut(needle), key=len) for needle in needles}
        if any(len(phrase) < _SHORT for phrase in wanted):
            return set(self.paths)
        phrases = zlib.decompress(self.phrases)
        found = BytesAhoCorasick([*wanted, _ANY]).find_matches_as_indexes(phrases, overlapping=True)
        if not found:
            return set()
        ends = list(accumulate(len(phrase) + 1 for phrase in phrases.split(b",")))
        width, rows, holding = _width(len(self.paths)), zlib.decompress(self.rows), 0
        for number in {bisect_right(ends, start) for _, start, _ in found}:
            holding |= int.from_bytes(rows[number * width : (number + 1) * width], "little")
        return {path for number, path in enumerate(self.paths) if holding >> number & 1}


class Writing:
    """A concordance that is being written, file by file."""

    def __init__(self) -> None:
        self._paths: list[str] = []
        self._rows: defaultdict[bytes, int] = defaultdict(int)

    def add(self, path: str, phrases: set[bytes]) -> None:
        """List a file by the phrases of all its texts."""
        here = 1 << len(self._paths)
        self._paths.append(path)
        for phrase in phrases:
            if len(phrase) >= _SHORT:
                self._rows[phrase] |= here

    def done(self) -> Concordance:
        """Return what was listed."""
        width = _width(len(self._paths))
        rows = b"".join([row.to_bytes(width, "little") for row in self._rows.values()])
        return Concordance(
            tuple(self._paths), zlib.compress(b",".join(self._rows), _LEVEL), zlib.compress(rows, _LEVEL)
        )


def phrases_of(text: bytes) -> list[bytes]:
    """Return the phrases of plain words.

    They are cut at what is not UTF-8, as most of what pictures seem to say is not: no needle has any.
    """
    if len(text) > _LONGEST:
        return [_ANY]
    try:
        text.decode()
    except UnicodeDecodeError:
        text = b",".join(_TEXT.findall(text))
    return _cut(text)


def _cut(text: bytes) -> list[bytes]:
    """Cut plain words at commas, and where something could not be decoded."""
    return text.replace(_LOST, b",").split(b",")


def _width(files: int) -> int:
    """Return the bytes of a row with a bit for each file."""
    return (files + 7) // 8
