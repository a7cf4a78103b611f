"""The fields of relations between actors, and of what others officially call them.

Owns the types of relation, and what an entry of `relations:` or `designations:` may say.
"""

from __future__ import annotations

from fiche.fields import Reader, slug
from fiche.forms.records import is_before
from fiche.forms.sheet import out_of_order
from fiche.header import Map
from fiche.model import Designation, Relation, RelationType, Site
from fiche.problem import quoted

TYPES = (
    "member-of",
    "chairs",
    "co-chairs",
    "part-of",
    "successor-of",
    "allied-with",
    "supports",
    "opposes",
    "party-to",
    "mediates",
)
"""What an actor may be to another one. Their words, for both ends, are texts of the interface: `relation-…`."""

_COMPUTED = ("holds-office", "appears-with")
"""What the site finds out by itself; nobody declares it."""


def relations(reader: Reader, site: Site, id: str) -> tuple[Relation, ...]:
    """Read the relations that an actor declares."""
    example = "{type: member-of, target: …, source: …}"
    found = (
        _relation(reader.child(node), site, id) for node in reader.mappings("relations", "a relation", example=example)
    )
    return tuple(relation for relation in found if relation)


def _relation(reader: Reader, site: Site, id: str) -> Relation | None:
    types = (*TYPES, *(own.id for own in site.relations))
    relation = Relation(
        kind=reader.choice("type", types, required=True),
        target=reader.text("target", required=True),
        start=reader.stamp("start"),
        end=reader.stamp("end"),
        source=reader.slug("source"),
        note=reader.texts("note"),
        place=reader.place("target"),
    )
    if relation.start and relation.end and is_before(relation.end, relation.start):
        out_of_order(reader, "start", "end")
    if relation.target == id:
        reader.refuse("target", "an actor cannot have a relation to itself", "relation-self")
    reader.close()
    return relation if relation.kind and relation.target else None


def designations(reader: Reader) -> tuple[Designation, ...]:
    """Read what others officially call an actor. Who does is required: such a label is never ours."""
    example = "{by: …, label: …, date: …, source: …}"
    found = (
        _designation(reader.child(node)) for node in reader.mappings("designations", "a designation", example=example)
    )
    return tuple(one for one in found if one)


def _designation(reader: Reader) -> Designation | None:
    one = Designation(
        by=reader.text("by", required=True),
        label=reader.texts("label", required=True),
        start=reader.stamp("date"),
        end=reader.stamp("until"),
        source=reader.slug("source"),
        place=reader.place("by"),
    )
    if one.start and one.end and is_before(one.end, one.start):
        out_of_order(reader, "date", "until")
    reader.close()
    return one if one.by and one.label else None


def relation_types(reader: Reader) -> tuple[RelationType, ...]:
    """Read the types of relation that a site adds: a mapping of ids to the words for both ends."""
    node = reader.take("relations")
    if node is None:
        return ()
    if not isinstance(node, Map):
        what = "“relations” must be a mapping; write relations: {hosts: {label: Hosts, inverse: Hosted by}}"
        reader.refuse(node, what, "field-shape")
        return ()
    inner = reader.child(node)
    found: list[RelationType] = []
    for key, _ in node.pairs:
        words = inner.mapping(key.text, example="{label: …, inverse: …}")
        if key.text in {*TYPES, *_COMPUTED}:
            inner.refuse(key, f"{quoted(key.text)} is a type that every site has; take it out", "choice")
        elif inner.converted(key, "relations", slug, "id") and words is not None:
            label, inverse = words.texts("label", required=True), words.texts("inverse", required=True)
            words.close()
            found.append(RelationType(key.text, label, inverse))
    return tuple(found)
