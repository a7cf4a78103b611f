"""Looking at the pictures of a publication: each is decoded once in its life.

Owns what the memo keeps of a picture, and what the ending of its name promises.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from contextlib import suppress
from pathlib import PurePosixPath

import PIL

from fiche import executor
from fiche.digest import digest
from fiche.memo import Memo
from fiche.model import Fault, Picture, Source
from fiche.pictures.measure import Measure, drawn, measured
from fiche.problem import quoted
from fiche.scan import Changed, file_of, read
from fiche.value import Unreadable, Value, encode, reader

PROMISED = {
    ".avif": "avif",
    ".gif": "gif",
    ".jpeg": "jpeg",
    ".jpg": "jpeg",
    ".png": "png",
    ".svg": "svg",
    ".webp": "webp",
}
"""The formats that are looked at, by the ending of a name."""

_VERSION = 2
"""Of what is found out. Another number, and all pictures are looked at again."""
_MANY = 8
"""Pictures from which other processes pay."""
_CHUNK = 4
"""Pictures in one task."""
_READ = reader(Measure)


class _Task(Value, frozen=True):
    root: str
    sources: tuple[Source, ...]


def is_picture(path: str) -> bool:
    """Say whether a file is looked at as a picture, by its name."""
    return _ending(path) in PROMISED


def pictures_of(sources: Iterable[Source], root: str, *, pool: Executor, memo: Memo) -> tuple[Picture, ...]:
    """Look at some files of the content folder `root`, those that the memo does not know."""
    wanted = [source for source in sources if is_picture(source.path)]
    known: dict[str, Measure] = {}
    for key, kept in memo.many(dict.fromkeys(map(key_of, wanted))).items():
        with suppress(*Unreadable):
            known[key] = _READ(kept)
    new = {key_of(source): source for source in wanted if key_of(source) not in known}
    hands = pool if len(new) >= _MANY else executor.Serial()
    tasks = (_Task(root, some) for some in executor.chunks(new.values(), _CHUNK))
    found = (one for some in executor.in_order(hands, _measure_some, tasks) for one in some)
    for key, measure in zip(new, found, strict=True):
        known[key] = measure
        if measure.fault is None or measure.fault.code != _CHANGED.code:
            memo.put(key, encode(measure))
    return tuple(_picture(source, known[key_of(source)]) for source in wanted)


def key_of(source: Source) -> str:
    """Return the key in the memo of what was found out about a picture."""
    kind = "svg" if _ending(source.path) == ".svg" else "pixels"
    return digest(("picture", _VERSION, PIL.__version__, kind, source.digest))


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix.lower()


def _measure_some(task: _Task) -> list[Measure]:
    return [_measure(source, task.root) for source in task.sources]


def _measure(source: Source, root: str) -> Measure:
    try:
        data = read(file_of(root, source), source)
    except (OSError, Changed):
        return Measure(fault=_CHANGED)
    return drawn(data) if _ending(source.path) == ".svg" else measured(data)


_CHANGED = Fault("changed or vanished while it was being read; build again", "changed")


def _picture(source: Source, measure: Measure) -> Picture:
    fault = measure.fault or _lie(source.path, measure.format)
    return Picture(
        source,
        measure.width,
        measure.height,
        measure.format,
        moving=measure.moving,
        outdated=measure.outdated,
        fault=fault,
    )


def _lie(path: str, format: str) -> Fault | None:
    """Say so if a file is of another format than its name promises: servers tell browsers what the name says."""
    if PROMISED[_ending(path)] == format:
        return None
    name = PurePosixPath(path).with_suffix(f".{'jpg' if format == 'jpeg' else format}").name
    return Fault(f"holds a picture in the format {format.upper()}; name it {quoted(name)}", "picture-ending")
