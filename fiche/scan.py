"""Stage one, scan: the only reader of inputs.

Finds every file of a publication and its digest, and refuses what must not be read: links that leave the folder, devices,
names that are not text. What the bytes mean is `parse`'s business.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from fiche import sealed
from fiche.address import same_place
from fiche.digest import digest, digest_bytes
from fiche.model import Source, Sources
from fiche.problem import Checked, Place, Problem, error, in_order, quoted
from fiche.value import Unreadable, Value, encode, reader

TEXT_LIMIT = 16 * 1024 * 1024
"""Bytes of a text (`.md`, `.yaml`); a larger one is refused before it is read."""
FILE_LIMIT = 256 * 1024 * 1024
"""Bytes of an attachment."""
DEPTH_LIMIT = 64
"""How deep folders may stand in one another."""

_TEXTS = (".md", ".yaml", ".yml")
_LEFTOVERS = ("~", ".swp", ".swo", ".orig", ".rej", ".bak", ".tmp")
_FURNITURE = frozenset({"thumbs.db", "desktop.ini", "node_modules", "__pycache__"})


class Changed(Exception):
    """A file changed between the scan and its reading."""


class _Stat(Value, frozen=True):
    """What the file system said of a file when it was read, and the source it then was."""

    stat: tuple[int, ...]
    source: Source


class _Seen(Value, frozen=True):
    root: str
    files: dict[str, _Stat]


_SEEN = reader(_Seen)
RACY = 2_000_000_000
"""Nanoseconds before a scan in which a change leaves a file in doubt: as coarse as the times of any file system."""


class Eyes:
    """Remembers the digests of files, and believes them by the rule of git's index.

    A file is not read again if its size, inode, times of modification and change are the same to the nanosecond, and
    neither time was within the racy window of the scan that read it. Serves one scan, or one after the other.
    """

    def __init__(self, own: Path | None, root: str) -> None:
        self._file = own / "seen.json" if own else None
        self._root = digest(root)
        self._known: dict[str, _Stat] = {}
        self._found: dict[str, _Stat] = {}
        self._read = False
        if self._file is not None:
            with suppress(*Unreadable):
                seen = _SEEN(sealed.load(self._file) or b"")
                self._known = seen.files if seen.root == self._root else {}
        self._began = 0

    def begin(self) -> None:
        """Begin a scan: what the last one found is known."""
        self._known, self._found = self._found or self._known, {}
        self._began = clock_of(self._file.parent) if self._file else 0

    def again(self, content: Path, source: Source) -> Source | None:
        """Look again at a file that a scan found, and at nothing else; None if it is no regular file now, or too large."""
        file = file_of(str(content), source)
        try:
            status = file.lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > _limit(source.path):
                return None
            return self.source(str(file), source.real or source.path, status)
        except OSError:
            return None

    def source(self, file: str, path: str, status: os.stat_result) -> Source:
        """Return a file as a source, read only if it must be."""
        stat = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev)
        known = self._known.get(path)
        if known is None or known.stat != stat:
            self._read = True
            known = _Stat(stat, source_of(Path(file), path))
        if max(stat[1:3]) < self._began - RACY:
            self._found[path] = known
        return known.source

    def remember(self) -> None:
        """Keep what was found for the next scan; where that cannot be, it reads all again."""
        if self._file is not None and (self._read or len(self._found) != len(self._known)):
            with suppress(OSError):
                sealed.save(self._file, encode(_Seen(self._root, self._found)))


def clock_of(folder: Path) -> int:
    """Return the time, in nanoseconds, by the clock of a folder's own file system.

    0 where it tells none: nothing is believed then.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mark = folder / "now"
        mark.write_bytes(b"")
        return mark.stat().st_mtime_ns
    except OSError:
        return 0


def scan(content: Path, *, own: Path | None = None, eyes: Eyes | None = None) -> Checked[Sources]:
    """Find the files of the content folder. Names an author's editor leaves behind, and hidden ones, are passed over.

    Whatever the folder is called, its files are known as `content/...`. In `own` (`.fiche/`) is remembered what was read,
    so that files that have not changed are not read again; without it, all are. Whoever scans often keeps its `eyes`, and
    says itself when they are to `remember`.
    """
    if not content.is_dir():
        advice = "run fiche beside it, name it with “--content”, or make a site with “fiche new site”"
        what = f"there is no folder {quoted(str(content))}; {advice}"
        return Checked(Sources(str(content), ()), (error(Place("content"), what, "no-content"),))
    files: list[Source] = []
    problems: list[Problem] = []
    seeing = eyes or Eyes(own, str(content))
    seeing.begin()
    for found in _walk(str(content), "content", os.path.realpath(content), seeing):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            files.append(found)
    if eyes is None:
        seeing.remember()
    files.sort(key=lambda source: source.path)
    problems.extend(_twins(files))
    return Checked(Sources(str(content), tuple(files)), in_order(problems))


def file_of(content: str, source: Source) -> Path:
    """Return where a source of the content folder is."""
    return Path(content, (source.real or source.path).removeprefix("content/"))


def read(file: Path, source: Source) -> bytes:
    """Return the bytes of a source. Raise Changed if they are no longer those that were scanned."""
    data = file.read_bytes()
    if digest_bytes(data) != source.digest:
        raise Changed(source.path)
    return data


def source_of(file: Path, path: str) -> Source:
    """Return a file as a source known by a path, whatever the Unicode form of its name."""
    data = file.read_bytes()
    known = unicodedata.normalize("NFC", path)
    return Source(known, digest_bytes(data), len(data), "" if known == path else path)


def _walk(folder: str, path: str, top: str, eyes: Eyes) -> Iterator[Source | Problem]:
    if path.count("/") > DEPTH_LIMIT:
        what = f"folders stand in one another more than {DEPTH_LIMIT} deep; move what is in this one up"
        yield error(Place(path), what, "too-deep")
        return
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as failure:
        yield error(Place(path), f"the folder cannot be read ({failure.strerror}); mend its permissions", "unreadable")
        return
    for entry in entries:
        name = entry.name
        if is_leftover(name):
            continue
        here = f"{path}/{name}"
        if not name.isascii() and not _is_text(name):
            shown = os.fsencode(here).decode("utf-8", "replace")
            what = f"the name {quoted(shown)} is not UTF-8 text; rename the file"
            yield error(Place(shown), what, "file-name")
            continue
        try:
            status = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(status.st_mode):
                yield _source(entry.path, here, status, eyes)
            elif stat.S_ISDIR(status.st_mode):
                yield from _walk(entry.path, here, top, eyes)
            else:
                yield _other(entry.path, here, top, status, eyes)
        except OSError as failure:
            yield error(
                Place(here), f"the file cannot be read ({failure.strerror}); mend it or remove it", "unreadable"
            )


def _other(file: str, path: str, top: str, status: os.stat_result, eyes: Eyes) -> Source | Problem:
    """Follow a symbolic link to a file within the content; refuse all else. Raises OSError."""
    if not stat.S_ISLNK(status.st_mode):
        return error(Place(path), "this is not a regular file; remove it from “content”", "not-a-file")
    if not os.path.realpath(file).startswith(top + os.sep):
        what = "the symbolic link leads out of “content”; put a copy of the file there instead"
        return error(Place(path), what, "link-outside")
    status = Path(file).stat()
    if stat.S_ISDIR(status.st_mode):
        what = "a symbolic link to a folder is not followed; move the folder here or remove the link"
        return error(Place(path), what, "link-folder")
    if not stat.S_ISREG(status.st_mode):
        return error(Place(path), "this is not a regular file; remove it from “content”", "not-a-file")
    return _source(file, path, status, eyes)


def _source(file: str, path: str, status: os.stat_result, eyes: Eyes) -> Source | Problem:
    limit, size = _limit(path), status.st_size
    if size > limit:
        what = f"the file has {size:,} bytes; the limit is {limit:,}: split it, or keep it elsewhere and link to it"
        return error(Place(path), what, "too-large")
    return eyes.source(file, path, status)


def _limit(path: str) -> int:
    return TEXT_LIMIT if path.lower().endswith(_TEXTS) else FILE_LIMIT


def is_leftover(name: str) -> bool:
    """Say whether a file or folder of that name is passed over: hidden, or left behind by an editor or a system."""
    lower = name.lower()
    return name[0] in ".#" or lower.endswith(_LEFTOVERS) or lower in _FURNITURE


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _twins(files: list[Source]) -> Iterator[Problem]:
    first: dict[str, Source] = {}
    for source in files:
        other = first.setdefault(same_place(source.path), source)
        if other is not source:
            what = f"{quoted(other.path)} has the same name but for capitals or accents' encoding; rename one of them"
            yield error(Place(source.path), what, "same-name")
