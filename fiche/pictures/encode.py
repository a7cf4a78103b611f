"""Making a rendition of a picture: smaller, turned upright, in the colours of the web, with nothing beside its pixels.

Owns what becomes of pixels. Pure, and on one thread, so that the same picture gives the same bytes; whoever changes what is
made raises `recipe.VERSION`.
"""

from __future__ import annotations

import io
from contextlib import suppress

from PIL import Image, ImageCms

from fiche.pictures.measure import FORMATS, TURNED, turn
from fiche.pictures.recipe import Recipe

_SAMPLES = 2
"""Samples on each side that go into a pixel, at least, where a JPEG need not be read at its full size."""
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each orientation of Exif."""
_OPTIONS: dict[str, dict[str, object]] = {
    "avif": {"quality": 60, "subsampling": "4:2:0", "speed": 6, "codec": "aom", "max_threads": 1, "autotiling": False},
    "webp": {"quality": 80, "method": 4},
}
"""At 960 pixels wide a photograph is half as large as a good JPEG, and nearer to the original. Slower speeds take seven times
as long for a twentieth less."""
_DRAWN: dict[str, dict[str, object]] = {
    "avif": {"quality": 70, "subsampling": "4:4:4"},
    "webp": {"quality": 90},
}


class Unfit(Exception):
    """No rendition can be made of a picture."""


def encoded(data: bytes, recipe: Recipe) -> bytes:
    """Make a rendition of a picture. Raises Unfit where that cannot be, which for one that was measured would be a surprise."""
    try:
        return _encoded(data, recipe)
    except Exception as failure:
        raise Unfit(str(failure)) from failure


def _encoded(data: bytes, recipe: Recipe) -> bytes:
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    turned = turn(image)
    width, height = (recipe.height, recipe.width) if turned in TURNED else (recipe.width, recipe.height)
    image.draft(None, (width * _SAMPLES, height * _SAMPLES))
    profile = image.info.get("icc_profile")
    small = _smooth(image).resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if turned in _UPRIGHT:
        small = small.transpose(_UPRIGHT[turned])
    small = _coloured(small, profile)
    small.info = {}  # no profile, no Exif, no XMP and no comment goes on
    made = io.BytesIO()
    small.save(made, recipe.format.upper(), **_OPTIONS[recipe.format] | (_DRAWN[recipe.format] if recipe.drawn else {}))
    return made.getvalue()


def _smooth(image: Image.Image) -> Image.Image:
    """Return a picture in colours that can be mixed, of eight bits each."""
    image.load()
    if image.mode.startswith("I"):  # one grey of sixteen bits
        image = image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"RGB", "CMYK", "L"} else image.convert("RGB")


def _coloured(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture in sRGB, that can be seen through only if some of it is to be.

    A profile that does not fit is passed over, as browsers do.
    """
    if image.mode == "RGBA":
        pixels, alpha = _coloured(image.convert("RGB"), profile), image.getchannel("A")
        if alpha.getextrema() != (255, 255):
            pixels.putalpha(alpha)
        return pixels
    if profile:
        with suppress(ImageCms.PyCMSError, OSError):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            found = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if found is not None:
                return found
    return image.convert("RGB")
