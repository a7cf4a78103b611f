"""Evidence: who is quoted, where a quotation comes from, what stands behind a brief.

Owns the rules of family S. A source that is cited and that there is not, and a statement on background without a description
of who spoke, are errors that every build tells (`references`, `forms`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from difflib import SequenceMatcher
from itertools import combinations

from fiche.checks.quotations import Quotation, paragraphs, quotations, words_of
from fiche.checks.study import Study, spans
from fiche.model import BriefHead, Cite, Manuscript, ReferenceHead, Statement, statements_of
from fiche.problem import Place, Problem, note, quoted, warning

# --------------------------------------------------------------------------- quotations

_LONG = 8
"""Words of a quotation from which it is somebody's, and no title or turn of phrase."""
_ATTRIBUTED = re.compile(r"\[@|\[\^|\[\[|\]\(|\bhttps?:|^\s*>", re.MULTILINE)
"""What in a paragraph leads to a source or an actor; what is set apart as a quotation has its own line for that."""


def quote_unattributed(study: Study) -> Iterator[Problem]:
    """Tell of quotations in running text where neither a source is cited nor anybody of the register is named.

    Who speaks may be said in the paragraph before: “He added: …”.
    """
    for brief in study.briefs:
        seen = study.wording(brief)
        for found in quotations(seen, brief.head.lang):
            if len(found.words) < _LONG or not seen.is_open(found.start) or _is_said(brief, found):
                continue
            before = max(
                (start for start, end in paragraphs(seen) if end < found.paragraph[0]), default=found.paragraph[0]
            )
            if next(_named(study, brief, before, found.paragraph[1]), None) is not None:
                continue
            place, excerpt = study.where(brief, found.start, found.end)
            if not any(map(_ATTRIBUTED.search, study.ground.page(place.path).blocks(place))):
                what = (
                    f"no source is cited at {quoted(found.text)}, and nobody of the register is named there; "
                    "cite a source, or say who speaks"
                )
                yield warning(place, what, "quote-unattributed", excerpt)


def _named(study: Study, brief: Manuscript[BriefHead], start: int, end: int) -> Iterator[str]:
    """Yield the actors named between two places of a text; "" for one that may be several."""
    yield from (actor for met in study.met(brief) if start <= met.start < end for actor in met.actors or ("",))


def _is_said(brief: Manuscript[BriefHead], found: Quotation) -> bool:
    """Say whether the words are those of a statement in the header, which has its speaker and source."""
    return any(_has(words_of(one.text), found.words) for one in statements_of(brief))


def statement_without_source(study: Study) -> Iterator[Problem]:
    """Tell of statements that are quoted word for word and name no source."""
    for brief in study.briefs:
        for one in statements_of(brief):
            if one.form == "quote" and not one.source:
                what = f"no source is named for the words {quoted(one.text)}; write “source:” with the id of one"
                yield warning(one.place, what, "statement-without-source", study.line(one.place))


_NEAR = 0.85
"""The part of two texts that must be the same for them to be one quotation."""
_LEAST = 6
"""Words below which two quotations are alike by chance."""
_TIME = timedelta(days=14)
"""Between a brief and the statement that it seems to quote: a speaker may say much the same another month."""
_CUT = re.compile(r"\.\.\.|[…\[\](]")
"""What a writer leaves out or adds, and says so."""


def quote_differs(study: Study) -> Iterator[Problem]:
    """Tell of words quoted from one speaker on one day that stand elsewhere on the desk with other words.

    A part of a longer quotation is no other one, and neither is one that says where it was cut.
    """
    said = _quotes(study)
    for (speaker, _, day), found in sorted(said.items(), key=lambda row: row[0]):
        for (brief, one), (other_brief, other) in combinations(found, 2):
            if brief.place != other_brief.place and _is_other(words_of(one.text), words_of(other.text)):
                what = _otherwise(other.text, speaker, f"those of {day} in {brief.head.id}", one.text)
                yield warning(other.place, what, "quote-differs", study.line(other.place))
    by_speaker: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for (speaker, lang, _), found in said.items():
        by_speaker[speaker, lang] += [one for _, one in found]
    for some in spans(study, 256):
        for brief in some.briefs if said else ():
            yield from _misquoted(some, brief, by_speaker)


def _quotes(study: Study) -> dict[tuple[str, str, str], list[tuple[Manuscript[BriefHead], Statement]]]:
    """Return what is quoted word for word and whole, by speaker, language and day."""
    said: dict[tuple[str, str, str], list[tuple[Manuscript[BriefHead], Statement]]] = defaultdict(list)
    for brief in sorted(study.briefs, key=lambda brief: (brief.head.date.instant, brief.place)):
        for one in statements_of(brief):
            speaker = study.actor(one.speaker) if one.speaker else None
            if speaker and one.form == "quote" and not _CUT.search(one.text) and len(words_of(one.text)) >= _LEAST:
                said[speaker.id, one.lang, one.date.first.isoformat()].append((brief, one))
    return said


def _misquoted(
    study: Study, brief: Manuscript[BriefHead], said: Mapping[tuple[str, str], Sequence[Statement]]
) -> Iterator[Problem]:
    """Yield the quotations of a text that are nearly, and not quite, what somebody named beside them said."""
    for found in quotations(study.wording(brief), brief.head.lang):
        if len(found.words) < _LEAST or _CUT.search(found.text):
            continue
        near = [
            (actor, one)
            for actor in sorted({*_named(study, brief, *found.paragraph), *study.linked(brief)})
            for one in said.get((actor, brief.head.lang), ())
            if abs(one.date.first - brief.head.date.instant.date()) <= _TIME
        ]
        if any(_has(words_of(one.text), found.words) for _, one in near):
            continue
        for actor, one in near:
            if _is_other(words_of(one.text), found.words):
                place, excerpt = study.where(brief, found.start, found.end)
                what = _otherwise(found.text, actor, f"the statement at {one.place.path}:{one.place.line}", one.text)
                yield warning(place, what, "quote-differs", excerpt)
                break


def _otherwise(words: str, speaker: str, where: str, others: str) -> str:
    return f"{quoted(words)} differs from {where}, by {speaker} as well: {quoted(others)}; check which is right"


def _is_other(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether two texts are nearly the same and neither is a part of the other."""
    if min(len(one), len(other)) < _LEAST or _has(one, other) or _has(other, one):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _NEAR


def _has(words: Sequence[str], part: Sequence[str]) -> bool:
    return any(tuple(words[at : at + len(part)]) == tuple(part) for at in range(len(words) - len(part) + 1))


def translation_without_original(study: Study) -> Iterator[Problem]:
    """Tell of a statement that each edition of a brief quotes in its own language, as if it had been said in each."""
    first: dict[tuple[str, str], tuple[Manuscript[BriefHead], Statement]] = {}
    for brief in sorted(study.briefs, key=lambda brief: brief.place):
        for one in statements_of(brief):
            if one.form != "quote" or one.lang != brief.head.lang or one.translations or not one.speaker:
                continue
            other, same = first.setdefault((brief.head.id, one.id), (brief, one))
            if same.lang != one.lang and same.speaker == one.speaker and same.date == one.date:
                what = (
                    f"{quoted(one.text)} is given here as said in {one.lang}, and in {other.place.path} as said in "
                    f"{same.lang}; write the original as “text” with its “lang”, and the other among its “translations”"
                )
                yield warning(one.place, what, "translation-without-original", study.line(one.place))


# --------------------------------------------------------------------------- sources


def source_never_cited(study: Study) -> Iterator[Problem]:
    """Tell of sources that a brief lists and nothing in it cites, where it cites others."""
    for brief in study.briefs:
        cited = _cited(brief)
        for use in brief.head.sources if cited else ():
            if use.name not in cited:
                what = f"the source {quoted(use.name)} is listed here and cited nowhere; write [@{use.name}] where it is used"
                yield note(use.place, what, "source-never-cited", study.line(use.place))


def _cited(brief: Manuscript[BriefHead]) -> set[str]:
    """Return the sources that the text of a brief cites, or that statements and figures name."""
    mentions = brief.readings[-1].body.mentions if brief.readings else ()
    cited = {mention.hole.reference for mention in mentions if isinstance(mention.hole, Cite)}
    cited |= {one.amount.source for one in brief.head.figures}
    return (cited | {one.source for one in statements_of(brief)}) - {""}


_WEAK = frozenset("EF")


def weak_source_alone(study: Study) -> Iterator[Problem]:
    """Tell of briefs all whose sources are graded E (unreliable) or F (cannot be judged)."""
    for brief in study.briefs:
        own = {one.id: one for one in brief.head.references}
        ids = sorted({*own, *_cited(brief), *(use.name for use in brief.head.sources)})
        found = [own.get(id) or _registered(study, id) for id in ids]
        if found and all(one is not None and one.reliability in _WEAK for one in found):
            if brief.head.sourcing_note:
                continue
            graded = ", ".join(f"{one.id} ({one.reliability})" for one in found if one is not None)
            place, excerpt = study.field(brief, "sources", "title")
            what = (
                f"nothing stands behind this brief but {graded}; find a better source, or say so in the “sourcing_note”"
            )
            yield warning(place, what, "weak-source-alone", excerpt)


def _registered(study: Study, id: str) -> ReferenceHead | None:
    found = study.ground.references.get(id)
    return found.head if found else None


def anonymous_source(study: Study) -> Iterator[Problem]:
    """Tell of confidential sources of which readers learn nothing."""
    for source in study.desk.references if study.whole else ():
        if source.head.confidential and not source.head.descriptor:
            yield _anonymous(source.head, *study.place(source))
    for brief in study.briefs:
        for one in brief.head.references:
            if one.confidential and not one.descriptor:
                yield _anonymous(one, *study.field(brief, "sources"))


def _anonymous(source: ReferenceHead, place: Place, excerpt: str) -> Problem:
    what = (
        f"the source {quoted(source.id)} is confidential, and nothing says of what kind it is; "
        "write a “descriptor” that names nobody, as “a diplomat of a Council member”"
    )
    return warning(place, what, "anonymous-source", excerpt)
