"""Mentions: whom texts name, and whom headers list.

Owns the rules of family M that look at one brief after the other. What counts as naming an actor is `recognise`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from fiche.checks.listing import listed_too
from fiche.checks.study import Met, Study
from fiche.model import ActorKind, BriefHead, Cite, Manuscript, TopicHead, statements_of
from fiche.names import fold
from fiche.problem import Problem, note, quoted, warning
from fiche.recognise import Strength
from fiche.register import topic_names
from fiche.surface import surface
from fiche.value import replace


def mentioned_not_listed(study: Study) -> Iterator[Problem]:
    """Tell of actors that a brief names and does not list; whoever speaks in it, or is linked in it, is listed by that.

    A state is named as a place more often than as an actor, and no dictionary tells which: states are left out.
    """
    states = {id for id, actor in study.ground.actors.items() if actor.head.kind is ActorKind.STATE}
    for brief in study.briefs:
        known = {*study.listed(brief), *study.linked(brief), *_speaking(study, brief)}
        found = {actor: met for actor, met in _first_meetings(study, brief) if actor not in known | states}
        added = tuple(found)
        for actor, met in found.items():
            words = study.wording(brief).text[met.start : met.end]
            place, excerpt = study.where(brief, met.start, met.end)
            head = study.ground.actors[actor].head
            full = study.named(head, brief.head.lang, brief.head.date.instant.date())
            what = (
                f"{quoted(words)} names {quoted(full)}, not among the “actors”; add {actor}, or write [[?{words}]] "
                "if somebody else is meant"
            )
            edits = listed_too(study.ground.page(brief.place.path), "actors", actor, among=added)
            yield replace(warning(place, what, "mentioned-not-listed", excerpt), edits=edits)


def listed_not_mentioned(study: Study) -> Iterator[Problem]:
    """Tell of actors that a brief lists and nothing in it names: no words, statement, link, nor source of theirs."""
    for brief in study.briefs:
        listed = study.listed(brief)
        named = _named(study, brief) if listed else frozenset()
        for actor in listed.keys() - named - _meant_otherwise(study, brief).keys() - _behind(study, named):
            place = listed[actor]
            what = f"nothing in this brief names {quoted(actor)}; take it out of the “actors”, or name it"
            yield warning(place, what, "listed-not-mentioned", study.line(place))


def weak_mentions_only(study: Study) -> Iterator[Problem]:
    """Tell of actors that a brief lists and names by a place or building alone, or by a surname alone."""
    for brief in study.briefs:
        listed = study.listed(brief)
        strong = _named(study, brief, weakly=False) if listed else frozenset()
        otherwise = _meant_otherwise(study, brief) if listed else {}
        weak = {
            met.actors[0]: met for met in reversed(study.met(brief)) if met.strength is Strength.WEAK and met.actors
        }
        for actor in listed.keys() - strong - _behind(study, strong):
            met = otherwise.get(actor) or weak.get(actor)
            if met is not None:
                words = study.wording(brief).text[met.start : met.end]
                place, excerpt = study.where(brief, met.start, met.end)
                what = f"only {quoted(words)} and the like stand here for {quoted(actor)}; name it once in full"
                yield note(place, what, "weak-mentions-only", excerpt)


def _named(study: Study, brief: Manuscript[BriefHead], *, weakly: bool = True) -> frozenset[str]:
    """Return whom a brief names by its words, links, statements or sources; `weakly` by surnames alone as well."""
    met = {actor for one in study.met(brief) if weakly or one.strength is Strength.STRONG for actor in one.actors}
    return frozenset({*met, *study.linked(brief), *_speaking(study, brief), *_publishing(study, brief)})


def _meant_otherwise(study: Study, brief: Manuscript[BriefHead]) -> Mapping[str, Met]:
    """Return whom a brief names by a place or building, and where first."""
    text, metonyms = study.wording(brief).text, study.ground.metonyms
    meant = (one for one in reversed(study.met(brief)) if one.strength is Strength.METONYM)
    return {actor: one for one in meant for actor in metonyms.get(fold(text[one.start : one.end]), ())}


def _publishing(study: Study, brief: Manuscript[BriefHead]) -> Iterator[str]:
    """Yield the actors among the publishers and authors of the sources that a brief cites or lists."""
    cited = {use.name for use in brief.head.sources} | {one.source for one in statements_of(brief)}
    for reading in brief.readings[-1:]:
        cited |= {m.hole.reference for m in reading.body.mentions if isinstance(m.hole, Cite)}
    own = {one.id: one for one in brief.head.references}
    for id in cited | own.keys():
        registered = study.ground.references.get(id)
        source = own.get(id) or (registered.head if registered else None)
        for name in (source.publisher, source.author) if source else ():
            found = study.actor(name) if name else None
            if found:
                yield found.id


def _behind(study: Study, named: Iterable[str]) -> frozenset[str]:
    """Return for whom actors act: the bodies they are in office at, those they are part of, and their states."""
    heads = [study.ground.actors[actor].head for actor in named if actor in study.ground.actors]
    bodies = {office.org for head in heads for office in head.roles} | {head.parent for head in heads}
    found = {head.id for body in bodies if body and (head := study.actor(body))}
    countries = {code for head in heads for code in head.country}
    return frozenset(found | {study.ground.states[code] for code in countries if code in study.ground.states})


def ambiguous_mention(study: Study) -> Iterator[Problem]:
    """Tell of names in texts that may mean several actors, each name once."""
    for text in study.texts:
        seen = study.wording(text)
        met = (one for one in reversed(study.met(text)) if len(one.actors) > 1 and seen.body <= one.start < seen.after)
        for name, one in {seen.text[one.start : one.end]: one for one in met}.items():
            place, excerpt = study.where(text, one.start, one.end)
            meant = " or ".join(quoted(actor) for actor in one.actors)
            what = (
                f"{quoted(name)} may mean {meant} and is linked to none; "
                f"write [[{one.actors[0]}|{name}]], or [[?{name}]] for nobody of them"
            )
            yield warning(place, what, "ambiguous-mention", excerpt)


def topic_not_mentioned(study: Study) -> Iterator[Problem]:
    """Tell of topics that a brief is filed under and of whose names it has no word, nor of those below and above them."""
    for brief in study.briefs:
        filed = study.filed(brief)
        stems = {word[:_STEM] for word in _words(study.wording(brief).text)} if filed else set()
        for id, place in filed.items():
            words = {word for topic in _near(study, id) for name in topic_names(topic) for word in _words(name)}
            telling = {word[:_STEM] for word in words if len(word) >= _STEM - 1}
            if telling and not any(_occurs(stem, stems) for stem in telling):
                label = study.text(study.ground.topics[id].head.labels, brief.head.lang)
                what = f"no word of the topic {quoted(label)} is in this brief; is it about that? Its “aliases” may lack a word"
                yield note(place, what, "topic-not-mentioned", study.line(place))


_WORD = re.compile(r"[^\W_]+")
_STEM = 5
"""Letters of a word that its forms share, about."""


def _words(text: str) -> list[str]:
    return _WORD.findall(surface(text).folded)


def _occurs(stem: str, stems: AbstractSet[str]) -> bool:
    """Say whether a word that begins so is among those of a text, be it behind an article or particle of Arabic."""
    return stem in stems or any(stem in word for word in stems if not word.isascii())


def _near(study: Study, id: str) -> Iterator[TopicHead]:
    """Yield a topic, those above it and those right below it."""
    seen: set[str] = set()
    waiting = [id]
    while waiting:
        topic = study.ground.topics.get(waiting.pop())
        if topic is not None and topic.head.id not in seen:
            seen.add(topic.head.id)
            yield topic.head
            waiting += [
                found[0] for use in topic.head.parents if len(found := study.ground.topic_index.find(use.name)) == 1
            ]
    index = study.ground.topic_index
    for other in study.desk.topics:
        if any(index.find(use.name) == (id,) for use in other.head.parents):
            yield other.head


# --------------------------------------------------------------------------- who is in a brief


def _first_meetings(study: Study, brief: Manuscript[BriefHead]) -> Iterator[tuple[str, Met]]:
    """Yield whom the title, summary, key points and text of a brief name, and where first."""
    seen: set[str] = set()
    end = study.wording(brief).after
    for met in study.met(brief):
        if len(met.actors) == 1 and met.start < end and met.actors[0] not in seen:
            seen.add(met.actors[0])
            yield met.actors[0], met


def _speaking(study: Study, brief: Manuscript[BriefHead]) -> Iterator[str]:
    """Yield who speaks in a brief, or is spoken for."""
    for one in statements_of(brief):
        for name in (one.speaker, one.on_behalf_of):
            found = study.actor(name) if name else None
            if found:
                yield found.id
