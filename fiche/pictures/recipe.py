"""Recipes: which renditions of a picture there are, and what they are called.

Owns names that are known before anything is made: the digest in them is that of the original's bytes and of how the rendition is
made from them. Knows Pillow's version and nothing else of it.
"""

from __future__ import annotations

import re

import PIL

from fiche import address
from fiche.digest import digest
from fiche.fingerprint import fingerprinted
from fiche.model import Picture, Sizes, Source
from fiche.value import Value

VERSION = 1
"""Of what `encode` does. Another number, and all renditions are made again, under other names."""
FOLDER = "static/pictures/"
_TALLEST = 16_383
"""Pixels of a side of a WebP, at most (RFC 9649, 2.6)."""
_NEAR = 0.9
"""A width is left out if it is so near that of the original, which is among them."""
_DRAWN = ("png", "gif")
"""Formats that keep every pixel, in which drawings come."""
_NAMED = re.compile(rf"{FOLDER}.*\.([0-9]+)\.([0-9a-f]+)\.([a-z]+)")


class Recipe(Value, frozen=True):
    """How a rendition of a picture is made."""

    format: str
    """avif or webp."""
    width: int
    height: int
    drawn: bool = False
    """Thin lines and plain colours are likely, so that more is kept of them."""


class Named(Value, frozen=True):
    """What the name of a rendition says."""

    width: int
    mark: str
    """The first digits of its digest."""
    format: str


def recipes(picture: Picture, sizes: Sizes) -> tuple[Recipe, ...]:
    """List the renditions of a picture, by format and rising width; none of one that moves, or is drawn in lines."""
    if picture.moving or picture.fault or picture.format == "svg" or not picture.width:
        return ()
    widths = [width for width in sizes.widths if width <= picture.width]
    if sizes.widths and picture.width < max(sizes.widths):
        widths = [*(width for width in widths if width < picture.width * _NEAR), picture.width]
    drawn = picture.format in _DRAWN
    tall = picture.height / picture.width
    return tuple(
        Recipe(format, width, height, drawn=drawn)
        for format in sizes.formats
        for width in widths
        if (height := max(round(width * tall), 1)) <= _TALLEST
    )


def key_of(source: Source, format: str, width: int) -> str:
    """Return the digest of all that a rendition follows from: equal ones mean equal bytes."""
    return digest(("rendition", VERSION, PIL.__version__, source.digest, format, width))


def address_of(source: Source, recipe: Recipe) -> str:
    """Return where a rendition goes: `content/media/a/b.jpg` to `static/pictures/a/b.480.3f9a1c20de.avif`."""
    stem = address.attachment(source.path).removeprefix("media/").rpartition(".")[0]
    named = f"{FOLDER}{stem}.{recipe.width}.{recipe.format}"
    return fingerprinted(named, key_of(source, recipe.format, recipe.width))


def named(path: str) -> Named | None:
    """Read the name of a rendition; None if it is none."""
    found = _NAMED.fullmatch(path)
    return Named(int(found[1]), found[2], found[3]) if found else None
