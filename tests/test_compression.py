"""Compressed copies: the same bytes each time, read by others, and never trusted to be small."""

import gzip
import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche import compression
from fiche.compression import ENCODINGS, Unpackable, copies, missing, original, packed, recipe, unpacked

pytest.importorskip("brotli", reason="no brotli here (pip install 'fiche[compress]')")
pytest.importorskip("zstandard", reason="no zstandard here (pip install 'fiche[compress]')")
MOST = 10_000
encodings = st.sampled_from(sorted(ENCODINGS))


@given(encodings, st.binary(max_size=MOST))
def test_what_is_packed_is_unpacked(encoding, data):
    assert data == unpacked(packed(data, encoding), encoding, MOST)


@given(encodings, st.binary(max_size=200))
def test_any_bytes_are_unpacked_or_refused(encoding, data):
    with suppress(Unpackable):
        assert len(unpacked(data, encoding, MOST)) <= MOST


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "spoil", [lambda data: data[:-1], lambda data: data[:4], lambda data: b"", lambda data: data + b"x"]
)
def test_what_is_cut_short_or_goes_on_is_refused(encoding, spoil):
    with pytest.raises(Unpackable):
        unpacked(spoil(packed(b"words " * 99, encoding)), encoding, MOST)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_swells_is_refused(encoding):
    bomb = packed(bytes(MOST + 1), encoding)

    assert len(bomb) < 100
    with pytest.raises(Unpackable):
        unpacked(bomb, encoding, MOST)


PROGRAM = """
import sys
from fiche.compression import packed
sys.stdout.buffer.write(packed(bytes(range(256)) * 40, sys.argv[1]))
"""


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_bytes_are_the_same_in_another_process_at_another_time(encoding, root):
    command = [sys.executable, "-c", PROGRAM, encoding]
    run = subprocess.run(command, capture_output=True, cwd=root, env={"PYTHONHASHSEED": "7"}, check=True)

    assert packed(bytes(range(256)) * 40, encoding) == run.stdout


def test_gzip_says_neither_when_it_was_made_nor_of_what():
    data = packed(b"words", "gzip")

    assert (b"\x1f\x8b\x08\x00", bytes(4)) == (data[:4], data[4:8])
    assert b"words" == gzip.decompress(data)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.html", ["index.html.gz", "index.html.br", "index.html.zst"]),
        ("media/map.svg", ["media/map.svg.gz", "media/map.svg.br", "media/map.svg.zst"]),
        ("network.graphml", ["network.graphml.gz", "network.graphml.br", "network.graphml.zst"]),
        ("media/map.png", []),
        ("media/report.pdf", []),
        ("index.html.gz", []),
        ("_headers", []),
    ],
)
def test_texts_have_copies_and_what_is_compressed_already_has_none(path, expected):
    assert expected == [*copies(path, ENCODINGS).values()]
    assert [path] * len(expected) == [*map(original, expected)]


@pytest.mark.parametrize("path", ["index.html", "map.png.gz", "archive.gz", ".gz", "x.html.xz"])
def test_other_names_are_those_of_no_copy(path):
    assert "" == original(path)


def test_the_recipe_names_the_library(monkeypatch):
    brotli = compression._module("brotli")
    before = recipe("brotli")
    monkeypatch.setattr(brotli, "__version__", "9")

    assert (("brotli", 6, "9"), False) == (recipe("brotli"), recipe("brotli") == before)


def test_an_encoding_without_its_library_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "brotli", None)
    compression._module.cache_clear()

    assert ["brotli"] == missing(ENCODINGS)
    with pytest.raises(Unpackable):
        unpacked(b"", "brotli", MOST)
