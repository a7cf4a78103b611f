"""A mistake of the author as a value: where, what, what to do.

Owns the shape and the printed form of every message an author reads. It knows nothing of what is being checked. A
mistake of ours is an exception and never passes through here.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import Generic, TypeVar

from fiche.value import Value

T = TypeVar("T")
U = TypeVar("U")


class Severity(IntEnum):
    """How bad it is. With an error nothing is written."""

    ERROR = 0
    WARNING = 1
    NOTE = 2

    def __str__(self) -> str:
        return self.name.lower()


class Place(Value, frozen=True, order=True):
    """A point in an input file. Lines and columns count from 1, columns in code points; 0 stands for the whole file."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])


class Edit(Value, frozen=True, order=True):
    """A replacement: at `place`, which counts as places of problems do, `old` becomes `new`. Without `old` it is put there.

    Both write line ends as LF, whatever the file has.
    """

    place: Place
    old: str
    new: str


class Problem(Value, frozen=True, order=True):
    """One mistake. `what` is one sentence in the author's words, the value quoted, then what to do."""

    place: Place
    severity: Severity
    what: str
    code: str
    excerpt: str = ""
    """The source line, without its line end; empty where there is none to show."""
    edits: tuple[Edit, ...] = ()
    """What mends it for certain, all of it together; empty where a person must decide."""

    def __str__(self) -> str:
        message = f"{self.place}: {self.severity}: {self.what} [{self.code}]"
        if not self.excerpt or not self.place.line:
            return message
        return f"{message}\n{_frame(self.excerpt, self.place.line, self.place.column)}"


class Waived(Value, frozen=True, order=True):
    """A problem that the desk does without, and why."""

    problem: Problem
    reason: str


class Checked(Value, Generic[T], frozen=True):
    """A result and what is wrong with it. The result is complete only if `ok`."""

    value: T
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Say whether no problem is an error."""
        return not has_errors(self.problems)


def error(place: Place, what: str, code: str, excerpt: str = "") -> Problem:
    """Make a problem that stops the build."""
    return Problem(place, Severity.ERROR, what, code, masked(excerpt))


def warning(place: Place, what: str, code: str, excerpt: str = "") -> Problem:
    """Make a problem that is told and does not stop the build."""
    return Problem(place, Severity.WARNING, what, code, masked(excerpt))


def note(place: Place, what: str, code: str, excerpt: str = "") -> Problem:
    """Make a problem that may be none: it is told so that somebody looks."""
    return Problem(place, Severity.NOTE, what, code, masked(excerpt))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Say whether one of the problems stops the build."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort by place, each problem once."""
    return tuple(sorted(set(problems)))


def quoted(value: str, *, limit: int = 60) -> str:
    """Quote what the author wrote, on one line and not too long, with invisible characters made visible."""
    seen = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in masked(value))
    return f"“{seen if len(seen) <= limit else seen[: limit - 1] + '…'}”"


_PASSWORD = re.compile(r"(?<=://)([^/\s:@]*:)([^/\s@]+)(?=@)|\b([\w.+-]+:)([^/\s:@]+)(?=@[\w.-]+:)")
"""As in `https://me:secret@host.example`, or before a host and its folder, as `scp` writes them."""


def masked(text: str) -> str:
    """Return a text with dots for the passwords in its addresses: a message is read by more people than a file, as in a CI."""
    return _PASSWORD.sub(_dotted, text) if "@" in text else text


def _dotted(found: re.Match[str]) -> str:
    return (found[1] or found[3]) + "•" * len(found[2] or found[4])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """End a message with the nearest known words; empty if none is near."""
    by_folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    near = difflib.get_close_matches(word.casefold(), list(by_folded), n=3, cutoff=0.7)
    return f"; did you mean {' or '.join(quoted(by_folded[name]) for name in near)}?" if near else ""


_FRAME_WIDTH = 100
_SPACES = "\t\u00a0\u202f"
"""What is drawn as a space: tabs, and the spaces of French punctuation."""


def _frame(excerpt: str, line: int, column: int) -> str:
    """Draw the line and, under it, a caret; a long line is cut around the column."""
    text = "".join(" " if c in _SPACES else c if c.isprintable() else "�" for c in excerpt)
    start = max(0, column - 1 - _FRAME_WIDTH // 2) if len(text) > _FRAME_WIDTH else 0
    shown = text[start : start + _FRAME_WIDTH]
    gutter = f"{line:>5} | "
    rows = [gutter + shown]
    if column:
        before = text[start : max(start, column - 1)]
        rows.append(" " * (len(gutter) - 2) + "| " + " " * _cells(before) + "^")
    return "\n".join(rows)


def _cells(text: str) -> int:
    """Count the terminal columns a text takes (Unicode Standard Annex 11; combining marks take none)."""
    width: Callable[[str], int] = lambda c: (
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
    )
    return sum(map(width, text))
