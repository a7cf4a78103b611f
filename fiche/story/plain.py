"""Plain text as Markdown that reads as it."""

from __future__ import annotations

import re

_GONE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u180e\u200b\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff"
    + "".join(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
"""Control characters, what only changes the direction of a text or is not seen, and what is no character."""
_SIGNS = re.compile(r"[\\`*_{}\[\]]")
_MARKER = re.compile(r"\[(?=[^\w\[]*tlp\b)", re.IGNORECASE)
"""What begins a marker of a passage, which is looked for before Markdown is read."""
_AT_START = re.compile(r"(?m)^([#>+:~=|-]|[0-9]+[.)])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_ENTITIES = {":": "&#58;", "~": "&#126;", "=": "&#61;", "|": "&#124;"}


def clean(text: str) -> str:
    """Leave out what neither a header nor a page may hold, and what nobody sees; line ends become LF, tabs spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return _GONE.sub("", text.replace("\t", " "))


_ENDS = re.compile(r"[.!?…؟][»”\"')]*$")
_LISTED = re.compile(r"[-*•–—]\s|[0-9]{1,3}[.)]\s")


def paragraphs(text: str) -> tuple[str, ...]:
    """Cut a text into paragraphs, each on one line: at blank lines, or, without any, at lines that end a sentence.

    The first line, and what begins as an entry of a list does, is a paragraph of its own.
    """
    lines = [" ".join(line.split()) for line in text.strip().split("\n")]
    wrapped = all(lines)
    found: list[list[str]] = []
    fresh = True
    for number, line in enumerate(lines):
        if line and (fresh or _LISTED.match(line)):
            found.append([])
        if line:
            found[-1].append(line)
        fresh = not line or (wrapped and (not number or _ENDS.search(line) is not None))
    return tuple(" ".join(some) for some in found)


def markdown(paragraph: str) -> str:
    """Escape what Markdown, or a notation of ours, would read as more than words."""
    text = _ENTITY.sub("&amp;", paragraph).replace("<", "&lt;")
    text = _SIGNS.sub(lambda sign: "\\" + sign[0], _MARKER.sub("&#91;", text))
    return _AT_START.sub(_started, text)


def _started(found: re.Match[str]) -> str:
    mark = found[1]
    if mark in _ENTITIES:
        return _ENTITIES[mark]
    return f"\\{mark}" if len(mark) == 1 and not mark.isdigit() else f"{mark[:-1]}\\{mark[-1]}"
