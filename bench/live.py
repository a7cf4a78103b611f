"""From a save to the page: `fiche serve`, `hugo server` and Eleventy's `--serve`, in the same run, measured from outside.

    python bench/live.py [--briefs 1000,10000] [--saves 50] [--servers hugo,fiche-same-job] [--long]

Owns the servers' commands, the saves, and the waiting: over plain HTTP, and in Chromium. `generators` owns what is served,
`lags` the figures and the tables. One server after the other runs alone; all get the same briefs, the same saves and the
same pauses. Nothing is asserted of the figures. All that is started ends with the program, however that ends short of a kill.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import stopwatch
from generators import ELEVENTY, EVERYTHING, HUGO, ROOT, SAME_JOB, Generator, Site, prepare
from lags import HTML, PAGE, SHEET, TITLE, Endurance, Lags, Served, report
from peers import TMPFS, standing_at
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserFailed
from tables import Figure

STARTING, ASKING = 0.005, 0.002
"""Seconds between two requests: until a server answers, and until it has what was saved."""
PAUSES = (0.2, 0.4)
"""Seconds between two saves, at least and at most: no timer of a server is in step with them."""
UNSEEN = 60.0
"""Seconds after which a save that is not seen never will be."""
CONNECTED = 1.5
"""Seconds in which a page that was opened has heard from its server."""
BRIEF = 11
"""The number of the brief that is written on."""
STYLE = "templates/static/style.css"


# ---------------------------------------------------------------- the servers


@dataclass(frozen=True)
class Server:
    """A generator that serves what it makes while it is written."""

    generator: Generator
    called: str
    command: Callable[[int], Sequence[str]]
    """By port."""

    @property
    def name(self) -> str:
        """Return the generator's name."""
        return self.generator.name

    @property
    def ours(self) -> bool:
        """Say whether it is fiche."""
        return self.generator.tools is None

    @property
    def version(self) -> str:
        """Return what is called, and its version."""
        return f"{self.called} ({self.name.partition('-')[0]} {self.generator.version})"


def _hugo(port: int) -> Sequence[str]:
    # By default it tells browsers the second of a page's making: of two saves in one second they show the first alone.
    return (HUGO.command[0], "server", *"--quiet --noHTTPCache --bind 127.0.0.1 --port".split(), str(port))


def _eleventy(port: int) -> Sequence[str]:
    return (*ELEVENTY.command, "--serve", "--incremental", f"--port={port}")


def _fiche(port: int) -> Sequence[str]:
    return (sys.executable, str(ROOT / "build.py"), "serve", "--content", "content", "--port", str(port))


SERVERS = (
    Server(HUGO, "`hugo server --noHTTPCache`", _hugo),
    Server(SAME_JOB, "`fiche serve`", _fiche),
    Server(EVERYTHING, "`fiche serve`", _fiche),
    Server(ELEVENTY, "`eleventy --serve --incremental`", _eleventy),
)


class Asker:
    """Asks a server for pages, over one connection for as long as that lasts."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=UNSEEN)

    def page(self, address: str) -> bytes:
        """Return a page; nothing if there is none, or nobody answers."""
        try:
            self._connection.request("GET", address)
            answer = self._connection.getresponse()
            body = answer.read()
        except (OSError, HTTPException):
            self.close()
            return b""
        return body if answer.status == 200 else b""

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    pid: int
    port: int
    asker: Asker
    start: Figure
    """Seconds from its start to its first page."""

    @property
    def handles(self) -> int:
        """Return how many files, sockets and the like it holds open; 0 where not known."""
        with suppress(OSError):
            return stopwatch.handles(self.pid)
        return 0

    @property
    def memory(self) -> float:
        """Return the MiB of all its processes; 0 where not known."""
        with suppress(OSError, ValueError):
            return stopwatch.resident(self.pid) / stopwatch.MIB
        return 0.0


@contextmanager
def running(server: Server, site: Site, address: str, *, patience: float) -> Iterator[Running]:
    """Start a server, wait for its first page, and end it. Raises Failed if none comes."""
    # A Python that may not keep what it compiled would compile it in every start, which no user's does.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    port, log = _free_port(), site.folder.with_suffix(".log")
    asker, others, started = Asker(port), stopwatch.Others(), time.perf_counter()
    with log.open("wb") as words:
        process = subprocess.Popen(
            server.command(port),
            cwd=site.folder,
            env=env | dict(server.generator.env),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            start_new_session=True,
        )
    try:
        while b"<h1" not in asker.page(address):
            if process.poll() is not None:
                last = log.read_text("utf-8", "replace").split("\n")[-6:]
                raise stopwatch.Failed(f"it ended with {process.returncode}: {' '.join(last).strip()}")
            if time.perf_counter() - started > patience:
                raise stopwatch.Failed(f"it had no page after {patience:.0f} s")
            time.sleep(STARTING)
        start = Figure(time.perf_counter() - started, others.quiet, 1)
        yield Running(process.pid, port, asker, start)
    finally:
        asker.close()
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a server as its user would, and whatever it leaves."""
    try:
        process.send_signal(signal.SIGINT)
        process.wait(15)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


# ---------------------------------------------------------------- the saves

_marks = (f"mark-{number}-x" for number in itertools.count())
Edit = Callable[[str, str], str]
"""Takes a text and a mark, and returns the text with the mark."""
Wait = Callable[[Callable[[], None], str], float]
"""Saves, waits until the mark is seen, and returns the seconds between. Raises Failed if it never is."""


def edit_body(text: str, mark: str) -> str:
    """Add a paragraph to a brief."""
    return f"{text}\nA paragraph more, {mark}.\n"


def edit_title(text: str, mark: str) -> str:
    """Change a brief's title."""
    return re.sub(r"^(title: \"?)", rf"\1Edited {mark}, ", text, count=1, flags=re.MULTILINE)


def edit_sheet(text: str, mark: str) -> str:
    """Add a rule to a style sheet."""
    return f'{text}\n:root {{ --bench: "{mark}"; }}\n'


@contextmanager
def restored(file: Path) -> Iterator[str]:
    """Give what is in a file, and have the same in it afterwards."""
    text = file.read_text("utf-8")
    try:
        yield text
    finally:
        file.write_text(text, "utf-8")


def lags(file: Path, text: str, edit: Edit, wait: Wait, *, saves: int, patience: float) -> Lags:
    """Save again and again, with pauses, until there were so many saves or the patience ends. The first is not counted."""
    dice = random.Random(1)
    taken: list[float] = []
    others, ends = stopwatch.Others(), time.perf_counter() + patience
    for number in range(saves + 1):
        time.sleep(dice.uniform(*PAUSES))
        lag = _saved(file, text, edit, wait)
        if number:
            taken.append(lag)
        if taken and time.perf_counter() > ends:
            break
    return Lags(taken, others.quiet)


def _saved(file: Path, text: str, edit: Edit, wait: Wait) -> float:
    """Save once: the file has the same bytes as before, but for another mark. It is written in place."""
    mark = next(_marks)
    data = edit(text, mark).encode()

    def save() -> None:
        file.write_bytes(data)

    return wait(save, mark)


def asking(asker: Asker, address: str) -> Wait:
    """Wait by asking for the page until it has the mark."""

    def wait(save: Callable[[], None], mark: str) -> float:
        started = time.perf_counter()
        save()
        _until(lambda: mark.encode() in asker.page(address), f"the page at {address} never had what was saved")
        return time.perf_counter() - started

    return wait


def _until(true: Callable[[], bool], otherwise: str) -> None:
    ends = time.perf_counter() + UNSEEN
    while not true():
        if time.perf_counter() > ends:
            raise stopwatch.Failed(otherwise)
        time.sleep(ASKING)


# ---------------------------------------------------------------- the browser

SEEN = """\
(() => {
  const seen = new Set();
  const note = (text) => {
    const now = performance.timeOrigin + performance.now();
    for (const [mark] of (text ?? '').matchAll(/mark-\\d+-x/g)) {
      if (!seen.has(mark)) console.log(`bench ${mark} ${now}`);
      seen.add(mark);
    }
  };
  const look = () => note(document.querySelector('main')?.textContent);
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  const sheet = () => note(getComputedStyle(document.documentElement).getPropertyValue('--bench'));
  document.addEventListener('load', ({ target }) => target.localName === 'link' && sheet(), true);
})();
"""
"""Tells when a mark first stands in the page, or holds in it as a style. Installed in each document, so after a reload too."""
FLAGS = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync")


@contextmanager
def browsing() -> Iterator[Browser | None]:
    """Start Chromium; None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            chromium_sandbox=os.geteuid() != 0,
            handle_sigint=False,
            handle_sigterm=False,
            args=list(FLAGS),
        )
        try:
            yield browser
        finally:
            with suppress(BrowserFailed):  # a signal may have ended it already
                browser.close()


@contextmanager
def opened(browser: Browser, url: str) -> Iterator[Page]:
    """Open a page, and give it the time to connect to its server. Nothing of another server's pages is kept."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.add_init_script(SEEN)
        page.goto(url, wait_until="load")
        page.wait_for_timeout(1e3 * CONNECTED)
        yield page
    finally:
        with suppress(BrowserFailed):
            context.close()


def looking(page: Page) -> Wait:
    """Wait until the browser tells that the mark stands in the page, by the clock that both share."""

    def wait(save: Callable[[], None], mark: str) -> float:
        try:
            with page.expect_console_message(lambda said: f"bench {mark} " in said.text, timeout=1e3 * UNSEEN) as told:
                saved = time.time()
                save()
            seen = float(told.value.text.rpartition(" ")[2]) / 1e3
            page.wait_for_load_state("load")
        except BrowserFailed as failure:
            why = failure.message.partition("\n")[0]
            raise stopwatch.Failed(f"the open page never had what was saved ({why})") from failure
        return seen - saved

    return wait


# ---------------------------------------------------------------- one server


@dataclass(frozen=True)
class Kind:
    """A kind of save, and who has it."""

    name: str
    edit: Edit
    sheet: bool = False
    """Whether the style sheet is saved and not the brief."""
    seen: bool = True
    """Whether a browser waits for it."""
    all: bool = False
    """Whether it is asked of all servers, and not of fiche alone."""


KINDS = (
    Kind(HTML, edit_body, seen=False, all=True),
    Kind(PAGE, edit_body, all=True),
    Kind(TITLE, edit_title),
    Kind(SHEET, edit_sheet, sheet=True),
)


def measure(server: Server, site: Site, browser: Browser | None, served: Served, asked: argparse.Namespace) -> None:
    """Measure all of one server, and put it into `served`. Raises Failed where it goes no further."""
    one = site.briefs[BRIEF % len(site.briefs)]
    brief, address = site.folder / one.file, f"/{one.page.removesuffix('index.html')}"
    kinds = [kind for kind in KINDS if (server.ours or kind.all) and (browser or not kind.seen)]
    stopwatch.wait_for_quiet(asked.quiet)
    with running(server, site, address, patience=asked.patience) as here:
        served.first = here.start
    stopwatch.wait_for_quiet(asked.quiet)
    with running(server, site, address, patience=asked.patience) as here:
        served.again, served.fresh = here.start, here.memory
        _say(f"  {served.first.text()} s to the first page, then {served.again.text()} s; {served.fresh:.0f} MiB")
        try:
            for kind in kinds:
                stopwatch.wait_for_quiet(asked.quiet)
                file = site.folder / STYLE if kind.sheet else brief
                with restored(file) as text, _waiting(here, address, browser if kind.seen else None) as wait:
                    patience = asked.patience / len(kinds)
                    found = lags(file, text, kind.edit, wait, saves=asked.saves, patience=patience)
                served.lags[kind.name] = found
                _say(
                    f"  {kind.name}: {found.middle().text(0)} ms, of {len(found.seconds)} saves; then {here.memory:.0f} MiB"
                )
                _until(lambda: b"mark-" not in here.asker.page(address), "the page never was as before")
        finally:
            served.worn = here.memory
        if asked.long and server.ours:
            with restored(brief) as text:
                served.endurance = endure(here, brief, text, asking(here.asker, address), asked.long)


@contextmanager
def _waiting(here: Running, address: str, browser: Browser | None) -> Iterator[Wait]:
    if browser is None:
        yield asking(here.asker, address)
        return
    with opened(browser, f"http://127.0.0.1:{here.port}{address}") as page:
        yield looking(page)


def endure(here: Running, file: Path, text: str, wait: Wait, saves: int) -> Endurance:
    """Save so many times without a pause, and return what that left."""
    time.sleep(CONNECTED)  # the browser's connections end
    memory, handles, others = here.memory, here.handles, stopwatch.Others()
    seconds = []
    for number in range(1, saves + 1):
        seconds.append(_saved(file, text, edit_body, wait))
        if number % 250 == 0:
            _say(f"  {number} saves in a row: {here.memory:.0f} MiB, {here.handles} files open")
    return Endurance(saves, (memory, here.memory), (handles, here.handles), Lags(seconds, others.quiet))


# ---------------------------------------------------------------- the program


def main() -> int:
    """Measure, and print the tables."""
    asked = _asked().parse_args()
    for each in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(each) == signal.SIG_DFL:
            signal.signal(each, signal.default_int_handler)
    servers, left_out = chosen(asked.servers)
    versions = [*dict.fromkeys(server.version for server in servers)]
    places = [place if place != "tmpfs" or TMPFS.is_dir() else "disk" for place in asked.places.split(",")]
    found: list[Served] = []
    systems: dict[str, str] = {}
    ended = 0
    try:
        with browsing() as browser:
            if browser is None:
                left_out.append("what is seen in a browser: there is no Chromium here")
            versions += [f"Chromium {browser.version}"] if browser else []
            for place, size in itertools.product(places, map(int, asked.briefs.split(","))):
                with standing_at(place) as folder:
                    systems[place] = stopwatch.file_system(folder)
                    for server in servers:
                        _say(f"{place}, {size:,} briefs: {server.name}")
                        found.append(Served(server.name, place, size))
                        _compete(server, folder, browser, found[-1], asked)
    except KeyboardInterrupt:
        _say("interrupted")
        ended = 128 + signal.SIGINT
    print("\n".join(report(found, versions, systems=systems, left_out=left_out, command=_command())))
    return ended


def _compete(server: Server, above: Path, browser: Browser | None, served: Served, asked: argparse.Namespace) -> None:
    """Write a server's share of the publication, measure it, and note what went wrong."""
    site = prepare(server.generator, above / server.name, briefs=served.briefs)
    if server.ours:
        (site.folder / STYLE).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / STYLE, site.folder / STYLE)
    try:
        measure(server, site, browser, served, asked)
    except (stopwatch.Failed, BrowserFailed) as failure:
        served.fault = str(failure).partition("\n")[0]
        _say(f"  {served.fault}")
    shutil.rmtree(site.folder)


def chosen(names: str) -> tuple[list[Server], list[str]]:
    """Return the servers asked for that are there, and words on those that are not."""
    wanted = [server for server in SERVERS if names == "all" or server.name in names.split(",")]
    missing = [server for server in wanted if not server.ours and not server.generator.installed]
    words = [f"{server.name}, which is not installed (`make bench-peers`)" for server in missing]
    return [server for server in wanted if server not in missing], words


def _asked() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    names = ", ".join(server.name for server in SERVERS)
    asked.add_argument("--briefs", default="1000,10000", metavar="N,…", help="how many briefs (default 1000,10000)")
    asked.add_argument("--saves", type=int, default=50, help="each figure is of so many saves (default 50)")
    asked.add_argument("--servers", default="all", metavar="NAME,…", help=f"all (default), or some of: {names}")
    asked.add_argument(
        "--places", default="tmpfs", metavar="PLACE,…", help="tmpfs (/dev/shm; the default), disk, or folders"
    )
    asked.add_argument(
        "--patience",
        type=float,
        default=240,
        metavar="S",
        help="a server saves for so many seconds at most (default 240)",
    )
    asked.add_argument(
        "--quiet", type=float, default=0, metavar="S", help="before each figure, wait so long for an idle machine"
    )
    asked.add_argument(
        "--long", type=int, nargs="?", const=1000, default=0, metavar="N",
        help="then save N times in a row (1000), and look at memory and open files (fiche alone)",
    )  # fmt: skip
    return asked


def _command() -> str:
    return f"python bench/live.py {' '.join(sys.argv[1:])}".strip()


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
