"""Footnotes, as a section that machines and screen readers know.

Owns what we do otherwise than the library's extension: roles of DPUB-ARIA 1.1, our prefix on every id, no rule, no words
in any one language, no note that nothing refers to, and a reference that leads nowhere is told.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable

from markdown import Markdown
from markdown.extensions.footnotes import (
    FN_BACKLINK_TEXT,
    NBSP_PLACEHOLDER,
    FootnoteExtension,
    FootnoteInlineProcessor,
)
from markdown.treeprocessors import Treeprocessor

from fiche.markup.address import PREFIX
from fiche.markup.holes import Holes
from fiche.problem import quoted


class Notes(FootnoteExtension):
    """The library's extension, set up for bodies."""

    def __init__(self, holes: Callable[[], Holes]) -> None:
        super().__init__(
            BACKLINK_TEXT="↩\N{VARIATION SELECTOR-15}",
            BACKLINK_TITLE="",
            USE_DEFINITION_ORDER=False,
            PLACE_MARKER="\x10",  # no text has this character: the notes stand at the end
        )
        self._holes = holes

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register the library's processors, and ours in place of or after them."""
        super().extendMarkdown(md)
        md.inlinePatterns.register(_Reference(r"\[\^([^\]]{0,200})\]", self, self._holes), "footnote", 175)
        md.treeprocessors.register(_Shape(md, self, self._holes), "fiche-notes", 12)

    def unique_ref(self, reference: str, found: bool = False) -> str:  # noqa: FBT001, FBT002 - the library's signature
        """Count the references to one note; the library's own way takes the square of their number."""
        if not found:
            return reference
        times = self.found_refs[reference] = self.found_refs.get(reference, 0) + 1
        kind, _, label = reference.partition(":")
        return reference if times == 1 else f"{kind}{times}:{label}"

    def makeFootnotesDiv(self, root: etree.Element) -> etree.Element | None:  # noqa: N802 - the library's name
        """Make the list of notes; the library's own way fails on an empty note."""
        if not self.footnotes:
            return None
        division = etree.Element("div", {"class": "footnote"})  # what the library's later passes look for
        notes = etree.SubElement(division, "ol")
        for label, text in self.footnotes.items():
            note = etree.SubElement(notes, "li", {"id": self.makeFootnoteId(label)})
            parsed = etree.Element("div")
            self.parser.parseChunk(parsed, text)
            note.extend(parsed)
            if len(note) and note[-1].tag == "p":
                last = note[-1]
                last.text = (last.text or "") + NBSP_PLACEHOLDER
            else:
                last = etree.SubElement(note, "p")
            link = {"href": "#" + self.makeFootnoteRefId(label), "class": "footnote-backref"}
            etree.SubElement(last, "a", link).text = FN_BACKLINK_TEXT
        return division


class _Reference(FootnoteInlineProcessor):
    """Read `[^label]`, and tell of one that no note answers to."""

    NEEDS = ("[^",)
    """What must stand in a text for a match; `inline` asks."""

    def __init__(self, pattern: str, notes: Notes, holes: Callable[[], Holes]) -> None:
        super().__init__(pattern, notes)
        self._holes = holes

    def handleMatch(  # type: ignore[override] # noqa: N802 - the library's name
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | str | None, int | None, int | None]:
        """Leave it as text where there is no such note."""
        if m[1] in self.footnotes.footnotes:
            return super().handleMatch(m, data)
        holes = self._holes()
        at = holes.copy.text.find(m[0])
        if at >= 0:
            what = f"{quoted(m[0])} refers to no note; write “{m[0]}: …” on a line of its own below"
            problem = holes.copy.warning(at, what, "footnote")
            if problem not in holes.problems:
                holes.problems.append(problem)
        return None, None, None


class _Shape(Treeprocessor):
    """Turn the library's division into our section."""

    def __init__(self, markdown: Markdown, notes: Notes, holes: Callable[[], Holes]) -> None:
        super().__init__(markdown)
        self._notes = notes
        self._holes = holes

    def run(self, root: etree.Element) -> None:
        """Give each note, link and reference its role and its id in the page."""
        if not self._notes.footnotes:
            return
        section = root[-1]
        section.tag = "section"
        section.attrib = {"class": "footnotes", "role": "doc-endnotes"}
        self._drop_unused(section[0])
        if not len(section[0]):
            root.remove(section)
        for number, note in enumerate(section[0], start=1):
            note.set("id", _id(note.get("id", "")))
            times = 0
            for link in note.iter("a"):
                if link.get("class") == "footnote-backref":
                    times += 1
                    link.attrib.pop("title", None)
                    link.set("href", "#" + _id(link.get("href", "")[1:]))
                    link.set("role", "doc-backlink")
                    link.set("aria-label", str(number) if times == 1 else f"{number}.{times}")
        for raised in root.iter("sup"):
            if len(raised) == 1 and raised[0].get("class") == "footnote-ref":
                raised.set("id", _id(raised.get("id", "")))
                raised[0].set("href", "#" + _id(raised[0].get("href", "")[1:]))
                raised[0].set("role", "doc-noteref")

    def _drop_unused(self, notes: etree.Element) -> None:
        copy = self._holes().copy
        used = set(self._notes.footnote_order)
        for note in list(notes):
            label = note.get("id", "").partition(":")[2]
            if label not in used:
                notes.remove(note)
                what = (
                    f"nothing refers to the note {quoted(f'[^{label}]')}, and it is left out; refer to it or delete it"
                )
                at = max(copy.text.find(f"[^{label}]:"), 0)
                self._holes().problems.append(copy.warning(at, what, "footnote"))


def _id(written: str) -> str:
    return PREFIX + "-".join(written.split())
