"""What a web server says with the files of a site: how long each may be kept, and what browsers may do with it.

Owns that table, for whoever writes a server's settings or hands files to a store. What a file is, `media` tells.
"""

from __future__ import annotations

from enum import Enum
from pathlib import PurePosixPath

from fiche.fingerprint import is_fingerprinted
from fiche.model import Site


class Kept(Enum):
    """How long browsers and caches may keep a file without asking again; the value is its `Cache-Control` (RFC 9111)."""

    FOREVER = "public, max-age=31536000, immutable"
    """The name tells the content (RFC 8246): there never is another file of that name."""
    BRIEFLY = "public, max-age=60"
    """What is to be seen as soon as it is published: pages, feeds, data."""
    LONGER = "public, max-age=3600"
    """Pictures and other files."""


BRIEF = (".atom", ".csv", ".graphml", ".html", ".ics", ".json", ".jsonl", ".opml", ".txt", ".xml")
"""Endings of what may change with each publication."""


def kept(path: str) -> Kept:
    """Return how long a file of the site may be kept."""
    if is_fingerprinted(path):
        return Kept.FOREVER
    return Kept.BRIEFLY if PurePosixPath(path).suffix.lower() in BRIEF else Kept.LONGER


SAFETY = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    (
        "Permissions-Policy",
        ", ".join(
            f"{feature}=()"
            for feature in (
                "accelerometer browsing-topics camera display-capture geolocation gyroscope hid idle-detection local-fonts "
                "magnetometer microphone midi payment publickey-credentials-get screen-wake-lock serial usb xr-spatial-tracking"
            ).split()
        ),
    ),
)
"""Headers of every file: it is what its type says (WHATWG Fetch), other hosts learn from which host a reader comes and no more,
windows that opened one another do not reach into each other (WHATWG HTML), and no page asks for a reader's devices or place (W3C
Permissions Policy)."""

POLICED = (".html", ".svg")
"""Endings of what a browser takes for a document, whose `Content-Security-Policy` it keeps to."""


def security_policy(site: Site) -> str:
    """Return the Content-Security-Policy of pages: the site's own, and that no other site may show them in a frame.

    The latter a page cannot say by itself: in a `<meta>` browsers ignore it (CSP Level 3, section 3.3).
    """
    said = site.security_policy.rstrip("; ")
    if "frame-ancestors" in said:
        return said
    return f"{said}; {_UNFRAMED}" if said else _UNFRAMED


_UNFRAMED = "frame-ancestors 'none'"
_HEADERS_ALONE = frozenset({"frame-ancestors", "report-uri", "sandbox"})


def policy_of_page(site: Site) -> str:
    """Return what of the policy a page carries itself: the rest holds as a header alone, and browsers complain of it."""
    said = (each.strip() for each in site.security_policy.split(";"))
    return "; ".join(each for each in said if each and each.split()[0].lower() not in _HEADERS_ALONE)
