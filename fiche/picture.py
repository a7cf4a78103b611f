"""A picture as plain HTML: in feeds, in data, and where a theme has no macro for it.

Owns the reading of a width and height that an author wrote for a picture in a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from fiche.value import replace
from fiche.views.shared import PictureView

_OWN = re.compile(r'(?:^|\s)(width|height)="([^"]*)"')
_LIMIT = 5
"""Digits of a width or height."""


def plain(picture: PictureView, alt: str, url: Callable[[str], str], more: str = "") -> str:
    """Return the element of a picture, with `url` for its address; `alt` is HTML, `more` that of other attributes."""
    size = f' width="{picture.width}" height="{picture.height}"' if picture.width else ""
    return f'<img src="{escape(url(picture.address))}" alt="{alt}"{size}{f" {more}" if more else ""}>'


def sized(picture: PictureView, attributes: str) -> tuple[PictureView, str]:
    """Return a picture in the size that its attributes state, and the other attributes.

    Where they state one side the other follows; a side that is no number of pixels stays an attribute, and the only one.
    """
    own = dict(_OWN.findall(attributes))
    if not own:
        return picture, attributes
    if not all(side.isascii() and side.isdecimal() and 0 < len(side) <= _LIMIT and int(side) for side in own.values()):
        return replace(picture, width=0, height=0), attributes
    width, height = int(own.get("width", 0)), int(own.get("height", 0))
    if not (width and height):
        if not picture.width:
            return picture, attributes
        ratio = picture.height / picture.width
        width, height = width or max(round(height / ratio), 1), height or max(round(width * ratio), 1)
    return replace(picture, width=width, height=height), _OWN.sub("", attributes).strip()
