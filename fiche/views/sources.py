"""The list of sources."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.shared import BriefCard, ReferenceView


class SourceView(Value, frozen=True):
    """A source with the briefs that use it."""

    reference: ReferenceView
    anchor: str
    briefs: tuple[BriefCard, ...]


class SourceGroupView(Value, frozen=True):
    """Sources of one kind."""

    kind: str
    heading: str
    sources: tuple[SourceView, ...]


class SourcesView(Value, frozen=True):
    """One page of the sources used."""

    groups: tuple[SourceGroupView, ...]
    total: int
    page: int = 1
    pages: int = 1
    newer: str = ""
    older: str = ""
