"""A file of an output as the audits see it: its bytes, and what they are, read when it is asked for.

Owns the reading of the formats of a site by the parsers of the standard library. `xml.etree` reads no entities from
elsewhere, and a declaration that could swell is refused before it is read, so it needs no guard of another library.
"""

from __future__ import annotations

import json
from functools import cached_property
from xml.etree import ElementTree as Xml

from fiche.audit.output import Output
from fiche.audit.tags import Tag, tags
from fiche.problem import Problem, error, warning

_LINES = ".ftm.json"
"""What Follow the Money calls files with a document in each line."""


class Unfit(Exception):
    """A file is not what its name says. Where and why, in words."""

    def __init__(self, what: str, line: int = 0) -> None:
        super().__init__(what)
        self.line = line


class Sheet:
    """One file, and where it stands among the others."""

    def __init__(self, output: Output, path: str, data: bytes) -> None:
        self.output = output
        self.path = path
        self.data = data

    @property
    def ending(self) -> str:
        """Return what its name ends in, with the dot."""
        return f".{self.path.rpartition('.')[2].lower()}"

    @cached_property
    def text(self) -> str:
        """Return its text."""
        return self.data.decode("utf-8", "replace")

    @cached_property
    def tags(self) -> list[Tag]:
        """Return its start tags, if it is HTML."""
        return tags(self.text)

    @cached_property
    def tree(self) -> Xml.Element:
        """Return its root, if it is XML. Raises `Unfit`."""
        if b"<!ENTITY" in self.data:
            raise Unfit("it declares entities")
        try:
            return Xml.fromstring(self.data)  # noqa: S314 - see above
        except Xml.ParseError as failure:
            raise Unfit(f"it is not well-formed XML ({failure.msg})", failure.position[0]) from None

    @cached_property
    def document(self) -> object:
        """Return what it says, if it is JSON; of the entities of Follow the Money, a list of them. Raises `Unfit`."""
        try:
            return [*map(json.loads, self.data.splitlines())] if self.path.endswith(_LINES) else json.loads(self.data)
        except (ValueError, RecursionError) as failure:
            raise Unfit(f"it is not JSON ({failure})", getattr(failure, "lineno", 0)) from None

    def line_of(self, words: str) -> int:
        """Return the line in which some words first stand, 0 if none does."""
        at = self.text.find(words) if words else -1
        return self.text.count("\n", 0, at) + 1 if at >= 0 else 0

    def error(self, what: str, code: str, *, at: str = "", line: int = 0) -> Problem:
        """Make a problem of this file, at the line where some words stand."""
        return error(self.output.place(self.path, line or self.line_of(at)), what, code)

    def warning(self, what: str, code: str, *, at: str = "", line: int = 0) -> Problem:
        """Make a problem of this file that nothing is stopped for."""
        return warning(self.output.place(self.path, line or self.line_of(at)), what, code)
