"""The register as Follow the Money: entities and what links them, as JSON, one a line.

Follow the Money (followthemoney.tech) is the model of Aleph and OpenSanctions. Names of properties and what they may point
at are those of its schemata. Designations are left out: there a topic or sanction would be our own claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from fiche.documents import record
from fiche.families.popolo import above, page_of, plain
from fiche.lens import Lens
from fiche.model import ActorHead, ActorKind, Match, ReferenceHead
from fiche.names import slug
from fiche.offices import Line, lines
from fiche.outputs import LINES, Page, part
from fiche.publication import Tie
from fiche.show.relations import words
from fiche.ties import HOLDS_OFFICE, PART_OF
from fiche.views.documents import Record

FILE = "actors/entities.ftm.json"
_SCHEMATA = {
    ActorKind.PERSON: "Person",
    ActorKind.STATE: "PublicBody",
    ActorKind.ORGANIZATION: "Organization",
    ActorKind.ARMED_GROUP: "Organization",
    ActorKind.PARTY: "Organization",
}
_LINKS = {
    "member-of": ("Membership", "member", "organization"),
    PART_OF: ("Membership", "member", "organization"),
    "party-to": ("Membership", "member", "organization"),
    "chairs": ("Directorship", "director", "organization"),
    "co-chairs": ("Directorship", "director", "organization"),
    "successor-of": ("Succession", "successor", "predecessor"),
}
"""The schema of a type of relation, and its properties for subject and object."""
_ANY_LINK = ("UnknownLink", "subject", "object")
_GENDERS = {"f": "female", "m": "male"}
_IDS = {"wikidata": "wikidataId", "website": "website", "lei": "leiCode", "opencorporates": "opencorporatesUrl"}


def orders(lens: Lens) -> Iterator[tuple[str, ...]]:
    """Name the file, once for the site, if it has a register."""
    if lens.is_first and any(actor.registered for actor in lens.publication.raw.actors.values()):
        yield ()


def make(lens: Lens) -> Iterator[Page]:
    """Make the file."""
    heads = {id: actor.head for id, actor in sorted(lens.publication.actors.items()) if actor.registered}
    entities = (
        *(_actor(head, heads, lens) for head in heads.values()),
        *(entity for line in lines(heads.values()) for entity in _position(line, heads, lens)),
        *(entity for head in heads.values() for entity in _links(head, heads, lens)),
    )
    yield Page(FILE, LINES, (lens.site_part, part("document", entities)))


Values = dict[str, list[str]]


def _entity(id: str, schema: str, values: Values) -> Record:
    told = {name: tuple(dict.fromkeys(filter(None, found))) for name, found in sorted(values.items())}
    return record(id=id, schema=schema, properties=record(**{name: found for name, found in told.items() if found}))


def _actor(head: ActorHead, heads: dict[str, ActorHead], lens: Lens) -> Record:
    values: Values = defaultdict(list)
    values["name"] = [lens.actor_name(lens.publication.actors[head.id], lens.today).text]
    for name in head.names:
        values["previousName" if name.end else "alias"] += [name.full] if name.full not in values["name"] else []
    for alias in head.aliases:
        values["weakAlias" if alias.match in {Match.WEAK, Match.METONYM} else "alias"].append(alias.text)
    values["country"] = [code.lower() for code in head.country]
    values["summary"] = [text for _, text in head.summary.pairs]
    values["sourceUrl"] = [page_of(lens, head.id)]
    for scheme, identifier in head.ids:
        if scheme in _IDS:
            values[_IDS[scheme]].append(identifier)
    if head.kind is ActorKind.PERSON:
        values["birthDate"], values["deathDate"] = [plain(head.born)], [plain(head.died)]
        values["gender"] = [_GENDERS.get(head.gender, "")]
        values["position"] = [text for office in head.roles for _, text in office.title.pairs]
    else:
        values["incorporationDate"], values["dissolutionDate"] = [plain(head.founded)], [plain(head.dissolved)]
        values["abbreviation"] = [name.short for name in head.names if name.short.isupper()]
        values["parent"] = [id for id in above(head, lens) if id in heads]
    return _entity(head.id, _schema(head), values)


def _schema(head: ActorHead) -> str:
    return _SCHEMATA[head.kind] if head.kind else "LegalEntity"


def _is_body(head: ActorHead | None) -> bool:
    return head is not None and head.kind is not ActorKind.PERSON


def _position(line: Line, heads: dict[str, ActorHead], lens: Lens) -> Iterator[Record]:
    """Yield an office, and who held it when."""
    id = f"position-{slug(f'{line.org} {line.titles[0]}')}"
    body = heads.get(line.org)
    values: Values = {
        "name": list(line.titles),
        "organization": [line.org] if _is_body(body) else [],
        "country": [code.lower() for code in body.country] if body else [],
    }
    yield _entity(id, "Position", values)
    for tenure in line.tenures:
        if heads[tenure.actor].kind is ActorKind.PERSON:
            office = tenure.office
            held = f"occupancy-{slug(f'{tenure.actor} {id} {plain(office.start)}')}"
            times = {"startDate": [plain(office.start)], "endDate": [plain(office.end)]}
            yield _entity(held, "Occupancy", {"holder": [tenure.actor], "post": [id], **times})


def _links(head: ActorHead, heads: dict[str, ActorHead], lens: Lens) -> Iterator[Record]:
    """Yield what an actor declares of others that stand in the file, but for a bare parent, which stands on the actor."""
    for tie in lens.publication.ties.get(head.id, ()):
        is_parent = tie.kind == PART_OF and not (tie.start or tie.end or tie.source or tie.note)
        if tie.subject == head.id and tie.kind != HOLDS_OFFICE and tie.object in heads and not is_parent:
            yield _link(tie, heads, lens)


def _link(tie: Tie, heads: dict[str, ActorHead], lens: Lens) -> Record:
    schema, subject, object = _LINKS.get(tie.kind, _ANY_LINK)
    if object == "organization" and not _is_body(heads.get(tie.object)):
        schema, subject, object = _ANY_LINK
    values: Values = {
        subject: [tie.subject],
        object: [tie.object],
        "role": [words(lens, tie.kind).text],
        "summary": [text for _, text in tie.note.pairs],
        "startDate": [plain(tie.start)],
        "endDate": [plain(tie.end)],
        **_source(tie.source, lens),
    }
    return _entity(slug(f"{tie.kind} {tie.subject} {tie.object} {plain(tie.start)}"), schema, values)


def _source(head: ReferenceHead | None, lens: Lens) -> Values:
    if head is None or head.confidential:
        return {}
    publisher = lens.named(head.publisher)
    return {"sourceUrl": [head.url], "publisher": [publisher.label.text] if publisher else []}
