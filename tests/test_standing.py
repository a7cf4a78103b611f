"""What is kept from one build for the next: when it is believed, by whom, and that it may be done without."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from fiche import markup, scan
from fiche.model import Marking
from fiche.pipeline import Paths, Wishes, build
from fiche.standing import look
from tests.laws.sites import NOW, REGISTER, SITE, folder, theme, tree

A = "---\ntitle: A\ndate: 2016-08-01\nactors: [kerry, nobody]\n---\nUn texte avec [[lavrov]].\n"
LATER = "---\ntitle: Later\ndate: 2016-08-03\nembargo: 2016-08-25T06:00+02:00\n---\nPlus tard.\n"
SECRET = "---\ntitle: Secret\ndate: 2016-08-02\nmarking: TLP:RED\n---\nPour peu.\n"
FILES = {"site.yaml": SITE, **REGISTER, "briefs/a.md": A, "briefs/later.md": LATER, "briefs/secret.md": SECRET}


@pytest.fixture
def home(monkeypatch):
    monkeypatch.setattr(scan, "RACY", 0)  # files of a test are younger than any file whose time is believed
    with folder(FILES) as home:
        yield home


def paths(home, out="site"):
    return Paths(home / "content", home / out, (theme(),))


def wishes(now=NOW, **others):
    return Wishes(now=datetime.fromisoformat(now), **others)


def made(home, out="site", *, remember=True, **others):
    done = build(paths(home, out), wishes(**others), remember=remember)
    assert done.ok, done.problems
    return done


@pytest.fixture
def converted(monkeypatch):
    """Return a list of the texts that are converted from now on."""
    texts = []
    honest = markup.convert

    def noted(text, **others):
        texts.append(text)
        return honest(text, **others)

    monkeypatch.setattr(markup, "convert", noted)
    return texts


# --------------------------------------------------------------------------- nothing has changed


def test_before_the_first_build_nothing_is_known(home):
    assert look(paths(home), wishes()) == (None, None, None, "", None)


def test_where_nothing_changed_it_is_told_what_the_last_build_told(home):
    first = made(home)
    done = look(paths(home), wishes()).done

    assert (first.problems, first.briefs, first.pages) == (done.problems, done.briefs, done.pages)
    assert ["unlisted-actor"] == [problem.code for problem in done.problems]
    assert (0, 0, first.pages) == (done.written.new, done.written.changed, done.written.same)


def edited(home):
    (home / "content" / "briefs" / "a.md").write_text(A + "Encore.\n", "utf-8")


def added(home):
    (home / "content" / "briefs" / "b.md").write_text(A, "utf-8")


def removed(home):
    (home / "content" / "briefs" / "later.md").unlink()


def page_edited(home):
    (home / "site" / "index.html").write_text("x", "utf-8")


def page_removed(home):
    (home / "site" / "index.html").unlink()


def ledger_gone(home):
    shutil.rmtree(home / ".fiche" / "ledgers")


@pytest.mark.parametrize("change", [edited, added, removed, page_edited, page_removed, ledger_gone])
def test_after_any_change_the_site_is_built(home, change):
    made(home)
    change(home)

    assert look(paths(home), wishes()).done is None


@pytest.mark.parametrize(
    "asked",
    [{"drafts": True}, {"audience": Marking.RED}, {"as_of": "2016-08-02"}, {"base_url": "https://e.org/"},
     {"now": "2016-08-26T00:00+02:00"}, {"now": "2016-08-01T00:00+02:00"}],
    ids=str,
)  # fmt: skip
def test_for_another_wish_or_another_day_the_site_is_built(home, asked):
    made(home)

    assert look(paths(home), wishes(**asked)).done is None


def test_within_the_hour_nothing_changes_by_itself(home):
    made(home)

    assert look(paths(home), wishes(now="2016-08-24T23:30+02:00")).done is not None


# --------------------------------------------------------------------------- what was read


def test_two_outputs_share_what_was_read_and_neither_shows_the_others(home, converted):
    made(home)
    converted.clear()
    made(home, "inner", audience=Marking.RED)
    inner, site = tree(home / "inner"), tree(home / "site")

    assert [] == converted
    assert any(b"Pour peu" in data for data in inner.values())
    assert not any(b"Pour peu" in data for data in site.values())
    made(home)
    assert site == tree(home / "site")


def test_the_memo_serves_another_machine(home, converted, tmp_path):
    made(home)
    there = tmp_path / "elsewhere"
    shutil.copytree(home / "content", there / "content")
    (there / ".fiche").mkdir()
    shutil.copy(home / ".fiche" / "memo.db", there / ".fiche" / "memo.db")
    converted.clear()
    made(there)

    assert [] == converted
    assert tree(home / "site") == tree(there / "site")


def test_nothing_is_remembered_where_that_is_asked(home, converted):
    made(home)
    kept = {file.name: file.read_bytes() for file in (home / ".fiche").iterdir() if file.is_file()}
    site = tree(home / "site")
    converted.clear()
    made(home, remember=False)

    assert len(converted) >= 2
    assert kept == {file.name: file.read_bytes() for file in (home / ".fiche").iterdir() if file.is_file()}
    assert site == tree(home / "site")


def test_the_whole_folder_may_go_at_any_time(home):
    made(home)
    site = tree(home / "site")
    shutil.rmtree(home / ".fiche")
    shutil.rmtree(home / "site")
    made(home)

    assert site == tree(home / "site")


@pytest.mark.parametrize("name", ["memo.db", "seen.json", "now"])
def test_a_folder_in_place_of_a_file_of_ours_costs_only_time(home, name):
    made(home)
    site = tree(home / "site")
    Path(home, ".fiche", name).unlink()
    Path(home, ".fiche", name, "inner").mkdir(parents=True)
    edited(home)
    made(home)

    assert site.keys() == tree(home / "site").keys()
    assert b"Encore" in tree(home / "site")["briefs/2016/08/01/a/index.html"]
