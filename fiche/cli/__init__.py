"""The commands. The only package that knows the clock, the terminal and the folder one stands in.

Here are the commands that make the site; those of the desk have a module each. `python build.py` and the installed `fiche`
are this program. Exit status: 0 done, 1 the content has errors and nothing was written, 2 wrong usage, 3 something outside
failed.
"""

from __future__ import annotations

import gc
import io
import json
import os
import signal
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fiche import __version__, standing
from fiche.cli.later import later
from fiche.cli.options import Asked, reading, shared
from fiche.cli.pools import pool_of
from fiche.cli.telling import OUTSIDE_FAILED, Impossible, OutsideFailed, Watch, counted, tell
from fiche.problem import in_order
from fiche.value import replace

if TYPE_CHECKING:
    import asyncio
    import secrets
    import webbrowser

    from fiche import audit, dates, pipeline
    from fiche import status as withheld
    from fiche.cli import checking
    from fiche.preview import editor as editors
    from fiche.preview import gate, server
    from fiche.preview import room as rooms
    from fiche.targets import folder as folders
else:
    asyncio, secrets, webbrowser = map(later, ("asyncio", "secrets", "webbrowser"))
    editors, gate, rooms, server = (later(f"fiche.preview.{name}") for name in ("editor", "gate", "room", "server"))
    audit, dates, pipeline, withheld = (later(f"fiche.{name}") for name in ("audit", "dates", "pipeline", "status"))
    checking, folders = later("fiche.cli.checking"), later("fiche.targets.folder")

INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM


class _Commands(click.Group):
    """Takes `build` for granted where no command is named, and loads a command of the desk when it is called."""

    desk = ("actor", "hosting", "import", "new", "next", "publish", "topic", "verify", "who")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `build` before options that are not the group's own."""
        if not args or (args[0].startswith("-") and args[0] not in {"--help", "-h", "--version"}):
            args = ["build", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands."""
        return sorted([*super().list_commands(ctx), *self.desk])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; those of the desk are in modules of their names."""
        if cmd_name not in self.desk:
            return super().get_command(ctx, cmd_name)
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: object = vars(import_module(f"fiche.cli.{name}"))[name]
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="fiche %(version)s")
def cli() -> None:
    """Turn a folder of briefs into a static site. Without a command: build."""


@cli.command()
@click.option("--output", type=click.Path(path_type=Path), default=Path("site"), show_default=True,
              help="The folder the site goes to.")  # fmt: skip
@click.option(
    "--no-memo", "forget", is_flag=True, help="Make everything anew, using and keeping nothing of other builds."
)
@click.option("--why", default="", metavar="PATH",
              help="Say why this file of the site is made again, or is not: actors/john-kerry/index.html.")  # fmt: skip
@click.option(
    "--audit", "audits", is_flag=True, help="Then look whether anything withheld stands in the site, in any form."
)
@shared
def build(output: Path, *, forget: bool, why: str, audits: bool, **options: object) -> None:
    """Build the site. With any error in the content, the old site stays as it was.

    What has not changed is not made again; what a build found out is kept in “.fiche”, which may be deleted at any time.
    """
    asked = Asked.of(options)
    watch = Watch(quiet=asked.as_json or not sys.stderr.isatty())
    watch("look")
    looked = standing.Glance() if forget else standing.look(asked.paths(output), asked.wishes)
    if looked.done is not None and not why and not audits:
        tell(looked.done, watch, output, as_json=asked.as_json)
    with pool_of(asked) as pool:
        done = pipeline.build(
            asked.paths(output), asked.wishes, pool=pool, watch=watch, looked=looked, remember=not forget, why=why
        )
        found = done
        if audits and done.written:
            found = audit.leaked(
                asked.paths(output), asked.wishes, done.written.ledger, pool=pool, watch=watch, remember=not forget
            )
    if not found.ok and done.ok:
        tell(found, watch, None, as_json=asked.as_json)
    tell(replace(done, problems=in_order((*done.problems, *found.problems))), watch, output, as_json=asked.as_json)


@cli.command()
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True,
              help="What is printed; sarif is for the code scanning of a forge.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Fail if there are warnings.")
@click.option(
    "--rule", "codes", multiple=True, metavar="CODE", help="Of the editorial rules ask only this one; may be repeated."
)
@click.option("--rules", "listing", is_flag=True, help="List the editorial rules, and check nothing.")
@click.option("--links", type=click.Choice(["due", "again"]), is_flag=False, flag_value="due", default=None, metavar="[again]",
              help="Ask the other hosts that links lead to; “again”: also of what is known.")  # fmt: skip
@click.option("--inside", "hosts", multiple=True, metavar="HOST",
              help="With --links: a host of your own network that may be asked; may be repeated.")  # fmt: skip
@click.option("--fix", is_flag=True, help="Show what can be mended for certain, and mend it when you say so.")
@click.option("--yes", is_flag=True, help="With --fix: do not ask.")
@click.option("--output", type=click.Path(path_type=Path), is_flag=False, flag_value="site", metavar="[FOLDER]",
              help="Judge the site in this folder, as it is, instead of the content.  [default: site]")  # fmt: skip
@shared
def check(
    form: str,
    codes: tuple[str, ...],
    links: str | None,
    hosts: tuple[str, ...],
    output: Path | None,
    *,
    strict: bool,
    listing: bool,
    fix: bool,
    yes: bool,
    **options: object,
) -> None:
    """Report everything that is wrong, and what an editor would look at; write nothing.

    It does what a build does, without the writing, and asks the editorial rules: see “--rules” and docs/checks.md. With
    “--links” it asks other hosts whether what is linked there is still there, and remembers it in “.fiche”.
    """
    if listing:
        checking.list_rules()
        return
    asked = Asked.of(options)
    as_json = asked.as_json or form == "json"
    if fix and (as_json or form == "sarif"):
        raise click.UsageError("“--fix” shows its changes as text; leave out “--format” and “--json”")
    if output is not None and (fix or links):
        wrong = "“--fix” mends the content; a site is made anew from it" if fix else "“--links” asks about the content"
        raise click.UsageError(f"{wrong}: leave out “--output”")
    watch = Watch(quiet=as_json or form == "sarif" or not sys.stderr.isatty())
    paths, rules = asked.paths(Path("site")), checking.rules_of(codes, links=links is not None)
    outside = checking.inquiry_of(links, codes, hosts, paths, asked.wishes)
    with pool_of(asked) as pool:
        asking = partial(pipeline.check, paths, asked.wishes, pool=pool, watch=watch, rules=rules, outside=outside)
        asking = partial(checking.shown, asking, outside, quiet=watch.quiet)
        if output is not None:
            done = audit.judged(asked.paths(folders.readers_see(output)), asked.wishes, pool=pool, watch=watch)
        else:
            done = checking.mended(asking, paths, sure=yes) if fix else asking()
    if form == "sarif":
        checking.tell_sarif(done, strict=strict, links=outside is not None)
    tell(done, watch, None, as_json=as_json, strict=strict, aside=checking.links_told(outside))


@cli.command()
@shared
def status(**options: object) -> None:
    """Show what is withheld and why, and when the site next changes by itself."""
    asked = Asked.of(options)
    read = pipeline.read(asked.paths(Path("site")), asked.wishes)
    if not read.ok or read.desk is None or read.policy is None:
        tell(read, Watch(quiet=True), None, as_json=asked.as_json)
        return
    held, changes = withheld.held(read.desk, read.policy), withheld.changes(read.desk, read.policy)
    zone = dates.zone(read.desk.site.timezone)
    if asked.as_json:
        found = {
            "now": read.policy.now.isoformat(),
            "audience": read.policy.audience.label,
            "withheld": [
                {"path": one.path, "title": one.title, "reason": one.reason.name.lower(), "detail": one.detail,
                 "until": one.until.isoformat() if one.until else None}
                for one in held
            ],
            "changes": [{"instant": c.instant.isoformat(), "path": c.path, "what": c.what} for c in changes],
        }  # fmt: skip
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    now = read.policy.now.astimezone(zone)
    click.echo(f"At {now:%Y-%m-%d %H:%M %Z}, for readers up to {read.policy.audience.label}:")
    for one in held:
        until = f", until {one.until.astimezone(zone):%Y-%m-%d %H:%M %Z}" if one.until else ""
        detail = f" ({one.detail})" if one.detail and not one.until else ""
        click.echo(f"  withheld by {one.reason.value}{detail}{until}: {one.path}")
    if not held:
        click.echo("  nothing is withheld")
    if changes:
        click.echo("The site changes by itself:")
    for change in changes[:10]:
        click.echo(f"  {change.instant.astimezone(zone):%Y-%m-%d %H:%M %Z}: {change.what}: {change.path}")
    if len(changes) > 10:
        click.echo(f"  … and {len(changes) - 10:,} more; “--json” lists all of them")
    if not changes:
        click.echo("  the site does not change by itself from now on")


@cli.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to listen at; if it is taken, the next one that is free.",
)
@click.option("--open", "look", is_flag=True, help="Open the browser.")
@click.option("--follow", is_flag=True, help="Have the browser go to what is saved, at the heading that changed.")
@click.option(
    "--drafts",
    type=click.Choice(["on", "off"]),
    default=None,
    help="Show what is withheld, or only what readers will see.  [default: on, off with --as-of or --audience]",
)
@click.option(
    "--editor",
    default="",
    metavar="COMMAND",
    help="What opens a file of yours: 'code -g {file}:{line}'.  "
    "[default: FICHE_EDITOR, VISUAL, EDITOR, or one that is installed]",
)
@click.option(
    "--poll", is_flag=True, help="Look at the files from time to time instead of waiting for the system's word."
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen at. Any but this machine's own shows drafts to the network.",
)
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="A name more that browsers may call it by.")
@reading
def serve(
    port: int, host: str, editor: str, drafts: str | None, hosts: tuple[str, ...], *,
    look: bool, follow: bool, poll: bool, **options: object,
) -> None:  # fmt: skip
    """Show the site while it is written: what is saved is on the screen at once.

    Drafts, embargoed and restricted briefs are shown, each with a word on why readers will not see it. The output folder is
    not touched.
    """
    asked = Asked.of(options)
    if not asked.content.is_dir():
        advice = "run this beside it, name it with “--content”, or start with “fiche new site”"
        raise Impossible(f"there is no folder {asked.content}; {advice}")
    public = asked.wishes
    unveiled = drafts == "on" or (drafts is None and public.as_of is None and public.audience is None)
    wishes = replace(public, unveiled=unveiled)
    known = editors.found([editor] if editor else [os.environ.get(name, "") for name in _EDITORS])
    desired = server.Desired(host=host, port=port, hosts=hosts, editor=known, follow=follow)
    try:
        listener = server.listening(desired)
    except OSError as failure:
        raise OutsideFailed(f"nothing can listen at {host}, port {port}: {failure.strerror}; try --port 0") from None
    place = _place(host, listener.getsockname()[1])
    started = time.perf_counter()

    def ready() -> None:
        gc.collect()
        gc.freeze()  # what was read stays: it need not be looked through again
        gc.enable()
        _said(room, place, time.perf_counter() - started, taken=listener.getsockname()[1] != port > 0)
        if look:
            webbrowser.open(place)

    room = rooms.Room(
        asked.paths(Path("site"), preview=True), wishes, public,
        now=lambda: datetime.now(UTC), say=_say, poll=poll,
    )  # fmt: skip
    if not gate.is_loopback(host):
        _say(f"warning: drafts and embargoed briefs can be read by whoever reaches {host}")
    with closing(listener), pool_of(asked) as pool, suppress(KeyboardInterrupt):
        asyncio.run(server.serve(room, desired, listener, pool=pool, token=secrets.token_urlsafe(16), ready=ready))


_EDITORS = ("FICHE_EDITOR", "VISUAL", "EDITOR")


def _place(host: str, port: int) -> str:
    """Return the address at which a browser on this machine finds the preview."""
    name = {"0.0.0.0": "localhost", "::": "localhost", "127.0.0.1": "localhost"}.get(host, host)  # noqa: S104 - compared
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


def _said(room: rooms.Room, place: str, seconds: float, *, taken: bool) -> None:
    """Say where the preview is, and what it shows."""
    publication = room.warm.publication
    shows = counted(len(publication.entries), "brief") if publication else "nothing yet"
    port = ", since the port asked for is taken" if taken else ""
    _say(f"{shows} at {place}{port} ({seconds:.1f} s); the desk at {place}_desk/; end with Ctrl-C")


def _say(words: str) -> None:
    click.echo(f"{datetime.now().astimezone():%H:%M:%S} {words}", err=True)


def main() -> None:
    """Run the command line. What fails outside the content is told in one line; to be stopped is no failure to tell."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter is no reason to fail
    gc.set_threshold(100_000, 50, 100)  # values form no cycles: looking for them often finds nothing
    ours = os.getpid()
    # The processes of a pool have this from us by birth: they end without a word.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED) if os.getpid() == ours else os._exit(TERMINATED))
    try:
        cli(prog_name="fiche", standalone_mode=False)
    except click.ClickException as failure:
        failure.show()
        sys.exit(failure.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except BrokenProcessPool:
        click.echo(
            "fiche: a process that worked for it was killed, perhaps for want of memory; try “--jobs 1”", err=True
        )
        sys.exit(OUTSIDE_FAILED)
    except OSError as failure:
        where = f" ({failure.filename})" if failure.filename else ""
        click.echo(f"fiche: {failure.strerror or failure}{where}", err=True)
        sys.exit(OUTSIDE_FAILED)
    finally:
        gc.freeze()  # at its end Python would look once more for cycles among all that there is
