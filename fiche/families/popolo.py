"""The register as Popolo: people, organizations, posts, memberships and events in one JSON document.

Popolo (popoloproject.com) is the vocabulary of parliaments and of those who watch them. Its dates are those of ISO 8601,
exact to the year, month or day: what EDTF says of doubt is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fiche import address
from fiche.documents import filled, record
from fiche.lens import Lens
from fiche.model import ActorHead, ActorKind, Precision, ReferenceHead, Stamp
from fiche.names import slug
from fiche.offices import Line, lines
from fiche.outputs import JSON, Page, part
from fiche.publication import Tie
from fiche.register import identified, name_on, own_aliases
from fiche.show.relations import is_current, words
from fiche.ties import PART_OF
from fiche.views.documents import Json, Record

FILE = "actors/popolo.json"
_GENDERS = {"f": "female", "m": "male"}
_IN_BODIES = frozenset({"member-of", "chairs", "co-chairs", "party-to"})
"""Types of relation that make one end a member of the other, as Popolo has it."""


def orders(lens: Lens) -> Iterator[tuple[str, ...]]:
    """Name the document, once for the site, if it has a register."""
    if lens.is_first and any(actor.registered for actor in lens.publication.raw.actors.values()):
        yield ()


def make(lens: Lens) -> Iterator[Page]:
    """Make the document."""
    heads = [actor.head for _, actor in sorted(lens.publication.actors.items()) if actor.registered]
    bodies = {head.id: head for head in heads if head.kind is not ActorKind.PERSON}
    known = lines(heads)
    posts = {_post_id(line, lens): line for line in known}
    document = record(
        persons=tuple(_person(head, lens) for head in heads if head.kind is ActorKind.PERSON),
        organizations=tuple(_organization(head, bodies, lens) for head in bodies.values()),
        posts=tuple(_post(id, line, bodies, lens) for id, line in posts.items()),
        memberships=(
            *(held for id, line in posts.items() for held in _holders(id, line, bodies, lens)),
            *_memberships(heads, bodies, lens),
        ),
        events=tuple(_events(lens)),
    )
    yield Page(FILE, JSON, (lens.site_part, part("document", document)))


def plain(stamp: Stamp | None) -> str:
    """Write a date to the year, month or day, without what is doubtful about it; empty for none."""
    length = {Precision.YEAR: 4, Precision.MONTH: 7}
    return stamp.first.isoformat()[: length.get(stamp.precision, 10)] if stamp else ""


def page_of(lens: Lens, id: str) -> str:
    """Return the absolute address of an actor's page; empty if the site makes none."""
    here = lens.actor(id).address
    return address.absolute(lens.site.base_url, here) if here else ""


def above(head: ActorHead, lens: Lens) -> Iterator[str]:
    """Yield the actors that one belongs to today."""
    for tie in lens.publication.ties.get(head.id, ()):
        if tie.subject == head.id and tie.kind == PART_OF and is_current(lens, tie):
            yield tie.object


def _common(head: ActorHead, lens: Lens) -> dict[str, Json]:
    shown = name_on(head, lens.lang, lens.today, *lens.site.languages)
    others = [
        filled(name=name.full, start_date=plain(name.start), end_date=plain(name.end), note=name.lang)
        for name in head.names
        if name is not shown
    ]
    others += [
        filled(name=alias.text, start_date=plain(alias.start), end_date=plain(alias.end), note=alias.lang)
        for alias in own_aliases(head)
    ]
    links = [identified(scheme, identifier) for scheme, identifier in head.ids]
    return {
        "id": head.id,
        "name": shown.full,
        "other_names": tuple(others),
        "identifiers": tuple(record(scheme=scheme, identifier=identifier) for scheme, identifier in head.ids),
        "links": tuple(record(url=url) for url in (page_of(lens, head.id), *links) if url),
    }


def _person(head: ActorHead, lens: Lens) -> Record:
    shown = name_on(head, lens.lang, lens.today, *lens.site.languages)
    return filled(
        **_common(head, lens),
        sort_name=shown.sort,
        gender=_GENDERS.get(head.gender),
        birth_date=plain(head.born),
        death_date=plain(head.died),
        summary=lens.text(head.summary).text,
    )


def _organization(head: ActorHead, bodies: dict[str, ActorHead], lens: Lens) -> Record:
    return filled(
        **_common(head, lens),
        classification=head.kind.value if head.kind else None,
        parent_id=next((id for id in above(head, lens) if id in bodies), None),
        abstract=lens.text(head.summary).text,
        founding_date=plain(head.founded),
        dissolution_date=plain(head.dissolved),
    )


# --------------------------------------------------------------------------- posts and memberships


def _post_id(line: Line, lens: Lens) -> str:
    title = line.tenures[0].office.title.pick(lens.site.language, *lens.site.languages)[1]
    return slug(f"{line.org} {title}")


def _post(id: str, line: Line, bodies: dict[str, ActorHead], lens: Lens) -> Record:
    label = lens.text(line.tenures[-1].office.title).text
    return filled(
        id=id,
        label=label,
        other_label=tuple(title for title in line.titles if title != label),
        organization_id=line.org if line.org in bodies else None,
    )


def _holders(id: str, line: Line, bodies: dict[str, ActorHead], lens: Lens) -> Iterator[Record]:
    for tenure in line.tenures:
        office = tenure.office
        yield filled(
            label=lens.text(office.title).text,
            role=lens.text(office.title).text,
            **_member(tenure.actor, bodies),
            organization_id=line.org if line.org in bodies else None,
            post_id=id,
            start_date=plain(office.start),
            end_date=plain(office.end),
        )


def _memberships(heads: Iterable[ActorHead], bodies: dict[str, ActorHead], lens: Lens) -> Iterator[Record]:
    for head in heads:
        for tie in lens.publication.ties.get(head.id, ()):
            if tie.subject == head.id and tie.kind in _IN_BODIES and tie.object in bodies:
                yield _membership(tie, bodies, lens)


def _membership(tie: Tie, bodies: dict[str, ActorHead], lens: Lens) -> Record:
    return filled(
        label=lens.text(tie.note).text,
        role=words(lens, tie.kind).text,
        **_member(tie.subject, bodies),
        organization_id=tie.object,
        start_date=plain(tie.start),
        end_date=plain(tie.end),
        sources=tuple(_source(tie.source, lens)),
    )


def _member(id: str, bodies: dict[str, ActorHead]) -> dict[str, Json]:
    if id in bodies:
        return {"member": record(**{"@type": "Organization", "id": id})}
    return {"person_id": id}


def _source(head: ReferenceHead | None, lens: Lens) -> Iterator[Record]:
    if head and head.url and not head.confidential:
        yield filled(url=head.url, note=lens.text(head.title).text)


def _events(lens: Lens) -> Iterator[Record]:
    for entry in lens.publication.events:
        head = entry.event.head
        yield filled(
            id=head.id,
            name=lens.text(head.title).text,
            description=lens.text(head.note).text,
            start_date=plain(head.start),
            end_date=plain(head.end),
            location=lens.text(head.place).text,
            status=head.status,
            classification=head.kind,
        )
