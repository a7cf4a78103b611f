"""Strangers: people whom several briefs name and the register does not know.

Owns what looks like the name of a person without any doubt. It would rather miss one than take a place or a title for one: a
name counts where its first word is a first name, and stands inside a sentence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from fiche.checks.study import Study, spans
from fiche.given_names import GIVEN_NAMES
from fiche.model import ActorKind, BriefHead, Manuscript
from fiche.names import fold
from fiche.problem import Problem, note, quoted
from fiche.recognise import is_common

_BRIEFS = 3
"""Briefs that name somebody before it is told."""
_SPAN = 256
_WORD = r"[^\W\d_a-zà-ÿа-я][^\W\d_]+(?:[-’'][^\W\d_]+)*"
_NAME = re.compile(
    rf"(?<![\w’'@/.-])(?P<first>{_WORD})(?: (?:al-|el-|de |von |van |bin |ben |ibn |Al-|ould )?{_WORD}){{1,3}}"
)
_INSIDE = re.compile(r"[\w,;’'»)]\s$")
"""What stands before a word inside a sentence."""


def unregistered_name(study: Study) -> Iterator[Problem]:
    """Tell of persons that some briefs name, none of whose names the register has; at the first of these briefs."""
    first_names, known = _first_names(study), _known(study)
    where: dict[str, list[tuple[Manuscript[BriefHead], int, int]]] = defaultdict(list)
    spelt: dict[str, str] = {}
    for some in spans(study, _SPAN):
        for brief in some.briefs:
            for start, end in _persons(some, brief, first_names):
                name = some.wording(brief).text[start:end]
                if not known & {fold(name), fold(name.split()[-1])}:
                    spelt.setdefault(fold(name), name)
                    where[fold(name)].append((brief, start, end))
    for folded, found in sorted(where.items()):
        ids = {brief.head.id for brief, _, _ in found}
        if len(ids) >= _BRIEFS:
            brief, start, end = min(found, key=lambda one: (one[0].head.date.instant, one[0].place))
            place, excerpt = study.only([brief]).where(brief, start, end)
            name = spelt[folded]
            what = f"{len(ids)} briefs name {quoted(name)}, whom the register does not know; “fiche new actor” starts a file"
            yield note(place, what, "unregistered-name", excerpt)


def _persons(study: Study, brief: Manuscript[BriefHead], first_names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield where the body of a brief names persons that the register does not."""
    seen = study.wording(brief)
    taken = [(one.start, one.end) for one in study.met(brief)]
    for stretch in seen.stretches:
        if not stretch.open:
            continue
        for found in _NAME.finditer(seen.text, stretch.start, stretch.end):
            start, end = found.span()
            if fold(found["first"]) not in first_names or not _INSIDE.search(seen.text, max(0, start - 2), start):
                continue
            words = found[0].split()
            if not words[0][0].isupper() or any(map(is_common, words)):  # scripts without capitals tell no name
                continue
            if any(start < until and begin < end for begin, until in taken):
                continue
            yield start, end


def _first_names(study: Study) -> frozenset[str]:
    """Return the first names there are: common ones, and those of the persons of the register."""
    persons = (actor.head for actor in study.desk.actors if actor.head.kind is ActorKind.PERSON)
    own = {fold(name.full.split()[0]) for head in persons for name in head.names if " " in name.full}
    return frozenset({*map(fold, GIVEN_NAMES), *own})


def _known(study: Study) -> frozenset[str]:
    """Return what else has a name, folded, and the surnames of the register: one may be written without a first name."""
    desk = study.desk
    names = {name.text for name in study.ground.register.names}
    names |= {text for topic in desk.topics for texts in (topic.head.labels,) for _, text in texts.pairs}
    names |= {alias for topic in desk.topics for alias in topic.head.aliases}
    names |= {name for source in desk.references for name in (source.head.publisher, source.head.author) if name}
    names |= {author for brief in desk.briefs for author in brief.head.authors}
    return frozenset(map(fold, names))
