"""Editions of one brief agree on when it was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from fiche.model import BriefHead, Desk, Manuscript
from fiche.problem import Problem, quoted, warning


def editions_agree(desk: Desk) -> Iterator[Problem]:
    """Warn of editions of one brief on different days: they would stand under different days of the archive."""
    editions: dict[str, list[Manuscript[BriefHead]]] = defaultdict(list)
    for manuscript in desk.briefs:
        editions[manuscript.head.id].append(manuscript)
    for id, found in editions.items():
        first = found[0]
        for other in found[1:]:
            if other.head.date.instant.date() != first.head.date.instant.date():
                what = f"the brief {quoted(id)} has another day in {first.place.path}; give both editions one “date”, and “updated” where it applies"
                yield warning(other.place, what, "edition-day")
