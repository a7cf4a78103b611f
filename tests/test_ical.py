"""Calendars as files: what RFC 5545 asks, read back by another's parser."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar as Sheet

from fiche import dates, ical
from fiche.ical import Calendar, Entry, written


def stamp(text):
    return dates.parse_stamp(text, "Europe/Paris")


def entry(**changed):
    told = {
        "id": "sommet", "title": "Sommet", "start": stamp("2016-08-26"), "end": None, "status": "confirmed", "place": "",
        "note": "", "url": "https://press.example/calendar/2016/#event-sommet", "topics": (), "changes": 0,
        "told": date(2016, 8, 24),
    }  # fmt: skip
    return Entry(**{**told, **changed})


def read(*entries, **changed):
    told = {
        "title": "La Dépêche",
        "description": "",
        "lang": "fr",
        "host": "press.example",
        "url": "https://press.example/",
    }
    data = written(Calendar(**{**told, **changed}, entries=entries))
    return Sheet.from_ical(data), data


def event(**changed):
    sheet, _ = read(entry(**changed))
    (only,) = sheet.walk("VEVENT")
    return only


def test_a_calendar_says_whose_it_is_and_how_often_to_ask():
    sheet, data = read(entry())
    assert ("2.0", "La Dépêche", "La Dépêche") == (sheet["version"], sheet["name"], sheet["x-wr-calname"])
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in data


def test_lines_are_folded_at_75_octets_and_end_as_the_standard_says():
    _, data = read(entry(note="Été, « réunion » ; suite\n\n" * 20))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_a_text_comes_back_as_it_was():
    said = "Été, « réunion » ; suite \\ fin\nLigne"
    assert said == str(event(note=said)["description"])


@pytest.mark.parametrize(
    ("start", "end", "first", "after"),
    [
        ("2016-08-26", None, date(2016, 8, 26), None),
        ("2016-08-26", "2016-08-27", date(2016, 8, 26), date(2016, 8, 28)),
        ("2016-09", None, date(2016, 9, 1), date(2016, 10, 1)),
        ("2016", "2017-02", date(2016, 1, 1), date(2017, 3, 1)),
        ("2016-08-26T10:00+02:00", None, datetime(2016, 8, 26, 8, tzinfo=UTC), None),
        (
            "2016-08-26T10:00+02:00",
            "2016-08-26T12:30+02:00",
            datetime(2016, 8, 26, 8, tzinfo=UTC),
            datetime(2016, 8, 26, 10, 30, tzinfo=UTC),
        ),
        ("2016-08-26T10:00+02:00", "2016-08-27", datetime(2016, 8, 26, 8, tzinfo=UTC), None),
    ],
)
def test_dates_known_in_part_are_all_their_days(start, end, first, after):
    told = event(start=stamp(start), end=stamp(end) if end else None)
    assert (first, after) == (told["dtstart"].dt, told["dtend"].dt if "dtend" in told else None)


@pytest.mark.parametrize(
    ("status", "changes", "told", "sequence"),
    [
        ("confirmed", 0, "CONFIRMED", 0),
        ("tentative", 0, "TENTATIVE", 0),
        ("held", 2, "CONFIRMED", 2),
        ("rescheduled", 1, "CONFIRMED", 1),
        ("cancelled", 0, "CANCELLED", 1),
        ("postponed", 1, "CANCELLED", 2),
    ],
)
def test_what_became_of_a_date_is_told_and_counted(status, changes, told, sequence):
    made = event(status=status, changes=changes)
    assert (told, sequence) == (made["status"], made["sequence"])


def test_the_id_of_an_event_stays_when_its_date_moves():
    one, other = event(), event(start=stamp("2016-09-01"), changes=1)
    assert "sommet@press.example" == one["uid"] == other["uid"]
    assert one["sequence"] < other["sequence"]


def test_the_library_is_not_loaded_where_there_are_no_events():
    assert "icalendar" not in vars(ical)
