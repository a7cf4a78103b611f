"""How long after a save the page is there, as tables in Markdown.

Owns what one server's figures are, the median, the percentile and the words of the tables. A figure beside which others
used the machine has a `~`; one that is worse than what the project set itself is bold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

import stopwatch
from generators import HUGO
from tables import Figure, kept, located

HTML, PAGE, TITLE, SHEET = "new HTML", "patched page", "title edited", "style sheet edited"
AIMS = {1_000: (60, 120), 10_000: (100, 200)}
"""Milliseconds from a save to the patched page, by number of briefs: the median and the 95th percentile, at most."""
START_AIM = {10_000: 2.0}
"""Seconds from the start to the first page, at most, where the memo is there."""


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the least of the values that so many percent of them do not exceed (nearest rank)."""
    return sorted(values)[max(0, -(-percent * len(values) // 100) - 1)]


@dataclass(frozen=True)
class Lags:
    """The seconds from a save to what was waited for, of some saves of one kind."""

    seconds: Sequence[float]
    quiet: bool = True
    """Whether the machine was left alone meanwhile."""

    def middle(self) -> Figure:
        """Return the median, in milliseconds."""
        return self._figure(median(self.seconds))

    def high(self) -> Figure:
        """Return what 95 of 100 do not exceed, in milliseconds."""
        return self._figure(percentile(self.seconds, 95))

    def most(self) -> Figure:
        """Return the longest, in milliseconds."""
        return self._figure(max(self.seconds))

    def _figure(self, seconds: float) -> Figure:
        return Figure(1e3 * seconds, self.quiet, len(self.seconds))


@dataclass(frozen=True)
class Endurance:
    """What many saves in a row leave: MiB and open files before and after, and how long one took."""

    saves: int
    memory: tuple[float, float]
    handles: tuple[int, int]
    lags: Lags


@dataclass
class Served:
    """What is known of one server, at one place and size; filled while it runs."""

    server: str
    place: str
    briefs: int
    first: Figure | None = None
    """Seconds from its start to its first page, when it had never been started."""
    again: Figure | None = None
    """The same when it had been, with all that it kept."""
    fresh: float = 0
    """MiB of all its processes after the first page; 0 where not known."""
    worn: float = 0
    """The same after all saves."""
    lags: dict[str, Lags] = field(default_factory=dict)
    endurance: Endurance | None = None
    fault: str = ""
    """Why it was left out of what is missing here; empty if nothing is."""


def report(
    served: Sequence[Served],
    versions: Sequence[str],
    *,
    systems: Mapping[str, str],
    left_out: Sequence[str],
    command: str,
) -> Iterator[str]:
    """Yield the lines of all tables."""
    yield f"Machine: {stopwatch.machine()}. Servers: {', '.join(versions)}. Command: `{command}`."
    yield from (f"Left out: {words}." for words in left_out)
    for briefs, place in dict.fromkeys((one.briefs, one.place) for one in served):
        here = [one for one in served if (one.briefs, one.place) == (briefs, place)]
        yield from ("", f"{briefs:,} briefs, {located(place, systems)}", "")
        yield from _starts(here)
        yield from _saves(here)
        yield from _ours(here)
        yield from _endurance(here)
        yield from _aims(briefs, here)
        yield from _faults(here)


def _starts(here: Sequence[Served]) -> Iterator[str]:
    """Yield what a start takes, and the memory."""
    yield "| s from start to first page (x Hugo) | never started before | started before | MiB then | MiB after all saves |"
    yield "|---|---:|---:|---:|---:|"
    hugo = _hugo(here)
    for one in here:
        first = _beside(one.first, hugo.first if hugo else None, places=2)
        again = _beside(one.again, hugo.again if hugo else None, places=2)
        memory = [f"{mib:,.0f}" if mib else "-" for mib in (one.fresh, one.worn)]
        yield f"| {' | '.join([one.server, first, again, *memory])} |"


def _saves(here: Sequence[Served]) -> Iterator[str]:
    """Yield how long after a save all servers have the new page."""
    heads = [head for what in (HTML, PAGE) for head in (f"{what}, median", "95th", "max", "saves")]
    yield from ("", f"| ms from a save (x Hugo) | {' | '.join(heads)} |", f"|---|{'---:|' * len(heads)}")
    hugo = _hugo(here)
    for one in here:
        cells = [cell for what in (HTML, PAGE) for cell in _lags(one, what, hugo)]
        yield f"| {' | '.join([one.server, *cells])} |"


def _ours(here: Sequence[Served]) -> Iterator[str]:
    """Yield what was measured of fiche alone."""
    rows = [(one, what) for one in here for what in (TITLE, SHEET) if what in one.lags]
    if rows:
        yield from (
            "",
            "| ms from a save to the patched page | median | 95th | max | saves |",
            "|---|---:|---:|---:|---:|",
        )
    for one, what in rows:
        yield f"| {one.server}, {what} | {' | '.join(_lags(one, what, None))} |"


def _endurance(here: Sequence[Served]) -> Iterator[str]:
    """Yield what many saves left."""
    rows = [(one.server, one.endurance) for one in here if one.endurance]
    if rows:
        yield from (
            "",
            "| many saves in a row | saves | ms, median | MiB before | MiB after | files open before | after |",
        )
        yield f"|---|{'---:|' * 6}"
    for name, many in rows:
        memory = [f"{mib:,.0f}" for mib in many.memory]
        handles = [f"{count:,}" for count in many.handles]
        yield f"| {' | '.join([name, f'{many.saves:,}', many.lags.middle().text(0), *memory, *handles])} |"


def _aims(briefs: int, here: Sequence[Served]) -> Iterator[str]:
    """Yield what the project set itself beside what was measured; nothing at sizes without an aim."""
    ours = [one for one in here if one.server.startswith("fiche")]
    rows: list[tuple[str, float, int, list[Figure | None]]] = []
    if briefs in AIMS:
        pages = [one.lags.get(PAGE) for one in ours]
        middle, high = AIMS[briefs]
        rows.append(
            (
                "ms from a save to the patched page, median",
                middle,
                0,
                [lags.middle() if lags else None for lags in pages],
            )
        )
        rows.append(("the same, 95th percentile", high, 0, [lags.high() if lags else None for lags in pages]))
    if briefs in START_AIM:
        again = [one.again for one in ours]
        rows.append(("s from start to first page, started before", START_AIM[briefs], 2, again))
    if not ours or not rows:
        return
    yield from ("", f"What was aimed at, {briefs:,} briefs", "")
    yield from (f"| | at most | {' | '.join(one.server for one in ours)} |", f"|---|---:|{'---:|' * len(ours)}")
    for aim, most, places, figures in rows:
        yield f"| {aim} | {most:g} | {' | '.join(kept(figure, most, places) for figure in figures)} |"


def _faults(here: Sequence[Served]) -> Iterator[str]:
    wrong = [one for one in here if one.fault]
    if wrong:
        yield from ("", *(f"- {one.server}: {one.fault}" for one in wrong))


def _hugo(here: Sequence[Served]) -> Served | None:
    return next((one for one in here if one.server == HUGO.name), None)


def _lags(one: Served, what: str, hugo: Served | None) -> list[str]:
    """Write the median (beside Hugo's), the 95th percentile, the longest and how many."""
    if what not in one.lags:
        return ["-"] * 4
    lags = one.lags[what]
    beside = hugo.lags[what].middle() if hugo and what in hugo.lags else None
    middle = _beside(lags.middle(), beside, places=0)
    return [middle, lags.high().text(0), lags.most().text(0), str(len(lags.seconds))]


def _beside(figure: Figure | None, other: Figure | None, *, places: int) -> str:
    """Write a figure, and as a multiple of Hugo's."""
    if figure is None:
        return "-"
    return f"{figure.text(places)} ({figure.value / other.value:.2f}x)" if other else figure.text(places)
