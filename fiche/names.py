"""Names: folded for matching, made into addresses, sorted for lists, looked up in the register.

Owns what "the same name" means, the last part of an address, the order of lists in each language and script, and the
names of languages. Which names an actor has is the register's; what an interface text says is `messages`.
"""

from __future__ import annotations

import difflib
import hashlib
import heapq
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from fiche.messages import locale, script_tag
from fiche.value import Value

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


# --------------------------------------------------------------------------- order

SortKey = tuple[str, str, str, str]
"""Letters, then accents, then case, then the text itself: compare as tuples."""

_SPACE, _PUNCTUATION, _SYMBOL, _DIGITS, _OWN_SCRIPT, _FIRST_SCRIPT = range(1, 7)
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "GEORGIAN", "ARMENIAN", "HEBREW", "ARABIC")
"""The order of scripts in the root collation of CLDR, as far as newsrooms mix them; the rest follow by code point."""

_AFTER = "\uffff"
"""Follows a letter in the key of the letters that come after all words in it: “n” + this is ñ in Spanish."""

_ROOT_LETTERS = (
    "и=йіїј г=ґѓ е=є у=ў д=ђ л=љ н=њ т=ћ ч=џ z=þƿ "
    "ب=پ ج=چ ر=ژڑ ف=ڤ ك=گ ن=ں و=ۇۆ "
)  # fmt: skip
_OWN_LETTERS = {
    "az": "c=ç e=ə g=ğ i=ı o=ö s=ş u=ü",
    "bs": "c=čć d=đ s=š z=ž",
    "ca": "",
    "cs": "c=č r=ř s=š z=ž",
    "cy": "",
    "da": "z=æøå",
    "eo": "c=ĉ g=ĝ h=ĥ j=ĵ s=ŝ u=ŭ",
    "es": "n=ñ",
    "et": "s=š z=ž w=õäöü",
    "fi": "z=åäö",
    "fo": "d=ð z=æø",
    "gl": "n=ñ",
    "hr": "c=čć d=đ s=š z=ž",
    "hu": "o=ö u=ü",
    "is": "d=ð z=þæöå",
    "lt": "c=č s=š z=ž",
    "lv": "c=č g=ģ k=ķ l=ļ n=ņ s=š z=ž",
    "nb": "z=æøå",
    "nn": "z=æøå",
    "no": "z=æøå",
    "pl": "a=ą c=ć e=ę l=ł n=ń o=ó s=ś z=źż",
    "ro": "a=ăâ i=î s=șş t=țţ",
    "sk": "a=ä c=č o=ô s=š z=ž",
    "sl": "c=čć d=đ s=š z=ž",
    "sq": "c=ç e=ë",
    "sv": "z=åäö",
    "tr": "c=ç g=ğ h=ı o=ö s=ş u=ü",
    "uk": "",
    "vi": "a=ăâ d=đ e=ê o=ôơ u=ư",
}
"""Letters of their own in a language, each group after the letter before the sign (CLDR collation, letters only)."""

_SPELT_OUT = {"æ": "ae", "œ": "oe", "ß": "ss"} | dict(zip("øđðłħŧıŋ", "oddlhtin", strict=True))
_VARIANT = "!"
"""Stands among the accents for a form of a letter that is no accent: greater than a blank, less than any accent."""
_FORMS = str.maketrans("ςךםןףץةىیکٱ", "σכמנפצتييكا")


@lru_cache(maxsize=1 << 16)
def sort_key(text: str, lang: str) -> SortKey:
    """Return the key that puts a name in its place in a list of that language.

    It follows the Unicode Collation Algorithm with the order of CLDR: letters first; then accents, ligatures and vowel
    marks; then case, small before capital. Spaces and punctuation count and come before digits, digits before letters;
    numbers go by their value; the script of the language comes before the others. Signs before the first letter or
    digit do not count. An Arabic article counts. Han characters go by code point, which is by radical and strokes.
    """
    language, own = lang.partition("-")[0], script(lang)
    plain = _readable(text)
    if not _begins_name(plain[:1]):
        return f"{chr(_SYMBOL)}{plain}", "", "", text
    levels = [
        _number_levels(run) if run[0].isdecimal() else _levels(run, language, own)
        for run in re.findall(r"\d+|\D", plain, re.DOTALL)
    ]
    primary, accents, cases = map("".join, zip(*levels, strict=True))
    return primary, accents, cases, text


def _number_levels(digits: str) -> tuple[str, str, str]:
    """Return what a number adds to each level of a key: its length, then its digits."""
    value = str(int("".join(str(unicodedata.decimal(c)) for c in digits[:400])))
    return chr(_DIGITS) + chr(len(value)) + value, "", ""


@lru_cache(maxsize=1 << 14)
def _levels(char: str, language: str, own: str) -> tuple[str, str, str]:
    """Return what a character adds to each level of a key, in a language whose script is `own`."""
    weights = _weights(char, _own_letters(language))
    primary = "".join(_ranked(letter, own) for letter, _ in weights if letter)
    accents = "".join((" " if letter else "") + marks for letter, marks in weights)
    case = "1" if char != char.lower() else "0"
    return primary, accents, case * sum(bool(letter) for letter, _ in weights)


def _readable(text: str) -> str:
    """Leave out what does not count: invisible signs, and all signs before the first letter or digit, if any."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cc"))
    return plain[next((place for place, c in enumerate(plain) if _begins_name(c)), 0) :]


def _begins_name(char: str) -> bool:
    return char.isalpha() or char.isdecimal()


def _weights(char: str, letters: dict[str, str]) -> list[tuple[str, str]]:
    """Take a character apart into base letters and the marks on them."""
    small = char.lower().translate(_FORMS)
    variant = _VARIANT if small != char.lower() else ""
    if small in letters:
        return [(letters[small], variant)]
    spelt = _SPELT_OUT.get(small)
    if spelt:
        return [(letter, _VARIANT) for letter in spelt]
    if "가" <= small <= "힣":
        return [(small, "")]
    pairs: list[tuple[str, str]] = []
    for part in unicodedata.normalize("NFD", small):
        if part in letters:
            pairs.append((letters[part], ""))
        elif not unicodedata.combining(part):
            pairs.append((part, variant))
        elif pairs:
            pairs[-1] = pairs[-1][0], pairs[-1][1] + part
        else:
            pairs.append(("", part))
    return pairs


def _ranked(letter: str, own: str) -> str:
    """Put the rank of its class, or of its script, before a base letter."""
    first = letter[0]
    category = unicodedata.category(first)
    if category.startswith("Z"):
        return chr(_SPACE)
    if category.startswith("P"):
        return chr(_PUNCTUATION) + letter
    if not category.startswith(("L", "M", "N")):
        return chr(_SYMBOL) + letter
    written_in = _script_of(first)
    if written_in == own:
        return chr(_OWN_SCRIPT) + letter
    rank = _SCRIPTS.index(written_in) if written_in in _SCRIPTS else len(_SCRIPTS)
    return chr(_FIRST_SCRIPT + rank) + letter


@lru_cache(maxsize=4096)
def _script_of(char: str) -> str:
    """Name the script of a letter as its Unicode name does: “LATIN”, “CJK”."""
    return unicodedata.name(char, "").partition(" ")[0]


@lru_cache(maxsize=64)
def _own_letters(language: str) -> dict[str, str]:
    """Map each letter of its own to the key that puts it after the words in the letter before it."""
    own: dict[str, str] = {}
    for group in (_ROOT_LETTERS + _OWN_LETTERS.get(language, "")).split():
        base, _, after = group.partition("=")
        own |= {letter: f"{base}{_AFTER}{place}" for place, letter in enumerate(after)}
    return own


_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


def initial(text: str, lang: str) -> str:
    """Return the heading a name stands under in an index from A to Z: one capital letter, or “#” for what has none."""
    char = _readable(text)[:1]
    if not char.isalpha():
        return "#"
    if "가" <= char <= "힣":
        return _LEADS[(ord(char) - ord("가")) // 588]
    letters = _own_letters(lang.partition("-")[0])
    small = char.lower().translate(_FORMS)
    if small in letters:
        return small.upper()
    base = next((letter for letter, _ in _weights(char, letters) if letter), char)
    return base[0].upper()


# --------------------------------------------------------------------------- the register's names


class Index(Value, frozen=True):
    """Finds what is meant by an id, a name or an alias. Build it with `Index.of`."""

    ids: frozenset[str]
    exact: dict[str, tuple[str, ...]]
    folded: dict[str, tuple[str, ...]]
    spelt: tuple[tuple[str, str], ...]
    """Each folded name or id, once, with the spelling to suggest for it."""

    @staticmethod
    def of(entries: Iterable[tuple[str, Iterable[str]]]) -> Index:
        """Index the names of each id, in all their languages and spellings."""
        exact: dict[str, dict[str, None]] = {}
        folded: dict[str, dict[str, None]] = {}
        spelt: dict[str, str] = {}
        ids = []
        for id, names in entries:
            ids.append(id)
            for name in names:
                plain = fold(name)
                if plain:
                    exact.setdefault(unicodedata.normalize("NFC", name), {})[id] = None
                    folded.setdefault(plain, {})[id] = None
                    spelt.setdefault(plain, name)
        for id in ids:
            folded.setdefault(fold(id), {id: None})
            spelt.setdefault(fold(id), id)
        return Index(
            frozenset(ids),
            {name: tuple(sorted(found)) for name, found in exact.items()},
            {name: tuple(sorted(found)) for name, found in folded.items()},
            tuple(sorted(spelt.items())),
        )

    def find(self, text: str) -> tuple[str, ...]:
        """Return the ids a text can mean, sorted: none is unknown, several are ambiguous.

        An id means itself; then a name as it is spelt in the register; then one that differs in case, accents, hyphens
        and the like (see `fold`); then an id written with spaces or capitals.
        """
        if text in self.ids:
            return (text,)
        return self.exact.get(unicodedata.normalize("NFC", text)) or self.folded.get(fold(text), ())

    def near(self, text: str) -> tuple[str, ...]:
        """Return up to three names or ids that resemble a text, nearest first; ids where the text looks like one."""
        asked = fold(text)
        grams = _grams(asked)
        if not grams:
            return ()
        table, sizes = _gram_table(tuple(plain for plain, _ in self.spelt))
        shared: Counter[int] = Counter()
        for gram in grams:
            shared.update(table.get(gram, ()))
        alike = ((-count / (len(grams) + sizes[place]), place) for place, count in shared.items())
        likely = [place for _, place in heapq.nsmallest(40, alike)]
        scored = sorted((-_likeness(asked, self.spelt[place][0]), place) for place in likely)
        best = [place for score, place in scored if score <= -_NEAR][:3]
        as_id = bool(SLUG.fullmatch(text))
        return tuple(dict.fromkeys(self._suggestion(place, as_id=as_id) for place in best))

    def _suggestion(self, place: int, *, as_id: bool) -> str:
        plain, spelling = self.spelt[place]
        found = self.folded[plain]
        return found[0] if as_id and len(found) == 1 else spelling


_NEAR = 0.65


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _grams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters, the ends of the text included."""
    ends = f" {text} "
    return frozenset(ends[place : place + 2] for place in range(len(ends) - 1)) if text else frozenset()


@lru_cache(maxsize=8)
def _gram_table(names: tuple[str, ...]) -> tuple[dict[str, list[int]], tuple[int, ...]]:
    """Return where each pair of letters occurs, and how many each name has."""
    table: dict[str, list[int]] = {}
    pairs = [_grams(name) for name in names]
    for place, grams in enumerate(pairs):
        for gram in grams:
            table.setdefault(gram, []).append(place)
    return table, tuple(map(len, pairs))


# --------------------------------------------------------------------------- languages

_SCRIPT_NAMES = {"Latn": "LATIN", "Grek": "GREEK", "Cyrl": "CYRILLIC", "Geor": "GEORGIAN", "Armn": "ARMENIAN"} | {
    "Hebr": "HEBREW", "Arab": "ARABIC", "Hans": "CJK", "Hant": "CJK", "Jpan": "HIRAGANA", "Kore": "HANGUL",
    "Deva": "DEVANAGARI", "Beng": "BENGALI", "Thai": "THAI", "Ethi": "ETHIOPIC", "Syrc": "SYRIAC", "Thaa": "THAANA",
    "Tfng": "TIFINAGH", "Nkoo": "NKO", "Adlm": "ADLAM", "Rohg": "HANIFI", "Mand": "MANDAIC", "Samr": "SAMARITAN",
}  # fmt: skip
_RIGHT_TO_LEFT = frozenset({"HEBREW", "ARABIC", "SYRIAC", "THAANA", "NKO", "ADLAM", "HANIFI", "MANDAIC", "SAMARITAN"})


@lru_cache(maxsize=256)
def script(lang: str) -> str:
    """Name the script a language is usually written in, as Unicode names its letters: “LATIN”, “ARABIC”, “CJK”."""
    tag = script_tag(lang)
    return _SCRIPT_NAMES.get(tag, tag.upper())


def direction(lang: str) -> str:
    """Return `rtl` for a language written from right to left, else `ltr`."""
    return "rtl" if script(lang) in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=1024)
def language_name(lang: str, in_lang: str) -> str:
    """Name a language in a language, as CLDR does: “anglais”; the tag itself where CLDR has no name."""
    names = locale(in_lang).languages
    tag = lang.replace("-", "_")
    return str(names.get(tag) or _language_parts(tag, in_lang) or lang)


def _language_parts(tag: str, in_lang: str) -> str:
    """Name a tag by its parts: “serbe (latin)”."""
    shown = locale(in_lang)
    language, *rest = tag.split("_")
    name = shown.languages.get(language.lower(), "")
    details = [str(shown.scripts.get(part.title()) or shown.territories.get(part.upper()) or part) for part in rest]
    return f"{name} ({', '.join(details)})" if name and details else str(name)


@lru_cache(maxsize=1024)
def territory_name(code: str, lang: str) -> str:
    """Name a country by its ISO 3166-1 alpha-2 code, as CLDR does; the code itself where there is no name."""
    return str(locale(lang).territories.get(code.upper(), code))
