"""What is packed is unpacked, and what cannot be is told."""

import gzip
import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche.audit.layers import Closed, layers
from fiche.compression import packed


def zipped(name, data, **how):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


def chunk(kind, data):
    return len(data).to_bytes(4) + kind + data + b"\0\0\0\0"


PACKED = {
    "a.gz": gzip.compress(b"secret"),
    "a.html.br": packed(b"secret", "brotli"),
    "a.html.zst": packed(b"secret", "zstd"),
    "zst": packed(b"secret", "zstd"),
    "b.br.gz": gzip.compress(packed(b"secret", "brotli")),
    "a.zip": zipped("b.txt", b"secret"),
    "twice.zip": zipped("b.gz", gzip.compress(b"secret")),
    "c.png": b"\x89PNG\r\n\x1a\n" + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"secret")),
    "d.png": b"\x89PNG\r\n\x1a\n" + chunk(b"iTXt", b"XML\0\1\0\0\0" + zlib.compress(b"secret")),
    "e.pdf": b"%PDF-1.7\n1 0 obj <</Filter/FlateDecode>> stream\r\n" + zlib.compress(b"secret") + b"\nendstream",
}


@pytest.mark.parametrize("name", PACKED)
def test_what_is_packed_is_unpacked(name):
    assert b"secret" in list(layers(name, PACKED[name]))


def test_the_names_of_packed_files_are_words_too():
    assert b"secret.txt" in list(layers("a.zip", zipped("secret.txt", b"x")))


def test_a_swelling_file_is_not_unpacked():
    bomb = gzip.compress(gzip.compress(gzip.compress(gzip.compress(gzip.compress(b"x")))))

    with pytest.raises(Closed):
        list(layers("a.gz.gz.gz.gz.gz", bomb))


@pytest.mark.parametrize("name", ["a.html.br", "a.html.zst", "a.7z"])
def test_what_cannot_be_looked_into_is_told(name):
    with pytest.raises(Closed):
        list(layers(name, b"x"))


@given(
    st.sampled_from([b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"%PDF-stream\n", b""]),
    st.binary(max_size=100),
)
def test_any_bytes_are_looked_through_or_told(head, data):
    try:
        assert head + data == next(layers("a", head + data))
        list(layers("a", head + data))
    except Closed:
        pass
