"""Stage six, render: from jobs to the bytes of each file.

Pure: a page's bytes follow from its template and parts. Work goes to any executor in chunks, and comes back in order, so
that no more than a few chunks are ever held.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from pathlib import Path

import jinja2

from fiche import documents, executor
from fiche.memo import Memo
from fiche.outputs import JSON, Artifact, Asset, Job, Page
from fiche.problem import Place, Problem, error, quoted
from fiche.scan import Changed, file_of, read
from fiche.templates import MEMO, Templates, absolute_html, environment
from fiche.value import Value
from fiche.views import SiteView

_CHUNK = 16
"""Files in one task: few, since those of a great actor's pages hold much."""


class _Task(Value, frozen=True):
    jobs: tuple[Job, ...]
    templates: Templates
    memo: Memo
    content: str


def render(
    jobs: Iterable[Job | Problem], templates: Templates, *, content: str, pool: Executor, memo: Memo
) -> Iterator[Artifact | Problem]:
    """Yield the artifact of each job in order, or the problem that kept it from being made; then those of the plan."""
    wrong: list[Problem] = []
    size = 1 if isinstance(pool, executor.Serial) else _CHUNK
    tasks = (_task(some, templates, memo, content) for some in executor.chunks(_sound(jobs, wrong), size))
    for made in executor.in_order(pool, _render_some, tasks):
        yield from made
    yield from wrong


def _sound(jobs: Iterable[Job | Problem], wrong: list[Problem]) -> Iterator[Job]:
    """Let jobs through and put problems aside."""
    for job in jobs:
        if isinstance(job, Problem):
            wrong.append(job)
        else:
            yield job


def _task(jobs: tuple[Job, ...], templates: Templates, memo: Memo, content: str) -> _Task:
    keys = {key for job in jobs if isinstance(job.output, Page) for key in job.output.bodies}
    return _Task(jobs, templates, memo.part(keys), content)


def _render_some(task: _Task) -> list[Artifact | Problem]:
    return [_render_one(job, task) for job in task.jobs]


def _render_one(job: Job, task: _Task) -> Artifact | Problem:
    if isinstance(job.output, Asset):
        return _copied(job, job.output, task.content)
    if job.output.template == JSON:
        return Artifact(job.path, _document(job.output, task.memo), job.key)
    try:
        return Artifact(job.path, _page(job.output, task), job.key)
    except RecursionError:
        what = "the template includes or extends itself without end"
        return error(Place(_origin(task.templates, job.output.template)), what, "template-loop")
    except Exception as failure:  # noqa: BLE001 - whatever a template raises is a mistake in it, told with its place
        return _failed(failure, job, task.templates)


def _copied(job: Job, asset: Asset, content: str) -> Artifact | Problem:
    try:
        return Artifact(
            job.path, read(Path(asset.file) if asset.file else file_of(content, asset.source), asset.source), job.key
        )
    except (OSError, Changed):
        what = "the file changed or vanished while the site was being built; build again"
        return error(Place(asset.source.path), what, "changed")


def _page(page: Page, task: _Task) -> bytes:
    variables = {part.name: part.view for part in page.parts}
    text = environment(task.templates).get_template(page.template).render({**variables, MEMO: task.memo})
    return text.encode()


def _document(page: Page, memo: Memo) -> bytes:
    by_name = {part.name: part.view for part in page.parts}
    site = by_name["site"]
    assert isinstance(site, SiteView)
    return documents.written(by_name["document"], lambda stored: absolute_html(stored, site.base_url, memo))


def _failed(failure: Exception, job: Job, templates: Templates) -> Problem:
    """Name the template and line, and the page that was being rendered. What is no template's fault is ours: raise it."""
    frames = [frame for frame in traceback.extract_tb(failure.__traceback__) if frame.filename in dict(templates.texts)]
    if not frames:
        raise failure
    name, line = frames[-1].filename, frames[-1].lineno or 0
    lines = (templates.text(name) or "").split("\n")
    what = f"while making “{job.path}”: {_said(failure)}; docs/templates.md lists what each template may use"
    return error(Place(_origin(templates, name), line), what, "template", lines[line - 1] if line <= len(lines) else "")


def _said(failure: Exception) -> str:
    """Say on one line what a template did wrong."""
    if isinstance(failure, jinja2.TemplateNotFound):
        return f"there is no template {quoted(str(failure.name))}"
    kind = "" if isinstance(failure, jinja2.TemplateError) else f"{type(failure).__name__}: "
    return kind + " ".join(str(failure).split())


def _origin(templates: Templates, name: str) -> str:
    return dict(templates.origins).get(name, name)
