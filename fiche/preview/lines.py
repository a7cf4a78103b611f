"""Where on the desk something on the screen was written: from words to the line of a source, from a line to a heading.

Pages say nothing of the lines they come from, and shall not, since the preview shows what readers get. So what was
clicked is found by its words: the paragraph of the source that has most of them, two by two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+")
_HEADING = re.compile(r" {0,3}(#{1,6})(?!#)\s*(.*?)\s*#*\s*$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")


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
    """Yield the runs of lines between empty ones; in a run each entry of a list, and each line of a header, is one too."""
    start = 0
    for at, line in enumerate([*lines, ""]):
        if line.strip():
            if at > start and re.match(r"\s*([-*+]|\d+[.)])\s|[\w-]+:|>|\|", line):
                yield range(start, at)
                start = at
        else:
            if at > start:
                yield range(start, at)
            start = at + 1


def first_change(old: str, new: str) -> int:
    """Return the first line, from 1, at which two texts differ; 0 if they do not."""
    if old == new:
        return 0
    before, after = old.split("\n"), new.split("\n")
    same = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), None)
    return (min(len(before), len(after)) if same is None else same) + 1


def heading_at(source: str, line: int) -> tuple[int, str]:
    """Return how many headings begin at or before a line, and the text of the last; (0, "") if none does."""
    count, text, fence = 0, "", ""
    for at, written in enumerate(source.split("\n"), 1):
        if at > line:
            break
        mark = _FENCE.match(written)
        if mark:
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and (found := _HEADING.match(written)):
            count, text = count + 1, found[2]
    return count, text
