"""The two notations of ours: `[[id|words]]` for a link, `[@id, p. 3]` for citations.

Owns their syntax, and the marks that carry them through the Markdown engine and the sanitiser. A mark is made of the
digest of the text it stands in, so no author can write one; the marks in the source are control characters, which were
taken out of every text before. Quotes, whose syntax is `quotes`', leave marks of the same kind.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown.inlinepatterns import InlineProcessor

from fiche.digest import digest
from fiche.markup.address import anchor
from fiche.markup.copy import Copy
from fiche.model import Cite, Link, LinkKind, Quote
from fiche.problem import Problem, quoted

BAR = "\x0f"
"""Stands for the bar in `[[id|words]]` until the engine is done: a table would split its cells there.

Like the mark around offsets it is no space to Python, or the engine would strip it.
"""


Hole = Link | Cite | Quote


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs of a text in whose place a hole is."""

    start: int
    end: int
    hole: Quote


@dataclass(slots=True)
class Holes:
    """The holes of one text, by the number in their mark."""

    copy: Copy
    mark: str
    found: list[tuple[tuple[Hole, ...], int, str]] = field(default_factory=list)
    """Each with its offset in the text and as the author wrote it."""
    problems: list[Problem] = field(default_factory=list)

    def add(self, holes: tuple[Hole, ...], offset: int, written: str) -> str:
        """Keep a hole and return the mark to leave in its place."""
        self.found.append((holes, offset, written))
        return f"{self.mark}{len(self.found) - 1}z"


def prepare(copy: Copy, blocks: Sequence[Block] = ()) -> tuple[str, Holes]:
    """Return the text for the engine, each opening of a notation with its offset beside it, and room for the holes.

    In the place of each block stands the mark of its hole, in a paragraph of its own.
    """
    text, written, done = copy.text, list[str](), 0
    holes = Holes(copy, f"fiche{digest(('mark', text))[:16]}x")
    for block in blocks:
        written += [_marked(text, done, block.start), holes.add((block.hole,), block.start, ""), "\n"]
        done = block.end
    return "".join([*written, _marked(text, done, len(text))]), holes


def _marked(text: str, start: int, end: int) -> str:
    """Return a part of a text with the offset of each opening of a notation beside it."""
    part = text[start:end]
    if "[[" in part or "[@" in part:
        part = _OPENING.sub(lambda match: f"{match[0]}\x0e{start + match.start()}\x0e", part)
        part = _BARRED.sub(lambda match: match[1] + BAR, part)
    return part


def tidy(html: str) -> str:
    """Take what `prepare` put in out again, where it is still there: in code, say."""
    if "\x0e" in html:
        html = _OFFSET.sub("", html)
    return html.replace(BAR, "|")


class LinkNotation(InlineProcessor):
    """Read `[[id]]`, `[[id|words]]`, `[[topic:id]]`, `[[brief:id#part|words]]`, `[[figure:id]]`; `[[?words]]` names nobody."""

    NEEDS = ("[[",)
    """What must stand in a text for a match; `inline` asks."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, holes: Callable[[], Holes]) -> None:
        super().__init__(
            r"\[\[\x0e(\d+)\x0e([^\[\]\x02\x03\x0e\x0f]{1,200})"
            r"(?:\x0f((?:[^\[\]]|\[\x0e\d+\x0e[^\[\]]*\]|\[[^\[\]]*\]){0,2000}))?\]\]"
        )
        self._holes = holes

    def handleMatch(  # type: ignore[override] # noqa: N802 - the library's name
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        """Leave a link in whose address is the hole's mark, so that the words are Markdown like any others."""
        if "<" in data and _IN_TAG.search(data, max(m.start() - 2000, 0), m.start()):
            return None, m.start(), m.end()
        holes = self._holes()
        offset, name, words = int(m[1]), " ".join(m[2].split()), m[3] or ""
        written = tidy(m[0])
        if name.startswith("?") and name[1:].strip() and not words:
            element = etree.Element("a")
            element.set("href", holes.add((Link(LinkKind.WORDS, ""),), offset, written))
            element.text = name[1:].strip()
            return element, m.start(), m.end()
        kind, colon, rest = name.partition(":")
        if not colon:
            kind, rest = LinkKind.ACTOR.value, name
        kind, rest = kind.strip().casefold(), rest.strip()
        if kind not in {*_KINDS, _STATEMENT} or not rest.partition("#")[0].strip():
            what = f"{quoted(written)} names nothing; write [[actor]], [[topic:…]], [[brief:…]], [[page:…]] or [[figure:…]]"
            holes.problems.append(holes.copy.error(offset, what, "link"))
            return None, m.start(), m.end()
        if kind == _STATEMENT:
            what = (
                f"{quoted(written)} must stand in a paragraph of its own at the left edge, with blank lines around it"
            )
            holes.problems.append(holes.copy.error(offset, what, "quote-place"))
            return None, m.start(), m.end()
        target, _, fragment = rest.partition("#")
        link = Link(_KINDS[kind], target.strip(), fragment=anchor(fragment) if fragment else "")
        element = etree.Element("a")
        element.set("href", holes.add((link,), offset, written))
        element.text = words.strip()
        return element, m.start(), m.end()


class CiteNotation(InlineProcessor):
    """Read `[@id]`, `[@id, p. 3]`, `[@a; @b, p. 2]`."""

    NEEDS = ("[@",)
    """What must stand in a text for a match; `inline` asks."""

    def __init__(self, holes: Callable[[], Holes]) -> None:
        super().__init__(r"\[@\x0e(\d+)\x0e([^\[\]\x02\x03\x0e\x0f]{1,500})\](?!\()")
        self._holes = holes

    def handleMatch(  # type: ignore[override] # noqa: N802 - the library's name
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        """Leave the mark of the citations in the text; what does not read as citations stays text."""
        holes = self._holes()
        cites: list[Cite] = []
        for part in m[2].split(";"):
            found = _CITE.fullmatch(part.strip() if cites else "@" + part.strip())
            if not found:
                return None, m.start(), m.end()
            cites.append(Cite(found[1], " ".join((found[2] or "").split())))
        return holes.add(tuple(cites), int(m[1]), tidy(m[0])), m.start(), m.end()


_KINDS = {kind.value: kind for kind in LinkKind if kind not in {LinkKind.FILE, LinkKind.WORDS}}
_STATEMENT = "statement"
_OPENING = re.compile(r"\[\[(?!\[)|\[@")
_BARRED = re.compile("(\\[\\[\x0e\\d+\x0e[^\\[\\]\\\\|\x0f\n]{1,200}(?:\n[^\\[\\]\\\\|\x0f\n]{1,200})?)\\\\?\\|")
_OFFSET = re.compile("\x0e\\d+\x0e")
# In an attribute of raw HTML no link can be; a citation there is put back as it was written by `pieces`.
_IN_TAG = re.compile(r"""<[a-zA-Z][^<>]*=\s*(?:"[^"<>]*|'[^'<>]*)\Z""")
_CITE = re.compile(r"@([^\s,;@]+)(?:\s*,\s*(.*))?", re.DOTALL)
