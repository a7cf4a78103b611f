"""`fiche publish`: the site to where readers are, after a look at what they will see. What is done is `publish`'s."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import click

from fiche import audit
from fiche.account import Account, Edited, Named, kind_of, told
from fiche.built import Altered, built
from fiche.cli.destinations import destinations, named
from fiche.cli.making import made
from fiche.cli.new import site_of
from fiche.cli.options import Asked, making
from fiche.cli.pools import pool_of
from fiche.cli.telling import (
    CONTENT_HAS_ERRORS,
    WRONG_USAGE,
    Impossible,
    OutsideFailed,
    Watch,
    counted,
    progress,
    tell,
    waiting,
)
from fiche.destination import Destination
from fiche.forms.publish import RESERVED
from fiche.model import Marking, Site
from fiche.problem import Place, error, warning
from fiche.publish import compared, guarded, outlived, output, returning, sent, taken_back, wishes
from fiche.standing import Build, Paths, Wishes
from fiche.targets import opened
from fiche.targets.target import Failed, Host, Refused, Surroundings

_NOWHERE = """\
{file} does not say where to publish. Write at its end, for a folder that nginx or Caddy serves:

publish:
  public:
    folder: /srv/www/example.org      # the web server’s root is /srv/www/example.org/current

or, for GitHub Pages or GitLab Pages, a branch of the repository that this is in:

publish:
  public:
    git: origin
    branch: gh-pages

or, for a file to hand on:

publish:
  stick:
    zip: briefs.zip

Each step of each is in docs/publishing.md."""


@click.command()
@click.argument("words", nargs=-1, metavar="[undo] [DESTINATION]")
@making
@click.option("--dry-run", is_flag=True, help="Show what readers will see, and send nothing.")
@click.option("--yes", is_flag=True, help="Do not ask. Where much would vanish, say --many-gone as well.")
@click.option("--many-gone", is_flag=True, help="Let over a tenth of the pages, or half of the briefs, vanish unasked.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
def publish(
    words: tuple[str, ...], usual: Path, *, dry_run: bool, yes: bool, many_gone: bool, as_json: bool, **options: object
) -> None:
    """Build the site and publish it, after showing what readers will see.

    DESTINATION is one of those that “publish:” in site.yaml names; the first, if none is named. “fiche publish undo” brings
    back what was online before. docs/publishing.md has a recipe for each kind of destination.
    """
    asked = Asked.of({**options, "as_of": None, "audience": None, "base_url": None, "as_json": as_json})
    names = tuple(word for word in words if word not in RESERVED)
    back = names != words
    destination = destination_of(names, asked.content)
    answers = _Answers(destination, dry_run=dry_run, yes=yes, many_gone=many_gone, quiet=as_json)
    paths = asked.paths(usual)
    surroundings = Surroundings(
        home=paths.content.parent,
        own=paths.own,
        now=asked.wishes.now,
        environ=dict(os.environ),
        inputs=(*paths.inputs, paths.out),
    )
    with _outside_failing(destination), ExitStack() as until_done:
        if back:
            _take_back(until_done.enter_context(opened(destination, surroundings)), answers)
        else:
            settings = site_of(asked.content)
            wished = wishes(destination, settings, asked.wishes.now)
            site = asked.paths(output(destination, wished, usual))
            there = opened(destination, surroundings._replace(inputs=(*surroundings.inputs, site.out)))
            done, host = _build(asked, site, wished, lambda: until_done.enter_context(there))
            _tell_doubts(done, wished.base_url or settings.base_url)
            _send(host, site, done, settings, asked, answers)


# --------------------------------------------------------------------------- where to


def destination_of(names: tuple[str, ...], content: Path) -> Destination:
    """Return the destination that was named, or say what to write."""
    site_of(content)
    known = destinations(content)
    if not known:
        raise Impossible(_NOWHERE.format(file=content / "site.yaml"))
    if len(names) > 1:
        raise Impossible(f"one destination at a time; there are {', '.join(each.name for each in known)}")
    return named(names[0], known, content) if names else known[0]


@contextmanager
def _outside_failing(destination: Destination) -> Iterator[None]:
    """Tell what fails outside in one line, and a place that is not ours at the line that names it."""
    try:
        yield
    except (Failed, Altered) as failure:
        raise OutsideFailed(str(failure)) from None
    except Refused as refusal:
        click.echo(str(error(destination.place, str(refusal), "publish-refused")), err=True)
        sys.exit(WRONG_USAGE)


# --------------------------------------------------------------------------- the site


def _build(asked: Asked, paths: Paths, wished: Wishes, reach: Callable[[], Host]) -> tuple[Build, Host]:
    """Build what a destination is to receive, and reach it; with errors, or with leaks, tell them and end."""
    watch = Watch(quiet=asked.as_json or not sys.stderr.isatty())
    with pool_of(asked) as pool:
        done = made(asked, paths, wished, pool=pool, watch=watch)
        assert done.written is not None
        host = reach()  # it may take a while to get there: meanwhile the scan goes on
        found = audit.leaked(paths, wished, done.written.ledger, pool=pool, watch=watch)
        if not found.ok:
            tell(found, watch, None, as_json=asked.as_json)
    return done, host


def _tell_doubts(done: Build, address: str) -> None:
    """Tell what does not keep anybody from publishing."""
    if urlsplit(address).hostname in _NOBODYS:
        what = (
            f"the site’s address is still {address}, which is nobody’s: feeds, the sitemap and links from elsewhere lead "
            "there; write “base_url:”"
        )
        click.echo(f"{warning(Place('content/site.yaml'), what, 'address-of-nobody')}", err=True)
    warnings = len(done.problems)
    if warnings:
        click.echo(
            f"{counted(warnings, 'warning')}; “fiche check” tells {'it' if warnings == 1 else 'them'}.", err=True
        )


_NOBODYS = frozenset({"example.org", "www.example.org", "example.com", "www.example.com"})
"""Hosts that examples name, and `fiche new site` where none is."""

# --------------------------------------------------------------------------- sending and taking back


def _send(host: Host, paths: Paths, done: Build, site: Site, asked: Asked, answers: _Answers) -> None:
    assert done.written is not None
    with waiting(host.where, quiet=answers.quiet):
        plan = compared(answers.destination, host, built(paths.out, done.written.ledger))
    problems = guarded(plan, site, asked.wishes.now)
    if problems:
        for problem in problems:
            click.echo(f"{problem}\n", err=True)
        click.echo(f"{counted(len(problems), 'error')}. Nothing was sent.", err=True)
        sys.exit(CONTENT_HAS_ERRORS)
    if plan.idle:
        answers.end(host, plan.account, plan.online.release, "is what is online already; nothing was sent")
        return
    if not answers.agree(host, plan.account, "Publish"):
        return
    standing = done.written.ledger.standing
    if standing and not answers.yes and outlived(standing, asked.wishes.now, datetime.now(UTC)):
        raise Impossible(
            "while the question stood, a moment has come that the content names, or another day; publish again"
        )
    with progress(quiet=answers.quiet) as shown:
        try:
            online = sent(plan, host, shown)
        except KeyboardInterrupt:
            click.echo("\nStopped on the way; publish again to make it whole.", err=True, nl=not shown.shown)
            raise
    changes = plan.account.changes
    what = f"is online: {counted(len(changes.sent), 'file')} sent, {len(changes.gone):,} removed"
    answers.end(host, plan.account, online.release, what)


def _take_back(host: Host, answers: _Answers) -> None:
    with waiting(host.where, quiet=answers.quiet):
        back = returning(host)
    if back is None:
        again = "publish the content as it was then, if you have it (git checkout)"
        raise Impossible(f"{host.where} keeps nothing from before to go back to; {again}")
    if answers.agree(host, back.account, "Go back"):
        online = taken_back(back, host)
        answers.end(host, back.account, online.release, "is online again")


@dataclass(frozen=True, slots=True)
class _Answers:
    """What was answered beforehand, and the asking of the rest."""

    destination: Destination
    dry_run: bool
    yes: bool
    many_gone: bool
    quiet: bool
    started: float = field(default_factory=time.perf_counter)

    def agree(self, host: Host, account: Account, deed: str) -> bool:
        """Show what readers will see, and say whether that is wanted."""
        if self.dry_run:
            self.end(host, account, "", "")
            return False
        if not self.quiet:
            self._show(host, account)
        if not self.yes and (self.quiet or not sys.stdin.isatty()):
            raise Impossible("there is nobody to ask here; after a look with --dry-run, say --yes")
        if not self.yes:
            _confirm(f"{deed}?")
        if account.loss and not self.many_gone:
            vanish = f"{account.loss} would vanish"
            if self.yes:
                raise Impossible(f"{vanish}; if they are to, say --many-gone as well")
            _confirm(f"{vanish}. {deed} all the same?")
        return True

    def _show(self, host: Host, account: Account) -> None:
        name, audience = self.destination.name, self.destination.audience
        click.echo(f"{name}: {host.where}, for readers up to {audience.label}")
        lines = list(told(account, public=audience is Marking.CLEAR))
        click.echo("\n".join(lines))
        if any(line.lstrip().startswith("… and ") for line in lines):
            click.echo("“--dry-run --json” lists all of it.")

    def end(self, host: Host, account: Account, release: str, what: str) -> None:
        """Say what was done."""
        seconds = time.perf_counter() - self.started
        if self.quiet:
            click.echo(json.dumps(_as_json(account, self.destination, host, release), ensure_ascii=False, indent=2))
            return
        if self.dry_run:
            self._show(host, account)
            click.echo("Nothing was sent.")
            if account.loss and not self.many_gone:
                click.echo(f"{account.loss} would vanish: that will be asked about, or want --many-gone.")
            return
        click.echo(f"{release[:17]} {what}, {seconds:.1f} s.")


def _confirm(question: str) -> None:
    try:
        sure = click.confirm(question, err=True)
    except click.Abort:  # Ctrl-C, or the end of what is typed: the question still stands on this line
        click.echo(err=True)
        sure = False
    if not sure:
        click.echo("Nothing was sent.", err=True)
        raise click.Abort


def _as_json(account: Account, destination: Destination, host: Host, release: str) -> dict[str, object]:
    changes = account.changes
    return {
        "destination": destination.name,
        "place": host.where,
        "audience": destination.audience.label,
        "release": release,
        "sent": list(changes.sent),
        "removed": list(changes.gone),
        "first": [{"kind": kind_of(page.path).value, **_named(page)} for page in account.first],
        "new": list(map(_named, account.new)),
        "edited": list(map(_edited, account.edited)),
        "moved": [{**_named(page), "to": page.more} for page in account.moved],
        "withdrawn": list(map(_named, account.withdrawn)),
        "gone": list(map(_named, account.gone)),
        "entries": [{"title": title, "feeds": feeds} for title, feeds in account.entries],
        "foreign": list(account.foreign),
        "pages": {"online": account.pages_online, "gone": account.pages_gone},
    }


def _named(page: Named) -> dict[str, str]:
    return {"path": page.path, "title": page.title}


def _edited(edited: Edited) -> dict[str, object]:
    return {**_named(edited.page), "out": list(edited.out), "into": list(edited.into)}
