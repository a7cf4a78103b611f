"""Facts about reading headers; what authors are told stands in `examples/header`."""

import subprocess
import sys
from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fiche import header
from fiche.header import Map, Scalar, Seq
from fiche.problem import Place, Severity

BRIEF = "content/briefs/a.md"

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def loader(request, monkeypatch):
    """Read by each of PyYAML's parsers in turn."""
    monkeypatch.setattr(header, "_LOADER", request.param)


def codes(checked):
    return [problem.code for problem in checked.problems]


def in_header(text):
    return header.read(BRIEF, f"---\n{text}\n---\nBody.\n".encode())


def texts(checked):
    return {key.text: value.text for key, value in checked.value.node.pairs if isinstance(value, Scalar)}


class TestNodes:
    @pytest.mark.usefixtures("loader")
    def test_every_node_has_its_place(self):
        node = in_header("a: b\nc: [d, {e: f}]").value.node

        assert (
            Map(
                (
                    (Scalar("a", Place(BRIEF, 2, 1)), Scalar("b", Place(BRIEF, 2, 4))),
                    (
                        Scalar("c", Place(BRIEF, 3, 1)),
                        Seq(
                            (
                                Scalar("d", Place(BRIEF, 3, 5)),
                                Map(
                                    ((Scalar("e", Place(BRIEF, 3, 9)), Scalar("f", Place(BRIEF, 3, 12))),),
                                    Place(BRIEF, 3, 8),
                                ),
                            ),
                            Place(BRIEF, 3, 4),
                        ),
                    ),
                ),
                Place(BRIEF, 2, 1),
            )
            == node
        )

    @pytest.mark.usefixtures("loader")
    def test_columns_count_code_points(self):
        [(_, list_of_two)] = in_header("é😀: [x, y]").value.node.pairs

        assert [Place(BRIEF, 2, 6), Place(BRIEF, 2, 9)] == [node.place for node in list_of_two.nodes]

    @pytest.mark.usefixtures("loader")
    def test_quoted_and_block_texts_are_quoted(self):
        node = in_header("a: b\nc: 'd'\ne: \"f\"\ng: |\n  h\ni: >\n  j").value.node

        assert [False, True, True, True, True] == [value.quoted for _, value in node.pairs]

    @pytest.mark.usefixtures("loader")
    def test_a_comment_that_may_cut_a_text_is_noted(self):
        node = in_header("a: b #c\nd: e\nf: 'g' #h\ni: 'j'#k\nl: m#n").value.node

        assert [True, False, False, True, False] == [value.cut for _, value in node.pairs]


class TestLines:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    def test_line_ends_and_byte_order_mark_make_no_difference(self, end, mark):
        text = "---\na: b\nc: |\n  d\n  e\n---\n\nBody\nof two lines\n"

        assert header.read(BRIEF, text.encode()) == header.read(BRIEF, (mark + text.replace("\n", end)).encode())

    @pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\ufeff"])
    @pytest.mark.usefixtures("loader")
    def test_separators_of_unicode_are_no_line_ends(self, sign):
        checked = in_header(f"a: x{sign}y\nb: 'x{sign}y'\nc: |\n  x{sign}y\nd: @")

        assert [Place(BRIEF, 6, 4)] == [p.place for p in checked.problems if p.severity is Severity.ERROR]

    @pytest.mark.parametrize("sign", ["\u2028", "\u2029"])
    @pytest.mark.usefixtures("loader")
    def test_separators_of_unicode_stay_in_texts(self, sign):
        assert {"a": f"x{sign}y", "b": "z"} == texts(in_header(f"a: x{sign}y\nb: z"))

    def test_the_body_knows_its_first_line(self):
        document = header.read(BRIEF, b"\n---\na: b\n---\nOne\nTwo\n").value

        assert ("One\nTwo\n", 5) == (document.body, document.line)

    def test_a_body_may_be_missing(self):
        assert "" == header.read(BRIEF, b"---\na: b\n---").value.body

    def test_a_rule_in_the_body_stays_in_the_body(self):
        assert "One\n\n---\n\nTwo\n" == header.read(BRIEF, b"---\na: b\n---\nOne\n\n---\n\nTwo\n").value.body

    def test_an_excerpt_is_the_line_of_a_place(self):
        document = header.read(BRIEF, b"---\na: b\n---\nOne\n").value

        assert ["a: b", "", ""] == [header.excerpt(document.lines, Place(BRIEF, n)) for n in (2, 0, 9)]


class TestEncodings:
    @pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
    def test_other_encodings_of_unicode_are_named(self, coding):
        checked = header.read(BRIEF, "---\ntitle: Genève\n---\n".encode(coding))

        assert (None, ["encoding"]) == (checked.value, codes(checked))

    def test_a_byte_of_another_encoding_is_shown_in_its_place(self):
        [problem] = header.read(BRIEF, "---\r\ntitle: Genève\r\n---\r\n".encode("latin-1")).problems

        assert (Place(BRIEF, 2, 11), "encoding") == (problem.place, problem.code)

    def test_a_nul_byte_is_shown_in_its_place_even_in_the_body(self):
        [problem] = header.read(BRIEF, b"---\na: b\n---\nOne \0 two\n").problems

        assert (Place(BRIEF, 4, 5), "One � two") == (problem.place, problem.excerpt.replace("\0", "�"))

    @pytest.mark.parametrize("code", [*range(1, 9), 11, 12, *range(14, 32), *range(127, 160), 0xFFFE, 0xFFFF])
    def test_control_characters_in_a_header_are_refused(self, code):
        checked = in_header(f"a: b\nc: d{chr(code)}e")

        assert [(Place(BRIEF, 3, 5), "header-control")] == [(p.place, p.code) for p in checked.problems]


@pytest.mark.usefixtures("loader")
class TestBombs:
    """Each takes some milliseconds; one that is not refused would take minutes, or for ever."""

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcdefghi")), "yaml-alias"),
            ("a: &a {x: y}\n" + "".join(f"b{n}: &a\n  <<: [{'*a, ' * 50}]\n" for n in range(8)), "yaml-alias"),
            ("a: &a [*a]", "yaml-alias"),
            ("a: " + "[" * 60_000, "yaml-depth"),
            ("a: " + "{a: " * 15_000, "yaml-depth"),
            ("- " * 30_000, "yaml-depth"),
            ("\n".join("  " * n + "a:" for n in range(200)), "yaml-depth"),
            ("a: '" + " " * 60_000 + "x", "yaml-unclosed"),
            ("a: b: c" + " " * 60_000 + "x", "yaml-colon"),
            ('a: "\\U99999999"', "yaml-escape"),
            ("a: 1" + "0" * 5_000, None),
            ("a: 'x" + "\n" * 60_000 + "'", None),
        ],
        ids=str,
    )
    def test_a_bomb_is_refused_at_once(self, text, code):
        assert ([code] if code else []) == list(dict.fromkeys(codes(in_header(text))))

    def test_a_tag_runs_nothing(self, tmp_path):
        target = tmp_path / "made"

        checked = in_header(f'a: !!python/object/apply:os.system ["touch {target}"]')

        assert (["yaml-tag"], False) == (codes(checked), target.exists())


class TestSizes:
    def test_a_header_over_its_limit_is_refused(self):
        assert ["header-size"] == codes(in_header("a: " + "x" * header.HEADER_LIMIT))

    def test_a_yaml_file_may_be_larger_than_a_header(self):
        data = b"- id: " + b"x" * header.HEADER_LIMIT

        assert header.read_yaml("content/sources/a.yaml", data).ok

    def test_a_yaml_file_over_its_limit_is_refused(self):
        data = b"- id: " + b"x" * header.FILE_LIMIT

        assert ["header-size"] == codes(header.read_yaml("content/sources/a.yaml", data))

    def test_a_body_of_five_megabytes_is_read(self):
        body = "Mot é " * 900_000

        assert body == header.read(BRIEF, f"---\na: b\n---\n{body}".encode()).value.body

    def test_blank_lines_without_end_are_read_in_time(self):
        assert ["header-missing"] == codes(header.read(BRIEF, b"\n" * 1_000_000))


# --------------------------------------------------------------------------- laws

FRAGMENTS = st.sampled_from(
    [
        *(
            "a",
            "b: ",
            "- ",
            "  ",
            "\n",
            "\n  ",
            "\t",
            ": ",
            ":",
            "'",
            '"',
            "[",
            "]",
            "{",
            "}",
            ", ",
            "#",
            " #",
            "&x",
            "*x",
            "!t",
        ),
        *(
            "|",
            "|\n",
            "|2\n",
            ">-\n",
            "?",
            "? ",
            "@",
            "%",
            "`",
            "é",
            "😀",
            "\u2028",
            "\ufeff",
            "\u202e",
            "\r",
            "-",
            "1",
            "~",
        ),
        *(
            "\\n",
            "\\u00e9",
            "\\ud800",
            "\\x",
            "---",
            "---\n",
            "...",
            "<<: ",
            "x: y\n",
            "- a\n",
            "title: T",
            "status: draft\n",
        ),
    ]
)
WRITTEN = st.lists(FRAGMENTS, max_size=14).map("".join) | st.text(
    alphabet="ab:-#\n \t\"'[]{},|>?&*!%@`\\~é", max_size=25
)
# Mostly right, so that what is read is tried as well as what is refused.
VALUES = st.sampled_from(
    [
        *(
            "b",
            "b c",
            "12:30",
            "'it''s'",
            '"\\u00e9 \\n"',
            "[b, c]",
            "{b: c, d: [e]}",
            "[]",
            "{}",
            "",
            "|\n    b\n    c",
            ">-\n    b",
        ),
        *(
            "b #c",
            "b#c",
            "'b'#c",
            "b\t",
            "b\tc",
            "b:c",
            "b: c",
            "\n    b",
            "\n  - b\n  - c: d",
            "\u2028",
            "b\n    - c",
            "é\u200b",
            "|#b",
        ),
    ]
)
LINES = st.lists(
    st.tuples(st.sampled_from(["a", "b", "'c'", "é", "- d", "a"]), VALUES | st.text("ab '\"#:-", max_size=6))
)
MAPPINGS = LINES.map(lambda pairs: "\n".join(f"{key}: {value}" for key, value in pairs))
BYTES = st.one_of(
    MAPPINGS.map(lambda text: f"---\n{text}\n---\nBody.\n".encode()),
    st.binary(max_size=60),
    WRITTEN.map(str.encode),
    WRITTEN.map(lambda text: f"---\n{text}\n---\nBody.\n".encode()),
    st.tuples(WRITTEN, st.binary(max_size=4)).map(lambda both: f"---\n{both[0]}\n---\n".encode() + both[1]),
)


def lines_of(data):
    """Split a file into lines as an editor would."""
    text = data.decode(errors="replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def lies_in(place, path, data):
    lines = lines_of(data)
    if not place.line:
        return place == Place(path)
    return place.path == path and place.line <= len(lines) and 1 <= place.column <= len(lines[place.line - 1]) + 1


@given(BYTES)
def test_any_bytes_give_a_document_or_problems_placed_in_the_file(data):
    for read, path in ((header.read, "a.md"), (header.read_yaml, "a.yaml")):
        checked = read(path, data)

        assert checked.value is not None or not checked.ok
        assert [] == [problem for problem in checked.problems if not lies_in(problem.place, path, data)]


@given(BYTES)
def test_nodes_lie_in_the_file(data):
    document = header.read("a.md", data).value

    assert document is None or all(lies_in(place, "a.md", data) for place in header.places(document.node))


@pytest.mark.skipif(len(LOADERS) < 2, reason="PyYAML was built without libyaml")
@given(BYTES)
def test_both_parsers_read_and_refuse_the_same(data):
    results = []
    for one in LOADERS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(header, "_LOADER", one)
            checked = header.read("a.md", data)
            results.append((checked.value, checked.ok, checked.problems if checked.value else ()))

    assert results[0] == results[1]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")))
def test_any_text_in_quotes_is_read_as_it_is(text):
    single = text.replace("'", "''")
    double = text.replace("\\", "\\\\").replace('"', '\\"')

    assert {"a": text, "b": text} == texts(in_header(f"a: '{single}'\nb: \"{double}\""))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_text_before_the_header_never_makes_a_page(before):
    """It is blank and the header is found, or the file is refused."""
    checked = header.read("a.md", f"{before}---\nstatus: draft\n---\nBody.\n".encode())

    assert not checked.ok or texts(checked) == {"status": "draft"}


def test_reading_does_not_depend_on_the_hash_seed():
    program = "from fiche import header; print(header.read('a.md', b'---\\na: &x b\\nb: c\\nb: d\\n---\\n'))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }

    assert 1 == len(outputs)
