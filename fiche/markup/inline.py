"""The library's pass over the inline marks of a tree, without the questions whose answer is known.

Owns one optimisation. The library tries each of its seventeen patterns on each run of words, and copies the run and the
names of the elements around it whether one matches or not; here a pattern is tried only where the characters stand that
it cannot do without, and a run without any is left where it is. What comes out is the same; tests hold both side by side.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from markdown import Markdown, inlinepatterns
from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER, INLINE_PLACEHOLDER_PREFIX, INLINE_PLACEHOLDER_RE, AtomicString


class Inline(InlineProcessor):
    """The library's processor; to be made once all patterns are registered."""

    def __init__(self, markdown: Markdown) -> None:
        super().__init__(markdown)
        for pattern in markdown.inlinePatterns:
            _hasten(pattern)
        self._tries = [_try(index, pattern) for index, pattern in enumerate(markdown.inlinePatterns)]
        self._worth: dict[tuple[bool, ...], list[_Try]] = {}

    @staticmethod
    def fits(markdown: Markdown) -> bool:
        """Say whether it is known of every pattern what must stand in a text for it to match there."""
        return all(_needs(pattern) for pattern in markdown.inlinePatterns)

    def run(self, tree: etree.Element, ancestors: list[str] | None = None) -> etree.Element:
        """Read the marks in all texts of a tree, breadth first."""
        self.stashed_nodes = {}
        queue = deque([(tree, [*(ancestors or ()), tree.tag.lower()])])
        while queue:
            element, self.ancestors = queue.popleft()
            if element is not tree:
                self.ancestors.append(element.tag.lower())
            within: list[tuple[etree.Element, _Found]] = []
            for child in element:  # and those that are put in below: they are read once more, as they always were
                text = child.text
                if text and not isinstance(text, AtomicString) and (worth := self._worth_trying(text)) is not None:
                    self.ancestors.append(child.tag.lower())
                    child.text = None
                    found = self._place(self._read(text, worth), child)
                    queue.extend(found)
                    within.append((child, found))
                    self.ancestors.pop()
                tail = child.tail
                if tail and (worth := self._worth_trying(tail)) is not None:
                    beside = etree.Element("d")
                    child.tail = None
                    found = self._place(self._read(tail, worth), beside, is_text=False)
                    child.tail = beside.tail or None
                    at = list(element).index(child) + 1
                    for new, _ in reversed(found):
                        element.insert(at, new)
                if len(child):
                    queue.append((child, self.ancestors[:]))
            for child, found in within:
                for at, (new, _) in enumerate(found):
                    child.insert(at, new)
        return tree

    def _worth_trying(self, text: str) -> list[_Try] | None:
        """Return the patterns that may match in a text; None if it stays as it is."""
        marks = (
            "[" in text,
            "*" in text,
            "_" in text,
            "`" in text,
            "\\" in text,
            "<" in text,
            "&" in text,
            "  \n" in text,
        )
        if marks == _NO_MARKS or isinstance(text, AtomicString):
            return [] if _PLACE in text else None
        worth = self._worth.get(marks)
        if worth is None:
            absent = [mark for mark, there in zip(_MARKS, marks, strict=True) if not there]
            worth = [one for one in self._tries if any(not any(mark in need for mark in absent) for need in one.needs)]
            self._worth[marks] = worth
        return worth

    def _read(self, data: str, worth: list[_Try], first: int = 0) -> str:
        """Return a text with a placeholder for each mark that a pattern from the `first` on reads in it."""
        references = self.md.references
        for one in worth:
            if one.number < first or (one.refers and not references):
                continue
            if not any(need in data for need in one.needs) or any(name in self.ancestors for name in one.outside):
                continue
            start = 0
            while True:
                for match in one.search(data, start):
                    node, begin, end = one.read(match, data)
                    if begin is not None and end is not None:
                        break
                else:
                    break
                if node is None:
                    start = end
                    continue
                if not isinstance(node, str) and not isinstance(node.text, AtomicString):
                    self._read_within(node, one.number)
                number = f"{len(self.stashed_nodes):04d}"
                self.stashed_nodes[number] = node
                place = INLINE_PLACEHOLDER % number
                data = data[:begin] + place + data[end:]
                start = begin + len(place)
        return data

    def _read_within(self, node: etree.Element, index: int) -> None:
        """Read the marks in what one pattern made: in its texts by the patterns after it, beside them by itself too."""
        for child in [node, *node]:
            text, tail = child.text, child.tail
            if text and not isinstance(text, AtomicString) and (worth := self._worth_trying(text)):
                self.ancestors.append(child.tag.lower())
                child.text = self._read(text, worth, index + 1)
                self.ancestors.pop()
            if tail and not isinstance(tail, AtomicString) and (worth := self._worth_trying(tail)):
                child.tail = self._read(tail, worth, index)

    def _place(self, data: str, parent: etree.Element, *, is_text: bool = True) -> _Found:
        """Put a text without its placeholders into or beside an element; return what is to be put in their places."""
        found: _Found = []
        at = 0
        while (begin := data.find(_PLACE, at)) >= 0:
            match = INLINE_PLACEHOLDER_RE.search(data, begin)
            node = self.stashed_nodes.get(match[1]) if match else None
            if match is None or node is None:  # an author's own: text
                end = begin + len(_PLACE)
                _append(data[at:end], parent, found, is_text=is_text)
                at = end
                continue
            _append(data[at:begin], parent, found, is_text=is_text)
            at = match.end()
            if isinstance(node, str):
                _append(node, parent, found, is_text=is_text)
                continue
            for child in [node, *node]:
                if child.tail and _PLACE in child.tail:
                    self._place_within(node, child, is_text=False)
                if child.text and _PLACE in child.text:
                    self._place_within(child, child, is_text=True)
            found.append((node, self.ancestors[:]))
        rest = data[at:]
        _append(AtomicString(rest) if isinstance(data, AtomicString) else rest, parent, found, is_text=is_text)
        return found

    def _place_within(self, node: etree.Element, child: etree.Element, *, is_text: bool) -> None:
        if is_text:
            text, child.text = child.text, None
        else:
            text, child.tail = child.tail, None
        found = self._place(text or "", child, is_text=is_text)
        at = 0 if is_text or node is child else list(node).index(child) + 1
        for new, _ in reversed(found):
            node.insert(at, new)


_Found = list[tuple[etree.Element, list[str]]]
"""Elements, each with the names of those around it."""


class _Try(NamedTuple):
    """A pattern, and when it need not be tried."""

    number: int
    search: Callable[[str, int], Iterator[re.Match[str]]]
    read: Callable[[re.Match[str], str], tuple[Any, Any, Any]]
    needs: tuple[str, ...]
    """One of them must stand in a text."""
    outside: tuple[str, ...]
    """Names of elements that it does not stand in."""
    refers: bool
    """It reads references, and nothing else."""


def _hasten(pattern: Any) -> None:
    """Let a pattern of the library's look for the next sign of its own, not at each character."""
    if type(pattern) is inlinepatterns.DelimiterProcessor and all(len(token) == 1 for token in pattern.tokens):
        pattern.search = partial(_delimiter, pattern)  # type: ignore[method-assign]
    elif type(pattern) in _LINKS:
        pattern.getText = _link_text
        if type(pattern) not in _REFERENCES:
            pattern.getLink = partial(_link_address, pattern, pattern.getLink)


def _delimiter(pattern: inlinepatterns.DelimiterProcessor, data: str, start: int) -> re.Match[str] | None:
    for sign in pattern.compiled_re.finditer(data, start):
        delimiter = pattern.delimiters[sign[0]]
        match = delimiter.boundary.match(data, sign.start())
        if match is not None and (delimiter.stack or match.lastgroup != "end"):
            return match
    return None


def _link_text(data: str, index: int) -> tuple[str, int, bool]:
    """Return what stands in a bracket that is open at a place, where it ends, and whether it does."""
    depth = 1
    for sign in _BRACKET.finditer(data, index):
        depth += 1 if sign[0] == "[" else -1
        if not depth:
            return data[index : sign.start()], sign.end(), True
    return data[index:], len(data), False


def _link_address(
    pattern: Any, otherwise: Callable[[str, int], tuple[str, str | None, int, bool]], data: str, index: int
) -> tuple[str, str | None, int, bool]:
    """Return the address after a link's words, its title, where it ends, and whether it is one."""
    plain = _PLAIN_ADDRESS.match(data, index)
    return (pattern.unescape(plain[1]).strip(), None, plain.end(), True) if plain else otherwise(data, index)


def _try(index: int, pattern: Any) -> _Try:
    search, outside = pattern.getCompiledRegExp().finditer, tuple(name.lower() for name in pattern.ANCESTOR_EXCLUDES)
    return _Try(index, search, pattern.handleMatch, _needs(pattern), outside, type(pattern) in _REFERENCES)


def _needs(pattern: Any) -> tuple[str, ...]:
    """Return what of one must stand in a text for a pattern to match there; nothing if that is not known."""
    if type(pattern) is inlinepatterns.DelimiterProcessor:
        return tuple(pattern.tokens)
    if not isinstance(pattern, inlinepatterns.InlineProcessor):
        return ()
    if type(pattern) is inlinepatterns.LinkInlineProcessor:
        return ("](",)
    return getattr(pattern, "NEEDS", ()) or _NEEDS.get(pattern.pattern, ())


def _append(text: str, parent: etree.Element, found: _Found, *, is_text: bool) -> None:
    """Put a text behind what was found so far, or else into or beside an element."""
    if not text:
        return
    if found:
        last = found[-1][0]
        last.tail = last.tail + text if last.tail else text
    elif is_text:
        parent.text = parent.text + text if parent.text else text
    else:
        parent.tail = parent.tail + text if parent.tail else text


_PLACE = INLINE_PLACEHOLDER_PREFIX
_MARKS = ("[", "*", "_", "`", "\\", "<", "&", "  \n")
_NO_MARKS = (False,) * len(_MARKS)
_NEEDS = {
    inlinepatterns.BACKTICK_RE: ("`",),
    inlinepatterns.ESCAPE_RE: ("\\",),
    inlinepatterns.LINK_RE: ("[",),
    inlinepatterns.IMAGE_LINK_RE: ("![",),
    inlinepatterns.AUTOLINK_RE: ("<",),
    inlinepatterns.AUTOMAIL_RE: ("<",),
    inlinepatterns.LINE_BREAK_RE: ("  \n",),
    inlinepatterns.HTML_RE: ("<",),
    inlinepatterns.ENTITY_RE: ("&",),
    r"\[\^([^\]]*)\]": ("[^",),  # of footnotes
}
"""By the pattern as it is written."""
_REFERENCES = (
    inlinepatterns.ReferenceInlineProcessor,
    inlinepatterns.ShortReferenceInlineProcessor,
    inlinepatterns.ImageReferenceInlineProcessor,
    inlinepatterns.ShortImageReferenceInlineProcessor,
)
_LINKS = (inlinepatterns.LinkInlineProcessor, inlinepatterns.ImageInlineProcessor, *_REFERENCES)
_BRACKET = re.compile(r"[\[\]]")
_PLAIN_ADDRESS = re.compile(r"\(\s*([^\s()<'\"][^()<'\"]*)\)")
"""An address without title, brackets or quotation marks."""
