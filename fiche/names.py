"""Names: folded for matching, made into addresses, sorted for lists, looked up in the register.

Owns what "the same name" means, the last part of an address, the order of lists in each language and script, and the
names of languages. Which names an actor has is the register's; what an interface text says is `messages`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

# --------------------------------------------------------------------------- folding

_APOSTROPHES = dict.fromkeys(map(ord, "’‘‛ʼʻʽʾʿˈˊˋ`´′＇"), "'")
_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—―−﹣－⁃־"), " ")
_LETTERS = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n",
        # Arabic: tatweel; alef wasla; alef maqsura and the Persian yeh and kaf as typed on either keyboard.
        "ـ": None, "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك",
    }
)  # fmt: skip
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]")
_ALEF_MARKS = re.compile("(?<=\u0627)[\u0653-\u0655]")
_HEBREW_MARKS = re.compile("[\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7]")
_ACCENTS = re.compile("(?<=[a-z\u0370-\u03ff\u0400-\u04ff])[\u0300-\u036f]+")
_SHORT_I = re.compile("\u0438\u0306")


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return what two spellings of a name have in common.

    Case, compatibility forms (NFKC), accents of the Latin, Greek and Cyrillic scripts, apostrophes, hyphens, spaces
    and invisible signs do not count; in Arabic neither do tatweel, vowel marks and the forms of alef. Letters of every
    script stay, and so do the marks that are letters there (Cyrillic й, Indian vowel signs, Japanese voicing).
    """
    if text.isascii():
        return " ".join(text.casefold().translate(_DASHES).translate(_APOSTROPHES).split())
    loose = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    loose = "".join(c for c in loose if unicodedata.category(c) != "Cf")
    loose = loose.translate(_APOSTROPHES).translate(_DASHES).translate(_LETTERS)
    loose = _ALEF_MARKS.sub("", _ARABIC_MARKS.sub("", _HEBREW_MARKS.sub("", loose)))
    loose = _ACCENTS.sub("", _SHORT_I.sub("й", loose))
    return " ".join(unicodedata.normalize("NFKC", loose).split())


# --------------------------------------------------------------------------- addresses

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What every slug looks like."""

_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_MARK_LENGTH = 6
_MARK_DIGITS = "0123456789bcdfghjkmnpqrstvwxyz"
_ARABIC_VOWELS = {"ا": "a", "ع": "a", "ة": "a"}
_SILENT = dict.fromkeys(map(ord, "ʼʻʽʾʿ"), None)
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b", re.IGNORECASE)
_READABLE = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "DIGIT", "FULLWIDTH LATIN", "MODIFIER LETTER")


@lru_cache(maxsize=1 << 16)
def slug(text: str, *, limit: int = 80) -> str:
    """Return the last part of an address for a name: `[a-z0-9]+(-[a-z0-9]+)*`, of at most `limit` (20 or more) signs.

    It is ASCII, since such addresses survive being mailed, printed and read out. A text in an alphabet that reads back
    from Latin letters (Latin, Greek, Cyrillic, Armenian, Georgian) is only transliterated; for other scripts, where
    many names share one transliteration, a mark of six signs drawn from the folded name is added, as it is where the
    text was cut or where nothing readable is left. So it is never empty, and names in Arabic or Chinese share it only
    if they are the same when folded. Device names of Windows are avoided. A slug is its own slug.
    """
    words = _words(text if _reads_back(text) else fold(text))
    if not words:
        return _mark(unicodedata.normalize("NFKC", text))
    if _RESERVED.fullmatch(words):
        return f"{words}-x"
    if _reads_back(text) and len(words) <= limit:
        return words
    return f"{_cut(words, limit - _MARK_LENGTH - 1)}-{_mark(fold(text))}"


def _words(text: str) -> str:
    """Transliterate to lower-case ASCII words joined by hyphens."""
    plain = _POSSESSIVE.sub("s", unicodedata.normalize("NFKC", text.translate(_SILENT)).replace("’", "'"))
    if not plain.isascii():
        # Its tables are only opened for a text that needs them.
        from anyascii import anyascii  # noqa: PLC0415

        plain = "".join(_ARABIC_VOWELS.get(c) or _romanised(c, anyascii(c)) for c in plain)
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))


def _romanised(letter: str, plain: str) -> str:
    """Take the signs out of a transliterated letter, as the apostrophe for a hamza; keep punctuation as it is."""
    return re.sub(r"[^A-Za-z0-9 ]", "", plain) if letter.isalpha() and not letter.isascii() else plain


def _reads_back(text: str) -> bool:
    """Say whether every letter is of an alphabet whose transliteration is as good as the name."""
    return text.isascii() or all(
        unicodedata.name(c, "").startswith(_READABLE) for c in unicodedata.normalize("NFKC", text) if c.isalpha()
    )


def _cut(words: str, limit: int) -> str:
    """Cut between words; inside one only where the first is too long."""
    if len(words) <= limit:
        return words
    head = words[: limit + 1].rpartition("-")[0]
    return head if len(head) > limit // 2 else words[:limit].rstrip("-")


def _mark(text: str) -> str:
    """Return six characters that stand for a text: 30 signs without vowels, so that they spell nothing."""
    number = int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
    signs = []
    for _ in range(_MARK_LENGTH):
        number, place = divmod(number, len(_MARK_DIGITS))
        signs.append(_MARK_DIGITS[place])
    return "".join(signs)
