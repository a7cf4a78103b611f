"""Pictures for tests, drawn here: photographs are nobody's but their photographers'."""

import io
from functools import cache

from PIL import Image, PngImagePlugin

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
