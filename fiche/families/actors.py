"""The A to Z of actors by kind, and a page for every actor."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from fiche import address, dates, linked_data
from fiche.lens import Lens
from fiche.model import ActorHead, ActorKind, Alias, Name, Stamp
from fiche.names import initial, language_name, sort_key, territory_name
from fiche.outputs import Page, part
from fiche.publication import ActorEntry
from fiche.register import by_time, identified, name_on, own_aliases
from fiche.show import activity, events, relations, statements, timeline
from fiche.views.actors import ActorKindView, ActorsView, ActorView, FactView, LetterView, NameView
from fiche.views.shared import Label, LinkView

_COMPANIONS = 12
_TOPICS = 12
_EVENTS = 6


def orders(lens: Lens) -> Iterator[tuple[str, ...]]:
    """Name the index, then each actor."""
    yield ()
    yield from ((id,) for id in lens.publication.actors)


def at(lens: Lens, path: str) -> Iterator[tuple[str, ...]]:
    """Name the actor whose page is at a path, or the index."""
    id = address.about(path, f"{lens.root}actors/")
    if id == "":
        yield ()
    elif id is not None and id in lens.publication.raw.actors:
        yield (id,)


def make(lens: Lens, id: str = "") -> Iterator[Page]:
    """Make the pages of an actor; without one, the index."""
    if not id:
        yield _index(lens)
        return
    for number in range(1, lens.pages_of(len(lens.of_actor[id])) + 1):
        yield _page(lens.publication.actors[id], lens, number)


# --------------------------------------------------------------------------- the index


def _index(lens: Lens) -> Page:
    here = f"{lens.root}actors/"
    page = lens.page_view(
        here,
        kind="actors",
        section="actors",
        title=lens.say("actors"),
        crumbs=(lens.crumb("home", ""),),
        feeds=lens.home_feeds(),
        json_ld=linked_data.crumbs((lens.crumb("home", ""), lens.crumb("actors", "actors/")), lens),
    )
    view = ActorsView(tuple(_kinds(lens)), len(lens.publication.actors))
    return Page(here, "actors.html", (lens.site_part, part("page", page), part("actors", view)))


def _kinds(lens: Lens) -> Iterator[ActorKindView]:
    by_kind: dict[ActorKind | None, list[ActorEntry]] = defaultdict(list)
    for entry in lens.publication.actors.values():
        by_kind[entry.head.kind].append(entry)
    for kind in (*ActorKind, None):
        if kind in by_kind:
            key = kind.value if kind else ""
            yield ActorKindView(
                kind=key,
                heading=lens.say(f"actors-{key or 'unregistered'}"),
                anchor=f"kind-{key or 'unregistered'}",
                count=len(by_kind[kind]),
                letters=tuple(_letters(by_kind[kind], lens)),
            )


def _letters(entries: Iterable[ActorEntry], lens: Lens) -> Iterator[LetterView]:
    names = [(_sort_name(entry.head, lens), entry) for entry in entries]
    names.sort(key=lambda pair: (sort_key(pair[0], lens.lang), pair[1].head.id))
    by_letter: dict[str, list[LinkView]] = defaultdict(list)
    for name, entry in names:
        office = lens.current_or_last(entry)
        note = office.title.text if office and not office.title.lang else ""
        link = lens.actor(entry.head.id, count=len(lens.of_actor[entry.head.id]), note=note)
        by_letter[initial(name, lens.lang)].append(link)
    for letter, links in by_letter.items():
        yield LetterView(letter, tuple(links))


def _sort_name(head: ActorHead, lens: Lens) -> str:
    name = name_on(head, lens.lang, lens.today, *lens.site.languages)
    return name.sort or name.full


# --------------------------------------------------------------------------- one actor


def _page(entry: ActorEntry, lens: Lens, number: int) -> Page:
    head = entry.head
    first = f"{lens.root}actors/{head.id}/"
    here = address.numbered(first, number)
    view = _actor(entry, lens, number)
    crumbs = (lens.crumb("home", ""), lens.crumb("actors", "actors/"))
    page = lens.page_view(
        here,
        kind="actor",
        section="actors",
        title=view.name.text,
        description=view.summary.text or (view.office.title.text if view.office else ""),
        marking=entry.marking,
        crumbs=crumbs,
        feeds=(lens.feeds(first, view.name.text) or lens.home_feeds())
        + events.calendars(lens, first, view.name.text, events.of_actor(lens, entry.head.id)),
        alternates=lens.numbered(first, number),
        data=f"{first}index.json" if lens.is_on("json") else "",
        json_ld=linked_data.actor(entry, lens) if number == 1 else "",
    )
    return Page(here, "actor.html", (lens.site_part, part("page", page), part("actor", view)), entry.file)


def _actor(entry: ActorEntry, lens: Lens, number: int) -> ActorView:
    head = entry.head
    appearances = lens.of_actor[head.id]
    kind = head.kind.value if head.kind else ""
    parts = Counter(cast.part for _, cast in appearances if cast.part)
    topics = Counter(topic for item, _ in appearances for topic in item.topics)
    companions = Counter(cast.actor for item, _ in appearances for cast in item.cast if cast.actor != head.id)
    first = f"{lens.root}actors/{head.id}/"
    said = lens.said_by.get(head.id, ())
    return ActorView(
        id=head.id,
        name=lens.actor_name(entry, lens.today),
        kind=kind,
        kind_label=lens.say(f"actor-{kind or 'unregistered'}"),
        registered=entry.registered,
        summary=lens.text(head.summary),
        names=tuple(_names(entry, lens)),
        office=lens.current_or_last(entry),
        offices=tuple(lens.office(office) for office in by_time(head.roles)),
        facts=tuple(_facts(head, lens)),
        as_of=lens.when(head.as_of) if head.as_of else None,
        body=lens.stored(entry.body if head.lang == lens.lang else None),
        notes=lens.notes(entry.notes) if head.lang == lens.lang else (),
        parts=tuple(
            LinkView(Label(lens.say(f"part-{key}")), "", key, count)
            for key, count in sorted(parts.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
        topics=tuple(
            lens.topic(id, count=count)
            for id, count in sorted(topics.items(), key=lambda pair: (-pair[1], pair[0]))[:_TOPICS]
        ),
        companions=lens.most(companions, _COMPANIONS),
        members=tuple(_members(head.id, lens)),
        statements=statements.latest(lens, said),
        all_statements=statements.all_of(lens, "actors", head.id, said),
        upcoming=tuple(
            events.view(lens, event) for event in events.of_actor(lens, head.id) if not events.is_over(lens, event)
        )[:_EVENTS],
        timeline=timeline.link(lens, "actor", head.id),
        listing=lens.listing(first, [(item, cast.part) for item, cast in appearances], number),
        activity=activity.of(lens, [item for item, _ in appearances]),
        relations=tuple(relations.groups(lens, head.id)) if number == 1 else (),
        designations=tuple(relations.designations(lens, entry)) if number == 1 else (),
        network=relations.around(lens, head.id, companions) if number == 1 else None,
    )


def _names(entry: ActorEntry, lens: Lens) -> Iterator[NameView]:
    """List the other names: those of other languages, former ones, then aliases."""
    head = entry.head
    shown = name_on(head, lens.lang, lens.today, *lens.site.languages)
    seen = {shown.full}
    for name in sorted((n for n in head.names if n is not shown), key=lambda n: _language_rank(n, lens)):
        if name.full in seen and not (name.start or name.end):
            continue
        seen.add(name.full)
        language = language_name(name.lang, lens.lang) if name.lang and name.lang != lens.lang else ""
        yield NameView(lens.label(name.lang, name.full), language, _used(name, lens))
    for alias in own_aliases(head):
        if alias.text not in seen:
            seen.add(alias.text)
            language = language_name(alias.lang, lens.lang) if alias.lang and alias.lang != lens.lang else ""
            yield NameView(lens.label(alias.lang, alias.text), language, _used(alias, lens))


def _language_rank(name: Name, lens: Lens) -> tuple[int, str]:
    order = (lens.lang, *lens.site.languages)
    return (order.index(name.lang), "") if name.lang in order else (len(order), name.lang)


def _used(name: Name | Alias, lens: Lens) -> str:
    return dates.span(name.start, name.end, lens.lang) if name.start or name.end else ""


def _facts(head: ActorHead, lens: Lens) -> Iterator[FactView]:
    if head.country:
        names = lens.say("list-separator").join(territory_name(code, lens.lang) for code in head.country)
        yield FactView("country", lens.say("fact-country"), Label(names))
    if head.parent:
        parent = lens.named(head.parent)
        if parent:
            yield FactView("parent", lens.say("fact-parent"), parent.label, address=parent.address)
    days: tuple[tuple[str, Stamp | None], ...] = (
        ("born", head.born),
        ("died", head.died),
        ("founded", head.founded),
        ("dissolved", head.dissolved),
    )
    for key, stamp in days:
        if stamp:
            yield FactView(key, lens.say(f"fact-{key}"), Label(lens.stamp(stamp).text))
    for scheme, identifier in head.ids:
        url = identified(scheme, identifier)
        yield FactView(scheme, scheme.capitalize() if len(scheme) > 4 else scheme.upper(), Label(identifier), url=url)


def _members(id: str, lens: Lens) -> Iterator[LinkView]:
    """List who holds an office in an organization or state now, and the bodies that belong to it."""
    found: list[LinkView] = []
    for other, entry in lens.publication.actors.items():
        office = lens.current_or_last(entry)
        if office and office.current and office.org and office.org.address == f"{lens.root}actors/{id}/":
            found.append(lens.actor(other, note=office.title.text))
        elif entry.head.parent == id:
            found.append(lens.actor(other))
    yield from lens.sorted_by_name(found)
