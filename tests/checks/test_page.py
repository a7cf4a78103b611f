"""Where words that readers see stand in the file their author wrote."""

import pytest

from fiche.checks.page import Page
from fiche.problem import Place

HEAD = "---\ntitle: John Kerry, l'ami\ndate: 2016-08-20\nactors: [x]\n---\n"


def page(body):
    return Page.of("content/briefs/a.md", f"{HEAD}{body}".encode())


@pytest.mark.parametrize(
    ("words", "turn", "body", "place"),
    [
        ("Lavrov", 0, "Un.\n\nPuis Lavrov.", (8, 6)),
        ("Lavrov", 1, "Lavrov, Lavrov.", (6, 9)),
        ("Lavrov", 9, "Lavrov, Lavrov.", (6, 9)),
        (
            "Lavrov",
            0,
            "`Lavrov`, ``Lavrov`` [[lavrov|Lavrov]] [x](Lavrov) <i Lavrov> [@Lavrov]\n\n[Lavrov]: x\n\nLavrov",
            (10, 1),
        ),
        ("Lavrov", 0, "```\nLavrov\n```\n~~~ x\nLavrov\n~~~\n<!-- Lavrov\n--> Lavrov", (13, 5)),
        ("Lavrov", 0, "[Lavrov](https://example.org/)", (6, 2)),
        ("l’ami John", 0, "l'ami\nJohn", (6, 1)),
        ("Front al-Nosra", 0, "**Front** *al‑Nosra*", (6, 3)),
        ("Kerry", 0, "Kerrys", (2, 13)),
        ("Syrie", 0, "Les Syriens", (6, 5)),
        ("John Kerry", 0, "Rien.", (2, 8)),
        ("nobody", 0, "Rien.", None),
    ],
)
def test_words_are_found_outside_of_code_and_links_whole_ones_first(words, turn, body, place):
    assert (Place("content/briefs/a.md", *place) if place else None) == page(body).find(words, turn)


def test_line_ends_and_a_byte_order_mark_are_none_of_the_lines():
    data = b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\nUn\rDeux\r\n"

    assert ("---", "title: x", "---", "Un", "Deux", "") == Page.of("a.md", data).lines
    assert 3 == Page.of("a.md", data).body


def test_a_field_is_found_in_its_record():
    records = Page.of("a.yaml", b"- id: a\n  roles: [x]\n- id: b\n  names: b\n  roles: [y]\n")

    assert Place("a.yaml", 5, 10) == records.field(Place("a.yaml", 3), "born", "roles").place
    assert None is records.field(Place("a.yaml", 3), "born")
    assert None is Page.of("a.yaml", b"").field(Place("a.yaml", 1), "roles")
    assert () == Page.of("a.md", b"no header").nodes()
