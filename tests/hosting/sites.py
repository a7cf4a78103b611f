"""A small publication with all that a web server has to know of, and the servers that show it as they were told to."""

from contextlib import contextmanager
from datetime import datetime

from fiche.families.redirects import ways
from fiche.hosting import Hosted
from fiche.hosting.caddy import caddy
from fiche.hosting.nginx import nginx
from fiche.lens import lenses_of
from fiche.pipeline import Paths, Wishes, build, woven
from tests.conftest import ROOT
from tests.targets import web

NOW = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
SITE = """\
title: The Dispatch
base_url: {base}
timezone: UTC
languages: [en, fr]
security: {{contact: s@press.example, expires: 2026-12-01}}
"""
FILES = {
    "briefs/one.en.md": "---\ntitle: One\ndate: 2025-03-04\nformer_ids: [uno]\nredirects: [old/page/, 'été/$a;{{b}}.html']\n"
    "---\nWords, ![a map](/media/map.svg) and [a table](/media/t.csv).\n",
    "briefs/two.en.md": "---\ntitle: Two\ndate: 2025-03-05\nstatus: withdrawn\nwithdrawn: {date: 2025-04-01, reason: Wrong.}\n"
    "---\nNo more.\n",
    "briefs/three.en.md": "---\ntitle: Zqxwithheld\ndate: 2025-03-06\nstatus: draft\nformer_ids: [zqx]\nredirects: [zqx/]\n"
    "---\nNot yet.\n",
    "media/map.svg": '<svg xmlns="http://www.w3.org/2000/svg"><title>A map</title></svg>',
    "media/t.csv": "a,b\n",
}
NAMED = "static/x.3f9a1c20de.css"


def publication(home, base, *, more=""):
    """Build a site in a folder, and return what a server is to be told of it."""
    for name, text in {"site.yaml": SITE.format(base=base) + more, **FILES}.items():
        file = home / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("{{", "{").replace("}}", "}"), "utf-8")
    paths = Paths(home / "content", home / "site", (ROOT / "templates",))
    assert build(paths, Wishes(now=NOW)).ok
    (home / "site" / NAMED).write_text("p{}")
    _, found = woven(paths, Wishes(now=NOW))
    return Hosted(found.site, ways(lenses_of(found)), str(home / "site"))


@contextmanager
def by_nginx(home, shown, *, modules="", around=""):
    text = around + nginx(shown).replace("listen 80;", f"listen unix:{home}/nginx.sock;").replace("listen [::]:80;", "")
    with web.nginx(home, text, before=modules) as connection:
        yield connection


@contextmanager
def by_caddy(home, shown):
    head = f"{shown.host} {{"
    text = caddy(shown).replace(head, f"http://{head}\n    bind unix/{home}/caddy.sock", 1)
    (home / "Caddyfile").write_text(f"{{\n    admin off\n    auto_https off\n}}\n{text}", "utf-8")
    command = [web.program("caddy", "caddy"), "run", "--adapter", "caddyfile", "--config", home / "Caddyfile"]
    with web.running(command, home / "caddy.sock", shown.host) as connection:
        yield connection


SERVERS = {"nginx": by_nginx, "caddy": by_caddy}
