"""Law 9, published whole: what is online after publishing is the site to the byte, whoever was stopped where before.

Publishers are real processes, killed by a real SIGKILL just before each of the things they do to the disk or have git do;
readers look through a real nginx. At each moment they see all of the old site or all of the new one.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from fiche.destination import Folder, Git, Zip
from tests.laws.sites import folder
from tests.targets.conftest import nginx
from tests.targets.places import as_bytes, publish, tree, undo
from tests.targets.test_git import git, held, with_extras
from tests.targets.test_zip import inside

assert nginx
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
OLD = {
    "index.html": "old",
    "a/index.html": "old a",
    "a/b/index.html": "old b",
    "style.css": "p{}",
    "404.html": "no",
    "gone/x.html": "x",
}
NEW = {
    "index.html": "new",
    "a/index.html": "new a",
    "c/d/index.html": "new",
    "style.css": "p{}",
    "404.html": "no",
    "sitemap.xml": "x",
}
DISK = frozenset(
    "open os.mkdir os.link os.rename os.symlink os.remove os.rmdir os.chmod os.truncate fcntl.flock".split()
)
PROGRAMS = frozenset({"subprocess.Popen"})


def killed(to, home: Path, site: dict[str, str], step: int) -> bool:
    """Publish in another process, which is killed before its nth step; say whether it came so far."""
    child = os.fork()
    if not child:
        left = step

        def hook(event, args):
            nonlocal left
            if event in (PROGRAMS if isinstance(to, Git) else DISK) and str(home / "site") not in str(args):
                left -= 1
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(hook)
            publish(to, home, site, site="site-new")
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def each_step(to, shown, old, new, before=(), **after):
    """Kill a publisher before each of its steps, and look; then publish, and look again. `before` was published first."""
    step, came = 0, True
    while came:
        step += 1
        with folder({}) as home:
            if isinstance(to, Git):
                git(home, "init", "--quiet", "--bare", "far.git")
            for n, site in enumerate((*before, OLD)):
                publish(to, home, site, site=f"site-{n}")
            came = killed(to, home, NEW, step)
            assert shown(home) in (old, new), step
            publish(to, home, NEW, site="site-new")
            assert new == shown(home), step
            for check in after.values():
                check(home)
    return step


def tidy(home):
    releases = home / "web/releases"
    assert sorted(p.name for p in releases.iterdir() if p.is_dir()) == sorted(p.stem for p in releases.glob("*.json"))
    assert {".fiche-target", "current", "releases"} == {p.name for p in (home / "web").iterdir()}


def current(home):
    return tree(home / "web/current")


def test_a_folder_is_whole_wherever_its_publisher_was_killed():
    assert each_step(Folder("web"), current, as_bytes(OLD), as_bytes(NEW), tidy=tidy) > 30


def test_a_folder_is_whole_wherever_somebody_was_killed_who_made_a_release_of_an_old_one():
    """And so is what one goes back to from there."""

    def return_whole(home):
        undo(Folder("web", 1), home)
        assert current(home) in (as_bytes(OLD), as_bytes(NEW))

    older = {**NEW, "a/index.html": "older", "older.html": "x", "c/d/x.html": "x"}
    steps = each_step(
        Folder("web", 1), current, as_bytes(OLD), as_bytes(NEW), before=[older], tidy=tidy, back=return_whole
    )
    assert steps > 25


def test_a_folder_from_which_one_goes_back_at_any_moment_is_whole():
    """What is online before the last step of a publisher that was killed, and before that, was published whole."""
    older = {**NEW, "a/index.html": "older", "older.html": "x"}
    step, came = 0, True
    while came:
        step += 1
        with folder({}) as home:
            for n, site in enumerate((older, OLD)):
                publish(Folder("web", 1), home, site, site=f"site-{n}")
            came = killed(Folder("web", 1), home, NEW, step)
            undo(Folder("web", 1), home)
            assert current(home) in (as_bytes(older), as_bytes(OLD), as_bytes(NEW)), step


def test_a_zip_is_whole_wherever_its_publisher_was_killed():
    old, new = ({f"briefs/{path}": data for path, data in as_bytes(site).items()} for site in (OLD, NEW))

    def tidy(home):
        assert {"briefs.zip", "briefs.before.zip"} >= {file.name for file in (home / "out").iterdir()}

    assert each_step(Zip("out/briefs.zip"), inside, old, new, tidy=tidy) > 8


@pytest.mark.parametrize("history", [True, False])
def test_a_branch_is_whole_wherever_its_publisher_was_killed(history):
    assert each_step(Git("./far.git", history=history), held, with_extras(OLD), with_extras(NEW)) > 10


def test_the_very_first_publication_may_be_killed_too():
    step, came = 0, True
    while came:
        step += 1
        with folder({}) as home:
            came = killed(Folder("web"), home, NEW, step)
            assert not (home / "web/current").exists() or as_bytes(NEW) == tree(home / "web/current")
            publish(Folder("web"), home, NEW, site="site-new")
            assert as_bytes(NEW) == tree(home / "web/current"), step


# --------------------------------------------------------------------------- through a web server


def test_readers_see_the_old_site_until_they_see_the_new_one(nginx, tmp_path):
    """Requests follow one another: once one is answered from the new site, none is from the old one; and none fails."""
    sites = [{f"p{n}.html": f"{version}" for n in range(60)} for version in range(6)]
    publish(Folder("web", 1), tmp_path, sites[0])
    web = nginx(tmp_path / "web/current")
    seen, done = [], threading.Event()

    def read():
        while not done.is_set():
            seen.extend(web.get(f"/p{n}.html") for n in range(0, 60, 7))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for version, site in enumerate(sites[1:], 1):
            publish(Folder("web", 1), tmp_path, site, site=f"site{version}")
    finally:
        done.set()
        reader.join()
    seen.append(web.get("/p0.html"))

    assert {200} == {status for status, _ in seen}
    versions = [int(data) for _, data in seen]
    assert sorted(versions) == versions
    assert 5 == versions[-1]


def test_nginx_shows_what_was_published_and_what_is_not_there_is_the_sites_own_page(nginx, tmp_path):
    publish(Folder("web"), tmp_path, OLD)
    web = nginx(tmp_path / "web/current")
    publish(Folder("web"), tmp_path, NEW, site="site2")

    for path, data in as_bytes(NEW).items():
        assert (200, data) == web.get(f"/{path}")
    assert [(200, b"new"), (200, b"new a"), (404, b"no")] == [web.get(path) for path in ("/", "/a/", "/gone/x.html")]


# --------------------------------------------------------------------------- a full disk


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may mount a disk")
def test_on_a_full_disk_readers_keep_the_old_site_and_room_heals():
    with folder({}) as home:
        disk = home / "disk"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("no disk can be mounted here")
        try:
            to = Folder("disk/web")
            publish(to, home, OLD)
            large = {**NEW, "large.png": "x" * 600_000}
            with pytest.raises(OSError, match="No space left"):
                publish(to, home, large, site="site-new")
            assert as_bytes(OLD) == tree(disk / "web/current")
            publish(to, home, NEW, site="site-small")
            assert as_bytes(NEW) == tree(disk / "web/current")
            subprocess.run(["mount", "-o", "remount,size=100m", str(disk)], check=True)
            publish(to, home, large, site="site-new")
            shown = tree(disk / "web/current")
        finally:
            subprocess.run(["umount", str(disk)], check=True)

        assert as_bytes(large) == shown
