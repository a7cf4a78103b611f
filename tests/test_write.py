"""Write and ledger: what is planned is there, whole; what is not ours is never touched (law 7)."""

import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche.digest import digest_bytes
from fiche.ledger import open_ledger
from fiche.outputs import Artifact, Made
from fiche.problem import Place, error
from fiche.write import write


def press(base, files, *problems):
    """Write these files, by path, as a build would."""
    out = base / "site"
    made = Made(
        "all", tuple(Artifact(path, data, "key", digest=digest_bytes(data)) for path, data in sorted(files.items()))
    )
    return write([made, *problems], open_ledger(base / ".fiche", out), out)


def tree(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_written_is_planned(tmp_path):
    press(tmp_path, {"index.html": b"1", "a/index.html": b"2"})
    press(tmp_path, {"index.html": b"1", "b/c/index.html": b"3"})

    assert tree(tmp_path / "site") == {"index.html": b"1", "b/c/index.html": b"3"}
    assert not (tmp_path / "site" / "a").exists()


def test_it_says_what_it_did(tmp_path):
    press(tmp_path, {"a": b"1", "b": b"2", "c": b"3"})

    done = press(tmp_path, {"a": b"1", "b": b"9", "d": b"4"}).value

    assert (done.new, done.changed, done.same, done.removed) == (1, 1, 1, 1)


def test_only_bytes_that_changed_are_written(tmp_path):
    press(tmp_path, {"a": b"1", "b": b"2"})
    before = {name: (tmp_path / "site" / name).stat().st_mtime_ns for name in ("a", "b")}
    press(tmp_path, {"a": b"1", "b": b"3"})
    after = {name: (tmp_path / "site" / name).stat().st_mtime_ns for name in ("a", "b")}

    assert [before[name] == after[name] for name in ("a", "b")] == [True, False]


def test_with_a_problem_the_old_site_stays_to_the_byte(tmp_path):
    press(tmp_path, {"a": b"1"})

    done = press(tmp_path, {"a": b"2", "b": b"3"}, error(Place("x"), "wrong", "wrong"))

    assert not done.ok
    assert tree(tmp_path / "site") == {"a": b"1"}
    assert sorted(os.listdir(tmp_path)) == [".fiche", "site"]


def test_a_file_that_is_not_ours_is_never_deleted(tmp_path):
    press(tmp_path, {"a/index.html": b"1"})
    (tmp_path / "site" / "a" / "note.txt").write_text("mine")
    press(tmp_path, {"b": b"2"})

    assert tree(tmp_path / "site") == {"a/note.txt": b"mine", "b": b"2"}


def test_a_file_that_is_not_ours_is_never_overwritten(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("mine")

    done = press(tmp_path, {"index.html": b"1", "b": b"2"})

    assert [problem.code for problem in done.problems] == ["output-not-ours"]
    assert tree(tmp_path / "site") == {"index.html": b"mine"}


def test_what_lies_behind_a_symbolic_link_is_not_ours(tmp_path):
    press(tmp_path, {"a/index.html": b"1", "b": b"2"})
    (tmp_path / "site" / "a").rename(tmp_path / "elsewhere")
    (tmp_path / "site" / "a").symlink_to(tmp_path / "elsewhere")

    assert ["output-not-ours"] == [problem.code for problem in press(tmp_path, {"a/index.html": b"3"}).problems]
    assert press(tmp_path, {"b": b"2"}).ok
    assert b"1" == (tmp_path / "elsewhere" / "index.html").read_bytes()


def test_an_output_on_a_disk_of_its_own_is_filled_from_within(tmp_path, monkeypatch):
    (tmp_path / "site").mkdir()
    monkeypatch.setattr("os.path.ismount", lambda place: True)

    assert press(tmp_path, {"a": b"1"}).ok
    assert {"a": b"1"} == tree(tmp_path / "site")


def test_a_build_killed_half_way_leaves_nothing_that_the_next_one_does_not_own(tmp_path, monkeypatch):
    press(tmp_path, {"a": b"1"})
    monkeypatch.setattr("fiche.write._remove", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        press(tmp_path, {"b": b"2"})
    monkeypatch.undo()

    press(tmp_path, {"c": b"3"})

    assert tree(tmp_path / "site") == {"c": b"3"}


def test_a_page_may_become_a_folder_and_a_folder_a_page(tmp_path):
    press(tmp_path, {"a": b"1", "b/c": b"2"})
    press(tmp_path, {"a/d": b"3", "b": b"4"})

    assert tree(tmp_path / "site") == {"a/d": b"3", "b": b"4"}


def test_files_are_readable_by_a_web_server_whatever_the_umask(tmp_path):
    before = os.umask(0o077)
    try:
        press(tmp_path, {"a/b": b"1"})
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "site" / "a" / "b").stat().st_mode) == 0o644
    assert stat.S_IMODE((tmp_path / "site" / "a").stat().st_mode) == 0o755


def test_the_ledger_is_for_its_owner_alone_and_not_in_the_site(tmp_path):
    done = press(tmp_path, {"a": b"1"}).value

    assert stat.S_IMODE(done.ledger.file.stat().st_mode) == 0o600
    assert done.ledger.file.is_relative_to(tmp_path / ".fiche")


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"version": 99}', b'{"version": 1, "files": 3, "started": []}'])
def test_a_damaged_ledger_counts_as_empty(tmp_path, damage):
    file = press(tmp_path, {"a": b"1"}).value.ledger.file
    file.write_bytes(damage)

    assert open_ledger(tmp_path / ".fiche", tmp_path / "site").lines == {}


def test_an_output_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "site").write_text("mine")

    assert [problem.code for problem in press(tmp_path, {"a": b"1"}).problems] == ["output-not-a-folder"]


names = st.sampled_from(["a", "b", "a/x", "b/x/y", "c/index.html", "c/d/index.html"])
sites = st.dictionaries(names, st.binary(max_size=3), max_size=5).filter(
    lambda site: not any(other.startswith(f"{path}/") for path in site for other in site)
)


@given(st.lists(sites, min_size=1, max_size=5))
def test_after_any_builds_the_folder_holds_the_last_plan(tmp_path_factory, builds):
    base = tmp_path_factory.mktemp("builds")
    for files in builds:
        assert press(base, files).ok

    assert (tree(base / "site") if (base / "site").exists() else {}) == builds[-1]
