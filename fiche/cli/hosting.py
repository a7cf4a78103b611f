"""`fiche hosting`: what a web server is to be told of the site. The texts are `hosting`'s."""

from __future__ import annotations

import os
from pathlib import Path

import click

from fiche import pipeline
from fiche.cli.destinations import destinations, named
from fiche.cli.new import site_of
from fiche.cli.options import Asked, matter
from fiche.cli.telling import Impossible, Watch, tell
from fiche.destination import Destination, Folder, Ssh
from fiche.families.redirects import ways
from fiche.hosting import Hosted
from fiche.hosting.caddy import caddy
from fiche.hosting.nginx import nginx
from fiche.lens import lenses_of
from fiche.problem import quoted
from fiche.publish import wishes
from fiche.targets.target import located
from fiche.value import replace

_SERVERS = {"nginx": nginx, "caddy": caddy}


@click.command()
@click.argument("destination", default="")
@click.option("--for", "server", type=click.Choice([*_SERVERS]), required=True, help="The server that is to be told.")
@matter
def hosting(destination: str, server: str, content: Path) -> None:
    """Print what to write into the settings of a web server, for it to show the site well.

    That is: where the site is, how long each file may be kept, what browsers may do with it, real redirects from former
    addresses, the page of what is not found, and “410 Gone” for what was withdrawn. DESTINATION is one of those that
    “publish:” in site.yaml names; the first folder among them, if none is named. Print it anew when addresses have changed.
    """
    options: dict[str, object] = dict.fromkeys(("as_of", "audience", "base_url", "templates", "jobs"))
    asked = Asked.of({**options, "content": content})
    site = site_of(content)
    to = _place(destination, content)
    wished = asked.wishes if to is None else wishes(to, site, asked.wishes.now)
    done, publication = pipeline.woven(asked.paths(Path("site")), wished)
    if publication is None:
        tell(done, Watch(quiet=True), None, as_json=False)
    shown = Hosted(publication.site, ways(lenses_of(publication)), "")
    root = _root(to, asked.paths(Path("site")).content.parent) if to else f"/srv/www/{shown.host}/current"
    click.echo(_SERVERS[server](replace(shown, root=root)), nl=False)


def _place(name: str, content: Path) -> Destination | None:
    """Return the destination that a web server shows: the one that was named, or the first of those there are."""
    known = destinations(content)
    if not name:
        return next((each for each in known if isinstance(each.to, Folder | Ssh)), None)
    found = named(name, known, content)
    if not isinstance(found.to, Folder | Ssh):
        raise Impossible(
            f"{quoted(name)} is no folder that a web server shows; its host decides by itself what it says"
        )
    return found


def _root(destination: Destination, home: Path) -> str:
    """Return where the site will be on the server's disk."""
    to = destination.to
    if isinstance(to, Folder):
        return str(located(to.path, home, os.environ).resolve() / "current")
    assert isinstance(to, Ssh)
    user = to.host.rpartition("@")[0] or "USER"
    return f"{to.path if to.path.startswith('/') else f'/home/{user}/{to.path}'}/current"
