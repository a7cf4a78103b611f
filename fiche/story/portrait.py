"""What a text says of somebody it names: how it calls them, and what they are said to be."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from datetime import date

from fiche.names import fold
from fiche.recognise import Recogniser, Strength, Wanted
from fiche.story import plain
from fiche.story.parts import sentences
from fiche.story.strangers import strangers
from fiche.story.words import Words, any_of
from fiche.value import Value

_ALIKE = 0.75
"""How much two spellings of a name have in common, of 1."""
_LONGEST = 80
"""Characters of the longest description."""
_NEAR = 200
"""Characters before and after a name that are looked at."""


class Portrait(Value, frozen=True):
    """Words of a text, each once, in its order."""

    called: tuple[str, ...] = ()
    """The name as it is spelt, and shorter forms."""
    descriptions: tuple[str, ...] = ()
    """What stands beside the name and may be an office."""
    acronyms: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    """Names that may be another spelling of it."""


def portrait(name: str, text: str, words: Words, lang: str) -> Portrait | None:
    """Collect what a text says of a name; None where it does not name it."""
    paragraphs = plain.paragraphs(plain.clean(text))
    recogniser = Recogniser([Wanted(".", name, Strength.STRONG)])
    called, descriptions, acronyms = list[str](), list[str](), list[str]()
    for sentence in (sentence for paragraph in paragraphs for sentence in sentences(paragraph)):
        for one in recogniser.find(sentence, lang=lang, day=date(2000, 1, 1)):
            called.append(sentence[one.start : one.end])
            before, after = sentence[max(0, one.start - _NEAR) : one.start], sentence[one.end : one.end + _NEAR]
            acronyms += _ACRONYM.findall(after)[:1]
            descriptions += [each for each in (*_before(before, words), *_after(after)) if _describes(each, words)]
    if not called:
        return None
    others = [other for other, _ in strangers(paragraphs, called, words) if _is_alike(name, other)]
    called += _short(name, paragraphs, words)
    return Portrait(*(tuple(dict.fromkeys(each)) for each in (called, descriptions, acronyms, others)))


_ACRONYM = re.compile(r"^\s*\(([^\W\d_a-z]{2,8})\)")
_CLAUSE = re.compile(r"[^,;:.!?…«»“”\"()–—]+")
_FOLLOWS = re.compile(r"^,\s+([^,;:.!?…«»“”\"()–—]+)(?=,)")


def _before(text: str, words: Words) -> Iterator[str]:
    """Yield what a name stands behind: “the foreign minister, X”, “Foreign Minister X”; from its last article on."""
    clauses = _CLAUSE.findall(text)
    clause = clauses[-1].strip() if clauses and clauses[-1].strip() else clauses[-2].strip() if len(clauses) > 1 else ""
    if not clause or (text.rstrip()[-1:] not in {",", clause[-1:]}):
        return
    articles = (
        list(re.finditer(rf"(?<!\w){any_of(words.articles)}(?:['’]|\s+)", clause, re.IGNORECASE))
        if words.articles
        else []
    )
    starts = [match.start() for match in articles if len(clause[match.end() :].split()) > 1]
    yield clause[starts[-1] :] if starts and len(clause.split()) > _FEW else clause


_FEW = 5
"""Words of a clause that is a description as a whole."""


def _after(text: str) -> Iterator[str]:
    """Yield what follows a name between commas: “X, the foreign minister, …”."""
    found = _FOLLOWS.match(text)
    if found:
        yield found[1].strip()


def _describes(text: str, words: Words) -> bool:
    """Say whether a clause may be what somebody is: a few words, none of which says that somebody spoke."""
    said = words.said and re.search(rf"(?<!\w){any_of([*words.said, *words.according])}(?!\w)", text, re.IGNORECASE)
    told = [
        word for word in text.lower().split() if word.rstrip(".") not in {*words.common, *map(str.lower, words.titles)}
    ]
    return bool(told) and not said and len(text) <= _LONGEST


def _short(name: str, paragraphs: tuple[str, ...], words: Words) -> Iterator[str]:
    """Yield the last word of a name of several where it stands without the others, with the title before it."""
    first, _, last = name.rpartition(" ")
    if not first:
        return
    titles = rf"(?:{any_of(words.titles)}\.?\s+)?" if words.titles else ""
    pattern = re.compile(rf"(?<![\w’'-]){titles}{re.escape(last)}(?![\w-])")
    own = re.compile(rf"{re.escape(first.split()[-1])}[ \u00a0]$")
    for paragraph in paragraphs:
        yield from (
            match[0]
            for match in pattern.finditer(paragraph)
            if not own.search(paragraph[max(0, match.start() - 40) : match.start()])
        )


def _is_alike(name: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, fold(name), fold(other), autojunk=False).ratio() >= _ALIKE


def comments(found: Portrait) -> str:
    """Write a portrait as comments of an actor's file, from which an editor takes what is right."""
    lines = [f"# In the text it is called {_listed(found.called)}."]
    if found.acronyms:
        lines.append(f"# Perhaps its short name: {_listed(found.acronyms)}")
    if found.spellings:
        lines.append(f"# Perhaps the same in another spelling: {_listed(found.spellings)}")
    lines += [f"# Beside the name: {_listed((text,))}" for text in found.descriptions]
    return "".join(f"{line}\n" for line in lines)


def _listed(texts: tuple[str, ...]) -> str:
    return ", ".join(f"“{text}”" for text in texts)
