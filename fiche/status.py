"""What is withheld, why and until when, and when the site next changes by itself.

For the newsroom's own eyes: it names withheld matter, and nothing here may reach an output.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from fiche.clear import Reason, reason
from fiche.model import BriefHead, Desk, Head, Manuscript, Policy


@dataclass(frozen=True, slots=True)
class Held:
    """A file that a policy withholds."""

    path: str
    title: str
    reason: Reason
    detail: str
    """The status, marking or instant that withholds it."""
    until: datetime | None
    """When it is shown without anyone's doing; None if it takes a hand."""


@dataclass(frozen=True, slots=True)
class Change:
    """A moment at which a build gives another site though no file was touched."""

    instant: datetime
    path: str
    what: str


def held(desk: Desk, policy: Policy) -> tuple[Held, ...]:
    """Return what is withheld, the soonest to be shown first."""
    found = [_held(manuscript, why, policy) for manuscript in _all(desk) if (why := reason(manuscript, policy))]
    return tuple(sorted(found, key=lambda one: (one.until is None, one.until or policy.now, one.path)))


def changes(desk: Desk, policy: Policy) -> tuple[Change, ...]:
    """Return the moments after the policy's clock at which the site changes, soonest first."""
    found = {change for manuscript in _all(desk) for change in _changes(manuscript) if change.instant > policy.now}
    return tuple(sorted(found, key=lambda change: (change.instant, change.path, change.what)))


def _all(desk: Desk) -> tuple[Manuscript[Head], ...]:
    return (*desk.briefs, *desk.actors, *desk.topics, *desk.references, *desk.events, *desk.pages)


def _held(manuscript: Manuscript[Head], why: Reason, policy: Policy) -> Held:
    gate, head = manuscript.gate, manuscript.head
    title = head.title if isinstance(head, BriefHead) else head.id
    until = [moment for moment in (gate.embargo, _date(head)) if moment is not None and moment > policy.now]
    details = {
        Reason.STATUS: gate.status.value,
        Reason.MARKING: gate.marking.label,
        Reason.EXPIRED: gate.expires.isoformat() if gate.expires else "",
    }
    timed = max(until) if until and why in {Reason.EMBARGO, Reason.DATE} else None
    return Held(manuscript.place.path, title, why, details.get(why) or (timed.isoformat() if timed else ""), timed)


def _date(head: Head) -> datetime | None:
    return head.date.instant if isinstance(head, BriefHead) else None


def _changes(manuscript: Manuscript[Head]) -> Iterator[Change]:
    gate, head, path = manuscript.gate, manuscript.head, manuscript.place.path
    if gate.status.value not in {"published", "withdrawn"}:
        return
    for instant, what in (
        (gate.embargo, "its embargo ends"),
        (_date(head), "it is published"),
        (gate.expires, "it expires"),
        (gate.withdrawn.date.instant if gate.withdrawn else None, "it is withdrawn"),
    ):
        if instant is not None:
            yield Change(instant, path, what)
    if isinstance(head, BriefHead):
        for note in head.corrections:
            yield Change(note.date.instant, path, f"a {note.kind.value} is shown")
