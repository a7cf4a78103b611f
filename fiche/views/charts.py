"""Charts: shapes on a grid of whole units, which a template draws."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.shared import TimeView


class TickView(Value, frozen=True):
    """A mark on an axis."""

    at: int
    """Where on its axis, in units of the chart."""
    label: str


class PointView(Value, frozen=True):
    """A value at a time, with the bounds it lies in."""

    x: int
    y: int
    """From the top; of a point without a value, of its only bound or of the middle of both."""
    top: int
    """Where its upper bound stands; `y` if it has none."""
    bottom: int
    shape: str
    """`value`, `least` (no less than this), `most` (no more) or `range` (between its bounds)."""


class BarView(Value, frozen=True):
    """A bar."""

    x: int
    y: int
    width: int
    height: int


class ChartView(Value, frozen=True):
    """A small chart. On a page from right to left time runs that way, too."""

    width: int
    height: int
    base: int
    """Where zero stands, from the top."""
    start: int
    """Where a line of text begins: the left edge, or the right one from right to left."""
    points: tuple[PointView, ...] = ()
    lines: tuple[tuple[PointView, ...], ...] = ()
    """Points of one source, to be joined."""
    bars: tuple[BarView, ...] = ()
    across: tuple[TickView, ...] = ()
    """Times, along `x`."""
    up: tuple[TickView, ...] = ()
    """Values, along `y`."""


class ActivityView(Value, frozen=True):
    """How many briefs each month had, and since when there are any."""

    chart: ChartView | None
    """Nothing if its months had none."""
    start: str
    """The first month of the chart, in words."""
    end: str
    total: int
    """Briefs in the months of the chart."""
    peak: int
    """Briefs of the busiest month."""
    peak_month: str
    first: TimeView
    """The day of the first brief of all."""
    last: TimeView
