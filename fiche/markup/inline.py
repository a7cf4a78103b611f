"""The library's pass over the inline marks of a tree, without the questions whose answer is known.

Owns one optimisation. The library tries each of its seventeen patterns on each run of words; here a pattern is tried only
where the characters that it cannot do without stand. What comes out is the same; a test holds both side by side.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString


class Inline(InlineProcessor):
    """The library's processor; to be made once all patterns are registered."""

    def __init__(self, markdown: Markdown) -> None:
        super().__init__(markdown)
        patterns = markdown.inlinePatterns
        self._needs = [("", "")] * len(patterns)
        for name, either in _NEEDS.items():
            self._needs[patterns.get_index_for_name(name)] = either
        # The library asks its registry for each pattern each time; a plain list answers much quicker.
        self.inlinePatterns: Any = list(patterns)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - the library's
        """Stand in for the library's method of this (private) name, which is all its loop does."""
        if isinstance(data, AtomicString):
            return data
        apply: Any = self._InlineProcessor__applyPattern  # type: ignore[attr-defined] # private to the library's class
        start = 0
        for index in range(patternIndex, len(self.inlinePatterns)):
            one, other = self._needs[index]
            if one not in data and other not in data:
                continue
            matched = True
            while matched:
                data, matched, start = apply(self.inlinePatterns[index], data, index, start)
        return data


_NEEDS = {
    "backtick": ("`", "`"),
    "escape": ("\\", "\\"),
    "fiche-link": ("[[", "[["),
    "fiche-cite": ("[@", "[@"),
    "footnote": ("[^", "[^"),
    "reference": ("[", "["),
    "link": ("](", "]("),
    "image_link": ("![", "!["),
    "image_reference": ("![", "!["),
    "short_reference": ("[", "["),
    "short_image_ref": ("![", "!["),
    "autolink": ("://", "://"),
    "automail": ("@", "@"),
    "linebreak": ("  \n", "  \n"),
    "html": ("<", "<"),
    "entity": ("&", "&"),
    "em_strong": ("*", "_"),
}
"""One or the other must stand in a text for a pattern to match there; one not named here is always tried."""
