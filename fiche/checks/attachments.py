"""Pictures and files that texts point at exist."""

from __future__ import annotations

from collections.abc import Iterator

from fiche.model import Desk, Head, Link, LinkKind, Manuscript
from fiche.problem import Problem, did_you_mean, error, quoted


def attachments_exist(desk: Desk) -> Iterator[Problem]:
    """Report a picture or attachment that is not there."""
    there = {source.path for source in desk.files}
    for manuscript in desk.briefs:
        image = manuscript.head.image
        if image and image.src not in there:
            yield error(manuscript.place, _missing(image.src, there), "no-file")
    written: tuple[Manuscript[Head], ...] = (*desk.briefs, *desk.actors, *desk.topics, *desk.pages)
    for text in written:
        for reading in text.readings[-1:]:
            for mention in reading.body.mentions:
                hole = mention.hole
                if isinstance(hole, Link) and hole.kind is LinkKind.FILE and hole.target not in there:
                    yield error(mention.place, _missing(hole.target, there), "no-file", mention.excerpt)


def _missing(path: str, there: set[str]) -> str:
    return f"there is no file {quoted(path)}{did_you_mean(path, there) or '; put it there, or mend the path'}"
