"""Style: words that the house does without, acronyms that readers cannot know, and texts too long for their place.

Owns the rules of family J. Which words and how long is the site's to say: `style` in its settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fiche.checks.page import whole_words
from fiche.checks.quotations import paragraphs, quotations, words_of
from fiche.checks.study import Met, Study
from fiche.model import ActorHead
from fiche.problem import Problem, quoted, warning
from fiche.register import actor_names
from fiche.surface import BREAKS, surface

# --------------------------------------------------------------------------- words


def avoided_word(study: Study) -> Iterator[Problem]:
    """Tell of words that the house avoids, each once for a text, where they are its own and no quotation's."""
    avoided = study.desk.site.style.avoid
    for text in study.texts if avoided else ():
        seen = study.wording(text)
        quotes = [(one.start, one.end) for one in quotations(seen, text.head.lang, since=0)]
        for words, instead in avoided:
            for start, end in _occurrences(words, seen.text[: seen.after]):
                if any(first <= start and end <= last for first, last in quotes):
                    continue
                place, excerpt = study.where(text, start, end)
                if excerpt.lstrip().startswith(">"):
                    continue  # a quotation set apart
                used = quoted(seen.text[start:end])
                what = f"the house avoids {used} outside quotations; write {quoted(instead)}, or name who says so"
                yield warning(place, what, "avoided-word", excerpt)
                break


def _occurrences(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand in a text; those in small letters also at the beginning of a sentence."""
    forms = {words, words[:1].upper() + words[1:]}
    yield from sorted(found.span() for form in forms for found in whole_words(form, text))


# --------------------------------------------------------------------------- acronyms

_ACRONYM = re.compile(r"[^\W\d_a-zа-я]{2,7}")
_KNOWN = frozenset("ONU UN UNO UE EU OTAN NATO USA US UK UAE TV BBC CNN АО ООН НАТО США ЕС".split())
"""Acronyms that readers know better than what they stand for."""


def acronym_not_expanded(study: Study) -> Iterator[Problem]:
    """Tell of acronyms of the register that a brief uses and whose long form it has nowhere."""
    known = _KNOWN | set(study.desk.site.style.known)
    for brief in study.briefs:
        seen = study.wording(brief)
        met: dict[str, list[tuple[str, Met]]] = {}
        for one in study.met(brief):
            if len(one.actors) == 1:
                met.setdefault(one.actors[0], []).append((seen.text[one.start : one.end], one))
        folded = ""
        for actor, found in met.items():
            if not all(_is_acronym(words) for words, _ in found) or found[0][0] in known:
                continue
            head = study.ground.actors[actor].head
            folded = folded or surface(seen.text).folded
            if any(surface(name).folded in folded for name in _long_names(head)) or not _long_names(head):
                continue
            words, first = found[0]
            place, excerpt = study.where(brief, first.start, first.end)
            full = study.named(head, brief.head.lang, brief.head.date.instant.date())
            what = f"{quoted(words)} stands here for {quoted(full)}, which this brief has nowhere; write it out once"
            yield warning(place, what, "acronym-not-expanded", excerpt)


def _is_acronym(words: str) -> bool:
    return _ACRONYM.fullmatch(words) is not None and words.isupper()


def _long_names(head: ActorHead) -> set[str]:
    """Return the names of an actor that are no acronyms, in any language: a text may give the one of the original."""
    return {name for name in actor_names(head) if not _is_acronym(name) and name != head.id}


# --------------------------------------------------------------------------- lengths


def long_title(study: Study) -> Iterator[Problem]:
    """Tell of titles that lists and feeds would cut."""
    most = study.desk.site.style.title
    for brief in study.briefs:
        length = len(brief.head.title)
        if length > most:
            place, excerpt = study.field(brief, "title")
            what = f"the title has {length} characters, and {most} are the most; say the rest in the summary"
            yield warning(place, what, "long-title", excerpt)


def long_summary(study: Study) -> Iterator[Problem]:
    """Tell of summaries longer than a reader takes in at a glance."""
    most = study.desk.site.style.summary
    for brief in study.briefs:
        length = len(brief.head.summary.split())
        if length > most:
            place, excerpt = study.field(brief, "summary")
            what = (
                f"the summary has {length} words, and {most} are the most; leave the rest to the key points or the text"
            )
            yield warning(place, what, "long-summary", excerpt)


def key_points_count(study: Study) -> Iterator[Problem]:
    """Tell of key points that are too many to be key, or of one alone, which is a summary."""
    most = study.desk.site.style.key_points
    for brief in study.briefs:
        count = len(brief.head.key_points)
        if count == 1 or count > most:
            place, excerpt = study.field(brief, "key_points")
            what = (
                "there is one key point alone; add another, or say it in the summary"
                if count == 1
                else f"there are {count} key points, and {most} are the most; keep those that matter"
            )
            yield warning(place, what, "key-points-count", excerpt)


def summary_repeated(study: Study) -> Iterator[Problem]:
    """Tell of texts whose first paragraph says the summary over again, word for word."""
    for brief in study.briefs:
        seen, summary = study.wording(brief), words_of(brief.head.summary)
        start, end = next(paragraphs(seen), (0, 0))
        if summary and words_of(seen.text[start:end].replace(BREAKS[1], "")) == summary:
            place, excerpt = study.field(brief, "summary")
            what = "the text begins with the summary, word for word, and readers see one after the other; reword one"
            yield warning(place, what, "summary-repeated", excerpt)
