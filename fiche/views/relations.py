"""Relations between actors: those declared, those counted, and the network they make."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.shared import BriefCard, Label, LinkView, ReferenceView


class RelationView(Value, frozen=True):
    """A declared relation as one of its ends tells it, with all actors of whom the very same is said."""

    actors: tuple[LinkView, ...]
    """The other ends."""
    note: Label
    """A few words of the register's; of an office, its title."""
    span: str
    """When, in words; empty if the register does not say."""
    current: bool
    """At the site's clock."""
    source: ReferenceView | None


class RelationGroupView(Value, frozen=True):
    """The relations of one type that an actor has."""

    kind: str
    """member-of, chairs, …; holds-office; or a type of the site's own."""
    inverse: bool
    """The actor is the end that the relation points at: it has members, it is chaired."""
    label: Label
    """The type in words, from the actor's end."""
    relations: tuple[RelationView, ...]
    more: int
    """How many there are beside these."""


class DesignationView(Value, frozen=True):
    """What somebody officially calls an actor."""

    by: LinkView
    """`address` is empty where it is not an actor."""
    label: Label
    span: str
    current: bool
    source: ReferenceView | None


class NodeView(Value, frozen=True):
    """An actor in a drawing."""

    actor: LinkView
    name: Label
    """Its short name."""
    x: int
    y: int
    width: int
    """About how wide the name is."""
    centre: bool = False
    """The actor whose drawing it is."""


class EdgeView(Value, frozen=True):
    """A line in a drawing."""

    declared: bool
    """Else it says that the two appear together."""
    label: str
    """In words."""
    width: int
    """1 to 4: how often they appear together; 0 for a declared relation."""
    x1: int
    y1: int
    x2: int
    y2: int
    mutual: bool = False
    """A declared relation that says the same from both ends."""


class NetworkView(Value, frozen=True):
    """A drawing of actors and of what is between them."""

    width: int
    height: int
    nodes: tuple[NodeView, ...]
    edges: tuple[EdgeView, ...]


class TieView(Value, frozen=True):
    """A declared relation to one actor, told of both ends, with all of whom the very same is said."""

    subjects: tuple[LinkView, ...]
    kind: str
    label: Label
    object: LinkView
    note: Label
    span: str
    current: bool
    source: ReferenceView | None


class PairView(Value, frozen=True):
    """Two actors that appear in the same briefs."""

    one: LinkView
    other: LinkView
    count: int
    last: BriefCard
    """The latest brief that has both."""
    labels: tuple[Label, ...]
    """The relations declared between them, in words."""


class RelationsView(Value, frozen=True):
    """The relations of the whole publication."""

    declared: tuple[TieView, ...]
    """But offices, which have a page of their own."""
    declared_more: int
    """How many there are beside these."""
    pairs: tuple[PairView, ...]
    """Those that share most briefs."""
    pairs_more: int
    """How many there are beside these."""
    network: NetworkView | None
    """The most connected actors."""
    table: str
    """Address of all of it as CSV."""
    graph: str
    """Address of all of it as GraphML."""


class GraphNodeView(Value, frozen=True):
    """An actor in the graph of all relations."""

    number: int
    id: str
    kind: str
    """Empty if no file describes the actor."""
    name: str
    """In the site's first language."""
    names: tuple[Label, ...]
    """In each language of the site, `lang` always filled."""


class GraphEdgeView(Value, frozen=True):
    """A relation in the graph of all, declared or counted."""

    source: int
    """Number of the actor that has the relation."""
    target: int
    declared: bool
    kind: str = "appears-with"
    start: str = ""
    """ISO/EDTF form, empty if unknown."""
    end: str = ""
    evidence: str = ""
    """Address of the source, if it has one that may be told."""
    briefs: int = 0
    """How many briefs have both; 0 for a declared relation."""


class GraphView(Value, frozen=True):
    """All relations as a graph."""

    title: str
    languages: tuple[str, ...]
    nodes: tuple[GraphNodeView, ...]
    edges: tuple[GraphEdgeView, ...]
