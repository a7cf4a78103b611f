"""What commands print of what was found and done, and the status they end with."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from fiche.cli.later import later
from fiche.problem import Severity
from fiche.standing import Build

if TYPE_CHECKING:
    from fiche import report
else:
    report = later("fiche.report")

CONTENT_HAS_ERRORS = 1
WRONG_USAGE = 2
OUTSIDE_FAILED = 3
SLOW = 1.0
"""Seconds of work before progress is shown."""


class OutsideFailed(click.ClickException):
    """Something that is neither the author's nor ours failed."""

    exit_code = OUTSIDE_FAILED


class Impossible(click.ClickException):
    """What was asked is well said and cannot be done as things are: the lines on usage would only hide why."""

    exit_code = WRONG_USAGE


@dataclass(slots=True)
class Watch:
    """Times the stages, and shows them on a terminal once the work has taken a second."""

    quiet: bool
    started: float = field(default_factory=time.perf_counter)
    stages: list[tuple[str, float]] = field(default_factory=list)
    shown: int = 0

    def __call__(self, stage: str) -> None:
        """Note that a stage begins."""
        now = time.perf_counter()
        self.stages.append((stage, now))
        if self.quiet or now - self.started < SLOW:
            return
        for name, since in self.stages[self.shown :]:
            click.echo(f"  {since - self.started:6.1f} s  {name} …", err=True)
        self.shown = len(self.stages)

    def timings(self) -> dict[str, float]:
        """Return the seconds each stage took."""
        ends = [since for _, since in self.stages[1:]] + [time.perf_counter()]
        return {name: round(end - since, 3) for (name, since), end in zip(self.stages, ends, strict=True)}


@contextmanager
def waiting(whom: str, *, quiet: bool) -> Iterator[None]:
    """Say on a terminal whose answer is waited for, once that has taken a second."""
    timer = threading.Timer(SLOW, lambda: click.echo(f"  asking {whom} …", err=True))
    timer.daemon = True
    if not quiet and sys.stderr.isatty():
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def progress(*, quiet: bool, unit: str = "files") -> Iterator[Progress]:
    """Show how far some work is that goes one by one."""
    shown = Progress(quiet or not sys.stderr.isatty(), unit)
    try:
        yield shown
    finally:
        if shown.shown:
            click.echo(err=True)


@dataclass(slots=True)
class Progress:
    """Shows on a terminal, in one line, how far the work is, once it has taken a second."""

    quiet: bool
    unit: str
    started: float = field(default_factory=time.perf_counter)
    shown: float = 0.0

    def __call__(self, done: int, of: int) -> None:
        """Note that some of so many have been dealt with."""
        now = time.perf_counter()
        if self.quiet or now - self.started < SLOW or now - self.shown < SLOW / 10:
            return
        self.shown = now
        click.echo(f"\r  {now - self.started:6.1f} s  {done:,} of {of:,} {self.unit}", nl=False, err=True)


def tell(
    done: Build, watch: Watch, output: Path | None, *, as_json: bool, strict: bool = False, aside: str = ""
) -> NoReturn:
    """Print what was found and done, and end with the right exit status; `strict` takes warnings for errors.

    `aside` is said before the summary.
    """
    if as_json:
        click.echo(json.dumps(report.as_json(done, watch.timings()), ensure_ascii=False, indent=2))
    else:
        for problem in done.problems:
            click.echo(str(problem) + "\n", err=True)
        if aside:
            click.echo(aside, err=True)
        click.echo(_summary(done, watch, output), err=not done.ok)
        if done.why and done.ok:
            click.echo(f"{done.why}.")
    sys.exit(exit_status(done, strict=strict))


def exit_status(done: Build, *, strict: bool = False) -> int:
    """Return 0, or what the errors are: a wrong output folder is wrong usage, all else is the content's."""
    gravest = Severity.WARNING if strict else Severity.ERROR
    errors = {problem.code for problem in done.problems if problem.severity <= gravest}
    if not errors:
        return 0
    return WRONG_USAGE if all(code.startswith("output-") for code in errors) else CONTENT_HAS_ERRORS


def _summary(done: Build, watch: Watch, output: Path | None) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in done.problems)
    warnings = sum(problem.severity is Severity.WARNING for problem in done.problems)
    notes = len(done.problems) - errors - warnings
    *some, last = [
        counted(n, word) for n, word in ((errors, "error"), (warnings, "warning"), (notes, "note")) if n
    ] or [""]
    found = f"{', '.join(some)} and {last}" if some else last
    if done.waived:
        found += f"{', ' if found else ''}{len(done.waived):,} waived"
    if errors:
        return f"{found}. Nothing was written." if output else f"{found}."
    seconds = time.perf_counter() - watch.started
    told = f" ({found})" if found else ""
    briefs = counted(done.briefs, "brief")
    if done.written is None or output is None:
        return f"{briefs}, {counted(done.pages, 'file')}: nothing wrong{told}."
    wrote = done.written
    changes = ", ".join(
        f"{n} {word}"
        for n, word in (
            (wrote.new, "new"),
            (wrote.changed, "changed"),
            (wrote.removed, "removed"),
            (wrote.same, "as before"),
        )
        if n
    )
    return f"{briefs}, {counted(done.pages, 'file')} in {output}{os.sep} ({changes}), {seconds:.1f} s{told}."


def counted(number: int, word: str, ending: str = "s") -> str:
    """Return a number with the word for what it counts."""
    return f"{number:,} {word}{'' if number == 1 else ending}"
