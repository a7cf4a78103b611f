"""Stage one, scan: the only reader of inputs.

Finds every file of a publication and its digest, and refuses what must not be read: links that leave the folder, devices,
names that are not text. What the bytes mean is `parse`'s business.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from fiche.address import same_place
from fiche.digest import digest_bytes
from fiche.model import Source, Sources
from fiche.problem import Checked, Place, Problem, error, in_order, quoted

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


def scan(content: Path) -> Checked[Sources]:
    """Find the files of the content folder. Names an author's editor leaves behind, and hidden ones, are passed over.

    Whatever the folder is called, its files are known as `content/...`.
    """
    if not content.is_dir():
        advice = "run fiche beside it, name it with “--content”, or make a site with “fiche new site”"
        what = f"there is no folder {quoted(str(content))}; {advice}"
        return Checked(Sources(str(content), ()), (error(Place("content"), what, "no-content"),))
    files: list[Source] = []
    problems: list[Problem] = []
    for found in _walk(content, "content", os.path.realpath(content)):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            files.append(found)
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


def _walk(folder: Path, path: str, top: str) -> Iterator[Source | Problem]:
    if path.count("/") > DEPTH_LIMIT:
        what = f"folders stand in one another more than {DEPTH_LIMIT} deep; move what is in this one up"
        yield error(Place(path), what, "too-deep")
        return
    try:
        names = sorted(os.listdir(folder))
    except OSError as failure:
        yield error(Place(path), f"the folder cannot be read ({failure.strerror}); mend its permissions", "unreadable")
        return
    for name in names:
        if _is_leftover(name):
            continue
        here = f"{path}/{name}"
        if not _is_text(name):
            shown = os.fsencode(here).decode("utf-8", "replace")
            what = f"the name {quoted(shown)} is not UTF-8 text; rename the file"
            yield error(Place(shown), what, "file-name")
            continue
        yield from _entry(folder / name, here, top)


def _entry(file: Path, path: str, top: str) -> Iterator[Source | Problem]:
    try:
        status = file.lstat()
        if stat.S_ISLNK(status.st_mode):
            if not os.path.realpath(file).startswith(top + os.sep):
                what = "the symbolic link leads out of “content”; put a copy of the file there instead"
                yield error(Place(path), what, "link-outside")
                return
            status = file.stat()
            if stat.S_ISDIR(status.st_mode):
                what = "a symbolic link to a folder is not followed; move the folder here or remove the link"
                yield error(Place(path), what, "link-folder")
                return
        if stat.S_ISDIR(status.st_mode):
            yield from _walk(file, path, top)
        elif not stat.S_ISREG(status.st_mode):
            yield error(Place(path), "this is not a regular file; remove it from “content”", "not-a-file")
        else:
            yield _source(file, path, status.st_size)
    except OSError as failure:
        yield error(Place(path), f"the file cannot be read ({failure.strerror}); mend it or remove it", "unreadable")


def _source(file: Path, path: str, size: int) -> Source | Problem:
    limit = TEXT_LIMIT if path.lower().endswith(_TEXTS) else FILE_LIMIT
    if size > limit:
        what = f"the file has {size:,} bytes; the limit is {limit:,}: split it, or keep it elsewhere and link to it"
        return error(Place(path), what, "too-large")
    return source_of(file, path)


def _is_leftover(name: str) -> bool:
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
