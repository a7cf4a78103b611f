"""Problems: how they read."""

import pytest

from fiche.problem import Checked, Place, Severity, did_you_mean, error, in_order, masked, note, quoted, warning


def test_a_problem_names_its_place_severity_and_code():
    problem = error(Place("content/a.md", 3, 1), "unknown key “drat”", "unknown-key")

    assert str(problem) == "content/a.md:3:1: error: unknown key “drat” [unknown-key]"


def test_a_problem_shows_its_line_with_a_caret_under_the_column():
    problem = warning(Place("content/a.md", 3, 5), "odd", "odd", "abc def")

    assert str(problem).splitlines()[1:] == ["    3 | abc def", "      |     ^"]


def test_the_caret_stands_right_under_wide_and_combining_characters():
    wide = str(error(Place("a.md", 1, 3), "x", "x", "漢字z")).splitlines()[-1]
    combining = str(error(Place("a.md", 1, 3), "x", "x", "e\u0301z")).splitlines()[-1]

    assert (wide, combining) == ("      |     ^", "      |  ^")


def test_a_long_line_is_cut_around_the_column():
    shown = str(error(Place("a.md", 1, 500), "x", "x", "a" * 499 + "B" + "c" * 500)).splitlines()

    assert len(shown[1]) <= 108
    assert shown[1][shown[2].index("^")] == "B"


def test_problems_are_sorted_by_place_and_told_once():
    late, early = error(Place("b.md", 1), "x", "x"), error(Place("a.md", 9), "x", "x")

    assert in_order([late, early, late]) == (early, late)


def test_only_errors_make_a_result_unfit():
    assert Checked(1, (warning(Place("a"), "x", "x"),)).ok
    assert not Checked(1, (error(Place("a"), "x", "x"),)).ok


def test_what_the_author_wrote_is_quoted_on_one_line_and_short():
    assert quoted("a\nb\u202e") == "“a\\u000ab\\u202e”"
    assert len(quoted("x" * 500)) == 62


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("git: https://me:secret@host.example/x", "git: https://me:••••••@host.example/x"),
        ("https://:a:b@host.example", "https://:•••@host.example"),
        ("ssh: me:secret@host.example:/srv", "ssh: me:••••••@host.example:/srv"),
        ("https://me@host.example/ git@host.example:x", None),
        ("contact: mailto:me@x.example, at 10:30@home", None),
        ("https://host.example:80/@me", None),
    ],
)
def test_a_password_in_an_address_is_never_told(text, expected):
    assert (expected or text) == masked(text)


def test_neither_the_words_of_a_problem_nor_its_line_tell_a_password():
    text = "https://me:secret@host.example/"
    told = [
        tell(Place("a.yaml", 1, 6), f"it cannot be {quoted(text)}", "x", f"git: {text} # {text}")
        for tell in (error, warning, note)
    ]

    assert [] == [problem for problem in told if "secret" in f"{problem} {problem.excerpt}"]
    assert ["      |      ^"] * 3 == [str(problem).splitlines()[-1] for problem in told]


def test_near_words_are_offered_whatever_their_case():
    assert did_you_mean("Statsu", ["status", "title"]) == "; did you mean “status”?"
    assert did_you_mean("zzz", ["status"]) == ""


def test_a_severity_prints_as_a_word():
    assert str(Severity.NOTE) == "note"
