"""What is new in a brief since the one before it."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.events import EventView
from fiche.views.figures import FigureView
from fiche.views.shared import BriefCard, LinkView


class ChangeView(Value, frozen=True):
    """Changes of one kind."""

    key: str
    """`actors`, `topics`, `held`, `dropped`, `moved`, `announced`, `figures` or `statements`."""
    label: str
    links: tuple[LinkView, ...] = ()
    """Actors or topics that the story had not named before."""
    events: tuple[EventView, ...] = ()
    """As they were known on the day of the brief."""
    count: int = 0
    """Of what is counted and not listed; else 0."""
    figures: tuple[FigureView, ...] = ()
    """Those whose amount is another than was known then, beside that."""


class ChangesView(Value, frozen=True):
    """What is new in a brief."""

    since: tuple[BriefCard, ...]
    """The briefs before it, the latest first; none where only its editor says what is new."""
    changes: tuple[ChangeView, ...]
    """What two briefs and the register tell when they are compared; kinds without changes are left out."""
    words: tuple[str, ...]
    """The editor's own words."""
