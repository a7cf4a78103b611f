"""A publication as those see it who make pages: each look at it is noted.

Owns which parts can be told apart. Whoever makes a page may look at nothing of the publication but through here, so that
what a page was made from is known without anyone declaring it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from fiche.digest import digest_bytes
from fiche.events import by_actor, by_topic, by_year
from fiche.model import Body, Picture, Policy, Site, Source, Tombstone, Trend
from fiche.publication import (
    ActorEntry,
    Entry,
    EventEntry,
    FigureEntry,
    Kin,
    PageEntry,
    Publication,
    Spot,
    Tie,
    TopicEntry,
    retold,
)
from fiche.reads import Reads, Table
from fiche.value import Value, encode, replace

V = TypeVar("V")


def _stamp(value: object) -> str:
    return digest_bytes(encode(value))


class _Stamps:
    """Takes the digests of lists of events, of each event once."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def __call__(self, events: list[EventEntry]) -> str:
        return digest_bytes("".join(map(self._one, events)).encode())

    def _one(self, event: EventEntry) -> str:
        if id(event) not in self._known:
            self._known[id(event)] = _stamp(event)
        return self._known[id(event)]


class Seen:
    """The tables of a publication."""

    def __init__(self, publication: Publication) -> None:
        self.raw = publication
        """All of it, unnoted: for those who make tables of it, not for those who make pages."""
        self.reads = Reads()
        self.faces = tuple(replace(entry, body=None, words=0) for entry in publication.entries)
        """The entries as others show them: without their texts, so that whoever reads only these does not depend on those."""
        self._stamps: dict[int, str] = {}
        editions: dict[str, list[Entry]] = defaultdict(list)
        self._by_entry: dict[int, Entry] = {}
        for entry, face in zip(publication.entries, self.faces, strict=True):
            editions[entry.head.id].append(entry)
            self._by_entry[id(entry)] = face
        self.site: Site = publication.site
        self.policy: Policy = publication.policy
        """Of its clock no page may use more than the day: that alone is in every page's key."""
        self._editions = self.table("editions", editions, self._stamp_of)
        self.actors: Table[ActorEntry] = self.table("actors", publication.actors, _stamp)
        self.topics: Table[TopicEntry] = self.table("topics", publication.topics, _stamp)
        self.figures: Table[FigureEntry] = self.table("figures", publication.figures, _stamp)
        trends = {id: topic.head.trend for id, topic in publication.topics.items() if topic.head.trend}
        self.trends: Table[tuple[Trend, ...]] = self.table("trends", trends, _stamp)
        """By topic, of those that have any."""
        self.kin: Mapping[str, tuple[Kin, ...]] = self.table("kin", publication.kin, _stamp)
        of = _Stamps()
        self.events_of_actor: Mapping[str, list[EventEntry]] = self.table("actor-events", by_actor(publication), of)
        self.events_of_topic: Mapping[str, list[EventEntry]] = self.table("topic-events", by_topic(publication), of)
        self.events_of_year: Mapping[str, list[EventEntry]] = self.table("year-events", by_year(publication), of)
        self.ties: Mapping[str, tuple[Tie, ...]] = self.table("ties", publication.ties, _stamp)
        self.pictures: Table[Picture] = self.table("pictures", publication.pictures, _stamp)
        """By path."""
        self._rest: Table[tuple[Value, ...]] = self.table(
            "rest",
            {
                "entries": publication.entries,
                "events": publication.events,
                "pages": publication.pages,
                "tombstones": publication.tombstones,
                "files": publication.files,
            },
            _stamp,
        )

    def table(self, name: str, values: Mapping[str, V], stamp: Callable[[V], str]) -> Table[V]:
        """Make a table whose readings are noted; `stamp` returns the digest of one of its values."""
        return self.reads.add(Table(name, values, stamp, _stamp, self.reads))

    def stamp(self, face: Entry) -> str:
        """Return the digest of a face, taken once."""
        stamp = self._stamps.get(id(face))
        if stamp is None:
            stamp = self._stamps[id(face)] = _stamp(face)
        return stamp

    def stamps(self, faces: Iterable[Entry]) -> str:
        """Return the digest of some faces in their order."""
        return digest_bytes("".join(map(self.stamp, faces)).encode())

    def _stamp_of(self, editions: list[Entry]) -> str:
        """Return the digest of the editions of a brief: of their faces, and of their texts."""
        return _stamp([(self.stamp(self._by_entry[id(one)]), one.body, one.words) for one in editions])

    def retell(self, file: str, body: Body, spots: tuple[Spot, ...] = ()) -> frozenset[str]:
        """Let a file have another text, all else being as it was; return the readings that now give something else."""
        raw, stale = self.raw, set[str]()
        at = next((at for at, entry in enumerate(raw.entries) if entry.file == file), None)
        if at is not None:
            old, new = raw.entries[at], retold(raw.entries[at], body, spots)
            self.raw = replace(raw, entries=(*raw.entries[:at], new, *raw.entries[at + 1 :]))
            self._by_entry[id(new)] = self._by_entry.pop(id(old))
            editions = [new if edition is old else edition for edition in self._editions[new.head.id]]
            stale |= {self._editions.put(new.head.id, editions), self._rest.put("entries", self.raw.entries)}
        for key, actor in raw.actors.items():
            if actor.file == file and actor.body is not None:
                told = retold(actor, body, spots)
                self.raw = replace(self.raw, actors={**self.raw.actors, key: told})
                stale.add(self.actors.put(key, told))
        for key, topic in raw.topics.items():
            if topic.file == file and topic.body is not None:
                filed = retold(topic, body, spots)
                self.raw = replace(self.raw, topics={**self.raw.topics, key: filed})
                stale.add(self.topics.put(key, filed))
        if any(page.file == file for page in raw.pages):
            pages = tuple(retold(page, body, spots) if page.file == file else page for page in raw.pages)
            self.raw = replace(self.raw, pages=pages)
            stale.add(self._rest.put("pages", pages))
        self.reads.forget(frozenset(stale))
        return frozenset(stale)

    # ----------------------------------------------------------------------- looking

    def editions(self, id: str) -> list[Entry]:
        """Return the editions of one brief."""
        return self._editions[id]

    def edition(self, id: str, lang: str) -> Entry:
        """Return a brief in a language it has."""
        return next(entry for entry in self._editions[id] if entry.head.lang == lang)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All editions of all briefs, newest first."""
        self._rest["entries"]
        return self.raw.entries

    @property
    def events(self) -> tuple[EventEntry, ...]:
        """All events in the order of their days."""
        self._rest["events"]
        return self.raw.events

    @property
    def pages(self) -> tuple[PageEntry, ...]:
        """All plain pages."""
        self._rest["pages"]
        return self.raw.pages

    @property
    def tombstones(self) -> tuple[Tombstone, ...]:
        """What is left of briefs taken back."""
        self._rest["tombstones"]
        return self.raw.tombstones

    @property
    def files(self) -> tuple[Source, ...]:
        """The attachments that something shown uses."""
        self._rest["files"]
        return self.raw.files
