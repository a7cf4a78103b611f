"""A publication as those see it who make pages: each look at it is noted.

Owns which parts can be told apart. Whoever makes a page may look at nothing of the publication but through here, so that
what a page was made from is known without anyone declaring it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from fiche.digest import digest
from fiche.model import Policy, Site, Source, Tombstone
from fiche.publication import ActorEntry, Entry, EventEntry, Kin, PageEntry, Publication, TopicEntry
from fiche.reads import Reads, Table

V = TypeVar("V")


class Seen:
    """The tables of a publication."""

    def __init__(self, publication: Publication) -> None:
        self.raw = publication
        """All of it, unnoted: for those who make tables of it, not for those who make pages."""
        self.reads = Reads()
        self._stamps: dict[int, str] = {}
        editions: dict[str, list[Entry]] = defaultdict(list)
        for entry in publication.entries:
            editions[entry.head.id].append(entry)
        self.site: Site = publication.site
        self.policy: Policy = publication.policy
        """Of its clock no page may use more than the day: that alone is in every page's key."""
        self._editions = self.table("editions", editions, self.stamps)
        self.actors: Mapping[str, ActorEntry] = self.table("actors", publication.actors, digest)
        self.topics: Mapping[str, TopicEntry] = self.table("topics", publication.topics, digest)
        self.kin: Mapping[str, tuple[Kin, ...]] = self.table("kin", publication.kin, digest)
        self._rest = self.table(
            "rest",
            {
                "entries": publication.entries,
                "events": publication.events,
                "pages": publication.pages,
                "tombstones": publication.tombstones,
                "files": publication.files,
            },
            lambda values: self.stamps(values) if values is publication.entries else digest(values),  # type: ignore[arg-type] # told apart by identity
        )

    def table(self, name: str, values: Mapping[str, V], stamp: Callable[[V], str]) -> Table[V]:
        """Make a table whose readings are noted; `stamp` returns the digest of one of its values."""
        return self.reads.add(Table(name, values, stamp, digest, self.reads))

    def stamp(self, entry: Entry) -> str:
        """Return the digest of an entry, taken once."""
        known = self._stamps.get(id(entry))
        if known is None:
            known = self._stamps[id(entry)] = digest(entry)
        return known

    def stamps(self, entries: Iterable[Entry]) -> str:
        """Return the digest of some entries in their order."""
        return digest(tuple(map(self.stamp, entries)))

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
