"""Stage six, render: from jobs to the bytes of each file.

Pure: the pages of a job follow from what it reads of the publication, a page's bytes from its template and parts. Work
goes to any executor in chunks: a process is sent the names of what to make, finds the publication in the memo's file, and
sends back bytes. They come in order, so that no more than a few chunks are ever held.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from functools import cached_property
from pathlib import Path

import jinja2

from fiche import address, documents, engine, executor, ical
from fiche.compression import copies, packed, recipe
from fiche.digest import digest, digest_bytes
from fiche.families import FAMILIES, build, redirects, sitemap
from fiche.hosting import files as hosts
from fiche.ledger import Ledger
from fiche.lens import lenses_of
from fiche.lent import borrowed, lent
from fiche.memo import Lost, Memo
from fiche.mentions import recognised, register_of, tellers, text_of
from fiche.model import Body
from fiche.outputs import (
    CSV,
    ICAL,
    JSON,
    LINES,
    TEXT,
    Artifact,
    Asset,
    Job,
    Listed,
    Made,
    Output,
    Page,
    Rendition,
    part,
)
from fiche.pictures.encode import Unfit
from fiche.pictures.recipe import key_of
from fiche.pictures.shelf import Order, Shelf
from fiche.plan import as_before, plan, standing_keys
from fiche.problem import Place, Problem, error, quoted
from fiche.publication import Publication, Spot, retold
from fiche.reads import Reads
from fiche.recognise import Recogniser
from fiche.scan import Changed, file_of, read
from fiche.statics import Static, names, statics
from fiche.templates import MEMO, NAMES, absolute_html, environment
from fiche.theme import Templates
from fiche.value import Value, encode, reader, replace
from fiche.views.page import SiteView

_CHUNK = 16
"""Jobs in one task: few, since the pages of a great actor hold much."""

Known = Mapping[str, str]
"""The keys of files that stand as they were written."""


class Setting(Value, frozen=True):
    """What pages are made from."""

    publication: Publication
    templates: Templates
    reached: dict[str, str]
    """The digest of each template with all that it can reach."""
    statics: tuple[Static, ...]
    names: dict[str, str]
    """Where each static file is, that is not where templates say."""
    content: str
    """The folder of the attachments."""
    kept: bool = True
    """Whether what is made will be kept: if not, no renditions of pictures are made, whose originals are known to be sound,
    and nothing is compressed."""


def setting_of(publication: Publication, templates: Templates, closures: dict[str, str], content: str) -> Setting:
    """Return what pages are made from; `closures` is the digest of each template with all templates that it can reach.

    In the preview the theme's files keep their names, so that a style sheet that is saved takes the place of the one before.
    """
    fingerprints = publication.site.fingerprints and not publication.policy.unveiled
    files = statics(templates, fingerprints=fingerprints)
    named = names(files)
    reached = {name: digest((closure, tuple(named.items()))) for name, closure in closures.items()}
    return Setting(publication, templates, reached, files, named, content)


class _Task(Value, frozen=True):
    memo: str
    """The file in which the bodies are, and the setting under its key."""
    setting: str
    jobs: tuple[tuple[Job, dict[str, str]], ...]


class Press:
    """A setting made ready: lenses that know their tables, templates that are compiled."""

    def __init__(self, setting: Setting, memo: Memo) -> None:
        self.setting = setting
        self.memo = memo
        self.lenses = lenses_of(setting.publication)
        self._by_language = {lens.lang: lens for lens in self.lenses}
        self.shelf = Shelf(memo.file.with_name("pictures") if memo.file else None)

    @property
    def templates(self) -> Templates:
        """Return the templates it is dressed in."""
        return self.setting.templates

    def make(self, job: Job, known: Known) -> Made:
        """Do one job."""
        with self.lenses[0].publication.reads.noted() as readings:
            outputs: list[Output] = list(self._outputs(job))
        templates = {f"template {output.template}" for output in outputs if isinstance(output, Page)}
        return self.made(job.name, outputs, known, readings | templates | {"ground all"})

    def at(self, path: str) -> Artifact | Problem | None:
        """Make one file of the site, whatever else is made with it; None if the site has no such file."""
        for output in self._near(path):
            if address.file_of(output.address) == path:
                made = self._render(path, "", output)
                return replace(made, origin=_origin_of(output)) if isinstance(made, Artifact) else made
        return None

    def _near(self, path: str) -> Iterator[Output]:
        """Yield the outputs among which the one at a path is, if there is one."""
        off = self.lenses[0].site.off
        yield from (asset for asset in self.static() if asset.address == path)
        yield from self.hosting() if path in {hosts.HEADERS, hosts.REDIRECTS} else ()
        if path == build.ADDRESS and build.is_on(self.lenses[0]):
            yield build.page(self._digests(), self.lenses[0])
        if "sitemap" not in off and path.startswith("sitemap"):
            every = (output for job in plan(self.lenses) for output in self._outputs(job))
            listed = [one for output in every if isinstance(output, Page) for one in sitemap.listed(output)]
            yield from sitemap.pages_from(listed, self.lenses[0])
        for key, family in FAMILIES.items():
            for lens in self.lenses if key not in off else ():
                for about in family.at(lens, path):
                    yield from family.make(lens, *about)

    def _digests(self) -> dict[str, str]:
        """Return the digest of every file of the site but `build.json`; each is made for it."""
        made = [self.make(job, {}) for job in plan(self.lenses)]
        listed = [one for each in made for one in each.listed]
        made += closing(self, listed, Ledger(Path(), {}), frozenset(), "")
        return {artifact.path: artifact.digest for each in made for artifact in each.artifacts}

    def _outputs(self, job: Job) -> Iterator[Output]:
        return FAMILIES[job.family].make(self._by_language[job.lang], *job.about)

    def fill_shelf(self, jobs: Iterable[tuple[Job, Known]], *, pool: Executor) -> None:
        """Make the renditions of pictures that some jobs will ask for, several at once."""
        if self.setting.kept:
            orders = (order for job, known in jobs if job.family == "pictures" for order in self._order(job, known))
            self.shelf.fill(orders, self.setting.content, pool=pool)

    def _order(self, job: Job, known: Known) -> Iterator[Order]:
        renditions = [one for one in self._outputs(job) if isinstance(one, Rendition)]
        missing = [one for one in renditions if known.get(one.address) != self._key(one.address, one)]
        if missing:
            yield Order(missing[0].source, tuple(one.recipe for one in missing))

    def static(self) -> Iterator[Asset]:
        """Yield the files of the theme that are copied."""
        return (Asset(each.address, each.source, each.file, each.sheet) for each in self.setting.statics)

    def hosting(self) -> Iterator[Page]:
        """Yield the files that the host reads."""
        return (Page(name, TEXT, (part("document", text),)) for name, text in self.for_host().items())

    def for_host(self) -> dict[str, str]:
        """Return the texts of the files that the host reads, by name."""
        site = self.lenses[0].site
        if not site.server:
            return {}
        return hosts.files(site, redirects.ways(self.lenses), (each.address for each in self.setting.statics))

    def dress(self, templates: Templates, closures: dict[str, str]) -> None:
        """Take other templates, and what each of them reaches."""
        self.setting = setting_of(self.setting.publication, templates, closures, self.setting.content)

    def retell(self, file: str, body: Body) -> bool:
        """Let a file have another text, all else being as it was.

        Say whether it could: not where words of it may mean several actors, since that is to be told.
        """
        publication = self.setting.publication
        spots: tuple[Spot, ...] = ()
        entry = next((entry for entry in tellers(publication) if entry.file == file and entry.body), None)
        text = text_of(retold(entry, body)) if entry and publication.site.mentions else None
        if text is not None:
            found = recognised(text, self._recogniser, self.memo)
            if found.unclear:
                return False
            spots = found.spots
        stale = self.lenses[0].publication.retell(file, body, spots)
        for lens in self.lenses:
            lens.forget(stale)
        self.setting = replace(self.setting, publication=self.lenses[0].publication.raw)
        return True

    @cached_property
    def _recogniser(self) -> Recogniser:
        publication = self.setting.publication
        return Recogniser(register_of(publication.site, publication.actors.values()).names)

    def made(self, name: str, outputs: Iterable[Output], known: Known, readings: Iterable[str] = ()) -> Made:
        """Render some outputs, but those whose file stands under the same key."""
        artifacts: list[Artifact] = []
        problems: list[Problem] = []
        listed: list[Listed] = []
        for output in outputs:
            path = address.file_of(output.address)
            key = self._key(path, output)
            beside = self._copies(path, key)
            stands = all(known.get(each.path) == each.key for each in (Artifact(path, None, key), *beside.values()))
            made = Artifact(path, None, key) if stands else self._render(path, key, output)
            if isinstance(made, Problem):
                problems.append(made)
                continue
            origin = _origin_of(output)
            artifacts.append(_finished(made, made.data, origin))
            for encoding, copy in beside.items():
                artifacts.append(_finished(copy, self._packed(made.data, encoding), origin))
            if isinstance(output, Page):
                listed.extend(sitemap.listed(output))
        return Made(name, tuple(artifacts), tuple(sorted(readings)), tuple(listed), tuple(problems))

    def _copies(self, path: str, key: str) -> dict[str, Artifact]:
        """Return the compressed copies of a file by their encoding, without their bytes; none where an author's file is."""
        found = copies(path, self._encodings)
        return {
            encoding: Artifact(place, None, digest(("copy", key, recipe(encoding))))
            for encoding, place in found.items()
            if place not in self._taken
        }

    def _packed(self, data: bytes | None, encoding: str) -> bytes | None:
        return packed(data, encoding) if data is not None and self.setting.kept else data

    @cached_property
    def _encodings(self) -> tuple[str, ...]:
        return self.setting.publication.site.compress

    @cached_property
    def _taken(self) -> frozenset[str]:
        return frozenset(address.attachment(source.path) for source in self.setting.publication.files)

    def _key(self, path: str, output: Output) -> str:
        if isinstance(output, Asset):
            return digest(("asset", path, output.source.digest if output.data is None else digest_bytes(output.data)))
        if isinstance(output, Rendition):
            made_from = key_of(output.source, output.recipe.format, output.recipe.width)
            return digest(("rendition", path, made_from))
        parts = tuple((part.name, part.key) for part in output.parts)
        return digest(
            ("page", engine.version(), path, output.template, self.setting.reached.get(output.template, ""), parts)
        )

    def _render(self, path: str, key: str, output: Output) -> Artifact | Problem:
        if isinstance(output, Asset):
            return self._copied(path, key, output)
        if isinstance(output, Rendition):
            return self._encoded(path, key, output)
        if output.template == JSON:
            return Artifact(path, _document(output, self.memo), key)
        if output.template == LINES:
            return Artifact(path, documents.lines(output.view("document")), key)
        if output.template == TEXT:
            return Artifact(path, str(output.view("document")).encode(), key)
        if output.template == CSV:
            return Artifact(path, documents.table(output.view("document")), key)
        if output.template == ICAL:
            return Artifact(path, ical.written(output.view("calendar")), key)
        if output.template not in self.setting.reached:
            what = (
                f"there is no template {quoted(output.template)}; restore it, or switch its pages off under “outputs”"
            )
            return error(Place("templates"), what, "no-template")
        try:
            return Artifact(path, self._page(output), key)
        except RecursionError:
            what = "the template includes or extends itself without end"
            return error(Place(_origin(self.templates, output.template)), what, "template-loop")
        except Lost:
            raise  # the body it was to print: no mistake of the template's
        except Exception as failure:  # noqa: BLE001 - whatever a template raises is a mistake in it, told with its place
            return _failed(failure, path, self.templates)

    def _copied(self, path: str, key: str, asset: Asset) -> Artifact | Problem:
        file = Path(asset.file) if asset.file else file_of(self.setting.content, asset.source)
        try:
            return Artifact(path, read(file, asset.source) if asset.data is None else asset.data, key)
        except (OSError, Changed):
            what = "the file changed or vanished while the site was being built; build again"
            return error(Place(asset.source.path), what, "changed")

    def _encoded(self, path: str, key: str, rendition: Rendition) -> Artifact | Problem:
        if not self.setting.kept:
            return Artifact(path, b"", key)
        try:
            return Artifact(path, self.shelf.rendition(rendition.source, rendition.recipe, self.setting.content), key)
        except (OSError, Changed):
            what = "the picture changed or vanished while the site was being built; build again"
            return error(Place(rendition.source.path), what, "changed")
        except Unfit:
            what = "no smaller copy can be made of this picture; save it anew with the program that it comes from"
            return error(Place(rendition.source.path), what, "picture-broken")

    def _page(self, page: Page) -> bytes:
        variables = {part.name: part.view for part in page.parts}
        text = (
            environment(self.templates)
            .get_template(page.template)
            .render({**variables, MEMO: self.memo, NAMES: self.setting.names})
        )
        return text.encode()


def readings_of(press: Press, before: Iterable[tuple[str, str]] = ()) -> Reads:
    """Return the readings of a publication, and with them what every page is made from: engine, site, day, templates.

    `before` is what readings of the same publication gave when they were taken last.
    """
    lens = press.lenses[0]
    seen = lens.publication
    ground = (
        engine.version(),
        seen.site,
        lens.today,
        seen.policy.audience,
        seen.policy.drafts,
        seen.policy.unveiled,
        tuple(each.site_part.key for each in press.lenses),
    )
    seen.table("ground", {"all": ground}, digest)
    seen.table("template", press.setting.reached, str)
    seen.reads.recall(each for each in before if not each[0].startswith(("ground ", "template ")))
    return seen.reads


def render(jobs: Iterable[tuple[Job, dict[str, str]]], press: Press, *, pool: Executor) -> Iterator[Made]:
    """Yield what each job gives, in order. With each job go the keys of those of its files that stand."""
    data = b"" if isinstance(pool, executor.Serial) or press.memo.file is None else _sent(press.setting)
    if not data:
        yield from (press.make(job, known) for job, known in jobs)
        return
    with lent(data, press.memo, press) as key:
        tasks = (_Task(str(press.memo.file), key, some) for some in executor.chunks(jobs, _CHUNK))
        for made in executor.in_order(pool, _make_some, tasks):
            yield from made


def closing(press: Press, listed: list[Listed], ledger: Ledger, stale: frozenset[int], out: str) -> Iterator[Made]:
    """Yield what comes from no family: the sitemap of all pages, the files of the theme, and those for the host.

    `whole` comes after.
    """
    lens = press.lenses[0]
    if "sitemap" not in lens.site.off:
        reading = f"listed {digest(tuple(sorted(listed, key=lambda one: one.address)))}"
        was = as_before("sitemap", ledger, stale, out)
        if was is not None and reading in was.readings:
            yield was
        else:
            found = (reading, "template sitemap.xml", "ground all")
            pages = sitemap.pages_from(listed, lens)
            yield press.made("sitemap", pages, standing_keys("sitemap", ledger, out), found)
    yield press.made("static", press.static(), standing_keys("static", ledger, out))
    yield press.made(hosts.JOB, press.hosting(), standing_keys(hosts.JOB, ledger, out))


def whole(press: Press, files: Mapping[str, str], ledger: Ledger, out: str) -> Iterator[Made]:
    """Yield the digest of the site, given those of all its other files."""
    if build.is_on(press.lenses[0]):
        page = build.page(files, press.lenses[0])
        yield press.made("build", [page], standing_keys("build", ledger, out))


def _sent(setting: Setting) -> bytes:
    """Return a setting as other processes get it; nothing where folders have names that are no text."""
    try:
        return encode(setting)
    except UnicodeEncodeError:
        return b""


def _make_some(task: _Task) -> list[Made]:
    press = borrowed(task.memo, task.setting, lambda data, memo: Press(_SETTING(data), memo))
    return [press.make(job, known) for job, known in task.jobs]


_SETTING = reader(Setting)


def _finished(artifact: Artifact, data: bytes | None, origin: str) -> Artifact:
    return replace(artifact, data=data, origin=origin, digest="" if data is None else digest_bytes(data))


def _origin_of(output: Output) -> str:
    """Return the file an output comes from; of a page that no one file makes, the folder of them all."""
    if isinstance(output, Page):
        return output.origin or "content"
    if isinstance(output, Rendition):
        return output.source.path
    return f"templates/{output.source.path}" if output.file else output.source.path


def _document(page: Page, memo: Memo) -> bytes:
    site = page.view("site")
    assert isinstance(site, SiteView)
    return documents.written(page.view("document"), lambda stored: absolute_html(stored, site.base_url, memo))


def _failed(failure: Exception, path: str, templates: Templates) -> Problem:
    """Name the template and line, and the page that was being rendered. What is no template's fault is ours: raise it."""
    frames = [frame for frame in traceback.extract_tb(failure.__traceback__) if frame.filename in dict(templates.texts)]
    if not frames:
        raise failure
    name, line = frames[-1].filename, frames[-1].lineno or 0
    lines = (templates.text(name) or "").split("\n")
    what = f"while making “{path}”: {_said(failure)}; docs/templates.md lists what each template may use"
    return error(Place(_origin(templates, name), line), what, "template", lines[line - 1] if line <= len(lines) else "")


def _said(failure: Exception) -> str:
    """Say on one line what a template did wrong."""
    if isinstance(failure, jinja2.TemplateNotFound):
        return f"there is no template {quoted(str(failure.name))}"
    kind = "" if isinstance(failure, jinja2.TemplateError) else f"{type(failure).__name__}: "
    return kind + " ".join(str(failure).split())


def _origin(templates: Templates, name: str) -> str:
    return dict(templates.origins).get(name, name)
