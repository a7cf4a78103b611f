"""What the last audit of an output found, so that files which stand as they were need not be looked through again.

Owns the record of it, in `.fiche/`, as secret as the content. A file stands if all that the file system says of it is as it
was, by the rule of git's index; it counts as looked through only for the words that were looked for then. Whatever is in
doubt is looked through.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from fiche import engine, sealed
from fiche.audit import private
from fiche.audit.needles import Needles
from fiche.audit.output import Output
from fiche.ledger import stat_of
from fiche.scan import RACY, clock_of
from fiche.value import Unreadable, Value, encode, reader


class _File(Value, frozen=True):
    """A file in which nothing withheld was found; of a compressed copy, that it is one."""

    stat: tuple[int, ...]
    private: tuple[private.Found, ...] = ()


class _Kept(Value, frozen=True):
    program: str
    needles: frozenset[bytes]
    files: dict[str, _File]


_KEPT = reader(_Kept)


class Known(NamedTuple):
    """What is known of an output before it is looked at."""

    file: Path | None = None
    """Where it is kept; without one nothing is known, and nothing kept."""
    began: int = 0
    """When the audit began, in nanoseconds by the clock of the file system."""
    needles: frozenset[bytes] = frozenset()
    files: Mapping[str, _File] = MappingProxyType({})
    """Those that stand as they were."""

    def standing(self, needles: Needles) -> frozenset[str]:
        """Return the files that need not be looked through: none, where there are words that were not looked for."""
        return frozenset(self.files) if {needle.words for needle in needles.all} <= self.needles else frozenset()

    def hints(self, standing: Collection[str]) -> list[private.Found]:
        """Return what has no place in a publication and was found in these files."""
        return [found for path in standing for found in self.files[path].private]

    def keep(
        self,
        output: Output,
        needles: Needles,
        fresh: Collection[str],
        faulty: Collection[str],
        hints: Iterable[private.Found],
    ) -> None:
        """Remember that nothing was found but in the faulty files; fresh are those that were looked through now."""
        if self.file is None or not fresh:
            return
        said: dict[str, list[private.Found]] = {}
        for found in hints:
            said.setdefault(found.path, []).append(found)
        files = dict(self.files)
        for path in fresh:
            files.pop(path, None)
            stat = stat_of(output.folder, path)
            if path not in faulty and stat and max(stat[1:3]) < self.began - RACY:
                files[path] = _File(stat, tuple(said.get(path, ())))
        kept = _Kept(engine.version(), frozenset(needle.words for needle in needles.all), files)
        with suppress(OSError, UnicodeEncodeError):  # without it all is looked through the next time
            sealed.save(self.file, encode(kept))


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
            return Known(file, began, kept.needles, files)
    return Known(file, began)
