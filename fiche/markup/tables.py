"""Tables: the side a column keeps to is a class, not a style, since a page's policy refuses styles written into it."""

from __future__ import annotations

import re
from xml.etree import ElementTree as etree

from markdown.treeprocessors import Treeprocessor

_SIDE = re.compile(r"text-align: (left|center|right);")


class Sides(Treeprocessor):
    """Give cells the class `at-left`, `at-center` or `at-right` in place of the library's style."""

    def run(self, root: etree.Element) -> None:
        """Change the cells of all tables of a text."""
        for table in root.iter("table"):
            for cell in table.iter():
                side = _SIDE.fullmatch(cell.get("style", "")) if cell.tag in {"td", "th"} else None
                if side:
                    del cell.attrib["style"]
                    cell.set("class", f"at-{side[1]} {cell.get('class', '')}".strip())
