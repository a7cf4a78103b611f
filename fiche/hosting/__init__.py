"""Hosting: what is to be written into the settings of a web server, or into files that a host reads, for it to show a site well.

One file here for each kind of server. All are functions of the site's settings and of its ways (`Ways`), and say the same:
the headers of `serving`, real redirects, the page of what is not found, and that what was withdrawn is gone.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from fiche.model import Site
from fiche.value import Value


class Ways(Value, frozen=True):
    """Addresses that a server answers otherwise than with a page of its own."""

    moved: tuple[tuple[str, str], ...] = ()
    """Each former address, and the one it leads to."""
    gone: tuple[str, ...] = ()
    """Where a page says that something was withdrawn (RFC 9110, 410 Gone)."""
    lost: tuple[str, ...] = ()
    """The page of each language for what is not found, that of the whole site first."""


class Hosted(Value, frozen=True):
    """A folder that a web server shows."""

    site: Site
    ways: Ways
    root: str
    """Where the site is on the server's disk."""

    @property
    def host(self) -> str:
        """Return the server's name."""
        return urlsplit(self.site.base_url).hostname or "localhost"

    @property
    def base(self) -> str:
        """Return the path at which the site begins, with a slash at both ends."""
        return urlsplit(self.site.base_url).path or "/"
