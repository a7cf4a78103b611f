"""Digest of frozen values: equal digests mean equal values, in every process.

Owns the encoding: each value is written with the name of its type and its length, so that no two different values share
their bytes; a frozen value is written as `value.encode` does, where the types of its fields tell the rest apart. Only
values that cannot change are accepted; a list or a dict is refused, since what it holds may change after its digest was
taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import Enum
from typing import Any

from fiche.value import Value, encode

SIZE = 20
"""Bytes in a digest: 160 bits, as git's, enough that no two values ever meet by chance."""


def digest(value: object) -> str:
    """Return the digest of a frozen value, as hexadecimal text.

    Accepts None, bool, int, float, str, bytes, date, datetime, Enum members, tuples, frozensets and values
    (`fiche.value.Value`) of those. Raises TypeError for anything else.
    """
    return hashlib.blake2b(_encoded(value), digest_size=SIZE).hexdigest()


def digest_bytes(data: bytes) -> str:
    """Return the digest of the bytes of a file: what `b2sum -l 160` prints."""
    return hashlib.blake2b(data, digest_size=SIZE).hexdigest()


def _encode(value: object, add: Callable[[bytes], None]) -> None:
    kind: type[Any] = type(value)
    if kind is str:
        assert isinstance(value, str)
        add(_text(value))
    elif value is None:
        add(b"n")
    elif kind is bool:
        add(b"T" if value else b"F")
    elif kind is int:
        add(b"i%s;" % str(value).encode())
    elif kind is tuple:
        assert isinstance(value, tuple)
        add(b"t%d:" % len(value))
        _encode_all(value, add)
    elif kind is bytes:
        assert isinstance(value, bytes)
        add(b"b%d:" % len(value))
        add(value)
    elif kind is float:
        assert isinstance(value, float)
        add(b"f%s;" % value.hex().encode())
    elif kind is frozenset:
        assert isinstance(value, frozenset)
        add(b"S%d:" % len(value))
        add(b"".join(sorted(map(_encoded, value))))
    elif isinstance(value, Enum):
        add(_named(b"e", kind, value.name))
    elif kind is datetime or kind is date:
        assert isinstance(value, date)
        add(_named(b"d", kind, value.isoformat()))
    elif isinstance(value, Value):
        raw = encode(value)
        add(b"v%d:" % len(raw))
        add(raw)
    else:
        raise TypeError(f"{kind.__qualname__} has no digest: only frozen values have one")


def _encode_all(values: Iterable[object], add: Callable[[bytes], None]) -> None:
    """Encode some values in a row. Most are texts, and a call for each would be half the time."""
    for value in values:
        if type(value) is str:
            add(_text(value))
        else:
            _encode(value, add)


def _text(value: str) -> bytes:
    raw = value.encode("utf-8", "surrogatepass")
    return b"s%d:%b" % (len(raw), raw)


def _encoded(value: object) -> bytes:
    chunks: list[bytes] = []
    _encode(value, chunks.append)
    return b"".join(chunks)


def _named(tag: bytes, kind: type[Any], text: str) -> bytes:
    raw = f"{kind.__qualname__}={text}".encode()
    return b"%s%d:%s" % (tag, len(raw), raw)
