"""What several pages show: texts, times, links, briefs in lists, sources, corrections, pictures, statements, bodies."""

from __future__ import annotations

from fiche.publication import Filling, Prose
from fiche.value import Value


class Label(Value, frozen=True):
    """A text that may be in another language than the page."""

    text: str
    lang: str = ""
    """BCP 47 tag, if it is not the page's language."""
    dir: str = ""
    """`rtl` or `ltr`, if it is not the page's direction."""


class TimeView(Value, frozen=True):
    """A moment or a day."""

    iso: str
    """For `datetime=`: `2016-08-24` or RFC 3339."""
    text: str
    """As the page's language writes it."""


class LinkView(Value, frozen=True):
    """A link inside the site."""

    label: Label
    address: str
    """From the root of the site: `actors/john-kerry/`. Give it to the `url` filter."""
    kind: str = ""
    """For actors: `person`, `state`, `organization`, `armed-group`, `party`, or empty if unregistered."""
    count: int = 0
    """Briefs behind the link, where that is shown; 0 otherwise."""
    note: str = ""
    """A few words shown under the label, where there are some."""


class BriefCard(Value, frozen=True):
    """A brief as lists show it."""

    id: str
    address: str
    title: Label
    summary: Label
    date: TimeView
    day: TimeView
    """The day without the time, short where the list is grouped by year."""
    kind: str
    """Key: `brief`, `sitrep`, …"""
    kind_label: str
    topic: LinkView | None
    """The main topic."""
    lang: str
    language: str
    """If the brief is not in the page's language: that language's name in the page's language; else empty."""
    marking: str
    """Empty for TLP:CLEAR."""
    corrected: bool = False
    superseded: bool = False
    """Another brief has taken its place."""


class EntryView(Value, frozen=True):
    """A brief in a list, with its relation to the page."""

    brief: BriefCard
    part: str = ""
    """On an actor's page: key of the part it has in the brief."""
    part_label: str = ""


class GroupView(Value, frozen=True):
    """Entries under one heading."""

    heading: str
    entries: tuple[EntryView, ...]
    iso: str = ""
    """Machine form of the heading where it is a date: `2016`, `2016-08-24`."""


class ListingView(Value, frozen=True):
    """One page of a list of briefs."""

    groups: tuple[GroupView, ...]
    total: int
    """Briefs on all its pages together."""
    page: int = 1
    pages: int = 1
    newer: str = ""
    """Address of the page before this one; empty on the first."""
    older: str = ""
    addresses: tuple[str, ...] = ()
    """Address of every page of the list; empty if there is one only."""


class OfficeView(Value, frozen=True):
    """An office held."""

    title: Label
    org: LinkView | None
    """Whose office it is; `address` is empty where that has no page."""
    span: str
    """In words: « depuis le 9 mars 2004 »."""
    start: str
    """ISO/EDTF form, empty if unknown."""
    end: str
    current: bool
    """At the site's clock."""
    acting: bool = False
    note: str = ""


class ReferenceView(Value, frozen=True):
    """A bibliographic source."""

    id: str
    title: Label
    publisher: LinkView | None
    """`address` is empty where the publisher is not an actor."""
    author: str
    date: TimeView | None
    kind: str
    kind_label: str
    symbol: str
    pages: str
    url: str
    archived: str
    accessed: TimeView | None
    reliability: str
    """A to F, or empty."""
    reliability_label: str
    """What the grade means."""
    descriptor: str
    confidential: bool
    """Only the descriptor may be shown; title, publisher and the rest are empty."""


class BackView(Value, frozen=True):
    """A way back from a note to the text."""

    id: str
    """Id of the citation on the page."""
    locator: str
    """`p. 3`, as the author wrote it."""


class NoteView(Value, frozen=True):
    """A numbered source of a brief."""

    number: int
    id: str
    """Id of the note on the page."""
    reference: ReferenceView
    backs: tuple[BackView, ...]


class CorrectionView(Value, frozen=True):
    """A dated note on what was changed."""

    date: TimeView
    kind: str
    kind_label: str
    text: Label
    was: str
    brief: BriefCard | None = None
    """On the corrections page: what it is about."""
    anchor: str = ""
    """Id on the brief's page."""


class PictureFileView(Value, frozen=True):
    """A rendition of a picture."""

    address: str
    width: int


class PictureSourceView(Value, frozen=True):
    """The renditions of a picture in one format."""

    type: str
    """Media type: `image/avif`, `image/webp`."""
    files: tuple[PictureFileView, ...]
    """By rising width."""


class PictureView(Value, frozen=True):
    """A file that is shown as a picture, and what browsers may load in its place."""

    address: str
    """Of the original. Give it to the `url` filter."""
    width: int = 0
    """As it is shown, in pixels; 0 where that is not known."""
    height: int = 0
    sources: tuple[PictureSourceView, ...] = ()
    """The format that browsers try first comes first; empty for drawings, moving pictures and other files."""


class ImageView(Value, frozen=True):
    """The picture of a brief."""

    address: str
    alt: str
    caption: str
    credit: str
    licence: str
    picture: PictureView


class StatementView(Value, frozen=True):
    """What somebody said."""

    id: str
    """Of its brief and its own: lasting, and single in the publication."""
    anchor: str
    """Its id on the page of its brief."""
    text: Label
    """In the page's language where it was translated, else as it was said."""
    original: Label | None
    """As it was said, where `text` is a translation."""
    translated: str
    """That it is a translation, in words; empty otherwise."""
    quoted: bool
    """The words are the speaker's own, and stand between quotation marks."""
    form: str
    form_label: str
    date: TimeView
    speaker: LinkView | None
    office: Label
    """Held on that day; may be empty."""
    on_behalf_of: LinkView | None
    descriptor: Label
    """Who spoke, where he may not be named."""
    attribution_label: str
    """How far it may be laid to somebody, in words; empty on the record."""
    venue: Label
    topics: tuple[LinkView, ...]
    source: ReferenceView | None
    brief: BriefCard | None
    """The brief that has it; nothing on that brief's own page."""


class Stored(Value, frozen=True):
    """A body that is fetched when it is printed. Print it with the `html` filter; it is false if there is no body."""

    prose: Prose | None = None
    names: tuple[tuple[str, Filling], ...] = ()
    """The links that names of actors in it become, by id; without them they stay text."""
    quotes: tuple[StatementView, ...] = ()
    """The statements that stand in it."""
    pictures: tuple[PictureView, ...] = ()
    """The pictures that stand in it, each once."""

    def __bool__(self) -> bool:
        return self.prose is not None
