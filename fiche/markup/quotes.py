"""Quotes that say whose they are, and places for statements of the header.

    > We are close.
    >
    > — {speaker: john-kerry, date: 2016-08-26, source: state-20160826}

    [[statement:expectations]]

Owns the two notations and where they may stand: in paragraphs of their own at the left edge of a text. They are taken out
before the text is Markdown, so that nothing of an attribution, which may be for the newsroom alone, can get into the HTML.
For the same reason whatever looks like an attribution and is none stops the build. What the mapping in braces may say
is `forms`' business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape, unescape

from fiche.markup import punctuation
from fiche.markup.copy import Copy
from fiche.markup.holes import Block
from fiche.model import Quote, Statement, Use
from fiche.problem import Checked, Place, Problem, did_you_mean, error, has_errors, quoted
from fiche.value import replace

Attribute = Callable[[str, str, Place], Checked[Statement | None]]
"""Makes a statement of words, of the mapping that says whose they are, and of the mapping's place.

The mapping has its lines as in the file, and in its lines its columns: what stood before it is spaces.
"""


@dataclass(frozen=True, slots=True)
class Voices:
    """What the header of a file gives the quotes of its text."""

    attribute: Attribute
    ids: frozenset[str]
    """Of the statements that the header has."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotes of a text."""

    blocks: tuple[Block, ...] = ()
    """What is to be taken out of the text, and the hole it leaves."""
    statements: tuple[Statement, ...] = ()
    """What is said in quotes with an attribution."""
    uses: tuple[Use, ...] = ()
    """The id and place of each statement that stands in the text, in their order."""


def find(copy: Copy, voices: Voices | None, language: str) -> tuple[Quotes, list[Problem]]:
    """Find the quotes of a text; without `voices` there may be none.

    With a `language` the words get print's punctuation, those of each quote that of its own language.
    """
    if not _HINT.search(copy.text):
        return Quotes(), []
    search = _Search(copy, voices, language)
    search.run()
    return Quotes(tuple(search.blocks), tuple(search.statements), tuple(search.uses)), search.problems


class _Search:
    def __init__(self, copy: Copy, voices: Voices | None, language: str) -> None:
        self._copy = copy
        self._voices = voices
        self._language = language
        self._placed: set[str] = set()
        self.blocks: list[Block] = []
        self.statements: list[Statement] = []
        self.uses: list[Use] = []
        self.problems: list[Problem] = []

    def run(self) -> None:
        text, done = self._copy.text, 0
        for match in _PARAGRAPH.finditer(text):
            above = text[text.rfind("\n", 0, max(match.start() - 1, 0)) + 1 : match.start()]
            said = list(LEAD.finditer(text, match.start(), match.end()))[-1:]
            if above.strip() or not (match["id"] or (said and match[0].rstrip().endswith("}"))):
                continue
            self._look_alike(done, match.start())
            done = match.end()
            if match["id"]:
                self._place(match)
            else:
                self._quote(match, said[0])
        self._look_alike(done, len(text))

    def _quote(self, match: re.Match[str], said: re.Match[str]) -> None:
        """Read a quote in whose last lines `said` begins."""
        self._look_alike(match.start(), said.start())
        at, words = said.end() - 1, _words(self._copy.text[match.start() : said.start()])
        if self._voices is None:
            what = "only a brief tells who said what; take this line out, or move the quote to a brief"
            return self._refuse(at, what, "quote-place")
        if not words:
            what = "no words stand above this line; write what was said right above it, each line beginning with “>”"
            return self._refuse(at, what, "quote-words")
        if strange := _NOTATION.search(words):
            what = (
                f"{quoted(strange[0])} means nothing in a quote that says whose it is: its words are plain; take it out"
            )
            return self._refuse(match.start(), what, "quote-words")
        mapping = in_its_columns(self._copy.text[said.start() : match.end()].rstrip(), said)
        checked = self._voices.attribute(words, mapping, self._copy.at(at))
        self.problems += map(self._excerpted, checked.problems)
        if checked.value is None or has_errors(checked.problems):
            return None
        statement = checked.value
        if statement.id in self._voices.ids | self._placed:
            what = f"two statements have the id {quoted(statement.id)}; give one of them another: {{id: …, speaker: …}}"
            return self._refuse(at, what, "same-id")
        if self._language:
            statement = replace(statement, text=_refined(statement.text, statement.lang))
        self.statements.append(statement)
        return self._take(match, statement.id)

    def _place(self, match: re.Match[str]) -> None:
        id, known = match["id"], self._voices.ids if self._voices else frozenset[str]()
        if self._voices is None:
            self._refuse(match.start(), "only a brief has statements to place; take this out", "quote-place")
        elif id not in known:
            near = did_you_mean(id, known) or "; write the id of one it has"
            self._refuse(match.start(), f"the header has no statement {quoted(id)}{near}", "unknown-statement")
        elif id in self._placed:
            what = f"the statement {quoted(id)} stands in the text already; take one of them out"
            self._refuse(match.start(), what, "same-id")
        self._take(match, id)

    def _take(self, match: re.Match[str], id: str) -> None:
        self._placed.add(id)
        self.uses.append(Use(id, self._copy.at(match.start())))
        self.blocks.append(Block(match.start(), match.end(), Quote(id)))

    def _look_alike(self, start: int, end: int) -> None:
        for match in _LOOKS_LIKE.finditer(self._copy.text, start, end):
            what = (
                "this looks like whose a quote is, but does not end one; write “> — {speaker: …}” as the last line of a "
                "quote that begins at the left edge, with blank lines around it"
            )
            self._refuse(match.start(), what, "quote-place")

    def _excerpted(self, problem: Problem) -> Problem:
        """Show the line as it stands in the file."""
        lines = self._copy.original.split("\n")
        return replace(problem, excerpt=lines[problem.place.line - self._copy.place.line])

    def _refuse(self, at: int, what: str, code: str) -> None:
        self.problems.append(self._copy.error(at, what, code))


def lost(uses: Iterable[Use], strays: Iterable[str]) -> list[Problem]:
    """Report the quotes that stand where no figure can: in code, or in HTML."""
    found = {*strays}
    what = "a quote that says whose it is cannot stand in code or in HTML; take it out of there"
    return [error(use.place, what, "quote-place") for use in uses if use.name in found]


def _words(written: str) -> str:
    """Return the words of a quote: its paragraphs, each on one line, a blank line between them."""
    lines = [line.removeprefix(">").strip() for line in written.split("\n")]
    paragraphs = "\n".join(lines).split("\n\n")
    return "\n\n".join(words for paragraph in paragraphs if (words := " ".join(paragraph.split())))


def in_its_columns(written: str, said: re.Match[str]) -> str:
    """Return the mapping that a line of a quote leads to (`LEAD`), each line as far from the left edge as in the file."""
    first, *rest = written.split("\n")
    lead = len(said[0]) - 1
    return "\n".join([" " * lead + first[lead:], *(" " + line[1:] for line in rest)])


def _refined(words: str, language: str) -> str:
    return unescape(punctuation.refine(escape(words, quote=False), language))


_KEYS = r"(?:speaker|on_behalf_of|attribution|descriptor)[^\S\n]*:"
_HINT = re.compile(rf"\[\[\s*statement\b|{_KEYS}|^>[^\n]*\{{", re.IGNORECASE | re.MULTILINE)
_PARAGRAPH = re.compile(
    r"^(?:(?:>[^\n]*(?:\n|\Z))+"
    r"|\[\[[ \t]*statement[ \t]*:[ \t]*(?P<id>[^\[\]|#\s]+)[ \t]*\]\][ \t]*(?:\n|\Z))(?=[ \t]*(?:\n|\Z))",
    re.IGNORECASE | re.MULTILINE,
)
LEAD = re.compile(r"^>[^\S\n]*(?:—|–|---?)[^\S\n]*\{", re.MULTILINE)
"""What the line that says whose a quote is begins with, its brace being the last sign."""
_LOOKS_LIKE = re.compile(
    rf"\{{[^{{}}\n]*\b{_KEYS}"
    rf"|^[^\S\n]*>(?:[>*—–-]|[^\S\n])*(?-i:{_KEYS})"
    r"|^[^\S\n]*>[^\n]*[—–-][^\S\n]*\{"
    r"|\battribution[^\S\n]*:[^\S\n]*(?:chatham|(?:deep-)?background)\b[^\n}]*\}",
    re.IGNORECASE | re.MULTILINE,
)
_NOTATION = re.compile(r"\[\[|\[@|\]\(|\*\*|`|</?[a-zA-Z]|^>", re.MULTILINE)
