"""What a picture is, by its bytes: size as it is shown, format, whether it moves, or why nobody could see it.

Owns which formats are pictures, and the limits of one. A picture is decoded whole, so that one that is cut short is found
before it is published.
"""

from __future__ import annotations

import io
import re
from contextlib import suppress
from xml.parsers import expat

from PIL import Image, UnidentifiedImageError

from fiche.model import Fault
from fiche.pictures.inner import shows_another
from fiche.value import Value

LIMIT = 100_000_000
"""Pixels of a picture: at four bytes each, more than any page needs, and less than a computer has."""
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
"""What browsers show, by Pillow's names."""
Image.MAX_IMAGE_PIXELS = None  # ours is the limit, and it is told to the author rather than raised

ORIENTATION = 0x0112
"""The tag of Exif that says how a picture is to be turned (Exif 2.32, 4.6.5)."""
TURNED = (5, 6, 7, 8)
"""Values of it that change width and height for each other."""
_UNTURNED = ("WEBP",)
"""Formats in which browsers do not heed it."""
_ROOM = 1600
"""Width of a drawing that says none, so that it fills the column as it would without one."""


class Measure(Value, frozen=True):
    """What the bytes of a picture say."""

    width: int = 0
    height: int = 0
    format: str = ""
    moving: bool = False
    outdated: bool = False
    fault: Fault | None = None


def measured(data: bytes) -> Measure:
    """Look at a picture of pixels."""
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        format = "jpeg" if image.format == "MPO" else str(image.format).lower()
        width, height = image.size
        if width * height > LIMIT:
            why = f"has {width:,} × {height:,} pixels, and the limit is {LIMIT:,}; make it smaller"
            return Measure(fault=Fault(why, "picture-large"))
        if turn(image) in TURNED:
            width, height = height, width
        moving = format != "jpeg" and bool(
            getattr(image, "is_animated", False)
        )  # an MPO is a photograph with its preview
        image.load()
    except UnidentifiedImageError:
        return Measure(fault=Fault(_STRANGE, "picture-broken"))
    except Exception:  # noqa: BLE001 - whatever the library raises at a file, the file is at fault
        return Measure(fault=Fault(_DAMAGED, "picture-broken"))
    return Measure(width, height, format, moving, shows_another(image))


_STRANGE = (
    "is no picture that browsers show (JPEG, PNG, WebP, GIF, AVIF); save it as one with the program that it comes from"
)
_DAMAGED = "is cut short or damaged; take the original again, or save it anew"


def turn(image: Image.Image) -> int:
    """Return how browsers turn a picture: the orientation of Exif, 1 for not at all."""
    if image.format in _UNTURNED:
        return 1
    with suppress(Exception):  # metadata that cannot be read is metadata that browsers do not heed either
        return int(image.getexif().get(ORIENTATION, 1))
    return 1


# --------------------------------------------------------------------------- drawings


def drawn(data: bytes) -> Measure:
    """Look at an SVG: its own width and height, else those of its viewBox."""
    root: dict[str, str] = {}
    names: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if not names:
            names.append(name)
            root.update(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        return Measure(fault=Fault(_DAMAGED, "picture-broken"))
    if names[0].rpartition(":")[2] != "svg":
        return Measure(fault=Fault("is no drawing; an SVG begins with <svg>", "picture-broken"))
    return Measure(*_size(root), format="svg")


def _size(root: dict[str, str]) -> tuple[int, int]:
    """Return the size of a drawing, or the room it takes where it says its proportions alone; zeros where neither is plain."""
    width, height = (_pixels(root.get(name, "")) for name in ("width", "height"))
    if width and height:
        return max(round(width), 1), max(round(height), 1)
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox", ""))]
    if len(box) != 4 or min(box[2:]) <= 0:
        return 0, 0
    ratio = box[3] / box[2]
    if width or height:
        return max(round(width or height / ratio), 1), max(round(height or width * ratio), 1)
    return _ROOM, max(round(_ROOM * ratio), 1)


def _pixels(length: str) -> float:
    """Read a length in pixels; 0 for any other."""
    found = _LENGTH.fullmatch(length.strip())
    return float(found[1]) if found else 0.0


_LENGTH = re.compile(r"([0-9]{1,6}(?:\.[0-9]+)?)(?:px)?")
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?")
