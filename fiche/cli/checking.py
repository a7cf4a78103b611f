"""What `fiche check` has beside a build: rules, links to other hosts, other forms of what is told, and fixes."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

import click

from fiche import edits, mend, report
from fiche.checks.rule import Rule
from fiche.checks.rules import RULES
from fiche.cli.later import later
from fiche.cli.telling import OutsideFailed, counted, exit_status, progress
from fiche.outside.rules import OUTSIDE
from fiche.pipeline import EVERY
from fiche.problem import did_you_mean
from fiche.standing import Build, Paths, Wishes

if TYPE_CHECKING:
    from fiche.outside import inquiry, judging
else:
    inquiry, judging = (later(f"fiche.outside.{name}") for name in ("inquiry", "judging"))


def rules_of(codes: tuple[str, ...], *, links: bool = False) -> tuple[Rule, ...]:
    """Return the editorial rules of these codes; all of them where none is given."""
    known = {rule.code: rule for rule in EVERY}
    for code in codes:
        if code not in known:
            raise click.BadParameter(f"there is no rule {code!r}{did_you_mean(code, known)}", param_hint="--rule")
        if known[code].outside and not links:
            raise click.BadParameter(f"{code!r} goes by what other hosts answer; add “--links”", param_hint="--rule")
    return tuple(known[code] for code in codes if not known[code].outside) if codes else RULES


def list_rules() -> None:
    """Print every rule, how grave its findings are, and what it finds."""
    for rule in EVERY:
        finds = rule.finds if not rule.outside else f"{rule.finds} (--links)"
        click.echo(f"{rule.code} ({rule.severity})\n    {finds}")


def inquiry_of(
    links: str | None, codes: tuple[str, ...], hosts: tuple[str, ...], paths: Paths, wishes: Wishes
) -> inquiry.Inquiry | None:
    """Return what asks other hosts, if that is wanted."""
    if links is None:
        if hosts:
            raise click.UsageError("“--inside” says which hosts “--links” may ask; add it, or leave both out")
        return None
    return inquiry.Inquiry(
        own=paths.own,
        now=wishes.now,
        clock=time.monotonic,
        again=links == "again",
        inside=frozenset(host.lower() for host in hosts),
        only=frozenset(codes).intersection(rule.code for rule in OUTSIDE),
    )


def shown(asking: Callable[[], Build], outside: inquiry.Inquiry | None, *, quiet: bool) -> Build:
    """Check, and show how far the links are; where somebody stops the work, say that the answers are kept."""
    if outside is None:
        return asking()
    try:
        with progress(quiet=quiet, unit="addresses") as outside.progress:
            return asking()
    except KeyboardInterrupt:
        if outside.asked:
            kept = f"{outside.asked:,} of {counted(len(outside.links), 'address', 'es')}"
            click.echo(f"Stopped. What became of {kept} is kept; the next check goes on from there.", err=True)
        raise


def links_told(asking: inquiry.Inquiry | None) -> str:
    """Say how many addresses there are, how many were asked now, and what became of them."""
    if asking is None or not asking.links:
        return ""
    found = asking.counts()
    words = ", ".join(f"{found[outcome]:,} {word}" for outcome, word in _outcomes() if found[outcome])
    counts = counted(len(asking.links), "address", "es")
    return f"Links: {counts}, {asking.asked:,} asked now{': ' if words else ''}{words}."


def _outcomes() -> tuple[tuple[judging.Outcome, str], ...]:
    outcome = judging.Outcome
    return (
        (outcome.OK, "fine"),
        (outcome.MOVED, "moved"),
        (outcome.DEAD, "dead"),
        (outcome.PRIVATE, "private"),
        (outcome.BLOCKED, "closed to programs"),
        (outcome.UNSURE, "without an answer"),
        (outcome.LATER, "left for another time"),
    )


def tell_sarif(done: Build, *, strict: bool, links: bool = False) -> NoReturn:
    """Print what was found as SARIF, and end with the right exit status."""
    click.echo(json.dumps(report.as_sarif(done, EVERY if links else RULES), ensure_ascii=False, indent=2))
    sys.exit(exit_status(done, strict=strict))


def mended(asking: Callable[[], Build], paths: Paths, *, sure: bool) -> Build:
    """Show what can be mended, mend it if that is wanted, and return what is found then."""
    done = asking()
    changes = mend.mended(done.problems, done.sources) if done.sources else ()
    click.echo(edits.diff(changes), nl=False)
    if not changes:
        click.echo("There is nothing that can be mended for certain.", err=True)
    elif not sure and not sys.stdin.isatty():
        click.echo("Nothing was changed: to mend without being asked, add “--yes”.", err=True)
    elif sure or click.confirm(f"Mend {counted(len(changes), 'file')}?", err=True):
        _commit(changes, paths)
        return asking()
    return done


def _commit(changes: tuple[edits.Change, ...], paths: Paths) -> None:
    try:
        edits.commit(changes, paths.content)
    except edits.Stale as stale:
        raise OutsideFailed(f"{', '.join(stale.paths)} changed meanwhile; nothing was mended, ask again") from None
    except edits.Halfway as halfway:
        left = ", ".join(halfway.left)
        raise OutsideFailed(f"the disk refused ({halfway}): mended all but {left}") from None
    click.echo(f"Mended {counted(len(changes), 'file')}.", err=True)
