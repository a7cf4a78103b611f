"""Style sheets of the theme, as browsers get them: without what only their authors read, and leading to files by their names."""

from __future__ import annotations

import re
from collections.abc import Callable

import rcssmin  # type: ignore[import-untyped] # bytes to bytes, text to text

SUFFIX = ".css"

_NAMING = re.compile(
    rb"""(?P<before>@import\s*(?=["'])|url\(\s*)(?P<mark>["']?)(?P<url>[^"'()\s]+)(?P=mark)""", re.IGNORECASE
)
"""An address in a style sheet (CSS Values 4, section 4.5; CSS Cascade 5, section 2)."""


def minified(sheet: bytes) -> bytes:
    """Return a style sheet without comments and needless white space, meaning the same to a browser."""
    made: bytes = rcssmin.cssmin(sheet)
    return made


def renamed(sheet: bytes, rename: Callable[[str], str]) -> bytes:
    """Return a style sheet with other addresses in it; an address that stays is given back as it was."""

    def put(found: re.Match[bytes]) -> bytes:
        url = rename(found["url"].decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
        return b"".join((found["before"], found["mark"], url, found["mark"]))

    return _NAMING.sub(put, sheet)
