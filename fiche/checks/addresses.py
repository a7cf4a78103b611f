"""Each brief has an address of its own; editions of one brief agree on when it was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from fiche.model import BriefHead, Desk, Manuscript
from fiche.problem import Problem, error, quoted, warning


def briefs_stand_apart(desk: Desk) -> Iterator[Problem]:
    """Report two briefs of one day, language and slug, be one withheld: the site would break when its embargo ends."""
    first: dict[tuple[object, str, str], Manuscript[BriefHead]] = {}
    for manuscript in sorted(desk.briefs, key=lambda manuscript: manuscript.place):
        head = manuscript.head
        other = first.setdefault((head.date.instant.date(), head.lang, head.slug), manuscript)
        if other is not manuscript and other.head.id != head.id:
            same = f"{other.place.path} is of the same day and has the same slug {quoted(head.slug)}"
            what = f"{same}; give one of them another “slug”"
            yield error(manuscript.place, what, "same-address")


def editions_agree(desk: Desk) -> Iterator[Problem]:
    """Warn of editions of one brief on different days: they would stand under different days of the archive."""
    editions: dict[str, list[Manuscript[BriefHead]]] = defaultdict(list)
    for manuscript in desk.briefs:
        editions[manuscript.head.id].append(manuscript)
    for id, found in editions.items():
        first = found[0]
        for other in found[1:]:
            if other.head.date.instant.date() != first.head.date.instant.date():
                differing = f"the brief {quoted(id)} has another day in {first.place.path}"
                what = f"{differing}; give both editions one “date”, and “updated” where it applies"
                yield warning(other.place, what, "edition-day")
