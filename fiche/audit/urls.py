"""Addresses in files: which ones a file of a site names, and which file of the site each means.

Owns how the formats of a site write an address, and how a web server finds a file for one. Addresses of other sites are of
no concern here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from fiche.audit.sheet import Sheet, Unfit
from fiche.audit.tags import Tag, tags


class Url(NamedTuple):
    """An address as a file has it."""

    url: str
    raw: str
    """Words of the file by which its line is found."""


def urls(sheet: Sheet) -> Iterator[Url]:
    """Yield the addresses that a file names. What cannot be read names none: that is told elsewhere."""
    read = _READERS.get(sheet.ending)
    if read is not None:
        try:
            yield from read(sheet)
        except Unfit:
            return


# --------------------------------------------------------------------------- formats

_LINKS = {
    "a": ("href",), "area": ("href",), "link": ("href",), "img": ("src", "srcset"), "script": ("src",), "iframe": ("src",),
    "source": ("src", "srcset"), "video": ("src", "poster"), "audio": ("src",), "track": ("src",), "embed": ("src",),
    "object": ("data",), "form": ("action",), "input": ("src",), "blockquote": ("cite",), "q": ("cite",), "image": ("href",),
    "use": ("href",),
}  # fmt: skip
_META = frozenset({"og:url", "og:image", "twitter:image"})


def of_tags(found: list[Tag]) -> Iterator[Url]:
    """Yield the addresses in some tags."""
    for tag in found:
        for name in _LINKS.get(tag.name, ()):
            value = tag.attributes.get(name)
            if value is None or (not value and name != "href"):
                continue
            if name == "srcset":
                yield from (Url(part.split()[0], tag.raw) for part in value.split(",") if part.strip())
            else:
                yield Url(value.strip(), tag.raw)
        if tag.name == "meta":
            if tag.get("property") in _META or tag.get("name") in _META:
                yield Url(tag.get("content"), tag.raw)
            elif tag.get("http-equiv").lower() == "refresh" and "url=" in tag.get("content").lower():
                yield Url(forward(tag), tag.raw)


def forward(tag: Tag) -> str:
    """Return where a page sends its readers, by `<meta http-equiv=refresh>`."""
    return re.split(r"url=", tag.get("content"), maxsplit=1, flags=re.IGNORECASE)[-1].strip(" '\"")


def _html(sheet: Sheet) -> Iterator[Url]:
    yield from of_tags(sheet.tags)


def _css(sheet: Sheet) -> Iterator[Url]:
    for found in re.finditer(r"(?:url\(\s*[\"']?|@import\s+[\"'])([^\"')\s]+)", sheet.text):
        yield Url(found[1], found[0])


def _xml(sheet: Sheet) -> Iterator[Url]:
    """Yield what the elements of a feed, a sitemap, a list of feeds or a drawing point at, and the HTML in them."""
    for element in sheet.tree.iter():
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] in {"href", "src", "xmlUrl", "htmlUrl", "scheme"}:
                yield Url(value, value)
        text = element.text or ""
        if element.get("type") == "html":
            yield from of_tags(tags(text))
        elif element.tag.rpartition("}")[2] in {"loc", "icon", "logo", "uri", "link"}:
            yield Url(text.strip(), text.strip())


def _json(sheet: Sheet) -> Iterator[Url]:
    """Yield whatever in a document is an address of the site, and the addresses in its HTML."""
    base = sheet.output.base_url
    waiting = [sheet.document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            if value.startswith(base):
                yield Url(value, value)
            elif "<a " in value or "<img " in value:
                yield from (Url(one.url, one.url) for one in of_tags(tags(value)))


def _manifest(sheet: Sheet) -> Iterator[Url]:
    yield from _json(sheet)
    document = sheet.document
    for icon in document.get("icons", ()) if isinstance(document, dict) else ():
        yield Url(str(icon.get("src", "")), str(icon.get("src", "")))


def _lines(sheet: Sheet) -> Iterator[Url]:
    """Yield the addresses of the site in a file of lines; those of a calendar are unfolded first."""
    text = sheet.text.replace("\r\n ", "").replace("\r\n\t", "")
    for found in re.finditer(re.escape(sheet.output.base_url) + r"[^\s\"<>;,\\]*", text):
        yield Url(found[0], found[0])


_READERS: dict[str, Callable[[Sheet], Iterator[Url]]] = {
    ".html": _html, ".css": _css, ".xml": _xml, ".atom": _xml, ".opml": _xml, ".rss": _xml, ".svg": _xml,
    ".json": _json, ".webmanifest": _manifest, ".ics": _lines, ".csv": _lines, ".txt": _lines,
}  # fmt: skip


# --------------------------------------------------------------------------- from an address to a file


class Target(NamedTuple):
    """A file of the site that an address means, and a place in it."""

    path: str
    """Empty: none that can be."""
    fragment: str


class Server:
    """Finds the file for an address as a web server does that shows a folder."""

    def __init__(self, base_url: str, paths: frozenset[str]) -> None:
        self._base = base_url
        self._host = urlsplit(base_url).netloc
        self._root = urlsplit(base_url).path
        self._paths = paths
        self._known: dict[tuple[str, str], Target | None] = {}

    def find(self, url: str, file: str) -> Target | None:
        """Return what an address in a file means; None for one of another site."""
        asked = (file if url[:1] in {"#", ""} else file.rpartition("/")[0], url)
        if asked not in self._known:
            self._known[asked] = self._found(url, file)
        return self._known[asked]

    def _found(self, url: str, file: str) -> Target | None:
        url, _, fragment = url.partition("#")
        path = self._inside(url.partition("?")[0], file)
        if path is None:
            return None
        path = unquote(path)
        for one in (path, f"{path}index.html" if path.endswith("/") or not path else f"{path}/index.html"):
            if one in self._paths:
                return Target(one, unquote(fragment))
        return Target("", "")

    def _inside(self, url: str, file: str) -> str | None:
        """Return the path of an address below the root of the site; None if it is outside."""
        if _SCHEME.match(url) or url.startswith("//"):
            whole = url if not url.startswith("//") else f"{self._base.partition(':')[0]}:{url}"
            if whole.startswith(self._base) or f"{whole}/" == self._base:
                return whole[len(self._base) :]
            return None if urlsplit(whole).netloc != self._host or not whole.startswith("http") else "/"
        if url.startswith("/"):
            return url[len(self._root) :] if url.startswith(self._root) else "/"
        return file if not url else _joined(file.rpartition("/")[0], url)


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def _joined(folder: str, url: str) -> str:
    """Go from a folder along an address; `/` where it leads out of the site."""
    parts = folder.split("/") if folder else []
    for part in url.split("/"):
        if part == "..":
            if not parts:
                return "/"
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    path = "/".join(parts)
    return f"{path}/" if (path and url.rstrip(".").endswith("/")) or (path and url in {".", ".."}) else path
