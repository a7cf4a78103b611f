"""Words for days are resolved against the day of the story, a Wednesday here."""

from datetime import date

import pytest

from fiche.story.days import days
from fiche.story.words import words

STORY = date(2016, 8, 24)


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("fr", "mercredi", "2016-08-24"),
        ("fr", "vendredi", "2016-08-26"),
        ("fr", "mardi", "2016-08-23"),
        ("fr", "vendredi dernier", "2016-08-19"),
        ("fr", "mardi prochain", "2016-08-30"),
        ("fr", "mercredi prochain", "2016-08-31"),
        ("fr", "mercredi dernier", "2016-08-17"),
        ("fr", "hier", "2016-08-23"),
        ("fr", "Aujourd'hui", "2016-08-24"),
        ("fr", "après-demain", "2016-08-26"),
        ("fr", "1er septembre", "2016-09-01"),
        ("fr", "24 août 2015", "2015-08-24"),
        ("fr", "2 janvier", "2016-01-02"),
        ("fr", "novembre 2015", "2015-11"),
        ("fr", "mi-juillet", "2016-07"),
        ("fr", "fin décembre", "2016-12"),
        ("en", "Aug. 24, 2015", "2015-08-24"),
        ("en", "3 May 2016", "2016-05-03"),
        ("en", "next Friday", "2016-08-26"),
        ("en", "late July", "2016-07"),
        ("en", "2016-02-29", "2016-02-29"),
        ("en", "29.02.2016", "2016-02-29"),
        ("ru", "в пятницу", "2016-08-26"),
        ("ru", "24 августа 2015", "2015-08-24"),
        ("ar", "الجمعة", "2016-08-26"),
        ("ar", "و24 آب/أغسطس 2015", "2015-08-24"),
        ("ar", "أمس", "2016-08-23"),
    ],
)
def test_a_day_is_told_from_its_words(lang, text, expected):
    assert [expected] == [day.edtf for day in days(f"({text})", words(lang), STORY)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "It may march on."),
        ("fr", "31 février, 0 mai"),
        ("en", "2015-13-01"),
        ("de", "am Mittwoch"),
        ("fr", "avant-mardis"),
    ],
)
def test_what_is_no_day_is_none(lang, text):
    assert [] == days(text, words(lang), STORY)


def test_a_day_at_either_end_of_the_calendar_is_no_failure():
    assert [] == days("hier", words("fr"), date.min)
    assert ["9999-01-02"] == [day.edtf for day in days("2 janvier", words("fr"), date.max)]
