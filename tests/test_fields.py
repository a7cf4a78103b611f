"""Facts about reading fields; what authors are told stands in `examples/forms`."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche import fields, header
from fiche.fields import Reader
from fiche.model import Marking, Precision, Stamp, Status, Texts, Use, When
from fiche.problem import Place

PATH = "content/topics/a.yaml"


def reader(text, zone="UTC"):
    """Read a mapping written as YAML."""
    records = header.read_yaml(PATH, text.encode()).value
    return Reader(records.nodes[0], lines=records.lines, zone=zone)


def codes(some):
    return [problem.code for problem in some.problems]


class TestTexts:
    def test_a_text_is_one_line_in_nfc_without_spaces_around_it(self):
        text = unicodedata.normalize("NFD", "Genève")

        assert "Genève et retour" == reader(f'a: " {text}  \\n  et retour \\n"').text("a")

    def test_prose_keeps_its_paragraphs(self):
        assert "One\n\nTwo" == reader("a: |\n  One\n\n  Two\n").prose("a")

    @pytest.mark.parametrize("text", ["b: 1", "a:", 'a: ""', 'a: "  "'])
    def test_an_absent_and_an_empty_text_are_empty(self, text):
        some = reader(text)

        assert ("", []) == (some.text("a"), codes(some))

    @pytest.mark.parametrize("text", ["b: 1", "a:", 'a: " "'])
    def test_a_required_text_must_hold_something(self, text):
        some = reader(text)
        some.text("a", required=True)

        assert ["field-missing"] == codes(some)

    def test_a_single_value_is_a_list_of_one(self):
        assert (("b c",), ("b", "c")) == (reader("a: b c").lines("a"), reader("a: [b, c]").lines("a"))

    def test_a_plain_text_fits_every_language(self):
        assert Texts((("", "b"),)) == reader("a: b").texts("a")

    def test_texts_keep_the_authors_order_and_usual_tags(self):
        assert Texts((("fr", "b"), ("zh-Hant-TW", "c"))) == reader("a: {FR: b, zh-hant-tw: c, en: }").texts("a")

    def test_uses_know_their_places(self):
        assert (Use("b", Place(PATH, 1, 5)), Use("c d", Place(PATH, 1, 8))) == reader("a: [b, c d]").uses("a")


class TestValues:
    @pytest.mark.parametrize(("text", "expected"), [("1", 1), ("12", 12), ("999999999", 999_999_999)])
    def test_a_number_is_written_in_digits(self, text, expected):
        assert expected == reader(f"a: {text}").integer("a")

    @pytest.mark.parametrize(
        "text", ["0", "-1", "01", "0x1", "1_000", "1.0", "1e3", "+1", "١", "1" * 5000, "no", "[1]"]
    )
    def test_anything_else_is_no_number(self, text):
        some = reader(f"a: {text}")

        assert (None, 1) == (some.integer("a"), len(some.problems))

    @pytest.mark.parametrize(("text", "expected"), [("true", True), ("false", False), ("", None)])
    def test_true_and_false_are_the_only_truth_values(self, text, expected):
        assert expected is reader(f"a: {text}").boolean("a")

    @pytest.mark.parametrize(
        "text", ["True", "TRUE", "yes", "on", "y", "1", '"true"', '"no"', "[]", "{}", "null", "no"]
    )
    def test_no_other_word_is_a_truth_value(self, text):
        some = reader(f"a: {text}")

        assert (None, 1) == (some.boolean("a"), len(some.problems))

    def test_a_choice_is_an_exact_word(self):
        assert "draft" == reader("a: draft").choice("a", ("draft",))
        assert Status.DRAFT is reader("a: draft").enum("a", Status)

    def test_dates_are_read_in_the_zone_of_the_site(self):
        some = reader("a: 2016-08-24T22:10\nb: 2016-08\nc: 2016-08-24", zone="Europe/Paris")

        assert When(datetime(2016, 8, 24, 20, 10, tzinfo=UTC), timed=True) == some.when("a")
        assert Stamp(date(2016, 8, 1), date(2016, 8, 31), Precision.MONTH) == some.stamp("b")
        assert datetime(2016, 8, 23, 22, tzinfo=UTC) == some.instant("c")

    @pytest.mark.parametrize("label", ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"])
    def test_a_marking_may_have_its_prefix(self, label):
        marking = Marking[label.replace("+", "_")]

        assert [marking, marking] == [fields.marking(label), fields.marking(f"TLP:{label}")]

    @pytest.mark.parametrize("word", ["", "clear", "TLP:", "TLP:TLP:RED", " RED", "RED\u00a0", "AMBER STRICT", "WHITE"])
    def test_no_other_spelling_is_a_marking(self, word):
        with pytest.raises(ValueError, match="TLP:CLEAR"):
            fields.marking(word)


class TestIds:
    @pytest.mark.parametrize(
        "text", ["a", "a-b", "1", "2254", "état", "حلب", "アレッポ", "北京-2008", "हिन्दी", "a1-b2"]
    )
    def test_letters_and_digits_of_any_script_make_an_id(self, text):
        assert text == fields.slug(text)

    @pytest.mark.parametrize(
        "text",
        ["", "-", "a-", "-a", "a--b", "A", "É", "a b", "a_b", "a.b", "a/b", "..", "a\u200bb", "\u0301a", "a\n", "ⓐ"],
    )
    def test_nothing_else_is_an_id(self, text):
        with pytest.raises(ValueError, match="lower-case"):
            fields.slug(text)

    @pytest.mark.parametrize("text", ["con", "aux", "nul", "com1", "lpt¹", "a" * 201, "ح" * 101])
    def test_an_id_can_be_a_folder_everywhere(self, text):
        with pytest.raises(ValueError, match="folder"):
            fields.slug(text)

    def test_an_id_in_nfd_is_read_in_nfc(self):
        assert "état" == reader("a: " + unicodedata.normalize("NFD", "état")).slug("a")


class TestLanguages:
    @pytest.mark.parametrize(
        ("tag", "usual"),
        [
            ("fr", "fr"),
            ("FR", "fr"),
            ("pt-br", "pt-BR"),
            ("zh-hans", "zh-Hans"),
            ("ZH-HANT-tw", "zh-Hant-TW"),
            ("es-419", "es-419"),
            ("sl-rozaj", "sl-rozaj"),
            ("de-1996", "de-1996"),
            ("arz", "arz"),
        ],
    )
    def test_a_tag_gets_its_usual_case(self, tag, usual):
        assert usual == fields.language(tag)

    @pytest.mark.parametrize(
        "tag", ["", "f", "french", "fr_FR", "fr-", "-fr", "fr-FR-FR", "f1", "fr fr", "ｆｒ", "no\n"]
    )
    def test_anything_else_is_no_language(self, tag):
        assert fields.language(tag) is None


class TestPaths:
    @pytest.mark.parametrize(
        ("written", "path"),
        [
            ("x.png", "content/briefs/2016/x.png"),
            ("./x.png", "content/briefs/2016/x.png"),
            ("../../media/x.png", "content/media/x.png"),
            ("/media/x.png", "content/media/x.png"),
            ("//media/x.png"[1:], "content/media/x.png"),
            ("a b/é.png", "content/briefs/2016/a b/é.png"),
        ],
    )
    def test_a_path_is_relative_to_its_file_or_to_content(self, written, path):
        assert path == fields.confined(written, base="content/briefs/2016", top="content")

    @pytest.mark.parametrize(
        "written",
        [
            "../../../x.png",
            "/../x.png",
            "../../../content-leak/x.png",
            "/",
            "../..",
            "C:\\x.png",
            "a\\..\\x.png",
            "https://example.org/x.png",
            "//example.org/x.png",
            "file:///etc/passwd",
            "x\u202e.png",
            "x\0.png",
        ],
    )
    def test_no_path_leads_out_of_content(self, written):
        with pytest.raises(ValueError, match=r"content|slashes"):
            fields.confined(written, base="content/briefs/2016", top="content")

    @given(st.lists(st.sampled_from(["..", ".", "a", "content", "", "/", "\\", "~"]), max_size=8).map("/".join))
    def test_whatever_is_written_stays_in_content(self, written):
        try:
            path = fields.confined(written, base="content/briefs/2016", top="content")
        except ValueError:
            return

        assert path.startswith("content/")
        assert ".." not in path.split("/")


class TestKeys:
    def test_a_key_nobody_asked_for_is_an_error_and_a_doubt(self):
        some = reader("title: a\ntlp: RED")
        some.text("title")
        some.close()

        assert (["field-unknown"], True) == (codes(some), some.doubtful)

    def test_a_doubt_in_a_mapping_is_a_doubt_in_the_file(self):
        some = reader("a: {b: c}")
        some.mapping("a", example="").close()

        assert some.doubtful

    def test_all_that_is_wrong_is_told_in_one_run(self):
        some = reader("a: 01\nb: maybe\nc: [x]\nd: 1")
        some.integer("a"), some.boolean("b"), some.text("c"), some.close()

        assert ["number", "boolean", "field-shape", "field-unknown"] == codes(some)

    @pytest.mark.parametrize("text", ["a:", 'a: ""', "a: nonsense", "a: [RED]", "a: {b: c}", "a: null", "a: '  '"])
    def test_a_gate_field_that_is_empty_or_wrong_is_a_doubt(self, text):
        some = reader(text)

        assert some.guard("a", some.marking) is None
        assert (1, True) == (len(some.problems), some.doubtful)

    @pytest.mark.parametrize("text", ["a: RED", "b: c"])
    def test_a_gate_field_that_is_right_or_absent_is_no_doubt(self, text):
        some = reader(text)
        some.guard("a", some.marking)

        assert ([], False) == (some.problems, some.doubtful)
