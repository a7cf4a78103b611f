"""The labelled texts: how they are read, how they are scored, and that their mentions are found."""

import pytest
import recognition
from recognition import EXAMPLES, Example, Score, read, register, scores

from fiche.mentions import Register
from fiche.recognise import Recogniser

LEAST = {"precision": 0.99, "recall": 0.95}
"""What issue and docs promise for names of the register."""


@pytest.fixture(scope="module")
def recogniser():
    return Recogniser(Register.of(register()).names)


def test_a_labelled_text_is_read_with_the_places_of_its_mentions(tmp_path):
    file = tmp_path / "x.txt"
    file.write_text("lang: fr\nday: 2016-08-24\ncast: a, b\n---\nUn [mot](kerry) et [Trudeau](?).\n", "utf-8")

    example = read(file)
    assert ("fr", frozenset("ab"), "Un mot et Trudeau.\n") == (example.lang, example.cast, example.text)
    assert {(3, 6, "kerry"), (10, 17, "?")} == example.labels


def test_what_is_wrong_or_missed_is_told_with_its_place(tmp_path, recogniser):
    file = tmp_path / "x.txt"
    file.write_text("lang: fr\nday: 2016-08-24\ncast:\n---\nJohn Kerry, [Lavrov](sergey-lavrov).\n", "utf-8")
    (score,) = scores([read(file)], recogniser).values()

    assert (0.0, 0.0, 1) == (score.precision, score.recall, score.labelled)
    assert score.wrong[0].startswith("x.txt:1: 'John Kerry' as john-kerry")
    assert score.missed[0].startswith("x.txt:1: 'Lavrov' as sergey-lavrov")


def test_every_label_names_an_actor_of_the_register():
    known = {head.id for head in register()} | {recognition.UNCLEAR}
    assert set() == {
        (file.name, actor) for file in EXAMPLES.glob("*.txt") for _, _, actor in read(file).labels if actor not in known
    }


@pytest.mark.parametrize("lang", ["ar", "en", "fr", "ru"])
def test_the_mentions_of_a_language_are_found(lang, recogniser):
    examples: list[Example] = [example for file in sorted(EXAMPLES.glob(f"{lang}-*.txt")) if (example := read(file))]
    (score,) = scores(examples, recogniser).values()

    assert score.labelled > 75
    assert score.recall >= LEAST["recall"], score.missed


def test_of_what_is_found_almost_all_is_right(recogniser):
    every = [*scores([read(file) for file in sorted(EXAMPLES.glob("*.txt"))], recogniser).values()]
    together = Score(sum(score.right for score in every), [one for score in every for one in score.wrong])

    assert together.precision >= LEAST["precision"], together.wrong
