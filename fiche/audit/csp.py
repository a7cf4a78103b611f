"""What a strict Content-Security-Policy refuses (CSP Level 3): scripts and styles written into a page, other hosts.

Owns the policy that every page of a site can be served with. A page that needs more is one that a foreign script could
enter, or that tells another host who reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from fiche.audit.pages import is_data
from fiche.audit.sheet import Sheet
from fiche.audit.tags import Tag
from fiche.problem import Problem, quoted

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"

_LOADED = {
    "audio": ("src",), "embed": ("src",), "frame": ("src",), "iframe": ("src",), "img": ("src", "srcset"), "object": ("data",),
    "script": ("src",), "source": ("src", "srcset"), "track": ("src",), "video": ("src", "poster"), "input": ("src",),
}  # fmt: skip
_LOADING_LINKS = frozenset(
    "stylesheet icon preload modulepreload prefetch preconnect dns-prefetch manifest mask-icon".split()
)
_REFUSED = frozenset({"audio", "embed", "frame", "iframe", "object", "video"})
"""Elements that `default-src 'none'` refuses wherever they come from."""
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//([^/?#\s]+)", re.IGNORECASE)


def refused(sheet: Sheet) -> Iterator[Problem]:
    """Report what the policy would refuse on a page."""
    if sheet.ending == ".css":
        yield from _styles(sheet)
    if sheet.ending != ".html":
        return
    host = urlsplit(sheet.output.base_url).netloc
    for tag in sheet.tags:
        yield from _written_in(sheet, tag)
        for url in loaded(tag):
            found = _ELSEWHERE.match(url)
            if found and found[1] != host:
                what = f"the page asks {quoted(found[1])} for something, which so learns who reads it; keep a copy in the site"
                yield sheet.error(what, "other-host", at=tag.raw)


def loaded(tag: Tag) -> Iterator[str]:
    """Yield the addresses that a browser asks for by itself when it shows an element."""
    for name in _LOADED.get(tag.name, ()):
        value = tag.get(name)
        if value:
            yield from (part.split()[0] for part in value.split(",") if part.strip()) if name == "srcset" else (value,)
    if tag.name == "link" and not _LOADING_LINKS.isdisjoint(tag.get("rel").lower().split()):
        yield tag.get("href")


def _written_in(sheet: Sheet, tag: Tag) -> Iterator[Problem]:
    """Report scripts and styles in the page itself."""
    what = ""
    if tag.name == "script" and "src" not in tag.attributes and not is_data(tag):
        what = "a script is written into the page; put it into a file of static/"
    elif tag.name == "style":
        what = "styles are written into the page; put them into a file of static/"
    elif tag.name in _REFUSED:
        what = f"<{tag.name}> is refused"
    elif "style" in tag.attributes:
        what = "an element has styles of its own; give it a class"
    else:
        for name, value in tag.attributes.items():
            if name.startswith("on"):
                what = f"an element has a script in {quoted(name)}; put it into a file of static/"
            elif name in {"href", "src", "action"} and value.strip().lower().startswith("javascript:"):
                what = "a link is a script"
    if what:
        yield sheet.warning(f"{what} (a page is to work under {POLICY})", "csp", at=tag.raw)


def _styles(sheet: Sheet) -> Iterator[Problem]:
    for found in re.finditer(r"(?:url\(\s*|@import\s+)[\"']?((?:https?:)?//[^\s\"')]+)", sheet.text, re.IGNORECASE):
        what = "the styles ask another host for something, which so learns who reads; keep a copy in the site"
        yield sheet.error(what, "other-host", at=found[0])
