"""Edits change the characters they name and nothing else, and reach the disk together."""

import errno
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche import edits
from fiche.edits import Change, Edit, Halfway, Stale, Unfit
from fiche.problem import Place

PATH = "content/actors/a.yaml"


def edit(line, column, old, new):
    return Edit(Place(PATH, line, column), old, new)


def test_the_rest_of_a_text_stays_as_it_is():
    text = "\ufeffkind: person\r\nnames: Ann # “Ann”\r\n\r\n"
    made = edits.apply(text, [edit(2, 8, "Ann", "Bea"), edit(1, 1, "kind", "sort")])
    assert "\ufeffsort: person\r\nnames: Bea # “Ann”\r\n\r\n" == made


def test_a_new_line_ends_as_the_others_of_the_file():
    assert "a\r\nb\r\nc" == edits.apply("a\r\nc", [edit(1, 2, "", "\nb")])
    assert "a\rb\rc" == edits.apply("a\rc", [edit(2, 1, "", "b\n")])


def test_what_is_replaced_may_run_over_lines():
    assert "x\r\nd" == edits.apply("a\r\nb\r\nd", [edit(1, 1, "a\nb", "x")])


@pytest.mark.parametrize(
    "wrong", [edit(1, 1, "b", "c"), edit(3, 1, "", "c"), edit(1, 3, "", "c"), edit(0, 1, "", "c"), edit(1, 0, "", "c")]
)
def test_an_edit_that_does_not_fit_is_refused(wrong):
    with pytest.raises(Unfit):
        edits.apply("a\nb", [wrong])


def test_edits_that_meet_are_refused():
    with pytest.raises(Unfit, match="meet"):
        edits.apply("abc", [edit(1, 1, "ab", "x"), edit(1, 2, "bc", "y")])


LINES = st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=8), min_size=1)


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.data())
def test_an_edit_and_its_opposite_leave_a_text_as_it_was(lines, end, marked, data):
    text = "\ufeff" * marked + end.join(lines)
    line = data.draw(st.integers(1, len(lines)))
    start = data.draw(st.integers(0, len(lines[line - 1])))
    old = lines[line - 1][start : data.draw(st.integers(start, len(lines[line - 1])))]
    new = data.draw(st.text("ab é", max_size=3))
    made = edits.apply(text, [edit(line, start + 1, old, new)])
    assert len(text) - len(old) + len(new) == len(made)
    assert text == edits.apply(made, [edit(line, start + 1, new, old)])


def test_changes_are_shown_as_a_diff():
    change = edits.edited(
        PATH, b"kind: person\r\nnames: Ann\x1b[1m", [edit(2, 8, "Ann", "Bea")], renamed="content/actors/b.yaml"
    )
    assert """\
rename content/actors/a.yaml
    to content/actors/b.yaml
--- content/actors/a.yaml
+++ content/actors/b.yaml
@@ -1,2 +1,2 @@
 kind: person
-names: Ann�[1m
\\ no line end at the end of the file
+names: Bea�[1m
\\ no line end at the end of the file
""" == edits.diff([change])


def test_changes_reach_the_disk_together(tmp_path):
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors/a.yaml").write_bytes(b"a")
    (tmp_path / "actors/c.yaml").write_bytes(b"c")
    edits.commit(
        [
            Change(PATH, b"a", b"A", renamed="content/actors/b.yaml"),
            Change("content/actors/c.yaml", b"c", None),
            Change("content/briefs/d.md", None, b"d"),
        ],
        tmp_path,
    )
    found = {file.relative_to(tmp_path).as_posix(): file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert {"actors/b.yaml": b"A", "briefs/d.md": b"d"} == found


def test_a_file_that_is_no_longer_what_was_read_stops_all(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"a")
    (tmp_path / "b.yaml").write_bytes(b"other")
    with pytest.raises(Stale) as caught:
        edits.commit([Change("content/a.yaml", b"a", b"A"), Change("content/b.yaml", b"b", b"B")], tmp_path)
    assert ("content/b.yaml",) == caught.value.paths
    assert ["a.yaml", "b.yaml"] == sorted(file.name for file in tmp_path.iterdir())
    assert b"a" == (tmp_path / "a.yaml").read_bytes()


def test_nothing_is_written_over_a_file_that_stands_in_the_way(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"a")
    (tmp_path / "b.yaml").write_bytes(b"b")
    with pytest.raises(Stale):
        edits.commit([Change("content/a.yaml", b"a", b"A", renamed="content/b.yaml")], tmp_path)
    assert b"b" == (tmp_path / "b.yaml").read_bytes()


def test_a_disk_that_refuses_in_between_is_told_by_file(tmp_path, monkeypatch):
    (tmp_path / "a.yaml").write_bytes(b"a")
    (tmp_path / "b.yaml").write_bytes(b"b")
    replace = Path.replace

    def full(self, target):
        if target.name == "b.yaml":
            raise OSError(errno.ENOSPC, "no space left")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(Halfway, match="no space left") as caught:
        edits.commit([Change("content/a.yaml", b"a", b"A"), Change("content/b.yaml", b"b", b"B")], tmp_path)
    assert (("content/a.yaml",), ("content/b.yaml",)) == (caught.value.done, caught.value.left)
    assert ["a.yaml", "b.yaml"] == sorted(file.name for file in tmp_path.iterdir())


def test_a_file_keeps_its_rights_and_a_link_to_it_stays_one(tmp_path):
    (tmp_path / "real.yaml").write_bytes(b"a")
    (tmp_path / "real.yaml").chmod(0o640)
    (tmp_path / "a.yaml").symlink_to("real.yaml")
    edits.commit([Change("content/a.yaml", b"a", b"A")], tmp_path)
    assert (tmp_path / "a.yaml").is_symlink()
    assert (b"A", 0o640) == ((tmp_path / "real.yaml").read_bytes(), (tmp_path / "real.yaml").stat().st_mode & 0o777)
