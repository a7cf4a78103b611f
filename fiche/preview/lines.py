"""Where on the desk something on the screen was written: from words to the line of a source.

Pages say nothing of the lines they come from, and shall not, since the preview shows what readers get. So what was
clicked is found by its words: the paragraph of the source that has most of them, two by two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+")
_BEGINS = re.compile(r"\s*([-*+]|\d+[.)])\s|\||#")
"""What begins a block of its own within a run of lines: an entry of a list, a row of a table, a heading."""
_FIELD = re.compile(r"\s*(- )?[\w-]+:")
"""What begins one in a header."""


def line_of(source: str, words: str) -> int:
    """Return the line of a source, from 1, at which the block with these words begins; 1 if none has any of them."""
    wanted = Counter(_pairs(words))
    lines = source.split("\n")
    hits = [_common(wanted, Counter(_pairs(line))) for line in lines]
    best, begins = 0.0, 1
    for block in _blocks(lines):
        score = sum(hits[n] for n in block)
        size = sum(len(_WORD.findall(lines[n])) for n in block)
        weight = score * score / (size + len(wanted)) if score else 0.0  # as much of it as possible, as little else
        if weight > best:
            best, begins = weight, next(n for n in block if hits[n]) + 1
    return begins


def _pairs(text: str) -> list[tuple[str, ...]]:
    """Return the words of a text, then each two that follow each other, without regard to capitals."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return [*((word,) for word in words), *pairwise(words)]


def _common(wanted: Counter[tuple[str, ...]], found: Counter[tuple[str, ...]]) -> int:
    return sum(min(count, found[pair]) for pair, count in wanted.items() if pair in found)


def _blocks(lines: list[str]) -> Iterator[range]:
    """Yield the runs of lines between empty ones, cut where an entry of a list or a field of the header begins."""
    start, body = 0, _body(lines)
    for at, line in enumerate([*lines, ""]):
        if not line.strip() or (at < body and line.rstrip() == "---"):
            if at > start:
                yield range(start, at)
            start = at + 1
        elif at > start and (_BEGINS.match(line) or (at < body and _FIELD.match(line))):
            yield range(start, at)
            start = at


def _body(lines: list[str]) -> int:
    """Return how many lines the header takes, its marks among them; 0 if there is none."""
    if not lines or lines[0].lstrip("\ufeff").rstrip() != "---":
        return 0
    return next((at + 1 for at, line in enumerate(lines) if at and line.rstrip() == "---"), 0)
