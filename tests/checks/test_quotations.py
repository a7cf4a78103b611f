"""Quotations in a body, by the marks of its language."""

import pytest

from fiche.checks.quotations import paragraphs, quotations, words_of
from fiche.checks.wording import wording


def quoted(html, lang):
    seen = wording([html])
    return [(one.text, seen.text[one.start : one.end]) for one in quotations(seen, lang)]


@pytest.mark.parametrize(
    ("lang", "html", "text"),
    [
        ("fr", "<p>Il dit : « c’est “fini” ».</p>", "c’est “fini”"),
        ("en", "<p>He said: “it is over”.</p>", "it is over"),
        ("ru", "<p>Он сказал: «это всё».</p>", "это всё"),
        ("ar", "<p>وقال: ”انتهى الأمر“.</p>", "انتهى الأمر"),
    ],
)
def test_a_quotation_stands_between_the_marks_of_its_language(lang, html, text):
    assert [(text, text)] == quoted(html, lang)


def test_a_quotation_runs_over_emphasis_and_not_over_the_end_of_a_paragraph():
    assert ["it is over"] == [text for text, _ in quoted("<p>“it is <em>over</em>”</p>", "en")]
    assert [] == quoted("<p>“it is</p><p>over”</p>", "en")


def test_marks_that_open_as_they_close_tell_nothing():
    assert [] == quoted("<p>Han sa: ”det är slut”.</p>", "sv")


def test_those_of_the_header_are_left_out_unless_they_are_asked_for():
    seen = wording(["<p>“one”</p>"], before=["“zero”"])

    assert ["one"] == [one.text for one in quotations(seen, "en")]
    assert ["zero", "one"] == [one.text for one in quotations(seen, "en", since=0)]
    assert ["“one”"] == [seen.text[start:end] for start, end in paragraphs(seen)]


def test_words_are_compared_without_capitals_accents_and_punctuation():
    assert words_of("C’était l’été, enfin !") == words_of("c'etait L'ETE enfin")
