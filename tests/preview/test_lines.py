"""Lines: from what was clicked to the line that says it, by the examples in `examples/lines`; from a line to its heading.

Each file of examples holds some. A line `====== The fact it shows` starts one; then comes the file as the author wrote it;
after a line `====== gives` come words as they stand on the page, one text a line, each behind the line of the file that
opens: `12: Some words`. To add an example, copy one and change it; one that fails shows what it gives now.
"""

from datetime import UTC, datetime

import pytest
from lxml.html import fromstring

from fiche import forms, markup, scaffold
from fiche.model import Anchor, Link, Site, Texts
from fiche.preview.lines import first_change, heading_at, line_of
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


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("a\nb\nc\n", "a\nb\nc\n", 0),
        ("", "", 0),
        ("", "a", 1),
        ("a\nb\nc\n", "x\nb\nc\n", 1),
        ("a\nb\nc\n", "a\nb\nx\n", 3),
        ("a\nb\nc\n", "a\nx\ny\n", 2),
        ("a\nb\nc\n", "a\nb\nnew\nc\n", 3),
        ("a\nb\nc\n", "a\nc\n", 2),
        ("a\nb\n", "a\nb\nc\n", 3),
        ("a\nb\nc\n", "a\nb\n", 3),
        ("a\nb", "a\nb\n", 3),
    ],
)
def test_the_first_line_that_differs_is_found(old, new, line):
    assert line == first_change(old, new)


HEADED = """\
---
title: x
---
Un texte.

## Un

Sous un.

### Deux et *demi* ###

Sous deux.
"""


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        (0, (0, "")),
        (2, (0, "")),
        (4, (0, "")),
        (5, (0, "")),
        (6, (1, "Un")),
        (9, (1, "Un")),
        (10, (2, "Deux et *demi*")),
        (12, (2, "Deux et *demi*")),
        (99, (2, "Deux et *demi*")),
    ],
)
def test_the_heading_above_a_line_is_found_and_counted(line, heading):
    assert heading == heading_at(HEADED, line)


def counted(body):
    """Return the headings of a body as the page has them: how many, and the words of the last."""
    found = markup.convert(body, place=Place("x"), trusted=False, language="fr").value[-1].reading.body.headings
    return len(found), found[-1][2] if found else ""


HEADINGS = {
    "plain": "# Un\n\nx\n\n## Deux\n",
    "of every depth": "# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\n###### f\n",
    "without a space": "#Un\n\n##Deux\n",
    "behind a tab": "#\tUn\n",
    "closed": "## Un ##\n\n# Deux#\n",
    "right below a paragraph": "x\n# Un\ny\n",
    "with an id": "## Un {#x}\n\n## Deux\n",
    "in a fence": "# Un\n\n```\n# non\n```\n\nx\n",
    "in a fence with a language": "```python\n# non\n```\n\n# Un\n",
    "in a fence of tildes": "~~~\n# non\n```\n# non\n~~~\n\n# Un\n",
    "in a longer fence": "````\n```\n# non\n```\n````\n\n# Un\n",
    "in indented code": "x\n\n    # non\n\n# Un\n",
    "in a line of code": "x `# non`\n\n# Un\n",
    "escaped": "\\# non\n\n# Un\n",
    "in a passage": "[[tlp:amber]]\n# Un\n[[/tlp]]\n\n# Deux\n",
    "on lines that end as on Windows": "# Un\r\n\r\n## Deux\r\n",
}


@pytest.mark.parametrize("body", HEADINGS.values(), ids=HEADINGS)
def test_headings_are_counted_as_the_page_counts_them(body):
    count, text = heading_at(body, 99)

    assert counted(body) == (count, text.removesuffix(" {#x}"))


UNCOUNTED = {
    "underlined": "# Un\n\nDeux\n====\n",
    "in a quotation": "# Un\n\n> # Deux\n",
    "in a list": "# Un\n\n- # Deux\n",
}


@pytest.mark.parametrize("body", UNCOUNTED.values(), ids=UNCOUNTED)
def test_headings_that_only_the_engine_can_tell_are_not_counted(body):
    assert (2, "Deux") == counted(body)
    assert (1, "Un") == heading_at(body, 99)


def test_comments_in_a_header_are_no_headings():
    started = scaffold.brief("x", now=datetime(2016, 8, 24, tzinfo=UTC)).text

    assert (0, "") == heading_at(started, 99)
    assert (1, "Un") == heading_at(f"{started}## Un\n\nUn mot.\n", 99)


MISTAKEN = {
    "moved to the right": " # non\n\n# Un\n",
    "behind a mark that ends no fence": "```\nx\n``` y\n# non\n```\n\n# Un\n",
}


@pytest.mark.parametrize("body", MISTAKEN.values(), ids=MISTAKEN)
def test_what_the_page_does_not_show_as_a_heading_is_not_counted(body):
    assert counted(body) == heading_at(body, 99)
