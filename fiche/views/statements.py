"""Statements: what somebody said, and lists of it."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.shared import BriefCard, Label, LinkView, ReferenceView, TimeView


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


class StatementsView(Value, frozen=True):
    """One page of a list of statements."""

    statements: tuple[StatementView, ...]
    about: LinkView | None
    """The actor or topic it is of; nothing for all."""
    speakers: tuple[LinkView, ...]
    """Those quoted most often, with counts; none on a speaker's own pages."""
    total: int
    page: int
    pages: int
    newer: str
    older: str
