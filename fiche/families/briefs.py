"""A page for every brief in every language it is written in."""

from __future__ import annotations

from collections.abc import Iterator

from fiche import address, dates, linked_data
from fiche.lens import Lens
from fiche.outputs import Page, part
from fiche.publication import Entry, Kin
from fiche.show import changes, figures, statements, threads
from fiche.views.briefs import BriefView, RelatedView, StepView
from fiche.views.page import AlternateView
from fiche.views.shared import CorrectionView, LinkView


def orders(lens: Lens) -> Iterator[tuple[str, ...]]:
    """Name each brief that is written in this language."""
    return ((entry.head.id,) for entry in lens.publication.entries if entry.head.lang == lens.lang)


def at(lens: Lens, path: str) -> Iterator[tuple[str, ...]]:
    """Name the brief whose page is at a path."""
    known = lens.prepared("brief-paths", lambda: _paths(lens))
    if path in known:
        yield (known[path],)


def _paths(lens: Lens) -> dict[str, str]:
    """Return the brief of this language that stands at each path."""
    raw = lens.publication.raw
    return {address.file_of(entry.address): entry.head.id for entry in raw.entries if entry.head.lang == lens.lang}


def make(lens: Lens, id: str) -> Iterator[Page]:
    """Make the page of a brief."""
    yield _page(lens.publication.edition(id, lens.lang), lens)


def _page(entry: Entry, lens: Lens) -> Page:
    head = entry.head
    view = brief_view(entry, lens)
    page = lens.page_view(
        entry.address,
        kind="brief",
        section="briefs",
        title=head.title,
        description=head.summary,
        marking=entry.marking,
        crumbs=_crumbs(entry, lens),
        alternates=tuple(alternates(entry, lens)),
        feeds=lens.home_feeds(),
        data=f"{entry.address}index.json" if lens.is_on("json") else "",
        json_ld=linked_data.brief(entry, lens),
        image=address.absolute(lens.site.base_url, view.image.address) if view.image else "",
        published=dates.rfc3339(head.date),
        modified=dates.rfc3339(head.updated) if head.updated else "",
        indexed=not entry.superseded_by,
    )
    parts = (lens.site_part, part("page", page), part("brief", view))
    return Page(entry.address, "brief.html", parts, entry.file)


def _crumbs(entry: Entry, lens: Lens) -> tuple[LinkView, ...]:
    home = lens.crumb("home", "")
    if entry.topics and lens.is_on("topics"):
        return (home, lens.topic(entry.topics[0]))
    return (home,)


def alternates(entry: Entry, lens: Lens) -> Iterator[AlternateView]:
    """Link to the other editions; a language without one is answered by its home page."""
    editions = {e.head.lang: e for e in lens.publication.editions(entry.head.id)}
    for lang in lens.site.languages:
        if lang in editions:
            yield lens.alternate(lang, editions[lang].address)
        else:
            yield lens.alternate(lang, address.prefix(lens.site, lang), exact=False)


def brief_view(entry: Entry, lens: Lens) -> BriefView:
    """Return the brief as its own page shows it."""
    head = entry.head
    day = head.date.instant.date()
    story = lens.of_thread[head.thread] if head.thread else []
    if not any(step.head.id == head.id for step in story) or len(story) < 2:
        story = []
    at = next((n for n, step in enumerate(story) if step.head.id == head.id), 0)
    return BriefView(
        card=lens.card(entry),
        series=head.series,
        number=lens.say("number", n=head.number) if head.number is not None else "",
        dateline=head.dateline,
        as_of=lens.when(head.as_of) if head.as_of else None,
        updated=lens.when(head.updated) if head.updated else None,
        minutes=lens.minutes(entry.words),
        authors=head.authors,
        summary=head.summary,
        key_points=head.key_points,
        gaps=head.gaps,
        body=statements.text(lens, entry, named=True),
        image=lens.image(head.image),
        topics=tuple(lens.topic(id) for id in entry.topics),
        statements=statements.beside_text(lens, entry),
        who=tuple(lens.who(cast, day) for cast in entry.cast),
        notes=lens.notes(entry.notes),
        sourcing_note=head.sourcing_note,
        corrections=tuple(_corrections(entry, lens)),
        changes=changes.view(lens, entry),
        superseded_by=tuple(lens.card(lens.by_id[id]) for id in entry.superseded_by),
        thread=head.thread,
        thread_page=threads.link(lens, head.thread),
        story=tuple(StepView(lens.card(step), step.head.id == head.id) for step in story),
        previous=lens.card(story[at - 1]) if story and at else None,
        next=lens.card(story[at + 1]) if at + 1 < len(story) else None,
        related=tuple(_related(kin, lens) for kin in lens.publication.kin.get(head.id, ())),
        permanent=address.absolute(lens.site.base_url, entry.address),
        figures=figures.of_brief(lens, entry),
    )


def _corrections(entry: Entry, lens: Lens) -> Iterator[CorrectionView]:
    for number, note in enumerate(entry.head.corrections, 1):
        yield lens.correction(entry.head, note, number, None)


def _related(kin: Kin, lens: Lens) -> RelatedView:
    reasons = []
    if kin.actors:
        reasons.append(lens.say("reason-actors", n=kin.actors))
    if kin.topics:
        reasons.append(lens.say("reason-topics", n=kin.topics))
    if kin.same_day:
        reasons.append(lens.say("reason-same-day"))
    return RelatedView(lens.card(lens.by_id[kin.id]), tuple(reasons))
