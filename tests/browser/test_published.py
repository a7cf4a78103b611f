"""What was published, as readers get it: at the root of a host, under a path, and unpacked from a file on a disk.

A reader goes from the home page to a brief, to an actor, to the other language, by links alone. Wherever the site is, pages
have their styles and pictures, ask no other host for anything, and have no word for the console.
"""

import functools
import threading
import zipfile
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.browser.conftest import Handler
from tests.test_cli import ROOT, ask, lay

SITE = """
title: {fr: La Dépêche, ar: الرسالة}
base_url: https://dossier.example/
timezone: Europe/Paris
languages: [fr, ar]
publish:
  root: {folder: root, base_url: https://dossier.example/}
  under: {folder: under, base_url: https://pages.example/a/dossier/}
  stick: {zip: dossier.zip}
"""
BRIEF = """\
---
title: {title}
date: 2016-08-20
actors: [kerry]
image: {{src: /media/carte.svg, alt: "Carte", credit: "x", licence: "x"}}
---
[[kerry]]

![carte](/media/carte.svg)
"""
CONTENT = {
    "site.yaml": SITE,
    "actors/kerry.yaml": "kind: person\nnames: {fr: John Kerry, ar: جون كيري}\n",
    "briefs/treve.fr.md": BRIEF.format(title="La trêve"),
    "briefs/treve.ar.md": BRIEF.format(title="الهدنة"),
    "media/carte.svg": (ROOT / "content/media/carte-pourparlers.svg").read_text("utf-8"),
}


@contextmanager
def host(folder: Path):
    """Show a folder on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    home = tmp_path_factory.mktemp("desk")
    lay(home, CONTENT)
    return home


@pytest.fixture(scope="module", params=["root", "under", "stick"])
def place(request, desk, tmp_path_factory):
    """Yield the address at which a reader finds the home page."""
    run = ask(desk, "publish", request.param, "--yes")
    assert 0 == run.exit_code, run.stderr
    away = tmp_path_factory.mktemp("away")
    if request.param == "stick":
        with zipfile.ZipFile(desk / "dossier.zip") as packed:
            packed.extractall(away)
        yield f"{(away / 'dossier').as_uri()}/index.html"
        return
    if request.param == "under":
        (away / "a").mkdir()
        (away / "a/dossier").symlink_to(desk / "under/current")
    with host(away if request.param == "under" else desk / "root/current") as url:
        yield f"{url}a/dossier/" if request.param == "under" else url


@pytest.fixture
def reader(chromium, place):
    """Yield a page of a browser that is on the home page; at its end nothing may have gone wrong on the way."""
    asked, complaints = [], []
    page = chromium.new_page()
    page.on("request", lambda ask: asked.append(ask.url))
    page.on("response", lambda got: complaints.append(f"{got.url}: {got.status}") if got.status >= 400 else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.goto(place)
    yield page
    page.close()
    base = place.removesuffix("index.html")
    assert [] == [url for url in asked if not url.startswith((base, "data:"))], "something was asked for elsewhere"
    assert [] == complaints


def dressed(page):
    """Hold that a page has its styles, and all its pictures their pixels, once it has loaded."""
    page.wait_for_load_state("load")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')")
    page.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
    assert page.evaluate("Promise.all([...document.images].map(image => image.decode())).then(() => true)")


def test_a_reader_goes_by_links_from_home_to_a_brief_an_actor_and_another_language(reader):
    dressed(reader)
    reader.locator("main a[href*='briefs/2016/']").first.click()
    reader.locator("body.page-brief").wait_for()
    assert 2 == reader.locator("main img").count()
    dressed(reader)
    reader.locator("main a[href*='actors/']").first.click()
    reader.locator("body.page-actor").wait_for()
    dressed(reader)
    reader.locator("a[hreflang=ar]").first.click()
    reader.locator("html[dir=rtl]").wait_for()
    dressed(reader)
