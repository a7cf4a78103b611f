"""Fields: one mapping read key by key into typed values, with everything that is wrong with it.

Owns what a text, a number, a date, an address or a choice looks like in a file, and the words for one that does not.
It knows no field by name, save those that can withhold a file: a misspelt or mistyped one is never taken for an absent
one. Which fields a kind of file has is left to `forms`; what a date means, to `dates`.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import TypeVar
from urllib.parse import urlsplit

from fiche import dates
from fiche.header import Map, Node, Scalar, Seq, excerpt
from fiche.model import Marking, Stamp, Texts, Use, When
from fiche.problem import Place, Problem, did_you_mean, error, has_errors, quoted, warning
from fiche.syntax import in_quotes

T = TypeVar("T")
E = TypeVar("E", bound=Enum)


class Reader:
    """A mapping being read: ask for each field once, then `close`.

    Every method registers the name of its field; `close` reports the keys that nobody asked for. A wrong value is
    reported and reads as an absent one, so that one run finds all mistakes; whether there were any is in `problems`.
    """

    def __init__(
        self, node: Map, *, lines: Sequence[str], zone: str = "UTC", problems: list[Problem] | None = None
    ) -> None:
        self.node = node
        self.problems: list[Problem] = [] if problems is None else problems
        self._doubts: list[str] = []
        self._lines = lines
        self._zone = zone
        self._pairs = {key.text: (key, value) for key, value in node.pairs}
        self._asked: dict[str, None] = {}

    # ----------------------------------------------------------------------- what is wrong

    def refuse(self, at: str | Node | Place, what: str, code: str) -> None:
        """Report an error at a field, a node or a place."""
        place = self.place(at) if isinstance(at, str) else at if isinstance(at, Place) else at.place
        self.problems.append(error(place, what, code, excerpt(self._lines, place)))

    def warn(self, at: str | Node, what: str, code: str) -> None:
        """Report a warning at a field or a node."""
        place = self.place(at) if isinstance(at, str) else at.place
        self.problems.append(warning(place, what, code, excerpt(self._lines, place)))

    @property
    def doubtful(self) -> bool:
        """Say whether something that can withhold the file is wrong or misspelt, here or in a mapping inside."""
        return bool(self._doubts)

    def doubt(self, name: str) -> None:
        """Note that a field that can withhold the file cannot be trusted."""
        self._doubts.append(name)

    def place(self, name: str) -> Place:
        """Return the place of a field's value, or of the mapping where the field is absent."""
        pair = self._pairs.get(name)
        return pair[1].place if pair else self.node.place

    def close(self) -> None:
        """Report the keys that nobody asked for."""
        for name, (key, _) in self._pairs.items():
            if name in self._asked:
                continue
            self.doubt(name)
            self.refuse(key.place, f"there is no field {quoted(name)} here{_meant(name, self._asked)}", "field-unknown")

    # ----------------------------------------------------------------------- nodes

    def has(self, name: str) -> bool:
        """Say whether the field stands there with a value."""
        pair = self._pairs.get(name)
        return pair is not None and not _is_empty(pair[1])

    def take(self, name: str) -> Node | None:
        """Return the node of a field, None where it is absent or empty."""
        self._asked[name] = None
        pair = self._pairs.get(name)
        if pair is None or _is_empty(pair[1]):
            return None
        if isinstance(pair[1], Scalar) and self._is_null(pair[1], name):
            return None
        return pair[1]

    def require(self, name: str, *, why: str = "") -> None:
        """Report a field that is absent or empty."""
        if name in self._pairs and not self.has(name):
            self.refuse(name, f"the field {quoted(name)} is empty; it is required{why}", "field-missing")
        elif name not in self._pairs:
            self.refuse(self.node, f"the field {quoted(name)} is missing{why}", "field-missing")

    def nodes(self, name: str) -> tuple[Scalar | Map, ...]:
        """Return the entries of a list; a single value is a list of one."""
        node = self.take(name)
        if node is None:
            return ()
        entries = node.nodes if isinstance(node, Seq) else (node,)
        kept = (entry for entry in entries if isinstance(entry, Map) or self._is_entry(entry, name))
        return tuple(entry for entry in kept if not isinstance(entry, Seq))

    def mappings(self, name: str, what: str, *, example: str) -> list[Map]:
        """Return the entries of a list each of which must be a mapping; `what` is how a message names one."""
        nodes = self.nodes(name)
        for node in nodes:
            if isinstance(node, Scalar):
                self.refuse(node, f"{what} must be a mapping; write - {example}", "field-shape")
        return [node for node in nodes if isinstance(node, Map)]

    def child(self, node: Map) -> Reader:
        """Return a reader of a mapping inside this one; it reports to the same list."""
        inner = Reader(node, lines=self._lines, zone=self._zone, problems=self.problems)
        inner._doubts = self._doubts
        return inner

    def mapping(self, name: str, *, example: str) -> Reader | None:
        """Return a reader of a field that is a mapping."""
        node = self.take(name)
        if node is None or isinstance(node, Map):
            return self.child(node) if node else None
        self.refuse(node, f"{quoted(name)} must be a mapping; write {name}: {example}", "field-shape")
        return None

    def _is_entry(self, node: Scalar | Seq, name: str) -> bool:
        if isinstance(node, Seq):
            what = f"a list stands in the list {quoted(name)}; write one list, an entry a line"
            self.refuse(node, what, "field-shape")
            return False
        if _is_empty(node):
            self.refuse(node, f"an entry of {quoted(name)} is empty; take it out", "field-empty")
            return False
        return not self._is_null(node, name)

    def _is_null(self, node: Scalar, name: str) -> bool:
        if node.quoted or node.text not in {"null", "~"}:
            return False
        what = (
            f"{quoted(node.text)} means nothing here; leave {quoted(name)} out, or, if it is a text, put it in quotes"
        )
        self.refuse(node, what, "field-null")
        return True

    def scalar(self, node: Node, name: str) -> Scalar | None:
        """Return a node that must be a single value."""
        if isinstance(node, Scalar):
            return node
        if isinstance(node, Seq):
            self.refuse(node, f"{quoted(name)} takes one value, not a list", "field-shape")
        elif _is_cut_by_colon(node):
            key, value = node.pairs[0]
            whole = f"{key.text}: {value.text}" if isinstance(value, Scalar) else key.text
            what = f"{quoted(name)} takes a text, and a text with a colon must be in quotes: {in_quotes(whole)}"
            self.refuse(node, what, "field-colon")
        else:
            self.refuse(node, f"{quoted(name)} takes one value, not a mapping", "field-shape")
        return None

    def _one(self, name: str) -> Scalar | None:
        node = self.take(name)
        return self.scalar(node, name) if node is not None else None

    # ----------------------------------------------------------------------- texts

    def words(self, node: Scalar, *, whole: bool = False) -> str:
        """Return the text of a node as one line; see `text`."""
        return line(self._uncut(node, whole=whole).text)

    def text(self, name: str, *, required: bool = False, whole: bool = False) -> str:
        """Return a text as one line. With `whole`, a comment behind it is an error: it may be the text's end."""
        if required:
            self.require(name)
        node = self._one(name)
        return self.words(node, whole=whole) if node else ""

    def prose(self, name: str) -> str:
        """Return a text that may have several paragraphs."""
        node = self._one(name)
        return paragraphs(self._uncut(node).text) if node else ""

    def lines(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, each as one line."""
        scalars = [self.scalar(node, name) for node in self.nodes(name)]
        return tuple(self.words(scalar) for scalar in scalars if scalar)

    def texts(self, name: str, *, required: bool = False, prose: bool = False) -> Texts:
        """Return a text per language; a plain text fits every language."""
        if required:
            self.require(name)
        node = self.take(name)
        if node is None:
            return Texts()
        before = len(self.problems)
        found = self._texts_of(node, name, prose=prose)
        if required and not found and len(self.problems) == before:
            self.refuse(node, f"{quoted(name)} holds no text; it is required", "field-missing")
        return found

    def _texts_of(self, node: Node, name: str, *, prose: bool) -> Texts:
        clean = paragraphs if prose else line
        if not isinstance(node, Map):
            scalar = self.scalar(node, name)
            return Texts((("", clean(self._uncut(scalar).text)),)) if scalar else Texts()
        pairs: list[tuple[str, str]] = []
        for tag, value in self.by_language(node, name):
            scalar = self.scalar(value, name)
            if scalar:
                pairs.append((tag, clean(self._uncut(scalar).text)))
        return Texts(tuple(pairs))

    def by_language(self, node: Map, name: str) -> list[tuple[str, Node]]:
        """Return the entries of a mapping whose keys are languages, tags in their usual case; empty values left out."""
        entries: dict[str, Node] = {}
        for key, value in node.pairs:
            tag = language(key.text)
            if tag is None:
                what = f"{quoted(key.text)} is no language; {quoted(name)} takes a text, or one per language: {{fr: …}}"
                self.refuse(key, what, "language")
            elif tag in entries:
                self.refuse(key, f"{quoted(name)} has the language {quoted(tag)} twice; keep one", "yaml-duplicate")
            elif not _is_empty(value) and not (isinstance(value, Scalar) and self._is_null(value, name)):
                entries[tag] = value
        return list(entries.items())

    def _uncut(self, node: Scalar, *, whole: bool = False) -> Scalar:
        if node.cut:
            what = (
                f"what follows ` #` is a comment: the text read is {quoted(node.text)}; "
                "if the rest belongs to it, put all of it in quotes"
            )
            report = self.refuse if whole else self.warn
            report(node, what, "text-comment")
        return node

    # ----------------------------------------------------------------------- values

    def value(self, name: str, convert: Callable[[str], T], code: str, *, required: bool = False) -> T | None:
        """Convert one value; a ValueError's words become the message."""
        if required:
            self.require(name)
        node = self._one(name)
        return self.converted(node, name, convert, code) if node else None

    def values(self, name: str, convert: Callable[[str], T], code: str) -> tuple[T, ...]:
        """Convert each entry of a list."""
        scalars = [self.scalar(node, name) for node in self.nodes(name)]
        found = [self.converted(scalar, name, convert, code) for scalar in scalars if scalar]
        return tuple(value for value in found if value is not None)

    def converted(self, node: Scalar, name: str, convert: Callable[[str], T], code: str) -> T | None:
        """Convert the text of a node, or report why it cannot be."""
        try:
            return convert(unicodedata.normalize("NFC", node.text))
        except ValueError as failure:
            quoting = str(failure).startswith(quoted(node.text))
            said = f"in {quoted(name)}, " if quoting else f"{quoted(name)} cannot be {quoted(node.text)}: "
            self.refuse(node, f"{said}{failure}", code)
            return None

    def integer(self, name: str, *, least: int = 1) -> int | None:
        """Return a whole number in decimal digits, at least `least`."""
        return self.value(name, partial(_integer, least=least), "number")

    def decimal(self, name: str) -> Decimal | None:
        """Return a number in decimal digits, exactly as written."""
        return self.value(name, decimal, "number")

    def boolean(self, name: str) -> bool | None:
        """Return true or false; None where neither is written."""
        node = self._one(name)
        if node is None:
            return None
        if node.quoted or node.text not in {"true", "false"}:
            what = f"{quoted(name)} cannot be {quoted(node.text)}: write true or false, in lower case, without quotes"
            self.refuse(node, what, "boolean")
            return None
        return node.text == "true"

    def choice(self, name: str, allowed: Iterable[str], *, required: bool = False) -> str:
        """Return one of the allowed words, empty where there is none."""
        return self.value(name, partial(_choice, allowed=tuple(allowed)), "choice", required=required) or ""

    def enum(self, name: str, kind: type[E], *, required: bool = False) -> E | None:
        """Return a member of an enumeration by its value."""
        word = self.choice(name, [member.value for member in kind], required=required)
        return kind(word) if word else None

    def when(self, name: str, *, required: bool = False) -> When | None:
        """Return a moment: a day, or a date and time, in the zone of the site where none is written."""
        return self.value(name, partial(dates.parse_when, zone=self._zone), "date", required=required)

    def instant(self, name: str) -> datetime | None:
        """Return an instant."""
        return self.value(name, partial(dates.parse_instant, zone=self._zone), "date")

    def stamp(self, name: str, *, required: bool = False) -> Stamp | None:
        """Return a date known as exactly as it is written: EDTF, `2016`, `2016-08~`."""
        return self.value(name, partial(dates.parse_stamp, zone=self._zone), "date", required=required)

    def url(self, name: str) -> str:
        """Return an absolute address: http, https or mailto."""
        return self.value(name, url, "url") or ""

    def slug(self, name: str, *, required: bool = False) -> str:
        """Return an id: lower-case letters and digits of any script, and hyphens."""
        return self.value(name, slug, "id", required=required) or ""

    def slugs(self, name: str) -> tuple[str, ...]:
        """Return a list of ids."""
        return self.values(name, slug, "id")

    def uses(self, name: str) -> tuple[Use, ...]:
        """Return a list of ids or names of other files, each with its place."""
        scalars = [self.scalar(node, name) for node in self.nodes(name)]
        return tuple(Use(self.words(scalar), scalar.place) for scalar in scalars if scalar)

    def language(self, name: str) -> str:
        """Return a language tag in its usual case."""
        return self.value(name, language_or_error, "language") or ""

    def path(self, name: str, *, base: str, top: str, required: bool = False) -> str:
        """Return the path of a file below `top`, written relative to the folder `base`, or from `top` with a slash."""
        return self.value(name, partial(confined, base=base, top=top), "path", required=required) or ""

    # ----------------------------------------------------------------------- what can withhold

    def guard(self, name: str, read: Callable[[str], T | None]) -> T | None:
        """Read a field that can withhold the file: empty or wrong, it is an error and the file is in doubt."""
        before = len(self.problems)
        found = read(name)
        if name in self._pairs and not self.has(name) and len(self.problems) == before:
            what = f"{quoted(name)} is empty; give it a value or take the line out: it decides who may read this"
            self.refuse(self._pairs[name][0], what, "gate-empty")
        if has_errors(self.problems[before:]):
            self.doubt(name)
        return found

    def marking(self, name: str) -> Marking | None:
        """Return a marking of the Traffic Light Protocol 2.0 (FIRST, August 2022), `TLP:AMBER` or `AMBER`."""
        return self.value(name, marking, "marking")


# --------------------------------------------------------------------------- conversions: a ValueError says the reason

_MARKINGS = {member.label.removeprefix("TLP:"): member for member in Marking}
_MARKINGS_SAID = ", ".join(member.label for member in Marking)


def marking(text: str) -> Marking:
    """Return the marking of exactly this spelling, with or without `TLP:`."""
    word = text.removeprefix("TLP:")
    if word in _MARKINGS:
        return _MARKINGS[word]
    if word.strip().upper() == "WHITE":
        raise ValueError("since TLP 2.0 the word is TLP:CLEAR")
    raise ValueError(f"write {_MARKINGS_SAID}, in capitals")


_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})")


def _integer(text: str, *, least: int) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError("write a whole number in digits, without leading zeros")
    if int(text) < least:
        raise ValueError(f"it must be {least} or more")
    return int(text)


_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,9})?")
_GROUPED = re.compile(r"(-?[1-9][0-9]{0,2})((?:[,. '’_\u00a0\u202f][0-9]{3})+)")


def decimal(text: str) -> Decimal:
    """Return a number, each of its digits as written."""
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    if (parts := _GROUPED.fullmatch(text)) and not re.fullmatch(r"-?[0-9]+[.,][0-9]{3}", text):
        raise ValueError(f"write the digits alone: {parts[1]}{re.sub('[^0-9]', '', parts[2])}")
    raise ValueError("write the digits alone, with a point before decimals, as 6600000 or 6.6")


def _choice(text: str, *, allowed: tuple[str, ...]) -> str:
    if text in allowed:
        return text
    raise ValueError(f"it can be {', '.join(allowed)}{did_you_mean(text, allowed)}")


_LANGUAGE = re.compile(
    r"(?P<language>[A-Za-z]{2,3})(?:-(?P<script>[A-Za-z]{4}))?(?:-(?P<region>[A-Za-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*)"
)


def language(tag: str) -> str | None:
    """Return a language tag in its usual case (BCP 47, RFC 5646 section 2.1.1: `zh-Hant-TW`), None if it is none."""
    match = _LANGUAGE.fullmatch(tag)
    if match is None:
        return None
    script, region = match["script"], match["region"]
    parts = [match["language"].lower(), script and script.title(), region and region.upper()]
    return "-".join(part for part in parts if part) + match["variants"].lower()


def language_or_error(tag: str) -> str:
    """Return a language tag in its usual case."""
    found = language(tag)
    if found is None:
        raise ValueError("write a language tag, as fr, en, ar or pt-BR")
    return found


def slug(text: str) -> str:
    """Return an id as it is, if it is one."""
    if not is_slug(text):
        raise ValueError("an id has lower-case letters, digits and single hyphens between them, nothing else")
    if len(text.encode()) > ID_LIMIT:
        raise ValueError(f"an id becomes the name of a folder, so it has at most {ID_LIMIT} bytes; shorten it")
    if _DEVICE.fullmatch(text):
        raise ValueError("an id becomes the name of a folder, and Windows keeps this name for itself; choose another")
    return text


ID_LIMIT = 200
"""Bytes of the longest id: file systems allow 255 for a name, and endings and temporary names need some."""
_DEVICE = re.compile("con|prn|aux|nul|(?:com|lpt)[0-9¹²³]")


def is_slug(text: str) -> bool:
    """Say whether a text is an id: lower-case letters and digits of any script, in words joined by single hyphens."""
    return bool(text) and all(word and all(_in_word(word)) for word in text.split("-"))


def _in_word(word: str) -> Iterable[bool]:
    """Say of each character whether it may stand in a word of an id; marks (vowels, accents) may not begin one."""
    for position, c in enumerate(word):
        category = unicodedata.category(c)
        yield (category[0] in "LN" and c == c.lower()) or (category[0] == "M" and position > 0)


_SCHEMES = ("http", "https", "mailto")


def url(text: str) -> str:
    """Return an absolute address of a scheme that only points, never acts."""
    if any(c.isspace() or not c.isprintable() or c in '\\"<>' for c in text):
        raise ValueError("an address has no spaces, quotes, backslashes or invisible characters")
    try:
        parts = urlsplit(text)
        whole = bool(parts.hostname) if parts.scheme in {"http", "https"} else "@" in parts.path
        password = parts.password
    except ValueError:
        raise ValueError("the address cannot be read; copy it from a browser") from None
    if parts.scheme not in _SCHEMES:
        raise ValueError("an address starts with https://, http:// or mailto:")
    if not whole:
        raise ValueError("the address names no host" if parts.scheme != "mailto" else "the address has no @")
    if password is not None:
        raise ValueError("it holds a password, which everybody could read; take that out")
    return text


def base(text: str) -> str:
    """Return the address of a site's home page, with its final slash."""
    address = url(text)
    if address.startswith("mailto:"):
        raise ValueError("write the address of the home page, as https://example.org/")
    if "?" in address or "#" in address:
        raise ValueError("it cannot have a “?” or “#”; write the address of the home page alone")
    if "@" in urlsplit(address).netloc:
        raise ValueError("it cannot have a name before “@”; write it as readers type it")
    return address if address.endswith("/") else address + "/"


def confined(text: str, *, base: str, top: str) -> str:
    """Return the path below `top` that a relative path in the folder `base` means; a leading slash means `top`."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", text):
        raise ValueError(f"it must be a file of the publication; copy it into {top}/media/ and name it from there")
    if "\\" in text or not text.isprintable():
        raise ValueError("write the path with forward slashes and no invisible characters")
    full = posixpath.normpath(posixpath.join(top, text.lstrip("/")) if text.startswith("/") else f"{base}/{text}")
    if not full.startswith(f"{top}/"):
        raise ValueError(f"the path leads out of {top}/; copy the file into {top}/media/")
    return full


def line(text: str) -> str:
    """Return a text as one line in NFC, without white space around it."""
    parts = (part.strip() for part in unicodedata.normalize("NFC", text).split("\n"))
    return " ".join(part for part in parts if part)


def paragraphs(text: str) -> str:
    """Return a text in NFC without white space around it."""
    return unicodedata.normalize("NFC", text.strip())


# --------------------------------------------------------------------------- keys

_ELSEWHERE = {
    "draft": "status: draft",
    "drafts": "status: draft",
    "hidden": "status: draft",
    "private": "status: draft",
    "unlisted": "status: draft",
    "published": "status: published",
    "tlp": "marking: TLP:AMBER",
    "classification": "marking: TLP:AMBER",
    "embargountil": "embargo: 2016-08-24T22:00+02:00",
    "publishdate": "embargo: 2016-08-24T22:00+02:00",
    "expirydate": "expires: 2016-08-24",
    "expireson": "expires: 2016-08-24",
    "tags": "topics: […]",
    "categories": "topics: […]",
    "author": "authors: […]",
    "aliases": "redirects: […]",
    "description": "summary: …",
    "translationof": "id: the-brief-it-translates",
    "weight": "nav: 1",
    "sources": "source: …",
    "until": "end: …",
    "from": "start: …",
    "asof": "as_of: 2016-08-24",
    "labels": "label: …",
    "min": "low: …",
    "max": "high: …",
}
"""What authors of other tools write, folded, and how it is written here; used where the field is one of the kind's."""


def _meant(name: str, asked: Iterable[str]) -> str:
    """End the message on an unknown key."""
    known = list(asked)
    folded = re.sub(r"[\W_]", "", name).casefold()
    here = _ELSEWHERE.get(folded, "")
    if here and here.split(":")[0] in known:
        return f"; write {quoted(here)}"
    same = next((word for word in known if re.sub(r"[\W_]", "", word) == folded), None)
    if same:
        return f"; did you mean {quoted(same)}?"
    return did_you_mean(name, known) or f"; the fields are {', '.join(known)}"


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text.strip()


def _is_cut_by_colon(node: Map) -> bool:
    """Say whether a mapping is likely a text with a colon that lacks its quotes: `- Paris: no decision yet`."""
    return len(node.pairs) == 1 and node.place == node.pairs[0][0].place and language(node.pairs[0][0].text) is None
