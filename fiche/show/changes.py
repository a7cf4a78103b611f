"""What is new in a brief since the one before it, by what the two say and the register knows.

Owns what counts as a change. An event counts if it is of the brief's topics and something of it is dated between the two; it
is told once, for the first that holds: it took place, it did not, it was moved, it was announced.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date

from fiche.lens import Lens
from fiche.model import Earlier, EventHead, Stamp, Texts
from fiche.publication import Entry, EventEntry
from fiche.show import events, figures
from fiche.value import Value, replace
from fiche.views.changes import ChangesView, ChangeView
from fiche.views.events import EventView


class _Between(Value, frozen=True):
    """The time from one brief to another: what the first could not yet tell, and the second could."""

    after: Entry
    until: Entry

    @property
    def first(self) -> date:
        """Return the day of the earlier brief."""
        return self.after.head.date.instant.date()

    @property
    def last(self) -> date:
        """Return the day of the later brief."""
        return self.until.head.date.instant.date()

    def holds(self, stamp: Stamp) -> bool:
        """Say whether a date lies in it; of the day of the first brief, only an instant after it does."""
        if stamp.instant:
            return self.after.head.date.instant < stamp.instant <= self.until.head.date.instant
        return self.first < stamp.last <= self.last


def view(lens: Lens, entry: Entry) -> ChangesView | None:
    """Show what is new in a brief; None if it is the first of its story, and its editor says nothing."""
    step = lens.steps.get(entry.head.id)
    before = [lens.by_id[id] for id in step.before] if step else []
    changes = tuple(_changes(lens, entry, before[0])) if before and entry.head.changes else ()
    if not changes and not entry.head.whats_new:
        return None
    return ChangesView(tuple(lens.card(other) for other in before), changes, entry.head.whats_new)


def _changes(lens: Lens, entry: Entry, before: Entry) -> Iterator[ChangeView]:
    """Yield the changes of each kind; another kind is added here."""
    between = _Between(before, entry)
    yield from _events(lens, between)
    yield from _figures(lens, between)
    yield from _names(lens, entry)
    yield from _statements(lens, between)


# --------------------------------------------------------------------------- whom and what it names


def _names(lens: Lens, entry: Entry) -> Iterator[ChangeView]:
    step = lens.steps[entry.head.id]
    if step.actors:
        yield ChangeView("actors", lens.say("change-actors"), links=tuple(lens.actor(id) for id in step.actors))
    if step.topics:
        yield ChangeView("topics", lens.say("change-topics"), links=tuple(lens.topic(id) for id in step.topics))


def _figures(lens: Lens, between: _Between) -> Iterator[ChangeView]:
    changed = figures.changed(lens, between.until, between.after)
    if changed:
        yield ChangeView("figures", lens.say("change-figures"), figures=changed)


def _statements(lens: Lens, between: _Between) -> Iterator[ChangeView]:
    count = sum(one.statement.date.last > between.first for one in between.until.statements)
    if count:
        yield ChangeView("statements", lens.say("change-statements", n=count), count=count)


# --------------------------------------------------------------------------- events


def _events(lens: Lens, between: _Between) -> Iterator[ChangeView]:
    """Yield what became of events, each event under one head."""
    found: dict[str, list[EventEntry]] = {"held": [], "dropped": [], "moved": [], "announced": []}
    for event in _concerned(lens, between):
        key = _fate(event.event.head, between)
        if key:
            found[key].append(event)
    for key, rows in found.items():
        if rows:
            shown = (_shown(lens, event, key, between.last) for event in rows)
            yield ChangeView(key, lens.say(f"change-{key}"), events=tuple(shown))


def _concerned(lens: Lens, between: _Between) -> list[EventEntry]:
    """Return the events of a brief's topics of which some day lies between the two, in the order of their days."""
    unique: dict[str, EventEntry] = {}
    for topic in between.until.topics:
        days = _days(lens, topic)
        start = bisect_left(days, between.first, key=_day)
        for _, _, event in days[start : bisect_right(days, between.last, key=_day)]:
            unique[event.event.head.id] = event
    return sorted(unique.values(), key=lambda event: (event.event.head.start.first, event.event.head.id))


_Day = tuple[date, str, EventEntry]


def _day(row: _Day) -> date:
    return row[0]


def _days(lens: Lens, topic: str) -> list[_Day]:
    """Return every day on which something may be told of a topic's events."""
    found = events.of_topic(lens, topic)
    return lens.prepared(("days of events", topic), lambda: sorted(_dated(found), key=lambda row: row[:2]))


def _dated(found: Iterable[EventEntry]) -> Iterator[_Day]:
    for event in found:
        head = event.event.head
        for stamp in (head.end or head.start, head.announced, *(one.until for one in head.was)):
            if stamp:
                yield stamp.last, head.id, event


def _fate(head: EventHead, between: _Between) -> str:
    """Say what became of an event between two briefs, in one word; nothing if nothing did."""
    if between.holds(head.end or head.start):
        if head.status in {"cancelled", "postponed"}:
            return "dropped"
        return "held" if head.status == "held" or head.outcome or head.brief else ""
    if (head.end or head.start).last <= between.last:
        return ""
    if any(between.holds(one.until) for one in head.was):
        return "moved"
    return "announced" if head.announced and between.holds(head.announced) else ""


def _shown(lens: Lens, event: EventEntry, key: str, day: date) -> EventView:
    """Show an event; one to come with the date that was known on a day, and nothing of what came of it."""
    if key in {"held", "dropped"}:
        return events.view(lens, event)
    head = event.event.head
    told = next((at for at, one in enumerate(head.was) if one.until.last > day), len(head.was))
    then: Earlier | EventHead = head.was[told] if told < len(head.was) else head
    known = replace(head, start=then.start, end=then.end, was=head.was[:told], status="", outcome=Texts(), brief="")
    return events.view(lens, replace(event, event=replace(event.event, head=known)))
