"""What many tasks of a pool share: laid into the memo once, made ready once by each thread that does some of them.

Owns where it lies and for how long, not what it is: `render` lends a publication, `mentions` the names of a register.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar, cast

from fiche.digest import digest_bytes
from fiche.memo import Memo

T = TypeVar("T")

_OWN = threading.local()
"""What a thread has made ready last, and of which memo and key."""


@contextmanager
def lent(data: bytes, memo: Memo, own: object) -> Iterator[str]:
    """Lay what tasks share into the memo's file for as long as they take, and yield its key.

    A pool may have this thread do some of them: it has its `own`, ready.
    """
    key = digest_bytes(data)
    memo.put(key, data)
    memo.flush()
    _OWN.key, _OWN.ready = (str(memo.file), key), own
    try:
        yield key
    finally:
        _OWN.key, _OWN.ready = None, None
        memo.drop(key)


def borrowed(memo_file: str, key: str, make_ready: Callable[[bytes, Memo], T]) -> T:
    """Return what is lent under a key, made ready by this thread now or for an earlier task."""
    if getattr(_OWN, "key", None) != (memo_file, key):
        memo = Memo(Path(memo_file))
        _OWN.key, _OWN.ready = (memo_file, key), make_ready(memo.get(key), memo)
    return cast("T", _OWN.ready)
