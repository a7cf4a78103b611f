"""How a command changes the author's files: it shows what it would do, tries it out, asks, and writes all or nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, NoReturn

import click

from fiche import edits, forms, pipeline, renaming
from fiche.cli.options import Asked
from fiche.cli.telling import CONTENT_HAS_ERRORS, OutsideFailed, Watch, counted, tell
from fiche.edits import Change, Halfway, Stale
from fiche.model import Desk, Sources
from fiche.problem import Checked, Problem, has_errors
from fiche.renaming import Renamed, Revision, Text
from fiche.scan import Changed, file_of, read, scan
from fiche.standing import Build, Glance

Revise = Callable[[Desk, Mapping[str, Text]], tuple[Revision, Renamed | None]]
"""Says what is to be changed."""


yes_option = click.option("--yes", is_flag=True, help="Write without asking.")


class _Content(NamedTuple):
    """What was read, and what it says."""

    sources: Sources
    texts: dict[str, Text]
    desk: Desk
    problems: tuple[Problem, ...]
    """Warnings: with an error nothing is changed."""


def revise(asked: Asked, wanted: Revise, *, yes: bool) -> None:
    """Show a change of the content, and make it if it is wanted and leaves nothing wrong."""
    content = _read(asked)
    revision, renamed = wanted(content.desk, content.texts)
    if renamed is None or has_errors(revision.problems):
        _refuse(revision.problems)
    after = _tried(asked, content, revision.changes)
    if not after.ok or after.desk is None:
        click.echo(edits.diff(revision.changes))
        _refuse(after.problems, "With these changes the content would have errors. Nothing was written.")
    elsewhere = renaming.moved(renamed, content.desk, after.desk)
    if elsewhere:
        files = "\n".join(f"  {path}" for path in elsewhere)
        _refuse((), f"With this id, names in these files would mean somebody else; write ids there first:\n{files}")
    click.echo(edits.diff(revision.changes))
    notes = (
        *revision.problems,
        *renaming.left(renamed, revision.changes, content.texts),
        *renaming.fresh(renamed, content.problems, after.problems),
    )
    for note in notes:
        click.echo(f"{note}\n")
    _write(asked, revision.changes, yes=yes)


def _read(asked: Asked) -> _Content:
    """Read all texts, which must be without an error: in a file that cannot be read, names would be missed."""
    paths = asked.paths(Path("site"))
    scanned = scan(paths.content, own=paths.own if paths.own.is_dir() else None)
    sources = scanned.value
    done = pipeline.check(paths, asked.wishes, looked=Glance(sources=scanned))
    if not done.ok or done.desk is None:
        tell(done, Watch(quiet=True), None, as_json=False)
    try:
        texts = {
            source.path: Text(source, read(file_of(sources.root, source), source))
            for source in sources.files
            if forms.is_text(source.path)
        }
    except Changed as failure:
        raise OutsideFailed(f"{failure} is being written; try again") from None
    return _Content(sources, texts, done.desk, done.problems)


def _tried(asked: Asked, content: _Content, changes: Iterable[Change]) -> Build:
    """Return what a build would find after the changes."""
    with TemporaryDirectory() as folder:
        sources = edits.tried(content.sources, changes, Path(folder))
        return pipeline.check(asked.paths(Path("site")), asked.wishes, looked=Glance(sources=Checked(sources)))


def _refuse(problems: Iterable[Problem], words: str = "") -> NoReturn:
    for problem in problems:
        click.echo(f"{problem}\n", err=True)
    if words:
        click.echo(words, err=True)
    sys.exit(CONTENT_HAS_ERRORS)


def _write(asked: Asked, changes: tuple[Change, ...], *, yes: bool) -> None:
    files = counted(len(changes), "file")
    if not yes and not sys.stdin.isatty():
        click.echo(f"{files} would change. Nothing was written; say “--yes” to write.")
        return
    if not yes and not click.confirm(f"Change {files}?", default=False):
        click.echo("Nothing was written.")
        return
    try:
        edits.commit(changes, asked.content)
    except Stale as failure:
        raise OutsideFailed(f"{', '.join(failure.paths)} changed meanwhile; nothing was written, try again") from None
    except Halfway as failure:
        done, left = ", ".join(failure.done), ", ".join(failure.left)
        raise OutsideFailed(f"{failure}; written: {done}; not written: {left}") from None
    click.echo(f"{files} changed.")
