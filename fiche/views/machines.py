"""Files that machines look for: sitemaps, robots, the list of feeds."""

from __future__ import annotations

from fiche.value import Value


class SitemapUrlView(Value, frozen=True):
    """A page in the sitemap."""

    address: str
    modified: str
    """RFC 3339, where the author stated it; else empty."""
    alternates: tuple[tuple[str, str], ...] = ()
    """Language and address of the same page in each language, itself included, then `x-default`."""


class SitemapView(Value, frozen=True):
    """A sitemap, or the index of several."""

    urls: tuple[SitemapUrlView, ...]
    maps: tuple[str, ...] = ()
    """Addresses of the sitemaps it stands for; empty if it lists pages."""


class RobotsView(Value, frozen=True):
    """What robots are told."""

    sitemap: str
    """Address of the sitemap; empty if there is none."""
    closed: bool
    """True for a site above TLP:CLEAR or with drafts: robots are asked to stay away."""


class OutlineView(Value, frozen=True):
    """A feed, or a group of feeds, in the list of all feeds."""

    text: str
    lang: str = ""
    feed: str = ""
    """Address of the Atom feed; empty for a group."""
    home: str = ""
    outlines: tuple[OutlineView, ...] = ()


class OpmlView(Value, frozen=True):
    """The list of all feeds."""

    title: str
    owner: str
    outlines: tuple[OutlineView, ...]
