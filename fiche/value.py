"""Frozen values: what every stage takes and gives.

Owns how a value is made, compared, changed, written down and read back. A value's fields hold other values, texts, numbers,
dates and tuples of those, so that nothing in it can change, and one encoding serves its digest, the memo and the ledger.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec
from msgspec.structs import replace

T = TypeVar("T")


class Value(msgspec.Struct, frozen=True, array_like=True, tag=True, tag_field="class", gc=False):
    """Base of all frozen values.

    Written as a JSON array that begins with the name of the class. Values form no cycles, so the garbage collector need
    not look at them.
    """


Unreadable = (msgspec.MsgspecError, UnicodeDecodeError)
"""What a reader raises where bytes are not a value of its type."""


def reader(kind: type[T]) -> Callable[[bytes], T]:
    """Return what reads values of a type back from `encode`; it raises `Unreadable` for anything else."""
    return msgspec.json.Decoder(kind).decode


_ENCODER = msgspec.json.Encoder(order="deterministic")
encode = _ENCODER.encode
"""Write a value, or a tuple of values and texts, as UTF-8 JSON: each value with the name of its class.

Raises UnicodeEncodeError for a text that is none (a lone surrogate, as in names of files that are not UTF-8).
"""

__all__ = ["Unreadable", "Value", "encode", "reader", "replace"]
