"""The words of a language that tell when, and who said it (`*.toml` beside this); and which language a text is in."""

from __future__ import annotations

import pkgutil
import re
import tomllib
from collections.abc import Iterable
from functools import cache

from fiche.value import Value

KNOWN = ("ar", "en", "fr", "ru")
"""The languages whose words are known."""

TEXT_LIMIT = 100_000
"""Characters of the longest story."""


class Words(Value, frozen=True):
    """The words of a language; a text in another has none of them."""

    common: frozenset[str] = frozenset()
    months: tuple[tuple[str, ...], ...] = ()
    weekdays: tuple[tuple[str, ...], ...] = ()
    next: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    according: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    relative: tuple[tuple[str, int], ...] = ()
    """Words for days, and how many days from that of the story."""


@cache
def words(lang: str) -> Words:
    """Return the words of a language, by its BCP 47 tag."""
    primary = lang.partition("-")[0].lower()
    if primary not in KNOWN:
        return Words()
    raw = pkgutil.get_data("fiche", f"story/{primary}.toml")
    assert raw is not None
    table = tomllib.loads(raw.decode())
    return Words(
        common=frozenset(table["common"].split()),
        months=tuple(_split(month) for month in table["months"]),
        weekdays=tuple(_split(day) for day in table["weekdays"]),
        **{name: _split(table[name]) for name in ("next", "last", "about", "said", "according", "titles", "articles")},
        relative=tuple(table["relative"].items()),
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("|")))


def any_of(texts: Iterable[str]) -> str:
    """Write a pattern for any of some words, the longest first; either apostrophe will do, and any space."""
    patterns = (re.escape(text) for text in sorted(set(texts), key=lambda text: (-len(text), text)))
    return "(?:" + "|".join(each.replace("’", "['’]").replace("\\ ", r"\s+") for each in patterns) + ")"


_WORD = re.compile(r"[^\W\d_]+")


def language(text: str, languages: Iterable[str]) -> str:
    """Return the language of a site that a text is in, by its frequent words; the first one if none tells."""
    counted = [word.lower() for word in _WORD.findall(text[:20_000])]
    return max(languages, key=lambda lang: sum(word in words(lang).common for word in counted))
