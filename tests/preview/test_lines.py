"""Lines: from what was clicked to the line that says it, by the examples in `examples/lines`; from a line to its heading.

Each file of examples holds some. A line `====== The fact it shows` starts one; then comes the file as the author wrote it;
after a line `====== gives` come words as they stand on the page, one text a line, each behind the line of the file that
opens: `12: Some words`. To add an example, copy one and change it; one that fails shows what it gives now.
"""

import pytest
from lxml.html import fromstring

from fiche import forms, markup
from fiche.model import Anchor, Link, Site, Texts
from fiche.preview.lines import line_of
from fiche.problem import Place
from tests.test_forms_examples import examples as read_examples

SITE = Site(Texts((("", "x"),)), "https://example.org/", "UTC", ("fr", "en", "ar"))


def examples():
    """Read the examples."""
    return read_examples("lines")


@pytest.mark.parametrize("example", examples())
def test_clicked_words_lead_to_the_line_that_the_example_says(example):
    clicked = [line.partition(": ") for line in example.gives.split("\n")]

    assert example.gives == "\n".join(f"{line_of(example.written, words)}: {words}" for _, _, words in clicked)


def test_no_example_is_empty():
    assert [] == [case.id for case in examples() if not case.values[0].gives]


def test_lines_that_end_as_on_windows_are_counted_once():
    assert 3 == line_of("Une phrase.\r\n\r\nUne autre phrase.\r\n", "Une autre phrase.")


def test_there_is_a_line_in_a_file_of_nothing():
    assert [1, 1] == [line_of("", ""), line_of("", "des mots")]


def test_every_paragraph_of_the_sample_is_found_by_the_words_on_its_page(root):
    wrong, count = [], 0
    for file in sorted((root / "content" / "briefs").rglob("*.md")):
        text = file.read_text("utf-8")
        (sheet,) = forms.read(f"content/briefs/{file.name}", text.encode(), SITE).value
        at = sheet.line
        for block in "\n".join(text.split("\n")[at - 1 :]).split("\n\n"):
            if block.strip() and block.strip()[0].isalpha():
                begins = at + block[: len(block) - len(block.lstrip())].count("\n")
                found = line_of(text, on_page(block, sheet.manuscript.head.lang))
                count += 1
                wrong += [(file.name, begins, found)] if begins != found else []
            at += block.count("\n") + 2

    assert [] == wrong
    assert count > 100


def on_page(block, lang):
    """Return the words of a paragraph as they stand on the page."""
    body = markup.convert(block, place=Place("x"), trusted=False, language=lang).value[-1]
    html = "".join(
        piece if isinstance(piece, str) else piece.inner if isinstance(piece, Anchor | Link) else "1"
        for piece in body.pieces
    )
    return fromstring(f"<div>{html}</div>").text_content()
