"""What a run found, for other programs: JSON of our own, and SARIF.

Owns their shapes. What people read is written by `cli`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from fiche import __version__
from fiche.problem import Edit, Place, Problem
from fiche.standing import Build

if TYPE_CHECKING:  # a build tells of no rules, and loads none
    from fiche.checks.rule import Rule

Json = Mapping[str, object]

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_json(done: Build, seconds: Mapping[str, float]) -> Json:
    """Return what a build or check found and did."""
    wrote = done.written
    return {
        "ok": done.ok,
        "briefs": done.briefs,
        "files": done.pages,
        "written": {"new": wrote.new, "changed": wrote.changed, "same": wrote.same, "removed": wrote.removed}
        if wrote
        else None,
        "seconds": seconds,
        **({"why": done.why} if done.why else {}),
        "problems": [_problem(problem) for problem in done.problems],
        **(
            {"waived": [{**_problem(one.problem), "reason": one.reason} for one in done.waived]} if done.sources else {}
        ),
    }


def _problem(problem: Problem) -> Json:
    return {
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "severity": str(problem.severity),
        "code": problem.code,
        "what": problem.what,
        **({"edits": [_edit(edit) for edit in problem.edits]} if problem.edits else {}),
    }


def _edit(edit: Edit) -> Json:
    place = edit.place
    return {"path": place.path, "line": place.line, "column": place.column, "old": edit.old, "new": edit.new}


# --------------------------------------------------------------------------- SARIF


def as_sarif(done: Build, rules: Sequence[Rule]) -> Json:
    """Return what a check found as a log of the Static Analysis Results Interchange Format (OASIS SARIF 2.1.0, errata 01).

    Each rule and each other code is a reporting descriptor; what is waived is a result with a suppression, whose
    justification is the reason; columns count code points.
    """
    codes = {problem.code for problem in (*done.problems, *(one.problem for one in done.waived))}
    described = [_rule(rule) for rule in rules]
    described += [{"id": code} for code in sorted(codes - {rule.code for rule in rules})]
    places = {str(one["id"]): at for at, one in enumerate(described)}
    results = [_result(problem, places) for problem in done.problems]
    results += [
        {**_result(one.problem, places), "suppressions": [{"kind": "inSource", "justification": one.reason}]}
        for one in done.waived
    ]
    driver = {"name": "fiche", "semanticVersion": __version__, "rules": described}
    return {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.finds.replace("`", "")},
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _result(problem: Problem, places: Mapping[str, int]) -> Json:
    return {
        "ruleId": problem.code,
        "ruleIndex": places[problem.code],
        "level": str(problem.severity),
        "message": {"text": problem.what},
        "locations": [{"physicalLocation": _location(problem.place)}],
        **({"fixes": [_fix(problem)]} if problem.edits else {}),
    }


def _location(place: Place) -> Json:
    region = {"startLine": place.line, **({"startColumn": place.column} if place.column else {})}
    return {"artifactLocation": {"uri": quote(place.path)}, **({"region": region} if place.line else {})}


def _fix(problem: Problem) -> Json:
    paths = dict.fromkeys(edit.place.path for edit in problem.edits)
    changes = [
        {
            "artifactLocation": {"uri": quote(path)},
            "replacements": [_replacement(edit) for edit in problem.edits if edit.place.path == path],
        }
        for path in paths
    ]
    return {"artifactChanges": changes}


def _replacement(edit: Edit) -> Json:
    lines = edit.old.split("\n")
    first = edit.place.column if len(lines) == 1 else 1
    region = {
        "startLine": edit.place.line,
        "startColumn": edit.place.column,
        "endLine": edit.place.line + len(lines) - 1,
        "endColumn": first + len(lines[-1]),
    }
    return {"deletedRegion": region, "insertedContent": {"text": edit.new}}
