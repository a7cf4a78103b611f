"""The home page."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.events import EventView
from fiche.views.shared import BriefCard, CorrectionView, GroupView, LinkView, StatementView, TimeView
from fiche.views.trends import TrendRowView


class HomeView(Value, frozen=True):
    """The home page."""

    lead: BriefCard | None
    lead_points: tuple[str, ...]
    latest: tuple[GroupView, ...]
    """The latest after the lead, by day."""
    topics: tuple[LinkView, ...]
    """The main topics, with counts."""
    actors: tuple[LinkView, ...]
    """Actors that more briefs name than in the thirty days before: with the count of the last thirty days, and as note the
    difference."""
    statements: tuple[StatementView, ...]
    """The latest."""
    all_statements: LinkView | None
    """Where all of them stand, with their count; nothing if there are none."""
    upcoming: tuple[EventView, ...]
    corrections: tuple[CorrectionView, ...]
    """Of the last seven days."""
    trends: tuple[TrendRowView, ...]
    """Topics that were judged in the newest period, those that changed first."""
    edition: TimeView | None
    """The day of the newest brief."""
