"""`fiche import` and `fiche new actor --from-text`: a file from a text, printed what it is."""

import pytest
from click.testing import CliRunner

from fiche.cli import cli
from tests.desk import at_work

FILES = {"actors/kerry.yaml": "kind: person\nnames: {full: John Kerry, short: Kerry}\n"}
STORY = "Talks resume\n\nGENEVA (Reuters) - John Kerry will meet the envoy. “We have a lot to do,” said Kerry. The Roe of it.\n"


@pytest.fixture
def desk(monkeypatch):
    """Return a small publication, in whose folder one stands."""
    with at_work(FILES) as desk:
        monkeypatch.chdir(desk.content.parent)
        yield desk


def ask(*words, pasted=None):
    return CliRunner().invoke(cli, list(words), input=pasted, catch_exceptions=False)


def test_a_story_that_is_pasted_becomes_a_draft(desk):
    done = ask("import", "-", "--date", "2016-08-20", pasted=STORY.encode())
    assert 0 == done.exit_code, done.output
    assert (
        "made content/briefs/2016/2016-08-20-talks-resume.en.md\n"
        "  language en, 2016-08-20, GENEVA\n"
        "  1 actor, 0 names without a file\n"
        "  1 statement to be confirmed, 0 quotations whose speaker is not clear\n" == done.output
    )
    head = desk.read().briefs[0].head
    assert (["kerry"], ["kerry"]) == ([use.name for use in head.actors], [one.speaker for one in head.statements])


def test_the_same_story_twice_gives_two_briefs(desk):
    (desk.content.parent / "s.txt").write_text(STORY)
    ask("import", "s.txt", "--date", "2016-08-20")
    assert (
        "made content/briefs/2016/2016-08-20-talks-resume-2.en.md"
        in ask("import", "s.txt", "--date", "2016-08-20").output
    )
    desk.read()


@pytest.mark.parametrize(
    ("words", "pasted", "said"),
    [
        ((), b"", "there is no text in -"),
        ((), b"\xff", "is not encoded in UTF-8"),
        ((), b"x" * 100_001, "has 100,001 characters"),
        (("--lang", "de"), b"x", "the site has fr, en"),
        (("--date", "today"), b"x", "is no day"),
    ],
)
def test_what_cannot_be_a_story_is_wrong_usage(desk, words, pasted, said):
    done = ask("import", "-", *words, pasted=pasted)
    assert (2, True) == (done.exit_code, said in done.output)


def test_an_actor_may_begin_with_what_a_text_says(desk):
    text = "The foreign minister, Jane Roe, left."
    done = ask("new", "actor", "Jane Roe", "--from-text", "-", pasted=text.encode())
    assert 0 == done.exit_code
    assert "# Beside the name: “The foreign minister”\n" in (desk.content / "actors/jane-roe.yaml").read_text()
    desk.read()
    other = ask("new", "actor", "Joe Roe", "--from-text", "-", pasted=text.encode())
    assert (2, True) == (other.exit_code, "does not name “Joe Roe”" in other.output)
