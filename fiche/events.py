"""Which events belong to whom, to what and to which year, each in the order of their days."""

from __future__ import annotations

from collections.abc import Iterable

from fiche.publication import EventEntry, Publication, lineage

LEAST_MOMENTS = 3
"""What makes a timeline, an event among it: briefs alone are a list already."""


def by_actor(publication: Publication) -> dict[str, list[EventEntry]]:
    """Return the events that each actor takes part in."""
    return _filed((event, [cast.actor for cast in event.cast]) for event in publication.events)


def by_topic(publication: Publication) -> dict[str, list[EventEntry]]:
    """Return the events of each topic and of those below it."""
    topics = publication.topics
    rows = ((event, [up for topic in event.topics for up in lineage(topics, topic)]) for event in publication.events)
    return _filed(rows)


def by_year(publication: Publication) -> dict[str, list[EventEntry]]:
    """Return the events that begin in each year."""
    return _filed((event, [year_of(event)]) for event in publication.events)


def year_of(event: EventEntry) -> str:
    """Return the year in which an event begins."""
    return f"{event.event.head.start.first.year:04}"


def _filed(rows: Iterable[tuple[EventEntry, Iterable[str]]]) -> dict[str, list[EventEntry]]:
    found: dict[str, list[EventEntry]] = {}
    for event, keys in rows:
        for key in dict.fromkeys(keys):
            found.setdefault(key, []).append(event)
    return found
