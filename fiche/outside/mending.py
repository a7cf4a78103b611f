"""Edits that mend a link for certain: an archived copy beside a dead source, the safe address of one that moved there.

Owns what is certain. An edit is proposed as text, the file is read back, and what says anything else than it said before, the one
field apart, is no fix.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from fiche import header, uses
from fiche.checks.page import Page
from fiche.header import Map, Node, Scalar, Seq
from fiche.outside.judging import Copy
from fiche.outside.links import Spot
from fiche.problem import Edit, Place
from fiche.syntax import in_quotes

_NEAR = timedelta(days=366)
"""Between the day a page is meant as of and the day of its copy: later ones may show what came in its place."""


def archived_too(page: Page, spot: Spot, copy: Copy) -> tuple[Edit, ...]:
    """Return the edit that adds a copy to the source whose address stands at a place; none where a person must decide."""
    if spot.field != "url" or spot.kept or not _is_near(copy, spot.day):
        return ()
    was = page.nodes()
    source = next((node for node in _maps(was) if _stands(node, spot.place)), None)
    if source is None or uses.field(source, "archived") is not None:
        return ()
    wanted = _plain(was, source, copy.url)
    proposed = _proposed(page, source, spot.place, copy.url)
    return next(((edit,) for edit in proposed if wanted == _read_back(page, edit)), ())


def safe_too(spot: Spot, url: str, moved: str) -> tuple[Edit, ...]:
    """Return the edit that writes `https` where an address has moved there and nowhere else."""
    if not url.startswith("http:") or moved != f"https{url.removeprefix('http')}":
        return ()
    rest = spot.excerpt[spot.place.column - 1 :]
    at = spot.place.column + (rest[:1] in {'"', "'"})
    if not spot.excerpt[at - 1 :].startswith(url):
        return ()
    return (Edit(Place(spot.place.path, spot.place.line, at), "http:", "https:"),)


def _is_near(copy: Copy, day: date | None) -> bool:
    try:
        made = date(int(copy.stamp[:4]), int(copy.stamp[4:6]), int(copy.stamp[6:8]))
    except ValueError:
        return False
    return day is not None and abs(made - day) <= _NEAR


def _proposed(page: Page, source: Map, place: Place, url: str) -> Iterator[Edit]:
    """Propose where the field might go: on a line of its own below the address, or behind it in braces."""
    key = next(key for key, value in source.pairs if value.place == place)
    line = page.lines[place.line - 1]
    end = Place(page.path, place.line, len(line) + 1)
    written = next(value for _, value in source.pairs if value.place == place)
    assert isinstance(written, Scalar)
    after = place.column + len(written.text) + 2 * written.quoted
    for text in (url, in_quotes(url)):
        yield Edit(end, "", f"\n{' ' * (key.place.column - 1)}archived: {text}")
        yield Edit(Place(page.path, place.line, after), "", f", archived: {text}")


def _read_back(page: Page, edit: Edit) -> object:
    lines = list(page.lines)
    line = lines[edit.place.line - 1]
    lines[edit.place.line - 1] = line[: edit.place.column - 1] + edit.new + line[edit.place.column - 1 :]
    data = "\n".join(lines).encode()
    read = header.read if page.path.endswith(".md") else header.read_yaml
    if not read(page.path, data).ok:
        return None
    return [_said(entry.node) for entry in uses.entries(page.path, data)]


def _maps(nodes: tuple[Node, ...]) -> Iterator[Map]:
    for node in nodes:
        if isinstance(node, Map):
            yield node
            yield from _maps(tuple(value for _, value in node.pairs))
        elif isinstance(node, Seq):
            yield from _maps(node.nodes)


def _stands(node: Map, place: Place) -> bool:
    return any(key.text == "url" and value.place == place for key, value in node.pairs)


def _plain(nodes: tuple[Map, ...], source: Map, url: str) -> object:
    """Return what a header is to say: what it says, and the copy."""
    return [_said(node, source, url) for node in nodes]


def _said(node: Node, source: Map | None = None, url: str = "") -> object:
    """Return what a node says, in no order, with an address added to one."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Seq):
        return [_said(each, source, url) for each in node.nodes]
    said = {key.text: _said(value, source, url) for key, value in node.pairs}
    return said | {"archived": url} if node is source else said
