"""Warm: after any edit each page is what a clean build with the same policy writes; what has an error is as it was."""

import gc
import shutil
import sqlite3
import weakref
from datetime import datetime, timedelta

import pytest

from fiche.clear import Reason
from fiche.pipeline import Wishes, build
from tests.laws.sites import folder
from tests.pictures.drawn import picture
from tests.preview.small import FILES, START, Desk, later, opened, write

HOME = "index.html"
CONVOI = "briefs/2016/08/21/convoi/index.html"
TREVE = "briefs/2016/08/20/treve/index.html"
BROKEN = "---\ntitle: [\n---\nPas cela.\n"


@pytest.fixture
def desk():
    with opened() as desk:
        assert [] == desk.differs()
        yield desk


@pytest.fixture(scope="module")
def still():
    """Give a desk at which nothing is touched."""
    with opened() as desk:
        yield desk


@pytest.fixture(params=[True, False], ids=["unveiled", "public"])
def both(request):
    """Give a desk that shows everything, and one that shows what readers get."""
    with opened(unveiled=request.param) as desk:
        assert [] == desk.differs()
        yield desk


# --------------------------------------------------------------------------- what is shown


@pytest.fixture(scope="session")
def sample(root):
    top = root / "content"
    return {file.relative_to(top).as_posix(): file.read_bytes() for file in sorted(top.rglob("*")) if file.is_file()}


@pytest.mark.slow
@pytest.mark.parametrize("unveiled", [True, False])
def test_every_file_of_the_sample_is_what_a_clean_build_writes(sample, unveiled):
    with opened(sample, unveiled=unveiled) as desk:
        assert [] == desk.differs()
        assert 1000 < len(desk.seen)


def test_every_file_of_a_small_publication_is_what_a_clean_build_writes(both):
    assert [] == both.differs()
    assert 100 < len(both.seen)


def test_readers_of_the_preview_find_the_digest_of_what_a_build_would_write():
    with opened(unveiled=False) as desk:
        desk.edit("briefs/treve.fr.md", "Le texte parle", "Ce texte parle")
        assert desk.clean()["build.json"] == desk.page("build.json")


@pytest.mark.parametrize(
    "wishes",
    [{"audience": None, "drafts": True, "unveiled": False}, {"as_of": "2016-08-26"}, {"base_url": "https://x.example"}],
)
def test_what_else_is_wished_is_granted(wishes):
    with opened(**wishes) as desk:
        assert [] == desk.differs()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "index.htm",
        "nothing/index.html",
        "briefs/index.html",
        "briefs/2016/08/20/treve/",
        "briefs/2016/08/21/treve/index.html",
        "de/index.html",
        "actors/nobody/index.html",
        "actors/kerry/page/9/index.html",
        "actors/kerry/feed.rss",
        "archive/2015/index.html",
        "archive/2016/13/index.html",
        "media/inutile.png",
        "static/nothing.css",
        "static/../brief.html",
        "sitemap-1.xml",
        "content/site.yaml",
        "../content/site.yaml",
        "briefs/convoi.md",
        "brief.html",
        "/index.html",
        "a\x00b",
        "é" * 5000,
    ],
)
def test_a_path_that_the_site_lacks_is_nothing(still, path):
    assert path not in still.clean()
    assert still.warm.page(path) is None


def test_a_page_names_the_file_it_mostly_comes_from(still):
    assert {
        HOME: "",
        TREVE: "content/briefs/treve.fr.md",
        "en/briefs/2016/08/20/treve/index.json": "content/briefs/treve.en.md",
        "actors/kerry/index.html": "content/actors/kerry.md",
        "actors/elizabeth-trudeau/index.html": "",
        "topics/alep/index.html": "content/topics/alep.yaml",
        "methode/index.html": "content/pages/methode.md",
        "media/carte.png": "content/media/carte.png",
        "vieux/index.html": "content/briefs/treve.fr.md",
        "static/style.css": "",
    } == {
        path: still.warm.page(path).origin
        for path in (
            HOME,
            TREVE,
            "en/briefs/2016/08/20/treve/index.json",
            "actors/kerry/index.html",
            "actors/elizabeth-trudeau/index.html",
            "topics/alep/index.html",
            "methode/index.html",
            "media/carte.png",
            "vieux/index.html",
            "static/style.css",
        )
    }


def test_nothing_is_written_but_into_our_own_folder(desk):
    desk.edit("briefs/convoi.md", "parti", "arrivé")
    desk.warm.rest()

    assert {"content", "templates", ".fiche"} == {file.name for file in desk.home.iterdir()}


# --------------------------------------------------------------------------- texts told anew

TEXTS = {
    "brief": ("briefs/convoi.md", "Un convoi est parti.", "Deux convois *peut-être* sont partis, « dit-on »."),
    "brief that is longer": ("briefs/convoi.md", "Un convoi est parti.", "Un mot.\n\n- un\n- deux\n\n" * 30),
    "brief in two languages": ("briefs/treve.en.md", "The text, by", "These are the words of"),
    "passage that few read": ("briefs/treve.fr.md", "Un passage que peu lisent.", "Un passage que personne ne lit."),
    "footnote": ("briefs/treve.fr.md", "[^1]: La note.", "[^1]: Une autre note, plus longue."),
    "footnote more": ("briefs/treve.fr.md", "une note[^1]", "une note[^1][^2]"),
    "words around a citation": ("briefs/treve.fr.md", "Un point [@depeche, p. 2]", "Deux points [@depeche, p. 2]"),
    "heading": ("briefs/treve.fr.md", "## Contexte", "## Le contexte\n\n### Plus bas"),
    "plain page": ("pages/methode.md", "Nous citons tout", "Nous ne citons que ce que nous lisons"),
    "actor": ("actors/kerry.md", "plusieurs fois", "souvent"),
    "topic": ("topics/syrie.md", "Un pays", "Un État"),
    "draft": ("briefs/brouillon.md", "Pas fini.", "Presque fini."),
    "embargo": ("briefs/embargo.md", "Plus tard.", "Bien plus tard."),
    "withdrawn brief": ("briefs/retire.en.md", "No more.", "None."),
}


@pytest.mark.parametrize("edit", TEXTS.values(), ids=TEXTS)
def test_a_text_is_told_anew_and_little_else_is_done(both, edit):
    turn = both.edit(*edit)

    assert (True, True) == (turn.changed, turn.quick)
    assert (f"content/{edit[0]}",) == turn.saved
    assert [] == both.differs()


def test_texts_told_anew_many_times_over_are_what_a_clean_build_writes(desk):
    for turn in range(3):
        for name, words, _ in TEXTS.values():
            if words in desk.files[name]:
                assert desk.save(name, desk.files[name] + f"\nEncore {turn}.\n").quick

    assert [] == desk.differs()


def test_texts_saved_together_are_told_anew_together(desk):
    files = [desk.lay(name, f"{desk.files[name]}\nEt puis.\n") for name in ("briefs/convoi.md", "pages/methode.md")]
    turn = desk.turn(*files)

    assert (True, 2) == (turn.quick, len(turn.saved))
    assert [] == desk.differs()


def test_what_is_told_of_a_text_stands_at_its_line_after_lines_were_put_above_it(desk):
    name = "briefs/convoi.md"
    desk.save(name, desk.files[name] + "\nPuis [[Quelqu’un d’autre]].\n")
    turn = desk.edit(name, "Un convoi", "Un mot.\n\n\nUn convoi")
    clean = build(desk.paths, Wishes(now=START, unveiled=True), remember=False)

    assert turn.quick
    assert [str(problem) for problem in clean.problems] == [str(problem) for problem in desk.warm.problems]


# --------------------------------------------------------------------------- what takes more

MORE = {
    "link more": ("briefs/convoi.md", "est parti", "est parti avec [[kerry]]"),
    "link to another": ("briefs/treve.en.md", "[[kerry]]", "[[lavrov]]"),
    "other words of a link": ("briefs/treve.fr.md", "[[kerry|John]]", "[[kerry|Jean]]"),
    "link less": ("briefs/treve.fr.md", " et de [[lavrov]]", ""),
    "citation more": ("briefs/convoi.md", "est parti", "est parti [@depeche]"),
    "another place in a source": ("briefs/treve.fr.md", "p. 2", "p. 3"),
    "links in another order": (
        "briefs/treve.fr.md",
        "[[kerry|John]] et de [[lavrov]]",
        "[[lavrov]] et de [[kerry|John]]",
    ),
    "passage for others": ("briefs/treve.fr.md", "[[tlp:amber]]", "[[tlp:red]]"),
    "passage for all": ("briefs/treve.fr.md", "[[tlp:amber]]\nUn passage que peu lisent.\n[[/tlp]]\n", "Un passage.\n"),
    "passage more": ("briefs/convoi.md", "Un convoi est parti.", "Un convoi.\n\n[[tlp:green]]\nParti.\n[[/tlp]]"),
    "no text": ("briefs/treve.en.md", "The text, by [[kerry]].\n", ""),
    "title": ("briefs/convoi.md", "title: Le convoi", "title: Le grand convoi"),
    "title and text": ("briefs/convoi.md", "title: Le convoi", "title: Le grand convoi\nsummary: Un mot."),
    "summary": ("briefs/treve.fr.md", "Une trêve, peut-être.", "Une trêve, sans doute."),
    "day": ("briefs/convoi.md", "date: 2016-08-21", "date: 2016-08-19"),
    "slug": ("briefs/convoi.md", "thread: fil", "thread: fil\nslug: le-grand-convoi"),
    "actor more": ("briefs/convoi.md", "[kerry]", "[kerry, lavrov, Une Inconnue]"),
    "former name": ("briefs/convoi.md", "thread: fil", "thread: fil\nformer_ids: [caravane]\nredirects: [loin/d-ici/]"),
    "draft no more": ("briefs/brouillon.md", "status: draft\n", ""),
    "brief withdrawn": (
        "briefs/convoi.md",
        "thread: fil",
        "status: withdrawn\nwithdrawn: {date: 2016-08-23, reason: x}",
    ),
    "comment in a header": ("briefs/convoi.md", "title:", "# un mot\ntitle:"),
    "name of an actor": ("actors/lavrov.yaml", "Sergueï", "Sergey"),
    "office of an actor": ("actors/kerry.md", "secrétaire d’État", "ministre"),
    "parent of a topic": ("topics/alep.yaml", "parents: [syrie]\n", ""),
    "title of a source": ("sources/s.yaml", "Un journal", "Le journal"),
    "day of an event": ("events/e.yaml", "2016-09-04", "2016-09-05"),
    "rank of a page": ("pages/methode.md", "nav: 1", "nav: 2"),
    "setting": ("site.yaml", "per_page: 2", "per_page: 1"),
    "language less": ("site.yaml", "[fr, en]", "[en, fr]"),
    "outputs off": ("site.yaml", "per_page: 2", "outputs: {json: off, archive: off}"),
}


@pytest.mark.parametrize("edit", MORE.values(), ids=MORE)
def test_what_changes_more_than_words_is_what_a_clean_build_writes(both, edit):
    turn = both.edit(*edit)

    assert (True, False) == (turn.changed, turn.quick)
    assert [] == both.differs()

    assert both.save(edit[0], FILES[edit[0]]).changed
    assert [] == both.differs()


def test_a_text_is_told_anew_after_more_was_changed(desk):
    desk.edit("briefs/convoi.md", "title: Le convoi", "title: Le grand convoi")

    assert desk.edit("briefs/convoi.md", "est parti", "est arrivé").quick
    assert [] == desk.differs()


def test_a_file_saved_as_it_was_changes_nothing(desk):
    turn = desk.save("briefs/convoi.md", FILES["briefs/convoi.md"])

    assert (False, (), ()) == (turn.changed, turn.saved, turn.gone)
    assert desk.turn().number == turn.number


def test_each_change_has_a_number_of_its_own(desk):
    first, second = desk.edit("briefs/convoi.md", "parti", "arrivé"), desk.edit("briefs/convoi.md", "arrivé", "perdu")

    assert [1, 2, 2] == [turn.number - first.number + 1 for turn in (first, second, desk.turn())]


# --------------------------------------------------------------------------- mistakes in files


def test_a_file_with_an_error_is_as_it_was_and_others_go_on(desk):
    assert not desk.save("briefs/convoi.md", BROKEN).moved
    assert ["yaml-bracket"] == desk.codes
    assert [] == desk.differs(FILES)

    for edit in (TEXTS["plain page"], MORE["summary"], MORE["name of an actor"]):
        desk.edit(*edit)
        assert [] == desk.differs(desk.files | {"briefs/convoi.md": FILES["briefs/convoi.md"]})

    desk.save("briefs/convoi.md", FILES["briefs/convoi.md"])
    assert [] == desk.codes
    assert [] == desk.differs()


def test_a_mistake_in_a_text_leaves_it_as_it_was(desk):
    desk.edit("briefs/convoi.md", "est parti", "est parti [[tlp:amber]] loin")
    wrong, pages = desk.codes, desk.differs(FILES)
    desk.save("briefs/convoi.md", FILES["briefs/convoi.md"])

    assert wrong
    assert [] == pages
    assert ([], []) == (desk.codes, desk.differs())


def test_a_mistake_is_told_while_it_is_there(desk):
    number = desk.warm.number
    turn = desk.save("briefs/convoi.md", BROKEN)
    (problem,) = (problem for problem in desk.warm.problems if problem.code == "yaml-bracket")

    assert (True, number + 1) == (turn.changed, turn.number)
    assert "content/briefs/convoi.md" == problem.place.path


def test_a_file_that_was_never_right_is_left_out_and_the_rest_is_shown():
    with opened(FILES | {"briefs/neuf.md": BROKEN}) as desk:
        assert ["yaml-bracket"] == desk.codes
        assert [] == desk.differs(FILES)

        desk.save("briefs/neuf.md", "---\ntitle: Neuf\ndate: 2016-08-23\n---\nUn mot.\n")
        assert [] == desk.codes
        assert [] == desk.differs()


def test_what_leans_on_a_file_that_was_never_right_is_left_out_with_it():
    broken = FILES | {"briefs/treve.fr.md": BROKEN, "briefs/treve.en.md": BROKEN}
    with opened(broken) as desk:
        left = {name: text for name, text in FILES.items() if "treve" not in name and name != "pages/methode.md"}
        assert [] == desk.differs(left)


def test_a_file_that_is_new_and_wrong_is_left_out(desk):
    desk.save("briefs/neuf.md", BROKEN)

    assert ["yaml-bracket"] == desk.codes
    assert [] == desk.differs(FILES)
    assert desk.edit(*TEXTS["brief"]).quick
    assert [] == desk.differs(FILES | {"briefs/convoi.md": desk.files["briefs/convoi.md"]})


AT_ODDS = {
    "one id": ("briefs/autre.md", "---\nid: convoi\ntitle: Un autre\ndate: 2016-08-21\n---\nUn mot.\n"),
    "one address": ("briefs/autre.md", "---\ntitle: Un autre\ndate: 2016-08-21\nslug: convoi\n---\nUn mot.\n"),
    "an unknown source": ("briefs/autre.md", "---\ntitle: Un autre\ndate: 2016-08-21\n---\nUn mot [@rien].\n"),
    "a link to nothing": ("pages/autre.md", "---\ntitle: Autre\n---\nVoir [[brief:rien]].\n"),
}


@pytest.mark.parametrize("file", [pytest.param(case, id=name) for name, case in AT_ODDS.items()])
def test_a_new_file_at_odds_with_others_is_left_out(desk, file):
    desk.save(*file)
    assert desk.codes
    assert [] == desk.differs(FILES)

    desk.edit(*MORE["summary"])
    assert [] == desk.differs({name: text for name, text in desk.files.items() if name != file[0]})

    desk.remove(file[0])
    assert ([], []) == (desk.codes, desk.differs())


EDITS_AT_ODDS = {
    "one id": ("briefs/brouillon.md", "title:", "id: convoi\ntitle:"),
    "one address": ("briefs/brouillon.md", "date: 2016-08-19", "date: 2016-08-21\nslug: convoi"),
    "topics in a circle": ("topics/syrie.md", "labels:", "parents: [alep]\nlabels:"),
    "an unknown source": ("briefs/convoi.md", "est parti", "est parti [@rien]"),
    "an unknown parent": ("topics/alep.yaml", "[syrie]", "[rien]"),
    "a picture that is not there": ("briefs/treve.fr.md", "/media/carte.png", "/media/rien.png"),
}


@pytest.mark.parametrize("edit", [pytest.param(case, id=name) for name, case in EDITS_AT_ODDS.items()])
def test_a_file_that_gets_at_odds_with_others_is_as_it_was(desk, edit):
    desk.edit(*edit)
    assert desk.codes
    assert [] == desk.differs(FILES)

    desk.edit(*MORE["summary"])
    assert [] == desk.differs(desk.files | {edit[0]: FILES[edit[0]]})

    desk.save(edit[0], FILES[edit[0]])
    assert ([], []) == (desk.codes, desk.differs())


def test_what_leaned_on_a_file_that_is_gone_is_left_out_until_it_is_back(desk):
    text = desk.files["sources/s.yaml"]
    desk.remove("sources/s.yaml")
    assert {"unknown-source"} == {*desk.codes}
    assert desk.page(HOME) is not None
    assert desk.page(CONVOI) is not None

    desk.save("sources/s.yaml", text)
    assert ([], []) == (desk.codes, desk.differs())


# --------------------------------------------------------------------------- mistakes in the settings


@pytest.mark.parametrize("text", ["title: [", "title: x\n", "", b"\xff\xfe\x00", None])
def test_settings_with_a_mistake_leave_everything_as_it_was(desk, text):
    if text is None:
        desk.remove("site.yaml")
    else:
        desk.save("site.yaml", text)
    assert desk.codes
    assert [] == desk.differs(FILES)

    for edit in (TEXTS["brief"], MORE["summary"]):
        desk.edit(*edit)
        assert [] == desk.differs(desk.files | {"site.yaml": FILES["site.yaml"]})

    desk.save("site.yaml", FILES["site.yaml"].replace("per_page: 2", "per_page: 1"))
    assert ([], []) == (desk.codes, desk.differs())


@pytest.mark.parametrize("text", [None, "title: ["])
def test_without_settings_there_is_nothing_until_there_are(text):
    begun = {name: other for name, other in FILES.items() if name != "site.yaml"}
    with opened(begun if text is None else begun | {"site.yaml": text}) as desk:
        assert (None, None, None) == (desk.page(HOME), desk.warm.publication, desk.warm.public)
        assert ((), ()) == (desk.warm.held("content/briefs/brouillon.md", ""), desk.warm.passages("", ""))
        assert desk.codes
        desk.save("briefs/convoi.md", desk.files["briefs/convoi.md"] + "\nEncore.\n")
        assert desk.page(HOME) is None

        desk.save("site.yaml", FILES["site.yaml"])
        assert ([], []) == (desk.codes, desk.differs())


def test_a_folder_that_is_away_takes_its_pages_with_it_until_it_is_back(desk):
    desk.content.rename(desk.home / "away")
    assert len(FILES) == len(desk.turn().gone)
    assert ["no-content", "no-site"] == desk.codes
    assert (None, True) == (desk.page(CONVOI), desk.page(HOME) is not None)

    (desk.home / "away").rename(desk.content)
    desk.turn()
    assert ([], []) == (desk.codes, desk.differs())


def test_without_a_folder_there_is_nothing_until_there_is():
    with folder({}) as home:
        desk = Desk(home, {})
        desk.turn()
        assert (["no-content", "no-site"], None) == (desk.codes, desk.page(HOME))

        for name, text in FILES.items():
            desk.lay(name, text)
        desk.turn()
        assert ([], []) == (desk.codes, desk.differs())
        desk.warm.close()


# --------------------------------------------------------------------------- the theme


def test_a_template_that_changes_shows_on_its_pages(desk):
    before = {path: desk.page(path) for path in (HOME, CONVOI)}
    turn = desk.dress("page.html", "{{ plain.title }}")

    assert (True, ("templates/page.html",), ()) == (turn.changed, turn.saved, turn.statics)
    assert b"M\xc3\xa9thode" == desk.page("methode/index.html")
    assert before == {path: desk.page(path) for path in before}
    assert [] == desk.differs()


def test_a_template_that_does_not_parse_leaves_pages_as_they_were(desk):
    desk.dress("page.html", "{% if %}")
    assert ["template-syntax"] == desk.codes
    assert "templates/page.html" == desk.warm.problems[-1].place.path
    (desk.templates / "page.html").rename(desk.home / "page.html")
    assert [] == desk.differs()

    (desk.home / "page.html").rename(desk.templates / "page.html")
    desk.edit(*MORE["summary"])
    assert b"sans doute" in desk.page(TREVE)

    desk.dress("page.html", "{{ plain.title }}!")
    assert ([], []) == (desk.codes, desk.differs())


def test_a_template_that_goes_gives_way_to_the_one_below(desk):
    desk.dress("page.html", "{{ plain.title }}")
    (desk.templates / "page.html").unlink()
    turn = desk.turn(desk.templates / "page.html")

    assert ("templates/page.html",) == turn.saved
    assert [] == desk.differs()


def test_a_template_that_fails_shows_the_page_as_it_last_was_and_says_why(desk):
    good = desk.page("methode/index.html")
    before = desk.page(CONVOI)
    desk.dress("page.html", "\n{{ nothing.at.all }}")
    shown = desk.warm.page("methode/index.html")

    assert good == shown.data
    assert ("template", "templates/page.html", 2) == (
        shown.fault.code,
        shown.fault.place.path,
        shown.fault.place.line,
    )
    assert before == desk.page(CONVOI)
    assert shown == desk.warm.page("methode/index.html")

    desk.dress("page.html", "{{ plain.title }}!")
    shown = desk.warm.page("methode/index.html")
    assert ("Méthode!".encode(), None) == (shown.data, shown.fault)


def test_a_page_that_never_was_is_empty_where_its_template_fails():
    with opened() as desk:
        desk.dress("page.html", "{{ nothing.at.all }}")
        shown = desk.warm.page("methode/index.html")

    assert (b"", "template") == (shown.data, shown.fault.code)


def test_a_template_that_includes_itself_is_told_with_its_pages(desk):
    desk.dress("page.html", "{% include 'page.html' %}")

    assert "template-loop" == desk.warm.page("methode/index.html").fault.code
    assert desk.warm.page(HOME).fault is None


def test_a_template_that_is_no_text_is_told(desk):
    desk.dress("page.html", b"\xff\xfe")

    assert ["template-encoding"] == desk.codes


def test_a_static_file_that_changes_tells_its_address(desk):
    for text in ("h1{color:red}", "h1{color:blue}"):
        turn = desk.dress("static/style.css", text)

        assert (("static/style.css",), ("templates/static/style.css",)) == (turn.statics, turn.saved)
        assert text.encode() == desk.page("static/style.css")
        assert [] == desk.differs()


def test_a_static_file_that_is_new_tells_its_address(desk):
    turn = desk.dress("static/neuf.js", "/* neuf */")

    assert (("static/neuf.js",), ("templates/static/neuf.js",)) == (turn.statics, turn.saved)
    assert [] == desk.differs()


def test_a_static_file_changes_while_a_template_has_a_mistake(desk):
    desk.dress("page.html", "{% if %}")
    turn = desk.dress("static/style.css", "h1{color:red}")

    assert ("static/style.css",) == turn.statics
    assert b"h1{color:red}" == desk.page("static/style.css")


def test_a_static_file_that_goes_tells_its_address(desk):
    desk.dress("static/neuf.css", "/* neuf */")
    (desk.templates / "static" / "neuf.css").unlink()
    turn = desk.turn(desk.templates / "static" / "neuf.css")

    assert ("static/neuf.css",) == turn.statics
    assert desk.warm.page("static/neuf.css") is None


# --------------------------------------------------------------------------- attachments


@pytest.mark.parametrize("name", ["media/carte.png", "media/inutile.png"])
def test_an_attachment_that_changes_tells_its_address(desk, name):
    turn = desk.save(name, picture(5, 4))

    assert ((name,), (f"content/{name}",)) == (turn.statics, turn.saved)
    assert [] == desk.differs()


def test_an_attachment_beside_a_brief_tells_the_address_it_has_on_the_site(desk):
    turn = desk.save("briefs/x.png", picture(7, 5))
    assert ("media/briefs/x.png",) == turn.statics

    desk.edit("briefs/convoi.md", "est parti", "est parti ![x](x.png)")
    assert picture(7, 5) == desk.page("media/briefs/x.png")
    assert [] == desk.differs()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [("media/carte.png", b"x", "picture-broken"), ("media/carte.png", picture(format="JPEG"), "picture-ending")],
)
def test_a_picture_that_cannot_be_seen_is_told_and_all_else_is_shown(desk, name, data, code):
    desk.save(name, data)
    assert ([code], data) == (desk.codes, desk.page(name))
    assert b'carte.png" alt="carte" loading' in desk.page(TREVE)

    desk.edit("briefs/convoi.md", "est parti", "est revenu")
    assert "est revenu" in desk.page(CONVOI).decode()

    desk.save(name, picture())
    assert ([], []) == (desk.codes, desk.differs())


def test_a_picture_of_a_text_that_has_an_error_now_is_shown_as_it_was(desk):
    text = desk.files["briefs/treve.fr.md"]
    desk.save("briefs/treve.fr.md", BROKEN)
    desk.edit("briefs/convoi.md", "title: Le convoi", "title: Un convoi")

    assert [] == desk.differs(desk.files | {"briefs/treve.fr.md": text})


def test_an_attachment_that_changes_under_our_hands_is_told_and_then_shown(desk):
    desk.page("media/carte.png")
    write(desk.content / "media" / "carte.png", picture(5, 4))
    desk.save("pages/methode.md", desk.files["pages/methode.md"] + "\nEncore.\n")
    shown = desk.warm.page("media/carte.png")

    assert ("changed", picture()) == (shown.fault.code, shown.data)
    desk.turn()
    shown = desk.warm.page("media/carte.png")
    assert (picture(5, 4), None) == (shown.data, shown.fault)


# --------------------------------------------------------------------------- files that come and go


def test_a_file_that_is_deleted_takes_its_page_with_it(desk):
    turn = desk.remove("briefs/convoi.md")

    assert (("content/briefs/convoi.md",), ()) == (turn.gone, turn.saved)
    assert (("briefs/2016/08/21/convoi/", ""),) == turn.moved
    assert desk.warm.page(CONVOI) is None
    assert [] == desk.differs()


def test_a_file_that_is_renamed_tells_where_its_page_went(desk):
    turn = desk.rename("briefs/convoi.md", "briefs/caravane.md")

    assert (("briefs/2016/08/21/convoi/", "briefs/2016/08/21/caravane/"),) == turn.moved
    assert [] == desk.differs()


def test_a_file_that_gets_another_day_tells_where_its_page_went(desk):
    turn = desk.edit("briefs/convoi.md", "date: 2016-08-21", "date: 2016-08-19")

    assert (("briefs/2016/08/21/convoi/", "briefs/2016/08/19/convoi/"),) == turn.moved


def test_a_file_moved_to_another_folder_leaves_its_page_where_it_was(desk):
    turn = desk.rename("briefs/convoi.md", "briefs/2016/08/convoi.md")

    assert () == turn.moved
    assert [] == desk.differs()


def test_a_folder_is_moved_in_away_and_back(desk):
    def move(old, new):
        (desk.home / old).rename(desk.home / new)
        return desk.warm.turn([desk.home / old, desk.home / new])

    write(desk.home / "away" / "08" / "neuf.md", "---\ntitle: Neuf\ndate: 2016-08-23\n---\nUn mot.\n")
    turn = move("away", "content/briefs/2016")
    assert ("content/briefs/2016/08/neuf.md",) == turn.saved
    assert [] == desk.differs(
        FILES | {"briefs/2016/08/neuf.md": (desk.home / "content/briefs/2016/08/neuf.md").read_text()}
    )

    turn = move("content/briefs", "briefs-away")
    assert 10 == len(turn.gone)
    assert desk.codes  # a plain page leads to one of them: all is shown as it was
    assert "Le convoi" in desk.warm.page("index.html").data.decode()

    move("briefs-away", "content/briefs")
    move("content/briefs/2016", "away")
    assert ([], []) == (desk.codes, desk.differs(FILES))


# --------------------------------------------------------------------------- where one looks


def test_a_file_that_nobody_knew_is_found_by_its_name(desk):
    turn = desk.save("briefs/neuf.md", "---\ntitle: Neuf\ndate: 2016-08-23\n---\nUn mot.\n")

    assert ("content/briefs/neuf.md",) == turn.saved
    assert [] == desk.differs()


def test_with_a_file_that_nobody_knew_all_are_looked_at(desk):
    desk.lay("briefs/convoi.md", FILES["briefs/convoi.md"].replace("parti", "arrivé"))
    turn = desk.turn(desk.content / "briefs" / "rien.md")

    assert ("content/briefs/convoi.md",) == turn.saved
    assert [] == desk.differs()


def test_only_the_files_named_are_looked_at(desk):
    desk.lay("briefs/convoi.md", FILES["briefs/convoi.md"].replace("parti", "arrivé"))

    assert not desk.turn(desk.content / "pages" / "methode.md").changed
    assert desk.turn(desk.content / "briefs" / "convoi.md").changed


def test_without_names_all_files_are_looked_at(desk):
    desk.lay("briefs/convoi.md", FILES["briefs/convoi.md"].replace("parti", "arrivé"))
    write(desk.templates / "static" / "style.css", "/* neuf */")
    turn = desk.turn()

    assert ("content/briefs/convoi.md", "templates/static/style.css") == turn.saved
    assert [] == desk.differs()


@pytest.mark.parametrize(
    "name",
    ["briefs/.convoi.md.swp", "briefs/convoi.md~", "briefs/#convoi.md#", ".git/config", "briefs/x.tmp", "thumbs.db"],
)
def test_what_editors_leave_behind_is_looked_past(desk, name):
    file = write(desk.content / name, BROKEN)

    assert [False, False] == [desk.turn(file).changed, desk.turn().changed]


def test_a_file_elsewhere_is_looked_past(desk):
    assert not desk.turn(write(desk.home / "site" / "index.html", "x"), desk.home).changed


def test_a_name_is_known_in_both_forms_of_its_accents(desk):
    text = "---\ntitle: Été\ndate: 2016-08-23\n---\nUn mot.\n"
    file = write(desk.content / "briefs" / "e\u0301te\u0301.md", text)
    first = desk.turn(file)
    write(file, text.replace("mot", "autre mot"))
    second = desk.turn(file)

    assert [("content/briefs/été.md",), ("content/briefs/été.md",)] == [first.saved, second.saved]
    assert [False, True] == [first.quick, second.quick]
    assert file == desk.warm.file_of("content/briefs/été.md")
    assert [] == desk.differs(FILES | {"briefs/été.md": file.read_text("utf-8")})


def test_a_file_in_the_place_of_a_folder_and_a_folder_in_the_place_of_a_file_are_seen(desk):
    text = desk.files.pop("briefs/convoi.md")
    (desk.content / "briefs" / "convoi.md").unlink()
    desk.files["briefs/convoi.md/convoi.md"] = text
    write(desk.content / "briefs" / "convoi.md" / "convoi.md", text)
    turn = desk.turn(desk.content / "briefs" / "convoi.md")

    assert (("content/briefs/convoi.md",), ("content/briefs/convoi.md/convoi.md",)) == (turn.gone, turn.saved)
    assert [] == desk.differs()


def test_a_link_that_leads_out_is_refused_and_the_file_is_gone(desk):
    (desk.content / "briefs" / "convoi.md").rename(desk.home / "convoi.md")
    (desk.content / "briefs" / "convoi.md").symlink_to(desk.home / "convoi.md")
    turn = desk.turn(desk.content / "briefs" / "convoi.md")

    assert ("content/briefs/convoi.md",) == turn.gone
    assert ["link-outside"] == desk.codes
    assert [] == desk.differs({name: text for name, text in FILES.items() if name != "briefs/convoi.md"})


# --------------------------------------------------------------------------- what readers do not see


@pytest.mark.parametrize(
    ("name", "reason", "until"),
    [
        ("brouillon", Reason.STATUS, None),
        ("rouge", Reason.MARKING, None),
        ("embargo", Reason.EMBARGO, "2016-08-25T06:00+02:00"),
        ("demain", Reason.DATE, "2016-08-25T00:00+02:00"),
        ("fini", Reason.EXPIRED, None),
    ],
)
def test_it_is_told_why_a_page_is_withheld_and_until_when(still, name, reason, until):
    (held,) = still.warm.held(f"content/briefs/{name}.md", f"briefs/2016/08/22/{name}/index.html")

    assert (reason, datetime.fromisoformat(until) if until else None) == (held.reason, held.until)


def test_nothing_is_told_of_a_page_that_readers_see(still):
    assert () == still.warm.held("content/briefs/convoi.md", CONVOI)
    assert () == still.warm.passages("content/briefs/convoi.md", CONVOI)
    assert () == still.warm.held("", HOME)
    assert () == still.warm.held("content/nothing.md", HOME)


def test_passages_that_readers_do_not_see_are_named_by_their_markings(desk):
    assert ("TLP:AMBER",) == desk.warm.passages("content/briefs/treve.fr.md", TREVE)
    desk.edit("briefs/treve.fr.md", "[^1]: La note.", "[[tlp:red]]\nCela.\n[[/tlp]]\n\n[^1]: La note.")
    assert ("TLP:AMBER", "TLP:RED") == desk.warm.passages("content/briefs/treve.fr.md", TREVE)


def test_no_passage_is_named_that_is_not_shown():
    with opened(unveiled=False) as desk:
        assert () == desk.warm.passages("content/briefs/treve.fr.md", TREVE)


def test_of_a_file_with_many_actors_only_the_one_shown_is_told():
    many = "- {id: un, kind: person, names: Un}\n- {id: deux, kind: person, names: Deux, marking: TLP:RED}\n"
    with opened(FILES | {"actors/plusieurs.yaml": many}) as desk:
        assert [] == desk.codes
        origin = desk.warm.page("actors/deux/index.html").origin
        assert () == desk.warm.held(origin, "actors/un/index.html")
        assert [Reason.MARKING] == [one.reason for one in desk.warm.held(origin, "actors/deux/index.html")]
        assert [] == desk.differs()


# --------------------------------------------------------------------------- the clock


def test_what_the_clock_changes_is_shown_when_it_has():
    with opened(unveiled=False) as desk:
        assert [] == desk.differs()
        assert datetime.fromisoformat("2016-08-25T00:00+02:00") == desk.warm.until()
        path = "briefs/2016/08/22/embargo/index.html"
        assert desk.page(path) is None

        later(desk, hours=20)
        turn = desk.warm.tick()
        assert (True, ()) == (turn.changed, turn.saved)
        assert desk.page(path) is not None
        assert [] == desk.differs()
        assert () == desk.warm.held("content/briefs/embargo.md", path)


def test_what_an_edit_shows_is_as_of_now():
    with opened(unveiled=False) as desk:
        later(desk, hours=20)
        desk.edit(*MORE["summary"])
        assert [] == desk.differs()


def test_where_the_clock_is_set_it_changes_nothing():
    with opened(as_of="2016-08-24") as desk:
        assert desk.warm.until() is None
    with opened(FILES | {"site.yaml": FILES["site.yaml"] + "as_of: 2016-08-24\n"}) as desk:
        assert desk.warm.until() is None


def test_where_nothing_is_shown_the_clock_changes_nothing():
    with opened({"briefs/a.md": BROKEN}) as desk:
        assert (None, None) == (desk.warm.until(), desk.page(HOME))
        assert desk.warm.tick().changed
        assert desk.page(HOME) is None


# --------------------------------------------------------------------------- what is remembered


def wrong(desk):
    """Name the pages that are not right, or have a fault."""
    return desk.differs() + [path for path in sorted(desk.seen) if desk.warm.page(path).fault]


def test_a_memo_that_is_emptied_under_our_hands_is_survived(desk):
    desk.warm.rest()
    base = sqlite3.connect(desk.paths.own / "memo.db")
    with base:
        assert base.execute("DELETE FROM value").rowcount
    base.close()
    desk.edit(*TEXTS["plain page"])
    assert [] == wrong(desk)

    assert desk.edit(*TEXTS["brief"]).changed
    assert [] == desk.differs()


@pytest.mark.parametrize("edit", [TEXTS["plain page"], MORE["summary"]], ids=["text", "header"])
def test_a_memo_that_forgets_everything_is_survived(desk, edit):
    desk.warm._memo.clear()
    desk.edit(*edit)

    assert [] == wrong(desk)


def test_a_memo_damaged_on_the_disk_is_survived(desk):
    desk.warm.rest()
    (desk.paths.own / "memo.db").write_bytes(b"\x00" * 100_000)
    desk.edit(*MORE["summary"])

    assert [] == wrong(desk)


def test_texts_lost_when_the_clock_shows_more_are_read_again(desk):
    with sqlite3.connect(desk.paths.own / "memo.db") as base:
        desk.warm.rest()
        base.execute("DELETE FROM value WHERE key NOT LIKE '% content/%'")
    desk.now += timedelta(days=2)
    desk.warm.tick()

    assert [] == wrong(desk)


def test_what_a_page_finds_lost_is_there_when_it_is_asked_for_again(desk):
    desk.warm._memo.clear()
    desk.edit(*TEXTS["plain page"])
    desk.page(CONVOI)
    shown = desk.warm.page(CONVOI)

    assert (None, desk.clean()[CONVOI]) == (shown.fault, shown.data)


def test_our_own_folder_may_be_removed_under_our_hands(desk):
    desk.warm.rest()
    shutil.rmtree(desk.paths.own)
    desk.edit(*MORE["summary"])
    assert [] == wrong(desk)

    desk.edit(*TEXTS["brief"])
    assert [] == desk.differs()


def test_a_build_meanwhile_disturbs_nothing(desk):
    assert build(desk.paths, Wishes(now=START)).ok
    desk.edit(*MORE["summary"])
    assert build(desk.paths, Wishes(now=START)).ok

    assert [] == desk.differs()


def test_what_was_found_out_serves_the_next_preview(desk):
    desk.warm.close()
    memo = desk.paths.own / "memo.db"
    known = memo.read_bytes()
    other = Desk(desk.home, desk.files)
    other.turn()
    other.warm.close()

    assert known == memo.read_bytes()


# --------------------------------------------------------------------------- where files are


def test_the_path_in_a_message_leads_to_its_file(desk):
    own = write(desk.templates / "page.html", "{{ plain.title }}")

    assert desk.content / "briefs" / "convoi.md" == desk.warm.file_of("content/briefs/convoi.md")
    assert own == desk.warm.file_of("templates/page.html")
    assert desk.paths.themes[1] / "brief.html" == desk.warm.file_of("templates/brief.html")


@pytest.mark.parametrize(
    "path",
    [
        "content/../templates/page.html",
        "content/../../etc/passwd",
        "content/briefs/../../secret",
        "templates/../content/site.yaml",
        "templates//etc/passwd",
        "/etc/passwd",
        "etc/passwd",
        "nothing",
        "",
        "templates/nothing.html",
    ],
)
def test_a_path_that_leads_elsewhere_is_no_file(still, path):
    assert still.warm.file_of(path) is None


def test_a_link_to_a_file_elsewhere_is_no_file(desk):
    (desk.content / "lien.md").symlink_to(write(desk.home / "secret", "x"))

    assert desk.warm.file_of("content/lien.md") is None


def test_a_text_that_is_shown_is_known_by_its_path(still):
    assert ["convoi"] == [one.head.id for one in still.warm._shown["content/briefs/convoi.md"].manuscripts]
    assert still.warm._shown.get("content/media/carte.png") is None


def test_what_is_no_longer_shown_is_let_go(desk):
    was = weakref.ref(desk.warm._press.lenses[0])
    desk.warm.page("topics/alep/index.html")
    assert not desk.edit(*MORE["summary"]).quick
    gc.collect()

    assert was() is None


HEADED = "---\ntitle: Titré\ndate: 2016-08-21\n---\nAvant.\n\n## Un\n\nUn mot de [[kerry]].\n\n## Deux\n\nLa fin.\n"


@pytest.mark.parametrize(
    ("old", "new", "heading"),
    [
        ("Avant.", "Avant tout.", ""),
        ("Un mot", "Quelques mots", "s-un"),
        ("La fin.", "La fin, enfin.", "s-deux"),
        ("La fin.", "La fin.\n\nEt après.", "s-deux"),
        ("## Deux\n\nLa fin.\n", "", "s-un"),
        ("\n## Deux", "\nPlus.\n\n## Deux", "s-un"),
        ("Titré", "Autre titre", ""),
        ("kerry", "lavrov", "s-un"),
    ],
)
def test_the_heading_under_which_a_text_changed_is_told(desk, old, new, heading):
    desk.save("briefs/titre.md", HEADED)

    assert heading == desk.save("briefs/titre.md", HEADED.replace(old, new)).heading
