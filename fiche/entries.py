"""Edits of a header where it stands: a value in the place of another, an entry more in a list.

Owns how YAML is changed as text, so that comments, quotes and the order of keys stay as they are. What cannot be changed in
that way is refused (`Unfit`), never written anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from fiche.edits import Edit, Unfit
from fiche.header import Map, Node, Scalar, Seq, excerpt
from fiche.problem import Place, quoted
from fiche.uses import Entry
from fiche.value import replace

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'')
_PLAIN = re.compile(r"[^\s\[\]{},#&*!|>'\"%@`?:-][^\[\]{},#?:\n]*")
"""A text that is itself in YAML without quotes, also in a list between brackets."""


def flow(node: Node) -> str:
    """Write a node on one line, each text as its author wrote it where that can be."""
    if isinstance(node, Seq):
        return f"[{', '.join(map(flow, node.nodes))}]"
    if isinstance(node, Map):
        return "{" + ", ".join(f"{flow(key)}: {flow(value)}" for key, value in node.pairs) + "}"
    return scalar(node.text) if not node.quoted else json.dumps(node.text, ensure_ascii=False)


def scalar(text: str) -> str:
    """Write a text as a value: in quotes only where it needs them."""
    plain = _PLAIN.fullmatch(text) and text == text.strip() and text not in {"null", "~"}
    return text if plain else json.dumps(text, ensure_ascii=False)


def written(node: Scalar, entry: Entry) -> str:
    """Return a value as it stands in its file, quotes included. Raise Unfit for one that runs over lines."""
    rest = excerpt(entry.lines, node.place)[node.place.column - 1 :]
    found = _QUOTED.match(rest) if node.quoted else None
    if found:
        return found[0]
    if not node.quoted and rest.startswith(node.text) and node.text:
        return node.text
    raise Unfit(f"{node.place}: {quoted(node.text)} is not written on one line; change it by hand")


def instead(node: Scalar, text: str, entry: Entry) -> Edit:
    """Put another id in the place of a value, in the quotes it has."""
    old = written(node, entry)
    return Edit(node.place, old, f"{old[0]}{text}{old[0]}" if node.quoted else scalar(text))


def added(name: str, texts: Sequence[str], entry: Entry) -> Edit:
    """Add entries, each written on one line, to a list of a header, which may not be there yet, or be a single value."""
    key, value = next(((key, value) for key, value in entry.node.pairs if key.text == name), (None, None))
    listed = ", ".join(texts)
    if key is None or value is None:
        return _new(f"{name}: [{listed}]", entry)
    if isinstance(value, Map):
        raise Unfit(f"{value.place}: {quoted(name)} is a mapping; make it a list by hand")
    if isinstance(value, Scalar):
        if not value.text and not value.quoted:
            return Edit(Place(key.place.path, key.place.line, _after_colon(key, entry)), "", f" [{listed}]")
        return Edit(value.place, written(value, entry), f"[{flow(value)}, {listed}]")
    if excerpt(entry.lines, value.place)[value.place.column - 1 :].startswith("["):
        after = replace(value.place, column=value.place.column + 1)
        return Edit(after, "", listed + (", " if value.nodes else ""))
    indent = " " * (value.place.column - 1)
    line = _end_of(key, entry, indent=value.place.column - 1)
    return _line(line, "".join(f"{indent}- {text}\n" for text in texts), entry)


def _after_colon(key: Scalar, entry: Entry) -> int:
    line = excerpt(entry.lines, key.place)
    return line.index(":", key.place.column - 1 + len(key.text)) + 2


def _new(line: str, entry: Entry) -> Edit:
    """Add a key to a header."""
    (first, _), *rest = entry.node.pairs
    if excerpt(entry.lines, entry.node.place)[entry.node.place.column - 1 :].startswith("{"):
        return Edit(first.place, "", f"{line}, ")
    if not entry.listed:
        return _line(entry.closed or _last(entry), f"{' ' * (first.place.column - 1)}{line}\n", entry)
    if not rest or rest[0][0].place.line == first.place.line:
        raise Unfit(f"{first.place}: a line {quoted(line)} must be added here; write it by hand")
    second = rest[0][0].place
    return Edit(second, "", f"{line}\n{' ' * (second.column - 1)}")


def _end_of(key: Scalar, entry: Entry, *, indent: int) -> int:
    """Return the line before which the value of a key has ended: that of the next key, or the end, less what parts them."""
    following = [other.place.line for other, _ in entry.node.pairs if other.place.line > key.place.line]
    line = min(following) if following else 0
    if not line and entry.listed:
        raise Unfit(f"{key.place}: entries must be added to {quoted(key.text)}; write them by hand")
    line = line or entry.closed or _last(entry)
    while line > key.place.line + 1 and is_between(entry.lines[line - 2], indent):
        line -= 1
    return line


def is_between(line: str, indent: int) -> bool:
    """Say whether a line is blank, or a comment that cannot be part of a text above it."""
    bare = line.lstrip(" ")
    return not bare.strip() or (bare.startswith("#") and len(line) - len(bare) <= indent)


def _last(entry: Entry) -> int:
    """Return the line behind the last of a YAML file that is not blank."""
    return max(number for number, line in enumerate(entry.lines, 1) if line.strip()) + 1


def _line(number: int, text: str, entry: Entry) -> Edit:
    """Put whole lines before a line, or behind the last one."""
    path = entry.node.place.path
    if number <= len(entry.lines):
        return Edit(Place(path, number, 1), "", text)
    return Edit(Place(path, number - 1, len(entry.lines[number - 2]) + 1), "", "\n" + text.removesuffix("\n"))
