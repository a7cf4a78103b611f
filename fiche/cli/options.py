"""The options that several commands share, and what they ask for.

Owns what is read, for whom and at what time: it looks at the clock, and knows where the default theme is.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fiche.cli.later import later
from fiche.model import Marking
from fiche.standing import Paths, Wishes
from fiche.value import Value

if TYPE_CHECKING:
    from fiche import dates, fields
else:
    dates, fields = (later(f"fiche.{name}") for name in ("dates", "fields"))


matter = click.option("--content", type=click.Path(path_type=Path, file_okay=False), default=Path("content"),
                      show_default=True, help="The folder of briefs, actors, topics and site.yaml.")  # fmt: skip
_templates = click.option("--templates", type=click.Path(path_type=Path, file_okay=False, exists=True), default=None,
                          help="A folder of templates that stand before the default ones.  "
                          "[default: templates, if there]")  # fmt: skip
_jobs = click.option("--jobs", type=click.IntRange(min=1), default=None,
                     help="Processes that read texts and make pages.  [default: one a processor, where that pays]")  # fmt: skip


def reading(command: click.decorators.FC) -> click.decorators.FC:
    """Add the options that say what is read, and for whom."""
    return _with(command, [
        matter,
        _templates,
        click.option("--base-url", default=None, metavar="URL", help="The site's address, instead of site.yaml's."),
        click.option("--as-of", default=None, metavar="INSTANT",
                     help="Build the site as it stood then: 2016-08-24T23:00+02:00, or a day."),
        click.option("--audience", default=None, metavar="MARKING",
                     help="The highest marking its readers may see: CLEAR, GREEN, AMBER, AMBER+STRICT, RED."),
        _jobs,
    ])  # fmt: skip


def making(command: click.decorators.FC) -> click.decorators.FC:
    """Add the options of commands that make the site for a destination, which says for whom."""
    return _with(command, [
        matter,
        _templates,
        click.option("--output", "usual", type=click.Path(path_type=Path), default=Path("site"), show_default=True,
                     help="The folder the site is built in."),
        _jobs,
    ])  # fmt: skip


def shared(command: click.decorators.FC) -> click.decorators.FC:
    """Add these options and those of commands that run to their end."""
    return _with(reading(command), [
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


class Asked(Value, frozen=True):
    """The shared options, understood."""

    content: Path
    templates: Path | None
    wishes: Wishes
    jobs: int
    dask: str
    as_json: bool

    @classmethod
    def of(cls, options: dict[str, object]) -> Asked:
        """Understand the options; what cannot be understood is wrong usage."""
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
            base_url=base_url_of(str(base_url)) if base_url is not None else None,
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
    package = Path(__file__).parents[1]
    inside = package / "theme"
    return inside if inside.is_dir() else package.parent / "templates"


def _marking(text: str) -> Marking:
    name = text.upper().removeprefix("TLP:").replace("+", "_")
    if name not in Marking.__members__:
        known = ", ".join(marking.label for marking in Marking)
        raise click.BadParameter(f"{text!r} is not a marking; there are {known}", param_hint="--audience")
    return Marking[name]


def base_url_of(text: str) -> str:
    """Return the address of a site as it was given; one that is none is wrong usage."""
    try:
        return fields.base(text)
    except ValueError as failure:
        what = f"{text!r} is not an address like https://example.org/: {failure}"
        raise click.BadParameter(what, param_hint="--base-url") from None


content_option = click.option("--content", type=click.Path(path_type=Path, file_okay=False), default=Path("content"),
                              show_default=True, help="The folder of the publication.")  # fmt: skip
"""For commands that need no more than to know where the content is."""
