"""A topic on its own page, and the tree of topics."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.charts import ActivityView
from fiche.views.events import EventView
from fiche.views.figures import FigureView
from fiche.views.shared import Label, LinkView, ListingView, NoteView, StatementView, Stored, TimeView
from fiche.views.trends import TurnView


class TopicView(Value, frozen=True):
    """A topic on its own page."""

    id: str
    label: Label
    scope: Label
    state_of_play: tuple[Label, ...]
    """Paragraphs."""
    as_of: TimeView | None
    body: Stored
    notes: tuple[NoteView, ...]
    """Sources cited in the body, numbered."""
    parents: tuple[LinkView, ...]
    children: tuple[LinkView, ...]
    related: tuple[LinkView, ...]
    cast: tuple[LinkView, ...]
    """Actors of its briefs, with counts, most frequent first."""
    statements: tuple[StatementView, ...]
    """The latest."""
    all_statements: LinkView | None
    """Where all of them stand, with their count; nothing if there are none."""
    upcoming: tuple[EventView, ...]
    timeline: LinkView | None
    """Where briefs and events stand in the order of their days; nothing if there are too few."""
    threads: tuple[LinkView, ...]
    """The running stories its briefs are of, with their counts."""
    registered: bool
    listing: ListingView
    trend: TurnView | None
    """Which way it went last."""
    history: tuple[TurnView, ...]
    """Which way it went in each period, the first one first."""
    figures: tuple[FigureView, ...]
    """What is measured of it and of the topics below it."""
    activity: ActivityView | None


class TopicNode(Value, frozen=True):
    """A topic in the tree."""

    topic: LinkView
    children: tuple[TopicNode, ...]
    trend: TurnView | None
    """Which way it went last."""


class TopicsView(Value, frozen=True):
    """The tree of topics; one with two parents stands under both."""

    roots: tuple[TopicNode, ...]
    total: int
