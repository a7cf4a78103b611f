"""Names: folded, made into addresses, put in order, found in the register."""

import os
import subprocess
import sys
import unicodedata
from itertools import groupby, pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from fiche.names import (
    SLUG,
    Index,
    direction,
    fold,
    initial,
    language_name,
    script,
    slug,
    sort_key,
    territory_name,
)

any_text = st.text(max_size=60)
names = st.text(
    st.sampled_from(
        "abcdeéèêëœæßøñüïAÉÇŁ 'ʾ’-–.123ёйиїґЖςσάأإآابتةثدىيـَّ北京東がカ한국กำहिशा😀\u0301\u0308\u200f\u00ad"
    ),
    max_size=12,
)
LANGS = ["fr", "en", "ar", "ru", "sv", "es", "zh", "de", "zz"]

# --------------------------------------------------------------------------- folding


@pytest.mark.parametrize(
    "spellings",
    [
        ["État", "etat", "ETAT", "E\u0301tat"],
        ["l’ONU", "L'ONU", "l`onu"],
        ["Jean-Marc Ayrault", "Jean Marc  Ayrault", "jean‑marc ayrault"],
        ["œuvre", "OEUVRE", "Œuvre"],
        ["Recep Tayyip Erdoğan", "recep tayyip erdogan"],
        ["Straße", "STRASSE"],
        ["Łódź", "lodz"],
        ["Kata\u00a0Containers", "Kata Containers", "kata-containers"],
        ["ﬁche", "fiche", "fi\u00adche", "fi\u200bche"],
        ["أحمد", "احمد", "أَحْمَد", "احــمد"],
        ["مصطفى", "مصطفي"],
        ["שָׁלוֹם", "שלום"],
        ["Ёлка", "елка", "Е\u0308лка"],
        ["ΑΘΉΝΑ", "αθηνα", "Αθήνα"],
        ["ＵＮ", "un"],
    ],
)
def test_spellings_of_one_name_fold_alike(spellings):
    assert 1 == len({fold(name) for name in spellings})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("край", "краи"),
        ("がか", "かか"),
        ("किताब", "कताब"),
        ("北京", "東京"),
        ("сын", "сон"),
        ("دمشق", "دمسق"),
        ("C", "C++"),
    ],
)
def test_letters_that_tell_names_apart_stay(one, other):
    assert fold(one) != fold(other)


@given(any_text | names)
@example("İ")
@example("\u0345α")
@example("ﷺ")
def test_a_folded_name_folds_to_itself(text):
    assert fold(text) == fold(fold(text))


@given(any_text | names)
def test_case_and_normal_form_never_tell_names_apart(text):
    assert fold(text) == fold(unicodedata.normalize("NFD", text))
    assert fold(text) == fold(unicodedata.normalize("NFC", text))


# --------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kerry et Lavrov se retrouvent vendredi à Genève", "kerry-et-lavrov-se-retrouvent-vendredi-a-geneve"),
        ("L’ambassade d’Israël", "l-ambassade-d-israel"),
        ("Kerry’s trip", "kerrys-trip"),
        ("O'Brien", "o-brien"),
        ("Hayʾat Taḥrīr al-Shām", "hayat-tahrir-al-sham"),
        ("Сергей Лавров", "sergey-lavrov"),
        ("Αθήνα", "athina"),
        ("[Vault 7/8]", "vault-7-8"),
        ("/organisations/../anct", "organisations-anct"),
        ("..\\x:y?*", "x-y"),
        ("Œuvre №5", "oeuvre-no5"),
        ("😀", "grinning"),
        ("2016-08-24", "2016-08-24"),
        ("CON", "con-x"),
        ("lpt¹", "lpt1-x"),
        ("console", "console"),
    ],
)
def test_an_address_reads_like_the_name(text, expected):
    assert expected == slug(text)


@pytest.mark.parametrize(
    ("text", "start"), [("دمشق", "dmshq-"), ("بشار الأسد", "bshar-alasd-"), ("北京", "beijing-"), ("日本", "riben-")]
)
def test_an_address_in_another_script_is_readable_and_marked(text, start):
    assert slug(text).startswith(start)
    assert len(start) + 6 == len(slug(text))


def test_addresses_never_change():
    """Published addresses hang on these marks."""
    assert ["dmshq-rtryqd", "beijing-6pw2qh", "6nk20g", "2tr6vz"] == [
        slug(text) for text in ("دمشق", "北京", "", "...")
    ]


def test_names_that_transliterate_alike_have_addresses_of_their_own():
    assert slug("北京") != slug("背景")
    assert slug("حسن") != slug("هسن")


def test_spellings_of_one_name_share_an_address():
    assert slug("أَحْمَد") == slug("احمد")
    assert slug("état") == slug("Etat")
    assert slug("E\u0301tat") == slug("État")


@pytest.mark.parametrize("text", ["", "   ", "...", "..", "!!!", "\u200f", "\ud800", "\u0301", "\0", "‑"])
def test_an_address_is_never_empty(text):
    assert SLUG.fullmatch(slug(text))


@pytest.mark.parametrize("text", ["x" * 300, "mot " * 60, "字" * 100, "a" * 79 + " bcd", "ا" * 90])
def test_a_long_name_is_cut_and_marked(text):
    assert 80 >= len(slug(text).encode())
    assert slug(text) != slug(text + " y")


@given(any_text | names | st.text(max_size=400), st.integers(20, 120))
def test_every_text_has_an_address_that_is_its_own(text, limit):
    address = slug(text, limit=limit)

    assert SLUG.fullmatch(address)
    assert limit >= len(address)
    assert address == slug(address, limit=limit)
    assert address not in {"con", "prn", "aux", "nul", "com1", "lpt9"}


arabic_or_han = st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهوي北京背景東経市是事"), min_size=1, max_size=8)


@given(arabic_or_han, arabic_or_han)
def test_different_names_in_arabic_or_chinese_have_different_addresses(one, other):
    assume(fold(one) != fold(other))

    assert slug(one) != slug(other)


@given(names)
def test_an_address_does_not_depend_on_the_normal_form(text):
    assert slug(text) == slug(unicodedata.normalize("NFD", text))


# --------------------------------------------------------------------------- order


def _sorted(words, lang):
    return sorted(words, key=lambda word: sort_key(word, lang))


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("fr", "cote coté côte côté eau ecole École Élysée œil œuvre zoo"),
        ("fr", "oeuvre œuvre ouvre"),
        ("fr", "a A b B"),
        ("en", "G7 G20 G77 Geneva"),
        ("en", "Ost Øst Otto"),
        ("sv", "Al Zoo Ål Äl Öl"),
        ("de", "Al Äl Ol Öl Zoo"),
        ("es", "na nz ña oa"),
        ("pl", "Lato Luz Łódź Mazur"),
        ("ru", "еда ёлка жар игра йод край"),
        ("uk", "гай ґанок дім ива іва їжак"),
        ("ar", "احمد آمال بيروت تونس جنيف دمشق هولندا واشنطن يالطا"),
        ("ar", "ابن أبها إدلب"),
        ("ko", "가나 나라 한국 Korea"),
    ],
)
def test_lists_stand_in_the_order_of_the_language(lang, expected):
    words = expected.split()

    assert words == _sorted(reversed(words), lang)


def test_words_go_before_longer_words_and_signs_before_a_name_do_not_count():
    expected = ["Ban Ki-moon", "Banda", "« Charlie »", "Charlot", "(OTAN)", "‘Umar", "Union"]

    assert expected == _sorted(reversed(expected), "fr")


def test_the_script_of_the_language_comes_first():
    words = ["Zoo", "Ωμέγα", "Лавров", "دمشق", "北京"]

    assert words == _sorted(reversed(words), "fr")
    assert ["دمشق", "Zoo", "Ωμέγα", "Лавров", "北京"] == _sorted(words, "ar")
    assert ["Лавров", "Zoo", "Ωμέγα", "دمشق", "北京"] == _sorted(words, "ru")


@given(st.lists(any_text | names, max_size=8), st.sampled_from(LANGS))
def test_the_order_is_total_and_the_same_from_any_start(words, lang):
    once = _sorted(words, lang)

    assert once == _sorted(reversed(words), lang)
    assert all(sort_key(a, lang) != sort_key(b, lang) for a, b in pairwise(once) if a != b)


@given(st.lists(names, max_size=12), st.sampled_from(LANGS))
def test_names_under_one_heading_stand_together(words, lang):
    headings = [heading for heading, _ in groupby(_sorted(words, lang), lambda word: initial(word, lang))]

    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize(
    ("name", "lang", "heading"),
    [
        ("Élysée", "fr", "E"),
        ("œuvre", "fr", "O"),
        ("ong", "fr", "O"),
        ("Łódź", "fr", "L"),
        ("Łódź", "pl", "Ł"),
        ("Åland", "sv", "Å"),
        ("Åland", "fr", "A"),
        ("Ñuñoa", "es", "Ñ"),
        ("Лавров", "fr", "Л"),
        ("Йод", "ru", "Й"),
        ("Ёлка", "ru", "Е"),
        ("آمال", "ar", "ا"),
        ("القاهرة", "ar", "ا"),
        ("한국", "ko", "ㅎ"),
        ("北京", "zh", "北"),
        ("« Charlie »", "fr", "C"),
        ("18 novembre", "fr", "#"),
        ("…", "fr", "#"),
        ("", "fr", "#"),
    ],
)
def test_a_name_stands_under_its_letter(name, lang, heading):
    assert heading == initial(name, lang)


# --------------------------------------------------------------------------- the register's names

REGISTER = Index.of(
    [
        ("john-kerry", ["John Kerry", "Джон Керри", "جون كيري"]),
        ("elizabeth-trudeau", ["Elizabeth Trudeau", "Trudeau"]),
        ("justin-trudeau", ["Justin Trudeau", "Trudeau"]),
        ("who", ["WHO", "OMS", "Organisation mondiale de la santé"]),
        ("doctor-who", ["Who"]),
        ("sans-nom", []),
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("john-kerry", ("john-kerry",)),
        ("john kerry", ("john-kerry",)),
        ("JOHN  KERRY", ("john-kerry",)),
        ("جون كيرى", ("john-kerry",)),
        ("Джон Керри", ("john-kerry",)),
        ("organisation mondiale de la sante", ("who",)),
        ("Trudeau", ("elizabeth-trudeau", "justin-trudeau")),
        ("WHO", ("who",)),
        ("Who", ("doctor-who",)),
        ("wHo", ("doctor-who", "who")),
        ("who", ("who",)),
        ("Sans Nom", ("sans-nom",)),
        ("Obama", ()),
        ("", ()),
    ],
)
def test_an_id_or_a_name_in_any_spelling_is_found(text, expected):
    assert expected == REGISTER.find(text)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Jon Kery", "John Kerry"),
        ("john-kery", "john-kerry"),
        ("Elisabeth Trudeau", "Elizabeth Trudeau"),
        ("Organisation mondiale santé", "Organisation mondiale de la santé"),
    ],
)
def test_the_nearest_name_is_proposed_in_the_form_that_was_written(text, nearest):
    assert nearest == REGISTER.near(text)[0]


@pytest.mark.parametrize("text", ["", "xyzzy", "日本", "q" * 10_000])
def test_nothing_is_proposed_where_nothing_is_near(text):
    assert () == REGISTER.near(text)


@given(st.dictionaries(st.from_regex(SLUG, fullmatch=True), st.lists(names, max_size=4), max_size=6))
def test_every_name_finds_those_who_have_it(entries):
    index = Index.of(entries.items())

    for id, given_names in entries.items():
        assert (id,) == index.find(id)
        for name in given_names:
            holders = {other for other, held in entries.items() if name in held}
            found = set(index.find(name))
            assert not fold(name) or holders <= found or name in entries
            assert found <= entries.keys()
    for text in [*entries, "zzz", "Éa"]:
        assert 3 >= len(index.near(text))


def test_two_indexes_of_the_same_names_are_equal():
    entries = [("b", ["Deux", "Two"]), ("a", ["Un", "Two"])]

    assert Index.of(entries) == Index.of(list(reversed(entries)))


# --------------------------------------------------------------------------- languages


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ar", "rtl"),
        ("ar-SY", "rtl"),
        ("he", "rtl"),
        ("fa", "rtl"),
        ("ckb", "rtl"),
        ("dv", "rtl"),
        ("ur-PK", "rtl"),
        ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("fr", "ltr"),
        ("ku", "ltr"),
        ("zh-Hant", "ltr"),
        ("zz", "ltr"),
        ("", "ltr"),
    ],
)
def test_a_language_is_written_in_the_direction_of_its_script(lang, expected):
    assert expected == direction(lang)


def test_a_script_is_named_as_unicode_names_its_letters():
    assert ["LATIN", "ARABIC", "CYRILLIC", "CJK", "LATIN"] == [
        script(tag) for tag in ("fr", "ar", "ru", "zh", "sr-Latn")
    ]


@pytest.mark.parametrize(
    ("lang", "shown_in", "expected"),
    [
        ("en", "fr", "anglais"),
        ("fr", "fr", "français"),
        ("ar", "ar", "العربية"),
        ("zh-Hant", "fr", "chinois traditionnel"),
        ("sr-Latn", "fr", "serbe (latin)"),
        ("en", "zz", "English"),
        ("zz", "fr", "zz"),
    ],
)
def test_languages_are_named_in_the_language_of_the_reader(lang, shown_in, expected):
    assert expected == language_name(lang, shown_in)


def test_countries_are_named_in_the_language_of_the_reader():
    assert ["Syrie", "Syria", "سوريا", "XX"] == [
        territory_name("SY", "fr"),
        territory_name("SY", "en"),
        territory_name("SY", "ar"),
        territory_name("XX", "fr"),
    ]


# --------------------------------------------------------------------------- the machine


def test_nothing_depends_on_the_seed_of_hashes_or_the_locale():
    program = (
        "from fiche.names import *; "
        "i = Index.of((str(n), [f'Nom {n}', f'Name {n % 7}']) for n in range(50)); "
        "print(i.spelt, i.find('Name 3'), i.near('Nam 9')); "
        "print(slug('北京'), sort_key('Œuvre', 'fr'), language_name('fr', 'ar').encode())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": lang},
            capture_output=True,
            check=True,
        ).stdout
        for seed, lang in (("1", "C.UTF-8"), ("2", "fr_FR.UTF-8"))
    }

    assert 1 == len(said)
