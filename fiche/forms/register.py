"""The fields of actors and topics.

Owns what `content/actors/` and `content/topics/` may say.
"""

from __future__ import annotations

import re

from fiche.fields import Reader
from fiche.forms.records import is_before
from fiche.forms.relations import designations, relations
from fiche.forms.sheet import Origin, out_of_order, outside_ids, own_id, own_language
from fiche.forms.trends import trends
from fiche.header import Map, Node, Scalar, Seq
from fiche.model import ActorHead, ActorKind, Alias, Match, Name, Office, TopicHead


def actor(reader: Reader, origin: Origin) -> ActorHead:
    """Read an actor."""
    id = own_id(reader, origin)
    head = ActorHead(
        id=id,
        kind=reader.enum("kind", ActorKind, required=True),
        names=_names(reader),
        aliases=_aliases(reader),
        others=reader.lines("not"),
        gender=reader.choice("gender", ("f", "m")),
        roles=tuple(
            _office(reader.child(node))
            for node in reader.mappings("roles", "an entry of “roles”", example="{title: …, start: 2013-02}")
        ),
        country=reader.values("country", country, "country"),
        parent=reader.slug("parent"),
        born=reader.stamp("born"),
        died=reader.stamp("died"),
        founded=reader.stamp("founded"),
        dissolved=reader.stamp("dissolved"),
        ids=outside_ids(reader),
        summary=reader.texts("summary"),
        lang=own_language(reader, origin),
        as_of=reader.when("as_of"),
        former_ids=reader.slugs("former_ids"),
        relations=relations(reader, origin.site, id),
        designations=designations(reader),
    )
    for first, last in (("born", "died"), ("founded", "dissolved")):
        start, end = getattr(head, first), getattr(head, last)
        if start and end and is_before(end, start):
            out_of_order(reader, first, last)
    if head.parent and head.parent == head.id:
        reader.refuse("parent", "an actor cannot be its own parent", "parent")
    return head


def topic(reader: Reader, origin: Origin) -> TopicHead:
    """Read a topic."""
    return TopicHead(
        id=own_id(reader, origin),
        labels=reader.texts("labels", required=True),
        parents=reader.uses("parents"),
        related=reader.uses("related"),
        aliases=reader.lines("aliases"),
        scope=reader.texts("scope", prose=True),
        state_of_play=reader.texts("state_of_play", prose=True),
        as_of=reader.when("as_of"),
        ids=outside_ids(reader),
        lang=own_language(reader, origin),
        former_ids=reader.slugs("former_ids"),
        trend=trends(reader),
    )


_COUNTRY = re.compile(r"[A-Z]{2}")


def country(code: str) -> str:
    """Return a country code of ISO 3166-1 alpha-2, by its form."""
    if not _COUNTRY.fullmatch(code):
        raise ValueError("write the country's two letters in capitals, as FR (ISO 3166-1)")
    return code


def _office(reader: Reader) -> Office:
    office = Office(
        title=reader.texts("title", required=True),
        org=reader.text("org"),
        start=reader.stamp("start"),
        end=reader.stamp("end"),
        acting=reader.boolean("acting") or False,
        note=reader.text("note"),
    )
    if office.start and office.end and is_before(office.end, office.start):
        out_of_order(reader, "start", "end")
    reader.close()
    return office


def _aliases(reader: Reader) -> tuple[Alias, ...]:
    """Read aliases: texts, or mappings that say in which texts they count, and for how much."""
    found = (_alias(reader, node) for node in reader.nodes("aliases"))
    return tuple(alias for alias in found if alias is not None and alias.text)


def _alias(reader: Reader, node: Scalar | Map) -> Alias | None:
    if isinstance(node, Scalar):
        return Alias(reader.words(node))
    inner = reader.child(node)
    alias = Alias(
        inner.text("text", required=True),
        lang=inner.language("lang"),
        match=inner.enum("match", Match) or Match.STRONG,
        case=inner.boolean("case"),
        start=inner.stamp("from"),
        end=inner.stamp("until"),
    )
    if alias.start and alias.end and is_before(alias.end, alias.start):
        out_of_order(inner, "from", "until")
    inner.close()
    return alias


# --------------------------------------------------------------------------- names

_NAME_KEYS = frozenset({"full", "short", "sort", "from", "until"})


def _names(reader: Reader) -> tuple[Name, ...]:
    """Read names: a text, or per language a text, a mapping, or a list of these."""
    reader.require("names", why=": write names: {fr: …}, or one text for all languages")
    node = reader.take("names")
    if node is None:
        return ()
    before = len(reader.problems)
    found = [name for lang, inner in _by_language(reader, node) for name in _names_in(reader, lang, inner)]
    if not found and len(reader.problems) == before:
        reader.refuse(node, "“names” holds no name; write at least one", "field-missing")
    return tuple(found)


def _by_language(reader: Reader, node: Node) -> list[tuple[str, Node]]:
    if isinstance(node, Map) and _NAME_KEYS.isdisjoint(key.text for key, _ in node.pairs):
        return reader.by_language(node, "names")
    return [("", node)]


def _names_in(reader: Reader, lang: str, node: Node) -> tuple[Name, ...]:
    nodes = node.nodes if isinstance(node, Seq) else (node,)
    found = (_name(reader, lang, one) for one in nodes)
    return tuple(name for name in found if name)


def _name(reader: Reader, lang: str, node: Node) -> Name | None:
    if not isinstance(node, Map):
        scalar = reader.scalar(node, "names")
        return Name(lang, reader.words(scalar)) if scalar and scalar.text.strip() else None
    inner = reader.child(node)
    name = Name(
        lang,
        full=inner.text("full", required=True),
        short=inner.text("short"),
        sort=inner.text("sort"),
        start=inner.stamp("from"),
        end=inner.stamp("until"),
    )
    if name.start and name.end and is_before(name.end, name.start):
        out_of_order(inner, "from", "until")
    inner.close()
    return name if name.full else None
