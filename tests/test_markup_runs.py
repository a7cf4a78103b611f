"""The readable text of a body: which words are running text, in which section, and where links may go."""

import pytest

from fiche.markup import convert
from fiche.markup.runs import Named, Run, runs
from fiche.problem import Place


def read(text):
    """Convert a text, and return its runs."""
    done = convert(text, place=Place("content/briefs/x.md", 1))
    assert [] == list(done.problems)
    return [*runs(done.value[-1].pieces)]


def told(text):
    return [(run.text, run.open) for run in read(text) if isinstance(run, Run)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un *deux* trois", [("Un ", True), ("deux", True), (" trois", True)]),
        ("# Titre\n\nTexte", [("Titre", False), ("Texte", True)]),
        ("[mot](https://example.org/) et", [("mot", False), (" et", True)]),
        ("`code` et", [(" et", True)]),
        ("```\ncode\n```\n\nfin", [("fin", True)]),
        (
            "> Citation.\n>\n> — Kerry, à Genève\n\nSuite",
            [("Citation.", True), ("— Kerry, à Genève", False), ("Suite", True)],
        ),
        ("- un\n- deux", [("un", True), ("deux", True)]),
        ("[[kerry|le ministre]] parle", [(" parle", True)]),
        ("[[?Kerry]] parle", [(" parle", True)]),
        ("| a | b |\n|---|---|\n| c | d |", [("a", True), ("b", True), ("c", True), ("d", True)]),
    ],
)
def test_the_runs_of_a_text(text, expected):
    assert expected == [(words.strip("\n"), open_) for words, open_ in told(text)]


def test_a_run_is_where_it_says():
    done = convert("Un *deux*\n\n> trois\n\nquatre [[kerry]] cinq", place=Place("x.md", 1)).value[-1]
    for run in runs(done.pieces):
        if isinstance(run, Run):
            assert run.text == done.pieces[run.piece][run.start : run.start + len(run.text)]


def test_headings_begin_sections_and_links_to_actors_are_told():
    found = read("Un [[kerry]]\n\n## A\n\nDeux [[Lavrov|lui]]\n\n## B\n\nTrois")
    assert [Named("kerry", 0), Named("Lavrov", 1)] == [one for one in found if isinstance(one, Named)]
    assert [0, 1, 1, 2, 2] == [one.section for one in found if isinstance(one, Run)]


def test_paragraphs_and_cells_begin_blocks_and_words_in_bold_do_not():
    assert [("Un ", True), ("deux", False), ("Trois", True)] == [
        (run.text, run.block) for run in read("Un **deux**\n\nTrois") if isinstance(run, Run)
    ]
