"""The home page: the lead, the latest by day, who and what is in the news."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from fiche import linked_data
from fiche.lens import Lens
from fiche.outputs import Page, part
from fiche.show import events
from fiche.views.home import HomeView
from fiche.views.shared import CorrectionView

_LATEST = 20
_LATELY = 50
"""Newest briefs that decide which actors are in the news."""
_ACTORS = 12
_EVENTS = 6
_CORRECTION_DAYS = timedelta(days=7)


def make(lens: Lens) -> Iterator[Page]:
    """Make the home page of a language."""
    page = lens.page_view(
        lens.root,
        kind="home",
        section="briefs",
        title=lens.site_view.title.text,
        description=lens.site_view.description.text,
        feeds=lens.home_feeds(),
        json_ld=linked_data.site(lens),
    )
    yield Page(lens.root, "home.html", (lens.site_part, part("page", page), part("home", _home(lens))))


def _home(lens: Lens) -> HomeView:
    entries = lens.entries
    lead = next((entry for entry in entries if entry.head.lang == lens.lang), entries[0] if entries else None)
    latest = [(entry, "") for entry in entries[: _LATEST + 1] if entry is not lead][:_LATEST]
    counted = Counter(cast.actor for entry in entries[:_LATELY] for cast in entry.cast)
    return HomeView(
        lead=lens.card(lead) if lead else None,
        lead_points=lead.head.key_points if lead else (),
        latest=tuple(lens.groups(latest, by="day")),
        topics=tuple(lens.sorted_by_name(lens.topic(id, count=len(lens.of_topic[id])) for id in _main_topics(lens))),
        actors=lens.most(counted, _ACTORS),
        upcoming=tuple(events.view(lens, event) for event in events.upcoming(lens)[:_EVENTS]),
        corrections=tuple(_recent_corrections(lens)),
        edition=lens.day_of(entries[0].head.date) if entries else None,
    )


def _main_topics(lens: Lens) -> Iterator[str]:
    return (id for id in lens.children[""] if lens.of_topic[id])


def _recent_corrections(lens: Lens) -> Iterator[CorrectionView]:
    if not lens.entries:
        return
    since = lens.entries[0].head.date.instant - _CORRECTION_DAYS
    found = [
        (note.date.instant, entry, n, note)
        for entry in lens.entries
        for n, note in enumerate(entry.head.corrections, 1)
    ]
    for _, entry, number, note in sorted(
        (row for row in found if row[0] >= since), key=lambda row: (-row[0].timestamp(), row[1].head.id, row[2])
    ):
        yield lens.correction(entry.head, note, number, lens.card(entry))
