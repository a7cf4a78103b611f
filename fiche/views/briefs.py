"""A brief on its own page."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.changes import ChangesView
from fiche.views.figures import FigureView
from fiche.views.shared import (
    BriefCard,
    CorrectionView,
    ImageView,
    Label,
    LinkView,
    NoteView,
    OfficeView,
    StatementView,
    Stored,
    TimeView,
)


class WhoView(Value, frozen=True):
    """An actor in a brief, with the office held on the brief's date."""

    actor: LinkView
    office: OfficeView | None
    summary: Label
    """For an actor without an office that day: its one-line summary, or empty."""
    part: str = ""
    part_label: str = ""
    note: str = ""


class StepView(Value, frozen=True):
    """A brief in a running story."""

    brief: BriefCard
    here: bool


class RelatedView(Value, frozen=True):
    """A related brief and why."""

    brief: BriefCard
    reasons: tuple[str, ...]


class BriefView(Value, frozen=True):
    """A brief on its own page."""

    card: BriefCard
    series: str
    number: str
    """« n° 12 » in the page's language, or empty."""
    dateline: str
    as_of: TimeView | None
    updated: TimeView | None
    minutes: int
    authors: tuple[str, ...]
    summary: str
    key_points: tuple[str, ...]
    gaps: tuple[str, ...]
    body: Stored
    image: ImageView | None
    topics: tuple[LinkView, ...]
    statements: tuple[StatementView, ...]
    who: tuple[WhoView, ...]
    notes: tuple[NoteView, ...]
    """Sources cited in the text, in the order of first citation, numbered; then those that are listed only."""
    sourcing_note: str
    corrections: tuple[CorrectionView, ...]
    changes: ChangesView | None
    """What is new since the brief before it; nothing in the first of a story."""
    superseded_by: tuple[BriefCard, ...]
    """The briefs that take its place."""
    thread: str
    thread_page: LinkView | None
    """The page of the whole story; nothing if it is the only brief of it."""
    story: tuple[StepView, ...]
    """The running story, oldest first; empty if the brief stands alone."""
    previous: BriefCard | None
    """The one before in the story."""
    next: BriefCard | None
    related: tuple[RelatedView, ...]
    permanent: str
    """The absolute address."""
    figures: tuple[FigureView, ...]
    """What it gives of figures, in the author's order."""
