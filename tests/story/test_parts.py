"""A story is taken apart at its headline, dateline and sentences."""

from datetime import date

import pytest

from fiche.story.parts import parts, sentences, shortened
from fiche.story.words import words

TODAY = date(2016, 8, 30)


def apart(text, lang="fr"):
    return parts(text, words(lang), today=TODAY)


@pytest.mark.parametrize(
    ("lang", "line", "expected"),
    [
        ("fr", "GENÈVE, 24 août (AFP) – Texte.", ("GENÈVE", "AFP", "2016-08-24")),
        ("fr", "Washington, mercredi 24 août 2016 (AFP) -- Texte.", ("Washington", "AFP", "2016-08-24")),
        ("en", "GENEVA (Reuters) - Text.", ("GENEVA", "Reuters", "")),
        ("en", "PARIS — Text.", ("PARIS", "", "")),
        ("en", "NEW YORK, Aug 24 (AP) — Text.", ("NEW YORK", "AP", "2016-08-24")),
        ("ru", "ЖЕНЕВА, 24 августа. /ТАСС/. Текст.", ("ЖЕНЕВА", "ТАСС", "2016-08-24")),
        ("ru", "МОСКВА, 24 авг — Текст.", ("МОСКВА", "", "2016-08-24")),
        ("ar", "جنيف (أ ف ب) - نص.", ("جنيف", "أ ف ب", "")),
    ],
)
def test_a_dateline_gives_place_agency_and_day_and_leaves_the_text(lang, line, expected):
    found = apart(f"Titre\n\n{line}", lang)
    assert expected == (found.place, found.agency, found.day)
    assert "Titre" == found.title
    assert 1 == len(found.paragraphs[0].split())


@pytest.mark.parametrize(
    "line", ["Le ministre – un ami – part.", "A - b", "Selon Paul, mardi – dit-il – tout va.", "Il dit : (non) oui."]
)
def test_what_only_looks_like_a_dateline_stays_text(line):
    assert (line,) == apart(f"Titre\n\n{line}").paragraphs


def test_a_text_without_a_headline_is_named_by_its_first_sentence():
    found = apart("GENÈVE (AFP) - M. Paul part. Il revient.\n\nFin.")
    assert ("M. Paul part.", ("M. Paul part. Il revient.", "Fin.")) == (found.title, found.paragraphs)
    assert "Un seul mot" == apart("Un seul mot").title
    assert apart(" \n\u200b\x00\n") is None


def test_sentences_do_not_end_at_abbreviations():
    assert ["M. Paul a vu J. Roe.", "« Oui ! »", "Le 3.5 monte.", "Fin"] == sentences(
        "M. Paul a vu J. Roe. « Oui ! » Le 3.5 monte. Fin"
    )


def test_a_text_is_shortened_between_words():
    assert "un deux" == shortened("un deux trois", 9)
    assert "undeuxtro" == shortened("undeuxtrois", 9)
