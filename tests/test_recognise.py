"""Recognition: which actors a text names. Longer texts with their mentions stand in `tests/examples/mentions/`."""

import unicodedata
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche.mentions import Register
from fiche.model import ActorHead, ActorKind, Alias, Match, Name, Stamp
from fiche.recognise import Recogniser, Strength

DAY = date(2016, 8, 24)


def person(id, full, short="", *, aliases=(), others=(), gender="", lang=""):
    return ActorHead(
        id, ActorKind.PERSON, (Name(lang, full, short),), tuple(aliases), others=tuple(others), gender=gender
    )


def body(id, *names, kind=ActorKind.ORGANIZATION, aliases=()):
    return ActorHead(id, kind, tuple(Name(lang, full, short) for lang, full, short in names), tuple(aliases))


def stamp(day):
    return Stamp(date.fromisoformat(day), date.fromisoformat(day))


KERRY = person("kerry", "John Kerry", "Kerry", gender="m")
LAVROV = person("lavrov", "Sergueï Lavrov", "Lavrov", gender="m")
ASSAD = person("assad", "Bachar al-Assad", "Assad", gender="m")
TONER = person("toner", "Mark Toner", "Toner", gender="m")
ELIZABETH = person("elizabeth", "Elizabeth Trudeau", "Trudeau", gender="f")
JUSTIN = person("justin", "Justin Trudeau", "Trudeau", gender="m")
UN = body("un", ("fr", "ONU", ""), ("en", "United Nations", "UN"))
COUNCIL = body("council", ("fr", "Conseil de sécurité de l’ONU", "Conseil de sécurité"))
STATE = body("state", ("fr", "Département d’État", ""))
ISIL = body("isil", ("fr", "groupe État islamique", "EI"), ("en", "Islamic State", "IS"), kind=ActorKind.ARMED_GROUP)


def named(text, *heads, lang="fr", day=DAY, cast=()):
    """Return the words that name somebody, and whom."""
    found = Recogniser(Register.of(heads).names).find(text, lang=lang, day=day, cast=frozenset(cast))
    return [(text[one.start : one.end], "|".join(one.actors)) for one in found if one.actors]


# --------------------------------------------------------------------------- how a name may be written


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("d’Assad et d'Assad, l’ONU", ["Assad", "Assad", "ONU"]),
        ("« Kerry »", ["Kerry"]),
        ("(Kerry)", ["Kerry"]),
        ("Lavrov-Kerry", ["Lavrov", "Kerry"]),
        ("MM. Kerry et Lavrov", ["Kerry", "Lavrov"]),
        ("John\nKerry", ["John\nKerry"]),
        ("John\u202fKerry", ["John\u202fKerry"]),
        ("JOHN KERRY A GENEVE", ["JOHN KERRY"]),
        ("Sergueï puis Lavrov", ["Lavrov"]),
        ("Serguei Lavrov", ["Serguei Lavrov"]),
        ("Bachar al Assad", ["Bachar al Assad"]),
        ("le président al-Assad", ["Assad"]),
        ("Kerry's", ["Kerry"]),
        ("Kerrys, Kerryan, Kerry2, _Kerry", []),
        ("kerry@state.gov et www.kerry.example", []),
        ("kerry", []),
    ],
)
def test_a_name_is_met_in_running_text(text, words):
    assert words == [word for word, _ in named(text, KERRY, LAVROV, ASSAD, UN, cast=["kerry", "lavrov", "assad"])]


def test_the_longest_name_wins_and_those_inside_it_are_none():
    assert [("Conseil de sécurité de l’ONU", "council"), ("ONU", "un")] == named(
        "Le Conseil de sécurité de l’ONU. L’ONU.", COUNCIL, UN
    )


@pytest.mark.parametrize("text", ["le département d’État", "le Département d'Etat", "LE DÉPARTEMENT D’ÉTAT"])
def test_the_first_letter_of_a_body_of_several_words_may_be_small(text):
    assert 1 == len(named(text, STATE))


def test_a_small_letter_that_would_be_another_word_is_not_a_name():
    assert [] == named(
        "du toner, un conseil de sécurité, le groupe état islamique", TONER, COUNCIL, ISIL, cast=["toner"]
    )


def test_an_acronym_counts_in_its_own_language():
    assert [("EI", "isil")] == named("L’EI, IS et UN", ISIL, UN)
    assert [("IS", "isil"), ("UN", "un")] == named("IS and the UN, EI", ISIL, UN, lang="en")


def test_decomposed_letters_are_the_same_letters():
    text = unicodedata.normalize("NFD", "Sergueï Lavrov au Conseil de sécurité")
    assert ["lavrov", "council"] == [actor for _, actor in named(text, LAVROV, COUNCIL)]


def test_arabic_names_have_particles_and_vowel_marks():
    kerry = person("kerry", "جون كيري", "كيري", lang="ar")
    us = body("us", ("ar", "الولايات المتحدة", ""), kind=ActorKind.STATE)
    text = "قال جون كيري إن الولايات المتحدة، وكيري، وللولايات المتحدة، بالولايات المتحدة، جُون كيـري، الكيري"

    assert [
        "جون كيري", "الولايات المتحدة", "كيري", "للولايات المتحدة", "الولايات المتحدة", "جُون كيـري"
    ] == [word for word, _ in named(text, kerry, us, lang="ar")]  # fmt: skip


def test_a_short_arabic_name_has_an_and_before_it_and_no_preposition():
    qatar = body("qatar", ("ar", "قطر", ""), kind=ActorKind.STATE)
    assert ["قطر"] == [word for word, _ in named("السعودية وقطر، بقطر", qatar, lang="ar")]


def test_a_name_that_follows_a_surname_does_not_make_it_anothers():
    assert ["Kerry", "John Kerry", "Sergueï Lavrov"] == [
        word for word, _ in named("Selon Kerry John Kerry, Sergueï Lavrov", KERRY, LAVROV)
    ]


def test_russian_names_are_declined():
    lavrov = person("lavrov", "Сергей Лавров", "Лавров", lang="ru")
    text = "Встреча с Сергеем Лавровым. У Лаврова, Лаврову, о Сергее Лаврове; Лавровка."

    assert ["Сергеем Лавровым", "Лаврова", "Лаврову", "Сергее Лаврове"] == [
        word for word, _ in named(text, lavrov, lang="ru")
    ]


# --------------------------------------------------------------------------- surnames


def test_a_surname_counts_where_the_text_or_its_header_names_the_person():
    assert [] == named("Kerry est attendu.", KERRY)
    assert [("Kerry", "kerry")] == named("Kerry est attendu.", KERRY, cast=["kerry"])
    assert ["Kerry", "John Kerry"] == [word for word, _ in named("Kerry est attendu. John Kerry parlera.", KERRY)]


@pytest.mark.parametrize("text", ["Le voyage de Paul Kerry", "Paul Kerry", "Hafez al-Assad", "Kerry Washington"])
def test_a_surname_with_somebody_elses_first_name_is_somebody_else(text):
    assert [] == named(text, KERRY, ASSAD, cast=["kerry", "assad"])


@pytest.mark.parametrize(
    "text", ["Selon Kerry,", "Secretary Kerry", "President Kerry", "Mr. Kerry", "But Kerry", "on Monday Kerry Tuesday"]
)
def test_a_title_or_the_first_word_of_a_sentence_is_no_first_name(text):
    assert ["Kerry"] == [word for word, _ in named(text, KERRY, cast=["kerry"])]


def test_a_form_of_address_tells_namesakes_apart():
    text = "Justin Trudeau et Elizabeth Trudeau. Mme Trudeau, M. Trudeau, Trudeau."

    assert ["justin", "elizabeth", "elizabeth", "justin", "elizabeth|justin"] == [
        actor for _, actor in named(text, ELIZABETH, JUSTIN)
    ]


def test_of_namesakes_the_one_the_header_names_is_meant():
    assert [("Trudeau", "elizabeth")] == named("Trudeau a confirmé.", ELIZABETH, JUSTIN, cast=["elizabeth"])


def test_a_name_that_is_said_to_be_anothers_is_nobodys():
    other = person("elizabeth", "Elizabeth Trudeau", "Trudeau", others=["Justin Trudeau"])
    assert [("Trudeau", "elizabeth")] == named("Selon Justin Trudeau. Trudeau.", other, cast=["elizabeth"])


# --------------------------------------------------------------------------- aliases


@pytest.mark.parametrize(
    ("alias", "text", "count"),
    [
        (Alias("Le Chef"), "Le Chef", 1),
        (Alias("Chef", lang="en"), "Chef", 0),
        (Alias("chef", case=False), "le CHEF, le Chef", 2),
        (Alias("EI", case=True), "EI, Ei", 1),
        (Alias("Chef", match=Match.NEVER), "Chef", 0),
        (Alias("Chef", match=Match.WEAK), "Chef", 0),
        (Alias("Chef", match=Match.WEAK), "John Kerry, le Chef", 2),
        (Alias("Chef", start=stamp("2016-08-25")), "Chef", 0),
        (Alias("Chef", start=stamp("2016-08-24")), "Chef", 1),
        (Alias("Chef", end=stamp("2016-08-24")), "Chef", 0),
    ],
)
def test_an_alias_counts_where_and_when_it_is_said_to(alias, text, count):
    assert count == len(named(text, person("kerry", "John Kerry", aliases=[alias], lang="fr")))


def test_a_metonym_is_noted_and_means_nobody():
    recogniser = Recogniser(
        Register.of([person("us", "X Y", aliases=[Alias("Washington", match=Match.METONYM)])]).names
    )
    (found,) = recogniser.find("Washington", lang="fr", day=DAY)
    assert (Strength.METONYM, ()) == (found.strength, found.actors)


def test_a_name_counts_from_its_first_day_and_stays_that_of_the_past():
    nusra = ActorHead(
        "nusra",
        ActorKind.ARMED_GROUP,
        (Name("fr", "Front al-Nosra", end=stamp("2016-07-28")), Name("fr", "Fateh al-Cham", start=stamp("2016-07-28"))),
    )
    text = "Le Front al-Nosra, Fateh al-Cham"

    assert ["Front al-Nosra"] == [word for word, _ in named(text, nusra, day=date(2016, 7, 27))]
    assert ["Front al-Nosra", "Fateh al-Cham"] == [word for word, _ in named(text, nusra, day=date(2016, 7, 28))]


# --------------------------------------------------------------------------- laws

words = st.sampled_from(
    ["Kerry", "John", "Lavrov", "ONU", "Conseil", "de", "sécurité", "l’ONU", "et", ".", "Trudeau", "EI"]
)
HEADS = (KERRY, LAVROV, ASSAD, TONER, ELIZABETH, JUSTIN, UN, COUNCIL, STATE, ISIL)


@given(st.permutations(HEADS), st.lists(words, max_size=12).map(" ".join))
def test_the_order_of_the_register_does_not_matter(heads, text):
    assert named(text, *HEADS, cast=["kerry"]) == named(text, *heads, cast=["kerry"])


@given(st.lists(words, max_size=12).map(" ".join))
def test_mentions_stand_in_order_and_apart(text):
    found = Recogniser(Register.of(HEADS).names).find(text, lang="fr", day=DAY, cast=frozenset({"kerry"}))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)


@given(st.lists(words, min_size=1, max_size=6).map(" ".join), st.lists(words, max_size=6).map(" ".join))
def test_a_longer_name_always_wins(name, rest):
    longer = body("longer", ("", f"{name} Qzx", ""))
    assert (f"{name} Qzx", "longer") in named(f"{rest} . {name} Qzx", *HEADS, longer, cast=["kerry"])


@given(st.text(alphabet="Keryé’'-. \u0301كيوЛавров", max_size=40))
def test_any_text_is_looked_through(text):
    named(text, *HEADS, person("ar", "كيري"), person("ru", "Лавров"))
