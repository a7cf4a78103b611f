"""The editorial rules there are.

`fiche check` asks them, a build never: what they find is for an editor to judge. To add a rule is to write its function in the
module of its family, to add a line here, a section in `docs/checks.md`, and an example.
"""

from __future__ import annotations

from fiche.checks import mentions, naming, strangers
from fiche.checks import time as times
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
    Rule(
        "topic-not-mentioned", "M", _NOTE,
        "A brief is filed under a topic and has no word of its names.",
        mentions.topic_not_mentioned,
    ),
    Rule(
        "unregistered-name", "M", _NOTE,
        "Three briefs or more name a person whom the register does not know.",
        strangers.unregistered_name, whole=True,
    ),
    Rule(
        "same-identifier", "M", _ERROR,
        "Two actors have one identifier in another register.",
        naming.same_identifier, whole=True,
    ),
    Rule(
        "near-duplicate-actors", "M", _WARNING,
        "Two actors' names are alike once transliterated, so that they may be one.",
        naming.near_duplicate_actors, whole=True,
    ),
    Rule(
        "short-alias", "M", _WARNING,
        "A name of an actor is so short or common that texts have it without meaning the actor.",
        naming.short_alias, whole=True,
    ),
    Rule(
        "office-not-held", "T", _WARNING,
        "A title stands beside the name of somebody who did not hold that office on the day of the brief, but on another.",
        times.office_not_held,
    ),
    Rule(
        "no-office-that-day", "T", _NOTE,
        "A listed person is between two offices on the day of the brief, as far as the register knows.",
        times.no_office_that_day, whole=True,
    ),
    Rule(
        "two-holders", "T", _WARNING,
        "Two persons hold at once an office that is held by one.",
        times.two_holders, whole=True,
    ),
    Rule(
        "name-not-in-use", "T", _WARNING,
        "A brief uses a name that its actor took later.",
        times.name_not_in_use,
    ),
    Rule(
        "acting-after-death", "T", _WARNING,
        "Somebody who has died, or a body that was dissolved, acts or speaks in a brief.",
        times.acting_after_death,
    ),
    Rule(
        "wrong-weekday", "T", _WARNING,
        "A date in words has the weekday of another day.",
        times.wrong_weekday,
    ),
)  # fmt: skip
"""Those of one family stand together, in the order of `docs/checks.md`."""
