"""What a picture is, by its bytes, is what browsers show of it; what is none is told."""

import struct
import zlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from fiche.pictures import measure
from fiche.pictures.measure import Measure, drawn, measured
from tests.pictures.drawn import landscape, picture, saved

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")


def exif(turn):
    found = Image.Exif()
    found[measure.ORIENTATION] = turn
    return found


def faulty(data):
    """Return the code of what is wrong with a picture."""
    fault = measured(data).fault
    return fault.code if fault else ""


@pytest.mark.parametrize("format", FORMATS)
def test_a_picture_says_its_size_and_format(format):
    assert Measure(7, 5, format.lower()) == measured(picture(7, 5, format=format))


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "AVIF"])
def test_a_picture_that_is_shown_turned_has_the_size_it_is_shown_in(format, turn):
    data = saved(landscape(8, 6), format, exif=exif(turn))

    assert ((6, 8) if turn >= 5 else (8, 6)) == (measured(data).width, measured(data).height)


def test_a_webp_is_never_shown_turned():
    assert Measure(8, 6, "webp") == measured(saved(landscape(8, 6), "WEBP", exif=exif(6)))


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP", "AVIF"])
def test_a_picture_that_moves_is_known(format):
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]

    assert measured(saved(frames[0], format, save_all=True, append_images=frames[1:])).moving


def test_a_photograph_with_its_preview_does_not_move():
    data = saved(landscape(8, 6), "MPO", save_all=True, append_images=[landscape(4, 3)])

    assert Measure(8, 6, "jpeg") == measured(data)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_any_kind_of_colours_is_a_picture(mode):
    assert Measure(8, 6, "png") == measured(saved(Image.new(mode, (8, 6))))


def test_print_colours_are_a_picture():
    assert Measure(8, 6, "jpeg") == measured(saved(Image.new("CMYK", (8, 6)), "JPEG"))


# --------------------------------------------------------------------------- what is none


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_a_picture_that_is_cut_short_is_broken(format, part):
    data = saved(landscape(64, 48), format)

    assert "picture-broken" == faulty(data[: int(len(data) * part)])


@pytest.mark.parametrize("data", [b"", b"x", b"\x89PNG carte", b"<svg/>", b"%PDF-1.7", b"BM" + bytes(60)])
def test_what_is_no_picture_is_told(data):
    assert "picture-broken" == faulty(data)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked():
    def chunk(kind, inner):
        return struct.pack(">I", len(inner)) + kind + inner + struct.pack(">I", zlib.crc32(kind + inner))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    data = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")

    assert ("picture-large", "60,000 × 60,000") == (faulty(data), measured(data).fault.why[4:19])


@settings(max_examples=150)
@given(st.sampled_from(FORMATS), st.data())
def test_any_bytes_are_a_picture_or_none(format, draw):
    data = bytearray(saved(landscape(16, 12), format))
    for _ in range(draw.draw(st.integers(1, 4))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    found = measured(bytes(data))

    assert (found.fault is None) == bool(found.width and found.height)


# --------------------------------------------------------------------------- drawings


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="760" height="470"', (760, 470)),
        ('width="76.4px" height=" 47.6 "', (76, 48)),
        ('viewBox="0 0 24 12"', (1600, 800)),
        ('viewBox="-12,-6 24,12"', (1600, 800)),
        ('width="240" viewBox="0 0 24 12"', (240, 120)),
        ('height="60" viewBox="0 0 24 12"', (120, 60)),
        ('width="100%" height="100%" viewBox="0 0 24 12"', (1600, 800)),
        ('width="5cm" height="3cm"', (0, 0)),
        ('viewBox="0 0 0 12"', (0, 0)),
        ('viewBox="none"', (0, 0)),
        ("", (0, 0)),
    ],
)
def test_a_drawing_says_its_size_or_its_proportions(attributes, size):
    assert Measure(*size, format="svg") == drawn(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode())


def test_a_drawing_may_be_in_any_encoding_and_have_a_prefix():
    text = '<?xml version="1.0" encoding="utf-16"?><s:svg xmlns:s="http://www.w3.org/2000/svg" width="3" height="2"/>'

    assert Measure(3, 2, format="svg") == drawn(text.encode("utf-16"))


@pytest.mark.parametrize("data", [b"", b"x", b"<svg>", b"<html/>", b"<svg></g></svg>", b'<?xml encoding="no"?><svg/>'])
def test_what_is_no_drawing_is_told(data):
    assert "picture-broken" == drawn(data).fault.code


@given(st.binary(max_size=60))
@example(b"<svg width='1' height='\xff'/>")
def test_any_bytes_are_a_drawing_or_none(data):
    assert drawn(data).fault or drawn(data).format == "svg"
