"""Python-Markdown, without the work whose outcome is known before.

Owns the quicker stand-ins for parts of the library: each gives what the part gives, to the byte, and asks first what can
be seen at once (a mark needs its characters, a heading its "#"). They are put in place only where every part of a
converter is one that they were proven against; else the library does its own work. The pass over inline marks, which
takes the library three quarters of its time, is `inline`.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from functools import cache
from typing import Any
from xml.etree.ElementTree import HTML_EMPTY

import markdown
from markdown import blockprocessors, preprocessors, serializers, treeprocessors
from markdown.extensions import abbr, def_list, footnotes, tables
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.util import ETX, STX

from fiche.markup.inline import Inline

PROVEN = ((3, 11),)
"""Versions of the library that the stand-ins were compared with: the first two of their numbers."""


def quicken(converter: markdown.Markdown) -> bool:
    """Put the stand-ins in place, after all parts of the converter were registered; say whether they fit."""
    if markdown.__version_info__[:2] not in PROVEN or not Inline.fits(converter):
        return False
    texts, trees = converter.preprocessors, converter.treeprocessors
    stand_ins: tuple[tuple[Any, type, str, Callable[[markdown.Markdown], Any]], ...] = (
        (texts, preprocessors.NormalizeWhitespace, "normalize_whitespace", _Whitespace),
        (texts, FencedBlockPreprocessor, "fenced_code_block", _fences),
        (texts, preprocessors.HtmlBlockPreprocessor, "html_block", _HtmlBlocks),
        (trees, treeprocessors.InlineProcessor, "inline", Inline),
        (trees, treeprocessors.PrettifyTreeprocessor, "prettify", _Prettify),
        (trees, AttrListTreeprocessor, "attr_list", _AttributeLists),
        (trees, treeprocessors.UnescapeTreeprocessor, "unescape", _Unescape),
    )
    for parts, part, name, stand_in in stand_ins:
        if name in parts and type(parts[name]) is part:
            parts._data[name] = stand_in(converter)  # noqa: SLF001 - to register it anew could change the order
    if type(converter.parser) is markdown.blockparser.BlockParser:
        converter.parser.parseBlocks = _Blocks(converter.parser).parse  # type: ignore[method-assign]
    if converter.serializer is serializers.to_html_string:
        converter.serializer = serialize
    return True


class _Whitespace(preprocessors.NormalizeWhitespace):
    """The library looks at each character for a line of spaces, and for four kinds of others."""

    def run(self, lines: list[str]) -> list[str]:
        """Put right only what is there; end the text with two empty lines."""
        text = "\n".join(lines)
        if any(sign in text for sign in (STX, ETX, "\r", "\t", " \n")) or text.endswith(" "):
            return super().run(lines)
        return [*lines, "", ""]


class _Fences(FencedBlockPreprocessor):
    """The library looks at each line for a fence."""

    def run(self, lines: list[str]) -> list[str]:
        """Look only where there is one."""
        text = "\n".join(lines)
        return super().run(lines) if "```" in text or "~~~" in text else lines


def _fences(converter: markdown.Markdown) -> _Fences:
    return _Fences(converter, converter.preprocessors["fenced_code_block"].config)  # type: ignore[attr-defined]


class _HtmlBlocks(preprocessors.HtmlBlockPreprocessor):
    """The library parses the whole text as HTML, to take blocks of it out."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines at once where nothing in them can be HTML or a number of a character."""
        text = "\n".join(lines)
        return super().run(lines) if "<" in text or "&#" in text else lines


class _Blocks:
    """The library asks each kind of block, for each block, whether it is one."""

    def __init__(self, parser: markdown.blockparser.BlockParser) -> None:
        processors = list(parser.blockprocessors)
        self._steps = [(_BLOCKS.get(type(processor), ""), processor.test, processor.run) for processor in processors]
        last = processors[-1] if all(type(processor) in _BLOCKS for processor in processors) else None
        self._paragraph = last.run if type(last) is blockprocessors.ParagraphProcessor else None

    def parse(self, parent: etree.Element, blocks: list[str]) -> None:
        """Stand in for the library's `parseBlocks`."""
        while blocks:
            block = blocks[0]
            if self._paragraph and _WORDS.match(block):
                self._paragraph(parent, blocks)
                continue
            for need, test, run in self._steps:
                if need in block and test(parent, block) and run(parent, blocks) is not False:
                    break


_BLOCKS: dict[type, str] = {
    blockprocessors.EmptyBlockProcessor: "",
    blockprocessors.ListIndentProcessor: " ",
    blockprocessors.CodeBlockProcessor: " ",
    blockprocessors.HashHeaderProcessor: "#",
    blockprocessors.SetextHeaderProcessor: "\n",
    blockprocessors.HRProcessor: "",
    blockprocessors.OListProcessor: ".",
    blockprocessors.UListProcessor: "",
    blockprocessors.BlockQuoteProcessor: ">",
    blockprocessors.ReferenceProcessor: "]:",
    blockprocessors.ParagraphProcessor: "",
    abbr.AbbrBlockprocessor: "*[",
    def_list.DefListProcessor: ":",
    def_list.DefListIndentProcessor: " ",
    footnotes.FootnoteBlockProcessor: "]:",
    tables.TableProcessor: "|",
}
"""What must stand in a block for it to be of a kind."""
_WORDS = re.compile(r"(?:[^\s\d#>*+=_:|\[-][^\n]*(?:\n|\Z))+\Z")
"""A block none of whose lines begins as anything but a paragraph may, to all kinds of blocks above."""


class _Prettify(treeprocessors.PrettifyTreeprocessor):
    """The library asks several times for each element whether it is a block."""

    def __init__(self, converter: markdown.Markdown) -> None:
        super().__init__(converter)
        self._is_block = cache(converter.is_block_level)

    def _prettifyETree(self, elem: etree.Element) -> None:  # noqa: N802 - the library's name
        is_block = self._is_block
        if len(elem) and is_block(elem.tag) and elem.tag not in {"pre", "code"}:
            if is_block(elem[0].tag) and (not elem.text or not elem.text.strip()):
                elem.text = "\n"
            for child in elem:
                if is_block(child.tag):
                    self._prettifyETree(child)
        if not elem.tail or not elem.tail.strip():
            elem.tail = "\n"


class _AttributeLists(AttrListTreeprocessor):
    """The library looks for a list of attributes at the end of each element."""

    def run(self, doc: etree.Element) -> None:
        """Look only where a brace stands in the text."""
        if any("{" in line for line in self.md.lines):  # type: ignore[attr-defined] # not in its stubs
            super().run(doc)


class _Unescape(treeprocessors.UnescapeTreeprocessor):
    """The library looks for escaped characters with a pattern in each text of the tree."""

    def run(self, root: etree.Element) -> None:
        """Look only where the author wrote a backslash: all patterns are known, and what else makes a mark is none."""
        if any("\\" in line for line in self.md.lines):  # type: ignore[attr-defined] # not in its stubs
            super().run(root)


def serialize(root: etree.Element) -> str:
    """Write a tree as the library does to HTML."""
    written: list[str] = []
    try:
        _write(root, written.append)
    except (_NotPlain, RecursionError):
        return serializers.to_html_string(root)
    return "".join(written)


class _NotPlain(Exception):
    """The tree has what the library writes in a way of its own: comments, namespaces, scripts, attributes without value."""


def _write(element: etree.Element, write: Callable[[str], Any]) -> None:
    tag = element.tag
    if type(tag) is not str or tag in _RAW:
        raise _NotPlain
    if items := element.items():
        write(f"<{tag}")
        for name, value in sorted(items):
            if type(name) is not str or not isinstance(value, str):
                raise _NotPlain
            if name == value and name in _BOOLEAN:
                write(f" {name}")
            else:
                write(f' {name}="{_escaped(value).replace(chr(34), "&quot;")}"')
        write(">")
    else:
        write(f"<{tag}>")
    if text := element.text:
        write(_escaped(text))
    for child in element:
        _write(child, write)
    if tag not in _EMPTY:
        write(f"</{tag}>")
    if tail := element.tail:
        write(_escaped(tail))


def _escaped(text: str) -> str:
    if "&" in text:
        text = serializers.RE_AMP.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


_EMPTY = frozenset(HTML_EMPTY)
_BOOLEAN: frozenset[str] = serializers.BOOLEAN_ATTRIBUTES["html"]  # type: ignore[attr-defined] # not in its stubs
_RAW = frozenset({"script", "style"})
