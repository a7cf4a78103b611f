"""Calendars as files: iCalendar (RFC 5545, RFC 7986), as phones and offices subscribe to them.

Owns how an event is told in that form: its lasting id, the count of its changes, dates known only in part. Which events a
calendar has is its family's business.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from fiche import __version__
from fiche.model import Precision, Stamp
from fiche.value import Value

if TYPE_CHECKING:
    from icalendar import Component

_STATUS = {"tentative": "TENTATIVE", "cancelled": "CANCELLED", "postponed": "CANCELLED"}
"""What is postponed without a new date is not on its old one: calendars take it off. All else is confirmed."""


class Entry(Value, frozen=True):
    """An event as a calendar has it."""

    id: str
    title: str
    start: Stamp
    end: Stamp | None
    status: str
    place: str
    note: str
    """Plain text."""
    url: str
    """Absolute."""
    topics: tuple[str, ...]
    changes: int
    """How often its date was moved."""
    told: date
    """The day of the last thing that was told of it."""


class Calendar(Value, frozen=True):
    """A calendar to subscribe to."""

    title: str
    description: str
    lang: str
    host: str
    """Makes the ids of events lasting ones of this site."""
    url: str
    entries: tuple[Entry, ...]


def written(calendar: object) -> bytes:
    """Return a calendar as a file: UTF-8, lines folded at 75 octets."""
    # Only a site with events needs the library.
    from icalendar import Calendar as Sheet  # noqa: PLC0415

    assert isinstance(calendar, Calendar)
    sheet = Sheet()
    sheet.add("prodid", f"-//fiche//fiche {__version__}//{calendar.lang.upper()}")
    sheet.add("version", "2.0")
    sheet.add("calscale", "GREGORIAN")
    sheet.add("method", "PUBLISH")
    sheet.add("name", calendar.title)
    sheet.add("x-wr-calname", calendar.title)
    if calendar.description:
        sheet.add("description", calendar.description)
    sheet.add("url", calendar.url)
    sheet.add("refresh-interval", timedelta(days=1), parameters={"value": "DURATION"})
    sheet.add("x-published-ttl", "P1D")
    for entry in calendar.entries:
        sheet.add_component(_event(entry, calendar.host))
    return bytes(sheet.to_ical())


def _event(entry: Entry, host: str) -> Component:
    # See above.
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", f"{entry.id}@{host}")
    event.add("dtstamp", datetime.combine(entry.told, time(), UTC))
    event.add("sequence", entry.changes + (entry.status in {"cancelled", "postponed"}))
    event.add("status", _STATUS.get(entry.status, "CONFIRMED"))
    event.add("summary", entry.title)
    start, end = _span(entry.start, entry.end)
    event.add("dtstart", start)
    if end is not None:
        event.add("dtend", end)
    whole_days = not isinstance(start, datetime)
    event.add("transp", "TRANSPARENT" if whole_days else "OPAQUE")
    if entry.place:
        event.add("location", entry.place)
    if entry.note:
        event.add("description", entry.note)
    event.add("url", entry.url)
    if entry.topics:
        event.add("categories", list(entry.topics))
    return event


def _span(start: Stamp, end: Stamp | None) -> tuple[date, date | None]:
    """Return when an event begins and what is the first moment, or day, after it; a part of a date is all its days."""
    if start.instant is not None:
        last = end.instant.astimezone(UTC) if end and end.instant else None
        return start.instant.astimezone(UTC), last
    last_day = max((end or start).last, start.last)
    if last_day == start.first and start.precision is Precision.DAY:
        return start.first, None
    return start.first, last_day + timedelta(days=1)
