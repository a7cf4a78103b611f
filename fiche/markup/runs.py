"""The readable text of a body in runs: where in its pieces each stands, and whether a link may go there.

Owns which words of a body are the author's running text: not headings, not code, not the words of links, nor the line under
a quotation that says whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fiche.model import Anchor, Link, LinkKind, Piece, Quote

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>|<!--.*?-->", re.DOTALL)
_UNREAD = frozenset("code pre kbd samp script style".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_CLOSED = _UNREAD | _HEADINGS | frozenset("a cite button summary sup".split())
"""Elements into whose text no link goes."""
_INLINE = frozenset(
    "a abbr b bdi bdo cite code dfn em i kbd mark q s samp small span strong sub sup time u var wbr".split()
)
_PLAIN = _INLINE - _CLOSED
_ATTRIBUTION = re.compile(r"\s*[—–―]")


class Run(NamedTuple):
    """Some text without tags: signs `start` to `end` of a piece."""

    text: str
    piece: int
    start: int
    open: bool
    """A link may go there."""
    section: int
    """Which heading it stands under, counted from 0."""
    block: bool
    """It begins a paragraph, cell or the like."""


class Named(NamedTuple):
    """An actor that the author linked, and the section in which."""

    target: str
    section: int


def runs(pieces: Iterable[Piece]) -> Iterator[Run | Named]:
    """Yield the runs of text of a body, and between them the actors it links to, in their order."""
    closed, unread, section, quoting = 0, 0, 0, 0
    block, attributed = True, False
    for number, piece in enumerate(pieces):
        if not isinstance(piece, str):
            if isinstance(piece, Link) and piece.kind is LinkKind.ACTOR:
                yield Named(piece.target, section)
            if isinstance(piece, Quote):
                block, attributed = True, False
                continue
            block = block and not (isinstance(piece, Link | Anchor) and piece.inner)
            continue
        at = 0
        for tag in (*_TAG.finditer(piece), None):
            end = tag.start() if tag else len(piece)
            if at < end and not unread and not (text := piece[at:end]).isspace():
                if block and quoting and _ATTRIBUTION.match(text):
                    attributed = True
                yield Run(text, number, at, not (closed or attributed), section, block)
                block = False
            if tag is None:
                break
            at, name = tag.end(), tag[2]
            if name in _PLAIN:
                continue
            if name not in _INLINE:
                block, attributed = True, False
            step = -1 if tag[1] else 1
            if name in _CLOSED:
                closed = max(0, closed + step)
                if name in _UNREAD:
                    unread = max(0, unread + step)
                elif name in _HEADINGS and step > 0:
                    section += 1
            elif name == "blockquote":
                quoting = max(0, quoting + step)
