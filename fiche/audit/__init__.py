"""Audits: the output judged by itself, as bytes in a folder, whatever made it.

`leaked` asks whether anything that readers may not see is in it. Each audit is a function of a file beside this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor

from fiche.audit import leaks, matter, needles, private
from fiche.audit.output import Output, opened
from fiche.model import Desk, Policy, Sources
from fiche.problem import Problem
from fiche.theme import Templates

__all__ = ["Output", "leaked", "opened"]


def leaked(
    output: Output, desk: Desk, policy: Policy, sources: Sources, templates: Templates, *, pool: Executor
) -> Iterator[Problem]:
    """Report what stands in an output though readers may not see it, or though nobody meant to publish it."""
    parted = matter.matter(desk, policy, sources)
    theme = tuple(text for _, text in templates.texts)
    yield from leaks.leaks(output, needles.needles(parted, desk.site.languages, theme), parted.files, sources, pool)
    yield from private.private(output, (*parted.shown, *theme), pool)
