"""The examples in `examples/markup`: what an author writes in a body, and what becomes of it.

Each file holds examples. A line `====== The fact it shows` starts one; then comes the body as the author wrote it;
after a line `====== gives` come the HTML with its holes in double angle brackets, and the problems, one a line, as
`line:column severity code`. Where audiences read different bodies, each comes under a line with its marking.
What its quotes say that tell whose they are comes before the problems, one a line.
A line `====== in PATH` below the fact says which file it is, if it is not `content/briefs/example.md`; with
`(trusted)` after it, raw HTML is let through. To add an example, copy one and change it; one that fails shows what it
gives now.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from fiche import forms, markup
from fiche.model import Anchor, BriefHead, Cite, Link, Precision, Quote, Site, Stamp, Statement, Texts, When
from fiche.problem import Place

FOLDER = Path(__file__).parent / "examples" / "markup"
MARK = "====== "
TRUSTED = " (trusted)"

DAY = datetime(2016, 8, 27, tzinfo=UTC)
TOLD = Statement("attentes", "Mesurées.", "fr", Stamp(DAY.date(), DAY.date(), Precision.DAY), speaker="kerry")
HEAD = BriefHead("example", "fr", "Un exemple", When(DAY, timed=False), statements=(TOLD,))
"""The header above every body: of a brief in French of 27 August 2016, with the statement “attentes”."""
SITE = Site(Texts((("", "Exemples"),)), "https://example.org/", "UTC", ("fr",))


class Example(NamedTuple):
    """One example; `gives` is what is expected."""

    fact: str
    path: str
    trusted: bool
    written: str
    gives: str


def examples():
    """Read the examples of all files."""
    files = sorted(FOLDER.glob("*.txt"))
    return [pytest.param(one, id=one.fact) for file in files for one in read(file.read_text(encoding="utf-8"))]


def read(text):
    """Read the examples of one file."""
    found = []
    for chunk in ("\n" + text).split(f"\n{MARK}")[1:]:
        first, _, rest = chunk.partition("\n")
        if first == "gives":
            found[-1] = found[-1]._replace(gives=rest.strip("\n"))
        elif first.startswith("in "):
            path = first.removeprefix("in ").removesuffix(TRUSTED)
            found[-1] = found[-1]._replace(path=path, trusted=first.endswith(TRUSTED), written=rest)
        else:
            found.append(Example(first, "content/briefs/example.md", trusted=False, written=rest, gives=""))
    return found


def shown(piece):
    """Show a piece: HTML as it is, a hole in double angle brackets."""
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Cite):
        return f"⟪@{piece.reference}{', ' * bool(piece.locator)}{piece.locator}⟫"
    if isinstance(piece, Quote):
        return f"⟪statement {piece.id}⟫"
    attributes = f" {{{piece.attributes}}}" if piece.attributes else ""
    if isinstance(piece, Anchor):
        return f"⟪#{piece.id}{attributes} | {piece.inner}⟫"
    assert isinstance(piece, Link)
    words = f" | {piece.inner}" if piece.inner else ""
    kind = "image" if piece.image else piece.kind.value
    return f"⟪{kind} {piece.target}{'#' * bool(piece.fragment)}{piece.fragment}{attributes}{words}⟫"


def heard(said):
    """Show what a quote says, and what its last line does, but for what it leaves out."""
    told = [
        said.speaker,
        said.on_behalf_of,
        said.date.first.isoformat(),
        said.form,
        said.attribution.value,
        said.source,
    ]
    told += [use.name for use in said.topics]
    return f"{said.id}: {said.text!r} {', '.join(filter(None, told))}"


def given(example):
    """Convert an example and write down what it gives."""
    voices = forms.voices(HEAD, SITE) if "/briefs/" in example.path else None
    checked = markup.convert(example.written, place=Place(example.path, 1), trusted=example.trusted, voices=voices)
    lines = []
    for converted in checked.value:
        if len(checked.value) > 1:
            lines.append(f"--- {converted.reading.marking.label}")
        lines.append("".join(map(shown, converted.pieces)))
        lines += map(heard, converted.reading.body.statements)
    lines += [f"{told.place.line}:{told.place.column} {told.severity} {told.code}" for told in checked.problems]
    return "\n".join(lines)


@pytest.mark.parametrize("example", examples())
def test_a_body_gives_what_the_example_says(example):
    assert example.gives == given(example)
