"""What is withheld, why and until when, and when the site next changes by itself.

For the newsroom's own eyes: it names withheld matter, and nothing here may reach an output.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fiche.clear import Reason, reason
from fiche.model import (
    ActorHead,
    BriefHead,
    Desk,
    EventHead,
    FigureHead,
    Gate,
    Head,
    Manuscript,
    Policy,
    Stamp,
    Status,
    TopicHead,
)
from fiche.problem import quoted
from fiche.value import Value, replace


class Held(Value, frozen=True):
    """A file that a policy withholds."""

    path: str
    title: str
    reason: Reason
    detail: str
    """The status, marking or instant that withholds it."""
    until: datetime | None
    """When it is shown without anyone's doing; None if it takes a hand."""


class Change(Value, frozen=True):
    """A moment at which a build gives another site though no file was touched."""

    instant: datetime
    path: str
    what: str


def held(desk: Desk, policy: Policy) -> tuple[Held, ...]:
    """Return what is withheld, the soonest to be shown first."""
    found = [one for manuscript in _all(desk) if (one := withheld(manuscript, policy))]
    return tuple(sorted(found, key=lambda one: (one.until is None, one.until or policy.now, one.path)))


def changes(desk: Desk, policy: Policy) -> tuple[Change, ...]:
    """Return the moments after the policy's clock at which the site changes, soonest first."""
    zone = ZoneInfo(desk.site.timezone)
    found = {
        Change(instant, manuscript.place.path, what)
        for manuscript in _all(desk)
        if _may_be_shown(manuscript.gate, policy)
        for instant, what in (*_by_gate(manuscript), *_by_head(manuscript.head, zone))
        if instant > policy.now
    }
    return tuple(sorted(found, key=lambda change: (change.instant, change.path, change.what)))


def overdue(desk: Desk, policy: Policy, until: datetime) -> tuple[Change, ...]:
    """Return what has changed by itself since a site was built that was good `until` then, soonest first."""
    return tuple(one for one in changes(desk, replace(policy, now=until - _TICK)) if one.instant <= policy.now)


_TICK = timedelta(microseconds=1)


def _all(desk: Desk) -> tuple[Manuscript[Head], ...]:
    return (
        *desk.briefs,
        *desk.actors,
        *desk.topics,
        *desk.references,
        *desk.events,
        *desk.figures,
        *desk.pages,
    )


def withheld(manuscript: Manuscript[Head], policy: Policy) -> Held | None:
    """Say what withholds a manuscript from a policy's readers; None if nothing does."""
    why = reason(manuscript, policy)
    if why is None:
        return None
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


Moment = tuple[datetime, str]
"""When, and what happens then."""


def _may_be_shown(gate: Gate, policy: Policy) -> bool:
    """Say whether time alone can show a file to these readers."""
    told = policy.drafts or gate.status in {Status.PUBLISHED, Status.WITHDRAWN}
    return told and gate.marking <= policy.audience and (gate.expires is None or gate.expires > policy.now)


def _by_gate(manuscript: Manuscript[Head]) -> Iterator[Moment]:
    gate = manuscript.gate
    if gate.embargo:
        yield gate.embargo, "its embargo ends"
    if gate.expires:
        yield gate.expires, "it expires"
    if gate.withdrawn:
        yield gate.withdrawn.date.instant, "it is withdrawn"


def _by_head(head: Head, zone: ZoneInfo) -> Iterator[Moment]:
    """Return what `clear` cuts off until its day, and what is about to be over."""
    if isinstance(head, BriefHead):
        yield head.date.instant, "it is published"
        if head.updated:
            yield head.updated.instant, "its update is shown"
        for note in head.corrections:
            yield note.date.instant, f"its {note.kind.value} is shown"
        for said in head.statements:
            yield from _at(said.date, "a statement is shown", zone)
        for figure in head.figures:
            yield from _at(figure.amount.as_of, f"a value of {quoted(figure.id)} is shown", zone)
    elif isinstance(head, EventHead):
        yield from _at(head.announced, "it is announced", zone)
        for one in head.was:
            yield from _at(one.until, "another date is told", zone)
        if head.outcome or head.brief or head.status == "held":
            yield from _at(head.start, "what came of it is told", zone)
        yield _day(head.end.last if head.end else head.start.last, zone, after=1), "it is over"
    elif isinstance(head, TopicHead):
        if head.as_of:
            yield head.as_of.instant, "its state of play is shown"
        for trend in head.trend:
            yield from _at(trend.period, "a trend is shown", zone)
    elif isinstance(head, FigureHead):
        for amount in head.amounts:
            yield from _at(amount.as_of, "a value is shown", zone)
    elif isinstance(head, ActorHead):
        for name in head.names:
            yield from _at(name.start, f"the name {quoted(name.full)} begins", zone)
            yield from _at(name.end, f"the name {quoted(name.full)} ends", zone)
        for alias in head.aliases:
            yield from _at(alias.start, f"the name {quoted(alias.text)} begins", zone)
            yield from _at(alias.end, f"the name {quoted(alias.text)} ends", zone)
        for office in head.roles:
            yield from _at(office.start, f"the office {quoted(office.title.pick('')[1])} begins", zone)
            yield from _at(office.end, f"the office {quoted(office.title.pick('')[1])} ends", zone)
        for relation in head.relations:
            yield from _at(relation.start, f"the relation to {quoted(relation.target)} begins", zone)
            yield from _at(relation.end, f"the relation to {quoted(relation.target)} ends", zone)
        for label in head.designations:
            yield from _at(label.start, f"the designation by {quoted(label.by)} begins", zone)
            yield from _at(label.end, f"the designation by {quoted(label.by)} ends", zone)
        yield from _at(head.died, "its death is told", zone)
        yield from _at(head.dissolved, "its end is told", zone)


def _at(stamp: Stamp | None, what: str, zone: ZoneInfo) -> Iterator[Moment]:
    if stamp:
        yield stamp.instant or _day(stamp.first, zone), what


def _day(day: date, zone: ZoneInfo, *, after: int = 0) -> datetime:
    """Return the beginning of a day, or of one so many days after it."""
    return datetime.combine(day + timedelta(days=after), time(), zone)
