"""Offices in time: who held one on a day, who before and after, where nobody is known or two at once.

Owns the line of holders of an office, over all actors of a register, and the answers of `fiche who`. What one actor held
is `register`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from fiche.dates import covers, iso_stamp
from fiche.model import ActorHead, Office, Site, Texts
from fiche.names import Index, fold
from fiche.problem import did_you_mean
from fiche.register import actor_names, name_on
from fiche.value import Value


class Tenure(Value, frozen=True):
    """An actor in an office."""

    actor: str
    office: Office


class Line(Value, frozen=True):
    """An office and those who held it, the earliest first."""

    titles: tuple[str, ...]
    """Every title it has, in every language, as written; the first one first."""
    org: str
    tenures: tuple[Tenure, ...]


class Answer(Value, frozen=True):
    """Who held an office on a day, and who is known to have before and after."""

    line: Line
    holders: tuple[Tenure, ...]
    """More than one where the register has them overlap."""
    before: Tenure | None
    after: Tenure | None


def lines(heads: Iterable[ActorHead]) -> tuple[Line, ...]:
    """Return the line of each office: offices are one if they are of one organisation and share a title in any language."""
    rows: list[tuple[list[str], str, list[Tenure]]] = []
    by_title: dict[tuple[str, str], int] = {}
    for head in heads:
        for office in head.roles:
            keys = {(office.org, fold(title)) for title in _titles(office.title)}
            known = sorted({by_title[key] for key in keys if key in by_title})
            at = known[0] if known else len(rows)
            if not known:
                rows.append(([], office.org, []))
            for other in known[1:]:  # this title joins what were two lines
                spelt, _, held = rows[other]
                rows[at][0].extend(spelt)
                rows[at][2].extend(held)
                held.clear()
                by_title.update({key: at for key, row in by_title.items() if row == other})
            by_title.update(dict.fromkeys(keys, at))
            rows[at][0].extend(_titles(office.title))
            rows[at][2].append(Tenure(head.id, office))
    return tuple(
        Line(tuple(dict.fromkeys(spelt)), org, tuple(sorted(held, key=_order))) for spelt, org, held in rows if held
    )


def _titles(title: Texts) -> list[str]:
    return [text for _, text in title.pairs]


def _order(tenure: Tenure) -> tuple[date, date, str]:
    start, end = tenure.office.start, tenure.office.end
    return (start.first if start else date.min, end.last if end else date.max, tenure.actor)


def asked_for(question: str, known: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines whose office has a title like this; where none has, those that have all its words."""
    wanted = fold(question)
    every = tuple(known)
    exact = tuple(line for line in every if any(fold(title) == wanted for title in line.titles))
    words = set(wanted.split())
    return exact or tuple(
        line for line in every if words and any(words <= set(fold(title).split()) for title in line.titles)
    )


def on(line: Line, day: date) -> Answer:
    """Say who held an office on a day."""
    holders = tuple(tenure for tenure in line.tenures if covers(tenure.office.start, tenure.office.end, day))
    others = [tenure for tenure in line.tenures if tenure not in holders]
    before = [tenure for tenure in others if tenure.office.end is not None and tenure.office.end.first <= day]
    after = [tenure for tenure in others if tenure.office.start is not None and tenure.office.start.first > day]
    return Answer(line, holders, max(before, key=_ended, default=None), min(after, key=_order, default=None))


def _ended(tenure: Tenure) -> tuple[date, str]:
    assert tenure.office.end is not None
    return tenure.office.end.last, tenure.actor


def gaps(line: Line) -> tuple[tuple[Tenure, Tenure], ...]:
    """Return each two who follow each other with more than a day between them in which nobody is known."""
    found = []
    for earlier, later in pairwise(line.tenures):
        end, start = earlier.office.end, later.office.start
        if end is not None and start is not None and (start.first - end.last).days > 1:
            found.append((earlier, later))
    return tuple(found)


def overlaps(line: Line) -> tuple[tuple[Tenure, Tenure], ...]:
    """Return each two who held it at one time, by dates that are known; an acting holder may stand beside another."""
    found = []
    for at, one in enumerate(line.tenures):
        for other in line.tenures[at + 1 :]:
            end, start = one.office.end, other.office.start
            if start is None or (end is not None and end.first <= start.last):
                continue
            if not (one.office.acting or other.office.acting) and one.actor != other.actor:
                found.append((one, other))
    return tuple(found)


# --------------------------------------------------------------------------- in words


def told(question: str, heads: Sequence[ActorHead], day: date, site: Site) -> Iterator[str]:
    """Answer a question about an office, or else about an actor, line by line; nothing if neither is known."""
    names = {head.id: name_on(head, site.language, day, *site.languages).full for head in heads}
    found = asked_for(question, lines(heads))
    for line in found:
        yield from _told(on(line, day), names, day)
    if found:
        return
    index = Index.of((head.id, actor_names(head)) for head in heads)
    by_id = {head.id: head for head in heads}
    for id in index.find(question):
        yield f"{names[id]} ({id}), on {day}:"
        held = [office for office in by_id[id].roles if covers(office.start, office.end, day)]
        yield from (f"  {_title(office, site)}, {_span(office)}" for office in held)
        if not held:
            yield "  no office that the register knows of"


def _told(answer: Answer, names: Mapping[str, str], day: date) -> Iterator[str]:
    yield f"{answer.line.titles[0]}, on {day}:"
    for tenure in answer.holders:
        acting = ", acting" if tenure.office.acting else ""
        yield f"  {names[tenure.actor]} ({tenure.actor}), {_span(tenure.office)}{acting}"
    if not answer.holders:
        yield "  nobody that the register knows of"
    if len(answer.holders) > 1:
        yield "  (more than one: if only one can hold it, look at their dates)"
    for word, other in (("before", answer.before), ("after", answer.after)):
        if other is not None:
            yield f"  {word}: {names[other.actor]} ({other.actor}), {_span(other.office)}"


def _title(office: Office, site: Site) -> str:
    return office.title.pick(site.language, *site.languages)[1]


def _span(office: Office) -> str:
    start = iso_stamp(office.start) if office.start else "…"
    return f"{start} to {iso_stamp(office.end)}" if office.end else f"since {start}"


def near(question: str, heads: Iterable[ActorHead]) -> str:
    """End a message with offices and actors that resemble what was asked for; empty if none does."""
    known = tuple(heads)
    titles = {title for line in lines(known) for title in line.titles}
    return did_you_mean(question, {*titles, *(name for head in known for name in actor_names(head))})
