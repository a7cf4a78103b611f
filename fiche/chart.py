"""Charts: where points, bars and ticks stand on a small grid.

Owns the arithmetic, in decimals and whole units, so that the same numbers give the same shapes everywhere. It knows no
words and no colours: the caller labels the ticks, the theme draws the shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from fiche.value import Value
from fiche.views.charts import BarView, ChartView, PointView, TickView

_WIDTH, _HEIGHT = 360, 152
_LEFT, _RIGHT = 32, 328
"""Where the first and the last day stand: half a label from the edges."""
_TOP, _BOTTOM = 14, 130
"""Where the highest and the lowest tick stand."""
_TICKS = 4
"""Most steps on the axis of values."""
_MOST = 5
"""Most ticks on the axis of time."""
_STEP, _BAR, _BARS = 6, 4, 32
"""Units from one month to the next, width of a bar, height of the highest."""


class Dot(Value, frozen=True):
    """What is known at a time: a value, bounds, or all three; dots of one `hand` can be compared."""

    day: date
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    hand: str = ""


def points(
    dots: Sequence[Dot],
    *,
    value_label: Callable[[Decimal], str],
    month_label: Callable[[date], str],
    day_label: Callable[[date], str],
    mirrored: bool = False,
) -> ChartView | None:
    """Place some dots, the earliest first, on axes of time and value; the second begins at zero.

    Nothing where there are not two days to compare. Only dots of one hand are joined: a step from one source to another
    is no rise.
    """
    if len({dot.day for dot in dots}) < 2:
        return None
    steps = _steps(dots)
    first, last = dots[0].day.toordinal(), dots[-1].day.toordinal()

    def x(day: date) -> int:
        at = _LEFT + _rounded(Decimal((day.toordinal() - first) * (_RIGHT - _LEFT)) / (last - first))
        return _WIDTH - at if mirrored else at

    def y(value: Decimal) -> int:
        return _TOP + _rounded((steps[-1] - value) * (_BOTTOM - _TOP) / (steps[-1] - steps[0]))

    days = tuple(_months(dots[0].day, dots[-1].day))
    label = month_label if days else day_label
    days = days or (dots[0].day, dots[-1].day)
    placed = [(dot, _point(dot, x(dot.day), y)) for dot in dots]
    hands = dict.fromkeys(dot.hand for dot in dots if dot.hand)
    joined = [tuple(point for dot, point in placed if dot.hand == hand and dot.value is not None) for hand in hands]
    return ChartView(
        _WIDTH,
        _HEIGHT,
        base=y(Decimal(0)),
        start=_WIDTH if mirrored else 0,
        points=tuple(point for _, point in placed),
        lines=tuple(line for line in joined if len(line) > 1),
        across=tuple(TickView(x(day), label(day)) for day in days),
        up=tuple(TickView(y(step), value_label(step)) for step in steps),
    )


def bars(counts: Sequence[int], *, mirrored: bool = False) -> ChartView | None:
    """Draw a count for each month, the earliest first; nothing if all are zero."""
    most = max(counts, default=0)
    if not most:
        return None
    width = len(counts) * _STEP
    drawn = []
    for place, count in enumerate(counts):
        if count:
            height = max(2, _rounded(Decimal(count * _BARS) / most))
            x = place * _STEP + 1
            drawn.append(BarView(width - x - _BAR if mirrored else x, _BARS - height, _BAR, height))
    return ChartView(width, _BARS + 1, base=_BARS, start=width if mirrored else 0, bars=tuple(drawn))


def _rounded(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))


def _point(dot: Dot, x: int, y: Callable[[Decimal], int]) -> PointView:
    top = y(dot.high) if dot.high is not None else None
    bottom = y(dot.low) if dot.low is not None else None
    if dot.value is not None:
        at, shape = y(dot.value), "value"
    elif top is not None and bottom is not None:
        at, shape = (top + bottom) // 2, "range"
    elif bottom is not None:
        at, shape = bottom, "least"
    else:
        assert top is not None  # a dot without any number is none
        at, shape = top, "most"
    return PointView(x, at, at if top is None else top, at if bottom is None else bottom, shape)


def _steps(dots: Sequence[Dot]) -> tuple[Decimal, ...]:
    """Return round values from below the lowest, or zero, to above the highest, or zero: 1, 2 or 5 times a power of ten."""
    known = [value for dot in dots for value in (dot.value, dot.low, dot.high) if value is not None]
    least, most = min(Decimal(0), *known), max(Decimal(0), *known)
    if least == most:
        most = Decimal(1)
    for step in _round_steps(most - least):
        low = (least / step).to_integral_value(ROUND_FLOOR)
        high = (most / step).to_integral_value(ROUND_CEILING)
        if high - low <= _TICKS:
            return tuple(step * n for n in range(int(low), int(high) + 1))
    raise AssertionError("steps grow without end")


def _round_steps(span: Decimal) -> Iterator[Decimal]:
    power = span.adjusted() - 1
    while True:
        yield from (Decimal(first).scaleb(power) for first in (1, 2, 5))
        power += 1


def _months(first: date, last: date) -> Iterator[date]:
    """Yield the beginnings of months or years that get a tick, at even distances; none where less than two lie between."""
    months = (last.year - first.year) * 12 + last.month - first.month
    apart = next((step for step in (1, 2, 3, 6, 12) if months // step < _MOST), 12 * -(-months // (12 * _MOST)))
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    whole = [date(number // 12, number % 12 + 1, 1) for number in numbers if number % apart == 0]
    between = [day for day in whole if first <= day <= last]
    yield from between if len(between) > 1 else ()
