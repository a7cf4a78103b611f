"""Outputs as values: what is to be rendered or copied, from which parts, under which key.

Owns the words part, page, asset, job and artifact. `families` make pages and assets, `plan` makes jobs of them, `render`
makes artifacts of those.
"""

from __future__ import annotations

from fiche.digest import digest
from fiche.model import Source
from fiche.value import Value

JSON = "json"
"""In place of a template's name: the page is the part `document`, written as JSON."""


class Part(Value, frozen=True):
    """One named view with its digest. The name is the template's variable."""

    name: str
    view: object
    key: str


def part(name: str, view: object) -> Part:
    """Make a part of a view."""
    return Part(name, view, digest(view))


class Page(Value, frozen=True):
    """An output to be rendered: a page's inputs are its template and its parts."""

    address: str
    template: str
    parts: tuple[Part, ...]
    bodies: tuple[str, ...] = ()
    """Keys of the woven bodies its parts name."""
    origin: str = ""
    """The input file it mostly comes from, for messages."""


class Asset(Value, frozen=True):
    """An output to be copied."""

    address: str
    source: Source
    file: str = ""
    """Where it is, if it is not one of the content folder."""


class Job(Value, frozen=True):
    """An output with its recorded inputs and its key: equal keys mean equal bytes."""

    path: str
    """The file, relative to the output folder."""
    output: Page | Asset
    key: str


class Artifact(Value, frozen=True):
    """Bytes for one path."""

    path: str
    data: bytes
    key: str = ""
    """The key of its job."""
