"""The matter of a desk, parted for the readers of a policy: what they may see, and what is kept from them.

Owns a second judgement of what is withheld, made from the desk and the source files and from nothing that `clear` made or
decided: if one of them is wrong the other is not, in the same way. A field it does not know counts as its file does.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from datetime import datetime
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from fiche.audit.plain import words
from fiche.audit.sheaves import Leaf, Readers, Sheaves, Text
from fiche.memo import Memo
from fiche.model import (
    ActorHead,
    ActorUse,
    Alias,
    Amount,
    Attribution,
    BriefHead,
    Correction,
    Designation,
    Desk,
    EventHead,
    FigureHead,
    Gate,
    Head,
    Image,
    Link,
    LinkKind,
    Manuscript,
    Name,
    Office,
    Policy,
    ReferenceHead,
    Relation,
    Reported,
    Source,
    Sources,
    Stamp,
    Statement,
    Status,
    Texts,
    TopicHead,
    Trend,
    Use,
)
from fiche.names import slug
from fiche.problem import Place
from fiche.value import Value


class Matter(NamedTuple):
    """All that a desk says. What stands on both sides may be shown."""

    said: tuple[str, ...]
    """What headers say to readers."""
    sheaves: Sheaves
    """What files say beside their fields."""
    withheld: tuple[Text, ...]
    files: tuple[Source, ...]
    """The attachments that nothing shown uses."""
    countries: frozenset[str]
    """Codes of the countries whose names are printed."""


# --------------------------------------------------------------------------- the judgement


def is_withheld(manuscript: Manuscript[Head], policy: Policy, zone: ZoneInfo) -> bool:
    """Judge whether readers may see nothing of a manuscript but, of a withdrawn one, that it is."""
    gate, head = manuscript.gate, manuscript.head
    if gate.marking > policy.audience or is_withdrawn(gate, policy):
        return True
    if policy.unveiled:
        return False
    begins = [gate.embargo] if gate.embargo else []
    if isinstance(head, BriefHead):
        begins.append(head.date.instant)
    if isinstance(head, EventHead) and head.announced:
        begins.append(_begin(head.announced, zone))
    is_ready = policy.drafts or gate.status in {Status.PUBLISHED, Status.WITHDRAWN}
    is_over = gate.expires is not None and gate.expires <= policy.now
    return not is_ready or is_over or any(begin > policy.now for begin in begins)


def is_withdrawn(gate: Gate, policy: Policy) -> bool:
    """Judge whether a brief has been taken back."""
    return gate.status is Status.WITHDRAWN and (gate.withdrawn is None or gate.withdrawn.date.instant <= policy.now)


def _begin(stamp: Stamp, zone: ZoneInfo) -> datetime:
    return stamp.instant or datetime(stamp.first.year, stamp.first.month, stamp.first.day, tzinfo=zone)


# --------------------------------------------------------------------------- fields

_MUTE = frozenset(
    "lang kind part form status gender country reliability attribution match others mentions digest typography".split()
)
"""Fields whose words come from a list, or are printed nowhere."""
NAMING = {
    "actors": "actor", "speaker": "actor", "on_behalf_of": "actor", "org": "actor", "parent": "actor", "publisher": "actor",
    "target": "actor", "by": "actor",
    "topics": "topic", "parents": "topic", "related": "topic",
    "sources": "source", "source": "source",
    "figures": "figure", "brief": "brief", "follows": "brief", "supersedes": "brief",
}  # fmt: skip
"""Fields that name something else, and its kind: what they name may be withheld where they are not."""
_PROSE = frozenset(
    "summary whats_new key_points gaps text translations note outcome scope state_of_play sourcing_note was reason caption "
    "description".split()
)


def _fields(value: Value) -> Iterator[tuple[str, object]]:
    """Yield the fields of a value that have words in them, a list's entries one by one."""
    for field in _telling(type(value)):
        inner = getattr(value, field)
        for one in inner if isinstance(inner, tuple | frozenset) else (inner,):
            if isinstance(one, str | Value):
                yield field, one
            elif isinstance(one, tuple):  # a scheme and an identifier, an id and what it is called
                yield from ((field, part) for part in one[1:] if isinstance(part, str | Texts))


@cache
def _telling(kind: type[Value]) -> tuple[str, ...]:
    return tuple(field for field in kind.__struct_fields__ if field not in _MUTE)


def texts(value: object) -> Iterator[tuple[str, str]]:
    """Yield all words of a value with the name of their field."""
    assert isinstance(value, Value)
    if isinstance(value, Texts):
        yield from (("", text) for _, text in value.pairs)
        return
    for field, inner in _fields(value):
        if isinstance(inner, str):
            yield field, inner
        elif not isinstance(inner, Place):
            for deeper, text in texts(inner):
                yield (field if deeper in {"", "name"} or isinstance(inner, Alias) else deeper), text


def _names_of(head: Head) -> Iterator[tuple[str, str]]:
    """Yield the names and ids of something, each with its kind."""
    if isinstance(head, BriefHead):
        yield from (("brief", id) for id in (head.id, head.slug, *head.former_ids))
    elif isinstance(head, ActorHead):
        yield from (("actor", id) for id in (head.id, *head.former_ids))
        yield from (("actor", text) for name in head.names for text in (name.full, name.short, name.sort) if text)
        yield from (("actor", alias.text) for alias in head.aliases)
    elif isinstance(head, TopicHead):
        yield from (("topic", id) for id in (head.id, *head.former_ids, *head.aliases))
        yield from (("topic", text) for _, text in head.labels.pairs)
    elif isinstance(head, ReferenceHead | FigureHead):
        yield "source" if isinstance(head, ReferenceHead) else "figure", head.id
    else:
        yield "event" if isinstance(head, EventHead) else "page", head.id


# --------------------------------------------------------------------------- the parting


def matter(desk: Desk, policy: Policy, sources: Sources, *, pool: Executor, memo: Memo) -> Matter:
    """Part all that a desk and its source files say. Raises Changed if a file is no longer what was scanned."""
    parting = _Parting(desk, policy)
    parting.heads()
    return parting.parted(Sheaves(sources.root, parting.readers, parting.leaves(sources), pool, memo))


class _Parting:
    def __init__(self, desk: Desk, policy: Policy) -> None:
        self._desk = desk
        self._policy = policy
        self._zone = ZoneInfo(desk.site.timezone)
        kinds = (getattr(desk, field) for field in desk.__struct_fields__)
        manuscripts = [one for kind in kinds if isinstance(kind, tuple) for one in kind if isinstance(one, Manuscript)]
        self._closed = [m for m in manuscripts if is_withheld(m, policy, self._zone)]
        closed = {id(m) for m in self._closed}
        self._open = [m for m in manuscripts if id(m) not in closed]
        names = {(kind, words(name)) for m in self._closed for kind, name in _names_of(m.head)}
        names -= {(kind, words(name)) for m in self._open for kind, name in _names_of(m.head)}
        heads = (one for m in self._open for one in (m.head, *getattr(m.head, "references", ())))
        guarded = {words(one.id) for one in heads if isinstance(one, ReferenceHead) and one.confidential}
        guarded |= {name for kind, name in names if kind == "source"}
        self.readers = Readers(policy.audience, frozenset(names | {("locator", name) for name in guarded}))
        self._hides = cache(self.readers.hides)
        self._open_paths = {m.place.path for m in self._open}
        self._closed_paths = {m.place.path for m in self._closed}
        self._shown: list[str] = []
        self._withheld: list[Text] = []

    def leaves(self, sources: Sources) -> Iterator[Leaf]:
        """Yield the files from which something was read."""
        for source in sources.files:
            if source.path in self._closed_paths or source.path in self._open_paths:
                yield Leaf(source, source.path in self._closed_paths)

    def parted(self, sheaves: Sheaves) -> Matter:
        """Return what was found."""
        used = {target for m in self._open for target in self._files_of(m)}
        shown = {one.digest for one in self._desk.files if one.path in used}
        files = tuple(one for one in self._desk.files if one.path not in used and one.digest not in shown)
        names = (
            Text(one.path.rpartition("/")[2], Place(one.path), "the name of a file that is not shown") for one in files
        )
        withheld = (*self._withheld, *sheaves.withheld(), *names)
        heads = [m.head for m in self._open]
        countries = frozenset(code for head in heads if isinstance(head, ActorHead) for code in head.country)
        return Matter(tuple(self._shown), sheaves, withheld, files, countries)

    def _files_of(self, manuscript: Manuscript[Head]) -> Iterator[str]:
        """Yield the attachments that something shown uses."""
        image = getattr(manuscript.head, "image", None)
        if isinstance(image, Image):
            yield image.src
        read = [one.body for one in manuscript.readings if one.marking <= self._policy.audience]
        for mention in read[-1].mentions if read else ():
            if isinstance(mention.hole, Link) and mention.hole.kind is LinkKind.FILE:
                yield mention.hole.target

    def heads(self) -> None:
        """Go through what headers say."""
        for field, inner in _fields(self._desk.site):
            self._part(inner, Place("content/site.yaml"), field)
        for manuscript in (*self._closed, *self._open):
            for waiver in manuscript.waived:
                self._keep(waiver, manuscript.place)
        for manuscript in self._closed:
            self._close(manuscript)
            for reading in manuscript.readings:
                for statement in reading.body.statements:
                    self._keep(statement, manuscript.place)
        for manuscript in self._open:
            self._shown += [slug(name) for _, name in _names_of(manuscript.head)]
            self._part(manuscript.head, manuscript.place)
            for reading in manuscript.readings:
                is_read = reading.marking <= self._policy.audience
                for statement in reading.body.statements:
                    (self._part if is_read else self._keep)(statement, manuscript.place)

    def _close(self, manuscript: Manuscript[Head]) -> None:
        """Keep all of a head; of a brief taken back its address and the reason are shown."""
        gate, head = manuscript.gate, manuscript.head
        public: tuple[str, ...] = ()
        if isinstance(head, BriefHead) and gate.withdrawn and is_withdrawn(gate, self._policy):
            public = (head.id, head.slug, gate.withdrawn.reason)
        self._shown += public
        self._keep(head, manuscript.place, but=public)

    def _keep(self, value: object, place: Place, *, but: tuple[str, ...] = ()) -> None:
        for field, text in texts(value):
            if text not in but:
                self._withheld.append(Text(text, place, field, field in _PROSE))

    def _part(self, value: object, place: Place, field: str = "") -> None:
        """Part what a head, or something in one, says."""
        if isinstance(value, str):
            if not (field in NAMING and self._hides(NAMING[field], value)):
                self._shown.append(value)
        elif isinstance(value, Texts):
            self._shown += [text for _, text in value.pairs]
        elif isinstance(value, Use | ActorUse):
            if not self._hides(NAMING.get(field, ""), value.name):
                self._shown += [text for _, text in texts(value)]
        elif isinstance(value, Value) and not isinstance(value, Place):
            if self._is_to_come(value):
                self._keep(value, place)
                return
            cut = self._cut(value)
            for name, inner in _fields(value):
                if name in cut:
                    said = [inner] if isinstance(inner, str) else [text for _, text in texts(inner)]
                    self._withheld += [Text(text, place, name, name in _PROSE) for text in said]
                else:
                    self._part(inner, place, name)

    def _is_to_come(self, value: Value) -> bool:
        """Judge whether a part of a head is not to be known yet, or by nobody."""
        if isinstance(value, Correction):
            return value.date.instant > self._policy.now
        if isinstance(value, Name | Alias | Office):
            return self._has_not_begun(value.start)
        if isinstance(value, Relation | Designation):
            other = value.target if isinstance(value, Relation) else value.by
            return self._has_not_begun(value.start) or self._hides("actor", other)
        if isinstance(value, Amount):
            return self._has_not_begun(value.as_of)
        if isinstance(value, Reported):
            return self._has_not_begun(value.amount.as_of) or self._hides("figure", value.id)
        if isinstance(value, Trend):
            return self._has_not_begun(value.period)
        if isinstance(value, Statement):
            is_named = value.attribution is Attribution.ON_RECORD
            return self._has_not_begun(value.date) or (is_named and self._hides("actor", value.speaker))
        return False

    def _has_not_begun(self, stamp: Stamp | None) -> bool:
        return stamp is not None and _begin(stamp, self._zone) > self._policy.now

    def _cut(self, value: Value) -> frozenset[str]:
        """Return the fields of a value that are kept while the others are shown."""
        cut: set[str] = set()
        if isinstance(value, ReferenceHead) and value.confidential:
            cut = set(value.__struct_fields__) - {"id", "descriptor"}
        elif isinstance(value, Statement) and value.attribution is not Attribution.ON_RECORD:
            cut = {"speaker", "on_behalf_of"} | ({"venue"} if value.attribution is Attribution.CHATHAM else set())
        elif isinstance(value, TopicHead) and value.as_of and value.as_of.instant > self._policy.now:
            cut = {"state_of_play"}
        elif isinstance(value, EventHead):
            if any(self._has_not_begun(one.until) for one in value.was):
                cut = {"note", "outcome", "brief"}
            elif self._has_not_begun(value.start):
                cut = {"outcome", "brief"}
        return frozenset(cut)
