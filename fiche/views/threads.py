"""A running story as a whole."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.shared import BriefCard, Label, LinkView


class ChapterView(Value, frozen=True):
    """A brief in the telling of its story."""

    brief: BriefCard
    points: tuple[Label, ...]
    """Its key points."""


class ThreadView(Value, frozen=True):
    """One page of a running story, from its beginning on."""

    title: Label
    span: str
    """From the day of its first brief to that of its last, in words."""
    chapters: tuple[ChapterView, ...]
    actors: tuple[LinkView, ...]
    """Those its briefs have most often, with counts; on the first page alone."""
    total: int
    page: int
    pages: int
    newer: str
    """The page before this one: the story is told from its beginning."""
    older: str
