"""Files that something shown uses, copied as they are."""

from __future__ import annotations

from collections.abc import Iterator

from fiche import address
from fiche.lens import Lens
from fiche.outputs import Asset


def make(lens: Lens) -> Iterator[Asset]:
    """Copy each attachment of the edition."""
    for source in lens.publication.files:
        yield Asset(address.attachment(source.path), source)
