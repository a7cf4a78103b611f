"""What the server adds to a page, and the pages that are only its own: the desk, addresses that lead nowhere, sources.

The pipeline's bytes stay as they are; one script is put before the end of the body, and what it needs to know of the page
stands in its attribute.
"""

from __future__ import annotations

import difflib
import html
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import jinja2

from fiche.preview.margin import Remark
from fiche.problem import Problem
from fiche.value import Value

CLIENT = Path(__file__).parent / "client"
SCRIPT = "/_desk/live.js"


class Way(Value, frozen=True):
    """A link to a page of the preview."""

    label: str
    address: str
    note: str = ""


class Row(Value, frozen=True):
    """A line of the desk: its cells, the page the first of them leads to, and the file and line it is about."""

    cells: tuple[str, ...]
    path: str = ""
    line: int = 0
    address: str = ""

    @property
    def place(self) -> str:
        """Write the place as messages do."""
        return f"{self.path}:{self.line}" if self.line else self.path


class Section(Value, frozen=True):
    """A part of the desk."""

    heading: str
    nothing: str
    """What is said where it has no rows."""
    rows: tuple[Row, ...]


def with_script(page: bytes, told: Mapping[str, object]) -> bytes:
    """Put our script before the end of the body; at the end of a page that has none."""
    said = html.escape(json.dumps(told, ensure_ascii=False, separators=(",", ":")))
    tag = f'<script src="{SCRIPT}" data-page="{said}"></script>'.encode()
    at = page.rfind(b"</body>")
    return page + tag if at < 0 else page[:at] + tag + page[at:]


def problem(found: Problem) -> dict[str, object]:
    """Return a problem as the script takes it: its place, its words and the line with the caret."""
    _, _, frame = str(found).partition("\n")
    place = found.place
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "severity": str(found.severity),
        "what": found.what,
        "code": found.code,
        "frame": frame,
    }


def remark(found: Remark) -> dict[str, object]:
    """Return what a rule found as the script takes it: a problem, and the line by whose words its paragraph is known."""
    return problem(found.problem) | {"words": found.problem.excerpt if found.in_body else ""}


def nearest(address: str, known: Iterable[str], *, most: int = 6) -> list[str]:
    """Return the addresses most like one that leads nowhere, the likest first; then those above it."""
    wanted = [part for part in address.split("/") if part not in {"", "index.html"}]
    there = set(known)
    by_last: dict[str, list[str]] = {}
    for each in sorted(there):
        by_last.setdefault(each.strip("/").rpartition("/")[2], []).append(each)
    near = difflib.get_close_matches(wanted[-1] if wanted else "", by_last, n=most, cutoff=0.5)
    found = sorted((each for name in near for each in by_last[name]), key=lambda each: -_likeness(each, address))
    above = ("".join(f"{part}/" for part in wanted[:length]) for length in range(len(wanted) - 1, 0, -1))
    return list(dict.fromkeys([*found[: most - 1], *(each for each in above if each in there)]))[:most]


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


# --------------------------------------------------------------------------- pages of our own


def lost(address: str, why: str, ways: Iterable[Way]) -> bytes:
    """Make the page for an address that leads nowhere."""
    return _page("lost.html", address=address, why=why, ways=tuple(ways))


def empty() -> bytes:
    """Make the page that stands while there is none: what is wrong is laid over it."""
    return _page("empty.html")


def source(address: str, text: str) -> bytes:
    """Make a page that shows the text of a file that browsers would not show as one: a feed, data."""
    return _page("source.html", address=address, text=text)


def desk(title: str, sections: Iterable[Section], ways: Iterable[Way]) -> bytes:
    """Make the desk's page."""
    return _page("desk.html", title=title, sections=tuple(sections), ways=tuple(ways))


def client(name: str) -> bytes:
    """Return a file of what runs in the browser."""
    return (CLIENT / name).read_bytes()


def _page(template: str, **variables: object) -> bytes:
    return _templates().get_template(template).render(variables).encode()


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(CLIENT),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
