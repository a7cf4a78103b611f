"""Freshness: events that nobody came back to, and entries of the register that nothing uses.

Owns the rules of family F. What is over goes by the site's own clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from fiche import uses
from fiche.checks.study import Ground, Study, spans
from fiche.model import ActorHead, Cite, Desk, EventHead, Head, LinkKind, Manuscript, statements_of
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
    actors = {id for path, id in uses.meanings(LinkKind.ACTOR, desk) if not _is_own(ground, path, id)}
    for some in spans(study, _SPAN):
        actors |= {id for text in some.texts for met in some.met(text) for id in met.actors if id != text.head.id}
    actors |= _around(ground, actors)
    actors |= {actor.head.id for actor in desk.actors if not actors.isdisjoint(_bound(study, actor.head))}
    topics = {id for _, id in uses.meanings(LinkKind.TOPIC, desk)}
    return actors, topics, set(_cited(desk))


def _is_own(ground: Ground, path: str, id: str) -> bool:
    """Say whether an actor's file names the actor itself."""
    return id in ground.actors and ground.actors[id].place.path == path


def _around(ground: Ground, actors: AbstractSet[str]) -> set[str]:
    """Return the states of actors: a page says of which country they are."""
    codes = {code for id in actors if id in ground.actors for code in ground.actors[id].head.country}
    return {ground.states[code] for code in codes if code in ground.states}


def _bound(study: Study, head: ActorHead) -> Iterator[str]:
    """Yield the bodies at which an actor held an office, and those it has a relation with: their pages show it."""
    for name in (*(office.org for office in head.roles), *(relation.target for relation in head.relations)):
        found = study.actor(name) if name else None
        if found:
            yield found.id


def _cited(desk: Desk) -> Iterator[str]:
    """Yield the ids of the sources that headers name and texts cite."""
    for brief in desk.briefs:
        yield from (use.name for use in brief.head.sources)
        yield from (said.source for said in statements_of(brief))
        yield from (figure.amount.source for figure in brief.head.figures)
    for actor in desk.actors:
        yield from (one.source for one in actor.head.relations)
        yield from (one.source for one in actor.head.designations)
    yield from (event.head.source for event in desk.events)
    yield from (amount.source for figure in desk.figures for amount in figure.head.amounts)
    for text in uses.manuscripts(desk):
        for reading in text.readings[-1:]:
            yield from (mention.hole.reference for mention in reading.body.mentions if isinstance(mention.hole, Cite))
