"""Print's punctuation: the examples in `examples/punctuation`, and what no text may do.

Each file of examples is named by its language. A line `====== The fact it shows` starts one; then comes the Markdown as
it is typed, after a line `====== gives` the Markdown that would have given the same with `typography: plain`.
"""

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fiche import markup
from fiche.markup.punctuation import refine
from fiche.markup.quotation import marks
from fiche.problem import Place
from tests.test_markup_examples import read, shown

FOLDER = Path(__file__).parent / "examples" / "punctuation"


def examples():
    found = [(file.stem, one) for file in sorted(FOLDER.glob("*.txt")) for one in read(file.read_text("utf-8"))]
    return [pytest.param(lang, one.written, one.gives, id=f"{lang}: {one.fact}") for lang, one in found]


def body(text, language):
    """Return the whole body of a text, its holes shown."""
    converted = markup.convert(text + "\n\n[^1]: A note.\n", place=Place("content/briefs/a.md", 1), language=language)
    return "".join(map(shown, converted.value[-1].pieces))


@pytest.mark.parametrize(("language", "typed", "printed"), examples())
def test_a_text_is_printed_as_its_language_has_it(language, typed, printed):
    assert body(printed, "") == body(typed, language)


def test_without_a_language_a_text_stays_as_it_is_typed():
    assert "<p>&quot;It's&quot; -- so...</p>".replace("&quot;", '"') in body('"It\'s" -- so...', "")


def test_a_heading_has_the_id_it_would_have_without():
    typed = '## L\'accord -- "dit-on"...\n'

    assert re.findall('id="(.*?)"', body(typed, "fr")) == re.findall('id="(.*?)"', body(typed, ""))


@pytest.mark.parametrize(
    ("language", "four"),
    [("en", "“”‘’"), ("en-GB", "“”‘’"), ("de", "„“‚‘"), ("de-AT", "„“‚‘"), ("fr-CA", "«»“”"), ("fr-CH", "«»‹›"),
     ("ru", "«»„“"), ("sv", "””’’"), ("hu", "„”»«"), ("zh-Hant-TW", "「」『』"), ("und", "“”‘’"), ("", "“”‘’")],
)  # fmt: skip
def test_quotation_marks_are_those_of_the_nearest_known_tag(language, four):
    assert four == marks(language)


# --------------------------------------------------------------------------- laws

BACK = str.maketrans(
    {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚‹›", "'"), "–": "--", "—": "---", "…": "..."}
    | dict.fromkeys("\xa0\u202f", " ")
)
PARTS = [
    '"', "'", "--", "---", "...", " ", "a", "B", "é", "7", "%", ":", "?", "«", "»", "“", "’", "(", ")", "-", ".", "&amp;", "&nbsp;",
    "&lt;", "<em>", "</em>", "<p>", "</p>", "<code>", "</code>", "<br>", '<a href="x--y" title="it\'s">', "</a>", "<sup>", "</sup>",
    '<span lang="fr">', "</span>", "https://e.org/a--b", "www.x", "fiche0123456789abcdefx0z", "\n", "\xa0", "\u202f", "=",
]  # fmt: skip
HTML = st.lists(st.sampled_from(PARTS), max_size=30).map("".join)
LANGUAGES = st.sampled_from(["en", "fr", "de", "ru", "ar", "sv", "hu", "ja", "und"])


def plain(html):
    """Return the text of some HTML with the keyboard's signs, without the spaces that guillemets bring."""
    text = unescape(re.sub("<[^<>]*>", "\0", html))
    return re.sub(r"\s+", "", text.translate(BACK).translate(dict.fromkeys(map(ord, "「」『』"), '"')))


@given(HTML, LANGUAGES)
@example("<p>\"a <code>'b'</code>\"</p>", "fr")
def test_no_tag_changes_and_no_word_does(html, language):
    printed = refine(html, language)

    assert re.findall("<[^<>]*>", html) == re.findall("<[^<>]*>", printed)
    assert plain(html).replace('"', "'") == plain(printed).replace('"', "'")


@given(HTML, LANGUAGES)
def test_what_is_printed_stays(html, language):
    once = refine(html, language)

    assert once == refine(once, language)


@pytest.mark.parametrize("many", ['"', "'", "'a ", " 'a", "a.", " ", "&nbsp;", "<b>", '"<b></b>', "-", ". ", "'<i>"])
def test_a_long_run_of_anything_takes_no_longer_than_its_length(many):
    refine(f"<p>{many * 200_000}</p>", "fr")
