"""Plan: a key is all that a page's bytes follow from, no less and little more."""

from datetime import datetime

import pytest

from fiche.pipeline import Paths, Wishes, build
from tests.laws.sites import NOW, SITE, folder, theme, tree
from tests.pictures.drawn import RED, picture

BRIEF = "---\ntitle: {title}\ndate: 2016-08-20\nactors: [kerry]\ntopics: [alep]\nthread: fil\nsummary: {summary}\n---\n{body}\n"
FILES = {
    "site.yaml": SITE,
    "briefs/a.md": BRIEF.format(title="Un", summary="En bref.", body="Texte [@s]."),
    "briefs/b.md": BRIEF.format(title="Deux", summary="Bref.", body="[[brief:a]] [[kerry]]"),
    "briefs/c.en.md": "---\ntitle: Three\ndate: 2016-08-21\n---\n![x](/media/carte.png)\n",
    "actors/kerry.yaml": "kind: person\nnames: John Kerry\n",
    "topics/alep.yaml": "labels: Alep\n",
    "sources/s.yaml": "- {id: s, title: Une dépêche}\n",
    "pages/p.fr.md": "---\ntitle: P\nnav: 1\n---\nUne page.\n",
    "media/carte.png": picture(),
}

EDITS = {
    "a body": ("briefs/a.md", FILES["briefs/a.md"].replace("Texte", "Autre texte")),
    "a summary": ("briefs/a.md", FILES["briefs/a.md"].replace("En bref", "Autrement")),
    "a title": ("briefs/a.md", FILES["briefs/a.md"].replace("Un\n", "Autre\n")),
    "a brief more": ("briefs/d.md", BRIEF.format(title="D", summary="x", body="y")),
    "a draft more": (
        "briefs/d.md",
        BRIEF.format(title="D", summary="x", body="y").replace("date:", "status: draft\ndate:"),
    ),
    "an actor": ("actors/kerry.yaml", "kind: person\nnames: J. Kerry\n"),
    "a topic": ("topics/alep.yaml", "labels: Halab\n"),
    "a source": ("sources/s.yaml", "- {id: s, title: Autre dépêche}\n"),
    "a page": ("pages/p.fr.md", "---\ntitle: P\nnav: 1\n---\nAutre page.\n"),
    "a picture": ("media/carte.png", picture(colour=RED)),
    "the settings": ("site.yaml", SITE.replace("Dépêche", "Gazette")),
    "the address": ("site.yaml", SITE.replace("press.example", "other.example")),
    "the links": ("site.yaml", SITE + "links: portable\n"),
}


def planned(files, *, templates=None, now=NOW):
    """Build, and return each file's key and bytes."""
    with folder(files) as home:
        for name, text in (templates or {}).items():
            (home / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
            (home / "templates" / name).write_text(text)
        themes = ((home / "templates"),) if templates else ()
        done = build(
            Paths(home / "content", home / "site", (*themes, theme())), Wishes(now=datetime.fromisoformat(now))
        )
        assert done.ok, [str(problem) for problem in done.problems]
        bytes_ = tree(home / "site")
        return {path: (line.key, bytes_[path]) for path, line in done.written.ledger.lines.items()}


@pytest.fixture(scope="module")
def before():
    return planned(FILES)


def changed(one, two):
    """Return the paths whose key differs; hold that equal keys mean equal bytes."""
    both = one.keys() & two.keys()
    assert [] == [path for path in both if one[path][0] == two[path][0] and one[path][1] != two[path][1]]
    found = {path for path in both if one[path][0] != two[path][0]} | (one.keys() ^ two.keys())
    assert ("build.json" in found) == bool(found), "it tells of all other files"
    return found - {"build.json"}


@pytest.mark.parametrize("edit", EDITS)
def test_equal_keys_mean_equal_bytes_whatever_was_edited(edit, before):
    path, text = EDITS[edit]
    found = changed(before, planned(FILES | {path: text}))

    assert found if edit != "a draft more" else not found


@pytest.mark.parametrize("now", ["2016-08-25T12:00:00+02:00", "2016-09-24T12:00:00+02:00", "2017-08-24T12:00:00+02:00"])
def test_equal_keys_mean_equal_bytes_at_another_time(now, before):
    changed(before, planned(FILES, now=now))


def test_editing_a_body_touches_its_page_and_what_shows_the_body_and_no_other(before):
    path, text = EDITS["a body"]
    found = changed(before, planned(FILES | {path: text}))

    assert {"briefs/2016/08/20/a/index.html", "briefs/2016/08/20/a/index.json"} <= found
    assert all("feed" in path for path in found - {"briefs/2016/08/20/a/index.html", "briefs/2016/08/20/a/index.json"})


@pytest.mark.parametrize(
    ("name", "touched"), [("brief.html", "briefs/2016/08/20/a/index.html"), ("robots.txt", "robots.txt")]
)
def test_editing_a_template_touches_the_pages_it_makes_and_no_other(name, touched, before):
    found = changed(before, planned(FILES, templates={name: "x"}))

    assert touched in found
    assert all(path == touched or (path.endswith("index.html") and "/briefs/" in f"/{path}") for path in found)


def test_editing_what_all_templates_extend_touches_every_page(before):
    base = (theme() / "base.html").read_text("utf-8") + "<!-- x -->"
    found = changed(before, planned(FILES, templates={"base.html": base}))

    assert {path for path in before if path.endswith(".html")} == found
