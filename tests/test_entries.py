"""What is put into a header as text reads back as what was meant."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fiche import edits, entries, header, uses
from fiche.edits import Unfit

PATH = "content/actors/a.yaml"
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1, max_size=20)


def entry(text):
    (found,) = uses.entries(PATH, text.encode())
    return found


def value(text, name):
    return uses.field(entry(text).node, name)


@given(TEXTS)
@example("null")
@example("a: b")
@example("a #b")
@example("-")
@example("- a")
@example("a:")
@example(":0")
@example("0:?")
@example("[x], {y}")
@example(" a ")
@example("\u2028x\ufeff")
def test_a_text_written_as_a_value_reads_as_itself(text):
    assert text == value(f"k: {entries.scalar(text)}\nl: x\n", "k").text
    assert [text, "z"] == [node.text for node in value(f"k: [{entries.scalar(text)}, z]\n", "k").nodes]
    assert text == uses.field(value(f"k: {{a: {entries.scalar(text)}, b: z}}\n", "k"), "a").text


NODES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def plain(node):
    """Return a node as lists, mappings and texts."""
    if isinstance(node, header.Scalar):
        return node.text
    if isinstance(node, header.Seq):
        return [plain(each) for each in node.nodes]
    return {key.text: plain(each) for key, each in node.pairs}


def written(node):
    if isinstance(node, str):
        return entries.scalar(node)
    if isinstance(node, list):
        return f"[{', '.join(map(written, node))}]"
    return "{" + ", ".join(f"{entries.scalar(key)}: {written(each)}" for key, each in node.items()) + "}"


@given(NODES)
def test_a_node_written_on_one_line_reads_as_itself(node):
    read = value(f"k: {written(node)}\n", "k")
    assert node == plain(read)
    assert node == plain(value(f"k: {entries.flow(read)}\n", "k"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n", "a: 1\nk: [x, y]\n"),
        ("k: z\n", "k: [z, x, y]\n"),
        ("k: 'z, w' # c\n", 'k: ["z, w", x, y] # c\n'),
        ("k: [z]\na: 1\n", "k: [x, y, z]\na: 1\n"),
        ("k:\n  - z\n\na: 1\n", "k:\n  - z\n  - x\n  - y\n\na: 1\n"),
        ("k:\n  - z: |\n      text\n      # not a comment\na: 1\n", "k:\n  - z: |\n      text\n      # not a comment\n  - x\n  - y\na: 1\n"),
        ("{a: 1}\n", "{k: [x, y], a: 1}\n"),
        ("- a: 1\n  b: 2\n", "- a: 1\n  k: [x, y]\n  b: 2\n"),
    ],
)  # fmt: skip
def test_entries_are_added_to_a_list_whatever_it_looks_like(text, expected):
    assert expected == edits.apply(text, [entries.added("k", ["x", "y"], entry(text))])


@pytest.mark.parametrize("text", ["k: {z: 1}\n", "k: |\n  z\n", "- k:\n    - z\n", "- {a: 1, b: 2}\n- {a: 2}\n"])
def test_what_cannot_be_added_to_safely_is_refused(text):
    found = uses.entries(PATH, text.encode())[0]
    if "a: 1" in text:
        assert "{k: [x], a: 1" in edits.apply(text, [entries.added("k", ["x"], found)])
        return
    with pytest.raises(Unfit, match="by hand"):
        entries.added("k", ["x"], found)
