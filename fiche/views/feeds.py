"""Feeds of briefs and corrections."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.documents import ContentView
from fiche.views.page import AlternateView


class CategoryView(Value, frozen=True):
    """What a feed's entry is filed under."""

    term: str
    """Id of the actor or topic."""
    scheme: str
    """Absolute address of the index it belongs to."""
    label: str


class OutsideView(Value, frozen=True):
    """A link to a source on another site."""

    url: str
    title: str


class ReplyView(Value, frozen=True):
    """A brief that an entry goes on from (RFC 4685)."""

    id: str
    """The id its own entry has."""
    address: str


class FeedEntryView(Value, frozen=True):
    """A brief, or a correction, in a feed."""

    id: str
    """A `tag:` URI that stays when title, slug or address change."""
    address: str
    fragment: str
    """What follows `#` in its address; empty for a brief."""
    lang: str
    title: str
    summary: str
    published: str
    """RFC 3339."""
    updated: str
    """RFC 3339: the stated revision, else the same as `published`."""
    authors: tuple[str, ...]
    categories: tuple[CategoryView, ...]
    alternates: tuple[AlternateView, ...]
    """The other editions."""
    data: str
    """Address of the brief as JSON; empty if there is none."""
    sources: tuple[OutsideView, ...]
    """Its sources that have an address."""
    content: ContentView
    follows: tuple[ReplyView, ...] = ()
    """The briefs it goes on from."""


class DeletedView(Value, frozen=True):
    """An entry that a feed takes back (RFC 6721)."""

    id: str
    when: str
    """RFC 3339."""
    reason: str


class SyndicationView(Value, frozen=True):
    """A feed."""

    id: str
    address: str
    json: str
    """Address of the same feed as JSON."""
    home: str
    """Address of the page it belongs to."""
    lang: str
    title: str
    subtitle: str
    author: str
    rights: str
    updated: str
    entries: tuple[FeedEntryView, ...]
    deleted: tuple[DeletedView, ...] = ()
