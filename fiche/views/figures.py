"""Figures: what is measured again and again, what was found, and by whom."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.charts import ChartView
from fiche.views.shared import BriefCard, Label, LinkView, ReferenceView, TimeView


class AmountView(Value, frozen=True):
    """An amount of a figure."""

    size: str
    """The number in words, with its bounds: « au moins 290 000 ». A sign of per cent is in it."""
    unit: Label
    """What follows it; empty for per cent."""
    as_of: TimeView
    """When it was so."""
    source: ReferenceView | None
    number: int
    """On a brief's page: the number of the note of its source; 0 if it has none."""
    remark: Label
    """Of the author; may be empty."""
    brief: BriefCard | None
    """The brief that tells it; nothing for the register, and on that brief's own page."""
    earlier: str
    """The amount before it, in words; empty if there is none."""
    earlier_as_of: TimeView | None
    change: str
    """By how much it rose or fell since, with its sign; empty where the two cannot be compared."""


class FigureView(Value, frozen=True):
    """A figure on a page of something else: on a brief's with what that gives, elsewhere with the latest."""

    figure: LinkView
    anchor: str
    """Its id on the page."""
    amount: AmountView
    total: int
    """Amounts that are known of it."""
    chart: ChartView | None
    """On a topic's page; nothing where there are not two days to compare."""


class FigureSheetView(Value, frozen=True):
    """A figure on its own page."""

    id: str
    figure: FigureView
    scope: tuple[Label, ...]
    """What is counted, and how, by paragraphs."""
    topics: tuple[LinkView, ...]
    amounts: tuple[AmountView, ...]
    """The latest first."""
    registered: bool


class FiguresView(Value, frozen=True):
    """One page of the list of all figures."""

    figures: tuple[FigureView, ...]
    page: int
    pages: int
    newer: str
    older: str
