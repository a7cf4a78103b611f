"""The ledger: what the last build wrote into an output folder, and from what.

Owns the record by which a file is known to be ours, and to stand as it was written. It lives in `.fiche/`, one for each
output folder, and is as secret as the content.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from fiche import sealed
from fiche.digest import digest
from fiche.outputs import Listed
from fiche.problem import Problem
from fiche.value import Unreadable, Value, encode, reader

if sys.platform != "win32":
    import fcntl

_VERSION = 2


class Line(Value, frozen=True):
    """One file written: the key of its page, the digest of its bytes, and what the file system says of it."""

    key: str
    digest: str
    stat: tuple[int, ...] = ()
    """Size, modification and change in nanoseconds, inode."""


class Trace(Value, frozen=True):
    """What a job made, and from what."""

    readings: tuple[int, ...]
    """Where in the ledger's readings each of its own stands."""
    files: tuple[tuple[str, str], ...]
    """Path and origin of each file."""
    listed: tuple[Listed, ...] = ()


class Standing(Value, frozen=True):
    """What the whole site was made from: while that is the same, nothing need be looked at but the files."""

    of: str
    """Digest of the program, all input files and what was wished."""
    since: datetime
    until: datetime
    """From when, and before when, the clock changes nothing."""
    briefs: int
    problems: tuple[Problem, ...]
    """The warnings."""
    woven: str = ""
    """Digest of the publication as it was woven last (`woven_file`): with other texts in places, it is what stands."""
    retold: tuple[str, ...] = ()
    """The files that have other texts."""


class _Kept(Value, frozen=True):
    version: int
    lines: dict[str, Line]
    started: tuple[str, ...]
    readings: tuple[tuple[str, str], ...]
    traces: dict[str, Trace]
    standing: Standing | None


class Ledger(Value, frozen=True):
    """All files of one output folder that are ours, by path."""

    file: Path
    lines: dict[str, Line]
    started: frozenset[str] = frozenset()
    """Paths that a build set out to write; ours even if it was killed before it could say so."""
    readings: tuple[tuple[str, str], ...] = ()
    """Each reading and the digest of what it gave."""
    traces: Mapping[str, Trace] = MappingProxyType({})
    """By name of a job."""
    standing: Standing | None = None
    saved: int = 0
    """When it was written, in nanoseconds by the clock of the file system. What changed later, or then, is not trusted."""

    def owns(self, path: str) -> bool:
        """Say whether a file of the output folder is ours."""
        return path in self.lines or path in self.started

    def stands(self, path: str, out: str) -> bool:
        """Say whether a file is as it was written, by what the file system says of it."""
        line = self.lines.get(path)
        return (
            line is not None and len(line.stat) == 4 and line.stat[2] < self.saved and stat_of(out, path) == line.stat
        )


class Written(Value, frozen=True):
    """What a write did to the output folder."""

    ledger: Ledger
    new: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0


def stat_of(out: str, path: str) -> tuple[int, ...]:
    """Return what the file system says of a regular file of a folder; nothing if there is none."""
    try:
        found = os.lstat(f"{out}/{path}")
    except OSError:
        return ()
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


_KEPT = reader(_Kept)


def open_ledger(folder: Path, out: Path) -> Ledger:
    """Read the ledger of an output folder; a missing or damaged one counts as empty.

    The output is known by where it lies from `folder`, so that a project may be moved as a whole.
    """
    file = _file(folder, out)
    try:
        kept = _KEPT(sealed.load(file) or b"")
        saved = file.stat().st_mtime_ns
    except (OSError, *Unreadable):
        return Ledger(file, {})
    if kept.version != _VERSION:
        return Ledger(file, {})
    lines = {path: line for path, line in kept.lines.items() if _is_inside(path)}
    return Ledger(
        file, lines, frozenset(filter(_is_inside, kept.started)), kept.readings, kept.traces, kept.standing, saved
    )


def is_saved(ledger: Ledger) -> bool:
    """Say whether a ledger that was read is still the one on the disk."""
    with suppress(OSError):
        return ledger.file.stat().st_mtime_ns == ledger.saved
    return not ledger.saved


@contextmanager
def alone(folder: Path, out: Path) -> Iterator[None]:
    """Wait until no other build writes to an output folder, and keep others waiting meanwhile.

    The lock is the system's and ends with the process, however it ends. Where there are no such locks (Windows, some
    network disks) nobody waits.
    """
    file = _file(folder, out).with_suffix(".lock")
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "rb") as stream:
        if sys.platform != "win32":
            with suppress(OSError):
                fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _file(folder: Path, out: Path) -> Path:
    return folder / "ledgers" / f"{digest(os.path.relpath(out.resolve(), folder.resolve()))[:16]}.json"


def woven_file(ledger: Ledger) -> Path:
    """Return where the publication is kept that a ledger's output was last made from."""
    return ledger.file.with_suffix(".woven")


def _is_inside(path: str) -> bool:
    """Say whether a path leads into the output folder: what a ledger says may be deleted."""
    return bool(path) and not path.startswith("/") and ".." not in path.split("/")


def save(ledger: Ledger) -> None:
    """Write the ledger, whole or not at all."""
    kept = _Kept(
        _VERSION, ledger.lines, tuple(sorted(ledger.started)), ledger.readings, dict(ledger.traces), ledger.standing
    )
    sealed.save(ledger.file, encode(kept))


def traces_of(
    jobs: Iterable[tuple[str, tuple[str, ...], tuple[tuple[str, str], ...], tuple[Listed, ...]]],
) -> tuple[dict[str, Trace], tuple[str, ...]]:
    """Return the traces of jobs (name, readings, files, what the sitemap lists), and all readings in the order they stand."""
    order: dict[str, int] = {}
    traces = {
        name: Trace(tuple(order.setdefault(reading, len(order)) for reading in readings), files, listed)
        for name, readings, files, listed in jobs
    }
    return traces, tuple(order)
