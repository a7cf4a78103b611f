"""Audits: the output judged by itself, as bytes in a folder, whatever made it.

`leaked` asks whether anything that readers may not see is in it, `judged` also whether readers, browsers and programs would
stumble. Each audit is a function of a file beside this one. It stands above the pipeline and takes from it what the desk says,
never what the gate decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import closing
from itertools import chain

from fiche import pipeline, standing, theme
from fiche.audit import copies, leaks, matter, needles, private, quality
from fiche.audit.known import Known, recalled
from fiche.audit.output import Output, opened
from fiche.ledger import Ledger, open_ledger
from fiche.memo import Memo
from fiche.model import Desk, Policy, Sources
from fiche.problem import Place, Problem, error, in_order, quoted, warning
from fiche.scan import Changed
from fiche.standing import Build, Paths, Wishes
from fiche.theme import Templates
from fiche.value import replace

__all__ = ["Output", "judged", "leaked", "opened", "withheld"]


def leaked(
    paths: Paths,
    wishes: Wishes,
    ledger: Ledger,
    *,
    pool: Executor,
    watch: Callable[[str], object] = str,
    remember: bool = True,
) -> Build:
    """Look for leaks in an output that was built just now. A publication must not go out with an error of this.

    A file that stands as the last such audit saw it is not looked through again for the same words, unless nothing of earlier
    ones is to be remembered.
    """
    return _audited(paths, wishes, pool, watch, built=ledger, remember=remember)


def judged(paths: Paths, wishes: Wishes, *, pool: Executor, watch: Callable[[str], object] = str) -> Build:
    """Look for leaks and for all else that is wrong with an output, in every file, whatever is known of it."""
    return _audited(paths, wishes, pool, watch)


def withheld(
    output: Output,
    desk: Desk,
    policy: Policy,
    sources: Sources,
    templates: Templates,
    *,
    pool: Executor,
    known: Known = Known(),  # noqa: B008 - frozen
    memo: Memo | None = None,
) -> Iterator[Problem]:
    """Report what stands in an output though readers may not see it, or though nobody meant to publish it.

    Raises Changed if a source file is no longer what was scanned.
    """
    parted = matter.matter(desk, policy, sources, pool=pool, memo=memo or Memo())
    theme = tuple(text for _, text in templates.texts)
    wanted = needles.needles(parted, desk.site.languages, theme)
    copied = copies.compared(output, known.files, pool)
    yield from copied.problems
    fresh = [path for path in output.paths if path not in known.files]
    doubtful = frozenset(fresh) | known.doubtful(wanted)
    paths = [path for path in output.paths if path in doubtful and path not in copied.same]
    looked = leaks.searched(output, paths, wanted, pool, listing=known.file is not None)
    yield from leaks.told(output, looked.found, sources)
    yield from leaks.attachments(output, parted.files)
    yield from leaks.renditions(output, parted.files)
    unread = [path for path in fresh if path not in copied.same]
    hints = [*private.searched(output, unread, pool), *known.hints()]
    yield from private.told(output, hints, chain(theme, parted.said), parted.sheaves.shown())
    faulty = copies.besides({found.path for found in looked.found}.union(copied.other), copied.same)
    known.keep(output, wanted, fresh, faulty, hints, looked.listed)
    parted.sheaves.keep()


def _audited(
    paths: Paths,
    wishes: Wishes,
    pool: Executor,
    watch: Callable[[str], object],
    *,
    built: Ledger | None = None,
    remember: bool = False,
) -> Build:
    if not paths.out.is_dir():
        what = f"there is no folder {quoted(str(paths.out))}; make the site with “fiche build”, or name another"
        return Build((error(Place(str(paths.out)), what, "output-missing"),))
    watch("read")
    read = pipeline.read(paths, wishes, checks=not built)  # a build has checked them
    if not read.ok or read.desk is None or read.policy is None or read.sources is None:
        return read
    templates = theme.load(paths.themes).value
    site = pipeline.wished(read.desk.site, wishes)
    ledger = built or open_ledger(paths.own, paths.out)
    origins = {path: origin for trace in ledger.traces.values() for path, origin in trace.files}
    output = opened(paths.out, paths.out.name, site.base_url, origins)
    before = recalled(output, ledger.file.with_suffix(".audit")) if remember else Known()
    watch("leaks")
    with closing(Memo(ledger.file.with_suffix(".read") if remember else None)) as memo:
        try:
            problems = list(
                withheld(output, read.desk, read.policy, read.sources, templates, pool=pool, known=before, memo=memo)
            )
        except Changed as failure:
            what = "the file changed or vanished while the output was looked through; try again"
            return replace(read, problems=(error(Place(str(failure)), what, "changed"),))
    if not built:
        watch("quality")
        problems += [*_stale(output, ledger, paths, wishes), *quality.faults(output, paths.content, pool=pool)]
    return replace(read, problems=in_order(problems), briefs=len(read.desk.briefs), pages=len(output.paths))


def _stale(output: Output, ledger: Ledger, paths: Paths, wishes: Wishes) -> Iterator[Problem]:
    """Say so if a build would make another site than the one that is judged. Of a folder that none was built in, nobody knows."""
    if ledger.lines and standing.look(paths, wishes).done is None:
        what = "this is not the site that the content makes now; run “fiche build” first to judge that one"
        yield warning(Place(output.name), what, "audit-stale")
