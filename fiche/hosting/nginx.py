"""What nginx is to be told of a site: one file for `sites-available`.

Owns its form (https://nginx.org/en/docs/dirindex.html). What a file is and how long it is kept goes by `map`, so that each
header is said once: nginx drops the headers of a server for a location that has one of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fiche.address import as_url
from fiche.fingerprint import PATTERN
from fiche.hosting import Hosted
from fiche.media import TYPES, UNKNOWN
from fiche.serving import BRIEF, POLICED, SAFETY, Kept, security_policy

_TEXTUAL = "; charset=utf-8"
_PACKED = (
    "application/atom+xml application/json application/jsonl application/manifest+json application/xml image/svg+xml "
    "text/calendar text/css text/csv text/javascript text/plain text/x-opml"
)
"""Types that nginx compresses by itself, where there are no copies; `text/html` it always does."""


def nginx(shown: Hosted) -> str:
    """Return the settings of a server of its own."""
    return "".join(f"{line}\n" for line in _lines(shown))


def _lines(shown: Hosted) -> Iterator[str]:
    name = re.sub(r"\W", "_", shown.host)
    yield f"# {shown.host}: as printed by “fiche hosting --for nginx”. Print it anew when addresses have changed."
    yield f"map $uri ${name}_kept {{"
    yield f"    default {_text(Kept.LONGER.value)};"
    yield f"    {_text(f'~^{re.escape(shown.base)}{PATTERN}')} {_text(Kept.FOREVER.value)};"
    yield f"    {_text(f'~*{_endings(BRIEF)}')} {_text(Kept.BRIEFLY.value)};"
    yield "}"
    yield f"map $uri ${name}_policy {{"
    yield '    default "";'
    yield f"    {_text(f'~*{_endings(POLICED)}')} {_url(security_policy(shown.site))};"
    yield "}"
    yield ""
    yield "server {"
    yield "    listen 80;"
    yield "    listen [::]:80;"
    yield f"    # with a certificate: sudo certbot --nginx -d {shown.host}"
    yield f"    server_name {shown.host};"
    yield "    absolute_redirect off;"
    yield ""
    for each in (_headers(shown, name), _types(), _packing(shown), _places(shown), _ways(shown)):
        yield from (f"    {line}" if line else "" for line in each)
    yield "}"


def _headers(shown: Hosted, name: str) -> Iterator[str]:
    yield f"add_header Cache-Control ${name}_kept;"
    yield f"add_header Content-Security-Policy ${name}_policy always;"
    yield from (f"add_header {header} {_text(value)} always;" for header, value in SAFETY)
    yield "# Once all is well with https, and will be for ever:"
    yield '# add_header Strict-Transport-Security "max-age=31536000" always;'
    yield ""


def _types() -> Iterator[str]:
    alike: dict[str, list[str]] = {}
    for ending, kind in TYPES.items():
        alike.setdefault(kind.removesuffix(_TEXTUAL), []).append(ending.removeprefix("."))
    textual = sorted(
        {kind.removesuffix(_TEXTUAL) for kind in TYPES.values() if kind.endswith(_TEXTUAL)} - {"text/html"}
    )
    yield f"default_type {UNKNOWN};"
    yield "types {"
    yield from (f"    {kind} {' '.join(endings)};" for kind, endings in sorted(alike.items()))
    yield "}"
    yield "charset utf-8;"
    yield f"charset_types {' '.join(textual)};"
    yield ""


def _packing(shown: Hosted) -> Iterator[str]:
    if "gzip" in shown.site.compress:
        yield "gzip_static on;"
    else:
        yield "gzip on;"
        yield f"gzip_types {_PACKED};"
    yield "gzip_vary on;"
    if "brotli" in shown.site.compress:
        yield "brotli_static on;  # Debian: apt-get install libnginx-mod-http-brotli-static"
    if "zstd" in shown.site.compress:
        yield "# zstd_static on;  # with the module zstd-nginx-module, which Debian does not have"
    yield ""


def _places(shown: Hosted) -> Iterator[str]:
    """Yield where the files are, and the page of what is not found in each language.

    The way to the root may go by links, as `current` is one; a link that somebody puts below it is refused (403), save where
    there are copies in Brotli, whose module then finds none.
    """
    if "brotli" not in shown.site.compress:
        yield "disable_symlinks on from=$document_root;"
    if shown.base == "/":
        yield f"root {_text(shown.root)};"
        yield from (_lost(shown, page) for page in shown.ways.lost[:1])
        for page in shown.ways.lost[1:]:
            yield f"location {_text(f'/{_folder(page)}')} {{ {_lost(shown, page)} }}"
    else:
        yield f"location = {_text(shown.base.rstrip('/'))} {{ return 301 {_url(shown.base)}; }}"
        for page in shown.ways.lost or ("",):
            alias = f"alias {_text(f'{shown.root}/{_folder(page)}')};"
            yield f"location {_text(shown.base + _folder(page))} {{ {alias} {_lost(shown, page) if page else ''} }}"
    yield ""


def _folder(page: str) -> str:
    """Return the folder that a page is in, with a slash at its end; empty for the root."""
    folder, slash, _ = page.rpartition("/")
    return folder + slash


def _lost(shown: Hosted, page: str) -> str:
    return f"error_page 404 {_text(shown.base + page)};"


def _ways(shown: Hosted) -> Iterator[str]:
    for old, new in shown.ways.moved:
        yield f"location = {_text(shown.base + old)} {{ return 301 {_url(shown.base + as_url(new))}; }}"
    for address in shown.ways.gone:
        here = shown.base + address
        yield f"location = {_text(here)} {{ error_page 410 {_text(f'{here}index.html')}; return 410; }}"


def _endings(endings: tuple[str, ...]) -> str:
    return rf"\.(?:{'|'.join(ending.removeprefix('.') for ending in endings)})$"


def _url(text: str) -> str:
    """Write addresses that are sent: in them a dollar would begin the name of a variable."""
    return _text(text.replace("$", "%24"))


def _text(words: str) -> str:
    """Write a text as nginx reads it: whole, whatever stands in it."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
