"""Running stories: what they are called, and where all of one stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fiche.lens import Lens
from fiche.publication import Entry
from fiche.views.shared import Label, LinkView

LEAST = 2
"""Briefs that make a story: one alone has no page of its own."""
_MOST = 8
"""Stories named on a topic's page."""


def title(lens: Lens, thread: str) -> Label:
    """Return what the site calls a story; else its key, as words."""
    known = dict(lens.site.threads)
    if known.get(thread):
        return lens.text(known[thread])
    words = thread.replace("-", " ")
    return Label(words[:1].upper() + words[1:])


def has_page(lens: Lens, thread: str) -> bool:
    """Say whether a story has a page."""
    return bool(thread) and lens.is_on("threads") and lens.threads.get(thread, 0) >= LEAST


def link(lens: Lens, thread: str, *, count: int = 0) -> LinkView | None:
    """Link to the page of a story, if it has one."""
    if not has_page(lens, thread):
        return None
    return LinkView(title(lens, thread), f"{lens.root}threads/{thread}/", count=count or lens.threads[thread])


def most_of(lens: Lens, entries: Iterable[Entry]) -> tuple[LinkView, ...]:
    """Link to the stories that some briefs are of, with their counts, those with most of them first."""
    counted = Counter(entry.head.thread for entry in entries if entry.head.thread)
    first = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    links = (link(lens, thread, count=count) for thread, count in first)
    return tuple(found for found in links if found)[:_MOST]
