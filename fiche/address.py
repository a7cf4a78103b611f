"""Addresses: where each page of the site stands, and how one page points to another.

Owns every path of the output. An address is relative to the root of the site, without leading slash: `actors/x/` for a
page in a folder, `feed.atom` for a file; the root itself is the empty text. Knows no content.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

from fiche.model import Site, When

ICON = "static/icon.svg"
"""The site's icon. Feeds name it too, and feed readers keep it, so that it is never renamed."""


def prefix(site: Site, lang: str) -> str:
    """Return where a language lives: the default one at the root, the others under their tag."""
    return "" if lang == site.language else f"{lang}/"


def brief(site: Site, lang: str, date: When, slug: str) -> str:
    """Return the address of a brief in a language. Its day is that of the site's zone."""
    return f"{prefix(site, lang)}briefs/{date.instant:%Y/%m/%d}/{slug}/"


def archive(year: int = 0, month: int = 0, day: int = 0) -> str:
    """Return the address of a period of the archive, or of its top without a year."""
    parts = [f"{year:04}"] * bool(year) + [f"{month:02}"] * bool(month) + [f"{day:02}"] * bool(day)
    return "".join(f"{part}/" for part in ["archive", *parts])


def numbered(address: str, page: int) -> str:
    """Return the address of a page of a list; the first is the list's own."""
    return address if page == 1 else f"{address}page/{page}/"


def beside(address: str, page: int, pages: int) -> tuple[str, str]:
    """Return the addresses of the pages of a list before and after one of so many; empty where there is none."""
    newer = numbered(address, page - 1) if page > 1 else ""
    return newer, numbered(address, page + 1) if page < pages else ""


def attachment(path: str) -> str:
    """Return where an attachment goes: `content/media/x.png` to `media/x.png`, others under `media/` with their folders."""
    inner = path.removeprefix("content/")
    return inner if inner.startswith("media/") else f"media/{inner}"


def file_of(address: str) -> str:
    """Return the file a web server sends for an address."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def about(path: str, folder: str) -> str | None:
    """Return the id of what a page below a folder is about, as in `actors/x/page/2/index.html`; empty for the folder's own.

    None for a path that is no page below it.
    """
    if not path.startswith(folder) or not path.endswith("/index.html"):
        return None
    id, slash, _ = path.removeprefix(folder).partition("/")
    return id if slash else ""


@lru_cache(maxsize=65536)
def as_url(address: str) -> str:
    """Write an address as a URL path: what is not allowed there (RFC 3986) is percent-encoded."""
    return quote(address, safe="/-._~!$&'()*+,;=:@")


def relative(from_file: str, address: str, *, portable: bool) -> str:
    """Return the URL of an address as seen from a file of the site.

    With `portable`, folders end in `index.html`, so that links work from a disk.
    """
    target = file_of(address) if portable else address
    url = "../" * from_file.count("/") + as_url(target)
    return url or "./"


def absolute(base_url: str, address: str) -> str:
    """Return the whole URL of an address."""
    return base_url + as_url(address)


_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_PLAIN = re.compile(r"(?:(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])[./])[a-z0-9][a-z0-9-]{0,200}/)+index\.html")
"""Most paths, which nothing speaks against."""
_FORBIDDEN = set('<>:"|?*\\')
HOST_FILES = frozenset({"cname", ".nojekyll", "_headers", "_redirects", ".htaccess"})
"""Files for a host, not for readers, in small letters."""


def fault(path: str) -> str:
    """Say what makes a path unfit as a file on some host or system; empty if nothing does."""
    if _PLAIN.fullmatch(path):
        return ""
    parts = path.split("/")
    if path.lower() in HOST_FILES:
        return "the name is reserved by hosting services"
    for part in parts:
        if part in {"", ".", ".."}:
            return "it has an empty part, “.” or “..”"
        if _FORBIDDEN & set(part) or not part.isprintable():
            return f"“{part}” has a character that some systems forbid in file names"
        if part[-1] in ". " or part[0] == " ":
            return f"“{part}” begins or ends with a space, or ends with a dot"
        if _RESERVED.fullmatch(part):
            return f"“{part}” is a device on Windows"
        if len(part.encode()) > 255:
            return f"“{part[:20]}…” is longer than 255 bytes"
    return ""


def same_place(path: str) -> str:
    """Return a text that is equal for paths that some file system takes for one (case, Unicode forms)."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
