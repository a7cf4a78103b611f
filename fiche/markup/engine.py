"""Python-Markdown, set up for bodies.

Owns which of its extensions are in use, what is put right in the tree it makes, and that one bad text leaves no trace in
the next. The HTML it returns is not safe yet; that is `sanitise`.
"""

from __future__ import annotations

import threading
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import Treeprocessor

from fiche.markup.address import PREFIX
from fiche.markup.copy import Copy
from fiche.markup.holes import CiteNotation, Holes, LinkNotation, prepare, tidy
from fiche.problem import Problem


class Engine:
    """A converter that is set up once and used for many texts, one after the other."""

    def __init__(self) -> None:
        self._holes: Holes | None = None
        footnotes = FootnoteExtension(
            BACKLINK_TEXT="↩\N{VARIATION SELECTOR-15}",
            BACKLINK_TITLE="",
            USE_DEFINITION_ORDER=False,
            PLACE_MARKER="\x1d",  # no text has it: the notes stand at the end
        )
        self._markdown = Markdown(
            extensions=["tables", footnotes, "def_list", "abbr", "fenced_code", "attr_list"],
            output_format="html",
        )
        patterns = self._markdown.inlinePatterns
        patterns.register(LinkNotation(self._current), "fiche-link", 177)
        patterns.register(CiteNotation(self._current), "fiche-cite", 176)
        self._markdown.treeprocessors.register(_Footnotes(self._markdown, footnotes, self._current), "fiche-notes", 12)

    def convert(self, copy: Copy) -> tuple[str, Holes]:
        """Convert a text; raises whatever the library raises, RecursionError for one."""
        text, self._holes = prepare(copy)
        self._markdown.reset()
        return tidy(self._markdown.convert(text)), self._holes

    def _current(self) -> Holes:
        assert self._holes is not None, "a notation is read only while a text is converted"
        return self._holes


def convert(copy: Copy) -> tuple[str, Holes] | Problem:
    """Convert a text to HTML that is not safe yet, with marks where its holes are.

    What the library cannot bear becomes a problem of the text, since a text must never end a build; the engine is
    thrown away then, as nothing is known of its state.
    """
    engine: Engine | None = getattr(_OWN, "engine", None)
    if engine is None:
        engine = _OWN.engine = Engine()
    try:
        return engine.convert(copy)
    except RecursionError:
        _OWN.engine = None
        what = "the text is nested too deeply (lists, quotes, brackets or emphasis in one another); make it flatter"
        return copy.error(0, what, "too-deep")
    except Exception as fault:  # noqa: BLE001 - no text may end a build, whatever the library raises on it
        _OWN.engine = None
        what = f"the Markdown engine cannot read this text ({type(fault).__name__}: {fault}); halve it to find where"
        return copy.error(0, what, "markdown")


class _Footnotes(Treeprocessor):
    """Give the notes their section, and each of its ids and links our prefix and a role (DPUB-ARIA 1.1)."""

    def __init__(self, markdown: Markdown, footnotes: FootnoteExtension, holes: object) -> None:
        super().__init__(markdown)
        self._footnotes = footnotes

    def run(self, root: etree.Element) -> None:
        if not self._footnotes.footnotes:
            return
        section = root[-1]
        section.tag = "section"
        section.attrib = {"class": "footnotes", "role": "doc-endnotes"}
        section.remove(section[0])  # the rule: a matter of style
        notes = section[0]
        used = {f"fn:{label}" for label in self._footnotes.footnote_order}
        for note in list(notes):
            if note.get("id") not in used:
                notes.remove(note)
        if not len(notes):
            root.remove(section)
        for number, note in enumerate(notes, start=1):
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


def _id(written: str) -> str:
    return PREFIX + "-".join(written.split())


_OWN = threading.local()
