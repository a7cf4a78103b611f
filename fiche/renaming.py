"""Another id for an actor or a topic, in every file that names it.

Owns what a new id changes: fields that name it, links of bodies, its own file, and the id it had, from which its old address
leads to the new one. References by name stay: they mean the same still. Nothing here reads or writes a file.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from posixpath import basename, dirname
from urllib.parse import quote, unquote

from fiche import edits, entries, fields, uses
from fiche.edits import Change, Edit, Unfit
from fiche.header import Scalar, Seq
from fiche.markup import address
from fiche.model import Desk, Head, LinkKind, Manuscript, Source
from fiche.names import slug
from fiche.problem import Place, Problem, Severity, did_you_mean, error, quoted
from fiche.uses import Entry
from fiche.value import Value, replace


class Text(Value, frozen=True):
    """A file as it was read."""

    source: Source
    data: bytes


class Revision(Value, frozen=True):
    """What is to be changed, and what the editor should know of it."""

    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    """With an error there is nothing to be changed."""


class Renamed(Value, frozen=True):
    """From which id to which; and the path of the file that has it, before and after."""

    kind: LinkKind
    old: str
    new: str
    path: str
    becomes: str


def found(kind: LinkKind, name: str, desk: Desk) -> Manuscript[Head] | Problem:
    """Return the actor or topic that an id or a name means, if it has a file."""
    index = uses.index(kind, desk)
    ids = index.find(name)
    if len(ids) == 1:
        return next(manuscript for manuscript in _register(kind, desk) if manuscript.head.id == ids[0])
    if ids:
        what = f"{quoted(name)} may mean {' or '.join(map(quoted, ids))}; write the id"
        return error(Place("content"), what, f"ambiguous-{kind.value}")
    near = did_you_mean(name, index.near(name)) or f"; “fiche new {kind.value}” makes one"
    return error(Place("content"), f"no file describes the {kind.value} {quoted(name)}{near}", f"unknown-{kind.value}")


def _register(kind: LinkKind, desk: Desk) -> tuple[Manuscript[Head], ...]:
    return desk.actors if kind is LinkKind.ACTOR else desk.topics


def mentions(texts: Iterable[Text], word: str) -> Iterator[Text]:
    """Yield the texts in which a word stands, in whatever Unicode form: the others need not be taken apart."""
    for text in texts:
        whole = text.data.decode(errors="replace")
        plain = whole if whole.isascii() else unicodedata.normalize("NFC", whole)
        if word in plain:
            yield text


def rename(
    kind: LinkKind, old: str, new: str, desk: Desk, texts: Mapping[str, Text]
) -> tuple[Revision, Renamed | None]:
    """Give an actor or topic another id; return also what is renamed, if it can be.

    `texts` are all of the content, by path; the desk was read from them.
    """
    it = found(kind, old, desk)
    if isinstance(it, Problem):
        return Revision(problems=(it,)), None
    fault = _unfit(kind, it, new, desk)
    if fault:
        return Revision(problems=(error(it.place, fault, "rename"),)), None
    renamed = Renamed(kind, it.head.id, new, it.place.path, _path(it, new))
    try:
        wanted = references(renamed, desk, texts)
        wanted.setdefault(renamed.path, []).extend(_own(renamed, it, texts[it.place.path]))
        return Revision(changes_of(wanted, texts, {renamed.path: renamed.becomes})), renamed
    except Unfit as failure:
        return Revision(problems=(error(it.place, str(failure), "rename"),)), None


def _unfit(kind: LinkKind, it: Manuscript[Head], new: str, desk: Desk) -> str:
    """Say why something cannot have an id; empty if it can."""
    try:
        fields.slug(new)
    except ValueError as failure:
        return f"{quoted(new)} is no id: {failure}; perhaps {quoted(slug(new))}"
    if new == it.head.id:
        return f"{quoted(new)} is its id already"
    for other in _register(kind, desk):
        if other.head.id == new:
            return f"{quoted(new)} is the id of {other.place.path}; “fiche {kind.value} merge” makes one of two"
        if other is not it and new in former_ids(other.head):
            return f"{quoted(new)} was the id of {other.place.path}, and its old address leads there; choose another"
    return ""


def former_ids(head: Head) -> tuple[str, ...]:
    """Return the ids something had before."""
    ids: tuple[str, ...] = getattr(head, "former_ids", ())
    return ids


def _path(it: Manuscript[Head], new: str) -> str:
    """Return the path that a file named for its id has afterwards."""
    path, id = it.place.path, it.head.id
    name = unicodedata.normalize("NFC", basename(path))
    return f"{dirname(path)}/{new}{name[len(id) :]}" if name.startswith(f"{id}.") else path


# --------------------------------------------------------------------------- its own file


def entry_of(it: Manuscript[Head], text: Text) -> Entry:
    """Return the header of an actor or topic as it stands in its file."""
    at = (it.place.line, it.place.column)
    return next(
        entry
        for entry in uses.entries(it.place.path, text.data)
        if (entry.node.place.line, entry.node.place.column) == at
    )


def _own(renamed: Renamed, it: Manuscript[Head], text: Text) -> list[Edit]:
    """Return what changes in the file itself: an id that is written out, and the list of former ones."""
    entry = entry_of(it, text)
    written = uses.field(entry.node, "id")
    own = [entries.instead(written, renamed.new, entry)] if isinstance(written, Scalar) and written.text else []
    former = uses.field(entry.node, "former_ids")
    for node in former.nodes if isinstance(former, Seq) else (former,):
        if isinstance(node, Scalar) and unicodedata.normalize("NFC", node.text) == renamed.new:
            return [*own, entries.instead(node, renamed.old, entry)]
    return [*own, entries.added("former_ids", [entries.scalar(renamed.old)], entry)]


# --------------------------------------------------------------------------- everywhere else


def references(renamed: Renamed, desk: Desk, texts: Mapping[str, Text]) -> dict[str, list[Edit]]:
    """Return the edits, by path, that put the new id wherever the old one is named. Raises Unfit."""
    wanted: dict[str, list[Edit]] = defaultdict(list)
    for text in mentions(texts.values(), renamed.old):
        path = text.source.path
        wanted[path] += _in_headers(renamed, path, text.data)
    for manuscript in uses.manuscripts(desk):
        path = manuscript.place.path
        wanted[path] += _in_body(renamed, manuscript, texts[path])
    return {path: some for path, some in wanted.items() if some}


def changes_of(
    wanted: Mapping[str, Iterable[Edit]], texts: Mapping[str, Text], becomes: Mapping[str, str]
) -> tuple[Change, ...]:
    """Return the changes that edits by path make; `becomes` says which files have another path afterwards."""
    return tuple(
        edits.edited(
            path,
            texts[path].data,
            some,
            renamed=becomes[path] if becomes.get(path, path) != path else "",
            real=texts[path].source.real,
        )
        for path, some in sorted(wanted.items())
    )


def _in_headers(renamed: Renamed, path: str, data: bytes) -> Iterator[Edit]:
    for entry in uses.entries(path, data):
        yield from _instead(renamed, uses.named(renamed.kind, path, entry.node), entry)


def _instead(renamed: Renamed, nodes: Iterable[Scalar], entry: Entry) -> Iterator[Edit]:
    for node in nodes:
        if unicodedata.normalize("NFC", node.text).strip() == renamed.old:
            yield entries.instead(node, renamed.new, entry)


def _in_body(renamed: Renamed, manuscript: Manuscript[Head], text: Text) -> Iterator[Edit]:
    """Yield the edits of a body; its links were found when it was read, so that what is code or a comment stays."""
    found = list(uses.links(renamed.kind, manuscript))
    named = [mention.place for mention, link in found if link.target == renamed.old]
    to_file = renamed.path != renamed.becomes and any(link.target == renamed.path for _, link in found)
    lines = _lines(text) if named or to_file or manuscript.readings else []
    yield from (_notation(place, lines, renamed) for place in named)
    for entry in uses.quotes(manuscript, lines):
        yield from _instead(renamed, uses.named_in_quote(renamed.kind, entry.node), entry)
    if to_file:
        (entry,) = uses.entries(path := text.source.path, text.data)
        for number in range(entry.closed, len(lines)):
            yield from _to_file(Place(path, number + 1), lines[number], renamed)


def _lines(text: Text) -> list[str]:
    return re.split(r"\r\n?|\n", text.data.decode().removeprefix("\ufeff"))


_NOTATION = re.compile(r"\[\[\s*(?:\w+\s*:\s*)?(?P<target>[^\s\[\]|#\\]+)")
_ADDRESS = re.compile(
    r"(?:\]\(\s*<?|\]:\s*<?|href\s*=\s*[\"']?)"
    r"(?P<folder>[^\s()<>\"'#]*?)(?P<name>[^\s()<>\"'#/]+)(?=[\s()<>\"'#]|$)"
)


def _notation(place: Place, lines: list[str], renamed: Renamed) -> Edit:
    """Return the edit of a link `[[…]]` that begins at a place."""
    rest = "\n".join(lines[place.line - 1 : place.line + 2])
    found = _NOTATION.match(rest, place.column - 1)
    if found is None or unicodedata.normalize("NFC", found["target"]) != renamed.old:
        raise Unfit(f"{place}: the link to {quoted(renamed.old)} is written in an unusual way; change it by hand first")
    before = rest[: found.start("target")]
    at = Place(place.path, place.line + before.count("\n"), len(before) - before.rfind("\n"))
    return Edit(at, found["target"], renamed.new)


def _to_file(place: Place, line: str, renamed: Renamed) -> Iterator[Edit]:
    """Yield the edits of links in a line that lead to the file."""
    for found in _ADDRESS.finditer(line):
        if address.read(found["folder"] + found["name"], place.path).target == renamed.path:
            if dirname(renamed.becomes) != dirname(renamed.path):
                raise Unfit(f"{place}: the link leads to {renamed.path}; change it by hand first")
            name, new = found["name"], basename(renamed.becomes)
            yield Edit(
                replace(place, column=found.start("name") + 1), name, new if name == unquote(name) else quote(new)
            )


# --------------------------------------------------------------------------- what to look at afterwards


def left(renamed: Renamed, changes: Iterable[Change], texts: Mapping[str, Text]) -> Iterator[Problem]:
    """Note where headers still have the old id in fields that are no references: perhaps it was meant."""
    now = {change.target: change.after for change in changes}
    gone = {change.path for change in changes} - now.keys()
    held = {path: text.data for path, text in texts.items() if path not in gone} | now
    for path, data in sorted(held.items()):
        for entry in uses.entries(path, data) if data and renamed.old in data.decode(errors="replace") else ():
            for node, field in _scalars(entry.node):
                if field != "former_ids" and node.text == renamed.old:
                    what = f"{quoted(renamed.old)} is left in {quoted(field)}, which names no {renamed.kind.value}"
                    yield Problem(node.place, Severity.NOTE, what, "left")


def _scalars(node: object, field: str = "") -> Iterator[tuple[Scalar, str]]:
    if isinstance(node, Scalar):
        yield node, field
    elif isinstance(node, Seq):
        for each in node.nodes:
            yield from _scalars(each, field)
    elif node is not None:
        for key, value in getattr(node, "pairs", ()):
            yield from _scalars(value, key.text)


def moved(renamed: Renamed, before: Desk, after: Desk) -> tuple[str, ...]:
    """Return the other files in which a reference means something else than it did, the new id apart."""
    was = Counter((path, renamed.new if id == renamed.old else id) for path, id in uses.meanings(renamed.kind, before))
    now = Counter(uses.meanings(renamed.kind, after))
    changed = {path for path, _ in (was - now) + (now - was)}
    return tuple(sorted(changed - {renamed.path, renamed.becomes}))


def fresh(renamed: Renamed, before: Iterable[Problem], after: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that were not there before, the new id apart."""
    was, now = quoted(renamed.old), quoted(renamed.new)
    known = {(problem.code, problem.what.replace(was, now)) for problem in before}
    return tuple(problem for problem in after if (problem.code, problem.what.replace(was, now)) not in known)
