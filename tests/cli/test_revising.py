"""The commands that change the author's files show, try, ask, and write all or nothing."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from fiche.cli import cli, revising
from tests.conftest import ROOT
from tests.desk import at_work

FILES = {
    "actors/kerry.yaml": "kind: person\nnames: John Kerry\n",
    "briefs/a.fr.md": "---\ntitle: T\ndate: 2016-08-20\nactors: [kerry]\n---\nOf [[kerry]].\n",
}


@pytest.fixture
def desk(monkeypatch):
    """Return a small publication, in whose folder one stands."""
    with at_work(FILES) as desk:
        monkeypatch.chdir(desk.content.parent)
        yield desk


def ask(*words, answer=""):
    return CliRunner().invoke(cli, list(words), input=answer, catch_exceptions=False)


def test_without_a_terminal_a_change_is_shown_and_not_made(desk):
    before = desk.files
    done = ask("actor", "rename", "John Kerry", "john-kerry")
    assert 0 == done.exit_code
    assert "-actors: [kerry]\n+actors: [john-kerry]\n" in done.output
    assert "2 files would change. Nothing was written; say “--yes” to write.\n" in done.output
    assert before == desk.files


def test_with_yes_it_is_made(desk):
    done = ask("actor", "rename", "kerry", "john-kerry", "--yes")
    assert "2 files changed.\n" == done.output[-17:]
    assert {"site.yaml", "briefs/a.fr.md", "actors/john-kerry.yaml"} == desk.files.keys()


def test_at_a_terminal_it_asks():
    with at_work(FILES) as desk:
        ours, theirs = os.openpty()
        words = [sys.executable, "-c", "from fiche.cli import main; main()", "topic", "rename", "a", "b"]
        (desk.content / "topics").mkdir()
        (desk.content / "topics/a.yaml").write_text("labels: A\n")
        try:
            os.write(ours, b"n\n")
            run = subprocess.run(
                words, cwd=desk.content.parent, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=theirs,
                capture_output=True, text=True, check=True,
            )  # fmt: skip
        finally:
            os.close(ours)
            os.close(theirs)
        assert run.stdout.endswith("Change 1 file? [y/N]: Nothing was written.\n")
        assert (desk.content / "topics/a.yaml").exists()


def test_content_with_errors_is_not_touched(desk):
    (desk.content / "briefs/b.md").write_text("---\ntitle: T\n---\nB\n")
    done = ask("actor", "rename", "kerry", "john-kerry", "--yes")
    assert (1, True) == (done.exit_code, "“date” is missing" in done.output)
    assert "actors/kerry.yaml" in desk.files


def test_a_change_that_would_leave_an_error_is_not_made(desk):
    (desk.content / "actors/dos.yaml").write_text("kind: organization\nnames: DoS\nparent: kerry\n")
    done = ask("actor", "merge", "kerry", "dos", "--yes")
    assert (1, True) == (done.exit_code, "an actor cannot be its own parent" in done.output)
    assert "With these changes the content would have errors. Nothing was written.\n" in done.output
    assert "actors/kerry.yaml" in desk.files


def test_a_new_warning_is_told_and_an_old_one_is_not(desk):
    (desk.content / "actors/jane.yaml").write_text(
        "kind: person\nnames: {fr: John Kerry, en: {full: J, short: Kerry}}\n"
    )
    done = ask("actor", "rename", "kerry", "john-kerry")
    told = [line.partition(": warning: ")[2] for line in done.output.split("\n") if "[shared-name]" in line]
    assert [
        "the actors “jane”, “john-kerry” share the name “kerry”; where it is meant, write the id [shared-name]"
    ] == told


def test_files_that_change_meanwhile_are_left_alone(desk, monkeypatch):
    tried = revising._tried

    def meanwhile(*words):
        (desk.content / "briefs/a.fr.md").write_text("other")
        return tried(*words)

    monkeypatch.setattr(revising, "_tried", meanwhile)
    done = ask("actor", "rename", "kerry", "john-kerry", "--yes")
    assert (3, True) == (done.exit_code, "content/briefs/a.fr.md changed meanwhile; nothing was written" in done.output)
    assert "actors/kerry.yaml" in desk.files
