"""Feeds, the sitemap and documents: that each is what its name says, by its standard.

Owns what programs expect: Atom (RFC 4287), JSON Feed 1.1, the sitemap protocol 0.9, OPML 2.0, iCalendar (RFC 5545), JSON.
Whether the addresses in them lead anywhere is `links`' business.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from xml.etree.ElementTree import Element

from fiche.audit.sheet import Sheet, Unfit
from fiche.problem import Problem, quoted

_ATOM = "{http://www.w3.org/2005/Atom}"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
"""RFC 3339."""
_MOST_URLS = 50_000
_MOST_BYTES = 52_428_800
"""The limits of the protocol for one sitemap."""
_LONGEST = 75
"""Octets of the longest line of a calendar."""


def formed(sheet: Sheet) -> Iterator[Problem]:
    """Report what keeps a program from reading a file."""
    rules = _RULES.get(sheet.ending)
    if rules is None:
        return
    try:
        for what in rules(sheet):
            yield sheet.error(what, "format")
    except Unfit as failure:
        yield sheet.error(str(failure), "format", line=failure.line)


# --------------------------------------------------------------------------- Atom


def _atom(sheet: Sheet) -> Iterator[str]:
    feed = sheet.tree
    if feed.tag != f"{_ATOM}feed":
        yield "the root of an Atom feed must be <feed>"
        return
    yield from _has(feed, ("id", "title", "updated"), "the feed")
    selves = [link.get("href", "") for link in feed.findall(f"{_ATOM}link") if link.get("rel") == "self"]
    if selves != [sheet.output.base_url + sheet.path]:
        yield "the feed must have one link to itself, at the address where it is"
    entries = feed.findall(f"{_ATOM}entry")
    has_author = feed.find(f"{_ATOM}author") is not None
    for entry in entries:
        yield from _has(entry, ("id", "title", "updated"), "an entry")
        if not has_author and entry.find(f"{_ATOM}author") is None:
            yield "an entry must have an author where the feed has none"
        leads_on = any(link.get("rel", "alternate") == "alternate" for link in entry.findall(f"{_ATOM}link"))
        if not leads_on and entry.find(f"{_ATOM}content") is None:
            yield "an entry must have content or a link"
    yield from _alone((entry.findtext(f"{_ATOM}id") or "" for entry in entries), "two entries have the id")
    for element in feed.iter():
        is_instant = element.tag in {f"{_ATOM}updated", f"{_ATOM}published"}
        if is_instant and not _INSTANT.fullmatch((element.text or "").strip()):
            yield f"{quoted(element.text or '')} is no instant as RFC 3339 has it"


def _has(element: Element, names: tuple[str, ...], who: str) -> Iterator[str]:
    for name in names:
        found = element.findall(f"{_ATOM}{name}")
        if len(found) != 1 or not (found[0].text or "").strip():
            yield f"{who} must have one <{name}> that says something"


def _alone(ids: Iterable[str], what: str) -> Iterator[str]:
    yield from (f"{what} {quoted(id)}" for id, count in Counter(ids).items() if count > 1)


# --------------------------------------------------------------------------- other XML


def _xml(sheet: Sheet) -> Iterator[str]:
    root = sheet.tree
    if root.tag not in {f"{_SITEMAP}urlset", f"{_SITEMAP}sitemapindex"}:
        return
    places = [place.text or "" for place in root.iter(f"{_SITEMAP}loc")]
    yield from _alone(places, "the sitemap lists twice")
    if len(places) > _MOST_URLS or len(sheet.data) > _MOST_BYTES:
        yield f"the sitemap has {len(places):,} addresses and {len(sheet.data):,} bytes; the limits are 50,000 and 50 MiB"
    for one in root:
        if not (one.findtext(f"{_SITEMAP}loc") or "").startswith(sheet.output.base_url):
            yield "the sitemap lists an address that is not of this site"
        when = one.findtext(f"{_SITEMAP}lastmod")
        if when is not None and not re.match(r"\d{4}(-\d\d(-\d\d)?)?(T|$)", when):
            yield f"{quoted(when)} is no day as the sitemap has it"


def _opml(sheet: Sheet) -> Iterator[str]:
    root = sheet.tree
    if root.tag != "opml" or root.find("head") is None or root.find("body") is None:
        yield "a list of feeds must be <opml> with <head> and <body>"
    for outline in root.iter("outline"):
        if not outline.get("text"):
            yield "an <outline> must have a text"
        if outline.get("type") in {"rss", "atom"} and not outline.get("xmlUrl"):
            yield "an <outline> of a feed must have its xmlUrl"


def _drawing(sheet: Sheet) -> Iterator[str]:
    if sheet.tree.tag.rpartition("}")[2] != "svg":
        yield "the root of a drawing must be <svg>"


# --------------------------------------------------------------------------- JSON and calendars


def _json(sheet: Sheet) -> Iterator[str]:
    document = sheet.document
    if not isinstance(document, dict) or not str(document.get("version", "")).startswith(
        "https://jsonfeed.org/version/"
    ):
        return
    if not document.get("title"):
        yield "the feed must have a title"
    if document.get("feed_url") != sheet.output.base_url + sheet.path:
        yield "the feed must name its own address in feed_url"
    entries = [entry for entry in document.get("items", ()) if isinstance(entry, dict)]
    yield from _alone((str(entry.get("id", "")) for entry in entries), "two entries have the id")
    for entry in entries:
        if not entry.get("id"):
            yield "an entry must have an id"
        if "content_html" not in entry and "content_text" not in entry:
            yield "an entry must have content_html or content_text"
        for name in ("date_published", "date_modified"):
            if name in entry and not _INSTANT.fullmatch(str(entry[name])):
                yield f"{quoted(str(entry[name]))} is no instant as RFC 3339 has it"


def _calendar(sheet: Sheet) -> Iterator[str]:
    lines = sheet.data.split(b"\r\n")
    if lines[0] != b"BEGIN:VCALENDAR" or lines[-2:] != [b"END:VCALENDAR", b""]:
        yield "a calendar must begin with BEGIN:VCALENDAR, end with END:VCALENDAR, and have lines that end in CR LF"
        return
    if any(len(line) > _LONGEST for line in lines):
        yield "a line of a calendar may have at most 75 octets"
    events = sheet.text.replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]
    for event in events:
        for name in ("UID", "DTSTAMP", "DTSTART"):
            if not re.search(rf"^{name}[:;]", event, re.MULTILINE):
                yield f"an event of a calendar must have {name}"
    uids = (found[1] for event in events if (found := re.search(r"^UID:(.*)$", event, re.MULTILINE)))
    yield from _alone((uid.strip() for uid in uids), "two events have the UID")


_RULES: dict[str, Callable[[Sheet], Iterator[str]]] = {
    ".atom": _atom, ".xml": _xml, ".opml": _opml, ".svg": _drawing, ".json": _json, ".ics": _calendar,
}  # fmt: skip
