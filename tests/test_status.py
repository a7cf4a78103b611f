"""Status: what is withheld and why, and when the site next changes by itself."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from fiche.clear import Reason
from fiche.dates import parse_stamp
from fiche.model import (
    ActorHead,
    ActorKind,
    Amount,
    BriefHead,
    Correction,
    CorrectionKind,
    Designation,
    Desk,
    Direction,
    EventHead,
    FigureHead,
    Gate,
    Manuscript,
    Marking,
    Name,
    Office,
    Policy,
    Relation,
    Reported,
    Site,
    Status,
    Texts,
    TopicHead,
    Trend,
    When,
    Withdrawal,
)
from fiche.problem import Place
from fiche.status import changes, held, overdue
from fiche.value import replace

NOW = datetime(2016, 8, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SITE = Site(Texts((("", "x"),)), "https://example.org/", "UTC", ("fr",))


def brief(id="a", gate=None, *, date=NOW - HOUR, **fields):
    head = BriefHead(id=id, lang="fr", title=id.upper(), date=When(date, timed=True), slug=id, **fields)
    return Manuscript(head, gate or Gate(), Place(f"content/briefs/{id}.md", 2))


def desk(*briefs, topics=()):
    return Desk(SITE, briefs=tuple(briefs), topics=tuple(topics))


@pytest.mark.parametrize(
    ("gate", "reason", "detail", "until"),
    [
        (Gate(status=Status.REVIEW), Reason.STATUS, "review", None),
        (Gate(marking=Marking.AMBER), Reason.MARKING, "TLP:AMBER", None),
        (Gate(expires=NOW), Reason.EXPIRED, "2016-08-24T12:00:00+00:00", None),
        (Gate(embargo=NOW + HOUR), Reason.EMBARGO, "2016-08-24T13:00:00+00:00", NOW + HOUR),
        (Gate(status=Status.DRAFT, embargo=NOW + HOUR), Reason.STATUS, "draft", None),
    ],
)
def test_it_says_why_a_file_is_withheld_and_until_when(gate, reason, detail, until):
    (one,) = held(desk(brief(gate=gate)), Policy(NOW))

    assert ("content/briefs/a.md", "A", reason, detail, until) == (
        one.path,
        one.title,
        one.reason,
        one.detail,
        one.until,
    )


def test_a_brief_of_tomorrow_is_withheld_until_its_date_or_the_end_of_its_embargo():
    later, latest = NOW + HOUR, NOW + 2 * HOUR

    assert later == held(desk(brief(date=later)), Policy(NOW))[0].until
    assert latest == held(desk(brief(gate=Gate(embargo=latest), date=later)), Policy(NOW))[0].until


def test_what_is_shown_soonest_comes_first():
    gates = {"b": Gate(embargo=NOW + 2 * HOUR), "c": Gate(embargo=NOW + HOUR), "a": Gate(status=Status.DRAFT)}
    found = held(desk(*(brief(id, gate) for id, gate in gates.items()), brief("open")), Policy(NOW))

    assert ["C", "B", "A"] == [one.title for one in found]


def test_register_files_are_told_by_their_id():
    topic = Manuscript(
        TopicHead("t", Texts((("", "T"),))), Gate(status=Status.DRAFT), Place("content/topics/t.yaml", 1)
    )

    assert ["t"] == [one.title for one in held(desk(topics=[topic]), Policy(NOW))]


def test_the_site_changes_when_a_gate_opens_or_closes_and_when_a_correction_is_due():
    gate = Gate(
        status=Status.WITHDRAWN,
        embargo=NOW + HOUR,
        expires=NOW + 4 * HOUR,
        withdrawn=Withdrawal(When(NOW + 3 * HOUR, timed=True)),
    )
    note = Correction(When(NOW + 2 * HOUR, timed=True), CorrectionKind.UPDATE, "x")
    found = changes(desk(brief(gate=gate, corrections=(note,))), Policy(NOW))

    assert ["its embargo ends", "its update is shown", "it is withdrawn", "it expires"] == [one.what for one in found]


def test_what_is_withheld_for_good_changes_nothing():
    red = Gate(marking=Marking.RED, embargo=NOW + HOUR)

    assert () == changes(desk(brief(gate=red)), Policy(NOW))
    assert 1 == len(changes(desk(brief(gate=red)), Policy(NOW, audience=Marking.RED)))


def stamp(text):
    return parse_stamp(text, "Europe/Paris")


def test_offices_names_and_events_of_the_future_change_the_site_on_their_day():
    actor = ActorHead(
        "k",
        ActorKind.PERSON,
        names=(Name("fr", "Kerry", end=stamp("2016-08-26")),),
        roles=(Office(Texts((("fr", "envoyé"),)), start=stamp("2016-08-25"), end=stamp("2017")),),
        died=stamp("2018-01"),
    )
    event = EventHead("e", Texts((("", "E"),)), stamp("2016-08-30"), announced=stamp("2016-08-28T10:00"))
    topic = TopicHead("t", Texts((("", "T"),)), as_of=When(NOW + HOUR, timed=True))
    place = Place("content/x.yaml")
    whole = Desk(
        replace(SITE, timezone="Europe/Paris"),
        actors=(Manuscript(actor, Gate(), place),),
        events=(Manuscript(event, Gate(), place),),
        topics=(Manuscript(topic, Gate(), place),),
    )

    assert [
        ("2016-08-24T13:00:00+00:00", "its state of play is shown"),
        ("2016-08-25T00:00:00+02:00", "the office “envoyé” begins"),
        ("2016-08-26T00:00:00+02:00", "the name “Kerry” ends"),
        ("2016-08-28T10:00:00+02:00", "it is announced"),
        ("2016-08-31T00:00:00+02:00", "it is over"),
        ("2017-01-01T00:00:00+01:00", "the office “envoyé” ends"),
        ("2018-01-01T00:00:00+01:00", "its death is told"),
    ] == [(one.instant.isoformat(), one.what) for one in changes(whole, Policy(NOW))]


def test_values_and_trends_of_the_future_change_the_site_on_their_day():
    figure = FigureHead("f", Texts((("", "F"),)), amounts=(Amount(stamp("2016-09"), Decimal(1)),))
    trend = Trend(stamp("2016-10"), Direction.IMPROVED)
    whole = Desk(
        SITE,
        briefs=(brief(figures=(Reported("f", Amount(stamp("2016-08-26"), Decimal(1))),)),),
        topics=(Manuscript(TopicHead("t", Texts((("", "T"),)), trend=(trend,)), Gate(), Place("content/t.yaml")),),
        figures=(Manuscript(figure, Gate(), Place("content/f.yaml")),),
    )

    assert ["a value of “f” is shown", "a value is shown", "a trend is shown"] == [
        one.what for one in changes(whole, Policy(NOW))
    ]


def test_an_update_and_a_name_of_the_future_change_the_site():
    name = Name("fr", "Demain", start=stamp("2016-08-25"))
    whole = Desk(
        SITE,
        briefs=(brief(updated=When(NOW + HOUR, timed=True)),),
        actors=(Manuscript(ActorHead("k", ActorKind.STATE, names=(name,)), Gate(), Place("content/x.yaml")),),
        topics=(Manuscript(TopicHead("t", Texts((("", "T"),))), Gate(), Place("content/t.yaml")),),
    )

    assert ["its update is shown", "the name “Demain” begins"] == [one.what for one in changes(whole, Policy(NOW))]


def test_a_draft_changes_nothing_by_itself_nor_does_the_past():
    draft = brief(gate=Gate(status=Status.DRAFT, embargo=NOW + HOUR))

    assert () == changes(desk(draft, brief("b", Gate(expires=NOW))), Policy(NOW))


def test_what_came_after_a_site_was_good_is_overdue():
    gates = {"a": Gate(embargo=NOW - HOUR), "b": Gate(embargo=NOW - 2 * HOUR), "c": Gate(embargo=NOW + HOUR)}
    whole = desk(*(brief(id, gate) for id, gate in gates.items()))

    def late(until):
        return [one.instant for one in overdue(whole, Policy(NOW), until) if one.what == "its embargo ends"]

    assert [NOW - 2 * HOUR, NOW - HOUR] == late(NOW - 2 * HOUR)
    assert [NOW - HOUR] == late(NOW - HOUR)
    assert [] == late(NOW)


def test_relations_and_designations_have_their_moments():
    head = ActorHead(
        "russie",
        ActorKind.STATE,
        relations=(Relation("supports", "syrie", parse_stamp("2016-09-01", "UTC"), parse_stamp("2017", "UTC")),),
        designations=(
            Designation("onu", Texts((("", "x"),)), parse_stamp("2016-10-01", "UTC"), parse_stamp("2018-01", "UTC")),
        ),
    )
    found = changes(Desk(SITE, actors=(Manuscript(head, Gate(), Place("content/actors/russie.yaml")),)), Policy(NOW))

    assert [
        "the relation to “syrie” begins",
        "the designation by “onu” begins",
        "the relation to “syrie” ends",
        "the designation by “onu” ends",
    ] == [change.what for change in found]
