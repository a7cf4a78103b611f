"""How long it takes to publish one edited brief of an archive, to each kind of place, and what is sent.

    python bench/publish.py [--briefs 10000] [--places folder,git,git-none,ssh,s3,s3-moto,zip] [--runs 3]

Owns the tables of `make bench-publish`. A publication is written, built and published once; then one brief is edited and
`fiche publish --yes --json` is timed as a whole process: build, comparison with what is online, account, sending. Beside it
stands what one would do by hand with the built site (`rsync -a`, `git add, commit, push`, a `put` of the files that are new by
their time), which compares nothing and asks nobody. One release is kept to go back to, so that from the second edit on each is
made of the oldest, as it is for good with any `keep`. To add a place is to add a line to `PLACES`; one that needs a server names
that of `servers`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import corpus
import servers

ROOT = Path(__file__).resolve().parents[1]
FICHE = [sys.executable, str(ROOT / "build.py")]
PLAIN = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def run(command: Sequence[str | Path], home: Path) -> str:
    """Run a command to its end and return what it printed."""
    return subprocess.run(command, cwd=home, env=PLAIN, check=True, stdout=subprocess.PIPE, text=True).stdout


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes, begun with nothing left to write."""
    os.sync()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


# --------------------------------------------------------------------------- by hand


def _rsync(home: Path) -> None:
    """Copy the folder, or what differs of it by size and time."""
    run(["rsync", "-a", "--delete", "site/", "by-hand/"], home)


def _rsync_far(home: Path) -> None:
    """Copy the folder to the server, or what differs of it by size and time."""
    run(["rsync", "-az", "--delete", "site/", f"far:{home}/by-hand-far/"], home)


_PUT = """
import os, sys
from concurrent.futures import ThreadPoolExecutor
import boto3
store, since = boto3.client("s3"), os.stat("by-hand-put").st_mtime if os.path.exists("by-hand-put") else 0
open("by-hand-put", "w").close()
paths = [os.path.join(base, name) for base, _, names in os.walk("site") for name in names]
with ThreadPoolExecutor(16) as threads:
    for _ in threads.map(
        lambda path: store.put_object(Bucket="briefs", Key="by-hand/" + path, Body=open(path, "rb").read()),
        [path for path in paths if os.stat(path).st_mtime >= since],
    ):
        pass
"""


def _put(home: Path) -> None:
    """Put the files that are newer than the last time."""
    run([sys.executable, "-W", "ignore", "-c", _PUT], home)


def _git(home: Path) -> None:
    """Commit the folder in a repository of its own, and push it."""
    there = home / "by-hand.git"
    us = ["git", "--git-dir", str(home / "by-hand-work.git"), "--work-tree", str(home / "site")]
    if not there.is_dir():
        run(["git", "init", "--quiet", "--bare", there], home)
        run([*us, "init", "--quiet"], home)
    run([*us, "add", "--all"], home / "site")
    run([*us, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--quiet", "--message", "x"], home)
    run([*us, "push", "--quiet", str(there), "HEAD:gh-pages"], home)


def _bare(home: Path) -> None:
    for name in ("far.git", "far-none.git"):
        if not (home / name).is_dir():
            run(["git", "init", "--quiet", "--bare", name], home)


def _nothing(home: Path) -> None:
    """Make nothing ready."""


@dataclass(frozen=True)
class Place:
    """A kind of place: its lines in `site.yaml`, what must be there before, what one would do by hand, and with what."""

    settings: str
    ready: Callable[[Path], None] = _nothing
    by_hand: Callable[[Path], None] | None = None
    needs: str = ""
    server: Callable[[Path, ExitStack], Mapping[str, str]] | None = field(default=None)
    """Starts what it is sent to, and returns the environment that leads there; the table has its name."""


PLACES = {
    "folder": Place("{folder: web, keep: 1}", by_hand=_rsync, needs="rsync"),
    "git": Place("{git: ./far.git}", ready=_bare, by_hand=_git, needs="git"),
    "git-none": Place("{git: ./far-none.git, history: none}", ready=_bare),
    "ssh": Place("{ssh: 'far:HOME/far-web', keep: 1}", by_hand=_rsync_far, needs="rsync", server=servers.sshd),
    "s3": Place("{s3: briefs, prefix: web}", by_hand=_put, needs="python3", server=servers.rclone),
    "s3-moto": Place("{s3: briefs, prefix: web}", by_hand=_put, needs="python3", server=servers.moto),
    "zip": Place("{zip: briefs.zip}"),
}


# --------------------------------------------------------------------------- the run


def laid(home: Path, briefs: int) -> Path:
    """Write a publication with all places, and return the brief that is edited."""
    shutil.rmtree(home, ignore_errors=True)
    for _ in corpus.write(home, briefs=briefs):
        pass
    with (home / "content" / "site.yaml").open("a", encoding="utf-8") as settings:
        settings.write(
            "publish:\n"
            + "".join(f"  {name}: {place.settings}\n" for name, place in PLACES.items()).replace("HOME", str(home))
        )
    return min((home / "content" / "briefs").rglob("*.md"))


def measured(name: str, home: Path, edited: Path, runs: int) -> str:
    """Publish to a place once, then after each of some edits; return a line of the table."""
    place = PLACES[name]
    place.ready(home)
    by_hand = place.by_hand if place.by_hand and shutil.which(place.needs) else None
    first = timed(lambda: run([*FICHE, "publish", name, "--yes", "--json"], home))
    if by_hand:
        by_hand(home)
    ours, theirs, sent = [], [], set[int]()
    for turn in range(runs):
        edited.write_text(f"{edited.read_text('utf-8')}\nA sentence more, for {name}, number {turn}.\n", "utf-8")
        os.sync()
        started = time.perf_counter()
        told = run([*FICHE, "publish", name, "--yes", "--json"], home)
        ours.append(time.perf_counter() - started)
        sent.add(len(json.loads(told)["sent"]))
        if by_hand:
            theirs.append(timed(lambda: by_hand(home)))
    hand = f"{statistics.median(theirs):.2f}" if theirs else "–"
    files = ", ".join(map(str, sorted(sent)))
    label = f"{name} ({place.server.__name__})" if place.server else name
    return f"| {label} | {first:.1f} | {files} | {statistics.median(ours):.2f} | {min(ours):.2f} | {hand} |"


def main() -> int:
    """Measure, and print the table."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--briefs", type=int, default=10_000)
    asked.add_argument("--places", default=",".join(PLACES), help=f"some of {', '.join(PLACES)}")
    asked.add_argument("--runs", type=int, default=3, help="edits, each published; the table has their median")
    asked.add_argument("--work", type=Path, default=ROOT / "bench" / "work" / ".fiche-bench-publish")
    options = asked.parse_args()
    names = options.places.split(",")
    unknown = [name for name in names if name not in PLACES]
    if unknown:
        asked.error(f"no place is called {unknown[0]}; there are {', '.join(PLACES)}")
    running = ExitStack()
    try:
        options.work = options.work.resolve()
        edited = laid(options.work, options.briefs)
        print(run([*FICHE, "build"], options.work).strip())
        print(f"\n{options.briefs:,} briefs, one edited and published, {options.runs} times\n")
        print("| place | first time, s | files sent | median, s | best, s | by hand, s |\n|---|---|---|---|---|---|")
        for name in names:
            server = PLACES[name].server
            PLAIN.update(server(options.work / f"server-{name}", running) if server else {})
            print(measured(name, options.work, edited, options.runs), flush=True)
    finally:
        running.close()
        shutil.rmtree(options.work, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
