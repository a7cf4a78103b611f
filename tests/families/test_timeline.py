"""Timelines: what stands on them, in which order, and in how many pages."""

import re

import pytest

from tests.laws.sites import SITE, press

EVENTS = """\
- {id: sommet, title: Sommet, start: 2016-09-04, end: 2016-09-05, actors: [kerry], topics: [alep], place: Hangzhou}
- {id: encours, title: En cours, start: 2016-08-20, end: 2016-08-28, topics: [syrie]}
- {id: vague, title: Vague, start: 2016, topics: [syrie]}
- {id: mois, title: Mois, start: 2016-08~, status: held, topics: [syrie]}
- {id: annule, title: Annulé, start: 2016-08-11, status: cancelled, topics: [syrie]}
- {id: tenu, title: Réunion, start: "2016-08-10T15:00+02:00", status: held, outcome: Un accord., brief: un, actors: [kerry]}
- id: deplace
  title: Déplacé
  start: 2016-08-14
  topics: [syrie]
  was: [{start: 2016-08-12}]
"""
FILES = {
    "site.yaml": SITE,
    "actors/kerry.yaml": "kind: person\nnames: John Kerry\nroles:\n"
    "- {title: sénateur, start: 1985, end: 2013-02-01}\n- {title: secrétaire, org: us, start: 2013-02-01}\n",
    "actors/us.yaml": "kind: state\nnames: États-Unis\n",
    "actors/lavrov.yaml": "kind: person\nnames: Sergueï Lavrov\n",
    "topics/syrie.yaml": "labels: {fr: Syrie, en: Syria}\n",
    "topics/alep.yaml": "labels: {fr: Alep, en: Aleppo}\nparents: [syrie]\n",
    "briefs/un.md": "---\ntitle: Un accord à Genève\ndate: 2016-08-11\nactors: [kerry, lavrov]\ntopics: [syrie]\n---\nTexte.\n",
    "briefs/deux.md": "---\ntitle: Matin\ndate: 2016-08-10T09:00+02:00\nactors: [lavrov]\n---\nTexte.\n",
    "briefs/trois.md": "---\ntitle: Soir\ndate: 2016-08-10T21:00+02:00\nactors: [lavrov]\n---\nTexte.\n",
    "events/e.yaml": EVENTS,
}


@pytest.fixture(scope="module")
def tree():
    return built(FILES)


def built(files, **wishes):
    done = press(files, **wishes)
    assert done.build.ok, done.build.problems
    return {path: data.decode("utf-8", "replace") for path, data in done.tree.items()}


def names(page):
    found = re.findall(r'<p class="headline">(.*?)</p>', page)
    return [re.sub(r"<[^<>]*>", "", name) for name in found]


def test_briefs_and_events_stand_in_the_order_of_their_days_the_vaguest_first(tree):
    past, coming = tree["timeline/index.html"].split('<section class="tocome">')

    assert ["Mois", "Matin", "Réunion", "Soir", "Annulé", "Un accord à Genève", "Déplacé"] == names(past)
    assert ["Vague", "En cours", "Sommet"] == names(coming)
    assert "après le 24 août 2016" in coming
    assert ["août 2016", "2016", "août 2016", "septembre 2016"] == re.findall(
        r'<h[23]><time datetime="2016[-0-9]*">(.*?)</time>', past + coming
    )


def test_each_has_a_place_a_time_for_machines_and_words_for_how_it_stands(tree):
    page = tree["timeline/index.html"]

    assert {"brief-un", "event-sommet", "event-vague"} < set(re.findall(r'<li class="[^"]*" id="([^"]*)"', page))
    assert '<time datetime="2016-08">vers août 2016</time>' in page
    assert '<time datetime="2016-09-04">4–5 septembre 2016</time>' in page
    assert "<del>Annulé</del>" in page
    assert "<del>12 août 2016</del>" in page
    assert 'href="../calendar/2016/#event-sommet"' in page
    assert "Un accord." in page


def test_that_of_an_actor_has_its_offices_that_of_a_topic_what_is_below(tree):
    actor, topic = tree["actors/kerry/timeline/index.html"], tree["topics/syrie/timeline/index.html"]

    assert ["sénateur", "sénateur", "secrétaire", "Réunion", "Un accord à Genève", "Sommet"] == names(actor)
    assert 'id="office-1-begins"' in actor
    assert "quitte ses fonctions" in actor
    assert "Sommet" in names(topic)
    assert "Matin" not in names(topic)


def test_there_is_none_without_an_event_or_of_less_than_three(tree):
    found = {path for path in tree if "/timeline/" in path and not path.startswith("en/")}

    assert {"actors/kerry/timeline/index.html", "topics/syrie/timeline/index.html"} == found
    assert 'href="../../actors/kerry/timeline/"' in tree["actors/kerry/index.html"]
    assert "timeline" not in tree["actors/lavrov/index.html"].partition("<footer")[0]
    assert 'href="../../topics/syrie/timeline/"' in tree["topics/syrie/index.html"]
    bare = built({name: text for name, text in FILES.items() if not name.startswith("events/")})
    assert not [path for path, page in bare.items() if "timeline/" in path or "timeline/" in page]


def test_it_can_be_switched_off():
    off = built({**FILES, "site.yaml": SITE + "outputs: {timeline: off}\n"})
    assert not [path for path, page in off.items() if "timeline/" in path or "timeline/" in page]


def test_a_long_one_has_a_page_for_each_year_and_what_is_near_on_the_first():
    many = "".join(
        f"- {{id: e{n}, title: É{n}, start: 201{n}-01-02, status: held, actors: [kerry]}}\n" for n in range(10)
    )
    files = {**FILES, "site.yaml": SITE + "per_page: 2\n", "events/autres.yaml": many}
    tree = built(files)

    assert ["Un accord à Genève", "Déplacé", "Vague", "En cours"] == names(tree["timeline/index.html"])
    assert ["É4"] == names(tree["timeline/2014/index.html"])
    assert "2017" in tree["timeline/index.html"]
    year = tree["timeline/2016/index.html"], tree["timeline/2016/page/2/index.html"]
    assert ["É6", "Mois", "Matin", "Réunion", "Soir", "Annulé"] == names(year[0])
    assert ["Un accord à Genève", "Déplacé", "Vague", "En cours", "Sommet"] == names(year[1])
    assert ["É4"] == names(tree["actors/kerry/timeline/2014/index.html"])
    assert "actors/kerry/timeline/1985/index.html" in tree
    assert "topics/alep/timeline/index.html" not in tree


def test_another_language_that_has_none_is_answered_by_the_nearest_page():
    files = {
        **FILES,
        "briefs/un.en.md": "---\ntitle: A deal\ndate: 2016-08-11\n---\n",
        "actors/us.yaml": "kind: state\nnames: États-Unis\n",
        "events/us.yaml": "- {id: us, title: US, start: 2016-08-01, actors: [us]}\n- {id: us2, title: US, start: 2016-08-02, actors: [us]}\n",
        "briefs/un.md": FILES["briefs/un.md"].replace("[kerry, lavrov]", "[kerry, lavrov, us]"),
    }
    tree = built(files)

    assert "en/actors/us/timeline/index.html" not in tree
    page = tree["actors/us/timeline/index.html"]
    assert 'href="../../../en/actors/us/"' in page
    assert 'hreflang="en" href="https://press' not in page


def test_what_is_withheld_is_not_on_it():
    hidden = built({**FILES, "events/e.yaml": EVENTS.replace("{id: sommet,", "{id: sommet, marking: RED,")})
    assert not [path for path, page in hidden.items() if "Sommet" in page]
