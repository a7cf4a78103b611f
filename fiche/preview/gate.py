"""Who may ask: requests to this machine by its own names, from pages of the preview and from nobody else's.

A page of another site that is open in the same browser can send requests here, and a name that its owner points at this
machine (DNS rebinding) makes ours look like its own. So a request must name a host that is us, and whatever is not a
visit must come from a page of ours. What acts must besides know the token, which only our pages hold.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

HEADERS: Mapping[str, str] = {
    "cache-control": "no-store",
    "content-security-policy": "frame-ancestors 'self'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}
"""Sent with every answer: nothing is kept, framed, guessed at or read by others."""


def refusal(method: str, headers: Mapping[str, str], known: Iterable[str]) -> str:
    """Say why a request is refused; empty if it is not. `known` are the hosts we answer to, beside this machine's own."""
    host = headers.get("host", "")
    if not is_ours(host, known):
        return f"this preview does not answer to the name {host[:100]!r}; open it by its address, or start it with --allow-host"
    origin = headers.get("origin")
    if origin is not None and origin.partition("://")[2] != host:
        return "a page of another site asked for this"
    site = headers.get("sec-fetch-site", "none")
    if site not in {"none", "same-origin"} and (
        headers.get("sec-fetch-mode") != "navigate"
        or headers.get("sec-fetch-dest", "document") != "document"
        or method not in {"GET", "HEAD"}
    ):
        return "a page of another site asked for this"
    return ""


def is_ours(host: str, known: Iterable[str]) -> bool:
    """Say whether the value of a Host header means us: this machine itself, or a host that is known."""
    name = _name(host)
    if not name:
        return False
    return name in LOOPBACK or name.endswith(".localhost") or name in {each.lower().strip("[]") for each in known}


def is_loopback(host: str) -> bool:
    """Say whether an address to listen on can be reached from this machine alone."""
    name = host.strip("[]")
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9_.-]+))(?::[0-9]{0,5})?", re.IGNORECASE)


def _name(host: str) -> str:
    """Return the name of a host without its port, in lower case; empty if it is not the name of one."""
    found = _HOST.fullmatch(host)
    return (found[1] or found[2]).lower() if found else ""
