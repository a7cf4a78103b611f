"""Recognition: which actors a text names, by the names and aliases of the register.

Owns what counts as a mention. No model and no network: a dictionary, the signs around a name, and what else the same text
says. All names are looked for at once (Aho and Corasick, 1975), so the work grows with the text and not with the register.
Whether a mention becomes a link is `mentions`' business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from enum import IntEnum
from functools import cache
from html import escape
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from fiche import inflection
from fiche.given_names import GIVEN_NAMES
from fiche.model import ActorHead, ActorKind, Match, Stamp
from fiche.names import fold
from fiche.surface import BREAKS, Surface, spelt, surface
from fiche.value import Value


class Strength(IntEnum):
    """What a name is worth where it stands alone."""

    STRONG = 0
    """It means its actor."""
    WEAK = 1
    """It does where the same text names the actor otherwise too: a surname."""
    METONYM = 2
    """A place or building that stands for its actor, or for itself: noted, never linked."""
    OTHER = 3
    """It means somebody else, whatever the names inside it would mean."""


class Wanted(Value, frozen=True):
    """A name of an actor as it is looked for."""

    actor: str
    text: str
    strength: Strength
    lang: str = ""
    """The language of the texts in which it counts; all if empty."""
    case: bool | None = None
    """True: capitals must be as in the name; False: they do not count; None: a capital of the name must be one."""
    start: date | None = None
    end: date | None = None
    """The first day on which it no longer counts."""
    gender: str = ""
    """Of the actor: `f` or `m`, where the register says."""
    alone: bool = False
    """A state's name of one word: behind another capitalised word it is part of a longer name."""


class Found(NamedTuple):
    """A name met in a text, from `start` to before `end`."""

    start: int
    end: int
    actors: tuple[str, ...]
    """Whom it means: one; several where it may mean each of them; none where it is a metonym."""
    strength: Strength


# --------------------------------------------------------------------------- from the register to names

_ACRONYM = re.compile(r"[^\Wa-z_]{2,8}")


def wanted_names(head: ActorHead) -> Iterator[Wanted]:
    """Yield the names by which an actor is looked for.

    A person's short name is weak. Names of persons and armed groups count in every language; those of states and other
    bodies, and acronyms, in their own, since there they mean something else elsewhere ("IS", "Jordan").
    """
    gender = head.gender
    everywhere = head.kind in {ActorKind.PERSON, ActorKind.ARMED_GROUP, None}
    for name in head.names:
        start, lang = _first(name.start), _primary(name.lang)
        alone = head.kind is ActorKind.STATE and " " not in name.full
        yield Wanted(head.id, name.full, Strength.STRONG, "" if everywhere else lang, None, start, None, gender, alone)
        if name.short:
            strength = Strength.WEAK if head.kind is ActorKind.PERSON else Strength.STRONG
            own = lang if not everywhere or _ACRONYM.fullmatch(name.short) else ""
            yield Wanted(head.id, name.short, strength, own, None, start, None, gender)
    for alias in head.aliases:
        if alias.match is not Match.NEVER:
            lang = _primary(alias.lang)
            yield Wanted(
                head.id, alias.text, _STRENGTH[alias.match], lang, alias.case, _first(alias.start), _first(alias.end), gender
            )  # fmt: skip
    for other in head.others:
        yield Wanted(head.id, other, Strength.OTHER)


_STRENGTH = {Match.STRONG: Strength.STRONG, Match.WEAK: Strength.WEAK, Match.METONYM: Strength.METONYM}


def _first(stamp: Stamp | None) -> date | None:
    return stamp.first if stamp else None


def _primary(lang: str) -> str:
    return lang.partition("-")[0].lower()


# --------------------------------------------------------------------------- looking for them


class _Form(NamedTuple):
    """A way in which names are written, with what must be seen where it is met."""

    spelt: str
    capitals: tuple[int, ...]
    """Where its capitals are that must be capitals in the text."""
    exact: bool
    """All capitals must be as they are here, and no others."""
    names: list[Wanted]


class Recogniser:
    """Looks for all names of a register at once."""

    def __init__(self, register: Sequence[Wanted]) -> None:
        forms: dict[str, dict[tuple[str, tuple[int, ...], bool], _Form]] = {}
        self._languages: dict[str, set[str]] = {}
        for known in register:
            self._languages.setdefault(known.actor, set()).add(known.lang)
            for text in dict.fromkeys(_forms(known.text)):
                plain = spelt(text)
                folded = surface(plain).folded
                if folded and len(folded) == len(plain):
                    way = (plain, _capitals(plain, known), known.case is True)
                    forms.setdefault(folded, {}).setdefault(way, _Form(*way, [])).names.append(known)
        self._bearers: dict[str, str] = {}
        for known in register:
            if known.strength is not Strength.OTHER:
                self._bearers.setdefault(fold(known.text), known.actor)
        self._forms = [tuple(ways.values()) for ways in forms.values()]
        self._automaton = AhoCorasick([*forms])

    def whose(self, target: str) -> str:
        """Return the actor that a link means: by id, by name, or by the path of its file."""
        if target in self._languages:
            return target
        name = target.rpartition("/")[2].partition(".")[0] if target.startswith("content/") else target
        return self._bearers.get(fold(name), name)

    def find(self, text: str, *, lang: str, day: date | None, cast: AbstractSet[str] = frozenset()) -> list[Found]:
        """Return what a text of that day and language names, in its order; `cast` are actors known to be in it.

        Without a day names count whenever they were in use.

        The longest name wins, and the one that begins first; what stands inside another word is none.
        """
        seen = surface(text)
        hits = self._hits(seen, text, _primary(lang), day)
        told = cast | {actor for hit in hits if len(actor_of := _strong(hit)) == 1 for actor in actor_of}
        begins = frozenset(hit.start for hit in hits if any(known.strength < Strength.METONYM for known in hit.names))
        found = (self._meant(hit, text, told, cast, begins) for hit in hits)
        return [one for one in found if one is not None]

    def _hits(self, seen: Surface, text: str, lang: str, day: date | None) -> list[_Hit]:
        """Return the names that stand in a text, those inside longer ones left out."""
        hits: list[_Hit] = []
        for number, start, end in self._automaton.find_matches_as_indexes(seen.folded, overlapping=True):
            forms = self._forms[number]
            if not _begins(seen.folded, start, end) or not _ends(seen.folded, end):
                continue
            written = (form for form in forms if _is_written(form, seen, text, start))
            names = [known for form in written for known in form.names if self._counts(known, lang, day)]
            if names:
                hits.append(_Hit(seen.place(start), seen.place(end - 1) + 1, names))
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        kept: list[_Hit] = []
        edge = 0
        for hit in hits:
            if hit.start >= edge:
                kept.append(hit)
                edge = hit.end
        return kept

    def _counts(self, known: Wanted, lang: str, day: date | None) -> bool:
        """Say whether a name counts in a language, on a day."""
        if known.lang and known.lang != lang and (lang in (has := self._languages[known.actor]) or "" in has):
            return False
        if day is None or known.start is known.end:
            return True  # all days count, or neither is said
        return (known.start is None or known.start <= day) and (known.end is None or day < known.end)

    def _meant(
        self, hit: _Hit, text: str, told: AbstractSet[str], cast: AbstractSet[str], begins: AbstractSet[int]
    ) -> Found | None:
        """Say whom a name means where it stands; None if nobody of the register."""
        strong, name = _strong(hit), text[hit.start : hit.end]
        if strong:
            if any(_ACRONYM.fullmatch(known.text) for known in hit.names) and _is_in_capitals(text, hit.start, hit.end):
                return None
            if any(known.alone for known in hit.names) and _is_part_of_a_name(text, hit.start):
                return None
            return Found(hit.start, hit.end, _narrowed(strong, cast), Strength.STRONG)
        if any(known.strength is Strength.OTHER for known in hit.names):
            return None
        weak = {known.actor: known for known in hit.names if known.strength is Strength.WEAK}
        if not weak:
            return Found(hit.start, hit.end, (), Strength.METONYM)
        before = _before(text, hit.start, name)
        if before.stranger or _is_followed_by_a_name(text, hit.end, name, begins):
            return None
        fit = [
            actor
            for actor, known in weak.items()
            if not (before.gender and known.gender) or before.gender == known.gender
        ]
        here = [actor for actor in fit if actor in told]
        if here:
            return Found(hit.start, hit.end, _narrowed(here, cast), Strength.WEAK)
        return Found(hit.start, hit.end, tuple(sorted(fit)), Strength.WEAK) if len(fit) > 1 else None


class _Hit(NamedTuple):
    start: int
    end: int
    names: list[Wanted]


def _strong(hit: _Hit) -> list[str]:
    return list(dict.fromkeys(known.actor for known in hit.names if known.strength is Strength.STRONG))


def _narrowed(actors: Sequence[str], cast: AbstractSet[str]) -> tuple[str, ...]:
    """Of several actors prefer the one that the text is known to be about."""
    here = [actor for actor in actors if actor in cast] if len(actors) > 1 else actors
    return tuple(sorted(here if len(here) == 1 else actors))


# --------------------------------------------------------------------------- how a name must be written


def _capitals(plain: str, known: Wanted) -> tuple[int, ...]:
    """Return which signs must be capitals in the text; the first of a longer name of a body need not (“département d’État”)."""
    if known.case is not None:
        return ()
    found = tuple(at for at, sign in enumerate(plain) if sign != sign.lower())
    later = tuple(at for at in found if at > len(plain.partition(" ")[0]))
    a_body = known.lang and not known.gender and known.strength is not Strength.WEAK
    return later if later and found[0] == 0 and a_body and not plain.isupper() else found


def _is_written(form: _Form, seen: Surface, text: str, start: int) -> bool:
    """Say whether the capitals in the text are as the name wants them."""
    if form.exact:
        return all(text[seen.place(start + at)] == sign for at, sign in enumerate(form.spelt) if sign.isalpha())
    for at in form.capitals:
        sign = text[start + at] if seen.at is None else text[seen.at[start + at]]
        if sign.islower():
            return False
    return True


_IDEOGRAPHS = re.compile("[\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ARABIC = re.compile("[\u0620-\u06ff]")
_PARTICLES_BEFORE = re.compile("[وف]?[بلكس]?")
_MOST_PARTICLES = 2
_AND = "و"
_PREFIXED = re.compile("^[وف]?[بلك]?")
_LEAST_PREFIXED = 4
"""Letters of an Arabic name that may have particles before it: of a shorter one they may be part."""


def _forms(name: str) -> Iterator[str]:
    """Yield a name as it may stand in a text, be that plain or HTML."""
    for form in (name, *inflection.forms(name), *_assimilated(name)):
        yield form
        yield escape(form, quote=False)


def _assimilated(name: str) -> Iterator[str]:
    """Yield an Arabic name with its article as it is after “for”: للولايات for الولايات."""
    if name.startswith("ال"):
        yield "لل" + name[2:]


def _begins(folded: str, start: int, end: int) -> bool:
    """Say whether a word begins where a name does, or Arabic particles that are written as part of its word."""
    if not start:
        return True
    before = folded[start - 1]
    if not _is_letter(before):
        return before not in "@/\\"
    if _IDEOGRAPHS.match(folded, start):
        return True
    if not _ARABIC.match(folded, start):
        return False
    at = start - 1
    while at and at > start - _MOST_PARTICLES and _is_letter(folded[at - 1]):
        at -= 1
    particles = folded[at:start]
    fits = _PARTICLES_BEFORE.fullmatch(particles) if end - start >= _LEAST_PREFIXED else particles == _AND
    return bool(fits) and (not at or not _is_letter(folded[at - 1]))


def _ends(folded: str, end: int) -> bool:
    """Say whether the word ends where a name does."""
    if end == len(folded) or _IDEOGRAPHS.match(folded, end - 1):
        return True
    after = folded[end]
    if _is_letter(after) or after == "@":
        return False
    return not (after == "." and end + 1 < len(folded) and folded[end + 1].isalnum())


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


# --------------------------------------------------------------------------- what stands around a name


class _Before(NamedTuple):
    gender: str = ""
    """Of the form of address before a name."""
    stranger: bool = False
    """Another's first name seems to stand before it."""


_MALE = frozenset("m mr mm monsieur messieurs sir lord king prince sheikh cheikh mister г-н господин السيد".split())
_FEMALE = frozenset("mme mmes mrs ms miss mlle madame mesdames lady queen princess dame г-жа госпожа السيدة".split())
_SEVERAL = frozenset({"mm", "messieurs"})
_TITLES = frozenset(
    "dr me pr prof president président présidente secretary minister ministre foreign defense defence prime vice general "
    "général colonel admiral ambassador ambassadeur ambassadrice envoy senator sénateur sénatrice spokesman spokeswoman "
    "spokesperson chancellor chancelier chancelière commissioner director deputy chief state premier gen col sen gov rep "
    "sec pope pape roi reine cheikh émir sultan president-elect "
    "президент министр госсекретарь премьер премьер-министр посол генерал канцлер глава".split()
)
_PARTICLES = frozenset(
    "al el as ash ad an ar at bin ben ibn abu abou ould von van der den af аль эль ан аш ас бен ибн фон ван".split()
)
_ARTICLES = frozenset("la les une".split())
_DIRECTIONS = frozenset("northern southern eastern western central north-eastern north-western".split())
OPENERS = frozenset(
    "selon pour avec mais quand lorsque si comme après avant depuis pendant entre chez sans sous sur contre hier "
    "aujourd’hui aujourd'hui demain puis alors et ou ni car donc or que qui dont où ce cette ces son sa ses leur leurs le "
    "la les l un une des du de d à a au aux en par dès ainsi enfin aussi même seul seule vers outre malgré face côté quant "
    "d’après interrogé lundi mardi mercredi jeudi vendredi samedi dimanche toutefois pourtant cependant ensuite "
    "the an but and when while if after before since during between for with without under on against yesterday today "
    "tomorrow then so that which who where this these his her their its in at by from to of both neither not although though "
    "because until once according meanwhile however still yet only even did does will would should can could has had is was "
    "were says said asked about like unlike nor as earlier later".split()
)
"""Words that may open a sentence and are no first names."""
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december".split()
)
_MONTHS = frozenset("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split())
_SPACES = " \u00a0\u202f\n-‑\x1e"
_WORD = re.compile(r"([^\W\d_]+(?:['’-][^\W\d_]+)*)(\.?)")
_CLOSE = '«“”"([{—–…:;,!?/' + BREAKS
"""Signs that may stand close before a word."""
_WORD_AFTER = re.compile(r"[ \u00a0\u202f\n](?:(?:al|el|аль)[-‑ ])?([^\W\d_]+)")
_OPENING = re.compile(r"(?:^|[.!?…:;«“”\"(\[" + BREAKS[0] + r"–—])\s*$")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=.)", re.IGNORECASE)
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def is_common(word: str) -> bool:
    """Say whether a word is one that texts have at every turn: one that may open a sentence, a day, a month, a title."""
    plain = word.lower()
    return plain in OPENERS or plain in _DAYS or plain in _MONTHS or plain in _TITLES


class _Word(NamedTuple):
    text: str
    dot: str
    start: int


def _word_before(text: str) -> _Word | None:
    """Return the last word of a text, and the dot of its abbreviation, if it ends with one."""
    start = max(map(text.rfind, _SPACES)) + 1
    while start < len(text) and text[start] in _CLOSE:
        start += 1
    found = _WORD.fullmatch(text, start)
    return _Word(found[1], found[2], start) if found else None


@cache
def _declined_names() -> frozenset[str]:
    return frozenset(form for name in GIVEN_NAMES for form in (name, *inflection.forms(name)))


def _before(text: str, start: int, name: str) -> _Before:
    """Look at the word before a name: a form of address, a first name of somebody else, or neither."""
    at = start
    while at:
        head = text[max(0, at - 60) : at]
        bare = head.rstrip(_SPACES)
        word = _word_before(bare) if bare != head else None
        if word is None:
            return _Before()
        written = _ELIDED.sub("", word.text)
        plain = written.lower()
        if plain in _PARTICLES and not word.dot and (written == plain or head[-1] in "-‑"):
            at -= len(head) - word.start
            continue
        if plain in _MALE or plain in _FEMALE:
            return _Before("" if plain in _SEVERAL else "m" if plain in _MALE else "f")
        if name.isupper() and written.isupper():
            return _Before()  # a line in capitals: they tell nothing
        if _ARABIC.match(plain):
            return _Before(stranger=not GIVEN_NAMES.isdisjoint({plain, _PREFIXED.sub("", plain)}))
        if written[0] == written[0].lower():
            return _Before(stranger=plain in _ARTICLES and at == start)
        if plain in _TITLES or plain in _DAYS or word.dot or head[-1] in "-‑":
            return _Before()
        if _OPENING.search(bare[: word.start]) is None:
            return _Before(stranger=True)
        return _Before(stranger=plain in _declined_names() if _CYRILLIC.match(plain) else plain not in OPENERS)
    return _Before()


def _is_followed_by_a_name(text: str, end: int, name: str, begins: AbstractSet[int]) -> bool:
    """Say whether another capitalised word follows, with which a surname is part of a longer name.

    It is not where that word `begins` a name of the register.
    """
    word = _WORD_AFTER.match(text, end)
    if word is None or word.start(1) in begins or (name.isupper() and word[1].isupper()):
        return False
    return word[1][0] != word[1][0].lower() and word[1].lower() not in _DAYS


def _is_in_capitals(text: str, start: int, end: int) -> bool:
    """Say whether the words on both sides are capitals throughout, where an acronym cannot be told from a word."""
    before, after = _word_before(text[max(0, start - 40) : start].rstrip(_SPACES)), _WORD_AFTER.match(text, end)
    sides = [*([before.text] if before else []), *([after[1]] if after else [])]
    return bool(sides) and all(len(word) > 1 and word.isupper() for word in sides)


def _is_part_of_a_name(text: str, start: int) -> bool:
    """Say whether a state's name stands behind another capitalised word inside a sentence: “Michael Jordan”, “South Sudan”."""
    bare = text[max(0, start - 60) : start].rstrip(" \u00a0\u202f\n")
    word = _word_before(bare) if bare and text[start - 1] in " \u00a0\u202f\n" else None
    if word is None or word.dot or word.text.isupper() or _ELIDED.match(word.text):
        return False
    plain = word.text.lower()
    known = plain in _DIRECTIONS or plain in _DAYS or plain in _TITLES or plain in OPENERS
    return word.text[0] != word.text[0].lower() and not known and _OPENING.search(bare[: word.start]) is None
