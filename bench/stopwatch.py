"""What a process costs: time, memory of all its children, and whether the machine did something else meanwhile.

Owns the measuring of one command, or of what is running, from outside, and what is said of the machine. Knows nothing of
what the command does.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MIB = 1 << 20
TICK = 0.05
"""Seconds between two looks at the memory, at least."""
SHARE = 20
"""A look may take this part of the time between two looks: it holds up the process it looks at."""


class Failed(Exception):
    """The command did not end well; says how, with its last words."""


@dataclass(frozen=True)
class Cost:
    """What one process, with all its children, took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, of all cores."""
    largest: float
    """MiB resident in the largest process at its peak."""
    tree: float
    """MiB of the whole tree of processes at its peak, shared pages counted once (PSS), looked at from time to time."""
    others: float
    """Seconds of CPU that the rest of the machine used meanwhile; 0 where not known."""

    @property
    def quiet(self) -> bool:
        """Say whether the machine was left alone: the others had less than a tenth of the time."""
        return self.others <= 0.2 + 0.1 * self.wall


def measure(command: Sequence[str], *, cwd: Path, env: Mapping[str, str], log: Path) -> Cost:
    """Run a command to its end, its words going to `log`, and return what it took. Raises Failed."""
    os.sync()
    # A Python that may not keep what it compiled would compile it in every run, which no user's does.
    env = {name: value for name, value in {**os.environ, **env}.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = threading.Event()
    peak = 0
    worked, own, started = busy(), time.process_time(), time.perf_counter()
    with log.open("wb") as words:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=words, stderr=words)

    def watch() -> None:
        nonlocal peak
        pause = TICK
        while not done.wait(pause):
            looked = time.perf_counter()
            try:
                peak = max(peak, resident(process.pid))
            except (OSError, ValueError):  # it ended between two looks, or the system has no /proc
                continue
            pause = max(TICK, SHARE * (time.perf_counter() - looked))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    cpu = usage.ru_utime + usage.ru_stime
    others = max(0.0, busy() - worked - cpu - (time.process_time() - own))
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    watcher.join()
    if process.returncode:
        last = log.read_text("utf-8", "replace").rstrip().splitlines()[-10:]
        raise Failed("\n".join([f"{' '.join(command)} ended with {process.returncode}", *last]))
    largest = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Cost(wall, cpu, largest / MIB, max(peak, largest) / MIB, others)


class Others:
    """What the rest of the machine does from now on: all that this process and those below it do not do themselves."""

    def __init__(self) -> None:
        self._busy, self._own, self._started = busy(), used(os.getpid()), time.perf_counter()

    @property
    def quiet(self) -> bool:
        """Say whether the machine was left alone until now, by the same measure as of a cost."""
        wall, own = time.perf_counter() - self._started, used(os.getpid()) - self._own
        return Cost(wall, own, 0, 0, others=busy() - self._busy - own).quiet


def wait_for_quiet(limit: float) -> None:
    """Wait until the machine is nearly idle, `limit` seconds at most."""
    ends = time.perf_counter() + limit
    while time.perf_counter() < ends:
        worked = busy()
        time.sleep(0.5)
        if busy() - worked < 0.05:
            return


def machine() -> str:
    """Describe what this runs on."""
    model = platform.processor() or platform.machine()
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    kib = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    memory = f", {kib / (1 << 20):.0f} GiB" if kib else ""
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    return f"{os.cpu_count()} cores ({model}){memory}, {system}, Python {platform.python_version()}"


def file_system(folder: Path) -> str:
    """Name the kind of file system a folder is on, as `ext4`; `?` where not known."""
    here, best, kind = str(folder.resolve()), "", "?"
    for line in _lines("/proc/mounts"):
        _, mount, found, *_ = line.split()
        if (here == mount or here.startswith(mount.rstrip("/") + "/")) and len(mount) >= len(best):
            best, kind = mount, found
    return kind


def _lines(file: str) -> list[str]:
    return Path(file).read_text("utf-8").splitlines() if Path(file).exists() else []


def busy() -> float:
    """Return the seconds that all cores together have worked since the machine started; 0 where not known."""
    for line in _lines("/proc/stat")[:1]:
        user, nice, system, _, _, irq, softirq, *_ = map(int, line.split()[1:])
        return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")
    return 0.0


def used(pid: int) -> float:
    """Return the seconds of CPU that a tree of processes has used, with those of its dead; 0 where not known."""
    ticks = 0
    for each in descendants(pid):
        with suppress(OSError):  # it ended between two looks, or the system has no /proc
            # What stands before the last bracket is a name, which may hold anything.
            ticks += sum(map(int, Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def descendants(pid: int) -> Iterator[int]:
    """List a process and its children, theirs too (Linux)."""
    yield pid
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        children = ""
        with suppress(OSError):  # its thread ended
            children = listing.read_text()
        for child in children.split():
            yield from descendants(int(child))


def resident(pid: int) -> int:
    """Return the bytes of a tree of processes, shared pages divided among those who share them."""
    total = 0
    for each in descendants(pid):
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    return total


def handles(pid: int) -> int:
    """Return how many files, sockets and the like a tree of processes holds open."""
    return sum(len(os.listdir(f"/proc/{each}/fd")) for each in descendants(pid))
