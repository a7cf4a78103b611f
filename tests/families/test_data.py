"""The JSON beside each page: as its schema says, whole, and no more than the page shows."""

import json
from pathlib import Path

import jsonschema
import pytest
from lxml import html

SCHEMAS = Path(__file__).resolve().parents[2] / "docs/schemas"
BASE = "https://press.example/"
GENEVA = """\
---
title: Kerry à Genève
date: 2016-08-24T22:10+02:00
updated: 2016-08-25
as_of: 2016-08-24T21:00+02:00
dateline: Washington
kind: sitrep
series: Point
number: 7
thread: treve
summary: Le résumé.
key_points: [Un, Deux]
gaps: [Trois]
actors:
  - {id: kerry, part: lead, note: en route}
  - {id: nosra, part: party}
  - Elizabeth Trudeau
topics: [alep]
authors: [Anne]
sourcing_note: Deux sources.
sources:
  - {id: dep, title: Dépêche, publisher: us, author: A, date: 2016-08~, url: "https://wire.example/", kind: wire}
  - {id: ami, title: Caché, url: "https://hidden.example/", confidential: true, descriptor: un diplomate}
corrections:
  - {date: 2016-08-25, kind: correction, text: Faux., was: Vrai}
image: {src: carte.svg, alt: Carte, credit: Nous, licence: CC BY}
statements:
  - {id: mot, speaker: kerry, date: 2016-08-23, text: "We are close.", lang: en, topics: [alep], source: dep}
  - {speaker: us, attribution: chatham, venue: Genève, text: Rien., source: dep}
---
[[kerry]] et [[topic:alep|la ville]] [@dep, p. 3] [@ami], voir [hier](2016-08-23-hier.md). [[tlp:amber]]Secret.[[/tlp]]
"""
FILES = {
    "briefs/2016-08-24-geneve.fr.md": GENEVA,
    "briefs/2016-08-24-geneve.en.md": "---\ntitle: Kerry in Geneva\ndate: 2016-08-24\nactors: [kerry]\n---\nText.\n",
    "briefs/2016-08-23-hier.md": "---\ntitle: Hier\ndate: 2016-08-23\ntopics: [alep]\n---\n",
    "briefs/carte.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "actors/kerry.md": """\
---
kind: person
names: {fr: [{full: John Kerry, short: Kerry}], ar: جون كيري}
aliases: [J. Kerry]
born: 1943-12-11
country: US
ids: {wikidata: Q22316}
roles:
  - {title: {fr: sénateur}, org: us, start: 1985, end: 2013-02-01}
  - {title: {fr: secrétaire d’État, en: Secretary of State}, org: us, start: 2013-02-01, end: 2017-01-20}
---
Né à [[us]].
""",
    "actors/us.yaml": "kind: state\nnames: {fr: États-Unis, en: United States}\n",
    "actors/nosra.yaml": """\
kind: armed-group
names:
  fr: [{full: Front al-Nosra, until: 2016-07-28}, {full: Front Fatah al-Cham, from: 2016-07-28}]
parent: aq
""",
    "topics/alep.yaml": 'labels: {fr: Alep, en: Aleppo}\nparents: [syrie]\nstate_of_play: {fr: "Un.\\n\\nDeux."}\n',
    "topics/syrie.yaml": "labels: Syrie\nids: {medtop: medtop:16000000}\n",
}


@pytest.fixture(scope="module")
def site(press):
    return press(FILES)


def read(site: Path, name: str) -> dict:
    return json.loads((site / name / "index.json").read_text("utf-8"))


def schema(kind: str) -> dict:
    return json.loads((SCHEMAS / f"{kind}.json").read_text("utf-8"))


@pytest.mark.parametrize("kind", ["brief", "actor", "topic"])
def test_a_schema_is_one(kind):
    jsonschema.Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize("kind", ["brief", "actor", "topic"])
def test_every_file_is_as_its_schema_says(site, kind):
    documents = [json.loads(file.read_text("utf-8")) for file in site.rglob("index.json")]
    checker = jsonschema.Draft202012Validator(schema(kind))

    found = [document for document in documents if document["type"] == kind]
    assert found
    assert [] == [fault.message for document in found for fault in checker.iter_errors(document)]


def test_it_stands_beside_the_page_it_tells_of(site):
    for file in site.rglob("index.json"):
        document = json.loads(file.read_text("utf-8"))
        assert site / document["address"] / "index.json" == file
        assert BASE + document["address"] == document["url"]
        page = html.fromstring((file.parent / "index.html").read_text("utf-8"))
        (link,) = page.xpath("//link[@type='application/json']/@href")
        assert file == (file.parent / link).resolve()


def test_a_brief_is_told_as_its_author_wrote_it(site):
    brief = read(site, "briefs/2016/08/24/geneve")

    assert ("geneve", "fr", "sitrep", "Point", 7, "treve") == tuple(
        brief[key] for key in ("id", "lang", "kind", "series", "number", "thread")
    )
    assert ("2016-08-24T22:10:00+02:00", "2016-08-25", "2016-08-24T21:00:00+02:00") == tuple(
        brief[key] for key in ("date", "updated", "as_of")
    )
    assert ["Un", "Deux"] == brief["key_points"]
    assert [{"date": "2016-08-25", "kind": "correction", "text": "Faux.", "was": "Vrai"}] == brief["corrections"]
    english = {"lang": "en", "address": "en/briefs/2016/08/24/geneve/", "url": f"{BASE}en/briefs/2016/08/24/geneve/"}
    assert [english] == brief["translations"]


def test_what_was_said_is_told_as_in_the_list_of_all_statements(site):
    here = read(site, "briefs/2016/08/24/geneve")["statements"]
    everything = json.loads((site / "statements/statements.json").read_text("utf-8"))["statements"]

    assert sorted(here, key=str) == sorted(everything, key=str)
    named = [here[0][key] for key in ("id", "speaker", "office", "source")]
    assert ["geneve-mot", "kerry", "alors secrétaire d’État", "Dépêche"] == named
    assert BASE + "briefs/2016/08/24/geneve/#statement-mot" == here[0]["url"]
    assert [None] * 4 == [here[1][key] for key in ("speaker", "on_behalf_of", "venue", "source")]


def test_actors_are_named_as_on_the_day_of_the_brief_and_with_the_office_held_then(site):
    kerry, nosra, trudeau, *_ = read(site, "briefs/2016/08/24/geneve")["actors"]

    assert ("secrétaire d’État", "États-Unis") == (kerry["office"]["title"], kerry["office"]["org"]["name"])
    assert ("lead", "en route") == (kerry["part"], kerry["note"])
    assert "Front Fatah al-Cham" == nosra["name"]
    assert (None, "Elizabeth Trudeau") == (trudeau["kind"], trudeau["name"])


def test_of_a_confidential_source_only_the_descriptor_is_told(site):
    wire, friend = read(site, "briefs/2016/08/24/geneve")["sources"]

    assert (1, ["p. 3"], "Dépêche", "États-Unis", "2016-08~") == tuple(
        wire[key] for key in ("number", "locators", "title", "publisher", "date")
    )
    assert {"number": 2, "locators": [], "confidential": True, "descriptor": "un diplomate"} == {
        key: value for key, value in friend.items() if value is not None
    }


def test_the_body_has_absolute_links_and_nothing_withheld(site):
    text = read(site, "briefs/2016/08/24/geneve")["html"]

    assert f'href="{BASE}briefs/2016/08/23/hier/"' in text
    assert f'href="{BASE}briefs/2016/08/24/geneve/#note-1"' in text
    assert "Secret." not in text


def test_an_actor_is_told_with_dated_names_offices_and_briefs(site):
    kerry = read(site, "actors/kerry")
    nosra = read(site, "en/actors/nosra")

    assert ["secrétaire d’État", "sénateur"] == [office["title"] for office in kerry["offices"]]
    assert ["1985", "2013-02-01"] == [kerry["offices"][1][key] for key in ("start", "end")]
    assert {"wikidata": "Q22316"} == kerry["ids"]
    assert [("geneve", "lead")] == [(brief["id"], brief["part"]) for brief in kerry["briefs"]]
    assert [(None, "2016-07-28"), ("2016-07-28", None)] == [(n["start"], n["end"]) for n in nosra["names"]]
    assert ["Kerry in Geneva"] == [brief["title"] for brief in read(site, "en/actors/kerry")["briefs"]]


def test_a_topic_is_told_with_its_place_in_the_tree(site):
    alep, syrie = read(site, "topics/alep"), read(site, "topics/syrie")

    assert ["Un.", "Deux."] == alep["state_of_play"]
    assert [{"id": "syrie", "label": "Syrie", "url": f"{BASE}topics/syrie/"}] == alep["parents"]
    assert ["alep"] == [child["id"] for child in syrie["children"]]
    assert {"und": "Syrie"} == syrie["labels"]
    assert ["geneve", "hier"] == [brief["id"] for brief in syrie["briefs"]]


def test_switched_off_it_is_gone_and_no_page_names_it(press):
    site = press(FILES, site="outputs: {json: off}\n")

    assert [] == list(site.rglob("index.json"))
    assert not any("index.json" in file.read_text("utf-8") for file in site.rglob("*.html"))


def test_families_without_pages_have_no_json_and_nobody_links_to_them(press):
    site = press(FILES, site="outputs: {actors: off, topics: off}\n")
    documents = [json.loads(file.read_text("utf-8")) for file in site.rglob("index.json")]

    assert {"brief"} == {document["type"] for document in documents}
    assert {None} == {actor["url"] for document in documents for actor in document["actors"]}


def test_the_json_of_the_sample_is_as_its_schemas_say(built_site):
    checkers = {kind: jsonschema.Draft202012Validator(schema(kind)) for kind in ("brief", "actor", "topic")}

    for file in built_site.rglob("index.json"):
        document = json.loads(file.read_text("utf-8"))
        assert [] == [fault.message for fault in checkers[document["type"]].iter_errors(document)]
