"""What a page's own Content-Security-Policy refuses (CSP Level 3): scripts and styles written into it, other hosts.

Owns the comparison of a page with the policy it carries: what that refuses is not there for readers, and nobody sees it who
does not look at the browser's console. A page without a policy may do as it likes, but that other hosts learn who reads it
is told all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from fiche.audit.pages import is_data
from fiche.audit.sheet import Sheet
from fiche.audit.tags import Tag
from fiche.problem import Problem, quoted

_LOADED = {
    "audio": ("src",), "embed": ("src",), "frame": ("src",), "iframe": ("src",), "img": ("src", "srcset"), "object": ("data",),
    "script": ("src",), "source": ("src", "srcset"), "track": ("src",), "video": ("src", "poster"), "input": ("src",),
}  # fmt: skip
_LOADING_LINKS = frozenset(
    "stylesheet icon preload modulepreload prefetch preconnect dns-prefetch manifest mask-icon".split()
)
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//([^/?#\s]+)", re.IGNORECASE)


def refused(sheet: Sheet) -> Iterator[Problem]:
    """Report what a page asks for in vain, and what it asks other hosts for."""
    if sheet.ending == ".css":
        yield from _styles(sheet)
    if sheet.ending != ".html":
        return
    policy = _policy(sheet)
    host = urlsplit(sheet.output.base_url).netloc
    for tag in sheet.tags:
        what = _written_in(tag) if policy and "'unsafe-inline'" not in policy else ""
        if what:
            yield sheet.error(f"{what}; the page’s own Content-Security-Policy refuses it", "csp", at=tag.raw)
        for url in _loads(tag):
            found = _ELSEWHERE.match(url)
            if found and found[1] != host and found[1] not in policy:
                what = f"the page asks {quoted(found[1])} for something, which so learns who reads it; keep a copy in the site"
                yield (sheet.error if policy else sheet.warning)(what, "other-host", at=tag.raw)


def _policy(sheet: Sheet) -> str:
    """Return the policy that a page carries; empty if it has none."""
    if b"http-equiv" not in sheet.data:
        return ""
    found = (tag for tag in sheet.tags if tag.name == "meta")
    return next((tag.get("content") for tag in found if tag.get("http-equiv").lower() == "content-security-policy"), "")


def _loads(tag: Tag) -> Iterator[str]:
    """Yield the addresses that a browser asks for by itself when it shows an element."""
    for name in _LOADED.get(tag.name, ()):
        value = tag.get(name)
        if value:
            yield from (part.split()[0] for part in value.split(",") if part.strip()) if name == "srcset" else (value,)
    if tag.name == "link" and not _LOADING_LINKS.isdisjoint(tag.get("rel").lower().split()):
        yield tag.get("href")


def _written_in(tag: Tag) -> str:
    """Say what script or style stands in the page itself; nothing if none does."""
    if tag.name == "script" and "src" not in tag.attributes and not is_data(tag):
        return "a script is written into the page, and belongs into a file of static/"
    if tag.name == "style":
        return "styles are written into the page, and belong into a file of static/"
    if tag.name in {"object", "embed"}:
        return f"<{tag.name}> stands here"
    if "style" in tag.attributes:
        return "an element has styles of its own, and wants a class"
    for name, value in tag.attributes.items():
        if name.startswith("on"):
            return f"an element has a script in {quoted(name)}, which belongs into a file of static/"
        if name in {"href", "src", "action"} and value.strip().lower().startswith("javascript:"):
            return "a link is a script"
    return ""


def _styles(sheet: Sheet) -> Iterator[Problem]:
    for found in re.finditer(r"(?:url\(\s*|@import\s+)[\"']?((?:https?:)?//[^\s\"')]+)", sheet.text, re.IGNORECASE):
        what = "the styles ask another host for something, which so learns who reads; keep a copy in the site"
        yield sheet.error(what, "other-host", at=found[0])
