"""Stage five, plan: from a publication to jobs, and which of them need not be done again.

Asks every family for its orders. A job whose readings would all give what they gave last time, and whose files stand as
they were written, is kept: `traces` says what was read, `ledger` what stands. The rest are made by `render`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fiche import address
from fiche.families import FAMILIES
from fiche.hosting.files import JOB as HOSTING
from fiche.ledger import Ledger
from fiche.lens import Lens
from fiche.outputs import Artifact, Job, Made
from fiche.problem import Place, Problem, error, quoted
from fiche.reads import Reads


def plan(lenses: tuple[Lens, ...]) -> Iterator[Job]:
    """Yield a job for each order of each family that the site has switched on."""
    off = lenses[0].site.off
    for key, family in FAMILIES.items():
        if key not in off:
            for lens in lenses:
                for about in family.orders(lens):
                    yield Job(key, lens.lang, about)


class Places:
    """Which path each output has, and that no two have one."""

    def __init__(self) -> None:
        self._taken: dict[str, tuple[str, str]] = {}

    def take(self, path: str, origin: str) -> Iterator[Problem]:
        """Give a path to an output that comes from a file; report what speaks against it."""
        place = address.same_place(path)
        fault = address.fault(path)
        other = self._taken.get(place)
        if fault:
            yield error(Place(origin), f"the output {quoted(path)} cannot be written: {fault}", "bad-path")
        elif other is not None:
            yield _collision(path, origin, other[1])
        else:
            self._taken[place] = path, origin

    def files_for_folders(self) -> Iterator[Problem]:
        """Refuse a file where others need a folder: a redirect from `briefs`, say."""
        folders = {folder: path for place, (path, _) in self._taken.items() for folder in _above(place)}
        for place in sorted(self._taken.keys() & folders.keys()):
            path, origin = self._taken[place]
            what = f"{quoted(path)} cannot be a file, since {quoted(folders[place])} stands in a folder of that name"
            yield error(Place(origin), f"{what}; change it", "same-address")


def placed(made: Iterable[Made], places: Places) -> Iterator[Made | Problem]:
    """Give each file its place; what finds none is a problem."""
    for each in made:
        yield from each.problems
        for artifact in each.artifacts if each.name != HOSTING else ():
            yield from places.take(artifact.path, artifact.origin)
        yield each
    yield from places.files_for_folders()


def changed(ledger: Ledger, reads: Reads) -> frozenset[int]:
    """Return which of the ledger's readings would give something else than they did. To be asked once the jobs are known."""
    return frozenset(n for n, (reading, was) in enumerate(ledger.readings) if reads.digest(reading) != was)


def as_before(name: str, ledger: Ledger, stale: frozenset[int], out: str) -> Made | None:
    """Return what a job made last time, if it would make the same again and all of it stands."""
    trace = ledger.traces.get(name)
    if trace is None or not stale.isdisjoint(trace.readings):
        return None
    if not all(ledger.stands(path, out) for path, _ in trace.files):
        return None
    artifacts = tuple(Artifact(path, None, ledger.lines[path].key, origin) for path, origin in trace.files)
    return Made(name, artifacts, tuple(ledger.readings[n][0] for n in trace.readings), trace.listed)


def standing_keys(name: str, ledger: Ledger, out: str) -> dict[str, str]:
    """Return the keys of those files of a job that stand as they were written."""
    trace = ledger.traces.get(name)
    files = trace.files if trace else ()
    return {path: ledger.lines[path].key for path, _ in files if ledger.stands(path, out)}


def _collision(path: str, origin: str, other: str) -> Problem:
    first, second = (other, origin) if origin.startswith("content/") else (origin, other)
    named = quoted(first) if first.startswith(("content/", "templates/")) else "a page that every site has"
    what = f"{named} and this would both be written to {quoted(path)}; change one's “slug”, name or “redirects”"
    return error(Place(second), what, "same-address")


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]
