"""Whom to tell of a hole in the site's safety: `security.txt` (RFC 9116)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from fiche.lens import Lens
from fiche.model import Security, Site
from fiche.outputs import TEXT, Page, part
from fiche.problem import Place, Problem, warning

ADDRESS = ".well-known/security.txt"
"""From the root of the host: it is looked for nowhere else."""
_NOTICE = timedelta(days=30)


def orders(lens: Lens) -> Iterable[tuple[str, ...]]:
    """Order it once for the whole site, if that says whom to tell."""
    return ((),) if lens.is_first and lens.site.security and _is_at_root(lens.site) else ()


def at(lens: Lens, path: str) -> Iterable[tuple[str, ...]]:
    """Return the order that makes a file at a path."""
    return orders(lens) if path == ADDRESS else ()


def make(lens: Lens) -> Iterator[Page]:
    """Make `security.txt`."""
    assert lens.site.security is not None
    text = "".join(f"{name}: {value}\n" for name, value in _fields(lens.site.security, lens.site))
    yield Page(ADDRESS, TEXT, (part("document", text),), origin="content/site.yaml")


def _fields(said: Security, site: Site) -> Iterator[tuple[str, str]]:
    assert said.expires is not None
    yield from (("Contact", uri) for uri in said.contact)
    yield "Expires", f"{said.expires.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    yield from (("Encryption", uri) for uri in said.encryption)
    yield from [("Acknowledgments", said.acknowledgments)] if said.acknowledgments else []
    yield "Preferred-Languages", ", ".join(said.languages or site.languages)
    yield "Canonical", f"{site.base_url}{ADDRESS}"
    yield from [("Policy", said.policy)] if said.policy else []


def doubts(site: Site, now: datetime) -> Iterator[Problem]:
    """Report a file that is believed by nobody, soon or already, or found by nobody."""
    if site.security is None or site.security.expires is None:
        return
    ends = site.security.expires
    if not _is_at_root(site):
        where = urlsplit(site.base_url).path
        what = f"security.txt is looked for at the root of a host, and the site begins at {where}: none is made"
        yield warning(Place("content/site.yaml"), what, "security-place")
    elif ends <= now:
        what = f"security.txt expired on {ends:%Y-%m-%d}, and nobody heeds it; see whether it still holds, and move “expires”"
        yield warning(Place("content/site.yaml"), what, "security-expires")
    elif ends - now <= _NOTICE:
        what = f"security.txt expires on {ends:%Y-%m-%d}; see whether it still holds, and move “expires”"
        yield warning(Place("content/site.yaml"), what, "security-expires")


def _is_at_root(site: Site) -> bool:
    return urlsplit(site.base_url).path in {"", "/"}
