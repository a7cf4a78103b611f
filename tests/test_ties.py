"""Relations of a register: declared, said by parents and offices, each once and from both ends."""

from fiche import dates
from fiche.model import ActorHead, Office, ReferenceHead, Relation, Texts
from fiche.publication import Tie
from fiche.ties import ties_of

SOURCE = ReferenceHead("s", Texts((("", "Une source"),)))
KNOWN = {"kerry", "etats", "ministere", "onu"}


def stamp(text):
    return dates.parse_stamp(text, "UTC")


def ties(*heads):
    return ties_of(heads, lambda name: name if name in KNOWN else "", {"s": SOURCE}.get)


def test_a_relation_stands_at_both_its_ends():
    tie = Tie("member-of", "etats", "onu", stamp("1945"), source=SOURCE)
    head = ActorHead("etats", relations=(Relation("member-of", "onu", stamp("1945"), source="s"),))

    assert {"etats": (tie,), "onu": (tie,)} == ties(head)


def test_whom_nobody_knows_has_none():
    assert {} == ties(ActorHead("etats", relations=(Relation("member-of", "ligue"),), parent="ligue"))


def test_a_parent_is_told_unless_it_is_declared():
    told, declared = Tie("part-of", "ministere", "etats"), Relation("part-of", "etats", stamp("1789"))

    assert (told,) == ties(ActorHead("ministere", parent="etats"))["etats"]
    assert (Tie("part-of", "ministere", "etats", stamp("1789")),) == ties(
        ActorHead("ministere", parent="etats", relations=(declared,))
    )["etats"]


def test_an_office_is_a_relation_to_its_organisation_where_that_is_an_actor():
    title = Texts((("fr", "ministre"),))
    head = ActorHead("kerry", roles=(Office(title, "ministere", stamp("2013")), Office(title, "un sénat")))

    assert {
        id: (Tie("holds-office", "kerry", "ministere", stamp("2013"), note=title),) for id in ("kerry", "ministere")
    } == (ties(head))


def test_what_both_ends_declare_alike_is_one():
    one = ActorHead("etats", relations=(Relation("allied-with", "onu"), Relation("supports", "onu")))
    other = ActorHead("onu", relations=(Relation("allied-with", "etats"), Relation("supports", "etats")))

    assert ["allied-with", "supports", "supports"] == sorted(tie.kind for tie in ties(other, one)["onu"])


def test_the_order_of_heads_changes_nothing():
    one = ActorHead("etats", relations=(Relation("allied-with", "onu"),))
    other = ActorHead("onu", relations=(Relation("allied-with", "etats"),), parent="etats")

    assert ties(one, other) == ties(other, one)
