"""The home page: the lead, the latest by day, who and what is in the news."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from fiche import linked_data
from fiche.lens import Lens
from fiche.outputs import Page, part
from fiche.show import events, statements, trends
from fiche.views.home import HomeView
from fiche.views.shared import CorrectionView, LinkView

_LATEST = 12
_LATELY = timedelta(days=30)
"""Before the newest brief: who is in the news, against the same time before."""
_SAID = 3
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
    return HomeView(
        lead=lens.card(lead) if lead else None,
        lead_points=lead.head.key_points if lead else (),
        latest=tuple(lens.groups(latest, by="day")),
        topics=tuple(lens.sorted_by_name(lens.topic(id, count=len(lens.of_topic[id])) for id in _main_topics(lens))),
        actors=tuple(_active(lens)),
        statements=tuple(statements.latest(lens, lens.statements[:_SAID])),
        all_statements=statements.all_of(lens, "", "", lens.statements),
        upcoming=tuple(events.view(lens, event) for event in events.upcoming(lens)[:_EVENTS]),
        corrections=tuple(_recent_corrections(lens)),
        trends=trends.board(lens),
        edition=lens.day_of(entries[0].head.date) if entries else None,
    )


def _active(lens: Lens) -> Iterator[LinkView]:
    """Link to the actors that more briefs name than in the time before, those first of which that is most true."""
    if not lens.entries:
        return
    newest = lens.entries[0].head.date.instant
    now, before = Counter[str](), Counter[str]()
    for entry in lens.entries:
        age = newest - entry.head.date.instant
        if age > 2 * _LATELY:
            break
        (now if age <= _LATELY else before).update(role.actor for role in entry.cast)
    risen = [(now[id] - before[id], now[id], id) for id in now if now[id] > before[id]]
    for more, count, id in sorted(risen, key=lambda row: (-row[0], -row[1], row[2]))[:_ACTORS]:
        yield lens.actor(id, count=count, note=lens.say("more-than-before", n=more) if before[id] else "")


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
