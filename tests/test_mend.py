"""Fixes: those that go together are made together, of files that are what was read."""

import pytest

from fiche.mend import mended
from fiche.problem import Edit, Place, warning
from fiche.scan import scan
from fiche.value import replace

FILES = {"a.md": "un deux trois\n", "b.md": "un\n"}


@pytest.fixture
def content(tmp_path):
    """Return a content folder of two files."""
    folder = tmp_path / "content"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    return folder


def problem(*edits):
    made = tuple(Edit(Place(f"content/{name}", line, column), old, new) for name, line, column, old, new in edits)
    return replace(warning(made[0].place, "w", "c"), edits=made)


@pytest.mark.parametrize(
    ("problems", "expected"),
    [
        ([problem(("a.md", 1, 1, "un", "1")), problem(("a.md", 1, 4, "deux", "2"))], {"a.md": "1 2 trois\n"}),
        ([problem(("a.md", 1, 1, "un deux", "x")), problem(("a.md", 1, 4, "deux", "2"))], {"a.md": "x trois\n"}),
        ([problem(("a.md", 1, 14, "", " b")), problem(("a.md", 1, 14, "", " a"))], {"a.md": "un deux trois a b\n"}),
        ([problem(("a.md", 1, 1, "un", "1"))] * 2, {"a.md": "1 deux trois\n"}),
        ([problem(("a.md", 1, 1, "other", "1"))], {}),
        ([problem(("a.md", 1, 1, "un", "1"), ("b.md", 1, 1, "un", "1"))], {"a.md": "1 deux trois\n", "b.md": "1\n"}),
        ([problem(("a.md", 1, 1, "un", "1"), ("b.md", 1, 1, "deux", "1"))], {}),
        ([problem(("c.md", 1, 1, "", "x"))], {}),
        ([warning(Place("content/a.md"), "w", "c")], {}),
    ],
)
def test_a_problem_is_mended_whole_and_one_that_meets_another_waits(content, problems, expected):
    found = mended(problems, scan(content).value)

    assert expected == {change.path.removeprefix("content/"): change.after.decode() for change in found}
    assert all(change.before == (content / change.path.removeprefix("content/")).read_bytes() for change in found)


def test_a_file_that_is_no_longer_what_was_read_is_left_alone(content):
    sources = scan(content).value
    (content / "a.md").write_text("autre\n")

    assert () == mended([problem(("a.md", 1, 1, "un", "1"))], sources)
