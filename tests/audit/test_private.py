"""What has no place in a publication: where pictures were taken, paths of a disk, addresses, comments."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche.audit import private
from fiche.audit.output import opened
from fiche.audit.pictures import has_place
from fiche.executor import Serial


def tiff(order, *, tag=0x8825, inner=2):
    """Return the directories of a picture: IFD 0 with one entry, which leads to one with one entry."""
    head = b"II*\0" if order == "<" else b"MM\0*"
    return (
        head + struct.pack(f"{order}I", 8)
        + struct.pack(f"{order}HHHII", 1, tag, 4, 1, 26) + bytes(4)
        + struct.pack(f"{order}HHHII", 1, inner, 5, 3, 0) + bytes(4)
    )  # fmt: skip


PICTURES = {
    "little.jpg": b"\xff\xd8\xff\xe1\0\0Exif\0\0" + tiff("<"),
    "big.jpeg": b"\xff\xd8\xff\xe1\0\0Exif\0\0" + tiff(">"),
    "a.png": b"\x89PNG\r\n\x1a\n\0\0\0\0eXIf" + tiff(">"),
    "a.webp": b"RIFF\0\0\0\0WEBPEXIF\0\0\0\0" + tiff("<"),
    "a.tif": tiff("<"),
    "xmp.jpg": b'\xff\xd8<rdf:Description exif:GPSLatitude="48,51.5N"/>',
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_that_says_where_it_was_taken_is_known(name):
    assert has_place(name, PICTURES[name])


@pytest.mark.parametrize(
    "data",
    [b"\xff\xd8", b"", tiff("<", tag=0x8769), tiff(">", inner=1), tiff("<")[:20], b"II*\0", b"MM\0*\xff\xff\xff\xff"],
)
def test_another_is_not(data):
    assert not has_place("a.jpg", data)


@given(st.binary(max_size=80))
def test_any_bytes_are_a_picture_or_none(data):
    assert has_place("a.jpg", b"II*\0" + data) in {True, False}


@pytest.fixture
def told(tmp_path):
    """Return a function that says what is wrong with a file, given what is shown."""

    def run(name, data, *shown):
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        output = opened(tmp_path, "site", "https://p.example/")
        found = private.searched(output, output.paths, Serial())
        return [(problem.code, problem.place.line) for problem in private.told(output, found, *shown)]

    return run


FOUND = {
    "picture-place": ("a.jpg", PICTURES["little.jpg"]),
    "local-path": ("a.html", "<p>\n<a href='file:///home/ada/x.md'>x</a>"),
    "mail-address": ("a.html", "<p>\nwrite to ada@press.example now</p>"),
    "comment": ("a.html", "<p>\n<!-- ask Ada -->"),
}


def test_long_texts_are_read_only_for_what_short_ones_do_not_say(told):
    def long():
        read.append("long")
        yield "call lin@press.example"

    read = []
    assert [] == told("a.html", "<p>ada@press.example", ["ada@press.example"], long())
    assert [] == read
    assert [] == told("a.html", "<p>ada@press.example, lin@press.example", ["ada@press.example"], long())
    assert ["long"] == read


@pytest.mark.parametrize("code", FOUND)
def test_what_has_no_place_is_told_with_its_line(code, told):
    name, data = FOUND[code]

    assert [(code, 0 if name == "a.jpg" else 2)] == told(name, data)


@pytest.mark.parametrize(
    "path",
    [
        "/home/ada/briefs/x.md",
        "/Users/ada/x",
        "C:\\Users\\Ada\\x",
        "C:\\\\Users\\\\Ada",
        "C:/Users/Ada",
        "file:///srv/x",
    ],
)
def test_a_path_of_somebodys_disk_is_known(path, told):
    assert [("local-path", 1)] == told("a.json", f'{{"from": "{path}"}}')


@pytest.mark.parametrize(
    "text",
    [
        "https://press.example/home/ada/",
        "the profile:s",
        '<a href="../home/">x</a>',
        "UID:meeting-1@press.example",
        '<img srcset="map@2x.png 2x">',
        "@context and @media",
        "a:b",
    ],
)
def test_what_only_looks_like_it_is_not(text, told):
    assert [] == told("a.html", text)


def test_a_symbolic_link_is_told_and_not_followed(told, tmp_path):
    (tmp_path / "away").symlink_to("/")

    assert [("leak-link", 0)] == told("a.html", "<p>x</p>")


def test_what_a_shown_text_says_is_meant(told):
    text = "Write to desk@press.example; it was in /home/ada/x."

    assert [] == told("a.html", f"<p>{text}</p>", [text])
