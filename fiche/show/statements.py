"""Statements as pages show them, and as data."""

from __future__ import annotations

from collections.abc import Sequence

from fiche import address, dates
from fiche.lens import Lens
from fiche.model import Attribution
from fiche.publication import Entry, Said
from fiche.register import office_on
from fiche.value import replace
from fiche.views.documents import Json, Record
from fiche.views.shared import Label, LinkView, StatementView, Stored

_LATEST = 5
"""Of an actor or topic, on its page."""

NAMES = (
    "id", "date", "speaker", "speaker_name", "office", "on_behalf_of", "attribution", "descriptor", "form", "lang", "text",
    "translation", "venue", "source", "source_url", "topics", "brief", "url",
)  # fmt: skip
"""What is told of a statement as data, and the columns of the table: a new one goes to the end."""


def view(lens: Lens, entry: Entry, one: Said, *, home: bool = True) -> StatementView:
    """Show a statement, at `home` on its brief's page or elsewhere."""
    said = one.statement
    translated = said.lang != lens.lang and lens.lang in said.translations.languages()
    spoke = lens.publication.actors[one.speaker] if one.speaker else None
    held = office_on(spoke.head, said.date.first) if spoke else None
    named = said.attribution is Attribution.ON_RECORD
    return StatementView(
        id=f"{entry.head.id}-{said.id}",
        anchor=f"statement-{said.id}",
        text=lens.label(lens.lang, said.translations.pick(lens.lang)[1])
        if translated
        else lens.label(said.lang, said.text),
        original=lens.label(said.lang, said.text) if translated else None,
        translated=lens.say("translated") if translated else "",
        quoted=said.form in {"quote", "post", "letter"} and said.attribution is not Attribution.DEEP_BACKGROUND,
        form=said.form,
        form_label=lens.say(f"form-{said.form}"),
        date=lens.stamp(said.date),
        speaker=lens.actor(one.speaker) if one.speaker else None,
        office=Label(lens.then(held)) if held else Label(""),
        on_behalf_of=lens.actor(one.on_behalf_of) if one.on_behalf_of else None,
        descriptor=lens.text(said.descriptor) if said.descriptor or named else Label(lens.say("participant")),
        attribution_label="" if named else lens.say(f"attribution-{said.attribution.value}"),
        venue=lens.text(said.venue),
        topics=tuple(lens.topic(topic) for topic in one.topics),
        source=lens.reference(one.source) if one.source else None,
        brief=None if home else lens.card(entry),
    )


def text(lens: Lens, entry: Entry, *, named: bool = False) -> Stored:
    """Return the text of a brief with the statements that stand in it; with `named`, names of actors in it become links."""
    if entry.body is None:
        return Stored()
    told = {one.statement.id: one for one in entry.statements}
    body = lens.stored(entry.body, entry.head.date.instant.date()) if named else lens.plain(entry.body)
    return replace(body, quotes=tuple(view(lens, entry, told[id]) for id in entry.body.quotes))


def beside_text(lens: Lens, entry: Entry) -> tuple[StatementView, ...]:
    """Show the statements of a brief that do not stand in its text."""
    placed = entry.body.quotes if entry.body else ()
    return tuple(view(lens, entry, one) for one in entry.statements if one.statement.id not in placed)


def latest(lens: Lens, rows: Sequence[tuple[Entry, Said]]) -> tuple[StatementView, ...]:
    """Show the first few of some statements."""
    return tuple(view(lens, entry, one, home=False) for entry, one in rows[:_LATEST])


def all_of(lens: Lens, family: str, id: str, rows: Sequence[tuple[Entry, Said]]) -> LinkView | None:
    """Link to all statements of an actor or topic, or of everybody where no family is named, with their count."""
    if not rows or not lens.is_on("statements"):
        return None
    of = f"{family}/{id}/" if family else ""
    place = f"{lens.root}{of}statements/" if not family or lens.is_on(family) else ""
    return LinkView(Label(lens.say("all-statements")), place, count=len(rows))


def record_of(lens: Lens, entry: Entry, one: Said) -> Record:
    """Tell a statement as data: every name is there, what is not known is None."""
    said, shown = one.statement, view(lens, entry, one, home=False)
    values: tuple[Json, ...] = (
        shown.id,
        dates.iso_stamp(said.date),
        one.speaker or None,
        shown.speaker.label.text if shown.speaker else None,
        shown.office.text or None,
        one.on_behalf_of or None,
        said.attribution.value,
        shown.descriptor.text or None,
        said.form,
        said.lang,
        said.text,
        said.translations.pick(lens.lang)[1] or None,
        shown.venue.text or None,
        shown.source.title.text if shown.source else None,
        shown.source.url or None if shown.source else None,
        tuple(one.topics),
        entry.head.id,
        address.absolute(lens.site.base_url, entry.address) + f"#{shown.anchor}",
    )
    return Record(tuple(zip(NAMES, values, strict=True)))
