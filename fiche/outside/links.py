"""Which addresses of other hosts a desk links to, and where each stands.

Owns the finding: any field of a header whose value is an address, identifiers that stand for one, links of texts. It sees drafts
and withheld matter as every rule does, since their author wants to know before readers do. Two things it leaves out: what was
withdrawn, since nobody reads it, and confidential sources, since to ask for their address is to tell their host.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fnmatch import fnmatchcase
from html import unescape

from fiche.checks.page import Page
from fiche.checks.study import Study
from fiche.fetch import host_of
from fiche.header import Map, Node, Scalar, Seq
from fiche.model import BriefHead, Head, Manuscript, ReferenceHead, Status
from fiche.problem import Place
from fiche.publication import pieces_of
from fiche.register import identified
from fiche.value import Value


class Spot(Value, frozen=True):
    """One place where a link stands."""

    place: Place
    excerpt: str = ""
    fragment: str = ""
    """The place in the page that is linked; empty for all of it."""
    field: str = ""
    """The field of the header it stands in; empty in a text."""
    day: date | None = None
    """The day on which the page was as it is meant: when it was read, or written, or when the brief was."""
    kept: bool = False
    """An archived copy is linked beside it."""


Links = Mapping[str, tuple[Spot, ...]]
"""Addresses without their fragments, each with the places where it stands."""


def links(study: Study, *, ignore: Iterable[str] = ()) -> Links:
    """Return the addresses of other hosts that a desk links to, but those that one of some patterns fits."""
    own, patterns = host_of(study.desk.site.base_url), tuple(ignore)
    found: dict[str, list[Spot]] = defaultdict(list)
    for path, manuscripts in study.ground.files.items():
        for url, spot in _of_file(study, path, manuscripts):
            if host_of(url) == own or any(fnmatchcase(url, pattern) for pattern in patterns):
                continue
            found[url.partition("#")[0]].append(spot)
    return {
        url: tuple(sorted(dict.fromkeys(spots), key=lambda spot: spot.place)) for url, spots in sorted(found.items())
    }


def _of_file(study: Study, path: str, manuscripts: Iterable[Manuscript[Head]]) -> Iterator[tuple[str, Spot]]:
    page = study.ground.page(path)
    shown = [one for one in manuscripts if one.gate.status is not Status.WITHDRAWN]
    if not shown:
        return
    head = shown[0].head
    day = head.date.instant.date() if isinstance(head, BriefHead) else None
    if any("http" in line or "ids:" in line for line in page.lines[: page.body]):
        for node in page.nodes():
            yield from _of_node(page, node, day)
    for manuscript in shown:
        if not (isinstance(manuscript.head, ReferenceHead) and manuscript.head.confidential):
            yield from _of_text(study, page, manuscript, day)


# --------------------------------------------------------------------------- headers


def _of_node(page: Page, node: Node, day: date | None) -> Iterator[tuple[str, Spot]]:
    """Yield the addresses that a header has, however deep."""
    if isinstance(node, Seq):
        for each in node.nodes:
            yield from _of_node(page, each, day)
    if not isinstance(node, Map):
        return
    fields = {key.text: value for key, value in node.pairs}
    if _text(fields.get("confidential")) not in {"", "false"}:
        return
    day = _day(_text(fields.get("accessed"))) or _day(_text(fields.get("date"))) or day
    for name, value in fields.items():
        if name == "ids" and isinstance(value, Map):
            yield from _of_identifiers(page, value)
            continue
        for each in value.nodes if isinstance(value, Seq) else (value,):
            if not isinstance(each, Scalar):
                yield from _of_node(page, each, day)
            elif _is_address(each.text):
                kept = name == "url" and bool(_text(fields.get("archived")))
                yield each.text, _spot(page, each.place, each.text, field=name, day=day, kept=kept)


def _of_identifiers(page: Page, node: Map) -> Iterator[tuple[str, Spot]]:
    """Yield the addresses that identifiers stand for in other registers."""
    for key, value in node.pairs:
        if isinstance(value, Scalar) and (url := identified(key.text, value.text)):
            yield url, _spot(page, value.place, url, field=key.text)


def _spot(page: Page, place: Place, url: str, *, field: str = "", day: date | None = None, kept: bool = False) -> Spot:
    return Spot(place, page.excerpt(place), url.partition("#")[2], field, day, kept)


def _text(node: Node | None) -> str:
    return node.text.strip() if isinstance(node, Scalar) else ""


_ADDRESS = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)


def _is_address(text: str) -> bool:
    return bool(_ADDRESS.fullmatch(text))


def _day(text: str) -> date | None:
    """Return the first day that a date can mean, if it is one; what is wrong with it is told elsewhere."""
    found = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None


# --------------------------------------------------------------------------- texts

_HREF = re.compile(r'<a\b[^<>]*?\shref="(https?://[^"<>]+)"', re.IGNORECASE)


def _of_text(study: Study, page: Page, manuscript: Manuscript[Head], day: date | None) -> Iterator[tuple[str, Spot]]:
    """Yield the addresses that a text links to, once for each place where they are written."""
    for reading in manuscript.readings[-1:]:
        pieces = pieces_of(reading.body.key, study.ground.memo)
        hrefs = (href for piece in pieces if isinstance(piece, str) for href in _HREF.findall(piece))
        for url in dict.fromkeys(map(unescape, hrefs)):
            for place in _written(page, url) or [manuscript.place]:
                yield url, _spot(page, place, url, day=day)


_CODE = re.compile(
    r"^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ ]{0,3}(?P=fence)|\Z)|(?P<ticks>`+)(?!`)[^\n]*?(?P=ticks)",
    re.DOTALL | re.MULTILINE,
)
_GOES_ON = re.compile(r"[\w/?#&=%~+@:-]|[.,;!'()]\w")
"""Behind an address, what makes it a longer one."""


def _written(page: Page, url: str) -> list[Place]:
    """Return where an address stands in the body of a file, outside of code."""
    body = "\n".join(page.lines[page.body :])
    body = _CODE.sub(lambda found: re.sub(r"[^\n]", "\0", found[0]), body) if "`" in body or "~~~" in body else body
    found = sorted({at for spelling in (url, url.replace("&", "&amp;")) for at in _wholes(spelling, body)})
    return [Place(page.path, page.body + body.count("\n", 0, at) + 1, at - body.rfind("\n", 0, at)) for at in found]


def _wholes(url: str, text: str) -> Iterator[int]:
    """Yield where an address stands in a text, not as the beginning of a longer one."""
    at = text.find(url)
    while at >= 0:
        end = at + len(url)
        if not _GOES_ON.match(text, end):
            yield at
        at = text.find(url, end)
