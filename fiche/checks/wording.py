"""The words of a text as its readers see them, laid end to end: what rules look through.

Owns which words stand there, where the header's end and the body's begin, and which of them are running text. Where the same
words stand in the file is `page`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from re import compile as pattern
from typing import NamedTuple

from fiche.markup.runs import Named, Run, runs
from fiche.model import Anchor, BriefHead, Link, LinkKind, Piece, Statement
from fiche.surface import BREAKS

_PARAGRAPH, _RUN = BREAKS[0], BREAKS[1]
_TAG = pattern(r"<[^<>]*>")


class Stretch(NamedTuple):
    """Some words of a body, `start` to before `end` of the text."""

    start: int
    end: int
    open: bool
    """They are the author's running text: no heading, no words of a link, no line that says whose a quotation is."""
    told: bool = False
    """Whom they mean is said: the words of a link to an actor, or to nobody of the register."""


class Wording(NamedTuple):
    """A text whole: what the header says before it, its body, what the header says that stands after it."""

    text: str
    """Paragraphs are parted by the sign U+001D, runs within one by U+001E or nothing."""
    body: int
    """Where the body begins."""
    after: int
    """Where it ends."""
    stretches: tuple[Stretch, ...]
    """Of the body, in their order."""

    def is_open(self, place: int) -> bool:
        """Say whether a place is running text of the body."""
        return any(each.start <= place < each.end and each.open for each in self.stretches)


def wording(pieces: Sequence[Piece], before: Iterable[str] = (), after: Iterable[str] = ()) -> Wording:
    """Lay out the words of a body between those of its header."""
    written = [_PARAGRAPH.join(before), _PARAGRAPH]
    start = at = sum(map(len, written))
    stretches: list[Stretch] = []
    for words, is_open, block, told in _pieces(pieces):
        written += [_PARAGRAPH if block else _RUN, words]
        at += 1
        stretches.append(Stretch(at, at + len(words), is_open, told))
        at += len(words)
    written += [_PARAGRAPH, _PARAGRAPH.join(after)]
    return Wording("".join(written), start, at, tuple(stretches))


def _pieces(pieces: Sequence[Piece]) -> Iterator[tuple[str, bool, bool, bool]]:
    """Yield the words of runs and of links; whether they are running text, begin a paragraph, and say whom they mean."""
    done = 0
    for run in runs(pieces):
        until = run.piece if isinstance(run, Run) else done
        for piece in pieces[done:until]:
            yield from _linked(piece)
        done = max(done, until)
        if isinstance(run, Named):
            continue
        yield unescape(run.text), run.open, run.block, False
    for piece in pieces[done:]:
        yield from _linked(piece)


def _linked(piece: Piece) -> Iterator[tuple[str, bool, bool, bool]]:
    if isinstance(piece, Link | Anchor) and piece.inner:
        told = isinstance(piece, Link) and piece.kind in {LinkKind.ACTOR, LinkKind.WORDS}
        yield unescape(_TAG.sub("", piece.inner)), False, False, told


def before(head: BriefHead) -> tuple[str, ...]:
    """Return what the header of a brief says that stands before its text."""
    return (head.title, head.summary, *head.whats_new, *head.key_points)


def after(head: BriefHead) -> tuple[str, ...]:
    """Return what the header of a brief says that stands after its text or beside it."""
    picture = (head.image.caption, head.image.alt) if head.image else ()
    said = (words for one in head.statements for words in _said(one))
    return (*head.gaps, *picture, head.sourcing_note, *said)


def _said(one: Statement) -> tuple[str, ...]:
    texts = (one.translations, one.venue, one.descriptor)
    return (one.text, *(words for each in texts for _, words in each.pairs))
