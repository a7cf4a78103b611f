"""Asking many addresses, politely: one request at a time to a host, with a pause before the next, and no more than it bears.

Owns the order, the pauses, what is tried again, and when a host is left alone. What an answer means is `judging`'s business; how
it comes, `fetch`'s. Hosts are asked side by side, the addresses of each one after the other.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field

from fiche.fetch import Answer, Fault, Fetcher, host_of
from fiche.outside import archive
from fiche.outside.judging import Copy, Outcome, Verdict, judged, places
from fiche.outside.links import Links, Spot
from fiche.value import Value, replace

AGENT = "Mozilla/5.0 (compatible; fiche/{version}; checks its links; +{site})"
"""What it calls itself: by name, with the site for which it asks. Some hosts refuse whatever does not begin as browsers do."""


class Manners(Value, frozen=True):
    """How hosts are treated; times in seconds."""

    pause: float = 1.0
    """Between two requests to a host."""
    hosts: int = 16
    """Asked side by side."""
    again: tuple[float, ...] = (3.0, 12.0)
    """Before an address that gave no answer is asked again."""
    patience: float = 60.0
    """Waited at most where a host asks for it; one that asks for more is left alone."""
    redirects: int = 10
    body: int = 64 * 1024
    """Bytes read of a body that tells whether the page is there."""
    page: int = 2 * 1024 * 1024
    """Bytes read of a page in which a place is looked for."""


USUAL = Manners()
Tell = Callable[[str, Verdict], object]
"""Told of an address and what became of it."""
_ACCEPTED = (("Accept", "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8"),)
_UNHEARD = frozenset({Fault.NO_HOST, Fault.NO_NAMES, Fault.UNREACHABLE, Fault.TIMEOUT})
"""What a machine without a network finds everywhere."""
_SETTLED = frozenset({Fault.NO_HOST, Fault.FORBIDDEN, Fault.ADDRESS, Fault.TLS, Fault.STOPPED})
"""What another request would not change."""
_BUSY = frozenset({429, 503})
_SILENT = 2
"""Addresses of a host that stay without an answer, one after the other, before the host is left alone."""
_DOUBT = 8
"""Hosts of which none is heard before one asks whether there is a network."""


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free: float = 0.0
    """The time from which on it may be asked."""


class Turns:
    """Gives each host one request at a time, and a pause after it."""

    def __init__(self, pause: float, clock: Callable[[], float], wait: Callable[[float], object]) -> None:
        self._pause = pause
        self._clock = clock
        self._wait = wait
        self._hosts: dict[str, _Host] = defaultdict(_Host)
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until a host may be asked; whoever else wants to ask it waits until this one is done."""
        with self._lock:
            known = self._hosts[host]
        with known.lock:
            left = known.free - self._clock()
            if left > 0:
                self._wait(left)
            try:
                yield
            finally:
                known.free = self._clock() + self._pause


class Asker:
    """Asks addresses once. What it finds is told as it comes, from several threads, one at a time."""

    def __init__(
        self, fetcher: Fetcher, clock: Callable[[], float], *, manners: Manners = USUAL, service: str = ""
    ) -> None:
        self.is_offline = False
        """Nothing at all was heard from anybody."""
        self._fetcher = fetcher
        self._manners = manners
        self._service = service
        self._turns = Turns(manners.pause, clock, fetcher.wait)
        self._lock = threading.Lock()
        self._unheard: set[str] = set()
        self._heard = False
        self._doubt = _DOUBT
        self._refusals = 0

    def ask(self, links: Links, tell: Tell) -> None:
        """Ask all addresses. Whoever interrupts it has been told what was known by then."""
        queues: dict[str, list[str]] = defaultdict(list)
        for url in links:
            queues[host_of(url)].append(url)
        self._doubt = min(_DOUBT, len(queues))
        longest_first = sorted(queues.items(), key=lambda queue: (-len(queue[1]), queue[0]))
        with ThreadPoolExecutor(self._manners.hosts) as pool:
            running = [pool.submit(self._ask_host, host, urls, links, tell) for host, urls in longest_first]
            try:
                for done in as_completed(running):
                    done.result()
            except BaseException:
                self._fetcher.stop()
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    def _ask_host(self, host: str, urls: Sequence[str], links: Links, tell: Tell) -> None:
        """Ask the addresses of a host one after the other, until it wants to be left alone."""
        silent = 0
        for at, url in enumerate(urls):
            answer = self._asked(url, links[url])
            verdict = self._verdict(url, links[url], answer)
            if self._is_stopped(answer):
                return
            with self._lock:
                tell(url, verdict)
            silent = silent + 1 if not answer.status and answer.fault not in _SETTLED else 0
            is_busy = answer.status == 429 and host_of(answer.url) == host
            if is_busy or silent == _SILENT:
                why = f"{host} asks for a pause" if is_busy else f"{host} does not answer"
                with self._lock:
                    for left in urls[at + 1 :]:
                        tell(left, Verdict(Outcome.LATER, why))
                return

    def _is_stopped(self, answer: Answer) -> bool:
        return answer.fault is Fault.STOPPED or self._fetcher.wait(0)

    # ----------------------------------------------------------------------- one address

    def _asked(self, url: str, spots: Sequence[Spot]) -> Answer:
        """Ask by HEAD, which costs least; by GET where that says anything but that all is well, since many hosts botch it."""
        left = list(self._manners.again)
        wants_page = any(spot.fragment for spot in spots)
        if not wants_page:
            answer = self._once(url, "HEAD", 0)
            if answer.fault in _SETTLED or judged(url, answer).outcome in {Outcome.OK, Outcome.MOVED}:
                return answer
            if answer.status in _BUSY and not self._has_rested(answer, left):
                return answer
        while True:
            answer = self._once(url, "GET", self._manners.page if wants_page else self._manners.body)
            is_open = answer.status == 429 or judged(url, answer).outcome is Outcome.UNSURE
            if not is_open or answer.fault in _SETTLED or not self._has_rested(answer, left):
                return answer

    def _has_rested(self, answer: Answer, left: list[float]) -> bool:
        """Wait before another try, as long as the host wants; False where there is to be none."""
        wanted = answer.asks_to_wait or 0.0
        if not left or wanted > self._manners.patience:
            return False
        return not self._fetcher.wait(max(left.pop(0), wanted))

    def _once(self, url: str, method: str, size: int) -> Answer:
        answer = self._fetcher.get(
            url,
            method=method,
            size=size,
            redirects=self._manners.redirects,
            headers=_ACCEPTED,
            turn=self._turns.turn,
        )
        self._note(host_of(url), answer)
        return answer

    def _verdict(self, url: str, spots: Sequence[Spot], answer: Answer) -> Verdict:
        verdict = judged(url, answer)
        if verdict.outcome in {Outcome.OK, Outcome.MOVED}:
            found, missing = places(answer, (spot.fragment for spot in spots if spot.fragment))
            return replace(verdict, found=found, missing=missing)
        if verdict.outcome is Outcome.DEAD and not all(spot.kept for spot in spots):
            return replace(verdict, copy=self._copy(url, spots))
        return verdict

    def _copy(self, url: str, spots: Sequence[Spot]) -> Copy | None:
        """Ask the archive for a copy; where it does not want to be asked, no more of it."""
        if not self._service or archive.is_archive(url) or self._refusals >= _SILENT:
            return None
        day = next((spot.day for spot in sorted(spots, key=lambda spot: spot.field != "url") if spot.day), None)
        answer = self._once(archive.question(self._service, url, day), "GET", self._manners.body)
        if answer.status != 200:
            self._refusals += 1
        return archive.copy_in(answer, url)

    # ----------------------------------------------------------------------- whether there is a network

    def _note(self, host: str, answer: Answer) -> None:
        """Note who is heard; where nobody is, ask the archive, and stop if that is not heard either."""
        with self._lock:
            if answer.fault not in _UNHEARD | {Fault.STOPPED, Fault.FORBIDDEN, Fault.ADDRESS} or answer.hops:
                self._heard = True
            elif answer.fault in _UNHEARD:
                self._unheard.add(host)
            if self._heard or len(self._unheard) < self._doubt:
                return
            self._heard = True  # this is asked once
        if not self._is_online(answer):
            self.is_offline = True
            self._fetcher.stop()

    def _is_online(self, answer: Answer) -> bool:
        if not self._service:  # one host that is gone or slow is no sign of it; many are
            return answer.fault in {Fault.NO_HOST, Fault.TIMEOUT} and self._doubt < _DOUBT
        return self._fetcher.get(self._service, method="HEAD", turn=self._turns.turn).fault not in _UNHEARD
