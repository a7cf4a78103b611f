"""Edits of links: certain ones, that leave all else as it was, or none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche import header, uses
from fiche.checks.page import Page
from fiche.edits import edited
from fiche.outside.judging import Copy
from fiche.outside.links import Spot
from fiche.outside.mending import archived_too, safe_too
from fiche.problem import Edit, Place

URL = "https://un.example/one"
COPY = Copy("https://web.archive.org/web/20160825120000/https://un.example/one", "20160825120000")
DAY = date(2016, 8, 24)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def spot(text, path="content/sources/s.yaml", **changes):
    """Return the place of the address as a reader of the file finds it."""
    entries = uses.entries(path, text.encode())
    place = next(place for entry in entries for place in _places(entry.node))
    return Spot(place, field="url", day=DAY, **changes)


def _places(node):
    for key, value in node.pairs:
        if key.text == "url":
            yield value.place
        for each in getattr(value, "nodes", ()) or ((value,) if isinstance(value, header.Map) else ()):
            if isinstance(each, header.Map):
                yield from _places(each)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (f"id: one\ntitle: Un\nurl: {URL}\n", f"id: one\ntitle: Un\nurl: {URL}\narchived: {COPY.url}\n"),
        (f'- id: one\n  url: "{URL}"  # seen\n  kind: media\n', f'- id: one\n  url: "{URL}"  # seen\n  archived: {COPY.url}\n  kind: media\n'),
        (f"- url: {URL}\n  id: one\n", f"- url: {URL}\n  archived: {COPY.url}\n  id: one\n"),
        (f"- {{id: one, url: {URL}, kind: media}}\n", f"- {{id: one, url: {URL}, archived: {COPY.url}, kind: media}}\n"),
        (f"- {{id: one, url: '{URL}'}}\n", f"- {{id: one, url: '{URL}', archived: {COPY.url}}}\n"),
        (f"- {{id: one,\n   url: {URL}\n  }}\n", f"- {{id: one,\n   url: {URL}, archived: {COPY.url}\n  }}\n"),
    ],
)  # fmt: skip
def test_a_copy_is_put_beside_the_address(text, mended):
    page = Page.of("content/sources/s.yaml", text.encode())

    assert mended.encode() == edited(page.path, text.encode(), archived_too(page, spot(text), COPY)).after


@pytest.mark.parametrize(
    "changes",
    [
        {"day": None},
        {"day": date(2014, 1, 1)},
        {"day": date(2018, 1, 1)},
        {"field": ""},
        {"field": "archived"},
        {"kept": True},
    ],
)
def test_a_copy_of_another_time_or_for_another_field_is_for_a_person_to_choose(changes):
    text = f"id: one\nurl: {URL}\n"
    at = spot(text)
    other = Spot(
        at.place, field=changes.get("field", at.field), day=changes.get("day", at.day), kept=changes.get("kept", False)
    )

    assert () == archived_too(Page.of("content/sources/s.yaml", text.encode()), other, COPY)


def test_a_copy_of_no_day_there_is_is_for_a_person_to_choose():
    text = f"id: one\nurl: {URL}\n"

    assert () == archived_too(
        Page.of("content/sources/s.yaml", text.encode()), spot(text), Copy(COPY.url, "20161399000000")
    )


@pytest.mark.parametrize(
    "text",
    [f"id: one\nurl: {URL}\narchived:\n", f"id: one\nurl: >-\n  {URL}\ntitle: x\n"],
)
def test_where_the_field_is_there_already_or_the_address_is_written_strangely_a_person_decides(text):
    page = Page.of("content/sources/s.yaml", text.encode())
    edits = archived_too(page, spot(text), COPY)

    assert () == edits


PARTS = st.sampled_from(["kind: media", 'title: "]: , \\" x"', "pages: '3, 4'", "lang: fr", "note: a # b"])


@given(
    st.lists(PARTS, max_size=3, unique=True),
    st.integers(0, 3),
    st.sampled_from(["lines", "braces"]),
    ENDS,
    st.booleans(),
)
def test_after_the_edit_the_source_has_the_copy_and_all_else_stands(parts, at, way, end, quoted):
    address = f'url: "{URL}"' if quoted else f"url: {URL}"
    fields = [*parts[:at], address, *parts[at:]]
    braces = [part for part in fields if "#" not in part]
    inner = "\n".join(f"    {field}" for field in fields).replace("    ", "  - ", 1)
    listed = inner if way == "lines" else f"  - {{{', '.join(braces)}}}"
    text = f"---\ntitle: Un\ndate: 2016-08-24\nsources:\n{listed}\n---\nTexte.\n"
    page = Page.of("content/briefs/a.md", text.encode())
    (edit,) = archived_too(page, spot(text, page.path), COPY)
    after = edited(page.path, text.replace("\n", end).encode(), [edit]).after

    assert edit.new.replace("\n", end).encode() in after
    assert text.replace("\n", end).encode() == after.replace(edit.new.replace("\n", end).encode(), b"", 1)
    (entry,) = uses.entries(page.path, after)
    (source,) = uses.field(entry.node, "sources").nodes
    assert COPY.url == uses.field(source, "archived").text
    assert URL == uses.field(source, "url").text


@pytest.mark.parametrize(
    ("line", "column", "moved", "edits"),
    [
        ("url: http://un.example/one", 6, URL, 6),
        ('url: "http://un.example/one"', 6, URL, 7),
        ("[x](http://un.example/one#part)", 5, URL, 5),
        ("url: http://un.example/one", 6, "https://www.un.example/one", 0),
        ("url: http://un.example/one", 6, "https://un.example/two", 0),
        ("ids: {website: un}", 16, URL, 0),
    ],
)
def test_an_address_that_moved_to_tls_and_nowhere_else_is_written_so(line, column, moved, edits):
    place = Place("content/briefs/a.md", 3, column)
    wanted = (Edit(Place(place.path, 3, edits), "http:", "https:"),) if edits else ()

    assert wanted == safe_too(Spot(place, line), "http://un.example/one", moved)
