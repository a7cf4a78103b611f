"""`fiche import`: a draft of a brief from a story that was pasted. What is in it is `story`'s."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from fiche import dates, pipeline
from fiche.cli.new import language_of, make, story_in
from fiche.cli.options import Asked, reading
from fiche.cli.telling import Impossible, Watch, tell
from fiche.story.draft import draft


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True))
@click.option("--lang", default="", help="Its language.  [default: the one its words are of, among the site's]")
@click.option(
    "--date", "day", default="", metavar="DAY", help="Its day, as 2016-08-24.  [default: the dateline's, else today]"
)
@reading
def import_(file: Path, lang: str, day: str, **options: object) -> None:
    """Make a draft of a brief from a story: FILE, a plain text, or “-” for what is pasted.

    Actors and topics of the register, days and quotations are found by the words of the text, and set beside them as comments.
    Whatever may be read in two ways is a comment as a whole. Nothing is published before an editor takes out “status: draft”.
    """
    asked = Asked.of(options)
    read = pipeline.read(asked.paths(Path("site")), asked.wishes)
    if not read.ok or read.desk is None or read.policy is None:
        tell(read, Watch(quiet=True), None, as_json=False)
    today = datetime.now(dates.zone(read.desk.site.timezone)).date()
    text = story_in(file)
    tag = language_of(lang, text, read.desk.site)
    made = draft(text, read.desk, lang=tag, today=today, day=_day(day))
    if made is None:
        raise Impossible(f"there is no text in {file}")
    make(asked.content, (made.file,))
    for line in made.told:
        click.echo(f"  {line}")
    for line in made.unsure:
        click.echo(f"  unsure: {line}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise click.BadParameter(f"{text!r} is no day; write it as 2016-08-24", param_hint="--date") from None
