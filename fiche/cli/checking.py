"""What `fiche check` has beside a build: the rules that are asked, other forms of what is told, and fixes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import NoReturn

import click

from fiche import edits, mend, report
from fiche.checks.rule import Rule
from fiche.checks.rules import RULES
from fiche.cli.telling import OutsideFailed, counted, exit_status
from fiche.problem import did_you_mean
from fiche.standing import Build, Paths


def rules_of(codes: tuple[str, ...]) -> tuple[Rule, ...]:
    """Return the rules of these codes, all of them where none is given."""
    known = {rule.code: rule for rule in RULES}
    for code in codes:
        if code not in known:
            raise click.BadParameter(f"there is no rule {code!r}{did_you_mean(code, known)}", param_hint="--rule")
    return tuple(known[code] for code in codes) or RULES


def list_rules() -> None:
    """Print every rule, how grave its findings are, and what it finds."""
    for rule in RULES:
        click.echo(f"{rule.code} ({rule.severity})\n    {rule.finds}")


def tell_sarif(done: Build, *, strict: bool) -> NoReturn:
    """Print what was found as SARIF, and end with the right exit status."""
    click.echo(json.dumps(report.as_sarif(done, RULES), ensure_ascii=False, indent=2))
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
