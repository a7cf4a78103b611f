"""What every kind of file has in common: where it comes from, what its name says, what can withhold it.

Owns ids and languages taken from file names and the fields of the gate. The fields of each kind are in its own module.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

from fiche import fields, names
from fiche.fields import Reader
from fiche.header import Map
from fiche.model import ActorUse, Gate, Manuscript, Marking, Site, Status, Waiver, When, Withdrawal
from fiche.problem import Place, did_you_mean, quoted
from fiche.value import Value

TOP = "content"
"""The folder of the publication."""

UNDATED = When(datetime(1970, 1, 1, tzinfo=UTC), timed=False)
"""Stands in for a date that cannot be read, so that the rest of the file is still checked."""

PARTS = ("lead", "party", "mediator", "speaker", "affected", "mentioned")
"""The parts an actor can have in a brief."""


class Sheet(Value, frozen=True):
    """A manuscript as read from its file: header done, body still text."""

    manuscript: Manuscript[Any]
    text: str = ""
    """The body, in Markdown; empty for a file without one."""
    line: int = 0
    """Number of the body's first line in the file, from 1."""


class Origin(Value, frozen=True):
    """Where a header stands: its file, what the file's name says, and the site it belongs to."""

    path: str
    site: Site
    stem: str
    """The file's name without ending and language, in NFC."""
    lang: str = ""
    """The language in the file's name, if it has one."""
    listed: bool = False
    """Whether it is one of a list of mappings, so that the file's name says nothing."""

    @property
    def folder(self) -> str:
        """Return the folder of the file."""
        return posixpath.dirname(self.path)


_NAME = re.compile(r"(?P<stem>.+?)(?:\.(?P<lang>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*))?\.[A-Za-z]+")
_DATED = re.compile(r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})-(?P<rest>.+)")


def origin_of(path: str, site: Site, *, listed: bool = False) -> Origin:
    """Take a file's name apart: `2016-08-24-kerry.en.md` has the stem `2016-08-24-kerry` and the language `en`."""
    name = unicodedata.normalize("NFC", posixpath.basename(path))
    match = _NAME.fullmatch(name)
    stem, lang = (match["stem"], match["lang"]) if match else (name, "")
    return Origin(path, site, stem, fields.language(lang or "") or "", listed=listed)


# --------------------------------------------------------------------------- ids and languages


def own_id(reader: Reader, origin: Origin, *, dated: bool = False) -> str:
    """Return the id a file gives itself, else the one in its name; `dated` names may start with a day."""
    written = reader.slug("id", required=origin.listed)
    if written or origin.listed or reader.has("id"):
        return written
    stem = origin.stem
    if dated and (match := _DATED.fullmatch(stem)):
        stem = match["rest"]
        if not _is_day(match["date"]):
            what = f"the file's name starts with {quoted(match['date'])}, which is no day; rename the file"
            reader.refuse(Place(origin.path), what, "file-name")
    if not fields.is_slug(stem):
        what = (
            f"the file's name gives the id {quoted(stem)}, but an id has lower-case letters, digits and hyphens only; "
            f"rename the file to {quoted(names.slug(stem))}, or write an “id:” in it"
        )
        reader.refuse(Place(origin.path), what, "file-name")
        return names.slug(stem)
    try:
        return fields.slug(stem)
    except ValueError as failure:
        what = f"the file's name gives the id {quoted(stem)}: {failure}; rename the file, or write an “id:” in it"
        reader.refuse(Place(origin.path), what, "file-name")
        return stem


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def own_language(reader: Reader, origin: Origin) -> str:
    """Return the language of a file: as it says, else as its name says, else the site's first."""
    written = reader.language("lang")
    if written and origin.lang and written != origin.lang:
        what = f"“lang” is {quoted(written)}, but the file's name says {quoted(origin.lang)}; keep one of them"
        reader.refuse("lang", what, "language")
    lang = written or origin.lang
    known = origin.site.languages
    if lang and known and lang not in known:
        what = f"{quoted(lang)} is none of the site's languages ({', '.join(known)}){did_you_mean(lang, known)}"
        reader.refuse("lang" if written else Place(origin.path), what, "language")
    return lang or (known[0] if known else "")


# --------------------------------------------------------------------------- the gate

_WITHHELD = Gate(status=Status.DRAFT, marking=Marking.RED)
"""What a file gets whose gate is in doubt."""


def read_gate(reader: Reader, *, status: bool = True, withdrawal: bool = False) -> Gate:
    """Read what can withhold a file. `Reader.doubtful` says afterwards whether it can be trusted."""
    marking = reader.guard("marking", reader.marking)
    stage = reader.guard("status", lambda name: reader.enum(name, Status)) if status else None
    embargo = reader.guard("embargo", reader.instant)
    expires = reader.guard("expires", reader.instant)
    withdrawn = reader.guard("withdrawn", lambda _: _withdrawal(reader)) if withdrawal else None
    reader.text("ednote")
    if embargo and expires and expires <= embargo:
        reader.refuse("expires", "it expires before its embargo ends, so nobody would ever see it", "dates-order")
        reader.doubt("expires")
    if stage is Status.WITHDRAWN and not withdrawal:
        reader.refuse("status", "only a brief can be withdrawn; to take this out, write “status: draft”", "withdrawn")
        reader.doubt("status")
    if withdrawal and (stage is Status.WITHDRAWN) != reader.has("withdrawn"):
        _half_withdrawn(reader, stage)
    return Gate(stage or Status.PUBLISHED, marking or Marking.CLEAR, embargo, expires, withdrawn)


def read_waivers(reader: Reader) -> tuple[Waiver, ...]:
    """Read which editorial rules a file does without, each with the reason. Whether there are such rules is asked by them."""
    inner = reader.mapping("waive", example="{topic-not-mentioned: why it is right as it is}")
    found: list[Waiver] = []
    for key, _ in inner.node.pairs if inner else ():
        assert inner is not None
        inner.require(key.text, why=": say why the rule does not hold here")
        reason = inner.text(key.text)
        found += [Waiver(key.text, reason)] if reason else []
    return tuple(found)


def trusted(gate: Gate, reader: Reader) -> Gate:
    """Return the gate, or one that lets nobody through if anything about it is in doubt."""
    return _WITHHELD if reader.doubtful else gate


def _withdrawal(reader: Reader) -> Withdrawal | None:
    inner = reader.mapping("withdrawn", example="{date: 2016-08-24, reason: …}")
    if inner is None:
        return None
    day, reason = inner.when("date", required=True), inner.prose("reason")
    inner.close()
    if not reason:
        reader.warn("withdrawn", "no reason is given; readers will want one: write “reason: …”", "withdrawn")
    return Withdrawal(day or UNDATED, reason)


def _half_withdrawn(reader: Reader, stage: Status | None) -> None:
    reader.doubt("withdrawn")
    if stage is Status.WITHDRAWN:
        what = (
            "a withdrawn brief must say since when and why; write below it “withdrawn: {date: 2016-08-24, reason: …}”"
        )
        reader.refuse("status", what, "withdrawn")
    else:
        what = "“withdrawn” stands here, but not “status: withdrawn”; write both or neither"
        reader.refuse("withdrawn", what, "withdrawn")


# --------------------------------------------------------------------------- shared fields


def actor_uses(reader: Reader) -> tuple[ActorUse, ...]:
    """Read a list of actors: ids, names, or mappings with `id`, `part` and `note`."""
    uses: list[ActorUse] = []
    for node in reader.nodes("actors"):
        if isinstance(node, Map):
            inner = reader.child(node)
            name = inner.text("id", required=True)
            use = ActorUse(name, inner.choice("part", PARTS), inner.prose("note"), inner.place("id"))
            inner.close()
        else:
            use = ActorUse(reader.words(node), place=node.place)
        if use.name:
            uses.append(use)
    return tuple(uses)


_SCHEME = re.compile(r"[a-z][a-z0-9_-]*")
_FORMS_OF_IDS = {
    "wikidata": (re.compile(r"Q[1-9][0-9]*"), "Q and digits, as Q22316"),
    "viaf": (re.compile(r"[0-9]+"), "digits"),
    "isni": (re.compile(r"[0-9]{15}[0-9X]"), "sixteen digits, the last of which may be X, without spaces"),
}


def outside_ids(reader: Reader) -> tuple[tuple[str, str], ...]:
    """Read the identifiers in other registers: a mapping of schemes to identifiers."""
    node = reader.take("ids")
    if node is None:
        return ()
    if not isinstance(node, Map):
        reader.refuse(node, "“ids” must be a mapping; write ids: {wikidata: Q22316}", "field-shape")
        return ()
    found: list[tuple[str, str]] = []
    for key, value in node.pairs:
        scalar = reader.scalar(value, key.text)
        form, said = _FORMS_OF_IDS.get(key.text, (None, ""))
        if not _SCHEME.fullmatch(key.text):
            what = f"{quoted(key.text)} is no name of a register; write it in lower case, as wikidata"
            reader.refuse(key, what + did_you_mean(key.text, _FORMS_OF_IDS), "outside-id")
        elif scalar and scalar.text and form and not form.fullmatch(scalar.text):
            what = f"{quoted(scalar.text)} is no identifier of {key.text}: it must be {said}"
            reader.refuse(scalar, what, "outside-id")
        elif scalar and scalar.text:
            found.append((key.text, fields.line(scalar.text)))
    return tuple(found)


def out_of_order(reader: Reader, earlier: str, later: str) -> None:
    """Report that the later of two dates lies before the earlier."""
    reader.refuse(later, f"{quoted(later)} lies before {quoted(earlier)}; check both dates", "dates-order")
