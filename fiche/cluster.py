"""Work on the machines of a Dask cluster, for an archive that outgrows one.

Owns the way to a cluster that runs already: that its workers can do our work is seen before any is sent. Every worker must
have this fiche, and see the publication's folder under the same path, since texts and bodies are read where the work is.
What is Dask's own (starting, watching and mending workers) stays Dask's.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from fiche import engine

_PATIENCE = 10
"""Seconds in which a scheduler has to answer."""


class Unfit(Exception):
    """The cluster cannot do the work; says why, and what to do."""


@contextmanager
def cluster(address: str, folder: Path) -> Iterator[Executor]:
    """Yield an executor whose tasks run on the workers of a scheduler, as `tcp://10.0.0.5:8786`.

    Raises Unfit if there is no such scheduler, if it has no workers, or if one of them has another fiche or does not see
    `folder`.
    """
    try:
        distributed: Any = import_module("distributed")  # an extra: most publications never need it
    except ImportError:
        raise Unfit("Dask is not installed; install it with: pip install 'fiche[dask]'") from None
    try:
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as failure:
        what = f"no scheduler answers at “{address}” ({failure}); start one with: dask scheduler"
        raise Unfit(what) from None
    with client:
        workers = client.ncores()
        if not workers:
            raise Unfit(f"the cluster at “{address}” has no workers; start some with: dask worker {address}")
        for worker, fault in client.run(_fault, engine.version(), str(folder)).items():
            if fault:
                raise Unfit(f"the worker {worker} {fault}")
        with client.get_executor(pure=False) as pool:
            pool.workers = sum(workers.values())  # `executor` asks for it
            yield pool


def _fault(version: str, folder: str) -> str:
    """Say, on a worker, why it cannot do our work."""
    if engine.version() != version:
        return "has another version of fiche or of a library; install the same on all machines"
    if not Path(folder).is_dir():
        return f"does not see “{folder}”; share that folder with it, under the same path"
    return ""
