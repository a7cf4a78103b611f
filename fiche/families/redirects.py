"""What stands at addresses that are no longer a brief's, an actor's or a topic's: redirects and tombstones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fiche import address
from fiche.families import not_found
from fiche.hosting import Ways
from fiche.lens import Lens
from fiche.model import Tombstone
from fiche.names import slug
from fiche.outputs import Page, part
from fiche.views.pages import RedirectView, TombstoneView


def make(lens: Lens) -> Iterator[Page]:
    """Make a page for each former address, and for each brief withdrawn after publication."""
    for former in _former(lens):
        yield _redirect(*former, lens)
    yield from _tombstones(lens)


def ways(lenses: Iterable[Lens]) -> Ways:
    """Return what a web server is to answer at these addresses, and at those where nothing is."""
    moved: list[tuple[str, str]] = []
    gone: list[str] = []
    lost: list[str] = []
    for lens in lenses:
        lost += [not_found.address_of(lens)] if lens.is_on("not-found") else []
        if lens.is_on("redirects"):
            moved += [(old, new) for old, new, _, _ in _former(lens)]
            gone += [_place(stone, lens) for stone in lens.publication.tombstones if stone.lang == lens.lang]
    return Ways(tuple(sorted(moved)), tuple(sorted(gone)), tuple(lost))


def _former(lens: Lens) -> Iterator[tuple[str, str, str, str]]:
    """Return each former address, where it leads, what stands there, and the file that says so."""
    for entry in lens.publication.entries:
        head = entry.head
        if head.lang != lens.lang:
            continue
        for id in head.former_ids:
            yield address.brief(lens.site, head.lang, head.date, slug(id)), entry.address, head.title, entry.file
        for old in head.redirects:
            yield old, entry.address, head.title, entry.file
    for id, actor in lens.publication.actors.items() if lens.is_on("actors") else ():
        for former in actor.head.former_ids:
            yield f"{lens.root}actors/{former}/", f"{lens.root}actors/{id}/", lens.actor(id).label.text, actor.file
    for id, topic in lens.publication.topics.items() if lens.is_on("topics") else ():
        for former in topic.head.former_ids:
            yield f"{lens.root}topics/{former}/", f"{lens.root}topics/{id}/", lens.topic(id).label.text, topic.file


def _redirect(here: str, target: str, label: str, file: str, lens: Lens) -> Page:
    page = lens.page_view(here, kind="redirect", title=label, alternates=(), indexed=False)
    return Page(
        here,
        "redirect.html",
        (lens.site_part, part("page", page), part("redirect", RedirectView(target, label))),
        origin=file,
    )


def _tombstones(lens: Lens) -> Iterator[Page]:
    for stone in lens.publication.tombstones:
        if stone.lang == lens.lang:
            here = _place(stone, lens)
            homes = tuple(
                lens.alternate(tag, address.prefix(lens.site, tag), exact=False)
                if tag != lens.lang
                else lens.alternate(tag, here)
                for tag in lens.site.languages
            )
            page = lens.page_view(
                here, kind="tombstone", title=lens.say("withdrawn-title"), alternates=homes, indexed=False
            )
            view = TombstoneView(lens.day_of(stone.withdrawn.date), stone.withdrawn.reason)
            parts = (lens.site_part, part("page", page), part("tombstone", view))
            yield Page(here, "tombstone.html", parts, origin=stone.file)


def _place(stone: Tombstone, lens: Lens) -> str:
    return address.brief(lens.site, stone.lang, stone.date, stone.slug)
