"""Law 3: two contents that differ only in withheld matter give byte-identical sites, file names included."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche import clear
from fiche.model import Marking
from fiche.problem import Severity
from fiche.value import replace
from tests.laws.secrets import AUDIENCES, CANARY, KINDS, Secret, Whole, secrets
from tests.laws.sites import PARAGRAPHS, PublicBrief, press, public_briefs


def traces(briefs, one, two, *, audience="CLEAR"):
    """Build two publications that differ only in what is withheld, and list what tells them apart or names a secret."""
    first, second = (
        press(Whole(briefs, hidden, audience=audience).files(), audience=Marking[audience]) for hidden in (one, two)
    )
    problems = (*first.build.problems, *second.build.problems)
    assert [] == [str(problem) for problem in problems if problem.severity is Severity.ERROR]
    assert first.tree
    found = [f"{path} is in one site only" for path in sorted(first.tree.keys() ^ second.tree.keys())]
    found += [
        f"{path} differs"
        for path in sorted(first.tree.keys() & second.tree.keys())
        if first.tree[path] != second.tree[path]
    ]
    for tree in (first.tree, second.tree):
        found += [f"{path} names a secret" for path in tree if CANARY in path or CANARY.encode() in tree[path].lower()]
    return found


@settings(max_examples=30)
@given(
    public_briefs(),
    st.lists(secrets(), max_size=8),
    st.lists(secrets(), max_size=8),
    st.sampled_from(AUDIENCES),
)
def test_what_is_withheld_leaves_no_trace(briefs, one, two, audience):
    briefs = tuple({brief.path: brief for brief in briefs}.values())

    assert [] == traces(briefs, one, two, audience=audience)


BRIEFS = (
    PublicBrief(0, "fr", "Genève", 20, ("kerry", "Elizabeth Trudeau"), ("alep",), True, tuple(PARAGRAPHS[:3])),
    PublicBrief(2, "fr", "trêve", 21, ("lavrov",), ("syrie", "Questions diverses"), True, ()),
)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_withheld_of_any_kind_leaves_a_trace(kind, audience):
    assert [] == traces(BRIEFS, [], [Secret(kind, gate, gate, gate) for gate in range(5)], audience=audience)


# --------------------------------------------------------------------------- the law can fail


def _all_uses(uses, withheld):
    return uses


def _whole_body(manuscript, policy):
    return manuscript.readings[-1].body if manuscript.readings else None


def _blind_to(*blind):
    """Return `reason` without some of its reasons."""
    honest = clear.reason

    def reason(manuscript, policy):
        why = honest(manuscript, policy)
        return None if why in blind else why

    return reason


def _tombstone_with_title(manuscript):
    stone = _TOMBSTONE(manuscript)
    return replace(stone, withdrawn=replace(stone.withdrawn, reason=manuscript.head.title))


_TOMBSTONE = clear._tombstone


def _blind_to_figures(*parts):
    """Return what is withheld, but for figures."""
    return replace(_WITHHELD(*parts), figures=frozenset())


_WITHHELD = clear._withheld

LEAKS = {
    "actors": ("_actor_uses", _all_uses, "actor"),
    "topics": ("_topic_uses", _all_uses, "topic"),
    "cast of an event": ("_actor_uses", _all_uses, "cast"),
    "offices": ("_actor", lambda head, withheld, clock: head, "office"),
    "relations": ("_relations", lambda relations, withheld, clock: relations, "relation"),
    "relations to come": ("_relations", lambda relations, withheld, clock: relations, "relation-future"),
    "sources of relations": ("_relations", lambda relations, withheld, clock: relations, "relation-source"),
    "designations": ("_designations", lambda designations, withheld, clock: designations, "designation"),
    "publisher": ("_reference", lambda head, withheld: head, "publisher"),
    "topics of an event": ("_topic_uses", _all_uses, "cast"),
    "passages": ("reading", _whole_body, "block"),
    "copies of pictures": ("_pictures", lambda pictures, briefs, bodies: tuple(pictures), "brief"),
    "files": ("_files", lambda files, briefs, bodies: tuple(files), "brief"),
    "status": ("reason", _blind_to(clear.Reason.STATUS), "brief"),
    "embargo": ("reason", _blind_to(clear.Reason.EMBARGO), "topic"),
    "marking": ("reason", _blind_to(clear.Reason.MARKING), "page"),
    "expiry": ("reason", _blind_to(clear.Reason.EXPIRED), "actor"),
    "events to be announced": ("_is_announced", lambda head, clock: True, "event"),
    "events between two briefs": ("_is_announced", lambda head, clock: True, "happened"),
    "the future of a figure": ("_has_begun", lambda stamp, clock: True, "to come"),
    "the future of a topic": ("_topic", lambda head, withheld, clock: head, "turn"),
    "figures": ("_withheld", _blind_to_figures, "figure"),
    "topics of a figure": ("_figure", lambda head, withheld, clock: head, "measured"),
    "the future": ("_is_past", lambda when, clock: when is not None, "future"),
    "whose words they are": ("_statement", lambda statement, withheld: statement, "overheard"),
    "statements of a text": (
        "_speaking",
        lambda m, policy: replace(m.head, statements=(*m.head.statements, *m.readings[-1].body.statements)),
        "quoted",
    ),
    "tombstone": ("_tombstone", _tombstone_with_title, "withdrawn"),
}
"""Ways the gate could leak: the function of `clear` that is broken, how, and the kind of secret that gets out."""


@pytest.mark.parametrize("leak", LEAKS)
def test_a_gate_that_leaks_is_caught(leak, monkeypatch):
    name, broken, kind = LEAKS[leak]
    hidden = [Secret(kind, gate, number) for gate, number in zip(range(10), range(10), strict=True)]
    assert [] == traces(BRIEFS, [], hidden)

    monkeypatch.setattr(clear, name, broken)

    assert traces(BRIEFS, [], hidden)
