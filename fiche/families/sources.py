"""The sources used, with the briefs that use each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from fiche import address, linked_data
from fiche.lens import Lens
from fiche.model import ReferenceHead
from fiche.names import sort_key
from fiche.outputs import Page, part
from fiche.publication import Entry
from fiche.views.sources import SourceGroupView, SourcesView, SourceView


def make(lens: Lens) -> Iterator[Page]:
    """Make the list of sources of a language."""
    used = _used(lens)
    pages = lens.pages_of(len(used))
    for number in range(1, pages + 1):
        yield _page(lens, used, number, pages)


def _used(lens: Lens) -> list[tuple[ReferenceHead, list[Entry]]]:
    """Return each source that a brief names, by kind and title. Confidential ones are told on the brief's page alone."""
    briefs: dict[tuple[str, str], tuple[ReferenceHead, list[Entry]]] = {}
    registered: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in lens.entries:
        own = {reference.id for reference in entry.head.references}
        for note in entry.notes:
            if note.reference.confidential:
                continue
            key = (note.reference.id, entry.head.id if note.reference.id in own else "")
            registered[key].append(entry)
            briefs[key] = (note.reference, registered[key])

    def order(row: tuple[ReferenceHead, list[Entry]]) -> tuple[object, ...]:
        head = row[0]
        title = lens.text(head.title).text
        return (
            head.kind == "",
            lens.say(f"source-{head.kind}") if head.kind else "",
            sort_key(title, lens.lang),
            head.id,
        )

    return sorted(briefs.values(), key=order)


def _page(lens: Lens, used: list[tuple[ReferenceHead, list[Entry]]], number: int, pages: int) -> Page:
    first = f"{lens.root}sources/"
    here = address.numbered(first, number)
    crumbs = (lens.crumb("home", ""),)
    page = lens.page_view(
        here,
        kind="sources",
        title=lens.say("sources"),
        crumbs=crumbs,
        alternates=lens.numbered(first, number),
        feeds=lens.home_feeds(),
        json_ld=linked_data.crumbs((*crumbs, lens.crumb("sources", "sources/")), lens),
    )
    newer, older = address.beside(first, number, pages)
    view = SourcesView(
        groups=tuple(_groups(lens, used[lens.page_slice(number)])),
        total=len(used),
        page=number,
        pages=pages,
        newer=newer,
        older=older,
    )
    return Page(here, "sources.html", (lens.site_part, part("page", page), part("sources", view)))


def _groups(lens: Lens, used: list[tuple[ReferenceHead, list[Entry]]]) -> Iterator[SourceGroupView]:
    by_kind: dict[str, list[SourceView]] = defaultdict(list)
    for head, entries in used:
        anchor = f"source-{head.id}"
        cards = tuple(lens.card(entry) for entry in entries)
        by_kind[head.kind].append(SourceView(lens.reference(head), anchor, cards))
    for kind, sources in by_kind.items():
        yield SourceGroupView(kind, lens.say(f"source-{kind}") if kind else lens.say("source-other"), tuple(sources))
