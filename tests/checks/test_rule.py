"""What becomes of findings: settings of the site, waivers of files, and what is strange in either."""

import pytest

from fiche.checks.rule import Rule, judged
from fiche.problem import Severity, note, warning
from tests.checks.desks import studied
from tests.laws.sites import SITE


def _bare(study):
    for brief in study.briefs:
        if not brief.readings:
            yield warning(brief.place, "no text", "bare")


def _registered(study):
    for actor in study.desk.actors:
        yield note(actor.place, "an actor", "registered")


RULES = (
    Rule("bare", "X", Severity.WARNING, "No text.", _bare),
    Rule("registered", "X", Severity.NOTE, "An actor.", _registered, whole=True),
)


def brief(waive=""):
    return f"---\ntitle: a\ndate: 2016-08-20\n{waive}---\n"


ACTORS = "- {id: a, kind: state, names: A}\n- {id: b, kind: state, names: B, waive: {registered: It is.}}\n"


def found(files, rules=RULES):
    with studied(files) as study:
        findings = judged(study, rules, RULES)
    told = [
        (one.place.path.removeprefix("content/"), one.place.line, str(one.severity), one.code)
        for one in findings.problems
    ]
    return told, [(one.problem.code, one.reason) for one in findings.waived]


def test_what_rules_find_is_told_with_their_own_severity():
    assert ([("briefs/a.md", 2, "warning", "bare")], []) == found({"briefs/a.md": brief()})


def test_the_site_says_how_grave_a_finding_is_or_that_it_is_none():
    assert "error" == found({"site.yaml": f"{SITE}checks: {{bare: error}}\n", "briefs/a.md": brief()})[0][0][2]
    assert ([], []) == found({"site.yaml": f"{SITE}checks: {{bare: off}}\n", "briefs/a.md": brief()})


def test_a_file_waives_a_rule_with_a_reason_and_each_record_of_a_list_its_own():
    files = {"briefs/a.md": brief("waive: {bare: A stub on purpose.}\n"), "actors/all.yaml": ACTORS}

    told, waived = found(files)
    assert [("actors/all.yaml", 1, "note", "registered")] == told
    assert [("bare", "A stub on purpose."), ("registered", "It is.")] == sorted(waived)


def test_a_waiver_that_waives_nothing_is_noted_only_where_its_rule_was_asked():
    files = {"briefs/a.md": brief("waive:\n  bare: It has one.\n") + "Text.\n"}

    assert ([("briefs/a.md", 5, "note", "idle-waiver")], []) == found(files)
    assert ([], []) == found(files, RULES[1:])
    assert ([], []) == found(files | {"site.yaml": f"{SITE}checks: {{bare: off}}\n"})


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"site.yaml": f"{SITE}checks:\n  barr: off\n"}, ("site.yaml", 6)),
        ({"briefs/a.md": brief("waive: {barr: Why.}\n") + "Text.\n"}, ("briefs/a.md", 4)),
    ],
)
def test_a_rule_that_there_is_not_is_told_with_the_nearest_one(files, place):
    with studied(files) as study:
        (problem,) = judged(study, RULES).problems

    assert (f"content/{place[0]}", place[1], "unknown-rule") == (problem.place.path, problem.place.line, problem.code)
    assert "did you mean “bare”?" in problem.what


def test_a_study_of_one_brief_tells_of_no_other():
    files = {"briefs/a.md": brief(), "briefs/b.md": brief("waive: {registered: x}\n")}
    with studied(files) as study:
        first = judged(study.only(study.briefs[:1]), RULES[:1], RULES)

    assert ["content/briefs/a.md"] == [problem.place.path for problem in first.problems]
