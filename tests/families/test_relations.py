"""Relations: declared from both ends, counted, drawn, and as files; each once, none of the future, none of what is withheld."""

import csv
import io
import re
from pathlib import Path

import pytest
from lxml import etree, html

from tests.laws.sites import SITE, press

HERE = Path(__file__).parent
SVG = "{http://www.w3.org/2000/svg}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
FILES = {
    "site.yaml": SITE
    + "relations: {hosts: {label: {fr: Accueille, en: Hosts}, inverse: {fr: Accueilli par, en: Hosted by}}}\n",
    "actors/issg.yaml": "kind: organization\nnames: {fr: {full: Groupe de soutien, short: GISS}, en: Support group}\n",
    "actors/russie.yaml": """\
kind: state
names: {fr: Russie, en: Russia}
relations:
- {type: co-chairs, target: Groupe de soutien, start: 2015-11-14, source: declaration}
- {type: allied-with, target: syrie}
- {type: hosts, target: Comité}
- {type: supports, target: syrie, start: 2016-09-01}
- {type: opposes, target: comite, start: 2012, end: 2017, note: {fr: au Conseil}, source: secret}
- {type: member-of, target: cache, note: zqx}
""",
    "actors/syrie.yaml": "kind: state\nnames: {fr: Syrie, en: Syria}\nrelations: [{type: allied-with, target: russie}]\n",
    "actors/comite.yaml": """\
kind: organization
names: Comité
parent: issg
relations: [{type: part-of, target: issg, start: 2015-12}]
designations:
- {by: issg, label: {fr: partie, en: party}, date: 2016-02, source: declaration}
- {by: cache, label: zqx}
- {by: un journal, label: {fr: invité}, until: 2015}
- {by: issg, label: zqx, date: 2016-12}
""",
    "actors/cache.yaml": "kind: organization\nnames: Caché\nmarking: TLP:RED\n",
    "actors/lavrov.yaml": "kind: person\nnames: Sergueï Lavrov\nroles: [{title: ministre, org: russie, start: 2004}]\n",
    "sources/s.yaml": "- {id: declaration, title: Une déclaration, url: 'https://example.org/d'}\n"
    "- {id: secret, title: zqx, marking: TLP:RED}\n",
    "briefs/un.md": "---\ntitle: Un\ndate: 2016-08-20\nactors: [lavrov, russie, issg]\n---\nTexte.\n",
    "briefs/deux.md": "---\ntitle: Deux\ndate: 2016-08-21\nactors: [lavrov, russie, Hôte]\n---\nTexte.\n",
    "briefs/seul.md": "---\ntitle: Seul\ndate: 2016-08-22\nactors: [syrie]\n---\nTexte.\n",
}


@pytest.fixture(scope="module")
def tree():
    done = press(FILES)
    assert done.build.ok, done.build.problems
    return done.tree


def page(tree, name):
    return html.fromstring(tree[f"{name}index.html"].decode())


def said(element):
    return " ".join(element.text_content().split())


def table(tree, actor, lang=""):
    """Read the table of declared relations of an actor: type, actors, the rest."""
    rows = []
    for body in page(tree, f"{lang}actors/{actor}/").xpath("//section[@class='relations']/table/tbody"):
        kind = said(body.xpath(".//th")[0])
        for row in body.xpath(".//tr"):
            cells = row.xpath("td")
            who = [said(one) for one in cells[0].xpath(".//li")]
            rows.append((kind, who, " ".join(said(one) for one in cells[0].xpath("small")), said(cells[1])))
    return rows


def test_a_relation_is_told_from_both_ends_with_dates_and_source(tree):
    assert ("Copréside", ["Groupe de soutien"], "", "depuis le 14 novembre 2015 Une déclaration") in table(
        tree, "russie"
    )
    assert ("Coprésidence", ["Russie"], "", "depuis le 14 novembre 2015 Une déclaration") in table(tree, "issg")
    assert ("Co-chaired by", ["Russia"], "", "since 14 November 2015 Une déclaration") in table(tree, "issg", "en/")


def test_a_site_may_have_types_of_its_own(tree):
    assert ("Accueille", ["Comité"], "", "") in table(tree, "russie")
    assert ("Hosted by", ["Russia"], "", "") in table(tree, "comite", "en/")


def test_an_alliance_that_both_declare_is_one(tree):
    assert 1 == sum(row[0] == "Alliance avec" for row in table(tree, "russie"))
    assert 1 == sum(row[0] == "Alliance avec" for row in table(tree, "syrie"))


def test_parents_and_offices_are_relations_each_told_once(tree):
    assert [("Fait partie de", ["Groupe de soutien"], "", "depuis décembre 2015")] == [
        row for row in table(tree, "comite") if row[0] == "Fait partie de"
    ]
    assert ("Exerce une fonction dans", ["Russie"], "ministre", "depuis 2004") in table(tree, "lavrov")
    assert ("Titulaires de fonctions", ["Sergueï Lavrov"], "ministre", "depuis 2004") in table(tree, "russie")


def test_the_future_has_not_begun_and_what_has_not_ended_is_open(tree):
    assert not any("Soutient" in row for row in table(tree, "russie"))
    assert ("S’oppose à", ["Comité"], "au Conseil", "depuis 2012") in table(tree, "russie")
    later = press(FILES, now="2017-06-01T12:00:00+02:00").tree
    assert any("Soutient" in row for row in table(later, "russie"))
    assert ("S’oppose à", ["Comité"], "au Conseil", "2012 – 2017") in table(later, "russie")


def test_nothing_withheld_shows_anywhere(tree):
    assert [] == [name for name, data in tree.items() if b"zqx" in data or "Caché".encode() in data]


def test_a_designation_is_always_somebody_s(tree):
    shown = [said(one) for one in page(tree, "actors/comite/").xpath("//dl[@class='designations']/div")]
    assert [
        "Désignation par Groupe de soutienpartie depuis février 2016 Source : Une déclaration",
        "Désignation par un journalinvité jusqu’en 2015",
    ] == [text.replace("\u202f", " ") for text in shown]


def test_companions_stand_in_the_same_section(tree):
    section = page(tree, "actors/lavrov/").xpath("//section[@class='relations']")[0]
    assert ["Relations", "Relations déclarées", "Apparaît avec"] == [said(one) for one in section.xpath(".//h2|.//h3")]
    assert ["Russie 22 fiches", "Hôte 11 fiche", "Groupe de soutien 11 fiche"] == [
        said(one) for one in section.xpath("ul[@class='who']/li")
    ]


# --------------------------------------------------------------------------- drawings


def lines(tree, name):
    drawing = page(tree, name).xpath("//figure//svg[@role='group']")[0]
    return sorted((one.get("class"), said(one), one.get("marker-end") or "") for one in drawing.xpath(".//line"))


def test_what_is_declared_and_what_is_counted_are_drawn_unlike(tree):
    assert [
        ("declared", "Sergueï Lavrov · Exerce une fonction dans · Russie", "url(#arrow)"),
        ("together w1", "1 fiche", ""),
        ("together w1", "1 fiche", ""),
        ("together w2", "2 fiches", ""),
    ] == lines(tree, "actors/lavrov/")


def test_a_drawing_has_links_the_keyboard_reaches_with_whole_names(tree):
    drawing = page(tree, "actors/lavrov/").xpath("//figure//svg[@role='group']")[0]
    near = (("russie", None), ("issg", "Groupe de soutien"), ("hote", None))
    assert "Réseau de Sergueï Lavrov" == drawing.get("aria-label")
    assert {(f"../../actors/{id}/", name) for id, name in near} == {
        (one.get("href"), one.get("aria-description")) for one in drawing.xpath(".//a")
    }
    assert "GISS" in said(drawing)


def test_no_drawing_has_a_style_of_its_own(tree):
    assert [] == [
        name for name, data in tree.items() if name.endswith(".html") and b"<svg" in data and b"style=" in data
    ]


def test_the_site_s_page_lists_before_it_draws(tree):
    found = page(tree, "relations/")
    assert ["Relations déclarées", "Apparaissent ensemble", "Réseau"] == [
        said(one) for one in found.xpath("//div[@class='text']//section[not(@class='follow')]/h2")
    ]
    declared = [said(row) for row in found.xpath("//table[@aria-labelledby='declared']/tbody/tr")]
    assert "RussieCopréside Groupe de soutiendepuis le 14 novembre 2015 Une déclaration" in declared
    pairs = [said(row) for row in found.xpath("//table[@aria-labelledby='pairs']/tbody/tr")]
    assert "RussieSergueï Lavrov2Deux 21 août 2016Exerce une fonction dans" == pairs[0]


def test_it_is_reached_from_the_foot_of_every_page_where_there_is_something(tree):
    assert "relations/" in page(tree, "").xpath("//footer//a/@href")
    alone = press({"briefs/seul.md": FILES["briefs/seul.md"]})
    assert alone.build.ok
    assert [] == [name for name in alone.tree if "relations/" in name]
    assert b"relations/" not in alone.tree["index.html"]


def test_a_language_whose_editions_name_nobody_together_is_answered_by_its_home_page():
    two = "---\ntitle: Un\ndate: 2016-08-20\nactors: [A, B]\n---\n"
    tree = press({"briefs/un.md": two, "briefs/un.en.md": "---\ntitle: One\ndate: 2016-08-20\nactors: [A]\n---\n"}).tree

    assert "en/relations/index.html" not in tree
    page = tree["relations/index.html"].decode()
    assert '<a href="../en/" hreflang="en" class="near"' in page
    assert "en/relations/" not in page


def test_the_files_are_there_though_the_first_language_has_no_such_page():
    two = "---\ntitle: One\ndate: 2016-08-20\nactors: [A, B]\n---\n"
    tree = press({"briefs/un.md": "---\ntitle: Un\ndate: 2016-08-20\nactors: [A]\n---\n", "briefs/un.en.md": two}).tree

    assert "relations/index.html" not in tree
    assert "../../relations/relations.csv" in tree["en/relations/index.html"].decode()
    assert b"\ncounted,appears-with,a,A,b,B," in tree["relations/relations.csv"]
    assert "relations/network.graphml" in tree


def test_it_can_be_switched_off():
    off = press({**FILES, "site.yaml": FILES["site.yaml"] + "outputs: {relations: off, popolo: off, ftm: off}\n"})
    assert off.build.ok
    assert [] == [name for name in off.tree if re.search(r"relations|popolo|ftm", name)]


# --------------------------------------------------------------------------- files


def test_the_table_has_all_of_it(tree):
    rows = list(csv.DictReader(io.StringIO(tree["relations/relations.csv"].decode("utf-8-sig"))))
    declared = [row for row in rows if row["evidence"] == "declared"]
    assert {
        "evidence": "declared",
        "type": "co-chairs",
        "subject": "russie",
        "subject_name": "Russie",
        "object": "issg",
        "object_name": "Groupe de soutien",
        "start": "2015-11-14",
        "end": "",
        "note": "",
        "source": "Une déclaration",
        "source_url": "https://example.org/d",
        "briefs": "",
        "last_brief": "",
        "last_date": "",
        "last_url": "",
    } in declared
    assert 6 == len(declared)
    counted = [row for row in rows if row["evidence"] == "counted"]
    first = ("lavrov", "russie", "2", "deux", "2016-08-21", "https://press.example/base/briefs/2016/08/21/deux/")
    assert first == tuple(
        counted[0][name] for name in ("subject", "object", "briefs", "last_brief", "last_date", "last_url")
    )
    assert 5 == len(counted)


def test_the_graph_is_one_by_the_schema_of_graphml(tree):
    schema = etree.XMLSchema(etree.parse(HERE / "graphml" / "graphml.xsd"))
    graph = etree.fromstring(tree["relations/network.graphml"])
    schema.assertValid(graph)
    named = {
        data.text: node.get("id") for node in graph.iter(f"{GRAPHML}node") for data in node if data.get("key") == "id"
    }
    assert {"russie", "issg", "syrie", "comite", "lavrov", "hote"} == set(named)
    edges = [
        (edge.get("source"), edge.get("target"), {data.get("key"): data.text for data in edge})
        for edge in graph.iter(f"{GRAPHML}edge")
    ]
    told = {"evidence": "declared", "type": "co-chairs", "start": "2015-11-14", "source": "https://example.org/d"}
    assert (named["russie"], named["issg"], told) in edges
    assert 1 == sum(data == {"evidence": "counted", "type": "appears-with", "weight": "2"} for _, _, data in edges)
    names = {data.get("key"): data.text for data in next(graph.iter(f"{GRAPHML}node"))}
    assert {
        "id": "comite",
        "kind": "organization",
        "label": "Comité",
        "name-fr": "Comité",
        "name-en": "Comité",
    } == names


def test_the_order_of_files_changes_nothing(tree):
    turned = press(dict(reversed(FILES.items()))).tree
    assert tree == turned
