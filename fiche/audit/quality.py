"""The quality of an output: each file read once, judged by itself, and its links by all the others.

Owns the order of the work and its spreading over processes. What is judged is in the files beside this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import NamedTuple

from fiche.audit import copies, links, makers
from fiche.audit.csp import refused
from fiche.audit.feeds import formed
from fiche.audit.links import Links, Walk
from fiche.audit.output import Output
from fiche.audit.pages import rules
from fiche.audit.sheet import Sheet
from fiche.executor import chunks, in_order
from fiche.problem import Place, Problem
from fiche.value import replace

AUDITS: tuple[Callable[[Sheet], Iterator[Problem]], ...] = (rules, refused, formed)
"""What is judged of each file by itself. To add one: a function here, its codes in docs/audit.md."""

_CHUNK = 400
"""Files in one task."""
_TOLD = 5
"""Files that are named with the same mistake."""


class _Task(NamedTuple):
    output: Output
    paths: tuple[str, ...]


class _Judged(NamedTuple):
    problems: list[Problem]
    links: Links
    makers: dict[str, frozenset[str]]


def faults(output: Output, content: Path, *, pool: Executor) -> Iterator[Problem]:
    """Report what readers, browsers and programs would stumble over; `content` is the folder that lines are traced to."""
    small = output._replace(origins={})
    found: list[Links] = []
    alike: dict[tuple[str, str], list[Problem]] = {}
    judged = sorted(frozenset(output.paths).difference(copies.of(output.paths)))
    made: dict[str, frozenset[str]] = {}
    problems: list[Problem] = []
    for some in in_order(pool, _judge, (_Task(small, paths) for paths in chunks(judged, _CHUNK))):
        found.append(some.links)
        made |= some.makers
        problems += some.problems
    for problem in (*problems, *makers.told(output, made)):
        alike.setdefault((problem.code, problem.what), []).append(problem)
    for same in alike.values():
        yield from same[:_TOLD]
        if len(same) > _TOLD:
            what = f"the same is wrong in {len(same) - _TOLD:,} files more: {same[0].what}"
            yield replace(same[0], place=Place(output.name), what=what)
    yield from links.judged(output, found, content)


def _judge(task: _Task) -> _Judged:
    walk = Walk(task.output)
    problems: list[Problem] = []
    made: dict[str, frozenset[str]] = {}
    for path in task.paths:
        sheet = Sheet(task.output, path, task.output.read(path))
        for judge in AUDITS:
            problems += judge(sheet)
        made |= makers.of(sheet)
        walk.follow(sheet)
    return _Judged(problems, walk.found(), made)
