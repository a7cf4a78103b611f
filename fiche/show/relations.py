"""Relations as pages show them: in lists by type, and drawn around one actor or between many.

What is declared and what is counted never look alike: an arrow in one piece against a line of dashes as wide as the count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fiche import dates, network
from fiche.forms.relations import TYPES
from fiche.lens import Lens
from fiche.names import sort_key
from fiche.publication import ActorEntry, Tie
from fiche.register import name_on
from fiche.ties import HOLDS_OFFICE, MUTUAL
from fiche.together import Pair
from fiche.views.relations import (
    DesignationView,
    EdgeView,
    NetworkView,
    NodeView,
    RelationGroupView,
    RelationView,
    TieView,
)
from fiche.views.shared import Label, LinkView

_LISTED = 30
"""Relations of one type on an actor's page."""
_AROUND = 12
_DECLARED = 8
"""Of those around an actor, so many at first for what is declared."""
_NODES = 40
_EDGES = 60
"""Of the dashed ones in the drawing of the site, beside the first `_FEW` of each actor."""
_FEW = 2
_WIDTHS = 4
"""Of dashed lines."""
_NAME = 20
"""Signs of a name in a drawing."""


def words(lens: Lens, kind: str, *, inverse: bool = False) -> Label:
    """Name a type of relation as it stands before the other end."""
    own = next((own for own in lens.site.relations if own.id == kind), None)
    if own is not None:
        return lens.text(own.inverse if inverse else own.label)
    return Label(lens.say(f"relation-{kind}-inverse" if inverse else f"relation-{kind}"))


def is_current(lens: Lens, tie: Tie) -> bool:
    """Say whether a relation stands on the site's day."""
    return dates.covers(tie.start, tie.end, lens.today)


def groups(lens: Lens, id: str) -> Iterator[RelationGroupView]:
    """Yield an actor's relations by type, those that stand first."""
    found: dict[tuple[str, bool], list[Tie]] = defaultdict(list)
    for tie in lens.publication.ties.get(id, ()):
        found[tie.kind, tie.subject != id and tie.kind not in MUTUAL].append(tie)
    kinds = (*TYPES, *(own.id for own in lens.site.relations), HOLDS_OFFICE)
    for kind in kinds:
        for inverse in (False, True):
            ties = [(lens.actor(tie.subject if tie.object == id else tie.object), tie) for tie in found[kind, inverse]]
            ties.sort(
                key=lambda row: (not is_current(lens, row[1]), sort_key(row[0].label.text, lens.lang), row[0].address)
            )
            if ties:
                label, more = words(lens, kind, inverse=inverse), max(0, len(ties) - _LISTED)
                yield RelationGroupView(kind, inverse, label, tuple(_alike(lens, ties[:_LISTED])), more)


def _alike(lens: Lens, ties: Iterable[tuple[LinkView, Tie]]) -> Iterator[RelationView]:
    """Tell what is said of several actors alike once."""
    found: dict[tuple[object, ...], list[tuple[LinkView, Tie]]] = defaultdict(list)
    for actor, tie in ties:
        found[tie.start, tie.end, tie.source, tie.note].append((actor, tie))
    for rows in found.values():
        tie = rows[0][1]
        yield RelationView(
            actors=tuple(actor for actor, _ in rows),
            note=lens.text(tie.note),
            span=dates.span(tie.start, tie.end, lens.lang),
            current=is_current(lens, tie),
            source=lens.reference(tie.source) if tie.source else None,
        )


def tie_views(lens: Lens, ties: Iterable[Tie]) -> list[TieView]:
    """Show relations with both their ends, those that stand first, by whom they point at."""
    found: dict[tuple[object, ...], list[Tie]] = defaultdict(list)
    for tie in ties:
        found[tie.object, tie.kind, tie.start, tie.end, tie.source, tie.note].append(tie)
    views = [
        TieView(
            subjects=tuple(lens.sorted_by_name(lens.actor(each.subject) for each in alike)),
            kind=tie.kind,
            label=words(lens, tie.kind),
            object=lens.actor(tie.object),
            note=lens.text(tie.note),
            span=dates.span(tie.start, tie.end, lens.lang),
            current=is_current(lens, tie),
            source=lens.reference(tie.source) if tie.source else None,
        )
        for alike in found.values()
        for tie in alike[:1]
    ]
    return sorted(views, key=lambda view: (not view.current, sort_key(view.object.label.text, lens.lang), view.kind))


def designations(lens: Lens, entry: ActorEntry) -> Iterator[DesignationView]:
    """Yield what others officially call an actor, each with who does."""
    for one in entry.designations:
        yield DesignationView(
            by=lens.actor(one.by) if one.by else LinkView(Label(one.words), ""),
            label=lens.text(one.label),
            span=dates.span(one.start, one.end, lens.lang),
            current=dates.covers(one.start, one.end, lens.today),
            source=lens.reference(one.source) if one.source else None,
        )


# --------------------------------------------------------------------------- drawings


def around(lens: Lens, id: str, companions: Counter[str]) -> NetworkView | None:
    """Draw an actor in the middle of those nearest to it: by what is declared today, then by shared briefs."""
    ties = [tie for tie in lens.publication.ties.get(id, ()) if is_current(lens, tie)]
    near = _near([tie.subject if tie.object == id else tie.object for tie in ties], companions)
    if not near:
        return None
    places = {id: network.MIDDLE, **dict(zip(near, network.around(len(near)), strict=True))}
    counted = [(id, other, companions[other]) for other in near if companions[other]]
    nodes = tuple(_node(lens, each, place, centre=each == id) for each, place in places.items())
    return NetworkView(*network.AROUND, nodes, tuple(_edges(lens, places, ties, counted)))


def _near(declared: Iterable[str], companions: Counter[str]) -> list[str]:
    def order(ids: Iterable[str]) -> list[str]:
        return sorted(ids, key=lambda each: (-companions[each], each))

    first = order(set(declared))
    chosen = first[:_DECLARED]
    chosen += [each for each in order(companions) if each not in chosen][: _AROUND - len(chosen)]
    chosen += [each for each in first if each not in chosen][: _AROUND - len(chosen)]
    return order(chosen)


def between(lens: Lens, ties: Iterable[Tie], pairs: Sequence[Pair]) -> NetworkView | None:
    """Draw the actors that have most to do with others."""
    current = [tie for tie in ties if is_current(lens, tie)]
    weight: Counter[str] = Counter()
    for pair in pairs:
        weight[pair.one] += pair.count
        weight[pair.other] += pair.count
    weight.update(id for tie in current for id in (tie.subject, tie.object))
    chosen = sorted(weight, key=lambda id: (-weight[id], id))[:_NODES]
    if len(chosen) < 2:
        return None
    number = {id: at for at, id in enumerate(chosen)}
    shown = [tie for tie in current if tie.subject in number and tie.object in number]
    counted = _strongest([pair for pair in pairs if pair.one in number and pair.other in number])
    links = [(number[tie.subject], number[tie.object], 1.0) for tie in shown]
    links += [(number[pair.one], number[pair.other], min(pair.count, 12) / 4) for pair in counted]
    names = [_short(lens, id) for id in chosen]
    places = dict(zip(chosen, network.spread([_width(name) for name in names], links), strict=True))
    return NetworkView(
        *network.SPREAD,
        tuple(_node(lens, id, places[id]) for id in chosen),
        tuple(_edges(lens, places, shown, [(pair.one, pair.other, pair.count) for pair in counted])),
    )


def _strongest(pairs: Iterable[Pair]) -> list[Pair]:
    """Keep the pairs that share most briefs, and for each actor the first few it has."""
    kept: list[Pair] = []
    held: Counter[str] = Counter()
    for at, pair in enumerate(pairs):
        if at < _EDGES or min(held[pair.one], held[pair.other]) < _FEW:
            kept.append(pair)
            held.update((pair.one, pair.other))
    return kept


def _edges(
    lens: Lens, places: Mapping[str, network.Place], ties: Iterable[Tie], counted: Sequence[tuple[str, str, int]]
) -> Iterator[EdgeView]:
    """Yield the lines of a drawing, what is counted first, so that what is declared lies over it."""
    declared = {(tie.subject, tie.object): tie for tie in ties if tie.subject in places and tie.object in places}
    most = max(_WIDTHS, *(count for _, _, count in counted)) if counted else _WIDTHS
    for one, other, count in counted:
        is_tied = (one, other) in declared or (other, one) in declared
        x1, y1, x2, y2 = network.between(places[one], places[other], beside=4 if is_tied else 0)
        label = lens.say("n-briefs", n=count)
        yield EdgeView(declared=False, label=label, width=-(-_WIDTHS * count // most), x1=x1, y1=y1, x2=x2, y2=y2)
    for (one, other), tie in declared.items():
        x1, y1, x2, y2 = network.between(places[one], places[other])
        named = (_short(lens, one).text, words(lens, tie.kind).text, _short(lens, other).text)
        yield EdgeView(
            declared=True, label=" · ".join(named), width=0, x1=x1, y1=y1, x2=x2, y2=y2, mutual=tie.kind in MUTUAL
        )


def _node(lens: Lens, id: str, place: network.Place, *, centre: bool = False) -> NodeView:
    name = _short(lens, id)
    return NodeView(lens.actor(id), name, *place, _width(name), centre)


def _short(lens: Lens, id: str) -> Label:
    name = name_on(lens.publication.actors[id].head, lens.lang, lens.today, *lens.site.languages)
    text = name.short or name.full
    return lens.label(name.lang, text if len(text) <= _NAME else f"{text[: _NAME - 1].rstrip()}…")


def _width(name: Label) -> int:
    return max(32, 7 * len(name.text) + 4)
