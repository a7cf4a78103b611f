"""What an editor would look at in the file one is writing: the editorial rules, asked one at a time.

Owns which rules are asked of one file alone, and what is kept from one time to the next so that each is quick. It has no haste:
nothing of it is done before a page is on its way, and whoever asks may stop between two rules.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from fiche.checks.rule import Rule, judged
from fiche.checks.rules import RULES
from fiche.checks.study import Ground, Study, Told
from fiche.memo import Memo
from fiche.model import BriefHead, Desk, Manuscript, Sources, Status
from fiche.pipeline import EVERY
from fiche.problem import Problem

ASKED: tuple[Rule, ...] = tuple(rule for rule in RULES if not rule.whole)
"""Those that look at one text after the other. What the others find takes the whole desk; `fiche check` asks them."""


class Remark(NamedTuple):
    """What was found, and whether it stands in the body of its file: there it has a paragraph."""

    problem: Problem
    in_body: bool


class Margin:
    """The rules beside one desk after the other."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self._ground: Ground | None = None
        self._studies: dict[str, Study] = {}

    def forget(self) -> None:
        """Let go of what was found out about texts: they are not what they were."""
        self._studies.clear()

    def found(self, path: str, rule: Rule, desk: Desk, day: date, sources: Sources) -> tuple[Remark, ...]:
        """Return what a rule finds in a file of a desk; nothing of a file without a text."""
        study = self._studies.get(path)
        if study is None:
            study = self._studies[path] = self._study(path, desk, day, sources)
        found = (problem for problem in judged(study, [rule], EVERY).problems if problem.place.path == path)
        body = study.ground.page(path).body
        return tuple(Remark(problem, problem.place.line > body) for problem in found)

    def _study(self, path: str, desk: Desk, day: date, sources: Sources) -> Study:
        ground = Ground(desk, day, sources, self._memo)
        self._ground = ground.after(self._ground) if self._ground else ground
        briefs = tuple(one for one in desk.briefs if one.place.path == path and _is_read(one))
        others: tuple[Manuscript[Told], ...] = (*desk.actors, *desk.topics, *desk.pages)
        return Study(self._ground, briefs, tuple(one for one in others if one.place.path == path and one.readings))


def _is_read(brief: Manuscript[BriefHead]) -> bool:
    return brief.gate.status is not Status.WITHDRAWN
