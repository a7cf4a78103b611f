"""What is quicker gives what Python-Markdown itself gives, to the byte."""

import ast
import subprocess
import sys
import tarfile
from pathlib import Path

import markdown
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor, Pattern, SimpleTagInlineProcessor

from fiche.markup import engine, quick
from fiche.markup.copy import clean
from fiche.problem import Place
from tests.fuzz.inputs import ODD, RUNS

ROOT = Path(__file__).resolve().parents[1]
OURS = ("tables", "footnotes", "def_list", "abbr", "fenced_code", "attr_list")
SETS = {"none": (), "ours": OURS, "extra": ("extra", "toc", "smarty", "admonition", "sane_lists"), "lone": ("tables",)}
"""Extensions in use together, by a name for them."""


def converter(extensions, *, quicker=False, **options):
    """Return a converter of the library's, with or without the stand-ins."""
    made = markdown.Markdown(extensions=list(extensions), output_format="html", **options)
    assert not quicker or quick.quicken(made)
    return made


def converted(own, text):
    """Return what a converter gives, or the fault it raises, by its name: some texts are too much for the library."""
    own.reset()
    try:
        return own.convert(text)
    except Exception as fault:  # noqa: BLE001 - the same fault in both
        return type(fault)


def assert_same(texts, extensions):
    stock, own = converter(extensions), converter(extensions, quicker=True)
    different = [text for text in texts if converted(stock, text) != converted(own, text)]
    assert different == []


def texts_of_the_library():
    """Read the texts of the library's own tests: its example files, and each text in its Python files.

    `make test` brings the library's source package into the environment.
    """
    found = sorted(Path(sys.prefix, "texts").glob(f"markdown-{markdown.__version__}.tar.gz"))
    if not found:
        pytest.skip("the library's source package is not here; `make test` brings it")
    texts = []
    with tarfile.open(found[0]) as package:
        for member in package:
            if "/tests/" not in member.name or not member.name.endswith((".txt", ".py")):
                continue
            written = package.extractfile(member).read().decode()
            if member.name.endswith(".txt"):
                texts.append(written)
            else:
                texts += [
                    node.value
                    for node in ast.walk(ast.parse(written))
                    if isinstance(node, ast.Constant) and isinstance(node.value, str)
                ]
    return texts


@pytest.mark.parametrize("extensions", SETS.values(), ids=SETS)
def test_the_texts_of_the_librarys_own_tests_give_the_same(extensions):
    texts = texts_of_the_library()

    assert len(texts) > 2000
    assert_same(texts, extensions)


@pytest.mark.parametrize("extensions", SETS.values(), ids=SETS)
def test_the_sample_gives_the_same(extensions):
    assert_same([file.read_text("utf-8") for file in sorted((ROOT / "content").rglob("*.md"))], extensions)


@pytest.mark.parametrize("extensions", SETS.values(), ids=SETS)
def test_the_corpus_of_the_benchmarks_gives_the_same(extensions, tmp_path):
    subprocess.run(
        [sys.executable, ROOT / "bench" / "corpus.py", tmp_path, "--briefs", "60", "--references"], check=True
    )

    assert_same([file.read_text("utf-8") for file in sorted(tmp_path.rglob("*.md"))], extensions)


MARKS = [
    "*", "**", "***", "_", "__", "`", "``", "\\", "[", "]", "](", "(", ")", "![", "[^1]", "[^1]: ", "<", ">", "<http://e.org>",
    "<a@e.org>", "&amp;", "&#38;", "&", "  \n", "\n", "\n\n", "\n    ", "\n- ", "\n1. ", "\n> ", "\n# ", "\n===\n", "\n---\n",
    "\n***\n", "\n: ", "\n|a|b|\n|-|-|\n|c|d|\n", "\n*[AB]: x\n", "AB", "\n[r]: e.html 'x'\n", "[r]", "[x][r]", "![x][r]", "[]",
    "<b>", "</b>", "<div>", "</div>", "<!--", "-->", "<br/>", "<?x?>", "<![CDATA[x]]>", "{: #id .c a=b }", "{", "}", "\n```\n", "\n~~~ x\n",
    "é", "«", " ", "word", "http://e.org/a_b*c", "a@b", "!", "\x02", "\x03", "klzzwxh:0000", "\x02klzzwxh:0000\x03", "\x02wzxhzdk:0\x03",
    "\x0b", "\x85", "\u2028", "\t", "2016.", "٣. ", "~", "'", '"', "=", "-", "+ ", "'x\"",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from([*MARKS, *ODD, *RUNS]), max_size=24).map("".join)


@pytest.mark.parametrize("extensions", SETS.values(), ids=SETS)
def test_any_text_gives_the_same(extensions):
    stock, own = converter(extensions), converter(extensions, quicker=True)

    @given(TEXTS)
    @example("*a* _b_ `c` \\* [d][] ![e][f] <http://g> <h@i.j>  \n&amp; <b>k</b>\n\n[d]: x\n[f]: y.png")
    @example("[*a* `b`](c) **[d](e) [f *g* h](i)** ![*j*](k) [[l](m)](n)\n\n- *o*\n- p [q](r) *s*\n\n    t *u*")
    def same(text):
        assert converted(stock, text) == converted(own, text)

    same()


@given(TEXTS)
def test_with_our_own_notations_any_text_gives_the_same(text):
    def convert():
        try:
            return engine.Engine().convert(clean(text, Place("a.md", 1))[0])[0]
        except Exception as fault:  # noqa: BLE001 - the same fault in both
            return type(fault)

    quicker = convert()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "quicken", lambda _: False)
        assert convert() == quicker


# --------------------------------------------------------------------------- where it does not fit


class Marked(Extension):
    """An extension of somebody else's, with one pattern of its own."""

    def __init__(self, pattern):
        super().__init__()
        self.pattern = pattern

    def extendMarkdown(self, md):  # noqa: N802 - the library's name
        md.inlinePatterns.register(self.pattern, "marked", 65)


@pytest.mark.parametrize(
    "pattern",
    [SimpleTagInlineProcessor("()==(.*?)==", "mark"), Pattern("x"), InlineProcessor("x")],
    ids=lambda p: p.pattern,
)
def test_with_a_pattern_that_is_not_known_all_stays_the_librarys(pattern):
    own = converter([Marked(pattern)])
    before = {name: type(own.treeprocessors[name]) for name in ("inline", "prettify", "unescape")}

    assert not quick.quicken(own)
    assert before == {name: type(own.treeprocessors[name]) for name in before}


def test_a_mark_of_somebody_elses_is_still_read():
    own = converter([Marked(SimpleTagInlineProcessor("()==(.*?)==", "mark"))])
    quick.quicken(own)

    assert own.convert("a ==b== *c*") == "<p>a <mark>b</mark> <em>c</em></p>"


def test_with_another_version_all_stays_the_librarys(monkeypatch):
    monkeypatch.setattr(markdown, "__version_info__", (3, 99, 0, "final", 0))
    own = converter(OURS)

    assert not quick.quicken(own)
    assert own.convert("*a*") == "<p><em>a</em></p>"


def test_the_converter_of_bodies_is_quicker():
    assert isinstance(engine.Engine()._markdown.treeprocessors["inline"], quick.Inline)


def test_a_kind_of_block_that_is_not_known_is_asked_about_each_block():
    """`md_in_html` of the set "extra" brings one."""
    text = "A line.\n\n<div markdown>\nB *c*\n</div>\n"

    assert converter(SETS["extra"], quicker=True).convert(text) == converter(SETS["extra"]).convert(text)


def test_a_deeply_nested_tree_is_written_too():
    text = "".join(f"{'  ' * 2 * n}- {n}\n" for n in range(60)) + "> " * 90 + "x"

    assert_same([text, "*a " * 3000, "[" * 500 + "]" * 500, "**a *b " * 400 + "* **" * 400], OURS)
