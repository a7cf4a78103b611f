"""Timelines of the site, of actors and of topics: briefs and events in the order of their days, to be read on paper too.

One page holds as much as three pages of a list; where there is more, the first page has what is nearest to the site's clock,
and each year has its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fiche import address, linked_data
from fiche.lens import Lens
from fiche.outputs import Page, part
from fiche.show import timeline as show
from fiche.show.timeline import Moment
from fiche.views.page import AlternateView
from fiche.views.shared import Label, LinkView
from fiche.views.timeline import TimelineView

_FILE = "timeline"
_LISTS = 3
"""Pages of a list that make one of a timeline, whose lines are short."""


def orders(lens: Lens) -> Iterator[tuple[str, ...]]:
    """Name the timeline of the site, then those of actors and topics; of a long one, each year."""
    yield from _orders(lens, "site", "")
    for kind, ids in (("actor", lens.publication.actors), ("topic", lens.publication.topics)):
        for id in ids:
            yield from _orders(lens, kind, id)


def _orders(lens: Lens, kind: str, id: str) -> Iterator[tuple[str, ...]]:
    if show.exists(lens, kind, id):
        yield kind, id, ""
        yield from ((kind, id, year) for year in _years(lens, kind, id))


def at(lens: Lens, path: str) -> Iterator[tuple[str, ...]]:
    """Name the timeline, or the year of one, that is at a path."""
    found = lens.matched(_PATH, path)
    if found is None:
        return
    kind, id = (found["family"][:-1], found["id"]) if found["family"] else ("site", "")
    known = {"actor": lens.publication.raw.actors, "topic": lens.publication.raw.topics}
    about = kind, id, found["year"] or ""
    if (kind == "site" or id in known[kind]) and about in set(_orders(lens, kind, id)):
        yield about


_PATH = re.compile(rf"((?P<family>actors|topics)/(?P<id>[^/]+)/)?{_FILE}/((?P<year>\d{{4}})/(page/\d+/)?)?index\.html")


def make(lens: Lens, kind: str, id: str, year: str) -> Iterator[Page]:
    """Make the first page of a timeline, or the pages of a year."""
    found, most = sorted(show.moments(lens, kind, id, year), key=lambda one: not show.is_over(lens, one)), _most(lens)
    pages = max(1, -(-len(found) // most)) if year else 1
    for number in range(1, pages + 1):
        yield _page(
            lens, (kind, id, year), found[(number - 1) * most : number * most] if year else found, number, pages
        )


def _most(lens: Lens) -> int:
    return _LISTS * lens.site.per_page


def _years(lens: Lens, kind: str, id: str) -> tuple[str, ...]:
    """Return the years that have a page, the latest first; none where all fits on one page."""
    if show.count(lens, kind, id) <= _most(lens):
        return ()
    if kind == "site":
        return tuple(sorted({*lens.of_year, *lens.publication.events_of_year}, reverse=True))
    return tuple(sorted({show.year_of(moment) for moment in show.moments(lens, kind, id)}, reverse=True))


def _page(lens: Lens, about: tuple[str, str, str], found: list[Moment], number: int, pages: int) -> Page:
    kind, id, year = about
    subject = {"actor": lens.actor, "topic": lens.topic}[kind](id) if id else None
    first = f"{subject.address if subject else lens.root}{_FILE}/"
    of_year = f"{first}{f'{year}/' if year else ''}"
    here = address.numbered(of_year, number)
    named = (lens.say("timeline"), subject.label.text if subject else "", year)
    title = lens.say("list-separator").join(filter(None, named))
    crumbs = (lens.crumb("home", ""), *([lens.crumb(f"{kind}s", f"{kind}s/"), subject] if subject else []))
    page = lens.page_view(
        here,
        kind="timeline",
        section=f"{kind}s" if subject else "",
        title=title,
        crumbs=crumbs,
        alternates=tuple(_alternates(lens, about, here, number)),
        feeds=lens.home_feeds(),
        json_ld=linked_data.crumbs((*crumbs, LinkView(Label(title), of_year)), lens),
    )
    newer, older = address.beside(of_year, number, pages)
    years = _years(lens, kind, id)
    past = [moment for moment in found if show.is_over(lens, moment)]
    coming = [moment for moment in found if not show.is_over(lens, moment)]
    near = lens.site.per_page if years and not year else len(found)
    view = TimelineView(
        about=subject,
        year=year,
        whole=not years,
        past=show.groups(lens, past[-near:]),
        today=lens.day(lens.today),
        coming=show.groups(lens, coming[:near]),
        years=tuple(LinkView(Label(each), f"{first}{each}/") for each in years),
        first=LinkView(Label(lens.say("timeline")), first) if year else None,
        page=number,
        pages=pages,
        newer=newer,
        older=older,
    )
    return Page(here, "timeline.html", (lens.site_part, part("page", page), part("timeline", view)))


def _alternates(lens: Lens, about: tuple[str, str, str], here: str, number: int) -> Iterator[AlternateView]:
    """Link to the timeline in each language; where there is none such, to the page of what it is about."""
    kind, id, year = about
    for lang, other in lens.siblings.items():
        folder = f"{other.root}{kind}s/{id}/" if id else other.root
        if other is lens:
            yield lens.alternate(lang, here)
        elif about in set(_orders(other, kind, id)):
            place = f"{folder}{_FILE}/{f'{year}/' if year else ''}"
            yield lens.alternate(lang, place, exact=number == 1)
        else:
            yield lens.alternate(lang, folder, exact=False)
