"""The days a text names, and which they were, seen from the day of the story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import zip_longest
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
    """Return the days that a text names, in its order, each words once.

    A weekday without a direction is the nearest one. A year that is not said is that of the story, unless the day is nearer
    in another by far.
    """
    found: list[Day] = []
    taken = bytearray(len(text))
    for match, edtf in _all(text, words, story):
        if edtf and not any(taken[match.start() : match.end()]):
            taken[match.start() : match.end()] = b"\1" * len(match[0])
            found.append(Day(match.start(), match[0].rstrip("."), edtf))
    found.sort()
    pairs = zip_longest(found, found[1:])
    told = [one for one, other in pairs if one and not (other and _is_of(one, other, text))]
    once = {each.words.lower(): each for each in reversed(told)}
    return sorted(once.values())


def _is_of(weekday: Day, day: Day, text: str) -> bool:
    """Say whether a day without figures belongs to the one with figures behind it: “Wednesday, 24 August”."""
    between = text[weekday.start + len(weekday.words) : day.start]
    return between.strip(", ") in {"", "le"} and not _has_figures(weekday) and _has_figures(day)


def _has_figures(day: Day) -> bool:
    return any(sign.isdecimal() for sign in day.words)


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
    far = {day: abs((day - story).days) + _OTHER_YEAR * (day.year != story.year) for day in there}
    return min(far, key=far.__getitem__).isoformat() if far else ""


_OTHER_YEAR = 120
"""Days by which a day of another year must be nearer."""


def _month(match: re.Match[str], month: int, story: date) -> str:
    """Return a month; a name alone, without a year or a word like “mid-”, may be none (“may”, “mars”)."""
    if match["year"]:
        return f"{int(match['year']):04}-{month:02}"
    if not match.groupdict().get("about"):
        return ""
    years = range(story.year - 1, story.year + 2)
    far = {year: abs(12 * (year - story.year) + month - story.month) + 4 * (year != story.year) for year in years}
    year = min(far, key=far.__getitem__)
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
