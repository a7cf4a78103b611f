"""The output as it lies in its folder: files, and what they are about as far as that is known.

Owns how an audit sees a site: as bytes by path, whoever wrote them. What made them it knows only from the ledger, to say
where in the content a mistake comes from.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from fiche.problem import Place

_OURS = frozenset({".nojekyll", "CNAME"})
"""What hosts want to find in a folder, and nobody reads."""


class Output(NamedTuple):
    """A folder that may be published."""

    folder: str
    name: str
    """What messages call it."""
    paths: tuple[str, ...]
    """All files in it, sorted, with forward slashes."""
    base_url: str
    """Where it will be read, with a slash at the end."""
    origins: Mapping[str, str] = MappingProxyType({})
    """Of a file: the input file it mostly comes from."""

    def read(self, path: str) -> bytes:
        """Return the bytes of a file."""
        with open(f"{self.folder}/{path}", "rb") as stream:
            return stream.read()

    def size(self, path: str) -> int:
        """Return how many bytes a file has."""
        return Path(self.folder, path).stat().st_size

    def place(self, path: str, line: int = 0) -> Place:
        """Return a place in a file, for a message."""
        return Place(f"{self.name}/{path}", line)


def opened(folder: Path, name: str, base_url: str, origins: Mapping[str, str] = MappingProxyType({})) -> Output:
    """Look which files there are in a folder."""
    return Output(str(folder), name, tuple(sorted(_files(str(folder), ""))), base_url, origins)


def _files(folder: str, inside: str) -> Iterator[str]:
    with os.scandir(f"{folder}/{inside}") as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(folder, f"{inside}{entry.name}/")
            elif f"{inside}{entry.name}" not in _OURS:
                yield f"{inside}{entry.name}"
