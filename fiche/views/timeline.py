"""Timelines: briefs, events and offices in the order of their days."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.events import EventView
from fiche.views.shared import BriefCard, LinkView, OfficeView, TimeView


class MomentView(Value, frozen=True):
    """Something on a timeline: a brief, an event, or an office that begins or ends."""

    key: str
    """`brief`, `event`, `office-begins` or `office-ends`; the field that is filled goes by it."""
    label: str
    """What it is, in words: the kind of the brief, how the event stands, that an office begins."""
    anchor: str
    """Its id on the page."""
    when: TimeView
    """Its day, or the time it takes; as exactly as it is known."""
    brief: BriefCard | None = None
    event: EventView | None = None
    office: OfficeView | None = None


class MomentGroupView(Value, frozen=True):
    """What is of one month, or of a year and no month of it."""

    heading: str
    iso: str
    moments: tuple[MomentView, ...]


class TimelineView(Value, frozen=True):
    """One page of a timeline, the earliest first."""

    about: LinkView | None
    """The actor or topic it is of; nothing for that of the site."""
    year: str
    """Of the page of one year; empty on the first page."""
    whole: bool
    """All of it stands on this page; else the first page has what is nearest to today, and each year a page."""
    past: tuple[MomentGroupView, ...]
    today: TimeView
    """The day that parts what was from what is to come: that of the site's clock."""
    coming: tuple[MomentGroupView, ...]
    years: tuple[LinkView, ...]
    """A page for each, the latest first; none if all stands on one page."""
    first: LinkView | None
    """The first page, from that of a year."""
    page: int
    pages: int
    newer: str
    """The page of the year before this one: years are told from their beginning."""
    older: str
