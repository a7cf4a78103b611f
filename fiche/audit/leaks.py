"""Leaks: withheld matter in an output, by the bytes of every file.

Owns the search. It knows the files and what must not be in them, and nothing of how they were made. A problem says where, and
where the words come from; never the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from functools import lru_cache
from typing import NamedTuple

from fiche.audit.concordance import Concordance, Writing, phrases_of
from fiche.audit.layers import CLOSED, Closed, layers
from fiche.audit.needles import Needle, Needles
from fiche.audit.output import Output
from fiche.audit.plain import plain, words
from fiche.digest import digest_bytes
from fiche.executor import chunks, in_order
from fiche.model import Source, Sources
from fiche.pictures.recipe import key_of, named
from fiche.problem import Place, Problem, error, warning
from fiche.scan import file_of

_CHUNK = 1000
"""Files in one task."""
_TOLD = 5
"""Files that are named of those that hold the same words."""


class _Task(NamedTuple):
    output: Output
    paths: tuple[str, ...]
    needles: tuple[Needle, ...]
    listing: bool


class Found(NamedTuple):
    """Words that were found in a file; without a needle, a file that could not be looked into."""

    path: str
    needle: Needle | None


class Looked(NamedTuple):
    """What came of looking through some files."""

    found: tuple[Found, ...]
    listed: tuple[Concordance, ...] = ()
    """Of those in which nothing was found."""


def searched(output: Output, paths: Iterable[str], needles: Needles, pool: Executor, *, listing: bool) -> Looked:
    """Look through some files for withheld words, and perhaps list what phrases they have."""
    small = output._replace(paths=(), origins={})
    tasks = (_Task(small, some, needles.all, listing) for some in chunks(paths, _CHUNK))
    looked = list(in_order(pool, _search, tasks))
    return Looked(
        tuple(found for each in looked for found in each.found), tuple(some for each in looked for some in each.listed)
    )


def told(output: Output, all_found: Iterable[Found], sources: Sources) -> Iterator[Problem]:
    """Report each file that holds withheld words, or cannot be looked into."""
    known = {source.path: source for source in sources.files}
    told: dict[Needle, int] = {}
    for found in all_found:
        if found.needle is None:
            what = "nobody can look into this file to see whether it holds what is withheld; publish it unpacked"
            yield error(output.place(found.path), what, "leak-closed")
            continue
        told[found.needle] = told.get(found.needle, 0) + 1
        if told[found.needle] <= _TOLD:
            yield _leak(output, found.path, _traced(found.needle, sources.root, known))
    for needle, count in told.items():
        if count > _TOLD:
            place = _traced(needle, sources.root, known).place
            what = f"what {place} withholds ({needle.what}) stands in {count - _TOLD} files more"
            yield (
                warning(Place(output.name), what, "leak-faint")
                if needle.is_faint
                else error(Place(output.name), what, "leak")
            )


def _search(task: _Task) -> Looked:
    """Look through some files."""
    if not task.needles:
        return Looked(tuple(Found(path, None) for path in task.paths if path.endswith(CLOSED)))
    needles = _needles(task.needles)
    found: list[Found] = []
    writing = Writing()
    for path in task.paths:
        said: dict[Needle, None] = {}
        phrases: set[bytes] = set()
        try:
            for text in _texts(task.output, path):
                said.update(dict.fromkeys(needles.inside(text)))
                if task.listing:
                    phrases.update(phrases_of(text))
        except Closed:
            found.append(Found(path, None))
            continue
        sure = [needle for needle in said if not needle.is_faint]
        found += [Found(path, needle) for needle in sure or said]
        if task.listing and not said:
            writing.add(path, phrases)
    return Looked(tuple(found), (writing.done(),) if task.listing else ())


@lru_cache(maxsize=1)
def _needles(some: tuple[Needle, ...]) -> Needles:
    return Needles(some)


def _texts(output: Output, path: str) -> Iterator[bytes]:
    """Yield the plain words of a file's name and of each of its layers."""
    yield words(path)
    for layer in layers(path, output.read(path)):
        yield plain(layer)
        if b"\0" in layer:
            yield plain(layer.replace(b"\0", b""))  # Latin letters in UTF-16, as pictures have them


def _traced(needle: Needle, root: str, known: Mapping[str, Source]) -> Needle:
    """Find the line of a source file that has the words of a needle, or most of the first of them."""
    source = known.get(needle.place.path)
    if source is None or source.path.rpartition(".")[2] not in {"md", "yaml"}:
        return needle
    lines = [plain(line) for line in file_of(root, source).read_bytes().split(b"\n")]
    row = needle.words.split()
    for some in (needle.words, b" %b " % b" ".join(row[:3])):
        line = next((number for number, text in enumerate(lines, 1) if some in text), 0)
        if line:
            return needle._replace(place=Place(source.path, line))
    return needle


def _leak(output: Output, path: str, needle: Needle) -> Problem:
    line = next(
        (number for number, text in enumerate(output.read(path).split(b"\n"), 1) if needle.words in plain(text)), 0
    )
    if needle.is_faint:
        what = (
            f"a word that only {needle.place} has ({needle.what}), which is withheld, stands here; look whether it may"
        )
        return warning(output.place(path, line), what, "leak-faint")
    what = (
        f"this holds what {needle.place} withholds ({needle.what}); do not publish it, and report this as a mistake of fiche "
        "unless the words stand in a template or an attachment of yours"
    )
    return error(output.place(path, line), what, "leak")


def attachments(output: Output, files: Iterable[Source]) -> Iterator[Problem]:
    """Report the files that are attachments which nothing shown uses, whatever they are called."""
    withheld = {source.digest: source for source in files}
    sizes = {source.size for source in withheld.values()}
    for path in output.paths if sizes else ():
        if output.size(path) in sizes:
            source = withheld.get(digest_bytes(output.read(path)))
            if source:
                what = f"this is {source.path}, which nothing uses that these readers may see; do not publish it"
                yield error(output.place(path), what, "leak")


def renditions(output: Output, files: tuple[Source, ...]) -> Iterator[Problem]:
    """Report renditions of such pictures, by the digests in their names: what their pixels show, only eyes could tell."""
    marks: dict[tuple[str, int], dict[str, Source]] = {}
    for path in output.paths if files else ():
        name = named(path)
        if name is None:
            continue
        kind = (name.format, name.width)
        if kind not in marks:
            marks[kind] = {key_of(source, *kind)[: len(name.mark)]: source for source in files}
        source = marks[kind].get(name.mark)
        if source:
            what = f"this is a copy of {source.path}, which nothing uses that these readers may see; do not publish it"
            yield error(output.place(path), what, "leak")
