"""What stands on the timeline of the site, of an actor or of a topic, and in which order.

A moment is known as exactly as its date: what is known to the year stands before the months of that year, what is known to
the month before its days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from fiche import dates
from fiche.events import LEAST_MOMENTS
from fiche.lens import Lens
from fiche.model import Office, Precision, Stamp
from fiche.publication import Entry, EventEntry
from fiche.show import events
from fiche.value import Value
from fiche.views.shared import Label, LinkView, TimeView
from fiche.views.timeline import MomentGroupView, MomentView


class Turn(Value, frozen=True):
    """An office that begins or ends."""

    office: Office
    number: int
    begins: bool


class Moment(Value, frozen=True):
    """Something on a timeline, and when it begins."""

    what: Entry | EventEntry | Turn
    stamp: Stamp
    end: Stamp | None = None


# --------------------------------------------------------------------------- which


def exists(lens: Lens, kind: str, id: str) -> bool:
    """Say whether there is a timeline of the `site`, of an `actor` or of a `topic`."""
    if not lens.is_on("timeline"):
        return False
    if kind == "site":
        return lens.has_timeline
    if not lens.is_on(f"{kind}s"):
        return False
    briefs, dated, turns = _matter(lens, kind, id)
    return bool(dated) and len(briefs) + len(dated) + len(turns) >= LEAST_MOMENTS


def count(lens: Lens, kind: str, id: str) -> int:
    """Return how many moments a timeline has."""
    return sum(map(len, _of_site(lens, "") if kind == "site" else _matter(lens, kind, id)))


def link(lens: Lens, kind: str, id: str) -> LinkView | None:
    """Link to the timeline of an actor or a topic, if there is one."""
    if not exists(lens, kind, id):
        return None
    return LinkView(Label(lens.say("timeline")), f"{lens.root}{kind}s/{id}/timeline/")


def moments(lens: Lens, kind: str, id: str, year: str = "") -> list[Moment]:
    """Return what stands on a timeline, or on that of one year, the earliest first."""
    briefs, dated, turns = _of_site(lens, year) if kind == "site" else _matter(lens, kind, id)
    found = [
        *(Moment(entry, _day(entry)) for entry in briefs),
        *(Moment(event, event.event.head.start, event.event.head.end) for event in dated),
        *turns,
    ]
    return sorted((one for one in found if year in ("", year_of(one))), key=_order)


def year_of(moment: Moment) -> str:
    """Return the year in which a moment begins."""
    return f"{moment.stamp.first.year:04}"


def is_over(lens: Lens, moment: Moment) -> bool:
    """Say whether a moment is of the past at the site's clock: an event that was held is, however vague its date."""
    what = moment.what
    return not isinstance(what, EventEntry) or what.event.head.status == "held" or events.is_over(lens, what)


_Matter = tuple[Sequence[Entry], Sequence[EventEntry], Sequence[Moment]]


def _of_site(lens: Lens, year: str) -> _Matter:
    if year:
        return lens.of_year.get(year, ()), lens.publication.events_of_year.get(year, ()), ()
    return lens.entries, lens.publication.events, ()


def _matter(lens: Lens, kind: str, id: str) -> _Matter:
    if kind == "topic":
        return lens.of_topic[id], events.of_topic(lens, id), ()
    turns = tuple(_turns(lens.publication.actors[id].head.roles))
    return [entry for entry, _ in lens.of_actor[id]], events.of_actor(lens, id), turns


def _turns(offices: Iterable[Office]) -> Iterator[Moment]:
    for number, office in enumerate(offices, 1):
        if office.start:
            yield Moment(Turn(office, number, begins=True), office.start)
        if office.end:
            yield Moment(Turn(office, number, begins=False), office.end)


def _day(entry: Entry) -> Stamp:
    instant = entry.head.date.instant
    day = instant.date()
    if entry.head.date.timed:
        return Stamp(day, day, Precision.MINUTE, instant=instant)
    return Stamp(day, day, Precision.DAY)


def _order(moment: Moment) -> tuple[date, Precision, str, int, str]:
    stamp, what = moment.stamp, moment.what
    exact = min(stamp.precision, Precision.DAY)
    rank = 3 if isinstance(what, Entry) else 2 if isinstance(what, EventEntry) else int(what.begins)
    return stamp.first, exact, f"{stamp.instant:%H:%M:%S}" if stamp.instant else "", rank, _anchor(what)


# --------------------------------------------------------------------------- shown


def groups(lens: Lens, found: Iterable[Moment]) -> tuple[MomentGroupView, ...]:
    """Put moments under their months."""
    by_month: dict[str, list[Moment]] = {}
    for moment in found:
        first = moment.stamp.first.isoformat()
        by_month.setdefault(first[: 4 if moment.stamp.precision is Precision.YEAR else 7], []).append(moment)
    return tuple(
        MomentGroupView(_heading(lens, iso), iso, tuple(_view(lens, moment) for moment in rows))
        for iso, rows in by_month.items()
    )


def _heading(lens: Lens, iso: str) -> str:
    year, _, month = iso.partition("-")
    return dates.month(int(year), int(month), lens.lang) if month else year


def _view(lens: Lens, moment: Moment) -> MomentView:
    what, anchor = moment.what, _anchor(moment.what)
    if isinstance(what, Entry):
        card = lens.card(what)
        return MomentView("brief", card.kind_label, anchor, card.day, brief=card)
    if isinstance(what, Turn):
        key = "office-begins" if what.begins else "office-ends"
        return MomentView(key, lens.say(key), anchor, _when(lens, moment), office=lens.office(what.office))
    shown = lens.once(("event", what.event.head.id), lambda: events.view(lens, what))
    return MomentView("event", shown.status_label, anchor, _when(lens, moment), event=shown)


def _when(lens: Lens, moment: Moment) -> TimeView:
    """Write a time out; for machines, when it begins, without the marks that HTML does not know."""
    iso = dates.iso_stamp(moment.stamp).rstrip("?~%")
    if moment.end:
        return TimeView(iso, dates.span(moment.stamp, moment.end, lens.lang, between=True))
    return TimeView(iso, dates.stamp(moment.stamp, lens.lang))


def _anchor(what: Entry | EventEntry | Turn) -> str:
    if isinstance(what, Entry):
        return f"brief-{what.head.id}"
    if isinstance(what, EventEntry):
        return f"event-{what.event.head.id}"
    return f"office-{what.number}-{'begins' if what.begins else 'ends'}"
