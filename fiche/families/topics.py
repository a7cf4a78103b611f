"""The tree of topics, and a page for every topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from fiche import address, linked_data
from fiche.lens import Lens
from fiche.outputs import Page, part
from fiche.publication import TopicEntry
from fiche.show import activity, events, figures, statements, threads, timeline, trends
from fiche.views.shared import Label, LinkView
from fiche.views.topics import TopicNode, TopicsView, TopicView

_CAST = 16
_EVENTS = 6


def orders(lens: Lens) -> Iterator[tuple[str, ...]]:
    """Name the tree, then each topic."""
    yield ()
    yield from ((id,) for id in lens.publication.topics)


def at(lens: Lens, path: str) -> Iterator[tuple[str, ...]]:
    """Name the topic whose page is at a path, or the tree."""
    id = address.about(path, f"{lens.root}topics/")
    if id == "":
        yield ()
    elif id is not None and id in lens.publication.raw.topics:
        yield (id,)


def make(lens: Lens, id: str = "") -> Iterator[Page]:
    """Make the pages of a topic; without one, the tree."""
    if not id:
        yield _tree(lens)
        return
    for number in range(1, lens.pages_of(len(lens.of_topic[id])) + 1):
        yield _page(lens.publication.topics[id], lens, number)


def _tree(lens: Lens) -> Page:
    here = f"{lens.root}topics/"
    page = lens.page_view(
        here,
        kind="topics",
        section="topics",
        title=lens.say("topics"),
        crumbs=(lens.crumb("home", ""),),
        feeds=lens.home_feeds(),
        json_ld=linked_data.crumbs((lens.crumb("home", ""), lens.crumb("topics", "topics/")), lens),
    )
    view = TopicsView(_nodes(lens.children[""], lens), len(lens.publication.topics))
    return Page(here, "topics.html", (lens.site_part, part("page", page), part("topics", view)))


def _nodes(ids: Iterable[str], lens: Lens) -> tuple[TopicNode, ...]:
    """Return topics with those below them; the desk's checks have refused cycles."""
    by_address = {link.address: id for link, id in ((_counted(id, lens), id) for id in ids)}
    links = lens.sorted_by_name(_counted(id, lens) for id in by_address.values())
    ordered = ((link, by_address[link.address]) for link in links)
    return tuple(TopicNode(link, _nodes(lens.children[id], lens), trends.current(lens, id)) for link, id in ordered)


def _counted(id: str, lens: Lens) -> LinkView:
    return lens.topic(id, count=len(lens.of_topic[id]))


def _page(entry: TopicEntry, lens: Lens, number: int) -> Page:
    head = entry.head
    first = f"{lens.root}topics/{head.id}/"
    here = address.numbered(first, number)
    view = _topic(entry, lens, number)
    page = lens.page_view(
        here,
        kind="topic",
        section="topics",
        title=view.label.text,
        description=view.scope.text or (view.state_of_play[0].text if view.state_of_play else ""),
        marking=entry.marking,
        crumbs=(lens.crumb("home", ""), lens.crumb("topics", "topics/"), *view.parents[:1]),
        feeds=(lens.feeds(first, view.label.text) or lens.home_feeds())
        + events.calendars(lens, first, view.label.text, events.of_topic(lens, entry.head.id)),
        alternates=lens.numbered(first, number),
        data=f"{first}index.json" if lens.is_on("json") else "",
        json_ld=linked_data.topic(entry, lens) if number == 1 else "",
    )
    return Page(here, "topic.html", (lens.site_part, part("page", page), part("topic", view)), entry.file)


def _topic(entry: TopicEntry, lens: Lens, number: int) -> TopicView:
    head = entry.head
    entries = lens.of_topic[head.id]
    first = f"{lens.root}topics/{head.id}/"
    cast = Counter(cast.actor for brief in entries for cast in brief.cast)
    state = lens.text(head.state_of_play)
    paragraphs = (" ".join(paragraph.split()) for paragraph in state.text.split("\n\n"))
    known = lens.publication.topics
    said = lens.said_on.get(head.id, ())
    return TopicView(
        id=head.id,
        label=lens.text(head.labels),
        scope=lens.text(head.scope),
        state_of_play=tuple(Label(text, state.lang, state.dir) for text in paragraphs if text),
        as_of=lens.when(head.as_of) if head.as_of else None,
        body=lens.stored(entry.body if head.lang == lens.lang else None),
        notes=lens.notes(entry.notes) if head.lang == lens.lang else (),
        parents=tuple(lens.topic(parent.name) for parent in head.parents if parent.name in known),
        children=tuple(lens.sorted_by_name(_counted(child, lens) for child in lens.children[head.id])),
        related=tuple(_counted(other.name, lens) for other in head.related if other.name in known),
        cast=lens.most(cast, _CAST),
        statements=statements.latest(lens, said),
        all_statements=statements.all_of(lens, "topics", head.id, said),
        upcoming=tuple(
            events.view(lens, event) for event in events.of_topic(lens, head.id) if not events.is_over(lens, event)
        )[:_EVENTS],
        timeline=timeline.link(lens, "topic", head.id),
        threads=threads.most_of(lens, entries),
        registered=entry.registered,
        listing=lens.listing(first, [(brief, "") for brief in entries], number),
        trend=trends.current(lens, head.id),
        history=trends.history(lens, head.id),
        figures=figures.on_topic(lens, head.id),
        activity=activity.of(lens, entries),
    )
