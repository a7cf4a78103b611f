"""A text as the engine reads it, and the way back from it to the author's file.

Owns what is cleaned from a text before anything reads it, and where in the file each character of a copy stood, also
after passages were cut out. What is cut is `passages`' business.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from fiche.problem import Place, Problem, error, quoted, warning


@dataclass(frozen=True, slots=True)
class Copy:
    """A text, and the spans of the original that it keeps."""

    text: str
    original: str
    place: Place
    """Of the first line of the original."""
    starts: tuple[int, ...] = (0,)
    """Where each kept span starts in `text`."""
    origins: tuple[int, ...] = (0,)
    """Where it starts in the original."""
    breaks: tuple[int, ...] = ()
    """Where each line of the original ends."""

    def origin(self, offset: int) -> int:
        """Return where a character of the copy stands in the original."""
        span = bisect_right(self.starts, offset) - 1
        return self.origins[span] + offset - self.starts[span]

    def at(self, offset: int) -> Place:
        """Return the place of a character of the copy in the author's file."""
        origin = self.origin(offset)
        line = bisect_left(self.breaks, origin)
        return Place(self.place.path, self.place.line + line, origin - (self.breaks[line - 1] if line else -1))

    def line(self, offset: int) -> str:
        """Return the line of the author's file that a character of the copy stands in."""
        origin = self.origin(offset)
        end = self.original.find("\n", origin)
        return self.original[self.original.rfind("\n", 0, origin) + 1 : end if end >= 0 else None]

    def error(self, offset: int, what: str, code: str) -> Problem:
        """Make a problem that stops the build, placed at a character of the copy."""
        return error(self.at(offset), what, code, self.line(offset))

    def warning(self, offset: int, what: str, code: str) -> Problem:
        """Make a problem that is told and does not stop the build, placed at a character of the copy."""
        return warning(self.at(offset), what, code, self.line(offset))


def keep(original: Copy, spans: Iterable[tuple[int, int]]) -> Copy:
    """Make a copy of the spans of an original: pairs of start and end, rising, without overlap."""
    kept = [(start, end) for start, end in spans if start < end] or [(0, 0)]
    starts = accumulate((end - start for start, end in kept[:-1]), initial=0)
    text = "".join(original.text[start:end] for start, end in kept)
    origins = tuple(start for start, _ in kept)
    return Copy(text, original.text, original.place, tuple(starts), origins, original.breaks)


def clean(text: str, place: Place) -> tuple[Copy, list[Problem]]:
    """Take out what no page may hold: control characters and lone surrogates; warn of what misleads the eye.

    Line ends become line feeds, and blanks at the very end go. Control characters are C0 without tab and line feed, DEL
    and C1 (ISO/IEC 6429); they are taken out because HTML forbids them and because our own marks are made of them. With them
    go U+FFFE and U+FFFF, which no XML may hold (XML 1.0, 2.2).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip(" \t\n")
    problems: list[Problem] = []
    raw = _copy(text, place)
    if not _ANY.search(text):
        return raw, problems
    if found := _CONTROL.search(text):
        what = f"the control character {quoted(found[0])} cannot stand in a text and is left out; delete it"
        problems.append(raw.warning(found.start(), what, "control-character"))
        text = _CONTROL.sub("", text)
    if found := _SURROGATE.search(text):
        what = f"{quoted(found[0])} is half a character and cannot be written; delete it"
        problems.append(raw.error(found.start(), what, "control-character"))
        text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    if found := _OVERRIDE.search(text):
        what = f'the invisible character {quoted(found[0])} reorders what readers see; delete it or use dir="…"'
        problems.append(raw.warning(found.start(), what, "bidi-control"))
    if found := _UNSEEN.search(text):
        what = (
            f"the invisible character {quoted(found[0])} parts what readers and searches take for one word; delete it"
        )
        problems.append(raw.warning(found.start(), what, "text-invisible"))
    return (_copy(text, place) if problems else raw), problems


def _copy(text: str, place: Place) -> Copy:
    return Copy(text, text, place, breaks=tuple(map(re.Match.start, _BREAK.finditer(text))))


_BREAK = re.compile("\n")

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]+")
_SURROGATE = re.compile("[\ud800-\udfff]+")
_OVERRIDE = re.compile("[\u202a\u202b\u202d\u202e]")
_UNSEEN = re.compile("(?<![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])\u200b|[\u180e\u2060\ufeff]")
"""Save between words of scripts that write them without spaces: Thai, Lao, Burmese, Khmer."""
_ANY = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u180e\u200b\u202a\u202b\u202d\u202e\u2060\ufeff\ufffe\uffff]"
)
