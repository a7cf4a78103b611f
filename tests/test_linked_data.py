"""Linked data: JSON-LD that parses, keeps to schema.org's words and says no more than its page."""

import json
import re
from pathlib import Path

import pytest
from lxml import html

BASE = "https://press.example/"
GENEVA = """\
---
title: "</script><script>alert(1)</script> & «\u2028» Kerry"
date: 2016-08-24T22:10+02:00
summary: Un résumé.
dateline: Washington
series: Point
authors: [Anne]
actors: [{id: kerry, part: lead}, {id: nosra, part: party}, Quelqu’un]
topics: [alep]
sourcing_note: Deux sources.
sources:
  - {id: dep, title: Dépêche, publisher: Agence, date: 2016-08~, url: "https://w.example/", kind: wire}
  - {id: ami, title: Caché, url: "https://x.example/", confidential: true, descriptor: un diplomate}
corrections: [{date: 2016-08-25, kind: correction, text: Le lieu était faux.}]
---
[@dep] [@ami]
"""
POINT = "---\ntitle: Point\ndate: 2016-08-18\nkind: sitrep\nnumber: 1\ndateline: X\nauthors: L’Atelier\n---\n"
FILES = {
    "briefs/2016-08-24-geneve.fr.md": GENEVA,
    "briefs/2016-08-24-geneve.en.md": "---\ntitle: Geneva\ndate: 2016-08-24\nupdated: 2016-08-26\n---\n",
    "briefs/2016-08-18-point.md": POINT,
    "briefs/2016-08-17-analyse.md": "---\ntitle: Analyse\ndate: 2016-08-17\nkind: analysis\n---\n",
    "actors/kerry.yaml": """\
kind: person
names: {fr: John Kerry, ar: جون كيري}
aliases: [J. Kerry]
born: 1943-12-11
country: US
ids: {wikidata: Q22316, viaf: "2551111", website: "javascript:alert(1)"}
roles:
  - {title: sénateur, org: us, start: 1985, end: 2013-02-01}
  - {title: secrétaire d’État, org: us, start: 2013-02-01}
""",
    "actors/us.yaml": "kind: state\nnames: {fr: États-Unis, en: United States}\ncountry: US\n",
    "actors/nosra.yaml": "kind: armed-group\nnames: Nosra\nparent: aq\nfounded: 2012-01~\n",
    "actors/aq.yaml": "kind: armed-group\nnames: Al-Qaïda\n",
    "actors/pyd.yaml": "kind: party\nnames: PYD\n",
    "topics/alep.yaml": "labels: {fr: Alep, en: Aleppo}\nscope: {fr: La ville.}\nids: {medtop: medtop:16000000}\n",
}


@pytest.fixture(scope="module")
def site(press):
    return press(FILES, site="publisher: L’Atelier\n")


def graphs(file: Path) -> list[dict]:
    scripts = html.fromstring(file.read_text("utf-8")).xpath("//script[@type='application/ld+json']/text()")
    return [thing for script in scripts for thing in json.loads(script)["@graph"]]


def thing(site: Path, page: str, kind: str) -> dict:
    """Return the one thing of a type that a page describes."""
    (found,) = [thing for thing in graphs(site / page / "index.html") if thing["@type"] == kind]
    return found


def walk(value: object) -> list[dict]:
    """Return every object in a tree."""
    if isinstance(value, list):
        return [found for inner in value for found in walk(inner)]
    return [value, *(found for inner in value.values() for found in walk(inner))] if isinstance(value, dict) else []


def every(site: Path) -> list[dict]:
    return [found for file in site.rglob("*.html") for graph in graphs(file) for found in walk(graph)]


def test_nothing_an_author_writes_can_end_the_script(site):
    page = (site / "briefs/2016/08/24/geneve/index.html").read_text("utf-8")
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)

    assert [] == re.findall("[<>&\u2028\u2029]", script)
    article = thing(site, "briefs/2016/08/24/geneve", "NewsArticle")
    assert "</script><script>alert(1)</script> & «\u2028» Kerry" == article["headline"]


def test_every_page_that_is_found_but_plain_ones_describes_itself(site):
    bare = {
        file.relative_to(site).as_posix()
        for file in site.rglob("*.html")
        if not graphs(file) and not re.search(r"about/|404", file.as_posix())
    }

    assert set() == bare


def test_a_brief_says_who_published_what_when(site):
    article = thing(site, "briefs/2016/08/24/geneve", "NewsArticle")

    assert "2016-08-24T22:10:00+02:00" == article["datePublished"]
    assert "dateModified" not in article
    assert ("Washington", "fr", "Deux sources.") == (article["dateline"], article["inLanguage"], article["backstory"])
    assert [{"@type": "Person", "name": "Anne"}] == article["author"]
    assert "L’Atelier" == article["publisher"]["name"]
    assert f"{BASE}briefs/2016/08/24/geneve/" == article["mainEntityOfPage"]
    assert {"@type": "CreativeWorkSeries", "name": "Point"} in article["isPartOf"]


def test_a_desk_that_signs_with_the_name_of_the_publication_is_its_publisher(site):
    report = thing(site, "briefs/2016/08/18/point", "Report")

    assert [{"@id": f"{BASE}#publisher"}] == report["author"]
    assert {"@id": f"{BASE}#publisher"} == thing(site, "briefs/2016/08/17/analyse", "AnalysisNewsArticle")["author"]


def test_it_is_modified_only_if_a_revision_is_stated(site):
    assert "2016-08-26T00:00:00+02:00" == thing(site, "en/briefs/2016/08/24/geneve", "NewsArticle")["dateModified"]


def test_leads_and_topics_are_what_it_is_about_and_the_others_are_mentioned(site):
    article = thing(site, "briefs/2016/08/24/geneve", "NewsArticle")

    assert ["John Kerry", "Alep"] == [subject["name"] for subject in article["about"]]
    assert ["Person", "DefinedTerm"] == [subject["@type"] for subject in article["about"]]
    assert ["Nosra", "Quelqu’un"] == [mention["name"] for mention in article["mentions"]]
    assert ["Organization", "Thing"] == [mention["@type"] for mention in article["mentions"]]


def test_sources_are_cited_and_a_confidential_one_by_its_descriptor_alone(site):
    wire, friend = thing(site, "briefs/2016/08/24/geneve", "NewsArticle")["citation"]

    assert ("NewsArticle", "Dépêche", "2016-08") == (wire["@type"], wire["name"], wire["datePublished"])
    assert {"@type": "CreativeWork", "name": "un diplomate"} == friend


def test_corrections_are_told(site):
    (note,) = thing(site, "briefs/2016/08/24/geneve", "NewsArticle")["correction"]

    assert {
        "@type": "CorrectionComment",
        "text": "Le lieu était faux.",
        "datePublished": "2016-08-25",
        "url": f"{BASE}briefs/2016/08/24/geneve/#correction-1",
    } == note


def test_editions_name_each_other(site):
    french = thing(site, "briefs/2016/08/24/geneve", "NewsArticle")
    english = thing(site, "en/briefs/2016/08/24/geneve", "NewsArticle")

    assert [english["@id"]] == [other["@id"] for other in french["workTranslation"]]
    assert french["@id"] == english["translationOfWork"]["@id"]


def test_the_kind_of_brief_decides_what_it_is(site):
    report = thing(site, "briefs/2016/08/18/point", "Report")

    assert "1" == report["reportNumber"]
    assert "dateline" not in report
    assert thing(site, "briefs/2016/08/17/analyse", "AnalysisNewsArticle")


def test_an_actor_is_described_with_dated_offices(site):
    person = thing(site, "actors/kerry", "ProfilePage")["mainEntity"]

    assert ("Person", "John Kerry", "secrétaire d’État") == (person["@type"], person["name"], person["jobTitle"])
    assert ["جون كيري", "J. Kerry"] == person["alternateName"]
    assert ["https://www.wikidata.org/wiki/Q22316", "https://viaf.org/viaf/2551111"] == person["sameAs"]
    assert [("2013-02-01", None), ("1985", "2013-02-01")] == [
        (role["startDate"], role.get("endDate")) for role in person["hasOccupation"]
    ]
    assert {"Role"} == {role["@type"] for role in person["hasOccupation"]}


@pytest.mark.parametrize(
    ("actor", "kind"), [("us", "Country"), ("nosra", "Organization"), ("pyd", "PoliticalParty"), ("quelqu-un", "Thing")]
)
def test_the_kind_of_actor_decides_what_it_is(site, actor, kind):
    assert kind == thing(site, f"actors/{actor}", "ProfilePage")["mainEntity"]["@type"]


def test_an_organisation_has_its_parent_and_a_date_as_exact_as_known(site):
    group = thing(site, "actors/nosra", "ProfilePage")["mainEntity"]

    assert ("2012-01", "Al-Qaïda") == (group["foundingDate"], group["parentOrganization"]["name"])


def test_a_topic_is_a_term(site):
    term = thing(site, "en/topics/alep", "CollectionPage")["about"]

    assert ("Aleppo", ["Alep"], "medtop:16000000") == (term["name"], term["alternateName"], term["termCode"])


def test_the_home_page_describes_the_publication(site):
    whole = thing(site, "en", "WebSite")

    assert ("The Dispatch", "L’Atelier", ["fr", "en", "ar"]) == (
        whole["name"],
        whole["publisher"]["name"],
        whole["inLanguage"],
    )


def test_the_way_from_home_ends_at_the_page_itself(site):
    for page in ("briefs/2016/08/24/geneve", "en/actors/kerry", "ar/topics/alep", "archive/2016/08", "sources"):
        steps = thing(site, page, "BreadcrumbList")["itemListElement"]
        assert list(range(1, len(steps) + 1)) == [step["position"] for step in steps]
        assert f"{BASE}{page}/" == steps[-1]["item"]
        assert all(step["name"] for step in steps)


def test_a_thing_has_one_name_for_machines_in_all_languages(site):
    names = {found["@id"] for found in every(site) if found.get("@id", "").endswith("#actor")}

    assert {f"{BASE}actors/{name}/#actor" for name in ("kerry", "us", "nosra", "aq", "pyd", "quelqu-un")} == names


def test_every_address_is_whole_and_leads_to_a_page(site):
    for found in every(site):
        for name in ("@id", "url", "item", "mainEntityOfPage", "correctionsPolicy", "publishingPrinciples"):
            if found.get(name, "").startswith(BASE):
                assert (site / found[name].removeprefix(BASE).partition("#")[0] / "index.html").exists()
            else:
                assert name not in found or found[name].startswith("https://")


def test_nothing_said_is_empty(site):
    assert [] == [found for found in every(site) if any(value in ("", [], {}, None) for value in found.values())]


def test_types_and_properties_are_those_of_schema_org(site):
    """The words of release 29 that we use, read off its vocabulary by hand: a new one is looked up and added here."""
    types = set(
        """
        AnalysisNewsArticle BreadcrumbList CollectionPage CorrectionComment Country CreativeWork CreativeWorkSeries
        DefinedTerm ListItem NewsArticle Occupation Organization Person PoliticalParty ProfilePage Report Role Thing
        WebSite
    """.split()
    )
    properties = set(
        """
        about alternateName author backstory birthDate citation correction correctionsPolicy dateline dateModified
        datePublished description endDate foundingDate hasOccupation headline identifier inDefinedTermSet inLanguage
        isPartOf item itemListElement jobTitle mainEntity mainEntityOfPage mentions name nationality parentOrganization
        position publisher publishingPrinciples reportNumber sameAs startDate termCode text translationOfWork url
        wordCount worksFor workTranslation
    """.split()
    )

    assert set() == {found["@type"] for found in every(site) if "@type" in found} - types
    assert set() == {name for found in every(site) for name in found} - properties - {"@type", "@id"}


def test_an_identifier_that_is_a_script_is_no_link_anywhere(site):
    assert [] == [file for file in site.rglob("*.html") if 'href="javascript:' in file.read_text("utf-8")]
