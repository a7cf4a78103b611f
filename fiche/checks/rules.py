"""The editorial rules there are.

`fiche check` asks them, a build never: what they find is for an editor to judge. To add a rule is to write its function in the
module of its family, to add a line here, a section in `docs/checks.md`, and an example.
"""

from __future__ import annotations

from fiche.checks import mentions
from fiche.checks.rule import Rule
from fiche.problem import Severity

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

RULES: tuple[Rule, ...] = (
    Rule(
        "mentioned-not-listed", "M", _WARNING,
        "An actor that a brief's title, summary, key points or text name is not among its `actors`.",
        mentions.mentioned_not_listed,
    ),
    Rule(
        "listed-not-mentioned", "M", _WARNING,
        "An actor is among a brief's `actors`, and nothing in the brief names it.",
        mentions.listed_not_mentioned,
    ),
    Rule(
        "ambiguous-mention", "M", _WARNING,
        "A name in a text may mean several actors, so that it becomes a link to none.",
        mentions.ambiguous_mention,
    ),
    Rule(
        "weak-mentions-only", "M", _NOTE,
        "A listed actor is named by a place, a building or a surname alone.",
        mentions.weak_mentions_only,
    ),
)  # fmt: skip
"""Those of one family stand together, in the order of `docs/checks.md`."""
