"""Names in the texts of briefs: where they become links, and what the link tells."""

import re
from datetime import datetime

import pytest

from fiche.pipeline import Paths, Wishes, build
from tests.laws.sites import NOW, SITE, press, theme, tree

KERRY = """\
kind: person
names: {full: John Kerry, short: Kerry}
roles:
- {title: {fr: secrétaire d’État « par intérim », en: Secretary of State}, start: 2013-02-01, end: 2016-08-22}
- {title: sénateur, start: 1985, end: 2013-02-01}
"""
HEAD = "---\ntitle: Une trêve\ndate: 2016-08-20\n{more}---\n"
PAGE = "briefs/2016/08/20/un/index.html"


def site(body="John Kerry parle. Kerry part.", *, more="", settings="", register=None):
    files = {
        "site.yaml": SITE + settings,
        "actors/kerry.yaml": KERRY,
        **(register or {}),
        "briefs/un.md": HEAD.format(more=more) + body + "\n",
    }
    return press(files)


def links(page):
    return re.findall(
        r'<a class="actor[^"]*"[^>]*>[^<]*</a>', page.decode().partition('<div class="body">')[2].partition("</div>")[0]
    )


def test_the_first_mention_is_a_link_that_tells_the_office_of_the_day_and_that_it_is_past():
    (link,) = links(site().tree[PAGE])
    assert link == (
        '<a class="actor person" aria-description="alors secrétaire d’État « par intérim »" '
        'href="../../../../../actors/kerry/">John Kerry</a>'
    )


def test_an_office_held_today_is_told_as_it_is():
    (link,) = links(site(register={"actors/kerry.yaml": KERRY.replace(", end: 2016-08-22", "")}).tree[PAGE])
    assert 'aria-description="secrétaire d’État « par intérim »"' in link


@pytest.mark.parametrize(
    ("more", "settings"), [("mentions: off\n", ""), ("", "mentions: off\n"), ("", "outputs: {actors: off}\n")]
)
def test_names_stay_text_where_that_is_wished(more, settings):
    assert [] == links(site(more=more, settings=settings).tree[PAGE])


def test_feeds_and_data_have_the_text_as_written():
    built = site()
    assert "John Kerry parle" in built.tree["feed.atom"].decode()
    assert "John Kerry parle" in built.tree[PAGE.replace(".html", ".json")].decode()


def test_an_actor_that_is_withheld_is_not_linked():
    assert [] == links(site(register={"actors/kerry.yaml": KERRY + "status: draft\n"}).tree[PAGE])


def test_words_that_may_mean_two_are_told_with_what_to_write():
    built = site(
        "Elizabeth Trudeau et Justin Trudeau. Puis Trudeau.",
        register={
            f"actors/{name}.yaml": f"kind: person\nnames: {{full: {name.title()} Trudeau, short: Trudeau}}\n"
            for name in ("elizabeth", "justin")
        },
    )
    (said,) = [str(problem) for problem in built.build.problems if problem.code == "ambiguous-mention"]
    assert said.startswith("content/briefs/un.md: warning: “Trudeau” in the text may mean “elizabeth” or “justin”")
    assert "[[elizabeth|Trudeau]]" in said
    assert "[[?Trudeau]]" in said


def test_a_new_name_in_the_register_changes_the_pages_that_have_it_and_no_other(tmp_path):
    def lay(name, text):
        file = tmp_path / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def go():
        paths = Paths(tmp_path / "content", tmp_path / "site", (theme(),))
        assert build(paths, Wishes(datetime.fromisoformat(NOW))).ok
        return {path: file for path, file in tree(tmp_path / "site").items() if "/briefs/" in f"/{path}"}

    lay("site.yaml", SITE)
    lay("actors/kerry.yaml", KERRY)
    lay("briefs/un.md", HEAD.format(more="") + "Le secrétaire parle.\n")
    lay("briefs/deux.md", HEAD.format(more="") + "Rien.\n")
    before = go()
    lay("actors/kerry.yaml", KERRY + "aliases: [{text: Le secrétaire}]\n")
    after = go()

    assert {PAGE} == {path for path in after if after[path] != before[path]}


LAVROV = "kind: person\nnames: {full: Sergueï Lavrov, short: Lavrov}\n"


@pytest.mark.parametrize(
    ("file", "head", "page"),
    [
        ("topics/syrie.md", "labels: Syrie\nlang: fr\n", "topics/syrie/index.html"),
        ("pages/methode.md", "title: Méthode\n", "methode/index.html"),
        ("actors/lavrov.md", LAVROV + "lang: fr\n", "actors/lavrov/index.html"),
    ],
)
def test_the_texts_of_topics_pages_and_actors_have_links_too(file, head, page):
    built = site(register={file: f"---\n{head}---\nIl a rencontré John Kerry.\n"})
    (link,) = links(built.tree[page])
    assert ">John Kerry</a>" in link


def test_an_actor_is_not_linked_to_itself():
    text = f"---\n{LAVROV}lang: fr\n---\nSergueï Lavrov, ou Lavrov, parle à John Kerry.\n"
    (link,) = links(site(register={"actors/lavrov.md": text}).tree["actors/lavrov/index.html"])
    assert ">John Kerry</a>" in link


def test_what_an_actor_was_once_called_counts_in_texts_of_all_times():
    nusra = "kind: armed-group\nnames: {full: Fatah al-Cham}\naliases: [{text: Front al-Nosra, until: 2016-07-28}]\n"
    files = {
        "actors/cham.yaml": nusra,
        "topics/syrie.md": "---\nlabels: Syrie\nlang: fr\n---\nLe Front al-Nosra est né en 2012.\n",
    }
    (link,) = links(site(register=files).tree["topics/syrie/index.html"])
    assert ">Front al-Nosra</a>" in link
