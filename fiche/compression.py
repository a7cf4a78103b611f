"""Compressed copies of texts, beside them: `index.html.gz`, `.br` and `.zst`, for browsers that read them.

Owns the encodings (RFC 1952, RFC 7932, RFC 8878), the names of copies, and how hard it is tried. The same text gives the same
bytes; another version of a library may give others, so that it is part of the recipe. `brotli` and `zstandard` are an extra,
loaded when they are first needed.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple

from fiche.media import is_text


class Unpackable(Exception):
    """Bytes that are no whole compressed file, that swell beyond what is allowed, or whose library is missing."""


class _Encoding(NamedTuple):
    ending: str
    module: str
    """Whose version is part of the recipe."""
    level: int
    """A page of 40 KB takes about half a millisecond at each of these; the next better costs several times as much."""
    pack: Callable[[Any, bytes, int], bytes]
    unpack: Callable[[Any, bytes, int], bytes]
    """Takes how many bytes there may be, and gives one more at most where there are more."""


def _gunzipped(module: Any, data: bytes, most: int) -> bytes:
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    unpacked = unpacking.decompress(data, most + 1)
    if len(unpacked) <= most and (not unpacking.eof or unpacking.unused_data):
        raise ValueError("it is cut short, or goes on")
    return unpacked


def _unbrotlied(module: Any, data: bytes, most: int) -> bytes:
    unpacking = module.Decompressor()
    unpacked: bytes = unpacking.process(data, output_buffer_limit=most + 1)
    if len(unpacked) <= most and not unpacking.is_finished():
        raise ValueError("it is cut short")
    return unpacked


def _unzstandarded(module: Any, data: bytes, most: int) -> bytes:
    if module.frame_content_size(data) > most:
        raise ValueError("it says of itself that it swells too far")
    unpacking = module.ZstdDecompressor()
    unpacked: bytes = unpacking.decompress(data, max_output_size=most, allow_extra_data=False)
    return unpacked


ENCODINGS: Mapping[str, _Encoding] = MappingProxyType({
    "gzip": _Encoding(".gz", "zlib", 6, lambda _, data, level: gzip.compress(data, level, mtime=0), _gunzipped),
    "brotli": _Encoding(".br", "brotli", 6, lambda module, data, level: module.compress(data, quality=level), _unbrotlied),
    "zstd": _Encoding(
        ".zst", "zstandard", 9, lambda module, data, level: module.ZstdCompressor(level=level).compress(data), _unzstandarded
    ),
})  # fmt: skip
"""By name, as settings have it."""

ENDINGS: Mapping[str, str] = MappingProxyType({encoding.ending: name for name, encoding in ENCODINGS.items()})
"""The encoding that each ending stands for."""


def copies(path: str, encodings: Iterable[str]) -> dict[str, str]:
    """Return the path of each copy of a file by its encoding; none of what is compressed already."""
    return {name: f"{path}{ENCODINGS[name].ending}" for name in encodings} if is_text(path) else {}


def original(path: str) -> str:
    """Return the path of the file that this is a copy of by its name; empty if it is named like no copy."""
    stem, dot, ending = path.rpartition(".")
    return stem if f"{dot}{ending}" in ENDINGS and is_text(stem) else ""


def packed(data: bytes, encoding: str) -> bytes:
    """Return the bytes of a copy."""
    how = ENCODINGS[encoding]
    return how.pack(_module(how.module), data, how.level)


def unpacked(data: bytes, encoding: str, most: int) -> bytes:
    """Return what is in a copy. Raises `Unpackable`, also where that is more than so many bytes."""
    how = ENCODINGS[encoding]
    try:
        found = how.unpack(_module(how.module), data, most)
    except Exception as failure:  # each library has errors of its own, and brotli and zstandard may be missing
        raise Unpackable(str(failure)) from failure
    if len(found) > most:
        raise Unpackable(f"it swells to more than {most:,} bytes")
    return found


def recipe(encoding: str) -> tuple[str, int, str]:
    """Return what the bytes of a copy depend on beside the file: encoding, level, version of the library."""
    how = ENCODINGS[encoding]
    module = _module(how.module)
    version: str = module.ZLIB_RUNTIME_VERSION if encoding == "gzip" else module.__version__
    return encoding, how.level, version


def missing(encodings: Iterable[str]) -> list[str]:
    """Return the encodings whose library is not installed."""
    lacking = []
    for name in encodings:
        try:
            _module(ENCODINGS[name].module)
        except ImportError:
            lacking.append(name)
    return lacking


@cache
def _module(name: str) -> Any:
    return import_module(name)
