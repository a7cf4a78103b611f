"""Pictures and files that texts point at exist, and pictures can be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from fiche.model import Desk, Head, Link, LinkKind, Manuscript, Picture
from fiche.problem import Place, Problem, did_you_mean, error, quoted, warning


class _Use(NamedTuple):
    """A place where a text points at a file."""

    path: str
    is_shown: bool
    """It is shown as a picture."""
    place: Place
    excerpt: str


def _uses(desk: Desk) -> Iterator[_Use]:
    for manuscript in desk.briefs:
        if manuscript.head.image:
            yield _Use(manuscript.head.image.src, is_shown=True, place=manuscript.place, excerpt="")
    written: tuple[Manuscript[Head], ...] = (*desk.briefs, *desk.actors, *desk.topics, *desk.pages)
    for text in written:
        for reading in text.readings[-1:]:
            for mention in reading.body.mentions:
                hole = mention.hole
                if isinstance(hole, Link) and hole.kind is LinkKind.FILE:
                    yield _Use(hole.target, is_shown=hole.image, place=mention.place, excerpt=mention.excerpt)


def attachments_exist(desk: Desk) -> Iterator[Problem]:
    """Report a picture or attachment that is not there."""
    there = {source.path for source in desk.files}
    for use in _uses(desk):
        if use.path not in there:
            yield error(use.place, _missing(use.path, there), "no-file", use.excerpt)


def _missing(path: str, there: set[str]) -> str:
    return f"there is no file {quoted(path)}{did_you_mean(path, there) or '; put it there, or mend the path'}"


_HEAVY_PIXELS = 40_000_000
"""Pixels from which the author is told: ten times those of any screen."""
_HEAVY_BYTES = 10_000_000


def pictures_can_be_seen(desk: Desk) -> Iterator[Problem]:
    """Report where a picture is used that cannot be seen, still holds what was cut off, or is larger than any page needs."""
    told = {picture.source.path: problem for picture in desk.pictures if (problem := _of(picture))}
    if not told:
        return
    for use in _uses(desk):
        if use.is_shown and use.path in told:
            yield told[use.path](use.place, use.excerpt)


def _of(picture: Picture) -> Callable[[Place, str], Problem] | None:
    """Return what makes the problem with a picture at the place where it is used; None if there is none."""
    path, size = picture.source.path, picture.source.size
    if picture.fault:
        what, code = f"the picture {quoted(path)} {picture.fault.why}", picture.fault.code
        return lambda place, excerpt: error(place, what, code, excerpt)
    if picture.outdated:
        outdated = (
            f"the picture {quoted(path)} holds a small copy of itself that shows something else, as from before it was cropped, "
            "and is published with it; take that out: exiftool -ThumbnailImage= FILE"
        )
        return lambda place, excerpt: warning(place, outdated, "picture-before", excerpt)
    pixels = picture.width * picture.height if picture.format != "svg" else 0
    if size > _HEAVY_BYTES or pixels > _HEAVY_PIXELS:
        heavy = (
            f"the picture {quoted(path)} has {picture.width:,} × {picture.height:,} pixels and {size:,} bytes, more than any "
            "page shows; make it smaller, since it is published as it is beside the copies that pages load"
        )
        return lambda place, excerpt: warning(place, heavy, "picture-heavy", excerpt)
    return None
