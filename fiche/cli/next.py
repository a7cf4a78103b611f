"""`fiche next`: when the site changes by itself, and what has it built then. Moments are `status`', texts `schedule`'s."""

from __future__ import annotations

import shlex
import shutil
import sys
from itertools import groupby, islice
from pathlib import Path

import click

from fiche import dates, pipeline, status
from fiche.cli.options import Asked, reading
from fiche.cli.telling import Watch, tell
from fiche.schedule import SCHEDULERS

_COMMAND = "fiche publish --yes"


@click.command()
@click.option("--for", "scheduler", type=click.Choice([*SCHEDULERS]), default=None,
              help="Print what has this program publish the site then, to be pasted there.")  # fmt: skip
@click.option("--command", default=_COMMAND, show_default=True, help="What it is to run.")
@click.option("-n", "--number", type=click.IntRange(min=1), default=None,
              help="How many moments.  [default: 1, with --for 12]")  # fmt: skip
@reading
def next(scheduler: str | None, command: str, number: int | None, **options: object) -> None:
    """Say when the site next changes though nobody touches it: an embargo ends, a brief expires, an event is over.

    A site is files: it changes when it is built. `--for cron`, `github` or `gitlab` prints what has it built at these
    moments. Ask again after every change of the content.
    """
    asked = Asked.of(options)
    paths = asked.paths(Path("site"))
    read = pipeline.read(paths, asked.wishes)
    if not read.ok or read.desk is None or read.policy is None:
        tell(read, Watch(quiet=True), None, as_json=False)
    zone = dates.zone(read.desk.site.timezone)
    moments = groupby(status.changes(read.desk, read.policy), lambda change: change.instant)
    wanted = [(instant, list(found)) for instant, found in islice(moments, number or (12 if scheduler else 1))]
    if not wanted:
        click.echo("The site does not change by itself from now on.", err=scheduler is not None)
        sys.exit(0)
    if scheduler is None:
        for instant, found in wanted:
            click.echo(instant.astimezone(zone).isoformat())
            click.echo("".join(f"  {change.what}: {change.path}\n" for change in found), nl=False)
        return
    here = None if scheduler == "cron" else zone
    if scheduler == "cron" and command == _COMMAND:
        command = _found_by_cron(command)
    times = [instant.astimezone(here) for instant, _ in wanted]
    click.echo(SCHEDULERS[scheduler](times, str(paths.content.parent), command), nl=False)


def _found_by_cron(command: str) -> str:
    """Return a command that cron finds, which looks for programs in the system's folders alone."""
    program, _, words = command.partition(" ")
    found = shutil.which(program)
    if found is None or Path(found).parent in _CRON_LOOKS:
        return command
    return f"{shlex.quote(str(Path(found).absolute()))} {words}"


_CRON_LOOKS = frozenset({Path("/usr/bin"), Path("/bin")})
