"""JSON, and texts for readers elsewhere."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.shared import Stored


class ContentView(Value, frozen=True):
    """The whole text of a brief for a reader elsewhere: HTML with absolute links around a body."""

    before: str
    """HTML: summary, picture and key points."""
    body: Stored
    """Print it with the `absolute_html` filter."""
    after: str
    """HTML: what is not known, corrections."""


class Record(Value, frozen=True):
    """A JSON object, its names in this order."""

    pairs: tuple[tuple[str, Json], ...]


Cell = str | int | None
"""What stands in a cell of a table."""


class Table(Value, frozen=True):
    """A table of many rows, each as long as its heading."""

    heading: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


Json = str | int | bool | None | Stored | ContentView | Record | tuple["Json", ...]
"""A JSON value as a frozen tree; a stored body stands for its HTML with absolute links."""
