"""The examples in `examples/checks`: a small desk, and what a rule tells of it.

A line `====== CODE: the fact it shows` starts an example of one rule; each line `====== in PATH` below it starts a file of the
desk; after a line `====== gives` come the findings, one a line, nothing if there is none; after `====== mends PATH`, the file
as the fix leaves it. Files before the first example lie on the desk in every one. To add an example, copy one and change it;
one that fails shows what it gives now.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from fiche.checks.rule import judged
from fiche.checks.rules import RULES
from fiche.checks.study import Study
from fiche.executor import Serial
from fiche.memo import Memo
from fiche.mend import mended
from fiche.parse import parse
from fiche.problem import has_errors
from fiche.scan import scan
from tests.checks.desks import DAY
from tests.laws.sites import folder

FOLDER = Path(__file__).parents[1] / "examples" / "checks"
MARK = "====== "
SITE = """\
title: The Desk
base_url: https://desk.example/
timezone: UTC
languages: [fr, en, ar, ru]
"""


class Example(NamedTuple):
    """One example; `files` are the desk, `gives` and `mends` what is expected."""

    code: str
    fact: str
    files: dict[str, str]
    gives: list[str]
    mends: dict[str, str]


def read(text):
    """Read the examples of one file."""
    shared, found = {}, []
    for chunk in ("\n" + text).split(f"\n{MARK}")[1:]:
        first, _, rest = chunk.partition("\n")
        kind, _, path = first.partition(" ")
        if kind == "in":
            (found[-1].files if found else shared)[path] = rest.rstrip("\n") + "\n"
        elif kind == "gives":
            found[-1].gives.extend(line for line in rest.splitlines() if line.strip())
        elif kind == "mends":
            found[-1].mends[path] = rest.rstrip("\n") + "\n"
        else:
            code, _, fact = first.partition(": ")
            found.append(Example(code, fact, dict(shared), [], {}))
    return found


EXAMPLES = [one for file in sorted(FOLDER.glob("*.txt")) for one in read(file.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("example", [pytest.param(one, id=f"{one.code}: {one.fact}") for one in EXAMPLES])
def test_a_rule_tells_what_its_example_says(example):
    rules = [rule for rule in RULES if rule.code == example.code]
    with folder({"site.yaml": SITE, **example.files}) as home:
        memo = Memo()
        sources = scan(home / "content").value
        desk = parse(sources, pool=Serial(), memo=memo)
        assert not has_errors(desk.problems), desk.problems
        found = judged(Study.of(desk.value, DAY, sources, memo), rules, RULES)
        after = {one.path.removeprefix("content/"): one.after.decode() for one in mended(found.problems, sources)}

    told = [re.sub(r"\s*\n.*", "", str(one), flags=re.DOTALL).removeprefix("content/") for one in found.problems]
    assert example.gives == told
    assert example.mends == after
    assert {str(rule.severity) for rule in rules} >= {
        str(one.severity) for one in found.problems if one.code == example.code
    }


def test_every_rule_has_an_example_that_tells_something_and_one_that_tells_nothing():
    told = {one.code for one in EXAMPLES if one.gives}
    silent = {one.code for one in EXAMPLES if not one.gives}

    assert {rule.code for rule in RULES} == told == silent
