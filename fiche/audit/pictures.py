"""Places and names in pictures: whether a file says where on Earth it was taken, and by whom.

Owns a reader of just so much of TIFF's directories (TIFF 6.0, Exif 2.32) as it takes to see whether there are coordinates, or
names. They stand in JPEG, PNG, WebP, AVIF, HEIF and TIFF alike, in the same form, so the form is looked for and not the format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_DIRECTORY = re.compile(rb"II\*\x00|MM\x00\*")
_GPS = 0x8825
"""The tag of IFD 0 that says where the directory of coordinates is."""
_LATITUDE, _LONGITUDE = 2, 4
_EXIF = 0x8769
"""The tag of IFD 0 that says where the directory of the camera is."""
_ARTIST, _XP_AUTHOR, _OWNER = 0x013B, 0x9C9D, 0xA430
_ENTRY = 12
_INSIDE = 4
_XMP = re.compile(rb"exif:GPSL(?:at|ong)itude", re.IGNORECASE)
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".heic", ".heif", ".tif", ".tiff", ".gif")


def has_place(path: str, data: bytes) -> bool:
    """Say whether a picture has coordinates, in Exif or XMP."""
    if not path.lower().endswith(PICTURES):
        return False
    if _XMP.search(data):
        return True
    return any(_has_coordinates(data[found.start() :]) for found in _DIRECTORY.finditer(data))


def names(data: bytes) -> Iterator[str]:
    """Yield whom a picture names in Exif: its artist, as one or the other system writes it, and the owner of the camera."""
    for found in _DIRECTORY.finditer(data):
        tiff = data[found.start() :]
        big = tiff.startswith(b"MM")
        first = _entries(tiff, _number(tiff, 4, 4, big=big), big=big)
        camera = _entries(tiff, _number(tiff, first[_EXIF] + 8, 4, big=big), big=big) if _EXIF in first else {}
        for entries, tag, encoding in (
            (first, _ARTIST, "utf-8"),
            (first, _XP_AUTHOR, "utf-16-le"),
            (camera, _OWNER, "utf-8"),
        ):
            if tag in entries:
                yield _text(tiff, entries[tag], big=big).decode(encoding, "replace").strip("\0 ")


def _text(tiff: bytes, entry: int, *, big: bool) -> bytes:
    """Return the bytes that an entry says: they stand in it, if they are few."""
    size = _number(tiff, entry + 4, 4, big=big)
    at = entry + 8 if size <= _INSIDE else _number(tiff, entry + 8, 4, big=big)
    return tiff[at : at + size]


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
