"""Plain pages, and the about page, which every site has."""

from __future__ import annotations

from collections.abc import Iterator

from fiche import address
from fiche.families import build
from fiche.lens import Lens
from fiche.model import PageHead
from fiche.names import language_name
from fiche.outputs import Page, part
from fiche.publication import PageEntry
from fiche.views.page import AlternateView
from fiche.views.pages import ColophonView, PlainView

ABOUT = "about"


def make(lens: Lens) -> Iterator[Page]:
    """Make each plain page that is written in this language, and about in all."""
    own = [entry for entry in lens.publication.pages if entry.head.lang == lens.lang]
    if not any(entry.head.id == ABOUT for entry in own):
        head = PageHead(ABOUT, lens.lang, lens.say("about"))
        own.append(PageEntry(head, f"{lens.root}{ABOUT}/"))
    for entry in own:
        yield _page(entry, lens)


def _page(entry: PageEntry, lens: Lens) -> Page:
    page = lens.page_view(
        entry.address,
        kind="page",
        title=entry.head.title,
        marking=entry.marking,
        crumbs=(lens.crumb("home", ""),),
        alternates=tuple(_alternates(entry, lens)),
        feeds=lens.home_feeds(),
    )
    view = PlainView(entry.head.title, lens.stored(entry.body), lens.notes(entry.notes), entry.head.id == ABOUT)
    parts = (lens.site_part, part("page", page), part("plain", view), part("colophon", _colophon(lens)))
    return Page(entry.address, "page.html", parts, entry.file)


def _alternates(entry: PageEntry, lens: Lens) -> Iterator[AlternateView]:
    written = {other.head.lang for other in lens.publication.pages if other.head.id == entry.head.id}
    for lang in lens.site.languages:
        root = address.prefix(lens.site, lang)
        exact = lang in written or entry.head.id == ABOUT
        yield lens.alternate(lang, f"{root}{entry.head.id}/" if exact else root, exact=exact)


def _colophon(lens: Lens) -> ColophonView:
    newest = lens.entries[0].head.date if lens.entries else None
    sources = {note.reference.id for entry in lens.entries for note in entry.notes if not note.reference.confidential}
    return ColophonView(
        briefs=len(lens.entries),
        actors=len(lens.publication.actors),
        topics=len(lens.publication.topics),
        sources=len(sources),
        as_of=lens.day_of(newest) if newest else None,
        languages=tuple(language_name(lang, lens.lang) for lang in lens.site.languages),
        feeds=lens.home_feeds(),
        opml="feeds.opml" if lens.is_on("opml") and lens.is_on("feeds") else "",
        build=build.ADDRESS if build.is_on(lens) else "",
    )
