"""Dates in texts: what CLDR calls a day, a text's reader finds with its weekday, in every language there are forms for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche import dates
from fiche.weekdays import Dated, months_in, weekdays_in

DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))
LANGUAGES = st.sampled_from(["fr", "en", "ar", "ru", "ar-SY", "en-GB"])


@given(DAYS, LANGUAGES)
def test_a_date_as_cldr_writes_it_is_found_with_its_own_weekday(day, lang):
    (found,) = weekdays_in(f"« {dates.weekday_day(day, lang)} ».", lang)

    assert (day, day.weekday()) == (found.on(date(2000, 1, 1), within=0), found.weekday)


@given(DAYS, st.integers(-100, 100), LANGUAGES)
def test_without_a_year_the_nearest_day_is_meant(day, days, lang):
    near = date.fromordinal(day.toordinal() + days)
    words = f"{dates.weekday_name(day, lang)} {dates.day_short(day, lang)}"
    found = [one.on(near, within=120) for one in weekdays_in(words, lang)]

    assert [day] == found


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Vendredi, 12 personnes", "fr"),
        ("26 août 2016", "fr"),
        ("lundis 3 mai", "fr"),
        ("vendredi 26 août", "en"),
        ("Friday 26 August", "de"),
        ("Sunday 26 Maybe", "en"),
    ],
)
def test_what_is_no_weekday_with_a_date_in_that_language_is_passed_over(text, lang):
    assert [] == list(weekdays_in(text, lang))


def test_a_day_that_there_is_not_and_a_far_one_are_none():
    assert None is Dated(0, 1, 4, 31, 2, 2016).on(date(2016, 8, 24), within=400)
    assert None is Dated(0, 1, 4, 1, 3, None).on(date(2016, 8, 24), within=100)


@pytest.mark.parametrize(
    ("text", "lang", "months"),
    [
        ("En janvier, puis en mai.", "fr", {1, 5}),
        ("It may be in May.", "en", {5}),
        ("في أيار/مايو وكانون الثاني", "ar", {5}),
        ("في كانون الثاني", "ar", {1}),
        ("В мае и в августе", "ru", {5, 8}),
        ("im Mai", "de", set()),
    ],
)
def test_months_are_found_by_every_name_they_have(text, lang, months):
    assert months == months_in(text, lang)
