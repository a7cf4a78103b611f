"""Whether what stands is already what is asked for; and what one asks of a build, and is told.

Owns the shortest way through: to look at the files, and to see that nothing has changed. It imports little, since most of
the time it takes is the start of the program. All else is `pipeline`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from fiche import engine, theme
from fiche.digest import digest
from fiche.ledger import Ledger, Written, open_ledger
from fiche.model import Desk, Marking, Policy, Sources
from fiche.problem import Checked, Problem, Waived, has_errors
from fiche.scan import scan
from fiche.theme import Templates
from fiche.value import Value, replace


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

    @property
    def inputs(self) -> tuple[Path, ...]:
        """Return the folders that are read."""
        return (self.content, *self.themes, self.own)


class Wishes(Value, frozen=True):
    """What the caller asks for beside what `site.yaml` says; None means: as there."""

    now: datetime
    """The clock on the wall, where nothing else sets the clock."""
    as_of: str | None = None
    """An instant as one writes it, or a day; without a zone it is meant in the site's."""
    audience: Marking | None = None
    """None with `unveiled` means: the highest there is."""
    drafts: bool = False
    unveiled: bool = False
    base_url: str | None = None
    links: str | None = None
    server: str | None = None
    compress: tuple[str, ...] | None = None


class Build(Value, frozen=True):
    """What a build found and did. `policy`, `desk` and `written` are None where it did not come so far."""

    problems: tuple[Problem, ...] = ()
    desk: Desk | None = None
    """None too where nothing had changed, so that nothing was read."""
    policy: Policy | None = None
    briefs: int = 0
    pages: int = 0
    written: Written | None = None
    why: str = ""
    """Of the file that was asked for: why it was made again, or not."""
    waived: tuple[Waived, ...] = ()
    """What editorial rules found and files waive; only a check asks them."""
    sources: Sources | None = None
    """The files that a check has read."""

    @property
    def ok(self) -> bool:
        """Say whether no problem is an error."""
        return not has_errors(self.problems)


class Glance(NamedTuple):
    """What was seen of the inputs and of what stands."""

    ledger: Ledger | None = None
    sources: Checked[Sources] | None = None
    templates: Checked[Templates] | None = None
    of: str = ""
    """The digest of all that the site would be made from, but the clock; empty with problems."""
    done: Build | None = None
    """What the last build told, if the same build would make the same site and all of it stands."""


def look(paths: Paths, wishes: Wishes) -> Glance:
    """Glance at all inputs and, if they are what the last build of an output saw, at the output."""
    if not paths.content.is_dir() or not paths.own.is_dir():
        return Glance()
    ledger = open_ledger(paths.own, paths.out)
    sources, templates = scan(paths.content, own=paths.own), theme.load(paths.themes)
    if sources.problems or templates.problems:
        return Glance(ledger, sources, templates)
    looked = Glance(ledger, sources, templates, digest_of(sources.value, templates.value, wishes))
    was = ledger.standing
    if was is None or ledger.started or was.of != looked.of or not was.since <= wishes.now < was.until:
        return looked
    out = str(paths.out)
    if not all(ledger.stands(path, out) for path in ledger.lines):
        return looked
    count = len(ledger.lines)
    return looked._replace(
        done=Build(was.problems, briefs=was.briefs, pages=count, written=Written(ledger, same=count))
    )


def digest_of(sources: Sources, templates: Templates, wishes: Wishes) -> str:
    """Return the digest of all that a site is made from but the clock."""
    static = tuple((name, source.digest) for name, source, _ in templates.static)
    return digest((asked(wishes), sources.files, templates.texts, static))


def asked(wishes: Wishes) -> str:
    """Return the digest of what is wished but the clock, and of the program."""
    return digest((engine.version(), replace(wishes, now=_NEVER)))


_NEVER = datetime.min.replace(tzinfo=UTC)
