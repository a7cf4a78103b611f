"""Reports for other programs: our JSON, and SARIF by its own schema."""

import json
from pathlib import Path

import jsonschema
import pytest

from fiche.checks.rules import RULES
from fiche.model import Sources
from fiche.problem import Edit, Place, Severity, Waived, error, note, warning
from fiche.report import as_json, as_sarif
from fiche.standing import Build
from fiche.value import replace

SCHEMA = json.loads((Path(__file__).parent / "sarif-2.1.0.json").read_text("utf-8"))
"""The schema of SARIF 2.1.0 (errata 01), copyright OASIS Open, which allows copies of its standards."""

EDITS = (Edit(Place("content/é a.md", 3, 4), "", "\nx"), Edit(Place("content/b.md", 1, 2), "a\nbc", ""))
PROBLEMS = (
    replace(warning(Place("content/é a.md", 3, 4), "one", RULES[0].code, "excerpt"), edits=EDITS),
    error(Place("content/a.md"), "two", "other-code"),
    note(Place("content/a.md", 7), "three", RULES[1].code),
)
WAIVED = (Waived(warning(Place("content/c.md", 1, 1), "four", "waived-code"), "It is so."),)
DONE = Build(PROBLEMS, waived=WAIVED, sources=Sources("", ()))


@pytest.mark.parametrize("done", [DONE, Build()])
def test_the_log_is_sarif(done):
    jsonschema.Draft4Validator(SCHEMA).validate(json.loads(json.dumps(as_sarif(done, RULES))))


def test_the_log_has_rules_places_levels_fixes_and_what_is_waived():
    (run,) = as_sarif(DONE, RULES)["runs"]
    rules, results = run["tool"]["driver"]["rules"], run["results"]

    assert [problem.code for problem in (*PROBLEMS, WAIVED[0].problem)] == [
        rules[one["ruleIndex"]]["id"] for one in results
    ]
    assert ["warning", "error", "note", "warning"] == [one["level"] for one in results]
    assert [{"kind": "inSource", "justification": "It is so."}] == results[3]["suppressions"]
    assert {"uri": "content/%C3%A9%20a.md"} == results[0]["locations"][0]["physicalLocation"]["artifactLocation"]
    changes = results[0]["fixes"][0]["artifactChanges"]
    assert ["content/%C3%A9%20a.md", "content/b.md"] == [one["artifactLocation"]["uri"] for one in changes]
    assert {"startLine": 1, "startColumn": 2, "endLine": 2, "endColumn": 3} == changes[1]["replacements"][0][
        "deletedRegion"
    ]


def test_our_json_has_the_edits_and_what_is_waived_of_a_check_alone():
    found = as_json(DONE, {"scan": 0.1})

    assert not found["ok"]
    assert {"path": "content/b.md", "line": 1, "column": 2, "old": "a\nbc", "new": ""} == found["problems"][0]["edits"][
        1
    ]
    assert ["It is so."] == [one["reason"] for one in found["waived"]]
    assert "waived" not in as_json(Build(), {})
    assert {"error", "warning", "note"} == {str(severity) for severity in Severity}
