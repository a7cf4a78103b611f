"""Families of outputs, one file each.

A family names, for the lens of each language, what it makes outputs about (`orders`), makes those of one order (`make`),
looking at nothing but the lens, and says of a path which orders could make a file there (`at`), so that one page can be
made without the others. To add a kind of page is to add a line to `FAMILIES`. A family's key is what `outputs:` in
`site.yaml` switches off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from fiche.families import (
    actors,
    archive,
    attachments,
    briefs,
    calendar,
    corrections,
    data,
    feeds,
    figures,
    ftm,
    home,
    not_found,
    offices,
    opml,
    pages,
    pictures,
    popolo,
    redirects,
    relations,
    robots,
    security,
    sources,
    statements,
    threads,
    timeline,
    topics,
)
from fiche.lens import Lens
from fiche.outputs import Output

Order = tuple[str, ...]
Orders = Callable[[Lens], Iterable[Order]]
At = Callable[[Lens, str], Iterable[Order]]


def _one(lens: Lens) -> Iterable[Order]:
    """Order one thing in each language."""
    return ((),)


def _first(lens: Lens) -> Iterable[Order]:
    """Order one thing for the whole site."""
    return ((),) if lens.is_first else ()


def _like(pattern: str, *, rooted: bool = True) -> At:
    """Return what orders the one thing of a family for paths like this, below the root of a language or of the site."""
    known = re.compile(pattern)

    def at(lens: Lens, path: str) -> Iterable[Order]:
        inner = path.removeprefix(lens.root) if rooted else path
        here = not rooted or path.startswith(lens.root)
        return ((),) if here and known.fullmatch(inner) else ()

    return at


class Family(NamedTuple):
    """A kind of outputs."""

    orders: Orders
    make: Callable[..., Iterator[Output]]
    """Takes the lens, then what an order says."""
    at: At
    """Takes the lens and a path of the site: the orders that could make a file there, few where others could not."""


_NUMBERED = r"(page/\d+/)?index\.html"

FAMILIES: dict[str, Family] = {
    "home": Family(_one, home.make, _like(r"index\.html")),
    "briefs": Family(briefs.orders, briefs.make, briefs.at),
    "actors": Family(actors.orders, actors.make, actors.at),
    "topics": Family(topics.orders, topics.make, topics.at),
    "statements": Family(statements.orders, statements.make, statements.at),
    "calendar": Family(calendar.orders, calendar.make, calendar.at),
    "relations": Family(relations.orders, relations.make, relations.at),
    "offices": Family(offices.orders, offices.make, _like(f"offices/{_NUMBERED}")),
    "threads": Family(threads.orders, threads.make, threads.at),
    "timeline": Family(timeline.orders, timeline.make, timeline.at),
    "figures": Family(figures.orders, figures.make, figures.at),
    "archive": Family(archive.orders, archive.make, archive.at),
    "sources": Family(_one, sources.make, _like(f"sources/{_NUMBERED}")),
    "corrections": Family(_one, corrections.make, _like(f"corrections/{_NUMBERED}")),
    "pages": Family(_one, pages.make, _like(r"[^/]+/index\.html")),
    "not-found": Family(_one, not_found.make, _like(r"404\.html")),
    "redirects": Family(_one, redirects.make, _like(r".*", rooted=False)),
    "feeds": Family(feeds.orders, feeds.make, feeds.at),
    "opml": Family(_first, opml.make, _like(r"feeds\.opml")),
    "robots": Family(_first, robots.make, _like(r"robots\.txt")),
    "security": Family(security.orders, security.make, security.at),
    "json": Family(data.orders, data.make, data.at),
    "popolo": Family(popolo.orders, popolo.make, _like(re.escape(popolo.FILE))),
    "ftm": Family(ftm.orders, ftm.make, _like(re.escape(ftm.FILE))),
    "pictures": Family(pictures.orders, pictures.make, pictures.at),
    "attachments": Family(_first, attachments.make, _like(r"media/.*")),
}
