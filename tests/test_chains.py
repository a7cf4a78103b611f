"""Chains: what a brief goes on from, and whom and what it is the first to name."""

from hypothesis import given
from hypothesis import strategies as st

from fiche.chains import Step, steps
from fiche.value import replace
from tests.test_lens import brief, lenses


def entries(**files):
    """Return briefs, newest first."""
    return lenses({f"briefs/{name}.md": text for name, text in files.items()})["fr"].entries


def test_a_brief_goes_on_from_the_one_before_it_in_its_thread():
    found = steps(
        entries(
            a=brief("2016-08-01", thread="fil", actors="[kerry]", topics="[alep]"),
            b=brief("2016-08-02", thread="autre", actors="[us]"),
            c=brief("2016-08-03", thread="fil", actors="[us, kerry]", topics="[alep, guerre]"),
            d=brief("2016-08-04", thread="fil", actors="[us]"),
        )
    )

    assert {"c": Step(("a",), ("us",), ("guerre",)), "d": Step(("c",), (), ())} == found


def test_what_it_says_it_follows_counts_more_then_what_it_supersedes_the_latest_first():
    found = steps(
        entries(
            a=brief("2016-08-01", actors="[kerry]"),
            b=brief("2016-08-02", thread="fil"),
            c=brief("2016-08-03", thread="fil", supersedes="a", actors="[kerry]"),
            d=brief("2016-08-04", thread="fil", follows="[a, c]", supersedes="b"),
        )
    )

    assert {"c": ("a",), "d": ("c", "a")} == {id: step.before for id, step in found.items()}
    assert () == found["c"].actors


def test_of_several_before_it_each_counts_be_it_for_actors_or_topics_alone():
    found = steps(
        entries(
            a=brief("2016-08-01", actors="[kerry]"),
            b=brief("2016-08-02", topics="[alep]"),
            c=brief("2016-08-03", follows="[a, b]", actors="[kerry]", topics="[alep]"),
        )
    )

    assert {"c": Step(("b", "a"), (), ())} == found


def test_only_what_is_earlier_comes_before():
    later = entries(a=brief("2016-08-01", follows="b"), b=brief("2016-08-02"))

    assert {} == steps(later)


def test_a_former_id_and_another_language_are_the_same_brief():
    found = lenses(
        {
            "briefs/a.md": brief("2016-08-01", former_ids="[old]"),
            "briefs/b.fr.md": brief("2016-08-02", follows="old"),
            "briefs/b.en.md": brief("2016-08-02"),
        }
    )

    assert ("a",) == found["fr"].steps["b"].before == found["en"].steps["b"].before


def test_all_editions_of_a_brief_are_superseded_by_one_of_another():
    found = lenses(
        {
            "briefs/a.fr.md": brief("2016-08-01"),
            "briefs/a.en.md": brief("2016-08-01"),
            "briefs/b.fr.md": brief("2016-08-02", supersedes="a"),
        }
    )

    assert [("b",), ("b",)] == [entry.superseded_by for entry in found["fr"].publication.editions("a")]


_DRAWN = st.tuples(
    st.sets(st.integers(0, 11)), st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("uvwxyz")), st.booleans()
)


@given(st.lists(_DRAWN, max_size=12))
def test_the_new_names_of_a_brief_are_those_that_nothing_before_it_has(drawn):
    pattern = entries(x=brief("2016-08-01", actors="[kerry]"))[0]
    told = []
    for number, (follows, actors, topics, thread) in enumerate(drawn):
        cast = tuple(replace(pattern.cast[0], actor=actor) for actor in sorted(actors))
        head = replace(pattern.head, id=str(number), thread="fil" if thread else "")
        chain = tuple(map(str, sorted(follows)))
        told.append(replace(pattern, head=head, cast=cast, topics=tuple(sorted(topics)), follows=chain))
    found = steps(told[::-1])

    def before(id):
        earlier = found[id].before if id in found else ()
        return {*earlier, *(further for other in earlier for further in before(other))}

    named = {entry.head.id: {*(cast.actor for cast in entry.cast), *entry.topics} for entry in told}
    expected = {id: named[id] - {name for other in before(id) for name in named[other]} for id in found}
    assert expected == {id: {*step.actors, *step.topics} for id, step in found.items()}
