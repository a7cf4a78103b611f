r"""Plain words: what bytes say once nothing is left of how they say it.

Owns the form in which texts are compared: the words of a text, in small letters, with one sign between them. Encodings are
undone first (entities of HTML and XML, escapes of JSON and iCalendar, percent signs of URLs, folded lines), however deep they
stand in each other; then marks are taken off, a space, hyphen or apostrophe is a blank, and any other punctuation a comma.
So what is written `Trève d’Alep`, `Tr&egrave;ve d&#8217;Alep`, `tr%C3%A8ve-d'alep` or `Tr\u00e8ve d\u2019Alep` is the same.
"""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import unquote_to_bytes


def plain(data: bytes) -> bytes:
    """Return the words of a text, each with one blank before it, and with a comma where punctuation or a block ended.

    What stands in the tags of HTML and XML comes once more at the end, each tag once, apart from the text that they interrupt.
    """
    data = _decoded(data)
    if b"<" in data:
        inside = b"\x01".join(dict.fromkeys(_TAG.findall(data)))
        data = _TAG.sub(b"\x01", _INLINE.sub(b"", data)) + b"\x01" + inside
    return _words(data)


def words(text: str) -> bytes:
    """Return the words of a text that is not encoded in any way."""
    return _words(text.encode("utf-8", "replace"))


def _words(data: bytes) -> bytes:
    if not data.isascii():
        data = _MARKS.sub(_sign, _composed(data))
    data = b" ".join(data.translate(_SIGNS).replace(b",", b" , ").split())
    while b", ," in data:
        data = data.replace(b", ,", b",")
    return b" %b " % data


# --------------------------------------------------------------------------- encodings


def _decoded(data: bytes) -> bytes:
    """Undo what encodings are there, until there are none."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    if b"\n " in data and b"BEGIN:VCALENDAR" in data:
        data = _FOLD.sub(b"", data)
    for _ in range(_DEPTH):
        before = data
        if b"\\" in data:
            data = _ESCAPE.sub(_unescaped, data)
        if b"&" in data:
            data = _without_entities(data)
        if b"%" in data:
            data = _PERCENT.sub(lambda found: unquote_to_bytes(found[0]), data)
        if data == before:
            break
    return data


_DEPTH = 4
"""How deep encodings are undone: an URL in HTML in a feed or a document is three."""
_FOLD = re.compile(rb"\r?\n[ \t]")
_PERCENT = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")
_ESCAPE = re.compile(rb"(?:\\u[0-9A-Fa-f]{4})+|\\[nNrtbf]|\\(?![nNrtbfu])(.)", re.DOTALL)
_ENTITY = re.compile(rb"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_USUAL = ((b"&lt;", b"<"), (b"&gt;", b">"), (b"&#34;", b'"'), (b"&quot;", b'"'), (b"&#39;", b"'"), (b"&nbsp;", b" "))


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[0]
    if sign.startswith(b"\\u"):
        units = bytes.fromhex(sign.replace(b"\\u", b"").decode())
        return units.decode("utf-16-be", "replace").encode("utf-8", "replace")
    return found[1] or b"\n"


def _without_entities(data: bytes) -> bytes:
    while b"&amp;" in data:
        data = data.replace(b"&amp;", b"&")
    for entity, sign in _USUAL:
        data = data.replace(entity, sign)
    return _ENTITY.sub(lambda found: html.unescape(found[0].decode()).encode("utf-8", "replace"), data)


# --------------------------------------------------------------------------- tags

_REST = rb"[^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*>"
_TAG = re.compile(rb"<[A-Za-z/!?]" + _REST)
_INLINE = re.compile(
    rb"</?(?:a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|tspan|u|var|wbr)"
    rb"(?![\w:-])" + _REST
)
"""Tags that do not end a word or a sentence."""


# --------------------------------------------------------------------------- signs

_BLANKS = b" \t\n\r\v\f-_'+`\x00"
_SIGNS = bytes(
    byte
    if byte >= 0x80 or chr(byte).isdigit()
    else ord(chr(byte).lower())
    if chr(byte).isalpha()
    else ord(" ")
    if byte in _BLANKS
    else ord(",")
    for byte in range(256)
)
_MARKS = re.compile(
    rb"\xc2[\x80-\xbf]|\xe2[\x80\x81][\x80-\xbf]|\xc3[\x80-\x9e]|\xd8[\x8b\x8c\x9b\x9f]|\xd9[\x80\xaa-\xad]|\xca\xbc|\xe3\x80[\x80-\x91]"
    rb"|\xef\xbb\xbf|\xd0[\x80-\xaf]|\xce[\x86-\xab]"
)
"""Signs that are no letters, and capitals that are."""


def _composed(data: bytes) -> bytes:
    """Return a text in NFC; most are already."""
    if not any(sign in data for sign in _COMBINING_BEGINS) or not _COMBINING.search(data):
        return data
    return unicodedata.normalize("NFC", data.decode("utf-8", "replace")).encode()


_COMBINING_BEGINS = (b"\xcc", b"\xcd", b"\xd9")
_COMBINING = re.compile(rb"\xcc[\x80-\xbf]|\xcd[\x80-\xaf]|\xd9[\x93-\x95]")
_SEEN: dict[bytes, bytes] = {}


def _sign(found: re.Match[bytes]) -> bytes:
    sign = _SEEN.get(found[0])
    if sign is None:
        sign = _SEEN[found[0]] = _kind(found[0].decode("utf-8", "replace"))
    return sign


def _kind(char: str) -> bytes:
    """Return a letter in its small form, nothing for what cannot be seen, and else what a sign counts for."""
    category = unicodedata.category(char)
    if category[0] == "L":
        return char.casefold().encode()
    if category == "Cf" or char == "ـ":
        return b""
    return b" " if category in {"Zs", "Zl", "Zp", "Pd", "Cc"} or char in "‘’‚‛ʼ´" else b","
