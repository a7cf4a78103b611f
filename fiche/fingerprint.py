"""Fingerprints: names of files that tell their content, so that browsers may keep them for ever.

Owns how such a name is written and known again. They all are in `static/`, where no author's own names are.
"""

from __future__ import annotations

import re

_SIZE = 10
"""Hexadecimal digits in a name: 40 bits, many for the few files that ever stood under one name."""
PATTERN = rf"static/.+\.[0-9a-f]{{{_SIZE}}}\.[a-z0-9]+$"
"""A regular expression for such addresses below the site's root, as web servers read it too."""
_NAMED = re.compile(PATTERN)


def fingerprinted(address: str, digest: str) -> str:
    """Return the address of a file with some of its digest before the ending: `static/style.3f9a1c20de.css`."""
    stem, dot, ending = address.rpartition(".")
    return f"{stem}.{digest[:_SIZE]}.{ending}" if dot else f"{address}.{digest[:_SIZE]}"


def is_fingerprinted(path: str) -> bool:
    """Say whether a file of the site has such a name."""
    return bool(_NAMED.fullmatch(path))
