"""What files name exists: actors, topics, sources, links."""

from __future__ import annotations

from collections.abc import Iterator

from fiche.fields import is_slug
from fiche.model import Cite, Desk, Head, Link, LinkKind, Manuscript, Mention, Use, statements_of
from fiche.names import Index, slug
from fiche.problem import Place, Problem, did_you_mean, error, quoted, warning
from fiche.register import actor_names, topic_names
from fiche.value import Value


def known_actors(desk: Desk) -> Iterator[Problem]:
    """Warn of actors without a file, report names that two actors bear."""
    index = _actors(desk)
    uses = [(use.name, use.place) for m in desk.briefs for use in m.head.actors]
    uses += [(use.name, use.place) for m in desk.events for use in m.head.actors]
    said = [(one, one.place) for m in desk.briefs for one in statements_of(m)]
    uses += [(name, place) for one, place in said for name in (one.speaker, one.on_behalf_of) if name]
    uses += [(name, place) for m in desk.briefs for name, place in _linked_by_name(m)]
    uses += [(one.target, one.place) for m in desk.actors for one in m.head.relations]
    yield from _known("actor", uses, index)


def _linked_by_name(manuscript: Manuscript[Head]) -> Iterator[tuple[str, Place]]:
    """Return the actors a body links to by a name, not by an id: they may be without a file."""
    for reading in manuscript.readings[-1:]:
        for mention in reading.body.mentions:
            hole = mention.hole
            if isinstance(hole, Link) and hole.kind is LinkKind.ACTOR and not _is_id(hole.target):
                yield hole.target, mention.place


def _is_id(target: str) -> bool:
    return is_slug(target) or target.startswith("content/")


def known_topics(desk: Desk) -> Iterator[Problem]:
    """Warn of topics without a file; report parents that do not exist."""
    index = _topics(desk)
    uses = [(use.name, use.place) for m in desk.briefs for use in m.head.topics]
    uses += [(use.name, use.place) for m in desk.briefs for one in statements_of(m) for use in one.topics]
    uses += [(use.name, use.place) for m in desk.events for use in m.head.topics]
    uses += [(use.name, use.place) for m in desk.figures for use in m.head.topics]
    yield from _known("topic", uses, index)
    for manuscript in desk.topics:
        for use in (*manuscript.head.parents, *manuscript.head.related):
            if not index.find(use.name):
                yield error(_at(use.place, manuscript.place), _unknown("topic", use.name, index), "unknown-topic")


def _known(kind: str, uses: list[tuple[str, Place]], index: Index) -> Iterator[Problem]:
    told: set[str] = set()
    for name, place in uses:
        found = index.find(name)
        if len(found) > 1:
            what = f"{quoted(name)} may mean {' or '.join(quoted(id) for id in found)}; write the id"
            yield error(place, what, f"ambiguous-{kind}")
        elif not found and name not in told:
            told.add(name)
            near = did_you_mean(name, index.near(name))
            hint = near or f"; it gets a page all the same, “content/{kind}s/{slug(name)}.yaml” would describe it"
            yield warning(place, f"no file describes the {kind} {quoted(name)}{hint}", f"unlisted-{kind}")


def known_sources(desk: Desk) -> Iterator[Problem]:
    """Report sources that a header names and no register holds."""
    ids = {m.head.id for m in desk.references}
    for manuscript in desk.briefs:
        own = {reference.id for reference in manuscript.head.references}
        said = [Use(one.source, one.place) for one in statements_of(manuscript) if one.source]
        given = [Use(one.amount.source, one.place) for one in manuscript.head.figures if one.amount.source]
        for use in (*manuscript.head.sources, *said, *given):
            if use.name not in ids | own:
                advice = did_you_mean(use.name, ids) or "; add it to content/sources/, or write it out here"
                what = f"no source has the id {quoted(use.name)}{advice}"
                yield error(_at(use.place, manuscript.place), what, "unknown-source")
    named = [(event.head.source, event.place) for event in desk.events]
    named += [(one.source, one.place) for m in desk.actors for one in m.head.relations]
    named += [(one.source, one.place) for m in desk.actors for one in m.head.designations]
    named += [(one.source, m.place) for m in desk.figures for one in m.head.amounts]
    for source, place in dict.fromkeys(named):
        if source and source not in ids:
            yield error(place, f"no source has the id {quoted(source)}{did_you_mean(source, ids)}", "unknown-source")


def known_reports(desk: Desk) -> Iterator[Problem]:
    """Report events whose outcome is said to stand in a brief that there is not."""
    ids = {id for m in desk.briefs for id in (m.head.id, *m.head.former_ids)}
    for event in desk.events:
        if event.head.brief and event.head.brief not in ids:
            what = f"there is no brief {quoted(event.head.brief)}{did_you_mean(event.head.brief, ids)}"
            yield error(event.place, what, "unknown-brief")


class _Targets(Value, frozen=True):
    """All that a body may link to."""

    actors: Index
    topics: Index
    named: frozenset[str]
    """Actors that some brief names without a file, by id."""
    filed: frozenset[str]
    """Topics, likewise."""
    briefs: frozenset[str]
    pages: frozenset[str]
    figures: frozenset[str]
    paths: frozenset[str]
    references: frozenset[str]


def known_links(desk: Desk) -> Iterator[Problem]:
    """Report links and citations of bodies that lead nowhere."""
    filed: tuple[Manuscript[Head], ...] = (*desk.briefs, *desk.actors, *desk.topics, *desk.pages)
    targets = _Targets(
        actors=_actors(desk),
        topics=_topics(desk),
        named=frozenset(slug(use.name) for m in desk.briefs for use in m.head.actors),
        filed=frozenset(slug(use.name) for m in desk.briefs for use in m.head.topics),
        briefs=frozenset(id for m in desk.briefs for id in (m.head.id, *m.head.former_ids)),
        pages=frozenset(m.head.id for m in desk.pages),
        figures=figures_of(desk),
        paths=frozenset(m.place.path for m in filed),
        references=frozenset(m.head.id for m in desk.references),
    )
    for manuscript in desk.briefs:
        own = frozenset(reference.id for reference in manuscript.head.references)
        for reading in manuscript.readings[-1:]:
            for mention in reading.body.mentions:
                yield from _link(mention, targets, own)
    others: tuple[Manuscript[Head], ...] = (*desk.actors, *desk.topics, *desk.pages)
    for other in others:
        for reading in other.readings[-1:]:
            for mention in reading.body.mentions:
                yield from _link(mention, targets, frozenset())


def _link(mention: Mention, targets: _Targets, own: frozenset[str]) -> Iterator[Problem]:
    hole = mention.hole
    if isinstance(hole, Cite):
        if hole.reference not in targets.references | own:
            near = did_you_mean(hole.reference, targets.references | own)
            what = f"no source has the id {quoted(hole.reference)}{near or '; add it to content/sources/ or to “sources” above'}"
            yield error(mention.place, what, "unknown-source", mention.excerpt)
        return
    what = _lost(hole, targets)
    if what:
        yield error(mention.place, what, "unknown-link", mention.excerpt)


def _lost(link: Link, targets: _Targets) -> str:
    """Say why a link leads nowhere; empty if it does not."""
    target = link.target
    if target in targets.paths or link.kind in {LinkKind.FILE, LinkKind.WORDS}:
        return ""
    if link.kind is LinkKind.ACTOR:
        found = targets.actors.find(target)
        known = bool(found) or not _is_id(target) or slug(target) in targets.named
        return "" if known else _unknown("actor", target, targets.actors)
    if link.kind is LinkKind.TOPIC:
        known = bool(targets.topics.find(target)) or slug(target) in targets.filed
        return "" if known else _unknown("topic", target, targets.topics)
    ids = {LinkKind.BRIEF: targets.briefs, LinkKind.FIGURE: targets.figures}.get(link.kind, targets.pages)
    if target in ids:
        return ""
    return f"there is no {link.kind.value} {quoted(target)}{did_you_mean(target, ids)}"


def figures_of(desk: Desk) -> frozenset[str]:
    """Return the ids of all figures that the register or a brief has."""
    given = frozenset(one.id for m in desk.briefs for one in m.head.figures)
    return given | frozenset(m.head.id for m in desk.figures)


def _unknown(kind: str, name: str, index: Index) -> str:
    return (
        f"there is no {kind} {quoted(name)}{did_you_mean(name, index.near(name)) or f'; add it under content/{kind}s/'}"
    )


def _at(place: Place, other: Place) -> Place:
    return place if place.path else other


def _actors(desk: Desk) -> Index:
    return Index.of((m.head.id, actor_names(m.head)) for m in desk.actors)


def _topics(desk: Desk) -> Index:
    return Index.of((m.head.id, topic_names(m.head)) for m in desk.topics)
