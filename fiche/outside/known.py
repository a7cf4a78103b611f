"""What was found out about addresses, and for how long it is believed.

Owns the file in `.fiche/`. It may be lost at any time: then all is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from fiche import sealed
from fiche.outside.judging import Outcome, Verdict
from fiche.value import Unreadable, Value, encode, reader

AGES: Mapping[Outcome, timedelta] = {
    Outcome.OK: timedelta(days=30),
    Outcome.MOVED: timedelta(days=30),
    Outcome.BLOCKED: timedelta(days=7),
    Outcome.DEAD: timedelta(days=1),
}
"""How long a verdict is believed; one that is not here, not at all."""


class Known(Value, frozen=True):
    """A verdict, and when it was found."""

    at: datetime
    verdict: Verdict


class _File(Value, frozen=True):
    links: dict[str, Known]


_FILE = reader(_File)


def load(own: Path) -> dict[str, Known]:
    """Return what is known, by address."""
    with suppress(*Unreadable):
        return _FILE(sealed.load(own / "links.json") or b"").links
    return {}


def save(own: Path, known: Mapping[str, Known], now: datetime) -> None:
    """Keep what will still be believed; where that cannot be, all is asked again."""
    lasting = {url: each for url, each in sorted(known.items()) if is_fresh(each, now)}
    with suppress(OSError):
        sealed.save(own / "links.json", encode(_File(lasting)))


def is_fresh(known: Known, now: datetime, places: Iterable[str] = ()) -> bool:
    """Say whether a verdict is still believed, and says something of all these places in the page."""
    age = AGES.get(known.verdict.outcome)
    if age is None or not known.verdict.lasting or not timedelta(0) <= now - known.at < age:
        return False
    told = {*known.verdict.found, *known.verdict.missing}
    return known.verdict.outcome not in {Outcome.OK, Outcome.MOVED} or told.issuperset(places)
