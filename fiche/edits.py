"""Edits of the author's own files: a few characters at a place, shown before they are made, and all of them or none.

Owns how a text is changed without touching the rest of it (comments, order, line ends and a byte order mark stay as they
are), how changes are shown, and how they are put on the disk. What is to be changed is the commands' business. Whoever edits
a file has read it: what is no longer as it was read is left alone.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from posixpath import basename, dirname

from fiche.model import Source, Sources
from fiche.problem import Edit, quoted
from fiche.scan import source_of
from fiche.value import Value, replace

__all__ = ["Change", "Edit", "Halfway", "Stale", "Unfit", "apply", "commit", "diff", "edited"]

_MARK = "\ufeff"
_LINE_END = re.compile(r"\r\n?|\n")
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal takes for a command, or draws elsewhere than it stands."""


class Change(Value, frozen=True):
    """What becomes of one file, known by its path (`content/...`): edited, made (no `before`) or taken away (no `after`)."""

    path: str
    before: bytes | None
    after: bytes | None
    renamed: str = ""
    """The path it has afterwards, where that is another."""
    real: str = ""
    """Its path on the disk where that is not the same text, as in `Source`."""

    @property
    def target(self) -> str:
        """Return the path of what is there afterwards."""
        return self.renamed or self.path


class Unfit(Exception):
    """An edit does not fit its text: at the place there is something else, or another edit."""


class Stale(Exception):
    """Files are no longer what was read; nothing was written. The argument is their paths."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(*paths)
        self.paths = tuple(paths)


class Halfway(Exception):
    """The disk refused a file after others had been written."""

    def __init__(self, done: Sequence[str], left: Sequence[str], failure: OSError) -> None:
        super().__init__(f"{failure.strerror or failure}")
        self.done = tuple(done)
        self.left = tuple(left)


# --------------------------------------------------------------------------- texts


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with all edits made, each place being one of the text as it was. Raise Unfit where one does not fit."""
    lines = _spans(text)
    spans = sorted((*_span(text, lines, edit), edit.new) for edit in set(edits))
    for (_, end, _), (start, _, new) in pairwise(spans):
        if start < end:
            raise Unfit(f"two edits meet at {quoted(new)}")
    own = _LINE_END.search(text)
    end_of_line = own[0] if own else "\n"
    made, at = [], 0
    for start, end, new in spans:
        made += [text[at:start], new.replace("\n", end_of_line)]
        at = end
    return "".join([*made, text[at:]])


def _spans(text: str) -> list[tuple[int, int]]:
    """Return where each line begins, and where it ends without its line end."""
    found = list(_LINE_END.finditer(text))
    starts = [len(_MARK) if text.startswith(_MARK) else 0, *(each.end() for each in found)]
    return list(zip(starts, [*(each.start() for each in found), len(text)], strict=True))


def _span(text: str, lines: list[tuple[int, int]], edit: Edit) -> tuple[int, int]:
    """Return where in the text the edit begins and ends."""
    line, column = edit.place.line, edit.place.column
    if not 0 < line <= len(lines) or not 0 < column <= lines[line - 1][1] - lines[line - 1][0] + 1:
        raise Unfit(f"there is no place {edit.place}")
    at = lines[line - 1][0] + column - 1
    found = re.compile(r"(?:\r\n?|\n)".join(map(re.escape, edit.old.split("\n")))).match(text, at)
    if found is None:
        raise Unfit(f"{edit.place} does not hold {quoted(edit.old)}")
    return at, found.end()


def edited(path: str, data: bytes, edits: Iterable[Edit], *, renamed: str = "", real: str = "") -> Change:
    """Return a file's change by these edits. The file must have been read without an error, so that it is UTF-8."""
    return Change(path, data, apply(data.decode(), edits).encode(), renamed=renamed, real=real)


# --------------------------------------------------------------------------- showing


def diff(changes: Iterable[Change]) -> str:
    """Return the changes as a unified diff, by path; what a terminal could take for a command is made visible."""
    return "".join(line for change in sorted(changes, key=lambda each: each.path) for line in _diff(change))


def _diff(change: Change) -> Iterator[str]:
    was = "/dev/null" if change.before is None else change.path
    now = "/dev/null" if change.after is None else change.target
    before, after = _lines(change.before), _lines(change.after)
    if change.renamed:
        yield f"rename {change.path}\n    to {change.renamed}\n"
    for line in difflib.unified_diff(before, after, was, now, n=2):
        shown = _HIDDEN.sub("�", line)
        yield shown if shown.endswith("\n") else f"{shown}\n\\ no line end at the end of the file\n"


def _lines(data: bytes | None) -> list[str]:
    text = _LINE_END.sub("\n", (data or b"").decode(errors="replace").removeprefix(_MARK))
    return [line + "\n" for line in text.split("\n")[:-1]] + ([last] if (last := text.rpartition("\n")[2]) else [])


# --------------------------------------------------------------------------- trying out


def tried(sources: Sources, changes: Iterable[Change], folder: Path) -> Sources:
    """Return the sources as they will be: what changes is laid down in a folder elsewhere, and read from there."""
    gone: set[str] = set()
    made: list[Source] = []
    for number, change in enumerate(changes):
        gone.add(change.path)
        if change.after is not None:
            file = folder.absolute() / str(number)
            file.write_bytes(change.after)
            made.append(replace(source_of(file, change.target), real=str(file)))
    kept = [source for source in sources.files if source.path not in gone]
    return Sources(sources.root, tuple(sorted([*kept, *made], key=lambda source: source.path)))


# --------------------------------------------------------------------------- the disk


def commit(changes: Iterable[Change], content: Path) -> None:
    """Make the changes in the content folder: all are laid down beside their files first, then each is put in its place.

    Raises Stale, with nothing written, if a file is not what was read, or stands where one is to be made; OSError, with
    nothing written, if one cannot be laid down; and Halfway if the disk fails in between, which says what was done.
    """
    wanted = [change for change in changes if change.renamed or change.before != change.after]
    kept = [change for change in wanted if change.after is not None]
    _refuse_stale(wanted, content)
    try:
        for change in kept:
            _lay_down(change, content)
        _refuse_stale(wanted, content)
        _put_in_place(kept, [change for change in wanted if change.renamed or change.after is None], content)
    finally:
        for change in kept:
            _beside(_target(change, content)).unlink(missing_ok=True)


def _source(change: Change, content: Path) -> Path:
    """Return where a file is; behind a symbolic link, what it leads to is meant."""
    return Path(os.path.realpath(_place(change.real or change.path, content)))


def _target(change: Change, content: Path) -> Path:
    """Return where a file is afterwards; a renamed one stays in its folder, however that is spelt on the disk."""
    if not change.renamed:
        return _source(change, content)
    real = change.real or change.path
    stays = dirname(change.renamed) == dirname(change.path)
    return _place(f"{dirname(real)}/{basename(change.renamed)}" if stays else change.renamed, content)


def _place(path: str, content: Path) -> Path:
    return content / path.removeprefix("content/")


def _beside(target: Path) -> Path:
    """Return where new bytes wait, under a name that no scan takes for content."""
    return target.with_name(f".{target.name}.fiche-new")


def _refuse_stale(changes: list[Change], content: Path) -> None:
    stale = [change.path for change in changes if _bytes(_source(change, content)) != change.before]
    stale += [each.renamed for each in changes if each.renamed and os.path.lexists(_target(each, content))]
    if stale:
        raise Stale(stale)


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _lay_down(change: Change, content: Path) -> None:
    """Write what a file is to hold beside it, with the rights it has."""
    target = _target(change, content)
    target.parent.mkdir(parents=True, exist_ok=True)
    _beside(target).unlink(missing_ok=True)
    with _beside(target).open("xb") as stream:
        if change.before is not None:
            os.fchmod(stream.fileno(), _source(change, content).stat().st_mode & 0o7777)
        stream.write(change.after or b"")
        stream.flush()
        os.fsync(stream.fileno())


def _put_in_place(kept: list[Change], gone: list[Change], content: Path) -> None:
    """Rename each file into its place, then take away those that have none any more."""
    steps = [change.target for change in kept] + [change.path for change in gone]
    done = 0
    try:
        for change in kept:
            target = _target(change, content)
            _beside(target).replace(target)
            done += 1
        for change in gone:
            _place(change.real or change.path, content).unlink()
            done += 1
    except OSError as failure:
        if not done:
            raise
        raise Halfway(steps[:done], steps[done:], failure) from failure
