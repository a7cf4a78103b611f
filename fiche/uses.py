"""Where files name actors and topics, as their authors wrote it: fields of headers, and links of bodies.

Owns which fields those are, and the way from a file's bytes to the places. What a name means is `names`' business. To add a
field that names an actor or a topic is to add a line here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from types import MappingProxyType

from fiche import header
from fiche.header import Map, Node, Scalar, Seq
from fiche.markup.quotes import LEAD, in_its_columns
from fiche.model import (
    ActorHead,
    BriefHead,
    Desk,
    EventHead,
    FigureHead,
    Head,
    Link,
    LinkKind,
    Manuscript,
    Mention,
    ReferenceHead,
    Statement,
    TopicHead,
)
from fiche.names import Index
from fiche.problem import Place
from fiche.register import actor_names, topic_names
from fiche.value import Value

FIELDS: Mapping[LinkKind, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        LinkKind.ACTOR: {
            "briefs": (
                "actors[]",
                "actors[].id",
                "statements[].speaker",
                "statements[].on_behalf_of",
                "sources[].publisher",
            ),
            "events": ("actors[]", "actors[].id"),
            "actors": ("parent", "roles[].org", "relations[].target", "designations[].by"),
            "sources": ("publisher",),
        },
        LinkKind.TOPIC: {
            "briefs": ("topics[]", "statements[].topics[]"),
            "events": ("topics[]",),
            "topics": ("parents[]", "related[]"),
            "figures": ("topics[]",),
        },
    }
)
"""The fields that name actors and topics, by the folder of the file. `[]` stands for each entry of a list."""


class Entry(Value, frozen=True):
    """A header as it stands in its file."""

    node: Map
    lines: tuple[str, ...]
    """Of the file, or of its header."""
    listed: bool = False
    """Whether it is one of a list."""
    closed: int = 0
    """The line that closes the header of a Markdown file, from 1; 0 in a YAML file."""


def entries(path: str, data: bytes) -> tuple[Entry, ...]:
    """Return the headers of a file that was read without an error."""
    if path.endswith(".md"):
        document = header.read(path, data).value
        return (Entry(document.node, document.lines, closed=document.line - 1),) if document else ()
    records = header.read_yaml(path, data).value
    return tuple(Entry(node, records.lines, records.listed) for node in records.nodes) if records else ()


def named(kind: LinkKind, path: str, node: Map) -> Iterator[Scalar]:
    """Yield what a header names actors, or topics, by."""
    for field in FIELDS[kind].get(path.split("/")[1], ()):
        yield from _at(node, field.split("."))


def named_in_quote(kind: LinkKind, node: Map) -> Iterator[Scalar]:
    """Yield what the mapping below a quote names actors, or topics, by: it has the fields of a statement of the header."""
    for field in FIELDS[kind]["briefs"]:
        if field.startswith(_STATEMENT):
            yield from _at(node, field.removeprefix(_STATEMENT).split("."))


_STATEMENT = "statements[]."


def _at(node: Node, steps: Sequence[str]) -> Iterator[Scalar]:
    """Follow a path of keys down to the values it leads to."""
    if not steps:
        if isinstance(node, Scalar):
            yield node
        return
    value = field(node, steps[0].removesuffix("[]")) if isinstance(node, Map) else None
    if value is None:
        return
    for each in value.nodes if isinstance(value, Seq) and steps[0].endswith("[]") else (value,):
        yield from _at(each, steps[1:])


def field(node: Map, name: str) -> Node | None:
    """Return the value of a key."""
    return next((value for key, value in node.pairs if key.text == name), None)


# --------------------------------------------------------------------------- the desk as a whole


def manuscripts(desk: Desk) -> tuple[Manuscript[Head], ...]:
    """Return all that was parsed."""
    return (*desk.briefs, *desk.actors, *desk.topics, *desk.references, *desk.events, *desk.figures, *desk.pages)


def links(kind: LinkKind, manuscript: Manuscript[Head]) -> Iterator[tuple[Mention, Link]]:
    """Yield the links of a body to actors, or to topics."""
    for reading in manuscript.readings[-1:]:
        for mention in reading.body.mentions:
            if isinstance(mention.hole, Link) and mention.hole.kind is kind:
                yield mention, mention.hole


def quotes(manuscript: Manuscript[Head], lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the mappings in a text that say whose a quote is; the lines are those of the file."""
    for reading in manuscript.readings[-1:]:
        for use in reading.body.quotes:
            node = _attribution(lines, use.place)
            if node is not None:
                yield Entry(node, tuple(lines))


def _attribution(lines: Sequence[str], place: Place) -> Map | None:
    """Return the mapping of the quote that begins at a place; None where a statement of the header is placed."""
    block = list(takewhile(lambda line: line.startswith(">"), lines[place.line - 1 :]))
    leads = [(number, found) for number, line in enumerate(block) if (found := LEAD.match(line))]
    if not leads:
        return None
    number, found = leads[-1]
    at = Place(place.path, place.line + number, found.end())
    return header.read_mapping(in_its_columns("\n".join(block[number:]), found), at).value


def index(kind: LinkKind, desk: Desk) -> Index:
    """Index the names of all actors, or of all topics."""
    if kind is LinkKind.ACTOR:
        return Index.of((m.head.id, actor_names(m.head)) for m in desk.actors)
    return Index.of((m.head.id, topic_names(m.head)) for m in desk.topics)


def meanings(kind: LinkKind, desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield what every file means wherever it names an actor, or a topic: its path, and an id or a name that means none."""
    known = index(kind, desk)
    register: tuple[Manuscript[Head], ...] = (*desk.actors, *desk.topics)
    paths = {manuscript.place.path: manuscript.head.id for manuscript in register}
    for manuscript in manuscripts(desk):
        written = [*_texts(kind, manuscript), *(link.target for _, link in links(kind, manuscript))]
        for text in written:
            meant = known.find(text)
            yield manuscript.place.path, paths.get(text) or (meant[0] if len(meant) == 1 else f"?{text}")


def _texts(kind: LinkKind, manuscript: Manuscript[Head]) -> Iterator[str]:
    """Yield what a header, and the quotes of a text, name actors, or topics, by."""
    texts = _actors(manuscript.head) if kind is LinkKind.ACTOR else _topics(manuscript.head)
    header_has = manuscript.head.statements if isinstance(manuscript.head, BriefHead) else ()
    text_has = (one for reading in manuscript.readings[-1:] for one in reading.body.statements)
    return filter(None, (*texts, *_spoken(kind, (*header_has, *text_has))))


def _spoken(kind: LinkKind, statements: Iterable[Statement]) -> Iterator[str]:
    for one in statements:
        yield from (one.speaker, one.on_behalf_of) if kind is LinkKind.ACTOR else (use.name for use in one.topics)


def _actors(head: Head) -> Iterator[str]:
    if isinstance(head, BriefHead | EventHead):
        yield from (use.name for use in head.actors)
    if isinstance(head, BriefHead):
        yield from (reference.publisher for reference in head.references)
    if isinstance(head, ReferenceHead):
        yield head.publisher
    if isinstance(head, ActorHead):
        yield from (head.parent, *(office.org for office in head.roles))
        yield from (*(one.target for one in head.relations), *(one.by for one in head.designations))


def _topics(head: Head) -> Iterator[str]:
    if isinstance(head, BriefHead | EventHead | FigureHead):
        yield from (use.name for use in head.topics)
    if isinstance(head, TopicHead):
        yield from (use.name for use in (*head.parents, *head.related))
