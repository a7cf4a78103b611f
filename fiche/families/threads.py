"""A page for each running story: its briefs from the first to the last, to be read at one go."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from fiche import address, dates, linked_data
from fiche.lens import Lens
from fiche.model import Precision, Stamp
from fiche.outputs import Page, part
from fiche.publication import Entry
from fiche.show import threads as show
from fiche.views.page import AlternateView
from fiche.views.shared import LinkView
from fiche.views.threads import ChapterView, ThreadView

_ACTORS = 12


def orders(lens: Lens) -> Iterator[tuple[str, ...]]:
    """Name each story that has a page."""
    return ((thread,) for thread in lens.threads if show.has_page(lens, thread))


def at(lens: Lens, path: str) -> Iterator[tuple[str, ...]]:
    """Name the story whose page is at a path."""
    found = lens.matched(_PATH, path)
    if found and show.has_page(lens, found["thread"]):
        yield (found["thread"],)


_PATH = re.compile(r"threads/(?P<thread>[^/]+)/(page/\d+/)?index\.html")


def make(lens: Lens, thread: str) -> Iterator[Page]:
    """Make the pages of a story."""
    story = lens.of_thread[thread]
    for number in range(1, lens.pages_of(len(story)) + 1):
        yield _page(lens, thread, story, number)


def _page(lens: Lens, thread: str, story: Sequence[Entry], number: int) -> Page:
    first = f"{lens.root}threads/{thread}/"
    here = address.numbered(first, number)
    view = _view(lens, thread, story, number)
    crumbs = (lens.crumb("home", ""),)
    page = lens.page_view(
        here,
        kind="thread",
        section="briefs",
        title=view.title.text,
        crumbs=crumbs,
        alternates=tuple(_alternates(lens, thread, here, number)),
        feeds=lens.home_feeds(),
        json_ld=linked_data.crumbs((*crumbs, LinkView(view.title, first)), lens),
    )
    return Page(here, "thread.html", (lens.site_part, part("page", page), part("thread", view)))


def _alternates(lens: Lens, thread: str, here: str, number: int) -> Iterator[AlternateView]:
    """Link to the story in each language; to its home page where it has none there."""
    for lang, other in lens.siblings.items():
        there = show.link(other, thread)
        own = other is lens
        place = here if own else there.address if there else other.root
        yield lens.alternate(lang, place, exact=own or (there is not None and number == 1))


def _view(lens: Lens, thread: str, story: Sequence[Entry], number: int) -> ThreadView:
    pages = lens.pages_of(len(story))
    newer, older = address.beside(f"{lens.root}threads/{thread}/", number, pages)
    counted = Counter(cast.actor for entry in story for cast in entry.cast)
    return ThreadView(
        title=show.title(lens, thread),
        span=dates.span(_day(story[0]), _day(story[-1]), lens.lang, between=True),
        chapters=tuple(_chapter(lens, entry) for entry in story[lens.page_slice(number)]),
        actors=lens.most(counted, _ACTORS) if number == 1 else (),
        total=len(story),
        page=number,
        pages=pages,
        newer=newer,
        older=older,
    )


def _chapter(lens: Lens, entry: Entry) -> ChapterView:
    points = (lens.label(entry.head.lang, point) for point in entry.head.key_points)
    return ChapterView(lens.card(entry), tuple(points))


def _day(entry: Entry) -> Stamp:
    day = entry.head.date.instant.date()
    return Stamp(day, day, Precision.DAY)
