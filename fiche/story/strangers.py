"""Names in a text that seem to be somebody's and are nobody's of the register."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from fiche.recognise import OPENERS
from fiche.story.words import Words

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_PARTICLES = frozenset("de des di du da of al el von van der den bin ben ibn ould af ash as".split())
_OPENS = re.compile(r"(?:\A|[.!?…:;«»“”\"(–—·])[ \u00a0]*$")
_LONGEST = 80
"""Letters of the longest name."""
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)


def strangers(paragraphs: Iterable[str], known: Iterable[str], words: Words) -> list[tuple[str, int]]:
    """Return names of two or more capitalised words, most frequent first, with how often they stand.

    `known` are words of the text that were recognised. The first word of a sentence may have its capital from there: a
    frequent word of the language is no part of a name then.
    """
    hidden = sorted({text for text in known if text.strip()}, key=lambda text: (-len(text), text))
    mask = re.compile("|".join(map(re.escape, hidden))) if hidden else None
    found: Counter[str] = Counter()
    for paragraph in paragraphs:
        text = mask.sub(lambda match: "·" * len(match[0]), paragraph) if mask else paragraph
        found.update(_names(text, words))
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _names(text: str, words: Words) -> Iterator[str]:
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        joined = bool(run) and _is_joined(run[-1][0], text[run[-1].end() : match.start()])
        if joined and (_is_capital(match[0]) or match[0] in _PARTICLES):
            run.append(match)
            continue
        yield from _name(run, text, words)
        run = [match] if _is_capital(_ELIDED.sub("", match[0])) else []
    yield from _name(run, text, words)


def _is_joined(word: str, between: str) -> bool:
    """Say whether a word is of one name with the next: only a space is between them, behind an initial a dot too."""
    return between in {" ", "\u00a0"} or (len(word) == 1 and between in {". ", ".\u00a0"})


def _name(run: list[re.Match[str]], text: str, words: Words) -> Iterator[str]:
    """Yield the name that a run of words is, if it is one; titles, a frequent first word and particles at its end left out."""
    parts = [match[0] for match in run]
    if parts:
        parts[0] = _ELIDED.sub("", parts[0])
    while parts and parts[-1] in _PARTICLES:
        parts.pop()
    opens = bool(run) and _OPENS.search(text[max(0, run[0].start() - 10) : run[0].start()]) is not None
    while parts and (parts[0].rstrip(".") in words.titles or (opens and parts[0].lower() in words.common | OPENERS)):
        parts, opens = parts[1:], False
    if sum(map(len, parts)) > _LONGEST:
        return
    capitals = [part for part in parts if _is_capital(part)]
    if len(capitals) > 1 and not all(len(part) > 1 and part == part.upper() for part in capitals):
        yield " ".join(f"{part}." if len(part) == 1 and part != parts[-1] else part for part in parts)


_NOBLE = re.compile(r"[dDoO]['’](?=\w)")


def _is_capital(word: str) -> bool:
    """Say whether a word begins with a capital; as “d’Aubrac” does, behind its particle."""
    first = _NOBLE.sub("", word)[0]
    return first != first.lower()
