"""One check of a desk's links: what is known is taken, the rest is asked, and all that is found out is kept.

Owns the way through, and the count of it. The clock, the folder and the wishes come from the caller.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from fiche import __version__
from fiche.checks.rule import SETTINGS, Rule
from fiche.checks.study import Study
from fiche.fetch import Fetcher, Resolve, is_public, looked_up
from fiche.forms.site import read_link_checks
from fiche.outside import known as memory
from fiche.outside.asking import AGENT, USUAL, Asker, Manners
from fiche.outside.judging import Outcome, Verdict
from fiche.outside.known import Known, is_fresh
from fiche.outside.links import Links, links
from fiche.outside.telling import told


class Inquiry:
    """A check of links, to be called with what is studied; called twice, it asks nothing twice.

    `clock` counts seconds from any point, `now` is the instant of the verdicts, `own` the folder in which they are kept, and
    `inside` names hosts of a private network that may be asked all the same. With `again` nothing that is known counts. `only`
    are the codes of what is told; all without any.
    """

    def __init__(
        self,
        *,
        own: Path,
        now: datetime,
        clock: Callable[[], float],
        again: bool = False,
        inside: frozenset[str] = frozenset(),
        only: frozenset[str] = frozenset(),
        manners: Manners = USUAL,
        resolve: Resolve = looked_up,
    ) -> None:
        self.links: Links = {}
        self.verdicts: dict[str, Verdict] = {}
        """Of each address that was asked, now or before."""
        self.asked = 0
        """How many were asked now."""
        self.is_offline = False
        self.progress: Callable[[int, int], object] = lambda done, of: None
        """Told how many addresses were asked, of how many."""
        self._own = own
        self._now = now
        self._clock = clock
        self._again = again
        self._inside = inside
        self._only = only
        self._manners = manners
        self._resolve = resolve

    def __call__(self, study: Study) -> tuple[Rule, ...]:
        """Ask what is not known of a desk's links, and return the rules with what they find."""
        page = study.ground.page(SETTINGS)
        settings = read_link_checks(SETTINGS, "\n".join(page.lines).encode())
        self.links = links(study, ignore=settings.ignore)
        kept = memory.load(self._own)
        if not self._again:
            self._recall(kept)
        todo = {url: spots for url, spots in self.links.items() if url not in self.verdicts}
        if todo:
            self._ask(todo, kept, study.desk.site.base_url, settings.archive)
        rules = told(study, self.links, self.verdicts, unheard=len(todo) if self.is_offline else 0)
        return tuple(rule for rule in rules if not self._only or rule.code in self._only)

    def counts(self) -> Mapping[Outcome, int]:
        """Return how many addresses have which outcome."""
        return Counter(self.verdicts[url].outcome for url in self.links if url in self.verdicts)

    def _recall(self, kept: Mapping[str, Known]) -> None:
        for url, spots in self.links.items():
            wanted = {spot.fragment for spot in spots if spot.fragment}
            if url in kept and is_fresh(kept[url], self._now, wanted):
                self.verdicts.setdefault(url, kept[url].verdict)

    def _ask(self, todo: Links, kept: dict[str, Known], base_url: str, service: str) -> None:
        done = 0

        def tell(url: str, verdict: Verdict) -> None:
            nonlocal done
            done += 1
            self.verdicts[url] = verdict
            self.asked += verdict.outcome is not Outcome.LATER
            kept[url] = Known(self._now, verdict)
            self.progress(done, len(todo))

        agent = AGENT.format(version=__version__, site=base_url)
        connections = self._manners.hosts
        with Fetcher(agent, connections=connections, may=self._may, resolve=self._resolve) as fetcher:
            asker = Asker(fetcher, self._clock, manners=self._manners, service=service)
            try:
                asker.ask(todo, tell)
            finally:
                self.is_offline = asker.is_offline
                if self.is_offline:  # what was found then is nothing
                    self.asked = 0
                    self.verdicts = {url: verdict for url, verdict in self.verdicts.items() if url not in todo}
                else:
                    memory.save(self._own, kept, self._now)

    def _may(self, host: str, address: str) -> bool:
        return host.lower() in self._inside or is_public(address)
