"""A text as names are looked for in it: what does not count, and where each sign stood."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche.surface import BREAKS, spelt, surface


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("État", "Etat"),
        ("l’Ukraine", "l'Ukraine"),
        ("Bachar al-Assad", "bachar al assad"),
        ("John\u00a0Kerry", "John Kerry"),
        ("John\nKerry", "John Kerry"),
        ("Recep Tayyip Erdoğan", "recep tayyip erdogan"),
        ("Binali Yıldırım", "Binali Yildirim"),
        (unicodedata.normalize("NFD", "Mevlüt Çavuşoğlu"), "Mevlüt Çavuşoğlu"),
        ("الأسد", "الاسد"),
        ("كيـــري", "كيري"),
        ("مُحَمَّد", "محمد"),
        ("Соединённые", "Соединенные"),
        ("Siła", "Sila"),
    ],
)
def test_two_spellings_have_one_surface(one, other):
    assert surface(other).folded == surface(one).folded


@pytest.mark.parametrize(("one", "other"), [("Kerry", "Kerri"), ("جون", "جان"), ("é", "f"), (BREAKS[0], " ")])
def test_other_letters_stay_others(one, other):
    assert surface(other).folded != surface(one).folded


@given(st.text())
def test_every_sign_that_stays_has_its_place(text):
    seen = surface(text)
    places = [seen.place(n) for n in range(len(seen.folded))]

    assert sorted(set(places)) == places
    assert all(0 <= place < len(text) for place in places)
    assert [surface(text[place]).folded for place in places] == list(seen.folded)


@given(st.text())
def test_a_name_is_folded_sign_by_sign(text):
    plain = spelt(text)
    assert len(plain) == len(surface(plain).folded)
