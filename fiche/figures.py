"""Figures: what is told of each, by whom, and what was known of it on a day.

Owns the union of what the register and the briefs say of a figure, the order of its values, and how a value is put in
words. What may be told at all is `clear`; where it stands on a page, `show`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from fiche.messages import PERCENT, message, number
from fiche.model import Amount, Body, BriefHead, FigureHead, Head, Link, LinkKind, Mention, Reported, Stamp, Texts
from fiche.value import Value, replace

R = TypeVar("R", bound="Told")

MINUS = "−"


class Told(Value, frozen=True):
    """An amount of a figure, and where it was told."""

    amount: Amount
    since: date
    """The day since which readers know it."""
    brief: str = ""
    """Id of the brief that tells it; empty for the register."""


def told(
    heads: Iterable[FigureHead], briefs: Iterable[BriefHead], languages: Sequence[str]
) -> dict[str, tuple[Told, ...]]:
    """Return all that is told of each figure, the earliest first.

    Editions of a brief tell the same once: of those that do, the one in the first of the languages is believed, and all
    of them say it in their own.
    """
    found: dict[str, list[Told]] = {}
    for head in heads:
        found.setdefault(head.id, []).extend(Told(amount, amount.as_of.first) for amount in head.amounts)
    by_brief: dict[tuple[str, str, Stamp, str], Told] = {}
    order = {lang: rank for rank, lang in enumerate(languages)}
    for brief in sorted(briefs, key=lambda head: (order.get(head.lang, len(order)), head.id)):
        for one in brief.figures:
            key = (one.id, brief.id, one.amount.as_of, one.amount.source)
            first = by_brief.setdefault(key, Told(one.amount, brief.date.instant.date(), brief.id))
            note = merged(first.amount.note, one.amount.note)
            by_brief[key] = replace(first, amount=replace(first.amount, note=note))
    for (id, *_), row in by_brief.items():
        found.setdefault(id, []).append(row)
    return {id: tuple(sorted(rows, key=_in_time)) for id, rows in found.items() if rows}


def _in_time(row: Told) -> tuple[object, ...]:
    """Order by day, then by when it was told; where that is the same, by anything that never changes."""
    of = row.amount
    bounds = (f"{of.value}", f"{of.low}", f"{of.high}")
    return of.as_of.first, of.as_of.last, row.since, row.brief, of.source, bounds


def merged(one: Texts, other: Texts) -> Texts:
    """Return a text with the languages that another has and it lacks."""
    held = one.languages()
    return replace(one, pairs=(*one.pairs, *(pair for pair in other.pairs if pair[0] not in held)))


def described(id: str, reports: Iterable[Reported]) -> FigureHead:
    """Describe a figure without a file by what briefs say of it."""
    label, unit = Texts(), Texts()
    for one in reports:
        label, unit = merged(label, one.label), merged(unit, one.unit)
    return FigureHead(id, label or Texts((("", id),)), unit)


def known(rows: Iterable[R], day: date, *, brief: str = "") -> R | None:
    """Return the latest amount that was known on a day; a brief goes by its own before others'."""
    then = [row for row in rows if row.since <= day and row.amount.as_of.first <= day]
    own = [row for row in then if brief and row.brief == brief]
    return next(reversed(own or then), None)


def day_of(head: BriefHead) -> date:
    """Return the day on which a brief speaks: that of its last revision."""
    return (head.updated or head.date).instant.date()


def valueless(
    body: Body | None, head: Head, told: Mapping[str, Sequence[Told]], today: date
) -> Iterator[tuple[Mention, str]]:
    """Yield the places of a body that would print the value of a figure of which none was known on its day, and its id."""
    day, brief = (day_of(head), head.id) if isinstance(head, BriefHead) else (today, "")
    for mention in body.mentions if body else ():
        hole = mention.hole
        if not isinstance(hole, Link) or hole.kind is not LinkKind.FIGURE or hole.inner:
            continue
        if known(told.get(hole.target, ()), day, brief=brief) is None:
            yield mention, hole.target


# --------------------------------------------------------------------------- in words


def size(amount: Amount, unit: str, lang: str) -> str:
    """Write an amount without its unit, but with a sign of per cent: « 6 600 000 », « au moins 290 000 », “40 (30 to 50)”."""

    def said(value: Decimal) -> str:
        return number(value, lang, unit=unit if unit == PERCENT else "")

    bounds = ""
    if amount.low is not None and amount.high is not None:
        bounds = message(lang, "amount-between", low=said(amount.low), high=said(amount.high))
    elif amount.low is not None:
        bounds = message(lang, "amount-least", amount=said(amount.low))
    elif amount.high is not None:
        bounds = message(lang, "amount-most", amount=said(amount.high))
    if amount.value is None:
        return bounds
    return message(lang, "amount-bounds", amount=said(amount.value), bounds=bounds) if bounds else said(amount.value)


def words(amount: Amount, unit: str, lang: str) -> str:
    """Write an amount with its unit, on one line: « 6 600 000 personnes »."""
    written = size(amount, unit, lang)
    return f"{written}\u00a0{unit}" if unit and unit != PERCENT else written


def change(earlier: Amount, later: Amount, unit: str, lang: str) -> str:
    """Write by how much a value rose or fell, with its sign, “=” if not at all; empty where either is not one value."""
    if earlier.value is None or later.value is None:
        return ""
    by = later.value - earlier.value
    if not by:
        return "="
    return ("+" if by > 0 else MINUS) + number(abs(by), lang, unit=unit if unit == PERCENT else "")


def is_same(one: Amount, other: Amount) -> bool:
    """Say whether two amounts are the same, whenever and by whomever they were given."""
    return (one.value, one.low, one.high) == (other.value, other.low, other.high)
