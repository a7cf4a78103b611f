"""Fixes: what the edits of problems make of the files they are in.

Owns which of them are made together: one that meets another waits for the next time. How texts are edited and files written is
`edits`' business; which edits are certain is said by whoever finds the mistake.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from fiche.edits import Change, Edit, Unfit, apply, edited
from fiche.model import Sources
from fiche.problem import Problem
from fiche.scan import Changed, file_of, read


def mended(problems: Iterable[Problem], sources: Sources) -> tuple[Change, ...]:
    """Return what becomes of the files that fixes change, by path; files that are no longer what was read are left alone."""
    files: dict[str, bytes] = {}
    chosen: dict[str, list[Edit]] = {}
    known = {source.path: source for source in sources.files}
    for problem in problems:
        wanted = {path: list(chosen.get(path, ())) for path in {edit.place.path for edit in problem.edits}}
        for edit in problem.edits:
            wanted[edit.place.path].append(edit)
        with suppress(Unfit, OSError, Changed, KeyError):
            for path, edits in wanted.items():
                if path not in files:
                    files[path] = read(file_of(sources.root, known[path]), known[path])
                apply(files[path].decode(), edits)
            chosen |= wanted
    return tuple(edited(path, files[path], edits, real=known[path].real) for path, edits in sorted(chosen.items()))
