"""What has no place in a publication, whoever wrote it: where pictures were taken, paths of the author's disk, addresses.

Owns rules that hold for any file of an output. What a shown text says in so many words, or a template, is meant to be there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Executor
from typing import NamedTuple

from fiche.audit.output import Output
from fiche.audit.pictures import has_place
from fiche.executor import chunks, in_order
from fiche.problem import Problem, error, warning

_CHUNK = 1000
"""Files in one task."""


class _Task(NamedTuple):
    output: Output
    paths: tuple[str, ...]


class Found(NamedTuple):
    """Something of a kind in a file; what it says is for comparing, never for printing."""

    path: str
    kind: str
    said: bytes
    line: int


def searched(output: Output, paths: Iterable[str], pool: Executor) -> list[Found]:
    """Look through some files."""
    tasks = (_Task(output._replace(paths=(), origins={}), some) for some in chunks(paths, _CHUNK))
    return [found for some in in_order(pool, _search, tasks) for found in some]


def told(output: Output, found: Collection[Found], *shown: Iterable[str]) -> Iterator[Problem]:
    """Report places, paths and addresses that no shown text has. Texts that are long come last: they may not be needed."""
    for path in output.links:
        what = "this is a symbolic link, and what it leads to would be published; put a copy there, or take it out"
        yield error(output.place(path), what, "leak-link")
    here = frozenset(output.paths)
    strange = {one.said for one in found if one.said.decode("utf-8", "replace").strip("/") not in here}
    for texts in shown:
        said = "\n".join(texts).encode("utf-8", "replace") if strange else b""
        strange = {one for one in strange if one not in said}
    for one in found:
        if one.said in strange:
            what, tell = _KINDS[one.kind]
            yield tell(output.place(one.path, one.line), what, one.kind)


_KINDS = {
    "picture-place": ("this picture says where it was taken; take its metadata out (exiftool -all= FILE)", error),
    "local-path": ("a path of somebody’s disk stands here; take it out of the text, template or attachment", error),
    "mail-address": (
        "an e-mail address stands here that no shown text has; take it out if it is not meant to be public",
        warning,
    ),
    "comment": ("a comment stands here that is in no template; whoever looks at the source can read it", warning),
}

_TEXTS = (
    ".html",
    ".xml",
    ".atom",
    ".json",
    ".opml",
    ".txt",
    ".ics",
    ".csv",
    ".css",
    ".js",
    ".svg",
    ".md",
    ".webmanifest",
)
_MAIL = re.compile(rb"(?<![\w.+@-])[\w.+-]+@(?:[\w-]+\.)+(?!(?:png|jpe?g|webp|avif|gif|svg|css|js)\b)[A-Za-z]{2,}")
_UID = re.compile(rb"UID:$")
_PATH = re.compile(
    rb"(?:(?<![\w.)}-])(?:/home/|/Users/|/root/)|\b[A-Za-z]:(?:\\+|/)Users(?:\\+|/)|\bfile:/{2,3})[\w%.-]+"
)
_COMMENT = re.compile(rb"<!--(?!\[if|<!\[endif)(.*?)-->", re.DOTALL)


def _search(task: _Task) -> list[Found]:
    """Look through some files."""
    return [found for path in task.paths for found in _of(path, task.output.read(path))]


def _of(path: str, data: bytes) -> Iterator[Found]:
    if has_place(path, data):
        yield Found(path, "picture-place", b"\0", 0)
    if any(sign in data for sign in (b"/home/", b"/Users/", b"/root/", b":\\", b":/Users", b"file://")):
        yield from (Found(path, "local-path", one[0], _line(data, one.start())) for one in _PATH.finditer(data))
    if path.endswith(_TEXTS) and b"@" in data:
        for one in _MAIL.finditer(data):
            if not _UID.search(data, max(0, one.start() - 4), one.start()):
                yield Found(path, "mail-address", one[0], _line(data, one.start()))
    if path.endswith(".html") and b"<!--" in data:
        for one in _COMMENT.finditer(data):
            yield Found(path, "comment", one[1], _line(data, one.start()))


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1
