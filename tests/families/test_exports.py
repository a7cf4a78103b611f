"""The register in the formats of the field, each held against what its own project publishes: Popolo, Follow the Money."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft3Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT3

from tests.families.test_relations import FILES as RELATED
from tests.laws.sites import press

HERE = Path(__file__).parent
FILES = {
    **RELATED,
    "actors/kerry.yaml": """\
kind: person
gender: m
names: {fr: [{full: John Kerry, sort: "Kerry, John", from: 1943}, {full: J. Kerry, until: 1970-01}], ar: جون كيري}
aliases: [J. F. Kerry, {text: Kerry, match: weak}, {text: le ministre, match: metonym}]
country: US
born: 1943-12-11
roles:
- {title: {fr: secrétaire d’État, en: Secretary of State}, org: ministere, start: 2013-02-01}
- {title: sénateur, start: 1985~, end: 2013-02-01}
ids: {wikidata: Q22316, website: 'https://kerry.example/'}
summary: {fr: Un ministre, en: A minister}
relations: [{type: chairs, target: issg, start: 2016?, note: {fr: par intérim}}, {type: opposes, target: lavrov}]
""",
    "actors/ministere.yaml": "kind: organization\nnames: Ministère\nparent: etats\nfounded: 1789\n",
    "actors/etats.yaml": "kind: state\nnames: {fr: {full: États-Unis, short: USA}}\ncountry: US\n",
    "actors/parti.yaml": "kind: party\nnames: Parti\nrelations: [{type: member-of, target: issg, start: 2015-11-14, source: declaration}, "
    "{type: successor-of, target: bande}]\n",
    "actors/bande.yaml": "kind: armed-group\nnames: Bande\n",
    "events/e.yaml": "- {id: sommet, title: {fr: Sommet}, start: 2016-09-04, place: Hangzhou, kind: meeting, actors: [kerry]}\n",
}


@pytest.fixture(scope="module")
def tree():
    done = press(FILES)
    assert done.build.ok, done.build.problems
    return done.tree


# --------------------------------------------------------------------------- Popolo


@pytest.fixture(scope="module")
def popolo(tree):
    return json.loads(tree["actors/popolo.json"])


@cache
def schemas():
    """Read Popolo's schemas; what none of our objects has (areas, motions) is anything."""
    own = {file.stem: json.loads(file.read_text("utf-8")) for file in (HERE / "popolo").glob("*.json")}
    place = "http://www.popoloproject.com/schemas/{}.json"
    others = {name: {} for name in ("area", "contact_detail", "motion", "speech", "vote", "vote_event")}
    registry = Registry().with_resources(
        (place.format(name), Resource(schema, DRAFT3)) for name, schema in {**others, **own}.items()
    )
    return own, registry


@pytest.mark.parametrize(
    ("list", "kind"),
    [
        ("persons", "person"),
        ("organizations", "organization"),
        ("posts", "post"),
        ("memberships", "membership"),
        ("events", "event"),
    ],
)
def test_every_object_is_one_by_popolo_s_schema(popolo, list, kind):
    own, registry = schemas()
    judge = Draft3Validator(own[kind], registry=registry)
    assert popolo[list]
    assert [] == [(one, fault.message) for one in popolo[list] for fault in judge.iter_errors(one)]
    assert [] == [(one, name) for one in popolo[list] for name in set(one) - set(own[kind]["properties"])]


def test_the_judge_of_popolo_can_fail():
    own, registry = schemas()
    faulty = {"identifiers": [{"scheme": "wikidata"}], "birth_date": "1943~"}
    assert 2 == len([*Draft3Validator(own["person"], registry=registry).iter_errors(faulty)])


def test_a_person_has_names_dates_and_identifiers(popolo):
    assert {
        "id": "kerry",
        "name": "John Kerry",
        "other_names": [
            {"name": "J. Kerry", "end_date": "1970-01", "note": "fr"},
            {"name": "جون كيري", "note": "ar"},
            {"name": "J. F. Kerry"},
        ],
        "identifiers": [
            {"scheme": "wikidata", "identifier": "Q22316"},
            {"scheme": "website", "identifier": "https://kerry.example/"},
        ],
        "links": [
            {"url": "https://press.example/base/actors/kerry/"},
            {"url": "https://www.wikidata.org/wiki/Q22316"},
            {"url": "https://kerry.example/"},
        ],
        "sort_name": "Kerry, John",
        "gender": "male",
        "birth_date": "1943-12-11",
        "summary": "Un ministre",
    } in popolo["persons"]


def test_offices_are_posts_and_whoever_holds_one_a_membership(popolo):
    assert {
        "id": "ministere-secretaire-d-etat",
        "label": "secrétaire d’État",
        "other_label": ["Secretary of State"],
        "organization_id": "ministere",
    } in popolo["posts"]
    held = [one for one in popolo["memberships"] if one.get("person_id") == "kerry"]
    assert [
        ("secrétaire d’État", "ministere", "ministere-secretaire-d-etat", "2013-02-01", None),
        ("sénateur", None, "senateur", "1985", "2013-02-01"),
        ("Préside", "issg", None, "2016", None),
    ] == [
        (one["role"], one.get("organization_id"), one.get("post_id"), one["start_date"], one.get("end_date"))
        for one in held
    ]


def test_an_organization_may_be_a_member_and_have_a_parent(popolo):
    member = next(one for one in popolo["memberships"] if one.get("member", {}).get("id") == "parti")
    assert ("issg", "2015-11-14", [{"url": "https://example.org/d", "note": "Une déclaration"}]) == (
        member["organization_id"],
        member["start_date"],
        member["sources"],
    )
    assert {"comite": "issg", "ministere": "etats"} == {
        one["id"]: one["parent_id"] for one in popolo["organizations"] if "parent_id" in one
    }


# --------------------------------------------------------------------------- Follow the Money


@pytest.fixture(scope="module")
def entities(tree):
    return [json.loads(line) for line in tree["actors/entities.ftm.json"].decode().split("\n") if line]


@cache
def schema(name):
    """Read a schema: its properties, those it takes over among them, what it requires and what it extends."""
    file = HERE / "followthemoney" / f"{name}.yaml"
    if not file.exists():
        return {}, set(), {name}
    read = yaml.safe_load(file.read_text("utf-8"))[name]
    properties, required, kinds = {}, set(read.get("required", ())), {name}
    for above in read.get("extends", ()):
        inherited, wanted, over = schema(above)
        properties |= inherited
        required |= wanted
        kinds |= over
    return properties | read.get("properties", {}), required, kinds


SHAPES = {
    "date": r"\d{4}(-\d{2}){0,2}",
    "country": r"[a-z]{2}",
    "gender": r"male|female|other",
    "url": r"https?://\S+",
}


def faults(entity, kinds):
    """Say what speaks against an entity by the schemata of Follow the Money."""
    properties, required, _ = schema(entity["schema"])
    for name, values in entity["properties"].items():
        if name not in properties:
            yield f"no property {name}"
            continue
        found = properties[name]
        for value in values:
            if not re.fullmatch(SHAPES.get(found.get("type"), r"(?s).+"), value):
                yield f"{name} cannot be {value}"
            if found.get("type") == "entity" and found["range"] not in schema(kinds.get(value, ""))[2]:
                yield f"{name} cannot point at {value}"
    yield from (f"no {name}" for name in required - set(entity["properties"]))


def test_every_entity_is_one_by_the_schemata(entities):
    kinds = {entity["id"]: entity["schema"] for entity in entities}
    assert [] == [(entity["id"], fault) for entity in entities for fault in faults(entity, kinds)]
    assert len(entities) == len(kinds)


def test_the_judge_of_follow_the_money_can_fail():
    faulty = {
        "id": "x",
        "schema": "Membership",
        "properties": {"member": ["y"], "role": ["a"], "startDate": ["2016~"], "z": ["b"]},
    }
    told = ["member cannot point at y", "startDate cannot be 2016~", "no property z", "no organization"]
    assert told == [*faults(faulty, {})]


def test_an_actor_is_an_entity_with_all_its_names(entities):
    by_id = {entity["id"]: entity for entity in entities}
    assert "Person" == by_id["kerry"]["schema"]
    assert {
        "alias": ["جون كيري", "J. F. Kerry"],
        "birthDate": ["1943-12-11"],
        "country": ["us"],
        "gender": ["male"],
        "name": ["John Kerry"],
        "position": ["secrétaire d’État", "Secretary of State", "sénateur"],
        "previousName": ["J. Kerry"],
        "sourceUrl": ["https://press.example/base/actors/kerry/"],
        "summary": ["Un ministre", "A minister"],
        "weakAlias": ["Kerry", "le ministre"],
        "website": ["https://kerry.example/"],
        "wikidataId": ["Q22316"],
    } == by_id["kerry"]["properties"]
    assert ("PublicBody", ["USA"]) == (by_id["etats"]["schema"], by_id["etats"]["properties"]["abbreviation"])
    assert ["etats"] == by_id["ministere"]["properties"]["parent"]


def test_what_is_between_actors_has_the_schema_of_its_kind(entities):
    links = {(entity["schema"], *ends): entity["properties"] for entity in entities if (ends := _ends(entity))}
    assert {
        ("Occupancy", "kerry", "position-ministere-secretaire-d-etat"),
        ("Occupancy", "kerry", "position-senateur"),
        ("Occupancy", "lavrov", "position-russie-ministre"),
        ("Directorship", "kerry", "issg"),
        ("Directorship", "russie", "issg"),
        ("Membership", "parti", "issg"),
        ("Membership", "comite", "issg"),
        ("Succession", "bande", "parti"),
        ("UnknownLink", "kerry", "lavrov"),
        ("UnknownLink", "russie", "syrie"),
        ("UnknownLink", "russie", "comite"),
    } == set(links)
    assert {
        "member": ["parti"],
        "organization": ["issg"],
        "role": ["Membre de"],
        "sourceUrl": ["https://example.org/d"],
        "startDate": ["2015-11-14"],
    } == links["Membership", "parti", "issg"]


def _ends(entity):
    for one, other in (
        ("holder", "post"),
        ("member", "organization"),
        ("director", "organization"),
        ("predecessor", "successor"),
        ("subject", "object"),
    ):
        if other in entity["properties"] and one in entity["properties"]:
            return entity["properties"][one][0], entity["properties"][other][0]
    return ()


def test_nobody_s_label_and_nothing_withheld_is_in_the_exports(tree):
    for name in ("actors/popolo.json", "actors/entities.ftm.json"):
        assert not re.search("zqx|Caché|cache|invité", tree[name].decode())


def test_they_are_found_from_the_page_of_relations(tree):
    found = tree["relations/index.html"].decode()
    assert '<a href="../actors/popolo.json" type="application/json">Popolo</a>' in found
    assert '<a href="../actors/entities.ftm.json" type="application/x-ndjson">Follow the Money</a>' in found
    assert '<a href="../relations/network.graphml" type="application/xml">GraphML</a>' in found
