"""Forms: which fields each kind of file has, and what they mean together.

Owns the way from a file's path and bytes to manuscripts; one module a group of kinds. What a single field may hold is
`fields`, what YAML is, `header`; whether a name or id means anything is asked of the desk as a whole, by the checks.
To add a kind is to add a function to `KINDS`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

from fiche import header
from fiche.fields import Reader
from fiche.forms.brief import brief, page
from fiche.forms.figures import figure
from fiche.forms.records import event, source
from fiche.forms.register import actor, topic
from fiche.forms.sheet import TOP, Origin, Sheet, origin_of, read_gate, read_waivers, trusted
from fiche.forms.site import read_destinations, read_site
from fiche.forms.statements import statement
from fiche.markup.quotes import Voices
from fiche.model import BriefHead, Head, Manuscript, Site, Texts
from fiche.problem import Checked, Place, Problem, did_you_mean, error, has_errors, in_order, quoted

__all__ = ["KINDS", "NO_TEXTS", "Sheet", "is_brief", "is_text", "read", "read_destinations", "read_site", "voices"]

Form = Callable[[Reader, Origin], Any]
"""Reads the fields of one kind into its head; the gate is read for it."""

KINDS: Mapping[str, Form] = MappingProxyType(
    {
        "briefs": brief,
        "actors": actor,
        "topics": topic,
        "sources": source,
        "events": event,
        "figures": figure,
        "pages": page,
    }
)
"""Folder below `content/`, and the function that reads what is in it."""

NO_TEXTS = Texts()
"""A text in no language."""

_BODIED = frozenset({"briefs", "pages"})
"""The kinds that are Markdown only: YAML beside them is an attachment."""
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_YAML = (".yaml", ".yml")


def is_text(path: str) -> bool:
    """Say whether a file below `content/` is read, and not an attachment.

    Markdown counts wherever it lies but in `media/`: a brief in a misspelt folder must not pass for an attachment.
    """
    kind, ending = _kind(path), _ending(path)
    if ending in _MARKDOWN:
        return kind != "media"
    return ending in _YAML and kind in KINDS and kind not in _BODIED


def is_brief(path: str) -> bool:
    """Say whether a file is a brief."""
    return _kind(path) == "briefs" and is_text(path)


def voices(head: Head, site: Site) -> Voices | None:
    """Return what makes statements of the quotes in the text below a header; None where there may be none."""
    if not isinstance(head, BriefHead):
        return None
    return Voices(partial(statement, head, site.timezone), frozenset(one.id for one in head.statements))


def read(path: str, data: bytes, site: Site) -> Checked[tuple[Sheet, ...]]:
    """Read one file below `content/` into its manuscripts, without the readings of its body."""
    kind, ending = _kind(path), _ending(path)
    misplaced = _misplaced(path, kind, ending)
    if misplaced:
        return Checked((), (misplaced,))
    if ending == ".md":
        document = header.read(path, data)
        if document.value is None:
            return Checked((), document.problems)
        found = document.value
        return _sheets(
            kind, [found.node], origin_of(path, site), found.lines, document.problems, text=found.body, line=found.line
        )
    records = header.read_yaml(path, data)
    if records.value is None:
        return Checked((), records.problems)
    origin = origin_of(path, site, listed=records.value.listed)
    return _sheets(kind, records.value.nodes, origin, records.value.lines, records.problems)


def _sheets(
    kind: str,
    nodes: Sequence[header.Map],
    origin: Origin,
    lines: Sequence[str],
    earlier: Sequence[Problem],
    *,
    text: str = "",
    line: int = 0,
) -> Checked[tuple[Sheet, ...]]:
    problems = list(earlier)
    sheets: list[Sheet] = []
    for node in nodes:
        reader = Reader(node, lines=lines, zone=origin.site.timezone, problems=problems)
        if has_errors(earlier):
            reader.doubt("")
        head = KINDS[kind](reader, origin)
        if head.id and head.id in getattr(head, "former_ids", ()):
            reader.refuse(
                "former_ids", f"{quoted(head.id)} is the id itself, not a former one; take it out", "former-id"
            )
        gate = read_gate(reader, status=kind != "events", withdrawal=kind == "briefs")
        waived = read_waivers(reader)
        reader.close()
        if head.id:
            place = Place(origin.path, node.place.line, node.place.column)
            manuscript = Manuscript(head, trusted(gate, reader), place, waived=waived)
            sheets.append(Sheet(manuscript, text, line))
    return Checked(tuple(sheets), in_order(problems))


def _kind(path: str) -> str:
    """Return the folder right below `content/` that a file is in, empty for one that is in none."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == TOP else ""


def _ending(path: str) -> str:
    return posixpath.splitext(path)[1].lower()


def _misplaced(path: str, kind: str, ending: str) -> Problem | None:
    """Say that a text is in no folder that is read, or has an ending that is not."""
    if kind not in KINDS:
        folders = ", ".join(f"{TOP}/{name}/" for name in KINDS)
        near = did_you_mean(kind, KINDS) if kind else ""
        what = f"no text is read from {quoted(posixpath.dirname(path) + '/')}; move the file to one of {folders}{near}"
        return error(Place(path), what, "file-place")
    right = ".md" if ending in _MARKDOWN else ".yaml"
    if not path.endswith(right):
        return error(Place(path), f"the file must end in {quoted(right)}; rename it", "file-name")
    return None
