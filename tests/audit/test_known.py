"""An audit that remembers finds what one that does not finds, and looks through less."""

import os
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche import pipeline, sealed
from fiche import theme as themes
from fiche.audit import known as knowing
from fiche.audit import leaks, opened, withheld
from fiche.audit.known import Known, recalled
from fiche.executor import Serial
from fiche.pipeline import Paths, Wishes
from fiche.scan import scan
from tests.laws.sites import NOW, SITE, folder, theme

BRIEF = "---\ntitle: {title}\ndate: 2016-08-20\n{more}---\n{text}\n"
SENTENCE = "Le négociateur qatari a quitté l’hôtel {n} avant l’aube, sans signer."
FILES = {
    "site.yaml": SITE,
    "briefs/a.md": BRIEF.format(title="A", more="", text="Un texte, desk@press.example."),
    "briefs/draft.md": BRIEF.format(title="D", more="status: draft\n", text=SENTENCE.format(n="Continental")),
}


class Desk:
    """A publication, and audits of its site with and without memory."""

    def __init__(self, home):
        self.paths = Paths(home / "content", home / "site", (theme(),))
        self.wishes = Wishes(now=datetime.fromisoformat(NOW))
        self.looked: list[str] = []
        self.build()

    def build(self):
        assert pipeline.build(self.paths, self.wishes).ok

    def audit(self, *, remembering=True):
        read = pipeline.read(self.paths, self.wishes)
        sources, templates = scan(self.paths.content).value, themes.load(self.paths.themes).value
        output = opened(self.paths.out, "site", read.desk.site.base_url)
        before = recalled(output, self.paths.own / "x.audit") if remembering else Known()
        found = withheld(output, read.desk, read.policy, sources, templates, pool=Serial(), known=before)
        return sorted(map(str, found))

    def write(self, name, text):
        (self.paths.content / name).write_text(text, "utf-8")

    def plant(self, path, words):
        page = self.paths.out / path
        page.write_text(page.read_text("utf-8").replace("</main>", f"<p>{words}</p></main>"), "utf-8")


@pytest.fixture
def desk(monkeypatch):
    """Yield a desk whose files are old enough to be believed, and note which files are looked through."""
    monkeypatch.setattr(knowing, "RACY", 0)
    honest = leaks._search
    with folder(FILES) as home:
        made = Desk(home)

        def noted(task):
            made.looked += task.paths
            return honest(task)

        monkeypatch.setattr(leaks, "_search", noted)
        assert [] == made.audit()
        assert "index.html" in made.looked
        made.looked.clear()
        yield made


def test_nothing_is_looked_through_again_where_nothing_changed(desk):
    assert ([], []) == (desk.audit(), desk.looked)


def test_what_a_build_wrote_since_is_looked_through_and_nothing_else(desk):
    desk.write("briefs/a.md", BRIEF.format(title="A", more="", text="Un texte encore."))
    desk.build()

    assert [] == desk.audit()
    assert "briefs/2016/08/20/a/index.html" in desk.looked
    assert "about/index.html" not in desk.looked


def test_words_put_into_a_file_since_are_found_and_found_again(desk):
    desk.plant("about/index.html", SENTENCE.format(n="Continental"))

    assert desk.audit() == desk.audit(remembering=False) != []
    desk.looked.clear()
    assert desk.audit() == desk.audit(remembering=False) != []


def test_a_file_made_to_look_as_old_as_it_was_is_looked_through(desk):
    page = desk.paths.out / "about/index.html"
    was = page.stat()
    desk.plant("about/index.html", SENTENCE.format(n="Continental"))
    os.utime(page, ns=(was.st_atime_ns, was.st_mtime_ns))

    assert [] != desk.audit()


def test_words_that_are_withheld_only_now_are_looked_for_everywhere(desk):
    desk.plant("about/index.html", SENTENCE.format(n="Beau Rivage"))
    desk.audit()
    desk.looked.clear()
    desk.write(
        "briefs/other.md", BRIEF.format(title="E", more="status: draft\n", text=SENTENCE.format(n="Beau Rivage"))
    )

    assert desk.audit() == desk.audit(remembering=False) != []
    assert "robots.txt" in desk.looked


def test_less_to_look_for_is_no_reason_to_look_again(desk):
    desk.write("briefs/draft.md", BRIEF.format(title="D", more="status: draft\n", text="Rien."))
    assert [] == desk.audit()
    assert "about/index.html" not in desk.looked


def test_doubts_that_were_told_are_told_again(desk):
    desk.plant("about/index.html", "<!-- demander --> autre@press.example")
    told = desk.audit()
    desk.looked.clear()

    assert (2, told, []) == (len(told), desk.audit(), desk.looked)


@pytest.mark.parametrize("damaged", [b"", b"[]", b"\xff"])
def test_what_is_kept_may_be_lost_or_damaged(desk, damaged):
    sealed.save(desk.paths.own / "x.audit", damaged)

    assert [] == desk.audit()
    assert "about/index.html" in desk.looked


def test_files_written_in_the_moment_of_an_audit_are_not_believed(desk, monkeypatch):
    monkeypatch.setattr(knowing, "RACY", 3_600_000_000_000)
    (desk.paths.own / "x.audit").unlink()
    desk.audit()
    desk.looked.clear()
    desk.audit()

    assert "about/index.html" in desk.looked


NUMBERS = st.integers(0, 2)
STEPS = st.one_of(
    st.tuples(st.just("plant"), st.sampled_from(["about/index.html", "index.html", "feed.atom"]), NUMBERS),
    st.tuples(st.just("withhold"), st.sampled_from(["briefs/draft.md", "briefs/e.md"]), NUMBERS),
    st.tuples(st.just("show"), st.just("briefs/a.md"), NUMBERS),
    st.tuples(st.just("build"), st.just(""), NUMBERS),
)


@settings(max_examples=12)
@given(st.lists(STEPS, min_size=1, max_size=6))
def test_whatever_happens_between_audits_memory_hides_nothing(steps):
    with pytest.MonkeyPatch.context() as patch, folder(FILES) as home:
        patch.setattr(knowing, "RACY", 0)
        desk = Desk(home)
        for what, where, number in steps:
            words = SENTENCE.format(n=f"numéro {number}")
            if what == "plant":
                (desk.paths.out / where).write_text((desk.paths.out / where).read_text("utf-8") + words, "utf-8")
            elif what == "build":
                desk.build()
            else:
                more = "status: draft\n" if what == "withhold" else ""
                desk.write(where, BRIEF.format(title=where, more=more, text=words))
            assert desk.audit(remembering=False) == desk.audit()
