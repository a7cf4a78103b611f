"""What source files say beside their fields is parted for readers, and read again only where it changed."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche.audit import judged
from fiche.audit.plain import words
from fiche.audit.sheaves import Leaf, Readers, Sheaves
from fiche.executor import Serial
from fiche.memo import Memo
from fiche.model import Marking
from fiche.pipeline import Paths, Wishes, build
from fiche.scan import Changed, scan
from tests.laws.sites import NOW, SITE, folder, theme

ALL = Readers(Marking.CLEAR, frozenset())


class Files:
    """Some source files, and what was made of them."""

    def __init__(self, home):
        self.home = home
        self.memo = Memo()

    def write(self, name, text):
        (self.home / name).write_text(text, "utf-8")

    def sheaves(self, *, closed=(), readers=ALL):
        sources = scan(self.home).value
        leaves = [Leaf(one, one.path.removeprefix("content/") in closed) for one in sources.files]
        return Sheaves(sources.root, readers, leaves, Serial(), self.memo)

    def empty(self, *but):
        """Take the bytes from files behind the back of what was scanned."""
        for file in self.home.iterdir():
            if file.name not in but:
                file.write_bytes(b"")


@pytest.fixture
def files(tmp_path):
    made = Files(tmp_path)
    made.write("open.md", "---\ntitle: A # a title\nednote: Ask the clerk.\n---\nSaid to all.\n<!-- not this -->\n")
    made.write("closed.md", "---\ntitle: B\n---\nSaid to none.\n")
    made.write("actors.yaml", "# a note\n- id: a\n  ednote: Ask nobody.\n")
    return made


def said(sheaves):
    return {text.text.strip(" \x01\n"): text.what for text in sheaves.withheld()}


def test_a_text_a_comment_and_a_note_to_editors_are_withheld(files):
    assert {
        "not this": "a comment",
        "a note": "a comment",
        "Ask the clerk.": "ednote",
        "Ask nobody.": "ednote",
        "Said to none.": "its text",
    } == said(files.sheaves(closed=["closed.md"]))


def test_the_same_files_are_not_read_again(files):
    before = files.sheaves(closed=["closed.md"])
    first = (said(before), before.told((b" all ", b" none ")))
    again = files.sheaves(closed=["closed.md"])
    files.empty()

    assert first == (said(again), again.told((b" all ", b" none ")))
    assert {b" all "} == first[1]


def test_of_a_file_that_changed_its_neighbours_elsewhere_are_not_read_again(files):
    said(files.sheaves())
    files.write("open.md", "---\ntitle: A\n---\nSaid otherwise. <!-- nor this -->\n")
    again = files.sheaves()
    files.empty("open.md")

    assert {"nor this", "a note", "Ask nobody."} == said(again).keys()


def test_a_text_that_is_closed_now_is_withheld_though_not_a_byte_of_it_changed(files):
    assert "Said to all." not in said(files.sheaves())
    assert "Said to all." in said(files.sheaves(closed=["open.md"]))
    assert "Said to all." not in said(files.sheaves())


def test_what_is_told_is_asked_anew_for_other_words_and_other_readers(files):
    files.write("open.md", "---\ntitle: A\n---\nSaid of [[nobody]]. [[tlp:amber]]\n\nA secret.\n\n[[/tlp]]\n")

    assert {b" said of nobody "} == files.sheaves(closed=["closed.md"]).told((b" said of nobody ", b" secret "))
    assert {b" secret "} == files.sheaves(readers=ALL._replace(audience=Marking.AMBER)).told((b" secret ", b" no "))
    hiding = Readers(Marking.CLEAR, frozenset({("actor", b" nobody ")}))
    assert set() == files.sheaves(readers=hiding).told((b" said of nobody ", b" secret "))


def test_a_memory_that_is_damaged_is_read_again(files):
    first = said(files.sheaves())
    for key in files.memo:
        files.memo._fresh[key] = b"[[1]]"

    assert first == said(files.sheaves())


@pytest.mark.parametrize("change", ["write", "unlink"])
def test_a_file_that_is_no_longer_what_was_scanned_is_named_and_nothing_is_kept_of_it(files, change):
    sheaves = files.sheaves()
    file = files.home / "open.md"
    file.write_text("Other.") if change == "write" else file.unlink()

    with pytest.raises(Changed, match=r"content/open\.md"):
        list(sheaves.withheld())
    assert not any(b"Other" in files.memo.get(key) for key in files.memo)


def test_an_audit_during_which_a_text_is_saved_asks_for_another():
    files = {"site.yaml": SITE, "briefs/a.md": "---\ntitle: A\ndate: 2016-08-20\n---\nText.\n"}
    with folder(files) as home:
        paths, wishes = Paths(home / "content", home / "site", (theme(),)), Wishes(now=datetime.fromisoformat(NOW))
        assert build(paths, wishes).ok

        class Editor(Serial):
            """Saves a text whenever something is to be done."""

            def submit(self, *task, **more):
                if task[0].__module__ == "fiche.audit.sheaves":
                    (home / "content/briefs/a.md").write_text("Saved meanwhile.")
                return super().submit(*task, **more)

        (problem,) = judged(paths, wishes, pool=Editor()).problems
        assert "content/briefs/a.md" == problem.place.path
        assert "try again" in problem.what


WORDS = st.lists(st.sampled_from("oui non trêve Alep, Genève. un deux".split()), max_size=8).map(" ".join)


@given(texts=st.lists(WORDS, max_size=4), sought=st.sets(WORDS.map(words).filter(bytes.strip), max_size=4), more=WORDS)
def test_law_what_is_told_is_what_stands_in_some_text_whatever_was_asked_before(tmp_path_factory, texts, sought, more):
    files = Files(tmp_path_factory.mktemp("sheaves"))
    for after in (texts, [more, *texts], texts[1:]):
        for file in files.home.iterdir():
            file.unlink()
        for number, text in enumerate(after):
            files.write(f"{number}.md", f"---\ntitle: A\n---\n{text}\n")
        shown = [words(text) for text in after]
        assert {one for one in sought if any(one in text for text in shown)} == files.sheaves().told(tuple(sought))
