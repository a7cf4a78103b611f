"""What a text says of a name is put beside it, as words of the text."""

from fiche.story.portrait import comments, portrait
from fiche.story.words import words

TEXT = """\
The Russian foreign minister, Sergey Lavrov, met an envoy. Foreign Minister Sergey Lavrov said no. Mr. Lavrov was tired.
Sergei Lavrov left. The Lake Institute of Peace (LIP), a small body, agreed. "No," said Lavrov.
"""


def test_a_portrait_is_made_of_words_of_the_text():
    found = portrait("Sergey Lavrov", TEXT, words("en"), "en")
    assert ("Sergey Lavrov", "Mr. Lavrov", "Lavrov") == found.called
    assert ("The Russian foreign minister", "Foreign Minister") == found.descriptions
    assert ("Sergei Lavrov",) == found.spellings


def test_an_acronym_behind_a_name_is_perhaps_its_short_one():
    found = portrait("Lake Institute of Peace", TEXT, words("en"), "en")
    assert ("LIP",) == found.acronyms
    assert "# In the text it is called “Lake Institute of Peace”.\n# Perhaps its short name: “LIP”\n" == comments(found)


def test_french_descriptions_are_found_on_both_sides():
    text = "Le secrétaire d’État John Kerry, chef de la diplomatie américaine, a vu Paul. Mme Kerry, a dit John Kerry, part."
    assert ("Le secrétaire d’État", "chef de la diplomatie américaine") == portrait(
        "John Kerry", text, words("fr"), "fr"
    ).descriptions


def test_a_name_that_is_not_there_has_no_portrait():
    assert portrait("Jane Roe", TEXT, words("en"), "en") is None
