"""Figures as pages show them: what a brief gives, what is known of each, and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from fiche import chart, dates, figures
from fiche.lens import Lens
from fiche.messages import PERCENT, number
from fiche.model import Amount, ReferenceHead
from fiche.publication import Entry, FigureEntry, Given, Row
from fiche.views.charts import ChartView
from fiche.views.figures import AmountView, FigureView
from fiche.views.shared import Label, LinkView


def of_brief(lens: Lens, entry: Entry) -> tuple[FigureView, ...]:
    """Show the figures that a brief gives, in its author's order."""
    day = figures.day_of(entry.head)
    return tuple(
        _given(lens, entry, one, anchor, _before(_ledger(lens, one).rows, one.amount, day))
        for one, anchor in _anchored(entry)
    )


def changed(lens: Lens, entry: Entry, since: Entry) -> tuple[FigureView, ...]:
    """Show those figures of a brief whose amount is another than was last known at an earlier brief, beside that.

    A figure of which nothing was known then is new, and did not change.
    """
    found: list[FigureView] = []
    for one, anchor in _anchored(entry):
        before = figures.known(_ledger(lens, one).rows, figures.day_of(since.head), brief=since.head.id)
        if before is not None and not figures.is_same(before.amount, one.amount):
            found.append(_given(lens, entry, one, anchor, before))
    return tuple(found)


def _anchored(entry: Entry) -> Iterator[tuple[Given, str]]:
    """Give each figure of a brief its place on the page; of several amounts of one, the later ones a number."""
    turns: Counter[str] = Counter()
    for one in entry.figures:
        turns[one.figure] += 1
        turn = f"-{turns[one.figure]}" if turns[one.figure] > 1 else ""
        yield one, f"figure-{one.figure}{turn}"


def _ledger(lens: Lens, one: Given) -> FigureEntry:
    return lens.publication.figures[one.figure]


def _given(lens: Lens, entry: Entry, one: Given, anchor: str, before: Row | None) -> FigureView:
    """Show an amount on the page of the brief that gives it, beside an earlier one."""
    ledger = _ledger(lens, one)
    numbers = {note.reference.id: note.number for note in entry.notes}
    row = Row(one.amount, entry.head.date.instant.date(), "", one.source)
    amount = _amount(lens, ledger, row, before, number=numbers.get(one.amount.source, 0))
    return FigureView(link(lens, ledger), anchor, amount, total=len(ledger.rows), chart=None)


def latest(lens: Lens, ledger: FigureEntry, *, drawn: bool = True) -> FigureView:
    """Show a figure with the latest that is known of it."""
    return FigureView(
        figure=link(lens, ledger),
        anchor=f"figure-{ledger.head.id}",
        amount=_told(lens, ledger, ledger.rows[-1]),
        total=len(ledger.rows),
        chart=_chart(lens, ledger) if drawn else None,
    )


def amounts(lens: Lens, ledger: FigureEntry) -> tuple[AmountView, ...]:
    """Show all that is known of a figure, the latest first."""
    return tuple(_told(lens, ledger, row) for row in reversed(ledger.rows))


def on_topic(lens: Lens, topic: str) -> tuple[FigureView, ...]:
    """Show the figures on a topic and on those below it, by label."""
    ledgers = {
        link(lens, ledger): ledger for ledger in map(lens.publication.figures.__getitem__, lens.figures_on[topic])
    }
    return tuple(latest(lens, ledgers[each]) for each in lens.sorted_by_name(ledgers))


def link(lens: Lens, ledger: FigureEntry) -> LinkView:
    """Link to a figure."""
    place = f"{lens.root}figures/{ledger.head.id}/" if lens.is_on("figures") else ""
    return LinkView(lens.text(ledger.head.label), place)


def unit(lens: Lens, ledger: FigureEntry) -> Label:
    """Return what one of a figure is."""
    return lens.text(ledger.head.unit)


def _told(lens: Lens, ledger: FigureEntry, row: Row) -> AmountView:
    """Show an amount in its ledger."""
    return _amount(lens, ledger, row, _before(ledger.rows, row.amount, date.max))


def _amount(lens: Lens, ledger: FigureEntry, row: Row, before: Row | None, *, number: int = 0) -> AmountView:
    """Show an amount beside an earlier one, with the number of the note of its source where it has one."""
    counted = unit(lens, ledger)
    compared = before is not None and _hand(lens, before.source) == _hand(lens, row.source) != ""
    return AmountView(
        size=figures.size(row.amount, counted.text, lens.lang),
        unit=counted if counted.text != PERCENT else Label(""),
        as_of=lens.stamp(row.amount.as_of),
        source=lens.reference(row.source) if row.source else None,
        number=number,
        remark=lens.text(row.amount.note),
        brief=lens.card(lens.by_id[row.brief]) if row.brief else None,
        earlier=figures.size(before.amount, counted.text, lens.lang) if before else "",
        earlier_as_of=lens.stamp(before.amount.as_of) if before else None,
        change=figures.change(before.amount, row.amount, counted.text, lens.lang) if before and compared else "",
    )


def _before(rows: Iterable[Row], amount: Amount, day: date) -> Row | None:
    """Return the last amount of an earlier date that was known on a day."""
    first = amount.as_of.first
    earlier = [row for row in rows if row.since <= day and row.amount.as_of.first < first]
    return earlier[-1] if earlier else None


def _hand(lens: Lens, source: ReferenceHead | None) -> str:
    """Name who counted, so that amounts of one hand can be compared; empty where nobody may know.

    A publisher in words alone may be several: “the press”.
    """
    if source is None or source.confidential:
        return ""
    return source.publisher if source.publisher in lens.publication.actors else source.id


def _chart(lens: Lens, ledger: FigureEntry) -> ChartView | None:
    counted = ledger.head.unit.pick(lens.lang, *lens.site.languages)[1]
    return chart.points(
        tuple(_dots(lens, ledger)),
        value_label=lambda value: number(value, lens.lang, unit=counted if counted == PERCENT else ""),
        month_label=lambda day: dates.month_short(day.year, day.month, lens.lang),
        day_label=lambda day: dates.day_short(day, lens.lang),
        mirrored=lens.dir == "rtl",
    )


def _dots(lens: Lens, ledger: FigureEntry) -> Iterator[chart.Dot]:
    for row in ledger.rows:
        of: Amount = row.amount
        yield chart.Dot(of.as_of.first, of.value, of.low, of.high, _hand(lens, row.source))


def exact(value: Decimal | None) -> str | None:
    """Return a number as its author wrote it, for machines."""
    return f"{value:f}" if value is not None else None
