"""A text as names are looked for in it: folded sign by sign, so that what is found has its place in the text as written.

Owns which spellings are the same surface form. Unlike `names.fold`, which compares whole names, every sign that stays has
a place, and capitals are looked at apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

_APOSTROPHES = "’‘‛ʼʻʽʾʿˈˊˋ`´′＇"
_DASHES = "-‐‑‒–—―−﹣－⁃־"
_LETTERS = dict(zip("øđðłıħŧŋىیکٱ", "oddlihtnييكا", strict=True))
_GONE = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
"""Signs that do not count: accents written apart, vowel marks, tatweel, soft hyphens and other invisible ones."""


@cache
def _folded(sign: str) -> str:
    """Return what a sign is as names are compared."""
    if sign in _APOSTROPHES:
        return "'"
    if sign in _DASHES or (sign.isspace() and sign not in BREAKS):
        return " "
    small = sign.lower()
    small = small[0] if len(small) > 1 else small
    base = unicodedata.normalize("NFKD", _LETTERS.get(small, small))
    plain = [part for part in base if not unicodedata.combining(part)]
    return _LETTERS.get(plain[0], plain[0]) if len(plain) == 1 else small


BREAKS = "\x1d\x1e"
"""Between texts that are matched together: the end of a paragraph, and that of a run of text inside one."""


class Surface(NamedTuple):
    """A folded text. Sign n of `folded` is sign `at[n]` of the text as written, n itself where `at` is None."""

    folded: str
    at: Sequence[int] | None

    def place(self, n: int) -> int:
        """Return where a sign of the folded text stands in the text as written; of its end, where that ends."""
        if self.at is None:
            return n
        return self.at[n] if n < len(self.at) else (self.at[-1] + 1 if self.at else 0)


def surface(text: str) -> Surface:
    """Fold a text: case, accents, kinds of apostrophe, hyphen and space do not count. Every sign that stays is one sign."""
    if text.isascii() or not _GONE.search(text):
        return Surface(_fold(text), None)
    at = [n for n, sign in enumerate(text) if not _GONE.match(sign)]
    return Surface(_fold("".join([text[n] for n in at])), at)


def _fold(text: str) -> str:
    """Fold a text sign by sign; the plain ones, which are most, all at once."""
    plain = _PLAIN.sub(" ", text.lower().replace("`", "'"))
    if len(plain) != len(text):  # a capital that is two small letters
        return "".join(map(_folded, text))
    return plain if plain.isascii() else _OTHER.sub(lambda found: _folded(found[0]), plain)


_PLAIN = re.compile(r"[-\t\n\v\f\r\x1c\x1f]")
_OTHER = re.compile(r"[^\x00-\x7f]")


def spelt(text: str) -> str:
    """Return a name without the signs that do not count, its spaces single: sign for sign what `surface` folds."""
    return " ".join(_GONE.sub("", unicodedata.normalize("NFC", text)).split())
