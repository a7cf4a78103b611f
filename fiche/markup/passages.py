"""Passages for some audiences only: `[[tlp:amber]]…[[/tlp]]`.

Owns their syntax and the cut. They are cut from the text before it is Markdown, so that nothing of it (a heading's id, a
footnote's number, a reference's address) can show that something was there. Whatever looks like a marker and is none
stops the build: an unread marker would publish what it was to withhold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fiche.markup.copy import Copy, keep
from fiche.model import Marking
from fiche.problem import Problem, quoted


@dataclass(frozen=True, slots=True)
class Passage:
    """A guarded passage: its level and where its two markers stand."""

    marking: Marking
    opening: tuple[int, int]
    closing: tuple[int, int]


def find(copy: Copy) -> tuple[tuple[Passage, ...], list[Problem]]:
    """Find the guarded passages of a text, in order of their opening; inner ones only of a higher level."""
    if not _HINT.search(copy.text):
        return (), []
    problems: list[Problem] = []
    passages: list[Passage] = []
    open_: list[tuple[Marking, tuple[int, int]]] = []
    for match in _MARKER.finditer(copy.text):
        if len(problems) >= _ENOUGH:
            return (), problems
        at = match.start()
        if match["closes"]:
            if open_:
                marking, opening = open_.pop()
                passages.append(Passage(marking, opening, match.span()))
            else:
                what = "“[[/tlp]]” ends a passage that never began; write “[[tlp:amber]]” where it begins"
                problems.append(copy.error(at, what, "passage"))
        elif match["level"] is None:
            what = f"{quoted(match[0])} is no marker of a passage; write “[[tlp:amber]]” … “[[/tlp]]”"
            problems.append(copy.error(at, what, "passage"))
        elif (marking_or_none := _LEVELS.get(match["level"].strip().casefold())) is None:
            what = f"{quoted(match['level'])} is no marking; write one of {', '.join(_LEVELS)}"
            problems.append(copy.error(at, what, "passage"))
            open_.append((Marking.RED, match.span()))
        else:
            marking = marking_or_none
            if open_ and marking <= open_[-1][0]:
                what = f"{quoted(match[0])} stands in a passage that is {open_[-1][0].label} already; close that first"
                problems.append(copy.error(at, what, "passage"))
            open_.append((marking, match.span()))
    for _, opening in open_[:_ENOUGH]:
        what = f"{quoted(copy.text[slice(*opening)])} has no end; write “[[/tlp]]” where the passage ends"
        problems.append(copy.error(opening[0], what, "passage"))
    return tuple(sorted(passages, key=lambda passage: passage.opening)), problems


def levels(passages: tuple[Passage, ...]) -> tuple[Marking, ...]:
    """Return the levels a text is read at: CLEAR, then each that occurs, rising."""
    return tuple(sorted({Marking.CLEAR, *(passage.marking for passage in passages)}))


def cut(copy: Copy, passages: tuple[Passage, ...], audience: Marking) -> Copy:
    """Return the text as `audience` reads it: without the passages above it, without the markers of the others."""
    if not passages:
        return copy
    knife = _Knife(copy.text)
    gone = 0
    gaps: list[tuple[tuple[int, int], bool]] = []
    for passage in passages:
        if passage.opening[0] < gone:
            continue
        if passage.marking > audience:
            gone = passage.closing[1]
            gaps.append(((passage.opening[0], gone), True))
        else:
            gaps += [(passage.opening, False), (passage.closing, False)]
    for (start, end), is_passage in sorted(gaps):
        knife.take(start, end, with_blank_line=is_passage)
    return keep(copy, knife.finish())


class _Knife:
    """Cut spans out of a text, from its start to its end, and close each gap so that no trace of it is left."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._kept: list[tuple[int, int]] = []
        self._done = 0
        self._line = ""
        """The line that is being kept: itself as long as it is blank, else "x" and its last character."""
        self._after_blank = True
        """Whether the line before it is blank, or there is none."""

    def take(self, start: int, end: int, *, with_blank_line: bool) -> None:
        """Cut a span; alone on its lines it goes with them, and a passage with one blank line after it as well."""
        text = self._text
        self._keep(self._done, start)
        rest = _REST_IS_BLANK.match(text, end)
        if rest and not self._line.strip():
            self._unkeep(len(self._line))
            end = rest.end()
            if with_blank_line and self._after_blank:
                blank = _BLANK_LINE.match(text, end)
                end = blank.end() if blank else end
        elif self._line.endswith(" "):
            if text.startswith(" ", end):
                end += 1
            elif text.startswith("\n", end) or end == len(text):
                self._unkeep(1)
        self._done = end

    def finish(self) -> list[tuple[int, int]]:
        """Return what is kept, without blanks at the end."""
        self._kept.append((self._done, len(self._text)))
        while self._kept:
            start, end = self._kept.pop()
            if length := len(self._text[start:end].rstrip(" \t\n")):
                self._kept.append((start, start + length))
                break
        return self._kept

    def _keep(self, start: int, end: int) -> None:
        if start >= end:
            return
        self._kept.append((start, end))
        last_break = self._text.rfind("\n", start, end)
        if last_break >= 0:
            break_before = self._text.rfind("\n", start, last_break)
            before = self._text[max(break_before + 1, start) : last_break]
            self._after_blank = not (before if break_before >= 0 else self._line + before).strip()
            self._line = ""
        self._line += self._text[max(last_break + 1, start) : end]
        if self._line.strip():
            self._line = "x" + self._line[-1]

    def _unkeep(self, count: int) -> None:
        self._line = self._line[: len(self._line) - count]
        while count:
            start, end = self._kept.pop()
            if end - start > count:
                self._kept.append((start, end - count))
                return
            count -= end - start


_ENOUGH = 20
"""Problems of this kind that are told for one text: one wrong marker can make all others wrong."""
_LEVELS = {marking.label.removeprefix("TLP:").casefold(): marking for marking in Marking}
_HINT = re.compile(r"\[[^\w\[]*tlp\b", re.IGNORECASE)
_MARKER = re.compile(
    r"\[\[[^\S\n]*(?:(?P<closes>/)[^\S\n]*tlp|tlp[^\S\n]*:(?P<level>[^\[\]|\n]*))[^\S\n]*\]\]"
    # What only looks like a marker: two brackets on one side, or an end with one on each.
    r"|\[\[[^\w\[\]]*tlp\b(?!-\w)(?:[^\[\]\n]*\]{0,2})|(?<!\[)\[[^\w\[\]]*tlp\b[^\[\]\n]*\]\]|\[[^\w\[\]/]*/[^\w\[\]]*tlp[^\w\[\]]*\]",
    re.IGNORECASE,
)
_REST_IS_BLANK = re.compile(r"[^\S\n]*(?:\n|\Z)")
_BLANK_LINE = re.compile(r"[^\S\n]*\n")
