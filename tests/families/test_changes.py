"""What is new in a brief since the one before it: events, names, statements, and the editor's words."""

import json
import re
import xml.etree.ElementTree as ET

import pytest

from tests.laws.sites import SITE, press

EVENTS = """\
- {id: tenue, title: Tenue, start: 2016-08-12, status: held, topics: [alep]}
- {id: issue, title: Issue, start: 2016-08-13, outcome: Un texte., topics: [alep]}
- {id: muette, title: Muette, start: 2016-08-14, topics: [alep]}
- {id: annulee, title: Annulée, start: 2016-08-15, status: cancelled, topics: [alep]}
- {id: longue, title: Longue, start: 2016-08-09, end: 2016-08-16, status: held, topics: [alep]}
- {id: avant, title: Avant, start: 2016-08-10, status: held, topics: [alep]}
- {id: apres, title: Après, start: 2016-08-21, status: held, topics: [alep]}
- {id: ailleurs, title: Ailleurs, start: 2016-08-12, status: held, topics: [yemen]}
- {id: promise, title: Promise, start: 2016-08-25, announced: 2016-08-18, topics: [alep]}
- {id: ancienne, title: Ancienne, start: 2016-08-25, announced: 2016-08-09, topics: [alep]}
- {id: exacte, title: Exacte, start: "2016-08-10T21:00+02:00", status: held, topics: [alep]}
- id: deplacee
  title: Déplacée
  start: 2016-09-14
  topics: [alep]
  was: [{start: 2016-08-17}, {start: 2016-08-30, until: 2016-08-22}]
"""
FIRST = "---\ntitle: Premier point\ndate: 2016-08-10T20:00+02:00\nactors: [kerry]\ntopics: [alep]\nthread: fil\n---\nTexte.\n"
SECOND = """\
---
title: Deuxième point
date: 2016-08-20
actors: [kerry, lavrov]
topics: [alep, syrie]
thread: fil
whats_new: [Un mot de la rédaction., Un autre.]
statements:
- {speaker: kerry, text: Un., date: 2016-08-19}
- {speaker: kerry, text: Deux., date: 2016-08-18}
- {speaker: kerry, text: Vieux., date: 2016-08-01}
---
Texte.
"""
FILES = {
    "site.yaml": SITE,
    "actors/kerry.yaml": "kind: person\nnames: John Kerry\n",
    "actors/lavrov.yaml": "kind: person\nnames: Sergueï Lavrov\n",
    "topics/syrie.yaml": "labels: {fr: Syrie, en: Syria}\n",
    "topics/alep.yaml": "labels: {fr: Alep, en: Aleppo}\n",
    "topics/yemen.yaml": "labels: {fr: Yémen, en: Yemen}\n",
    "briefs/un.md": FIRST,
    "briefs/deux.md": SECOND,
    "events/e.yaml": EVENTS,
}
PAGE = "briefs/2016/08/20/deux/index.html"


def new(files, *, page=PAGE, **wishes):
    """Return what a page says is new: the changes by their labels, and the words."""
    built = press(FILES | files, **wishes)
    assert built.build.ok, built.build.problems
    found = re.search(r'<section class="changes">(.*?)</section>', built.tree[page].decode(), re.DOTALL)
    if not found:
        return None
    rows = re.findall(r"<div><dt>(.*?)</dt>(.*?)</div>", found[1], re.DOTALL)
    return {label: _text(inner) for label, inner in rows}, re.findall(r"<p>(.*?)</p>", found[1]), _text(found[1])


def _text(html):
    return " ".join(re.sub(r"<[^<>]*>", " ", html).split())


def test_what_happened_between_two_briefs_is_told_then_whom_it_names_then_the_editors_words():
    changes, words, whole = new({})

    assert {
        "A eu lieu": "Longue 9–16 août 2016 Exacte 10 août 2016 à 21 h (UTC+2) Tenue 12 août 2016 Issue 13 août 2016",
        "Annulé ou reporté": "Annulée 15 août 2016",
        "Changé de date": "Déplacée 30 août 2016 (d’abord 17 août 2016 )",
        "Annoncé": "Promise 25 août 2016",
        "Nommés pour la première fois dans ce fil": "Sergueï Lavrov",
        "Nouveaux sujets": "Syrie",
        "Déclarations": "2 nouvelles déclarations",
    } == changes
    assert ["Un mot de la rédaction.", "Un autre."] == words
    assert whole.startswith("Ce qui est nouveau depuis Premier point , 10 août 2016")


def test_the_first_of_a_story_has_nothing_new_and_one_that_stands_alone_may_have_words():
    assert new({}, page="briefs/2016/08/10/un/index.html") is None
    alone = SECOND.replace("thread: fil\n", "")
    assert ({}, ["Un mot de la rédaction.", "Un autre."]) == new({"briefs/deux.md": alone})[:2]


def test_it_can_be_switched_off_but_for_the_editors_words():
    off = SECOND.replace("thread: fil\n", "thread: fil\nchanges: off\n")
    changes, words, whole = new({"briefs/deux.md": off})

    assert ({}, 2) == (changes, len(words))
    assert "depuis Premier point" in whole


@pytest.mark.parametrize(
    "hidden",
    [
        {"events/e.yaml": EVENTS.replace("id: tenue,", "id: tenue, marking: RED,")},
        {"events/e.yaml": EVENTS.replace("id: tenue,", "id: tenue, announced: 2016-08-25,")},
    ],
)
def test_an_event_that_is_withheld_is_not_told(hidden):
    assert "Tenue" not in new(hidden)[0]["A eu lieu"]


def test_a_brief_that_is_withheld_is_not_what_one_goes_on_from():
    between = "---\ntitle: Entre\ndate: 2016-08-15\nthread: fil\nactors: [lavrov]\nstatus: draft\n---\n"
    follows = SECOND.replace("thread: fil\n", "thread: fil\nfollows: entre\n")

    assert new({}) == new({"briefs/entre.md": between}) == new({"briefs/entre.md": between, "briefs/deux.md": follows})
    assert new({}) != new({"briefs/entre.md": between.replace("status: draft\n", "")})


def test_a_brief_whose_place_another_takes_says_so_leads_there_and_is_not_for_search_engines():
    tree = press(FILES | {"briefs/deux.md": SECOND.replace("thread: fil\n", "supersedes: un\n")}).tree
    old, page = tree["briefs/2016/08/10/un/index.html"].decode(), tree[PAGE].decode()

    assert "Une fiche plus récente remplace celle-ci" in old
    assert (
        'href="../../../../../briefs/2016/08/20/deux/"'
        in old.partition('<p class="superseded">')[2].partition("</p>")[0]
    )
    assert '<meta name="robots" content="noindex">' in old
    assert "noindex" not in page
    assert "depuis Premier point" in _text(page)
    assert b"/un/" not in tree["sitemap.xml"]
    assert b"Premier point" in tree["feed.atom"]
    assert "Remplacée" in tree["actors/kerry/index.html"].decode()


def test_feeds_and_data_know_what_a_brief_goes_on_from():
    tree = press(FILES | {"briefs/deux.md": SECOND.replace("thread: fil\n", "follows: un\nsupersedes: un\n")}).tree
    atom = ET.fromstring(tree["feed.atom"])
    ids = {entry.findtext("{*}title"): entry.findtext("{*}id") for entry in atom.iterfind("{*}entry")}
    (reply,) = atom.iterfind(".//{http://purl.org/syndication/thread/1.0}in-reply-to")
    data = json.loads(tree["briefs/2016/08/20/deux/index.json"])

    assert ids["Premier point"] == reply.get("ref")
    assert "https://press.example/base/briefs/2016/08/10/un/" == reply.get("href")
    assert (["un"], ["un"], []) == (data["follows"], data["supersedes"], data["superseded_by"])
    assert ["deux"] == json.loads(tree["briefs/2016/08/10/un/index.json"])["superseded_by"]
    assert '"creativeWorkStatus":"Obsolete"' in tree["briefs/2016/08/10/un/index.html"].decode().replace(": ", ":")
