"""The edition as a whole, linked: what `weave` makes and `lens` looks through.

Owns the shape only. Everything here has passed the gate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol, TypeVar

from fiche import figures
from fiche.memo import Lost, Memo
from fiche.model import (
    ActorHead,
    Amount,
    Anchor,
    Body,
    BriefHead,
    Event,
    FigureHead,
    Link,
    Marking,
    PageHead,
    Picture,
    Piece,
    Policy,
    Quote,
    ReferenceHead,
    Site,
    Source,
    Stamp,
    Statement,
    Texts,
    Tombstone,
    TopicHead,
)
from fiche.value import Value, reader, replace


class Filling(Value, frozen=True):
    """What stands in a hole of a body: a link, the number of a citation, or words alone (without an address)."""

    before: str
    """HTML up to the address."""
    address: str = ""
    fragment: str = ""
    after: str = ""
    """HTML from behind the address."""
    close: bool = False
    """It stands close to the word before it."""


class Spot(Value, frozen=True):
    """A place in a body where its text names an actor: signs `start` to before `end` of a piece."""

    piece: int
    start: int
    end: int
    actor: str


class Prose(Value, frozen=True):
    """A body in its place: where its pieces are, and what fills their holes, in order."""

    pieces: str
    """Their key in the memo."""
    here: str
    """The address of the page it stands on."""
    fillings: tuple[Filling, ...] = ()
    spots: tuple[Spot, ...] = ()
    """Where names become links, in their order."""
    quotes: tuple[str, ...] = ()
    """The ids of the statements that stand in it."""
    pictures: tuple[str, ...] = ()
    """The paths of the pictures that stand in it, each once."""


class Show(Protocol):
    """Writes the picture that stands in a hole; a framed one is the last choice in a `<picture>` of the author's own."""

    def __call__(self, hole: Link, *, framed: bool) -> str:
        """Return its HTML."""


_PIECES = reader(tuple[Piece, ...])


def pieces_of(key: str, memo: Memo) -> tuple[Piece, ...]:
    """Return the pieces of a body. Raises Lost if the memo has them no more."""
    return _PIECES(memo.sure(key))


def pieces_of_many(keys: Iterable[str], memo: Memo) -> dict[str, tuple[Piece, ...]]:
    """Return the pieces of several bodies by their keys. Raises Lost if the memo has one no more."""
    wanted = list(dict.fromkeys(keys))
    found = memo.many(wanted)
    if len(found) < len(wanted):
        raise Lost(next(key for key in wanted if key not in found))
    return {key: _PIECES(found[key]) for key in wanted}


def html_of(
    prose: Prose,
    memo: Memo,
    url: Callable[[str], str],
    own: str | None = None,
    names: Mapping[str, Filling] = MappingProxyType({}),
    quotes: Mapping[str, str] = MappingProxyType({}),
    picture: Show | None = None,
) -> str:
    """Write a body with `url` for its addresses; links to the address `own` are written as `#fragment` alone.

    `names` are the links that the names of actors become; whose is not among them stays text. `quotes` is the HTML of the
    statements that stand in it, by id. `picture` writes a picture; without it, its description stands there.
    """
    fillings = iter(prose.fillings)
    html: list[str] = []
    follows_text = False
    for number, piece in enumerate(pieces_of(prose.pieces, memo)):
        if isinstance(piece, str):
            spots = [spot for spot in prose.spots if spot.piece == number and spot.actor in names] if names else []
            html.append(_named(piece, spots, names, url) if spots else piece)
            follows_text = True
            continue
        if isinstance(piece, Quote):
            html.append(quotes[piece.id])
            follows_text = False
            continue
        if isinstance(piece, Link) and piece.image:
            framed = bool(html) and html[-1].rfind("<picture") > html[-1].rfind("</picture")
            html.append(picture(piece, framed=framed) if picture else piece.inner)
            follows_text = False
            continue
        if isinstance(piece, Anchor):
            filling = Filling(f'<a{spaced(piece.attributes)} href="', prose.here, piece.id, f'">{piece.inner}</a>')
        else:
            filling = next(fillings)
        if filling.close and follows_text:
            html[-1] = html[-1].rstrip(" ")
        follows_text = False
        html.append(filling.before)
        if filling.address or filling.fragment or filling.after:
            html.append(_written(filling, url, own))
            html.append(filling.after)
    return "".join(html)


def _named(piece: str, spots: Sequence[Spot], names: Mapping[str, Filling], url: Callable[[str], str]) -> str:
    """Make links of the names in a piece."""
    written: list[str] = []
    at = 0
    for spot in spots:
        link = names[spot.actor]
        before = f"{link.before}{_written(link, url, None)}{link.after}"
        written += [piece[at : spot.start], before, piece[spot.start : spot.end], "</a>"]
        at = spot.end
    return "".join([*written, piece[at:]])


def spaced(attributes: str) -> str:
    """Return attributes as they follow the name of a tag."""
    return f" {attributes.strip()}" if attributes.strip() else ""


def _written(filling: Filling, url: Callable[[str], str], own: str | None) -> str:
    fragment = f"#{filling.fragment}" if filling.fragment else ""
    if fragment and filling.address == own:
        return fragment
    return (url(filling.address) + fragment).replace("&", "&amp;").replace('"', "&quot;")


class Cast(Value, frozen=True):
    """An actor in a brief."""

    actor: str
    part: str = ""
    note: str = ""


class Note(Value, frozen=True):
    """A source of a brief. Cited ones are numbered in the order of first citation, listed ones after them."""

    number: int
    reference: ReferenceHead
    locators: tuple[str, ...]
    """One for each citation, in order of the text."""

    @property
    def id(self) -> str:
        """Return the id of the note on the brief's page."""
        return f"note-{self.number}"

    def mark(self, turn: int) -> str:
        """Return the id of its `turn`th citation (from 1) in the text."""
        return f"cite-{self.number}-{turn}"


class Said(Value, frozen=True):
    """A statement with what it names resolved."""

    statement: Statement
    speaker: str
    """Id of an actor; empty where it may not be named."""
    on_behalf_of: str
    topics: tuple[str, ...]
    source: ReferenceHead | None


class Row(figures.Told, frozen=True):
    """An amount of a figure in its place."""

    source: ReferenceHead | None = None


class Given(Value, frozen=True):
    """An amount that a brief gives of a figure, with its source resolved."""

    figure: str
    amount: Amount
    source: ReferenceHead | None


class Kin(Value, frozen=True):
    """A related brief and what it has in common."""

    id: str
    actors: int
    topics: int
    same_day: bool


class Entry(Value, frozen=True):
    """A brief in its place, in one language."""

    head: BriefHead
    address: str
    marking: Marking
    body: Prose | None
    words: int
    cast: tuple[Cast, ...]
    topics: tuple[str, ...]
    notes: tuple[Note, ...]
    file: str = ""
    """Where it was read from, for messages."""
    statements: tuple[Said, ...] = ()
    follows: tuple[str, ...] = ()
    """Ids of the briefs that it, in whatever language, goes on from."""
    supersedes: tuple[str, ...] = ()
    superseded_by: tuple[str, ...] = ()
    """Ids of those that take its place."""
    figures: tuple[Given, ...] = ()


class Tie(Value, frozen=True):
    """A relation with both its ends resolved: declared, or said by the register otherwise."""

    kind: str
    subject: str
    """Id of the actor that is a member, chairs, holds the office, …"""
    object: str
    """Id of the actor it is that of."""
    start: Stamp | None = None
    end: Stamp | None = None
    source: ReferenceHead | None = None
    note: Texts = Texts()
    """Of an office, its title."""


class Designated(Value, frozen=True):
    """What somebody officially calls an actor, who that is resolved."""

    by: str
    """Id of an actor; empty where it is a text."""
    words: str
    """Who, as it was written."""
    label: Texts
    start: Stamp | None = None
    end: Stamp | None = None
    source: ReferenceHead | None = None


class ActorEntry(Value, frozen=True):
    """An actor, from the register or only named by briefs."""

    head: ActorHead
    registered: bool
    marking: Marking = Marking.CLEAR
    body: Prose | None = None
    notes: tuple[Note, ...] = ()
    file: str = ""
    """Where it was read from, for messages; empty if no file describes it."""
    designations: tuple[Designated, ...] = ()


class TopicEntry(Value, frozen=True):
    """A topic, from the register or only named by briefs."""

    head: TopicHead
    registered: bool
    marking: Marking = Marking.CLEAR
    body: Prose | None = None
    notes: tuple[Note, ...] = ()
    file: str = ""
    """Where it was read from, for messages; empty if no file describes it."""


def lineage(topics: Mapping[str, TopicEntry], id: str) -> tuple[str, ...]:
    """Return a topic and all topics above it; the desk's checks have refused circles."""
    parents = (parent.name for parent in topics[id].head.parents if parent.name in topics)
    return tuple(dict.fromkeys([id, *(up for parent in parents for up in lineage(topics, parent))]))


class PageEntry(Value, frozen=True):
    """A plain page in one language."""

    head: PageHead
    address: str
    marking: Marking = Marking.CLEAR
    body: Prose | None = None
    notes: tuple[Note, ...] = ()
    file: str = ""
    """Where it was read from, for messages; empty if no file describes it."""


class EventEntry(Value, frozen=True):
    """An event with its actors and topics resolved to ids."""

    event: Event
    cast: tuple[Cast, ...]
    topics: tuple[str, ...]


class FigureEntry(Value, frozen=True):
    """A figure with all that is told of it, from the register or only given by briefs."""

    head: FigureHead
    registered: bool
    rows: tuple[Row, ...]
    """At least one, the earliest first."""
    topics: tuple[str, ...] = ()
    """Resolved; of one that no file describes, the main topics of the briefs that give it."""
    marking: Marking = Marking.CLEAR
    file: str = ""


Teller = Entry | ActorEntry | TopicEntry | PageEntry
"""What may have a body."""
Told = TypeVar("Told", bound=Teller)


def retold(entry: Told, body: Body, spots: tuple[Spot, ...] = ()) -> Told:
    """Return an entry with another text that has the same links and citations in the same order."""
    assert entry.body is not None
    prose = replace(entry.body, pieces=body.key, spots=spots)
    if isinstance(entry, Entry):
        return replace(entry, body=prose, words=body.words)
    return replace(entry, body=prose)


class Publication(Value, frozen=True):
    """All entries, linked."""

    site: Site
    policy: Policy
    entries: tuple[Entry, ...]
    """Newest first; editions of one brief stand together by their id."""
    kin: Mapping[str, tuple[Kin, ...]]
    """Related briefs by id of a brief, nearest first."""
    actors: Mapping[str, ActorEntry]
    topics: Mapping[str, TopicEntry]
    events: tuple[EventEntry, ...]
    figures: Mapping[str, FigureEntry]
    """By id, those of which anything is known."""
    pages: tuple[PageEntry, ...]
    tombstones: tuple[Tombstone, ...]
    files: tuple[Source, ...]
    ties: Mapping[str, tuple[Tie, ...]] = {}
    """Each actor's relations, from whichever end they are told."""
    pictures: Mapping[str, Picture] = {}
    """By path, those of the attachments that something shows."""
