"""Small files of the program's own, each with its checksum: what was cut short or damaged is not there.

Owns the form of the files in `.fiche/` beside the memo. They are readable by their owner alone, since they are as secret as
the content, and written whole or not at all.
"""

from __future__ import annotations

import os
from pathlib import Path

from fiche.digest import digest_bytes


def save(file: Path, data: bytes) -> str:
    """Write a file, whole or not at all, and return its digest. Raises OSError where it cannot be written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    mark = digest_bytes(data)
    draft = file.with_suffix(f".{os.getpid()}.new")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            stream.write(mark.encode() + b"\n")
            stream.write(data)
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return mark


def load(file: Path, wanted: str = "") -> bytes | None:
    """Return what was saved; None if there is nothing, nothing whole, or not what has the digest `wanted`."""
    try:
        mark, _, data = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    if wanted and mark != wanted.encode():
        return None
    return data if mark == digest_bytes(data).encode() else None
