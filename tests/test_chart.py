"""Charts: whole units, round ticks, the same for the same numbers, mirrored from right to left."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fiche.chart import Dot, bars, points

DAYS = (date(2016, 2, 1), date(2016, 3, 1), date(2016, 8, 24))


def drawn(*values, days=DAYS, mirrored=False, **more):
    dots = [
        value if isinstance(value, Dot) else Dot(day, Decimal(value)) for day, value in zip(days, values, strict=False)
    ]
    return points(
        dots,
        value_label=lambda value: f"{value:f}",
        month_label=lambda day: f"{day:%Y-%m}",
        day_label=date.isoformat,
        mirrored=mirrored,
        **more,
    )


def labels(ticks):
    return [tick.label for tick in ticks]


def test_values_stand_on_an_axis_that_begins_at_zero_with_round_steps():
    chart = drawn("260000", "270000", "290000")

    assert ["0", "100000", "200000", "300000"] == labels(chart.up)
    assert [point.y for point in chart.points] == sorted((point.y for point in chart.points), reverse=True)
    assert chart.base == chart.up[0].at


def test_decimals_and_values_below_zero_have_round_steps_too():
    assert ["0.0", "0.1", "0.2", "0.3"] == labels(drawn("0.11", "0.3").up)
    assert ["-2", "0", "2", "4"] == labels(drawn("-1.5", "3").up)
    assert 2 <= len(drawn("0", "0").up)


def test_time_has_ticks_at_beginnings_of_months_or_years_and_at_the_ends_of_short_times():
    assert ["2016-03", "2016-05", "2016-07"] == labels(drawn("1", "2", "3").across)
    years = drawn("1", "2", days=(date(2004, 5, 1), date(2016, 5, 1)))
    assert ["2007-01", "2010-01", "2013-01", "2016-01"] == labels(years.across)
    days = drawn("1", "2", days=(date(2016, 8, 6), date(2016, 8, 18)))
    assert ["2016-08-06", "2016-08-18"] == labels(days.across)


def test_bounds_make_a_range_a_least_or_a_most():
    first, second, third = DAYS
    chart = drawn(
        Dot(first, None, Decimal(1), Decimal(3)), Dot(second, None, Decimal(2)), Dot(third, None, None, Decimal(4))
    )
    assert ["range", "least", "most"] == [point.shape for point in chart.points]
    one = chart.points[0]
    assert one.top < one.y < one.bottom


def test_only_values_of_one_hand_are_joined():
    a, b, c = (Dot(day, Decimal(1), hand=hand) for day, hand in zip(DAYS, ("un", "press", "un"), strict=True))
    chart = drawn(a, b, c)

    assert ((chart.points[0], chart.points[2]),) == chart.lines
    assert () == drawn("1", "2", "3").lines


def test_a_chart_needs_two_days():
    assert drawn("1") is None
    assert drawn("1", "2", days=(date(2016, 8, 1),) * 2) is None


def test_from_right_to_left_time_runs_that_way():
    one, other = drawn("1", "2", "3"), drawn("1", "2", "3", mirrored=True)

    assert [one.width - point.x for point in one.points] == [point.x for point in other.points]
    assert (0, one.width) == (one.start, other.start)


def test_bars_are_as_high_as_their_counts_and_a_month_without_any_has_none():
    chart = bars([0, 1, 4, 0])

    assert [(7, 8), (13, 32)] == [(bar.x, bar.height) for bar in chart.bars]
    assert all(bar.y + bar.height == chart.base for bar in chart.bars)
    assert [13, 7] == [bar.x for bar in bars([0, 1, 4, 0], mirrored=True).bars]
    assert bars([0, 0]) is None


@given(
    st.lists(st.tuples(st.dates(), st.decimals(-(10**12), 10**12, places=3)), min_size=2, max_size=9),
    st.booleans(),
)
def test_whatever_the_values_all_stands_on_the_grid_and_few_ticks_are_needed(rows, mirrored):
    days, values = zip(*sorted(rows), strict=True)
    chart = drawn(*values, days=days, mirrored=mirrored)
    if chart is None:
        assert 1 == len(set(days))
        return

    assert all(0 <= point.x <= chart.width and 0 <= point.y <= chart.height for point in chart.points)
    assert all(type(point.y) is int for point in chart.points)
    assert 2 <= len(chart.up) <= 6
    assert 2 <= len(chart.across) <= 7
