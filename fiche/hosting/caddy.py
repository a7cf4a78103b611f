"""What Caddy is to be told of a site: a block of the `Caddyfile`.

Owns its form (https://caddyserver.com/docs/caddyfile), as version 2.6 reads it, which Debian 12 has.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from fiche.address import as_url
from fiche.fingerprint import PATTERN
from fiche.hosting import Hosted
from fiche.media import TYPES
from fiche.serving import BRIEF, POLICED, SAFETY, Kept, security_policy

_KNOWN = frozenset(".avif .css .gif .html .jpeg .jpg .js .json .pdf .png .svg .webp".split())
"""Endings whose types Caddy knows by itself on any system."""
_PAGE = TYPES[".html"]
_PRECOMPRESSED = {"zstd": "zstd", "brotli": "br", "gzip": "gzip"}
"""What Caddy calls the encodings, the one it is to prefer first."""


def caddy(shown: Hosted) -> str:
    """Return the block of a server of its own."""
    return "".join(f"{line}\n" for line in _lines(shown))


def _lines(shown: Hosted) -> Iterator[str]:
    scheme, host, *_ = urlsplit(shown.site.base_url)
    yield f"# {shown.host}: as printed by “fiche hosting --for caddy”. Print it anew when addresses have changed."
    yield f"{'http://' if scheme == 'http' else ''}{host} {{"
    if shown.base == "/":
        yield from _indented(_inside(shown, shown.ways.lost))
        yield from _indented(_errors(shown))
    else:
        yield f"    redir {_text(shown.base.rstrip('/'))} {_text(shown.base)} permanent"
        yield f"    handle_path {_text(f'{shown.base}*')} {{"
        yield from _indented(_indented(_inside(shown, shown.ways.lost)))
        yield "    }"
        yield from _indented(_errors(shown))
    yield "}"


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"    {line}" if line else "" for line in lines)


def _inside(shown: Hosted, lost: tuple[str, ...]) -> Iterator[str]:
    """Yield what holds for a site at the root of its paths."""
    brief = f"path */ {' '.join(f'*{ending}' for ending in BRIEF)}"
    yield f"root * {_text(shown.root)}"
    if not shown.site.compress:
        yield "encode zstd gzip"
    yield ""
    yield "header {"
    yield from (f"    {name} {_text(value)}" for name, value in SAFETY)
    yield "    # Once all is well with https, and will be for ever:"
    yield '    # Strict-Transport-Security "max-age=31536000"'
    yield "}"
    yield f"@policed path */ {' '.join(f'*{ending}' for ending in POLICED)}"
    yield f"header @policed Content-Security-Policy {_text(security_policy(shown.site))}"
    yield f"@forever path_regexp ^/{PATTERN}"
    yield f"header @forever Cache-Control {_text(Kept.FOREVER.value)}"
    yield f"@briefly {brief}"
    yield f"header @briefly Cache-Control {_text(Kept.BRIEFLY.value)}"
    yield "@longer {"
    yield f"    not path_regexp ^/{PATTERN}"
    yield f"    not {brief}"
    yield "}"
    yield f"header @longer Cache-Control {_text(Kept.LONGER.value)}"
    for ending, kind in TYPES.items():
        if ending not in _KNOWN:
            yield f"@{ending.removeprefix('.')} path *{ending}"
            yield f"header @{ending.removeprefix('.')} Content-Type {_text(kind)}"
    yield ""
    for old, new in shown.ways.moved:
        yield f"redir {_text(f'/{old}')} {_text(shown.base + as_url(new))} permanent"
    if shown.ways.gone:
        yield f"@gone path {' '.join(_text(f'/{address}') for address in shown.ways.gone)}"
        yield "handle @gone {"
        yield from _indented(_files(shown, "status 410"))
        yield "}"
    yield "handle {"
    yield from _indented(_files(shown))
    yield "}"


def _files(shown: Hosted, *more: str) -> Iterator[str]:
    packed = [name for encoding, name in _PRECOMPRESSED.items() if encoding in shown.site.compress]
    lines = [*more, *([f"precompressed {' '.join(packed)}"] if packed else [])]
    yield f"file_server{' {' if lines else ''}"
    yield from (f"    {line}" for line in lines)
    yield from ("}" for _ in lines[:1])


def _errors(shown: Hosted) -> Iterator[str]:
    """Yield the page of what is not found in each language, with the headers of a page."""
    yield "handle_errors {"
    yield f"    root * {_text(shown.root)}"
    yield f"    header Content-Type {_text(_PAGE)}"
    yield f"    header Cache-Control {_text(Kept.BRIEFLY.value)}"
    yield f"    header Content-Security-Policy {_text(security_policy(shown.site))}"
    for number, page in enumerate(reversed(shown.ways.lost)):
        folder = page.rpartition("/")[0]
        yield f"    @lost{number} {{"
        yield "        expression {err.status_code} == 404"
        yield f"        path {_text(f'{shown.base}{folder}/*' if folder else '*')}"
        yield "    }"
        yield f"    handle @lost{number} {{"
        yield f"        rewrite * {_text(f'/{page}')}"
        yield from _indented(_indented(_files(shown)))
        yield "    }"
    yield "}"


def _text(words: str) -> str:
    """Write a text as Caddy reads it: whole, with what would begin a placeholder escaped."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("{", "\\{") + '"'
