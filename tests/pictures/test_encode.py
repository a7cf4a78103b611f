"""A copy shows what the original shows, upright and in the colours of the web, and holds nothing else."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat, PngImagePlugin

from fiche.audit.pictures import has_place
from fiche.digest import digest_bytes
from fiche.pictures.encode import Unfit, encoded
from fiche.pictures.measure import ORIENTATION
from fiche.pictures.recipe import Recipe
from tests.pictures.drawn import GREEN, RED, landscape, picture, saved

FORMATS = ("avif", "webp")
GPS = 0x8825


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def copy(data, width, height, format="avif", *, drawn=False):
    return opened(encoded(data, Recipe(format, width, height, drawn=drawn)))


def distance(one, other):
    """Return how far two pictures of one size are apart, on average, out of 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean) / 3


def near(colour, other, *, by=6):
    return all(abs(one - two) <= by for one, two in zip(colour, other, strict=True))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("original", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_copy_shows_what_the_original_shows(original, format):
    image = landscape(400, 300)
    made = copy(saved(image, original), 200, 150, format)

    assert (200, 150) == made.size
    assert distance(image.resize((200, 150)), made) < 4


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_copy_stands_upright(turn):
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    image = Image.new("RGB", (80, 40), GREEN)
    image.paste(RED, (0, 0, 20, 20))
    width, height = (40, 80) if turn >= 5 else (80, 40)
    made = copy(saved(image, "JPEG", exif=exif, quality=95), width, height)
    corner = {1: (5, 5), 2: (74, 5), 3: (74, 34), 4: (5, 34), 5: (5, 5), 6: (34, 5), 7: (34, 74), 8: (5, 74)}[turn]

    assert (width, height) == made.size
    assert near(RED, made.getpixel(corner), by=30)
    assert near(GREEN, made.getpixel((width // 2, height // 2)), by=30)


def test_a_webp_is_not_turned_since_browsers_do_not():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    image = landscape(80, 40)

    assert distance(image, copy(saved(image, "WEBP", exif=exif, lossless=True), 80, 40)) < 4


# --------------------------------------------------------------------------- colours


def profiled(colour, profile):
    return saved(Image.new("RGB", (8, 8), colour), icc_profile=ImageCms.ImageCmsProfile(profile).tobytes())


@pytest.mark.parametrize("format", FORMATS)
def test_colours_of_another_space_become_those_of_the_web(format):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = lab.replace(b"rXYZ", b"tmpZ").replace(b"gXYZ", b"rXYZ").replace(b"tmpZ", b"gXYZ")
    made = copy(saved(Image.new("RGB", (8, 8), (200, 0, 0)), icc_profile=swapped), 8, 8, format)
    red, green, _ = made.getpixel((4, 4))

    assert "icc_profile" not in made.info
    assert green > 150
    assert red < 60


@pytest.mark.parametrize("profile", [b"", b"x", bytes(200)])
def test_a_profile_that_is_none_is_passed_over(profile):
    data = saved(Image.new("RGB", (8, 8), GREEN), icc_profile=profile)

    assert near(GREEN, copy(data, 8, 8).getpixel((4, 4)))


def test_a_profile_for_other_colours_than_the_picture_has_is_passed_over():
    grey = saved(
        Image.new("L", (8, 8), 90), icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    )

    assert near((90, 90, 90), copy(grey, 8, 8).getpixel((4, 4)))


@pytest.mark.parametrize(
    ("image", "format", "colour"),
    [
        (Image.new("1", (8, 8), 1), "PNG", (255, 255, 255)),
        (Image.new("L", (8, 8), 90), "PNG", (90, 90, 90)),
        (Image.new("I;16", (8, 8), 0x4000), "PNG", (64, 64, 64)),
        (Image.new("RGB", (8, 8), GREEN).quantize(4), "PNG", GREEN),
        (Image.new("RGB", (8, 8), GREEN).quantize(4), "GIF", GREEN),
        (Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG", (255, 0, 0)),
        (Image.new("L", (8, 8), 90), "JPEG", (90, 90, 90)),
    ],
)
def test_colours_of_any_kind_are_those_that_browsers_show(image, format, colour):
    made = copy(saved(image, format), 8, 8)

    assert "RGB" == made.mode
    assert near(colour, made.getpixel((4, 4)))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_can_be_seen_through_stays_so(mode, format):
    image = Image.new("RGBA", (16, 16), (*GREEN, 255))
    image.paste((0, 0, 0, 0), (0, 0, 8, 16))
    image = image.quantize(4) if mode == "P" else image.convert(mode)
    made = copy(saved(image), 16, 16, format)

    assert "RGBA" == made.mode
    assert (0, 255) == (made.getpixel((2, 8))[3], made.getpixel((13, 8))[3])


@pytest.mark.parametrize("format", FORMATS)
def test_an_alpha_channel_that_hides_nothing_is_left_out(format):
    assert "RGB" == copy(picture(8, 8, (*GREEN, 255)), 8, 8, format).mode


def test_a_drawing_keeps_more_of_its_lines():
    image = Image.new("RGB", (64, 64), "white")
    for at in range(0, 64, 4):
        image.paste(RED, (at, 0, at + 1, 64))
    data = saved(image)

    assert distance(image, copy(data, 64, 64, drawn=True)) < distance(image, copy(data, 64, 64)) / 2


# --------------------------------------------------------------------------- nothing beside the pixels

WORDS = "zqxsecret"


def telling(format):
    """Return a picture that tells where it was taken, by whom, and more."""
    exif = Image.Exif()
    exif[0x013B] = WORDS
    exif.get_ifd(GPS).update({1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf exif:GPSLatitude="48" who="{WORDS}"/></x:xmpmeta>'.encode()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options = {"exif": exif, "xmp": xmp, "icc_profile": profile}
    if format == "PNG":
        said = PngImagePlugin.PngInfo()
        said.add_text("Comment", WORDS)
        options = {"exif": exif, "icc_profile": profile, "pnginfo": said}
    if format == "JPEG":
        options["comment"] = WORDS
    return saved(landscape(64, 48), format, **options)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("original", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_copy_tells_nothing_but_its_pixels(original, format):
    data = telling(original)
    assert has_place(f"x.{original.lower()}", data)
    made = encoded(data, Recipe(format, 32, 24))

    assert not has_place(f"x.{format}", made)
    assert WORDS.encode() not in made
    assert not any(mark in made for mark in (b"Exif", b"EXIF", b"xmp", b"XMP", b"ICCP", b"prof", b"adobe"))
    assert set() == opened(made).info.keys() & {"exif", "xmp", "icc_profile", "comment"}


# --------------------------------------------------------------------------- the same in, the same out

PROGRAM = """
import sys
from fiche.digest import digest_bytes
from fiche.pictures.encode import encoded
from fiche.pictures.recipe import Recipe
data = open(sys.argv[1], "rb").read()
print(*(digest_bytes(encoded(data, Recipe(format, 300, 200))) for format in ("avif", "webp")))
"""


def test_the_same_picture_gives_the_same_bytes_in_another_process(tmp_path):
    file = tmp_path / "x.jpg"
    file.write_bytes(saved(landscape(600, 400), "JPEG"))
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, file],
        cwd=Path(__file__).parents[2],
        env={"OMP_NUM_THREADS": "7", "PYTHONHASHSEED": "5"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert [
        digest_bytes(encoded(file.read_bytes(), Recipe(format, 300, 200))) for format in FORMATS
    ] == run.stdout.split()


@pytest.mark.parametrize("data", [b"", b"x", saved(landscape(64, 48), "JPEG")[:600]])
def test_of_what_is_no_sound_picture_there_is_no_copy(data):
    with pytest.raises(Unfit):
        encoded(data, Recipe("avif", 32, 24))
