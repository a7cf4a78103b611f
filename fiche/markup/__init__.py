"""Markdown to pieces: what a body says, as HTML with typed holes, one reading for each audience it distinguishes.

Owns all that happens to one text on its own. It knows nothing of the rest of the publication: what a hole names is
looked up by the desk, and filled in by `weave`.
"""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import dirname

from fiche.digest import digest
from fiche.markup import engine, limits, passages, pieces, sanitise
from fiche.markup.copy import Copy, clean
from fiche.model import Body, Marking, Piece, Reading
from fiche.problem import Checked, Place, Problem, has_errors, in_order, quoted

VERSION = 1
"""Part of every key: to be raised whenever the same text would give other pieces."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A body as the audiences up to one marking read it, and its pieces, to be kept under its key."""

    reading: Reading
    pieces: tuple[Piece, ...]


def convert(text: str, *, place: Place, trusted: bool = False) -> Checked[tuple[Converted, ...]]:
    """Convert the Markdown of one file, whose first line stands at `place`, for each audience that it distinguishes.

    The first conversion is for `Marking.CLEAR`; one follows for each marking that a passage has, rising. Problems, and
    places of mentions, are those of the last, which is the whole text. `trusted` lets raw HTML through, comments and
    pictures from other hosts apart. With an error there may be no conversion at all, so that nothing is published.
    """
    copy, problems = clean(text, place)
    guarded, wrong = passages.find(copy)
    problems += wrong
    if wrong:
        return Checked((), in_order(problems))
    levels = passages.levels(guarded)
    made: list[Converted] = []
    for level in levels:
        whole = level is levels[-1]
        converted, found = _convert(passages.cut(copy, guarded, level), level, trusted=trusted, whole=whole)
        if whole or has_errors(found):
            problems += found
        if converted is None:
            return Checked((), in_order(problems))
        made.append(converted)
    return Checked(tuple(made), in_order(problems))


def _convert(copy: Copy, level: Marking, *, trusted: bool, whole: bool) -> tuple[Converted | None, list[Problem]]:
    problems = limits.check(copy)
    if has_errors(problems):
        return None, problems
    converted = engine.convert(copy)
    if isinstance(converted, Problem):
        return None, [*problems, converted]
    html, holes = converted
    if trusted:
        html, faults = sanitise.rewrite(html)
        problems += [_unbalanced(copy, tag) for tag in dict.fromkeys(faults)]
    else:
        problems += [_removed(copy, *found) for found in sanitise.forbidden(html)]
        problems += [_scheme(copy, written) for written in sanitise.schemes(html)]
        html = sanitise.sanitise(html)
    found = pieces.split(html, holes, known=whole)
    key = digest(("markup", VERSION, trusted, dirname(copy.place.path), copy.text))
    body = Body(key, found.words, found.mentions, found.headings)
    return Converted(Reading(level, body), found.pieces), [*problems, *found.problems]


def _unbalanced(copy: Copy, tag: str) -> Problem:
    what = f"the HTML tag {quoted(tag)} is not balanced and would break the page around it; close or remove it"
    return copy.error(max(copy.text.find(tag[:-1]), 0), what, "html")


def _removed(copy: Copy, name: str, written: str) -> Problem:
    what = f"{quoted(name)} is not allowed in a text and is left out; write it in Markdown, or leave it out yourself"
    return copy.warning(max(copy.text.find(written), 0), what, "html")


def _scheme(copy: Copy, written: str) -> Problem:
    what = f"the address {quoted(written)} may only begin with https:, http: or mailto:; write such a one"
    return copy.error(max(copy.text.find(written), 0), what, "link-scheme")
