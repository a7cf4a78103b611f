"""Digest of frozen values: equal digests mean equal values, in every process.

Owns the encoding: each value is written with the name of its type and its length, so that no two different values share
their bytes. Only values that cannot change are accepted; a list or a dict is refused, since what it holds may change
after its digest was taken.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

SIZE = 20
"""Bytes in a digest: 160 bits, as git's, enough that no two values ever meet by chance."""


def digest(value: object) -> str:
    """Return the digest of a frozen value, as hexadecimal text.

    Accepts None, bool, int, float, str, bytes, date, datetime, Enum members, tuples, frozensets and frozen dataclasses
    of those. Raises TypeError for anything else.
    """
    state = hashlib.blake2b(digest_size=SIZE)
    for chunk in _encode(value):
        state.update(chunk)
    return state.hexdigest()


def digest_bytes(data: bytes) -> str:
    """Return the digest of the bytes of a file."""
    return hashlib.blake2b(data, digest_size=SIZE, person=b"fiche file").hexdigest()


def _encode(value: object) -> Iterator[bytes]:
    kind = type(value)
    if kind is str:
        assert isinstance(value, str)
        raw = value.encode("utf-8", "surrogatepass")
        yield b"s%d:" % len(raw)
        yield raw
    elif value is None:
        yield b"n"
    elif kind is bool:
        yield b"T" if value else b"F"
    elif kind is int:
        yield b"i%s;" % str(value).encode()
    elif kind is tuple:
        assert isinstance(value, tuple)
        yield b"t%d:" % len(value)
        for part in value:
            yield from _encode(part)
    elif kind is bytes:
        assert isinstance(value, bytes)
        yield b"b%d:" % len(value)
        yield value
    elif kind is float:
        assert isinstance(value, float)
        yield b"f%s;" % value.hex().encode()
    elif kind is frozenset:
        assert isinstance(value, frozenset)
        yield b"S%d:" % len(value)
        yield from sorted(b"".join(_encode(part)) for part in value)
    elif isinstance(value, Enum):
        yield from _named(b"e", kind, value.name)
    elif kind is datetime or kind is date:
        assert isinstance(value, date)
        yield from _named(b"d", kind, value.isoformat())
    elif dataclasses.is_dataclass(kind):
        name, fields = _shape(type(value))
        yield name
        for field in fields:
            yield from _encode(getattr(value, field))
    else:
        raise TypeError(f"{kind.__qualname__} has no digest: only frozen values have one")


def _named(tag: bytes, kind: type[Any], text: str) -> Iterator[bytes]:
    raw = f"{kind.__qualname__}={text}".encode()
    yield b"%s%d:%s" % (tag, len(raw), raw)


@cache
def _shape(kind: Any) -> tuple[bytes, tuple[str, ...]]:
    if not kind.__dataclass_params__.frozen:
        raise TypeError(f"{kind.__qualname__} has no digest: it is not frozen")
    fields = tuple(field.name for field in dataclasses.fields(kind) if field.compare)
    raw = f"{kind.__module__}.{kind.__qualname__}({','.join(fields)})".encode()
    return b"c%d:%s" % (len(raw), raw), fields
