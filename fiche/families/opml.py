"""The list of all feeds (OPML 2.0), for feed readers: by language, then by kind of actor and by topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fiche.families import feeds
from fiche.lens import Lens
from fiche.model import ActorKind
from fiche.names import language_name
from fiche.outputs import Page, part
from fiche.views.machines import OpmlView, OutlineView
from fiche.views.shared import LinkView

ADDRESS = "feeds.opml"


def make(lens: Lens) -> Iterator[Page]:
    """Make `feeds.opml`, unless there are no feeds."""
    if not lens.is_on("feeds"):
        return
    title = lens.site_view.title.text
    whole = OutlineView(lens.say("all-briefs"), feed=f"{feeds.ALL}.atom", home="")
    view = OpmlView(title, lens.site.publisher or title, (whole, *map(_language, lens.siblings.values())))
    yield Page(ADDRESS, "opml.xml", (lens.site_part, part("opml", view)))


def _language(lens: Lens) -> OutlineView:
    return OutlineView(language_name(lens.lang, lens.lang), outlines=tuple(_feeds(lens)))


def _feeds(lens: Lens) -> Iterator[OutlineView]:
    yield _feed(LinkView(lens.site_view.title, lens.root), lens)
    if lens.is_on("corrections"):
        yield _feed(lens.crumb("corrections", "corrections/"), lens)
    if lens.is_on("actors"):
        yield from _group(lens.say("actors"), _kinds(lens))
    if lens.is_on("topics"):
        links = lens.sorted_by_name(lens.topic(key) for key in lens.publication.topics)
        yield from _group(lens.say("topics"), [_feed(link, lens) for link in links])


def _kinds(lens: Lens) -> Iterator[OutlineView]:
    links = lens.sorted_by_name(lens.actor(key) for key in lens.publication.actors)
    for kind in (*(kind.value for kind in ActorKind), ""):
        heading = lens.say(f"actors-{kind or 'unregistered'}")
        yield from _group(heading, [_feed(link, lens) for link in links if link.kind == kind])


def _group(text: str, outlines: Iterable[OutlineView]) -> Iterator[OutlineView]:
    """Return a group, unless it is empty."""
    inner = tuple(outlines)
    if inner:
        yield OutlineView(text, outlines=inner)


def _feed(link: LinkView, lens: Lens) -> OutlineView:
    return OutlineView(link.label.text, lens.lang, f"{link.address}feed.atom", link.address)
