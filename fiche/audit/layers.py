"""The layers of a file: what is packed in it, as bytes that can be searched.

Owns the unpacking: gzip, Brotli and Zstandard, zip archives, the compressed texts of PNG and PDF. What it cannot look into it
says, since what nobody has looked into is not known to be clean.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from fiche.compression import ENCODINGS, ENDINGS, Unpackable, unpacked

LARGEST = 256 * 1024 * 1024
"""Bytes of the largest packed file that is unpacked: that of the largest attachment."""
_DEPTH = 3
"""How deep archives are opened in each other."""
CLOSED = (".7z", ".rar", ".xz", ".bz2")
"""Endings of packings that are not opened."""


class Closed(Exception):
    """A file that cannot be looked into."""


def layers(path: str, data: bytes, depth: int = 0) -> Iterator[bytes]:
    """Yield a file and all that is packed in it. Raises `Closed` for what cannot be looked into."""
    yield data
    if depth > _DEPTH or path.endswith(CLOSED):
        raise Closed(path)
    encoding = _encoding(path, data)
    if encoding:
        yield from layers(path.removesuffix(ENCODINGS[encoding].ending), opened(path, data, encoding), depth + 1)
    elif data.startswith(b"PK\x03\x04"):
        yield from _members(path, data, depth)
    elif data.startswith(b"\x89PNG"):
        yield from _texts_of_png(path, data)
    elif data.startswith(b"%PDF"):
        for found in _STREAM.finditer(data):
            yield from _tried(path, data[found.end() :])


def opened(path: str, data: bytes, encoding: str) -> bytes:
    """Return what is in a compressed file. Raises `Closed`."""
    try:
        return unpacked(data, encoding, LARGEST)
    except Unpackable as failure:
        raise Closed(path) from failure


def _encoding(path: str, data: bytes) -> str:
    """Return how a file is compressed, empty for one that is not; by its mark, or, where it need not have one, by its name."""
    if data.startswith(b"\x1f\x8b"):
        return "gzip"
    if data.startswith(b"\x28\xb5\x2f\xfd"):
        return "zstd"
    named = ENDINGS.get(PurePosixPath(path).suffix, "")
    return "" if named == "gzip" else named


_STREAM = re.compile(rb"stream\r?\n")


def _members(path: str, data: bytes, depth: int) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.file_size > LARGEST or member.flag_bits & 1:
                    raise Closed(path)
                yield member.filename.encode("utf-8", "replace")
                yield from layers(member.filename, archive.read(member), depth + 1)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error) as failure:
        raise Closed(path) from failure


def _texts_of_png(path: str, data: bytes) -> Iterator[bytes]:
    at = 8
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4])
        kind, chunk = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        if kind == b"zTXt":
            yield from _tried(path, chunk.partition(b"\0")[2][1:])
        elif kind == b"iTXt":
            yield from _tried(path, chunk[chunk.find(b"\0") + 5 :])
        at += 12 + size


def _inflated(path: str, data: bytes) -> bytes:
    try:
        unpacking = zlib.decompressobj()
        unpacked = unpacking.decompress(data, LARGEST)
    except zlib.error as failure:
        raise Closed(path) from failure
    if unpacking.unconsumed_tail:
        raise Closed(path)
    return unpacked


def _tried(path: str, data: bytes) -> Iterator[bytes]:
    """Yield what is unpacked of data that may not be packed at all."""
    start = data.find(b"\x78")
    if 0 <= start < 64:
        try:
            yield _inflated(path, data[start:])
        except Closed:
            return
