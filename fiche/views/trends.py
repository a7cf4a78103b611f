"""Trends: which way topics went."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.shared import Label, LinkView, TimeView


class TurnView(Value, frozen=True):
    """Which way a topic went in a period."""

    period: TimeView
    short: str
    """The period in as few signs as can be: « août 2016 »."""
    direction: str
    """`deteriorated`, `unchanged` or `improved`."""
    direction_label: str
    alert: str
    """`risk`, `opportunity` or empty."""
    alert_label: str
    note: Label
    """Why; may be empty."""


class TrendRowView(Value, frozen=True):
    """A topic on the board of trends."""

    topic: LinkView
    turn: TurnView
