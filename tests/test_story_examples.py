"""The examples in `examples/import`: a story as it was pasted, and beside it the draft it gives.

`fr-1.txt` is a story of 24 August 2016, in French by its name; `fr-1.md` is the whole draft. The register it is read with is
in `register/`. To add an example, write a story, run with GOLDEN=accept, and read the draft: is it what you would have made of
it? What is wrong in it goes into an issue, or into the words of its language (`fiche/story/fr.toml`).
"""

import os
from datetime import date, datetime
from pathlib import Path

import pytest

from fiche import pipeline
from fiche.pipeline import Paths, Wishes
from fiche.story.draft import draft
from fiche.story.words import language
from tests.laws.sites import theme

HERE = Path(__file__).parent / "examples" / "import"
STORIES = sorted(file.stem for file in HERE.glob("*.txt"))
TODAY = date(2016, 8, 24)


def desk():
    """Read the register of the examples."""
    wishes = Wishes(now=datetime.fromisoformat("2016-08-24T20:00:00+02:00"))
    done = pipeline.read(Paths(HERE / "register", HERE / "site", (theme(),)), wishes)
    assert done.ok, done.problems
    return done.desk


@pytest.mark.parametrize("name", STORIES)
def test_a_story_gives_the_draft_beside_it(name):
    text, expected = (HERE / f"{name}.txt").read_text("utf-8"), HERE / f"{name}.md"
    made = draft(text, desk(), lang=name.partition("-")[0], today=TODAY)
    if os.environ.get("GOLDEN") == "accept":
        expected.write_text(made.file.text, encoding="utf-8")

    assert expected.read_text("utf-8") == made.file.text


@pytest.mark.parametrize("name", STORIES)
def test_the_language_of_a_story_is_known_by_its_words(name):
    assert name.partition("-")[0] == language((HERE / f"{name}.txt").read_text("utf-8"), ("ru", "ar", "en", "fr"))
