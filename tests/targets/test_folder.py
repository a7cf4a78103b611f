"""The folder: whole releases, one link, and nothing of others is touched."""

import os
import stat
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche.destination import Folder
from fiche.targets import opened
from fiche.targets.target import Failed, Refused
from tests.laws.sites import folder
from tests.targets.places import (
    ONE,
    TWO,
    as_bytes,
    destination,
    lay,
    publish,
    surroundings,
    tree,
    turns,
    undo,
)

TO = Folder("web")


def live(home):
    return tree(home / "web" / "current")


def test_a_release_of_which_a_part_was_removed_is_nothing_to_go_back_to(tmp_path):
    oldest, _ = turns(TO, tmp_path, ONE, TWO)
    (oldest / "style.css").unlink()
    assert None is undo(TO, tmp_path)

    assert as_bytes(TWO) == live(tmp_path)


def test_files_are_for_everybody_to_read_whatever_the_umask(tmp_path):
    old = os.umask(0o077)
    try:
        publish(TO, tmp_path, ONE)
    finally:
        os.umask(old)
    shown = tmp_path / "web/current"

    assert {0o644} == {stat.S_IMODE(file.stat().st_mode) for file in shown.rglob("*") if file.is_file()}
    folders = [tmp_path / "web", tmp_path / "web/releases", shown.resolve(), shown / "a"]
    assert {0o755} == {stat.S_IMODE(each.stat().st_mode) for each in folders}


# --------------------------------------------------------------------------- whatever was there


def meddle(home, deed):
    shown = home / "web/current"
    match deed:
        case "edited":
            (shown / "style.css").write_text("mine")
        case "edited in disguise":
            file = shown / "style.css"
            was = file.stat()
            file.write_text("P{}")
            os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
        case "deleted":
            (shown / "style.css").unlink()
        case "unreadable":
            (shown / "style.css").chmod(0o600)
        case "added":
            (shown / "x/y").mkdir(parents=True)
            (shown / "x/y/mine.txt").write_text("mine")
        case "linked":
            (shown / "away").symlink_to("/etc")
        case "forgotten":
            for file in (home / "web/releases").glob("*.json"):
                file.unlink()
        case "damaged":
            for file in (home / "web/releases").glob("*.json"):
                file.write_bytes(file.read_bytes()[:-9])
        case "half a release":
            left = home / "web/releases/000009-0123456789"
            left.mkdir(exist_ok=True)
            (left / "x.html").write_text("x")
        case "a passing link":
            (home / "web/current.new").symlink_to("nowhere")


DEEDS = (
    "nothing", "edited", "edited in disguise", "deleted", "unreadable", "added", "linked", "forgotten", "damaged",
    "half a release", "a passing link",
)  # fmt: skip
FILES = st.dictionaries(
    st.sampled_from(["index.html", "a/index.html", "a/b/c.txt", "style.css", "é.html"]),
    st.sampled_from(["1", "2", "P{}"]),
)


@given(st.lists(st.tuples(FILES, st.sampled_from(DEEDS)), min_size=1, max_size=6), st.integers(0, 2))
def test_law_what_is_online_is_the_site_whatever_was_there(steps, keep):
    with folder({}) as home:
        for n, (files, deed) in enumerate(steps):
            site = {**files, "style.css": files.get("style.css", "p{}")}
            publish(Folder("web", keep), home, site, site=f"site{n}")
            assert as_bytes(site) == live(home)
            assert {0o644} == {stat.S_IMODE((home / "web/current" / path).stat().st_mode) for path in site}
            meddle(home, deed)


@pytest.mark.parametrize("path", [".", "content", "content/web", "site", "site/web", "..", "/"])
def test_what_the_site_is_made_from_or_in_is_no_place_to_publish_to(tmp_path, path):
    lay(tmp_path / "site", ONE)

    with pytest.raises(Refused, match="name another one"), opened(destination(Folder(path)), surroundings(tmp_path)):
        pass


# --------------------------------------------------------------------------- two at once, and what fails


HOLD = (
    "import fcntl, sys; f = open(sys.argv[1], 'r+b'); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); input()"
)


def test_while_one_publishes_another_is_sent_away(tmp_path):
    publish(TO, tmp_path, ONE)
    program = [sys.executable, "-c", HOLD, tmp_path / "web/.fiche-target"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert "held\n" == other.stdout.readline()
        with pytest.raises(Failed, match="somebody else is publishing"):
            publish(TO, tmp_path, TWO, site="site2")
        other.communicate("\n")

    publish(TO, tmp_path, TWO, site="site2")
    assert as_bytes(TWO) == live(tmp_path)


def test_on_a_disk_without_hard_links_files_are_copied(tmp_path, monkeypatch):
    def no_links(*args, **kwargs):
        raise PermissionError(1, "Operation not permitted")

    publish(TO, tmp_path, ONE)
    monkeypatch.setattr(os, "link", no_links)
    publish(TO, tmp_path, TWO, site="site2")

    assert as_bytes(TWO) == live(tmp_path)
