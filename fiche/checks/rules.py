"""The editorial rules there are.

`fiche check` asks them, a build never: what they find is for an editor to judge. To add a rule is to write its function in the
module of its family, to add a line here, a section in `docs/checks.md`, and an example.
"""

from __future__ import annotations

from fiche.checks import editions, evidence, freshness, mentions, naming, strangers, style
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
    Rule(
        "quote-unattributed", "S", _WARNING,
        "Beside a quotation in a text neither a source is cited nor anybody named.",
        evidence.quote_unattributed,
    ),
    Rule(
        "quote-differs", "S", _WARNING,
        "Words quoted from a speaker stand elsewhere on the desk with other words.",
        evidence.quote_differs, whole=True,
    ),
    Rule(
        "statement-without-source", "S", _WARNING,
        "A statement is quoted word for word and names no source.",
        evidence.statement_without_source,
    ),
    Rule(
        "translation-without-original", "S", _WARNING,
        "Each edition of a brief quotes a statement in its own language, as if it had been said in each.",
        evidence.translation_without_original, whole=True,
    ),
    Rule(
        "source-never-cited", "S", _NOTE,
        "A source is among a brief's `sources`, and nothing in the brief cites it, while others are cited.",
        evidence.source_never_cited,
    ),
    Rule(
        "weak-source-alone", "S", _WARNING,
        "All the sources of a brief are graded E or F.",
        evidence.weak_source_alone,
    ),
    Rule(
        "anonymous-source", "S", _WARNING,
        "A confidential source has no `descriptor`, so that readers learn nothing of it.",
        evidence.anonymous_source, whole=True,
    ),
    Rule(
        "avoided-word", "J", _WARNING,
        "A text has, outside quotations, words that the house avoids (`style` in `site.yaml`).",
        style.avoided_word,
    ),
    Rule(
        "acronym-not-expanded", "J", _WARNING,
        "A brief uses an acronym of the register and has its long form nowhere.",
        style.acronym_not_expanded,
    ),
    Rule(
        "long-title", "J", _WARNING,
        "A title is longer than `style` in `site.yaml` allows; 120 characters if it does not say.",
        style.long_title,
    ),
    Rule(
        "long-summary", "J", _WARNING,
        "A summary is longer than `style` in `site.yaml` allows; 80 words if it does not say.",
        style.long_summary,
    ),
    Rule(
        "key-points-count", "J", _WARNING,
        "There is one key point alone, or more than `style` in `site.yaml` allows; 6 if it does not say.",
        style.key_points_count,
    ),
    Rule(
        "summary-repeated", "J", _WARNING,
        "A text begins with its summary, word for word.",
        style.summary_repeated,
    ),
    Rule(
        "label-missing", "L", _WARNING,
        "An actor or topic has no name in a language of the site.",
        editions.label_missing, whole=True,
    ),
    Rule(
        "translation-older", "L", _WARNING,
        "An edition of a brief was not revised when another was.",
        editions.translation_older, whole=True,
    ),
    Rule(
        "editions-differ", "L", _WARNING,
        "Editions of a brief list other actors, topics, statements or figures.",
        editions.editions_differ, whole=True,
    ),
    Rule(
        "no-outcome", "F", _WARNING,
        "An event was over two weeks ago, and nothing says how it went.",
        freshness.no_outcome, whole=True,
    ),
    Rule(
        "orphan", "F", _NOTE,
        "Nothing uses an actor, topic or source of the register.",
        freshness.orphan, whole=True,
    ),
)  # fmt: skip
"""Those of one family stand together, in the order of `docs/checks.md`."""
