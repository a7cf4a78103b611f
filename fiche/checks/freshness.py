"""Freshness: events that nobody came back to, and entries of the register that nothing uses.

Owns the rules of family F. What is over goes by the site's own clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from fiche.checks.study import Ground, Study, spans
from fiche.model import Cite, Desk, EventHead, Head, Link, LinkKind, Manuscript, Office, ReferenceHead
from fiche.problem import Problem, note, quoted, warning

_PATIENCE = timedelta(days=14)
"""Time after an event within which nobody is asked how it went."""
_AHEAD = frozenset({"tentative", "confirmed", "rescheduled"})
"""What is said of an event that is still to come."""
_SPAN = 256
"""Briefs whose texts are held at once."""


def no_outcome(study: Study) -> Iterator[Problem]:
    """Tell of events that were over two weeks ago, and of which nothing says whether and how they went."""
    for event in study.desk.events:
        head = event.head
        if head.status in _AHEAD and not head.outcome and not head.brief and study.day - _end(head) > _PATIENCE:
            place, excerpt = study.line_of(event)
            what = (
                f"{quoted(head.id)} was over on {_end(head)}, and nothing says how it went; "
                "write “outcome”, “brief” or a “status” (held, cancelled, postponed)"
            )
            yield warning(place, what, "no-outcome", excerpt)


def _end(head: EventHead) -> date:
    return (head.end or head.start).last


# --------------------------------------------------------------------------- what nothing uses


def orphan(study: Study) -> Iterator[Problem]:
    """Tell of actors, topics and sources of the register that nothing on the desk uses."""
    actors, topics, sources = _used(study)
    kinds: tuple[tuple[str, tuple[Manuscript[Head], ...], set[str]], ...] = (
        ("actor", study.desk.actors, actors),
        ("topic", study.desk.topics, topics),
        ("source", study.desk.references, sources),
    )
    for kind, manuscripts, used in kinds:
        for one in manuscripts:
            if one.head.id not in used:
                place, excerpt = study.line_of(one)
                nothing = f"nothing uses the {kind} {quoted(one.head.id)}"
                what = f"{nothing}: no brief, event or other entry of the register; take it out if it is not to come"
                yield note(place, what, "orphan", excerpt)


def _used(study: Study) -> tuple[set[str], set[str], set[str]]:
    """Return the actors, topics and sources that something uses."""
    desk, ground = study.desk, study.ground
    links = [link for text in _texts(desk) for link in _holes(text) if isinstance(link, Link)]
    actors = {found.id for name in _named(desk) if name and (found := study.actor(name))}
    actors |= {ground.recogniser.whose(link.target) for link in links if link.kind is LinkKind.ACTOR}
    for some in spans(study, _SPAN):
        actors |= {id for text in some.texts for met in some.met(text) for id in met.actors if id != text.head.id}
    actors |= _around(ground, actors)
    actors |= {actor.head.id for actor in desk.actors if any(_org(study, one) in actors for one in actor.head.roles)}
    topics = {link.target for link in links if link.kind is LinkKind.TOPIC} | set(_filed(desk))
    return actors, {id for name in topics for id in ground.topic_index.find(name)}, set(_cited(desk))


def _named(desk: Desk) -> Iterator[str]:
    """Yield the names by which headers mean actors."""
    for brief in desk.briefs:
        yield from (use.name for use in brief.head.actors)
        for said in brief.head.statements:
            yield from (said.speaker, said.on_behalf_of)
    for event in desk.events:
        yield from (use.name for use in event.head.actors)
    for actor in desk.actors:
        yield from (actor.head.parent, *(office.org for office in actor.head.roles))
    for source in _sources(desk):
        yield from (source.publisher, source.author)


def _org(study: Study, office: Office) -> str:
    """Return the body of an office, whose page has all who held it; empty if the register has none."""
    found = study.actor(office.org) if office.org else None
    return found.id if found else ""


def _around(ground: Ground, actors: AbstractSet[str]) -> set[str]:
    """Return the states of actors: a page says of which country they are."""
    codes = {code for id in actors if id in ground.actors for code in ground.actors[id].head.country}
    return {ground.states[code] for code in codes if code in ground.states}


def _filed(desk: Desk) -> Iterator[str]:
    """Yield the names by which headers mean topics; of a topic above or beside another, what that one says."""
    for brief in desk.briefs:
        yield from (use.name for use in brief.head.topics)
        yield from (use.name for said in brief.head.statements for use in said.topics)
    for event in desk.events:
        yield from (use.name for use in event.head.topics)
    for topic in desk.topics:
        yield from (use.name for use in (*topic.head.parents, *topic.head.related))


def _cited(desk: Desk) -> Iterator[str]:
    """Yield the ids of the sources that headers list and texts cite."""
    for brief in desk.briefs:
        yield from (use.name for use in brief.head.sources)
        yield from (said.source for said in brief.head.statements)
    yield from (event.head.source for event in desk.events)
    yield from (hole.reference for text in _texts(desk) for hole in _holes(text) if isinstance(hole, Cite))


def _sources(desk: Desk) -> Iterator[ReferenceHead]:
    yield from (source.head for source in desk.references)
    yield from (source for brief in desk.briefs for source in brief.head.references)


def _texts(desk: Desk) -> tuple[Manuscript[Head], ...]:
    return (*desk.briefs, *desk.actors, *desk.topics, *desk.pages)


def _holes(text: Manuscript[Head]) -> Iterator[Link | Cite]:
    """Yield the links and citations of a whole text."""
    yield from (mention.hole for reading in text.readings[-1:] for mention in reading.body.mentions)
