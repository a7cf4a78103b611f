"""Style sheets of the theme, without what only their authors read."""

from __future__ import annotations

import rcssmin  # type: ignore[import-untyped] # bytes to bytes, text to text

SUFFIX = ".css"


def minified(sheet: bytes) -> bytes:
    """Return a style sheet without comments and needless white space, meaning the same to a browser."""
    made: bytes = rcssmin.cssmin(sheet)
    return made
