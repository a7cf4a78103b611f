"""What the last audit of an output found, so that files which stand as they were need not be looked through again.

Owns the record of it, in `.fiche/`, as secret as the content. A file stands if all that the file system says of it is as it
was, by the rule of git's index; it counts as looked through only for the words that were looked for then. Of other words the
concordances beside the record say in which files they could be; the record names each by its digest. Whatever is in doubt is
looked through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from fiche import engine, sealed
from fiche.audit import private
from fiche.audit.concordance import Concordance
from fiche.audit.needles import Needles
from fiche.audit.output import Output
from fiche.digest import digest_bytes
from fiche.ledger import stat_of
from fiche.scan import RACY, clock_of
from fiche.value import Unreadable, Value, encode, reader, replace


class _File(Value, frozen=True):
    """A file in which nothing withheld was found; of a compressed copy, that it is one."""

    stat: tuple[int, ...]
    private: tuple[private.Found, ...] = ()
    listed: int = -1
    """Which concordance has its phrases, counted from 0; none, if less."""


class _Kept(Value, frozen=True):
    program: str
    needles: frozenset[bytes]
    files: dict[str, _File]
    concordances: tuple[tuple[str, int], ...]
    """The digest of each, and how many files it lists."""


_MANY = 30
"""Small concordances that are kept beside each other: each publication adds one."""

_KEPT = reader(_Kept)
_CONCORDANCE = reader(Concordance)


class Known(NamedTuple):
    """What is known of an output before it is looked at."""

    file: Path | None = None
    """Where it is kept; without one nothing is known, and nothing kept."""
    began: int = 0
    """When the audit began, in nanoseconds by the clock of the file system."""
    needles: frozenset[bytes] = frozenset()
    files: Mapping[str, _File] = MappingProxyType({})
    """Those that stand as they were."""
    concordances: tuple[tuple[str, int], ...] = ()
    """The digest of each, and how many files it lists."""

    def doubtful(self, needles: Needles) -> frozenset[str]:
        """Return which files may hold words that were not looked for, though they stand."""
        new = {needle.words for needle in needles.all} - self.needles
        if not new:
            return frozenset()
        doubtful = set(self.files)
        for number, (mark, _) in enumerate(self.concordances):
            concordance = self._concordance(mark)
            if concordance is not None:
                cleared = doubtful.intersection(concordance.paths) - concordance.holding(new)
                doubtful -= {path for path in cleared if self.files[path].listed == number}
        return frozenset(doubtful)

    def hints(self) -> list[private.Found]:
        """Return what has no place in a publication and was found in them."""
        return [found for file in self.files.values() for found in file.private]

    def keep(
        self,
        output: Output,
        needles: Needles,
        fresh: Collection[str],
        faulty: Collection[str],
        hints: Iterable[private.Found],
        listed: Iterable[Concordance],
    ) -> None:
        """Remember that nothing was found but in the faulty files.

        Fresh are those that do not stand; listed, what was looked through now.
        """
        wanted = frozenset(needle.words for needle in needles.all)
        if self.file is None or (not fresh and wanted <= self.needles):
            return
        said: dict[str, list[private.Found]] = {}
        for found in hints:
            said.setdefault(found.path, []).append(found)
        files = {path: file for path, file in self.files.items() if path not in faulty}
        for path in fresh:
            files.pop(path, None)
            stat = stat_of(output.folder, path)
            if path not in faulty and stat and max(stat[1:3]) < self.began - RACY:
                files[path] = _File(stat, tuple(said.get(path, ())))
        with suppress(OSError, UnicodeEncodeError):  # without it all is looked through the next time
            marks = list(self.concordances)
            for concordance in listed:
                files |= {path: replace(files[path], listed=len(marks)) for path in concordance.paths if path in files}
                marks.append((self._save(encode(concordance)), len(concordance.paths)))
            kept = _Kept(engine.version(), wanted, *_needed(files, marks))
            sealed.save(self.file, encode(kept))
            self._sweep({mark for mark, _ in kept.concordances})

    def _concordance(self, mark: str) -> Concordance | None:
        with suppress(*Unreadable):
            return _CONCORDANCE(sealed.load(self._beside / mark, mark) or b"")
        return None

    def _save(self, data: bytes) -> str:
        return sealed.save(self._beside / digest_bytes(data), data)

    def _sweep(self, needed: Collection[str]) -> None:
        for file in self._beside.iterdir():
            if file.name not in needed:
                file.unlink(missing_ok=True)

    @property
    def _beside(self) -> Path:
        assert self.file is not None
        return self.file.with_suffix(".words")


def recalled(output: Output, file: Path) -> Known:
    """Return what is kept of an output, as far as it holds."""
    began = clock_of(file.parent)
    with suppress(*Unreadable):
        kept = _KEPT(sealed.load(file) or b"")
        if kept.program == engine.version():
            files = {
                path: kept.files[path]
                for path in output.paths
                if path in kept.files and kept.files[path].stat == stat_of(output.folder, path)
            }
            return Known(file, began, kept.needles, files, kept.concordances)
    return Known(file, began)


def _needed(
    files: dict[str, _File], marks: Sequence[tuple[str, int]]
) -> tuple[dict[str, _File], tuple[tuple[str, int], ...]]:
    """Leave out the concordances that list mostly what is no more, and small ones once they are many.

    What else was in them is looked through, and listed together, when there are new words to look for.
    """
    listed = Counter(file.listed for file in files.values())
    needed = [number for number, (_, size) in enumerate(marks) if 2 * listed[number] > size]
    small = max((listed[number] for number in needed), default=0) // 10
    if sum(listed[number] <= small for number in needed) > _MANY:
        needed = [number for number in needed if listed[number] > small]
    at = {number: place for place, number in enumerate(needed)}
    for path, file in files.items():
        if file.listed != at.get(file.listed, -1):
            files[path] = replace(file, listed=at.get(file.listed, -1))
    return files, tuple(marks[number] for number in needed)
