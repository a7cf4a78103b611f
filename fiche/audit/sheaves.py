"""Sheaves: what source files say beside their fields, parted for readers, some files at a time.

Owns the reading of them. What a sheaf says depends on its files and on who reads, and on nothing else; so it is kept from one
audit to the next, and after an edit one sheaf is read again and not the whole archive.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, TypeAlias, TypeVar

from ahocorasick_rs import BytesAhoCorasick

from fiche import engine, header
from fiche.audit import prose
from fiche.audit.plain import words
from fiche.digest import digest
from fiche.executor import chunks, in_order
from fiche.memo import Memo
from fiche.model import Marking, Source
from fiche.names import slug
from fiche.problem import Place
from fiche.scan import Changed, file_of, read
from fiche.value import Unreadable, encode, reader

T = TypeVar("T")

_SHEAVES = 256
"""An archive of 10,000 files has forty in each."""
_CHUNK = 32
"""Sheaves in one task."""

COMMENT = "a comment"
"""What a comment is, in words."""


class Text(NamedTuple):
    """A text of a source file that readers may not see."""

    text: str
    place: Place
    what: str
    """What it is there: the name of its field, or in words."""
    is_prose: bool = False
    """It is made of sentences, each of which counts by itself."""


class Leaf(NamedTuple):
    """A source file, and whether readers may see nothing of it."""

    source: Source
    is_closed: bool


class Readers(NamedTuple):
    """For whom files are read."""

    audience: Marking
    hidden: frozenset[tuple[str, bytes]]
    """The names and ids of what is withheld from them, in plain words, each with its kind."""

    def hides(self, kind: str, name: str) -> bool:
        """Say whether a name or id is that of something withheld."""
        return bool(self.hidden and name.strip()) and not self.hidden.isdisjoint(
            {(kind, words(name)), (kind, words(slug(name)))}
        )


class Sheaf(NamedTuple):
    """Some files of a content folder. Its methods raise Changed if one is no longer what was scanned."""

    root: str
    readers: Readers
    leaves: tuple[Leaf, ...]

    def withheld(self) -> Iterator[Text]:
        """Yield what readers may not see: texts that are not shown, comments, notes to editors."""
        for leaf in self.leaves:
            path, place = leaf.source.path, Place(leaf.source.path)
            data = self._bytes(leaf)
            top, body = _halves(path, data)
            yield from (Text(line, place, COMMENT, is_prose=True) for line in prose.header_comments(top))
            if b"ednote" in data:
                yield from (Text(note, place, "ednote", is_prose=True) for note in _ednotes(path, data))
            parts = prose.parted(body, self.readers.audience)
            yield from (Text(comment, place, COMMENT, is_prose=True) for comment in parts.comments)
            for said in (parts.shown if leaf.is_closed else "", parts.guarded):
                if said.strip():
                    yield Text(prose.bare(said), place, "its text", is_prose=True)

    def shown(self) -> Iterator[str]:
        """Yield the words that they may see, below the headers of texts."""
        for leaf in self.leaves:
            if not leaf.is_closed and leaf.source.path.endswith(".md"):
                _, body = _halves(leaf.source.path, self._bytes(leaf))
                yield prose.bare(prose.parted(body, self.readers.audience).shown, self.readers.hides)

    def _bytes(self, leaf: Leaf) -> bytes:
        try:
            return read(file_of(self.root, leaf.source), leaf.source)
        except OSError:
            raise Changed(leaf.source.path) from None


def _halves(path: str, data: bytes) -> tuple[str, str]:
    top, body = prose.halves(data.decode("utf-8", "replace").replace("\r\n", "\n"))
    return top, body if path.endswith(".md") else ""


def _ednotes(path: str, data: bytes) -> Iterator[str]:
    """Yield what a file tells its editors."""
    document = header.read(path, data).value if path.endswith(".md") else None
    records = None if document else header.read_yaml(path, data).value
    for node in (document.node,) if document else records.nodes if records else ():
        for key, value in node.pairs:
            if key.text == "ednote" and isinstance(value, header.Scalar):
                yield value.text


# --------------------------------------------------------------------------- all of them

_Texts: TypeAlias = tuple[Text, ...]
_Numbers: TypeAlias = tuple[int, ...]
_WITHHELD: Callable[[bytes], _Texts] = reader(_Texts)
_TOLD: Callable[[bytes], _Numbers] = reader(_Numbers)


class _Task(NamedTuple):
    sheaves: tuple[Sheaf, ...]
    sought: tuple[bytes, ...] = ()


class Sheaves:
    """The files of a publication, in sheaves by their names."""

    def __init__(self, root: str, readers: Readers, leaves: Iterable[Leaf], pool: Executor, memo: Memo) -> None:
        by_name: defaultdict[int, list[Leaf]] = defaultdict(list)
        for leaf in leaves:
            by_name[zlib.crc32(leaf.source.path.encode("utf-8", "surrogateescape")) % _SHEAVES].append(leaf)
        sheaves = (Sheaf(root, readers, tuple(some)) for some in by_name.values())
        self._sheaves = {digest(tuple(_marks(sheaf))): sheaf for sheaf in sheaves}
        self._pool = pool
        self._memo = memo
        self._readers = digest((engine.version(), readers.audience, readers.hidden))
        self._used = set[str]()

    def withheld(self) -> Iterator[Text]:
        """Yield what readers may not see."""
        texts: list[_Texts] = self._recalled(_WITHHELD, _withheld, ())
        return chain.from_iterable(texts)

    def shown(self) -> Iterator[str]:
        """Yield what they may see, read anew."""
        return chain.from_iterable(sheaf.shown() for sheaf in self._sheaves.values())

    def told(self, sought: tuple[bytes, ...]) -> set[bytes]:
        """Return which plain words, of those that are sought, stand in what they may see."""
        numbers = set[int]().union(*self._recalled(_TOLD, _told, sought)) if sought else set[int]()
        return {sought[number] for number in numbers}

    def _recalled(
        self, known: Callable[[bytes], T], work: Callable[[_Task], list[T]], sought: tuple[bytes, ...]
    ) -> list[T]:
        """Return what some work gives for each sheaf, or gave for the same one before."""
        asked = digest((self._readers, work.__name__, sought))
        keys = {digest((asked, marks)): sheaf for marks, sheaf in self._sheaves.items()}
        self._used.update(keys)
        given: dict[str, T] = {}
        for key, data in self._memo.many(keys).items():
            with suppress(*Unreadable):
                given[key] = known(data)
        missing = [key for key in keys if key not in given]
        tasks = (_Task(some, sought) for some in chunks([keys[key] for key in missing], _CHUNK))
        for key, fresh in zip(missing, chain.from_iterable(in_order(self._pool, work, tasks)), strict=True):
            given[key] = fresh
            with suppress(UnicodeEncodeError):  # a name that is not UTF-8: it is read again the next time
                self._memo.put(key, encode(fresh))
        return [given[key] for key in keys]

    def keep(self) -> None:
        """Forget what earlier audits kept and this one had no use for, once it is much."""
        self._memo.keep(self._used, about=len(self._used))


def _marks(sheaf: Sheaf) -> Iterator[tuple[str, str, bool]]:
    """Yield what tells a sheaf from any other."""
    return ((leaf.source.path, leaf.source.digest, leaf.is_closed) for leaf in sheaf.leaves)


def _withheld(task: _Task) -> list[_Texts]:
    return [tuple(sheaf.withheld()) for sheaf in task.sheaves]


def _told(task: _Task) -> list[_Numbers]:
    search = _search(task.sought)
    told: list[_Numbers] = []
    for sheaf in task.sheaves:
        found = set[int]()
        for text in sheaf.shown():
            matches = search.find_matches_as_indexes(words(text), overlapping=True)
            found.update([number for number, _, _ in matches])
        told.append(tuple(sorted(found)))
    return told


@lru_cache(maxsize=1)
def _search(sought: tuple[bytes, ...]) -> BytesAhoCorasick:
    return BytesAhoCorasick(sought)
