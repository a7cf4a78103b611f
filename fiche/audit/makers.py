"""Who made a file, as it says itself: in the metadata of pictures, drawings, PDFs and office documents.

Owns what such a file may say, and the question whether readers are told of them anyway. Whoever is credited on a page is
known; the clerk who wrote a PDF and the owner of a camera may not want to be. Nothing here is printed but that there is a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

from fiche.audit.layers import Closed, layers
from fiche.audit.output import Output
from fiche.audit.pictures import PICTURES, names
from fiche.audit.sheet import Sheet
from fiche.problem import Problem, warning

_DOCUMENTS = (".pdf", ".docx", ".pptx", ".xlsx", ".odp", ".ods", ".odt")
_ELEMENT = re.compile(
    rb"<(dc:creator|tiff:Artist|pdf:Author|meta:initial-creator|cp:lastModifiedBy)\b[^>]*>(.*?)</\1>", re.DOTALL
)
"""Of XMP, of OpenDocument 1.3 and of Office Open XML (ISO/IEC 29500)."""
_TAG = re.compile(r"<[^>]*>")
_AUTHOR = re.compile(rb"/Author\s*(?:\(((?:\\.|[^\\()])*)\)|<([\da-fA-F\s]*)>)", re.DOTALL)
"""Of PDF (ISO 32000-2, 14.3.3): a text as it is, or in hexadecimal digits."""


def makers(path: str, data: bytes) -> frozenset[str]:
    """Return the names of those who made a file, as it says."""
    return frozenset(filter(_is_name, _said(path, data)))


def _said(path: str, data: bytes) -> Iterator[str]:
    kind = path.lower()
    if kind.endswith(PICTURES):
        yield from names(data)
    if kind.endswith((*PICTURES, ".svg")):
        yield from _in_elements(data)
    if kind.endswith(_DOCUMENTS):
        for layer in _opened(path, data):
            yield from _in_document(layer)


def told(output: Output, found: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """Report files that name somebody whom no page names."""
    unknown = _unknown(output, frozenset(name for some in found.values() for name in some))
    what = (
        "the metadata of this file say who made it, and no page does; take them out if that is not meant (exiftool -all= FILE), "
        "or give credit"
    )
    yield from (warning(output.place(path), what, "file-maker") for path, some in found.items() if some & unknown)


def of(sheet: Sheet) -> dict[str, frozenset[str]]:
    """Return a file with the names that it says, if it says any."""
    some = makers(sheet.path, sheet.data)
    return {sheet.path: some} if some else {}


def _unknown(output: Output, names: frozenset[str]) -> frozenset[str]:
    """Return the names that stand on no page. Pages are read only where there are names, and until all are found."""
    pages = (path for path in output.paths if path.endswith(".html"))
    while names and (path := next(pages, "")):
        page = _straight(unescape(output.read(path).decode("utf-8", "replace")))
        names = frozenset(name for name in names if _straight(name) not in page)
    return names


def _straight(text: str) -> str:
    """Return a text with the apostrophes of a keyboard."""
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _opened(path: str, data: bytes) -> Iterator[bytes]:
    """Yield what can be looked into; what cannot, the audit of leaks tells."""
    try:
        yield from layers(path, data)
    except Closed:
        return


def _in_document(layer: bytes) -> Iterator[str]:
    yield from _in_elements(layer)
    for text, digits in _AUTHOR.findall(layer):
        yield _pdf(re.sub(rb"\\(.)", rb"\1", text) or _from_hex(digits))


def _in_elements(data: bytes) -> Iterator[str]:
    for _, inside in _ELEMENT.findall(data):
        yield " ".join(unescape(_TAG.sub(" ", inside.decode("utf-8", "replace"))).split())


def _from_hex(digits: bytes) -> bytes:
    """Return the bytes of hexadecimal digits; a last one alone has a zero behind it."""
    bare = b"".join(digits.split()).decode()
    return bytes.fromhex(bare + "0" * (len(bare) % 2))


def _pdf(text: bytes) -> str:
    """Return a text of PDF: UTF-16 or UTF-8 with its mark, else an encoding of its own that is Latin-1 but for few signs."""
    if text.startswith(b"\xfe\xff"):
        return text[2:].decode("utf-16-be", "replace")
    return text.decode("utf-8-sig" if text.startswith(b"\xef\xbb\xbf") else "latin-1", "replace")


def _is_name(text: str) -> bool:
    return any(map(str.isalpha, text))
