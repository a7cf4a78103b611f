"""Law 8, killed anywhere, healed next time: whole files only, and the next build is a clean one.

Real processes, killed by a real SIGKILL at drawn moments of their work; two builds at once; a disk that is full.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.sites import REGISTER, SITE, folder, tree

ROOT = Path(__file__).resolve().parents[2]
BUILD = [sys.executable, str(ROOT / "build.py"), "--as-of", "2016-08-24T12:00:00+02:00", "--jobs", "1"]
BRIEF = "---\ntitle: Brief {n}\ndate: 2016-08-{day:02}\nactors: [kerry]\ntopics: [alep]\n---\nTexte {n} de [[lavrov]].{more}\n"
FILES = {"site.yaml": SITE, **REGISTER}


def lay(home: Path, *, more: str = "", count: int = 20) -> None:
    for n in range(count):
        file = home / "content" / "briefs" / f"b{n:02}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(BRIEF.format(n=n, day=1 + n % 20, more=more if n % 2 else ""), "utf-8")


def built(home: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*BUILD, *more], cwd=home, capture_output=True, text=True, check=False)


def clean(home: Path) -> dict[str, bytes]:
    """Return what a build writes that knows of nothing before."""
    with folder({}) as other:
        shutil.copytree(home / "content", other / "content")
        assert 0 == built(other).returncode
        return tree(other / "site")


def killed_and_healed(moments: list[float]) -> None:
    with folder(FILES) as home:
        lay(home)
        assert 0 == built(home).returncode
        old = tree(home / "site")
        lay(home, more="\n\nEt plus.", count=22)
        new = clean(home)
        for moment in moments:
            run = subprocess.Popen(BUILD, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(moment)  # the moment of the kill is what is drawn
            run.send_signal(signal.SIGKILL)
            run.wait()
            stands = tree(home / "site")
            assert [] == [path for path, data in stands.items() if data not in (old.get(path), new.get(path))]
        done = built(home)

        assert (0, "") == (done.returncode, done.stderr)
        assert new == tree(home / "site")
        assert [".fiche", "content", "site"] == sorted(os.listdir(home))


@settings(max_examples=3)
@given(st.lists(st.floats(0.2, 1.4), min_size=3, max_size=3))
def test_a_build_that_is_killed_leaves_whole_files_and_the_next_is_a_clean_one(moments):
    killed_and_healed(moments)


@pytest.mark.fuzz
@settings(max_examples=60)
@given(st.lists(st.floats(0.1, 1.8), min_size=5, max_size=5))
def test_many_builds_that_are_killed(moments):
    killed_and_healed(moments)


def test_two_builds_at_once_make_one_clean_site():
    with folder(FILES) as home:
        lay(home)
        runs = [subprocess.Popen(BUILD, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
        said = [run.communicate() for run in runs]

        assert [0, 0, 0] == [run.returncode for run in runs], said
        assert clean(home) == tree(home / "site")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may mount a disk")
def test_a_full_disk_is_told_and_healed_by_room():
    with folder(FILES) as home:
        lay(home, count=4)
        disk = home / "disk"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("no disk can be mounted here")
        try:
            full = built(home, "--output", "disk/site")
            assert (3, 1) == (full.returncode, full.stderr.count("\n")), full.stderr
            assert not list(disk.glob(".*fiche-new*"))
            subprocess.run(["mount", "-o", "remount,size=100m", str(disk)], check=True)
            assert 0 == built(home, "--output", "disk/site").returncode
            ours = tree(disk / "site")
        finally:
            subprocess.run(["umount", str(disk)], check=True)

        assert clean(home) == ours


def test_a_folder_of_ours_that_may_not_be_written_costs_only_time():
    with folder(FILES) as home:
        lay(home, count=2)
        assert 0 == built(home).returncode
        (home / ".fiche" / "memo.db").unlink()
        (home / ".fiche" / "memo.db").mkdir()
        (home / ".fiche" / "seen.json").unlink()
        (home / ".fiche" / "seen.json").mkdir()
        lay(home, count=3)

        assert (0, clean(home)) == (built(home).returncode, tree(home / "site"))
