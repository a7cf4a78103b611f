"""A file of the desk as its author wrote it: its lines, and where in them words or fields stand.

Owns the way back from what readers see to the file: where words stand outside of code and links, whatever print's punctuation
made of them. It reads; how a file is changed is `edits`' business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fiche import header, uses
from fiche.header import Map, Node
from fiche.problem import Place
from fiche.value import Value


class Page(Value, frozen=True):
    """The text of a file, with one kind of line end and no byte order mark."""

    path: str
    lines: tuple[str, ...]
    body: int
    """How many lines stand before its body; all of them in a file that has none."""

    @staticmethod
    def of(path: str, data: bytes) -> Page:
        """Take a file that could be read."""
        text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
        lines = tuple(text.split("\n"))
        fences = [number for number, line in enumerate(lines, 1) if _FENCE.fullmatch(line)]
        return Page(path, lines, fences[1] if path.endswith(".md") and len(fences) > 1 else len(lines))

    def excerpt(self, place: Place) -> str:
        """Return the line of a place."""
        return header.excerpt(self.lines, place)

    def blocks(self, place: Place) -> tuple[str, str]:
        """Return the lines around a place that no empty line parts, and those of the block before them."""
        last = max(place.line - 1, 0)
        while last < len(self.lines) and self.lines[last].strip():
            last += 1
        own, start = self._up(last)
        return own, self._up(start)[0]

    def _up(self, end: int) -> tuple[str, int]:
        """Return the lines before a line up to an empty one, and where they begin."""
        while end > self.body and not self.lines[end - 1].strip():
            end -= 1
        start = end
        while start > self.body and self.lines[start - 1].strip():
            start -= 1
        return "\n".join(self.lines[start:end]), start

    def find(self, words: str, turn: int = 0, *, above: bool = False) -> Place | None:
        """Return where words stand in the body, code and links left out, after `turn` others like them; else in the header.

        None if they stand nowhere as such. With `above` the header is looked through first.
        """
        body, head = _blanked("\n".join(self.lines[self.body :])), "\n".join(self.lines[: self.body])
        in_head = next(whole_words(words, head), None) if above else None
        if in_head:
            return self._place(0, head, in_head.start())
        for seek in (whole_words, _anyhow):
            found = list(seek(words, body))
            if found:
                return self._place(self.body, body, found[min(turn, len(found) - 1)].start())
            in_head = next(iter(seek(words, head)), None)
            if in_head:
                return self._place(0, head, in_head.start())
        return None

    def _place(self, before: int, text: str, at: int) -> Place:
        return Place(self.path, before + text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))

    def nodes(self) -> tuple[Map, ...]:
        """Return the mappings of the file: its header, or its records."""
        return tuple(entry.node for entry in uses.entries(self.path, "\n".join(self.lines).encode()))

    def field(self, at: Place, *names: str) -> Node | None:
        """Return the first field there is of some in the mapping that begins at a place."""
        node = next((node for node in self.nodes() if node.place.line == at.line), None)
        found = (uses.field(node, name) for name in names if node)
        return next((value for value in found if value is not None), None)


_FENCE = re.compile(r"---[ \t]*")
_HIDDEN = re.compile(
    r"^(?P<fence>[ ]{0,3}(?:`{3,}|~{3,}))[^\n]*\n.*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)"  # a block of code
    r"|(?P<ticks>`+)(?!`)[^\n]*?(?P=ticks)"  # code within a line
    r"|\[\[[^\[\]\n]*\]\]|\[@[^\[\]\n]*\]"  # links to actors and the like, citations
    r"|\]\([^()\n]*\)|<[^<>\n]*>|<!--.*?-->"  # addresses, tags, comments
    r"|^[ ]{0,3}\[[^\[\]\n]+\]:[^\n]*",  # where links lead
    re.DOTALL | re.MULTILINE,
)


def _blanked(text: str) -> str:
    """Return a body with code and links blanked; every sign stays in its place."""
    return _HIDDEN.sub(lambda found: re.sub(r"[^\n]", "\0", found[0]), text)


_ALIKE = {sign: f"[{re.escape(group)}]" for group in ("'’‘ʼ", "-‐‑", '"“”«»„', "–—") for sign in group}


def _pattern(words: str) -> str:
    """Return a pattern that finds words however their spaces, apostrophes and emphasis are written."""
    parts = ("".join(_ALIKE.get(sign, re.escape(sign)) for sign in word) for word in words.split())
    return r"[\s*_\\]+".join(parts)


def whole_words(words: str, text: str) -> Iterator[re.Match[str]]:
    """Yield where words stand in a text, not inside longer ones."""
    return re.finditer(rf"(?<!\w){_pattern(words)}(?!\w)", text)


def _anyhow(words: str, text: str) -> Iterator[re.Match[str]]:
    """Yield where words stand in a text, be it inside longer ones: behind a particle of Arabic, say."""
    return re.finditer(_pattern(words), text)
