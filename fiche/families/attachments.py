"""Files that something shown uses, copied as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fiche import address
from fiche.lens import Lens
from fiche.outputs import Asset


def family(lenses: Sequence[Lens]) -> Iterator[Asset]:
    """Copy each attachment of the edition."""
    for source in lenses[0].publication.files:
        yield Asset(address.attachment(source.path), source)
