"""Mentions: where the texts of an edition name its actors, and which of these places become links.

Owns the rule that the first mention of an actor in each section is linked, and the keeping of what was found: a text is
looked through once for each state of the register's names. What counts as a mention is `recognise`'s business.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from datetime import date

from fiche import engine, executor
from fiche.digest import digest_bytes
from fiche.lent import borrowed, lent
from fiche.markup.runs import Named, Run, runs
from fiche.memo import Memo
from fiche.model import ActorHead, Piece, Site
from fiche.publication import ActorEntry, Entry, Publication, Spot, Teller, pieces_of, pieces_of_many
from fiche.recognise import Found, Recogniser, Wanted, wanted_names
from fiche.surface import BREAKS
from fiche.value import Unreadable, Value, encode, reader

_CHUNK = 64
"""Texts in one task."""
_PARAGRAPH, _RUN = BREAKS[0], BREAKS[1]


class Text(Value, frozen=True):
    """A text to look through."""

    body: str
    """Key of its pieces in the memo."""
    lang: str
    day: date | None
    """Whose names count; None for a text that tells of all times."""
    beside: tuple[str, ...] = ()
    """Title, summary and other plain texts: what they name counts as named."""
    cast: tuple[str, ...] = ()
    """Actors known to be in it."""
    about: str = ""
    """The actor it is about, which it does not link to."""


class Recognised(Value, frozen=True):
    """What was found in a text."""

    spots: tuple[Spot, ...] = ()
    """The places of its body that become links."""
    unclear: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Words that may mean several actors, and these; each once."""


def text_of(entry: Teller) -> Text | None:
    """Return a text to look through; None where its names are to stay as they are, or there is none.

    A brief is of its day. What is said of an actor, of a topic or on a page tells of all times.
    """
    if entry.body is None:
        return None
    pieces, lang = entry.body.pieces, entry.head.lang
    if isinstance(entry, ActorEntry):
        return Text(pieces, lang, None, cast=(entry.head.id,), about=entry.head.id)
    if not isinstance(entry, Entry):
        return Text(pieces, lang, None)
    head = entry.head
    beside = (head.title, head.summary, *head.key_points)
    cast = tuple(sorted(role.actor for role in entry.cast))
    return Text(pieces, lang, head.date.instant.date(), beside, cast) if head.mentions else None


def register_of(site: Site, actors: Iterable[ActorEntry]) -> Register:
    """Return the names that texts of a site are looked through for: those of the actors that have a file."""
    return Register.of(actor.head for actor in actors if actor.registered) if site.mentions else Register(())


class Register(Value, frozen=True):
    """The names that are looked for."""

    names: tuple[Wanted, ...]

    @classmethod
    def of(cls, heads: Iterable[ActorHead]) -> Register:
        """Take the names of actors, in an order that does not depend on that of their files."""
        return cls(tuple(sorted((name for head in heads for name in wanted_names(head)), key=_order)))

    @property
    def key(self) -> str:
        """Return the digest of all names."""
        return digest_bytes(encode((engine.version(), self.names)))


def _order(name: Wanted) -> tuple[str, str, str, int, str]:
    return name.actor, name.text, name.lang, name.strength, str(name.start)


class _Task(Value, frozen=True):
    memo: str
    register: str
    texts: tuple[Text, ...]


_RECOGNISED = reader(Recognised)
_REGISTER = reader(Register)


def mentions(
    texts: Sequence[Text], register: Register, *, pool: Executor, memo: Memo, many: int = 0
) -> list[Recognised]:
    """Return what each text names, as the memo has it or looked for now; fewer than `many` unknown ones in this process."""
    if not register.names:
        return [Recognised()] * len(texts)
    ground = register.key
    keys = [_key(text, ground) for text in texts]
    found: dict[str, Recognised] = {}
    for key, kept in memo.many(keys).items():
        with suppress(*Unreadable):
            found[key] = _RECOGNISED(kept)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
    for key, one in zip(missing, _looked_for([*missing.values()], register, pool, memo, many), strict=True):
        found[key] = one
        memo.put(key, encode(one))
    return [found[key] for key in keys]


def keys(publication: Publication) -> Iterator[str]:
    """Yield the keys in the memo of what the texts of a publication name."""
    ground = register_of(publication.site, publication.actors.values()).key
    for entry in tellers(publication):
        text = text_of(entry)
        if text is not None:
            yield _key(text, ground)


def tellers(publication: Publication) -> Iterator[Teller]:
    """Yield all that may have a text."""
    yield from publication.entries
    yield from publication.actors.values()
    yield from publication.topics.values()
    yield from publication.pages


def _key(text: Text, ground: str) -> str:
    return f"named{digest_bytes(encode((ground, text)))}"


def _looked_for(
    texts: Sequence[Text], register: Register, pool: Executor, memo: Memo, many: int
) -> Iterable[Recognised]:
    if not texts:
        return []
    recogniser = Recogniser(register.names)
    chunks = executor.chunks(texts, _CHUNK)
    if len(texts) < many or memo.file is None or isinstance(pool, executor.Serial):
        return [one for some in chunks for one in _some(some, recogniser, memo)]
    with lent(encode(register), memo, (recogniser, memo)) as key:
        tasks = (_Task(str(memo.file), key, some) for some in chunks)
        return [one for some in executor.in_order(pool, _look_for_some, tasks) for one in some]


def _look_for_some(task: _Task) -> list[Recognised]:
    return _some(task.texts, *borrowed(task.memo, task.register, _ready))


def _ready(register: bytes, memo: Memo) -> tuple[Recogniser, Memo]:
    return Recogniser(_REGISTER(register).names), memo


def _some(texts: Sequence[Text], recogniser: Recogniser, memo: Memo) -> list[Recognised]:
    pieces = pieces_of_many((text.body for text in texts), memo)
    return [look_through(pieces[text.body], text, recogniser) for text in texts]


# --------------------------------------------------------------------------- one text


def recognised(text: Text, recogniser: Recogniser, memo: Memo) -> Recognised:
    """Look through one text."""
    return look_through(pieces_of(text.body, memo), text, recogniser)


def look_through(pieces: Sequence[Piece], text: Text, recogniser: Recogniser) -> Recognised:
    """Look through the pieces of a text and what stands beside it."""
    written: list[str] = [_PARAGRAPH.join(text.beside), _PARAGRAPH]
    length = sum(map(len, written))
    starts: list[int] = []
    found: list[Run] = []
    linked: set[tuple[int, str]] = set()
    cast = {*text.cast}
    for run in runs(pieces):
        if isinstance(run, Named):
            actor = recogniser.whose(run.target)
            linked.add((run.section, actor))
            cast.add(actor)
            continue
        written += [_PARAGRAPH if run.block else _RUN, run.text]
        length += 1
        starts.append(length)
        found.append(run)
        length += len(run.text)
    whole = "".join(written)
    spots: list[Spot] = []
    unclear: dict[str, tuple[str, ...]] = {}
    for one in recogniser.find(whole, lang=text.lang, day=text.day, cast=cast):
        if len(one.actors) > 1:
            unclear.setdefault(whole[one.start : one.end], one.actors)
        if len(one.actors) != 1:
            continue
        (actor,) = one.actors
        if actor == text.about:
            continue
        at = bisect_right(starts, one.start) - 1
        if at >= 0 and found[at].open and (found[at].section, actor) not in linked:
            linked.add((found[at].section, actor))
            spots.append(_spot(one, actor, found[at], starts[at]))
    return Recognised(tuple(spots), tuple(unclear.items()))


def _spot(one: Found, actor: str, run: Run, start: int) -> Spot:
    place = run.start + one.start - start
    return Spot(run.piece, place, place + one.end - one.start, actor)
