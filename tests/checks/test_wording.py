"""The words of a text as its readers see them, and which of them are running text."""

import pytest

from fiche.checks.wording import wording
from fiche.markup import convert
from fiche.problem import Place


def laid(text, before=(), after=()):
    (done,) = convert(text, place=Place("x.md", 1)).value
    return wording(done.pieces, before, after)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Un & *deux*.", "¶Un & |deux|."),
        ("Un\n\n- deux\n- trois", "¶Un¶deux¶trois"),
        ("Un [[kerry|John]] et [x](a.md) [@s].", "¶Un |John| et |x|."),
        ("`code` et &lt;b&gt;", "¶ et <b>"),
        ("", ""),
    ],
)
def test_the_words_of_links_stand_in_their_place_and_code_is_none(text, body):
    seen = laid(text)

    assert body == seen.text[seen.body : seen.after].replace("\x1d", "¶").replace("\x1e", "|")


def test_the_header_stands_around_the_body():
    seen = laid("Corps.", ["Titre", "Résumé"], ["Manque"])

    assert "Titre¶Résumé¶¶Corps.¶Manque" == seen.text.replace("\x1d", "¶")
    assert "Corps." == "".join(seen.text[one.start : one.end] for one in seen.stretches)
    assert (True, False) == (seen.is_open(seen.text.index("Corps")), seen.is_open(0))


def test_headings_and_links_are_no_running_text_and_links_to_actors_say_whom_they_mean():
    seen = laid("## Tête\n\nCorps [[kerry|John]] [[?Trudeau]] [page](https://example.org/)")
    shown = {seen.text[one.start : one.end].strip(): (one.open, one.told) for one in seen.stretches}

    assert (False, False) == shown["Tête"]
    assert (True, False) == shown["Corps"]
    assert (False, True) == shown["John"] == shown["Trudeau"]
    assert (False, False) == shown["page"]
