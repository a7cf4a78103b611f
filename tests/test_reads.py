"""Readings: what is looked at is noted, and stands as long as it would give the same."""

from fiche.digest import digest
from fiche.reads import Reads, Table


def tables(**values):
    reads = Reads()
    return reads, {name: reads.add(Table(name, of, digest, digest, reads)) for name, of in values.items()}


def noted(reads, look):
    with reads.noted() as readings:
        look()
    return readings


def test_each_way_of_looking_is_a_reading():
    reads, found = tables(actors={"a": 1, "b": 2})
    actors = found["actors"]

    assert {"actors a"} == noted(reads, lambda: actors["a"])
    assert {"actors x"} == noted(reads, lambda: actors.get("x"))
    assert {"actors x"} == noted(reads, lambda: "x" in actors)
    assert {"actors #"} == noted(reads, lambda: len(actors)) == noted(reads, lambda: list(actors))
    assert {"actors *"} == noted(reads, lambda: list(actors.values())) == noted(reads, lambda: dict(actors.items()))


def test_what_is_read_inside_counts_for_those_around_it_and_nothing_else_does():
    reads, found = tables(t={"a": 1, "b": 2})
    found["t"]["b"]
    with reads.noted() as outer:
        found["t"]["a"]
        with reads.noted() as inner:
            found["t"]["b"]
        reads.replay(frozenset({"t c"}))

    assert ({"t b"}, {"t a", "t b", "t c"}) == (inner, outer)


def test_a_reading_changes_with_what_it_gives_and_with_nothing_else():
    one, _ = tables(t={"a": 1, "b": 2})
    two, _ = tables(t={"a": 1, "b": 3, "c": 4})
    readings = ("t a", "t b", "t c", "t *", "t #", "u a")

    assert [True, False, False, False, False, True] == [one.digest(each) == two.digest(each) for each in readings]
