"""Lists of statements."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.shared import LinkView, StatementView


class StatementsView(Value, frozen=True):
    """One page of a list of statements."""

    statements: tuple[StatementView, ...]
    about: LinkView | None
    """The actor or topic it is of; nothing for all."""
    speakers: tuple[LinkView, ...]
    """Those quoted most often, with counts; none on a speaker's own pages."""
    comparisons: tuple[LinkView, ...]
    """On a topic: where two of its speakers stand side by side."""
    total: int
    page: int
    pages: int
    newer: str
    older: str


class SideView(Value, frozen=True):
    """A statement of one of two speakers."""

    side: str
    """`one` or `other`."""
    statement: StatementView


class ComparedView(Value, frozen=True):
    """One page of what two speakers said on a topic."""

    topic: LinkView
    """To all statements on it."""
    one: LinkView
    """With the count of statements."""
    other: LinkView
    statements: tuple[SideView, ...]
    """Of both, the latest first."""
    others: tuple[LinkView, ...]
    """The other comparisons on this topic."""
    page: int
    pages: int
    newer: str
    older: str
