"""Naming: actors that may be one, and aliases that may be anything.

Owns the rules of family M that look at the register alone. That two actors bear the very same name is told to every build
(`identity`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from fiche.checks.study import Study
from fiche.model import ActorHead, ActorKind, Alias, Manuscript, Match
from fiche.names import fold, slug
from fiche.problem import Problem, error, quoted, warning
from fiche.recognise import is_common
from fiche.register import actor_names, own_aliases

# --------------------------------------------------------------------------- actors that may be one

_SHARED = frozenset({"website"})
"""Schemes in which several actors may have one identifier: a minister has the site of the ministry."""


def same_identifier(study: Study) -> Iterator[Problem]:
    """Tell of actors that another register knows as one."""
    first: dict[tuple[str, str], str] = {}
    for id, actor in sorted(study.ground.actors.items()):
        for scheme, identifier in actor.head.ids:
            other = first.setdefault((scheme, identifier), id) if scheme not in _SHARED else id
            if other != id:
                place, excerpt = study.place(actor, identifier)
                what = (
                    f"{quoted(other)} and {quoted(id)} are both {identifier} in {scheme}; "
                    "make them one, with the other id among its “former_ids”, or mend the identifier"
                )
                yield error(place, what, "same-identifier", excerpt)


def near_duplicate_actors(study: Study) -> Iterator[Problem]:
    """Tell of persons, or armed groups, whose names are alike once transliterated: Sergey, Sergueï, Sergei."""
    bearers: dict[str, dict[str, str]] = defaultdict(dict)
    for id, actor in sorted(study.ground.actors.items()):
        if actor.head.kind in {ActorKind.PERSON, ActorKind.ARMED_GROUP, None}:
            for name in sorted(_whole_names(actor.head)):
                bearers[_skeleton(name)].setdefault(id, name)
    told: set[tuple[str, str]] = set()
    for key, found in sorted(bearers.items()):
        for one, other in combinations(found, 2) if key else ():
            heads = study.ground.actors[one].head, study.ground.actors[other].head
            if (one, other) in told or not _may_be_one(*heads):
                continue
            told.add((one, other))
            place, excerpt = study.place(study.ground.actors[other], found[other])
            what = (
                f"{quoted(found[other])} may be {quoted(found[one])} ({one}) in another spelling; "
                "make them one, or say who is who by “born”, “gender” or “country”"
            )
            yield warning(place, what, "near-duplicate-actors", excerpt)


def _whole_names(head: ActorHead) -> set[str]:
    """Return the names of an actor that have two words or more, in letters that read back from Latin ones."""
    names = {name.full for name in head.names} | {alias.text for alias in own_aliases(head)}
    return {name for name in names if " " in name and _LATIN_OR_CYRILLIC.fullmatch(fold(name))}


def _may_be_one(one: ActorHead, other: ActorHead) -> bool:
    """Say whether nothing that is said of two actors sets them apart, and no name of theirs is the same: that is told already."""
    apart = (
        (one.kind, other.kind),
        (one.gender, other.gender),
        (one.born and one.born.first.year, other.born and other.born.first.year),
        (frozenset(one.country), frozenset(other.country)),
    )
    if any(mine and theirs and mine != theirs for mine, theirs in apart):
        return False
    return not {fold(name) for name in actor_names(one)} & {fold(name) for name in actor_names(other)}


_LATIN_OR_CYRILLIC = re.compile("[a-z\u0400-\u04ff' .]+")
_SOUNDS = (
    (re.compile("gu(?=[ei])"), "g"), (re.compile("tch|tsch|sch|ch|sh"), "s"), (re.compile("kh|ck|q|c"), "k"),
    (re.compile("ph"), "f"), (re.compile("dj|dzh|zh|j"), "i"), (re.compile("w"), "v"), (re.compile("ou|oo"), "u"),
    (re.compile("[yï]+"), "i"), (re.compile(r"([a-z])\1+"), r"\1"), (re.compile("(?<=.)h"), ""),
)  # fmt: skip
_VOWEL_CLASS = str.maketrans("aeiou", "aeeoo")
_LEAST = 3
"""Consonants below which a skeleton says too little."""


def _skeleton(name: str) -> str:
    """Return what spellings of a name have in common: its first letters, consonants and last vowels; empty if that is little."""
    words = []
    for word in slug(name).split("-"):
        plain = word
        for pattern, sound in _SOUNDS:
            plain = pattern.sub(sound, plain)
        body = re.sub("[aeiou]", "", plain[1:])
        last = plain[-1] if plain[-1:] in set("aeiou") and len(plain) > 1 else ""
        words.append((plain[:1] + body + last).translate(_VOWEL_CLASS))
    consonants = [len(re.sub("[aeiou]", "", word)) for word in words]
    return " ".join(words) if len(words) > 1 and min(consonants) > 1 and sum(consonants) > _LEAST + 1 else ""


# --------------------------------------------------------------------------- aliases that may be anything

_SHORT = 3
"""Letters of a name that is short where scripts have capitals; one less where they have none."""


_IDEOGRAPH = re.compile("[\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def short_alias(study: Study) -> Iterator[Problem]:
    """Tell of names so short, or so common, that texts have them without meaning the actor."""
    for actor in sorted(study.desk.actors, key=lambda actor: actor.place):
        for text, case in _looked_for(actor):
            if _is_risky(text, case=case):
                place, excerpt = study.place(actor, text)
                what = (
                    f"the name {quoted(text)} of {quoted(actor.head.id)} is short or common, and texts may not mean it; "
                    "write it as an alias with case: true, or with match: weak or never"
                )
                yield warning(place, what, "short-alias", excerpt)


def _looked_for(actor: Manuscript[ActorHead]) -> Iterator[tuple[str, bool | None]]:
    """Yield the names that mean an actor wherever they stand, and whether their capitals count."""
    yield from ((name.short, None) for name in actor.head.names if name.short and not _is_person(actor.head))
    strong: Iterable[Alias] = (alias for alias in actor.head.aliases if alias.match is Match.STRONG)
    yield from ((alias.text, alias.case) for alias in strong)


def _is_person(head: ActorHead) -> bool:
    """Say whether a short name is a surname, which counts only where the text names its bearer otherwise."""
    return head.kind is ActorKind.PERSON


def _is_risky(text: str, *, case: bool | None) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    capitals = sum(sign.isupper() for sign in letters)
    if case or not letters:
        return False
    if not any(sign.lower() != sign.upper() for sign in letters):
        return len(letters) < (_SHORT if not _IDEOGRAPH.search(text) else 2)
    if capitals > 1 and case is None:
        return False  # an acronym, met with its capitals alone
    return len(letters) <= _SHORT or is_common(text)
