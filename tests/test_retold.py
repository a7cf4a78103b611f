"""Texts told anew: the short way from an edited text to the site, and when it is not taken."""

import sqlite3
from datetime import datetime, timedelta

import pytest

from fiche.parse import read_site
from fiche.pipeline import Paths, Wishes, build, check
from fiche.value import replace
from tests.laws.sites import NOW, SITE, theme, tree

BRIEF = "---\ntitle: Une trêve\ndate: 2016-08-20\nactors: [kerry]\nsummary: En bref.\n---\n"
FILES = {
    "site.yaml": SITE,
    "actors/kerry.yaml": "kind: person\nnames: John Kerry\n",
    "topics/alep.yaml": "labels: {fr: Alep, en: Aleppo}\n",
    "actors/lavrov.md": "---\nkind: person\nnames: Sergueï Lavrov\n---\nUne vie.\n",
    "briefs/un.md": BRIEF + "Un texte avec [[kerry]].\n",
    "briefs/deux.md": BRIEF.replace("Une", "Deux") + "Le second.\n",
    "pages/about.md": "---\ntitle: À propos\n---\nNous.\n",
}


class Desk:
    """A publication in a folder that stays."""

    def __init__(self, home):
        self.home = home
        self.now = datetime.fromisoformat(NOW)
        self.stages = []

    def lay(self, name, text):
        file = self.home / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def edit(self, name, old, new):
        text = (self.home / "content" / name).read_text("utf-8")
        assert old in text
        self.lay(name, text.replace(old, new))

    def build(self, out="site", *, remember=True, **wishes):
        self.stages = []
        paths = Paths(self.home / "content", self.home / out, (self.home / "templates", theme()))
        return build(paths, Wishes(self.now, **wishes), watch=self.stages.append, remember=remember)

    def changed(self, **wishes):
        """Build, and return the files that differ now; the site is what a clean build gives."""
        before = tree(self.home / "site")
        done = self.build(**wishes)
        stages = self.stages
        clean = self.build("clean", remember=False, **wishes)
        self.stages = stages
        after = tree(self.home / "site")
        assert after == tree(self.home / "clean")
        assert [str(problem) for problem in clean.problems] == [str(problem) for problem in done.problems]
        assert done.briefs == clean.briefs
        return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))

    @property
    def went_the_short_way(self):
        return "clear" not in self.stages and "weave" not in self.stages


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    for name, text in FILES.items():
        desk.lay(name, text)
    (tmp_path / "templates").mkdir()
    assert desk.build().ok
    return desk


@pytest.mark.parametrize(
    ("name", "old", "new", "page"),
    [
        ("briefs/un.md", "Un texte", "Un autre texte", "briefs/2016/08/20/un/index.html"),
        ("actors/lavrov.md", "Une vie", "Une longue vie", "actors/lavrov/index.html"),
        ("pages/about.md", "Nous", "Nous autres", "about/index.html"),
    ],
)
def test_other_words_in_a_text_go_the_short_way(desk, name, old, new, page):
    desk.edit(name, old, new)
    changed = desk.changed()

    assert desk.went_the_short_way
    assert page in changed


def test_one_edit_after_the_other_goes_the_short_way_and_so_does_the_way_back(desk):
    desk.edit("briefs/un.md", "Un texte", "Un autre texte")
    first = desk.changed()
    desk.edit("briefs/deux.md", "Le second", "Le dernier")
    second = desk.changed()
    desk.edit("briefs/un.md", "Un autre texte", "Un texte")

    assert first == desk.changed()
    assert desk.went_the_short_way
    assert first != second


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("briefs/un.md", "title: Une trêve", "title: Un accord"),
        ("briefs/un.md", "[[kerry]]", "[[kerry]] et [[lavrov]]"),
        ("briefs/un.md", "[[kerry]]", "Kerry"),
        ("briefs/un.md", "Un texte", "[[tlp:amber]]Secret.[[/tlp]]\n\nUn texte"),
        ("briefs/un.md", "---\nUn", "status: draft\n---\nUn"),
        ("actors/kerry.yaml", "John Kerry", "J. Kerry"),
        ("site.yaml", "title:", "per_page: 3\ntitle:"),
    ],
)
def test_more_than_words_goes_the_whole_way(desk, name, old, new):
    desk.edit(name, old, new)
    desk.changed()

    assert not desk.went_the_short_way


QUOTE = "Un texte.\n\n> Nous sommes proches.\n>\n> — {speaker: kerry, topics: [alep]}\n\nLa suite.\n"


@pytest.fixture
def quoting(desk):
    desk.lay("briefs/un.md", BRIEF + QUOTE)
    assert desk.build().ok
    return desk


def test_other_words_around_a_quote_go_the_short_way(quoting):
    quoting.edit("briefs/un.md", "Un texte", "Une ligne de plus.\n\nUn texte")
    quoting.edit("briefs/un.md", "La suite", "La fin")
    changed = quoting.changed()

    assert quoting.went_the_short_way
    assert "briefs/2016/08/20/un/index.html" in changed
    assert "statements/index.html" not in changed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("proches", "plus proches"),
        ("Nous sommes proches", "NOUS SOMMES PROCHES"),
        ("speaker: kerry", "speaker: lavrov"),
        ("topics: [alep]", "form: readout"),
        ("{speaker: kerry, topics: [alep]}", "John Kerry"),
        ("speaker: kerry", "attribution: chatham, speaker: kerry"),
        ("La suite.", "> Un mot.\n> — {speaker: lavrov}"),
    ],
)
def test_another_quote_goes_the_whole_way_for_lists_tell_it(quoting, old, new):
    quoting.edit("briefs/un.md", old, new)
    changed = quoting.changed()

    assert not quoting.went_the_short_way
    assert "statements/statements.json" in changed


def test_quotes_that_change_places_go_the_whole_way(quoting):
    first, second = "> Un mot.\n> — {speaker: lavrov}", "> Deux mots.\n> — {speaker: kerry}"
    quoting.lay("briefs/un.md", f"{BRIEF}{first}\n\n{second}\n")
    quoting.build()
    quoting.lay("briefs/un.md", f"{BRIEF}{second}\n\n{first}\n")

    assert "briefs/2016/08/20/un/index.html" in quoting.changed()
    assert not quoting.went_the_short_way


def test_a_statement_of_the_header_placed_in_the_text_goes_the_whole_way(desk):
    desk.lay(
        "briefs/un.md",
        BRIEF.replace("summary", "statements: [{id: mot, speaker: kerry, text: Oui.}]\nsummary") + "Un texte.\n",
    )
    desk.build()
    desk.edit("briefs/un.md", "Un texte.", "Un texte.\n\n[[statement:mot]]")
    desk.changed()

    assert not desk.went_the_short_way


def test_a_file_more_or_less_goes_the_whole_way(desk):
    desk.lay("briefs/trois.md", BRIEF + "Trois.\n")
    desk.changed()
    assert not desk.went_the_short_way
    (desk.home / "content/briefs/trois.md").unlink()
    desk.changed()
    assert not desk.went_the_short_way


def test_a_renamed_file_goes_the_whole_way(desk):
    (desk.home / "content/briefs/un.md").rename(desk.home / "content/briefs/uno.md")
    desk.changed()
    assert not desk.went_the_short_way


def test_warnings_are_told_again_and_a_file_with_one_goes_the_whole_way(desk):
    desk.edit("briefs/deux.md", "[kerry]", "[kerri]")
    warned = desk.build()
    assert [problem.code for problem in warned.problems] == ["unlisted-actor"]

    desk.edit("briefs/un.md", "Un texte", "Un autre texte")
    assert desk.build().problems == warned.problems
    assert desk.went_the_short_way

    desk.edit("briefs/deux.md", "Le second", "Le dernier")
    desk.changed()
    assert not desk.went_the_short_way


def test_a_text_with_a_mistake_is_an_error_as_ever(desk):
    before = tree(desk.home / "site")
    desk.edit("briefs/un.md", "Un texte", "[[nobody-known]]")

    assert not desk.build().ok
    assert before == tree(desk.home / "site")


def test_a_template_edited_at_the_same_time_is_seen(desk):
    theirs = (theme() / "parts/footer.html").read_text("utf-8")
    (desk.home / "templates/parts").mkdir(parents=True)
    (desk.home / "templates/parts/footer.html").write_text(theirs + "<!-- ours -->", "utf-8")
    desk.edit("briefs/un.md", "Un texte", "Un autre texte")
    changed = desk.changed()

    assert desk.went_the_short_way
    assert {"index.html", "briefs/2016/08/20/un/index.html"} <= set(changed)


def test_another_day_goes_the_whole_way(desk):
    desk.now += timedelta(days=1)
    desk.edit("briefs/un.md", "Un texte", "Un autre texte")
    desk.changed()
    assert not desk.went_the_short_way


def test_other_wishes_go_the_whole_way(desk):
    desk.edit("briefs/un.md", "Un texte", "Un autre texte")
    desk.changed(base_url="https://autre.example/")
    assert not desk.went_the_short_way


def test_a_withheld_text_changes_nothing(desk):
    desk.edit("briefs/deux.md", "---\nLe", "status: draft\n---\nLe")
    desk.build()
    desk.edit("briefs/deux.md", "Le second", "Un secret")

    assert [] == desk.changed()
    assert desk.went_the_short_way


@pytest.mark.parametrize("harm", [lambda file: file.unlink(), lambda file: file.write_bytes(file.read_bytes()[:-9])])
def test_a_publication_that_is_lost_is_woven_anew(desk, harm):
    (kept,) = (desk.home / ".fiche/ledgers").glob("*.woven")
    harm(kept)
    desk.edit("briefs/un.md", "Un texte", "Un autre texte")
    desk.changed()
    assert not desk.went_the_short_way


def test_what_the_memo_forgot_is_read_anew(desk):
    (desk.home / ".fiche/memo.db").unlink()
    desk.edit("briefs/un.md", "Un texte", "Un autre texte")
    desk.changed()
    assert not desk.went_the_short_way


def test_the_publication_is_as_secret_as_the_content(desk):
    (kept,) = (desk.home / ".fiche/ledgers").glob("*.woven")
    assert kept.stat().st_mode & 0o777 == 0o600


def pieces_lost(desk):
    """Take the pieces of all texts out of the memo, and what was found in them; what files say stays."""
    with sqlite3.connect(desk.home / ".fiche/memo.db") as base:
        base.execute("DELETE FROM value WHERE key NOT LIKE '% content/%'")


def test_a_check_survives_texts_that_the_memo_has_lost(desk):
    pieces_lost(desk)
    paths = Paths(desk.home / "content", desk.home / "site", (desk.home / "templates", theme()))

    assert check(paths, Wishes(desk.now)).ok
    pieces_lost(desk)
    desk.edit("briefs/un.md", "title: Une trêve", "title: Un accord")
    desk.changed()


def test_settings_that_vanish_while_they_are_read_are_told(desk, monkeypatch):
    desk.edit("briefs/un.md", "Un texte", "Un autre texte")
    monkeypatch.setattr("fiche.retold.read_site", lambda sources: read_site(replace(sources, files=())))

    assert desk.build().ok
    assert not desk.went_the_short_way
