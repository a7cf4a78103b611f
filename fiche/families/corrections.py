"""All corrections, newest first."""

from __future__ import annotations

from collections.abc import Iterator

from fiche import address, linked_data
from fiche.lens import Lens
from fiche.model import Correction
from fiche.outputs import Page, part
from fiche.publication import Entry
from fiche.views.corrections import CorrectionsView

Noted = tuple[Correction, int, Entry]
"""A correction, its number in its brief, and the brief."""


def make(lens: Lens) -> Iterator[Page]:
    """Make the list of corrections of a language."""
    noted = corrections_of(lens)
    pages = lens.pages_of(len(noted))
    for number in range(1, pages + 1):
        yield _page(lens, noted, number, pages)


def corrections_of(lens: Lens) -> list[Noted]:
    """Return every correction of the briefs this language shows, newest first."""
    noted = [(note, number, entry) for entry in lens.entries for number, note in enumerate(entry.head.corrections, 1)]
    return sorted(noted, key=lambda row: (-row[0].date.instant.timestamp(), row[2].head.id, row[1]))


def _page(lens: Lens, noted: list[Noted], number: int, pages: int) -> Page:
    first = f"{lens.root}corrections/"
    here = address.numbered(first, number)
    title = lens.say("corrections")
    crumbs = (lens.crumb("home", ""),)
    page = lens.page_view(
        here,
        kind="corrections",
        title=title,
        crumbs=crumbs,
        alternates=lens.numbered(first, number),
        feeds=lens.feeds(first, title),
        json_ld=linked_data.crumbs((*crumbs, lens.crumb("corrections", "corrections/")), lens),
    )
    newer, older = address.beside(first, number, pages)
    view = CorrectionsView(
        corrections=tuple(
            lens.correction(entry.head, note, turn, lens.card(entry))
            for note, turn, entry in noted[lens.page_slice(number)]
        ),
        page=number,
        pages=pages,
        newer=newer,
        older=older,
    )
    return Page(here, "corrections.html", (lens.site_part, part("page", page), part("corrections", view)))
