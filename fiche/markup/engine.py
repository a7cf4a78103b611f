"""Python-Markdown, set up for bodies.

Owns which of its extensions are in use, what is put right in the tree it makes, and that one bad text leaves no trace in
the next. The HTML it returns is not safe yet; that is `sanitise`.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from markdown import Markdown

from fiche.markup.copy import Copy
from fiche.markup.holes import Block, CiteNotation, Holes, LinkNotation, prepare, tidy
from fiche.markup.notes import Notes
from fiche.markup.quick import quicken
from fiche.markup.tables import Sides
from fiche.problem import Problem


class Engine:
    """A converter that is set up once and used for many texts, one after the other."""

    def __init__(self) -> None:
        self._holes: Holes | None = None
        self._markdown = Markdown(
            extensions=["tables", Notes(self._current), "def_list", "abbr", "fenced_code", "attr_list"],
            output_format="html",
        )
        patterns = self._markdown.inlinePatterns
        patterns.register(LinkNotation(self._current), "fiche-link", 177)
        patterns.register(CiteNotation(self._current), "fiche-cite", 176)
        self._markdown.treeprocessors.register(Sides(self._markdown), "fiche-sides", 5)
        quicken(self._markdown)

    def convert(self, copy: Copy, blocks: Sequence[Block]) -> tuple[str, Holes]:
        """Convert a text; raises whatever the library raises, RecursionError for one."""
        text, self._holes = prepare(copy, blocks)
        self._markdown.reset()
        return tidy(self._markdown.convert(text)), self._holes

    def _current(self) -> Holes:
        assert self._holes is not None, "a notation is read only while a text is converted"
        return self._holes


def convert(copy: Copy, blocks: Sequence[Block] = ()) -> tuple[str, Holes] | Problem:
    """Convert a text to HTML that is not safe yet, with marks where its holes are.

    What the library cannot bear becomes a problem of the text, since a text must never end a build; the engine is
    thrown away then, as nothing is known of its state.
    """
    engine: Engine | None = getattr(_OWN, "engine", None)
    if engine is None:
        engine = _OWN.engine = Engine()
    try:
        return engine.convert(copy, blocks)
    except RecursionError:
        _OWN.engine = None
        what = "the text is nested too deeply (lists, quotes, brackets or emphasis in one another); make it flatter"
        return copy.error(0, what, "too-deep")
    except Exception as fault:  # noqa: BLE001 - no text may end a build, whatever the library raises on it
        _OWN.engine = None
        what = f"the Markdown engine cannot read this text ({type(fault).__name__}: {fault}); halve it to find where"
        return copy.error(0, what, "markdown")


_OWN = threading.local()
