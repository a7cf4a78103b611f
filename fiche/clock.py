"""How long nothing changes by itself: the span around an instant in which no moment lies that the content names."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fiche.model import Desk
from fiche.value import encode

_INSTANT = re.compile(rb'"(\d{4}-\d\d-\d\dT[^"\\]{5,30})"')
"""An instant as a value is written. A text that looks like one does no harm: the span is the shorter for it."""

_LAST = date.max - timedelta(days=2)


def still(desk: Desk, now: datetime) -> tuple[datetime, datetime]:
    """Return since when, and until before when, every answer of the clock is what it is now.

    It ends at the next moment that any header names, be it withheld or not, or with the day: in the site's time zone, in
    that of `now`, or in UTC, whichever is first.
    """
    moments = {moment for found in set(_INSTANT.findall(encode(desk))) if (moment := _read(found.decode()))}
    for zone in (ZoneInfo(desk.site.timezone), now.tzinfo or UTC, UTC):
        day = now.astimezone(zone).date()
        moments.add(datetime.combine(day, time(), zone))
        if day < _LAST:
            moments.add(datetime.combine(day + timedelta(days=1), time(), zone))
    past = (moment for moment in moments if moment <= now)
    return max(past, default=now), min((moment for moment in moments if moment > now), default=now)


def _read(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
