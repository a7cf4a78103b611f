"""The small copy in a picture's metadata: told where it shows what the picture no longer does."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance, ImageOps

from fiche.pictures.inner import shows_another
from tests.pictures.drawn import barred, exif_with, saved, scene

SCENE = scene()


def holding(image, copy, format="JPEG"):
    return Image.open(io.BytesIO(saved(image, format, exif=exif_with(copy))))


COPIES = {
    "barred": barred(SCENE),
    "its sides left out": ImageOps.fit(SCENE, (160, 120)),
    "in its proportions": SCENE.resize((150, 100)),
    "squeezed": SCENE.resize((160, 120)),
    "on its side": barred(SCENE).rotate(90, expand=True),
    "brighter": ImageEnhance.Brightness(barred(SCENE)).enhance(1.4),
    "grey": barred(SCENE).convert("L"),
}


@pytest.mark.parametrize("name", COPIES)
@pytest.mark.parametrize("format", ["JPEG", "WEBP", "PNG"])
def test_a_copy_that_shows_the_same_is_well(name, format):
    assert not shows_another(holding(SCENE, COPIES[name], format))


@pytest.mark.parametrize("box", [(0, 0, 200, 200), (200, 100, 400, 300), (380, 200, 600, 400), (0, 200, 600, 400)])
@pytest.mark.parametrize("format", ["JPEG", "WEBP", "PNG"])
def test_one_from_before_the_picture_was_cropped_is_not(box, format):
    assert shows_another(holding(SCENE.crop(box), barred(SCENE), format))


def test_a_picture_without_one_or_with_one_that_nobody_can_see_is_well():
    assert not shows_another(Image.open(io.BytesIO(saved(SCENE, "JPEG"))))
    assert not shows_another(holding(SCENE, b"no picture"))
    assert not shows_another(holding(SCENE, Image.new("L", (2000, 1000))))
    assert not shows_another(holding(Image.new("RGB", (60, 40), "red"), barred(SCENE)))


@given(st.binary(max_size=80), st.integers(0, 2**32 - 1))
def test_any_bytes_are_a_copy_or_none(data, size):
    image = Image.new("RGB", (2, 2))
    image.info["exif"] = exif_with(data, size)

    assert not shows_another(image)
