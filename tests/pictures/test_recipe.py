"""Which copies of a picture there are, and that their names tell what they follow from."""

import pytest

from fiche.fingerprint import is_fingerprinted
from fiche.model import Fault, Picture, Sizes, Source
from fiche.pictures import recipe
from fiche.pictures.recipe import Recipe, address_of, key_of, named, recipes

SOURCE = Source("content/media/a/vue du lac.jpg", "d1", 9)


def shown(width=3000, height=2000, format="jpeg", **more):
    return Picture(SOURCE, width, height, format, **more)


def widths(picture):
    return [one.width for one in recipes(picture, Sizes(formats=("avif",)))]


@pytest.mark.parametrize(
    ("width", "copies"),
    [
        (3000, [480, 960, 1600]),
        (1700, [480, 960, 1600]),
        (1600, [480, 960, 1600]),
        (1500, [480, 960, 1500]),
        (1000, [480, 1000]),
        (960, [480, 960]),
        (481, [481]),
        (300, [300]),
        (1, [1]),
    ],
)
def test_no_copy_is_wider_than_the_picture_and_none_nearly_as_wide(width, copies):
    assert copies == widths(shown(width))


def test_a_copy_has_the_proportions_of_the_picture():
    assert [(480, 320), (960, 640), (1600, 1067)] == [
        (one.width, one.height) for one in recipes(shown(), Sizes(formats=("webp",)))
    ]
    assert [1] == [one.height for one in recipes(shown(300, 1), Sizes(formats=("webp",)))]


def test_the_format_that_browsers_try_first_comes_first():
    assert ["webp"] * 3 + ["avif"] * 3 == [one.format for one in recipes(shown(), Sizes(formats=("webp", "avif")))]


def test_a_copy_that_is_too_tall_for_its_format_is_left_out():
    assert [480, 960] == widths(shown(2000, 30_000))


@pytest.mark.parametrize(
    "picture",
    [
        shown(moving=True),
        shown(format="svg"),
        shown(0, 0, ""),
        shown(fault=Fault("is broken", "picture-broken")),
    ],
)
def test_there_is_no_copy_of_what_moves_or_is_drawn_in_lines_or_cannot_be_seen(picture):
    assert () == recipes(picture, Sizes())


@pytest.mark.parametrize("sizes", [Sizes(widths=()), Sizes(formats=())])
def test_there_is_no_copy_where_none_is_wanted(sizes):
    assert () == recipes(shown(), sizes)


# --------------------------------------------------------------------------- names

ONE = Recipe("avif", 480, 320)


def test_a_name_has_the_path_of_the_original_and_may_be_kept_for_ever():
    address = address_of(SOURCE, ONE)

    assert address.startswith("static/pictures/a/vue du lac.480.")
    assert address.endswith(".avif")
    assert is_fingerprinted(address)


@pytest.mark.parametrize(
    ("path", "start"),
    [
        ("content/briefs/2016/x.png", "static/pictures/briefs/2016/x.480."),
        ("content/media/a.b.PNG", "static/pictures/a.b.480."),
        ("content/media/.png", "static/pictures/.480."),
    ],
)
def test_a_picture_may_lie_anywhere(path, start):
    assert address_of(Source(path, "d", 1), ONE).startswith(start)


def test_a_name_is_another_for_other_bytes_another_size_and_another_way_of_making_it(monkeypatch):
    def names():
        return {
            address_of(Source(SOURCE.path, digest, 9), Recipe(format, width, 1))
            for digest in ("d1", "d2")
            for format in ("avif", "webp")
            for width in (480, 960)
        }

    before = names()
    monkeypatch.setattr(recipe, "VERSION", 2)

    assert (8, 16) == (len(before), len(before | names()))


def test_a_name_can_be_read_again():
    found = named(address_of(SOURCE, ONE))

    assert (480, "avif") == (found.width, found.format)
    assert key_of(SOURCE, "avif", 480).startswith(found.mark)


@pytest.mark.parametrize(
    "path", ["static/style.0123456789.css", "media/a.480.0123456789.avif", "static/pictures/a.avif"]
)
def test_other_names_are_no_copies(path):
    assert named(path) is None
