"""A folder that a web server shows: each release whole, in a folder of its own, and one link swapped.

    example.org/
      current -> releases/000007-3f9a1c20de      the server's root
      releases/000007-3f9a1c20de/                the site; what did not change is one file with the release before (a hard link)
      releases/000007-3f9a1c20de.json            what it holds, and which release was before
      .fiche-target                              says whose folder it is; locked while somebody publishes

Owns that layout. A reader sees the old site or the new one, never a part of each, since the link changes in one step. A
release is written down before its first file is, so that what a killed publisher left is known to be ours. Of a release
that is removed, only files that are written down are.

An archive has tens of thousands of folders and links, which take seconds to make and to remove, and a publication changes
few of them: so a new release is made of the oldest one, where that is no longer kept, rather than beside it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from fiche import sealed
from fiche.built import Built
from fiche.changes import Changes
from fiche.destination import Destination, Folder
from fiche.digest import digest_bytes
from fiche.problem import quoted
from fiche.targets import releases
from fiche.targets.lock import lock
from fiche.targets.target import NOTHING, Failed, Host, Manifest, Overtaken, Refused, Surroundings, Told
from fiche.value import Unreadable, Value, encode, reader, replace
from fiche.write import misplaced

_MARK = ".fiche-target"
_MARK_TEXT = "fiche publishes into this folder. The web server's root is the link “current” in it.\n"
_LIVE = "current"
_RELEASES = "releases"


_Marks = tuple[int, ...]
"""What the file system says of a file."""


class _Line(Value, frozen=True):
    """A file of a release: its digest, and what was said of it when it was put there."""

    digest: str
    stat: _Marks = ()


class _Release(Value, frozen=True):
    """What is written down of a release."""

    before: str
    """The release that was online before; empty for the first."""
    files: dict[str, _Line]
    whole: bool = False
    """All files are there."""


_RELEASE = reader(_Release)


def readers_see(folder: Path) -> Path:
    """Return the folder that readers see where the one that is named holds releases; else that one itself."""
    live = folder / _LIVE
    return live if (folder / _MARK).is_file() and live.is_dir() else folder


@contextmanager
def open_folder(destination: Destination, surroundings: Surroundings) -> Iterator[Host]:
    """Open the folder of a destination. Raises `Refused` where publishing into it would do harm, `Failed` where it may not be."""
    assert isinstance(destination.to, Folder)
    root = surroundings.place(destination.to.path).resolve()
    for problem in misplaced(root, surroundings.inputs):
        raise Refused(
            problem.what.replace("the output", "the folder", 1).partition(";")[0] + " or in; name another one"
        )
    try:
        yield _Opened(root, destination.to.keep)
    except PermissionError as failure:
        advice = f'it must be yours; make it so once: sudo install -d -o "$USER" {destination.to.path}'
        raise Failed(f"{failure.filename}: {failure.strerror}; {advice}") from None


class _Opened:
    def __init__(self, root: Path, keep: int) -> None:
        self.root = root
        self.where = str(root)
        self._keep = keep

    # ----------------------------------------------------------------------- what is there

    def digests(self, site: Built) -> Mapping[str, str]:
        """Return the digests of the build, which are the folder's."""
        return site.files

    def standing(self) -> Manifest:
        """Return what the web server shows, by the files themselves."""
        self._claim(write=False)
        live = self._live()
        return self._found(live) if live else NOTHING

    def before(self) -> Manifest | None:
        """Return the release before the one that is online."""
        live = self._live()
        known = self._known(live) if live else None
        earlier = self._known(known.before) if known and known.before else None
        if not (known and earlier and earlier.whole and self._folder(known.before).is_dir()):
            return None
        found = self._found(known.before)
        is_whole = found.files == {path: line.digest for path, line in earlier.files.items()}
        return found if is_whole else None  # a publisher was killed who was about to remove it

    def read(self, manifest: Manifest, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the bytes of files of a release."""
        for path in paths:
            with suppress(OSError):
                yield path, (self._folder(manifest.release) / path).read_bytes()

    def _found(self, release: str) -> Manifest:
        """Look at every file of a release."""
        known = self._known(release) or _Release("", {})
        recorded = _recorded(self._file(release))
        base, files, foreign = str(self._folder(release)), dict[str, str](), list[str]()
        for path, found in _walk(base).items():
            line = known.files.get(path)
            if not stat.S_ISREG(found.st_mode) or (known.files and line is None):
                foreign.append(path)
            elif line and line.stat == _marks(found) and line.stat[2] < recorded:
                files[path] = line.digest
            else:
                files[path] = digest_bytes(Path(base, path).read_bytes())
        return Manifest(release, files, foreign=tuple(sorted(foreign)))

    def _live(self) -> str:
        """Return the release that the link leads to; empty if there is no link, or if that release was taken away."""
        link = self.root / _LIVE
        if not os.path.lexists(link):
            return ""
        folder, _, release = os.readlink(link).rpartition("/") if link.is_symlink() else ("", "", "")
        if folder != _RELEASES or not releases.ID.fullmatch(release):
            raise Refused(f"{link} is not the link that fiche put there; move it away, and publish again")
        return release if self._folder(release).is_dir() else ""

    def _claim(self, *, write: bool) -> None:
        """Hold that the folder is ours, new or empty; with `write`, make it ours."""
        mark = self.root / _MARK
        if not mark.is_file():
            if os.path.lexists(self.root) and not self.root.is_dir():
                raise Refused(f"{self.root} is a file; name a folder that is new or empty")
            there = sorted(os.listdir(self.root)) if self.root.is_dir() else []
            if there:
                some = ", ".join(map(quoted, there[:3])) + (", …" if len(there) > 3 else "")
                raise Refused(
                    f"{self.root} holds what fiche did not put there ({some}); name a folder that is new or empty"
                )
        if write:
            _make_folder(self.root)
            if not mark.is_file():  # before all else: a publisher that is killed here must know its folder again
                mark.write_text(_MARK_TEXT, "utf-8")
            _make_folder(self.root / _RELEASES)

    def _folder(self, release: str) -> Path:
        return self.root / _RELEASES / release

    def _file(self, release: str) -> Path:
        return self.root / _RELEASES / f"{release}.json"

    def _known(self, release: str) -> _Release | None:
        with suppress(*Unreadable):
            return _RELEASE(sealed.load(self._file(release)) or b"")
        return None

    # ----------------------------------------------------------------------- what is done

    def send(self, changes: Changes, site: Built, online: Manifest, told: Told) -> Manifest:
        """Lay a release down beside the others, and have the link lead to it."""
        self._claim(write=True)
        with self._alone():
            if self._live() != online.release:
                raise Overtaken(self.where)
            past = self._past(releases.kept(online.release, self._keep, self._before))
            old, there = self._reusable(past)
            for name in past:
                if name != old:
                    self._drop(name)
            release = releases.next_name(site, os.listdir(self.root / _RELEASES))
            known = _Release(online.release, {path: _Line(of) for path, of in site.files.items()})
            same = self._stripped(old, there, changes, site, online)
            sealed.save(self._file(release), encode(known))
            if old:
                self._folder(old).rename(self._folder(release))
                self._file(old).unlink()
            _make_folder(self._folder(release))
            lines = self._lay_down(release, same, changes, site, online, told)
            sealed.save(self._file(release), encode(replace(known, files=lines, whole=True)))
            os.chmod(self._file(release), 0o644)
            self._swap(release)
            if not self._keep and online.release:
                self._drop(online.release)
        return Manifest(release, {path: line.digest for path, line in lines.items()})

    def undo(self, online: Manifest, earlier: Manifest) -> Manifest:
        """Have the link lead to an earlier release again."""
        with self._alone():
            if self._live() != online.release:
                raise Overtaken(self.where)
            self._swap(earlier.release)
        return earlier

    def _stripped(
        self, old: str, there: dict[str, _Marks], changes: Changes, site: Built, online: Manifest
    ) -> dict[str, _Marks]:
        """Remove what is in an old release and will not be in the new one; return the rest, each the very file that is online."""
        known = self._known(online.release)
        lines = known.files if known else {}
        sent = frozenset(changes.sent)
        same = {
            path: marks
            for path, marks in there.items()
            if path in site.files and path not in sent and path in lines and lines[path].stat == marks
        }
        _remove(str(self._folder(old)), there.keys() - same.keys())
        return same

    def _lay_down(
        self, release: str, same: dict[str, _Marks], changes: Changes, site: Built, online: Manifest, told: Told
    ) -> dict[str, _Line]:
        """Have the folder of a release hold the site, in which some files are already. What is linked was looked at there."""
        base, live, made = str(self._folder(release)), str(self._folder(online.release)), set[str]()
        sent = frozenset(changes.sent)
        lines = {}
        for count, path in enumerate(site.files):
            told(count, len(site.files))
            if path in same:
                lines[path] = _Line(site.files[path], same[path])
                continue
            target = f"{base}/{path}"
            _make_folders(target.rpartition("/")[0], base, made)
            if path in sent or not _linked(f"{live}/{path}", target):
                _write(target, site.read(path))
                if digest_bytes(Path(target).read_bytes()) != site.files[path]:
                    raise Failed(f"{target} is not what was written there; readers see the old site; publish again")
            lines[path] = _Line(site.files[path], _marks(os.lstat(target)))
        _flush()
        return lines

    def _swap(self, release: str) -> None:
        """Have the link lead to a release, in one step."""
        passing = self.root / f"{_LIVE}.new"
        passing.unlink(missing_ok=True)
        passing.symlink_to(f"{_RELEASES}/{release}")
        passing.replace(self.root / _LIVE)

    def _before(self, release: str) -> str:
        known = self._known(release)
        return known.before if known else ""

    def _past(self, kept: list[str]) -> list[str]:
        """Return the other releases: out of reach by now, or left by a killed publisher. The oldest first."""
        names = (file.stem for file in (self.root / _RELEASES).glob("*.json"))
        return sorted(name for name in names if releases.ID.fullmatch(name) and name not in kept)

    def _reusable(self, past: list[str]) -> tuple[str, dict[str, _Marks]]:
        """Return a release with nothing in it that is not ours, and what is in it; empty if there is none."""
        for name in reversed(past):
            known, base = self._known(name), self._folder(name)
            if known and base.is_dir():
                there = {path: _marks(found) for path, found in _walk(str(base)).items()}
                if there.keys() <= known.files.keys():
                    return name, there
        return "", {}

    def _drop(self, release: str) -> None:
        """Remove a release."""
        known = self._known(release)
        _remove(str(self._folder(release)), known.files if known else ())
        with suppress(OSError):  # it is not there, or somebody else’s files are in it
            self._folder(release).rmdir()
        self._file(release).unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other publishers out; the lock is the system's and ends with the process, however it ends."""
        with open(self.root / _MARK, "r+b") as stream:
            lock(stream, self.where)
            yield


# --------------------------------------------------------------------------- files


def _walk(folder: str) -> dict[str, os.stat_result]:
    """Return the path and state of all that is in a folder but folders."""
    found = dict[str, os.stat_result]()
    inside = [""]
    while inside:
        here = inside.pop()
        with os.scandir(f"{folder}/{here}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    inside.append(f"{here}{entry.name}/")
                else:
                    found[f"{here}{entry.name}"] = entry.stat(follow_symlinks=False)
    return found


def _marks(found: os.stat_result) -> _Marks:
    """Return what tells that a file is as it was put there."""
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, stat.S_IMODE(found.st_mode))


def _recorded(file: Path) -> int:
    """Return when a release was written down. What changed later, or in the same moment, is read again."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _make_folder(folder: Path) -> None:
    """Make a folder that a web server may enter, whatever the umask."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(0o755)


def _make_folders(folder: str, base: str, made: set[str]) -> None:
    if folder == base or folder in made:
        return
    _make_folders(folder.rpartition("/")[0], base, made)
    with suppress(FileExistsError):
        os.mkdir(folder)
        os.chmod(folder, 0o755)  # noqa: S103 - a site is for everybody to read
    made.add(folder)


def _linked(old: str, new: str) -> bool:
    """Make a file the same as an old one; say no where that cannot be, or others could not read it."""
    try:
        if stat.S_IMODE(os.lstat(old).st_mode) != 0o644:
            return False
        os.link(old, new, follow_symlinks=False)
    except OSError:
        return False
    return True


def _write(file: str, data: bytes) -> None:
    """Write a file that a web server may read, whatever the umask."""
    with open(file, "xb") as stream:
        os.fchmod(stream.fileno(), 0o644)
        stream.write(data)


def _flush() -> None:
    """Have the disk hold what was written, so that the link never leads to what a failing power supply took."""
    if hasattr(os, "sync"):
        os.sync()


def _remove(folder: str, files: Iterable[str]) -> None:
    """Remove files of a folder, and the folders in it that are empty then; what is there besides stays."""
    folders = set[str]()
    for path in files:
        with suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(f"{folder}/{path}")
        while (path := path.rpartition("/")[0]) and f"{folder}/{path}" not in folders:
            folders.add(f"{folder}/{path}")
    for each in sorted(folders, key=len, reverse=True):
        with suppress(OSError):
            os.rmdir(each)
