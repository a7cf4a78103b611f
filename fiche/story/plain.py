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
_AT_START = re.compile(r"(?m)^([#>+:~=|-]|[0-9]+[.)])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_ENTITIES = {":": "&#58;", "~": "&#126;", "=": "&#61;", "|": "&#124;"}


def clean(text: str) -> str:
    """Leave out what neither a header nor a page may hold, and what nobody sees; line ends become LF, tabs spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return _GONE.sub("", text.replace("\t", " "))


def paragraphs(text: str) -> tuple[str, ...]:
    """Cut a text into paragraphs, each on one line: at blank lines, or, without any, at lines that end a sentence."""
    lines = [" ".join(line.split(" ")).strip() for line in text.strip().split("\n")]
    if not all(lines):
        blocks = re.split(r"\n{2,}", "\n".join(lines).strip())
        return tuple(" ".join(block.split()) for block in blocks if block.strip())
    found: list[list[str]] = [[]]
    for number, line in enumerate(lines):
        found[-1].append(line)
        if not number or re.search(r"[.!?…؟][»”\"')]*$", line):
            found.append([])
    return tuple(" ".join(" ".join(some).split()) for some in found if some and " ".join(some).strip())


def markdown(paragraph: str) -> str:
    """Escape what Markdown, or a notation of ours, would read as more than words."""
    text = _SIGNS.sub(lambda sign: "\\" + sign[0], paragraph)
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
    return _AT_START.sub(_started, text)


def _started(found: re.Match[str]) -> str:
    mark = found[1]
    if mark in _ENTITIES:
        return _ENTITIES[mark]
    return f"\\{mark}" if len(mark) == 1 and not mark.isdigit() else f"{mark[:-1]}\\{mark[-1]}"
