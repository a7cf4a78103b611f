"""The ledger: what it keeps, and what it does not believe."""

import sys

import pytest

from fiche.ledger import Ledger, Line, alone, open_ledger, save


def test_what_is_saved_is_read_back(tmp_path):
    empty = open_ledger(tmp_path / ".fiche", tmp_path / "site")
    save(Ledger(empty.file, {"a/index.html": Line("k", "d")}, frozenset({"b"})))
    found = open_ledger(tmp_path / ".fiche", tmp_path / "site")

    assert ({"a/index.html": Line("k", "d")}, frozenset({"b"})) == (found.lines, found.started)
    assert [True, True, False] == [found.owns(path) for path in ("a/index.html", "b", "c")]


def test_each_output_has_a_ledger_of_its_own(tmp_path):
    files = {open_ledger(tmp_path / ".fiche", tmp_path / name).file for name in ("site", "preview", "../elsewhere")}

    assert 3 == len(files)


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such locks")
def test_one_build_at_a_time_writes_to_an_output(tmp_path):
    import fcntl

    out = tmp_path / "site"
    with alone(tmp_path, out):
        with alone(tmp_path, tmp_path / "other"):
            pass
        (lock,) = (file for file in tmp_path.rglob("*.lock") if file.stem == open_ledger(tmp_path, out).file.stem)
        with lock.open("rb") as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with lock.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.parametrize("path", ["../outside", "a/../../outside", "/etc/hostname", ".."])
def test_a_path_that_leads_out_of_the_output_is_not_believed(tmp_path, path):
    file = open_ledger(tmp_path / ".fiche", tmp_path / "site").file
    save(Ledger(file, {path: Line("k", "d"), "ours": Line("k", "d")}, frozenset({path})))
    found = open_ledger(tmp_path / ".fiche", tmp_path / "site")

    assert ({"ours"}, frozenset()) == (set(found.lines), found.started)
