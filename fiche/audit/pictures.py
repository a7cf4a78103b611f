"""Places in pictures: whether a file says where on Earth it was taken.

Owns a reader of just so much of TIFF's directories (TIFF 6.0, Exif 2.32) as it takes to see whether there are coordinates.
They stand in JPEG, PNG, WebP, AVIF, HEIF and TIFF alike, in the same form, so the form is looked for and not the format.
"""

from __future__ import annotations

import re

_DIRECTORY = re.compile(rb"II\*\x00|MM\x00\*")
_GPS = 0x8825
"""The tag of IFD 0 that says where the directory of coordinates is."""
_LATITUDE, _LONGITUDE = 2, 4
_ENTRY = 12
_XMP = re.compile(rb"exif:GPSL(?:at|ong)itude", re.IGNORECASE)
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".heic", ".heif", ".tif", ".tiff", ".gif")


def has_place(path: str, data: bytes) -> bool:
    """Say whether a picture has coordinates, in Exif or XMP."""
    if not path.lower().endswith(_PICTURES):
        return False
    if _XMP.search(data):
        return True
    return any(_has_coordinates(data[found.start() :]) for found in _DIRECTORY.finditer(data))


def _has_coordinates(tiff: bytes) -> bool:
    big = tiff.startswith(b"MM")
    pointer = _entries(tiff, _number(tiff, 4, 4, big=big), big=big).get(_GPS)
    if pointer is None or pointer + _ENTRY > len(tiff):
        return False
    return not {_LATITUDE, _LONGITUDE}.isdisjoint(_entries(tiff, _number(tiff, pointer + 8, 4, big=big), big=big))


def _entries(tiff: bytes, at: int, *, big: bool) -> dict[int, int]:
    """Return where each entry of a directory stands, by its tag."""
    found = (at + 2 + _ENTRY * number for number in range(_number(tiff, at, 2, big=big)))
    return {_number(tiff, entry, 2, big=big): entry for entry in found}


def _number(tiff: bytes, at: int, size: int, *, big: bool) -> int:
    return int.from_bytes(tiff[at : at + size], "big" if big else "little")
