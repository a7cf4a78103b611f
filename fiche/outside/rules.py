"""The rules about links to other hosts: their codes, and how grave their findings are.

They are rules like those of the desk, so that a site can make them as grave as it wants and a file can waive one. They find
nothing by themselves: `telling` gives them what they find, where hosts were asked. Every command knows them, and so they load
nothing that asks.
"""

from __future__ import annotations

from collections.abc import Iterator

from fiche.checks.rule import Rule
from fiche.checks.study import Study
from fiche.problem import Problem, Severity

_WARNING, _NOTE = Severity.WARNING, Severity.NOTE


def _nothing(study: Study) -> Iterator[Problem]:
    return iter(())


OUTSIDE: tuple[Rule, ...] = tuple(
    Rule(code, "O", severity, finds, _nothing, whole=True, outside=True)
    for code, severity, finds in (
        ("link-dead", _WARNING, "A link leads to a page that is not there any more, or to a host that is not."),
        ("link-moved", _NOTE, "A link leads to a page that has moved for good."),
        ("link-blocked", _NOTE, "A link leads to a host that tells nothing to programs, so that a person must look."),
        ("link-unsure", _NOTE, "A link gave no answer today."),
        ("link-anchor", _NOTE, "A link leads to a place that its page does not have."),
        ("link-private", _WARNING, "A link leads into a private network, where no reader can follow."),
        (
            "link-later",
            _NOTE,
            "Links were not asked this time: their host wants to be left alone, or there is no network.",
        ),
    )
)
"""They go by what other hosts answer; `fiche check --links` asks them."""
