"""Relations between actors of an edition, as its register tells them: those declared, those said otherwise, each once.

Owns what the register says without the word: that an actor belongs to its `parent`, and that who has an office of an
actor holds office in it. What actors a file means by a name is asked of the caller.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from fiche.model import ActorHead, ReferenceHead
from fiche.publication import Tie

PART_OF = "part-of"
HOLDS_OFFICE = "holds-office"
"""Of an office whose organisation is an actor."""
MUTUAL = frozenset({"allied-with"})
"""Types that say the same from both ends."""


def ties_of(
    heads: Iterable[ActorHead], meant: Callable[[str], str], source: Callable[[str], ReferenceHead | None]
) -> dict[str, tuple[Tie, ...]]:
    """Return the relations of each actor that has any, those it declares first.

    `meant` returns the id of the actor that a name means, empty for none of the edition; `source` a source by its id.
    """
    found: dict[str, list[Tie]] = defaultdict(list)
    told: dict[str, list[Tie]] = defaultdict(list)
    seen: set[tuple[object, ...]] = set()
    for head in sorted(heads, key=lambda head: head.id):
        for tie in _declared(head, meant, source):
            ends = frozenset({tie.subject, tie.object}) if tie.kind in MUTUAL else (tie.subject, tie.object)
            key = (tie.kind, ends, tie.start, tie.end, tie.note)
            if key not in seen:
                seen.add(key)
                found[tie.subject].append(tie)
                told[tie.object].append(tie)
    return {id: (*found[id], *told[id]) for id in sorted({*found, *told})}


def _declared(
    head: ActorHead, meant: Callable[[str], str], source: Callable[[str], ReferenceHead | None]
) -> Iterator[Tie]:
    above = set()
    for one in head.relations:
        target = meant(one.target)
        if target and target != head.id:
            if one.kind == PART_OF:
                above.add(target)
            yield Tie(one.kind, head.id, target, one.start, one.end, source(one.source), one.note)
    parent = meant(head.parent)
    if parent and parent != head.id and parent not in above:
        yield Tie(PART_OF, head.id, parent)
    for office in head.roles:
        org = meant(office.org)
        if org and org != head.id:
            yield Tie(HOLDS_OFFICE, head.id, org, office.start, office.end, note=office.title)
