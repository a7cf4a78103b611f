"""The room in which one works: takes what is saved to the pages that are open, and tells both sides what happened.

Owns the order of things between the watcher, the warm press and the listeners. All work of the press is done by one thread,
one thing after the other, so that nothing in it is ever seen half done; here is only waiting.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from fiche.preview import lines, margin, sheet
from fiche.preview.margin import Remark
from fiche.preview.warm import Answer, Turn, Warm
from fiche.preview.watch import Watch
from fiche.problem import Severity
from fiche.standing import Paths, Wishes
from fiche.value import Value, replace

T = TypeVar("T")
P = ParamSpec("P")

SETTLE = 0.02
"""Seconds that a change must be followed by none, unless the file is known to be complete."""
BURST = 12
"""Files at once from which more are to be expected."""
BURST_SETTLE = 0.1
LONGEST = 1.0
"""Seconds after which nobody waits for more changes: they may never end."""
ABSENT = 0.08
"""Seconds given to a file that is gone or empty: many editors save by moving the old one away, or by emptying it."""
SWEEP = 2.0
"""Seconds between two looks at all files, at least, where events come."""
POLL = 0.4
"""The same where they do not."""
SHARE = 20
"""A look at all files may take this part of the time between two."""
SLOW = 1.0
"""Seconds after which the author is told what takes so long."""
TICK = 5.0
"""Seconds between two looks at the clock."""
IDLE = 0.15
"""Seconds that a page stands before rules are asked about its file."""
UNSEEN = 1.5
"""Seconds in which a browser says that it shows a change; after that no page is open."""
SAVES = 30


class Save(Value, frozen=True):
    """A save, as the terminal and the desk tell of it."""

    at: datetime
    path: str
    address: str
    number: int
    made: float
    """Milliseconds from the file's time to the page made."""
    seen: float = 0
    """Milliseconds to the page patched in a browser; 0 where none was open."""


class Room:
    """One preview at work."""

    def __init__(
        self,
        paths: Paths,
        wishes: Wishes,
        public: Wishes,
        *,
        now: Callable[[], datetime],
        say: Callable[[str], object],
        poll: bool,
    ) -> None:
        self.paths = paths
        self.saves: deque[Save] = deque(maxlen=SAVES)
        self.last = Turn(0)
        self.moved: dict[str, str] = {}
        """Where pages went that were at an address when the preview began, or later; empty if they are gone."""
        self._now = now
        self._say = say
        self._poll = poll
        self._hands = ThreadPoolExecutor(1, thread_name_prefix="press")
        self._make = partial(Warm, paths, wishes, public, now=now)
        self._listeners: set[asyncio.Queue[dict[str, object] | None]] = set()
        self._dirty: dict[Path, bool] = {}
        self._all = False
        self._awake = asyncio.Event()
        self._events = 0
        self._waiting: dict[int, Save] = {}
        self._errors = 0
        self._closed = False
        self._tasks: list[asyncio.Task[None]] = []

    # ----------------------------------------------------------------------- beginning and ending

    async def open(self, pool: Executor) -> None:
        """Read the publication, and begin to watch it."""
        loop = asyncio.get_running_loop()
        patience = loop.call_later(SLOW, self._say, "reading the texts; what they say is kept for the next start …")
        self.warm = await self.do(self._make)
        self.last = replace(await self.do(self.warm.turn, pool=pool), statics=())
        patience.cancel()
        pool.shutdown(wait=False)  # from now on a few texts at a time are read
        self._tell_problems()
        folders = [self.paths.content, *self.paths.themes]
        self.watch = Watch(folders, lambda file, sure: loop.call_soon_threadsafe(self.woke, file, sure))
        if self._poll:
            self.watch.polling = True
        else:
            self._complain(self.watch.start())
        self._tasks = [asyncio.create_task(task) for task in (self._follow(), self._sweep(), self._tick())]

    async def close(self) -> None:
        """Let everybody go."""
        for task in self._tasks:
            task.cancel()
        self.dismiss()
        self.watch.stop()
        await self.do(self.warm.close)
        self._hands.shutdown()

    def dismiss(self) -> None:
        """End what the listeners listen to."""
        self._closed = True
        for listener in self._listeners:
            listener.put_nowait(None)

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Have the press's thread do something."""
        return await asyncio.get_running_loop().run_in_executor(self._hands, partial(work, *args, **kwargs))

    # ----------------------------------------------------------------------- waking

    def woke(self, file: Path | None, sure: bool) -> None:  # noqa: FBT001 - the watcher's
        """Note that a file may have changed."""
        self._events += 1
        if file is None:
            self._all = True
        else:
            self._dirty[file] = sure
        self._awake.set()

    async def _follow(self) -> None:
        while True:
            await self._awake.wait()
            await self._settled()
            named, whole = list(self._dirty), self._all
            self._dirty, self._all = {}, False
            self._awake.clear()
            await self.look(None if whole or len(named) > BURST else named)

    async def _settled(self) -> None:
        """Wait until what is being saved is saved."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + LONGEST
        given = loop.time() + ABSENT
        while len(self._dirty) <= BURST and any(map(_is_absent, self._dirty)) and (left := given - loop.time()) > 0:
            self._awake.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), left)
        while loop.time() < ends:
            many = len(self._dirty) > BURST or self._all
            if not many and all(self._dirty.values()):
                return
            events = self._events
            await asyncio.sleep(BURST_SETTLE if many else SETTLE)
            if events == self._events:
                return

    async def _sweep(self) -> None:
        """Look at all files from time to time: events may be lost, or never come."""
        loop = asyncio.get_running_loop()
        if not self._poll:
            self._complain(await asyncio.to_thread(self.watch.try_out, 1.0))
        pause, events = 0.0, self._events
        while True:
            await asyncio.sleep(max(POLL if self.watch.polling else SWEEP, pause))
            began = loop.time()
            renewed, said = (False, "") if self._poll else await asyncio.to_thread(self.watch.renew)
            self._complain(said)
            turn = await self.look(None)
            pause = SHARE * (loop.time() - began)
            if turn.saved and events == self._events and not renewed:
                await asyncio.sleep(0.2)  # an event may be on its way
                if events == self._events:  # none since the last look: what was found now was told by none
                    self._complain(self.watch.missed())
            events = self._events
            await self.do(self.warm.rest)

    async def _tick(self) -> None:
        """Show what the clock changes, when it does."""
        known, until = -1, None
        while True:
            await asyncio.sleep(TICK)
            if known != self.last.number:
                known, until = self.last.number, await self.do(self.warm.until)
            elif until is not None and self._now() >= until:
                await self._told(self.do(self.warm.tick))

    # ----------------------------------------------------------------------- looking, and telling

    async def look(self, files: list[Path] | None) -> Turn:
        """Look at some files, or at all, and tell everybody what follows."""
        return await self._told(self._looked(files))

    async def _looked(self, files: list[Path] | None) -> Turn:
        turn = await self.do(self.warm.turn, files)
        for _ in range(3):
            if not self._is_half_saved(turn):
                break
            await asyncio.sleep(ABSENT)
            turn = _both(turn, await self.do(self.warm.turn, None))
        return turn

    async def _told(self, turning: Awaitable[Turn]) -> Turn:
        """Tell everybody what a turn led to. A mistake of ours is told too, and must not take the preview away."""
        try:
            turn = await turning
            if turn.changed:
                self._announce(turn)
        except Exception as failure:  # noqa: BLE001 - whatever it is, the author's page stays
            self._say(f"fiche made a mistake of its own, and shows the site as it was; please report: {failure!r}")
            return Turn(self.last.number)
        return turn

    def _is_half_saved(self, turn: Turn) -> bool:
        """Say whether a file was looked at while it was being saved: it was empty, or another a moment later."""
        files = (self.warm.file_of(path) for path in turn.saved)
        return any(file is not None and _is_absent(file) for file in files) or any(
            found.code == "changed" for found in self.warm.problems
        )

    def _announce(self, turn: Turn) -> None:
        self.last = turn
        for old, new in turn.moved:
            self.moved[old] = new
            self.moved.pop(new, None)
        saved = self._saved(turn)
        self._tell(self.state(saved) | {"statics": turn.statics})
        self._tell_problems(turn)
        if saved is not None:
            self.saves.appendleft(saved)
            self._waiting[turn.number] = saved
            asyncio.get_running_loop().call_later(UNSEEN, self._unseen, turn.number)
        elif turn.saved or turn.gone:
            self._say(_counted(turn))

    def _saved(self, turn: Turn) -> Save | None:
        """Return what is told of a save of one file."""
        if len(turn.saved) + len(turn.gone) != 1 or not turn.saved:
            return None
        (path,) = turn.saved
        file = self.warm.file_of(path)
        with suppress(OSError):
            now = self._now()
            past = now.timestamp() - file.stat().st_mtime if file else 0.0
            return Save(now, path, self.warm.addresses.get(path, ""), turn.number, made=max(0.0, 1000 * past))
        return None

    def state(self, saved: Save | None = None) -> dict[str, object]:
        """Return what browsers are told: which state is shown, what is wrong, and where something was saved."""
        told: dict[str, object] = {
            "number": self.last.number,
            "statics": (),
            "problems": [sheet.problem(found) for found in self.warm.problems[:200]],
        }
        if saved is not None and saved.address:
            told["saved"] = {"address": f"/{saved.address}", "heading": self.last.heading}
        return told

    def _tell(self, told: dict[str, object]) -> None:
        for listener in self._listeners:
            listener.put_nowait(told)

    def listen(self) -> asyncio.Queue[dict[str, object] | None]:
        """Return a queue of what happens from now on; it begins with how things stand, and ends with None."""
        listener: asyncio.Queue[dict[str, object] | None] = asyncio.Queue()
        listener.put_nowait(self.state())
        if self._closed:
            listener.put_nowait(None)
        self._listeners.add(listener)
        return listener

    def leave(self, listener: asyncio.Queue[dict[str, object] | None]) -> None:
        """Listen no longer."""
        self._listeners.discard(listener)

    # ----------------------------------------------------------------------- what was saved, and where it is shown

    def source_line(self, path: str, words: str) -> int:
        """Return the line of a source at which the block with these words begins."""
        file = self.warm.file_of(path)
        try:
            return lines.line_of(file.read_text("utf-8", "replace"), words) if file else 1
        except OSError:
            return 1

    # ----------------------------------------------------------------------- pages

    async def page(self, path: str) -> Answer | None:
        """Return a file of the site."""
        return await self.do(self.warm.page, path)

    async def remarks(self, path: str, number: int) -> tuple[Remark, ...] | None:
        """Return what the editorial rules find in a file, or None if a save, or the end, comes before they have all been asked.

        They are asked one by one, so that a save waits for one of them at most.
        """
        found: list[Remark] = []
        await asyncio.sleep(IDLE)
        for rule in margin.ASKED:
            if number != self.last.number or self._dirty or self._all or self._closed:
                return None
            found += await self.do(self.warm.remarks, path, rule)
        return tuple(sorted(set(found))) if number == self.last.number else None

    # ----------------------------------------------------------------------- the terminal

    def seen(self, number: int, *, same: bool) -> None:
        """Note that a browser shows a state; with `same`, that its page is the same as before."""
        if same or (saved := self._waiting.pop(number, None)) is None:
            return
        total = max(0.0, 1000 * (self._now() - saved.at).total_seconds() + saved.made)
        for at, one in enumerate(self.saves):
            if one.number == number:
                self.saves[at] = Save(one.at, one.path, one.address, number, one.made, total)
        self._say(f"{saved.path}{_arrow(saved)}  on screen after {total:.0f} ms (made in {saved.made:.0f})")

    def _unseen(self, number: int) -> None:
        saved = self._waiting.pop(number, None)
        if saved is not None:
            self._say(f"{saved.path}{_arrow(saved)}  made in {saved.made:.0f} ms; no open page shows a change")

    def _tell_problems(self, turn: Turn | None = None) -> None:
        """Say what is wrong if it was not, and that nothing is if something was."""
        errors = [found for found in self.warm.problems if found.severity is Severity.ERROR]
        mine = [found for found in errors if turn is None or found.place.path in turn.saved]
        for found in mine[:5]:
            self._say(f"{found}\n")
        if errors and (mine or len(errors) != self._errors):
            self._say(f"{len(errors)} error{'s' * (len(errors) > 1)}: what is wrong is shown as it last was")
        elif self._errors and not errors:
            self._say("all is well again")
        self._errors = len(errors)

    def _complain(self, words: str) -> None:
        if words:
            self._say(f"note: {words}")


def _counted(turn: Turn) -> str:
    """Say how many files changed; which one, if it is one."""
    parts = []
    for paths, word in ((turn.saved, "changed"), (turn.gone, "gone")):
        if paths:
            parts.append(f"{paths[0]} {word}" if len(paths) == 1 else f"{len(paths):,} files {word}")
    return ", ".join(parts)


def _arrow(saved: Save) -> str:
    return f" → /{saved.address}" if saved.address else ""


def _is_absent(file: Path) -> bool:
    try:
        return file.stat().st_size == 0
    except OSError:
        return True


def _both(one: Turn, later: Turn) -> Turn:
    """Join two turns to one."""
    return Turn(
        later.number,
        tuple(dict.fromkeys((*one.saved, *later.saved))),
        tuple(dict.fromkeys((*one.gone, *later.gone))),
        one.changed or later.changed,
        tuple(dict.fromkeys((*one.statics, *later.statics))),
        one.quick and later.quick,
        later.heading or one.heading,
        (*one.moved, *later.moved),
    )
