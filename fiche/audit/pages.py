"""Pages: what holds for the HTML of every page.

Owns the rules that a machine can judge without a browser: a page says its language and title, headings go down one step at a
time, ids stand once, pictures have words in their place, linked data can be read, the whole weighs little.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from fiche.audit.sheet import Sheet
from fiche.audit.tags import Tag
from fiche.problem import Problem, quoted

HEAVIEST = 1_000_000
"""Bytes of a page by itself: five seconds on a slow phone (1.6 Mbit/s), which few wait for."""
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


def rules(sheet: Sheet) -> Iterator[Problem]:
    """Report what is wrong with a page."""
    if sheet.ending != ".html":
        return
    yield from _document(sheet)
    yield from _headings(sheet)
    yield from _ids(sheet)
    yield from _pictures(sheet)
    yield from _linked_data(sheet)
    if len(sheet.data) > HEAVIEST:
        what = f"the page weighs {len(sheet.data):,} bytes, over {HEAVIEST:,}; lists may have fewer entries (per_page)"
        yield sheet.warning(what, "page-weight")


def _document(sheet: Sheet) -> Iterator[Problem]:
    if not sheet.text.lstrip()[:15].lower().startswith("<!doctype html"):
        yield sheet.error(
            "the page does not begin with “<!doctype html>”; write it at the top of its template", "page-doctype"
        )
    root = next((tag for tag in sheet.tags if tag.name == "html"), None)
    if root is None or not root.get("lang"):
        what = "the page does not say its language; write <html lang> in its template"
        yield sheet.error(what, "page-lang", at="<html")
    at = sheet.text.find("<title>")
    if at < 0 or not sheet.text[at + 7 : sheet.text.find("</title>", at)].strip():
        yield sheet.error("the page has no title; write <title> in its template", "page-title", at="<head")


def _headings(sheet: Sheet) -> Iterator[Problem]:
    last = 0
    for tag in sheet.tags:
        level = _HEADINGS.get(tag.name)
        if level is None:
            continue
        if level > last + 1:
            before = f"after one of level {last}" if last else "as the first one"
            what = f"a heading of level {level} stands {before}; readers who go by headings miss what is between"
            yield sheet.warning(what, "heading-order", at=tag.raw)
            return
        last = level
    if not last:
        yield sheet.warning("the page has no heading", "heading-order")


def _ids(sheet: Sheet) -> Iterator[Problem]:
    ids = [tag.attributes["id"] for tag in sheet.tags if "id" in tag.attributes]
    if len(set(ids)) < len(ids):
        for id, count in Counter(ids).items():
            if count > 1:
                what = f"the id {quoted(id)} stands {count} times; links to it lead to the first"
                yield sheet.error(what, "same-id", at=f'id="{id}"')


def _pictures(sheet: Sheet) -> Iterator[Problem]:
    for tag in sheet.tags:
        is_picture = tag.name == "img" or (tag.name == "input" and tag.get("type") == "image") or tag.name == "area"
        if is_picture and "alt" not in tag.attributes:
            what = 'a picture has no words in its place; write alt="…", empty if it says nothing that the text does not'
            yield sheet.error(what, "no-alt", at=tag.raw)


def _linked_data(sheet: Sheet) -> Iterator[Problem]:
    for tag in sheet.tags:
        if is_data(tag):
            try:
                found = json.loads(tag.content)
            except (ValueError, RecursionError) as failure:
                yield sheet.error(f"the linked data is not JSON ({failure})", "linked-data", at=tag.raw)
            else:
                if "json" in tag.get("type") and not (isinstance(found, dict) and "@context" in found):
                    yield sheet.warning("the linked data has no @context", "linked-data", at=tag.raw)


def is_data(tag: Tag) -> bool:
    """Say whether a tag is a script that is read, never run: linked data."""
    return tag.name == "script" and tag.get("type") == "application/ld+json"
