"""What a text quotes, and who seems to have said it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from fiche.recognise import Found
from fiche.story.words import Words, any_of

LEAST_WORDS = 4
"""Words of the shortest quotation that can stand on its own; fewer are a fragment, or a word set apart."""
LONGEST = 1500
"""Characters of the longest."""
_NEAR = 160
"""Characters before and after a quotation in which its speaker is looked for."""


class Quote(NamedTuple):
    """Words in quotation marks."""

    start: int
    text: str
    speaker: str = ""
    """Id of the actor who is said to have said them; empty where the text does not clearly say."""
    evidence: str = ""
    """The words that say so."""
    nearest: str = ""
    """Where it does not: the actor named nearest to them in the same paragraph."""


_MOST = 500
"""Quotations of one paragraph that are looked at."""
_MARKS = re.compile(r"«([^«»]*(?:«[^«»]*»[^«»]*)?)»|“([^“”]*)”|„([^„“”]*)[“”]|(?<!\w)\"([^\"]*)\"(?!\w)")


def quotes(paragraph: str, names: Sequence[Found], words: Words) -> list[Quote]:
    """Return what a paragraph quotes. `names` are the actors recognised in it, by their places there."""
    found: list[Quote] = []
    marked = list(islice(_MARKS.finditer(paragraph), _MOST))
    quoted = bytearray(len(paragraph))
    for match in marked:
        quoted[match.start() : match.end()] = b"\1" * len(match[0])
    outside = [name for name in names if len(name.actors) == 1 and not quoted[name.start]]
    edges = [0, *(edge for match in marked for edge in match.span()), len(paragraph)]
    for number, match in enumerate(marked):
        text = next((group for group in match.groups() if group), "").strip(" ,\u00a0\u202f")
        if len(text.split()) < 2 or len(text) > LONGEST or not any(sign.isalnum() for sign in text):
            continue
        start, end = (
            max(edges[2 * number], match.start() - 2 * _NEAR),
            min(edges[2 * number + 3], match.end() + 2 * _NEAR),
        )
        near = [name for name in outside if start <= name.start < end]
        said = _after(paragraph[match.end() : end], match.end(), near, words)
        said = said or _before(paragraph[start : match.start()], start, near, words)
        speaker, evidence = said or ("", "")
        nearest = min(outside, key=lambda name: abs(name.start - match.start()), default=None)
        found.append(
            Quote(match.start(), text, speaker, evidence, nearest.actors[0] if nearest and not speaker else "")
        )
    return found


@cache
def _patterns(words: Words) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    if not words.said:
        return None
    said = rf"(?<!\w){any_of(words.said)}(?!\w)"
    according = rf"(?<!\w){any_of(words.according)}(?!\w)"
    return re.compile(said, re.IGNORECASE), re.compile(according, re.IGNORECASE)


_END = re.compile(r"[.!?…؟;](?=\s|$)")
_DOTTED = re.compile(r"(?:^|[\s(])(?:\w|M[mr]s?|M[Mm]e|Dr)\.$")


def _after(text: str, offset: int, names: Sequence[Found], words: Words) -> tuple[str, str] | None:
    """Find “…, said X” or “…, X said” behind a quotation, up to the end of the sentence."""
    patterns = _patterns(words)
    clause = _clause(text[:_NEAR])
    told = (patterns[0].search(clause) or patterns[1].search(clause)) if patterns else None
    if told is None or len(clause[: told.start()].split()) > _FEW:
        return None
    return _speaker([name for name in names if 0 <= name.start - offset < len(clause)], told, offset, clause, words)


def _clause(text: str) -> str:
    """Return a text up to the end of its sentence."""
    return next((text[: match.start()] for match in _ends(text)), text)


def _ends(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _END.finditer(text) if not _DOTTED.search(text[: match.end()]))


def _before(text: str, offset: int, names: Sequence[Found], words: Words) -> tuple[str, str] | None:
    """Find “According to X, …” or “X said: …” before a quotation, in the same sentence."""
    patterns = _patterns(words)
    start = max([match.end() for match in _ends(text)], default=0)
    start = max(start, len(text) - _NEAR)
    clause = text[start:]
    told = (patterns[1].search(clause) or patterns[0].search(clause)) if patterns and clause.strip() else None
    there = [name for name in names if start <= name.start - offset < len(text)]
    return _speaker(there, told, offset + start, clause, words) if told else None


def _speaker(
    names: Sequence[Found], told: re.Match[str], offset: int, clause: str, words: Words
) -> tuple[str, str] | None:
    """Return who is said to speak, and the words that say so: who stands beside the verb, else the only one there.

    Whose name hangs on another word (“a spokesman for X”) does not.
    """
    beside = [name for name in names if _is_beside(name.start - offset, name.end - offset, told, clause, words)]
    if not beside and len({name.actors for name in names}) == 1:
        beside = [
            name
            for name in names[:1]
            if not _hangs(clause[: name.start - offset], words)
            and len(_between(name.start - offset, name.end - offset, told, clause).split()) <= _FEW
        ]
    if len({name.actors for name in beside}) != 1:
        return None
    start = min(told.start(), beside[0].start - offset)
    end = max(told.end(), beside[0].end - offset)
    return beside[0].actors[0], " ".join(clause[start:end].split())


_FEW = 6
"""Words that may stand between a quotation and the verb, and between that and who speaks."""
_WORD = re.compile(r"[^\W\d_]+")


def _between(start: int, end: int, told: re.Match[str], clause: str) -> str:
    return clause[told.end() : start] if told.end() <= start else clause[end : told.start()]


def _is_beside(start: int, end: int, told: re.Match[str], clause: str, words: Words) -> bool:
    """Say whether a name stands right beside the verb, but for a title or an article."""
    between = _between(start, end, told, clause)
    if told.end() <= start:
        return all(word in {*words.titles, *words.articles} for word in _WORD.findall(between)) and "," not in between
    return not between.strip() and not _hangs(clause[:start], words)


def _hangs(before: str, words: Words) -> bool:
    """Say whether the word before a name, titles and articles apart, is one that hangs it on another."""
    small = {*words.titles, *words.articles}
    word = next((word for word in reversed(_WORD.findall(before)) if word not in small), "")
    return word.lower() in words.common and not before.rstrip().endswith(",")
