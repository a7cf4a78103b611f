"""The static files of a theme, as they are published: under names that tell their content, style sheets minified.

Owns which name each file gets. Templates go on writing `static/style.css`, style sheets the names of what lies beside them;
both lead to the file's name as it is now. Scripts are not looked into: a file that one names keeps its own name as well.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from urllib.parse import quote, unquote

from fiche import address, styles
from fiche.digest import digest_bytes
from fiche.fingerprint import fingerprinted
from fiche.model import Source
from fiche.scan import Changed, read
from fiche.theme import Templates
from fiche.value import Value


class Static(Value, frozen=True):
    """A static file, and where it is put."""

    name: str
    """The address that templates write."""
    address: str
    source: Source
    file: str
    sheet: bytes | None = None
    """The bytes of a style sheet; those of other files are the file's."""


_NAMING = (".js", ".mjs", ".json", ".webmanifest", ".html", ".svg", ".xml")
"""Endings of texts that may name other files, in ways that cannot all be known."""


def statics(templates: Templates, *, fingerprints: bool) -> tuple[Static, ...]:
    """Return where each static file of a theme is put; without fingerprints, where its own name says."""
    theme = _Theme(templates)
    if not fingerprints:
        return tuple(theme.static(name, name, theme.minified(name)) for name in theme.files)
    found = [theme.static(name, theme.address(name), theme.sheet(name)) for name in theme.files]
    kept = theme.own_names() - {file.address for file in found}
    return (*found, *(theme.static(name, name, theme.sheet(name)) for name in sorted(kept)))


def names(files: tuple[Static, ...]) -> dict[str, str]:
    """Return the address of each file that is not where templates say."""
    return {file.name: file.address for file in files if file.address != file.name}


class _Theme:
    """The files of a theme by name, and what has been found out about them."""

    def __init__(self, templates: Templates) -> None:
        self.files = {name: (source, file) for name, source, file in templates.static}
        self._addresses: dict[str, str | None] = {}
        self._sheets: dict[str, bytes] = {}
        self._in_a_ring: set[str] = set()

    def static(self, name: str, address: str, sheet: bytes | None) -> Static:
        source, file = self.files[name]
        return Static(name, address, source, file, sheet)

    def minified(self, name: str) -> bytes | None:
        """Return a style sheet under its own name; None for other files, and for one that is gone, which copying it will tell."""
        if not name.endswith(styles.SUFFIX):
            return None
        data = self._read(name)
        return None if data is None else styles.minified(data)

    def sheet(self, name: str) -> bytes | None:
        self.address(name)
        return self._sheets.get(name)

    def address(self, name: str) -> str:
        """Return where a file is put. The style sheets that it leads to come first, since their names stand in it."""
        if name not in self._addresses:
            self._addresses[name] = None
            data = self.minified(name)
            if data is not None:
                self._sheets[name] = data = styles.renamed(data, lambda url: self._led(url, name))
            digest = self.files[name][0].digest if data is None else digest_bytes(data)
            self._addresses[name] = name if name == address.ICON else fingerprinted(name, digest)
        found = self._addresses[name]
        if found is None:  # style sheets that import one another in a ring
            self._in_a_ring.add(name)
            return name
        return found

    def _led(self, url: str, sheet: str) -> str:
        """Return how a style sheet leads to a file: as it does, but for the last part of the name."""
        path = url.partition("#")[0].partition("?")[0]
        name = posixpath.normpath(posixpath.join(posixpath.dirname(sheet), unquote(path)))
        if not path or path.startswith("/") or name not in self.files:
            return url
        last = self.address(name).rpartition("/")[2]
        return f"{path[: path.rfind('/') + 1]}{quote(last)}{url[len(path) :]}"

    def own_names(self) -> frozenset[str]:
        """Return the files that are asked for by their own name too."""
        texts = [(name, self._read(name) or b"") for name in self.files if name.endswith(_NAMING)]
        named = {
            name
            for name in self.files
            for other, text in texts
            if other != name and name.rpartition("/")[2].encode() in text
        }
        return frozenset(named | self._in_a_ring)

    def _read(self, name: str) -> bytes | None:
        source, file = self.files[name]
        try:
            return read(Path(file), source)
        except (OSError, Changed):
            return None
