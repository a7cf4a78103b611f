"""Families of outputs, one file each: functions from lenses (one a language) to pages and assets.

To add a kind of page is to add a function to `FAMILIES`. A family's key is what `outputs:` in `site.yaml` switches off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

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

Family = Callable[[Sequence[Lens]], Iterator[Page | Asset]]

FAMILIES: tuple[tuple[str, Family], ...] = (
    ("home", home.family),
    ("briefs", briefs.family),
    ("actors", actors.family),
    ("topics", topics.family),
    ("archive", archive.family),
    ("sources", sources.family),
    ("corrections", corrections.family),
    ("pages", pages.family),
    ("not-found", not_found.family),
    ("redirects", redirects.family),
    ("feeds", feeds.family),
    ("opml", opml.family),
    ("robots", robots.family),
    ("json", data.family),
    ("attachments", attachments.family),
)
