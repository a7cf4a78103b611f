"""Who is quoted is told where the text says it plainly, and left open where it does not."""

from datetime import date

import pytest

from fiche.recognise import Recogniser, Strength, Wanted
from fiche.story.quotes import quotes
from fiche.story.words import words

NAMES = Recogniser([Wanted("kerry", "John Kerry", Strength.STRONG), Wanted("lavrov", "Lavrov", Strength.STRONG)])
WORDS = "one two three four"


def said(text, lang="en"):
    names = NAMES.find(text, lang=lang, day=date(2016, 8, 24))
    return [(quote.text, quote.speaker, quote.evidence) for quote in quotes(text, names, words(lang))]


@pytest.mark.parametrize(
    ("lang", "text", "evidence"),
    [
        ("en", f"“{WORDS},” said John Kerry.", "said John Kerry"),
        ("en", f"“{WORDS},” John Kerry said on Friday.", "John Kerry said"),
        ("en", f'"{WORDS}," said Mr. John Kerry, who met Lavrov.', "said Mr. John Kerry"),
        ("en", f"Lavrov left. According to John Kerry, “{WORDS}”.", "According to John Kerry"),
        ("en", f"John Kerry said: “{WORDS}”", "John Kerry said"),
        ("en", f"“{WORDS},” said Secretary John Kerry.", "said Secretary John Kerry"),
        ("fr", f"« {WORDS} », a déclaré M. John Kerry.", "a déclaré M. John Kerry"),
        ("fr", f"Selon John Kerry, « {WORDS} ».", "Selon John Kerry"),
        ("ar", f"«{WORDS}»، قال John Kerry.", "قال John Kerry"),
    ],
)
def test_a_speaker_beside_a_word_of_saying_is_told(lang, text, evidence):
    assert [(WORDS, "kerry", evidence)] == said(text, lang)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", f"“{WORDS},” a spokesman for John Kerry said."),
        ("en", f"“{WORDS},” said a diplomat close to John Kerry."),
        ("en", f"“{WORDS},” said a diplomat. John Kerry left."),
        ("en", f"John Kerry left. “{WORDS}”"),
        ("en", f"“{WORDS}”: so begins the text of John Kerry."),
        ("fr", f"« {WORDS} », a dit un proche de M. John Kerry."),
        ("fr", f"Le porte-parole de John Kerry a déclaré : « {WORDS} »."),
        ("de", f"„{WORDS}“, sagte John Kerry."),
    ],
)
def test_who_is_only_near_is_not_the_speaker(lang, text):
    assert [(WORDS, "", "")] == said(text, lang)


def test_a_name_inside_a_quotation_does_not_speak():
    assert "" == said(f"“{WORDS} John Kerry,” said the envoy.")[0][1]


def test_single_words_in_quotation_marks_are_no_quotations():
    assert [] == said('The “rebels” left, 5" and 6" long.')
