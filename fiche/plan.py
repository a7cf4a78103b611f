"""Stage five, plan: from a publication to jobs, one for each file of the site.

Asks every family for its pages, gives each output its path and key, and refuses two outputs at one path.
"""

from __future__ import annotations

from collections.abc import Iterator

from fiche import __version__, address, messages
from fiche.digest import digest
from fiche.families import FAMILIES, sitemap
from fiche.lens import Lens
from fiche.outputs import JSON, Asset, Job, Page
from fiche.problem import Checked, Place, Problem, error, in_order, quoted
from fiche.publication import Publication
from fiche.templates import Templates, closures

ENGINE = digest(("engine", __version__, messages.VERSION))
"""What every page depends on beside its template and parts."""


def plan(publication: Publication, templates: Templates) -> Checked[tuple[Job, ...]]:
    """Return a job for each file of the site, sorted by path."""
    lenses = tuple(Lens(publication, lang) for lang in publication.site.languages)
    reached = closures(templates)
    jobs: dict[str, Job] = {}
    problems: list[Problem] = []
    for output in _outputs(lenses, templates):
        path = address.file_of(output.address)
        fault = address.fault(path)
        other = jobs.get(address.same_place(path))
        if fault:
            problems.append(error(Place(_origin(output)), f"the output {quoted(path)} cannot be written: {fault}", "bad-path"))
        elif other is not None:
            problems.append(_collision(path, output, other))
        elif isinstance(output, Page) and output.template != JSON and output.template not in reached:
            what = f"there is no template {quoted(output.template)}; restore it, or switch its pages off under “outputs”"
            problems.append(error(Place("templates"), what, "no-template"))
        else:
            jobs[address.same_place(path)] = Job(path, output, _key(path, output, reached))
    return Checked(tuple(sorted(jobs.values(), key=lambda job: job.path)), in_order(problems))


def _outputs(lenses: tuple[Lens, ...], templates: Templates) -> Iterator[Page | Asset]:
    off = lenses[0].site.off
    made = [output for key, family in FAMILIES if key not in off for output in family(lenses)]
    yield from made
    if "sitemap" not in off:
        yield from sitemap.pages_from((output for output in made if isinstance(output, Page)), lenses)
    for name, source, file in templates.static:
        yield Asset(name, source, file)


def _key(path: str, output: Page | Asset, reached: dict[str, str]) -> str:
    if isinstance(output, Asset):
        return digest(("asset", path, output.source.digest))
    parts = tuple((part.name, part.key) for part in output.parts)
    return digest(("page", ENGINE, path, output.template, reached.get(output.template, ""), parts))


def _origin(output: Page | Asset) -> str:
    return output.source.path if isinstance(output, Asset) else output.origin or output.address


def _collision(path: str, output: Page | Asset, other: Job) -> Problem:
    first, second = sorted((_origin(other.output), _origin(output)))
    what = f"{quoted(first)} and this would both be written to {quoted(path)}; change one's “slug” or name"
    return error(Place(second), what, "same-address")
