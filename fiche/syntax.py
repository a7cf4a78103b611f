"""What a line that YAML cannot read means, in the author's words.

Owns the translation of a syntax error (a point in the lines and the parser's own words) into one sentence that says
what to write instead, with the corrected line where it can be known. It reads nothing and knows no field.
The judgement rests on the author's line, not on the parser's message, so that every parser gives the same one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fiche.problem import quoted
from fiche.value import Value

# Indentation, list dashes and `key: ` (or `"key": `), then the value.
_KEY = r"""(?:[^\W\d][\w-]*|"[^"]*"|'[^']*')[ \t]*:"""
_LINE = re.compile(rf"^(?P<head>[ \t]*(?:-[ \t]+)*(?:{_KEY}[ \t]+)?)(?P<value>\S.*)")
_STARTERS = {
    "@": "a text cannot start with `@` in YAML",
    "`": "a text cannot start with a backtick in YAML",
    "%": "a text cannot start with `%` in YAML",
    "*": "in YAML `*` starts an alias, and aliases are not allowed here",
    "&": "in YAML `&` starts an anchor, and anchors are not allowed here",
    "!": "in YAML `!` starts a tag, and tags are not allowed here",
    "|": "in YAML `|` starts a text that stands on the following lines",
    ">": "in YAML `>` starts a text that stands on the following lines",
    "]": "a text cannot start with `]` in YAML",
    "}": "a text cannot start with `}` in YAML",
    ",": "a text cannot start with a comma in YAML",
}


class Mistake(Value, frozen=True):
    """A syntax error explained: the point in the lines (from 0), one sentence, and the code of its kind."""

    line: int
    column: int
    what: str
    code: str


class Trouble(Value, frozen=True):
    """Where a parser gave up, and on what: points in the lines (from 0) and its own words, lower case."""

    line: int
    column: int
    start: tuple[int, int] | None = None
    """Where the construct began that it could not finish."""
    words: str = ""


def explain(lines: Sequence[str], trouble: Trouble) -> Mistake:
    """Say what is wrong with the line where a parser gave up, and what to write instead."""
    if "quoted scalar" in trouble.words and trouble.start is not None:
        return _in_quotes(lines, trouble, *trouble.start)
    if "simple key" in trouble.words and trouble.start is not None:
        return _no_colon(lines, *trouble.start)
    line = min(trouble.line, max(len(lines) - 1, 0))
    column = trouble.column if line == trouble.line else 0
    if "flow" in trouble.words:
        return _bracket(lines, line, column)
    return _by_value(lines, line, column)


def correct(head: str, value: str) -> str:
    """Return the line with its value in quotes, ready to be copied; a tab or odd line end in it becomes a space."""
    return _CONTROL.sub(" ", f"{head.lstrip()}{in_quotes(value)}")


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def in_quotes(text: str) -> str:
    """Return a text of one line as a YAML scalar in quotes, double ones where nothing in it needs escaping."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def starter(character: str, head: str, value: str) -> str:
    """Say why a text may not start with this character, and print the line as it should be."""
    return f"{_STARTERS[character]}; put the text in quotes: {correct(head, value)}"


def parts_of(line: str) -> tuple[str, str]:
    """Split a line into all before its value, and the value."""
    match = _LINE.match(line)
    return (match["head"], match["value"].rstrip()) if match else ("", line.strip())


_GENERAL = (
    "this cannot be read as YAML; write `key: value`, indent with spaces and equally, and put quotes around a text "
    "that has special characters"
)


def _by_value(lines: Sequence[str], line: int, column: int) -> Mistake:
    text = lines[line] if lines else ""
    head, value = parts_of(text)
    at, first = len(head), value[:1]
    if first and first in _STARTERS:
        return Mistake(line, at, starter(first, head, value), "yaml-quote")
    if first and first in "\"'":
        what = f"there is text after the closing quote; put all of it in quotes: {correct(head, value)}"
        return Mistake(line, column, what, "yaml-quote")
    if first and first in "[{":
        return Mistake(line, at, _BRACKET.format(first, correct(head, value)), "yaml-bracket")
    if head.strip() and (": " in value or value.endswith(":")):
        return Mistake(line, column, f"a text with a colon must be in quotes: {correct(head, value)}", "yaml-colon")
    if ":\t" in text:
        return _tab(line, text)
    if value.startswith(": ") or value == ":":
        return Mistake(line, at, "a key is missing before the colon", "yaml-key")
    if value.startswith("- ") or value == "-":
        what = "a list cannot start on the line of its key; put each entry on a line of its own, after `- `"
        return Mistake(line, column, what, "yaml-list")
    above = next((n for n in range(line - 1, -1, -1) if lines[n].strip()), None)
    if above is not None and (glued := _GLUED.match(lines[above])):
        return _space(above, glued)
    if above is not None and _indent(lines[above]) != _indent(text) and re.match(rf"[ ]*(?:-|{_KEY})", text):
        what = "the line is indented differently from those around it; indent lines of one level equally, with spaces"
        return Mistake(line, column, what, "yaml-indent")
    return Mistake(line, column, _GENERAL, "yaml-syntax")


_GLUED = re.compile(r"[ ]*([^\W\d][\w-]*):(?=[^\s/])")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _tab(line: int, text: str) -> Mistake:
    what = "there is a tab after the colon; write a space instead"
    return Mistake(line, text.index(":\t") + 1, what, "yaml-tab")


def _space(line: int, glued: re.Match[str]) -> Mistake:
    return Mistake(line, glued.end(), f"a space is missing after {quoted(glued[1] + ':')}", "yaml-space")


_BRACKET = (
    "`{}` opens a list or mapping that is not closed properly; check its commas and its closing bracket, or, "
    "if it is a text, put it in quotes: {}"
)


_PAIRS = {"[": "]", "{": "}"}


def _bracket(lines: Sequence[str], line: int, column: int) -> Mistake:
    """Point at the bracket that was left open, as far as it can be told from the lines up to this one."""
    above = [(number, *parts_of(lines[number])) for number in range(min(line, len(lines) - 1), -1, -1)]
    opening = [(number, head, value) for number, head, value in above if value[:1] in ("[", "{")]
    for number, head, value in opening:
        mark, end = value[0], _PAIRS[value[0]]
        if value.count(mark) > value.count(end):
            what = f"the `{mark}` is not closed; put `{end}` at its end or, if all is a text, quotes around it"
            return Mistake(number, len(head), what, "yaml-bracket")
    for number, head, value in opening:
        return Mistake(number, len(head), _BRACKET.format(value[0], correct(head, value)), "yaml-bracket")
    return Mistake(line, column, _GENERAL, "yaml-bracket")


def _in_quotes(lines: Sequence[str], trouble: Trouble, line: int, column: int) -> Mistake:
    if "escape" in trouble.words or "hex" in trouble.words:
        what = (
            "in double quotes a backslash starts an escape, and this one does not exist or is no character; "
            "write the character itself, or use single quotes"
        )
        return Mistake(line, column, what, "yaml-escape")
    mark = lines[line][column : column + 1] if line < len(lines) else ""
    what = f"the text starts with `{mark or 'a quote'}` and has no closing one; close it, or leave both away"
    return Mistake(line, column, what, "yaml-unclosed")


def _no_colon(lines: Sequence[str], line: int, column: int) -> Mistake:
    text = lines[line] if line < len(lines) else ""
    if ":\t" in text:
        return _tab(line, text)
    if glued := _GLUED.match(text):
        return _space(line, glued)
    head, value = parts_of(text)
    if value[:1] in _STARTERS and value[:1] not in "|>":
        return Mistake(line, len(head), starter(value[0], head, value), "yaml-quote")
    what = (
        f"{quoted(text.strip())} is not `key: value`; if it belongs to the line above, indent it; "
        "if the header ends above it, put `---` there"
    )
    return Mistake(line, column, what, "yaml-key")
