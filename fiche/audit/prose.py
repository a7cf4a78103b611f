"""The prose of a source file: what its author wrote for readers, without the marks that Markdown has for a page.

Owns a reading of files that leans on no parser of the pipeline, so that a mistake there is not repeated here. It is coarse:
what it cannot tell for sure it keeps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from fiche.model import Marking

END = "\x01"
"""Stands where a block ends: no sentence goes across it."""

Hides = Callable[[str, str], bool]
"""Says of a kind (`actor`, `topic`, `brief`, `page`, `source`) and a name whether it is that of something withheld; of
`locator`, whether where in a source something stands is."""


class Parted(NamedTuple):
    """The text of a body in parts. Comments are for no reader, guarded passages only for some."""

    shown: str
    guarded: str
    comments: tuple[str, ...]


def halves(text: str) -> tuple[str, str]:
    """Return the header of a Markdown file, and what follows it; of any other file all, and nothing."""
    text = text.lstrip("\ufeff\r\n \t")
    parts = _FENCE.split(text, maxsplit=2)
    return (parts[1], parts[2]) if len(parts) == 3 and not parts[0] else (text, "")


def header_comments(header: str) -> Iterator[str]:
    """Yield the lines of a header, or of a YAML file, that are comments."""
    for line in header.splitlines() if "#" in header else ():
        if line.lstrip().startswith("#"):
            yield line.lstrip("# \t")


def parted(body: str, audience: Marking) -> Parted:
    """Part a body into what an audience reads and what is kept from it."""
    comments = tuple(found[1] for found in _COMMENT.finditer(body))
    body = _COMMENT.sub("", body)
    shown, guarded, levels, done = list[str](), list[str](), list[Marking](), 0
    for found in _MARKER.finditer(body):
        is_guarded = any(level > audience for level in levels)
        (guarded if is_guarded else shown).append(body[done : found.start()])
        done = found.end()
        if found[1] is None:
            levels = levels[:-1]
            guarded.append("\n\n")
        else:
            levels.append(_LEVELS.get(found[1].strip().upper(), Marking.RED))
    (guarded if any(level > audience for level in levels) else shown).append(body[done:])
    return Parted("".join(shown), "".join(guarded), comments)


def bare(markdown: str, hides: Hides = lambda _kind, _name: False) -> str:
    """Return the words of a Markdown text, each block ended by `END`, without the names of what is withheld."""
    text = (
        markdown  # a pattern is asked only where its sign stands: an archive has many texts, and most few of the signs
    )
    if "{" in text:
        text = _QUOTED.sub(lambda found: "\n\n" if _is_hidden(found[2], hides) else found[1], text)
    if "[[" in text:
        text = _NAMED.sub(lambda found: found[3] or ("" if hides(found[1] or "actor", found[2]) else found[2]), text)
    if "[@" in text:
        text = _CITED.sub(lambda found: "; ".join(_cited(one, hides) for one in found[1].split(";")), text)
    if "](" in text:
        text = _LINK.sub(_linked, _IMAGE.sub(_linked, text))
    if "]:" in text:
        text = _DEFINED.sub(lambda found: f"\n\n{_kept(found[1])}", text)
    if "[^" in text or "*[" in text or "]:" in text:
        text = _NOTE.sub("\n\n", text)
    if "<" in text:
        text = _TAG.sub("", text)
    text = _BLOCK.sub(f" {END} ", f"\n{text}").replace("|", f" {END} ")
    if "\\" in text:
        text = _ESCAPE.sub("", text)
    return text.replace("*", "").replace("`", "").replace("~", "")


def _linked(found: re.Match[str]) -> str:
    return f"{found[1]}{_kept(found[2])}"


def _is_hidden(said: str, hides: Hides) -> bool:
    """Say whether a quotation is of somebody withheld, by what the text says of whose it is."""
    speaker = _SPEAKER.search(said)
    return speaker is not None and "attribution" not in said and hides("actor", speaker[1].strip(" \"'"))


def _cited(one: str, hides: Hides) -> str:
    name, _, locator = one.partition(",")
    id = name.strip(" @")
    kept = [text for text, kind in ((id, "source"), (locator, "locator")) if not hides(kind, id)]
    return f" {END} {' , '.join(kept)} {END} "


def _kept(target: str) -> str:
    """Return what of the target of a link is seen on a page: an address or the name of a file, never that of a text."""
    target = target.strip().partition(" ")[0]
    name = re.split(r"[/\\]", target.partition("#")[0])[-1]
    return "" if name.endswith(".md") else f" {END} {target} {END} "


_LEVELS = {marking.label.removeprefix("TLP:"): marking for marking in Marking}
_FENCE = re.compile(r"^---[ \t]*\r?$\n?", re.MULTILINE)
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_MARKER = re.compile(r"\[\[\s*(?:/\s*tlp|tlp\s*:([^\[\]|\n]*))\s*\]\]", re.IGNORECASE)
_NAMED = re.compile(r"\[\[\??(?:(actor|topic|brief|page|file|figure):)?([^\[\]|]*)(?:\|([^\[\]]*))?\]\]")
_QUOTED = re.compile(r"((?:^[ \t]*>.*\n)*)^[ \t]*>[ \t]*[—–-]+[ \t]*\{(.*)\}[ \t]*$", re.MULTILINE)
"""A quotation, and the line under it that says in braces whose it is: that is for the register, not for readers."""
_SPEAKER = re.compile(r"\bspeaker:[ \t]*([^,}]+)")
_CITED = re.compile(r"\[(@[^\[\]]*)\]")
_LINK = re.compile(r"\[([^\[\]]*)\]\(([^()]*)\)")
_IMAGE = re.compile(rf"!{_LINK.pattern}")
_DEFINED = re.compile(r"^[ \t]*\[[^\]\n]+\]:[ \t]*(\S+)", re.MULTILINE)
_NOTE = re.compile(r"\[\^[^\]\n]*\]:?|^[ \t]*\*\[|\]:", re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BLOCK = re.compile(r"\n(?:[ \t]*\n|[ \t>]*(?:[-*+>#]+|\d+[.)])[ \t])")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
