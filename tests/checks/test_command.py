"""`fiche check`: what it prints, how it ends, and what it mends."""

import json

import jsonschema
import pytest

from fiche.pipeline import EVERY
from tests.laws.sites import SITE, tree
from tests.test_cli import ask, fiche, lay
from tests.test_report import SCHEMA

KERRY = "kind: person\nnames: John Kerry\n"
BRIEF = "---\ntitle: Un\ndate: 2016-08-20\n---\nJohn Kerry parle.\n"


@pytest.fixture
def home(tmp_path):
    """Return a folder with a publication in which a warning can be mended."""
    lay(tmp_path, {"site.yaml": SITE, "actors/john-kerry.yaml": KERRY, "briefs/a.md": BRIEF})
    return tmp_path


def test_warnings_fail_a_check_only_where_they_are_to(home):
    easy, strict = fiche(home, "check"), fiche(home, "check", "--strict")

    assert (0, 1) == (easy.returncode, strict.returncode)
    assert "content/briefs/a.md:5:1: warning:" in easy.stderr
    assert "nothing wrong (1 warning)" in easy.stdout


def test_a_build_does_not_ask_the_rules(home):
    assert "mentioned-not-listed" not in fiche(home, "build").stderr


def test_one_rule_may_be_asked_and_one_that_there_is_not_is_wrong_usage(home):
    assert "warning" not in ask(home, "check", "--rule", "ambiguous-mention").output
    wrong = fiche(home, "check", "--rule", "ambigous-mention")
    assert (2, True) == (wrong.returncode, "did you mean “ambiguous-mention”?" in wrong.stderr)


def test_the_rules_are_listed(home):
    listed = ask(home, "check", "--rules").output

    assert [f"{rule.code} ({rule.severity})" for rule in EVERY] == listed.splitlines()[::2]


def test_a_forge_gets_sarif(home):
    lay(home, {"briefs/b.md": BRIEF.replace("---\nJohn", "waive: {mentioned-not-listed: So.}\n---\nJohn")})
    log = json.loads(ask(home, "check", "--format", "sarif").output)

    jsonschema.Draft4Validator(SCHEMA).validate(log)
    assert [False, True] == ["suppressions" in one for one in log["runs"][0]["results"]]
    assert "1 waived" in fiche(home, "check").stdout


def test_json_is_one_object_by_either_name(home):
    one, other = (json.loads(ask(home, "check", *words).output) for words in (["--json"], ["--format", "json"]))

    assert one["problems"] == other["problems"]
    assert ["mentioned-not-listed"] == [problem["code"] for problem in one["problems"]]


def test_without_a_terminal_a_fix_is_shown_and_not_made(home):
    before = tree(home / "content")
    done = fiche(home, "check", "--fix")

    assert "+actors:\n+  - john-kerry\n" in done.stdout
    assert "Nothing was changed" in done.stderr
    assert before == tree(home / "content")


def test_a_fix_is_made_where_it_is_sure_and_a_second_one_finds_nothing(home):
    done = fiche(home, "check", "--fix", "--yes")

    assert "Mended 1 file." in done.stderr
    assert "mentioned-not-listed" not in done.stderr
    assert "actors:\n  - john-kerry\n---" in (home / "content" / "briefs" / "a.md").read_text()
    assert "nothing that can be mended" in fiche(home, "check", "--fix", "--yes").stderr
    assert 2 == fiche(home, "check", "--fix", "--json").returncode


def test_what_a_build_tells_without_a_line_a_check_tells_once_with_it_or_not_at_all(home):
    two = {f"actors/{name}.yaml": f"kind: person\nnames: {{full: {name} Trudeau, short: Trudeau}}\n" for name in "ej"}
    text = "---\ntitle: Un\ndate: 2016-08-20\nactors: [e, j]\n---\nE Trudeau et J Trudeau.\n\nPuis Trudeau.\n"
    lay(
        home,
        {
            **{name: head.replace(": e ", ": E ").replace(": j ", ": J ") for name, head in two.items()},
            "briefs/a.md": text,
        },
    )

    assert 1 == fiche(home, "build").stderr.count("ambiguous-mention")
    told = fiche(home, "check").stderr
    assert (1, True) == (told.count("[ambiguous-mention]"), "content/briefs/a.md:8:6: warning: “Trudeau”" in told)
    lay(home, {"site.yaml": f"{SITE}checks: {{ambiguous-mention: off}}\n"})
    assert "ambiguous-mention" not in fiche(home, "check").stderr
