"""Renditions of the pictures that pages show, for browsers to choose from."""

from __future__ import annotations

from collections.abc import Iterator

from fiche.lens import Lens
from fiche.outputs import Rendition
from fiche.pictures.recipe import FOLDER, address_of, named, recipes


def orders(lens: Lens) -> Iterator[tuple[str, ...]]:
    """Name each picture, once for all languages."""
    return ((path,) for path in lens.publication.pictures) if lens.is_first else iter(())


def at(lens: Lens, path: str) -> Iterator[tuple[str, ...]]:
    """Name the picture of which a path is a rendition."""
    if path.startswith(FOLDER) and named(path) and lens.is_first:
        known = lens.prepared("picture-paths", lambda: _paths(lens))
        if path in known:
            yield (known[path],)


def _paths(lens: Lens) -> dict[str, str]:
    """Return the picture that each rendition is made from."""
    pictures, sizes = lens.publication.raw.pictures, lens.site.pictures
    return {
        address_of(picture.source, recipe): path
        for path, picture in pictures.items()
        for recipe in recipes(picture, sizes)
    }


def make(lens: Lens, path: str) -> Iterator[Rendition]:
    """Make the renditions of a picture."""
    picture = lens.publication.pictures[path]
    for recipe in recipes(picture, lens.site.pictures):
        yield Rendition(address_of(picture.source, recipe), picture.source, recipe)
