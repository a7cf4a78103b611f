"""Figures, trends and activity on their pages: values with date and source, charts, data, and what may not be known."""

import csv
import html
import io
import json
import re

import pytest

from fiche.problem import Severity
from tests.laws.sites import SITE, press

FILES = {
    "site.yaml": SITE,
    "actors/kerry.yaml": "kind: person\nnames: John Kerry\n",
    "actors/hcr.yaml": "kind: organization\nnames: HCR\n",
    "topics/syrie.yaml": """\
labels: {fr: Syrie, en: Syria}
trend:
- {period: 2016-07, direction: deteriorated, note: {fr: Un siège., en: A siege.}}
- {period: 2016-08, direction: unchanged, alert: opportunity, note: Des pourparlers.}
""",
    "topics/alep.yaml": "labels: {fr: Alep, en: Aleppo}\nparents: [syrie]\ntrend: [{period: 2016-07, direction: improved}]\n",
    "sources/s.yaml": "- {id: mars, title: Note de mars, publisher: hcr, url: 'https://example.org/mars'}\n- {id: mai, title: Note de mai, publisher: hcr}\n- {id: presse, title: Un journal}\n",
    "figures/f.yaml": """\
- id: deplaces
  label: {fr: Déplacés, en: Displaced}
  unit: {fr: personnes, en: people}
  scope: {fr: Dans tout le pays.}
  topics: [alep]
  values:
  - {value: 6600000, as_of: 2016-03, source: mars}
  - {value: 6500000, low: 6100000, high: 6900000, as_of: 2016-05, source: mai, note: provisoire}
""",
    "briefs/un.md": """\
---
title: Un accord
date: 2016-08-20
actors: [kerry]
topics: [syrie]
sources: [presse]
figures:
- {id: deplaces, value: 6300000.5, as_of: 2016-08-01, source: presse}
- {id: camions, label: Camions touchés, unit: camions, low: 18}
---
On compte [[figure:deplaces]], soit [[figure:camions]] ; [[figure:deplaces|beaucoup]].
""",
    "briefs/deux.md": "---\ntitle: Deux\ndate: 2016-06-02\nactors: [kerry]\n---\nOn comptait [[figure:deplaces]].\n",
}
PAGE = "briefs/2016/08/20/un/index.html"


@pytest.fixture(scope="module")
def tree():
    done = press(FILES)
    assert done.build.ok, done.build.problems
    return done.tree


def words(page):
    text = re.sub(r"<[^<>]*>", " ", page if isinstance(page, str) else page.decode())
    return " ".join(html.unescape(text).split())


def without(*paths):
    return {path: text for path, text in FILES.items() if path not in paths}


def codes(files):
    return {problem.code for problem in press({**FILES, **files}).build.problems if problem.severity is Severity.ERROR}


def test_a_text_prints_the_value_of_its_day_linked_to_the_ledger(tree):
    page = tree[PAGE].decode()
    assert '<a class="figure" href="../../../../../figures/deplaces/">6\u202f300\u202f000,5\u00a0personnes</a>' in page
    assert "au moins 18\u00a0camions</a>" in page
    assert '<a class="figure" href="../../../../../figures/deplaces/">beaucoup</a>' in page
    assert "On comptait 6 500 000 (entre 6 100 000 et 6 900 000) personnes" in words(
        tree["briefs/2016/06/02/deux/index.html"]
    )


def test_in_a_feed_the_link_is_whole(tree):
    assert "https://press.example/base/figures/deplaces/" in tree["feed.atom"].decode()


def test_a_brief_shows_its_figures_with_source_and_what_was_known_before(tree):
    block = re.search(r'<section id="figures">(.*?)</section>', tree[PAGE].decode(), re.DOTALL)[1]
    assert '<a href="#note-1">source 1</a>' in block
    assert "Déplacés 6 300 000,5 personnes 1er août 2016 · source 1 · auparavant : 6 500 000" in words(block)
    assert "Camions touchés au moins 18 camions 20 août 2016 · source non indiquée" in words(block)


def test_a_ledger_has_every_value_the_latest_first_and_a_change_within_one_source_alone(tree):
    page = tree["figures/deplaces/index.html"].decode()
    latest, may, march = (words(row) for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)[1:])
    assert latest.startswith("1er août 2016 6 300 000,5 personnes Un journal")
    assert may.startswith("mai 2016 6 500 000 (entre 6 100 000 et 6 900 000) personnes −100 000 HCR")
    assert march.startswith("mars 2016 6 600 000 personnes HCR")
    assert 1 == page.partition("<footer")[0].count("<bdi")
    assert '<bdi dir="ltr">−100\u202f000</bdi>' in page
    assert 3 == page.count("<circle")
    assert 1 == page.count("<polyline")


def test_a_topic_shows_figures_filed_below_it_and_the_trend_with_its_history(tree):
    page = tree["topics/syrie/index.html"].decode()
    assert "../../figures/deplaces/" in page
    assert "sans changement ouverture possible août 2016" in words(page)
    strip = re.search(r'<ol class="strip"[^>]*>(.*?)</ol>', page, re.DOTALL)[1]
    assert ["deteriorated", "unchanged"] == re.findall(r'class="turn (\w+)"', strip)
    assert 'datetime="2016-07"' in strip


def test_the_board_of_the_home_page_has_the_newest_period_alone(tree):
    board = re.search(r'<ul class="board">(.*?)</ul>', tree["index.html"].decode(), re.DOTALL)[1]
    assert "Syrie" in board
    assert "Alep" not in board
    assert 2 == tree["topics/index.html"].decode().count('class="turn ')


def test_months_are_counted_on_one_axis_and_the_first_and_last_brief_told(tree):
    page = tree["actors/kerry/index.html"].decode()
    activity = re.search(r'<section class="activity">(.*?)</section>', page, re.DOTALL)[1]
    assert "Fiches par mois, de septembre 2014 à août 2016, jusqu’à 1 en août 2016" in words(activity)
    assert "Première fiche : 2 juin 2016 Dernière fiche : 20 août 2016" in words(activity)
    assert "M139 0h4v32h-4z" in activity
    assert "activity" not in tree["actors/hcr/index.html"].decode()


def test_the_data_has_every_value_exactly(tree):
    rows = list(csv.DictReader(io.StringIO(tree["figures/figures.csv"].decode("utf-8-sig"), newline="")))
    assert ["18", "", "", ""] == [rows[0]["low"], *(row["low"] for row in rows[1:2]), rows[0]["value"], rows[0]["high"]]
    assert ["6600000", "6500000", "6300000.5"] == [row["value"] for row in rows if row["figure"] == "deplaces"]
    told = json.loads(tree["figures/figures.json"])["figures"]
    assert [row["figure"] for row in rows] == [row["figure"] for row in told]
    brief = json.loads(tree["briefs/2016/08/20/un/index.json"])["figures"]
    assert ["6300000.5", None] == [one["value"] for one in brief]
    topic = json.loads(tree["topics/syrie/index.json"])
    assert (["deplaces"], "opportunity") == (
        [id for id in topic["figures"] if id == "deplaces"],
        topic["trend"][1]["alert"],
    )


def test_a_negative_number_is_no_formula():
    files = {**FILES, "figures/f.yaml": FILES["figures/f.yaml"].replace("value: 6600000", "value: -6.6")}
    assert ",-6.6," in press(files).tree["figures/figures.csv"].decode()


def test_what_is_to_come_is_not_known_yet():
    files = FILES | {
        "figures/f.yaml": FILES["figures/f.yaml"] + "  - {value: 7, as_of: 2016-09, note: secret}\n",
        "topics/alep.yaml": FILES["topics/alep.yaml"].replace("]\n", ", {period: 2016-09, direction: improved, note: secret}]\n").replace("[syrie, {period: 2016-09, direction: improved, note: secret}]", "[syrie]"),
    }  # fmt: skip
    now = press(files).tree
    assert [] == [path for path in now if b"secret" in now[path]]
    later = press(files, now="2016-09-01T12:00:00+02:00").tree
    assert b"secret" in later["figures/deplaces/index.html"]
    assert b"secret" in later["topics/alep/index.html"]


def test_the_desk_sees_a_brief_of_a_day_to_come_with_its_figures():
    files = FILES | {"briefs/un.md": FILES["briefs/un.md"].replace("date: 2016-08-20", "date: 2016-08-30")}
    done = press(files, unveiled=True)
    assert done.build.ok, done.build.problems
    assert "soit au moins 18 camions" in words(done.tree["briefs/2016/08/30/un/index.html"])
    assert "camions" not in words(press(files).tree["figures/index.html"])


def test_a_ledger_that_is_withheld_takes_the_values_of_briefs_with_it():
    hidden = {"figures/f.yaml": FILES["figures/f.yaml"] + "  marking: TLP:RED\n"}
    assert {"names-withheld"} == codes(hidden)
    text = FILES["briefs/un.md"].replace("[[figure:deplaces]]", "[[figure:deplaces|beaucoup]]")
    made = press({**without("briefs/deux.md"), **hidden, "briefs/un.md": text}).tree
    assert [] == [path for path in made if b"6300000.5" in made[path] or b"deplaces" in made[path]]
    assert "soit au moins 18 camions ; beaucoup." in words(made[PAGE])


def test_a_figure_that_does_not_exist_or_had_no_value_that_day_is_an_error():
    assert {"unknown-link"} == codes({"briefs/deux.md": "---\ntitle: D\ndate: 2016-06-02\n---\n[[figure:deplace]]\n"})
    assert {"no-value"} == codes({"briefs/deux.md": "---\ntitle: D\ndate: 2016-01-02\n---\n[[figure:deplaces]]\n"})
    (problem,) = (
        problem
        for problem in press({**FILES, "briefs/deux.md": "---\ntitle: D\ndate: 2016-06-02\n---\n[[figure:deplace]]\n"}).build.problems
        if problem.code == "unknown-link"
    )  # fmt: skip
    assert "there is no figure “deplace”; did you mean “deplaces”?" in problem.what


def test_what_is_new_in_a_brief_has_the_figures_that_changed():
    first = FILES["briefs/deux.md"].replace("actors:", "thread: fil\nactors:")
    later = FILES["briefs/un.md"].replace("actors:", "thread: fil\nactors:")
    page = press({**FILES, "briefs/deux.md": first, "briefs/un.md": later}).tree[PAGE].decode()
    news = words(re.search(r'<section class="changes">(.*?)</section>', page, re.DOTALL)[1])

    assert "Chiffres Déplacés , 6 300 000,5 personnes auparavant : 6 500 000" in news
    assert "Camions" not in news


def test_editions_that_disagree_and_units_that_differ_are_told():
    english = (
        FILES["briefs/un.md"].replace("6300000.5", "6300000").replace("label: Camions touchés, ", "label: Trucks hit, ")
    )
    english = english.replace("unit: camions, ", "unit: {fr: convois}, ")
    problems = press({**FILES, "briefs/un.en.md": english}).build.problems
    assert {"edition-figure", "figure-unit"} <= {problem.code for problem in problems}


def test_a_site_without_figures_has_no_such_pages_and_they_can_be_switched_off():
    text = FILES["briefs/un.md"].partition("figures:")[0] + "---\nRien.\n"
    bare = press({**without("briefs/deux.md"), "figures/f.yaml": "[]\n", "briefs/un.md": text}).tree
    off = press({**FILES, "site.yaml": SITE + "outputs: {figures: off}\n"}).tree
    for tree in (bare, off):
        assert [] == [path for path in tree if path.startswith(("figures/", "en/figures/"))]
        assert "figures/" not in tree["index.html"].decode()
    assert "On compte 6 300 000,5 personnes" in words(off[PAGE])
    assert 'class="figure"' not in off[PAGE].decode()
