"""Events, and the calendar."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.shared import BriefCard, Label, LinkView, TimeView


class EventView(Value, frozen=True):
    """A date to watch, or one that has passed."""

    id: str
    title: Label
    start: TimeView
    span: str
    """The whole time in words."""
    place: Label
    status: str
    status_label: str
    note: Label
    address: str = ""
    """Where it stands on the calendar; empty if the site has none."""
    was: tuple[str, ...] = ()
    """The dates it had before, in words."""
    outcome: Label = Label("")
    brief: BriefCard | None = None
    """The brief that tells how it went."""
    who: tuple[LinkView, ...] = ()
    topics: tuple[LinkView, ...] = ()
    over: bool = False
    """It has ended."""


class EventGroupView(Value, frozen=True):
    """Events of one month."""

    heading: str
    iso: str
    events: tuple[EventView, ...]


class CalendarView(Value, frozen=True):
    """The calendar: what is to come, and what was."""

    year: str
    """Of the page of one year; empty on the first page."""
    upcoming: tuple[EventGroupView, ...]
    due: tuple[EventView, ...]
    """Over, and nothing says what came of them; the latest first."""
    past: tuple[EventGroupView, ...]
    """On the first page those of the last weeks, the latest first; else all of the year, as in a calendar."""
    years: tuple[LinkView, ...]
    """Every year that has events, the latest first."""
