"""Where a command's work is done: in this process, in others, or on a cluster."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fiche.cli.later import later
from fiche.cli.options import Asked
from fiche.cli.telling import OutsideFailed
from fiche.executor import Serial

if TYPE_CHECKING:
    from fiche import cluster
else:
    cluster = later("fiche.cluster")

_TURN = 0.0005
"""Seconds that a thread keeps the interpreter: the one that takes in what other processes send must not wait for ours, or
they wait for it. A tenth of the usual; a build with much to send is a tenth faster."""


@contextmanager
def pool_of(asked: Asked) -> Iterator[Executor]:
    """Return what a command's work is done on, as its options ask."""
    jobs = asked.jobs
    if asked.dask:
        with _cluster(asked) as pool:
            yield pool
        return
    if jobs == 1:
        yield Serial()
        return
    # It starts its processes with the first task it gets. They leave Ctrl-C to us, and are not waited for then.
    pool = ProcessPoolExecutor(jobs - 1, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))
    turn = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    pool.workers, pool.helped = jobs - 1, True  # type: ignore[attr-defined] # `executor` asks for them: we are the last hand
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        sys.setswitchinterval(turn)


@contextmanager
def _cluster(asked: Asked) -> Iterator[Executor]:
    try:
        with cluster.cluster(asked.dask, asked.content.absolute().parent) as pool:
            yield pool
    except cluster.Unfit as fault:
        raise OutsideFailed(str(fault)) from None
