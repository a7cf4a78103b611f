"""Documents: frozen trees written as JSON (RFC 8259).

Owns the bytes of a JSON file: UTF-8, names in the order given, one line end at the end. What stands in a document is
its family's business.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator

from fiche.views.documents import ContentView, Json, Record, Table
from fiche.views.shared import Stored

Html = Callable[[Stored], str]
"""Returns the HTML of a stored body, its links absolute."""


def written(document: object, html: Html) -> bytes:
    """Return a document as bytes; each body in it is fetched with `html`.

    Raises TypeError for what is no `Json`.
    """
    return (_safe(_write(_plain(document, html))) + "\n").encode()


def lines(rows: object) -> bytes:
    """Return records as JSON, one a line."""
    assert isinstance(rows, tuple)
    return "".join(f"{_safe(_write(_plain(row, _bodiless)))}\n" for row in rows).encode()


def _bodiless(stored: Stored) -> str:
    raise TypeError(f"{type(stored).__qualname__} has no place in a line of JSON")


def table(rows: object) -> bytes:
    """Return a table, or records the first of which has the headings, as CSV.

    By RFC 4180, in UTF-8 with its mark, which spreadsheets ask for.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for values in _lines(rows):
        writer.writerow([_cell(value) for value in values])
    return out.getvalue().encode("utf-8-sig")


def _lines(rows: object) -> Iterator[Iterable[object]]:
    if isinstance(rows, Table):
        yield rows.heading
        yield from rows.rows
        return
    assert isinstance(rows, tuple)
    for row in rows:
        assert isinstance(row, Record)
        yield (value for _, value in row.pairs)


def _cell(value: object) -> str:
    text = "; ".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)
    risky = text.startswith(("=", "+", "-", "@", "\t", "\r")) and not _NUMBER.fullmatch(text)
    return f"'{text}" if risky else text


_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


_write = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def _plain(value: object, html: Html) -> object:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Record):
        return {name: _plain(inner, html) for name, inner in value.pairs}
    if isinstance(value, tuple):
        return [_plain(inner, html) for inner in value]
    if isinstance(value, Stored):
        return html(value) if value else ""
    if isinstance(value, ContentView):
        return value.before + (html(value.body) if value.body else "") + value.after
    raise TypeError(f"{type(value).__qualname__} has no place in a JSON document")


def _safe(text: str) -> str:
    """Escape the two line ends that JSON allows in texts and JavaScript once did not."""
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def record(**pairs: Json) -> Record:
    """Make an object, its names in the order written."""
    return Record(tuple(pairs.items()))


def filled(**pairs: Json) -> Record:
    """Make an object without the names that have nothing to say: None, empty texts and lists."""
    return Record(tuple((name, value) for name, value in pairs.items() if value not in (None, "", ())))
