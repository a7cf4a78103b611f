"""Stage two, parse: from files to manuscripts.

Reads each text through `forms` and converts its body through `markup`, in chunks on any executor, then has the desk
checked as a whole (`checks`). Every mistake of every file is reported; none stops the others from being found.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Any

from fiche import executor, forms, markup
from fiche.checks import CHECKS
from fiche.memo import Memo
from fiche.model import (
    ActorHead,
    BriefHead,
    Desk,
    EventHead,
    Manuscript,
    PageHead,
    ReferenceHead,
    Site,
    Source,
    Sources,
    TopicHead,
)
from fiche.problem import Checked, Place, Problem, error, in_order
from fiche.scan import Changed, file_of, read
from fiche.value import Value, replace

SITE = "content/site.yaml"

_CHUNK = 64
"""Files in one task: enough to outweigh sending them to another process, few enough to share evenly."""

_UNREAD_SITE = Site(title=forms.NO_TEXTS, base_url="https://example.invalid/", timezone="UTC", languages=())
"""Stands in for a `site.yaml` that cannot be read, so that the mistakes of all other files are told as well."""


class _Task(Value, frozen=True):
    root: str
    site: Site
    sources: tuple[Source, ...]


class _Parsed(Value, frozen=True):
    manuscripts: tuple[Manuscript[Any], ...]
    conversions: tuple[markup.Converted, ...]
    problems: tuple[Problem, ...]


def parse(sources: Sources, *, pool: Executor, memo: Memo) -> Checked[Desk]:
    """Read every text of the publication; keep the pieces of each body in the memo."""
    site, problems = _read_site(sources)
    known = site or _UNREAD_SITE
    texts = tuple(source for source in sources.files if forms.is_text(source.path))
    tasks = [_Task(sources.root, known, some) for some in executor.chunks(texts, _CHUNK)]
    manuscripts: list[Manuscript[Any]] = []
    for parsed in executor.in_order(pool, _parse_some, tasks):
        manuscripts.extend(parsed.manuscripts)
        problems.extend(parsed.problems)
        for converted in parsed.conversions:
            memo.put(converted.reading.body.key, converted.pieces)
    others = tuple(source for source in sources.files if not forms.is_text(source.path) and source.path != SITE)
    desk = _desk(known, manuscripts, others)
    if site:
        problems.extend(problem for check in CHECKS for problem in check(desk))
    return Checked(desk, in_order(problems))


def _read_site(sources: Sources) -> tuple[Site | None, list[Problem]]:
    for source in sources.files:
        if source.path == SITE:
            try:
                data = read(file_of(sources.root, source), source)
            except (OSError, Changed):
                return None, [_changed(source)]
            checked = forms.read_site(source.path, data)
            return checked.value, list(checked.problems)
    what = "the publication needs “content/site.yaml” with title, base_url, timezone and languages; “fiche new site” makes one"
    return None, [error(Place(SITE), what, "no-site")]


def _changed(source: Source) -> Problem:
    what = "the file changed or vanished while it was being read; build again"
    return error(Place(source.path), what, "changed")


def _parse_some(task: _Task) -> _Parsed:
    manuscripts: list[Manuscript[Any]] = []
    conversions: list[markup.Converted] = []
    problems: list[Problem] = []
    for source in task.sources:
        try:
            data = read(file_of(task.root, source), source)
        except (OSError, Changed):
            problems.append(_changed(source))
            continue
        checked = forms.read(source.path, data, task.site)
        problems.extend(checked.problems)
        for sheet in checked.value:
            manuscript = sheet.manuscript
            if sheet.text.strip():
                place = Place(source.path, sheet.line)
                converted = markup.convert(sheet.text, place=place, trusted=task.site.html == "trusted")
                problems.extend(converted.problems)
                conversions.extend(converted.value)
                manuscript = replace(manuscript, readings=tuple(some.reading for some in converted.value))
            manuscripts.append(manuscript)
    return _Parsed(tuple(manuscripts), tuple(conversions), tuple(problems))


def _desk(site: Site, manuscripts: Sequence[Manuscript[Any]], others: tuple[Source, ...]) -> Desk:
    def of(kind: type[Any]) -> tuple[Manuscript[Any], ...]:
        return tuple(manuscript for manuscript in manuscripts if isinstance(manuscript.head, kind))

    return Desk(
        site=site,
        briefs=of(BriefHead),
        actors=of(ActorHead),
        topics=of(TopicHead),
        references=of(ReferenceHead),
        events=of(EventHead),
        pages=of(PageHead),
        files=others,
    )
