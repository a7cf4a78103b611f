"""A concordance names every file that may hold a needle, and few others."""

import random

from hypothesis import given
from hypothesis import strategies as st

from fiche.audit import concordance
from fiche.audit.concordance import Concordance, Writing, phrases_of
from fiche.audit.needles import Needle, Needles
from fiche.audit.plain import plain, words
from fiche.problem import Place
from fiche.value import encode, reader


def listing(files):
    writing = Writing()
    for path, texts in files.items():
        writing.add(path, set().union(*map(phrases_of, texts)))
    return writing.done()


FILES = {
    "a": [b" la treve , signee hier , la nuit ", b" par les deux camps "],
    "b": [b" la treve est rompue "],
    "c": [b" rien de tel , "],
}


def test_it_names_the_files_that_have_the_phrases_of_a_needle_in_a_row():
    made = listing(FILES)

    assert {"a", "b"} == made.holding([b" la treve "])
    assert {"a"} == made.holding([b" signee hier "])
    assert {"a", "b"} == made.holding([b" deux camps ", b" est rompue "])
    assert set() == made.holding([b" hier signee ", b" treve signee ", b" reve ", b" par les deu "])
    assert set() == made.holding([])


def test_of_a_needle_with_commas_it_asks_for_the_longest_phrase():
    made = listing(FILES)

    assert {"a"} == made.holding([b" treve , signee hier , la "])
    assert {"b"} == made.holding([b" x , la treve est rompue , y "])
    assert {"c"} == made.holding(["rien de tel \ufffd x".encode()])


def test_of_short_phrases_nothing_is_known():
    assert set(FILES) == listing(FILES).holding([b" un , de "])


def test_of_a_long_text_nothing_is_known(monkeypatch):
    monkeypatch.setattr(concordance, "_LONGEST", 20)

    assert {"a", "b"} == listing(FILES).holding([b" inconnue "])


def test_of_what_is_no_text_little_is_listed():
    noise = random.Random(1).randbytes(100_000)
    made = listing({"x.avif": [plain(noise + b"\xff " + "l’été à Alep".encode() + b" \xff" + noise)]})

    assert {"x.avif"} == made.holding([words("l’été à Alep")])
    assert len(made.phrases) + len(made.rows) < 3000


def test_it_can_be_read_back():
    made = listing(FILES)

    assert made == reader(Concordance)(encode(made))
    assert {"b"} == reader(Concordance)(encode(made)).holding([b" rompue "])


WORDS = st.sampled_from(
    ["accord", "trêve", "été", "de", "Alep", "هدنة", "Œuvre", "d'Alep", "\ufffd", ",", "停战协定", "a_b", "\x00"]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=12).map(" ".join), st.text(max_size=30))
PICTURES = st.tuples(TEXTS, TEXTS).map(
    lambda two: b"\xff\xd8\xfa\xfb ".join(text.encode("utf-8", "replace") for text in two)
)
DATA = st.one_of(TEXTS.map(lambda text: text.encode("utf-8", "replace")), PICTURES, st.binary(max_size=30))


def is_text(word):
    return word.decode("utf-8", "replace").encode() == word


@given(st.lists(st.lists(DATA, max_size=3), max_size=12), st.data())
def test_where_words_are_found_was_never_thought_impossible(layers, data):
    files = {str(number): [plain(layer) for layer in some] for number, some in enumerate(layers)}
    every = [word for texts in files.values() for text in texts for word in text.split()]
    rows = [row for at in range(len(every)) for size in (1, 2, 4) if all(map(is_text, row := every[at : at + size]))]
    drawn = data.draw(st.lists(st.sampled_from(rows), max_size=4)) if rows else []
    needles = Needles(Needle(b" %b " % b" ".join(row), Place("x"), "") for row in drawn)
    found = {path for path, texts in files.items() if any(needles.inside(text) for text in texts)}

    assert found <= listing(files).holding(needle.words for needle in needles.all)


@given(st.text())
def test_what_is_looked_for_is_text(text):
    assert is_text(words(text))
