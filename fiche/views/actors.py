"""An actor on its own page, and the index of actors."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.charts import ActivityView
from fiche.views.events import EventView
from fiche.views.relations import DesignationView, NetworkView, RelationGroupView
from fiche.views.shared import Label, LinkView, ListingView, NoteView, OfficeView, StatementView, Stored, TimeView


class NameView(Value, frozen=True):
    """A name of an actor."""

    label: Label
    language: str
    """Name of its language, in the page's language; empty if it fits all."""
    span: str
    """When it was in use; empty if always."""


class FactView(Value, frozen=True):
    """A line of an actor's card."""

    key: str
    """country, parent, born, died, founded, dissolved, or the scheme of an identifier."""
    label: str
    value: Label
    url: str = ""
    """Absolute, to another site."""
    address: str = ""
    """Inside this site."""


class ActorView(Value, frozen=True):
    """An actor on its own page."""

    id: str
    name: Label
    kind: str
    """Empty if no file describes the actor."""
    kind_label: str
    registered: bool
    summary: Label
    names: tuple[NameView, ...]
    """Its other names: languages, scripts, aliases, dated."""
    office: OfficeView | None
    """The current office, or the last one."""
    offices: tuple[OfficeView, ...]
    """All, newest first."""
    facts: tuple[FactView, ...]
    as_of: TimeView | None
    body: Stored
    notes: tuple[NoteView, ...]
    """Sources cited in the body, numbered."""
    parts: tuple[LinkView, ...]
    """How often in which part; `kind` holds the part's key, `address` is empty."""
    topics: tuple[LinkView, ...]
    """With counts, most frequent first."""
    companions: tuple[LinkView, ...]
    """Actors it appears with, with counts, most frequent first."""
    members: tuple[LinkView, ...]
    """For a state or organization: people who hold an office in it at the site's clock, and bodies that belong to it."""
    statements: tuple[StatementView, ...]
    """The latest."""
    all_statements: LinkView | None
    """Where all of them stand, with their count; nothing if there are none."""
    upcoming: tuple[EventView, ...]
    timeline: LinkView | None
    """Where briefs and events stand in the order of their days; nothing if there are too few."""
    listing: ListingView
    activity: ActivityView | None
    relations: tuple[RelationGroupView, ...]
    """Those declared, by type, and those said by parents and offices."""
    designations: tuple[DesignationView, ...]
    network: NetworkView | None
    """The actor in the middle of those nearest to it."""


class LetterView(Value, frozen=True):
    """Actors under one letter."""

    letter: str
    actors: tuple[LinkView, ...]


class ActorKindView(Value, frozen=True):
    """Actors of one kind, A to Z."""

    kind: str
    """Empty for those that no file describes."""
    heading: str
    anchor: str
    count: int
    letters: tuple[LetterView, ...]


class ActorsView(Value, frozen=True):
    """The index of actors."""

    kinds: tuple[ActorKindView, ...]
    total: int
