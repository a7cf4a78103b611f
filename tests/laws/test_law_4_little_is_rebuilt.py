"""Law 4, little is rebuilt: what an edit does not concern is neither made nor written again."""

import os
from datetime import datetime, timedelta

import pytest

from fiche import render
from fiche.pictures import shelf
from fiche.pipeline import Paths, Wishes, build, check
from tests.laws.sites import NOW, REGISTER, SITE, folder, theme, tree
from tests.pictures.drawn import RED, picture

A = "---\ntitle: A\ndate: 2016-08-01\nactors: [kerry]\ntopics: [alep]\n---\nUn texte avec [[lavrov]].\n"
B = "---\ntitle: B\ndate: 2016-08-02\nactors: [lavrov]\n---\nUn autre.\n"
LATER = "---\ntitle: Later\ndate: 2016-08-03\nembargo: 2016-08-25T06:00+02:00\n---\nPlus tard.\n"
FILES = {"site.yaml": SITE, **REGISTER, "briefs/a.md": A, "briefs/b.md": B, "briefs/later.md": LATER}
ILLUSTRATED = "\n![la carte](/media/carte.png) ![le plan](/media/plan.png)\n"


@pytest.fixture
def desk(monkeypatch):
    """Yield a folder that was built, and a function that builds it again and returns what was rendered, and written."""
    made: list[str] = []
    honest = render.Press._render

    def noted(self, path, key, output):
        made.append(path)
        return honest(self, path, key, output)

    monkeypatch.setattr(render.Press, "_render", noted)
    with folder(FILES) as home:
        (home / "templates").mkdir()

        def again(*, now=NOW, **wishes):
            def times():
                files = (file for file in (home / "site").rglob("*") if file.is_file())
                return {
                    file.relative_to(home / "site").as_posix(): (file.stat().st_ino, file.stat().st_mtime_ns)
                    for file in files
                }

            before = times() if (home / "site").exists() else {}
            made.clear()
            paths = Paths(home / "content", home / "site", (home / "templates", theme()))
            done = build(paths, Wishes(now=datetime.fromisoformat(now), **wishes))
            assert done.ok, done.problems
            after = times()
            written = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
            return {*made} - TELLS_OF_ALL, written - TELLS_OF_ALL

        again()
        yield home, again


TELLS_OF_ALL = {"build.json"}


def edit(home, name, old, new):
    file = home / "content" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_nothing_is_made_or_written_where_nothing_changed(desk):
    _, again = desk

    assert (set(), set()) == again()


def test_saving_a_file_as_it_was_changes_nothing(desk):
    home, again = desk
    os.utime(home / "content" / "briefs" / "a.md")

    assert (set(), set()) == again()


def test_an_edited_text_concerns_its_page_and_those_that_show_its_text_and_no_others(desk):
    home, again = desk
    edit(home, "briefs/a.md", "Un texte", "Un long texte")
    made, written = again()
    page = "briefs/2016/08/01/a"
    feeds = {
        f"{place}feed.{kind}"
        for kind in ("atom", "json")
        for place in ("", "actors/kerry/", "actors/lavrov/", "topics/alep/", "topics/syrie/")
    }
    feeds |= {f"en/{feed}" for feed in feeds if feed not in {"feed.atom", "feed.json"}} | {
        "feeds/all.atom",
        "feeds/all.json",
    }

    assert {f"{page}/index.html", f"{page}/index.json", *feeds} == made == written


def test_an_edited_title_leaves_pages_that_do_not_show_it_alone(desk):
    home, again = desk
    edit(home, "briefs/b.md", "title: B", "title: Bonn")
    made, written = again()

    assert made == written
    assert {"index.html", "actors/lavrov/index.html", "briefs/2016/08/02/b/index.html"} <= made
    assert not {"actors/kerry/index.json", "topics/index.html", "actors/index.html", "about/index.html"} & made


def test_a_renamed_actor_concerns_the_pages_that_name_it(desk):
    home, again = desk
    edit(home, "actors/lavrov.yaml", "Sergueï Lavrov", "Sergueï V. Lavrov")
    made, written = again()

    assert written <= made
    assert {"actors/index.html", "actors/lavrov/index.html", "briefs/2016/08/02/b/index.html"} <= written
    assert "archive/index.html" not in made


def test_a_declared_relation_concerns_both_its_ends_and_the_pages_of_all(desk):
    home, again = desk
    edit(home, "actors/kerry.yaml", "roles:", "relations: [{type: opposes, target: lavrov}]\nroles:")
    made, written = again()
    pages = {"actors/kerry/index.html", "actors/lavrov/index.html", "relations/index.html", "relations/relations.csv"}

    assert pages | {"relations/network.graphml", "actors/entities.ftm.json"} <= written <= made
    assert not {"archive/index.html", "topics/alep/index.html", "actors/popolo.json"} & written


def test_who_appears_together_is_counted_anew_only_where_briefs_or_their_casts_change(desk):
    home, again = desk
    edit(home, "briefs/a.md", "title: A", "title: Â")
    made, written = again()
    assert not {"relations/relations.csv", "relations/network.graphml"} & made
    assert "relations/index.html" in written

    edit(home, "briefs/b.md", "actors: [lavrov]", "actors: [lavrov, kerry]")
    made, written = again()
    assert {"relations/relations.csv", "relations/network.graphml", "relations/index.html"} <= written


def test_a_changed_template_concerns_its_pages(desk):
    home, again = desk
    changed = (theme() / "brief.html").read_text("utf-8").replace('class="kicker"', 'class="kicker new"', 1)
    (home / "templates" / "brief.html").write_text(changed, "utf-8")
    made, written = again()

    assert {"briefs/2016/08/01/a/index.html", "briefs/2016/08/02/b/index.html"} == made == written


def test_the_hour_changes_nothing_and_an_embargo_that_ends_what_shows_it(desk):
    _, again = desk
    assert (set(), set()) == again(now="2016-08-24T17:00:00+02:00")
    made, written = again(now="2016-08-25T06:00:00+02:00")

    assert "briefs/2016/08/03/later/index.html" in written
    assert "briefs/2016/08/01/a/index.html" not in written
    assert written <= made


def test_going_back_in_time_takes_away_what_was_not_there_yet(desk):
    _, again = desk
    later = str(datetime.fromisoformat(NOW) + timedelta(days=2))
    again(now=later)
    _, written = again()

    assert "briefs/2016/08/03/later/index.html" in written


def copies(home):
    """Name the copies of pictures that there are."""
    return {path for path in tree(home / "site") if path.startswith("static/pictures/")}


def test_a_picture_that_changes_is_copied_again_alone_and_concerns_the_pages_that_show_it(desk):
    home, again = desk
    edit(home, "briefs/a.md", "Un texte", f"{ILLUSTRATED}Un texte")
    again()
    before = copies(home)
    (home / "content" / "media" / "carte.png").write_bytes(picture(colour=RED))
    made, written = again()
    after = copies(home)

    assert (4, 4, 2) == (len(before), len(after), len(after - before))
    assert {"briefs/2016/08/01/a/index.html", "media/carte.png", *(after - before)} == made
    assert made | (before - after) == written


def test_a_text_edited_beside_a_picture_copies_nothing_again(desk):
    home, again = desk
    edit(home, "briefs/a.md", "Un texte", f"{ILLUSTRATED}Un texte")
    again()
    edit(home, "briefs/a.md", "Un texte", "Un long texte")
    made, _ = again()

    assert set() == made & copies(home)


def test_copies_that_one_output_has_are_not_made_again_for_another(desk, monkeypatch):
    home, again = desk
    edit(home, "briefs/a.md", "Un texte", f"{ILLUSTRATED}Un texte")
    again()
    monkeypatch.setattr(shelf, "encoded", None)
    paths = Paths(home / "content", home / "other", (home / "templates", theme()))

    assert build(paths, Wishes(now=datetime.fromisoformat(NOW))).ok
    assert copies(home) <= {*tree(home / "other")}


def test_a_check_makes_no_copies(desk, monkeypatch):
    home, _ = desk
    edit(home, "briefs/a.md", "Un texte", f"{ILLUSTRATED}Un texte")
    monkeypatch.setattr(shelf, "encoded", None)
    paths = Paths(home / "content", home / "site", (home / "templates", theme()))

    assert check(paths, Wishes(now=datetime.fromisoformat(NOW))).ok


def test_a_file_of_the_site_that_was_changed_by_hand_is_put_right(desk):
    home, again = desk
    page = home / "site" / "actors" / "kerry" / "index.html"
    whole = page.read_bytes()
    page.write_bytes(b"by hand")
    made, written = again()

    assert {"actors/kerry/index.html"} == made == written
    assert whole == page.read_bytes()


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("briefs/2016/08/01/a/index.html", "Un texte", "Un mot", "was made again: this changed: the brief “a”."),
        ("archive/2016/08/01/index.html", "Un texte", "Un mot", "stays: none of the"),
        (
            "actors/kerry/index.html",
            "title: A",
            "title: Â",
            "was made again: this changed: the briefs of the actor “kerry”.",
        ),
        ("nowhere.html", "Un texte", "Un mot", "no file of the site is nowhere.html"),
    ],
)
def test_one_is_told_why_a_file_is_made_again_or_is_not(desk, path, old, new, expected):
    home, _ = desk
    edit(home, "briefs/a.md", old, new)
    paths = Paths(home / "content", home / "site", (home / "templates", theme()))
    done = build(paths, Wishes(now=datetime.fromisoformat(NOW)), why=path)

    assert expected in f"{done.why}."
