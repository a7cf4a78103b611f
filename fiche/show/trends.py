"""Trends as pages show them."""

from __future__ import annotations

from fiche import dates
from fiche.lens import Lens
from fiche.model import Direction, Precision, Trend
from fiche.views.trends import TrendRowView, TurnView

_HISTORY = 24
"""Periods of a topic's strip."""
_ORDER = (Direction.DETERIORATED, Direction.IMPROVED, Direction.UNCHANGED)
"""What changed stands first."""


def view(lens: Lens, trend: Trend) -> TurnView:
    """Show which way a topic went in a period."""
    period, first = lens.stamp(trend.period), trend.period.first
    monthly = trend.period.precision is Precision.MONTH
    return TurnView(
        period=period,
        short=dates.month_short(first.year, first.month, lens.lang) if monthly else period.text,
        direction=trend.direction.value,
        direction_label=lens.say(f"trend-{trend.direction.value}"),
        alert=trend.alert.value if trend.alert else "",
        alert_label=lens.say(f"alert-{trend.alert.value}") if trend.alert else "",
        note=lens.text(trend.note),
    )


def current(lens: Lens, topic: str) -> TurnView | None:
    """Show which way a topic went last."""
    trends = lens.publication.trends.get(topic, ())
    return view(lens, trends[-1]) if trends else None


def history(lens: Lens, topic: str) -> tuple[TurnView, ...]:
    """Show which way a topic went in each of its last periods, the first one first."""
    return tuple(view(lens, trend) for trend in lens.publication.trends.get(topic, ())[-_HISTORY:])


def board(lens: Lens) -> tuple[TrendRowView, ...]:
    """Show all topics that were judged in the newest period, those that changed first."""
    last = {topic: trends[-1] for topic, trends in lens.publication.trends.items()}
    newest = max((trend.period.first for trend in last.values()), default=None)
    found: list[TrendRowView] = []
    for direction in _ORDER:
        now = {t: trend for t, trend in last.items() if trend.period.first == newest and trend.direction is direction}
        links = {lens.topic(topic): trend for topic, trend in now.items()}
        found.extend(TrendRowView(link, view(lens, links[link])) for link in lens.sorted_by_name(links))
    return tuple(found)
