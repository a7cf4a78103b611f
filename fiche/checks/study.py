"""What rules look at: the desk, and on demand what can be found out about it.

Owns the finding out: whom a brief lists, whom its texts name, who held which office, what stands in which file. What of it is
wrong is each rule's business. It sees all that was parsed, drafts and withheld briefs included: a writer checks before
publishing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from fiche import inflection, offices
from fiche.checks.page import Page, whole_words
from fiche.checks.wording import Wording, after, before, wording
from fiche.digest import digest_bytes
from fiche.memo import Memo
from fiche.mentions import Register
from fiche.model import (
    ActorHead,
    ActorKind,
    BriefHead,
    Desk,
    Head,
    Link,
    LinkKind,
    Manuscript,
    PageHead,
    ReferenceHead,
    Source,
    Sources,
    Status,
    Texts,
    TopicHead,
)
from fiche.names import Index, fold
from fiche.problem import Place
from fiche.publication import pieces_of
from fiche.recognise import Recogniser, Strength
from fiche.register import actor_names, name_on, topic_names
from fiche.scan import Changed, file_of, read
from fiche.value import Unreadable, Value, encode, reader


class Met(Value, frozen=True):
    """A name met in a text, from `start` to before `end` of its wording."""

    start: int
    end: int
    actors: tuple[str, ...]
    """Whom it means: one; several where it may mean each of them; none where it is a metonym."""
    strength: Strength


_MET = reader(tuple[Met, ...])


_HELD = 512
"""Files that are held as they are written."""


_OF_ACTORS = ("actors", "actor_index", "states", "metonyms", "register", "recogniser", "register_key", "offices")
"""What of a ground goes by the actors alone."""


@dataclass(frozen=True, eq=False)
class Ground:
    """The desk as a whole: what every rule shares."""

    desk: Desk
    day: date
    """The day of the site's clock."""
    sources: Sources
    memo: Memo

    @cached_property
    def actors(self) -> Mapping[str, Manuscript[ActorHead]]:
        """Return the actors that have a file, by id."""
        return {manuscript.head.id: manuscript for manuscript in self.desk.actors}

    @cached_property
    def topics(self) -> Mapping[str, Manuscript[TopicHead]]:
        """Return the topics that have a file, by id."""
        return {manuscript.head.id: manuscript for manuscript in self.desk.topics}

    @cached_property
    def actor_index(self) -> Index:
        """Return what finds actors by any of their names."""
        return Index.of((id, actor_names(actor.head)) for id, actor in self.actors.items())

    @cached_property
    def topic_index(self) -> Index:
        """Return what finds topics by any of their names."""
        return Index.of((id, topic_names(topic.head)) for id, topic in self.topics.items())

    @cached_property
    def references(self) -> Mapping[str, Manuscript[ReferenceHead]]:
        """Return the registered sources, by id."""
        return {manuscript.head.id: manuscript for manuscript in self.desk.references}

    @cached_property
    def states(self) -> Mapping[str, str]:
        """Return the ids of states by their country's code."""
        heads = (actor.head for actor in self.desk.actors)
        return {code: head.id for head in heads if head.kind is ActorKind.STATE for code in head.country}

    @cached_property
    def metonyms(self) -> Mapping[str, frozenset[str]]:
        """Return the actors that a place or building may stand for, by its folded name in each of its forms."""
        found: dict[str, set[str]] = {}
        for name in self.register.names:
            if name.strength is Strength.METONYM:
                for form in (name.text, *inflection.forms(name.text)):
                    found.setdefault(fold(form), set()).add(name.actor)
        return {form: frozenset(actors) for form, actors in found.items()}

    @cached_property
    def register(self) -> Register:
        """Return the names that are looked for: those of all actors, withheld or not."""
        return Register.of(actor.head for actor in self.desk.actors)

    @cached_property
    def recogniser(self) -> Recogniser:
        """Return what looks for them."""
        return Recogniser(self.register.names)

    @cached_property
    def register_key(self) -> str:
        """Return their digest."""
        return self.register.key

    @cached_property
    def offices(self) -> tuple[offices.Line, ...]:
        """Return every office and its line of holders."""
        return offices.lines(actor.head for actor in self.desk.actors)

    @cached_property
    def files(self) -> Mapping[str, tuple[Manuscript[Head], ...]]:
        """Return what each file holds, by its path, in its order."""
        desk = self.desk
        every: tuple[Manuscript[Head], ...] = (
            *desk.briefs, *desk.actors, *desk.topics, *desk.references, *desk.events, *desk.figures, *desk.pages
        )  # fmt: skip
        found: dict[str, tuple[Manuscript[Head], ...]] = {}
        for manuscript in sorted(every, key=lambda manuscript: manuscript.place):
            found[manuscript.place.path] = (*found.get(manuscript.place.path, ()), manuscript)
        return found

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        return {source.path: source for source in self.sources.files}

    @cached_property
    def _pages(self) -> dict[str, Page]:
        return {}

    def after(self, earlier: Ground) -> Ground:
        """Return the ground with what was found out about an earlier one and goes by the actors alone, if they are the same."""
        if self.desk.actors == earlier.desk.actors and self.memo is earlier.memo:
            known = vars(earlier)
            vars(self).update({name: known[name] for name in _OF_ACTORS if name in known})
        return self

    def page(self, path: str) -> Page:
        """Return a file as it is written; without lines if it is not what was parsed any more."""
        known = self._pages.get(path)
        if known is None:
            known = Page(path, (), 0)
            with suppress(OSError, Changed, KeyError):
                source = self._sources[path]
                known = Page.of(path, read(file_of(self.sources.root, source), source))
            if len(self._pages) == _HELD:
                self._pages.clear()
            self._pages[path] = known
        return known


Told = BriefHead | ActorHead | TopicHead | PageHead
"""What has a text."""


class _Text(Value, frozen=True):
    """All by which names are met in a text."""

    body: str
    lang: str
    day: date | None
    """None for a text that tells of all times."""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Study:
    """Some texts of a desk, and the desk they lie on."""

    ground: Ground
    briefs: tuple[Manuscript[BriefHead], ...]
    """The briefs to look at."""
    others: tuple[Manuscript[Told], ...] = ()
    """The texts of actors, topics and pages to look at."""
    whole: bool = False
    """They are all that the desk has."""
    _wordings: dict[Place, Wording] = field(default_factory=dict)
    _met: dict[Place, tuple[Met, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, desk: Desk, day: date, sources: Sources, memo: Memo) -> Study:
        """Study a whole desk, but what was withdrawn: of that nobody reads a word."""
        briefs = (brief for brief in desk.briefs if brief.gate.status is not Status.WITHDRAWN)
        others: tuple[Manuscript[Told], ...] = (*desk.actors, *desk.topics, *desk.pages)
        return cls(
            Ground(desk, day, sources, memo), tuple(briefs), tuple(one for one in others if one.readings), whole=True
        )

    @property
    def desk(self) -> Desk:
        """Return all that was parsed."""
        return self.ground.desk

    @property
    def day(self) -> date:
        """Return the day of the site's clock."""
        return self.ground.day

    @property
    def texts(self) -> tuple[Manuscript[Told], ...]:
        """Return the briefs and the other texts to look at."""
        return (*self.briefs, *self.others)

    def only(self, briefs: Iterable[Manuscript[BriefHead]], others: Iterable[Manuscript[Told]] = ()) -> Study:
        """Study these alone, on the same desk: what was found out about others is let go."""
        return Study(self.ground, tuple(briefs), tuple(others))

    # ----------------------------------------------------------------------- texts

    def wording(self, text: Manuscript[Told]) -> Wording:
        """Return the words of a text, guarded passages included."""
        known = self._wordings.get(text.place)
        if known is None:
            pieces = pieces_of(text.readings[-1].body.key, self.ground.memo) if text.readings else ()
            told = self._text(text)
            known = self._wordings[text.place] = wording(pieces, told.before, told.after)
        return known

    def met(self, text: Manuscript[Told]) -> tuple[Met, ...]:
        """Return the names that the words of a text name actors by, in their order; not those it links itself."""
        known = self._met.get(text.place)
        if known is None:
            known = self._met[text.place] = self._kept(text)
        return known

    def linked(self, text: Manuscript[Told]) -> frozenset[str]:
        """Return the ids of the actors that a text links to itself."""
        mentions = text.readings[-1].body.mentions if text.readings else ()
        links = (mention.hole for mention in mentions if isinstance(mention.hole, Link))
        return frozenset(self.ground.recogniser.whose(link.target) for link in links if link.kind is LinkKind.ACTOR)

    def _kept(self, text: Manuscript[Told]) -> tuple[Met, ...]:
        told, memo = self._text(text), self.ground.memo
        key = f"met{digest_bytes(encode((self.ground.register_key, told)))}"
        with suppress(KeyError, *Unreadable):
            return _MET(memo.get(key))
        words = _unlinked(self.wording(text))
        found = self.ground.recogniser.find(words, lang=told.lang, day=told.day, cast=frozenset(told.cast))
        met = tuple(Met(*one) for one in found)
        memo.put(key, encode(met))
        return met

    def _text(self, text: Manuscript[Told]) -> _Text:
        head, body = text.head, text.readings[-1].body.key if text.readings else ""
        if isinstance(head, BriefHead):
            cast = tuple(sorted(self._listed(head)))
            return _Text(body, head.lang, head.date.instant.date(), before(head), after(head), cast)
        return _Text(body, head.lang, None, cast=(head.id,) if isinstance(head, ActorHead) else ())

    # ----------------------------------------------------------------------- whom and what

    def listed(self, brief: Manuscript[BriefHead]) -> Mapping[str, Place]:
        """Return the actors that a brief lists, by id, and where; those without a file, and unclear ones, left out."""
        return self._listed(brief.head)

    def _listed(self, head: BriefHead) -> Mapping[str, Place]:
        index = self.ground.actor_index
        found = ((index.find(use.name), use.place) for use in head.actors)
        return {ids[0]: place for ids, place in found if len(ids) == 1}

    def filed(self, brief: Manuscript[BriefHead]) -> Mapping[str, Place]:
        """Return the topics that a brief is filed under, by id, and where; those without a file left out."""
        index = self.ground.topic_index
        found = ((index.find(use.name), use.place) for use in brief.head.topics)
        return {ids[0]: place for ids, place in found if len(ids) == 1}

    def actor(self, name: str) -> ActorHead | None:
        """Return the actor of an id or name; None if the register has none, or several."""
        found = self.ground.actor_index.find(name)
        return self.ground.actors[found[0]].head if len(found) == 1 else None

    def named(self, head: ActorHead, lang: str, day: date) -> str:
        """Return the name of an actor in use that day, in a language where there is one."""
        return name_on(head, lang, day, *self.desk.site.languages).full

    def text(self, texts: Texts, lang: str) -> str:
        """Return a text in a language, or in one of the site's."""
        return texts.pick(lang, *self.desk.site.languages)[1]

    # ----------------------------------------------------------------------- places

    def place(self, manuscript: Manuscript[Head], words: str = "") -> tuple[Place, str]:
        """Return where words stand first in a file, with the line; the place of the manuscript if nowhere as such."""
        page = self.ground.page(manuscript.place.path)
        place = (page.find(words) if words else None) or manuscript.place
        return place, page.excerpt(place)

    def where(self, text: Manuscript[Told], start: int, end: int) -> tuple[Place, str]:
        """Return where words of the wording of a text stand in its file, with the line."""
        seen, page = self.wording(text), self.ground.page(text.place.path)
        words = seen.text[start:end]
        told = _unlinked(seen)[seen.body : max(start, seen.body)]
        turn = sum(1 for _ in whole_words(words, told))
        place = page.find(words, turn, above=end <= seen.body) or text.place
        return place, page.excerpt(place)

    def field(self, manuscript: Manuscript[Head], *names: str) -> tuple[Place, str]:
        """Return where the value of a field stands, with the line; of several, the first there is."""
        page = self.ground.page(manuscript.place.path)
        node = page.field(manuscript.place, *names)
        place = node.place if node is not None else manuscript.place
        return place, page.excerpt(place)

    def line_of(self, manuscript: Manuscript[Head]) -> tuple[Place, str]:
        """Return where a manuscript begins, with the line."""
        return manuscript.place, self.line(manuscript.place)

    def line(self, place: Place) -> str:
        """Return the line of a place."""
        return self.ground.page(place.path).excerpt(place)


def _unlinked(words: Wording) -> str:
    """Return a text in which the words of links to actors are blanked: whom they mean is said."""
    text = words.text
    for each in words.stretches:
        if each.told:
            text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    return text


def spans(study: Study, size: int) -> Iterator[Study]:
    """Cut a study into some of fewer briefs each, so that few texts are held at a time; the first has all other texts."""
    for start in range(0, max(len(study.briefs), 1), size):
        yield study.only(study.briefs[start : start + size], () if start else study.others)
