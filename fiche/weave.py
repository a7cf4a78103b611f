"""Stage four, weave: from an edition to a publication, every reference resolved.

Finds out which actor a name means, numbers citations, fills the holes of bodies, relates briefs to each other. What is not
in the edition is text: whether a name is unknown or withheld was settled before, by the desk's checks and by the gate.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape
from zoneinfo import ZoneInfo

from fiche import address, figures, related
from fiche.executor import Serial
from fiche.memo import Memo
from fiche.mentions import mentions, register_of, tellers, text_of
from fiche.model import (
    Actor,
    ActorHead,
    ActorUse,
    Body,
    Brief,
    Cite,
    Designation,
    Edition,
    Head,
    Link,
    LinkKind,
    Name,
    PlainPage,
    ReferenceHead,
    Reported,
    Shown,
    Statement,
    Texts,
    Topic,
    TopicHead,
    Use,
)
from fiche.names import Index, slug
from fiche.problem import Checked, Place, Problem, in_order, quoted, warning
from fiche.publication import (
    ActorEntry,
    Cast,
    Designated,
    Entry,
    EventEntry,
    FigureEntry,
    Filling,
    Given,
    Note,
    PageEntry,
    Prose,
    Publication,
    Row,
    Said,
    Spot,
    Told,
    TopicEntry,
    spaced,
)
from fiche.register import actor_names, name_on, topic_names
from fiche.ties import ties_of
from fiche.value import replace

SPEAKER = "speaker"
"""The part of an actor that a statement has and the header does not name."""
MENTIONED = "mentioned"
"""The part of an actor that a body links to and the header does not name."""


def weave(edition: Edition, *, memo: Memo, pool: Executor | None = None, many: int = 0) -> Checked[Publication]:
    """Link everything the edition shows.

    The memo keeps which briefs are related, and what each text names: that looks at all of them. Fewer than `many` texts that
    it does not know are looked through in this process.
    """
    loom = _Loom.of(edition)
    entries = tuple(sorted((_entry(brief, loom) for brief in edition.briefs), key=_newest_first))
    actors = {
        **{id: ActorEntry(head, registered=False) for id, head in loom.unlisted_actors.items()},
        **{actor.head.id: _actor(actor, loom) for actor in edition.actors},
    }
    publication = Publication(
        site=edition.site,
        policy=edition.policy,
        entries=entries,
        kin=related.remembered(entries, memo),
        actors=actors,
        topics={
            **{id: TopicEntry(head, registered=False) for id, head in loom.unlisted_topics.items()},
            **{topic.head.id: _topic(topic, loom) for topic in edition.topics},
        },
        events=tuple(
            EventEntry(event, loom.cast(event.head.actors), loom.topics_of(event.head.topics))
            for event in sorted(edition.events, key=lambda event: (event.head.start.first, event.head.id))
        ),
        figures=loom.figures,
        pages=tuple(_page(page, loom) for page in edition.pages),
        tombstones=edition.tombstones,
        files=edition.files,
        pictures={picture.source.path: picture for picture in edition.pictures},
        ties=ties_of((actor.head for actor in actors.values()), loom.actor_id, loom.references.get),
    )
    return _mentioning(publication, pool or Serial(), memo, many)


def _mentioning(publication: Publication, pool: Executor, memo: Memo, many: int) -> Checked[Publication]:
    """Find out where texts name actors; tell of names that may mean several."""
    register = register_of(publication.site, publication.actors.values())
    texts = [(entry, text) for entry in tellers(publication) if (text := text_of(entry))]
    found = mentions([text for _, text in texts], register, pool=pool, memo=memo, many=many)
    problems = [
        _unclear(entry.file, words, actors)
        for (entry, _), seen in zip(texts, found, strict=True)
        for words, actors in seen.unclear
    ]
    spots = {entry.body.here: seen.spots for (entry, _), seen in zip(texts, found, strict=True) if entry.body}
    placed = replace(
        publication,
        entries=tuple(_placed(entry, spots) for entry in publication.entries),
        actors={id: _placed(actor, spots) for id, actor in publication.actors.items()},
        topics={id: _placed(topic, spots) for id, topic in publication.topics.items()},
        pages=tuple(_placed(page, spots) for page in publication.pages),
    )
    return Checked(placed, in_order(problems))


def _placed(entry: Told, spots: Mapping[str, tuple[Spot, ...]]) -> Told:
    found = spots.get(entry.body.here, ()) if entry.body else ()
    return replace(entry, body=replace(entry.body, spots=found)) if found and entry.body else entry


def _unclear(file: str, words: str, actors: tuple[str, ...]) -> Problem:
    meant = " or ".join(quoted(actor) for actor in actors)
    what = (
        f"{quoted(words)} in the text may mean {meant} and is linked to none; "
        f"write [[{actors[0]}|{words}]], or [[?{words}]] for nobody of them"
    )
    return warning(Place(file), what, "ambiguous-mention")


def _actor(actor: Actor, loom: _Loom) -> ActorEntry:
    lang = actor.head.lang
    body, notes = _prose(actor, lang, f"{address.prefix(loom.edition.site, lang)}actors/{actor.head.id}/", loom)
    return ActorEntry(
        actor.head,
        registered=True,
        marking=actor.marking,
        body=body,
        notes=notes,
        file=actor.place.path,
        designations=tuple(_designated(one, loom) for one in actor.head.designations),
    )


def _designated(one: Designation, loom: _Loom) -> Designated:
    source = loom.references.get(one.source)
    return Designated(loom.actor_id(one.by), one.by, one.label, one.start, one.end, source)


def _topic(topic: Topic, loom: _Loom) -> TopicEntry:
    lang = topic.head.lang
    body, notes = _prose(topic, lang, f"{address.prefix(loom.edition.site, lang)}topics/{topic.head.id}/", loom)
    head = replace(
        topic.head,
        parents=tuple(Use(id) for id in loom.topics_of(topic.head.parents)),
        related=tuple(Use(id) for id in loom.topics_of(topic.head.related)),
    )
    return TopicEntry(head, registered=True, marking=topic.marking, body=body, notes=notes, file=topic.place.path)


def _page(page: PlainPage, loom: _Loom) -> PageEntry:
    here = loom.page_address(page.head.id, page.head.lang)
    body, notes = _prose(page, page.head.lang, here, loom)
    return PageEntry(page.head, here, page.marking, body, notes, page.place.path)


def _newest_first(entry: Entry) -> tuple[float, str, str]:
    return -entry.head.date.instant.timestamp(), entry.head.id, entry.head.lang


# --------------------------------------------------------------------------- what names mean


@dataclass(frozen=True)
class _Loom:
    """Looks up what a reference of this edition means."""

    edition: Edition
    actor_index: Index
    topic_index: Index
    actors: dict[str, ActorHead]
    topics: dict[str, TopicHead]
    references: dict[str, ReferenceHead]
    briefs: dict[str, dict[str, Brief]]
    """By id (former ones too) and language."""
    pages: dict[str, dict[str, str]]
    """The title of each plain page in each of its languages."""
    paths: dict[str, tuple[LinkKind, str, str]]
    """What each file is: kind, id, language."""
    unlisted_actors: dict[str, ActorHead]
    unlisted_topics: dict[str, TopicHead]
    follows: dict[str, tuple[str, ...]]
    """The briefs that each goes on from, as any of its editions says."""
    supersedes: dict[str, tuple[str, ...]]
    superseded_by: dict[str, tuple[str, ...]]
    figures: dict[str, FigureEntry]

    @classmethod
    def of(cls, edition: Edition) -> _Loom:
        actor_index = Index.of((actor.head.id, actor_names(actor.head)) for actor in edition.actors)
        topic_index = Index.of((topic.head.id, topic_names(topic.head)) for topic in edition.topics)
        unlisted_actors = {
            id: ActorHead(id, names=(Name("", name),)) for id, name in _unlisted(_actor_names(edition), actor_index)
        }
        unlisted_topics = {
            id: TopicHead(id, Texts((("", name),))) for id, name in _unlisted(_topic_names(edition), topic_index)
        }
        briefs: dict[str, dict[str, Brief]] = defaultdict(dict)
        for brief in edition.briefs:
            for id in (*brief.head.former_ids, brief.head.id):
                briefs[id][brief.head.lang] = brief
        superseding = [(brief.head.id, brief.head.supersedes) for brief in edition.briefs]
        pages: dict[str, dict[str, str]] = defaultdict(dict)
        for page in edition.pages:
            pages[page.head.id][page.head.lang] = page.head.title
        return cls(
            edition=edition,
            actor_index=actor_index,
            topic_index=topic_index,
            actors={**unlisted_actors, **{actor.head.id: actor.head for actor in edition.actors}},
            topics={**unlisted_topics, **{topic.head.id: topic.head for topic in edition.topics}},
            references={reference.head.id: reference.head for reference in edition.references},
            briefs=dict(briefs),
            pages=dict(pages),
            paths={
                **{actor.place.path: (LinkKind.ACTOR, actor.head.id, "") for actor in edition.actors},
                **{topic.place.path: (LinkKind.TOPIC, topic.head.id, "") for topic in edition.topics},
                **{page.place.path: (LinkKind.PAGE, page.head.id, page.head.lang) for page in edition.pages},
                **{brief.place.path: (LinkKind.BRIEF, brief.head.id, brief.head.lang) for brief in edition.briefs},
            },
            unlisted_actors=unlisted_actors,
            unlisted_topics=unlisted_topics,
            follows=_chained(((brief.head.id, brief.head.follows) for brief in edition.briefs), briefs),
            supersedes=_chained(superseding, briefs),
            superseded_by=_turned(_chained(superseding, briefs)),
            figures=_figures(edition, topic_index),
        )

    def cast(self, uses: Iterable[ActorUse]) -> tuple[Cast, ...]:
        """Resolve the actors a file names, each once."""
        cast: dict[str, Cast] = {}
        for use in uses:
            id = self.named(use.name)
            cast.setdefault(id, Cast(id, use.part, use.note))
        return tuple(cast.values())

    def named(self, name: str) -> str:
        """Return the id of an actor that a file names, by id, by name or by the path of its own; empty for no name."""
        return _meant(self.paths.get(name, (LinkKind.ACTOR, name, ""))[1], self.actor_index) if name else ""

    def topics_of(self, uses: Iterable[Use]) -> tuple[str, ...]:
        """Resolve the topics a file names, each once."""
        return tuple(dict.fromkeys(_meant(use.name, self.topic_index) for use in uses))

    def actor_id(self, target: str) -> str:
        """Return the id of an actor that a text or the register names; empty if the edition has none such."""
        id = _meant(target, self.actor_index) if target else ""
        return id if id in self.actors else ""

    def topic_id(self, target: str) -> str:
        id = _meant(target, self.topic_index)
        return id if id in self.topics else ""

    @cached_property
    def today(self) -> date:
        """Return the day of the clock, in the zone of the site."""
        return self.edition.policy.now.astimezone(ZoneInfo(self.edition.site.timezone)).date()

    def brief(self, id: str, lang: str) -> Brief | None:
        """Return the edition of a brief nearest to a language."""
        editions = self.briefs.get(id, {})
        for wanted in (lang, *self.edition.site.languages):
            if wanted in editions:
                return editions[wanted]
        return None

    def brief_address(self, brief: Brief) -> str:
        head, site = brief.head, self.edition.site
        return address.brief(site, head.lang, head.date, head.slug)

    def page_address(self, id: str, lang: str) -> str:
        return f"{address.prefix(self.edition.site, lang)}{id}/"


def _meant(name: str, index: Index) -> str:
    found = index.find(name)
    return found[0] if found else slug(name)


def _chained(
    named: Iterable[tuple[str, tuple[Use, ...]]], briefs: Mapping[str, Mapping[str, Brief]]
) -> dict[str, tuple[str, ...]]:
    """Return the other briefs that each names, by their ids of today."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for id, uses in named:
        for use in uses:
            for other in sorted({brief.head.id for brief in briefs.get(use.name, {}).values()} - {id}):
                found[id][other] = None
    return {id: tuple(others) for id, others in found.items()}


def _turned(named: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return who names each."""
    found: dict[str, list[str]] = defaultdict(list)
    for id, others in sorted(named.items()):
        for other in others:
            found[other].append(id)
    return {id: tuple(namers) for id, namers in found.items()}


def _actor_names(edition: Edition) -> Iterator[str]:
    for brief in edition.briefs:
        yield from (use.name for use in brief.head.actors)
        yield from (name for one in brief.head.statements for name in (one.speaker, one.on_behalf_of) if name)
        yield from (name for name in brief.linked if not name.startswith("content/"))
    for event in edition.events:
        yield from (use.name for use in event.head.actors)
    for actor in edition.actors:
        yield from (one.target for one in actor.head.relations)


def _topic_names(edition: Edition) -> Iterator[str]:
    for brief in edition.briefs:
        yield from (use.name for use in brief.head.topics)
        yield from (use.name for one in brief.head.statements for use in one.topics)
    for event in edition.events:
        yield from (use.name for use in event.head.topics)
    for figure in edition.figures:
        yield from (use.name for use in figure.head.topics)


def _unlisted(names: Iterable[str], index: Index) -> Iterator[tuple[str, str]]:
    """Give each name without a file an id, and to each id its most frequent spelling."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for name, times in Counter(names).items():
        if not index.find(name):
            spellings[slug(name)][name] += times
    for id, counted in sorted(spellings.items()):
        yield id, min(counted, key=lambda name: (-counted[name], name))


# --------------------------------------------------------------------------- figures


def _figures(edition: Edition, topics: Index) -> dict[str, FigureEntry]:
    """Join what the register and the briefs tell of each figure."""
    registered = {figure.head.id: figure for figure in edition.figures}
    given: dict[str, list[tuple[Brief, Reported]]] = defaultdict(list)
    own: dict[tuple[str, str], ReferenceHead] = {}
    for brief in sorted(edition.briefs, key=lambda brief: (brief.head.date.instant, brief.head.id, brief.head.lang)):
        own |= {(brief.head.id, reference.id): reference for reference in brief.head.references}
        for one in brief.head.figures:
            given[one.id].append((brief, one))
    references = {reference.head.id: reference.head for reference in edition.references}
    heads, briefs = (figure.head for figure in edition.figures), (brief.head for brief in edition.briefs)
    found: dict[str, FigureEntry] = {}
    for id, told in sorted(figures.told(heads, briefs, edition.site.languages).items()):
        rows = tuple(
            Row(row.amount, row.since, row.brief, own.get((row.brief, source)) or references.get(source))
            for row in told
            for source in [row.amount.source]
        )
        if id in registered:
            shown = registered[id]
            names = [use.name for use in shown.head.topics]
            entry = FigureEntry(shown.head, registered=True, rows=rows, marking=shown.marking, file=shown.place.path)
        else:
            names = [use.name for brief, _ in given[id] for use in brief.head.topics[:1]]
            entry = FigureEntry(figures.described(id, (one for _, one in given[id])), registered=False, rows=rows)
        found[id] = replace(entry, topics=tuple(dict.fromkeys(_meant(name, topics) for name in names)))
    return found


# --------------------------------------------------------------------------- one brief


def _entry(brief: Brief, loom: _Loom) -> Entry:
    here = loom.brief_address(brief)
    own = {reference.id: reference for reference in brief.head.references}
    notes = _notes(own, brief.head.sources, brief.body, loom)
    return Entry(
        head=brief.head,
        address=here,
        marking=brief.marking,
        body=_filled(brief.body, brief.head.lang, brief, here, notes, loom),
        words=brief.body.words if brief.body else 0,
        cast=loom.cast((*brief.head.actors, *_speakers(brief), *(ActorUse(name, MENTIONED) for name in brief.linked))),
        topics=loom.topics_of(brief.head.topics),
        notes=notes,
        file=brief.place.path,
        statements=tuple(_said(one, own, loom) for one in brief.head.statements),
        follows=loom.follows.get(brief.head.id, ()),
        supersedes=loom.supersedes.get(brief.head.id, ()),
        superseded_by=loom.superseded_by.get(brief.head.id, ()),
        figures=tuple(
            Given(one.id, one.amount, own.get(one.amount.source) or loom.references.get(one.amount.source))
            for one in brief.head.figures
        ),
    )


def _speakers(brief: Brief) -> Iterator[ActorUse]:
    return (ActorUse(one.speaker, SPEAKER) for one in brief.head.statements if one.speaker)


def _said(statement: Statement, own: Mapping[str, ReferenceHead], loom: _Loom) -> Said:
    source = own.get(statement.source) or loom.references.get(statement.source)
    return Said(
        statement,
        speaker=loom.named(statement.speaker),
        on_behalf_of=loom.named(statement.on_behalf_of),
        topics=loom.topics_of(statement.topics),
        source=source,
    )


def _notes(
    own: Mapping[str, ReferenceHead], sources: Iterable[Use], body: Body | None, loom: _Loom
) -> tuple[Note, ...]:
    """Give the sources their numbers: cited ones by first citation, then those only listed.

    Its `own` ones stand in the header.
    """
    locators: dict[str, list[str]] = {}
    for mention in body.mentions if body else ():
        if isinstance(mention.hole, Cite):
            locators.setdefault(mention.hole.reference, []).append(mention.hole.locator)
    listed = [use.name for use in sources]
    heads = [(id, own.get(id) or loom.references.get(id)) for id in dict.fromkeys([*locators, *listed, *own])]
    present = [(id, head) for id, head in heads if head is not None]
    return tuple(Note(n, head, _told(head, locators.get(id, []))) for n, (id, head) in enumerate(present, 1))


def _told(head: ReferenceHead, locators: list[str]) -> tuple[str, ...]:
    """Leave out where in a confidential source something stands."""
    return ("",) * len(locators) if head.confidential else tuple(locators)


def _prose(shown: Shown[Head], lang: str, here: str, loom: _Loom) -> tuple[Prose | None, tuple[Note, ...]]:
    """Weave a body that is not a brief's; return it and the sources it cites."""
    notes = _notes({}, (), shown.body, loom)
    return _filled(shown.body, lang, None, here, notes, loom), notes


def _filled(
    body: Body | None, lang: str, brief: Brief | None, here: str, notes: tuple[Note, ...], loom: _Loom
) -> Prose | None:
    """Find out what goes into each hole of a body."""
    if body is None:
        return None
    by_reference = {note.reference.id: note for note in notes}
    turns: Counter[str] = Counter()
    fillings: list[Filling] = []
    pictures: dict[str, None] = {}
    for mention in body.mentions:
        if not isinstance(mention.hole, Link):
            fillings.append(_cite(by_reference.get(mention.hole.reference), turns, here))
        elif mention.hole.image:
            pictures[mention.hole.target] = None
        else:
            fillings.append(_link(mention.hole, lang, brief, loom))
    quotes = tuple(use.name for use in body.quotes)
    return Prose(body.key, here, tuple(fillings), quotes=quotes, pictures=tuple(pictures))


def _cite(note: Note | None, turns: Counter[str], here: str) -> Filling:
    if note is None:
        return Filling("", close=True)
    turns[note.id] += 1
    mark = note.mark(turns[note.id])
    return Filling(f'<sup class="cite"><a id="{mark}" href="', here, note.id, f'">{note.number}</a></sup>', close=True)


def _link(link: Link, lang: str, brief: Brief | None, loom: _Loom) -> Filling:
    site = loom.edition.site
    kind, target, own_lang = loom.paths.get(link.target, (link.kind, link.target, ""))
    root = address.prefix(site, lang)
    css, href, name = "", "", ""
    if kind is LinkKind.ACTOR and (id := loom.actor_id(target)):
        head = loom.actors[id]
        css = f"actor {head.kind.value if head.kind else 'unregistered'}"
        href = f"{root}actors/{id}/"
        day = (brief.head.date.instant if brief else loom.edition.policy.now).date()
        name = name_on(head, lang, day, *site.languages).full
    elif kind is LinkKind.TOPIC and (id := loom.topic_id(target)):
        css, href = "topic", f"{root}topics/{id}/"
        name = loom.topics[id].labels.pick(lang, *site.languages)[1]
    elif kind is LinkKind.BRIEF and (other := loom.brief(target, own_lang or lang)):
        css, href, name = "brief", loom.brief_address(other), other.head.title
    elif kind is LinkKind.PAGE and (titles := loom.pages.get(target)):
        there = next(tag for tag in (own_lang, lang, *site.languages) if tag in titles)
        css, href, name = "page", loom.page_address(target, there), titles[there]
    elif kind is LinkKind.FIGURE and (figure := loom.figures.get(target)):
        css, href, name = "figure", f"{root}figures/{target}/", _valued(figure, lang, brief, loom)
    elif kind is LinkKind.FILE:
        css, href = "file", address.attachment(target)
    words = link.inner or escape(name or link.target)
    if not href or f"{kind.value}s" in site.off:
        return Filling(words)
    return Filling(f'<a class="{css}"{spaced(link.attributes)} href="', href, link.fragment, f'">{words}</a>')


def _valued(figure: FigureEntry, lang: str, brief: Brief | None, loom: _Loom) -> str:
    """Write the value of a figure on the day of a text; empty if none was known."""
    day = figures.day_of(brief.head) if brief else loom.today
    row = figures.known(figure.rows, day, brief=brief.head.id if brief else "")
    unit = figure.head.unit.pick(lang, *loom.edition.site.languages)[1]
    return figures.words(row.amount, unit, lang) if row else ""
