"""Languages: names that a language of the site lacks, and editions of one brief that do not say the same.

Owns the rules of family L. That editions are of one day is told to every build (`addresses`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime

from fiche.checks.study import Study
from fiche.model import ActorHead, BriefHead, Manuscript, TopicHead, statements_of
from fiche.problem import Problem, quoted, warning


def label_missing(study: Study) -> Iterator[Problem]:
    """Tell of actors and topics that have no name in a language of the site, whose pages borrow that of another."""
    named: Iterable[tuple[Manuscript[ActorHead] | Manuscript[TopicHead], set[str], str]] = (
        *((one, {name.lang for name in one.head.names}, "names") for one in study.desk.actors),
        *((one, set(one.head.labels.languages()), "labels") for one in study.desk.topics),
    )
    for one, has, field in named:
        missing = [lang for lang in study.desk.site.languages if lang not in has]
        if missing and "" not in has:
            place, excerpt = study.field(one, field)
            what = f"{quoted(one.head.id)} has no name in {' or '.join(missing)}, a language of the site; add it to “{field}”"
            yield warning(place, what, "label-missing", excerpt)


def _editions(study: Study) -> Iterator[list[Manuscript[BriefHead]]]:
    """Yield the editions of each brief that has several, that in the site's first language first."""
    found: dict[str, list[Manuscript[BriefHead]]] = defaultdict(list)
    rank = {lang: at for at, lang in enumerate(study.desk.site.languages)}
    for brief in sorted(study.briefs, key=lambda brief: (rank.get(brief.head.lang, len(rank)), brief.place)):
        found[brief.head.id].append(brief)
    yield from (editions for editions in found.values() if len(editions) > 1)


def translation_older(study: Study) -> Iterator[Problem]:
    """Tell of editions that were not revised when another edition of their brief was."""
    for editions in _editions(study):
        newest = max(editions, key=lambda one: _revised(one.head))
        since = _revised(newest.head)
        for one in editions:
            if _revised(one.head).date() < since.date():
                place, excerpt = study.field(one, "updated", "date")
                what = (
                    f"{newest.place.path} was revised on {since.date()}, and this edition was not; "
                    "take the change over, with its “updated” or its correction"
                )
                yield warning(place, what, "translation-older", excerpt)


def _revised(head: BriefHead) -> datetime:
    """Return when an edition was last revised, be it by a correction; when it was published, if never."""
    revisions = [when.instant for when in (head.updated, *(one.date for one in head.corrections)) if when]
    return max([head.date.instant, *revisions])


def editions_differ(study: Study) -> Iterator[Problem]:
    """Tell of editions of a brief that list other topics, statements or figures, or not the same actors among those that act.

    Who is merely mentioned may be so in a longer edition alone.
    """
    for first, *others in _editions(study):
        for one in others:
            parts = [
                *_acting(study, first, one),
                *_difference("topic", study.filed(first).keys(), study.filed(one).keys()),
                *_difference("statement", _said(first), _said(one)),
                *_difference(
                    "figure", {each.id for each in first.head.figures}, {each.id for each in one.head.figures}
                ),
            ]
            if parts:
                place, excerpt = study.field(one, "actors", "title")
                what = f"this edition has {'; '.join(parts)}, unlike {first.place.path}; make them agree, or waive this with why"
                yield warning(place, what, "editions-differ", excerpt)


_ACTING = frozenset({"lead", "party", "mediator", "speaker", "affected"})


def _acting(study: Study, *editions: Manuscript[BriefHead]) -> Iterator[str]:
    """Yield what differs in two editions of who acts: only who is not listed at all is missing."""
    (acting, listed), (others, also) = ((_actors(study, one, _ACTING), _actors(study, one)) for one in editions)
    yield from _difference("actor", (acting | others) & listed, (acting | others) & also)


def _actors(study: Study, brief: Manuscript[BriefHead], parts: AbstractSet[str] = frozenset()) -> set[str]:
    """Return the actors that a brief lists; with `parts`, those that have one of them."""
    uses = (use for use in brief.head.actors if not parts or use.part in parts)
    return {found.id for use in uses if (found := study.actor(use.name))}


def _said(brief: Manuscript[BriefHead]) -> set[str]:
    return {one.id for one in statements_of(brief)}


def _difference(kind: str, first: Iterable[str], other: Iterable[str]) -> Iterator[str]:
    """Yield what of a kind one edition has more or less than the first."""
    for word, ids in (("no", set(first) - set(other)), ("also the", set(other) - set(first))):
        if ids:
            yield f"{word} {kind}{'s' * (len(ids) > 1)} {', '.join(sorted(ids))}"
