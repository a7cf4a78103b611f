"""Releases, in a folder here and on a server: the next one is made of the oldest, and nothing of that comes online unseen."""

import pytest

from fiche.destination import Folder, Ssh
from tests.targets.places import ONE, TWO, as_bytes, tree, turns, undo
from tests.targets.sshd import far

assert far


@pytest.fixture(params=["folder", "ssh"])
def to(request, tmp_path, monkeypatch):
    if request.param == "folder":
        return Folder("web", 1)
    monkeypatch.setenv("PATH", request.getfixturevalue("far").path)
    return Ssh("far", str(tmp_path / "web"), keep=1)


def live(home):
    return tree(home / "web/current")


def test_a_release_is_made_of_the_oldest_one_which_is_no_longer_kept(to, tmp_path):
    oldest, _ = turns(to, tmp_path, ONE, TWO)
    folders = {path: (oldest / path).stat().st_ino for path in (".", ".well-known")}
    three = {**ONE, "feed.json": "3", "c/index.html": "<p>C.</p>", "b": "a file"}
    assert 2 == len(turns(to, tmp_path, three))

    assert as_bytes(three) == live(tmp_path)
    assert folders == {path: (tmp_path / "web/current" / path).stat().st_ino for path in folders}
    undo(to, tmp_path)
    assert as_bytes(TWO) == live(tmp_path)


def test_a_file_may_become_a_folder_and_a_folder_a_file(to, tmp_path):
    sites = [{"a/b/c.html": "1", "d": "1"}, {"x": "2"}, {"a": "3", "d/e.html": "3"}]
    turns(to, tmp_path, *sites)

    assert as_bytes(sites[-1]) == live(tmp_path)


def test_an_old_release_with_files_of_others_is_left_to_them(to, tmp_path):
    oldest, _ = turns(to, tmp_path, ONE, TWO)
    (oldest / "mine.txt").write_text("mine")
    (oldest / "away").symlink_to("/etc")
    turns(to, tmp_path, ONE)

    assert as_bytes(ONE) == live(tmp_path)
    assert {"mine.txt", "away"} == {path.name for path in oldest.iterdir()}
    assert b"mine" == (oldest / "mine.txt").read_bytes()


def test_what_was_changed_in_an_old_release_does_not_come_online(to, tmp_path):
    oldest, _ = turns(to, tmp_path, ONE, TWO)
    (oldest / "style.css").unlink()
    (oldest / "style.css").write_text("Q{}")
    turns(to, tmp_path, ONE)

    assert as_bytes(ONE) == live(tmp_path)
