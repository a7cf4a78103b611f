"""How busy the months were for an actor or on a topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from fiche import chart, dates
from fiche.lens import Lens
from fiche.publication import Entry
from fiche.views.charts import ActivityView

_MONTHS = 24


def of(lens: Lens, entries: Sequence[Entry]) -> ActivityView | None:
    """Count some briefs, the newest first, by the last months up to that of the newest brief of the publication.

    So all charts of a site have one axis, and no page changes because a month went by without a brief.
    """
    if not entries:
        return None
    end = _number(lens.newest["month"])
    counted = Counter(_number(entry.head.date.instant.date()) for entry in entries)
    counts = [counted[number] for number in range(end - _MONTHS + 1, end + 1)]
    peak = max(counts)
    return ActivityView(
        chart=chart.bars(counts, mirrored=lens.dir == "rtl"),
        start=_month(end - _MONTHS + 1, lens.lang),
        end=_month(end, lens.lang),
        total=sum(counts),
        peak=peak,
        peak_month=_month(end - counts[::-1].index(peak), lens.lang),
        first=lens.day_of(entries[-1].head.date),
        last=lens.day_of(entries[0].head.date),
    )


def _number(day: date) -> int:
    """Count the months since the beginning of the year 0."""
    return day.year * 12 + day.month - 1


def _month(number: int, lang: str) -> str:
    return dates.month(number // 12, number % 12 + 1, lang)
