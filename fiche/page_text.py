"""The text of a page as readers see it: its title and its sentences, out of its HTML.

Owns what counts as read: the words of `<main>`, without navigation, scripts and what is hidden, and the words that stand
for a picture. White space is as browsers show it. It reads any HTML, of other generators too, and fails on none.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from fiche.value import Value


class PageText(Value, frozen=True):
    """What a page says."""

    title: str
    kind: str
    """`brief`, `actor`, `redirect`, …, by the class of its body (`page-brief`); empty where it has none."""
    leads_to: str
    """Where a redirect leads, as it is written there; empty for a page that stays."""
    sentences: tuple[str, ...]


def page_text(html: bytes) -> PageText:
    """Read a page."""
    reader = _Reader()
    reader.feed(html.decode("utf-8", "replace"))
    reader.close()
    reader.end_block()
    blocks = reader.main or reader.rest
    sentences = [sentence for block in blocks for sentence in split(block)]
    return PageText(reader.heading or reader.title, reader.kind, reader.leads_to, tuple(sentences))


_END = re.compile(r"""(?<=[.!?…؟。！？])((?:[ \u00a0\u202f]?»|[”’"')\]])*)\s+""")
_INITIAL = re.compile(
    r"(?:^|[\s(«“\u00a0\u202f])(?:[^\W\d_]|[^\W\d_]{1,3}\.[^\W\d_]|Mr|Mrs|Ms|Dr|St|Mme|Mlle|No|art|cf|p|pp)\.$"
)


def split(block: str) -> list[str]:
    """Cut a paragraph into sentences: at `.`, `!`, `?` and their like, not after an initial, nor before a small letter."""
    sentences, start = [], 0
    for end in _END.finditer(block):
        after = block[end.end() : end.end() + 1]
        if after.islower() or _INITIAL.search(block, start, end.start()):
            continue
        sentences.append(block[start : end.end()].strip())
        start = end.end()
    return [*sentences, rest] if (rest := block[start:].strip()) else sentences


_BLOCKS = frozenset(
    "address article aside blockquote body br caption dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr legend li main ol option p pre section summary table tbody td tfoot th thead tr ul".split()
)
_UNSEEN = frozenset("head nav noscript script style template title".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_REFRESH = re.compile(r"\s*\d+\s*[;,]\s*url\s*=\s*(['\"]?)(.*?)\1\s*", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = self.heading = self.kind = self.leads_to = ""
        self.main: list[str] = []
        self.rest: list[str] = []
        self._words: list[str] = []
        self._unseen = ("", 0)
        self._depth = 0
        self._in: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag in."""
        given = {name: value or "" for name, value in attrs}
        if tag == "body":
            self.kind = next((c[5:] for c in given.get("class", "").split() if c.startswith("page-")), "")
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.fullmatch(given.get("content", ""))
            self.leads_to = found[2] if found else ""
        if tag in {"title", "h1"}:
            self._in.add(tag)
        inside, depth = self._unseen
        if depth:
            self._unseen = (inside, depth + (tag == inside))
        elif tag not in _VOID and tag != "head" and (tag in _UNSEEN or "hidden" in given or _is_decoration(given)):
            self.end_block()
            self._unseen = (tag, 1)
        if tag in _BLOCKS:
            self.end_block()
        if tag == "main":
            self._depth += 1
        if tag == "img" and given.get("alt", "").strip() and not self._unseen[1]:
            self._words.append(f" [{given['alt']}] ")

    def handle_endtag(self, tag: str) -> None:
        """Take the end of an element in."""
        inside, depth = self._unseen
        if tag in _BLOCKS:
            self.end_block()
        if depth and tag == inside:
            self._unseen = (inside, depth - 1)
        if tag == "main":
            self._depth = max(0, self._depth - 1)
        self._in.discard(tag)

    def handle_data(self, data: str) -> None:
        """Take words in."""
        if "title" in self._in:
            self.title = _spaced(f"{self.title} {data}")
        elif "h1" in self._in:
            self.heading = _spaced(f"{self.heading} {data}")
        if not self._unseen[1]:
            self._words.append(data)

    def end_block(self) -> None:
        """Put what was read since the last block with the others."""
        block = _spaced("".join(self._words))
        self._words = []
        if block:
            (self.main if self._depth else self.rest).append(block)


def _is_decoration(given: dict[str, str]) -> bool:
    return given.get("aria-hidden") == "true"


def _spaced(text: str) -> str:
    """Return a text with its white space as browsers show it, without the arrows that lead back from a note."""
    return re.sub(r"[ \t\n\r\f]+", " ", re.sub("\u21a9\ufe0e?", "", text)).strip(" ")
