"""`fiche new`: files that are valid at once. What they say is `scaffold`'s."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from fiche import dates, fields, forms, scaffold
from fiche.cli.options import base_url_of, content_option
from fiche.cli.telling import CONTENT_HAS_ERRORS, Impossible
from fiche.model import ActorKind, Site
from fiche.problem import quoted
from fiche.story.portrait import comments, portrait
from fiche.story.words import TEXT_LIMIT, language, words
from fiche.value import replace


@click.group()
def new() -> None:
    """Make a site, brief, actor or topic that is valid at once."""


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
        title, languages=tags, timezone=timezone, base_url=base_url_of(base_url), now=datetime.now(zone)
    )
    make(folder / "content", files)
    ignored = folder / scaffold.IGNORED.path
    if not ignored.exists():
        make(folder, (scaffold.IGNORED,))
    at = "" if folder == Path() else f"cd {folder} and "
    click.echo(f"Now {at}run: fiche build")


@new.command("brief")
@click.argument("title")
@content_option
@click.option("--lang", default="", help="Its language.  [default: the site's first]")
@click.option("--actor", "actors", multiple=True, help="An actor in it, by id or name; may be repeated.")
@click.option("--topic", "topics", multiple=True, help="A topic it is filed under; may be repeated.")
def new_brief(title: str, content: Path, lang: str, actors: tuple[str, ...], topics: tuple[str, ...]) -> None:
    """Start a brief, as a draft dated now."""
    site = site_of(content)
    if lang and lang not in site.languages:
        raise click.BadParameter(f"the site has {', '.join(site.languages)}", param_hint="--lang")
    now = datetime.now(dates.zone(site.timezone))
    suffix = "" if lang == site.language else lang
    make(content, (scaffold.brief(title, now=now, lang=suffix, actors=actors, topics=topics),))


@new.command("actor")
@click.argument("name")
@content_option
@click.option("--kind", type=click.Choice([kind.value for kind in ActorKind]), default="person", show_default=True)
@click.option("--from-text", "file", type=click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True), default=None,
              help="A text, or “-” for what is pasted: what it says of the name is put in the file as comments.")  # fmt: skip
@click.option("--lang", default="", help="The language of that text.  [default: the one its words are of]")
def new_actor(name: str, content: Path, kind: str, file: Path | None, lang: str) -> None:
    """Add an actor to the register."""
    site = site_of(content)
    made = scaffold.actor(name, kind=ActorKind(kind))
    if file is not None:
        text = story_in(file)
        tag = language_of(lang, text, site)
        found = portrait(name, text, words(tag), tag)
        if found is None:
            raise Impossible(f"{file} does not name {quoted(name)}; write the name as it stands there")
        made = replace(made, text=made.text + comments(found))
    make(content, (made,))


@new.command("topic")
@click.argument("label")
@content_option
@click.option("--parent", "parents", multiple=True, help="The id of a topic above it; may be repeated.")
def new_topic(label: str, content: Path, parents: tuple[str, ...]) -> None:
    """Add a topic to the tree."""
    site_of(content)
    make(content, (scaffold.topic(label, parents=parents),))


def story_in(file: Path) -> str:
    """Return a text that is UTF-8, and no book."""
    data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Impossible(f"{file} is not encoded in UTF-8; save it as UTF-8") from None
    if len(text) > TEXT_LIMIT:
        raise Impossible(f"{file} has {len(text):,} characters; a story has at most {TEXT_LIMIT:,}")
    return text


def language_of(lang: str, text: str, site: Site) -> str:
    """Return the language of a text: as it is said, else of the site's the one its words are of."""
    if lang and lang not in site.languages:
        raise click.BadParameter(f"the site has {', '.join(site.languages)}", param_hint="--lang")
    return lang or language(text, site.languages)


def site_of(content: Path) -> Site:
    """Read the site's settings, or say what is wrong with them."""
    file = content / "site.yaml"
    if not file.is_file():
        raise Impossible(f"there is no {file}; run this beside the folder “content”, or start with “fiche new site”")
    checked = forms.read_site("content/site.yaml", file.read_bytes())
    if checked.value is None or not checked.ok:
        for problem in checked.problems:
            click.echo(f"{problem}\n", err=True)
        sys.exit(CONTENT_HAS_ERRORS)
    return checked.value


def make(content: Path, files: tuple[scaffold.New, ...]) -> None:
    """Write new files, all or none, and never over one that is there."""
    taken = [str(content / file.path) for file in files if (content / file.path).exists()]
    if taken:
        raise Impossible(f"{', '.join(taken)} is there already; nothing was made")
    for file in files:
        path = content / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
        click.echo(f"made {path}")
