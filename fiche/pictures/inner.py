"""The small copy of itself that a picture may hold in its metadata, and whether it shows what the picture shows.

Owns that comparison. Cameras put the copy there, and not every program that crops a picture makes it anew: then it still shows
what was cut off. Copies have other proportions than their picture (bars above and below, sides left out) and may lie on their
side, so what is compared are patterns of light and shade, in each way that they may fit.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import ExifTags, Image

_OFFSET, _LENGTH = 0x0201, 0x0202
"""Tags that say where the copy is (Exif 2.32, 4.6.5)."""
_LARGEST = 1_000_000
"""Pixels of a copy that is looked at: cameras make them of twenty thousand."""
_GRID = 24
"""Points by which patterns are compared, across and down."""
_ALIKE = 0.75
"""Correlation of the patterns of one picture, brighter or darker, coarser or finer; of two, it is far below."""


def shows_another(image: Image.Image) -> bool:
    """Say whether a picture holds a small copy that shows something else than it does."""
    try:
        inner = _inner(image)
        return inner is not None and max(_likenesses(image, inner)) < _ALIKE
    except Exception:  # noqa: BLE001 - metadata that cannot be read is metadata that nobody sees
        return False


def _inner(image: Image.Image) -> Image.Image | None:
    """Return the small copy; None where there is none."""
    told = image.getexif().get_ifd(ExifTags.IFD.IFD1)
    if _OFFSET not in told or _LENGTH not in told:
        return None
    data = image.info["exif"].removeprefix(b"Exif\0\0")[told[_OFFSET] :][: told[_LENGTH]]
    inner = Image.open(io.BytesIO(data), formats=["JPEG"])
    return inner if inner.width * inner.height <= _LARGEST else None


def _likenesses(image: Image.Image, inner: Image.Image) -> Iterator[float]:
    """Yield how alike a picture and its copy are in each way that the one may fit the other."""
    plain = image.convert("L", dither=None)
    for turns in range(4):
        copy = inner.convert("L").rotate(90 * turns, expand=True)
        yield _likeness(plain, copy)
        yield _likeness(plain, _middle(copy, plain.width / plain.height))
        yield _likeness(_middle(plain, copy.width / copy.height), copy)


def _middle(image: Image.Image, ratio: float) -> Image.Image:
    """Return the middle of a picture in other proportions."""
    width, height = min(image.width, image.height * ratio), min(image.height, image.width / ratio)
    left, top = (image.width - width) / 2, (image.height - height) / 2
    return image.crop((round(left), round(top), round(left + width), round(top + height)))


def _likeness(one: Image.Image, other: Image.Image) -> float:
    """Return the correlation of two patterns; of one without light and shade, 1: nothing is to be seen in it."""
    a, b = (_points(image) for image in (one, other))
    square = sum(x * x for x in a) * sum(y * y for y in b)
    return float(sum(x * y for x, y in zip(a, b, strict=True)) / square**0.5) if square else 1.0


def _points(image: Image.Image) -> list[float]:
    points = image.resize((_GRID, _GRID), Image.Resampling.BOX).tobytes()
    mean = sum(points) / len(points)
    return [point - mean for point in points]
