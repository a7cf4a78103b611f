"""Dates: from the author's text to moments and partial dates, and from those to words and to machine forms.

Owns the notation (ISO 8601, and EDTF level 0 with `?`, `~` and `%`), the arithmetic of days in a zone, and the wording
of dates by CLDR. It never asks for the time or the zone of the machine. Which field holds which kind of date is
`forms`; where a date stands on a page is `lens`.
"""

from __future__ import annotations

import re
import unicodedata
import zoneinfo
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

from babel.dates import format_date, format_time

from fiche.messages import locale, message, spoken
from fiche.model import Precision, Stamp, When
from fiche.problem import did_you_mean, quoted

# --------------------------------------------------------------------------- reading

EXPECTED_MOMENT = "2016-08-24, 2016-08-24T22:10 or 2016-08-24T22:10+02:00"
EXPECTED_STAMP = "2016, 2016-08, 2016-08-24 or 2016-08-24T22:10+02:00, a date followed by ? or ~ if it is not sure"

FIRST_YEAR, LAST_YEAR = 1583, 9998
"""Moments lie between these: ISO 8601 counts by the Gregorian calendar from 1583 on, and has no form past 9999."""

_FORM = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:[T ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r" ?(?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?)?)?"
    r"(?P<mark>[?~%])?"
)
_ZONE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+-]*(?:/[A-Za-z0-9][A-Za-z0-9_+-]*)*")
_HOST_ZONES = frozenset({"localtime", "posixrules", "Factory"})


@lru_cache(maxsize=64)
def zone(name: str) -> zoneinfo.ZoneInfo:
    """Return the zone of an IANA name, as `Europe/Paris`.

    The rules come from the machine's own copy of the IANA database where it has one, else from the `tzdata` package.
    Raises ValueError, with the nearest names, for a name that is not in it.
    """
    try:
        if _ZONE_NAME.fullmatch(name) and name not in _HOST_ZONES:
            return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise ValueError(f"{quoted(name)} is not a time zone of the IANA database{_near_zones(name)}")


def _near_zones(name: str) -> str:
    """End the message with what may be meant: the name in the right case, the zone of a city, a near spelling."""
    known = sorted(zoneinfo.available_timezones() - _HOST_ZONES)
    asked = name.strip().replace(" ", "_").casefold()
    same = [full for full in known if full.casefold() == asked] or [
        full for full in known if "/" in full and full.casefold().endswith("/" + asked)
    ]
    return f"; did you mean {quoted(same[0])}?" if same else did_you_mean(name, known) or ", as “Europe/Paris” is"


def parse_when(text: str, zone: str) -> When:
    """Read a moment of publication: a day, or a day with a time.

    `zone` is the site's: a time without offset is meant there, the result has its offset then, and a day alone is the
    first instant of that day there (which is not midnight where the clocks jump over it). A time the clocks showed
    twice is the earlier one. Raises ValueError, in a sentence for the author, for anything else; also for a time that
    the clocks jumped over, since nobody can tell which instant was meant.
    """
    found = _match(text, EXPECTED_MOMENT)
    if found["mark"]:
        raise ValueError(
            f"{quoted(text)} is qualified with {quoted(found['mark'])}, but an exact day is needed here: "
            f"write it like {EXPECTED_MOMENT}"
        )
    if not found["day"]:
        raise ValueError(f"{quoted(text)} names no day: write it like {EXPECTED_MOMENT}")
    return When(_moment(found, text, zone), timed=found["hour"] is not None)


def parse_instant(text: str, zone: str) -> datetime:
    """Read an instant as `parse_when` does; a day alone is its first instant."""
    return parse_when(text, zone).instant


def parse_stamp(text: str, zone: str) -> Stamp:
    """Read a partial date: EDTF (ISO 8601-2:2019) level 0, with level 1's `?` uncertain, `~` approximate, `%` both.

    An instant is read as by `parse_when`; its day is the one in the site's zone. Raises ValueError with a sentence for
    the author.
    """
    found = _match(text, EXPECTED_STAMP)
    mark = found["mark"] or ""
    if found["hour"]:
        if mark:
            raise ValueError(
                f"{quoted(text)} has a time, which {quoted(mark)} cannot qualify: leave out one of the two"
            )
        instant = _moment(found, text, zone)
        return Stamp(instant.date(), instant.date(), Precision.MINUTE, instant=instant)
    first = _day(found, text)
    precision = Precision.DAY if found["day"] else Precision.MONTH if found["month"] else Precision.YEAR
    last = {
        Precision.YEAR: date(first.year, 12, 31),
        Precision.MONTH: date(first.year, first.month, monthrange(first.year, first.month)[1]),
    }.get(precision, first)
    return Stamp(first, last, precision, uncertain=mark in ("?", "%"), approximate=mark in ("~", "%"))


_Found = dict[str, str]


def _match(text: str, expected: str) -> _Found:
    """Take a date apart by its form alone."""
    found = _FORM.fullmatch(text.strip())
    if not found:
        raise ValueError(_misread(text, expected))
    return found.groupdict()


def _day(found: _Found, text: str) -> date:
    """Return the day that was written, or the first one of the month or year."""
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    if not year:
        raise ValueError(
            f"{quoted(text)} has the year 0000, which the calendar does not have: write a year from 0001 on"
        )
    if not 1 <= month <= 12:
        swap = found["day"] and 1 <= day <= 12 and month <= monthrange(max(year, 1), day)[1]
        hint = f"; did you mean {found['year']}-{found['day']}-{found['month']}?" if swap else ""
        raise ValueError(f"{quoted(text)} has no such month as {found['month']}: months run from 01 to 12{hint}")
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        written = f"{found['year']}-{found['month']}"
        raise ValueError(f"{quoted(text)} is not a day of the calendar: {written} has the days 01 to {length}")
    return date(year, month, day)


def _moment(found: _Found, text: str, zone_name: str) -> datetime:
    """Return the instant that was written, with the offset that the zone of the site had then."""
    place = zone(zone_name)
    day = _day(found, text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{quoted(text)} lies outside the years {FIRST_YEAR} to {LAST_YEAR}: check the year")
    if found["hour"] is None:
        return _settled(_first_instant(day, place, text))
    local = datetime.combine(day, _clock(found, text))
    if found["offset"]:
        return _settled(local.replace(tzinfo=_offset(found["offset"], text)).astimezone(place))
    if not _exists(local, place):
        later = local.replace(tzinfo=place).astimezone(UTC).astimezone(place)
        raise ValueError(
            f"{quoted(text)} is a time that {zone_name} skipped when its clocks were put forward: "
            f"write {later:%Y-%m-%dT%H:%M} if that is meant, or add the offset from UTC"
        )
    return _settled(local.replace(tzinfo=place))


def _settled(instant: datetime) -> datetime:
    """Fix the offset: Python compares times of one zone by the clock face, and takes an hour shown twice for one."""
    return instant.replace(tzinfo=timezone(instant.utcoffset() or timedelta()), fold=0)


def _clock(found: _Found, text: str) -> time:
    """Return the time of day that was written."""
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if hour == 24 and not minute and not second:
        raise ValueError(f"{quoted(text)} has the hour 24: a day ends at 00:00 of the next day, write that")
    for unit, value, last in (("hour", hour, 23), ("minute", minute, 59), ("second", second, 59)):
        if value > last:
            raise ValueError(f"{quoted(text)} has no such {unit} as {value}: {unit}s run from 00 to {last}")
    return time(hour, minute, second, int((found["fraction"] or "0")[:6].ljust(6, "0")))


def _offset(offset: str, text: str) -> timezone:
    """Return the zone of an offset from UTC, within what is in use on earth."""
    if offset == "Z":
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if int(digits[2:]) > 59 or minutes > (14 if offset[0] == "+" else 12) * 60:
        raise ValueError(f"{quoted(text)} has no such offset from UTC as {offset}: offsets run from -12:00 to +14:00")
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def _exists(local: datetime, place: tzinfo) -> bool:
    """Say whether the clocks of a place ever showed a time."""
    return local.replace(tzinfo=place).astimezone(UTC).astimezone(place).replace(tzinfo=None) == local


def _first_instant(day: date, place: tzinfo, text: str) -> datetime:
    """Return the first instant of a day, found by halving where the clocks jumped over midnight."""
    midnight = datetime.combine(day, time())
    if _exists(midnight, place):
        return midnight.replace(tzinfo=place)
    before = midnight.replace(tzinfo=place, fold=1).astimezone(UTC)
    after = midnight.replace(tzinfo=place, fold=0).astimezone(UTC)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(place).date() < day:
            before = middle
        else:
            after = middle
    first = after.astimezone(place)
    if first.date() != day:
        raise ValueError(f"{quoted(text)} is a day that {place} skipped: its calendar goes on with {first.date()}")
    return first


# --------------------------------------------------------------------------- what was meant

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/. -])([0-9]{1,2})\2([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})?(Z)?)?")
_EPOCH = re.compile(r"[0-9]{9,13}(?:\.[0-9]*)?")
_LOOSE = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]? *(?P<hour>[0-9]{1,2})[:h](?P<minute>[0-9]{2})(?P<second>:[0-9]{2})?"
    r" *(?P<offset>[Zz]|(?:UTC|GMT)?[+-][0-9]{1,2}:?(?:[0-9]{2})?|UTC|GMT)?"
)
_ABBREVIATED = re.compile(
    r"(?P<moment>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?) *(?P<zone>[A-Za-z]{2,5})"
)


def _misread(text: str, expected: str) -> str:
    """Say what is wrong with a text that has not the form of a date, and what its author may have meant."""
    plain = _plain(text)
    if _EPOCH.fullmatch(plain):
        seconds = int(plain.partition(".")[0]) // (1000 if len(plain.partition(".")[0]) == 13 else 1)
        meant = f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}" if seconds < 2**34 else expected
        return f"{quoted(text)} is a number, not a date: if it counts seconds since 1970, write {meant}"
    if (named := _ABBREVIATED.fullmatch(plain)) and named["zone"].upper() not in ("UTC", "GMT", "Z"):
        return (
            f"{quoted(text)} names its zone {quoted(named['zone'])}, which can mean several: "
            f"write the offset from UTC instead, like {named['moment'].replace(' ', 'T')}+02:00"
        )
    if guesses := [guess for guess in _guesses(plain) if _is_day(guess[:10])]:
        return f"{quoted(text)} is not in the form of ISO 8601: write {' or '.join(guesses)}"
    return f"{quoted(text)} is not a date this field can read: write it like {expected}"


def _plain(text: str) -> str:
    """Write digits of any script, wide signs and typographic dashes as ASCII."""
    usual = unicodedata.normalize("NFKC", text.strip()).translate(_DASHES)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in usual)


def _guesses(plain: str) -> list[str]:
    """Return the ISO forms a date in another notation may stand for."""
    if _FORM.fullmatch(plain):
        return [plain]
    if found := _DAY_FIRST.fullmatch(plain):
        one, other, year = int(found[1]), int(found[3]), found[4]
        readings = ((other, one), (one, other))
        return list(dict.fromkeys(f"{year}-{month:02}-{day:02}" for month, day in readings if month <= 12))
    if found := _YEAR_FIRST.fullmatch(plain):
        return [f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"]
    if found := _COMPACT.fullmatch(plain):
        clock = f"T{found[4]}:{found[5]}" + (f":{found[6]}" if found[6] else "") + (found[7] or "") if found[4] else ""
        return [f"{found[1]}-{found[2]}-{found[3]}{clock}"]
    if found := _LOOSE.fullmatch(plain):
        clock = f"{int(found['hour']):02}:{found['minute']}{found['second'] or ''}"
        return [f"{found['date']}T{clock}{_usual_offset(found['offset'])}"]
    return []


def _usual_offset(offset: str | None) -> str:
    """Write an offset in the form of RFC 3339."""
    if not offset:
        return ""
    signed = re.sub(r"^(?:UTC|GMT)", "", offset.upper())
    if signed in ("", "Z"):
        return "Z"
    hours, _, minutes = signed[1:].partition(":") if ":" in signed else (signed[1:3], "", signed[3:])
    return f"{signed[0]}{int(hours):02}:{minutes or '00'}"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


# --------------------------------------------------------------------------- machine forms


def rfc3339(moment: When | datetime) -> str:
    """Write an instant as RFC 3339 (a profile of ISO 8601) wants it: `2016-08-24T22:10:00+02:00`."""
    instant = moment.instant if isinstance(moment, When) else moment
    offset = instant.utcoffset()
    if offset is None:
        raise ValueError("an instant without a zone has no RFC 3339 form")
    whole = not offset % timedelta(minutes=1)
    return (instant if whole else instant.astimezone(UTC)).isoformat()


def iso_when(when: When) -> str:
    """Write a moment as its author did, for machines: the day, or the instant by RFC 3339 if it has a time."""
    return rfc3339(when) if when.timed else when.instant.date().isoformat()


def iso_stamp(stamp: Stamp) -> str:
    """Write a partial date in EDTF as it was written: `2016`, `2016-08~`, `2016-08-24`; an instant by RFC 3339."""
    if stamp.instant:
        return rfc3339(stamp.instant)
    mark = {(True, True): "%", (True, False): "?", (False, True): "~"}.get((stamp.uncertain, stamp.approximate), "")
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(stamp.precision, 10)
    return stamp.first.isoformat()[:length] + mark


# --------------------------------------------------------------------------- words

# Arabic dates have the digits 0 to 9, CLDR's default for `ar` and the use of most newsrooms, and the months of `ar`;
# `ar-SY`, `ar-LB` and others have those of the Levant.

_CLOCKS = {"fr": "H'\u202fh\u202f'mm", "ar": "HH:mm"}
_FULL_HOURS = {"fr": "H'\u202fh'"}
"""The time where newsrooms write it otherwise than CLDR: « 22 h 10 », « 22 h »; 24 hours in Arabic."""


@lru_cache(maxsize=1 << 14)
def day(date: date, lang: str) -> str:
    """Write a day in words: « 24 août 2016 », “24 August 2016”."""
    return _format(date, _pattern("long", lang), lang)


@lru_cache(maxsize=1 << 14)
def day_short(date: date, lang: str) -> str:
    """Write a day of a year that is known: « 24 août », “24 August”."""
    return _format(date, _skeleton("MMMMd", lang), lang)


@lru_cache(maxsize=1 << 14)
def weekday_day(date: date, lang: str) -> str:
    """Write a day with its weekday: « mercredi 24 août 2016 »."""
    return _format(date, _pattern("full", lang), lang)


@lru_cache(maxsize=4096)
def month(year: int, month: int, lang: str) -> str:
    """Write a month: « août 2016 »."""
    return _format(date(year, month, 1), _skeleton("yMMMM", lang), lang)


@lru_cache(maxsize=4096)
def month_short(year: int, month: int, lang: str) -> str:
    """Write a month in as few signs as the language allows: « févr. 2016 », “Feb 2016”."""
    return _format(date(year, month, 1), _skeleton("yMMM", lang), lang)


@lru_cache(maxsize=1024)
def month_name(month: int, lang: str) -> str:
    """Name a month (1 to 12) as it stands alone: « août »."""
    standing = "MMMM" if lang.partition("-")[0] == "ar" else "LLLL"  # Babel lacks the Levant's names in the form LLLL
    return _format(date(2000, month, 1), standing, lang)


@lru_cache(maxsize=1024)
def weekday_name(date: date, lang: str) -> str:
    """Name the weekday of a day: « mercredi »."""
    return _format(date, "EEEE", lang)


def weekday_names(lang: str) -> tuple[tuple[str, ...], ...]:
    """Return what each weekday is called in a text, Monday first."""
    days = locale(lang).days["format"]["wide"]
    return tuple((str(days[number]),) for number in range(7))


def month_names(lang: str) -> tuple[tuple[str, ...], ...]:
    """Return what each month is called in a date and alone, January first: in Arabic by all who write it."""
    tags = (lang, "ar-SY", "ar-MA", "ar-DZ", "ar-MR") if lang == "ar" else (lang,)
    months = [locale(tag).months[use]["wide"] for tag in tags for use in ("format", "stand-alone")]
    return tuple(tuple(dict.fromkeys(str(names[number]) for names in months)) for number in range(1, 13))


def clock(instant: datetime, lang: str, *, zone: bool = True) -> str:
    """Write the time of day, with its distance from UTC unless `zone` is False: « 22 h 10 (UTC+2) »."""
    language = lang.partition("-")[0]
    own = _CLOCKS if instant.minute else _CLOCKS | _FULL_HOURS
    pattern = own.get(language) or locale(lang).time_formats["short"].pattern
    words = format_time(instant.time(), pattern, locale=locale(lang))
    return f"{words} ({_distance(instant)})" if zone else words


def when(when: When, lang: str, *, zone: bool = True) -> str:
    """Write a moment: the day, then the time if there is one, with its distance from UTC unless `zone` is False."""
    return _at(when.instant, lang, zone=zone) if when.timed else day(when.instant.date(), lang)


def stamp(stamp: Stamp, lang: str) -> str:
    """Write a partial date as exactly as it is known: « 2016 », « août 2016 », « vers 2015 », « 2016 (incertain) »."""
    if stamp.instant:
        return _at(stamp.instant, lang, zone=True)
    words = _exact(stamp, lang)
    if stamp.approximate:
        words = message(lang, "date-circa-day" if stamp.precision is Precision.DAY else "date-circa", date=words)
    return message(lang, "date-uncertain", date=words) if stamp.uncertain else words


def span(start: Stamp | None, end: Stamp | None, lang: str, *, between: bool = False) -> str:
    """Write the time from one partial date to another, either of which may be unknown; nothing if both are.

    « depuis le 9 mars 2004 », « jusqu’en 2016 », “1 February 2013 – 20 January 2017”. With `between` the two are the
    first and last day of one event, and what they share is written once: “26–28 August 2016”.
    """
    if start and end:
        if start == end:
            return stamp(start, lang)
        if between and (joined := _joined(start, end, lang)):
            return joined
        return message(lang, "range", start=_inside(start, lang), end=_inside(end, lang))
    if start or end:
        known = start or end
        assert known is not None
        unit = {Precision.YEAR: "year", Precision.MONTH: "month"}.get(known.precision, "day")
        return message(lang, f"{'since' if start else 'until'}-{unit}", date=_inside(known, lang))
    return ""


def _joined(start: Stamp, end: Stamp, lang: str) -> str:
    """Write two dates of one precision with what they share written once; empty where that cannot be done."""
    vague = any((start.uncertain, start.approximate, end.uncertain, end.approximate))
    if vague or start.precision is not end.precision or end.last < start.first:
        return ""
    if start.instant and end.instant:
        same = start.first == end.first and start.instant.utcoffset() == end.instant.utcoffset()
        hours = message(lang, "range", start=clock(start.instant, lang, zone=False), end=clock(end.instant, lang))
        return _day_and_time(start.first, hours, lang) if same else ""
    fields = {Precision.YEAR: ("y", "y"), Precision.MONTH: ("yMMMM", "yM")}.get(start.precision, ("yMMMd", "yMd"))
    return _interval(start.first, end.first, *fields, lang)


def _interval(start: date, end: date, skeleton: str, fields: str, lang: str) -> str:
    """Write two dates by the interval format CLDR has for the greatest field in which they differ."""
    differs = next((f for f in fields if _field(start, f) != _field(end, f)), "")
    patterns = locale(lang).interval_formats.get(skeleton, {}).get(differs, ())
    if len(patterns) != 2:
        return ""
    full = [re.sub(r"(?<!M)MMM(?!M)", "MMMM", pattern).replace("\u2009", " ") for pattern in patterns]
    return _format(start, full[0], lang) + _format(end, full[1], lang)


def _field(day: date, field: str) -> int:
    return {"y": day.year, "M": day.month, "d": day.day}[field]


def _inside(stamp_: Stamp, lang: str) -> str:
    """Write a partial date after a word like “since”."""
    if stamp_.instant:
        return stamp(stamp_, lang)
    words = _exact(stamp_, lang)
    if stamp_.approximate:
        words = message(lang, "date-about", date=words)
    return message(lang, "date-uncertain", date=words) if stamp_.uncertain else words


def _exact(stamp: Stamp, lang: str) -> str:
    """Write a partial date without saying how sure it is."""
    if stamp.precision is Precision.YEAR:
        return _format(stamp.first, "y", lang)
    if stamp.precision is Precision.MONTH:
        return month(stamp.first.year, stamp.first.month, lang)
    return day(stamp.first, lang)


def _at(instant: datetime, lang: str, *, zone: bool) -> str:
    """Write a day and a time: « 24 août 2016 à 22 h 10 (UTC+2) »."""
    return _day_and_time(instant.date(), clock(instant, lang, zone=zone), lang)


def _day_and_time(date: date, hour: str, lang: str) -> str:
    """Join a day and a time: by the catalogue, or as CLDR does for a language that has none."""
    words = day(date, lang)
    if spoken(lang) == lang.partition("-")[0]:
        return message(lang, "day-and-time", day=words, time=hour)
    return str(locale(lang).datetime_formats["long"]).replace("{1}", words).replace("{0}", hour).replace("'", "")


def _distance(instant: datetime) -> str:
    """Write the distance from UTC: “UTC+2”, “UTC−3:30”, “UTC”."""
    offset = instant.utcoffset() or timedelta()
    minutes = round(abs(offset).total_seconds() / 60)
    if not minutes:
        return "UTC"
    past = f":{minutes % 60:02}" if minutes % 60 else ""
    return f"UTC{'−' if offset < timedelta() else '+'}{minutes // 60}{past}"


def _pattern(length: str, lang: str) -> str:
    return str(locale(lang).date_formats[length].pattern)


def _skeleton(skeleton: str, lang: str) -> str:
    """Return CLDR's pattern for some fields; a plain order of them where a locale has none."""
    found = locale(lang).datetime_skeletons.get(skeleton)
    return str(found.pattern) if found else {"MMMMd": "d MMMM", "yMMMM": "MMMM y", "yMMM": "MMM y"}[skeleton]


def _format(day: date, pattern: str, lang: str) -> str:
    """Fill a pattern; the first of a month is « 1er » in French, which CLDR cannot say."""
    if day.day == 1 and lang.partition("-")[0] == "fr":
        pattern = re.sub(r"(?<![A-Za-z'])d(?![A-Za-z'])", "'1er'", pattern)
    return str(format_date(day, pattern, locale=locale(lang)))


# --------------------------------------------------------------------------- what holds on a day


def covers(start: Stamp | None, end: Stamp | None, day: date) -> bool:
    """Say whether an office from `start` to the day it ended was held on a day.

    On the day it ended the successor holds it, unless it began that day too. Dates known to the month or year cover it
    generously: until 2017-01 is until the last of January. An unknown start or end is far away.
    """
    if start and day < start.first:
        return False
    if not end or day < end.first:
        return True
    if end.precision >= Precision.DAY:
        return day == end.first and start is not None and start.first == day
    return day <= end.last


def in_use(start: Stamp | None, end: Stamp | None, day: date) -> bool:
    """Say whether a name was in use on a day; `end` is the first day it was not, or the month or year that holds it."""
    return not (start and day < start.first) and not (end and day >= end.first)
