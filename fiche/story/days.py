"""The days a text names, and which they were, seen from the day of the story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from fiche.story.words import Words, any_of


class Day(NamedTuple):
    """Words of a text that name a day or a month, and which, in EDTF."""

    start: int
    words: str
    edtf: str


class _Calendar(NamedTuple):
    """How a language writes days, as patterns; None where its words are not known."""

    day_month: re.Pattern[str]
    month_day: re.Pattern[str]
    month_year: re.Pattern[str]
    weekday: re.Pattern[str]
    relative: re.Pattern[str]


_ISO = re.compile(r"\b(?P<year>[12]\d{3})-(?P<month>\d\d)-(?P<day>\d\d)\b")
_NUMERIC = re.compile(r"(?<![\d.-])(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>[12]\d{3})(?![\d.-])")


_START = r"(?:(?<!\w)|(?<=(?<!\w)[وبفل]))"
"""Where a word begins; an Arabic particle may be written as part of it."""


@cache
def _calendar(words: Words) -> _Calendar | None:
    if not words.months:
        return None
    month = rf"(?P<month>{any_of(name for names in words.months for name in names)})\.?"
    other = rf"(?:\s?/\s?{any_of(name for names in words.months for name in names)})?"
    year = r"(?:,?\s+(?P<year>[12]\d{3}))"
    about = f"(?:(?P<about>{any_of(words.about)})[-‑\\s]+)?" if words.about else ""
    weekday = any_of(name for names in words.weekdays for name in names)
    near = any_of([*words.next, *words.last])
    flags = re.IGNORECASE
    return _Calendar(
        re.compile(
            rf"{_START}(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of\s+)?{month}{other}(?!\w){year}?(?!\w)", flags
        ),
        re.compile(rf"{_START}{month}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:]){year}?(?!\w)", flags),
        re.compile(rf"{_START}{about}{month}{other}(?!\w){year}?(?!\w)", flags),
        re.compile(rf"{_START}(?:(?P<before>{near})\s+)?(?P<weekday>{weekday})(?:\s+(?P<after>{near}))?(?!\w)", flags),
        re.compile(rf"(?<![\w-])(?P<relative>{any_of(word for word, _ in words.relative)})(?![\w-])", flags),
    )


def days(text: str, words: Words, story: date) -> list[Day]:
    """Return the days that a text names, in its order, each words once. A year or direction not said is the nearest."""
    found: list[Day] = []
    taken: list[tuple[int, int]] = []
    for match, edtf in _all(text, words, story):
        if edtf and not any(match.start() < end and start < match.end() for start, end in taken):
            taken.append(match.span())
            found.append(Day(match.start(), match[0], edtf))
    once = {each.words.lower(): each for each in sorted(found, reverse=True)}
    return sorted(once.values())


def _all(text: str, words: Words, story: date) -> Iterator[tuple[re.Match[str], str]]:
    """Yield what may be read as a day, the surest reading of each place first."""
    for pattern in (_ISO, _NUMERIC):
        for match in pattern.finditer(text):
            yield match, _day(int(match["year"]), int(match["month"]), int(match["day"]))
    calendar = _calendar(words)
    if calendar is None:
        return
    for pattern in (calendar.day_month, calendar.month_day):
        for match in pattern.finditer(text):
            yield match, _dated(match, _number(match["month"], words), story)
    for match in calendar.month_year.finditer(text):
        yield match, _month(match, _number(match["month"], words), story)
    for match in calendar.weekday.finditer(text):
        yield match, _weekday(match, words, story)
    for match in calendar.relative.finditer(text):
        shift = {_plain(word): days for word, days in words.relative}[_plain(match["relative"])]
        yield match, _shifted(story, shift)


def _plain(word: str) -> str:
    return re.sub(r"\s+", " ", word.lower().replace("'", "’"))


def _number(name: str, words: Words) -> int:
    plain = _plain(name)
    return next(number for number, names in enumerate(words.months, 1) if plain in {_plain(each) for each in names})


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _dated(match: re.Match[str], month: int, story: date) -> str:
    if match["year"]:
        return _day(int(match["year"]), month, int(match["day"]))
    near = (
        _day(story.year + shift, month, int(match["day"])) for shift in (0, -1, 1) if 1 <= story.year + shift <= 9999
    )
    there = [date.fromisoformat(day) for day in near if day]
    return min(there, key=lambda day: abs(day - story)).isoformat() if there else ""


def _month(match: re.Match[str], month: int, story: date) -> str:
    """Return a month; a name alone, without a year or a word like “mid-”, may be none (“may”, “mars”)."""
    if match["year"]:
        return f"{int(match['year']):04}-{month:02}"
    if not match.groupdict().get("about"):
        return ""
    year = min(
        (story.year, story.year - 1, story.year + 1),
        key=lambda year: abs(12 * (year - story.year) + month - story.month),
    )
    return f"{year:04}-{month:02}"


def _weekday(match: re.Match[str], words: Words, story: date) -> str:
    """Return the nearest day of that name; of one “next” the one after, of one “last” the one before the story."""
    plain = _plain(match["weekday"])
    number = next(number for number, names in enumerate(words.weekdays) if plain in {_plain(each) for each in names})
    near = _plain(match["before"] or match["after"] or "")
    ahead = (number - story.weekday()) % 7
    if near in {_plain(each) for each in words.next}:
        return _shifted(story, ahead or 7)
    if near in {_plain(each) for each in words.last}:
        return _shifted(story, (ahead or 7) - 7 if ahead else -7)
    return _shifted(story, ahead if ahead <= 3 else ahead - 7)


def _shifted(day: date, shift: int) -> str:
    try:
        return (day + timedelta(days=shift)).isoformat()
    except OverflowError:
        return ""
