"""Stage three, clear: the gate.

The only place that knows that anything is withheld. It takes manuscripts and returns what a policy may show, with every
reference to withheld matter taken out and the future after the policy's clock cut off. It fails closed: what it cannot
show without naming something withheld is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import Enum
from typing import TypeVar
from zoneinfo import ZoneInfo

from fiche import figures
from fiche.model import (
    ActorHead,
    ActorUse,
    Amount,
    Attribution,
    Body,
    BriefHead,
    Designation,
    Desk,
    Edition,
    EventHead,
    FigureHead,
    Gate,
    Head,
    Link,
    LinkKind,
    Manuscript,
    PageHead,
    Picture,
    Policy,
    ReferenceHead,
    Relation,
    Shown,
    Source,
    Stamp,
    Statement,
    Status,
    Texts,
    Tombstone,
    TopicHead,
    Use,
    When,
    pictures_in,
)
from fiche.names import Index, slug
from fiche.problem import Checked, Place, Problem, error, in_order, quoted
from fiche.register import actor_names, topic_names
from fiche.value import Value, replace

H = TypeVar("H", bound=Head)


class _Names(Value, frozen=True):
    """Says which names mean something withheld, by all that the desk knows under that name."""

    index: Index
    """Of the open and the withheld: a name that both bear means the open one."""
    withheld: frozenset[str]

    def hide(self, name: str) -> bool:
        """Say whether a name means something withheld, or would get the address of something withheld."""
        found = self.index.find(name) if name else ()
        return all(id in self.withheld for id in found) if found else slug(name) in self.withheld


class _Withheld(Value, frozen=True):
    """Looks up what may not be named. Lives and dies in this module."""

    actors: _Names
    topics: _Names
    references: frozenset[str]
    figures: frozenset[str]
    briefs: frozenset[str]
    """Ids, former ones too."""
    pages: frozenset[str]
    paths: frozenset[str]

    def hides(self, hole: Link) -> bool:
        """Say whether a link points at withheld matter."""
        if hole.target in self.paths:
            return True
        if hole.kind is LinkKind.BRIEF:
            return hole.target in self.briefs
        if hole.kind is LinkKind.PAGE:
            return hole.target in self.pages
        if hole.kind is LinkKind.TOPIC:
            return self.topics.hide(hole.target)
        return hole.kind is LinkKind.ACTOR and self.actors.hide(hole.target)


def clear(desk: Desk, policy: Policy) -> Checked[Edition]:
    """Return all that the policy may show of the desk, and nothing else."""
    zone = ZoneInfo(desk.site.timezone)
    clock = policy.now.astimezone(zone)
    briefs = [m for m in desk.briefs if not reason(m, policy)]
    standing = [m for m in briefs if not _is_withdrawn(m.gate, policy.now)]
    actors = [m for m in desk.actors if not reason(m, policy)]
    topics = [m for m in desk.topics if not reason(m, policy)]
    references = [m for m in desk.references if not reason(m, policy)]
    events = [m for m in desk.events if not reason(m, policy) and (policy.unveiled or _is_announced(m.head, clock))]
    ledgers = [m for m in desk.figures if not reason(m, policy)]
    pages = [m for m in desk.pages if not reason(m, policy)]
    withheld = _withheld(desk, standing, actors, topics, references, ledgers, pages)
    kept: list[Manuscript[Head]] = [*standing, *actors, *topics, *pages]
    bodies = [reading(m, policy) for m in kept]
    edition = Edition(
        site=desk.site,
        policy=policy,
        briefs=tuple(_shown(m, _brief(_speaking(m, policy), withheld, clock), policy, withheld) for m in standing),
        tombstones=tuple(_tombstone(m) for m in briefs if _is_withdrawn(m.gate, policy.now)),
        actors=tuple(_shown(m, _actor(m.head, withheld, clock), policy) for m in actors),
        topics=tuple(_shown(m, _topic(m.head, withheld, clock), policy) for m in topics),
        references=tuple(_shown(m, _reference(m.head, withheld), policy) for m in references),
        events=tuple(_shown(m, _event(m.head, withheld, clock), policy) for m in events),
        figures=tuple(_shown(m, _figure(m.head, withheld, clock), policy) for m in ledgers),
        pages=tuple(_shown(m, m.head, policy) for m in pages),
        files=tuple(_files(desk.files, standing, bodies)),
        pictures=tuple(_pictures(desk.pictures, standing, bodies)),
    )
    problems = [p for body in bodies for p in _unspoken(body, withheld)]
    problems += [p for brief in edition.briefs for p in _unsaid(brief)]
    return Checked(edition, in_order([*problems, *_unvalued(edition, clock)]))


# --------------------------------------------------------------------------- the decision


class Reason(Enum):
    """Why a manuscript is withheld; the first that applies."""

    STATUS = "its status"
    MARKING = "its marking"
    EMBARGO = "its embargo"
    DATE = "its date"
    EXPIRED = "it expired"


def reason(manuscript: Manuscript[Head], policy: Policy) -> Reason | None:
    """Say why a policy withholds a manuscript; None if it may be shown, be it as a tombstone."""
    gate, head = manuscript.gate, manuscript.head
    if gate.status not in {Status.PUBLISHED, Status.WITHDRAWN} and not (policy.drafts or policy.unveiled):
        return Reason.STATUS
    if gate.marking > policy.audience:
        return Reason.MARKING
    if policy.unveiled:
        return None
    if gate.expires is not None and policy.now >= gate.expires:
        return Reason.EXPIRED
    if gate.embargo is not None and policy.now < gate.embargo:
        return Reason.EMBARGO
    if isinstance(head, BriefHead) and head.date.instant > policy.now:
        return Reason.DATE
    return None


def _is_withdrawn(gate: Gate, now: datetime) -> bool:
    if gate.status is not Status.WITHDRAWN:
        return False
    return gate.withdrawn is None or gate.withdrawn.date.instant <= now


def _is_announced(head: EventHead, clock: datetime) -> bool:
    return head.announced is None or _has_begun(head.announced, clock)


def _has_begun(stamp: Stamp | None, clock: datetime) -> bool:
    """Say whether a date has come; one known to the year or month comes with its first day."""
    if stamp is None:
        return True
    return stamp.instant <= clock if stamp.instant else stamp.first <= clock.date()


def _is_past(when: When | None, clock: datetime) -> bool:
    return when is not None and when.instant <= clock


# --------------------------------------------------------------------------- what is withheld


def _withheld(
    desk: Desk,
    briefs: list[Manuscript[BriefHead]],
    actors: list[Manuscript[ActorHead]],
    topics: list[Manuscript[TopicHead]],
    references: list[Manuscript[ReferenceHead]],
    ledgers: list[Manuscript[FigureHead]],
    pages: list[Manuscript[PageHead]],
) -> _Withheld:
    open_briefs = {id for m in briefs for id in (m.head.id, *m.head.former_ids)}
    open_files: tuple[Manuscript[Head], ...] = (*briefs, *actors, *topics, *pages)
    all_files: tuple[Manuscript[Head], ...] = (*desk.briefs, *desk.actors, *desk.topics, *desk.pages)
    return _Withheld(
        actors=_Names(
            Index.of((m.head.id, actor_names(m.head)) for m in desk.actors),
            frozenset(m.head.id for m in _hidden(desk.actors, actors)),
        ),
        topics=_Names(
            Index.of((m.head.id, topic_names(m.head)) for m in desk.topics),
            frozenset(m.head.id for m in _hidden(desk.topics, topics)),
        ),
        references=frozenset(m.head.id for m in _hidden(desk.references, references)),
        figures=frozenset(m.head.id for m in _hidden(desk.figures, ledgers)),
        briefs=frozenset({id for m in desk.briefs for id in (m.head.id, *m.head.former_ids)} - open_briefs),
        pages=frozenset({m.head.id for m in desk.pages} - {m.head.id for m in pages}),
        paths=frozenset({m.place.path for m in all_files} - {m.place.path for m in open_files}),
    )


def _hidden(all_of: Iterable[Manuscript[H]], open_ones: list[Manuscript[H]]) -> list[Manuscript[H]]:
    seen = {id(m) for m in open_ones}
    return [m for m in all_of if id(m) not in seen]


# --------------------------------------------------------------------------- taking it out


def reading(manuscript: Manuscript[Head], policy: Policy) -> Body | None:
    """Return the body as a policy's audience reads it."""
    bodies = [one.body for one in manuscript.readings if one.marking <= policy.audience]
    return bodies[-1] if bodies else None


def _speaking(manuscript: Manuscript[BriefHead], policy: Policy) -> BriefHead:
    """Return the header of a brief with what the quotes of its text say beside its own statements."""
    head, body = manuscript.head, reading(manuscript, policy)
    return replace(head, statements=(*head.statements, *body.statements)) if body and body.statements else head


def _shown(manuscript: Manuscript[H], head: H, policy: Policy, withheld: _Withheld | None = None) -> Shown[H]:
    body = reading(manuscript, policy)
    linked = _linked(body, withheld) if body and withheld else ()
    body = replace(body, statements=()) if body and body.statements else body
    return Shown(head, manuscript.place, body, manuscript.gate.marking, tuple(dict.fromkeys(linked)))


def _linked(body: Body, withheld: _Withheld) -> Iterator[str]:
    """Return the actors a body links to, but those withheld."""
    for mention in body.mentions:
        hole = mention.hole
        if isinstance(hole, Link) and hole.kind is LinkKind.ACTOR and not withheld.hides(hole):
            yield hole.target


def _brief(head: BriefHead, withheld: _Withheld, clock: datetime) -> BriefHead:
    then = max(clock, head.date.instant)  # a brief of a day to come, which the desk alone sees, speaks as of that day
    return replace(
        head,
        updated=head.updated if _is_past(head.updated, clock) else None,
        as_of=head.as_of if _is_past(head.as_of, clock) else None,
        actors=_actor_uses(head.actors, withheld),
        topics=_topic_uses(head.topics, withheld),
        follows=_brief_uses(head.follows, withheld),
        supersedes=_brief_uses(head.supersedes, withheld),
        sources=tuple(use for use in head.sources if use.name not in withheld.references),
        references=tuple(_reference(reference, withheld) for reference in head.references),
        corrections=tuple(note for note in head.corrections if _is_past(note.date, clock)),
        statements=tuple(
            _statement(one, withheld)
            for one in head.statements
            if _has_begun(one.date, then) and not (_is_named(one) and withheld.actors.hide(one.speaker))
        ),
        figures=tuple(
            replace(one, amount=_amount(one.amount, withheld), place=Place(""))
            for one in head.figures
            if _has_begun(one.amount.as_of, then) and one.id not in withheld.figures
        ),
    )


def _figure(head: FigureHead, withheld: _Withheld, clock: datetime) -> FigureHead:
    known = (amount for amount in head.amounts if _has_begun(amount.as_of, clock))
    return replace(
        head,
        topics=_topic_uses(head.topics, withheld),
        amounts=tuple(_amount(amount, withheld) for amount in known),
    )


def _amount(amount: Amount, withheld: _Withheld) -> Amount:
    return replace(amount, source="") if amount.source in withheld.references else amount


def _is_named(statement: Statement) -> bool:
    return statement.attribution is Attribution.ON_RECORD


def _statement(statement: Statement, withheld: _Withheld) -> Statement:
    """Take out of a statement whom it may not be laid to, and all that would tell."""
    topics = tuple(Use(use.name) for use in _topic_uses(statement.topics, withheld))
    kept = replace(statement, topics=topics, place=Place(""))
    if not _is_named(statement):
        venue = Texts() if statement.attribution is Attribution.CHATHAM else statement.venue
        return replace(kept, speaker="", on_behalf_of="", source="", venue=venue)
    return replace(
        kept,
        on_behalf_of="" if withheld.actors.hide(statement.on_behalf_of) else statement.on_behalf_of,
        source="" if statement.source in withheld.references else statement.source,
    )


def _actor(head: ActorHead, withheld: _Withheld, clock: datetime) -> ActorHead:
    roles = (role for role in head.roles if _has_begun(role.start, clock))
    names = (name for name in head.names if _has_begun(name.start, clock))
    return replace(
        head,
        names=tuple(replace(name, end=_until(name.end, clock)) for name in names),
        aliases=tuple(
            replace(alias, end=_until(alias.end, clock)) for alias in head.aliases if _has_begun(alias.start, clock)
        ),
        roles=tuple(
            replace(role, end=_until(role.end, clock), org="" if withheld.actors.hide(role.org) else role.org)
            for role in roles
        ),
        parent="" if withheld.actors.hide(head.parent) else head.parent,
        died=_until(head.died, clock),
        dissolved=_until(head.dissolved, clock),
        as_of=head.as_of if _is_past(head.as_of, clock) else None,
        relations=tuple(_relations(head.relations, withheld, clock)),
        designations=tuple(_designations(head.designations, withheld, clock)),
    )


def _relations(relations: Iterable[Relation], withheld: _Withheld, clock: datetime) -> Iterator[Relation]:
    """Keep the relations to open actors that have begun."""
    for one in relations:
        if _has_begun(one.start, clock) and not withheld.actors.hide(one.target):
            source = "" if one.source in withheld.references else one.source
            yield replace(one, end=_until(one.end, clock), source=source, place=Place(""))


def _designations(designations: Iterable[Designation], withheld: _Withheld, clock: datetime) -> Iterator[Designation]:
    """Keep the designations that have been made, by open actors: without its author one would be ours."""
    for one in designations:
        if _has_begun(one.start, clock) and not withheld.actors.hide(one.by):
            source = "" if one.source in withheld.references else one.source
            yield replace(one, end=_until(one.end, clock), source=source, place=Place(""))


def _until(end: Stamp | None, clock: datetime) -> Stamp | None:
    """Forget an end that has not come."""
    return end if end is not None and _has_begun(end, clock) else None


def _topic(head: TopicHead, withheld: _Withheld, clock: datetime) -> TopicHead:
    written = head.as_of is None or _is_past(head.as_of, clock)
    return replace(
        head,
        parents=_topic_uses(head.parents, withheld),
        related=_topic_uses(head.related, withheld),
        state_of_play=head.state_of_play if written else Texts(),
        as_of=head.as_of if written else None,
        trend=tuple(trend for trend in head.trend if _has_begun(trend.period, clock)),
    )


def _reference(head: ReferenceHead, withheld: _Withheld) -> ReferenceHead:
    if head.confidential:
        return ReferenceHead(head.id, Texts(), descriptor=head.descriptor, confidential=True)
    return replace(head, publisher="") if withheld.actors.hide(head.publisher) else head


def _event(head: EventHead, withheld: _Withheld, clock: datetime) -> EventHead:
    head = _as_told(head, clock)
    begun = _has_begun(head.start, clock)
    return replace(
        head,
        status="confirmed" if head.status == "held" and not begun else head.status,
        outcome=head.outcome if begun else Texts(),
        brief="" if not begun or head.brief in withheld.briefs else head.brief,
        actors=_actor_uses(head.actors, withheld),
        topics=_topic_uses(head.topics, withheld),
        source="" if head.source in withheld.references else head.source,
    )


def _as_told(head: EventHead, clock: datetime) -> EventHead:
    """Return an event with the date that was told last by then, and nothing of what became of that."""
    told = tuple(one for one in head.was if _has_begun(one.until, clock))
    if len(told) == len(head.was):
        return head
    then = head.was[len(told)]
    status = head.status if head.status in {"tentative", "confirmed"} else "confirmed"
    return replace(
        head, start=then.start, end=then.end, was=told, status=status, note=Texts(), outcome=Texts(), brief=""
    )


def _actor_uses(uses: tuple[ActorUse, ...], withheld: _Withheld) -> tuple[ActorUse, ...]:
    return tuple(use for use in uses if not withheld.actors.hide(use.name))


def _topic_uses(uses: tuple[Use, ...], withheld: _Withheld) -> tuple[Use, ...]:
    return tuple(use for use in uses if not withheld.topics.hide(use.name))


def _brief_uses(uses: tuple[Use, ...], withheld: _Withheld) -> tuple[Use, ...]:
    return tuple(use for use in uses if use.name not in withheld.briefs)


def _tombstone(manuscript: Manuscript[BriefHead]) -> Tombstone:
    head, gate = manuscript.head, manuscript.gate
    assert gate.withdrawn is not None  # forms refuses a withdrawn brief that does not say since when
    return Tombstone(head.id, head.lang, head.slug, head.date, gate.withdrawn, manuscript.place.path)


# --------------------------------------------------------------------------- attachments, and names without words


def _files(files: Iterable[Source], briefs: list[Manuscript[BriefHead]], bodies: list[Body | None]) -> Iterator[Source]:
    """Keep the attachments that something shown uses."""
    used = {m.head.image.src for m in briefs if m.head.image}
    for body in bodies:
        if body is not None:
            holes = (mention.hole for mention in body.mentions)
            used |= {hole.target for hole in holes if isinstance(hole, Link) and hole.kind is LinkKind.FILE}
    return (source for source in files if source.path in used)


def _pictures(
    pictures: Iterable[Picture], briefs: list[Manuscript[BriefHead]], bodies: list[Body | None]
) -> Iterator[Picture]:
    """Keep the pictures that something shown shows: of an attachment that is only linked there are no renditions."""
    used = {m.head.image.src for m in briefs if m.head.image}
    used.update(path for body in bodies if body for path in pictures_in(body))
    return (picture for picture in pictures if picture.source.path in used and not picture.fault)


def _unspoken(body: Body | None, withheld: _Withheld) -> Iterator[Problem]:
    """Report links and citations that would have to print the name of something withheld."""
    for mention in body.mentions if body else ():
        hole = mention.hole
        if isinstance(hole, Link):
            if not hole.inner and hole.kind is not LinkKind.FILE and withheld.hides(hole):
                yield _names_withheld(mention.place, mention.excerpt, hole.target, _worded(hole))
        elif hole.reference in withheld.references:
            yield _names_withheld(mention.place, mention.excerpt, hole.reference, "[[tlp:amber]][@…][[/tlp]]")


def _unsaid(brief: Shown[BriefHead]) -> Iterator[Problem]:
    """Report statements that stand in a text and may not be shown: who said them, or their day, is withheld."""
    shown = {one.id for one in brief.head.statements}
    for use in brief.body.quotes if brief.body else ():
        if use.name not in shown:
            what = (
                f"the statement {quoted(use.name)} stands here, and is withheld from these readers with its speaker, or "
                "till its day has come; put it between “[[tlp:amber]]” and “[[/tlp]]”, or take it out"
            )
            yield error(use.place, what, "names-withheld")


def _unvalued(edition: Edition, clock: datetime) -> Iterator[Problem]:
    """Report figures that would print a value where these readers may know none of that day."""
    heads, briefs = (one.head for one in edition.figures), (one.head for one in edition.briefs)
    told = figures.told(heads, briefs, edition.site.languages)
    shown: tuple[Shown[Head], ...] = (*edition.briefs, *edition.actors, *edition.topics, *edition.pages)
    for one in shown:
        for mention, figure in figures.valueless(one.body, one.head, told, clock.date()):
            yield _names_withheld(mention.place, mention.excerpt, figure, f"[[figure:{figure}|words]]")


def _worded(link: Link) -> str:
    """Write a link with words of its own."""
    if link.target.startswith("content/"):
        return "[words](…)"
    kind = "" if link.kind is LinkKind.ACTOR else f"{link.kind.value}:"
    return f"[[{kind}{link.target}|words]]"


def _names_withheld(place: Place, excerpt: str, name: str, remedy: str) -> Problem:
    what = f"{quoted(name)} is withheld from these readers and would be named here; write {quoted(remedy)}"
    return error(place, what, "names-withheld", excerpt)
