"""Compressed copies: that each gives, unpacked, the very bytes of the file beside it.

Owns that comparison. What is the same as a file that is judged need not be judged again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from concurrent.futures import Executor
from typing import NamedTuple

from fiche.audit.layers import Closed, opened
from fiche.audit.output import Output
from fiche.compression import ENDINGS, missing, original
from fiche.executor import chunks, in_order
from fiche.problem import Problem, error

_CHUNK = 1000
"""Files in one task."""


class _Task(NamedTuple):
    output: Output
    paths: tuple[str, ...]


class Compared(NamedTuple):
    """What was found out about copies."""

    same: frozenset[str]
    other: tuple[str, ...]
    problems: tuple[Problem, ...]


def of(paths: Iterable[str]) -> list[str]:
    """Return which of some files are copies of others among them, by their names."""
    known = frozenset(paths)
    return sorted(path for path in known if original(path) in known)


def compared(output: Output, standing: Collection[str], pool: Executor) -> Compared:
    """Compare each copy with its file, but where both are known to stand; one that cannot be unpacked is not the same."""
    small = output._replace(paths=(), origins={})
    every = of(output.paths)
    fresh = (path for path in every if path not in standing or original(path) not in standing)
    tasks = (_Task(small, some) for some in chunks(fresh, _CHUNK))
    verdicts = dict(one for some in in_order(pool, _compare, tasks) for one in some)
    other = tuple(path for path, same in verdicts.items() if not same)
    return Compared(frozenset(every).difference(other), other, tuple(_problem(path, output) for path in other))


def besides(paths: Collection[str], same: Iterable[str]) -> set[str]:
    """Return some files, and which of these copies say what one of them says."""
    return {*paths, *(path for path in same if original(path) in paths)}


def _problem(path: str, output: Output) -> Problem:
    if missing([_encoding(path)]):
        what = (
            "whether this copy says what the file beside it says is not known; to look, pip install 'fiche[compress]'"
        )
    else:
        what = "this does not say what the file beside it says, and browsers get it in that file’s place; build again"
    return error(output.place(path), what, "copy-differs")


def _encoding(path: str) -> str:
    return ENDINGS[path.removeprefix(original(path))]


def _compare(task: _Task) -> list[tuple[str, bool]]:
    return [(path, _is_copy(path, task.output)) for path in task.paths]


def _is_copy(path: str, output: Output) -> bool:
    try:
        return opened(path, output.read(path), _encoding(path)) == output.read(original(path))
    except Closed:
        return False
