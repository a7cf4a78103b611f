"""Releases, in a folder here and on a server: whole ones, one link, and nothing of others is touched.

The next one is made of the oldest, and nothing of that comes online unseen.
"""

import shutil

import pytest

from fiche.built import Altered
from fiche.changes import compare
from fiche.destination import Folder, Ssh
from fiche.targets import opened
from fiche.targets.target import NOTHING, Overtaken, Refused
from fiche.value import replace
from tests.targets.places import (
    ONE,
    TWO,
    as_bytes,
    destination,
    lay,
    publish,
    settled,
    standing,
    surroundings,
    tree,
    turns,
    undo,
)
from tests.targets.sshd import far

assert far


@pytest.fixture(params=["folder", "ssh"])
def many(request, tmp_path, monkeypatch):
    """Give a place that keeps as many releases as usual."""
    if request.param == "folder":
        return Folder("web")
    monkeypatch.setenv("PATH", request.getfixturevalue("far").path)
    return Ssh("far", str(tmp_path / "web"))


@pytest.fixture
def to(many):
    """Give a place that keeps one release to go back to."""
    return replace(many, keep=1)


def live(home):
    return tree(home / "web/current")


def test_the_first_publication_is_the_site_to_the_byte(to, tmp_path):
    assert NOTHING == standing(to, tmp_path)
    assert not (tmp_path / "web").exists()
    online, _ = publish(to, tmp_path, ONE)

    assert as_bytes(ONE) == live(tmp_path)
    assert online == standing(to, tmp_path)


def test_what_does_not_change_is_one_file_with_the_release_before(to, tmp_path):
    publish(to, tmp_path, ONE)
    before = (tmp_path / "web/current/style.css").stat().st_ino
    online, plan = publish(to, tmp_path, TWO, site="site2")

    assert ("index.html", "feed.json") == plan.account.changes.changed
    assert before == (tmp_path / "web/current/style.css").stat().st_ino
    assert as_bytes(TWO) == live(tmp_path)
    assert online == standing(to, tmp_path)


def test_undo_brings_back_what_was_before_and_before_that(many, tmp_path):
    three = {**TWO, "c/index.html": "<p>C.</p>"}
    publish(many, tmp_path, ONE)
    publish(many, tmp_path, TWO, site="site2")
    publish(many, tmp_path, three, site="site3")

    undo(many, tmp_path)
    assert as_bytes(TWO) == live(tmp_path)
    undo(many, tmp_path)
    assert as_bytes(ONE) == live(tmp_path)
    assert None is undo(many, tmp_path)
    _, plan = publish(many, tmp_path, three, site="site3")
    assert 2 == plan.account.changes.same
    undo(many, tmp_path)
    assert as_bytes(ONE) == live(tmp_path)


@pytest.mark.parametrize("keep", [0, 2])
def test_as_many_releases_are_kept_as_asked(many, tmp_path, keep):
    for n in range(4):
        publish(replace(many, keep=keep), tmp_path, {**ONE, "n.html": str(n)}, site=f"site{n}")

    there = list((tmp_path / "web/releases").iterdir())
    assert keep + 1 == sum(entry.is_dir() for entry in there)
    assert keep + 1 == len({entry.name.partition(".")[0] for entry in there})


def test_a_release_that_was_taken_back_is_not_kept(many, tmp_path):
    publish(many, tmp_path, ONE)
    publish(many, tmp_path, {**ONE, "secret.html": "x"}, site="site2")
    undo(many, tmp_path)
    publish(many, tmp_path, TWO, site="site3")

    left = tree(tmp_path / "web")
    assert [] == [path for path, data in left.items() if path.endswith("secret.html") or b"secret" in data]


def test_a_release_is_made_of_the_oldest_one_which_is_no_longer_kept(to, tmp_path):
    oldest, _ = turns(to, tmp_path, ONE, TWO)
    folders = {path: (oldest / path).stat().st_ino for path in (".", ".well-known")}
    three = {**ONE, "feed.json": "3", "c/index.html": "<p>C.</p>", "b": "a file"}
    assert 2 == len(turns(to, tmp_path, three))

    assert as_bytes(three) == live(tmp_path)
    assert folders == {path: (tmp_path / "web/current" / path).stat().st_ino for path in folders}
    undo(to, tmp_path)
    assert as_bytes(TWO) == live(tmp_path)


def test_where_somebody_took_the_releases_away_all_is_sent_again(to, tmp_path):
    turns(to, tmp_path, ONE)
    shutil.rmtree(tmp_path / "web/releases")
    turns(to, tmp_path, TWO)

    assert as_bytes(TWO) == live(tmp_path)
    assert None is undo(to, tmp_path)


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


# --------------------------------------------------------------------------- what others put there, and what they do


def test_files_of_others_in_what_is_online_are_told_and_never_deleted(many, tmp_path):
    to = replace(many, keep=0)
    publish(to, tmp_path, ONE)
    (tmp_path / "web/current/x/y").mkdir(parents=True)
    (tmp_path / "web/current/x/y/mine.txt").write_text("mine")
    assert ("x/y/mine.txt",) == standing(to, tmp_path).foreign
    _, plan = publish(to, tmp_path, TWO, site="site2")

    assert ("x/y/mine.txt",) == plan.account.foreign
    assert b"mine" in tree(tmp_path / "web/releases").values()
    assert as_bytes(TWO) == live(tmp_path)


def test_a_folder_with_files_of_others_is_refused_and_left_alone(to, tmp_path):
    (tmp_path / "web").mkdir()
    (tmp_path / "web/thesis.txt").write_text("mine")

    with pytest.raises(Refused, match=r"thesis\.txt"):
        publish(to, tmp_path, ONE)
    assert {"thesis.txt": b"mine"} == tree(tmp_path / "web")


def test_a_file_or_a_link_of_others_in_the_place_of_ours_is_refused(to, tmp_path):
    (tmp_path / "web").write_text("x")
    with pytest.raises(Refused, match="is a file"):
        standing(to, tmp_path)
    (tmp_path / "web").unlink()
    publish(to, tmp_path, ONE)
    (tmp_path / "web/current").unlink()
    (tmp_path / "web/current").symlink_to("/etc")

    with pytest.raises(Refused, match="not the link"):
        publish(to, tmp_path, TWO)


def test_the_second_of_two_publishers_is_told(to, tmp_path):
    publish(to, tmp_path, ONE)
    with opened(destination(to), surroundings(tmp_path)) as slow:
        online = slow.standing()
        publish(to, tmp_path, TWO, site="site2")

        third = lay(tmp_path / "site3", {"index.html": "3"})
        with pytest.raises(Overtaken, match="in the meantime"):
            slow.send(compare(online.files, third.files), third, online, lambda done, of: None)
        with pytest.raises(Overtaken):
            slow.undo(online, online)
    assert as_bytes(TWO) == live(tmp_path)


def test_what_changed_since_it_was_built_is_not_sent(to, tmp_path):
    publish(to, tmp_path, ONE)
    built = lay(tmp_path / "site2", TWO)
    (tmp_path / "site2/index.html").write_text("draft!")
    with opened(destination(to), surroundings(tmp_path)) as place:
        online = place.standing()
        with pytest.raises(Altered, match="build again"):
            place.send(compare(online.files, built.files), built, online, lambda done, of: None)

    settled(tmp_path)
    assert as_bytes(ONE) == live(tmp_path)
    assert not any(b"draft!" in data for data in tree(tmp_path / "web").values())
    publish(to, tmp_path, TWO, site="site2")
    assert 2 == sum(entry.is_dir() for entry in (tmp_path / "web/releases").iterdir())
