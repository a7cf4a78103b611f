"""Two actors, or two topics, made one: what the register said of the one is put to the other, as far as it can be.

Owns which names, aliases and offices are added, and what is told because it cannot be. That all files then name the one that
stays is `renaming`'s business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fiche import entries, uses
from fiche.dates import iso_stamp
from fiche.edits import Change, Edit, Unfit
from fiche.header import Map, Node, Scalar, Seq, excerpt
from fiche.model import (
    ActorHead,
    ActorUse,
    Alias,
    BriefHead,
    Desk,
    EventHead,
    Head,
    LinkKind,
    Manuscript,
    Name,
    Office,
    TopicHead,
    Use,
)
from fiche.names import fold
from fiche.problem import Place, Problem, Severity, error, quoted
from fiche.recognise import Strength, Wanted, wanted_names
from fiche.renaming import Renamed, Revision, Text, changes_of, entry_of, former_ids, found, references
from fiche.uses import Entry
from fiche.value import replace

_MERGED = frozenset({"id", "names", "labels", "aliases", "not", "roles", "former_ids"})
"""The fields that are put to those of the other."""


def merge(
    kind: LinkKind, old: str, into: str, desk: Desk, texts: Mapping[str, Text]
) -> tuple[Revision, Renamed | None]:
    """Make one actor or topic of two: `old` goes, and all that names it names the other. Return also which id became which."""
    one, other = found(kind, old, desk), found(kind, into, desk)
    if isinstance(one, Problem) or isinstance(other, Problem):
        return Revision(problems=tuple(each for each in (one, other) if isinstance(each, Problem))), None
    fault = _unfit(one, other)
    if fault:
        return Revision(problems=(error(one.place, fault, "merge"),)), None
    renamed = Renamed(kind, one.head.id, other.head.id, one.place.path, other.place.path)
    try:
        return _merged(renamed, one, other, desk, texts), renamed
    except Unfit as failure:
        return Revision(problems=(error(one.place, str(failure), "merge"),)), None


def _unfit(one: Manuscript[Head], other: Manuscript[Head]) -> str:
    if one is other:
        return f"both are {quoted(one.head.id)}"
    if one.gate != other.gate:
        return (
            f"{one.place.path} and {other.place.path} are not for the same readers (status, marking, embargo, expires): "
            "what is withheld would be shown, or the reverse; make these fields the same first"
        )
    return ""


def _merged(
    renamed: Renamed, one: Manuscript[Head], other: Manuscript[Head], desk: Desk, texts: Mapping[str, Text]
) -> Revision:
    leaving, staying = entry_of(one, texts[one.place.path]), entry_of(other, texts[other.place.path])
    goes = not leaving.listed or len(uses.entries(renamed.path, texts[renamed.path].data)) == 1
    renamed = renamed if goes else replace(renamed, becomes=renamed.path)
    wanted = references(renamed, desk, texts)
    additions = [entries.added(name, some, staying) for name, some in _additions(one.head, other.head, leaving) if some]
    wanted[other.place.path] = [*wanted.get(other.place.path, []), *additions]
    if goes:
        wanted.pop(renamed.path, None)
        source, data = texts[renamed.path].source, texts[renamed.path].data
        gone: tuple[Change, ...] = (Change(renamed.path, data, None, real=source.real),)
    else:
        removal = _removal(leaving, texts[renamed.path])
        kept = [edit for edit in wanted.get(renamed.path, []) if not _is_within(edit, removal)]
        wanted[renamed.path] = [*kept, removal]
        gone = ()
    notes = (*_untold(renamed, one, leaving, staying), *_twice(renamed, desk))
    return Revision((*changes_of(wanted, texts, {}), *gone), notes)


# --------------------------------------------------------------------------- what is added


def _additions(one: Head, other: Head, leaving: Entry) -> Iterator[tuple[str, list[str]]]:
    """Yield, by field, the entries that the one that stays gets, as they are written."""
    known = {other.id, *former_ids(other)}
    yield "former_ids", [entries.scalar(id) for id in (one.id, *former_ids(one)) if id not in known]
    if isinstance(one, ActorHead) and isinstance(other, ActorHead):
        yield "aliases", list(_aliases(one, other, leaving))
        yield "not", [entries.scalar(name) for name in one.others if name not in other.others]
        yield "roles", list(_roles(one, other, leaving))
    elif isinstance(one, TopicHead) and isinstance(other, TopicHead):
        own = {fold(text) for text in (*(label for _, label in other.labels.pairs), *other.aliases)}
        new = {fold(text): text for text in (*one.aliases, *(label for _, label in one.labels.pairs))}
        yield "aliases", [entries.scalar(text) for plain, text in new.items() if plain not in own]


def _aliases(one: ActorHead, other: ActorHead, leaving: Entry) -> Iterator[str]:
    """Yield the names and aliases of one actor that the other has not, as aliases that are worth in texts what they were."""
    seen = {(fold(name.text), name.lang) for name in wanted_names(other)} | {_key(alias) for alias in other.aliases}
    for name in one.names:
        for worth in wanted_names(replace(one, names=(name,), aliases=(), others=())):
            plain = fold(worth.text)
            if (plain, "") not in seen and (plain, worth.lang) not in seen:
                seen.add((plain, worth.lang))
                yield _written(worth, name)
    for alias, node in zip(one.aliases, filter(_says, _nodes(leaving, "aliases")), strict=True):
        if _key(alias) not in seen and (fold(alias.text), "") not in seen:
            seen.add(_key(alias))
            yield entries.flow(node)


def _says(node: Node) -> bool:
    """Say whether an alias has a text; one of blanks is none."""
    text = uses.field(node, "text") if isinstance(node, Map) else node
    return isinstance(text, Scalar) and bool(text.text.strip())


def _key(alias: Alias) -> tuple[str, str]:
    return fold(alias.text), alias.lang


def _written(worth: Wanted, name: Name) -> str:
    """Write a name as an alias: a text, or a mapping where it counts in one language, for less, or from a day on."""
    said = {
        "text": entries.scalar(worth.text),
        "lang": worth.lang,
        "match": "weak" if worth.strength is Strength.WEAK else "",
        "from": iso_stamp(name.start) if name.start else "",
    }
    if not any(value for key, value in said.items() if key != "text"):
        return said["text"]
    return "{" + ", ".join(f"{key}: {value}" for key, value in said.items() if value) + "}"


def _roles(one: ActorHead, other: ActorHead, leaving: Entry) -> Iterator[str]:
    """Yield the offices of one actor that the other has not, as they are written."""
    for office, node in zip(one.roles, _nodes(leaving, "roles"), strict=True):
        if not any(_is_same(office, held) for held in other.roles):
            yield entries.flow(node)


def _is_same(one: Office, other: Office) -> bool:
    titles = {fold(title) for _, title in one.title.pairs} & {fold(title) for _, title in other.title.pairs}
    return bool(titles) and (one.start, one.end) == (other.start, other.end)


def _nodes(entry: Entry, name: str) -> tuple[Node, ...]:
    value = uses.field(entry.node, name)
    if isinstance(value, Seq):
        return value.nodes
    return (value,) if isinstance(value, Map) or (isinstance(value, Scalar) and value.text) else ()


# --------------------------------------------------------------------------- what goes


def _removal(entry: Entry, text: Text) -> Edit:
    """Take an entry out of a list, line by line: from its dash to that of the next."""
    place = entry.node.place
    dash = excerpt(entry.lines, place)[: place.column - 1]
    if not dash.strip() == "-":
        raise Unfit(f"{place}: the entry shares its lines with others; take it out by hand")
    following = [each.node.place.line for each in uses.entries(place.path, text.data)]
    ends = min((line for line in following if line > place.line), default=len(entry.lines) + 1)
    while ends <= len(entry.lines) and entries.is_between(entry.lines[ends - 2], dash.index("-")):
        ends -= 1
    old = "".join(f"{line}\n" for line in entry.lines[place.line - 1 : ends - 1])
    if ends > len(entry.lines):
        old = old.removesuffix("\n")
    return Edit(Place(place.path, place.line, 1), old, "")


def _is_within(edit: Edit, removal: Edit) -> bool:
    return removal.place.line <= edit.place.line < removal.place.line + max(removal.old.count("\n"), 1)


def _untold(renamed: Renamed, one: Manuscript[Head], leaving: Entry, staying: Entry) -> Iterator[Problem]:
    """Tell what the one that goes says and nothing takes up."""
    for key, value in leaving.node.pairs:
        other = uses.field(staying.node, key.text)
        if key.text in _MERGED or (other is not None and entries.flow(other) == entries.flow(value)):
            continue
        has = f"says {quoted(entries.flow(other))}" if other is not None else "does not say"
        what = f"{quoted(f'{key.text}: {entries.flow(value)}')} is not taken over; {quoted(renamed.new)} {has}"
        yield Problem(key.place, Severity.NOTE, what, "not-merged")
    if one.readings:
        what = f"the text below the header goes with the file; what of it is needed belongs in the file of {quoted(renamed.new)}"
        yield Problem(Place(renamed.path), Severity.NOTE, what, "not-merged")


def _twice(renamed: Renamed, desk: Desk) -> Iterator[Problem]:
    """Tell of files that name both, and so one of them twice afterwards."""
    index = uses.index(renamed.kind, desk)
    files: tuple[Manuscript[BriefHead] | Manuscript[EventHead], ...] = (*desk.briefs, *desk.events)
    for manuscript in files:
        named: tuple[ActorUse | Use, ...] = (
            manuscript.head.actors if renamed.kind is LinkKind.ACTOR else manuscript.head.topics
        )
        meant = {index.find(use.name): use.place for use in named}
        if (renamed.old,) in meant and (renamed.new,) in meant:
            what = f"{quoted(renamed.new)} is named twice here now; take one out"
            yield Problem(meant[(renamed.old,)], Severity.NOTE, what, "named-twice")
