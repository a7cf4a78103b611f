"""Dates in texts: weekdays beside them, « vendredi 26 août 2016 », “Friday, August 26”; and the months they name.

Owns the forms in which French, English, Arabic and Russian write a weekday with a date. What days and months are called is
CLDR's business (`dates`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from fiche import inflection
from fiche.dates import month_names, weekday_names
from fiche.names import fold


class Dated(NamedTuple):
    """A weekday written with a date, `start` to before `end` of a text."""

    start: int
    end: int
    weekday: int
    """From 0, Monday, as `date.weekday` counts."""
    day: int
    month: int
    year: int | None

    def on(self, near: date, *, within: int) -> date | None:
        """Return the day that is meant: without a year, the nearest to another day; None if that is far, or there is none."""
        years = (self.year,) if self.year else (near.year - 1, near.year, near.year + 1)
        days = [day for year in years if (day := _made(year, self.month, self.day))]
        nearest = min(days, key=lambda day: abs((day - near).days), default=None)
        if nearest is None or (not self.year and abs((nearest - near).days) > within):
            return None
        return nearest


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def weekdays_in(text: str, lang: str) -> Iterator[Dated]:
    """Yield the weekdays that a text of a language writes with a date; none in a language whose forms are not known."""
    language = lang.partition("-")[0]
    if language not in _FORMS:
        return
    pattern, weekdays, months = _pattern(language)
    for found in pattern.finditer(text):
        said = {name: value for name, value in found.groupdict().items() if value}
        month = months[fold(said.get("month") or said["month_first"])]
        day = int(said.get("day") or said["day_last"])
        year = int(said["year"]) if "year" in said else None
        yield Dated(*found.span(), weekdays[fold(said["weekday"])], day, month, year)


def months_in(text: str, lang: str) -> frozenset[int]:
    """Return the months that a text of a language names, from 1; none in a language whose forms are not known."""
    language = lang.partition("-")[0]
    if language not in _FORMS:
        return frozenset()
    pattern, months = _month_pattern(language)
    return frozenset(months[fold(found[0])] for found in pattern.finditer(text))


@cache
def _pattern(language: str) -> tuple[re.Pattern[str], dict[str, int], dict[str, int]]:
    """Return what finds a weekday with a date, and the numbers of folded weekdays and months."""
    weekdays, months = _forms(weekday_names(language)), _forms(month_names(language))
    date = _FORMS[language](_any_of(weekdays), _any_of(months))
    pattern = re.compile(rf"(?<!\w){date}(?!\w)(?:,?{_SPACE}(?P<year>\d{{4}})(?!\d))?", re.IGNORECASE)
    return pattern, _numbers(weekdays), _numbers(months, first=1)


@cache
def _month_pattern(language: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """Return what finds a month, and the numbers of folded ones."""
    months = _forms(month_names(language))
    return re.compile(rf"(?<!\w){_any_of(months)}(?!\w)"), _numbers(months, first=1)


def _forms(names: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Add the forms that names have where a language declines them."""
    return [tuple(form for name in same for form in (name, *inflection.forms(name))) for same in names]


def _numbers(names: Iterable[tuple[str, ...]], *, first: int = 0) -> dict[str, int]:
    return {fold(name): number for number, same in enumerate(names, first) for name in same}


def _any_of(names: Iterable[tuple[str, ...]]) -> str:
    return f"(?:{'|'.join(sorted((re.escape(name) for same in names for name in same), key=len, reverse=True))})"


# --------------------------------------------------------------------------- how languages write them

_SPACE = "[ \u00a0\u202f]"
_DAY = r"(?P<day>\d{1,2})"


def _french(w: str, m: str) -> str:
    return rf"(?P<weekday>{w}){_SPACE}{_DAY}(?:er)?{_SPACE}(?P<month>{m})"


def _english(w: str, m: str) -> str:
    day_first = rf"(?:the{_SPACE})?{_DAY}(?:st|nd|rd|th)?{_SPACE}(?:of{_SPACE})?(?P<month>{m})"
    month_first = rf"(?P<month_first>{m}){_SPACE}(?P<day_last>\d{{1,2}})(?:st|nd|rd|th)?"
    return rf"(?P<weekday>{w}),?{_SPACE}(?:{day_first}|{month_first})"


def _arabic(w: str, m: str) -> str:
    return rf"(?P<weekday>{w})(?:{_SPACE}?[،,])?{_SPACE}{_DAY}{_SPACE}(?P<month>{m})(?:/{m})?"


def _russian(w: str, m: str) -> str:
    return rf"(?P<weekday>{w}),?{_SPACE}{_DAY}{_SPACE}(?P<month>{m})"


_FORMS = {"fr": _french, "en": _english, "ar": _arabic, "ru": _russian}
