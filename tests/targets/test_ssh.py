"""A folder on a server: whole releases, one link, nothing of others is touched, and whoever is cut off leaves the old site."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import time
from pathlib import Path

import pytest

from fiche.changes import compare
from fiche.destination import Folder, Ssh
from fiche.targets import opened
from fiche.targets.target import Failed
from tests.targets import places
from tests.targets.places import ONE, TWO, as_bytes, destination, lay, settled, surroundings, tree, turns
from tests.targets.sshd import far

assert far


@pytest.fixture(autouse=True)
def _by_it(far, monkeypatch):
    """Have the tests' `ssh` be found, and lead to the tests' server."""
    monkeypatch.setenv("PATH", far.path)


def web(home, **options):
    return Ssh("far", str(home / "web"), **options)


def publish(home, files, *, site="site", keep=5, **environ):
    return places.publish(web(home, keep=keep), home, files, site=site, **environ)


def standing(home):
    return places.standing(web(home), home)


def undo(home):
    return places.undo(web(home), home)


def live(home):
    return tree(home / "web/current")


def releases(home):
    return sorted(path.name for path in (home / "web/releases").iterdir() if path.is_dir())


def test_who_publishes_is_asked_to_log_in_once(far, tmp_path):
    publish(tmp_path, ONE)
    log = tmp_path / "log"
    program = tmp_path / "bin/ssh"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$$" >>{log}\nPATH={far.path}\nexec ssh "$@"\n')
    program.chmod(0o755)
    _, plan = publish(tmp_path, TWO, site="site2", PATH=f"{program.parent}:{far.path}")

    assert plan.account.changes.changed
    assert 1 == len(log.read_text().split())


def test_files_are_for_everybody_to_read(tmp_path):
    publish(tmp_path, ONE)
    (tmp_path / "web/current/a").chmod(0o700)
    publish(tmp_path, {**ONE, "style.css": "q{}"})
    shown = (tmp_path / "web/current").resolve()

    assert {0o644} == {stat.S_IMODE(file.stat().st_mode) for file in shown.rglob("*") if file.is_file()}
    assert {0o755} == {
        stat.S_IMODE(each.stat().st_mode) for each in (shown, shown / "a", shown.parent, tmp_path / "web")
    }


ODD = (
    " a b.html", "-n", "--help/x.html", "a'b.html", 'a"b.html', "a\nb.html", "\n", "é/ü.html", "اب.html", "#x", ";x", "*",
    "$(touch x)", "`x`", "a\\b", "~", "x" * 120 + "/" + "y" * 120,
)  # fmt: skip


def test_odd_names_arrive_as_they_are(tmp_path):
    home = tmp_path / 'it\'s a $(home) "here" é'
    home.mkdir()
    site = {name: f"{n}" for n, name in enumerate(ODD)}
    publish(home, site)
    assert as_bytes(site) == live(home)

    after = {**dict(list(site.items())[::2]), "*": "new", "a\nb.html": "new"}
    _, plan = publish(home, after, site="site2", keep=0)
    assert as_bytes(after) == live(home)
    assert 1 == len(releases(home))
    read = dict(opened_read(home, list(after)))
    assert as_bytes(after) == read
    assert 2 == len(plan.account.changes.changed)


def opened_read(home, paths):
    with opened(destination(web(home)), surroundings(home)) as place:
        yield from place.read(place.standing(), paths)


def test_a_folder_from_the_far_home_is_found_there(far, tmp_path):
    name = f"fiche-test-{os.getpid()}-{far.port}"
    there = Path("~").expanduser() / name
    try:
        places.publish(Ssh("far", name), tmp_path, ONE)
        assert as_bytes(ONE) == tree(there / "current")
        assert places.standing(Ssh("far", name), tmp_path).release
    finally:
        shutil.rmtree(there, ignore_errors=True)


# --------------------------------------------------------------------------- whatever was there


def meddle(home, deed):
    shown = home / "web/current"
    match deed:
        case "edited":
            (shown / "style.css").write_text("mine")
        case "replaced":
            (shown / "style.css").unlink()
            (shown / "style.css").write_text("P{}")
        case "deleted":
            (shown / "style.css").unlink()
        case "unreadable":
            (shown / "style.css").chmod(0o600)
        case "added":
            (shown / "x/y").mkdir(parents=True)
            (shown / "x/y/mine.txt").write_text("mine")
        case "linked":
            (shown / "away").symlink_to("/etc")
        case "a folder that leads elsewhere":
            (home / "else").mkdir(exist_ok=True)
            (home / "else/index.html").write_text("mine")
            shutil.rmtree(shown / "a")
            (shown / "a").symlink_to(home / "else")
        case "forgotten":
            for file in (home / "web/releases").glob("*.json"):
                file.unlink()
        case "damaged":
            for file in (home / "web/releases").glob("*.json"):
                file.write_bytes(file.read_bytes()[:-9])
        case "notes forgotten":
            for file in (home / "web/releases").glob("*.files"):
                file.unlink()
        case "notes damaged":
            for file in (home / "web/releases").glob("*.files"):
                file.write_bytes(file.read_bytes()[:-9])
        case "half a release":
            left = home / "web/releases/000009-0123456789"
            left.mkdir(exist_ok=True)
            (left / "x.html").write_text("x")
            left.with_name(f"{left.name}.paths").write_bytes(b"-\nx.html\0")
        case "a passing link":
            (home / "web/current.new").symlink_to("nowhere")


DEEDS = (
    "edited", "replaced", "deleted", "unreadable", "added", "linked", "a folder that leads elsewhere",
    "forgotten", "damaged", "notes forgotten", "notes damaged", "half a release", "a passing link",
)  # fmt: skip


@pytest.mark.slow
def test_law_what_is_online_is_the_site_whatever_was_there(tmp_path):
    """One deed after another, so that each also meets what those before have left."""
    for n, deed in enumerate(DEEDS):
        site = {
            "index.html": str(n),
            "style.css": "p{}",
            ("a/index.html", "a/b/c.txt", "é.html")[n % 3]: "1",
            "a/x": "1",
        }
        publish(tmp_path, site, site=f"site{n}", keep=n % 3)
        assert as_bytes(site) == live(tmp_path), deed
        assert {0o644} == {stat.S_IMODE((tmp_path / "web/current" / path).stat().st_mode) for path in site}
        meddle(tmp_path, deed)
    publish(tmp_path, site, site="site")
    assert as_bytes(site) == live(tmp_path)
    assert {"index.html": b"mine"} == tree(tmp_path / "else")


# --------------------------------------------------------------------------- two at once


def test_while_one_publishes_another_is_sent_away(tmp_path):
    publish(tmp_path, ONE)
    built = lay(tmp_path / "site2", TWO)
    told = []

    def meanwhile(done, of):
        if not told:
            with pytest.raises(Failed, match="somebody else is publishing") as refused:
                publish(tmp_path, {"index.html": "3"}, site="site3")
            told.append(refused)

    with opened(destination(web(tmp_path)), surroundings(tmp_path)) as slow:
        online = slow.standing()
        slow.send(compare(online.files, built.files), built, online, meanwhile)

    assert told
    assert as_bytes(TWO) == live(tmp_path)


def test_who_publishes_into_that_folder_on_the_server_itself_waits_too(tmp_path):
    publish(tmp_path, ONE)
    built = lay(tmp_path / "site2", TWO)

    def meanwhile(done, of):
        with pytest.raises(Failed, match="somebody else is publishing"):
            places.publish(Folder("web"), tmp_path, {"index.html": "3"}, site="site3")

    with opened(destination(web(tmp_path)), surroundings(tmp_path)) as slow:
        online = slow.standing()
        slow.send(compare(online.files, built.files), built, online, meanwhile)
    assert as_bytes(TWO) == live(tmp_path)


# --------------------------------------------------------------------------- what fails


OLD = {"index.html": "old", "a/index.html": "old a", "style.css": "p{}", "gone/x.html": "x"}
NEW = {"index.html": "new", "a/index.html": "new a", "c/d/index.html": "new", "style.css": "p{}", "sitemap.xml": "x"}
OLDER = {**NEW, "a/index.html": "older", "older/x.html": "x"}


@pytest.mark.slow
@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.fuzz)], ids=["some", "all"])
def test_wherever_the_connection_is_cut_the_site_is_whole_and_the_next_time_heals_it(tmp_path, step):
    """Cut after things that are said, and in the middle of others, while a release is made of an old one."""
    first = tmp_path / "first"
    first.mkdir()
    turns(web(first, keep=1), first, OLDER, OLD)
    count = tmp_path / "count"
    count.write_text("")
    built = lay(first / "site-new", NEW)
    send(first, built, FAR_CUT=str(1 << 30), FAR_COUNT=str(count))
    ends, at = [0], 0
    for size in map(int, count.read_text().split()):
        ends += [at + size // 2, at + size]
        at += size
    assert len(ends) > 12

    whole = 0
    for n, cut in enumerate(dict.fromkeys(ends[2:-1:step])):
        home = tmp_path / str(n)
        home.mkdir()
        turns(web(home, keep=1), home, OLDER, OLD)
        try:
            send(home, lay(home / "site-new", NEW), FAR_CUT=str(cut), FAR_COUNT=str(count))
            whole += 1
        except Failed:
            pass
        settled(home)
        assert live(home) in (as_bytes(OLD), as_bytes(NEW)), cut
        publish(home, NEW, site="site-new", keep=1)
        assert as_bytes(NEW) == live(home), cut
        assert {f"{name}{end}" for name in releases(home) for end in ("", ".files", ".json", ".paths")} == {
            path.name for path in (home / "web/releases").iterdir()
        }
        assert {".fiche-target", "current", "releases"} == {path.name for path in (home / "web").iterdir()}
        undo(home)
        assert live(home) in (as_bytes(OLD), as_bytes(NEW)), cut
    assert whole < 4


def send(home, built, **environ):
    """Send a site over a connection that may be cut; what was there was looked at over another."""
    to = destination(web(home, keep=1))
    with opened(to, surroundings(home)) as place:
        online = place.standing()
    with opened(to, surroundings(home, **environ)) as place:
        place.send(compare(online.files, built.files), built, online, lambda done, of: None)


def test_a_publisher_that_is_killed_lets_go_of_everything(tmp_path):
    publish(tmp_path, OLD)
    built = lay(tmp_path / "site-new", NEW)
    child = os.fork()
    if not child:
        try:
            with opened(destination(web(tmp_path)), surroundings(tmp_path)) as place:
                online = place.standing()
                told = lambda done, of: os.kill(os.getpid(), signal.SIGKILL) if done == 3 else None
                place.send(compare(online.files, built.files), built, online, told)
        finally:
            os._exit(0)
    assert -signal.SIGKILL == os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    settled(tmp_path)
    assert as_bytes(OLD) == live(tmp_path)
    publish(tmp_path, NEW, site="site-new")
    assert as_bytes(NEW) == live(tmp_path)


def config(far, tmp_path, **changes):
    text = (far.home / "config").read_text()
    for key, value in changes.items():
        lines = [f"  {key} {value}" if line.split()[0] == key else line for line in text.splitlines()]
        text = "\n".join(lines) + "\n"
    (tmp_path / "config").write_text(text)
    return str(tmp_path / "config")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"UserKnownHostsFile": "/dev/null"}, r"Host key verification failed.*; connect to it once by hand"),
        ({"IdentityFile": "/nowhere"}, r"Permission denied \(publickey\).*; see that “ssh” gets in"),
        ({"Port": "1"}, r"Connection refused; see whether the server is up"),
        ({"HostName": "nobody.invalid"}, r"Could not resolve hostname.*; see whether the name is right"),
    ],
)
def test_an_error_of_ssh_is_one_sentence_with_what_to_do(far, tmp_path, changes, expected):
    with pytest.raises(Failed, match=f"^far:.*{expected}") as told:
        publish(tmp_path, ONE, FAR_CONF=config(far, tmp_path, **changes))
    assert "\n" not in str(told.value)


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(far, tmp_path, monkeypatch):
    monkeypatch.setattr("fiche.targets.ssh.PATIENCE", 1)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        changes = {"Port": str(deaf.getsockname()[1])}
        with pytest.raises(Failed, match=r"timed out.*; see whether the server is up"):
            publish(tmp_path, ONE, FAR_CONF=config(far, tmp_path, **changes))


def test_another_key_than_before_is_told_above_all(far, tmp_path):
    known = (far.home / "known").read_text().split()
    other = (far.home / "key.pub").read_text().split()
    (tmp_path / "known").write_text(f"{known[0]} {other[0]} {other[1]}\n")

    with pytest.raises(Failed, match="another key than before"):
        publish(tmp_path, ONE, FAR_CONF=config(far, tmp_path, UserKnownHostsFile=tmp_path / "known"))


def test_without_ssh_that_is_told(tmp_path):
    with pytest.raises(Failed, match="no program “ssh” here"):
        publish(tmp_path, ONE, PATH=str(tmp_path))


def test_on_a_disk_that_cannot_be_written_readers_keep_the_old_site(tmp_path):
    with pytest.raises(Failed, match="let it be yours"):
        places.publish(Ssh("far", "/sys/fiche"), tmp_path, ONE)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a disk")
def test_on_a_full_disk_readers_keep_the_old_site_and_room_heals(tmp_path):
    disk = tmp_path / "web"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        publish(tmp_path, ONE)
        large = {**TWO, "large.png": "x" * 600_000}
        with pytest.raises(Failed, match="make room there"):
            publish(tmp_path, large, site="site2")
        settled(tmp_path)
        assert as_bytes(ONE) == live(tmp_path)
        publish(tmp_path, TWO, site="site3")
        assert as_bytes(TWO) == live(tmp_path)
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)  # the far shell may still be in it


def test_many_files_go_at_once(tmp_path):
    site = {f"{n // 100}/p{n}.html": f"<p>{n}</p>" * 50 for n in range(3000)}
    started = time.perf_counter()
    publish(tmp_path, site)
    publish(tmp_path, {**site, "0/p1.html": "new"}, site="site2")

    assert as_bytes({**site, "0/p1.html": "new"}) == live(tmp_path)
    assert 60 > time.perf_counter() - started
