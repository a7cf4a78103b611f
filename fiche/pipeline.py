"""The press: a site is a value. Read this file first.

`build` turns a frozen set of sources into the files of a site through seven functions that read like a sentence: scan,
parse, clear, weave, plan, render, write. Only the first reads the inputs, only the last touches the output. Only the third
knows that anything is withheld; after it the type changes, so that nothing downstream can show a withheld brief.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, TypeVar

from fiche import dates, mentions, related, retold, standing, theme
from fiche.checks.rule import Rule, judged
from fiche.checks.rules import RULES
from fiche.checks.study import Study
from fiche.clear import clear
from fiche.clock import still
from fiche.compression import missing
from fiche.executor import Serial
from fiche.families import security
from fiche.hosting.files import JOB, beyond, overfull
from fiche.ledger import Ledger, Standing, Written, alone, is_saved, open_ledger, woven_file
from fiche.memo import Lost, Memo
from fiche.model import Desk, Marking, Policy, Site, Sources
from fiche.outputs import Artifact, Job, Listed, Made
from fiche.outside.rules import OUTSIDE
from fiche.parse import UNREAD, kept, parse
from fiche.pictures.recipe import key_of, recipes
from fiche.plan import Places, as_before, changed, placed, plan, standing_keys
from fiche.problem import Checked, Place, Problem, Waived, error, has_errors, in_order
from fiche.publication import Publication
from fiche.reads import Reads
from fiche.render import Press, closing, readings_of, render, setting_of, whole
from fiche.retold import Woven
from fiche.scan import scan
from fiche.standing import Build, Glance, Paths, Wishes
from fiche.templates import key, reached
from fiche.theme import Templates
from fiche.value import replace
from fiche.weave import weave
from fiche.why import why as told_why
from fiche.write import misplaced, write

T = TypeVar("T")
Inquiry = Callable[[Study], tuple[Rule, ...]]
EVERY = (*RULES, *OUTSIDE)
"""All rules that settings and waivers may name."""

MANY = 400
"""Files from which other processes pay, to read them, for being started and sent their work: over a second of it."""


def build(
    paths: Paths,
    wishes: Wishes,
    *,
    pool: Executor | None = None,
    watch: Callable[[str], object] = str,
    looked: Glance | None = None,
    remember: bool = True,
    why: str = "",
) -> Build:
    """Build the site. With any error the output stays as it was, to the byte.

    `looked` is what the caller has seen a moment ago. Without `remember` nothing that an earlier build found out is used,
    and nothing kept. `why` is the path of a file of the site of which to say why it was made again, or not.
    """
    run = _Run(paths, wishes, pool or Serial(), watch, why)
    if not paths.content.is_dir() or has_errors(misplaced(paths.out, paths.inputs)):
        run.refuse()
        return run.result()
    with alone(paths.own, paths.out), _memo(paths.own, remember=remember) as memo:
        if not remember:
            looked = Glance(open_ledger(paths.own, paths.out))
        elif looked is None or looked.ledger is None or not is_saved(looked.ledger):
            looked = standing.look(paths, wishes)  # another build may have made it while this one waited
        ledger = looked.ledger or open_ledger(paths.own, paths.out)
        if looked.done is not None and not why:
            return looked.done
        try:
            run.write(memo, ledger if remember else _forgotten(ledger), looked)
        except Lost:
            memo.clear()
            run = _Run(paths, wishes, pool or Serial(), watch, why)
            run.write(memo, _forgotten(ledger), Glance())
    return run.result()


def check(
    paths: Paths,
    wishes: Wishes,
    *,
    pool: Executor | None = None,
    watch: Callable[[str], object] = str,
    looked: Glance | None = None,
    rules: Sequence[Rule] = (),
    outside: Inquiry | None = None,
) -> Build:
    """Do all that `build` does but write, every page made and none kept, and ask editorial rules, if any.

    Sources already `looked` at are taken as seen. `outside` asks other hosts about the links to them, and gives rules that know
    the answers.
    """
    looked = looked or Glance()
    run = _Run(paths, wishes, pool or Serial(), watch)
    with _memo(paths.own, remember=paths.own.is_dir()) as memo:
        try:
            run.check(memo, looked, rules, outside)
        except Lost:
            memo.clear()
            run = _Run(paths, wishes, pool or Serial(), watch)
            run.check(memo, looked, rules, outside)
    return run.result()


def read(paths: Paths, wishes: Wishes, *, checks: bool = True) -> Build:
    """Go as far as the desk: for questions to what was parsed, withheld or not; `checks` as in `parse`."""
    run = _Run(paths, wishes, Serial(), str)
    with _memo(paths.own, remember=paths.own.is_dir()) as memo, suppress(_Stop):
        run.read(memo, checks=checks)
    return run.result()


def woven(paths: Paths, wishes: Wishes) -> tuple[Build, Publication | None]:
    """Go as far as the publication: for questions to what readers may see. With an error there is none."""
    run = _Run(paths, wishes, Serial(), str)
    publication = None
    with _memo(paths.own, remember=paths.own.is_dir()) as memo, suppress(_Stop):
        publication = run.weave(memo)
    return run.result(), publication


def _forgotten(ledger: Ledger) -> Ledger:
    """Return a ledger that knows what is ours, and not from what it was made."""
    return replace(ledger, traces={}, standing=None, saved=0)


@contextmanager
def _memo(own: Path, *, remember: bool) -> Iterator[Memo]:
    """Open the memo; one that is not to be remembered is a file of its own as long as it takes."""
    with nullcontext() if remember else TemporaryDirectory() as passing:
        memo = Memo(Path(passing or own) / "memo.db")
        try:
            yield memo
        finally:
            memo.close()


class _Stop(Exception):
    """There are errors: go no further."""


class _Ready(NamedTuple):
    """A press that can begin, the readings of its publication, and what the ledger is to say once all is made."""

    press: Press
    reads: Reads
    standing: Callable[[], Standing]


class _Run:
    """One run of the press: gathers what the stages find, and ends where going on would make no sense."""

    def __init__(
        self, paths: Paths, wishes: Wishes, pool: Executor, watch: Callable[[str], object], why: str = ""
    ) -> None:
        self.paths = paths
        self.wishes = wishes
        self.pool = pool
        self.watch = watch
        self.asked_why = why
        self.why = f"no file of the site is {why}" if why else ""
        self.problems: list[Problem] = []
        self.desk: Desk | None = None
        self._site = UNREAD
        self.policy: Policy | None = None
        self.briefs = 0
        self.pages = 0
        self.written: Written | None = None
        self.waived: tuple[Waived, ...] = ()
        self.sources: Sources | None = None

    def result(self) -> Build:
        """Return what was found and done."""
        told = in_order(self.problems)
        return Build(
            told, self.desk, self.policy, self.briefs, self.pages, self.written, self.why, self.waived, self.sources
        )

    # ----------------------------------------------------------------------- the ways through

    def write(self, memo: Memo, ledger: Ledger, looked: Glance) -> None:
        """Go all the way."""
        with suppress(_Stop):
            self._need("output", lambda: Checked(None, tuple(misplaced(self.paths.out, self.paths.inputs))))
            sources, templates = self._scanned(looked)
            of = looked.of or standing.digest_of(sources, templates, self.wishes)
            closures = self._compiled(templates, memo)
            ready = self._short_way(of, sources, templates, closures, ledger, memo)
            ready = ready or self._whole_way(of, sources, templates, closures, ledger, memo)
            made = placed(self._made(ready.press, ready.reads, ledger), Places())
            self.written = self._need(
                "plan, render, write",
                lambda: write(made, ledger, self.paths.out, standing=ready.standing, digest_of=ready.reads.digest),
            )
            self.pages = len(self.written.ledger.lines)
            if self.desk:
                publication = ready.press.setting.publication
                memo.keep(keys(self.desk, self._site, sources, templates, publication), about=_about(sources))
                ready.press.shelf.tidy(renditions(publication))

    def refuse(self) -> None:
        """Say what keeps a build from beginning: nothing is made, not even our own folder."""
        with suppress(_Stop):
            self._need("output", lambda: Checked(None, tuple(misplaced(self.paths.out, self.paths.inputs))))
            self._need("scan", lambda: scan(self.paths.content))

    def check(self, memo: Memo, looked: Glance, rules: Sequence[Rule], outside: Inquiry | None) -> None:
        """Make every page and keep none; ask the rules, if the desk is in order."""
        with suppress(_Stop):
            sources, templates = self._scanned(looked)
            self.sources = sources
            closures = self._compiled(templates, memo)
            publication = self._woven(sources, memo)
            press = self._press(publication, templates, closures, memo, kept=False)
            reads = readings_of(press)
            made = placed(self._made(press, reads, Ledger(Path(), {})), Places())
            self.pages = self._need("plan, render", lambda: _counted(made))
            if rules or outside:
                self._judge(sources, memo, rules, outside)

    def read(self, memo: Memo, *, checks: bool) -> None:
        """Parse, and clear nothing."""
        self.sources = sources = self._need("scan", lambda: scan(self.paths.content, own=self._own))
        self.desk = desk = self._need("parse", lambda: parse(sources, pool=Serial(), memo=memo, checks=checks))
        self.policy = policy(desk.site, self.wishes)

    def weave(self, memo: Memo) -> Publication:
        """Go as far as the publication."""
        return self._woven(self._need("scan", lambda: scan(self.paths.content, own=self._own)), memo)

    def _judge(self, sources: Sources, memo: Memo, rules: Sequence[Rule], outside: Inquiry | None) -> None:
        assert self.desk is not None
        assert self.policy is not None
        self.watch("rules")
        day = self.policy.now.astimezone(dates.zone(self.desk.site.timezone)).date()
        study = Study.of(self.desk, day, sources, memo)
        if outside:
            self.watch("links")
            rules = (*rules, *outside(study))
        findings = judged(study, rules, EVERY)
        codes = {rule.code for rule in EVERY}
        told = (problem for problem in self.problems if problem.code not in codes)  # by the loom, without the line
        self.problems = [*told, *findings.problems]
        self.waived = findings.waived

    # ----------------------------------------------------------------------- the stages

    @property
    def _own(self) -> Path | None:
        """Return our own folder, if a build has made it."""
        return self.paths.own if self.paths.own.is_dir() else None

    def _scanned(self, looked: Glance) -> tuple[Sources, Templates]:
        first = self._note if self.paths.content.is_dir() else self._need
        sources = first("scan", lambda: looked.sources or scan(self.paths.content, own=self._own))
        return sources, self._note("templates", lambda: looked.templates or theme.load(self.paths.themes))

    def _compiled(self, templates: Templates, memo: Memo) -> dict[str, str]:
        compiled = reached(templates, memo)
        self.problems.extend(compiled.problems)
        return compiled.value

    def _short_way(
        self, of: str, sources: Sources, templates: Templates, closures: dict[str, str], ledger: Ledger, memo: Memo
    ) -> _Ready | None:
        """Make a press ready with the publication woven last, if nothing but words of texts is other than then."""
        stands = ledger.standing
        if stands is None or not stands.since <= self.wishes.now < stands.until or has_errors(self.problems):
            return None
        woven = retold.kept(woven_file(ledger), stands.woven)
        if woven is None or woven.asked != standing.asked(self.wishes) or memo.is_crowded(_about(sources)):
            return None
        self.watch("parse")
        texts = retold.texts(woven, stands, sources, memo)
        if texts is None:
            return None
        press = self._press(woven.publication, templates, closures, memo)
        reads = readings_of(press, before=ledger.readings)
        if not all(press.retell(file, body) for file, body in texts.items()):
            return None
        self.problems = list(stands.problems)
        self.briefs = stands.briefs
        return _Ready(press, reads, lambda: replace(stands, of=of, retold=tuple(texts)))

    def _whole_way(
        self, of: str, sources: Sources, templates: Templates, closures: dict[str, str], ledger: Ledger, memo: Memo
    ) -> _Ready:
        """Make a press ready with what all files say."""
        publication = self._woven(sources, memo)
        press = self._press(publication, templates, closures, memo)
        return _Ready(press, readings_of(press), lambda: self._standing(of, publication, sources, ledger))

    def _press(
        self,
        publication: Publication,
        templates: Templates,
        closures: dict[str, str],
        memo: Memo,
        *,
        kept: bool = True,
    ) -> Press:
        setting = setting_of(publication, templates, closures, str(self.paths.content))
        press = Press(replace(setting, kept=kept), memo)
        site = publication.site
        doubts = (
            *beyond(press.for_host(), site),
            *_unpacked(site),
            *security.doubts(site, publication.policy.now),
        )
        self._need("press", lambda: Checked(None, doubts))
        return press

    def _woven(self, sources: Sources, memo: Memo) -> Publication:
        desk = self._need("parse", lambda: parse(sources, pool=self.pool, memo=memo, many=MANY))
        self._site = desk.site
        self.desk = desk = replace(desk, site=wished(desk.site, self.wishes))
        self.policy = readers = policy(desk.site, self.wishes)
        edition = self._need("clear", lambda: clear(desk, readers))
        self.briefs = len(edition.briefs)
        return self._need("weave", lambda: weave(edition, memo=memo, pool=self.pool, many=MANY))

    def _made(self, press: Press, reads: Reads, ledger: Ledger) -> Iterator[Made]:
        """Yield what every job gives: those kept as the ledger knows them, the rest made anew, and the digest of them all."""
        jobs = list(plan(press.lenses))
        stale = changed(ledger, reads)
        out = str(self.paths.out)
        files: dict[str, str] = {}
        site = press.lenses[0].site
        sizes: dict[str, int] = {}
        for made in chain(self._done(jobs, press, ledger, stale, out), whole(press, files, ledger, out)):
            if any(artifact.path == self.asked_why for artifact in made.artifacts):
                self.why = told_why(self.asked_why, made, ledger, stale, out)
            files.update((each.path, each.digest or ledger.lines[each.path].digest) for each in made.artifacts)
            if site.server:
                sizes.update((each.path, _size(each, ledger)) for each in made.artifacts)
            yield made
        taken = Checked(None, tuple(overfull(sizes, site)))
        if taken.ok:
            self.problems.extend(taken.problems)
        else:
            yield Made(JOB, (), problems=taken.problems)

    def _done(self, jobs: list[Job], press: Press, ledger: Ledger, stale: frozenset[int], out: str) -> Iterator[Made]:
        listed: list[Listed] = []
        todo: list[tuple[Job, dict[str, str]]] = []
        for job in jobs:
            made = as_before(job.name, ledger, stale, out)
            if made is None:
                todo.append((job, standing_keys(job.name, ledger, out)))
            else:
                listed.extend(made.listed)
                yield made
        press.fill_shelf(todo, pool=self.pool)
        for made in render(todo, press, pool=self.pool if len(todo) >= MANY else Serial()):
            listed.extend(made.listed)
            yield made
        yield from closing(press, listed, ledger, stale, out)

    def _standing(self, of: str, publication: Publication, sources: Sources, ledger: Ledger) -> Standing:
        assert self.desk is not None
        assert self.policy is not None
        since, until = still(self.desk, self.policy.now)
        if self.policy.now != self.wishes.now:  # the clock was set: that on the wall changes nothing
            since, until = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
        woven = retold.keep(Woven(standing.asked(self.wishes), sources.files, publication), woven_file(ledger))
        return Standing(of, since, until, self.briefs, in_order(self.problems), woven)

    # ----------------------------------------------------------------------- going on or not

    def _note(self, stage: str, run: Callable[[], Checked[T]]) -> T:
        """Run a stage whose mistakes do not keep the next one from finding more."""
        self.watch(stage)
        checked = run()
        self.problems.extend(checked.problems)
        return checked.value

    def _need(self, stage: str, run: Callable[[], Checked[T]]) -> T:
        """Run a stage after which no error may be left."""
        value = self._note(stage, run)
        if has_errors(self.problems):
            raise _Stop
        return value


def _size(artifact: Artifact, ledger: Ledger) -> int:
    """Return how many bytes a file has, made or standing."""
    return ledger.lines[artifact.path].stat[0] if artifact.data is None else len(artifact.data)


def _unpacked(site: Site) -> Iterator[Problem]:
    """Report encodings that are asked for and whose library is not there."""
    for name in missing(site.compress):
        what = f"“compress” asks for {name}, which is not installed; install it with: pip install 'fiche[compress]'"
        yield error(Place("content/site.yaml"), what, "compress")


def _about(sources: Sources) -> int:
    """Return about how many values the memo needs: what each file says, its text, and whom that names."""
    return 3 * len(sources.files)


def keys(desk: Desk, site: Site, sources: Sources, templates: Templates, publication: Publication) -> Iterator[str]:
    """Yield the keys of all in the memo that a publication goes by; `site` is what `site.yaml` says."""
    yield from kept(desk, sources, site)
    yield key(templates)
    yield related.key(publication.entries)
    yield from mentions.keys(publication)


def renditions(publication: Publication) -> Iterator[str]:
    """Yield the keys of the renditions of pictures that a publication has."""
    for picture in publication.pictures.values():
        for one in recipes(picture, publication.site.pictures):
            yield key_of(picture.source, one.format, one.width)


def _counted(made: Iterable[Made | Problem]) -> Checked[int]:
    """Make every artifact and keep none."""
    count, problems = 0, []
    for each in made:
        if isinstance(each, Problem):
            problems.append(each)
        else:
            count += len(each.artifacts)
    return Checked(count, tuple(problems))


def policy(site: Site, wishes: Wishes) -> Policy:
    """Return who reads and when: as wished, else as the site says, else at the clock on the wall."""
    theirs = Marking.RED if wishes.unveiled else site.audience
    return Policy(
        now=dates.parse_instant(wishes.as_of, site.timezone) if wishes.as_of else site.as_of or wishes.now,
        audience=theirs if wishes.audience is None else wishes.audience,
        drafts=wishes.drafts,
        unveiled=wishes.unveiled,
    )


def wished(site: Site, wishes: Wishes) -> Site:
    """Return the settings with what was wished in their place."""
    if wishes.base_url is not None:
        site = replace(site, base_url=wishes.base_url.rstrip("/") + "/")
    if wishes.links is not None:
        site = replace(site, links=wishes.links)
    if wishes.server is not None:
        site = replace(site, server=wishes.server)
    return site if wishes.compress is None else replace(site, compress=wishes.compress)
