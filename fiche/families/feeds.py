"""Feeds: Atom (RFC 4287) and JSON Feed 1.1 for the whole site, each language, actor and topic, and the corrections.

An entry's id stays when its title, slug or address change, and its `updated` moves only with a revision that the author
states: neither knows the hour of the build. Texts are whole and links absolute, since a reader may be anywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from itertools import islice
from urllib.parse import urlsplit

from fiche import address, dates
from fiche.digest import digest
from fiche.documents import filled, record
from fiche.families.corrections import Noted, corrections_of
from fiche.lens import Lens
from fiche.model import BriefHead, Site, When
from fiche.outputs import JSON, Page, Part
from fiche.picture import plain
from fiche.publication import Entry
from fiche.show import statements
from fiche.value import Value, replace
from fiche.views.documents import ContentView, Record
from fiche.views.feeds import CategoryView, DeletedView, FeedEntryView, OutsideView, ReplyView, SyndicationView
from fiche.views.page import AlternateView
from fiche.views.shared import CorrectionView, ReferenceView, Stored

ALL = "feeds/all"
_SINCE = "2026"
"""Year of the tags of feeds (RFC 4151): when this scheme of names began. A feed has no day of its own."""
_NEVER = "1970-01-01T00:00:00Z"
"""When an empty feed of a site without a clock of its own was last changed."""
_VERSION = "https://jsonfeed.org/version/1.1"


def orders(lens: Lens) -> Iterator[tuple[str, ...]]:
    """Name each feed of a language; that of all languages is the first one's."""
    if lens.is_first:
        yield ("all",)
    yield ("site",)
    if lens.is_on("actors"):
        yield from (("actor", id) for id in lens.publication.actors)
    if lens.is_on("topics"):
        yield from (("topic", id) for id in lens.publication.topics)
    if lens.is_on("corrections"):
        yield ("corrections",)


def at(lens: Lens, path: str) -> Iterator[tuple[str, ...]]:
    """Name the feed that is at a path."""
    if lens.is_first and path in {f"{ALL}.atom", f"{ALL}.json"}:
        yield ("all",)
    found = lens.matched(_PATH, path)
    if found is None:
        return
    family, id = found["family"], found["id"]
    if family is None:
        yield ("site",) if not found["corrections"] else ("corrections",)
    elif id in (lens.publication.raw.actors if family == "actors" else lens.publication.raw.topics):
        yield ("actor" if family == "actors" else "topic", id)


_PATH = re.compile(r"((?P<family>actors|topics)/(?P<id>[^/]+)/|(?P<corrections>corrections/))?feed\.(atom|json)")


def make(lens: Lens, kind: str, id: str = "") -> Iterator[Page]:
    """Make a feed twice, as Atom and as JSON."""
    if kind == "all":
        yield from _feed(_Feed("site", ALL, "", "", lens), lens.publication.entries, deleted=_deleted(lens, ""))
    elif kind == "site":
        own = [entry for entry in lens.publication.entries if entry.head.lang == lens.lang]
        yield from _feed(_beside(lens.root, "site", "", lens), own, deleted=_deleted(lens, lens.lang))
    elif kind == "actor":
        link = lens.actor(id)
        shown = [entry for entry, _ in lens.of_actor[id]]
        yield from _feed(_beside(link.address, f"actor/{id}", link.label.text, lens), shown)
    elif kind == "topic":
        link = lens.topic(id)
        yield from _feed(_beside(link.address, f"topic/{id}", link.label.text, lens), lens.of_topic[id])
    else:
        yield from _corrections(lens)


def brief_tag(site: Site, head: BriefHead) -> str:
    """Return the lasting id of an edition of a brief: a `tag:` URI (RFC 4151) of host, day, id and language.

    A brief that was given another id keeps the tag of the first one it had.
    """
    return _brief_tag(site, head.former_ids[0] if head.former_ids else head.id, head.lang, head.date)


# --------------------------------------------------------------------------- feeds


class _Feed(Value, frozen=True):
    """Which feed it is, and where it stands."""

    name: str
    """What its id is made of: `actor/john-kerry`."""
    stem: str
    """Its address without the ending."""
    home: str
    title: str
    """What it is about; empty for the whole site."""
    lens: Lens


def _beside(here: str, name: str, title: str, lens: Lens) -> _Feed:
    return _Feed(f"{name}/{lens.lang}", f"{here}feed", here, title, lens)


class _Composed(Value, frozen=True):
    """An entry in both forms, with the digest of each, so that it is taken once for all feeds."""

    atom: FeedEntryView
    atom_key: str
    json: Record
    json_key: str
    updated: datetime


def _feed(feed: _Feed, entries: Sequence[Entry], *, deleted: tuple[DeletedView, ...] = ()) -> Iterator[Page]:
    """Make the feed of some briefs, given newest first."""
    newest = [_of_brief(entry, feed.lens) for entry in entries[: feed.lens.site.feed_length]]
    yield from _pages(replace(_shell(feed, newest), deleted=deleted), newest, feed.lens)


def _corrections(lens: Lens) -> Iterator[Page]:
    """Make the feed of corrections."""
    feed = _beside(f"{lens.root}corrections/", "corrections", lens.say("corrections"), lens)
    noted = list(_numbered(corrections_of(lens)))[: lens.site.feed_length]
    newest = [_correction(row, turn, lens.siblings[row[2].head.lang]) for row, turn in noted]
    yield from _pages(_shell(feed, newest), newest, lens)


def _of_brief(entry: Entry, lens: Lens) -> _Composed:
    """Compose a brief in the words of its own language, once for all the feeds it is in."""
    own, id = lens.siblings[entry.head.lang], entry.head.id
    return own.once(("composed", id), lambda: _brief(own.publication.edition(id, own.lang), own))


def _shell(feed: _Feed, newest: Sequence[_Composed]) -> SyndicationView:
    """Return a feed without its entries."""
    site = feed.lens.site_view
    whole = _clean(site.title.text)
    latest = max(newest, key=lambda composed: composed.updated, default=None)
    return SyndicationView(
        id=_tag(feed.lens.site, _SINCE, f"feed/{feed.name}"),
        address=f"{feed.stem}.atom",
        json=f"{feed.stem}.json",
        home=feed.home,
        lang=feed.lens.lang,
        title=f"{_clean(feed.title)} – {whole}" if feed.title else whole,
        subtitle="" if feed.title else _clean(site.description.text),
        author=_clean(site.publisher or site.title.text),
        rights=_clean(site.licence.text),
        updated=latest.atom.updated if latest else _fixed(feed.lens.site),
        entries=(),
    )


def _fixed(site: Site) -> str:
    return dates.rfc3339(When(site.as_of, timed=True)) if site.as_of else _NEVER


def _pages(shell: SyndicationView, newest: Sequence[_Composed], lens: Lens) -> Iterator[Page]:
    atom = replace(shell, entries=tuple(composed.atom for composed in newest))
    atom_part = Part("feed", atom, digest((shell, tuple(composed.atom_key for composed in newest))))
    yield Page(shell.address, "feed.atom.xml", (lens.site_part, atom_part))
    head = _json_head(shell, lens)
    document = Record((*head.pairs, ("items", tuple(composed.json for composed in newest))))
    json_part = Part("document", document, digest((head, tuple(composed.json_key for composed in newest))))
    yield Page(shell.json, JSON, (lens.site_part, json_part))


def _json_head(shell: SyndicationView, lens: Lens) -> Record:
    return filled(
        version=_VERSION,
        title=shell.title,
        home_page_url=_url(lens, shell.home),
        feed_url=_url(lens, shell.json),
        description=shell.subtitle,
        favicon=_url(lens, lens.site_view.icon),
        authors=(record(name=shell.author),),
        language=shell.lang,
    )


def _deleted(lens: Lens, lang: str) -> tuple[DeletedView, ...]:
    """Return the briefs taken back, those of one language or of all, the last one first."""
    stones = [stone for stone in lens.publication.tombstones if lang in ("", stone.lang)]
    stones.sort(key=lambda stone: (-stone.withdrawn.date.instant.timestamp(), stone.id, stone.lang))
    return tuple(
        DeletedView(
            _brief_tag(lens.site, stone.id, stone.lang, stone.date),
            dates.rfc3339(stone.withdrawn.date),
            _clean(stone.withdrawn.reason),
        )
        for stone in islice(stones, lens.site.feed_length)
    )


# --------------------------------------------------------------------------- a brief


def _brief(entry: Entry, lens: Lens) -> _Composed:
    head = entry.head
    revised = head.updated or head.date
    others = (other for other in lens.publication.editions(head.id) if other.head.lang != head.lang)
    atom = FeedEntryView(
        id=brief_tag(lens.site, head),
        address=entry.address,
        fragment="",
        lang=head.lang,
        title=_clean(head.title),
        summary=_clean(head.summary),
        published=dates.rfc3339(head.date),
        updated=dates.rfc3339(revised),
        authors=tuple(map(_clean, head.authors)),
        categories=tuple(_categories(entry, lens)),
        alternates=tuple(_alternates(others, lens)),
        data=f"{entry.address}index.json" if lens.is_on("json") else "",
        sources=tuple(_outside(entry, lens)),
        content=ContentView(_before(entry, lens), statements.text(lens, entry), _after(entry, lens)),
        follows=tuple(_followed(lens.by_id[id], lens) for id in entry.follows),
    )
    return _composed(atom, entry, lens, revised, modified=head.updated is not None)


def _composed(atom: FeedEntryView, entry: Entry, lens: Lens, revised: When, *, modified: bool) -> _Composed:
    json = _json(atom, entry, lens, modified=modified)
    return _Composed(atom, digest(atom), json, digest(json), revised.instant)


def _json(atom: FeedEntryView, entry: Entry, lens: Lens, *, modified: bool) -> Record:
    head = entry.head
    image = _url(lens, address.attachment(head.image.src)) if head.image and not atom.fragment else ""
    return filled(
        id=atom.id,
        url=_url(lens, atom.address) + (f"#{atom.fragment}" if atom.fragment else ""),
        title=atom.title,
        content_html=atom.content,
        summary=atom.summary,
        image=image,
        date_published=atom.published,
        date_modified=atom.updated if modified else "",
        authors=tuple(record(name=name) for name in atom.authors),
        tags=tuple(dict.fromkeys(category.label for category in atom.categories)),
        language=atom.lang,
        _brief=record(
            actors=tuple(cast.actor for cast in entry.cast),
            topics=entry.topics,
            tlp=entry.marking.label,
            as_of=dates.rfc3339(head.as_of) if head.as_of else None,
        ),
    )


def _categories(entry: Entry, lens: Lens) -> Iterator[CategoryView]:
    actors, topics = _url(lens, "actors/"), _url(lens, "topics/")
    for cast in entry.cast:
        yield CategoryView(cast.actor, actors, _clean(lens.actor(cast.actor).label.text))
    for topic in entry.topics:
        yield CategoryView(topic, topics, _clean(lens.topic(topic).label.text))


def _alternates(editions: Iterator[Entry], lens: Lens) -> Iterator[AlternateView]:
    order = lens.site.languages.index
    for edition in sorted(editions, key=lambda edition: order(edition.head.lang)):
        yield lens.alternate(edition.head.lang, edition.address)


def _followed(entry: Entry, lens: Lens) -> ReplyView:
    return ReplyView(brief_tag(lens.site, entry.head), entry.address)


def _outside(entry: Entry, lens: Lens) -> Iterator[OutsideView]:
    seen = set()
    for note in entry.notes:
        source = note.reference
        if source.url.startswith("http") and not source.confidential and source.url not in seen:
            seen.add(source.url)
            yield OutsideView(_clean(source.url), _clean(lens.text(source.title).text))


# --------------------------------------------------------------------------- its text


def _before(entry: Entry, lens: Lens) -> str:
    head = entry.head
    marking = lens.marking(entry.marking)
    picture = _picture(head, lens) if head.image else ""
    return (
        f'<div lang="{escape(head.lang)}" dir="{lens.dir}">'
        + (f"<p><strong>{escape(marking)}</strong></p>" if marking else "")
        + (f"<p><strong>{_text(head.summary)}</strong></p>" if head.summary else "")
        + _list(lens.say("key-points"), head.key_points)
        + picture
    )


def _picture(head: BriefHead, lens: Lens) -> str:
    assert head.image is not None
    image = head.image
    legend = " ".join(_text(text) for text in (image.caption, image.credit, image.licence) if text)
    shown = plain(lens.picture(image.src), _text(image.alt), lambda place: _url(lens, place))
    return f"<figure>{shown}" + (f"<figcaption>{legend}</figcaption>" if legend else "") + "</figure>"


def _after(entry: Entry, lens: Lens) -> str:
    head = entry.head
    corrections = "".join(_corrected(lens.correction(head, note, 0, None), lens) for note in head.corrections)
    sources = [_source(lens.reference(note.reference), lens) for note in entry.notes]
    return (
        _list(lens.say("not-known"), head.gaps)
        + (f"<h2>{_text(lens.say('corrections'))}</h2>{corrections}" if corrections else "")
        + (f"<h2>{_text(lens.say('sources'))}</h2><ol>{''.join(sources)}</ol>" if sources else "")
        + (f"<p>{_text(head.sourcing_note)}</p>" if head.sourcing_note else "")
        + "</div>"
    )


def _list(heading: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    return f"<h2>{_text(heading)}</h2><ul>{''.join(f'<li>{_text(line)}</li>' for line in lines)}</ul>"


def _corrected(view: CorrectionView, lens: Lens) -> str:
    title = f"{_text(view.kind_label)}{_text(lens.say('comma'))}{_time(view.date.iso, view.date.text)}"
    return f"<p><strong>{title}</strong></p><p>{_text(view.text.text)}</p>{_was(view.was, lens)}"


def _was(was: str, lens: Lens) -> str:
    return f"<p>{_text(lens.say('it-said'))} <q>{_text(was)}</q></p>" if was else ""


def _time(iso: str, text: str) -> str:
    return f'<time datetime="{escape(iso)}">{_text(text)}</time>'


def _source(view: ReferenceView, lens: Lens) -> str:
    if view.confidential:
        return f"<li>{_text(view.descriptor or lens.say('confidential-source'))}</li>"
    title = _text(view.title.text)
    if view.title.lang:
        title = f'<span lang="{escape(view.title.lang)}">{title}</span>'
    if view.url:
        title = f'<a href="{_text(view.url)}">{title}</a>'
    words = [
        title,
        _text(view.author),
        _text(view.publisher.label.text) if view.publisher else "",
        _text(view.symbol),
        _time(view.date.iso, view.date.text) if view.date else "",
    ]
    return f"<li>{lens.say('comma').join(word for word in words if word)}</li>"


# --------------------------------------------------------------------------- a correction


def _numbered(noted: Sequence[Noted]) -> Iterator[tuple[Noted, int]]:
    """Count the corrections that one edition of a brief had at one time, so that each can be told by its time."""
    turns: Counter[tuple[str, str, str]] = Counter()
    for note, number, entry in noted:
        key = entry.head.id, entry.head.lang, dates.iso_when(note.date)
        turns[key] += 1
        yield (note, number, entry), turns[key]


def _correction(row: Noted, turn: int, lens: Lens) -> _Composed:
    note, number, entry = row
    head = entry.head
    view = lens.correction(head, note, number, None)
    moment = dates.rfc3339(note.date)
    text = f'<div lang="{escape(head.lang)}" dir="{lens.dir}"><p>{_text(note.text)}</p>{_was(note.was, lens)}</div>'
    atom = FeedEntryView(
        id=f"{brief_tag(lens.site, head)}/correction/{dates.iso_when(note.date)}/{turn}",
        address=entry.address,
        fragment=view.anchor,
        lang=head.lang,
        title=f"{_clean(view.kind_label)} – {_clean(head.title)}",
        summary=_clean(note.text),
        published=moment,
        updated=moment,
        authors=tuple(map(_clean, head.authors)),
        categories=tuple(_categories(entry, lens)),
        alternates=(),
        data="",
        sources=(),
        content=ContentView(text, Stored(), ""),
    )
    return _composed(atom, entry, lens, note.date, modified=False)


# --------------------------------------------------------------------------- names and texts


def _brief_tag(site: Site, key: str, lang: str, date: When) -> str:
    return _tag(site, f"{date.instant:%Y-%m-%d}", f"brief/{key}/{lang}")


def _tag(site: Site, day: str, specific: str) -> str:
    """Return a `tag:` URI; of the site's address only the host counts, so that it may move to another path or port."""
    return f"tag:{_authority(urlsplit(site.base_url).hostname or '')},{day}:{address.as_url(specific)}"


def _authority(host: str) -> str:
    """Write a host in the letters a tag allows: those of a domain name (RFC 4151, section 2.1)."""
    try:
        host = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        host = host.encode("punycode").decode()
    return re.sub("[^a-z0-9.-]", "-", host)


def _url(lens: Lens, place: str) -> str:
    return address.absolute(lens.site.base_url, place)


_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no Char of XML 1.0, section 2.2."""


def _clean(text: str) -> str:
    """Leave out what XML cannot hold. The readers refuse it; a feed that does not parse would be lost whole."""
    return _NOT_XML.sub("", text)


def _text(text: str) -> str:
    """Write a text as HTML."""
    return escape(_clean(text))
