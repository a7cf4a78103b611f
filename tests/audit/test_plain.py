"""Plain words: what is written in many ways is the same, and what is not the same stays apart."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche.audit.plain import plain, words

SAME = {
    "as it is": "Trêve d’Alep : le 24 août",
    "the keyboard’s apostrophe": "Trêve d'Alep: le 24 août",
    "French spaces": "Trêve d’Alep\u202f: le\u00a024 août",
    "hyphens": "trêve-d’alep : le-24_août",
    "capitals": "TRÊVE D’ALEP : LE 24 AOÛT",
    "entities": "Tr&ecirc;ve d&#8217;Alep&nbsp;: le 24 ao&#xFB;t",
    "escapes": "Tr\\u00eave d\\u2019Alep : le 24 ao\\u00fbt",
    "an address": "Tr%C3%AAve%20d%E2%80%99Alep%20:%20le%2024%20ao%C3%BBt",
    "accents by themselves": "Tre\u0302ve d’Alep : le 24 aou\u0302t",
    "invisible signs": "Tr\u00adêve d’A\u200blep : le 24 août",
    "tags in a word": "Tr<b>ê</b>ve d’<em class='x'>Alep</em> : le 24 août",
    "an address in HTML in a feed": "&lt;a&gt;Tr&amp;amp;ecirc;ve&lt;/a&gt; d’Alep : le 24 ao%C3%BBt",
    "lines": "Trêve\n\t d’Alep\r\n: le 24 août",
}


@pytest.mark.parametrize("way", SAME)
def test_what_is_written_in_many_ways_is_the_same(way):
    assert " trêve d alep , le 24 août ".encode() in plain(SAME[way].encode())


APART = {
    "a longer word": "Trêves d’Alep : le 24 août",
    "a sentence that ended": "Trêve. D’Alep : le 24 août",
    "a block that ended": "<p>Trêve</p><p>d’Alep : le 24 août</p>",
    "a list": "Trêve, d’Alep : le 24 août",
}


@pytest.mark.parametrize("way", APART)
def test_what_is_not_the_same_stays_apart(way):
    assert " trêve d alep , le 24 août ".encode() not in plain(APART[way].encode())


def test_what_stands_in_a_tag_is_found_apart_from_the_text_around_it():
    found = plain(b'<p>one <img alt="two &amp; three"> four</p>')

    assert b" one , four " in found
    assert b" two , three " in found


@given(st.text(st.characters(codec="utf-8", exclude_characters="\\%&<>\r\n"), max_size=60))
def test_a_text_in_html_is_what_it_is_by_itself(text):
    assert words(text) == plain(text.encode())
    assert words(text).strip() in plain(f"<p>{escape(text)}</p>".encode())


@given(st.binary(max_size=200))
def test_any_bytes_have_plain_words(data):
    assert plain(data).startswith(b" ")
