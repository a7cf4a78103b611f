"""Linked data: what a page is about, in the words of schema.org (release 29), as JSON-LD 1.1.

Owns the choice of types and properties, and the text that stands in `<script type="application/ld+json">`. A thing
keeps one `@id` on all pages and in all languages. It says only what the page shows: nothing is drawn from elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fiche import address, dates
from fiche.lens import Lens
from fiche.model import ActorHead, ActorKind, BriefHead, Correction, Name, Office, ReferenceHead, Stamp
from fiche.names import territory_name
from fiche.publication import ActorEntry, Cast, Entry, TopicEntry
from fiche.register import by_time, identified, name_on, own_aliases
from fiche.views.shared import LinkView

Json = str | int | Sequence["Json"] | Mapping[str, "Json"]

_WORKS = {
    "analysis": "AnalysisNewsArticle",
    "backgrounder": "Report",
    "chronology": "Report",
    "forecast": "Report",
    "readout": "Report",
    "sitrep": "Report",
    "statement": "Report",
}
"""Kinds of brief that are not a plain NewsArticle."""
_ACTORS = {
    ActorKind.PERSON: "Person",
    ActorKind.STATE: "Country",
    ActorKind.ORGANIZATION: "Organization",
    ActorKind.ARMED_GROUP: "Organization",
    ActorKind.PARTY: "PoliticalParty",
}
_CITED = {
    "academic": "ScholarlyArticle",
    "dataset": "Dataset",
    "media": "NewsArticle",
    "ngo": "Report",
    "social": "SocialMediaPosting",
    "think-tank": "Report",
    "wire": "NewsArticle",
}


def brief(entry: Entry, lens: Lens) -> str:
    """Describe a brief: who published what when, whom and what it is about, what it rests on, what was corrected."""
    head = entry.head
    here = _url(lens, entry.address)
    work = _work(head)
    leads = [cast for cast in entry.cast if cast.part == "lead"]
    others = [cast for cast in entry.cast if cast.part != "lead"]
    article = _filled(
        {
            "@type": work,
            "@id": f"{here}#brief",
            "url": here,
            "mainEntityOfPage": here,
            "headline": head.title,
            "description": head.summary,
            "datePublished": dates.rfc3339(head.date),
            "dateModified": dates.rfc3339(head.updated) if head.updated else "",
            "contentReferenceTime": dates.rfc3339(head.as_of) if head.as_of else "",
            "dateline": head.dateline if work != "Report" else "",
            "inLanguage": head.lang,
            "wordCount": entry.words,
            "author": [_author(name, lens) for name in head.authors] or _publisher_reference(lens),
            "publisher": _publisher_named(lens),
            "image": _image(head, lens),
            "about": [
                *(_lead(cast, entry, lens) for cast in leads),
                *(_topic_reference(key, lens) for key in entry.topics),
            ],
            "mentions": [_mention(cast, entry, lens) for cast in others],
            "citation": list(_citations(entry, lens)),
            "correction": [_correction(note, number, here) for number, note in enumerate(head.corrections, 1)],
            "backstory": head.sourcing_note if work != "Report" else "",
            "reportNumber": str(head.number) if head.number is not None and work == "Report" else "",
            "isPartOf": list(_wholes(head, lens)),
            "isBasedOn": [_edition(lens.by_id[id], lens) for id in entry.supersedes],
            "creativeWorkStatus": "Obsolete" if entry.superseded_by else "",
            **_translations(entry, lens),
        }
    )
    trail = (lens.crumb("home", ""), *(lens.topic(key) for key in entry.topics[:1] if lens.is_on("topics")))
    return _graph(article, _trail((*trail, LinkView(lens.label("", head.title), entry.address)), lens))


def actor(entry: ActorEntry, lens: Lens) -> str:
    """Describe an actor's page and the actor: its names, identifiers and dated offices."""
    head = entry.head
    here = f"{lens.root}actors/{head.id}/"
    url = _url(lens, here)
    page = _filled(
        {
            "@type": "ProfilePage",
            "@id": f"{url}#page",
            "url": url,
            "inLanguage": lens.lang,
            "isPartOf": {"@id": _site_id(lens)},
            "mainEntity": _actor(entry, lens),
        }
    )
    trail = (lens.crumb("home", ""), lens.crumb("actors", "actors/"), lens.actor(head.id))
    return _graph(page, _trail(trail, lens))


def topic(entry: TopicEntry, lens: Lens) -> str:
    """Describe a topic's page and the topic as a term of the site's own vocabulary."""
    head = entry.head
    link = lens.topic(head.id)
    url = _url(lens, link.address)
    shown = link.label.text
    term = _filled(
        {
            **_topic_reference(head.id, lens),
            "url": url,
            "alternateName": _other(shown, (text for _, text in head.labels.pairs), head.aliases),
            "description": lens.text(head.scope).text,
            "sameAs": _same_as(head.ids),
            "termCode": next((code for scheme, code in head.ids if scheme == "medtop"), ""),
            "inDefinedTermSet": _url(lens, f"{lens.root}topics/"),
        }
    )
    page = _filled(
        {
            "@type": "CollectionPage",
            "@id": f"{url}#page",
            "url": url,
            "name": shown,
            "inLanguage": lens.lang,
            "isPartOf": {"@id": _site_id(lens)},
            "about": term,
        }
    )
    known = lens.publication.topics
    parents = (lens.topic(parent.name) for parent in head.parents[:1] if parent.name in known)
    return _graph(page, _trail((lens.crumb("home", ""), lens.crumb("topics", "topics/"), *parents, link), lens))


def crumbs(links: tuple[LinkView, ...], lens: Lens) -> str:
    """Describe the way from home to a page, the page itself last; empty if there is no way to tell."""
    return _graph(_trail(links, lens)) if links else ""


def site(lens: Lens) -> str:
    """Describe the publication and who publishes it."""
    view = lens.site_view
    names = [text for _, text in lens.site.title.pairs]
    whole = _filled(
        {
            "@type": "WebSite",
            "@id": _site_id(lens),
            "url": _url(lens, ""),
            "name": view.title.text,
            "alternateName": _other(view.title.text, names),
            "description": view.description.text,
            "inLanguage": list(lens.site.languages),
            "publisher": _publisher(lens),
            "copyrightNotice": view.licence.text,
        }
    )
    return _graph(whole)


# --------------------------------------------------------------------------- briefs


def _work(head: BriefHead) -> str:
    return _WORKS.get(head.kind, "NewsArticle")


def _image(head: BriefHead, lens: Lens) -> Json:
    if head.image is None:
        return ""
    return _filled(
        {
            "@type": "ImageObject",
            "url": _url(lens, address.attachment(head.image.src)),
            "caption": head.image.caption or head.image.alt,
            "creditText": head.image.credit,
            "copyrightNotice": head.image.licence,
        }
    )


def _citations(entry: Entry, lens: Lens) -> Iterator[Json]:
    for note in entry.notes:
        head = note.reference
        if head.confidential:
            if head.descriptor:
                yield {"@type": "CreativeWork", "name": head.descriptor}
        else:
            yield _citation(head, lens)


def _citation(head: ReferenceHead, lens: Lens) -> Json:
    publisher = lens.named(head.publisher)
    return _filled(
        {
            "@type": _CITED.get(head.kind, "CreativeWork"),
            "name": lens.text(head.title).text,
            "author": {"@type": "Person", "name": head.author} if head.author else "",
            "publisher": {"@type": "Organization", "name": publisher.label.text} if publisher else "",
            "datePublished": _date(head.date),
            "identifier": head.symbol,
            "inLanguage": head.lang,
            "pagination": head.pages,
            "url": head.url,
            "archivedAt": head.archived,
        }
    )


def _correction(note: Correction, number: int, here: str) -> Json:
    return {
        "@type": "CorrectionComment",
        "text": note.text,
        "datePublished": dates.iso_when(note.date),
        "url": f"{here}#correction-{number}",
    }


def _wholes(head: BriefHead, lens: Lens) -> Iterator[Json]:
    yield {"@type": "WebSite", "@id": _site_id(lens), "name": lens.site_view.title.text, "url": _url(lens, "")}
    if head.series:
        yield {"@type": "CreativeWorkSeries", "name": head.series}


def _translations(entry: Entry, lens: Lens) -> dict[str, Json]:
    """Link editions. schema.org knows originals and translations: the first in the site's order counts as original."""
    order = lens.site.languages.index
    first, *others = sorted(lens.publication.editions(entry.head.id), key=lambda edition: order(edition.head.lang))
    if first.head.lang != entry.head.lang:
        return {"translationOfWork": _edition(first, lens)}
    return {"workTranslation": [_edition(other, lens) for other in others]}


def _edition(entry: Entry, lens: Lens) -> Json:
    url = _url(lens, entry.address)
    return {"@type": _work(entry.head), "@id": f"{url}#brief", "url": url, "inLanguage": entry.head.lang}


def _author(name: str, lens: Lens) -> Json:
    """Describe an author; a desk that signs with the publication's own name is the publisher."""
    if name in (lens.site.publisher, lens.site_view.title.text):
        return _publisher_reference(lens)
    return {"@type": "Person", "name": name}


def _lead(cast: Cast, entry: Entry, lens: Lens) -> Json:
    head, name = _called(cast, entry, lens)
    return _actor_reference(head, name, lens)


def _mention(cast: Cast, entry: Entry, lens: Lens) -> Json:
    """Name an actor in short: its own page, at its `@id`, tells the rest."""
    head, name = _called(cast, entry, lens)
    return _actor_name(head, name, lens)


def _called(cast: Cast, entry: Entry, lens: Lens) -> tuple[ActorHead, Name]:
    """Return an actor and what it was called on the day of the brief."""
    head = lens.publication.actors[cast.actor].head
    return head, name_on(head, lens.lang, entry.head.date.instant.date(), *lens.site.languages)


# --------------------------------------------------------------------------- actors and topics


def _actor_name(head: ActorHead, name: Name, lens: Lens) -> dict[str, Json]:
    return {
        "@type": _ACTORS[head.kind] if head.kind else "Thing",
        "@id": _url(lens, f"actors/{head.id}/#actor"),
        "name": name.full,
    }


def _actor_reference(head: ActorHead, name: Name, lens: Lens) -> dict[str, Json]:
    return _filled(
        {
            **_actor_name(head, name, lens),
            "url": _url(lens, f"{lens.root}actors/{head.id}/") if lens.is_on("actors") else "",
            "sameAs": _same_as(head.ids),
        }
    )


def _actor(entry: ActorEntry, lens: Lens) -> dict[str, Json]:
    head = entry.head
    name = name_on(head, lens.lang, lens.today, *lens.site.languages)
    return _filled(
        {
            **_actor_reference(head, name, lens),
            "alternateName": _other(
                name.full, (other.full for other in head.names), (alias.text for alias in own_aliases(head))
            ),
            "description": lens.text(head.summary).text,
            **(_person(entry, lens) if head.kind is ActorKind.PERSON else {}),
            **(_body(head, lens) if head.kind in _BODIES else {}),
            **({"identifier": list(head.country)} if head.kind is ActorKind.STATE else {}),
        }
    )


_BODIES = frozenset({ActorKind.ORGANIZATION, ActorKind.ARMED_GROUP, ActorKind.PARTY})


def _person(entry: ActorEntry, lens: Lens) -> dict[str, Json]:
    head = entry.head
    office = lens.current_or_last(entry)
    current = office if office and office.current else None
    return {
        "jobTitle": current.title.text if current else "",
        "worksFor": {"@type": "Organization", "name": current.org.label.text} if current and current.org else "",
        "hasOccupation": [_occupation(held, lens) for held in by_time(head.roles)],
        "nationality": [
            {"@type": "Country", "name": territory_name(code, lens.lang), "identifier": code} for code in head.country
        ],
        "birthDate": _date(head.born),
        "deathDate": _date(head.died),
    }


def _occupation(office: Office, lens: Lens) -> Json:
    """Date an occupation by the pattern of schema.org's Role, which stands between the property and its value."""
    title = lens.text(office.title).text
    return _filled(
        {
            "@type": "Role",
            "hasOccupation": {"@type": "Occupation", "name": title},
            "startDate": _date(office.start),
            "endDate": _date(office.end),
        }
    )


def _body(head: ActorHead, lens: Lens) -> dict[str, Json]:
    parent = lens.publication.actors.get(head.parent)
    name = lens.actor_name(parent, lens.today).text if parent else ""
    return {
        "parentOrganization": {"@type": "Organization", "name": name} if parent and parent.head.kind in _BODIES else "",
        "foundingDate": _date(head.founded),
        "dissolutionDate": _date(head.dissolved),
    }


def _topic_reference(key: str, lens: Lens) -> dict[str, Json]:
    link = lens.topic(key)
    return {"@type": "DefinedTerm", "@id": _url(lens, f"topics/{key}/#topic"), "name": link.label.text}


def _same_as(ids: Iterable[tuple[str, str]]) -> list[str]:
    return [url for scheme, identifier in ids if (url := identified(scheme, identifier))]


def _other(shown: str, *names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(name for some in names for name in some) if name != shown]


# --------------------------------------------------------------------------- the site


def _site_id(lens: Lens) -> str:
    return _url(lens, "#site")


def _publisher_reference(lens: Lens) -> dict[str, Json]:
    return {"@id": _url(lens, "#publisher")}


def _publisher_named(lens: Lens) -> dict[str, Json]:
    """Name who publishes; a ministry or an NGO is no news medium, so the type is the one that is true of all."""
    return {
        "@type": "Organization",
        **_publisher_reference(lens),
        "name": lens.site.publisher or lens.site_view.title.text,
        "url": _url(lens, ""),
    }


def _publisher(lens: Lens) -> dict[str, Json]:
    return _filled(
        {
            **_publisher_named(lens),
            "correctionsPolicy": _url(lens, f"{lens.root}corrections/") if lens.is_on("corrections") else "",
            "publishingPrinciples": _url(lens, f"{lens.root}about/") if lens.is_on("pages") else "",
        }
    )


# --------------------------------------------------------------------------- form


def _trail(links: Sequence[LinkView], lens: Lens) -> Json:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": rank, "name": link.label.text, "item": _url(lens, link.address)}
            for rank, link in enumerate(links, 1)
        ],
    }


def _url(lens: Lens, place: str) -> str:
    path, hash_sign, fragment = place.partition("#")
    return address.absolute(lens.site.base_url, path) + hash_sign + fragment


def _date(stamp: Stamp | None) -> str:
    """Write a partial date in ISO 8601, which cannot say that it is unsure."""
    return dates.iso_stamp(stamp).rstrip("?~%") if stamp else ""


def _filled(properties: Mapping[str, Json]) -> dict[str, Json]:
    """Leave out the properties that have nothing to say."""
    return {name: value for name, value in properties.items() if value not in ("", 0, [], {})}


def _graph(*things: Json) -> str:
    text = _write({"@context": "https://schema.org", "@graph": list(things)})
    for sign in "<>&\u2028\u2029":
        if sign in text:
            text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
