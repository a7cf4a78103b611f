"""The press: a site is a value. Read this file first.

`build` turns a frozen set of sources into the files of a site through seven functions that read like a sentence: scan,
parse, clear, weave, plan, render, write. Only the first reads the inputs, only the last touches the output. Only the third
knows that anything is withheld; after it the type changes, so that nothing downstream can show a withheld brief.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from fiche import dates
from fiche import templates as theme
from fiche.clear import clear
from fiche.executor import Serial
from fiche.ledger import alone, open_ledger
from fiche.memo import Memo
from fiche.model import Desk, Edition, Marking, Policy, Site
from fiche.outputs import Artifact
from fiche.parse import parse
from fiche.plan import plan
from fiche.problem import Checked, Problem, has_errors, in_order
from fiche.render import render
from fiche.scan import scan
from fiche.value import Value, replace
from fiche.weave import weave
from fiche.write import Written, misplaced, write

T = TypeVar("T")

_MANY = 400
"""Files from which other processes pay, to read them, for being started and sent their work: over a second of it."""


class Paths(Value, frozen=True):
    """Where a publication is, and where its site goes."""

    content: Path
    out: Path
    themes: tuple[Path, ...]
    """Folders of templates; a file of an earlier one hides that of a later one."""

    @property
    def own(self) -> Path:
        """Return the folder of the ledgers, beside the content."""
        return self.content.parent / ".fiche"


class Wishes(Value, frozen=True):
    """What the caller asks for beside what `site.yaml` says; None means: as there."""

    now: datetime
    """The clock on the wall, where nothing else sets the clock."""
    as_of: str | None = None
    """An instant as one writes it, or a day; without a zone it is meant in the site's."""
    audience: Marking | None = None
    drafts: bool = False
    base_url: str | None = None


class Build(Value, frozen=True):
    """What a build found and did. `edition` and `written` are None where it did not come so far."""

    problems: tuple[Problem, ...] = ()
    desk: Desk | None = None
    policy: Policy | None = None
    edition: Edition | None = None
    pages: int = 0
    written: Written | None = None

    @property
    def ok(self) -> bool:
        """Say whether no problem is an error."""
        return not has_errors(self.problems)


def build(paths: Paths, wishes: Wishes, *, pool: Executor | None = None, watch: Callable[[str], object] = str) -> Build:
    """Build the site. With any error the output stays as it was, to the byte."""
    return _run(paths, wishes, pool or Serial(), _Log(watch), write_it=True)


def check(paths: Paths, wishes: Wishes, *, pool: Executor | None = None, watch: Callable[[str], object] = str) -> Build:
    """Do all that `build` does but write."""
    return _run(paths, wishes, pool or Serial(), _Log(watch), write_it=False)


def read(paths: Paths, wishes: Wishes) -> Build:
    """Go as far as the desk: for questions to what was parsed, withheld or not."""
    log = _Log(str)
    with log:
        sources = log.note("scan", lambda: scan(paths.content))
        log.desk = desk = log.need("parse", lambda: parse(sources, pool=Serial(), memo=Memo()))
        log.policy = policy(desk.site, wishes)
    return log.build()


def _run(paths: Paths, wishes: Wishes, pool: Executor, log: _Log, *, write_it: bool) -> Build:
    memo = Memo()
    with log:
        if write_it:
            log.need(
                "output", lambda: Checked(None, tuple(misplaced(paths.out, (paths.content, *paths.themes, paths.own))))
            )
        sources = (log.note if paths.content.is_dir() else log.need)("scan", lambda: scan(paths.content))
        templates = log.note("templates", lambda: theme.load(paths.themes))
        hands = pool if len(sources.files) >= _MANY else Serial()
        desk = log.need("parse", lambda: parse(sources, pool=hands, memo=memo))
        log.desk = desk = replace(desk, site=_wished(desk.site, wishes))
        log.policy = readers = policy(desk.site, wishes)
        log.edition = edition = log.need("clear", lambda: clear(desk, readers))
        publication = log.need("weave", lambda: weave(edition, memo=memo))
        jobs = plan(publication, templates)
        memo = memo.part(publication.bodies)  # the pieces they were woven from are needed no more
        # Sending a page's views to another process costs what rendering it there would save.
        artifacts = render(jobs, templates, content=str(paths.content), pool=Serial(), memo=memo)
        if write_it:
            with alone(paths.own, paths.out):
                ledger = open_ledger(paths.own, paths.out)
                log.written = log.need("plan, render, write", lambda: write(artifacts, ledger, paths.out))
            log.pages = len(log.written.ledger.lines)
        else:
            log.pages = log.need("plan, render", lambda: _counted(artifacts))
    return log.build()


def _counted(artifacts: Iterable[Artifact | Problem]) -> Checked[int]:
    """Make every artifact and keep none."""
    count, problems = 0, []
    for artifact in artifacts:
        if isinstance(artifact, Problem):
            problems.append(artifact)
        else:
            count += 1
    return Checked(count, tuple(problems))


def policy(site: Site, wishes: Wishes) -> Policy:
    """Return who reads and when: as wished, else as the site says, else at the clock on the wall."""
    return Policy(
        now=dates.parse_instant(wishes.as_of, site.timezone) if wishes.as_of else site.as_of or wishes.now,
        audience=site.audience if wishes.audience is None else wishes.audience,
        drafts=wishes.drafts,
    )


def _wished(site: Site, wishes: Wishes) -> Site:
    return site if wishes.base_url is None else replace(site, base_url=wishes.base_url.rstrip("/") + "/")


class _Stop(Exception):
    """There are errors: go no further."""


@dataclass(slots=True)
class _Log:
    """Gathers what the stages find, and ends the run where going on would make no sense."""

    watch: Callable[[str], object]
    problems: list[Problem] = field(default_factory=list)
    desk: Desk | None = None
    policy: Policy | None = None
    edition: Edition | None = None
    pages: int = 0
    written: Written | None = None

    def note(self, stage: str, run: Callable[[], Checked[T]]) -> T:
        """Run a stage whose mistakes do not keep the next one from finding more."""
        self.watch(stage)
        checked = run()
        self.problems.extend(checked.problems)
        return checked.value

    def need(self, stage: str, run: Callable[[], Checked[T]]) -> T:
        """Run a stage after which no error may be left."""
        value = self.note(stage, run)
        if has_errors(self.problems):
            raise _Stop
        return value

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is _Stop

    def build(self) -> Build:
        return Build(in_order(self.problems), self.desk, self.policy, self.edition, self.pages, self.written)
