"""The ledgers of figures: all of them, a page for each, and everything as data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fiche import address, dates, linked_data
from fiche.documents import record
from fiche.lens import Lens
from fiche.outputs import CSV, JSON, Page, part
from fiche.publication import FigureEntry, Row
from fiche.show import figures as show
from fiche.views.documents import Json, Record
from fiche.views.figures import FigureSheetView, FiguresView
from fiche.views.page import FeedView
from fiche.views.shared import Label

_FILE = "figures"
_TABLE = (
    "figure", "label", "unit", "value", "low", "high", "as_of", "source", "source_title", "source_url", "note", "topics",
    "brief", "url",
)  # fmt: skip
"""The columns of the table, and the names in the document: a new one goes to the end."""


def orders(lens: Lens) -> Iterator[tuple[str, ...]]:
    """Name the list, each figure, and the data; none where nothing is measured."""
    known = lens.publication.figures
    if not len(known):
        return
    yield ("all", "")
    yield ("data", "")
    yield from (("figure", id) for id in known)


def at(lens: Lens, path: str) -> Iterator[tuple[str, ...]]:
    """Name the page or data at a path."""
    found = lens.matched(_PATH, path)
    if found is None:
        return
    about = ("figure", found["id"]) if found["id"] else ("data", "") if found["data"] else ("all", "")
    if about in set(orders(lens)):
        yield about


_PATH = re.compile(rf"{_FILE}/(?:(?:page/\d+/)?index\.html|(?P<data>{_FILE}\.(?:json|csv))|(?P<id>[^/]+)/index\.html)")


def make(lens: Lens, kind: str, about: str) -> Iterator[Page]:
    """Make the pages of the list, that of a figure, or the data."""
    if kind == "all":
        yield from _list(lens)
    elif kind == "figure":
        yield _sheet(lens, lens.publication.figures[about])
    else:
        yield from _data(lens)


def _list(lens: Lens) -> Iterator[Page]:
    first, title, crumbs = f"{lens.root}{_FILE}/", lens.say("figures"), (lens.crumb("home", ""),)
    ledgers = {show.link(lens, ledger): ledger for ledger in lens.publication.figures.values()}
    links = lens.sorted_by_name(ledgers)
    pages = lens.pages_of(len(links))
    for number in range(1, pages + 1):
        here = address.numbered(first, number)
        page = lens.page_view(
            here,
            kind="figures",
            title=title,
            crumbs=crumbs,
            alternates=lens.numbered(first, number),
            feeds=_files(lens),
            json_ld=linked_data.crumbs((*crumbs, lens.crumb("figures", f"{_FILE}/")), lens),
        )
        newer, older = address.beside(first, number, pages)
        shown = links[lens.page_slice(number)]
        latest = tuple(show.latest(lens, ledgers[link], drawn=False) for link in shown)
        view = FiguresView(figures=latest, page=number, pages=pages, newer=newer, older=older)
        yield Page(here, "figures.html", (lens.site_part, part("page", page), part("figures", view)))


def _sheet(lens: Lens, ledger: FigureEntry) -> Page:
    head = ledger.head
    here = f"{lens.root}{_FILE}/{head.id}/"
    scope = lens.text(head.scope)
    paragraphs = (" ".join(paragraph.split()) for paragraph in scope.text.split("\n\n"))
    view = FigureSheetView(
        id=head.id,
        figure=show.latest(lens, ledger),
        scope=tuple(Label(text, scope.lang, scope.dir) for text in paragraphs if text),
        topics=tuple(lens.topic(topic) for topic in ledger.topics),
        amounts=show.amounts(lens, ledger),
        registered=ledger.registered,
    )
    crumbs = (lens.crumb("home", ""), lens.crumb("figures", f"{_FILE}/"))
    title = view.figure.figure.label.text
    page = lens.page_view(
        here,
        kind="figure",
        title=title,
        description=view.scope[0].text if view.scope else "",
        marking=ledger.marking,
        crumbs=crumbs,
        feeds=_files(lens),
        json_ld=linked_data.crumbs((*crumbs, view.figure.figure), lens),
    )
    return Page(here, "figure.html", (lens.site_part, part("page", page), part("figure", view)), ledger.file)


# --------------------------------------------------------------------------- data


def _files(lens: Lens) -> tuple[FeedView, ...]:
    """Return the data of all figures, as followers of a page find it."""
    title, here = lens.say("figures"), f"{lens.root}{_FILE}/{_FILE}"
    return (
        FeedView(f"{title} (CSV)", f"{here}.csv", "text/csv"),
        FeedView(f"{title} (JSON)", f"{here}.json", "application/json"),
    )


def _data(lens: Lens) -> Iterator[Page]:
    here = f"{lens.root}{_FILE}/{_FILE}"
    ledgers = [ledger for _, ledger in sorted(lens.publication.figures.items())]
    rows = tuple(_row(ledger, row, lens) for ledger in ledgers for row in ledger.rows)
    document = record(
        version=1,
        title=lens.say("figures"),
        publication=lens.site_view.title.text,
        home_page_url=address.absolute(lens.site.base_url, f"{lens.root}{_FILE}/"),
        language=lens.lang,
        figures=rows,
    )
    yield Page(f"{here}.json", JSON, (lens.site_part, part("document", document)))
    headings = Record(tuple((name, name) for name in _TABLE))
    yield Page(f"{here}.csv", CSV, (lens.site_part, part("document", (headings, *rows))))


def _row(ledger: FigureEntry, row: Row, lens: Lens) -> Record:
    amount, source = row.amount, lens.reference(row.source) if row.source else None
    place = lens.by_id[row.brief].address if row.brief else f"{lens.root}{_FILE}/{ledger.head.id}/"
    values: tuple[Json, ...] = (
        ledger.head.id,
        show.link(lens, ledger).label.text,
        show.unit(lens, ledger).text or None,
        show.exact(amount.value),
        show.exact(amount.low),
        show.exact(amount.high),
        dates.iso_stamp(amount.as_of),
        source.id or None if source else None,
        source.title.text or source.descriptor or None if source else None,
        source.url or None if source else None,
        lens.text(amount.note).text or None,
        tuple(ledger.topics),
        row.brief or None,
        address.absolute(lens.site.base_url, place),
    )
    return Record(tuple(zip(_TABLE, values, strict=True)))
