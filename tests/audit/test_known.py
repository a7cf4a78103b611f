"""An audit that remembers finds what one that does not finds, and looks through less."""

import gzip
import os
import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche import pipeline, sealed
from fiche import theme as themes
from fiche.audit import known as knowing
from fiche.audit import leaks, opened, withheld
from fiche.audit.concordance import Writing
from fiche.audit.known import Known, recalled
from fiche.executor import Serial
from fiche.memo import Memo
from fiche.pipeline import Paths, Wishes
from fiche.scan import scan
from fiche.value import encode
from tests.laws.sites import NOW, SITE, folder, theme

BRIEF = "---\ntitle: {title}\ndate: 2016-08-20\n{more}---\n{text}\n"
SENTENCE = "Le négociateur qatari a quitté l’hôtel {n} avant l’aube, sans signer."
OTHER = "Une péniche remonte lentement vers Strasbourg."
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
        with closing(Memo(self.paths.own / "x.read" if remembering else None)) as memo:
            found = withheld(output, read.desk, read.policy, sources, templates, pool=Serial(), known=before, memo=memo)
            return sorted(map(str, found))

    def looks(self):
        """Return what was looked through since one asked last."""
        looked, self.looked[:] = sorted(self.looked), []
        return looked

    @property
    def words(self):
        return self.paths.own / "x.words"

    def withhold(self, text):
        self.write("briefs/other.md", BRIEF.format(title="E", more="status: draft\n", text=text))
        self.looks()

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


def test_words_that_are_withheld_only_now_are_looked_for_where_they_could_stand(desk):
    desk.plant("about/index.html", OTHER)
    desk.audit()
    desk.withhold(OTHER)

    found, looked = desk.audit(), desk.looks()
    assert found == desk.audit(remembering=False) != []
    assert "about/index.html" in looked
    assert "robots.txt" not in looked


def test_a_draft_that_is_being_written_costs_a_look_at_few_files(desk):
    desk.withhold(OTHER)

    assert ([], []) == (desk.audit(), desk.looks())


def test_what_has_but_a_part_of_the_new_words_is_looked_through_and_is_clean(desk):
    desk.write("briefs/a.md", BRIEF.format(title="A", more="", text="Une péniche lointaine."))
    desk.build()
    desk.audit()
    desk.write("briefs/e.md", BRIEF.format(title="Hier, une péniche lointaine", more="status: draft\n", text="Rien."))
    desk.looks()

    found, looked = desk.audit(), desk.looks()
    assert [] == found
    assert "briefs/2016/08/20/a/index.html" in looked
    assert "about/index.html" not in looked


def test_files_that_could_not_hold_the_new_words_are_clean_of_them_from_then_on(desk):
    desk.withhold(OTHER)
    desk.audit()
    shutil.rmtree(desk.words)

    assert ([], []) == (desk.audit(), desk.looks())


@pytest.mark.parametrize("how", ["lost", "empty", "damaged", "another"])
def test_where_it_is_not_known_what_words_files_have_they_are_looked_through(desk, how):
    desk.plant("about/index.html", OTHER)
    desk.audit()
    for file in desk.words.iterdir():
        if how == "lost":
            file.unlink()
        elif how == "another":
            sealed.save(file, encode(Writing().done()))
        else:
            file.write_bytes(b"" if how == "empty" else file.read_bytes()[:-1])
    desk.withhold(OTHER)
    desk.looks()

    found, looked = desk.audit(), desk.looks()
    assert found == desk.audit(remembering=False) != []
    assert {"about/index.html", "robots.txt"} <= set(looked)
    desk.withhold("Un chalutier rouillé redescend bruyamment, vide.")
    assert ([], ["about/index.html"]) == (desk.audit(), desk.looks())


def test_a_record_goes_with_none_but_its_own_words(desk, tmp_path):
    shutil.copytree(desk.words, tmp_path / "words")
    desk.plant("about/index.html", OTHER)
    desk.audit()
    shutil.rmtree(desk.words)
    shutil.copytree(tmp_path / "words", desk.words)
    desk.withhold(OTHER)

    assert desk.audit() == desk.audit(remembering=False) != []


def test_words_of_files_that_are_mostly_gone_are_forgotten_and_the_rest_looked_through(desk):
    (first,) = desk.words.iterdir()
    for path in desk.paths.out.rglob("*"):
        if path.is_file() and path.name != "robots.txt":
            path.write_bytes(path.read_bytes())
    desk.audit()
    assert first not in desk.words.iterdir()
    desk.looks()
    desk.withhold(OTHER)

    assert ([], ["robots.txt"]) == (desk.audit(), desk.looks())


def test_lists_of_a_few_files_become_one_before_they_are_many(desk, monkeypatch):
    monkeypatch.setattr(knowing, "_MANY", 2)
    paths = sorted(path.relative_to(desk.paths.out).as_posix() for path in desk.paths.out.rglob("*.html"))[:3]
    for number, path in enumerate(paths):
        desk.plant(path, f"Une fois {number}.")
        desk.audit()
        assert (2, 3, 1)[number] == len(list(desk.words.iterdir()))
    desk.looks()

    desk.withhold(OTHER)
    assert ([], paths) == (desk.audit(), desk.looks())
    assert 2 == len(list(desk.words.iterdir()))
    desk.withhold("Un chalutier rouillé redescend bruyamment, vide.")
    assert ([], []) == (desk.audit(), desk.looks())


def test_a_copy_that_differs_is_told_again(desk):
    (desk.paths.out / "index.html.gz").write_bytes(gzip.compress((desk.paths.out / "index.html").read_bytes()))
    assert [] == desk.audit()
    desk.plant("index.html", "Plus.")

    assert desk.audit() == desk.audit(remembering=False) != []
    assert desk.audit() == desk.audit(remembering=False) != []


def test_a_copy_of_what_leaks_is_not_clean_when_it_stands_alone(desk):
    desk.plant("about/index.html", SENTENCE.format(n="Continental"))
    page = desk.paths.out / "about/index.html"
    page.with_name("index.html.gz").write_bytes(gzip.compress(page.read_bytes()))
    desk.audit()
    page.unlink()

    assert desk.audit() == desk.audit(remembering=False) != []


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


SAID = [
    SENTENCE.format(n="Continental"),
    OTHER,
    "Vers Strasbourg, une péniche remonte lentement.",
    "Un chalutier rouillé redescend bruyamment vers Strasbourg, vide.",
    "Xylophonistes.",
    "<!-- demander --> autre@press.example",
]
"""Some of which have some of the same words."""
TEXTS = st.lists(st.sampled_from(SAID), min_size=1, max_size=2).map(" ".join)
PAGES = ["about/index.html", "index.html", "feed.atom"]
STEPS = st.one_of(
    st.tuples(st.just("plant"), st.sampled_from(PAGES), TEXTS),
    st.tuples(st.just("pack"), st.sampled_from(PAGES), st.just("")),
    st.tuples(st.just("remove"), st.sampled_from(PAGES), st.sampled_from(["", ".gz"])),
    st.tuples(st.just("withhold"), st.sampled_from(["briefs/draft.md", "briefs/e.md"]), TEXTS),
    st.tuples(st.just("withhold"), st.sampled_from(["briefs/draft.md", "briefs/f.md"]), TEXTS),
    st.tuples(st.just("show"), st.sampled_from(["briefs/a.md", "briefs/e.md"]), TEXTS),
    st.tuples(st.just("forget"), st.just(""), st.just("")),
    st.tuples(st.just("build"), st.just(""), st.just("")),
)


def take(desk, what, where, text):
    file = desk.paths.out / where
    if what == "plant" and file.exists():
        file.write_text(file.read_text("utf-8") + text, "utf-8")
    elif what == "pack" and file.exists():
        Path(f"{file}.gz").write_bytes(gzip.compress(file.read_bytes()))
    elif what == "remove":
        Path(f"{file}{text}").unlink(missing_ok=True)
    elif what == "forget":
        shutil.rmtree(desk.words, ignore_errors=True)
    elif what == "build":
        desk.build()
    elif what in {"withhold", "show"}:
        more = "status: draft\n" if what == "withhold" else ""
        desk.write(where, BRIEF.format(title=where, more=more, text=text))


@settings(max_examples=25)
@given(
    st.lists(TEXTS, min_size=3, max_size=3), st.lists(st.lists(STEPS, min_size=1, max_size=4), min_size=1, max_size=5)
)
def test_whatever_happens_between_audits_memory_hides_nothing(before, days):
    with pytest.MonkeyPatch.context() as patch, folder(FILES) as home:
        patch.setattr(knowing, "RACY", 0)
        desk = Desk(home)
        for page, text in zip(PAGES, before, strict=True):
            take(desk, "plant", page, text)
        desk.audit()
        for steps in days:
            for what, where, text in steps:
                take(desk, what, where, text)
            assert desk.audit(remembering=False) == desk.audit()
