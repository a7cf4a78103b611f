"""Families of outputs, one file each.

A family names, for the lens of each language, what it makes outputs about (`orders`), and makes those of one order
(`make`), looking at nothing but the lens. To add a kind of page is to add a line to `FAMILIES`. A family's key is what
`outputs:` in `site.yaml` switches off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from fiche.families import (
    actors,
    archive,
    attachments,
    briefs,
    corrections,
    data,
    feeds,
    home,
    not_found,
    opml,
    pages,
    redirects,
    robots,
    sources,
    topics,
)
from fiche.lens import Lens
from fiche.outputs import Asset, Page

Orders = Callable[[Lens], Iterable[tuple[str, ...]]]


def _one(lens: Lens) -> Iterable[tuple[str, ...]]:
    """Order one thing in each language."""
    return ((),)


def _first(lens: Lens) -> Iterable[tuple[str, ...]]:
    """Order one thing for the whole site."""
    return ((),) if lens.is_first else ()


class Family(NamedTuple):
    """A kind of outputs."""

    orders: Orders
    make: Callable[..., Iterator[Page] | Iterator[Asset]]
    """Takes the lens, then what an order says."""


FAMILIES: dict[str, Family] = {
    "home": Family(_one, home.make),
    "briefs": Family(briefs.orders, briefs.make),
    "actors": Family(actors.orders, actors.make),
    "topics": Family(topics.orders, topics.make),
    "archive": Family(archive.orders, archive.make),
    "sources": Family(_one, sources.make),
    "corrections": Family(_one, corrections.make),
    "pages": Family(_one, pages.make),
    "not-found": Family(_one, not_found.make),
    "redirects": Family(_one, redirects.make),
    "feeds": Family(feeds.orders, feeds.make),
    "opml": Family(_first, opml.make),
    "robots": Family(_first, robots.make),
    "json": Family(data.orders, data.make),
    "attachments": Family(_first, attachments.make),
}
