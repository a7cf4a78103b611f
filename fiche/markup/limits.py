"""Texts that would take the Markdown engine minutes, or all of its stack.

Owns an estimate of what a text costs the engine, measured on Python-Markdown 3.11. Where it looks for the end of a
bracket, a tag, a code span or a fence, it looks on to the end of the paragraph or of the text, and does so again at each
beginning. A text is refused, with the line where it costs most, when the estimate is far beyond what an honest text
costs. The estimate itself takes time in proportion to the text, and next to none for an ordinary one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fiche.markup.copy import Copy
from fiche.problem import Problem

LARGE = 1_000_000
"""Characters from which a text is remarked upon."""
LARGEST = 8_000_000
"""Characters beyond which it is refused."""
BUDGET = 5_000_000_000
"""Nanoseconds, on a machine of 2020, that any one kind of work on a text may be estimated to take."""
DEEPEST = 100
"""Lists, quotes and definitions in one another."""
CELLS = 500_000
"""Cells of one table, the empty ones that the engine adds among them."""


@dataclass(frozen=True, slots=True)
class _Cost:
    """Estimated work, what it is spent on, and where in the text."""

    nanoseconds: float
    on: str
    offset: int


def check(copy: Copy) -> list[Problem]:
    """Return what makes a text too large or too costly to convert."""
    text = copy.text
    size = len(text)
    if size > LARGEST:
        what = f"the text has {size:,} characters, and more than {LARGEST:,} are refused; divide it"
        return [copy.error(0, what, "too-large")]
    problems: list[Problem] = []
    if size > LARGE:
        what = f"the text has {size:,} characters; readers and the build would do better with several texts"
        problems.append(copy.warning(0, what, "large"))
    if deep := _DEEP.search(text):
        what = f"more than {DEEPEST} lists or quotes stand in one another here; make the text flatter"
        return [*problems, copy.error(deep.start(), what, "too-deep")]
    if size * size * _DEAREST < BUDGET or _special(text) * size < BUDGET:
        return problems
    for on, costs in _KINDS:
        if worst := _over(costs(text)):
            what = f"the text has too many {on}, which would take the engine minutes; close or divide them"
            problems.append(copy.error(worst.offset, what, "too-costly"))
    return problems


def _special(text: str) -> int:
    """Return what a character of a text may cost at most, of all its special ones, in nanoseconds."""
    return sum(map(text.count, _SPECIAL)) * _DEAREST + text.count("\n\n")


def _over(costs: Iterable[tuple[float, int]]) -> _Cost | None:
    """Return the dearest place if all together are over the budget."""
    total, worst = 0.0, _Cost(0, "", 0)
    for nanoseconds, offset in costs:
        total += nanoseconds
        if nanoseconds > worst.nanoseconds:
            worst = _Cost(nanoseconds, "", offset)
    return worst if total > BUDGET else None


def _marks(text: str) -> Iterator[tuple[float, int]]:
    """Copy the paragraph for each mark in it, each time longer by a placeholder."""
    for unit, start in _units(text):
        count = len(_INLINE.findall(unit))
        yield 0.5 * count * (len(unit) + 18 * count), start


def _brackets(text: str) -> Iterator[tuple[float, int]]:
    """Look for the end of an opening bracket three times, of the address after it once."""
    for unit, start in _units(text):
        if unit.count("[") * len(unit) * 300 < _SMALL:
            continue
        open_: list[int] = []
        steps = 0
        for match in _BRACKET.finditer(unit):
            if match[0] == "[":
                open_.append(match.start())
            elif open_:
                steps += match.start() - open_.pop()
        steps += sum(len(unit) - at for at in open_)
        yield 300.0 * steps, start
        steps = sum(
            len(unit) - match.start() for match in _ADDRESS.finditer(unit) if not _PLAIN.match(unit, match.end())
        )
        yield 200.0 * steps, start


def _code_spans(text: str) -> Iterator[tuple[float, int]]:
    """Look for the next run of backticks of the same length."""
    for unit, start in _units(text):
        if unit.count("`") * len(unit) * 60 < _SMALL:
            continue
        runs = [(match.start(), len(match[0])) for match in _TICKS.finditer(unit)]
        following: dict[int, int] = {}
        steps = 0
        for at, length in reversed(runs):
            steps += following.get(length, len(unit)) - at
            following[length] = at
        yield 60.0 * steps, start


def _tags(text: str) -> Iterator[tuple[float, int]]:
    """Look for the end of what looks like a tag: past line ends and, after a quotation mark, past other tags."""
    closed = {match.start() for match in _CLOSED_TAG.finditer(text)}
    ends = [match.start() for match in _TAG_END.finditer(text)]
    last_quote = max(text.rfind('"'), text.rfind("'"))
    for match in _TAG.finditer(text):
        if match.start() in closed:
            continue
        end = bisect_right(ends, match.start())
        far = len(text) if end == len(ends) or match.start() < last_quote else ends[end]
        quoted = far == len(text) or _QUOTED.search(text, match.start(), ends[end])
        steps = (len(text) if quoted else far) - match.start()
        yield (400.0 if match[0] == "<!" else 50.0) * steps, match.start()


def _fences(text: str) -> Iterator[tuple[float, int]]:
    """Look for the next fence like one, and copy the text for each pair found."""
    fences = [(match.start(), match[1], match[2]) for match in _FENCE.finditer(text)]
    closing: dict[str, list[int]] = {}
    for at, run, rest in fences:
        if not rest.strip(" "):
            closing.setdefault(run, []).append(at)
    done = 0
    for at, run, _ in fences:
        if at < done:
            continue
        ends = closing.get(run, [])
        end = bisect_right(ends, at)
        if end < len(ends):
            done = ends[end] + 1
            yield 0.3 * len(text) + 30.0 * (done - at), at
        else:
            yield 30.0 * (len(text) - at), at


def _blocks(text: str) -> Iterator[tuple[float, int]]:
    """Divide the rest of a block into lines at each heading and rule in it."""
    for match in _BLOCK.finditer(text):
        block = match[0]
        lines = block.count("\n") + 1
        yield 220.0 * len(_PEEL.findall(block)) * lines, match.start()


def _rows(text: str) -> Iterator[tuple[float, int]]:
    """Compare the code spans in what may be a row of a table with each other and with its bars."""
    for match in _LINE.finditer(text):
        ticks = match[0].count("`")
        if ticks > 1000:
            yield 50.0 * ticks * (ticks + match[0].count("|")), match.start()


def _tables(text: str) -> Iterator[tuple[float, int]]:
    """Fill every row up to as many cells as the first has."""
    for match in _TABLE.finditer(text):
        cells = match[0].count("|") + 1
        end = text.find("\n\n", match.end())
        rows = text.count("\n", match.start(), end if end >= 0 else len(text)) + 1
        yield BUDGET / CELLS * cells * rows, match.start()


def _braces(text: str) -> Iterator[tuple[float, int]]:
    """Look for the end of an attribute list to the end of its line."""
    for match in _LINE.finditer(text):
        if braces := match[0].count("{"):
            yield 100.0 * braces * len(match[0]), match.start()


def _paragraphs(text: str) -> Iterator[tuple[float, int]]:
    """Move all the paragraphs that are left when one is taken from their list."""
    gaps = [match.end() for match in _GAP.finditer(text)]
    yield 0.8 * len(gaps) ** 2, gaps[0] if gaps else 0


def _elements(text: str) -> Iterator[tuple[float, int]]:
    """Copy the rest of the text at each HTML element on a line of its own."""
    found = _ELEMENT.search(text)
    if found:
        yield 0.4 * len(_ELEMENT.findall(text)) * len(text), found.start()


def _notes(text: str) -> Iterator[tuple[float, int]]:
    """Count the number of each note from the first note on."""
    notes = _NOTE.findall(text)
    yield 60.0 * len(notes) ** 2, max(text.find("[^"), 0)


def _abbreviations(text: str) -> Iterator[tuple[float, int]]:
    """Try every abbreviation at every word."""
    found = _ABBREVIATION.search(text)
    if found:
        yield 30.0 * len(_ABBREVIATION.findall(text)) * len(text), found.start()


def _units(text: str) -> Iterator[tuple[str, int]]:
    """Divide a text into what the engine reads as one run of words: paragraphs, entries of lists, rows of tables."""
    for match in _BLOCK.finditer(text):
        block, start = match[0], match.start()
        if _LIST.match(block):
            at = 0
            for entry in _ENTRY.finditer(block):
                if at < entry.start():
                    yield block[at : entry.start()], start + at
                at = entry.start()
            yield block[at:], start + at
        elif _TABLE.match(block):
            for row in _LINE.finditer(block):
                yield row[0], start + row.start()
        else:
            yield block, start


_DEAREST = 400
_SMALL = BUDGET // 1000
_SPECIAL = (*"[]<`\\*_&#|{(~=:>+-", "  \n")
_INLINE = re.compile(r"[\[<`\\*_&!]|  \n")
_BRACKET = re.compile(r"[\[\]]")
_ADDRESS = re.compile(r"\]\(")
_PLAIN = re.compile(
    r"""[ \n]{0,9}(?:<[^<>\n]{0,2000}>|[^()\s"']{0,2000})(?:\s{1,9}(?:"[^"]{0,500}"|'[^']{0,500}'))?\s{0,9}\)"""
)
_TICKS = re.compile(r"`+")
_TAG = re.compile(r"<(?:[a-zA-Z/?]|!(?!--))")
_CLOSED_TAG = re.compile(r"""<[a-zA-Z/?](?:[^<>"']|"[^"<>]*"|'[^'<>]*')*>""")
_TAG_END = re.compile(r"[>`]")
_QUOTED = re.compile(r"=\s*[\"']")
_FENCE = re.compile(r"^(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)
_BLOCK = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
_PEEL = re.compile(r"^ {0,3}(?:#|[-*_=][-*_= ]*$|\*\[)", re.MULTILINE)
_LINE = re.compile(r"[^\n]+")
_LIST = re.compile(r" {0,3}(?:[*+-]|\d{1,9}\.) ")
_ENTRY = re.compile(r"^[ \t]*(?:[*+-]|\d{1,9}\.) ", re.MULTILINE)
_TABLE = re.compile(r"^[^\n|]*+\|[^\n]*+\n[ |]*+:?-[-:| ]*$", re.MULTILINE)
_DEEP = re.compile(
    rf"^(?:[ \t]*+(?:[*+:-]|\d{{1,9}}\.)(?=[ \t])){{{DEEPEST}}}"
    rf"|^(?: {{4}}| {{0,3}}\t){{{DEEPEST}}}[ \t]*+(?:[*+:>-]|\d{{1,9}}\.)[ \t]",
    re.MULTILINE,
)
_GAP = re.compile(r"\n[ \t]*\n\s*")
_ELEMENT = re.compile(r"^ {0,3}<[a-zA-Z/]", re.MULTILINE)
_NOTE = re.compile(r"\[\^")
_ABBREVIATION = re.compile(r"^\*\[", re.MULTILINE)
_KINDS = (
    ("marks of emphasis, links or tags in one paragraph", _marks),
    ("brackets that do not close", _brackets),
    ("backticks without a partner", _code_spans),
    ("beginnings of HTML tags that do not close", _tags),
    ("fences of code that do not close", _fences),
    ("headings or rules without a blank line between them", _blocks),
    ("backticks in one line", _rows),
    ("cells in one table", _tables),
    ("braces in one line", _braces),
    ("paragraphs", _paragraphs),
    ("HTML elements on lines of their own", _elements),
    ("footnotes", _notes),
    ("abbreviations", _abbreviations),
)
