"""The short way after texts were edited: the publication that was woven before, with other texts in their places.

Owns the question whether files differ in the words of their texts alone, and what is kept of a publication to ask it
again. A text with the same links, citations and quotes under the same header changes no list, count, relation or address, so that
neither gate nor loom would give anything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from fiche import sealed
from fiche.clear import reading
from fiche.executor import Serial
from fiche.forms import is_text
from fiche.ledger import Standing
from fiche.memo import Memo
from fiche.model import Body, Cite, Link, Marking, Policy, Reading, Source, Sources, Statement, Use
from fiche.parse import SITE, Read, read_site, read_texts
from fiche.problem import Place
from fiche.publication import Publication
from fiche.value import Unreadable, Value, encode, reader, replace

_MOST = 64
"""Files that may be other than they were: so many are read twice in no time."""


class Woven(Value, frozen=True):
    """A publication, and what it was woven from."""

    asked: str
    """Digest of what was wished, the clock apart, and of the program."""
    files: tuple[Source, ...]
    publication: Publication


_WOVEN = reader(Woven)


def keep(woven: Woven, file: Path) -> str:
    """Keep a publication for the next time and return its digest; nothing where it cannot be written."""
    try:
        return sealed.save(file, encode(woven))
    except OSError:
        return ""


def kept(file: Path, digest: str) -> Woven | None:
    """Return the publication of a digest; None if another one, or none, was kept."""
    data = sealed.load(file, digest) if digest else None
    if data is not None:
        with suppress(*Unreadable):
            return _WOVEN(data)
    return None


def texts(was: Woven, stands: Standing, sources: Sources, memo: Memo) -> Mapping[str, Body] | None:
    """Return the texts that are other than when a publication was woven, by their files; None if more than texts is.

    With them go those that were other in what stands: they may be as they were woven now. A file of which something was
    told, with its place, may be other in more than words.
    """
    if len(was.files) != len(sources.files):
        return None
    pairs = zip(was.files, sources.files, strict=True)
    changed = [(old, new) for old, new in pairs if old != new or old.path in stands.retold]
    faulty = {problem.place.path for problem in stands.problems}
    if len(changed) > _MOST or not all(_is_same_text(old, new) and new.path not in faulty for old, new in changed):
        return None
    site = read_site(sources).value
    if site is None:  # it was as it had been, a moment ago
        return None
    before, after = (
        read_texts(files, sources.root, site, pool=Serial(), memo=memo)
        for files in ([old for old, _ in changed], [new for _, new in changed])
    )
    if not all(not read.problems and differ_in_words(before[path], read) for path, read in after.items()):
        return None
    return dict(bodies(after, was.publication.policy))


def _is_same_text(old: Source, new: Source) -> bool:
    return old.path == new.path and old.path != SITE and is_text(old.path)


def differ_in_words(was: Read, now: Read) -> bool:
    """Say whether two readings of a file are equal but for the words of their texts."""
    if len(was.manuscripts) != len(now.manuscripts):
        return False
    for old, new in zip(was.manuscripts, now.manuscripts, strict=True):
        if replace(old, readings=()) != replace(new, readings=()) or _holes(old.readings) != _holes(new.readings):
            return False
    return bool(now.manuscripts)


def _holes(readings: tuple[Reading, ...]) -> list[tuple[Marking, list[Link | Cite], list[str], list[Statement]]]:
    """Return what each reading has beside its words: links, citations, and what is said, wherever that stands."""
    return [
        (
            one.marking,
            [mention.hole for mention in one.body.mentions],
            [use.name for use in one.body.quotes],
            [_anywhere(said) for said in one.body.statements],
        )
        for one in readings
    ]


def _anywhere(statement: Statement) -> Statement:
    topics = tuple(Use(use.name) for use in statement.topics)
    return replace(statement, topics=topics, place=Place(""))


def bodies(reads: Mapping[str, Read], policy: Policy) -> Iterator[tuple[str, Body]]:
    """Yield the texts of files as a policy's readers read them."""
    for path, read in reads.items():
        for manuscript in read.manuscripts:
            body = reading(manuscript, policy)
            if body is not None:
                yield path, body
