"""Frozen values: what every stage takes and gives.

Owns how a value is made, compared, changed and written down. A value's fields hold other values, texts, numbers, dates and
tuples of those, so that nothing in it can change, and one encoding serves its digest and the memo.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace


class Value(msgspec.Struct, frozen=True, array_like=True, tag=True, tag_field="class", gc=False):
    """Base of all frozen values.

    Written as a JSON array that begins with the name of the class. Values form no cycles, so the garbage collector need
    not look at them.
    """


__all__ = ["Value", "replace"]
