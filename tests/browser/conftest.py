"""A real browser on the built sample, and the judges that look through it.

Owns finding Chromium, Java and the npm judges: where one is missing the tests that need it are skipped and say so, but
with `CI=true` they fail. Owns the server on loopback and the pages: what a page asks for and what it complains of is
recorded, and every test fails that made a page ask another host or write to the console.
"""

import functools
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

HERE = Path(__file__).parent
JUDGES = HERE.parent / "judges" / "node_modules"
DESK = {"width": 1280, "height": 900}
PATIENCE = 180_000
"""Milliseconds a step may take: a test finds what is wrong with the page, not that the machine is busy."""
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """Mark the tests of this folder, and keep them on one process: they share a built site and a browser."""
    for test in items:
        if HERE in test.path.parents:
            test.add_marker("browser")
            test.add_marker(pytest.mark.xdist_group("browser"))


def need(found: str | Path | None, what: str) -> str:
    """Return what was found; skip the test without it, or fail it in CI."""
    if found and Path(found).exists():
        return str(found)
    verdict = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
    verdict(f"{what} is not installed here")
    raise AssertionError


def sought(*names: str) -> str | None:
    """Return the first of these programs that is on the path."""
    return next(filter(None, map(shutil.which, names)), None)


# ---------------------------------------------------------------- the site on loopback


class Handler(SimpleHTTPRequestHandler):
    """Serve files as a static host does: the site's own page for what is not there, and no word on the terminal."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".atom": "application/atom+xml",
        ".svg": "image/svg+xml",
    }

    def log_message(self, *_):
        pass

    def send_error(self, code, message=None, explain=None):
        page = Path(self.directory, "404.html")
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def served(built_site) -> Iterator[str]:
    """Serve the sample on loopback and return its address, with a slash at the end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(built_site))) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


# ---------------------------------------------------------------- the kinds of page

_HEAD = re.compile(r'<html lang="([^"]+)"(?:.*?)<body class="page-([\w-]+)', re.DOTALL)


@dataclass(frozen=True)
class Sheet:
    """One HTML file of the site."""

    path: str
    lang: str
    kind: str
    size: int

    def __str__(self) -> str:
        return f"{self.path} ({self.kind}, {self.lang})"


@pytest.fixture(scope="session")
def sheets(built_site) -> tuple[Sheet, ...]:
    """List the HTML pages that are there to be read: redirects only lead to one."""
    found = (
        Sheet(file.relative_to(built_site).as_posix(), *head.groups(), file.stat().st_size)
        for file in sorted(built_site.rglob("*.html"))
        if (head := _HEAD.search(file.read_text("utf-8")))
    )
    return tuple(sheet for sheet in found if sheet.kind != "redirect")


@pytest.fixture(scope="session")
def fullest(sheets) -> tuple[Sheet, ...]:
    """Choose the fullest page of each kind in each language: what can be wrong is wrong there."""
    by_kind = {}
    for sheet in sorted(sheets, key=lambda sheet: (sheet.size, sheet.path)):
        by_kind[sheet.kind, sheet.lang] = sheet
    return tuple(by_kind[key] for key in sorted(by_kind))


@pytest.fixture(scope="session")
def both_ways(fullest) -> tuple[Sheet, ...]:
    """Leave of these the languages in which a layout can differ: French, whose words are long, and Arabic, the other way round."""
    return tuple(sheet for sheet in fullest if sheet.lang in {"fr", "ar"})


# ---------------------------------------------------------------- the browser


@pytest.fixture(scope="session")
def chromium():
    """Start Debian's Chromium once."""
    program = need(sought("chromium", "chromium-browser", "google-chrome"), "Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, headless=True, chromium_sandbox=os.geteuid() != 0, args=FLAGS, timeout=PATIENCE
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def windows(chromium) -> Iterator[Callable]:
    """Give a function that returns a window of the browser; equal wishes share one."""
    opened = {}

    def window(**wishes):
        key = repr(sorted(wishes.items()))
        if key not in opened:
            opened[key] = chromium.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **wishes})
            opened[key].set_default_timeout(PATIENCE)
        return opened[key]

    yield window
    for context in opened.values():
        context.close()


@pytest.fixture
def browse(windows, served) -> Iterator[Callable]:
    """Give a function that opens a page of the site: `browse(path, viewport=…, color_scheme=…)`.

    At the end no page may have asked another host for anything, or have had a word for the console.
    """
    pages, strangers, complaints = [], [], []

    def watch(page):
        page.on("request", lambda ask: None if ask.url.startswith((served, "data:")) else strangers.append(ask.url))
        page.on("pageerror", lambda fault: complaints.append(f"{page.url}: {fault}"))
        page.on(
            "console",
            lambda said: complaints.append(f"{page.url}: {said.text}") if said.type in {"error", "warning"} else None,
        )

    def open_page(path="", **wishes):
        page = windows(**wishes).new_page()
        pages.append(page)
        watch(page)
        page.goto(served + path, wait_until="load")
        return page

    yield open_page
    for page in pages:
        page.close()
    assert [] == strangers, "a page asked another host"
    assert [] == complaints, "a page complained"


@pytest.fixture
def leaf(browse, served) -> Callable:
    """Give a function that goes through pages in one tab, far faster than in a new one each: `leaf(sheets, viewport=…)`."""

    def through(sheets, **wishes):
        page = None
        for sheet in sheets:
            if page is None:
                page = browse(sheet.path, **wishes)
            else:
                page.goto(served + sheet.path, wait_until="load")
            yield sheet, page

    return through


# ---------------------------------------------------------------- the judges


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the script of axe-core."""
    return Path(need(JUDGES / "axe-core" / "axe.min.js", "axe-core (npm)")).read_text("utf-8")


@pytest.fixture(scope="session")
def nu() -> Callable[[list[Path]], subprocess.CompletedProcess]:
    """Give a function that runs the Nu checker over files or folders; its findings are JSON on standard output."""
    java = need(sought("java"), "Java")
    jar = need(JUDGES / "vnu-jar" / "build" / "dist" / "vnu.jar", "the Nu checker (npm)")

    def run(paths):
        command = [java, "-Xss8m", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html"]
        return subprocess.run([*command, *paths], capture_output=True, text=True, check=True)

    return run


@pytest.fixture(scope="session")
def pdftotext() -> Callable[[Path], list[str]]:
    """Give a function that reads a PDF: the text of each of its sheets."""
    program = need(sought("pdftotext"), "pdftotext (poppler-utils)")

    def read(pdf):
        run = subprocess.run([program, "-layout", pdf, "-"], capture_output=True, text=True, check=True)
        return run.stdout.rstrip("\f").split("\f")

    return read
