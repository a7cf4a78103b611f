"""The fields of a brief and of a plain page.

Owns what `content/briefs/**/*.md` and `content/pages/*.md` may say. A source written inside a brief has the fields of
`records.reference`.
"""

from __future__ import annotations

import posixpath
import re

from fiche import fields, names
from fiche.fields import Reader
from fiche.forms.figures import reported
from fiche.forms.records import reference
from fiche.forms.sheet import TOP, UNDATED, Origin, actor_uses, out_of_order, own_id, own_language
from fiche.forms.statements import statements
from fiche.header import Map
from fiche.model import BriefHead, Correction, CorrectionKind, Image, PageHead, ReferenceHead, Use, When
from fiche.problem import did_you_mean, quoted

KINDS = (
    "brief",
    "flash",
    "sitrep",
    "forecast",
    "backgrounder",
    "analysis",
    "chronology",
    "readout",
    "statement",
    "edition",
)
"""The kinds of brief; a site may add its own."""


def brief(reader: Reader, origin: Origin) -> BriefHead:
    """Read the header of a brief."""
    key = own_id(reader, origin, dated=True)
    lang = own_language(reader, origin)
    title = reader.text("title", required=True, whole=True)
    date = reader.when("date", required=True)
    updated, as_of = reader.when("updated"), reader.when("as_of")
    if date and updated and updated.instant < date.instant and not _same_day(date, updated):
        out_of_order(reader, "date", "updated")
    sources, references = _sources(reader, origin, key)
    return BriefHead(
        id=key,
        lang=lang,
        title=title,
        date=date or UNDATED,
        slug=reader.slug("slug") or names.slug(key),
        updated=updated,
        as_of=as_of,
        dateline=reader.text("dateline"),
        kind=reader.choice("kind", (*KINDS, *origin.site.kinds)) or "brief",
        series=reader.text("series"),
        number=reader.integer("number"),
        thread=reader.slug("thread"),
        follows=reader.uses("follows"),
        supersedes=reader.uses("supersedes"),
        whats_new=reader.lines("whats_new"),
        changes=reader.choice("changes", ("on", "off")) != "off",
        summary=reader.text("summary"),
        key_points=reader.lines("key_points"),
        gaps=reader.lines("gaps"),
        actors=actor_uses(reader),
        topics=reader.uses("topics"),
        sources=sources,
        references=references,
        sourcing_note=reader.prose("sourcing_note"),
        corrections=_corrections(reader, date),
        authors=reader.lines("authors"),
        image=_image(reader, origin),
        former_ids=reader.slugs("former_ids"),
        redirects=reader.values("redirects", redirect, "redirect"),
        mentions=reader.choice("mentions", ("on", "off")) != "off",
        statements=statements(reader, lang, date, updated),
        figures=reported(reader, lang, date, updated),
    )


def page(reader: Reader, origin: Origin) -> PageHead:
    """Read the header of a plain page."""
    return PageHead(
        id=own_id(reader, origin),
        lang=own_language(reader, origin),
        title=reader.text("title", required=True, whole=True),
        nav=reader.integer("nav", least=0),
    )


def _same_day(date: When, updated: When) -> bool:
    """Say whether an update without a time is of the day of publication, which it then follows."""
    return not updated.timed and updated.instant.date() == date.instant.date()


def _sources(reader: Reader, origin: Origin, key: str) -> tuple[tuple[Use, ...], tuple[ReferenceHead, ...]]:
    """Read ids of registered sources, and sources written in place; one without id gets an id no author can write."""
    uses: list[Use] = []
    references: list[ReferenceHead] = []
    for number, node in enumerate(reader.nodes("sources"), 1):
        if isinstance(node, Map):
            inner = reader.child(node)
            references.append(reference(inner, origin, unnamed=f"{key}:{number}"))
            inner.close()
        else:
            name = reader.converted(node, "sources", fields.slug, "id")
            uses += [Use(name, node.place)] if name else []
    return tuple(uses), tuple(references)


def _corrections(reader: Reader, date: When | None) -> tuple[Correction, ...]:
    found: list[Correction] = []
    example = "{date: 2016-08-25, kind: correction, text: …}"
    for node in reader.mappings("corrections", "a correction", example=example):
        inner = reader.child(node)
        made = inner.when("date", required=True)
        kind = inner.enum("kind", CorrectionKind, required=True)
        text, was = inner.text("text", required=True), inner.text("was")
        inner.close()
        if date and made and made.instant < date.instant and not _same_day(date, made):
            inner.refuse("date", "the correction is dated before the brief; check both dates", "dates-order")
        if made and kind and text:
            found.append(Correction(made, kind, text, was))
    return tuple(found)


def _image(reader: Reader, origin: Origin) -> Image | None:
    inner = reader.mapping("image", example="{src: x.jpg, alt: …, credit: …, licence: …}")
    if inner is None:
        return None
    picture = Image(
        src=inner.path("src", base=origin.folder, top=TOP, required=True),
        alt=inner.text("alt", required=True),
        credit=inner.text("credit", required=True),
        licence=inner.text("licence", required=True),
        caption=inner.text("caption"),
    )
    ending = posixpath.splitext(picture.src)[1].lower()
    if picture.src and ending not in _PICTURES:
        what = f"{quoted(ending or picture.src)} is no picture that browsers show; it can be {', '.join(_PICTURES)}"
        inner.refuse("src", what + did_you_mean(ending, _PICTURES), "image")
    inner.close()
    return picture if picture.src else None


_PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")

_REDIRECT_LIMIT = 1000
"""Bytes of the longest old address: some hosts allow no more in their lists of redirects."""
_SEGMENT = re.compile(r"[^\s/\\?#%:*\"<>|\x00-\x1f\x7f]+")


def redirect(text: str) -> str:
    """Return an old address inside the site, without leading slash."""
    path = text.removeprefix("/")
    segments = path.removesuffix("/").split("/")
    fits = all(
        _SEGMENT.fullmatch(part) and part.strip(".") and len(part.encode()) <= fields.ID_LIMIT for part in segments
    )
    if not fits or len(path.encode()) > _REDIRECT_LIMIT:
        raise ValueError("write an old address inside the site, as “2016/old-page/” or “old.html”")
    return path
