"""Links: that each address inside the site leads somewhere, and each file is led to.

Owns the judgement on addresses, over all files at once. Each mistake is told once, however many pages have it, with the line
of the content it comes from where that can be found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from fiche.audit.output import Output
from fiche.audit.sheet import Sheet
from fiche.audit.urls import Server, forward, urls
from fiche.problem import Problem, error, quoted, warning


class Links(NamedTuple):
    """What was found in some files."""

    broken: tuple[tuple[str, str, int], ...] = ()
    """Address, file and line of each that leads nowhere."""
    anchors: tuple[tuple[str, str, str], ...] = ()
    """File and place in it that something leads to, and from which file."""
    used: frozenset[str] = frozenset()
    """Files that something leads to."""
    forwards: tuple[tuple[str, str], ...] = ()
    """Pages that send their readers on, and where to."""


class Walk:
    """Follows the links of files, each place once."""

    def __init__(self, output: Output) -> None:
        self._server = Server(output.base_url, frozenset(output.paths))
        self._broken: dict[str, tuple[str, str, int]] = {}
        self._anchors: dict[tuple[str, str], tuple[str, str, str]] = {}
        self._used: set[str] = set()
        self._forwards: list[tuple[str, str]] = []

    def follow(self, sheet: Sheet) -> None:
        """Follow the links of a file."""
        ids: set[str] | None = None
        for url, raw in urls(sheet):
            target = self._server.find(url, sheet.path)
            if target is None:
                continue
            if not target.path:
                self._broken.setdefault(f"{sheet.path} {url}", (url, sheet.path, sheet.line_of(raw)))
                continue
            if target.path != sheet.path:
                self._used.add(target.path)
            if target.fragment and target.path.endswith(".html"):
                if target.path == sheet.path:
                    ids = ids if ids is not None else ids_of(sheet)
                    if target.fragment in ids:
                        continue
                self._anchors.setdefault(target, (*target, sheet.path))
        if sheet.ending == ".html" and b"http-equiv" in sheet.data:
            for tag in sheet.tags:
                if tag.name == "meta" and tag.get("http-equiv").lower() == "refresh":
                    target = self._server.find(forward(tag), sheet.path)
                    self._forwards.append((sheet.path, target.path if target else ""))

    def found(self) -> Links:
        """Return what was found."""
        return Links(
            tuple(self._broken.values()), tuple(self._anchors.values()), frozenset(self._used), tuple(self._forwards)
        )


def ids_of(sheet: Sheet) -> set[str]:
    """Return the places of a page that a link can lead to."""
    ids = {tag.attributes["id"] for tag in sheet.tags if "id" in tag.attributes}
    ids |= {tag.attributes["name"] for tag in sheet.tags if tag.name == "a" and "name" in tag.attributes}
    return ids | {"top"}


def judged(output: Output, found: Iterable[Links], content: Path) -> Iterator[Problem]:
    """Report links that lead nowhere, redirects that go round, and files that nothing leads to."""
    all_found = list(found)
    yield from _broken([one for links in all_found for one in links.broken], output, content)
    yield from _anchors([one for links in all_found for one in links.anchors], output, content)
    yield from _rounds(dict(one for links in all_found for one in links.forwards), output)
    yield from _unused(frozenset().union(*(links.used for links in all_found)), output)


def _broken(found: list[tuple[str, str, int]], output: Output, content: Path) -> Iterator[Problem]:
    alike: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    for url, path, line in found:
        alike[url.rstrip("/").rpartition("/")[2] if url.startswith(".") else url].append((path, line, url))
    for places in alike.values():
        path, line, url = min(places)
        more, source = _more(len(places)), _source(output, path, url, content)
        what = f"the link to {quoted(url)} leads to no file of the site{more}{source}"
        yield error(output.place(path, line), what, "link-broken")


def _anchors(found: list[tuple[str, str, str]], output: Output, content: Path) -> Iterator[Problem]:
    wanted: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for target, fragment, path in found:
        wanted[target][fragment].append(path)
    for target, fragments in wanted.items():
        for fragment in fragments.keys() - ids_of(Sheet(output, target, output.read(target))):
            path = min(fragments[fragment])
            line = Sheet(output, path, output.read(path)).line_of(f"#{fragment}")
            more, source = _more(len(fragments[fragment])), _source(output, path, f"#{fragment}", content)
            what = f"the link to {quoted(f'#{fragment}')} of {target} leads to no place there{more}{source}"
            yield error(output.place(path, line), what, "anchor-broken")


def _more(count: int) -> str:
    return f" (and so do {count - 1:,} more)" if count > 2 else " (and so does one more)" if count == 2 else ""


def _source(output: Output, path: str, url: str, content: Path) -> str:
    """Say from which line of the content a link comes, by looking for its last part there; nothing if it is not found."""
    origin = output.origins.get(path, "")
    file = content / origin.removeprefix("content/")
    if not origin.startswith("content/") or not file.is_file():
        return ""
    target, _, fragment = url.partition("#")
    parts = [part for part in (url, fragment, *reversed(target.rstrip("/").split("/"))) if len(part) > 2]
    lines = file.read_text("utf-8", "replace").splitlines()
    for part in parts:
        for number, line in enumerate(lines, 1):
            if part in line:
                return f"; it comes from {origin}:{number}"
    return f"; the page is made from {origin}"


def _rounds(forwards: dict[str, str], output: Output) -> Iterator[Problem]:
    """Report pages that send readers to themselves, in the end."""
    for start in sorted(forwards):
        seen, path = {start}, forwards[start]
        while path in forwards and path not in seen:
            seen.add(path)
            path = forwards[path]
        if path == start:
            what = "the page sends readers on, and they come back to it; check “redirects” and “former_ids”"
            yield error(output.place(start), what, "redirect-loop")


_UNLINKED = ("robots.txt", "sitemap.xml", "404.html", "index.html", "favicon.ico", "humans.txt", "security.txt")
"""Files that are asked for by name."""
_ASSETS = (
    ".css", ".js", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg", ".pdf", ".woff2", ".woff", ".mp3", ".mp4", ".zip",
    ".ico",
)  # fmt: skip


def _unused(used: frozenset[str], output: Output) -> Iterator[Problem]:
    for path in output.paths:
        if path.endswith(_ASSETS) and path not in used and path not in _UNLINKED:
            yield warning(
                output.place(path), "nothing in the site leads to this file; take it out if it is not needed", "unused"
            )
