"""Stage two, parse: from files to manuscripts.

Reads each text through `forms` and converts its body through `markup`, in chunks on any executor, has the pictures that
texts show looked at (`pictures`), then the desk checked as a whole (`checks`). Every mistake of every file is
reported; none stops the others from being found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import suppress
from typing import Any

from fiche import engine, executor, forms, markup
from fiche.checks import CHECKS
from fiche.digest import digest
from fiche.memo import Memo
from fiche.model import (
    ActorHead,
    BriefHead,
    Desk,
    EventHead,
    FigureHead,
    Manuscript,
    PageHead,
    Picture,
    ReferenceHead,
    Site,
    Source,
    Sources,
    TopicHead,
    pictures_in,
)
from fiche.pictures.measuring import is_picture, key_of, pictures_of
from fiche.problem import Checked, Place, Problem, error, in_order
from fiche.scan import Changed, file_of, read
from fiche.value import Unreadable, Value, encode, reader, replace

SITE = "content/site.yaml"

_CHUNK = 64
"""Files in one task: enough to outweigh sending them to another process, few enough to share evenly."""

UNREAD = Site(title=forms.NO_TEXTS, base_url="https://example.invalid/", timezone="UTC", languages=())
"""Stands in for a `site.yaml` that cannot be read, so that the mistakes of all other files are told as well."""


class _Task(Value, frozen=True):
    root: str
    site: Site
    ground: str
    sources: tuple[Source, ...]


Header = BriefHead | ActorHead | TopicHead | ReferenceHead | EventHead | FigureHead | PageHead


class Read(Value, frozen=True):
    """What one file says, its bodies left in the memo."""

    manuscripts: tuple[Manuscript[Header], ...] = ()
    problems: tuple[Problem, ...] = ()


class _Parsed(Value, frozen=True):
    """A file that was read: what it says as it is kept, and the pieces of its bodies by their keys."""

    key: str
    read: bytes
    bodies: tuple[tuple[str, bytes], ...] = ()
    lasting: bool = True
    """False if the same bytes may be read otherwise another time: the file changed under our hands."""


_READ = reader(Read)


def parse(sources: Sources, *, pool: Executor, memo: Memo, many: int = 0, checks: bool = True) -> Checked[Desk]:
    """Read every text of the publication; keep what each says, and the pieces of its bodies, in the memo.

    Fewer files than `many` that the memo does not know are read in this process. Without `checks` nobody looks whether the
    texts agree with each other.
    """
    site = read_site(sources)
    reads = read_texts(sources.files, sources.root, site.value or UNREAD, pool=pool, memo=memo, many=many)
    pictures = read_pictures(reads.values(), sources.files, sources.root, pool=pool, memo=memo)
    desk = desk_of(site.value or UNREAD, reads.values(), sources.files, pictures)
    problems = [*site.problems, *(problem for read in reads.values() for problem in read.problems)]
    if site.value and checks:
        problems.extend(checked(desk))
    return Checked(desk, in_order(problems))


def read_texts(
    files: Iterable[Source],
    root: str,
    site: Site,
    *,
    pool: Executor,
    memo: Memo,
    many: int = 0,
) -> dict[str, Read]:
    """Return what each text among these files says, by its path."""
    ground = _ground(site)
    texts = {_key(source, ground): source for source in files if forms.is_text(source.path)}
    reads = _remembered(list(texts), memo)
    tasks = [
        _Task(root, site, ground, some)
        for some in executor.chunks((texts[key] for key in texts if key not in reads), _CHUNK)
    ]
    hands = pool if len(texts) - len(reads) >= many else executor.Serial()
    for parsed in executor.in_order(hands, _parse_some, tasks):
        for one in parsed:
            reads[one.key] = _READ(one.read)
            for key, pieces in one.bodies:
                memo.put(key, pieces)
            if one.lasting:
                memo.put(one.key, one.read)
    return {source.path: reads[key] for key, source in texts.items()}


def read_pictures(
    reads: Iterable[Read], files: Iterable[Source], root: str, *, pool: Executor, memo: Memo
) -> tuple[Picture, ...]:
    """Look at the pictures that texts show, whoever may read them."""
    there = {source.path: source for source in files if is_picture(source.path)}
    if not there:
        return ()
    shown = {path for read in reads for manuscript in read.manuscripts for path in _pictures(manuscript)}
    return pictures_of((source for path, source in there.items() if path in shown), root, pool=pool, memo=memo)


def _pictures(manuscript: Manuscript[Header]) -> Iterator[str]:
    head = manuscript.head
    if isinstance(head, BriefHead) and head.image:
        yield head.image.src
    for reading in manuscript.readings:
        yield from pictures_in(reading.body)


def checked(desk: Desk) -> Iterator[Problem]:
    """Yield what the desk's checks find."""
    return (problem for check in CHECKS for problem in check(desk))


def kept(desk: Desk, sources: Sources, site: Site) -> Iterator[str]:
    """Yield the keys in the memo of all that a desk was parsed from."""
    ground = _ground(site)
    yield from (_key(source, ground) for source in sources.files if forms.is_text(source.path))
    manuscripts: tuple[Manuscript[Any], ...] = (*desk.briefs, *desk.actors, *desk.topics, *desk.pages)
    yield from (reading.body.key for manuscript in manuscripts for reading in manuscript.readings)
    yield from (key_of(picture.source) for picture in desk.pictures)


def _ground(site: Site) -> str:
    """Return the digest of what has a say in how every file is read."""
    return digest(("read", engine.version(), site))


def _key(source: Source, ground: str) -> str:
    """Return the key of what a file says: its path and bytes, and what has a say in how it is read."""
    return f"{ground}{source.digest} {source.path}"


def _remembered(keys: list[str], memo: Memo) -> dict[str, Read]:
    """Return what is known of these files."""
    reads: dict[str, Read] = {}
    for key, kept in memo.many(keys).items():
        with suppress(*Unreadable):
            reads[key] = _READ(kept)
    return reads


def read_site(sources: Sources) -> Checked[Site | None]:
    """Read the settings; None if they cannot be."""
    for source in sources.files:
        if source.path == SITE:
            try:
                data = read(file_of(sources.root, source), source)
            except (OSError, Changed):
                return Checked(None, (_changed(source),))
            return forms.read_site(source.path, data)
    what = "the publication needs “content/site.yaml” with title, base_url, timezone and languages; “fiche new site” makes one"
    return Checked(None, (error(Place(SITE), what, "no-site"),))


def _changed(source: Source) -> Problem:
    what = "the file changed or vanished while it was being read; build again"
    return error(Place(source.path), what, "changed")


def _parse_some(task: _Task) -> list[_Parsed]:
    return [_parse_one(source, task) for source in task.sources]


def _parse_one(source: Source, task: _Task) -> _Parsed:
    key = _key(source, task.ground)
    try:
        data = read(file_of(task.root, source), source)
    except (OSError, Changed):
        return _Parsed(key, encode(Read(problems=(_changed(source),))), lasting=False)
    manuscripts: list[Manuscript[Any]] = []
    bodies: list[tuple[str, bytes]] = []
    checked = forms.read(source.path, data, task.site)
    problems = list(checked.problems)
    for sheet in checked.value:
        manuscript = sheet.manuscript
        if sheet.text.strip():
            place = Place(source.path, sheet.line)
            site = task.site
            language = manuscript.head.lang if site.typography == "smart" else ""
            converted = markup.convert(
                sheet.text,
                place=place,
                trusted=site.html == "trusted",
                language=language,
                voices=forms.voices(manuscript.head, site),
            )
            problems.extend(converted.problems)
            bodies.extend((some.reading.body.key, encode(some.pieces)) for some in converted.value)
            manuscript = replace(manuscript, readings=tuple(some.reading for some in converted.value))
        manuscripts.append(manuscript)
    return _Parsed(key, encode(Read(tuple(manuscripts), tuple(problems))), tuple(bodies))


def desk_of(site: Site, reads: Iterable[Read], files: Iterable[Source], pictures: tuple[Picture, ...] = ()) -> Desk:
    """Lay what the texts say on one desk, beside the files that are no texts, and what their pictures are."""
    manuscripts: list[Manuscript[Any]] = [manuscript for read in reads for manuscript in read.manuscripts]

    def of(kind: type[Any]) -> tuple[Manuscript[Any], ...]:
        return tuple(manuscript for manuscript in manuscripts if isinstance(manuscript.head, kind))

    return Desk(
        site=site,
        briefs=of(BriefHead),
        actors=of(ActorHead),
        topics=of(TopicHead),
        references=of(ReferenceHead),
        events=of(EventHead),
        figures=of(FigureHead),
        pages=of(PageHead),
        files=tuple(source for source in files if not forms.is_text(source.path) and source.path != SITE),
        pictures=pictures,
    )
