"""Offices in time: lines of holders, who held one on a day, gaps and overlaps, and the answers of `fiche who`."""

from datetime import date

import pytest

from fiche.dates import parse_stamp
from fiche.model import ActorHead, Name, Office, Site, Texts
from fiche.offices import asked_for, gaps, lines, near, on, overlaps, told

SITE = Site(Texts((("", "x"),)), "https://example.org/", "Europe/Paris", ("fr", "en"))
FOREIGN = {"fr": "ministre des Affaires étrangères", "en": "Foreign Minister"}


def office(title, start="", end="", *, org="france", acting=False):
    pairs = tuple(title.items()) if isinstance(title, dict) else (("", title),)
    stamps = [parse_stamp(text, "Europe/Paris") if text else None for text in (start, end)]
    return Office(Texts(pairs), org, *stamps, acting=acting)


def actor(id, *offices, name=""):
    return ActorHead(id, names=(Name("", name or id.capitalize()),), roles=offices)


FABIUS = actor("fabius", office(FOREIGN, "2012-05-16", "2016-02-11"), name="Laurent Fabius")
AYRAULT = actor("ayrault", office({"en": "foreign  minister"}, "2016-02-11", "2017-05-17"), name="Jean-Marc Ayrault")
MEDVEDEV = actor("medvedev", office("president", "2008-05-07", "2012-05-07", org="russia"))
PUTIN = actor(
    "putin",
    office("president", "2000-05-07", "2008-05-07", org="russia"),
    office("president", "2012-05-07", org="russia"),
)
REGISTER = [AYRAULT, PUTIN, FABIUS, MEDVEDEV]


def line(title):
    (found,) = asked_for(title, lines(REGISTER))
    return found


def held(title, day):
    answer = on(line(title), date.fromisoformat(day))
    return (
        [tenure.actor for tenure in answer.holders],
        answer.before and answer.before.actor,
        answer.after and answer.after.actor,
    )


def test_an_office_is_one_if_one_title_of_one_organisation_is_shared_in_any_language():
    assert ["fabius", "ayrault"] == [tenure.actor for tenure in line("Foreign Minister").tenures]
    assert line("Foreign Minister") == line("ministre des affaires etrangeres")


def test_offices_of_two_organisations_are_two_though_their_titles_are_the_same():
    heads = [actor("a", office("president", org="france")), actor("b", office("president", org="russia"))]

    assert 2 == len(lines(heads))


def test_a_title_that_is_shared_with_two_lines_makes_them_one():
    heads = [
        actor("a", office({"fr": "ministre"}, "2000")),
        actor("b", office({"en": "minister"}, "2001")),
        actor("c", office({"fr": "ministre", "en": "minister"}, "2002")),
    ]
    (only,) = lines(heads)

    assert ["a", "b", "c"] == [tenure.actor for tenure in only.tenures]
    assert ("ministre", "minister") == only.titles


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        ("2011-01-01", ([], None, "fabius")),
        ("2012-05-16", (["fabius"], None, "ayrault")),
        ("2016-02-10", (["fabius"], None, "ayrault")),
        ("2016-02-11", (["ayrault"], "fabius", None)),
        ("2020-01-01", ([], "ayrault", None)),
    ],
)
def test_on_the_day_of_a_change_the_successor_holds_it(day, answer):
    assert answer == held("Foreign Minister", day)


def test_who_held_it_twice_is_before_and_after_the_other():
    assert (["medvedev"], "putin", "putin") == held("president", "2010-01-01")


def test_all_words_of_a_title_find_it_where_no_title_is_the_same():
    assert ["Foreign Minister"] == [found.titles[-1] for found in asked_for("minister foreign", lines([FABIUS]))]
    assert () == asked_for("", lines(REGISTER))


def test_a_gap_is_more_than_a_day_in_which_nobody_is_known():
    heads = [
        actor("a", office("chair", "2000", "2001-03-01")),
        actor("b", office("chair", "2001-03-02", "2002-01-01")),
        actor("c", office("chair", "2002-06-01")),
    ]

    assert [("b", "c")] == [(one.actor, other.actor) for one, other in gaps(lines(heads)[0])]


def test_two_at_once_overlap_but_not_on_the_day_of_a_change_nor_beside_an_acting_one():
    heads = [
        actor("a", office("chair", "2000-01-01", "2001-01-01")),
        actor("b", office("chair", "2001-01-01", "2002-01-01")),
        actor("c", office("chair", "2001-06-01")),
        actor("d", office("chair", "2001-07-01", acting=True)),
    ]

    assert [("b", "c")] == [(one.actor, other.actor) for one, other in overlaps(lines(heads)[0])]


def test_the_answer_says_who_and_from_when_to_when():
    assert [
        "ministre des Affaires étrangères, on 2016-08-24:",
        "  Jean-Marc Ayrault (ayrault), 2016-02-11 to 2017-05-17",
        "  before: Laurent Fabius (fabius), 2012-05-16 to 2016-02-11",
    ] == list(told("foreign minister", [FABIUS, AYRAULT], date(2016, 8, 24), SITE))


def test_asked_for_an_actor_it_says_what_that_one_held():
    assert [
        "Laurent Fabius (fabius), on 2013-01-01:",
        "  ministre des Affaires étrangères, 2012-05-16 to 2016-02-11",
    ] == list(told("laurent fabius", REGISTER, date(2013, 1, 1), SITE))
    assert ["Laurent Fabius (fabius), on 2017-01-01:", "  no office that the register knows of"] == list(
        told("fabius", REGISTER, date(2017, 1, 1), SITE)
    )


def test_what_is_not_known_is_answered_by_what_is_near():
    assert [] == list(told("Foriegn Minster", REGISTER, date(2016, 1, 1), SITE))
    assert "; did you mean “Foreign Minister”?" == near("Foriegn Ministr", [FABIUS])
