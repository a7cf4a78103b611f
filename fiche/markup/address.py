"""What the address of a link or an image of a body stands for.

Owns the reading of addresses: which stay as they are, which are holes, which are refused. That what a hole names exists
is checked by the desk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from fiche.model import LinkKind

PREFIX = "s-"
"""Begins every id of a body, so that none meets an id of the page around it or a name of the DOM."""


class Reach(Enum):
    """Where an address leads."""

    WEB = "web"
    """Elsewhere; stays as it is."""
    HERE = "here"
    """To an id on the same page."""
    FILE = "file"
    """To a file of the publication."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Address:
    """An address, read."""

    reach: Reach
    kind: LinkKind = LinkKind.FILE
    target: str = ""
    """Path relative to the root."""
    fragment: str = ""
    """An id as it stands in the page."""
    why: str = ""
    """Why it is refused and what to do, to follow the quoted address."""
    code: str = "link"


def read(href: str, path: str) -> Address:
    """Read the address of a link in the file `path`, both as the author wrote them."""
    href = _SPACE.sub("", href.strip())
    if scheme := _SCHEME.match(href):
        return _web(href, scheme[1].lower())
    if href.startswith("#"):
        return Address(Reach.HERE, fragment=anchor(href[1:])) if href[1:] else _refused("leads nowhere; name an id")
    if href.startswith(("//", "\\")):
        return _refused("has no scheme; begin it with https://", "link-scheme")
    return _file(href, path)


def read_image(src: str, path: str) -> Address:
    """Read the address of an image in the file `path`: a file of the publication or nothing."""
    src = _SPACE.sub("", src.strip())
    if _SCHEME.match(src) or src.startswith(("//", "\\")):
        scheme = src.partition(":")[0].lower()
        why = "is on another host, and nothing on a page comes from another host; save it in content/media/"
        if scheme not in {"http", "https"} and not src.startswith(("//", "\\")):
            return _refused("is no file; save it in content/media/", "link-scheme")
        return _refused(why, "third-party")
    found = read(src, path)
    if found.reach is Reach.FILE and found.kind is not LinkKind.FILE:
        return _refused("is a text, not an image")
    if found.reach is Reach.HERE:
        return _refused("is an id, not an image")
    return found


def anchor(fragment: str) -> str:
    """Return the id in the page that a fragment, as the author wrote it, stands for."""
    id = _BLANKS.sub("-", unquote(fragment).strip())
    return id if id.startswith(PREFIX) else PREFIX + id


def _web(href: str, scheme: str) -> Address:
    if scheme not in {"http", "https", "mailto"}:
        return _refused(
            f"begins with {scheme}:, and a link may only begin with https:, http: or mailto:", "link-scheme"
        )
    if scheme != "mailto" and not _HOST.match(href):
        return _refused("names no host; write https://host/…", "link-scheme")
    if scheme != "mailto" and _PASSWORD.match(href):
        return _refused("holds a password, which everybody could read; take that out")
    return Address(Reach.WEB, target=href)


def _file(href: str, path: str) -> Address:
    if not href:
        return _refused("is empty; write where the link leads")
    bare, _, fragment = href.partition("#")
    bare, question, _ = bare.partition("?")
    name = unquote(bare)
    if question:
        return _refused("asks a question (“?…”), which no file answers; leave it out")
    if "\\" in name or _CONTROL.search(name):
        return _refused("has a backslash or a control character; separate folders by “/”")
    if name.startswith("/"):
        if not name.startswith("/media/"):
            return _refused(_suggestion(name))
        name = "content" + name
    else:
        name = join(dirname(path), name)
    target = normpath(name)
    if not target.startswith("content/"):
        return _refused("leads out of content/; keep the file in content/media/")
    if name.endswith("/"):
        return _refused(f"is a folder; link the file in it, or write {_EXAMPLE}")
    return _inside(target, fragment)


def _inside(target: str, fragment: str) -> Address:
    folder, _, last = target.removeprefix("content/").rpartition("/")
    kind = _FOLDERS.get(folder.partition("/")[0])
    suffix = last.rpartition(".")[2].lower() if "." in last else ""
    if kind and (suffix == "md" or (suffix in _YAML and kind in {LinkKind.ACTOR, LinkKind.TOPIC})):
        return Address(Reach.FILE, kind, target, anchor(fragment) if fragment else "")
    if suffix in _YAML or suffix == "md":
        return _refused("is a source of the publication and no page; link what is made from it")
    if any(part.startswith((".", "#")) or part.endswith("~") for part in target.split("/")):
        return _refused("is a hidden or temporary file, which is never published")
    return Address(Reach.FILE, LinkKind.FILE, target, fragment)


def _suggestion(name: str) -> str:
    parts = [part for part in name.split("/") if part]
    kind = next((_PAGES[part] for part in parts if part in _PAGES), None)
    if kind and len(parts) > 1:
        example = f"[[{kind.value}:{parts[-1].removesuffix('.md').removesuffix('.html')}]]"
        return f"is an address of the finished site, which may move; write {example}"
    return f"is an address of the finished site, which may move; write {_EXAMPLE}"


def _refused(why: str, code: str = "link") -> Address:
    return Address(Reach.REFUSED, why=why, code=code)


_FOLDERS = {"briefs": LinkKind.BRIEF, "actors": LinkKind.ACTOR, "topics": LinkKind.TOPIC, "pages": LinkKind.PAGE}
_PAGES = _FOLDERS | {"figures": LinkKind.FIGURE}
"""What the folders of a finished site hold; a file of figures is a list, and no page."""
_YAML = {"yaml", "yml"}
_EXAMPLE = "[[brief:…]], [[topic:…]], [[page:…]], [[figure:…]] or [[actor]]"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PASSWORD = re.compile(r"https?://[^/?#\\@]*:[^/?#\\]*@", re.IGNORECASE)
_HOST = re.compile(r"https?://[^/?#\\]", re.IGNORECASE)
# A browser drops these wherever they stand in an address (WHATWG URL, 4.4, step 3).
_SPACE = re.compile(r"[\t\n\r]+")
_BLANKS = re.compile(r"\s+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
