"""How long a build takes and how much memory: whole processes, measured from outside, beside a floor of the same run.

    python bench/press.py [--briefs 1000] [--runs 3] [--content FOLDER]

Owns the measuring; `corpus` owns what is built. Prints a table in Markdown with the machine it was made on. Nothing is
asserted: a number depends on the machine, the ratio to the floor less so. The floor is Python-Markdown alone over the
same bodies, on one core, in this process: work that no build from nothing can leave out.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown

sys.path.insert(0, str(Path(__file__).parent))
import corpus  # the neighbour, found by the line above

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "bench" / "work"
TICK = 0.05
MIB = 1 << 20


@dataclass(frozen=True)
class Cost:
    """What one process, with all its children, took."""

    wall: float
    cpu: float
    largest: float
    """MiB resident in the largest process at its peak."""
    tree: float
    """MiB of the whole tree of processes at its peak, shared pages counted once (PSS); 0 where not known."""


def descendants(pid: int) -> Iterator[int]:
    """List a process and its children, theirs too (Linux)."""
    yield pid
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in listing.read_text().split():
            yield from descendants(int(child))


def resident(pid: int) -> int:
    """Return the bytes of a tree of processes, shared pages divided among those who share them."""
    total = 0
    for each in descendants(pid):
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    return total


def measure(command: Sequence[str]) -> Cost:
    """Run a command to its end, and return what it took. Raises SystemExit with its words if it fails."""
    peak, done = 0, threading.Event()
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def watch() -> None:
        nonlocal peak
        while not done.wait(TICK):
            try:
                peak = max(peak, resident(process.pid))
            except OSError:  # it ended between two looks, or the system has no /proc
                continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    assert process.stdout is not None
    with process.stdout as pipe:
        said = pipe.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    watcher.join()
    if process.returncode:
        faults = [line for line in said.splitlines() if "error" in line.lower()] or said.splitlines()
        sys.exit("\n".join([f"{' '.join(map(str, command))}", f"ended with {process.returncode}:", *faults[-10:]]))
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / MIB, peak / MIB)


def median(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(
        *(statistics.median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu", "largest", "tree"))
    )


def floor(briefs: Path) -> float:
    """Return the seconds that Python-Markdown alone needs for the bodies."""
    bodies = [file.read_text("utf-8").partition("\n---\n")[2] for file in sorted(briefs.rglob("*.md"))]
    engine = Markdown(extensions=["tables", "footnotes", "def_list", "abbr", "attr_list", "fenced_code", "toc"])
    started = time.perf_counter()
    for body in bodies:
        engine.reset().convert(body)
    return time.perf_counter() - started


def build(content: Path, jobs: int) -> Callable[[], Cost]:
    """Return a function that builds a publication whose site and memory are beside it."""
    command = [sys.executable, str(ROOT / "build.py"), "build", "--content", str(content)]
    command += ["--output", str(WORK / "site"), "--jobs", str(jobs)]
    return lambda: measure(command)


def forget(content: Path) -> None:
    """Remove what an earlier build left: the site, and its memory."""
    for left in (WORK / "site", content.parent / ".fiche"):
        shutil.rmtree(left, ignore_errors=True)


def cases(content: Path, runs: int, jobs: int) -> Iterator[tuple[str, Cost]]:
    """Build from nothing; again with nothing changed; and again with one brief edited."""
    once = build(content, jobs)
    cold = []
    for _ in range(runs):
        forget(content)
        cold.append(once())
    yield "from nothing", median(cold)
    yield "again, no change", median([once() for _ in range(runs)])
    edited = min((content / "briefs").rglob("*.md"))
    before = edited.read_bytes()
    costs = []
    try:
        for number in range(runs):
            edited.write_bytes(before + f"\nOne more line, {number}.\n".encode())
            costs.append(once())
    finally:
        edited.write_bytes(before)
    yield "again, one brief edited", median(costs)


def machine() -> str:
    """Describe what this runs on."""
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return f"{os.cpu_count()} cores ({model}), {platform.system()}, Python {platform.python_version()}"


def publication(briefs: int, *, register: bool) -> Path:
    """Write the corpus of this size, if it is not there yet, and return its `content/`."""
    folder = WORK / f"corpus-{briefs}{'-register' if register else ''}"
    if not folder.exists():
        making = folder.with_suffix(".making")
        shutil.rmtree(making, ignore_errors=True)
        corpus.write(making, briefs=briefs, register=register)
        making.rename(folder)
    return folder / "content"


def main() -> None:
    """Measure, and print the table."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--briefs", type=int, default=1000, help="the smaller of the two corpora; the other is twice it")
    asked.add_argument("--runs", type=int, default=3, help="each figure is the median of so many")
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--content", type=Path, help="measure this publication only")
    options = asked.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)

    small, large = options.briefs, 2 * options.briefs
    if options.content:
        matter = {str(options.content.parent.name): options.content.resolve()}
    else:
        sample = WORK / "sample" / "content"
        shutil.rmtree(sample.parent, ignore_errors=True)
        shutil.copytree(ROOT / "content", sample)
        matter = {"the sample": sample}
        matter |= {f"{size:,} briefs": publication(size, register=False) for size in (small, large)}
        matter |= {f"{small:,} briefs and a register": publication(small, register=True)}

    print(f"{machine()}; median of {options.runs}, {options.jobs} jobs; times in seconds, memory in MiB\n")
    print("| what | case | wall | CPU | largest process | all processes | CPU / floor |")
    print("|---|---|---:|---:|---:|---:|---:|", flush=True)
    cold: dict[str, Cost] = {}
    for name, content in matter.items():
        least = statistics.median(floor(content / "briefs") for _ in range(options.runs))
        for case, cost in cases(content, options.runs, options.jobs):
            cold.setdefault(name, cost)
            figures = (
                f"{cost.wall:.2f} | {cost.cpu:.2f} | {cost.largest:.0f} | {cost.tree:.0f} | {cost.cpu / least:.1f}"
            )
            print(f"| {name} | {case} | {figures} |", flush=True)
        print(f"| {name} | *floor: Python-Markdown alone* | {least:.2f} | {least:.2f} | | | 1.0 |", flush=True)
        forget(content)
    if not options.content:
        first, second = cold[f"{small:,} briefs"], cold[f"{large:,} briefs"]
        for what, more in (
            ("all processes", second.tree - first.tree),
            ("largest process", second.largest - first.largest),
        ):
            print(f"\nMemory of a brief more, {what}: {more * 1024 / (large - small):.1f} KiB", end="")
        print()


if __name__ == "__main__":
    main()
