"""Quotes that say whose they are: what is for the newsroom alone gets into no HTML, however the quote was written.

What each notation gives is shown by `examples/markup/quotes.txt`.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from fiche import forms, markup
from fiche.markup.copy import clean
from fiche.markup.quotes import find
from fiche.problem import Place, has_errors
from tests.fuzz.inputs import within
from tests.test_markup_examples import HEAD, SITE

SECRET = "zqxspeaker"
LEADS = [
    "> — ",
    "> -- ",
    ">—",
    "> – ",
    "> - ",
    "> * ",
    " > — ",
    "> > — ",
    "— ",
    "",
    "    > — ",
    "\t> — ",
    "> ",
    "- > — ",
]
MAPPINGS = [
    "{speaker: %s, attribution: chatham}",
    "{attribution: background, descriptor: un diplomate, speaker: %s}",
    "{ Speaker\u00a0: %s, attribution: chatham }",
    "{attribution: chatham,\n> speaker: %s}",
    "{\n> speaker: %s, attribution: chatham\n> }",
    "{speaker: %s, attribution: chatham",
    "speaker: %s, attribution: chatham}",
    "{speaker: %s, attribution: chatham} (sic)",
    "{atribution: chatham, speaker: %s}",
]
AROUND = ["%s", "a\n\n%s\n\nb", "a\n%s", "%s\nb", "<!--\n\n%s\n\n-->", "```\n%s\n```", "<div>\n\n%s\n\n</div>", "- a\n\n%s", "a\n \n%s\n\t\nb",
          '<p title="\n\n%s\n\n">', "[^1]: a\n\n%s\n\nb[^1]", "> un\n\n%s", "<script>\n\n%s\n\n</script>"]  # fmt: skip


@settings(max_examples=300)
@given(
    st.sampled_from(LEADS), st.sampled_from(MAPPINGS), st.sampled_from(AROUND), st.sampled_from(["> Un.\n", "> Un.\n>\n", ""]), st.booleans()
)  # fmt: skip
def test_whose_words_they_are_is_in_no_html_or_the_text_is_refused(lead, mapping, around, words, trusted):
    text = around % (words + lead + mapping % SECRET)
    checked = markup.convert(
        text, place=Place("content/briefs/x.md", 9), trusted=trusted, voices=forms.voices(HEAD, SITE)
    )

    if not has_errors(checked.problems):
        for converted in checked.value:
            assert SECRET not in "".join(map(repr, converted.pieces))
            assert SECRET not in "".join(use.name for use in converted.reading.body.quotes)


def test_the_law_can_be_kept_a_quote_written_as_it_should_be_is_taken():
    text = "> Un.\n> — " + MAPPINGS[0] % SECRET
    checked = markup.convert(text, place=Place("content/briefs/x.md", 9), voices=forms.voices(HEAD, SITE))
    (converted,) = checked.value

    assert [SECRET] == [one.speaker for one in converted.reading.body.statements]


def test_a_quote_put_before_others_leaves_their_ids_as_they_were():
    later = "> Deux mots.\n> — {speaker: kerry}"
    ids = [
        [
            use.name
            for use in markup.convert(text, place=Place("x"), voices=forms.voices(HEAD, SITE))
            .value[0]
            .reading.body.quotes
        ]
        for text in (later, f"> Un mot.\n> — {{speaker: lavrov}}\n\n{later}")
    ]

    assert [["deux-mots"], ["un-mot", "deux-mots"]] == ids


def test_words_get_the_punctuation_of_their_own_language():
    text = '> He said "no".\n> — {speaker: kerry, lang: en}\n\n> Il dit "non".\n> — {speaker: kerry}'
    checked = markup.convert(text, place=Place("x"), language="fr", voices=forms.voices(HEAD, SITE))

    assert ["He said “no”.", "Il dit «\u202fnon\u202f»."] == [
        one.text for one in checked.value[0].reading.body.statements
    ]


def test_a_mistake_is_shown_in_the_line_it_stands_in():
    text = "Un.\n\n> Deux.\n> — {speaker: kerry, form: no}"
    (problem,) = markup.convert(text, place=Place("x", 11), voices=forms.voices(HEAD, SITE)).problems

    assert (14, 28, "> — {speaker: kerry, form: no}") == (problem.place.line, problem.place.column, problem.excerpt)


def test_no_text_takes_minutes_to_look_for_quotes():
    text = "> —{" * 50_000 + "\n\n" + "> un\n\n" * 20_000 + "> — {\n" * 20_000 + "\n{" * 10_000 + "> >" * 50_000
    with within(20):
        copy, _ = clean(text, Place("x"))
        quotes, problems = find(copy, forms.voices(HEAD, SITE), "fr")

    assert ((), True) == (quotes.blocks, has_errors(problems))
