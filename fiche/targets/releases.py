"""Releases: the site as it was published each time, each in a folder of its own, here or on a server.

Owns how they are called, and which stay to go back to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from fiche.built import Built
from fiche.digest import digest

ID = re.compile(r"(\d{6,})-[0-9a-f]{10}")
"""The name of a release: its number, and the beginning of a digest of what it holds."""


def next_name(site: Built, names: Iterable[str]) -> str:
    """Return the name of a new release of a site, where there are others, or files beside them that begin like them."""
    number = max((int(found[1]) for name in names if (found := ID.match(name))), default=0)
    return f"{number + 1:06}-{digest(tuple(sorted(site.files.items())))[:10]}"


def kept(live: str, keep: int, before: Callable[[str], str]) -> list[str]:
    """Return the release that is online and those before it that stay once another one is: `keep` in all, or that one alone.

    `before` tells which release was online before one, empty for the first.
    """
    chain, release = list[str](), live
    while release and len(chain) < max(keep, 1) and release not in chain:
        chain.append(release)
        release = before(release)
    return chain
