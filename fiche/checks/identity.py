"""Each id belongs to one file, each name of the register to one actor or topic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from fiche.model import Desk, Head, Manuscript
from fiche.names import fold
from fiche.problem import Place, Problem, error, quoted, warning
from fiche.register import actor_names, topic_names


def each_id_once(desk: Desk) -> Iterator[Problem]:
    """Report two files with one id (and language)."""
    yield from _once("brief", ((f"{m.head.id}", m.head.lang, m.place) for m in desk.briefs))
    yield from _once("actor", ((m.head.id, "", m.place) for m in desk.actors))
    yield from _once("topic", ((m.head.id, "", m.place) for m in desk.topics))
    yield from _once("source", ((m.head.id, "", m.place) for m in desk.references))
    yield from _once("event", ((m.head.id, "", m.place) for m in desk.events))
    yield from _once("figure", ((m.head.id, "", m.place) for m in desk.figures))
    yield from _once("page", ((m.head.id, m.head.lang, m.place) for m in desk.pages))


def _once(kind: str, ids: Iterable[tuple[str, str, Place]]) -> Iterator[Problem]:
    first: dict[tuple[str, str], Place] = {}
    for id, lang, place in sorted(ids, key=lambda row: (row[2].path, row[2].line)):
        other = first.setdefault((id, lang), place)
        if other is not place:
            named = f"the {kind} {quoted(id)}{f' in {lang}' if lang else ''}"
            what = f"{named} stands in {other.path} already; give one of them another “id”"
            yield error(place, what, "same-id")


def names_mean_one(desk: Desk) -> Iterator[Problem]:
    """Warn of a name that two actors, or two topics, bear: a brief that uses it must give the id."""
    yield from _shared("actors", desk.actors, {m.head.id: actor_names(m.head) for m in desk.actors})
    yield from _shared("topics", desk.topics, {m.head.id: topic_names(m.head) for m in desk.topics})


def _shared(kind: str, manuscripts: Iterable[Manuscript[Head]], names: dict[str, set[str]]) -> Iterator[Problem]:
    bearers: dict[str, set[str]] = defaultdict(set)
    for id, own in names.items():
        for name in own:
            bearers[fold(name)].add(id)
    places = {m.head.id: m.place for m in manuscripts}
    for folded, ids in sorted(bearers.items()):
        if len(ids) > 1:
            first, *others = sorted(ids)
            named = ", ".join(quoted(id) for id in (first, *others))
            what = f"the {kind} {named} share the name {quoted(folded)}; where it is meant, write the id"
            yield warning(places[others[0]], what, "shared-name")
