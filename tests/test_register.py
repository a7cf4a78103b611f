"""Register: who is called what, and who held which office, on a given day."""

from datetime import date

import pytest

from fiche.dates import parse_stamp
from fiche.model import ActorHead, Alias, Match, Name, Office, Texts, TopicHead
from fiche.register import actor_names, by_time, last_office, name_on, office_on, topic_names


def stamp(text):
    return parse_stamp(text, "UTC") if text else None


def office(title, start="", end=""):
    return Office(Texts((("", title),)), start=stamp(start), end=stamp(end))


def title(found):
    return found.title.pairs[0][1] if found else None


NUSRA = ActorHead(
    "nusra",
    names=(
        Name("fr", "Front al-Nosra", end=stamp("2016-07-28")),
        Name("fr", "Front Fatah al-Cham", start=stamp("2016-07-28"), end=stamp("2017-01-28")),
        Name("ar", "جبهة النصرة"),
    ),
    aliases=(Alias("JaN"), Alias("Nosra", match=Match.WEAK), Alias("Alep", match=Match.METONYM)),
    former_ids=("al-nosra",),
)


@pytest.mark.parametrize(
    ("day", "lang", "name"),
    [
        ("2016-07-27", "fr", "Front al-Nosra"),
        ("2016-07-28", "fr", "Front Fatah al-Cham"),
        ("2017-01-27", "fr", "Front Fatah al-Cham"),
        ("2017-01-28", "fr", "جبهة النصرة"),
        ("2016-08-01", "ar", "جبهة النصرة"),
        ("2016-08-01", "en", "Front Fatah al-Cham"),
    ],
)
def test_a_name_is_the_one_in_use_that_day_in_the_language_nearest(day, lang, name):
    assert name == name_on(NUSRA, lang, date.fromisoformat(day), "fr", "en", "ar").full


def test_a_name_fit_for_all_languages_goes_before_one_in_another():
    head = ActorHead("x", names=(Name("fr", "Genève"), Name("", "Geneva")))

    assert "Geneva" == name_on(head, "en", date(2016, 1, 1), "fr").full


def test_an_actor_whose_names_are_all_of_other_days_still_has_one_and_one_without_names_its_id():
    late = ActorHead("x", names=(Name("fr", "Demain", start=stamp("2020")),))

    assert "Demain" == name_on(late, "fr", date(2016, 1, 1)).full
    assert "x" == name_on(ActorHead("x"), "fr", date(2016, 1, 1)).full


@pytest.mark.parametrize(
    ("offices", "held"),
    [
        ((), None),
        ((office("a", "2013", "2015"),), None),
        ((office("a", "2013-02-01", "2016-08-24"),), None),
        ((office("a", "2013-02-01", "2016-08-25"),), "a"),
        ((office("a", "2013"), office("b", "2014")), "b"),
        ((office("b", "2014"), office("a", "2013")), "b"),
        ((office("a"), office("b")), "a"),
        ((office("a", "2017"),), None),
    ],
)
def test_the_office_of_a_day_is_the_one_begun_last_of_those_held(offices, held):
    assert held == title(office_on(ActorHead("x", roles=offices), date(2016, 8, 24)))


def test_the_last_office_is_the_one_that_ended_last():
    head = ActorHead("x", roles=(office("a", "2010", "2012"), office("b", "2009", "2014"), office("c", "2008", "2009")))

    assert "b" == title(last_office(head))
    assert None is last_office(ActorHead("x"))
    assert ["a", "b", "c"] == [title(one) for one in by_time(head.roles)]


def test_an_actor_may_be_called_by_every_name_it_has_or_had():
    assert {"Front al-Nosra", "Front Fatah al-Cham", "جبهة النصرة", "JaN", "al-nosra"} == actor_names(NUSRA)
    assert {"ONU", "Nations unies"} == actor_names(ActorHead("un", names=(Name("", "Nations unies", short="ONU"),)))


def test_a_topic_may_be_called_by_its_labels_aliases_and_former_ids():
    head = TopicHead("alep", Texts((("fr", "Alep"), ("en", "Aleppo"))), aliases=("Halab",), former_ids=("aleppo-city",))

    assert {"Alep", "Aleppo", "Halab", "aleppo-city"} == topic_names(head)
