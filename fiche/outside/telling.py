"""What an author is told of links to other hosts.

Owns the words, and which problem stands at which place. How grave each is and what it is called say `rules`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from fiche.checks.rule import SETTINGS, Rule
from fiche.checks.study import Study
from fiche.fetch import host_of
from fiche.outside import archive, mending
from fiche.outside.judging import Copy, Outcome, Verdict
from fiche.outside.links import Links, Spot
from fiche.outside.rules import OUTSIDE
from fiche.problem import Place, Problem, note, quoted, warning
from fiche.value import replace


def told(study: Study, links: Links, verdicts: Mapping[str, Verdict], *, unheard: int = 0) -> tuple[Rule, ...]:
    """Return the rules with what they find; `unheard` addresses were not asked for want of a network."""
    problems = list(_later(links, verdicts))
    for url, spots in links.items():
        if url in verdicts:
            for spot in spots:
                problems += _problems(study, url, verdicts[url], spot)
    if unheard:
        left = f"{unheard:,} addresses are" if unheard > 1 else "one address is"
        what = f"there is no network here, and no other host was asked; {left} left for another time"
        problems.append(note(Place(SETTINGS), what, "link-later"))
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        found[problem.code].append(problem)
    return _rules(found)


def _rules(found: Mapping[str, list[Problem]]) -> tuple[Rule, ...]:
    return tuple(replace(rule, find=lambda _, code=rule.code: iter(found.get(code, ()))) for rule in OUTSIDE)


# --------------------------------------------------------------------------- words

_SHOWN = 120
"""Characters of an address that are shown."""


def _problems(study: Study, url: str, verdict: Verdict, spot: Spot) -> Iterator[Problem]:
    """Yield what is to be told of a link at one of its places."""
    place, excerpt, link = spot.place, spot.excerpt, quoted(url, limit=_SHOWN)
    if verdict.outcome is Outcome.DEAD:
        yield _dead(study, f"{link} {verdict.why}", url, verdict.copy, spot)
    elif verdict.outcome is Outcome.MOVED:
        moved = note(place, f"{link} {verdict.why}; write {verdict.url}", "link-moved", excerpt)
        yield replace(moved, edits=mending.safe_too(spot, url, verdict.url))
    elif verdict.outcome is Outcome.BLOCKED:
        what = f"{link} {verdict.why}; look in a browser whether it is there"
        yield note(place, what, "link-blocked", excerpt)
    elif verdict.outcome is Outcome.UNSURE:
        what = f"{link} {verdict.why}; it is asked again the next time"
        yield note(place, what, "link-unsure", excerpt)
    elif verdict.outcome is Outcome.PRIVATE:
        what = f"{link} {verdict.why}, where no reader can follow; link a public page, or take the link out"
        yield warning(place, what, "link-private", excerpt)
    if spot.fragment in verdict.missing and verdict.outcome in {Outcome.OK, Outcome.MOVED}:
        lacks = f"{quoted(f'{url}#{spot.fragment}', limit=_SHOWN)} leads to no place of its page"
        yield note(
            place, f"{lacks}, as it is sent; look in a browser, or leave out what follows “#”", "link-anchor", excerpt
        )


def _dead(study: Study, what: str, url: str, copy: Copy | None, spot: Spot) -> Problem:
    if spot.kept:
        return note(spot.place, f"{what}; its archived copy is linked beside it", "link-dead", spot.excerpt)
    do = "as “archived”" if spot.field == "url" else "instead"
    if copy:
        day = f"{copy.stamp[:4]}-{copy.stamp[4:6]}-{copy.stamp[6:8]}"
        problem = warning(spot.place, f"{what}; link the copy of {day} {do}: {copy.url}", "link-dead", spot.excerpt)
        return replace(problem, edits=mending.archived_too(study.ground.page(spot.place.path), spot, copy))
    if archive.is_archive(url):
        return warning(spot.place, f"{what}; look for another copy", "link-dead", spot.excerpt)
    where = archive.by_hand(url, spot.day)
    return warning(spot.place, f"{what}; look for a copy to link {do}: {where}", "link-dead", spot.excerpt)


def _later(links: Links, verdicts: Mapping[str, Verdict]) -> Iterator[Problem]:
    """Yield one problem for each host that was left alone, at the first of its links."""
    left: dict[tuple[str, str], list[Spot]] = defaultdict(list)
    for url, verdict in verdicts.items():
        if verdict.outcome is Outcome.LATER and url in links:
            left[verdict.why, host_of(url)].append(links[url][0])
    for (why, _), spots in left.items():
        first = min(spots, key=lambda spot: spot.place)
        count = f"{len(spots):,} of its addresses are" if len(spots) > 1 else "one of its addresses is"
        yield note(first.place, f"{why}; {count} asked another time", "link-later", first.excerpt)
