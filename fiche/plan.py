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
from fiche.problem import Place, Problem, error, quoted
from fiche.publication import Publication
from fiche.templates import Templates, closures
from fiche.value import Value

ENGINE = digest(("engine", __version__, messages.VERSION))
"""What every page depends on beside its template and parts."""


class _Taken(Value, frozen=True):
    """A path that an output has taken, and the file that comes from."""

    path: str
    origin: str


def plan(publication: Publication, templates: Templates) -> Iterator[Job | Problem]:
    """Yield a job for each file of the site, family by family, or what is wrong with one.

    One at a time: what a page may see is made when its turn comes, and forgotten when it is rendered, so that memory does
    not hold the views of a whole archive.
    """
    lenses = tuple(Lens(publication, lang) for lang in publication.site.languages)
    reached = closures(templates)
    taken: dict[str, _Taken] = {}
    for output in _outputs(lenses, templates):
        path = address.file_of(output.address)
        fault = address.fault(path)
        other = taken.get(address.same_place(path))
        if fault:
            yield error(Place(_origin(output)), f"the output {quoted(path)} cannot be written: {fault}", "bad-path")
        elif other is not None:
            yield _collision(path, _origin(output), other.origin)
        elif isinstance(output, Page) and output.template != JSON and output.template not in reached:
            what = (
                f"there is no template {quoted(output.template)}; restore it, or switch its pages off under “outputs”"
            )
            yield error(Place("templates"), what, "no-template")
        else:
            taken[address.same_place(path)] = _Taken(path, _origin(output))
            yield Job(path, output, _key(path, output, reached))
    yield from _files_for_folders(taken)


def _outputs(lenses: tuple[Lens, ...], templates: Templates) -> Iterator[Page | Asset]:
    off = lenses[0].site.off
    listed: list[sitemap.Listed] = []
    for key, family in FAMILIES:
        if key not in off:
            for output in family(lenses):
                if isinstance(output, Page):
                    listed.extend(sitemap.listed(output))
                yield output
    if "sitemap" not in off:
        yield from sitemap.pages_from(listed, lenses)
    for name, source, file in templates.static:
        yield Asset(name, source, file)


def _key(path: str, output: Page | Asset, reached: dict[str, str]) -> str:
    if isinstance(output, Asset):
        return digest(("asset", path, output.source.digest))
    parts = tuple((part.name, part.key) for part in output.parts)
    return digest(("page", ENGINE, path, output.template, reached.get(output.template, ""), parts))


def _origin(output: Page | Asset) -> str:
    """Return the file an output comes from; of a page that no one file makes, the folder of them all."""
    if isinstance(output, Page):
        return output.origin or "content"
    return f"templates/{output.source.path}" if output.file else output.source.path


def _collision(path: str, origin: str, other: str) -> Problem:
    first, second = (other, origin) if origin.startswith("content/") else (origin, other)
    named = quoted(first) if first.startswith(("content/", "templates/")) else "a page that every site has"
    what = f"{named} and this would both be written to {quoted(path)}; change one's “slug”, name or “redirects”"
    return error(Place(second), what, "same-address")


def _files_for_folders(taken: dict[str, _Taken]) -> Iterator[Problem]:
    """Refuse a file where others need a folder: a redirect from `briefs`, say."""
    folders = {folder: one.path for place, one in taken.items() for folder in _above(place)}
    for place in sorted(taken.keys() & folders.keys()):
        what = f"{quoted(taken[place].path)} cannot be a file, since {quoted(folders[place])} stands in a folder of that name"
        yield error(Place(taken[place].origin), f"{what}; change it", "same-address")


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]
