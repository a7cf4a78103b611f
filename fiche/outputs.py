"""Outputs as values: what is to be rendered or copied, from which parts, under which key.

Owns the words part, page, asset, rendition, job and artifact. `plan` makes jobs, `render` has the families make pages, assets
and renditions of them, and artifacts of those.
"""

from __future__ import annotations

from fiche.compression import original
from fiche.digest import digest
from fiche.model import Source
from fiche.pictures.recipe import Recipe
from fiche.problem import Problem
from fiche.value import Value

JSON = "json"
"""In place of a template's name: the page is the part `document`, written as JSON."""
CSV = "csv"
"""In place of a template's name: the page is the part `document`, records written as a table."""
LINES = "lines"
"""In place of a template's name: the page is the part `document`, records written as JSON, one a line."""
TEXT = "text"
"""In place of a template's name: the page is the part `document`, a text, as it is."""
ICAL = "ical"
"""In place of a template's name: the page is the part `calendar`, written as iCalendar."""


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
    origin: str = ""
    """The input file it mostly comes from, for messages."""

    def view(self, name: str) -> object:
        """Return the view of one of its parts."""
        return next(part.view for part in self.parts if part.name == name)


class Asset(Value, frozen=True):
    """An output to be copied."""

    address: str
    source: Source
    file: str = ""
    """Where it is, if it is not one of the content folder."""
    data: bytes | None = None
    """Its bytes, if they are not those of the file."""


class Rendition(Value, frozen=True):
    """An output to be made from a picture: the same, smaller or in another format."""

    address: str
    source: Source
    recipe: Recipe


Output = Page | Asset | Rendition


class Listed(Value, frozen=True):
    """What the sitemap says of a page."""

    address: str
    lang: str
    when: str
    """RFC 3339; empty if the page has no date of its own."""
    alternates: tuple[tuple[str, str], ...]
    """Language and address of the same page in other languages, this one among them."""


class Job(Value, frozen=True):
    """Some outputs to be made together: a family, the language of its lens, and what they are about."""

    family: str
    lang: str
    about: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the name under which the ledger knows it."""
        return " ".join((self.family, self.lang, *self.about))


class Artifact(Value, frozen=True):
    """Bytes for one path."""

    path: str
    data: bytes | None
    """None: the file stands as the ledger knows it, and its key is still the same."""
    key: str = ""
    """The digest of all that went into it: equal keys mean equal bytes."""
    origin: str = ""
    """The input file it mostly comes from, for messages."""
    digest: str = ""
    """Of its bytes; of a file that stands it is in the ledger."""


class Made(Value, frozen=True):
    """What a job gave: its files, and what was read to make them."""

    name: str
    artifacts: tuple[Artifact, ...]
    readings: tuple[str, ...] = ()
    listed: tuple[Listed, ...] = ()
    problems: tuple[Problem, ...] = ()


def turn(path: str) -> tuple[int, str]:
    """Return when a file is put in its place: pictures and styles, pages, then feeds, the sitemap and what else lists pages.

    A compressed copy comes with its file.
    """
    file = original(path) or path
    rank = 1 if file.endswith(".html") else 2 if file.endswith((".xml", ".atom", ".json", ".opml", ".txt")) else 0
    return rank, path
