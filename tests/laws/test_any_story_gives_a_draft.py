"""Whatever is pasted, the draft made of it is valid, and its body reads as what was pasted."""

import re
from datetime import date, datetime
from html import unescape
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from fiche import markup, pipeline
from fiche.model import Cite, Link
from fiche.pipeline import Paths, Wishes
from fiche.problem import Place
from fiche.story import plain
from fiche.story.draft import draft
from tests.desk import at_work
from tests.laws.sites import theme

EXAMPLES = Path(__file__).parents[1] / "examples" / "import"
FILES = {
    file.relative_to(EXAMPLES / "register").as_posix(): file.read_bytes()
    for file in (EXAMPLES / "register").rglob("*.yaml")
}
NOW = datetime.fromisoformat("2016-08-24T20:00:00+02:00")
PIECES = st.sampled_from(
    [
        "Marc Delorme", "M. Sorel", "Sorel", "« Un mot de plus que trois »", "“one two three four”", '"', "«", "»", " a déclaré ",
        ", said ", "selon ", "GENÈVE, 24 août (AFP) – ", "(Reuters) - ", "PARIS — ", "\n", "\n\n", "vendredi", "31 février", "hier",
        "---", "***", "# ", "> ", "- ", "1. ", "    ", "```", "~~~", "[[marc-delorme]]", "[[tlp:red]]", "[[/tlp]]", "[@x]", "[x](y)",
        "![", "<b>", "<!--", "<script>", "&copy;", "&#60;", "*[A]: b", "[^1]", "[^1]: n", "{: .x}", "| a | b |", "|---|---|", "===",
        ": x", "\\", "`", "_", "http://x.example/", "status: draft", "title: x", "null", "~", "\u202e", "\u200b", "\ufeff", "\x00",
        "\x1d", "\x85", "\u2028", "\U0010ffff", "\u0301", "ال", "و", "مارك ديلورم", "ديلورم", "«سنلتقي في جنيف»، قالت نينا سوريل.",
        "Виктора Баранова", "fiche0123456789abcdefx0z",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=25).map("".join)


def read_back(text):
    """Return the words of a Markdown text as a reader gets them."""
    checked = markup.convert(text, place=Place("content/briefs/x.md", 1))
    assert checked.ok, checked.problems
    html = []

    for piece in checked.value[-1].pieces:
        assert not isinstance(piece, Link | Cite), piece
        html.append(piece if isinstance(piece, str) else piece.inner)
    return "".join(unescape(re.sub(r"<[^<>]*>", " ", "".join(html))).split())


@given(TEXTS)
def test_a_text_made_markdown_reads_as_itself(text):
    paragraphs = plain.paragraphs(plain.clean(text))
    assert "".join("".join(paragraphs).split()) == read_back("\n\n".join(map(plain.markdown, paragraphs)))


@settings(max_examples=60)
@given(TEXTS, st.sampled_from(["fr", "en", "ar", "ru"]))
def test_any_text_gives_a_draft_without_a_problem(text, lang):
    wishes = Wishes(now=NOW, drafts=True)
    with at_work(FILES) as desk:
        paths = Paths(desk.content, desk.content.parent / "site", (theme(),))
        read = pipeline.read(paths, wishes).desk
        made = draft(text, read, lang=lang, today=date(2016, 8, 24))
        if made is None:
            assert not plain.clean(text).strip()
            return
        file = desk.content / made.file.path
        file.parent.mkdir(parents=True)
        file.write_text(made.file.text, encoding="utf-8")
        done = pipeline.read(paths, wishes)
        assert () == tuple(problem for problem in done.problems if problem.place.path.startswith("content/briefs/"))
        assert 1 == len(done.desk.briefs)
        assert "draft" == done.desk.briefs[0].gate.status.value


@given(TEXTS)
def test_nothing_is_said_that_the_text_does_not_say(text):
    made = draft(text, DESK, lang="fr", today=date(2016, 8, 24))
    if made is None:
        return
    squeezed = "".join(plain.clean(text).split())
    for value in re.findall(r'(?m)^(?:title|dateline|summary|    text): ("(?:[^"\\]|\\.)*")', made.file.text):
        assert "".join(value[1:-1].replace('\\"', '"').replace("\\\\", "\\").split()) in squeezed


def _desk():
    with at_work(FILES) as desk:
        return desk.read()


DESK = _desk()
