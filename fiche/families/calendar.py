"""The calendar: what is to come, what is due, what was, a page for each year; and as files to subscribe to.

An event stands on the calendar of the site and on those of its actors and topics, of topics above these as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from fiche import address, dates, ical, linked_data
from fiche.lens import Lens
from fiche.outputs import ICAL, Page, part
from fiche.publication import EventEntry
from fiche.show import events as show
from fiche.views.events import CalendarView, EventGroupView
from fiche.views.shared import Label, LinkView

FILE = "calendar.ics"
_LATELY = timedelta(days=60)
"""How far back the first page goes."""
_SUBSCRIBED = timedelta(days=366)
"""How far back a subscriber's calendar goes."""
_SETTLED = frozenset({"held", "cancelled", "postponed", "rescheduled"})
"""What needs no outcome: it says itself what came of it."""


def orders(lens: Lens) -> Iterator[tuple[str, ...]]:
    """Name the first page, each year, and each calendar to subscribe to; none where there are no events."""
    seen = lens.publication
    if not seen.events_of_year:
        return
    yield ("page", "")
    yield from (("page", year) for year in _years(lens))
    yield ("site", "")
    if lens.is_on("actors"):
        yield from (("actor", id) for id in sorted(seen.events_of_actor))
    if lens.is_on("topics"):
        yield from (("topic", id) for id in sorted(seen.events_of_topic))


def at(lens: Lens, path: str) -> Iterator[tuple[str, ...]]:
    """Name the page or calendar that is at a path."""
    found = lens.matched(_PATH, path)
    if found is None:
        return
    if found["family"]:
        about = (found["family"][:-1], found["id"])
    else:
        about = ("page", found["year"] or "") if path.endswith(".html") else ("site", "")
    if about in set(orders(lens)):
        yield about


_PATH = re.compile(
    rf"((?P<family>actors|topics)/(?P<id>[^/]+)/)?{re.escape(FILE)}|calendar/((?P<year>\d{{4}})/)?index\.html"
)


def make(lens: Lens, kind: str, about: str) -> Iterator[Page]:
    """Make a page, or a calendar to subscribe to."""
    if kind == "page":
        yield _page(lens, about)
    elif kind == "site":
        yield _file(lens, lens.root, lens.site_view.title.text, lens.publication.events)
    elif kind == "actor":
        link = lens.actor(about)
        yield _file(lens, link.address, link.label.text, show.of_actor(lens, about))
    else:
        link = lens.topic(about)
        yield _file(lens, link.address, link.label.text, show.of_topic(lens, about))


# --------------------------------------------------------------------------- pages


def _years(lens: Lens) -> list[str]:
    return sorted(lens.publication.events_of_year, reverse=True)


def _page(lens: Lens, year: str) -> Page:
    events = lens.publication.events_of_year[year] if year else lens.publication.events
    here = f"{lens.root}calendar/{f'{year}/' if year else ''}"
    title = f"{lens.say('calendar')} {year}" if year else lens.say("calendar")
    crumbs = (lens.crumb("home", ""), *([lens.crumb("calendar", "calendar/")] if year else []))
    page = lens.page_view(
        here,
        kind="calendar",
        section="calendar",
        title=title,
        crumbs=crumbs,
        alternates=lens.same_page(here),
        feeds=show.calendars(lens, lens.root, lens.site_view.title.text, events),
        json_ld=linked_data.crumbs((*crumbs, LinkView(Label(title), here)), lens),
    )
    over = [entry for entry in events if show.is_over(lens, entry)][::-1]
    view = CalendarView(
        year=year,
        upcoming=() if year else tuple(_months(show.upcoming(lens), lens)),
        due=() if year else tuple(show.view(lens, entry) for entry in over if _is_due(entry)),
        past=tuple(_months(events if year else [entry for entry in over if _is_late(entry, lens.today)], lens)),
        years=tuple(LinkView(Label(each), f"{lens.root}calendar/{each}/") for each in _years(lens)),
    )
    return Page(here, "calendar.html", (lens.site_part, part("page", page), part("calendar", view)))


def _is_due(entry: EventEntry) -> bool:
    head = entry.event.head
    return head.status not in _SETTLED and not head.outcome and not head.brief


def _is_late(entry: EventEntry, today: date) -> bool:
    head = entry.event.head
    return not _is_due(entry) and (head.end or head.start).last >= today - _LATELY


def _months(events: Iterable[EventEntry], lens: Lens) -> Iterator[EventGroupView]:
    """Put events that follow each other in one month under one heading."""
    found: dict[date, list[EventEntry]] = defaultdict(list)
    for entry in events:
        found[entry.event.head.start.first.replace(day=1)].append(entry)
    for first, entries in found.items():
        heading = dates.month(first.year, first.month, lens.lang)
        yield EventGroupView(heading, f"{first:%Y-%m}", tuple(show.view(lens, entry) for entry in entries))


# --------------------------------------------------------------------------- files


def _file(lens: Lens, here: str, title: str, events: Iterable[EventEntry]) -> Page:
    since = lens.today - _SUBSCRIBED
    shown = (entry for entry in events if (entry.event.head.end or entry.event.head.start).last >= since)
    site = lens.site_view
    calendar = ical.Calendar(
        title=title if title == site.title.text else f"{title} – {site.title.text}",
        description=site.description.text if title == site.title.text else "",
        lang=lens.lang,
        host=urlsplit(lens.site.base_url).hostname or "localhost",
        url=address.absolute(lens.site.base_url, f"{lens.root}calendar/"),
        entries=tuple(_entry(entry, lens) for entry in shown),
    )
    return Page(f"{here}{FILE}", ICAL, (part("calendar", calendar),))


def _entry(entry: EventEntry, lens: Lens) -> ical.Entry:
    head, view = entry.event.head, show.view(lens, entry)
    moved = [f"{lens.say('event-was')} {', '.join(view.was)}"] if view.was else []
    told = [stamp.last for stamp in (head.announced, *(one.until for one in head.was)) if stamp]
    return ical.Entry(
        id=head.id,
        title=view.title.text,
        start=head.start,
        end=head.end,
        status=head.status,
        place=view.place.text,
        note="\n\n".join(filter(None, (view.note.text, view.outcome.text, *moved))),
        url=f"{address.absolute(lens.site.base_url, view.address)}#event-{head.id}",
        topics=tuple(link.label.text for link in view.topics),
        changes=len(head.was),
        told=max(told, default=date(1970, 1, 1)),
    )
