"""Dates: what an author may write, what it means in the site's zone, and how it is said."""

import os
import pickle
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fiche import dates
from fiche.model import Precision, Stamp, When

PARIS = "Europe/Paris"
ZONES = [PARIS, "UTC", "America/Sao_Paulo", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca"]
LANGS = ["fr", "en", "ar", "de", "en-US", "ar-SY", "ja", "ckb", "zz", "pt-BR", "zh-Hant"]


def _read(parse, text, zone=PARIS):
    """Return what was read and an empty text, or nothing and what the author is told."""
    try:
        return parse(text, zone), ""
    except ValueError as refusal:
        return None, str(refusal)


# --------------------------------------------------------------------------- zones


def test_a_zone_is_known_by_its_iana_name():
    assert ZoneInfo("Asia/Damascus") == dates.zone("Asia/Damascus")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Europe/Pari", "“Europe/Paris”"),
        ("europe/paris", "; did you mean “Europe/Paris”?"),
        ("Paris", "; did you mean “Europe/Paris”?"),
        ("new york", "; did you mean “America/New_York”?"),
        ("Europe", "“Europe/"),
        ("", "as “Europe/Paris” is"),
        ("localtime", "is not a time zone"),
        ("../../etc/passwd", "is not a time zone"),
        ("/etc/localtime", "is not a time zone"),
        ("a\0b", "is not a time zone"),
        ("x" * 5000, "is not a time zone"),
    ],
)
def test_an_unknown_zone_is_refused_with_near_names(name, hint):
    with pytest.raises(ValueError) as refusal:
        dates.zone(name)

    assert hint in str(refusal.value)


# --------------------------------------------------------------------------- moments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-08-24", "2016-08-24"),
        ("2016-08-24T22:10", "2016-08-24T22:10:00+02:00"),
        ("2016-08-24 22:10", "2016-08-24T22:10:00+02:00"),
        ("2016-08-24T22:10:59", "2016-08-24T22:10:59+02:00"),
        ("2016-08-24T22:10:59.5", "2016-08-24T22:10:59.500000+02:00"),
        ("2016-08-24T22:10:59.123456789Z", "2016-08-25T00:10:59.123456+02:00"),
        ("2016-08-24T22:10Z", "2016-08-25T00:10:00+02:00"),
        ("2016-08-24T22:10+02:00", "2016-08-24T22:10:00+02:00"),
        ("2016-08-24T22:10+0200", "2016-08-24T22:10:00+02:00"),
        ("2016-08-24T22:10+02", "2016-08-24T22:10:00+02:00"),
        ("2016-08-24 22:10:00 -0400", "2016-08-25T04:10:00+02:00"),
        ("2016-08-24T22:10-04:00", "2016-08-25T04:10:00+02:00"),
        ("  2016-08-24T22:10 ", "2016-08-24T22:10:00+02:00"),
    ],
)
def test_a_moment_is_read_in_the_zone_of_the_site(text, expected):
    assert expected == dates.iso_when(dates.parse_when(text, PARIS))


def test_a_day_alone_is_its_first_instant_and_has_no_time():
    when = dates.parse_when("2016-08-24", PARIS)

    assert When(datetime(2016, 8, 24, tzinfo=ZoneInfo(PARIS)), timed=False) == when
    assert "2016-08-24T00:00:00+02:00" == dates.rfc3339(when)


@pytest.mark.parametrize(
    ("day", "zone", "first"),
    [
        ("2016-10-16", "America/Sao_Paulo", "2016-10-16T01:00:00-02:00"),
        ("1919-03-31", "America/Toronto", "1919-03-31T00:30:00-04:00"),
        ("2016-10-30", "Atlantic/Azores", "2016-10-30T00:00:00+00:00"),
        ("2011-12-31", "Pacific/Apia", "2011-12-31T00:00:00+14:00"),
    ],
)
def test_a_day_without_midnight_or_with_two_starts_at_its_first_instant(day, zone, first):
    assert first == dates.parse_instant(day, zone).isoformat()


def test_a_day_the_calendar_of_a_place_skipped_is_refused():
    with pytest.raises(ValueError, match="Pacific/Apia skipped"):
        dates.parse_when("2011-12-30", "Pacific/Apia")


def test_a_time_the_clocks_showed_twice_is_the_earlier():
    assert "2016-10-30T02:30:00+02:00" == dates.parse_instant("2016-10-30T02:30", PARIS).isoformat()
    assert "2016-10-30T02:30:00+01:00" == dates.parse_instant("2016-10-30T02:30+01:00", PARIS).isoformat()


def test_instants_in_an_hour_shown_twice_are_told_apart():
    first, second = (dates.parse_instant(f"2016-10-30T02:30{offset}", PARIS) for offset in ("+02:00", "+01:00"))

    assert first < second
    assert datetime(2016, 10, 30, 1, 30, tzinfo=UTC) == second


def test_a_time_the_clocks_skipped_is_refused_and_the_next_one_proposed():
    with pytest.raises(ValueError, match="write 2016-03-27T03:30"):
        dates.parse_when("2016-03-27T02:30", PARIS)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2016-02-30", "2016-02 has the days 01 to 29"),
        ("2015-02-29", "2015-02 has the days 01 to 28"),
        ("2021-09-31", "2021-09 has the days 01 to 30"),
        ("2016-00-10", "no such month as 00"),
        ("2018-23-09", "did you mean 2018-09-23?"),
        ("0000-01-01", "year 0000"),
        ("0001-01-01", "outside the years 1583 to 9998"),
        ("9999-12-31", "outside the years 1583 to 9998"),
        ("2016-08-24T24:00:00", "a day ends at 00:00 of the next day"),
        ("2016-08-24T25:00", "hours run from 00 to 23"),
        ("2016-08-24T22:60", "minutes run from 00 to 59"),
        ("2016-08-24T22:10:60", "seconds run from 00 to 59"),
        ("2016-08-24T22:10+99:00", "offsets run from -12:00 to +14:00"),
        ("2016-08-24T22:10-13:00", "offsets run from -12:00 to +14:00"),
        ("2016-08-24T22:10+02:75", "offsets run from -12:00 to +14:00"),
        ("24/08/2016", "write 2016-08-24"),
        ("24.08.2016", "write 2016-08-24"),
        ("03/04/2016", "write 2016-04-03 or 2016-03-04"),
        ("2016/8/3", "write 2016-08-03"),
        ("20160824", "write 2016-08-24"),
        ("20160824T221000Z", "write 2016-08-24T22:10:00Z"),
        ("2016-08-24 7:00:00 -0400", "write 2016-08-24T07:00:00-04:00"),
        ("2016-08-24 22h10", "write 2016-08-24T22:10"),
        ("2016-08-24 22:10 UTC", "write 2016-08-24T22:10Z"),
        ("2016-08-24T22:10 GMT+2", "write 2016-08-24T22:10+02:00"),
        ("2016-08-24 22:10 CEST", "“CEST”, which can mean several"),
        ("1472068800", "write 2016-08-24T20:00:00Z"),
        ("1472068800000", "write 2016-08-24T20:00:00Z"),
        ("٢٠١٦-٠٨-٢٤", "write 2016-08-24"),
        ("２０１６-０８-２４", "write 2016-08-24"),
        ("2016–08–24", "write 2016-08-24"),
        ("2016-08", "names no day"),
        ("2016", "names no day"),
        ("2016-08-24?", "an exact day is needed"),
        ("24 août 2016", "write it like 2016-08-24"),
        ("demain", "write it like 2016-08-24"),
        ("2016/13/45", "write it like 2016-08-24"),
        ("31/31/2016", "write it like 2016-08-24"),
        ("12:30", "write it like 2016-08-24"),
        ("", "write it like 2016-08-24"),
        ("2016-08-24T22:10\n", None),
        ("2016-08-24\u2028junk", "write it like 2016-08-24"),
    ],
)
def test_what_is_no_moment_is_refused_in_a_sentence(text, hint):
    if hint is None:
        assert dates.parse_when(text, PARIS).timed
        return
    with pytest.raises(ValueError) as refusal:
        dates.parse_when(text, PARIS)

    assert hint in str(refusal.value)


@given(st.text() | st.from_regex(r"[0-9]{1,14}([-/.T: ][0-9?~%Z+-]{0,8}){0,5}", fullmatch=True), st.sampled_from(ZONES))
@example("0001-01-01T00:00+14:00", PARIS)
@example("9999-12-31T23:59-12:00", PARIS)
@example("99999999999999999999", PARIS)
@example("²016-08-24", PARIS)
def test_any_text_is_a_moment_or_refused(text, zone):
    when, told = _read(dates.parse_when, text, zone)

    assert told or when.instant.astimezone(ZoneInfo(zone)).utcoffset() == when.instant.utcoffset()
    assert told or all(dates.when(when, lang) for lang in LANGS)


moments = st.integers(86_400, 3_786_912_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@example(datetime(2007, 2, 25, 1, 0, tzinfo=UTC), "America/Sao_Paulo", UTC)
@given(moments, st.sampled_from(ZONES), st.integers(-12 * 4, 14 * 4).map(lambda n: timezone(timedelta(minutes=15 * n))))
def test_an_instant_survives_being_written_and_read_in_any_zone(moment, zone, offset):
    read = dates.parse_instant(moment.astimezone(offset).isoformat(), zone)

    assert moment == read
    assert read == dates.parse_instant(dates.rfc3339(read), zone)


@given(st.dates(date(1583, 1, 1), date(9998, 12, 31)), st.sampled_from(ZONES))
def test_the_first_instant_of_a_day_is_its_first(day, zone):
    first, told = _read(dates.parse_instant, day.isoformat(), zone)

    if told:
        assert ("Pacific/Apia", date(2011, 12, 30)) == (zone, day)
        return
    assert day == first.date()
    assert day > (first.astimezone(UTC) - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date()
    assert day.isoformat() == dates.iso_when(dates.parse_when(day.isoformat(), zone))


def test_what_is_read_does_not_depend_on_the_zone_of_the_machine():
    program = (
        "from fiche import dates; print(dates.parse_when('2016-11-23', 'Europe/Paris'), dates.zone('Europe/Paris'))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True
        ).stdout
        for zone in ("Pacific/Auckland", "America/Los_Angeles")
    }

    assert 1 == len(said)


def test_a_moment_can_be_sent_to_another_process():
    when = dates.parse_when("2016-08-24T22:10", PARIS)

    assert when == pickle.loads(pickle.dumps(when))


# --------------------------------------------------------------------------- partial dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016", Stamp(date(2016, 1, 1), date(2016, 12, 31), Precision.YEAR)),
        ("2016-02", Stamp(date(2016, 2, 1), date(2016, 2, 29), Precision.MONTH)),
        ("2016-08-24", Stamp(date(2016, 8, 24), date(2016, 8, 24))),
        ("2015?", Stamp(date(2015, 1, 1), date(2015, 12, 31), Precision.YEAR, uncertain=True)),
        ("2015-03~", Stamp(date(2015, 3, 1), date(2015, 3, 31), Precision.MONTH, approximate=True)),
        ("0622", Stamp(date(622, 1, 1), date(622, 12, 31), Precision.YEAR)),
        ("2015-03-01%", Stamp(date(2015, 3, 1), date(2015, 3, 1), uncertain=True, approximate=True)),
        (
            "2016-08-24T23:30Z",
            Stamp(
                date(2016, 8, 25),
                date(2016, 8, 25),
                Precision.MINUTE,
                instant=datetime(2016, 8, 25, 1, 30, tzinfo=ZoneInfo(PARIS)),
            ),
        ),
    ],
)
def test_a_partial_date_is_a_stretch_of_days(text, expected):
    assert expected == dates.parse_stamp(text, PARIS)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("201X", "write it like 2016, 2016-08"),
        ("2016-07-XX", "write it like 2016, 2016-08"),
        ("2015-08/..", "write it like 2016, 2016-08"),
        ("2016-21", "months run from 01 to 12"),
        ("2016-13", "months run from 01 to 12"),
        ("2016-08-24T22:10?", "leave out one of the two"),
        ("0000", "year 0000"),
        ("16", "write it like 2016, 2016-08"),
        ("08/2016", "write it like 2016, 2016-08"),
    ],
)
def test_what_is_no_partial_date_is_refused_in_a_sentence(text, hint):
    with pytest.raises(ValueError) as refusal:
        dates.parse_stamp(text, PARIS)

    assert hint in str(refusal.value)


edtf = st.tuples(
    st.integers(1, 9999).map("{:04}".format),
    st.none() | st.tuples(st.integers(1, 12), st.none() | st.integers(1, 31)),
    st.sampled_from(["", "?", "~", "%"]),
).map(lambda t: t[0] + (f"-{t[1][0]:02}" + (f"-{t[1][1]:02}" if t[1][1] else "") if t[1] else "") + t[2])


@given(edtf, st.sampled_from(LANGS))
def test_a_partial_date_survives_being_read_and_written(text, lang):
    stamp, told = _read(dates.parse_stamp, text)

    if told:
        assert "not a day of the calendar" in told
        return
    assert text == dates.iso_stamp(stamp)
    assert stamp.first <= stamp.last
    assert dates.stamp(stamp, lang)
    assert dates.span(stamp, None, lang)
    assert dates.span(None, stamp, lang)


@given(st.text(max_size=40))
def test_any_text_is_a_partial_date_or_refused(text):
    stamp, told = _read(dates.parse_stamp, text)

    assert (stamp is None) == bool(told)


# --------------------------------------------------------------------------- words

DAY = date(2016, 8, 24)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("fr", ["24 août 2016", "24 août", "mercredi 24 août 2016", "août 2016", "août"]),
        ("en", ["24 August 2016", "24 August", "Wednesday, 24 August 2016", "August 2016", "August"]),
        ("en-US", ["August 24, 2016", "August 24", "Wednesday, August 24, 2016", "August 2016", "August"]),
        ("ar", ["24 أغسطس 2016", "24 أغسطس", "الأربعاء، 24 أغسطس 2016", "أغسطس 2016", "أغسطس"]),
        ("ar-SY", ["24 آب 2016", "24 آب", "الأربعاء، 24 آب 2016", "آب 2016", "آب"]),
        ("de", ["24. August 2016", "24. August", "Mittwoch, 24. August 2016", "August 2016", "August"]),
    ],
)
def test_days_and_months_are_said_as_the_language_says_them(lang, expected):
    said = [
        dates.day(DAY, lang),
        dates.day_short(DAY, lang),
        dates.weekday_day(DAY, lang),
        dates.month(2016, 8, lang),
        dates.month_name(8, lang),
    ]

    assert expected == said


def test_the_first_of_a_month_is_an_ordinal_in_french_only():
    assert "1er février 2013" == dates.day(date(2013, 2, 1), "fr")
    assert "vendredi 1er février 2013" == dates.weekday_day(date(2013, 2, 1), "fr")
    assert "11 février 2013" == dates.day(date(2013, 2, 11), "fr")
    assert "1 February 2013" == dates.day(date(2013, 2, 1), "en")


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("2016-08-24T22:10", "fr", "24 août 2016 à 22\u202fh\u202f10 (UTC+2)"),
        ("2016-08-24T20:00", "fr", "24 août 2016 à 20\u202fh (UTC+2)"),
        ("2016-08-24T22:10", "en", "24 August 2016 at 22:10 (UTC+2)"),
        ("2016-08-24T22:10", "ar", "24 أغسطس 2016، الساعة 22:10 (UTC+2)"),
        ("2016-08-24T22:10", "de", "24. August 2016, 22:10 (UTC+2)"),
        ("2016-08-24", "fr", "24 août 2016"),
    ],
)
def test_a_moment_says_its_time_and_zone_if_it_has_a_time(text, lang, expected):
    assert expected == dates.when(dates.parse_when(text, PARIS), lang)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", "10:00 (UTC)"),
        ("America/St_Johns", "10:00 (UTC−2:30)"),
        ("Asia/Kathmandu", "10:00 (UTC+5:45)"),
        ("America/New_York", "10:00 (UTC−4)"),
    ],
)
def test_a_time_says_how_far_it_is_from_utc(zone, expected):
    assert expected == dates.clock(datetime(2016, 8, 24, 10, 0, tzinfo=ZoneInfo(zone)), "en")
    assert "10:00" == dates.clock(datetime(2016, 8, 24, 10, 0, tzinfo=ZoneInfo(zone)), "en", zone=False)


@pytest.mark.parametrize(
    ("text", "french", "english", "arabic"),
    [
        ("2016", "2016", "2016", "2016"),
        ("2016-08", "août 2016", "August 2016", "أغسطس 2016"),
        ("2015~", "vers 2015", "about 2015", "نحو 2015"),
        ("2016-05-03~", "vers le 3 mai 2016", "on or about 3 May 2016", "نحو 3 مايو 2016"),
        ("2016?", "2016 (incertain)", "2016 (uncertain)", "2016 (غير مؤكد)"),
        (
            "2016-08-24T22:10",
            "24 août 2016 à 22\u202fh\u202f10 (UTC+2)",
            "24 August 2016 at 22:10 (UTC+2)",
            "24 أغسطس 2016، الساعة 22:10 (UTC+2)",
        ),
        ("2016%", "vers 2016 (incertain)", "about 2016 (uncertain)", "نحو 2016 (غير مؤكد)"),
    ],
)
def test_a_partial_date_says_no_more_than_is_known(text, french, english, arabic):
    stamp = dates.parse_stamp(text, PARIS)

    assert [french, english, arabic] == [dates.stamp(stamp, lang) for lang in ("fr", "en", "ar")]


@pytest.mark.parametrize(
    ("start", "end", "french", "english"),
    [
        ("2004-03-09", "", "depuis le 9 mars 2004", "since 9 March 2004"),
        ("2004-03", "", "depuis mars 2004", "since March 2004"),
        ("2004~", "", "depuis 2004 environ", "since about 2004"),
        ("", "2017-01-20", "jusqu’au 20 janvier 2017", "until 20 January 2017"),
        ("", "2017-08", "jusqu’en août 2017", "until August 2017"),
        ("2013-02-01", "2017-01-20", "1er février 2013 – 20 janvier 2017", "1 February 2013 – 20 January 2017"),
        ("2012", "2017-01", "2012 – janvier 2017", "2012 – January 2017"),
        ("2012", "2012", "2012", "2012"),
        ("2012?", "", "depuis 2012 (incertain)", "since 2012 (uncertain)"),
        ("2016-08-24T09:00", "", "depuis le 24 août 2016 à 9\u202fh (UTC+2)", "since 24 August 2016 at 09:00 (UTC+2)"),
        ("", "", "", ""),
    ],
)
def test_a_span_says_since_until_or_from_and_to(start, end, french, english):
    known = [dates.parse_stamp(text, PARIS) if text else None for text in (start, end)]

    assert [french, english] == [dates.span(*known, lang) for lang in ("fr", "en")]


@pytest.mark.parametrize(
    ("start", "end", "french", "english"),
    [
        ("2016-08-26", "2016-08-28", "26–28 août 2016", "26–28 August 2016"),
        ("2016-08-26", "2016-09-05", "26 août – 5 septembre 2016", "26 August – 5 September 2016"),
        ("2016-02-01", "2016-02-03", "1er–3 février 2016", "1–3 February 2016"),
        ("2015-12-31", "2016-01-01", "31 décembre 2015 – 1er janvier 2016", "31 December 2015 – 1 January 2016"),
        ("2016-08", "2016-09", "août – septembre 2016", "August – September 2016"),
        ("2014", "2016", "2014–2016", "2014–2016"),
        ("2014", "2016-02", "2014 – février 2016", "2014 – February 2016"),
        (
            "2016-08-24T10:00",
            "2016-08-24T12:30",
            "24 août 2016 à 10\u202fh – 12\u202fh\u202f30 (UTC+2)",
            "24 August 2016 at 10:00 – 12:30 (UTC+2)",
        ),
        ("2016-08-24", "2016-08-24", "24 août 2016", "24 August 2016"),
    ],
)
def test_the_days_of_an_event_share_what_they_have_in_common(start, end, french, english):
    first, last = (dates.parse_stamp(text, PARIS) for text in (start, end))

    assert [french, english] == [dates.span(first, last, lang, between=True) for lang in ("fr", "en")]


@given(st.dates(), st.dates(), st.sampled_from(LANGS))
def test_every_span_of_days_is_said_in_every_language(one, other, lang):
    first, last = Stamp(min(one, other), min(one, other)), Stamp(max(one, other), max(one, other))

    assert dates.span(first, last, lang)
    assert dates.span(first, last, lang, between=True)


# --------------------------------------------------------------------------- machine forms


def test_an_offset_that_rfc_3339_cannot_write_becomes_utc():
    before_standard_time = dates.parse_instant("1850-01-01T12:00", PARIS)

    assert "1850-01-01T11:50:39+00:00" == dates.rfc3339(before_standard_time)


def test_an_instant_without_zone_has_no_machine_form():
    with pytest.raises(ValueError):
        dates.rfc3339(datetime(2016, 8, 24))  # noqa: DTZ001 - that is the point


def test_a_partial_date_with_a_time_is_written_by_rfc_3339():
    assert "2016-08-24T22:10:00+02:00" == dates.iso_stamp(dates.parse_stamp("2016-08-24T22:10", PARIS))


# --------------------------------------------------------------------------- what holds on a day


def _held(start, end, day):
    known = [dates.parse_stamp(text, PARIS) if text else None for text in (start, end)]
    return dates.covers(*known, date.fromisoformat(day))


@pytest.mark.parametrize(
    ("start", "end", "day", "held"),
    [
        ("2013-02-01", "2017-01-20", "2013-02-01", True),
        ("2013-02-01", "2017-01-20", "2013-01-31", False),
        ("2013-02-01", "2017-01-20", "2017-01-19", True),
        ("2013-02-01", "2017-01-20", "2017-01-20", False),
        ("2013-02-01", "", "2099-01-01", True),
        ("", "2017-01-20", "1999-01-01", True),
        ("", "", "2016-01-01", True),
        ("2013-02", "2017-01", "2013-02-01", True),
        ("2013-02", "2017-01", "2017-01-31", True),
        ("2013-02", "2017-01", "2017-02-01", False),
        ("2013", "2017", "2017-12-31", True),
        ("2016-08-24", "2016-08-24", "2016-08-24", True),
        ("2016-08-24T10:00", "2016-08-26T10:00", "2016-08-25", True),
    ],
)
def test_an_office_is_held_until_the_day_it_ended(start, end, day, held):
    assert held == _held(start, end, day)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 4000), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_of_two_holders_in_a_row_one_holds_the_office_on_any_day(start, length, day):
    change = Stamp(start + timedelta(days=length), start + timedelta(days=length))

    before = dates.covers(Stamp(start, start), change, day)
    after = dates.covers(change, None, day)

    assert (day >= start) == (before or after)
    assert not (before and after)


def test_a_name_is_out_of_use_from_the_day_it_ended():
    start, end = Stamp(date(2012, 1, 23), date(2012, 1, 23)), Stamp(date(2016, 7, 28), date(2016, 7, 28))

    assert dates.in_use(start, end, date(2016, 7, 27))
    assert not dates.in_use(start, end, date(2016, 7, 28))
    assert not dates.in_use(start, end, date(2012, 1, 22))
    assert dates.in_use(None, None, date(2016, 7, 28))


def test_two_names_that_change_within_a_month_are_never_both_in_use():
    july = dates.parse_stamp("2016-07", PARIS)

    assert [False, True] == [dates.in_use(None, july, date(2016, 7, 5)), dates.in_use(july, None, date(2016, 7, 5))]
