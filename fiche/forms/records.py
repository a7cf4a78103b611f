"""The fields of sources and events.

Owns what `content/sources/` and `content/events/` may say.
"""

from __future__ import annotations

from datetime import date as day

from fiche.fields import Reader
from fiche.forms.sheet import Origin, actor_uses, out_of_order, own_id
from fiche.model import Earlier, EventHead, ReferenceHead, Stamp

SOURCE_KINDS = (
    "primary-official",
    "un-document",
    "wire",
    "media",
    "ngo",
    "academic",
    "think-tank",
    "social",
    "interview",
    "court",
    "leaked",
    "own-reporting",
    "dataset",
)
GRADES = ("A", "B", "C", "D", "E", "F")
"""Reliability of a source, from A (reliable) to E, F (cannot be judged): the Admiralty grades (NATO AJP-2.1)."""
_ANY_DAY = Stamp(day(1970, 1, 1), day(1970, 1, 1))
"""Stands in for a date that cannot be read."""
EVENT_STATUSES = ("tentative", "confirmed", "postponed", "rescheduled", "cancelled", "held")


def source(reader: Reader, origin: Origin) -> ReferenceHead:
    """Read a source of the register."""
    return reference(reader, origin)


def reference(reader: Reader, origin: Origin, *, unnamed: str = "") -> ReferenceHead:
    """Read a source; `unnamed` is the id of one that need not have any."""
    key = own_id(reader, origin) if not unnamed else reader.slug("id") or unnamed
    date, accessed = reader.stamp("date"), reader.stamp("accessed")
    confidential = reader.guard("confidential", reader.boolean)
    head = ReferenceHead(
        id=key,
        title=reader.texts("title", required=True),
        publisher=reader.text("publisher"),
        author=reader.text("author"),
        date=date,
        url=reader.url("url"),
        archived=reader.url("archived"),
        accessed=accessed,
        kind=reader.choice("kind", SOURCE_KINDS),
        symbol=reader.text("symbol"),
        lang=reader.language("lang"),
        pages=reader.text("pages"),
        reliability=reader.choice("reliability", GRADES),
        descriptor=reader.text("descriptor"),
        confidential=confidential or reader.doubtful,
    )
    if accessed and date and accessed.last < date.first:
        out_of_order(reader, "date", "accessed")
    return head


def event(reader: Reader, origin: Origin) -> EventHead:
    """Read an event."""
    key = own_id(reader, origin)
    title = reader.texts("title", required=True)
    start, end = reader.stamp("start", required=True), reader.stamp("end")
    if start and end and is_before(end, start):
        out_of_order(reader, "start", "end")
    announced = reader.guard("announced", reader.stamp)
    was = _earlier(reader)
    return EventHead(
        id=key,
        title=title,
        start=start or _ANY_DAY,
        end=end,
        status=reader.choice("status", EVENT_STATUSES) or "confirmed",
        announced=announced,
        kind=reader.text("kind"),
        place=reader.texts("place"),
        actors=actor_uses(reader),
        topics=reader.uses("topics"),
        source=reader.slug("source"),
        note=reader.texts("note", prose=True),
        was=was,
        outcome=reader.texts("outcome", prose=True),
        brief=reader.slug("brief"),
    )


def _earlier(reader: Reader) -> tuple[Earlier, ...]:
    """Read the dates an event had before."""
    found: list[Earlier] = []
    for node in reader.mappings("was", "an earlier date", example="{start: 2016-03-07, until: 2016-03-04}"):
        inner = reader.child(node)
        start, end, until = inner.stamp("start", required=True), inner.stamp("end"), inner.guard("until", inner.stamp)
        inner.close()
        until = until or start  # on the day itself everybody sees that it is another one
        if start and end and is_before(end, start):
            out_of_order(inner, "start", "end")
        if until and found and is_before(until, found[-1].until):
            what = "the dates an event had stand in the order in which they were told; check “until”"
            reader.refuse(node, what, "dates-order")
        if start and until:
            found.append(Earlier(start, until, end))
    return tuple(found)


def is_before(one: Stamp, other: Stamp) -> bool:
    """Say whether one date is certainly before another."""
    if one.instant and other.instant:
        return one.instant < other.instant
    return one.last < other.first
