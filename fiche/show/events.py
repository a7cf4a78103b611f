"""Events as pages show them, and which belong to what."""

from __future__ import annotations

from collections.abc import Sequence

from fiche import dates
from fiche.lens import ICALENDAR, Lens
from fiche.publication import EventEntry
from fiche.views.events import EventView
from fiche.views.page import FeedView


def view(lens: Lens, entry: EventEntry) -> EventView:
    """Show an event."""
    head = entry.event.head
    return EventView(
        id=head.id,
        title=lens.text(head.title),
        start=lens.stamp(head.start),
        span=dates.stamp(head.start, lens.lang)
        if head.end is None
        else dates.span(head.start, head.end, lens.lang, between=True),
        place=lens.text(head.place),
        status=head.status,
        status_label=lens.say(f"event-{head.status}") if head.status else "",
        note=lens.text(head.note),
        address=f"{lens.root}calendar/{head.start.first.year:04}/" if lens.is_on("calendar") else "",
        was=tuple(
            dates.stamp(one.start, lens.lang)
            if one.end is None
            else dates.span(one.start, one.end, lens.lang, between=True)
            for one in head.was
        ),
        outcome=lens.text(head.outcome),
        brief=lens.card(lens.by_id[head.brief]) if head.brief and head.brief in lens.by_id else None,
        who=tuple(lens.actor(cast.actor) for cast in entry.cast),
        topics=tuple(lens.topic(topic) for topic in entry.topics),
        over=is_over(lens, entry),
    )


def is_over(lens: Lens, entry: EventEntry) -> bool:
    """Say whether an event has ended."""
    return (entry.event.head.end or entry.event.head.start).last < lens.today


def of_actor(lens: Lens, id: str) -> tuple[EventEntry, ...]:
    """Return the events an actor takes part in, in the order of their days."""
    return tuple(lens.publication.events_of_actor.get(id, ()))


def of_topic(lens: Lens, id: str) -> tuple[EventEntry, ...]:
    """Return the events of a topic and of those below it, in the order of their days."""
    return tuple(lens.publication.events_of_topic.get(id, ()))


def upcoming(lens: Lens) -> tuple[EventEntry, ...]:
    """Events that have not ended, soonest first."""
    return tuple(entry for entry in lens.publication.events if not is_over(lens, entry))


def calendars(lens: Lens, here: str, title: str, events: Sequence[EventEntry]) -> tuple[FeedView, ...]:
    """Return the calendar that stands beside a page, if there are events for it."""
    if not lens.is_on("calendar") or not events:
        return ()
    return (FeedView(f"{title} (iCalendar)", f"{here}calendar.ics", ICALENDAR),)
