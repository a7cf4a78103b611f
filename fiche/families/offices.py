"""Offices and who held them: every office that the register has, under its organisation, the latest holder first."""

from __future__ import annotations

from collections.abc import Iterator

from fiche import address, dates, linked_data
from fiche.lens import Lens
from fiche.names import slug, sort_key
from fiche.offices import Line, lines
from fiche.outputs import Page, part
from fiche.views.offices import HolderView, OfficeGroupView, OfficeLineView, OfficesView
from fiche.views.shared import Label


def orders(lens: Lens) -> Iterator[tuple[str, ...]]:
    """Name the page of a language, if the register has any office."""
    if any(actor.head.roles for actor in lens.publication.raw.actors.values()):
        yield ()


def make(lens: Lens) -> Iterator[Page]:
    """Make the list of offices, cut into pages by offices."""
    known = _in_order(lens)
    if not known:
        return
    first = f"{lens.root}offices/"
    pages = lens.pages_of(len(known))
    title, crumbs = lens.say("offices"), (lens.crumb("home", ""),)
    for number in range(1, pages + 1):
        here = address.numbered(first, number)
        page = lens.page_view(
            here,
            kind="offices",
            section="actors",
            title=title,
            crumbs=crumbs,
            alternates=lens.numbered(first, number),
            feeds=lens.home_feeds(),
            json_ld=linked_data.crumbs((*crumbs, lens.crumb("offices", "offices/")), lens),
        )
        newer, older = address.beside(first, number, pages)
        view = OfficesView(
            groups=tuple(_groups(known[lens.page_slice(number)], lens)),
            page=number,
            pages=pages,
            newer=newer,
            older=older,
        )
        yield Page(here, "offices.html", (lens.site_part, part("page", page), part("offices", view)))


def _in_order(lens: Lens) -> list[Line]:
    """Return the lines of all offices, by organisation and title as the language sorts them."""
    heads = [actor.head for _, actor in sorted(lens.publication.actors.items())]

    def order(line: Line) -> tuple[object, ...]:
        org = lens.named(line.org)
        name = sort_key(org.label.text, lens.lang) if org else ()
        return org is None, name, sort_key(_title(line, lens).text, lens.lang), line.titles

    return sorted(lines(heads), key=order)


def _title(line: Line, lens: Lens) -> Label:
    return lens.text(line.tenures[-1].office.title)


def _groups(known: list[Line], lens: Lens) -> Iterator[OfficeGroupView]:
    by_org: dict[str, list[OfficeLineView]] = {}
    for line in known:
        by_org.setdefault(line.org, []).append(_line(line, lens))
    for org, offices in by_org.items():
        yield OfficeGroupView(lens.named(org), tuple(offices))


def _line(line: Line, lens: Lens) -> OfficeLineView:
    named = line.tenures[0].office.title.pick(lens.site.language, *lens.site.languages)[1]
    holders = tuple(
        HolderView(
            actor=lens.actor(tenure.actor),
            span=dates.span(tenure.office.start, tenure.office.end, lens.lang),
            current=dates.covers(tenure.office.start, tenure.office.end, lens.today),
            acting=tenure.office.acting,
        )
        for tenure in reversed(line.tenures)
    )
    return OfficeLineView(slug(f"{line.org} {named}"), _title(line, lens), holders)
