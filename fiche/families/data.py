"""The matter of each brief, actor and topic as JSON, beside its page: `index.json`.

Owns the shape, which `docs/json.md` and the schemas in `docs/schemas/` describe. Every name is always there: what is
not known is null, what there is none of is an empty list. A change that could break a reader raises `VERSION`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fiche import address, dates
from fiche.digest import digest
from fiche.documents import record
from fiche.families import actors, briefs, topics
from fiche.lens import Lens
from fiche.model import ActorHead, Image, Marking, Office, Stamp, Texts, Trend, When
from fiche.outputs import JSON, Page, Part, part
from fiche.publication import ActorEntry, Cast, Entry, Given, Note, TopicEntry
from fiche.register import by_time, office_on, own_aliases
from fiche.show import figures, statements
from fiche.views.documents import Json, Record
from fiche.views.shared import LinkView

VERSION = 1
NAME = "index.json"


def orders(lens: Lens) -> Iterator[tuple[str, ...]]:
    """Name each brief, actor and topic that has a page in this language."""
    if lens.is_on("briefs"):
        yield from (("brief", entry.head.id) for entry in lens.publication.entries if entry.head.lang == lens.lang)
    if lens.is_on("actors"):
        yield from (("actor", id) for id in lens.publication.actors)
    if lens.is_on("topics"):
        yield from (("topic", id) for id in lens.publication.topics)


def at(lens: Lens, path: str) -> Iterator[tuple[str, ...]]:
    """Name the brief, actor or topic whose JSON is at a path."""
    folder, _, name = path.rpartition("/")
    if name != NAME:
        return
    page = f"{folder}/index.html"
    yield from (("brief", *order) for order in briefs.at(lens, page))
    yield from (("actor", *order) for order in actors.at(lens, page) if order)
    yield from (("topic", *order) for order in topics.at(lens, page) if order)


def make(lens: Lens, kind: str, id: str) -> Iterator[Page]:
    """Make the JSON beside the page of a brief, an actor or a topic."""
    if kind == "brief":
        yield _brief(lens.publication.edition(id, lens.lang), lens)
    elif kind == "actor":
        yield _actor(lens.publication.actors[id], lens)
    else:
        yield _topic(lens.publication.topics[id], lens)


# --------------------------------------------------------------------------- a brief


def _brief(entry: Entry, lens: Lens) -> Page:
    head = entry.head
    editions = [other for other in lens.publication.editions(head.id) if other.head.lang != head.lang]
    document = record(
        version=VERSION,
        type="brief",
        id=head.id,
        lang=head.lang,
        **_where(entry.address, lens),
        translations=_translations([(other.head.lang, other.address) for other in editions], lens),
        marking=entry.marking.label,
        kind=head.kind,
        series=_known(head.series),
        number=head.number,
        thread=_known(head.thread),
        follows=entry.follows,
        supersedes=entry.supersedes,
        superseded_by=entry.superseded_by,
        whats_new=head.whats_new,
        title=head.title,
        date=dates.iso_when(head.date),
        updated=_when(head.updated),
        as_of=_when(head.as_of),
        dateline=_known(head.dateline),
        authors=head.authors,
        summary=_known(head.summary),
        key_points=head.key_points,
        gaps=head.gaps,
        image=_image(head.image, lens) if head.image else None,
        html=statements.text(lens, entry) if entry.body else None,
        actors=tuple(_cast(cast, entry, lens) for cast in entry.cast),
        topics=tuple(_topic_link(topic, lens) for topic in entry.topics),
        statements=tuple(statements.record_of(lens, entry, one) for one in entry.statements),
        sources=tuple(_source(note, lens) for note in entry.notes),
        sourcing_note=_known(head.sourcing_note),
        corrections=tuple(
            record(date=dates.iso_when(note.date), kind=note.kind.value, text=note.text, was=_known(note.was))
            for note in head.corrections
        ),
        figures=tuple(_figure(one, lens) for one in entry.figures),
    )
    return Page(f"{entry.address}{NAME}", JSON, (lens.site_part, part("document", document)), entry.file)


def _cast(cast: Cast, entry: Entry, lens: Lens) -> Record:
    """Name an actor and its office as they were on the day of the brief."""
    head = lens.publication.actors[cast.actor].head
    day = entry.head.date.instant.date()
    held = office_on(head, day)
    return record(
        id=cast.actor,
        name=lens.actor_name(lens.publication.actors[cast.actor], day).text,
        kind=head.kind.value if head.kind else None,
        url=_page_url(lens.actor(cast.actor), "actors", lens),
        part=_known(cast.part),
        note=_known(cast.note),
        office=_office(held, lens) if held else None,
    )


def _source(note: Note, lens: Lens) -> Record:
    """Describe a numbered source; of a confidential one nothing is told but its descriptor."""
    head = note.reference
    hidden = head.confidential
    publisher = lens.named(head.publisher) if not hidden else None
    return record(
        number=note.number,
        locators=tuple(locator for locator in note.locators if locator and not hidden),
        confidential=hidden,
        id=None if hidden else head.id,
        title=None if hidden else _text(head.title, lens),
        publisher=publisher.label.text if publisher else None,
        author=None if hidden else _known(head.author),
        date=None if hidden else _stamp(head.date),
        kind=None if hidden else _known(head.kind),
        symbol=None if hidden else _known(head.symbol),
        pages=None if hidden else _known(head.pages),
        lang=None if hidden else _known(head.lang),
        url=None if hidden else _known(head.url),
        archived=None if hidden else _known(head.archived),
        accessed=None if hidden else _stamp(head.accessed),
        reliability=None if hidden else _known(head.reliability),
        descriptor=_known(head.descriptor),
    )


def _figure(one: Given, lens: Lens) -> Record:
    """Tell an amount that a brief gives; numbers are exact, so they are texts."""
    ledger, amount = lens.publication.figures[one.figure], one.amount
    link = figures.link(lens, ledger)
    return record(
        id=one.figure,
        label=link.label.text,
        unit=_known(figures.unit(lens, ledger).text),
        value=figures.exact(amount.value),
        low=figures.exact(amount.low),
        high=figures.exact(amount.high),
        as_of=dates.iso_stamp(amount.as_of),
        source=one.source.id if one.source and not one.source.confidential else None,
        note=_text(amount.note, lens),
        url=_page_url(link, "figures", lens),
    )


def _image(image: Image, lens: Lens) -> Record:
    return record(
        url=_url(address.attachment(image.src), lens),
        alt=image.alt,
        caption=_known(image.caption),
        credit=_known(image.credit),
        licence=_known(image.licence),
    )


# --------------------------------------------------------------------------- an actor, a topic


def _actor(entry: ActorEntry, lens: Lens) -> Page:
    head = entry.head
    here = f"actors/{head.id}/"
    body = entry.body if head.lang == lens.lang else None
    document = record(
        **_beginning("actor", head.id, here, entry.marking, lens),
        name=lens.actor_name(entry, lens.today).text,
        kind=head.kind.value if head.kind else None,
        registered=entry.registered,
        summary=_text(head.summary, lens),
        names=tuple(
            record(
                lang=_known(name.lang),
                full=name.full,
                short=_known(name.short),
                start=_stamp(name.start),
                end=_stamp(name.end),
            )
            for name in head.names
        ),
        aliases=tuple(alias.text for alias in own_aliases(head)),
        offices=tuple(_office(office, lens) for office in by_time(head.roles)),
        **_facts(head, lens),
        ids=Record(head.ids),
        as_of=_when(head.as_of),
        html=lens.plain(body) if body else None,
    )
    briefs = [_listed(brief, lens, cast.part) for brief, cast in lens.of_actor[head.id]]
    return _with_briefs(f"{lens.root}{here}", document, briefs, lens)


def _facts(head: ActorHead, lens: Lens) -> dict[str, Json]:
    parent = lens.named(head.parent)
    return {
        "country": head.country,
        "parent": record(
            id=head.parent if head.parent in lens.publication.actors else None,
            name=parent.label.text,
            url=_page_url(parent, "actors", lens),
        )
        if parent
        else None,
        "born": _stamp(head.born),
        "died": _stamp(head.died),
        "founded": _stamp(head.founded),
        "dissolved": _stamp(head.dissolved),
    }


def _topic(entry: TopicEntry, lens: Lens) -> Page:
    head = entry.head
    here = f"topics/{head.id}/"
    body = entry.body if head.lang == lens.lang else None
    known = lens.publication.topics
    paragraphs = (" ".join(text.split()) for text in lens.text(head.state_of_play).text.split("\n\n"))
    document = record(
        **_beginning("topic", head.id, here, entry.marking, lens),
        label=lens.text(head.labels).text,
        labels=Record(tuple((lang or "und", text) for lang, text in head.labels.pairs)),
        aliases=head.aliases,
        registered=entry.registered,
        scope=_text(head.scope, lens),
        state_of_play=tuple(text for text in paragraphs if text),
        as_of=_when(head.as_of),
        parents=tuple(_topic_link(other.name, lens) for other in head.parents if other.name in known),
        children=tuple(_topic_link(child, lens) for child in sorted(lens.children[head.id])),
        related=tuple(_topic_link(other.name, lens) for other in head.related if other.name in known),
        ids=Record(head.ids),
        html=lens.plain(body) if body else None,
        trend=tuple(_trend(trend, lens) for trend in head.trend),
        figures=tuple(sorted(lens.figures_on[head.id])),
    )
    briefs = [_listed(brief, lens) for brief in lens.of_topic[head.id]]
    return _with_briefs(f"{lens.root}{here}", document, briefs, lens)


def _trend(trend: Trend, lens: Lens) -> Record:
    return record(
        period=dates.iso_stamp(trend.period),
        direction=trend.direction.value,
        alert=trend.alert.value if trend.alert else None,
        note=_text(trend.note, lens),
    )


def _beginning(kind: str, key: str, here: str, marking: Marking, lens: Lens) -> dict[str, Json]:
    others = [lang for lang in lens.site.languages if lang != lens.lang]
    return {
        "version": VERSION,
        "type": kind,
        "id": key,
        "lang": lens.lang,
        **_where(f"{lens.root}{here}", lens),
        "translations": _translations([(lang, address.prefix(lens.site, lang) + here) for lang in others], lens),
        "marking": marking.label,
    }


def _listed(entry: Entry, lens: Lens, role: str | None = None) -> tuple[Record, str]:
    """Return a brief as the lists of a language name it, with the part that an actor has in it, and its digest."""
    told, key = lens.prepared(("listed", entry.head.id), lambda: _told(entry, lens))
    return (told, key) if role is None else (Record((*told.pairs, ("part", _known(role)))), f"{key} {role}")


def _told(entry: Entry, lens: Lens) -> tuple[Record, str]:
    head = entry.head
    told = record(
        id=head.id,
        lang=head.lang,
        **_where(entry.address, lens),
        kind=head.kind,
        title=head.title,
        date=dates.iso_when(head.date),
    )
    return told, digest(told)


def _with_briefs(here: str, head: Record, briefs: list[tuple[Record, str]], lens: Lens) -> Page:
    document = Record((*head.pairs, ("briefs", tuple(told for told, _ in briefs))))
    key = digest((head, tuple(key for _, key in briefs)))
    parts = (lens.site_part, Part("document", document, key))
    return Page(f"{here}{NAME}", JSON, parts)


# --------------------------------------------------------------------------- small values


def _where(here: str, lens: Lens) -> dict[str, Json]:
    return {"address": here, "url": _url(here, lens)}


def _translations(pages: Iterable[tuple[str, str]], lens: Lens) -> tuple[Record, ...]:
    ordered = sorted(pages, key=lambda page: lens.site.languages.index(page[0]))
    return tuple(record(lang=lang, **_where(here, lens)) for lang, here in ordered)


def _topic_link(key: str, lens: Lens) -> Record:
    link = lens.topic(key)
    return record(id=key, label=link.label.text, url=_page_url(link, "topics", lens))


def _office(office: Office, lens: Lens) -> Record:
    org = lens.named(office.org)
    return record(
        title=_text(office.title, lens),
        org=record(
            id=office.org if office.org in lens.publication.actors else None,
            name=org.label.text,
            url=_page_url(org, "actors", lens),
        )
        if org
        else None,
        start=_stamp(office.start),
        end=_stamp(office.end),
        acting=office.acting,
        note=_known(office.note),
    )


def _page_url(link: LinkView, family_key: str, lens: Lens) -> str | None:
    return _url(link.address, lens) if link.address and lens.is_on(family_key) else None


def _url(here: str, lens: Lens) -> str:
    return address.absolute(lens.site.base_url, here)


def _known(text: str) -> str | None:
    return text or None


def _text(texts: Texts, lens: Lens) -> str | None:
    return lens.text(texts).text or None


def _when(when: When | None) -> str | None:
    return dates.iso_when(when) if when else None


def _stamp(stamp: Stamp | None) -> str | None:
    return dates.iso_stamp(stamp) if stamp else None
