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
    total: int
    page: int
    pages: int
    newer: str
    older: str
