"""Adding to a list in a header: what is mended says the new entry, and everything else as before, to the byte."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fiche import header
from fiche.checks.listing import listed_too
from fiche.checks.page import Page
from fiche.edits import edited

IDS = st.sampled_from(["ocha", "john-kerry", '"John Kerry"', "'d’Arc'", "{id: x, part: lead}", "L’État"])
BEFORE = st.sampled_from(["", "title: a # b\n", 'summary: "]: , \\" x"\n', "summary: |\n  - a\n  ---b\n"])
AFTER = st.sampled_from(["", "topics: [a, 'b]']\n", "# fin\n", "\n# fin\nstatements:\n  - {text: x}\n", "lang:   fr\n"])
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def lists(draw):
    """Write a list of actors in one of the ways there are."""
    entries = draw(st.lists(IDS, max_size=3))
    way = draw(st.sampled_from(["flow", "lines", "flush", "tall", "none"]))
    note = draw(st.sampled_from(["", " # note ]", "  # - x"]))
    if way == "none":
        return ""
    if not entries:
        return f"actors: []{note}\n"
    if way == "flow":
        return f"actors: [{', '.join(entries)}{draw(st.sampled_from(['', ' ', ', ']))}]{note}\n"
    if way == "tall":
        return "actors: [\n  " + f",{note}\n  ".join(entries) + f"{note}\n  ]\n"
    indent = "  " if way == "lines" else ""
    return "actors:\n" + "".join(f"{indent}-{draw(st.sampled_from([' ', '   ']))}{one}{note}\n" for one in entries)


def names(data):
    node = header.read("a.md", data).value.node
    found = next((value for key, value in node.pairs if key.text == "actors"), None)
    return [one.text if isinstance(one, header.Scalar) else "{}" for one in (found.nodes if found else ())]


@given(BEFORE, lists(), AFTER, ENDS, st.booleans(), st.sampled_from(["", "---\n", "- [x]\n---\n"]))
def test_what_is_added_is_added_at_the_end_and_nothing_else_changes(before, listed, after, end, marked, body):
    text = f"---\nid: a\n{before}{listed}{after}---\n{body}"
    data = (b"\xef\xbb\xbf" if marked else b"") + text.replace("\n", end).encode()
    assume(header.read("a.md", data).ok)
    edits = listed_too(Page.of("a.md", data), "actors", "new-one")
    mended = edited("a.md", data, edits).after

    assert 1 == len(edits)
    assert [*names(data), "new-one"] == names(mended)
    assert data == removed(mended, edits[0].new.replace("\n", end).encode())


def removed(data, added):
    """Take the last occurrence of what was added out again."""
    assert data.count(added) == 1
    return data.replace(added, b"")


@pytest.mark.parametrize("actors", ["actors: john-kerry\n", "actors:\n", "actors: {id: x}\n"])
def test_what_is_no_list_is_left_to_the_author(actors):
    assert () == listed_too(Page.of("a.md", f"---\nid: a\n{actors}---\n".encode()), "actors", "x")


def test_a_file_with_mistakes_is_left_to_the_author():
    assert () == listed_too(Page.of("a.md", b"---\nactors: [a\n---\n"), "actors", "x")
    assert () == listed_too(Page.of("a.md", b""), "actors", "x")
