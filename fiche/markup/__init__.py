"""Markdown to pieces: what a body says, as HTML with typed holes, one reading for each audience it distinguishes.

Owns all that happens to one text on its own. It knows nothing of the rest of the publication: what a hole names is
looked up by the desk, and filled in by `weave`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from posixpath import dirname

from fiche.digest import digest
from fiche.markup import engine, limits, passages, pieces, punctuation, quotes, sanitise, words
from fiche.markup.copy import Copy, clean
from fiche.markup.quotes import Quotes, Voices
from fiche.model import Body, Marking, Piece, Reading
from fiche.problem import Checked, Place, Problem, Severity, has_errors, in_order, quoted
from fiche.value import replace

VERSION = 5
"""Part of every key: to be raised whenever the same text would give other pieces."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A body as the audiences up to one marking read it, and its pieces, to be kept under its key."""

    reading: Reading
    pieces: tuple[Piece, ...]


def convert(
    text: str, *, place: Place, trusted: bool = False, language: str = "", voices: Voices | None = None
) -> Checked[tuple[Converted, ...]]:
    """Convert the Markdown of one file, whose first line stands at `place`, for each audience that it distinguishes.

    The first conversion is for `Marking.CLEAR`; one follows for each marking that a passage has, rising. Places of
    mentions are those of the last, which is the whole text; so are problems, but for links and notes that lead nowhere
    once a passage is cut. `trusted` lets raw HTML through, comments and pictures from other hosts apart. With a
    `language`, a BCP 47 tag, the punctuation is made that of its print. `voices` make statements of quotes that say whose
    they are; without them there may be none. With an error there may be no conversion at all, so that nothing is published.
    """
    copy, problems = clean(text, place)
    guarded, wrong = passages.find(copy)
    problems += wrong
    if wrong:
        return Checked((), in_order(problems))
    levels = passages.levels(guarded)
    made: list[Converted] = []
    doubtful = False
    for level in levels:
        whole = level is levels[-1]
        part = passages.cut(copy, guarded, level)
        said, wrong = quotes.find(part, voices, language)
        problems += wrong
        converted, found = _convert(part, level, said, trusted=trusted, language=language, whole=whole)
        problems += found if whole else [problem for problem in found if _of_this_reading(problem)]
        if converted is None:
            return Checked((), in_order(problems))
        made.append(converted)
        doubtful |= has_errors(wrong)
    return Checked(() if doubtful else tuple(made), in_order(problems))


def _convert(
    copy: Copy, level: Marking, said: Quotes, *, trusted: bool, language: str, whole: bool
) -> tuple[Converted | None, list[Problem]]:
    problems = limits.check(copy)
    if has_errors(problems):
        return None, problems
    converted = engine.convert(copy, said.blocks)
    if isinstance(converted, Problem):
        return None, [*problems, converted]
    html, holes = converted
    problems += _open_comment(copy, html)
    if trusted:
        html, faults, strangers = sanitise.rewrite(html)
        problems += [_unbalanced(copy, tag) for tag in dict.fromkeys(faults)]
        problems += [_stranger(copy, written) for written in dict.fromkeys(strangers)]
    else:
        problems += [_removed(copy, *found) for found in sanitise.forbidden(html)]
        problems += [_scheme(copy, written) for written in sanitise.schemes(html)]
        html = sanitise.sanitise(html)
    if language:
        html = punctuation.refine(html, language)
    found = pieces.split(html, holes, known=whole)
    key = digest(("markup", VERSION, trusted, language, dirname(copy.place.path), copy.text))
    there = frozenset(found.quotes)  # not those in a comment
    statements = tuple(one for one in said.statements if one.id in there)
    body = Body(
        key,
        found.words + sum(words.count(escape(one.text)) for one in statements),
        found.mentions,
        found.headings,
        statements,
        tuple(use if whole else replace(use, place=Place(copy.place.path)) for use in said.uses if use.name in there),
    )
    strays = quotes.lost(said.uses, found.strays)
    return Converted(Reading(level, body), found.pieces), [*problems, *found.problems, *strays]


def _of_this_reading(problem: Problem) -> bool:
    """Say whether a problem of a reading that is not the whole is to be told too: it may be none of the whole's."""
    return problem.severity is Severity.ERROR or problem.code in {"anchor", "footnote"}


def _open_comment(copy: Copy, html: str) -> list[Problem]:
    """Tell of a comment that does not end: the engine takes it for text, which everybody would read."""
    if "&lt;!--" not in html or "<!--" not in copy.text or "&lt;!--" not in _CODE.sub("", html):
        return []
    what = "this comment does not end, so readers would see it; end it with “-->”, or put it between backticks if it is text"
    return [copy.error(copy.text.rfind("<!--"), what, "comment")]


def _unbalanced(copy: Copy, tag: str) -> Problem:
    what = f"the HTML tag {quoted(tag)} is not balanced and would break the page around it; close or remove it"
    return copy.error(max(copy.text.find(tag[:-1]), 0), what, "html")


def _stranger(copy: Copy, written: str) -> Problem:
    what = f"{quoted(written)} is on another host, and nothing on a page comes from another host; save it in content/media/"
    return copy.error(max(copy.text.find(written), 0), what, "third-party")


def _removed(copy: Copy, name: str, written: str) -> Problem:
    what = f"{quoted(name)} is not allowed in a text and is left out; write it in Markdown, or leave it out yourself"
    return copy.warning(max(copy.text.find(written), 0), what, "html")


def _scheme(copy: Copy, written: str) -> Problem:
    what = f"the address {quoted(written)} may only begin with https:, http: or mailto:; write such a one"
    return copy.error(max(copy.text.find(written), 0), what, "link-scheme")


_CODE = re.compile(r"<code\b[^<>]*>.*?</code>", re.DOTALL)
