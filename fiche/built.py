"""A site as a build left it: which files are the publication's, and what is in them.

Owns the reading of an output folder for those who send it elsewhere. What the folder holds besides, of other hands, is
not of the site, and bytes that are not those the build wrote are not sent.
"""

from __future__ import annotations

from pathlib import Path

from fiche.digest import digest_bytes
from fiche.ledger import Ledger
from fiche.value import Value


class Altered(Exception):
    """A file is no longer what the build wrote."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} has changed since it was built; build again, and publish that")


class Built(Value, frozen=True):
    """An output folder, and the digest of each file of the site in it."""

    folder: Path
    files: dict[str, str]

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the site. Raises `Altered` where they are not those that were built."""
        file = self.folder / path
        try:
            data = file.read_bytes()
        except FileNotFoundError:
            raise Altered(file) from None
        if digest_bytes(data) != self.files[path]:
            raise Altered(file)
        return data


def built(folder: Path, ledger: Ledger) -> Built:
    """Return what a build left in an output folder."""
    return Built(folder, {path: line.digest for path, line in ledger.lines.items()})
