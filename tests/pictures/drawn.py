"""Pictures for tests, drawn here: photographs are nobody's but their photographers'."""

import io
import struct
from functools import cache

from PIL import Image, ImageOps, PngImagePlugin

GREEN = (20, 120, 60)
RED = (180, 30, 30)


def saved(image: Image.Image, format: str = "PNG", **options) -> bytes:
    """Return a picture as a file."""
    made = io.BytesIO()
    image.save(made, format, **options)
    return made.getvalue()


@cache
def picture(width: int = 3, height: int = 2, colour: tuple[int, ...] = GREEN, format: str = "PNG") -> bytes:
    """Return a picture of one colour as a file."""
    return saved(Image.new("RGB" if len(colour) == 3 else "RGBA", (width, height), colour), format)


@cache
def told_picture(words: str) -> bytes:
    """Return a picture of its own, which says some words beside its pixels."""
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", words)
    return saved(Image.frombytes("RGB", (3, 2), f"{words:>18.18}".encode()), pnginfo=said)


@cache
def landscape(width: int, height: int, *, seed: int = 1) -> Image.Image:
    """Draw something like a photograph: colours that flow into each other, and grain."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    round_ = Image.radial_gradient("L").resize((width, height))
    grain = Image.frombytes("L", (64, 64), bytes((seed * 7919 + at * at * 31) % 251 for at in range(64 * 64)))
    flowing = Image.merge("RGB", (across, down, round_))
    return Image.blend(flowing, grain.resize((width, height)).convert("RGB"), 0.2)


@cache
def scene() -> Image.Image:
    """Draw something of which each part looks otherwise."""
    slope = Image.linear_gradient("L").rotate(45).resize((600, 400)).convert("RGB")
    drawn = Image.blend(landscape(600, 400), slope, 0.3)
    drawn.paste((250, 250, 240), (60, 40, 190, 150))
    drawn.paste((10, 10, 30), (400, 220, 560, 380))
    return drawn


def barred(image: Image.Image) -> Image.Image:
    """Return the small copy that most cameras make of a picture, of four by three with bars above and below."""
    return ImageOps.pad(image, (160, 120), color="black")


def exif_with(copy: Image.Image | bytes, size: int | None = None) -> bytes:
    """Return metadata with nothing but a small copy (Exif 2.32, 4.5.8), which may lie about its size."""
    data = copy if isinstance(copy, bytes) else saved(copy, "JPEG")
    first = b"II*\0" + struct.pack("<IHI", 8, 0, 14)
    second = struct.pack("<HHHIIHHIII", 2, 0x0201, 4, 1, 44, 0x0202, 4, 1, len(data) if size is None else size, 0)
    return b"Exif\0\0" + first + second + data
