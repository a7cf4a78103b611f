"""fiche against other generators: the same publication, built in the same run, measured from outside.

    python bench/peers.py [--briefs 1000] [--runs 3] [--peers hugo,pelican] [--places disk,tmpfs]

Owns the order of things; `generators` owns what is called, `stopwatch` what it costs, `corpus` what is built, `tables`
what is printed. Each generator has a folder of its own at each place. A run takes the steps one after the other (from
nothing, again with nothing changed, a paragraph added to a brief, a title changed, the template of all briefs changed),
each step by all generators in turn, so that what is compared was measured within minutes. After each step the result is
looked at; a wrong one is said and ends in failure. Nothing is asserted of the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import stopwatch
from generators import OURS, PEERS, TOOLS, Generator, Known, Site, install, prepare
from tables import BODY, COLD, SAME, TEMPLATE, TITLE, Output, Run, report

WORK = TOOLS.parent
TMPFS = Path("/dev/shm")

# ---------------------------------------------------------------- steps

Check = Callable[[], str]
"""Returns what is wrong with the result; empty if nothing is."""


def forget(site: Site, one: Known, mark: str) -> Check:
    """Remove the output and all that was kept."""
    site.forget()
    return lambda: _lacking(site, site.briefs, "<h1")


def keep(site: Site, one: Known, mark: str) -> Check:
    """Change nothing."""
    return lambda: _lacking(site, site.briefs, "<h1")


def edit_body(site: Site, one: Known, mark: str) -> Check:
    """Add a paragraph to a brief."""
    with (site.folder / one.file).open("a", encoding="utf-8") as file:
        file.write(f"\nA paragraph more, {mark}.\n")
    return lambda: _lacking(site, [one], f"A paragraph more, {mark}.")


def edit_title(site: Site, one: Known, mark: str) -> Check:
    """Change a brief's title, which the lists show as well."""
    file, words = site.folder / one.file, f"Edited {mark}, "
    text = re.sub(r"^(title: \"?)", rf"\1{words}", file.read_text("utf-8"), count=1, flags=re.MULTILINE | re.IGNORECASE)
    file.write_text(text, "utf-8")

    def check() -> str:
        lists = site.out.glob(f"**/actors/{one.actor}/**/index.html")
        listed = any(words in page.read_text("utf-8") for page in lists)
        return _lacking(site, [one], words) or ("" if listed else f"no list of {one.actor} says {words!r}")

    return check


def edit_template(site: Site, one: Known, mark: str) -> Check:
    """Change what stands at the foot of every page."""
    text = site.template.read_text("utf-8")
    site.template.write_text(re.sub(r"footer v\w+", f"footer v{mark}", text), "utf-8")
    return lambda: _lacking(site, site.briefs, f"footer v{mark}<")


STEPS: dict[str, Callable[[Site, Known, str], Check]] = {
    COLD: forget,
    SAME: keep,
    BODY: edit_body,
    TITLE: edit_title,
    TEMPLATE: edit_template,
}


def _lacking(site: Site, briefs: Iterable[Known], words: str) -> str:
    """Say which page of these briefs is missing or does not say these words."""
    for one in briefs:
        page = site.out / one.page
        if not page.exists():
            return f"there is no {one.page}"
        if words not in page.read_text("utf-8"):
            return f"{one.page} does not say {words!r}"
    return ""


# ---------------------------------------------------------------- runs


def compete(
    sites: Sequence[Site], *, place: str, runs: int, patience: float, quiet: float, steps: Sequence[str]
) -> Iterator[Run]:
    """Have all generators take each step in turn, and yield what each took.

    The turns go forth and back, so that nobody is always the first. Who has used `patience` seconds starts no further
    run; who fails is out.
    """
    used = dict.fromkeys((site.generator.name for site in sites), 0.0)
    racing = list(sites)
    for number in range(runs):
        for at, step in enumerate(steps):
            for site in racing[:: -1 if at % 2 else 1]:
                started = time.perf_counter()
                run = _run(site, step, number=number, place=place, quiet=quiet)
                used[site.generator.name] += time.perf_counter() - started
                if run.fault:
                    racing.remove(site)
                yield run
        racing = [site for site in racing if used[site.generator.name] < patience]


def _run(site: Site, step: str, *, number: int, place: str, quiet: float) -> Run:
    """Take one step, and look at the result."""
    mark = f"r{number}{step[0]}"
    one = site.briefs[(number * 37 + (11 if step == BODY else 7)) % len(site.briefs)]
    check = STEPS[step](site, one, mark)
    if quiet:
        stopwatch.wait_for_quiet(quiet)
    log = site.folder.with_suffix(".log")
    generator = site.generator
    try:
        cost = stopwatch.measure(generator.command, cwd=site.folder, env=generator.env, log=log)
        stages, said = ({}, "") if generator.tools else _told(log)
        fault = said or check()
    except stopwatch.Failed as failure:
        cost, stages, fault = stopwatch.Cost(0, 0, 0, 0, 0), {}, str(failure)
    output = _output(site.out) if step == COLD else Output()
    return Run(generator.name, place, len(site.briefs), step, number, cost, fault, output, stages)


def _told(log: Path) -> tuple[dict[str, float], str]:
    """Return the seconds that fiche spent in each stage, and what it found wrong: nothing is."""
    told = json.loads(log.read_text("utf-8"))
    problems = [f"{problem['path']}: {problem['what']}" for problem in told["problems"]]
    return told["seconds"], "\n".join(problems[:3])


def _output(folder: Path) -> Output:
    """Return what is in a folder and below."""
    files = [Path(top) / name for top, _, names in os.walk(folder) for name in names]
    pages = sum(file.suffix == ".html" for file in files)
    return Output(len(files), pages, sum(file.stat().st_size for file in files))


@contextmanager
def standing_at(place: str) -> Iterator[Path]:
    """Make a folder to work in: on this disk, on tmpfs, or in a folder given; and remove it."""
    above = {"disk": WORK, "tmpfs": TMPFS}.get(place, Path(place))
    above.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".fiche-bench-", dir=above))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def chosen(peers: str, ours: str) -> tuple[list[Generator], list[str]]:
    """Return the generators asked for that are there, Hugo beside ours, and the names of those that are not."""
    wanted = [peer for peer in PEERS if peers == "all" or peer.name in peers.split(",")]
    mine = [one for one in OURS if ours == "all" or one.name in ours.split(",")]
    there = [peer for peer in wanted if peer.installed]
    return [*there[:1], *mine, *there[1:]], [peer.name for peer in wanted if not peer.installed]


# ---------------------------------------------------------------- the program


def main() -> int:
    """Measure, and print the tables. Returns 1 if a result was wrong."""
    options = _asked().parse_args()
    if options.install:
        for said in install(PEERS):
            print(said, flush=True)
        return 0
    generators, missing = chosen(options.peers, options.ours)
    sizes = [int(size) for size in options.briefs.split(",")]
    steps = list(STEPS)[: 2 if options.short else None]
    runs: list[Run] = []
    systems: dict[str, str] = {}
    places = [place for place in options.places.split(",") if place != "tmpfs" or TMPFS.is_dir()]
    for place in places:
        with standing_at(place) as folder:
            systems[place] = stopwatch.file_system(folder)
            for size in sizes:
                sites = []
                for generator in generators:
                    _say(f"{place}, {size:,} briefs: writing for {generator.name}")
                    sites.append(prepare(generator, folder / _plain(generator.name), briefs=size))
                for run in compete(
                    sites,
                    place=place,
                    runs=options.runs,
                    patience=options.patience,
                    quiet=options.quiet,
                    steps=steps,
                ):
                    _say(run.line())
                    if run.fault:
                        _say(run.fault)
                    runs.append(run)
                for site in sites:
                    shutil.rmtree(site.folder)
    command = f"python bench/peers.py {' '.join(sys.argv[1:])}".strip()
    print("\n".join(report(runs, generators, systems=systems, missing=missing, command=command)))
    return 1 if any(run.fault for run in runs) else 0


def _asked() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    names = ", ".join(peer.name for peer in PEERS)
    asked.add_argument("--briefs", default="1000", metavar="N,…", help="how many briefs; of several, how cost grows")
    asked.add_argument("--runs", type=int, default=3, help="each figure is the median of so many (default 3)")
    asked.add_argument("--peers", default="all", metavar="NAME,…", help=f"all (default), none, or some of: {names}")
    asked.add_argument(
        "--ours",
        default="all",
        metavar="NAME,…",
        help=f"all (default), or one of: {', '.join(one.name for one in OURS)}",
    )
    asked.add_argument(
        "--places",
        default="disk,tmpfs",
        metavar="PLACE,…",
        help="disk, tmpfs (/dev/shm, if there) or folders (default disk,tmpfs)",
    )
    asked.add_argument("--short", action="store_true", help="only from nothing, and again with nothing changed")
    asked.add_argument(
        "--patience", type=float, default=900, metavar="S", help="who has used so many seconds starts no further run"
    )
    asked.add_argument(
        "--quiet", type=float, default=0, metavar="S", help="before each build, wait so long for an idle machine"
    )
    asked.add_argument("--install", action="store_true", help="install the peers into bench/work/tools, and no more")
    return asked


def _plain(name: str) -> str:
    return re.sub(r"\W+", "-", name)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
