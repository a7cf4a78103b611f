"""Frozen trees as JSON: the bytes, and nothing that JSON or a script could misread."""

import json

import pytest

from fiche.documents import filled, record, written
from fiche.publication import Prose
from fiche.views.documents import ContentView, Record
from fiche.views.shared import Stored


def html(stored: Stored) -> str:
    return f"<p>{stored.prose.pieces}</p>"


def test_names_keep_their_order_and_texts_their_letters():
    assert '{"z":"é","a":[1,true,null]}\n'.encode() == written(record(z="é", a=(1, True, None)), html)


def test_a_body_stands_for_its_html():
    tree = record(body=Stored(Prose("k", "")), none=Stored(), whole=ContentView("<i>", Stored(Prose("k", "")), "</i>"))

    assert {"body": "<p>k</p>", "none": "", "whole": "<i><p>k</p></i>"} == json.loads(written(tree, html))


def test_line_ends_that_scripts_misread_are_escaped():
    line = written(record(text="a\u2028b\u2029c"), html)

    assert b'{"text":"a\\u2028b\\u2029c"}\n' == line
    assert {"text": "a\u2028b\u2029c"} == json.loads(line)


def test_what_has_nothing_to_say_can_be_left_out():
    assert Record((("number", 0), ("no", False), ("text", "x"))) == filled(
        number=0, no=False, text="x", empty="", none=None, list=()
    )


@pytest.mark.parametrize("value", [1.5, b"x", ["list"], {"a": 1}, object()])
def test_what_is_no_json_is_refused(value):
    with pytest.raises(TypeError, match="no place in a JSON document"):
        written(record(value=value), html)
