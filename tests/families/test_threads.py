"""Running stories: a page of each, what it is called, and where it is linked from."""

import re

import pytest

from tests.laws.sites import SITE, press

BRIEF = "---\ntitle: {}\ndate: 2016-08-{}\nsummary: Le résumé {}.\nkey_points: [Un point.]\nactors: [kerry]\ntopics: [alep]\nthread: {}\n---\nTexte.\n"
FILES = {
    "site.yaml": SITE + "threads: {treve-syrie: {fr: La trêve, en: The truce}}\nper_page: 2\n",
    "actors/kerry.yaml": "kind: person\nnames: John Kerry\n",
    "topics/alep.yaml": "labels: {fr: Alep, en: Aleppo}\n",
    "briefs/a.md": BRIEF.format("Un", "10", "un", "treve-syrie"),
    "briefs/b.md": BRIEF.format("Deux", "11", "deux", "treve-syrie"),
    "briefs/c.md": BRIEF.format("Trois", "12", "trois", "treve-syrie"),
    "briefs/d.md": BRIEF.format("Quatre", "13", "quatre", "seul"),
    "briefs/e.md": BRIEF.format("Cinq", "14", "cinq", "autre-fil"),
    "briefs/f.md": BRIEF.format("Six", "15", "six", "autre-fil"),
}
FIRST, SECOND = "threads/treve-syrie/index.html", "threads/treve-syrie/page/2/index.html"


@pytest.fixture(scope="module")
def tree():
    done = press(FILES)
    assert done.build.ok, done.build.problems
    return {path: data.decode("utf-8", "replace") for path, data in done.tree.items()}


def chapters(page):
    return re.findall(r"<h2><a[^>]*>(.*?)</a></h2>", page)


def test_a_story_is_told_from_its_beginning_in_pages(tree):
    assert (["Un", "Deux"], ["Trois"]) == (chapters(tree[FIRST]), chapters(tree[SECOND]))
    assert "Le résumé un." in tree[FIRST]
    assert "<li>Un point.</li>" in tree[FIRST]
    assert "3 fiches · 10–12 août 2016 · Page 1 sur 2" in re.sub(r"<[^<>]*>", "", tree[FIRST])


def test_it_is_called_as_the_site_says_or_by_its_key(tree):
    assert "<h1>La trêve</h1>" in tree[FIRST]
    assert "<h1>The truce</h1>" in tree["en/threads/treve-syrie/index.html"]
    assert "<h1>Autre fil</h1>" in tree["threads/autre-fil/index.html"]


def test_one_brief_alone_is_no_story(tree):
    assert {"treve-syrie", "autre-fil"} == {path.split("/")[1] for path in tree if path.startswith("threads/")}
    assert "threads/" not in tree["briefs/2016/08/13/d/index.html"]


def test_briefs_and_topics_lead_to_it(tree):
    assert 'href="../../../../../threads/treve-syrie/"' in tree["briefs/2016/08/10/a/index.html"]
    stories = tree["topics/alep/index.html"].partition("Fils d’actualité")[2].partition("</section>")[0]
    assert ["La trêve", "Autre fil"] == re.findall(r'<a href="../../threads/[^"]*">(.*?)</a>', stories)


def test_it_leads_to_itself_in_other_languages_where_it_is_told_there(tree):
    assert 'hreflang="en" href="https://press.example/base/en/threads/treve-syrie/"' in tree[FIRST]
    apart = {
        **FILES,
        "briefs/a.en.md": BRIEF.format("One", "10", "one", "apart")
        .replace("---\n", "---\nid: e\n", 1)
        .replace("10", "14"),
    }
    french = press(apart).tree
    assert "en/threads/autre-fil/index.html" not in french
    assert b"en/threads/autre-fil/" not in french["threads/autre-fil/index.html"]


def test_what_is_withheld_is_not_told_nor_counted(tree):
    hidden = {**FILES, "briefs/c.md": FILES["briefs/c.md"].replace("thread", "marking: RED\nthread")}
    found = press(hidden).tree
    assert SECOND not in found
    assert b"2 fiches" in found[FIRST]
    assert (
        "threads/autre-fil/index.html"
        not in press({**FILES, "briefs/f.md": FILES["briefs/f.md"].replace("thread", "status: draft\nthread")}).tree
    )


def test_it_can_be_switched_off():
    off = press({**FILES, "site.yaml": FILES["site.yaml"] + "outputs: {threads: off}\n"}).tree
    assert [] == [path for path in off if "threads/" in path]
    assert not [path for path, data in off.items() if path.endswith(".html") and b"threads/" in data]
