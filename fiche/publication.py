"""The edition as a whole, linked: what `weave` makes and `lens` looks through.

Owns the shape only. Everything here has passed the gate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from fiche.model import (
    ActorHead,
    BriefHead,
    Event,
    Marking,
    PageHead,
    Policy,
    ReferenceHead,
    Site,
    Source,
    Tombstone,
    TopicHead,
)
from fiche.value import Value


class Href(Value, frozen=True):
    """The one hole left in a woven body: the URL of an address, relative on a page and absolute in a feed."""

    address: str
    fragment: str = ""


Woven = tuple[bytes | Href, ...]
"""A body with every reference resolved: HTML in UTF-8, which takes half the memory of a `str` with one curly quote in it."""


def html_of(woven: Woven, url: Callable[[str], str], own: str | None = None) -> str:
    """Write a woven body with `url` for its addresses; links to the address `own` are written as `#fragment` alone."""
    return "".join(part.decode() if isinstance(part, bytes) else _written(part, url, own) for part in woven)


def _written(href: Href, url: Callable[[str], str], own: str | None) -> str:
    fragment = f"#{href.fragment}" if href.fragment else ""
    if fragment and href.address == own:
        return fragment
    return (url(href.address) + fragment).replace("&", "&amp;").replace('"', "&quot;")


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
    body: str
    """Key of the woven body in the memo; empty if there is none."""
    words: int
    cast: tuple[Cast, ...]
    topics: tuple[str, ...]
    notes: tuple[Note, ...]
    file: str = ""
    """Where it was read from, for messages."""


class ActorEntry(Value, frozen=True):
    """An actor, from the register or only named by briefs."""

    head: ActorHead
    registered: bool
    marking: Marking = Marking.CLEAR
    body: str = ""
    notes: tuple[Note, ...] = ()
    file: str = ""
    """Where it was read from, for messages; empty if no file describes it."""


class TopicEntry(Value, frozen=True):
    """A topic, from the register or only named by briefs."""

    head: TopicHead
    registered: bool
    marking: Marking = Marking.CLEAR
    body: str = ""
    notes: tuple[Note, ...] = ()
    file: str = ""
    """Where it was read from, for messages; empty if no file describes it."""


class PageEntry(Value, frozen=True):
    """A plain page in one language."""

    head: PageHead
    address: str
    marking: Marking = Marking.CLEAR
    body: str = ""
    notes: tuple[Note, ...] = ()
    file: str = ""
    """Where it was read from, for messages; empty if no file describes it."""


class EventEntry(Value, frozen=True):
    """An event with its actors and topics resolved to ids."""

    event: Event
    cast: tuple[Cast, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Publication:
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
    pages: tuple[PageEntry, ...]
    tombstones: tuple[Tombstone, ...]
    files: tuple[Source, ...]

    @property
    def bodies(self) -> frozenset[str]:
        """Return the keys of all woven bodies."""
        texts: tuple[Entry | ActorEntry | TopicEntry | PageEntry, ...] = (
            *self.entries,
            *self.actors.values(),
            *self.topics.values(),
            *self.pages,
        )
        return frozenset(text.body for text in texts if text.body)

    @cached_property
    def _editions(self) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries:
            found[entry.head.id] = (*found.get(entry.head.id, ()), entry)
        return found

    def editions(self, id: str) -> tuple[Entry, ...]:
        """Return the editions of one brief."""
        return self._editions[id]
