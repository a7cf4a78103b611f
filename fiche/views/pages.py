"""Plain pages, the colophon, and what is left of pages that went."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.page import FeedView
from fiche.views.shared import NoteView, Stored, TimeView


class PlainView(Value, frozen=True):
    """A plain page."""

    title: str
    body: Stored
    notes: tuple[NoteView, ...]
    """Sources cited in the body, numbered."""
    colophon: bool
    """True on the about page, which ends with what the site holds."""


class ColophonView(Value, frozen=True):
    """What the site holds, for the about page."""

    briefs: int
    actors: int
    topics: int
    sources: int
    as_of: TimeView | None
    """The newest brief's day (not the hour of the build, which would change every page); None without briefs."""
    languages: tuple[str, ...]
    feeds: tuple[FeedView, ...]
    opml: str
    """Address of the list of all feeds."""
    build: str
    """Address of the digest of the site; empty if there is none."""


class TombstoneView(Value, frozen=True):
    """A brief withdrawn after publication."""

    date: TimeView
    """When it was withdrawn."""
    reason: str


class RedirectView(Value, frozen=True):
    """A former address."""

    target: str
    """The address it moved to."""
    label: str
