"""Content-addressed results of pure work: a key is the digest of all that went into the value.

Owns the keeping, not the keys: values are bytes, in hand or in one SQLite file that outlives the run. The file may be
deleted, cut short or damaged at any byte: what does not pass its checksum is no value, and a file that is no database is
begun anew. It holds no code, only bytes whose readers check their types, so it may come from another machine's cache.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_FORMAT = 1
"""The `user_version` of the file: another number is another layout."""
_SCHEMA = "CREATE TABLE value (key TEXT PRIMARY KEY, mark BLOB NOT NULL, data BLOB NOT NULL)"
_IN_HAND = 4 * 1024 * 1024
"""Bytes of new values held before they go to the file."""
_ASKED = 500
"""Keys in one question to the database."""
_CACHE = 65536
"""KiB of the file that are held at most: the keys have no order, so each value is somewhere else."""
_WAIT = 120.0
"""Seconds another build may keep the file to itself."""


class Lost(Exception):
    """A value that was there is gone: the file was damaged. What was built on it must be built anew."""


class Memo:
    """Values by their digest. Without a file they live for one run; `close` keeps them in it."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self.damaged = False
        """The file was there and could not be used, or a value in it was not what had been written."""
        self._fresh: dict[str, bytes] = {}
        self._weight = 0
        self._base: sqlite3.Connection | None = None
        if file is not None:
            self._base = self._opened(file)

    # ----------------------------------------------------------------------- values

    def put(self, key: str, data: bytes) -> str:
        """Keep a value and return its key. Two values under one key are the same value."""
        if key not in self._fresh:
            self._fresh[key] = data
            self._weight += len(data)
            if self._base is not None and self._weight > _IN_HAND:
                self.flush()
        return key

    def get(self, key: str) -> bytes:
        """Return the value kept under a key; KeyError if there is none."""
        if key in self._fresh:
            return self._fresh[key]
        found = dict(self._found([key]))
        return found[key]

    def sure(self, key: str) -> bytes:
        """Return a value that another one says is there. Raises Lost if it is not."""
        try:
            return self.get(key)
        except KeyError:
            raise Lost(key) from None

    def clear(self) -> None:
        """Forget everything."""
        self._fresh.clear()
        if self._base is not None:
            with suppress(sqlite3.Error), self._base:
                self._base.execute("DELETE FROM value")

    def many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """Return those of some values that there are."""
        wanted = list(keys)
        found = dict(self._found([key for key in wanted if key not in self._fresh]))
        return found | {key: self._fresh[key] for key in wanted if key in self._fresh}

    def __contains__(self, key: str) -> bool:
        return key in self.many([key])

    def __iter__(self) -> Iterator[str]:
        self.flush()
        yield from self._fresh
        if self._base is not None:
            yield from (key for (key,) in self._base.execute("SELECT key FROM value"))

    def drop(self, key: str) -> None:
        """Forget a value."""
        self._fresh.pop(key, None)
        if self._base is not None:
            with suppress(sqlite3.Error), self._base:
                self._base.execute("DELETE FROM value WHERE key = ?", (key,))

    # ----------------------------------------------------------------------- the file

    def flush(self) -> None:
        """Put what is in hand into the file, so that other processes find it."""
        if self._base is None or not self._fresh:
            return
        rows = [(key, _mark(key, data), data) for key, data in self._fresh.items()]
        try:
            with self._base:
                self._base.executemany("INSERT OR REPLACE INTO value VALUES (?, ?, ?)", rows)
        except sqlite3.Error:  # the disk is full, the folder may not be written: the run goes on with what is in hand
            self._base = None
            return
        self._fresh.clear()
        self._weight = 0

    def is_crowded(self, about: int) -> bool:
        """Say whether the greater part of the file is of no use, `about` so many values being all that are needed."""
        if self._base is not None:
            with suppress(sqlite3.Error):
                (count,) = self._base.execute("SELECT count(*) FROM value").fetchone()
                return bool(count > 2 * about + 1000)
        return False

    def keep(self, keys: Iterable[str], about: int) -> None:
        """Forget what is not among these keys, of which there are `about` so many, once the file is crowded."""
        self.flush()
        if self._base is None or not self.is_crowded(about):
            return
        with suppress(sqlite3.Error):
            wanted = set(keys)
            stale = [(key,) for (key,) in self._base.execute("SELECT key FROM value") if key not in wanted]
            with self._base:
                self._base.executemany("DELETE FROM value WHERE key = ?", stale)
            self._base.execute("VACUUM")

    def close(self) -> None:
        """Put what is in hand into the file and let go of it."""
        self.flush()
        if self._base is not None:
            self._base.close()
            self._base = None

    def _found(self, keys: list[str]) -> Iterator[tuple[str, bytes]]:
        for at in range(0, len(keys) if self._base is not None else 0, _ASKED):
            some = keys[at : at + _ASKED]
            marks = ",".join("?" * len(some))
            try:
                assert self._base is not None
                rows = self._base.execute(f"SELECT key, mark, data FROM value WHERE key IN ({marks})", some).fetchall()  # noqa: S608 - only question marks are put in
            except sqlite3.Error:
                self.damaged = True
                return
            for key, mark, data in rows:
                if isinstance(key, str) and isinstance(data, bytes) and mark == _mark(key, data):
                    yield key, data
                else:
                    self.damaged = True

    def _opened(self, file: Path) -> sqlite3.Connection | None:
        """Open the file, or begin it anew if it is not one of ours; None where none can be kept."""
        with suppress(OSError, sqlite3.Error):
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                return _connected(file)
            except sqlite3.OperationalError:
                raise
            except sqlite3.Error:
                self.damaged = True
                file.unlink()
                return _connected(file)
        return None


def _connected(file: Path) -> sqlite3.Connection:
    fresh = not file.exists()
    base = sqlite3.connect(file, timeout=_WAIT)
    if fresh:
        file.chmod(0o600)
    base.execute("PRAGMA synchronous = OFF")  # what a power cut spoils does not pass its checksum
    base.execute(f"PRAGMA cache_size = -{_CACHE}")
    (version,) = base.execute("PRAGMA user_version").fetchone()
    if version != _FORMAT:
        with base:
            base.execute("DROP TABLE IF EXISTS value")
            base.execute(_SCHEMA)
            base.execute(f"PRAGMA user_version = {_FORMAT}")
    base.execute("SELECT key, mark, data FROM value LIMIT 1").fetchone()
    return base


def _mark(key: str, data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=8, key=key.encode()[:64]).digest()
