"""`fiche who`: who held an office on a day. What is found is `offices`'."""

from __future__ import annotations

from pathlib import Path

import click

from fiche import dates, offices, pipeline
from fiche.cli.options import Asked, reading
from fiche.cli.telling import Impossible, Watch, tell
from fiche.problem import quoted


@click.command()
@click.argument("question")
@click.argument("day", default="")
@reading
def who(question: str, day: str, **options: object) -> None:
    """Say who held an office on a day, who before and after; or which office an actor held.

    QUESTION is an office in any language of the register ("US Secretary of State"), or an actor's name or id. DAY is written
    2016-08-24, 2016-08 or 2016; without it today is meant, or the day of the site's clock.
    """
    asked = Asked.of(options)
    read = pipeline.read(asked.paths(Path("site")), asked.wishes)
    if not read.ok or read.desk is None or read.policy is None:
        tell(read, Watch(quiet=True), None, as_json=False)
    zone = read.desk.site.timezone
    try:
        stamp = dates.parse_stamp(day, zone) if day else None
    except ValueError as failure:
        raise click.BadParameter(str(failure), param_hint="DAY") from None
    on = stamp.last if stamp else read.policy.now.astimezone(dates.zone(zone)).date()
    heads = [manuscript.head for manuscript in read.desk.actors]
    said = list(offices.told(question, heads, on, read.desk.site))
    if not said:
        raise Impossible(f"the register knows no office or actor {quoted(question)}{offices.near(question, heads)}")
    click.echo("\n".join(said))
