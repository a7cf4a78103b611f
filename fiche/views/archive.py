"""The archive by periods."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.shared import LinkView, ListingView


class PeriodView(Value, frozen=True):
    """A year, a month or a day of the archive."""

    label: str
    address: str
    iso: str
    count: int
    periods: tuple[PeriodView, ...] = ()


class ArchiveView(Value, frozen=True):
    """The archive, or one period of it."""

    heading: str
    periods: tuple[PeriodView, ...]
    """The periods inside this one."""
    newer: LinkView | None
    """The next period of the same length that has briefs."""
    older: LinkView | None
    listing: ListingView | None
    """The briefs of the period; None on the top page, which lists periods only."""
