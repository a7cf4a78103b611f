"""The interface: complete, alike and well set in every language."""

import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche import messages
from fiche.messages import LANGUAGES, catalogue, locale, message, script_tag, spoken
from fiche.model import ActorKind, CorrectionKind

ROOT = Path(__file__).resolve().parents[1]
KEYS = sorted(catalogue("en"))
FORMS = [
    (lang, key, category, text)
    for lang in LANGUAGES
    for key, found in catalogue(lang).items()
    for category, text in (found.forms or (("", found.text),))
]


def _places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


# --------------------------------------------------------------------------- the catalogues


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_message(lang):
    assert KEYS == sorted(catalogue(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_counted_message_has_each_plural_category_of_its_language(lang):
    categories = {*locale(lang).plural_form.tags, "other"}

    assert {} == {
        key: found.forms
        for key, found in catalogue(lang).items()
        if found.forms and {c for c, _ in found.forms} != categories
    }


@pytest.mark.parametrize("key", KEYS)
def test_a_message_takes_the_same_values_in_every_language(key):
    taken = {
        lang: set().union(*map(_places, [catalogue(lang)[key].text, *(t for _, t in catalogue(lang)[key].forms)]))
        for lang in LANGUAGES
    }

    assert taken["en"] == taken["fr"] == taken["ar"]
    assert 1 == len({bool(catalogue(lang)[key].forms) for lang in LANGUAGES})


@pytest.mark.parametrize("key", [key for key in KEYS if catalogue("en")[key].forms])
def test_a_counted_message_takes_nothing_but_its_number(key):
    assert all({"n"} >= _places(text) for lang in LANGUAGES for _, text in catalogue(lang)[key].forms)


def test_no_message_is_empty_or_carries_markup():
    assert [] == [(lang, key) for lang, key, _, text in FORMS if not text.strip() or set("<>&") & set(text)]


def test_typography_is_that_of_print():
    """Curly apostrophes and quotes, an ellipsis of one sign, no double blanks."""
    assert [] == [(lang, key) for lang, key, _, text in FORMS if re.search(r"['\"]|\.\.\.|  ", text)]


def test_french_has_narrow_no_break_spaces_before_high_signs():
    wrong = re.compile("[^\u202f][;:!?»]|«[^\u202f]")

    assert [] == [key for lang, key, _, text in FORMS if lang == "fr" and wrong.search(text)]


def test_arabic_has_its_own_comma_and_question_mark():
    assert [] == [key for lang, key, _, text in FORMS if lang == "ar" and re.search("[,;?]", text)]


def test_arabic_is_in_arabic_letters():
    foreign = {"JSON", "Atom"}

    assert [] == [
        (key, text)
        for lang, key, _, text in FORMS
        if lang == "ar" and not foreign >= set(re.findall("[A-Za-z]+", re.sub(r"\{\w+\}", "", text)))
    ]


# --------------------------------------------------------------------------- who uses them


def _used():
    """Find the keys in templates and engine that are written out."""
    call = re.compile(
        r"""(?<![\w.])(?:lens\.|self\.)?(?:t|say|crumb|message)\((?:self\.lang, |lang, )?(['"])([a-z-]+)\1\s*[,)]"""
    )
    files = [*(ROOT / "templates").rglob("*.*"), *(ROOT / "fiche").rglob("*.py")]
    for file in files:
        if file.suffix in {".html", ".xml", ".py", ".txt", ".svg"} and "static" not in file.parts:
            for found in call.finditer(file.read_text("utf-8")):
                yield found[2], file.relative_to(ROOT).as_posix()


def test_every_message_that_is_asked_for_exists():
    assert set() == {(key, file) for key, file in _used() if key not in KEYS}


VOCABULARY = [
    *(f"actor-{kind.value}" for kind in ActorKind),
    *(f"actors-{kind.value}" for kind in ActorKind),
    "actor-unregistered",
    "actors-unregistered",
    *(f"correction-{kind.value}" for kind in CorrectionKind),
    *(f"part-{part}" for part in "lead party mediator speaker affected mentioned".split()),
    *(f"event-{status}" for status in "tentative confirmed postponed rescheduled cancelled held".split()),
    *(f"reliability-{grade}" for grade in "ABCDEF"),
    *(
        f"kind-{kind}"
        for kind in "flash brief sitrep forecast backgrounder analysis chronology readout statement edition".split()
    ),
    *(
        f"source-{kind}"
        for kind in (
            "primary-official un-document wire media ngo academic think-tank social interview court leaked "
            "own-reporting dataset"
        ).split()
    ),
    *(f"fact-{fact}" for fact in "country parent born died founded dissolved".split()),
]


@pytest.mark.parametrize("key", VOCABULARY)
def test_every_word_of_the_closed_lists_has_a_label(key):
    assert all(message(lang, key) for lang in LANGUAGES)


# --------------------------------------------------------------------------- saying


@pytest.mark.parametrize(
    ("lang", "n", "expected"),
    [
        ("fr", 0, "0 fiche"),
        ("fr", 1, "1 fiche"),
        ("fr", 2, "2 fiches"),
        ("fr", 12345, "12\u202f345 fiches"),
        ("fr", 1_000_000, "1\u202f000\u202f000 de fiches"),
        ("en", 0, "0 briefs"),
        ("en", 1, "1 brief"),
        ("en", 12345, "12,345 briefs"),
        ("ar", 0, "لا مذكرات"),
        ("ar", 1, "مذكرة واحدة"),
        ("ar", 2, "مذكرتان"),
        ("ar", 3, "3 مذكرات"),
        ("ar", 11, "11 مذكرة"),
        ("ar", 100, "100 مذكرة"),
        ("ar", 103, "103 مذكرات"),
    ],
)
def test_numbers_choose_their_form(lang, n, expected):
    assert expected == message(lang, "n-briefs", n=n)


def test_values_are_filled_in():
    assert "Page 2 sur 5" == message("fr", "page-of", page=2, pages=5)
    assert "Made with fiche 1.0" == message("en", "made-with", generator="fiche 1.0")


def test_a_value_is_a_text_and_never_a_pattern():
    assert "in {x.__class__}" == message("en", "in-language", language="{x.__class__}")


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("fr-CA", "Fiches"), ("FR", "Fiches"), ("ar-SY", "المذكرات"), ("de", "Briefs"), ("", "Briefs")],
)
def test_a_language_without_catalogue_is_spoken_for(lang, expected):
    assert expected == message(lang, "briefs")


def test_numbers_beside_english_words_are_written_in_english():
    assert "12,345 briefs" == message("de", "n-briefs", n=12345)


def test_an_unknown_key_or_a_missing_value_is_our_mistake():
    with pytest.raises(KeyError):
        message("fr", "no-such-message")
    with pytest.raises(KeyError):
        message("fr", "page-of", page=1)
    with pytest.raises(KeyError):
        message("fr", "n-briefs")
    with pytest.raises(TypeError):
        message("fr", "n-briefs", n="many")


@given(st.sampled_from(KEYS), st.sampled_from([*LANGUAGES, "de"]), st.integers(0, 10**9))
def test_every_message_can_be_said_of_any_number(key, lang, n):
    places = _places(catalogue(lang)[key].text) | {"n"}

    assert message(lang, key, **dict.fromkeys(places, n))


def test_the_version_is_that_of_the_words():
    assert re.fullmatch("[0-9a-f]{40}", messages.VERSION)


# --------------------------------------------------------------------------- locales


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("fr", "fr"),
        ("en", "en_GB"),
        ("en-US", "en_US"),
        ("zh-Hant", "zh_Hant"),
        ("fr-XX", "fr"),
        ("zz", "en_GB"),
        ("", "en_GB"),
    ],
)
def test_every_tag_has_a_locale(lang, expected):
    assert expected == str(locale(lang))


@given(st.text(max_size=20) | st.from_regex(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8}){0,3}", fullmatch=True))
def test_no_tag_however_odd_is_an_error(lang):
    assert locale(lang)
    assert script_tag(lang)
    assert spoken(lang) in LANGUAGES
