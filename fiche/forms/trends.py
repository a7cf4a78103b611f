"""The fields of trends: which way a topic went in each period.

Owns what an entry of `trend:` in a topic may say.
"""

from __future__ import annotations

from fiche.fields import Reader
from fiche.model import Alert, Direction, Trend


def trends(reader: Reader) -> tuple[Trend, ...]:
    """Read the trend of a topic, the first period first."""
    found: list[Trend] = []
    example = "{period: 2016-08, direction: deteriorated, note: …}"
    for node in reader.mappings("trend", "an entry of “trend”", example=example):
        inner = reader.child(node)
        period = inner.stamp("period", required=True)
        direction = inner.enum("direction", Direction, required=True)
        alert, note = inner.enum("alert", Alert), inner.texts("note")
        inner.close()
        if period and (period.uncertain or period.approximate):
            inner.refuse("period", "a period is certain; write it without ?, ~ or %", "period")
        elif period and any(period.first == other.period.first for other in found):
            inner.refuse("period", "two entries begin on one day; keep one of them", "same-period")
        elif period and direction:
            found.append(Trend(period, direction, alert, note))
    return tuple(sorted(found, key=lambda trend: trend.period.first))
