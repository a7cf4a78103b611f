"""The commands. The only module that knows the clock, the terminal and the folder one stands in.

`python build.py` and the installed `fiche` are this program. Exit status: 0 done, 1 the content has errors and nothing was
written, 2 wrong usage, 3 something outside failed.
"""

from __future__ import annotations

import gc
import importlib.util
import io
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn

import click

from fiche import __version__, standing
from fiche.executor import Serial
from fiche.model import ActorKind, Marking, Site
from fiche.problem import Problem, Severity
from fiche.standing import Build, Paths, Wishes
from fiche.value import Value, replace


def _later(name: str) -> ModuleType:
    """Return a module that is loaded when it is first used: to see that nothing has changed takes none of these."""
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.loader is not None
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = sys.modules.get(name)
    if module is None:
        module = sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return module


if TYPE_CHECKING:
    import asyncio
    import secrets
    import webbrowser

    from fiche import cluster, dates, fields, forms, offices, pipeline, scaffold
    from fiche import status as withheld
    from fiche.forms import site as site_form
    from fiche.preview import editor as editors
    from fiche.preview import gate, server
    from fiche.preview import room as rooms
else:
    asyncio, secrets, webbrowser = map(_later, ("asyncio", "secrets", "webbrowser"))
    editors, gate, rooms, server = (_later(f"fiche.preview.{name}") for name in ("editor", "gate", "room", "server"))
    cluster, dates, fields, forms, offices, pipeline, scaffold, withheld = (
        _later(f"fiche.{name}")
        for name in ("cluster", "dates", "fields", "forms", "offices", "pipeline", "scaffold", "status")
    )
    site_form = _later("fiche.forms.site")

CONTENT_HAS_ERRORS = 1
WRONG_USAGE = 2
OUTSIDE_FAILED = 3
INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM
_SLOW = 1.0
"""Seconds of work before progress is shown."""


class _DefaultsToBuild(click.Group):
    """Takes `build` for granted where no command is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `build` before options that are not the group's own."""
        if not args or (args[0].startswith("-") and args[0] not in {"--help", "-h", "--version"}):
            args = ["build", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_DefaultsToBuild, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="fiche %(version)s")
def cli() -> None:
    """Turn a folder of briefs into a static site. Without a command: build."""


def _reading(command: click.decorators.FC) -> click.decorators.FC:
    """Add the options that say what is read, and for whom."""
    return _with(command, [
        click.option("--content", type=click.Path(path_type=Path, file_okay=False), default=Path("content"),
                     show_default=True, help="The folder of briefs, actors, topics and site.yaml."),
        click.option("--templates", type=click.Path(path_type=Path, file_okay=False, exists=True), default=None,
                     help="A folder of templates that stand before the default ones.  [default: templates, if there]"),
        click.option("--base-url", default=None, metavar="URL", help="The site's address, instead of site.yaml's."),
        click.option("--as-of", default=None, metavar="INSTANT",
                     help="Build the site as it stood then: 2016-08-24T23:00+02:00, or a day."),
        click.option("--audience", default=None, metavar="MARKING",
                     help="The highest marking its readers may see: CLEAR, GREEN, AMBER, AMBER+STRICT, RED."),
        click.option("--jobs", type=click.IntRange(min=1), default=None,
                     help="Processes that read texts and make pages.  [default: one a processor, where that pays]"),
    ])  # fmt: skip


def _shared(command: click.decorators.FC) -> click.decorators.FC:
    """Add these options and those of commands that run to their end."""
    return _with(_reading(command), [
        click.option("--drafts", is_flag=True, help="Show drafts as well."),
        click.option("--dask", default="", metavar="ADDRESS",
                     help="Read texts and make pages on a Dask cluster; its scheduler: tcp://10.0.0.5:8786."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text."),
    ])  # fmt: skip


def _with(
    command: click.decorators.FC, options: list[Callable[[click.decorators.FC], click.decorators.FC]]
) -> click.decorators.FC:
    for option in reversed(options):
        command = option(command)
    return command


class _Asked(Value, frozen=True):
    """The shared options, understood."""

    content: Path
    templates: Path | None
    wishes: Wishes
    jobs: int
    dask: str
    as_json: bool

    @classmethod
    def of(cls, options: dict[str, object]) -> _Asked:
        content, templates, as_of = options["content"], options["templates"], options["as_of"]
        assert isinstance(content, Path)
        assert templates is None or isinstance(templates, Path)
        audience, base_url, jobs = options["audience"], options["base_url"], options["jobs"]
        assert jobs is None or isinstance(jobs, int)
        wishes = Wishes(
            now=datetime.now(UTC),
            as_of=str(as_of) if as_of is not None else None,
            audience=_marking(str(audience)) if audience is not None else None,
            drafts=bool(options.get("drafts")),
            base_url=_base_url(str(base_url)) if base_url is not None else None,
        )
        if wishes.as_of is not None:
            try:
                dates.parse_instant(wishes.as_of, "UTC")
            except ValueError as failure:
                raise click.BadParameter(str(failure), param_hint="--as-of") from None
        jobs = jobs or os.cpu_count() or 1
        return cls(content, templates, wishes, jobs, str(options.get("dask", "")), bool(options.get("as_json")))

    def paths(self, out: Path, *, preview: bool = False) -> Paths:
        """Say where all is. A preview looks for templates of one's own even where there are none yet."""
        own = self.templates or self.content.absolute().parent / "templates"
        wanted = (preview or own.is_dir()) and own.resolve() != theme_folder().resolve()
        folders = (own.absolute(), theme_folder()) if wanted else (theme_folder(),)
        return Paths(self.content.absolute(), out.absolute(), folders)


def theme_folder() -> Path:
    """Return where the default theme is: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "theme"
    return inside if inside.is_dir() else package.parent / "templates"


def _marking(text: str) -> Marking:
    name = text.upper().removeprefix("TLP:").replace("+", "_")
    if name not in Marking.__members__:
        known = ", ".join(marking.label for marking in Marking)
        raise click.BadParameter(f"{text!r} is not a marking; there are {known}", param_hint="--audience")
    return Marking[name]


def _base_url(text: str) -> str:
    try:
        return site_form.base(text)
    except ValueError as failure:
        what = f"{text!r} is not an address like https://example.org/: {failure}"
        raise click.BadParameter(what, param_hint="--base-url") from None


_TURN = 0.0005
"""Seconds that a thread keeps the interpreter: the one that takes in what other processes send must not wait for ours, or
they wait for it. A tenth of the usual; a build with much to send is a tenth faster."""


@contextmanager
def _pool(asked: _Asked) -> Iterator[Executor]:
    jobs = asked.jobs
    if asked.dask:
        with _cluster(asked) as pool:
            yield pool
        return
    if jobs == 1:
        yield Serial()
        return
    # It starts its processes with the first task it gets. They leave Ctrl-C to us, and are not waited for then.
    pool = ProcessPoolExecutor(jobs - 1, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))
    turn = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    pool.workers, pool.helped = jobs - 1, True  # type: ignore[attr-defined] # `executor` asks for them: we are the last hand
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        sys.setswitchinterval(turn)


@contextmanager
def _cluster(asked: _Asked) -> Iterator[Executor]:
    try:
        with cluster.cluster(asked.dask, asked.content.absolute().parent) as pool:
            yield pool
    except cluster.Unfit as fault:
        raise _OutsideFailed(str(fault)) from None


class _OutsideFailed(click.ClickException):
    exit_code = OUTSIDE_FAILED


@dataclass(slots=True)
class _Watch:
    """Times the stages, and shows them on a terminal once the work has taken a second."""

    quiet: bool
    started: float = field(default_factory=time.perf_counter)
    stages: list[tuple[str, float]] = field(default_factory=list)
    shown: int = 0

    def __call__(self, stage: str) -> None:
        """Note that a stage begins."""
        now = time.perf_counter()
        self.stages.append((stage, now))
        if self.quiet or now - self.started < _SLOW:
            return
        for name, since in self.stages[self.shown :]:
            click.echo(f"  {since - self.started:6.1f} s  {name} …", err=True)
        self.shown = len(self.stages)

    def timings(self) -> dict[str, float]:
        """Return the seconds each stage took."""
        ends = [since for _, since in self.stages[1:]] + [time.perf_counter()]
        return {name: round(end - since, 3) for (name, since), end in zip(self.stages, ends, strict=True)}


@cli.command()
@click.option("--output", type=click.Path(path_type=Path), default=Path("site"), show_default=True,
              help="The folder the site goes to.")  # fmt: skip
@click.option(
    "--no-memo", "forget", is_flag=True, help="Make everything anew, using and keeping nothing of other builds."
)
@click.option("--why", default="", metavar="PATH",
              help="Say why this file of the site is made again, or is not: actors/john-kerry/index.html.")  # fmt: skip
@_shared
def build(output: Path, *, forget: bool, why: str, **options: object) -> None:
    """Build the site. With any error in the content, the old site stays as it was.

    What has not changed is not made again; what a build found out is kept in “.fiche”, which may be deleted at any time.
    """
    asked = _Asked.of(options)
    watch = _Watch(quiet=asked.as_json or not sys.stderr.isatty())
    watch("look")
    looked = standing.Glance() if forget else standing.look(asked.paths(output), asked.wishes)
    if looked.done is not None and not why:
        _tell(looked.done, asked, watch, output)
    with _pool(asked) as pool:
        done = pipeline.build(
            asked.paths(output), asked.wishes, pool=pool, watch=watch, looked=looked, remember=not forget, why=why
        )
    _tell(done, asked, watch, output)


@cli.command()
@_shared
def check(**options: object) -> None:
    """Report everything that is wrong, and write nothing."""
    asked = _Asked.of(options)
    watch = _Watch(quiet=asked.as_json or not sys.stderr.isatty())
    with _pool(asked) as pool:
        done = pipeline.check(asked.paths(Path("site")), asked.wishes, pool=pool, watch=watch)
    _tell(done, asked, watch, None)


@cli.command()
@_shared
def status(**options: object) -> None:
    """Show what is withheld and why, and when the site next changes by itself."""
    asked = _Asked.of(options)
    read = pipeline.read(asked.paths(Path("site")), asked.wishes)
    if not read.ok or read.desk is None or read.policy is None:
        _tell(read, asked, _Watch(quiet=True), None)
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
    for change in changes[:10]:
        click.echo(f"  {change.instant.astimezone(zone):%Y-%m-%d %H:%M %Z}: {change.what}: {change.path}")
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
@_reading
def serve(
    port: int, host: str, editor: str, drafts: str | None, hosts: tuple[str, ...], *,
    look: bool, follow: bool, poll: bool, **options: object,
) -> None:  # fmt: skip
    """Show the site while it is written: what is saved is on the screen at once.

    Drafts, embargoed and restricted briefs are shown, each with a word on why readers will not see it. The output folder is
    not touched.
    """
    asked = _Asked.of(options)
    if not asked.content.is_dir():
        advice = "run this beside it, name it with “--content”, or start with “fiche new site”"
        raise click.UsageError(f"there is no folder {asked.content}; {advice}")
    public = asked.wishes
    unveiled = drafts == "on" or (drafts is None and public.as_of is None and public.audience is None)
    wishes = replace(public, unveiled=unveiled)
    known = editors.found([editor] if editor else [os.environ.get(name, "") for name in _EDITORS])
    desired = server.Desired(host=host, port=port, hosts=hosts, editor=known, follow=follow)
    try:
        listener = server.listening(desired)
    except OSError as failure:
        raise _OutsideFailed(f"nothing can listen at {host}, port {port}: {failure.strerror}; try --port 0") from None
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
    with closing(listener), _pool(asked) as pool, suppress(KeyboardInterrupt):
        asyncio.run(server.serve(room, desired, listener, pool=pool, token=secrets.token_urlsafe(16), ready=ready))


_EDITORS = ("FICHE_EDITOR", "VISUAL", "EDITOR")


def _place(host: str, port: int) -> str:
    """Return the address at which a browser on this machine finds the preview."""
    name = {"0.0.0.0": "localhost", "::": "localhost", "127.0.0.1": "localhost"}.get(host, host)  # noqa: S104 - compared
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


def _said(room: rooms.Room, place: str, seconds: float, *, taken: bool) -> None:
    """Say where the preview is, and what it shows."""
    publication = room.warm.publication
    shows = _counted(len(publication.entries), "brief") if publication else "nothing yet"
    port = ", since the port asked for is taken" if taken else ""
    _say(f"{shows} at {place}{port} ({seconds:.1f} s); the desk at {place}_desk/; end with Ctrl-C")


def _say(words: str) -> None:
    click.echo(f"{datetime.now().astimezone():%H:%M:%S} {words}", err=True)


@cli.command()
@click.argument("question")
@click.argument("day", default="")
@_reading
def who(question: str, day: str, **options: object) -> None:
    """Say who held an office on a day, who before and after; or which office an actor held.

    QUESTION is an office in any language of the register ("US Secretary of State"), or an actor's name or id. DAY is written
    2016-08-24, 2016-08 or 2016; without it today is meant, or the day of the site's clock.
    """
    asked = _Asked.of(options)
    read = pipeline.read(asked.paths(Path("site")), asked.wishes)
    if not read.ok or read.desk is None or read.policy is None:
        _tell(read, asked, _Watch(quiet=True), None)
    zone = read.desk.site.timezone
    try:
        stamp = dates.parse_stamp(day, zone) if day else None
    except ValueError as failure:
        raise click.BadParameter(str(failure), param_hint="DAY") from None
    on = stamp.last if stamp else read.policy.now.astimezone(dates.zone(zone)).date()
    heads = [manuscript.head for manuscript in read.desk.actors]
    said = list(offices.told(question, heads, on, read.desk.site))
    if not said:
        raise click.UsageError(f"the register knows no office or actor {question!r}{offices.near(question, heads)}")
    click.echo("\n".join(said))


@cli.group()
def new() -> None:
    """Make a site, brief, actor or topic that is valid at once."""


_content = click.option("--content", type=click.Path(path_type=Path, file_okay=False), default=Path("content"),
                        show_default=True, help="The folder of the publication.")  # fmt: skip


@new.command("site")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--title", default="Our briefs", show_default=True)
@click.option("--languages", default="en", show_default=True, help="Language tags, the default one first: fr,en,ar.")
@click.option("--timezone", default="UTC", show_default=True, help="Where a day begins: Europe/Paris.")
@click.option("--base-url", default="https://example.org/", show_default=True, help="Where it will be published.")
def new_site(folder: Path, title: str, languages: str, timezone: str, base_url: str) -> None:
    """Make a publication in FOLDER (default: here)."""
    try:
        zone = dates.zone(timezone)
    except ValueError as failure:
        raise click.BadParameter(str(failure), param_hint="--timezone") from None
    tags = [fields.language(tag.strip()) or "" for tag in languages.split(",")]
    if not all(tags) or len(set(tags)) < len(tags):
        raise click.BadParameter(f"{languages!r} is not a list of language tags, as fr,en,ar", param_hint="--languages")
    files = scaffold.site(
        title, languages=tags, timezone=timezone, base_url=_base_url(base_url), now=datetime.now(zone)
    )
    _make(folder / "content", files)
    at = "" if folder == Path() else f"cd {folder} and "
    click.echo(f"Now {at}run: fiche build")


@new.command("brief")
@click.argument("title")
@_content
@click.option("--lang", default="", help="Its language.  [default: the site's first]")
@click.option("--actor", "actors", multiple=True, help="An actor in it, by id or name; may be repeated.")
@click.option("--topic", "topics", multiple=True, help="A topic it is filed under; may be repeated.")
def new_brief(title: str, content: Path, lang: str, actors: tuple[str, ...], topics: tuple[str, ...]) -> None:
    """Start a brief, as a draft dated now."""
    site = _site_of(content)
    if lang and lang not in site.languages:
        raise click.BadParameter(f"the site has {', '.join(site.languages)}", param_hint="--lang")
    now = datetime.now(dates.zone(site.timezone))
    suffix = "" if lang == site.language else lang
    _make(content, (scaffold.brief(title, now=now, lang=suffix, actors=actors, topics=topics),))


@new.command("actor")
@click.argument("name")
@_content
@click.option("--kind", type=click.Choice([kind.value for kind in ActorKind]), default="person", show_default=True)
def new_actor(name: str, content: Path, kind: str) -> None:
    """Add an actor to the register."""
    _site_of(content)
    _make(content, (scaffold.actor(name, kind=ActorKind(kind)),))


@new.command("topic")
@click.argument("label")
@_content
@click.option("--parent", "parents", multiple=True, help="The id of a topic above it; may be repeated.")
def new_topic(label: str, content: Path, parents: tuple[str, ...]) -> None:
    """Add a topic to the tree."""
    _site_of(content)
    _make(content, (scaffold.topic(label, parents=parents),))


def _site_of(content: Path) -> Site:
    """Read the site's settings, or say what is wrong with them."""
    file = content / "site.yaml"
    if not file.is_file():
        raise click.UsageError(
            f"there is no {file}; run this beside the folder “content”, or start with “fiche new site”"
        )
    checked = forms.read_site("content/site.yaml", file.read_bytes())
    if checked.value is None or not checked.ok:
        for problem in checked.problems:
            click.echo(f"{problem}\n", err=True)
        sys.exit(CONTENT_HAS_ERRORS)
    return checked.value


def _make(content: Path, files: tuple[scaffold.New, ...]) -> None:
    """Write new files, all or none, and never over one that is there."""
    taken = [str(content / file.path) for file in files if (content / file.path).exists()]
    if taken:
        raise click.UsageError(f"{', '.join(taken)} is there already; nothing was made")
    for file in files:
        path = content / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
        click.echo(f"made {path}")


def _tell(done: Build, asked: _Asked, watch: _Watch, output: Path | None) -> NoReturn:
    """Print what was found and done, and end with the right exit status."""
    if asked.as_json:
        click.echo(json.dumps(_as_json(done, watch), ensure_ascii=False, indent=2))
    else:
        for problem in done.problems:
            click.echo(str(problem) + "\n", err=True)
        click.echo(_summary(done, watch, output), err=not done.ok)
        if done.why and done.ok:
            click.echo(f"{done.why}.")
    sys.exit(_exit_status(done))


def _exit_status(done: Build) -> int:
    """Return 0, or what the errors are: a wrong output folder is wrong usage, all else is the content's."""
    errors = {problem.code for problem in done.problems if problem.severity is Severity.ERROR}
    if not errors:
        return 0
    return WRONG_USAGE if all(code.startswith("output-") for code in errors) else CONTENT_HAS_ERRORS


def _summary(done: Build, watch: _Watch, output: Path | None) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in done.problems)
    warnings = sum(problem.severity is Severity.WARNING for problem in done.problems)
    found = " and ".join(_counted(n, word) for n, word in ((errors, "error"), (warnings, "warning")) if n)
    if errors:
        return f"{found}. Nothing was written." if output else f"{found}."
    seconds = time.perf_counter() - watch.started
    told = f" ({found})" if found else ""
    briefs = _counted(done.briefs, "brief")
    if done.written is None or output is None:
        return f"{briefs}, {_counted(done.pages, 'file')}: nothing wrong{told}."
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
    return f"{briefs}, {_counted(done.pages, 'file')} in {output}{os.sep} ({changes}), {seconds:.1f} s{told}."


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _as_json(done: Build, watch: _Watch) -> dict[str, object]:
    wrote = done.written
    return {
        "ok": done.ok,
        "briefs": done.briefs,
        "files": done.pages,
        "written": {"new": wrote.new, "changed": wrote.changed, "same": wrote.same, "removed": wrote.removed}
        if wrote
        else None,
        "seconds": watch.timings(),
        **({"why": done.why} if done.why else {}),
        "problems": [_problem(problem) for problem in done.problems],
    }


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "severity": str(problem.severity),
        "code": problem.code,
        "what": problem.what,
    }


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
