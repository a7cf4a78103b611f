"""The preview shows the build: whatever a day of editing brings, the server answers what a clean build would write.

The desk of law 2 at work, watched by a real server on a real socket: after each step every file of a build from nothing,
with the same policy, is asked for and must come byte for byte, less the script that the server adds; and what that build
would not write must not be there.
"""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from fiche.pipeline import build
from tests.laws.sites import tree
from tests.laws.test_law_2_incremental_is_clean import Desk, briefs, which
from tests.preview.serving import Preview
from tests.preview.small import WHOLE


class Watched(Desk):
    """The desk of law 2, with a preview of it."""

    def __init__(self) -> None:
        super().__init__()
        self.preview: Preview | None = None
        self.before: set[Path] = set()
        self.gone: set[str] = set()
        self.clock = self.now

    def teardown(self) -> None:
        self.leave()
        super().teardown()

    def leave(self) -> None:
        if self.preview is not None:
            self.preview.close()
            self.preview = None

    @initialize(drawn=briefs, unveiled=st.booleans())
    def begin(self, drawn, unveiled) -> None:
        super().begin(drawn)
        self.wishes = {"unveiled": unveiled}

    @rule(base=st.sampled_from([None, "https://autre.example/x/"]), unveiled=st.booleans())
    def ask_otherwise(self, base, unveiled) -> None:
        self.leave()
        self.wishes = {"unveiled": unveiled, "base_url": base}
        self.built = False

    @rule(at=which)
    def make_a_mistake_and_mend_it(self, at) -> None:
        file = self.brief(at)
        if file is None or self.preview is None:
            return
        self.look(whole=False)
        was = self.preview.get("index.html")
        good = file.read_bytes()
        file.write_bytes(b"---\ntitle: [\n---\n" + good)
        self.look(whole=False)
        assert "error" in [str(problem.severity) for problem in self.preview.room.warm.problems]
        assert was == self.preview.get("index.html")
        file.write_bytes(good)
        self.built = False

    @rule(at=which)
    def touch_the_times(self, at) -> None:
        file = self.brief(at)
        if file is not None:
            os.utime(file)

    def look(self, *, whole: bool) -> None:
        """Have the preview look at everything, or at each file that is there or was."""
        assert self.preview is not None
        now = {file for top in ("content", "templates") for file in (self.home / top).rglob("*") if file.is_file()}
        named = None if whole else sorted(now | self.before)
        self.before = now
        self.preview.ask(self.preview.room.look(named))

    @invariant()
    def the_site_is_what_a_clean_build_gives(self) -> None:
        """Ask the server instead of building into a folder."""
        if self.built:
            return
        if self.preview is None:
            self.preview = Preview(self.paths("site"), self.asked(), self.asked(), lambda: self.now)
        self.steps += 1
        self.look(whole=self.steps % 4 == 0)
        if self.now != self.clock:  # what the room does by itself a moment later
            self.clock = self.now
            self.preview.ask(self.preview.room.do(self.preview.room.warm.tick))
        shutil.rmtree(self.home / "clean", ignore_errors=True)
        clean = build(self.paths("clean"), self.asked(), remember=False)
        warm = self.preview.room.warm
        if clean.ok:
            assert [str(problem) for problem in clean.problems] == [str(problem) for problem in warm.problems]
            written = tree(self.home / "clean")
            wrong = [path for path in written.keys() - WHOLE if self.preview.get(path) != (200, written[path])]
            assert [] == wrong
            assert [] == [path for path in self.gone - written.keys() if self.preview.get(path)[0] != 404]
            self.gone |= written.keys()
        else:
            assert {str(problem.code) for problem in clean.problems} & {problem.code for problem in warm.problems}
        self.built = True


class LongWatched(Watched):
    """The same, for the long run."""


TestPreviewIsACleanBuild = Watched.TestCase
TestPreviewIsACleanBuild.settings = settings(max_examples=5, stateful_step_count=10, deadline=None)
TestPreviewIsACleanBuildAtLength = pytest.mark.fuzz(LongWatched.TestCase)
TestPreviewIsACleanBuildAtLength.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)
