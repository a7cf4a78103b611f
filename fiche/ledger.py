"""The ledger: what the last build wrote into an output folder, and from what.

Owns the record by which a file is known to be ours. It lives in `.fiche/`, one for each output folder, and is as secret as
the content.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fiche.digest import digest
from fiche.value import Value

if sys.platform != "win32":
    import fcntl

_VERSION = 1


class Line(Value, frozen=True):
    """One file written: the key of its job, and the digest of its bytes."""

    key: str
    digest: str


class Ledger(Value, frozen=True):
    """All files of one output folder that are ours, by path."""

    file: Path
    lines: dict[str, Line]
    started: frozenset[str] = frozenset()
    """Paths that a build set out to write; ours even if it was killed before it could say so."""

    def owns(self, path: str) -> bool:
        """Say whether a file of the output folder is ours."""
        return path in self.lines or path in self.started


def open_ledger(folder: Path, out: Path) -> Ledger:
    """Read the ledger of an output folder; a missing or damaged one counts as empty.

    The output is known by where it lies from `folder`, so that a project may be moved as a whole.
    """
    file = _file(folder, out)
    try:
        read = json.loads(file.read_bytes())
        if read["version"] != _VERSION:
            return Ledger(file, {})
        lines = {path: Line(str(key), str(value)) for path, (key, value) in read["files"].items() if _is_inside(path)}
        return Ledger(file, lines, frozenset(str(path) for path in read["started"] if _is_inside(path)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Ledger(file, {})


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


def _is_inside(path: str) -> bool:
    """Say whether a path leads into the output folder: what a ledger says may be deleted."""
    return bool(path) and not path.startswith("/") and ".." not in path.split("/")


def save(ledger: Ledger) -> None:
    """Write the ledger, whole or not at all, readable by its owner alone."""
    ledger.file.parent.mkdir(parents=True, exist_ok=True)
    lines = {path: (line.key, line.digest) for path, line in sorted(ledger.lines.items())}
    text = json.dumps({"version": _VERSION, "files": lines, "started": sorted(ledger.started)}, indent=0)
    draft = ledger.file.with_suffix(f".{os.getpid()}.new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
    draft.replace(ledger.file)
