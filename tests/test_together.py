"""Who appears together: each two counted once a brief, whatever the order they are named in."""

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from fiche.together import Pair, pairs


def test_two_are_counted_once_a_brief_and_the_latest_is_kept():
    briefs = [("c", ("kerry", "lavrov")), ("b", ("lavrov",)), ("a", ("lavrov", "kerry", "putin"))]

    assert (
        Pair("kerry", "lavrov", 2, "c"),
        Pair("kerry", "putin", 1, "a"),
        Pair("lavrov", "putin", 1, "a"),
    ) == pairs(briefs)


@given(st.lists(st.lists(st.sampled_from("abcdef"), unique=True)))
def test_the_count_is_that_of_all_combinations(casts):
    wanted = Counter(two for cast in casts for two in combinations(sorted(cast), 2))

    found = pairs((f"{number}", cast) for number, cast in enumerate(casts))

    assert wanted == {(pair.one, pair.other): pair.count for pair in found}
