"""The words of the interface: every text a page shows that no author wrote, in each language.

Owns the catalogues (`interface/*.toml`), their plurals by CLDR, how numbers are written, and the locales of Babel, which
nothing but this module and `dates` imports. Names of languages and countries are `names`; dates in words are `dates`.

The catalogues are TOML, which the standard library reads and a translator may edit without knowing Python; the three
take under ten milliseconds together and each is read once a process.
"""

from __future__ import annotations

import pkgutil
import tomllib
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import format_decimal, format_percent

from fiche.digest import digest, digest_bytes
from fiche.value import Value

LANGUAGES = ("ar", "en", "fr")
"""The languages there is a catalogue for."""

FALLBACK = "en"
"""Speaks for every other language: a site in German builds, with English words around its German briefs."""

COUNTED = "n"
"""The value whose number chooses the form of a text that has several."""


def _read(lang: str) -> bytes:
    raw = pkgutil.get_data("fiche", f"interface/{lang}.toml")
    if raw is None:
        raise FileNotFoundError(f"the package lacks interface/{lang}.toml")
    return raw


VERSION = digest(tuple(digest_bytes(_read(lang)) for lang in LANGUAGES))
"""Changes with any word of any catalogue: part of the key of whatever is rendered."""


class Message(Value, frozen=True):
    """A text with places for values as `{name}`, in one form or in one a plural category."""

    text: str
    """The form for the category `other`, or the only one."""
    forms: tuple[tuple[str, str], ...] = ()
    """Category of CLDR and text; empty if no number changes the wording."""

    def form(self, category: str) -> str:
        """Return the text for a plural category."""
        return dict(self.forms)[category]


@lru_cache(maxsize=8192, typed=True)
def message(lang: str, key: str, **values: object) -> str:
    """Return an interface text with its values filled in.

    A text with several forms takes the one CLDR prescribes for the value `n`; whole numbers are written by the rules of
    the language. The text comes from the catalogue of the language (`fr` for `fr-CA`), else from the English one.
    Raises KeyError for a key that does not exist or a value that is missing: a mistake of ours or of a theme.
    """
    found = catalogue(lang)[key]
    text = found.text
    if found.forms:
        number = values[COUNTED]
        if not isinstance(number, int):
            raise TypeError(f"{key} takes a whole number, not {number!r}")
        text = found.form(str(locale(spoken(lang)).plural_form(number)))
    if "{" not in text:
        return text
    return text.format_map({name: _written(value, lang) for name, value in values.items()})


def _written(value: object, lang: str) -> str:
    if isinstance(value, int) and not 0 <= value < 1000:
        return format_decimal(value, locale=locale(spoken(lang)))
    return str(value)


@lru_cache(maxsize=256)
def spoken(lang: str) -> str:
    """Return the language of the interface on a page in that language: its own or the fallback."""
    language = lang.partition("-")[0].lower()
    return language if language in LANGUAGES else FALLBACK


@lru_cache(maxsize=256)
def catalogue(lang: str) -> dict[str, Message]:
    """Return all messages of a language, or of the fallback, by key. Treat it as read-only."""
    speaking = spoken(lang)
    if speaking != lang:
        return catalogue(speaking)
    return {key: _message(key, value) for key, value in tomllib.loads(_read(lang).decode()).items()}


def _message(key: str, value: object) -> Message:
    if isinstance(value, str):
        return Message(value)
    if not isinstance(value, dict):
        raise TypeError(f"the message {key} is neither a text nor a table of plural forms")
    return Message(value["other"], tuple(value.items()))


# --------------------------------------------------------------------------- numbers

PERCENT = "%"
"""The unit whose place beside the number is the language's business."""


@lru_cache(maxsize=8192)
def number(value: Decimal, lang: str, *, unit: str = "") -> str:
    """Write a number by the rules of the language, every digit of it: « 6 600 000 », “6,600,000”, « 12,5 % ».

    Of units only per cent is known, since languages put its sign in different places.
    """
    if unit == PERCENT:
        return str(format_percent(value.scaleb(-2), locale=locale(lang), decimal_quantization=False))
    return str(format_decimal(value, locale=locale(lang), decimal_quantization=False))


# --------------------------------------------------------------------------- locales

WORLD_ENGLISH = "en-GB"
"""What `en` alone means for dates: the day first and a clock of 24 hours, as international newsrooms write."""


@lru_cache(maxsize=256)
def locale(lang: str) -> Locale:
    """Return CLDR's locale for a language tag, or for its language alone, or else the fallback's."""
    if lang == "en":
        return locale(WORLD_ENGLISH)
    for tag in (lang, lang.partition("-")[0], WORLD_ENGLISH):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError(f"Babel lacks {WORLD_ENGLISH}")


@lru_cache(maxsize=256)
def script_tag(lang: str) -> str:
    """Return the script a language tag names or most likely means, by its ISO 15924 code: `Arab` for `ckb`."""
    subtags = lang.split("-")
    for subtag in subtags[1:]:
        if len(subtag) == 4 and subtag.isalpha():
            return subtag.title()
    likely = get_global("likely_subtags")
    for known in ("_".join(subtags), subtags[0].lower()):
        for part in str(likely.get(known, "")).split("_")[1:]:
            if len(part) == 4:
                return part
    return "Latn"
