"""The fields of figures: amounts that briefs report, and the register of what is measured again and again.

Owns what an entry of `figures:` in a brief and what `content/figures/` may say.
"""

from __future__ import annotations

from datetime import date as day

from fiche.fields import Reader
from fiche.forms.sheet import UNDATED, Origin, own_id
from fiche.model import Amount, FigureHead, Precision, Reported, Stamp, Texts, When
from fiche.problem import quoted
from fiche.value import replace

_ANY_DAY = Stamp(day(1970, 1, 1), day(1970, 1, 1))
"""Stands in for a date that cannot be read."""


def figure(reader: Reader, origin: Origin) -> FigureHead:
    """Read a figure of the register."""
    key = own_id(reader, origin)
    label = reader.texts("label", required=True)
    unit, scope, topics = reader.texts("unit"), reader.texts("scope", prose=True), reader.uses("topics")
    amounts: list[Amount] = []
    for node in reader.mappings("values", "a value", example="{value: 6600000, as_of: 2016-08, source: …}"):
        inner = reader.child(node)
        as_of = inner.stamp("as_of", required=True)
        amount = _amount(inner, as_of or _ANY_DAY)
        inner.close()
        if amount and as_of:
            _refuse_twice(inner, amount, amounts)
            amounts.append(amount)
    return FigureHead(key, label, unit, scope, topics, tuple(amounts))


def reported(reader: Reader, lang: str, date: When | None, updated: When | None) -> tuple[Reported, ...]:
    """Read the figures of a brief of a language and day, and perhaps of a later one on which it was revised."""
    found: list[Reported] = []
    example = "{id: syria-displaced, value: 6600000, as_of: 2016-08, source: …}"
    for node in reader.mappings("figures", "a figure", example=example):
        inner = reader.child(node)
        key, place = inner.slug("id", required=True), inner.place("id")
        label, unit = _own(inner.texts("label"), lang), _own(inner.texts("unit"), lang)
        as_of = inner.stamp("as_of")
        amount = _amount(inner, as_of or _day(date))
        inner.close()
        last = updated or date
        if as_of and last and as_of.first > last.instant.date():
            inner.refuse("as_of", "the value is dated after the brief that has it; check both dates", "dates-order")
        if key and amount:
            _refuse_twice(inner, amount, [one.amount for one in found if one.id == key])
            note = _own(amount.note, lang)
            found.append(Reported(key, replace(amount, note=note), label, unit, place))
    return tuple(found)


def _amount(reader: Reader, as_of: Stamp) -> Amount | None:
    """Read the value of a figure, or the bounds it lies in."""
    value, low, high = reader.decimal("value"), reader.decimal("low"), reader.decimal("high")
    source, note = reader.slug("source"), reader.texts("note")
    if not any(reader.has(name) for name in ("value", "low", "high")):
        reader.require("value", why="; or write “low”, “high” or both: “at least”, “at most”, “between”")
        return None
    if value is None and low is None and high is None:  # what stands there was refused
        return None
    for less, more, name in ((low, high, "high"), (low, value, "low"), (value, high, "high")):
        if less is not None and more is not None and less > more:
            what = "the value lies outside its bounds, or “low” above “high”; check the numbers"
            reader.refuse(name, what, "bounds")
            return None
    if not source:
        reader.warn(
            reader.node, "no source is given for this value; readers will want one: write “source: …”", "unsourced"
        )
    return Amount(as_of, value, low, high, source, note)


def _refuse_twice(reader: Reader, amount: Amount, earlier: list[Amount]) -> None:
    if any((amount.as_of, amount.source) == (other.as_of, other.source) for other in earlier):
        whose = f" of {quoted(amount.source)}" if amount.source else " without a source"
        what = f"there are two values{whose} for one date; keep one, or name the source of each"
        reader.refuse(reader.node, what, "same-value")


def _own(texts: Texts, lang: str) -> Texts:
    """Take a text without a language for one in that of the brief."""
    return Texts(tuple((tag or lang, text) for tag, text in texts.pairs))


def _day(date: When | None) -> Stamp:
    """Return the day of the brief, for a value without one."""
    first = (date or UNDATED).instant.date()
    return Stamp(first, first, Precision.DAY)
