"""Executors: where the pure work of `parse` and `render` is done.

Any `concurrent.futures.Executor` will do. This module adds the one that works at once in this process, and the cutting of
work into chunks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import islice
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
U = TypeVar("U")


class Serial(Executor):
    """Does each task at once, in this process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run the task and return its finished future."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as failure:  # noqa: BLE001 - handed to whoever asks for the result, as every executor does
            future.set_exception(failure)
        return future


_AHEAD = 4
"""Tasks under way or waiting, for each worker: enough to keep it busy, few enough to hold in memory."""
_WORKERS = 2
"""Of a pool that does not say how many it has in `workers`."""


def in_order(pool: Executor, work: Callable[[U], T], tasks: Iterable[U]) -> Iterator[T]:
    """Do the work of each task and yield the results in order, holding few at a time.

    A pool that says it is `helped` counts on this process as one hand more: rather than wait for the others it takes a task
    itself. (`Executor.map` would hand out all tasks at once and hold all their inputs.)
    """
    here, helped = Serial(), getattr(pool, "helped", False)
    ahead = 1 if isinstance(pool, Serial) else _AHEAD * getattr(pool, "workers", _WORKERS)
    most = 2 * ahead if helped else ahead
    waiting: deque[Future[T]] = deque()
    for task in tasks:
        all_busy = len(waiting) >= ahead and not waiting[0].done()
        waiting.append((here if helped and all_busy else pool).submit(work, task))
        while waiting and (waiting[0].done() or len(waiting) >= most):
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def chunks(values: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Cut values into pieces of `size`, the last one shorter, taking them as they are needed."""
    waiting = iter(values)
    while piece := tuple(islice(waiting, size)):
        yield piece
