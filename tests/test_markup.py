"""What holds of every body: the cut leaves no trace, nothing harmful passes, no text breaks the next."""

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fiche import markup
from fiche.markup import headings, limits, passages, sanitise, words
from fiche.markup.copy import clean, keep
from fiche.model import Anchor, Cite, Link, LinkKind, Marking
from fiche.problem import Place

PLACE = Place("content/briefs/2016-08-24-x.fr.md", 7)


def convert(text, *, trusted=False, place=PLACE):
    return markup.convert(text, place=place, trusted=trusted)


def pieces(text, *, trusted=False):
    """Convert a text that has one reading and nothing wrong in it."""
    checked = convert(text, trusted=trusted)
    assert () == checked.problems
    (converted,) = checked.value
    return converted.pieces


def codes(text, *, trusted=False):
    return [problem.code for problem in convert(text, trusted=trusted).problems]


def html(some):
    """Write pieces as one string, holes as elements that nothing else makes."""
    out = []
    for piece in some:
        if isinstance(piece, str):
            out.append(piece)
        elif isinstance(piece, Cite):
            out.append("<wbr>")
        else:
            out.append(f"<hole {piece.attributes}>{piece.inner}</hole>")
    return "".join(out)


# ------------------------------------------------------------------------------------------------ a body and its key


def test_an_empty_text_has_one_empty_reading():
    (converted,) = convert("").value

    assert ((), 0, ()) == (converted.pieces, converted.reading.body.words, converted.reading.body.headings)


def test_the_same_text_has_the_same_key_in_another_file_of_the_folder_only():
    def key(path, *, trusted=False):
        return convert("a", place=Place(path, 3), trusted=trusted).value[0].reading.body.key

    assert key("content/briefs/a.md") == key("content/briefs/b.md")
    assert 3 == len(
        {key("content/briefs/a.md"), key("content/pages/a.md"), key("content/briefs/a.md", trusted=True)},
    )


def test_the_words_that_a_reader_sees_are_counted():
    (converted,) = convert("# Un *titre*\n\nL’État [[a|dit deux]] [[b]] `c d`.[^1] <!-- e -->\n\n[^1]: F\n").value

    assert 10 == converted.reading.body.words


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", 0),
        ("<p>un <em>deux</em>-trois</p><p>quatre</p>", 3),
        ("— « » …", 0),
        ("日内瓦会谈", 3),
        ("a 日内 b", 3),
        ("नई दिल्ली", 2),
        ("a&nbsp;b &amp; c", 3),
        ("<script>x y z</script>w", 1),
    ],
)
def test_words_are_counted_by_what_they_begin_with(html, expected):
    assert expected == words.count(html)


def test_a_mention_knows_its_line_and_column():
    (converted,) = convert("Un\n`[[a]]` et [[a]]\n\n- [x](y.md) [@b]\n").value

    assert [
        (LinkKind.ACTOR, 8, 12, "`[[a]]` et [[a]]"),
        (LinkKind.BRIEF, 10, 7, "- [x](y.md) [@b]"),
        (None, 10, 13, "- [x](y.md) [@b]"),
    ] == [
        (getattr(mention.hole, "kind", None), mention.place.line, mention.place.column, mention.excerpt)
        for mention in converted.reading.body.mentions
    ]


def test_a_mention_after_a_passage_knows_its_line_in_the_file():
    checked = convert("Un [[tlp:red]]a\n[[x]][[/tlp]] b\n\n[[tlp:red]]\nc\n[[/tlp]]\n\n[[y]] [là](ftp://z)\n")
    _, red = checked.value

    assert [(8, 1), (14, 1)] == [(m.place.line, m.place.column) for m in red.reading.body.mentions]
    assert [(14, 12, "[[y]] [là](ftp://z)")] == [
        (problem.place.line, problem.place.column, problem.excerpt) for problem in checked.problems
    ]


def test_a_mention_of_a_reading_that_is_not_the_whole_tells_nothing_of_the_rest():
    clear, _ = convert("[[x]] [[tlp:red]]secret[[/tlp]]").value

    assert [(PLACE.path, 0, "")] == [(m.place.path, m.place.line, m.excerpt) for m in clear.reading.body.mentions]


# ------------------------------------------------------------------------------------------------ passages

LINES = st.text(st.sampled_from("ab #>-*`~|:<&\\ \n\t1.[](){}^@!_=é"), max_size=60)
BLOCKS = st.one_of(
    LINES,
    st.sampled_from(["# Titre", "## Secret", "- a\n- b", "x[^1]", "[^1]: note", "[r]", "[r]: http://a.b", "*[AB]: c"]),
    st.sampled_from(
        ["AB", "```\ncode", "```", "<div>", "</div>", "| a | b |\n|---|---|", "    code", "[[kerry]]", "[@s]"]
    ),
)
LEVELS = st.sampled_from(["green", "amber", "amber+strict", "red", "RED", "Amber"])
DEFINING = "## Secret\n\nx[^1] [r] AB\n\n[^1]: secret\n\n[r]: http://secret\n\n*[AB]: secret"


def public(text):
    """Return what everybody reads of a text."""
    checked = convert(text)
    return checked.value and (checked.value[0].pieces, checked.value[0].reading.body.key)


@given(st.lists(BLOCKS, max_size=4), st.lists(BLOCKS, max_size=4), st.lists(BLOCKS, min_size=1), LEVELS)
@example(["# Secret", "x[^1] [r] AB"], ["[^1]: a"], [DEFINING], "red")
@example(["```"], ["```"], ["```\n\n```"], "red")
@example([], [], ["a"], "amber")
def test_a_guarded_block_leaves_no_trace_in_what_everybody_reads(before, after, secret, level):
    guarded = f"[[tlp:{level}]]\n" + "\n\n".join(secret) + "\n[[/tlp]]"

    without = public("\n\n".join([*before, *after]))
    if without:  # else the public text is refused on its own account
        assert without == public("\n\n".join([*before, guarded, *after])) or () == public(guarded)


@given(st.text(st.sampled_from("ab*_`.é"), max_size=9), st.text(st.sampled_from("ab*_`.é"), max_size=9), LEVELS)
def test_a_guarded_word_leaves_no_trace_in_what_everybody_reads(before, after, level):
    for left, right in (("x " + before, after + " y"), ("x", "y")):
        without = f"{left} {right}"
        assert public(without) == public(f"{left} [[tlp:{level}]]secret[[/tlp]] {right}")
    assert public("x.") == public(f"x[[tlp:{level}]] secret[[/tlp]].")
    assert public("x") == public(f"x [[tlp:{level}]]secret[[/tlp]]")


@given(
    st.lists(st.sampled_from(["[[tlp:green]]", "[[tlp:red]]", "[[/tlp]]", "a", "\n", " ", "\n\n", "b c"]), max_size=12)
)
def test_a_cut_copy_is_made_of_the_original_and_knows_where(parts):
    copy, _ = clean("".join(parts), PLACE)
    found, wrong = passages.find(copy)
    if wrong:
        return
    for level in Marking:
        cut = passages.cut(copy, found, level)
        assert cut.text == "".join(copy.text[cut.origin(at)] for at in range(len(cut.text)))
        assert "tlp" not in cut.text


def test_there_is_one_reading_for_each_level_that_occurs():
    readings = convert("a [[tlp:amber]]b [[tlp:red]]c[[/tlp]][[/tlp]] [[tlp:green]]d[[/tlp]]").value

    assert [
        (Marking.CLEAR, "<p>a</p>"),
        (Marking.GREEN, "<p>a d</p>"),
        (Marking.AMBER, "<p>a b d</p>"),
        (Marking.RED, "<p>a b c d</p>"),
    ] == [(converted.reading.marking, html(converted.pieces)) for converted in readings]


def test_a_wrong_marker_gives_no_reading_at_all():
    assert () == convert("a [[tlp:amber]] b").value
    assert () == convert("a\n\n```\n[[tlp:amber]]\n```\n").value


def test_many_wrong_markers_are_told_only_some_times():
    assert 1 < len(convert("[[tlp:\n" * 5000).problems) < 50


# ------------------------------------------------------------------------------------------------ safety

ALPHABET = st.one_of(
    st.sampled_from(
        [
            "<",
            ">",
            '"',
            "'",
            "&",
            "[",
            "]",
            "(",
            ")",
            "`",
            "\n",
            "\n\n",
            "    ",
            "!",
            "{",
            "}",
            "|",
            "\\",
            "^",
            ":",
            "#",
        ]
    ),
    st.sampled_from(
        ["<script", "</script>", "<!--", "-->", "javascript:", " onclick=", "<img src=x onerror=", "<svg/onload="]
    ),
    st.sampled_from(
        ["[[", "]]", "[@", "[[kerry|", "[x](", "![x](", "<a href=", "style=", "<!", "<![CDATA[", "]]>", "<?", "&#106;"]
    ),
    st.sampled_from(
        [
            "[^1]",
            "[^1]: ",
            "[r]: ",
            "*[x]: ",
            "```",
            "~~~",
            "{: #x .y }",
            "| a | b |\n|---|---|\n",
            "# ",
            "> ",
            "- ",
            "1. ",
        ]
    ),
    st.sampled_from(
        [
            "<table>",
            "<td>",
            "<style>",
            "<textarea>",
            "<math>",
            "<iframe",
            "<a id=x>",
            "<q cite=",
            "<span title='",
            "<h1>",
            "</h1>",
            "\x02",
            "\x03",
            "\x0e1\x0e",
        ]
    ),
    st.sampled_from(
        [
            "wzxhzdk:0",
            "klzzwxh:0000",
            "&#2;",
            "&#14;",
            "﷐",
            "\u202e",
            "é",
            "日",
            "a",
            "b",
            " ",
            "=",
            "/",
            "ficheaaaaaaaaaaaaaaaax0z",
        ]
    ),
    st.text(max_size=3),
)
TEXTS = st.lists(ALPHABET, max_size=40).map("".join)
TAG = re.compile(r"<[^<>]*>")
ATTRIBUTE = re.compile(r'\s([^\s="<>]+)(?:="([^"]*)")?')
BALANCED = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^<>]*>")
VOID = {"br", "hr", "img", "wbr", "col"}


def harmful(text):
    """Return the elements, attributes and addresses in HTML that may do more than show a text."""
    found = []
    for tag in TAG.findall(text):
        name = re.match(r"</?([^\s<>]*)", tag)[1]
        if name not in sanitise.TAGS | {"hole"}:
            found.append(tag)
        for key, value in ATTRIBUTE.findall(tag):
            address = key in {"href", "src", "cite"} and not re.match(r"(?i)https?://|mailto:", value)
            if key.startswith("on") or key == "style" or address:
                found.append(f"{key}={value}")
    return found


def unbalanced(text):
    """Return the tags that are open at the end or closed without being open."""
    open_, wrong = [], []
    for closes, name in BALANCED.findall(text):
        if name in VOID:
            continue
        if not closes:
            open_.append(name)
        elif open_ and open_[-1] == name:
            open_.pop()
        else:
            wrong.append(name)
    return open_ + wrong


def inside(problem, text, place=PLACE):
    """Say whether a problem is placed in its file."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    return problem.place.path == place.path and place.line <= problem.place.line < place.line + lines


@given(TEXTS)
@example("<a href='java&#14;1&#14;script:alert(1)'>x</a>")
@example("<p title='&#14;1&#14;'>[[a]]</p>")
@example("[[a|<b>]]x</b>")
@example("# [[a|b")
@example("<a href=x.md># b</a>\n\n<a href=y.md><h2>b</a></h2>")
def test_any_text_is_safe_html_with_problems_inside_the_file(text):
    checked = convert(text)

    assert [] == [problem for problem in checked.problems if not inside(problem, text)]
    for converted in checked.value:
        out = html(converted.pieces)
        assert [] == harmful(out)
        assert None is re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", out)
        assert [] == unbalanced(out)
        ids = re.findall(r'<[^<>]*\sid="([^"]*)"', out)
        assert len(set(ids)) == len(ids)
        assert [] == [id for id in ids if not id.startswith("s-") or re.search(r"\s", id)]
        assert [] == re.findall(r"<h1|fiche[0-9a-f]{16}x\d+z(?<!ficheaaaaaaaaaaaaaaaax0z)", out)
        assert {"h" + str(level) for level, _, _ in converted.reading.body.headings} >= set(re.findall(r"<(h\d)", out))
        for hole in (piece for piece in converted.pieces if isinstance(piece, Link) and piece.kind is LinkKind.FILE):
            assert hole.target.startswith("content/")
            assert ".." not in hole.target.split("/")


@given(TEXTS)
def test_any_trusted_text_converts_or_is_refused(text):
    checked = convert(text, trusted=True)

    assert [] == [problem for problem in checked.problems if not inside(problem, text)]
    for converted in checked.value:
        assert "<!--" not in "".join(TAG.findall(html(converted.pieces)))


@given(st.text(max_size=200))
def test_any_characters_convert(text):
    assert [] == [problem for problem in convert(text).problems if not inside(problem, text)]


def test_every_link_on_the_page_has_its_id():
    text = "[a](#titre) [b](#x) n[^1] n[^1] m[^é à]\n\n# Titre\n\np\n{#x}\n\n[^1]: a\n[^é à]: b\n"
    found = pieces(text)
    ids = set(re.findall(r'\sid="([^"]*)"', html(found)))

    assert set() == {piece.id for piece in found if isinstance(piece, Anchor)} - ids


@pytest.mark.parametrize("text", ["un\x00 de\x0eux\x92\n", "un\ufffe deux\uffff\n"])
def test_control_characters_and_what_is_no_character_in_xml_are_left_out_and_told(text):
    checked = convert(text)

    assert ["<p>un deux</p>"] == [html(converted.pieces) for converted in checked.value]
    assert [("control-character", 7, 3)] == [(p.code, p.place.line, p.place.column) for p in checked.problems]


def test_half_a_character_is_refused():
    assert ["control-character"] == codes("a\ud800b")


def test_line_separators_stay_text():
    assert ("<p>a\u2028b\u2029c</p>",) == pieces("a\u2028b\u2029c")


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_of_other_systems_are_line_ends(ending):
    text = "Un\n\n[[tlp:red]]\n# Titre\n[[/tlp]]\n\n- a\n- b\n"

    assert convert(text) == convert(text.replace("\n", ending))


# ------------------------------------------------------------------------------------------------ headings


def test_headings_are_listed_with_level_id_and_text():
    (converted,) = convert("# A & *b*\n\n### C [[kerry]]\n\n## D {#d}\n").value

    assert ((2, "s-a-b", "A & b"), (3, "s-c-kerry", "C kerry"), (3, "s-d", "D")) == converted.reading.body.headings


@given(st.lists(st.integers(1, 6)))
def test_levels_start_at_two_and_none_is_skipped(written):
    levels = headings.Levels()
    given_ = [levels.enter(level) for level in written]

    assert all(2 <= level <= 6 for level in given_)
    assert given_[:1] in ([], [2])
    assert all(after <= before + 1 for before, after in pairwise(given_))


@given(st.text())
def test_a_slug_has_neither_spaces_nor_marks_of_html(text):
    slug = headings.slug(text)

    assert None is re.search(r"[\s<>\"'&#%?/]", slug)
    assert len(slug) <= 80


def test_equal_headings_have_different_ids():
    (converted,) = convert("# a\n\n" * 500).value

    assert 500 == len({id for _, id, _ in converted.reading.body.headings})


# ------------------------------------------------------------------------------------------------ limits

COSTLY = {
    "brackets": "[" * 13_000,
    "images": "![" * 13_000,
    "our own brackets": "[[" * 13_000,
    "our own bars": "[[a|" * 13_000,
    "citations": "[@" * 13_000,
    "links": "[a](" * 8_000,
    "references": "[a][" * 8_000,
    "nested brackets": "[" * 8_000 + "]" * 8_000,
    "titles of links": '[a](b "' * 8_000,
    "CDATA": "<![CDATA[" * 5_000,
    "declarations": "\n<![" * 20_000,
    "tags": "<a " * 20_000,
    "tags with attributes": "<a x='" * 20_000,
    "tags on lines": "<a\n" * 20_000,
    "tags in quotes": '<a x=">' * 20_000,
    "automatic links": "<http://" * 20_000,
    "backticks": "``a`" * 20_000,
    "rising backticks": "".join("`" * length + "a" for length in range(1, 900)),
    "emphasis": "**a* " * 60_000,
    "breaks": "a  \n" * 60_000,
    "escapes": "\\`" * 100_000,
    "fences": "``` x\n" * 20_000,
    "headings without blank lines": "# a\n" * 8_000,
    "attribute lists": "# a " + "{: x " * 20_000,
    "cells": "a|" * 5_000 + "\n" + "-|" * 5_000 + "\n" + "|\n" * 5_000,
    "code spans in a row": "a|b\n-|-\n" + "`|" * 60_000,
    "paragraphs": "a\n\n" * 300_000,
    "elements": "<div>x</div>\n\n" * 60_000,
    "footnotes": "".join(f"x[^{n}]\n\n[^{n}]: y\n\n" for n in range(20_000)),
    "abbreviations": "".join(f"*[A{n}]: x\n" for n in range(5_000)) + "A1 A2 " * 20_000,
    "lists in one line": "* " * 30_000,
    "numbered lists in one line": "1. " * 300_000,
    "lists in one another": "\n".join("    " * depth + "- x" for depth in range(1500)),
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in COSTLY.items()])
def test_a_text_that_would_take_minutes_is_refused_with_its_place(text):
    checked = convert("Un.\n\n" + text)

    assert () == checked.value
    assert {"too-costly", "too-deep", "large"} >= {problem.code for problem in checked.problems}
    places = [problem.place.line for problem in checked.problems if problem.code == "too-costly"]
    assert 9 <= min(places, default=9)


BEARABLE = {
    "a table of contents": "".join(
        f"- [Chapitre {n}](https://example.org/{n}) et [[topic:t{n}]]\n" for n in range(2_000)
    ),
    "a table": "| a | b |\n|---|---|\n" + "".join(f"| `{n}` | *x* [y](https://e.org) |\n" for n in range(2_000)),
    "comparisons": "si a<b et c<d alors e<f.\n\n" * 500,
    "open brackets": "Le [sic et (la suite\n\n" * 2_000,
    "a paragraph of emphasis": "**gras** et *italique* de `code` " * 300,
    "code": "```\nif a[0] < b[1]: c = {d: '`'}  # <!--\n```\n\n" * 500,
    "addresses with parentheses": "[a](https://fr.wikipedia.org/wiki/A_(b)) et [c](<d e.md>)\n\n" * 500,
    "quotes": "> a\n> > b\n\n" * 500,
    "references": "".join(f"[a][r{n}]\n" for n in range(500))
    + "\n"
    + "".join(f"[r{n}]: https://e.org\n" for n in range(500)),
    "footnotes": "".join(f"x[^{n}]\n\n[^{n}]: y\n\n" for n in range(500)),
    "prose": "Le chef de la diplomatie verra son homologue, dit-on [[kerry]] ; c’est « fait » [@a].\n\n" * 2_000,
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in BEARABLE.items()])
def test_an_honest_text_is_not_refused_for_its_size(text):
    copy, _ = clean(text, PLACE)

    assert [] == limits.check(copy)


@pytest.mark.parametrize(
    "text",
    [
        "[]:0" + " " * 4321,
        "```" + " " * 4321 + "\n",
        "`a " * 3000,
        "[link](x.md)" * 2000,
        "<!--" * 3000,
        "<![",
        "a <!-- b" * 500,
        "* * * " * 30,
        "> " * 3000,
    ],
    ids=lambda text: text[:12],
)
def test_what_once_took_the_engine_minutes_converts(text):
    assert {"markdown", "too-deep"}.isdisjoint(codes(text))


@pytest.mark.slow
def test_five_megabytes_of_prose_convert_with_a_warning():
    plain = "Le chef de la diplomatie verra son homologue vendredi, dit-on, et rien de plus. " * 9
    text = f"{plain}\n\n{plain}\n\nVoir *aussi* [[lavrov|son homologue]] [@a].\n\n" * 3_400

    checked = convert(text)

    assert len(text) > 4_900_000
    assert ["large"] == [problem.code for problem in checked.problems]
    assert 3_400 * 2 == len(checked.value[0].reading.body.mentions)


def test_a_text_over_eight_megabytes_is_refused():
    assert ["too-large"] == codes("a\n" * 4_100_000)


def test_a_text_too_deep_for_the_stack_is_a_problem_and_the_next_one_converts():
    deep = "\n".join("    " * depth + "- x" for depth in range(95))
    room = sys.getrecursionlimit()
    sys.setrecursionlimit(300)
    try:
        checked = convert(deep)
    finally:
        sys.setrecursionlimit(room)

    assert ((), ["too-deep"], 7) == (checked.value, [p.code for p in checked.problems], checked.problems[0].place.line)
    assert ("<p>a</p>",) == pieces("a")


def test_whatever_the_engine_raises_is_a_problem_of_the_text(monkeypatch):
    def fail(*_):
        raise ValueError("too odd")

    monkeypatch.setattr("fiche.markup.engine.prepare", fail)

    assert ["markdown"] == codes("a")


# ------------------------------------------------------------------------------------------------ one text after another

STATE = "x[^1] [r] AB\n\n[^1]: note\n\n[r]: https://example.org/\n\n*[AB]: c\n\n# Titre\n"
BARE = "x[^1] [r] AB\n\n# Titre\n"


def test_nothing_of_a_text_is_left_in_the_next():
    before = convert(BARE)
    convert(STATE)

    assert before == convert(BARE)


def test_texts_may_be_converted_in_threads():
    texts = [f"# {n}\n\n[[a{n}]] x[^1]\n\n[^1]: note {n}\n" for n in range(40)]
    with ThreadPoolExecutor(4) as pool:
        there = list(pool.map(convert, texts))

    assert [convert(text) for text in texts] == there


def test_a_mark_of_one_text_is_text_in_another():
    copy, _ = clean("[[a]]", PLACE)
    mark = markup.holes.prepare(copy)[1].mark

    assert (f"<p>{mark}0z </p>".replace(" </", "</"),) == pieces(f"{mark}0z")
    assert ["link"] == codes("[x](" + mark + "0z/)")


def test_spans_that_are_kept_are_joined():
    copy, _ = clean("abcdef", PLACE)
    kept = keep(copy, [(0, 2), (2, 2), (4, 6)])

    assert ("abef", [0, 1, 4, 5]) == (kept.text, [kept.origin(at) for at in range(4)])
