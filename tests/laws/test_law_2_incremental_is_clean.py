"""Law 2, incremental is clean: after any edits the site equals a build from nothing, byte for byte.

A desk at work over a real folder: it edits, renames, deletes, moves the clock, loses or damages what the program remembers,
and writes into the site by hand. After each build the site is compared with one that knows of nothing before.
"""

import os
import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from fiche.pipeline import Paths, Wishes, build
from tests.laws.sites import NOW, REGISTER, SITE, WORDS, public_briefs, theme, tree
from tests.pictures.drawn import picture

START = datetime.fromisoformat(NOW)
KERRY = REGISTER["actors/kerry.yaml"]
HEADERS = {
    "embargo": "embargo: 2016-08-25T06:00+02:00\n",
    "expiry": "expires: 2016-08-26T06:00+02:00\n",
    "draft": "status: draft\n",
    "amber": "marking: TLP:AMBER\n",
    "renamed": "former_ids: [old-name]\nredirects: [old/page/]\n",
    "corrected": "corrections: [{date: 2016-08-24T18:00+02:00, kind: correction, text: Une date était fausse.}]\n",
    "withdrawn": "status: withdrawn\nwithdrawn: {date: 2016-08-25, reason: Faux.}\n",
    "none": "",
}
SETTINGS = (
    "",
    "per_page: 2\n",
    "server: cloudflare\ncompress: [gzip, brotli, zstd]\n",
    "compress: [gzip]\n",
    "outputs: {feeds: off}\n",
    "outputs: {json: off, archive: off}\n",
    "feed_length: 1\n",
    "pictures: {widths: [2, 9]}\n",
    "outputs: {pictures: off}\n",
)
BY_HAND = (
    "index.html",
    "actors/kerry/index.html",
    "static/style.css",
    "feed.atom",
    "sitemap.xml",
    "index.html.br",
    "sitemap.xml.gz",
)

briefs = public_briefs(least=2, most=4)
which = st.integers(0, 20)
word = st.sampled_from(WORDS)


class Desk(RuleBasedStateMachine):
    """One publication, its site, and what the program remembers of it."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="fiche-desk-"))
        self.now = START
        self.wishes: dict[str, object] = {}
        self.built = False
        self.counter = 0
        self.steps = 0

    def teardown(self) -> None:
        shutil.rmtree(self.home)

    def lay(self, name: str, text: str | bytes) -> None:
        file = self.home / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.built = False

    def brief(self, at: int) -> Path | None:
        files = sorted((self.home / "content" / "briefs").rglob("*.md"))
        return files[at % len(files)] if files else None

    def rewrite(self, at: int, old: str, new: str) -> None:
        file = self.brief(at)
        if file is not None:
            file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
            self.built = False

    @initialize(drawn=briefs)
    def begin(self, drawn) -> None:
        for name, text in {"site.yaml": SITE, **REGISTER}.items():
            self.lay(name, text)
        for one in drawn:
            self.lay(one.path, one.text())
        (self.home / "templates").mkdir()

    # ----------------------------------------------------------------------- what a desk does

    @rule(at=which, word=word)
    def edit_a_body(self, at, word) -> None:
        file = self.brief(at)
        if file is not None:
            file.write_text(file.read_text("utf-8") + f"\nEncore {word}, [[kerry]] [@journal].\n", "utf-8")
            self.built = False

    @rule(at=which, word=word)
    def edit_the_words_of_a_body(self, at, word) -> None:
        file = self.brief(at)
        if file is not None:
            file.write_text(file.read_text("utf-8") + f"\nEncore {word}.\n", "utf-8")
            self.built = False

    @rule(at=which, word=word)
    def edit_a_title(self, at, word) -> None:
        self.rewrite(at, "title: “", f"title: “{word} ")

    @rule(at=which, day=st.integers(1, 27))
    def move_to_another_day(self, at, day) -> None:
        file = self.brief(at)
        if file is not None:
            lines = file.read_text("utf-8").split("\n")
            lines = [f"date: 2016-08-{day:02}" if line.startswith("date: ") else line for line in lines]
            file.write_text("\n".join(lines), "utf-8")
            self.built = False

    @rule(at=which, which=st.sampled_from(sorted(HEADERS)))
    def say_more_in_a_header(self, at, which) -> None:
        file = self.brief(at)
        if file is not None:
            text = file.read_text("utf-8")
            for other in filter(None, HEADERS.values()):
                text = text.replace(other, "")
            file.write_text(text.replace("summary: En bref.\n", f"summary: En bref.\n{HEADERS[which]}"), "utf-8")
            self.built = False

    @rule(at=which)
    def rename_a_brief(self, at) -> None:
        file = self.brief(at)
        if file is not None:
            self.counter += 1
            file.rename(file.with_name(f"r{self.counter}.{file.name.split('.')[-2]}.md"))
            self.built = False

    @rule(at=which)
    def delete_a_brief(self, at) -> None:
        file = self.brief(at)
        if file is not None:
            file.unlink()
            self.built = False

    @rule(drawn=public_briefs(least=1, most=1), lang=st.sampled_from(["fr", "en"]))
    def add_a_brief(self, drawn, lang) -> None:
        self.counter += 1
        self.lay(f"briefs/sub/n{self.counter}.{lang}.md", drawn[0].text())

    @rule(
        name=st.sampled_from(["John Kerry", "J. Kerry"]),
        alias=st.sampled_from(["", "aliases: [Elizabeth Trudeau]\n", "not: [John Kerry voit]\n"]),
    )
    def rename_an_actor(self, name, alias) -> None:
        self.lay("actors/kerry.yaml", KERRY.replace("John Kerry", name) + alias)

    @rule(
        value=st.integers(0, 3),
        day=st.integers(1, 28),
        header=st.sampled_from(["", "status: draft", "label: Pertes"]),
        direction=st.sampled_from(["improved", "deteriorated"]),
    )
    def add_a_value_to_a_ledger(self, value, day, header, direction) -> None:
        more = f"- {{value: {value}, as_of: 2016-08-{day:02}, source: journal}}\n"
        label = "" if header.startswith("label") else "label: Morts\n"
        self.lay(
            "figures/f.yaml",
            f"id: morts\n{label}{header}\nunit: morts\ntopics: [syrie]\nvalues:\n- {{value: 2, as_of: 2016-07}}\n{more}",
        )
        self.lay(
            "topics/syrie.yaml", f"labels: Syrie\ntrend: [{{period: 2016-{1 + day % 12:02}, direction: {direction}}}]\n"
        )

    @rule(gone=st.booleans())
    def delete_or_restore_an_actor(self, gone) -> None:
        file = self.home / "content" / "actors" / "lavrov.yaml"
        file.unlink(missing_ok=True)
        if not gone:
            self.lay("actors/lavrov.yaml", REGISTER["actors/lavrov.yaml"])
        self.built = False

    @rule(parents=st.sampled_from(["", "parents: [syrie]\n"]))
    def move_a_topic(self, parents) -> None:
        self.lay("topics/alep.yaml", f"labels: {{fr: Alep, en: Aleppo}}\n{parents}")

    @rule(picture=st.sampled_from([picture(), picture(5, 4)]))
    def change_a_picture(self, picture) -> None:
        self.lay("media/carte.png", picture)

    @rule(more=st.sampled_from(SETTINGS), turn=st.booleans())
    def change_the_settings(self, more, turn) -> None:
        self.lay("site.yaml", (SITE.replace("[fr, en]", "[en, fr]") if turn else SITE) + more)

    @rule(name=st.sampled_from(["brief.html", "parts/footer.html", "static/style.css", "feed.atom.xml"]), word=word)
    def change_the_theme(self, name, word) -> None:
        file, default = self.home / "templates" / name, theme() / name
        file.parent.mkdir(exist_ok=True, parents=True)
        if file.exists():
            file.unlink()
        elif default.exists():
            file.write_text(
                default.read_text("utf-8") + ("" if name.endswith(".css") else f"<!-- {word} -->\n"), "utf-8"
            )
        self.built = False

    @rule(hours=st.integers(-60, 90))
    def wait(self, hours) -> None:
        self.now = START + timedelta(hours=hours)
        self.built = False

    @rule(drafts=st.booleans(), base=st.sampled_from([None, "https://autre.example/x/"]))
    def ask_otherwise(self, drafts, base) -> None:
        self.wishes = {"drafts": drafts, "base_url": base}
        self.built = False

    # ----------------------------------------------------------------------- what befalls a desk

    @rule(at=which)
    def save_without_a_change(self, at) -> None:
        file = self.brief(at)
        if file is not None:
            file.write_bytes(file.read_bytes())
            self.built = False

    @rule(at=which)
    def edit_to_the_same_size_and_time(self, at) -> None:
        file = self.brief(at)
        if file is not None:
            was = file.stat()
            text = file.read_text("utf-8")
            file.write_text(
                text.replace("En bref", "En brfe") if "En bref" in text else text.replace("En brfe", "En bref"), "utf-8"
            )
            os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
            self.built = False

    @rule(at=which)
    def make_a_mistake_and_mend_it(self, at) -> None:
        file = self.brief(at)
        if file is None:
            return
        good = file.read_bytes()
        before = tree(self.home / "site")
        file.write_bytes(b"---\ntitle: [\n---\n" + good)
        assert not build(self.paths("site"), self.asked()).ok
        assert before == tree(self.home / "site")
        file.write_bytes(good)
        self.built = False

    @rule(at=st.floats(0, 1), how=st.sampled_from(["delete", "cut", "flip", "zero"]), turn=which)
    def damage_what_is_remembered(self, at, how, turn) -> None:
        files = sorted(
            file
            for file in (self.home / ".fiche").rglob("*")
            if file.suffix in {".db", ".json", ".woven"} and ("ledgers" not in file.parts or file.suffix == ".woven")
        )
        if not files:
            return
        file = files[turn % len(files)]
        data = bytearray(file.read_bytes())
        place = int(at * max(len(data) - 1, 0))
        if how == "delete":
            file.unlink()
        elif how == "cut":
            file.write_bytes(data[:place])
        elif data:
            data[place : place + 8] = bytes(8) if how == "zero" else bytes([data[place] ^ 0xFF])
            file.write_bytes(data)
        self.built = False

    @rule(name=st.sampled_from(BY_HAND), how=st.sampled_from(["edit", "delete"]))
    def write_into_the_site_by_hand(self, name, how) -> None:
        file = self.home / "site" / name
        if file.is_file():
            if how == "edit":
                file.write_bytes(file.read_bytes() + b"by hand")
            else:
                file.unlink()
            self.built = False

    @invariant()
    def the_site_is_what_a_clean_build_gives(self) -> None:
        self.steps += 1
        if self.built or self.steps % 3 == 1:  # now and then, more than one thing has changed
            return
        done = build(self.paths("site"), self.asked())
        shutil.rmtree(self.home / "clean", ignore_errors=True)
        clean = build(self.paths("clean"), self.asked(), remember=False)
        assert [str(problem) for problem in clean.problems] == [str(problem) for problem in done.problems]
        if clean.ok:
            ours, theirs = tree(self.home / "site"), tree(self.home / "clean")
            assert [] == sorted(path for path in ours.keys() | theirs.keys() if ours.get(path) != theirs.get(path))
            assert done.briefs == clean.briefs
        self.built = True

    @invariant()
    def nothing_is_left_behind(self) -> None:
        assert [] == list(self.home.glob(".*fiche-new*"))

    def paths(self, out: str) -> Paths:
        return Paths(self.home / "content", self.home / out, (self.home / "templates", theme()))

    def asked(self) -> Wishes:
        return Wishes(now=self.now, **self.wishes)


class LongDesk(Desk):
    """The same, for the long run."""


TestIncrementalIsClean = Desk.TestCase
TestIncrementalIsClean.settings = settings(max_examples=12, stateful_step_count=14, deadline=None)
TestIncrementalIsCleanAtLength = pytest.mark.fuzz(LongDesk.TestCase)
TestIncrementalIsCleanAtLength.settings = settings(max_examples=300, stateful_step_count=30, deadline=None)
