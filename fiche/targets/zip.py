"""A file that is handed on: the whole site in one `.zip`, which opens from a disk or a USB stick.

Owns what is in it: one folder named as the file is, so that what is unpacked lies in no heap, and files in an order and
with dates that are always the same, so that the same site is the same file. The file is replaced in one step; the one
before stays beside it, under `.before.zip`.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from fiche.built import Built
from fiche.changes import Changes
from fiche.destination import Destination, Zip
from fiche.digest import digest, digest_bytes
from fiche.targets.lock import lock
from fiche.targets.target import NOTHING, Host, Manifest, Overtaken, Refused, Surroundings, Told

_OURS = "fiche publish "
"""Begins the comment of a file of ours; the release follows."""
_DAY = (1980, 1, 1, 0, 0, 0)
"""The first that the format can tell."""
_UNIX = 3
_MODE = 0o100644 << 16
"""A file that everybody may read, where the system that unpacks it asks."""
_UNREADABLE = (OSError, zipfile.BadZipFile, EOFError, ValueError, KeyError, NotImplementedError, RuntimeError)


@contextmanager
def open_zip(destination: Destination, surroundings: Surroundings) -> Iterator[Host]:
    """Open the file of a destination. Raises `Refused` where it would be among what the site is made from or in."""
    assert isinstance(destination.to, Zip)
    file = surroundings.place(destination.to.path)
    folder = file.parent.resolve()
    for each in surroundings.inputs:
        if folder == each.resolve() or each.resolve() in folder.parents:
            raise Refused(f"the file lies in {each}, which the site is made from or in; name another place")
    yield _Opened(folder / file.name)


class _Opened:
    def __init__(self, file: Path) -> None:
        self.file = file
        self.where = str(file)
        self._before = file.with_suffix(".before.zip")
        self._draft = file.with_name(f".{file.name}.new")

    def digests(self, site: Built) -> Mapping[str, str]:
        """Return the digests of the build, which are the file's."""
        return site.files

    def standing(self) -> Manifest:
        """Return what is in the file, by its bytes."""
        return self._found(self.file)

    def before(self) -> Manifest | None:
        """Return what is in the file that was there before."""
        return self._found(self._before) if self._before.is_file() else None

    def read(self, manifest: Manifest, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the bytes of files of a release."""
        for file in (self.file, self._before):
            if file.is_file() and _release(file) == manifest.release:
                with zipfile.ZipFile(file) as archive:
                    for path in paths:
                        yield path, archive.read(f"{self._top}/{path}")
                return

    @property
    def _top(self) -> str:
        """Return the folder that all is in."""
        return self.file.stem

    def _found(self, file: Path) -> Manifest:
        if not os.path.lexists(file):
            return NOTHING
        release = _release(file)
        if not release:
            raise Refused(f"{file} is not a file that fiche wrote; move it away, or name another")
        files = dict[str, str]()
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                with suppress(*_UNREADABLE):  # what is damaged is as if it were not there, and is written again
                    files[entry.filename.removeprefix(f"{self._top}/")] = digest_bytes(archive.read(entry))
        return Manifest(release, files)

    def send(self, changes: Changes, site: Built, online: Manifest, told: Told) -> Manifest:
        """Write the file anew beside the old one, and put it in its place."""
        release = digest((self._top, tuple(sorted(site.files.items()))))[:10]
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self._alone() as stream:
            if self.standing() != online:
                raise Overtaken(self.where)
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.comment = f"{_OURS}{release}".encode()
                for count, path in enumerate(sorted(site.files)):
                    told(count, len(site.files))
                    archive.writestr(self._entry(path), site.read(path))
            stream.flush()
            os.fsync(stream.fileno())
            if online.release:
                self._keep()
            self._draft.replace(self.file)
        return self.standing()

    def undo(self, online: Manifest, earlier: Manifest) -> Manifest:
        """Put the file that was there before in the place of the one that is."""
        with self._alone():
            if self.standing() != online:
                raise Overtaken(self.where)
            self._before.replace(self.file)
        return earlier

    def _entry(self, path: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(f"{self._top}/{path}", _DAY)
        entry.external_attr, entry.create_system, entry.compress_type = _MODE, _UNIX, zipfile.ZIP_DEFLATED
        return entry

    def _keep(self) -> None:
        """Keep the file that is there as the one before. It stays in its place until the new one takes that."""
        self._before.unlink(missing_ok=True)
        try:
            self._before.hardlink_to(self.file)
        except OSError:  # a USB stick knows no hard links
            shutil.copyfile(self.file, self._before)

    @contextmanager
    def _alone(self) -> Iterator[BinaryIO]:
        """Yield the draft, locked against other publishers. The lock ends with the process, however it ends."""
        with open(os.open(self._draft, os.O_RDWR | os.O_CREAT, 0o666), "r+b") as stream:
            lock(stream, self.where)
            if not _is_at(stream, self._draft):  # whoever held the lock has just put it in its place
                raise Overtaken(self.where)
            stream.truncate()
            os.fchmod(stream.fileno(), 0o644)
            try:
                yield stream
            finally:
                if _is_at(stream, self._draft):
                    self._draft.unlink()


def _is_at(stream: BinaryIO, file: Path) -> bool:
    """Say whether an open file is the one at a path."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(stream.fileno()), file.stat())
    return False


def _release(file: Path) -> str:
    """Return the release that a file says it is, empty for one that is not ours."""
    try:
        with zipfile.ZipFile(file) as archive:
            comment = archive.comment.decode("ascii")
    except _UNREADABLE:
        return ""
    return comment.removeprefix(_OURS) if comment.startswith(_OURS) else ""
