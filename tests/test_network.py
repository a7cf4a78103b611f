"""Where actors stand in a drawing: the same places everywhere, names apart, links short."""

import subprocess
import sys
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche import network

NAMES = [60, 90, 28, 120, 75, 44, 130, 28]
LINKS = [
    (0, 1, 2.0),
    (0, 2, 1.0),
    (1, 2, 1.0),
    (3, 4, 3.0),
    (4, 5, 1.0),
    (3, 5, 1.0),
    (2, 3, 0.5),
    (6, 0, 1.0),
    (7, 4, 1.0),
]
KNOWN = [(752, 554), (677, 710), (533, 570), (257, 408), (171, 259), (70, 435), (930, 429), (140, 24)]


def boxes(places, widths):
    return [(x - width / 2, y - 10, x + width / 2, y + 26) for (x, y), width in zip(places, widths, strict=True)]


def overlapping(places, widths):
    found = boxes(places, widths)
    return [
        (one, other)
        for one in range(len(found))
        for other in range(one + 1, len(found))
        if found[one][0] < found[other][2]
        and found[other][0] < found[one][2]
        and found[one][1] < found[other][3]
        and found[other][1] < found[one][3]
    ]


def test_a_known_drawing_is_what_it_is_on_every_machine():
    """If this fails elsewhere, two machines would write two sites: `network` says why it must not."""
    assert KNOWN == network.spread(NAMES, LINKS)


def test_another_hash_seed_gives_the_same_drawing():
    code = f"from fiche import network; print(network.spread({NAMES}, {LINKS}))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "77")
    }
    assert {f"{KNOWN}\n"} == told


def test_those_who_are_linked_stand_nearer_than_those_who_are_not():
    places = network.spread(NAMES, LINKS)
    linked = {(one, other) for one, other, _ in LINKS} | {(other, one) for one, other, _ in LINKS}

    def mean(wanted):
        lengths = [
            hypot(places[a][0] - places[b][0], places[a][1] - places[b][1])
            for a in range(8)
            for b in range(a)
            if ((a, b) in linked) is wanted
        ]
        return sum(lengths) / len(lengths)

    assert mean(wanted=True) < mean(wanted=False)


@given(
    st.lists(st.integers(28, 140), min_size=2, max_size=24).flatmap(
        lambda widths: st.tuples(
            st.just(widths),
            st.lists(
                st.tuples(
                    st.integers(0, len(widths) - 1), st.integers(0, len(widths) - 1), st.sampled_from([0.25, 1.0, 3.0])
                ),
                max_size=40,
            ).map(lambda links: [link for link in links if link[0] != link[1]]),
        )
    )
)
def test_names_stand_apart_and_inside(drawn):
    widths, links = drawn
    places = network.spread(widths, links)
    width, height = network.SPREAD

    assert [] == overlapping(places, widths)
    assert all(
        left >= 0 and top >= 0 and right <= width and low <= height for left, top, right, low in boxes(places, widths)
    )


@pytest.mark.parametrize("count", range(1, 13))
def test_around_the_middle_no_two_stand_on_each_other(count):
    places = network.around(count)
    assert count == len(set(places))
    assert [] == overlapping([network.MIDDLE, *places], [40] * (count + 1))


def test_one_actor_alone_stands_in_the_middle():
    assert [(500, 380)] == network.spread([60], [])
    assert [] == network.spread([], [])


def test_a_line_stops_short_of_signs_and_further_off_where_a_name_stands():
    assert (12, 0, 88, 0) == network.between((0, 0), (100, 0))
    assert (0, 26, 0, 88) == network.between((0, 0), (0, 100))
    assert (12, 4, 88, 4) == network.between((0, 0), (100, 0), beside=4)
