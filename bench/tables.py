"""What was measured, as tables in Markdown: the ones that stand in docs/performance.md.

Owns medians, ratios and words. A ratio is the median of the ratios within each run, so that a machine that grew slower
between two runs does not show. A run beside which others used the machine counts only where there is no quiet one; the
figure then has a `~`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

import stopwatch
from generators import EVERYTHING, HUGO, PELICAN, SAME_JOB, Generator
from stopwatch import Cost

COLD, SAME, BODY, TITLE, TEMPLATE = "from nothing", "nothing changed", "brief edited", "title edited", "template edited"
STEPS = (COLD, SAME, BODY, TITLE, TEMPLATE)


@dataclass(frozen=True)
class Output:
    """What a build left."""

    files: int = 0
    pages: int = 0
    """Those that are HTML."""
    size: int = 0
    """Bytes of all files."""


@dataclass(frozen=True)
class Run:
    """One build by one generator."""

    generator: str
    place: str
    briefs: int
    step: str
    number: int
    cost: Cost
    fault: str = ""
    """What was wrong; empty if nothing was."""
    output: Output = Output()
    """After a build from nothing."""
    stages: Mapping[str, float] = field(default_factory=dict)
    """Seconds by stage, where the generator tells them."""

    def line(self) -> str:
        """Tell it in a line."""
        cost = self.cost
        noise = "" if cost.quiet else f", NOISY: others {cost.others:.1f} s"
        told = f"{cost.wall:.2f} s, CPU {cost.cpu:.2f} s, {cost.largest:.0f} / {cost.tree:.0f} MiB{noise}"
        if self.fault:
            told = self.fault.splitlines()[-1]
        return f"{self.place} {self.briefs:,} {self.generator}: {self.step}: {told}"


Measure = Callable[[Cost], float]
WALL: Measure = lambda cost: cost.wall
CPU: Measure = lambda cost: cost.cpu
LARGEST: Measure = lambda cost: cost.largest
TREE: Measure = lambda cost: cost.tree


@dataclass(frozen=True)
class Figure:
    """A median, and whether a quiet run gave it."""

    value: float
    quiet: bool
    runs: int

    def text(self, places: int = 2) -> str:
        """Write it, with a `~` if only noisy runs gave it."""
        return f"{'' if self.quiet else '~'}{self.value:,.{places}f}"


@dataclass(frozen=True)
class Heat:
    """The runs of one size at one place."""

    runs: Sequence[Run]

    def costs(self, generator: str, step: str) -> dict[int, Cost]:
        """Return what a generator took for a step, by number of run."""
        return {
            run.number: run.cost
            for run in self.runs
            if run.generator == generator and run.step == step and not run.fault
        }

    def figure(self, generator: str, step: str, what: Measure = WALL) -> Figure | None:
        """Return the median of a measure."""
        return _median([(what(cost), cost.quiet) for cost in self.costs(generator, step).values()])

    def ratio(self, generator: str, other: str, step: str, what: Measure = WALL) -> Figure | None:
        """Return the median of a measure as a multiple of another generator's in the same run."""
        mine, theirs = self.costs(generator, step), self.costs(other, step)
        return _median(
            [
                (what(mine[number]) / what(theirs[number]), mine[number].quiet and theirs[number].quiet)
                for number in mine.keys() & theirs.keys()
            ]
        )

    def output(self, generator: str) -> Output:
        """Return what a generator's first build from nothing left."""
        found = [run.output for run in self.runs if run.generator == generator and run.output.files]
        return found[0] if found else Output()


def _median(values: Sequence[tuple[float, bool]]) -> Figure | None:
    quiet = [value for value, calm in values if calm]
    counted = quiet or [value for value, _ in values]
    return Figure(median(counted), bool(quiet), len(counted)) if counted else None


def report(
    runs: Sequence[Run],
    generators: Sequence[Generator],
    *,
    systems: Mapping[str, str],
    missing: Sequence[str],
    command: str,
) -> Iterator[str]:
    """Yield the lines of all tables."""
    versions = dict.fromkeys(f"{one.name.partition('-')[0]} {one.version}" for one in generators)
    yield f"Machine: {stopwatch.machine()}. Generators: {', '.join(versions)}. Command: `{command}`."
    if missing:
        yield f"Not installed, so left out: {', '.join(missing)} (`make bench-peers`)."
    names = [generator.name for generator in generators]
    sizes, places = list(dict.fromkeys(run.briefs for run in runs)), list(dict.fromkeys(run.place for run in runs))
    heats = {
        (size, place): Heat([run for run in runs if (run.briefs, run.place) == (size, place)])
        for size in sizes
        for place in places
    }
    for (size, place), heat in heats.items():
        yield from ("", f"{size:,} briefs, {located(place, systems)}", "")
        yield from _times(heat, names)
        yield from _stages(heat, names)
    for size in sizes:
        here = {located(place, systems): heats[size, place] for place in places}
        yield from _pages(size, here)
        yield from _promises(size, here, names)
    if len(sizes) > 1:
        for place in places:
            of_size = {size: heats[size, place] for size in sizes}
            yield from _growth(located(place, systems), of_size, names)
    yield from _faults(runs)


def located(place: str, systems: Mapping[str, str]) -> str:
    """Name a place, and the file system it is on."""
    kind = systems.get(place, "?")
    return f"on {kind}" if kind == place else f"on {place} ({kind})"


def _times(heat: Heat, names: Sequence[str]) -> Iterator[str]:
    """Yield the table of one size at one place: seconds (times Hugo's; seconds of CPU)."""
    steps = [step for step in STEPS if any(run.step == step for run in heat.runs)]
    yield f"| s (x Hugo; CPU s) | {' | '.join(steps)} | MiB, largest | MiB, all | files | MB | runs |"
    yield f"|---|{'---:|' * (len(steps) + 5)}"
    for name in names:
        cells = [_time(heat, name, step) for step in steps]
        largest, tree = heat.figure(name, COLD, LARGEST), heat.figure(name, COLD, TREE)
        output = heat.output(name)
        memory = [f"{figure.value:,.0f}" if figure else "-" for figure in (largest, tree)]
        runs = len(heat.costs(name, COLD))
        yield f"| {' | '.join([name, *cells, *memory, f'{output.files:,}', f'{output.size / 1e6:.1f}', str(runs)])} |"


def _time(heat: Heat, name: str, step: str) -> str:
    wall, cpu = heat.figure(name, step), heat.figure(name, step, CPU)
    ratio = heat.ratio(name, HUGO.name, step)
    if wall is None or cpu is None:
        return "-"
    return f"{wall.text()} ({f'{ratio.value:.2f}x; ' if ratio else ''}{cpu.value:.2f})"


def _stages(heat: Heat, names: Sequence[str]) -> Iterator[str]:
    """Yield where the time goes: seconds by stage, of the last run of each step."""
    told = {(run.generator, run.step): run.stages for run in heat.runs if run.stages}
    stages = list(dict.fromkeys(stage for seconds in told.values() for stage in seconds))
    if stages:
        yield from ("", f"| s by stage | {' | '.join(stages)} |", f"|---|{'---:|' * len(stages)}")
    for name, step in sorted(told, key=lambda pair: (names.index(pair[0]), STEPS.index(pair[1]))):
        seconds = told[name, step]
        cells = [f"{seconds[stage]:.2f}" if stage in seconds else "-" for stage in stages]
        yield f"| {name}, {step} | {' | '.join(cells)} |"


def _pages(size: int, places: Mapping[str, Heat]) -> Iterator[str]:
    """Yield what a page costs in each of our settings; feeds, data and the rest are counted with the pages they go with."""
    yield from ("", f"Cost of a page, {size:,} briefs, from nothing", "")
    yield "| setting | place | files | of them pages | ms a page | x same job | KB a file | ms a brief | x same job |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|---:|"
    for where, heat in places.items():
        for one in (SAME_JOB.name, EVERYTHING.name):
            wall, left = heat.figure(one, COLD), heat.output(one)
            if wall is None or not left.pages:
                continue
            all_of_it, of_a_page = heat.ratio(one, SAME_JOB.name, COLD), _page_ratio(heat, one)
            page = f"{1e3 * wall.value / left.pages:.2f} | {of_a_page.text() if of_a_page else '-'}"
            whole = f"{1e3 * wall.value / size:.2f} | {all_of_it.text() if all_of_it else '-'}"
            weight = f"{left.size / left.files / 1e3:.1f}"
            yield f"| {one} | {where} | {left.files:,} | {left.pages:,} | {page} | {weight} | {whole} |"


def _page_ratio(heat: Heat, one: str = EVERYTHING.name) -> Figure | None:
    """Return what a page costs in a setting, as a multiple of the same job's."""
    ratio = heat.ratio(one, SAME_JOB.name, COLD)
    ours, plain = heat.output(one).pages, heat.output(SAME_JOB.name).pages
    return Figure(ratio.value * plain / ours, ratio.quiet, ratio.runs) if ratio and ours else None


def _promises(size: int, places: Mapping[str, Heat], names: Sequence[str]) -> Iterator[str]:
    """Yield what the project set itself, beside what was measured; nothing if Hugo was not there."""
    if HUGO.name not in names or SAME_JOB.name not in names:
        return
    us, hugo = SAME_JOB.name, HUGO.name
    aims: list[tuple[str, float, Callable[[Heat], Figure | None]]] = [
        ("from nothing, time of Hugo's", 1.5, lambda heat: heat.ratio(us, hugo, COLD)),
        ("from nothing, time of Pelican's", 0.2, lambda heat: heat.ratio(us, PELICAN.name, COLD)),
        ("from nothing, memory of all processes of Hugo's", 0.5, lambda heat: heat.ratio(us, hugo, COLD, TREE)),
        ("nothing changed, time of Hugo's", 0.08, lambda heat: heat.ratio(us, hugo, SAME)),
        ("one brief edited, time of Hugo's", 0.15, lambda heat: heat.ratio(us, hugo, BODY)),
        ("template of all briefs edited, time of Hugo's", 1.0, lambda heat: heat.ratio(us, hugo, TEMPLATE)),
        ("a page with everything on, time of one of the same job", 3.0, _page_ratio),
    ]
    yield from ("", f"What was aimed at, {size:,} briefs", "")
    yield from (f"| {SAME_JOB.name} | at most | {' | '.join(places)} |", f"|---|---:|{'---:|' * len(places)}")
    for aim, most, found in aims:
        figures = [found(heat) for heat in places.values()]
        if any(figures):
            yield f"| {aim} | {most:g} | {' | '.join(kept(figure, most) for figure in figures)} |"


def kept(figure: Figure | None, most: float, places: int = 2) -> str:
    """Write a figure, in bold if it is worse than the aim."""
    if figure is None:
        return "-"
    return figure.text(places) if figure.value <= most else f"**{figure.text(places)}**"


def _growth(where: str, sizes: Mapping[int, Heat], names: Sequence[str]) -> Iterator[str]:
    """Yield how the cost of a brief and the memory grow with the number of briefs, from nothing."""
    aim = "aimed at for fiche-same-job: 1.15 times the least, and 2,500 MiB at 100,000"
    yield from ("", f"From nothing, {where}, by number of briefs ({aim})", "")
    heads = "generator | briefs | ms a brief | x least | CPU ms a brief | x least | MiB, largest | MiB, all | KiB a brief more"
    yield f"| {heads} |"
    yield f"|---|{'---:|' * heads.count('|')}"
    for name in names:
        first: tuple[int, Sequence[Figure]] | None = None
        for size, heat in sizes.items():
            found = [heat.figure(name, COLD, what) for what in (WALL, CPU, LARGEST, TREE)]
            figures = [figure for figure in found if figure]
            if len(figures) < 4:
                continue
            least, start = first = first or (size, figures)
            wall, cpu, largest, tree = figures
            times = [
                f"{1e3 * now.value / size:.2f} | {now.value / size / (then.value / least):.2f}"
                for now, then in ((wall, start[0]), (cpu, start[1]))
            ]
            more = f"{1024 * (tree.value - start[3].value) / (size - least):.1f}" if size > least else "-"
            memory = f"{largest.value:,.0f} | {tree.value:,.0f} | {more}"
            yield f"| {name} | {size:,} | {' | '.join(times)} | {memory} |"


def _faults(runs: Sequence[Run]) -> Iterator[str]:
    wrong = [run for run in runs if run.fault]
    if wrong:
        yield from ("", "WRONG RESULTS:", "", *(f"- {run.line()}" for run in wrong))
