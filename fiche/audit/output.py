"""The output as it lies in its folder: files, and what they are about as far as that is known.

Owns how an audit sees a site: as bytes by path, whoever wrote them. What made them it knows only from the ledger, to say
where in the content a mistake comes from.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from fiche.problem import Place

_HOSTS = frozenset({".nojekyll", "CNAME", ".git"})
"""What hosts want to find in a folder, and no reader sees."""


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
    links: tuple[str, ...] = ()
    """What is no file of the folder, but a symbolic link to something."""

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
    paths: list[str] = []
    links: list[str] = []
    _look(str(folder), "", paths, links)
    return Output(str(folder), name, tuple(sorted(paths)), base_url, origins, tuple(sorted(links)))


def _look(folder: str, inside: str, paths: list[str], links: list[str]) -> None:
    """Add what is in a folder to lists of files and of symbolic links."""
    with os.scandir(f"{folder}/{inside}") as entries:
        for entry in entries:
            path = f"{inside}{entry.name}"
            if path in _HOSTS:
                continue
            if entry.is_dir(follow_symlinks=False):
                _look(folder, f"{path}/", paths, links)
            else:
                (links if entry.is_symlink() else paths).append(path)
