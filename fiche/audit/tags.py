"""Tags: the elements of an HTML page, or of a piece of one, in their order.

Owns a reading of HTML by its marks alone. It is exact for pages whose marks are well formed, which ours are; `html.parser`
of the standard library would take ten times as long for the same (a test compares the two). What a page says between its
tags is no business of this module.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import NamedTuple


class Tag(NamedTuple):
    """A start tag, or a whole element whose content is no HTML (`script`, `style`)."""

    name: str
    attributes: dict[str, str]
    content: str = ""
    """Of a script or style."""
    raw: str = ""
    """As it is written."""

    def get(self, name: str) -> str:
        """Return the value of an attribute, empty if there is none."""
        return self.attributes.get(name, "")


def tags(text: str) -> list[Tag]:
    """Return the start tags of a text."""
    return [_tag(raw) for raw in _TAG.findall(text) if raw[1] != "!"]


_REST = r"[^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*>"
_TAG = re.compile(
    rf"<!--.*?-->|<(?:(?=script\b)[a-z]+{_REST}.*?</script|(?=style\b)[a-z]+{_REST}.*?</style|[A-Za-z]{_REST})",
    re.DOTALL,
)
_HEAD = re.compile(r"<([A-Za-z][\w:-]*)")
_ATTRIBUTE = re.compile(r"([^\s\"'>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_START = re.compile(rf"<[A-Za-z]{_REST}")


@lru_cache(maxsize=1 << 16)
def _tag(raw: str) -> Tag:
    head = _HEAD.match(raw)
    assert head is not None
    name = head[1].lower()
    start = _START.match(raw)
    end = start.end() if start and name in {"script", "style"} else len(raw)
    attributes = {
        found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "")
        for found in _ATTRIBUTE.finditer(raw, head.end(), end)
    }
    return Tag(name, attributes, raw[end:].rpartition("</")[0], raw[:end])
