"""What briefs go on from or take the place of exists, comes before them, and leads nowhere in a circle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from fiche.model import BriefHead, Desk, Manuscript, Use
from fiche.problem import Place, Problem, did_you_mean, error, quoted, warning


def known_chains(desk: Desk) -> Iterator[Problem]:
    """Report what a brief follows or supersedes that there is not, that is itself, or that is of a later time."""
    ids = _ids(desk)
    dates = {m.head.id: m.head.date.instant for m in desk.briefs}
    for manuscript in desk.briefs:
        for field, use in _uses(manuscript.head):
            yield from _use(manuscript, field, use, ids, dates)


def _use(
    manuscript: Manuscript[BriefHead], field: str, use: Use, ids: Mapping[str, str], dates: Mapping[str, datetime]
) -> Iterator[Problem]:
    head, place = manuscript.head, use.place
    if use.name not in ids:
        yield error(place, f"there is no brief {quoted(use.name)}{did_you_mean(use.name, ids)}", "unknown-brief")
    elif ids[use.name] == head.id:
        yield error(place, f"the brief {field} itself; take {quoted(use.name)} out", "brief-cycle")
    elif dates[ids[use.name]] > head.date.instant:
        what = f"the brief {field} {quoted(use.name)}, which is of a later date; check which comes first"
        yield warning(place, what, "brief-order")


def chains_end(desk: Desk) -> Iterator[Problem]:
    """Report each circle of briefs that follow or supersede one another, with the way round."""
    before = _before(desk)
    while way := _circle({id: [*others] for id, others in before.items()}):
        first = min(way)
        at = way.index(first)
        round_ = [*way[at:], *way[:at], first]
        what = f"the briefs follow one another in a circle ({' → '.join(round_)}); take out one of “follows” or “supersedes”"
        yield error(before[first][round_[1]], what, "brief-cycle")
        for id, other in pairwise(round_):
            before[id].pop(other, None)


def known_threads(desk: Desk) -> Iterator[Problem]:
    """Warn of a name for a running story that no brief tells."""
    told = {m.head.thread for m in desk.briefs if m.head.thread}
    for thread, _ in desk.site.threads:
        if thread not in told:
            what = f"no brief has the thread {quoted(thread)}, which “threads” names{did_you_mean(thread, told)}"
            yield warning(Place("content/site.yaml"), what, "unknown-thread")


def _uses(head: BriefHead) -> Iterator[tuple[str, Use]]:
    yield from (("follows", use) for use in head.follows)
    yield from (("supersedes", use) for use in head.supersedes)


def _ids(desk: Desk) -> dict[str, str]:
    """Return the brief that each id means, former ones too."""
    former = {id: m.head.id for m in desk.briefs for id in m.head.former_ids}
    return {**former, **{m.head.id: m.head.id for m in desk.briefs}}


def _before(desk: Desk) -> dict[str, dict[str, Place]]:
    """Return the briefs that each names as earlier ones, and where."""
    ids = _ids(desk)
    before: dict[str, dict[str, Place]] = defaultdict(dict)
    for manuscript in sorted(desk.briefs, key=lambda manuscript: manuscript.place):
        for _, use in _uses(manuscript.head):
            other = ids.get(use.name, manuscript.head.id)
            if other != manuscript.head.id:
                before[manuscript.head.id].setdefault(other, use.place)
    return before


def _circle(before: Mapping[str, list[str]]) -> list[str]:
    """Return a circle, each brief before the one that it names; nothing if there is none."""
    try:
        TopologicalSorter(before).prepare()
    except CycleError as found:
        members: list[str] = found.args[1][:-1]
        return members[::-1]
    return []
