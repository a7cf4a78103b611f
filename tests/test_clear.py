"""Clear, the gate: what each thing that can withhold a manuscript does."""

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from fiche.clear import Reason, clear, reason
from fiche.model import (
    ActorHead,
    ActorKind,
    ActorUse,
    Alias,
    Body,
    BriefHead,
    Cite,
    Correction,
    CorrectionKind,
    Desk,
    EventHead,
    Fault,
    Gate,
    Image,
    Link,
    LinkKind,
    Manuscript,
    Marking,
    Mention,
    Name,
    Office,
    Picture,
    Policy,
    Reading,
    ReferenceHead,
    Site,
    Source,
    Stamp,
    Status,
    Texts,
    TopicHead,
    Use,
    When,
    Withdrawal,
)
from fiche.problem import Place
from fiche.value import replace

NOW = datetime(2016, 8, 24, 12, tzinfo=UTC)
SITE = Site(Texts((("", "x"),)), "https://example.org/", "Europe/Paris", ("fr", "en"))
PUBLIC = Policy(NOW)
LATER = NOW + timedelta(hours=1)
EARLIER = NOW - timedelta(hours=1)


def when(instant):
    return When(instant, timed=True)


def stamp(text):
    day = date.fromisoformat(text)
    return Stamp(day, day)


def brief(id="a", *, gate=None, readings=(), **fields):
    head = BriefHead(id=id, lang="fr", title=id, date=fields.pop("date", when(EARLIER)), slug=id, **fields)
    return Manuscript(head, gate or Gate(), Place(f"content/briefs/{id}.md", 1), readings)


def actor(id, *, gate=None, **fields):
    fields.setdefault("names", (Name("", id.title()),))
    return Manuscript(ActorHead(id, ActorKind.PERSON, **fields), gate or Gate(), Place(f"content/actors/{id}.yaml", 1))


def topic(id, *, gate=None, **fields):
    return Manuscript(
        TopicHead(id, Texts((("", id),)), **fields), gate or Gate(), Place(f"content/topics/{id}.yaml", 1)
    )


def source(id, *, gate=None, **fields):
    head = ReferenceHead(id, Texts((("", f"Title of {id}"),)), **fields)
    return Manuscript(head, gate or Gate(), Place("content/sources/s.yaml", 1))


def desk(*briefs, **others):
    return Desk(SITE, tuple(briefs), **{kind: tuple(found) for kind, found in others.items()})


def cleared(desk_, policy=PUBLIC):
    checked = clear(desk_, policy)
    assert checked.problems == ()
    return checked.value


RED = Gate(marking=Marking.RED)


@pytest.mark.parametrize(
    ("gate", "why"),
    [
        (Gate(), None),
        (Gate(status=Status.DRAFT), Reason.STATUS),
        (Gate(status=Status.REVIEW), Reason.STATUS),
        (Gate(status=Status.READY), Reason.STATUS),
        (Gate(marking=Marking.GREEN), Reason.MARKING),
        (Gate(embargo=LATER), Reason.EMBARGO),
        (Gate(embargo=NOW + timedelta(microseconds=1)), Reason.EMBARGO),
        (Gate(embargo=NOW), None),
        (Gate(expires=NOW), Reason.EXPIRED),
        (Gate(expires=LATER), None),
    ],
)
def test_each_thing_withholds_until_the_very_instant(gate, why):
    assert reason(brief(gate=gate), PUBLIC) is why
    assert bool(cleared(desk(brief(gate=gate))).briefs) is (why is None)


def test_a_brief_of_tomorrow_is_not_out_yet():
    assert cleared(desk(brief(date=when(LATER)))).briefs == ()


def test_drafts_are_shown_to_those_who_ask_for_them():
    assert len(cleared(desk(brief(gate=Gate(status=Status.DRAFT))), replace(PUBLIC, drafts=True)).briefs) == 1


@pytest.mark.parametrize("audience", list(Marking))
def test_an_audience_reads_up_to_its_marking(audience):
    briefs = [brief(marking.name.lower(), gate=Gate(marking=marking)) for marking in Marking]

    shown = cleared(desk(*briefs), replace(PUBLIC, audience=audience)).briefs

    assert [one.marking for one in shown] == [marking for marking in Marking if marking <= audience]


def test_a_withdrawn_brief_leaves_a_tombstone_without_its_title():
    gate = Gate(status=Status.WITHDRAWN, withdrawn=Withdrawal(when(EARLIER), "a duplicate"))
    edition = cleared(desk(brief("secret-plan", gate=gate, summary="s")))

    assert edition.briefs == ()
    assert [(stone.slug, stone.withdrawn.reason) for stone in edition.tombstones] == [("secret-plan", "a duplicate")]


def test_a_brief_is_still_there_before_it_is_withdrawn():
    gate = Gate(status=Status.WITHDRAWN, withdrawn=Withdrawal(when(LATER)))
    edition = cleared(desk(brief(gate=gate)))

    assert (len(edition.briefs), edition.tombstones) == (1, ())


@pytest.mark.parametrize("gate", [RED, Gate(embargo=LATER), Gate(expires=EARLIER)])
def test_a_brief_that_was_never_public_leaves_no_tombstone(gate):
    withdrawn = replace(gate, status=Status.WITHDRAWN, withdrawn=Withdrawal(when(EARLIER)))

    assert cleared(desk(brief(gate=withdrawn))).tombstones == ()


@pytest.mark.parametrize("name", ["spy", "Spy", "SPY", "s p y", "The Mole"])
def test_a_withheld_actor_is_taken_out_by_whatever_name(name):
    spy = actor("spy", gate=RED, names=(Name("", "Spy"),), aliases=(Alias("The Mole"), Alias("S P Y")))
    edition = cleared(desk(brief(actors=(ActorUse("kerry"), ActorUse(name))), actors=[spy]))

    assert [use.name for use in edition.briefs[0].head.actors] == ["kerry"]
    assert edition.actors == ()


def test_a_name_that_an_open_actor_bears_too_means_the_open_one():
    spy = actor("spy", gate=RED, names=(Name("", "John Smith"),))
    smith = actor("smith", names=(Name("", "John Smith"),))
    edition = cleared(desk(brief(actors=(ActorUse("John Smith"),)), actors=[spy, smith]))

    assert [use.name for use in edition.briefs[0].head.actors] == ["John Smith"]


@pytest.mark.parametrize("label", ["alep", "Alep"])
def test_an_open_topic_keeps_its_briefs_though_a_withheld_one_is_called_nearly_the_same(label):
    one, two = topic("city", aliases=("Alep",)), topic("plan", gate=RED, aliases=(label.lower(),))
    edition = cleared(desk(brief(topics=(Use("Alep"),)), topics=[one, two]))

    assert [use.name for use in edition.briefs[0].head.topics] == ["Alep"]


def test_a_name_spelt_otherwise_that_would_get_the_address_of_a_withheld_actor_is_taken_out():
    edition = cleared(desk(brief(actors=(ActorUse("«Spy»"),)), actors=[actor("spy", gate=RED)]))

    assert edition.briefs[0].head.actors == ()


def test_withheld_topics_and_sources_are_taken_out():
    one = brief(topics=(Use("open"), Use("shut")), sources=(Use("said"), Use("whispered")))
    edition = cleared(
        desk(
            one,
            topics=[topic("open", parents=(Use("shut"),)), topic("shut", gate=RED)],
            references=[source("said"), source("whispered", gate=RED)],
        )
    )

    assert [use.name for use in edition.briefs[0].head.topics] == ["open"]
    assert [use.name for use in edition.briefs[0].head.sources] == ["said"]
    assert [(t.head.id, t.head.parents) for t in edition.topics] == [("open", ())]
    assert [reference.head.id for reference in edition.references] == ["said"]


def test_a_confidential_source_keeps_its_descriptor_only():
    hidden = source("x", publisher="Embassy", url="https://example.org", descriptor="a diplomat", confidential=True)
    (shown,) = cleared(desk(brief(), references=[hidden])).references

    assert shown.head == ReferenceHead("x", Texts(), descriptor="a diplomat", confidential=True)


def test_a_withheld_actor_is_not_named_as_publisher_parent_or_employer():
    spy = actor("spy-agency", gate=RED)
    clerk = actor("clerk", parent="spy-agency", roles=(Office(Texts((("", "Clerk"),)), org="spy-agency"),))
    edition = cleared(desk(brief(), actors=[spy, clerk], references=[source("s", publisher="Spy agency")]))

    assert (edition.actors[0].head.parent, edition.actors[0].head.roles[0].org) == ("", "")
    assert edition.references[0].head.publisher == ""


def body(*holes, key="k"):
    return Body(key, mentions=tuple(Mention(hole, Place("content/briefs/a.md", 9, 1), "excerpt") for hole in holes))


def test_each_audience_gets_the_reading_made_for_it():
    readings = (Reading(Marking.CLEAR, body(key="open")), Reading(Marking.AMBER, body(key="whole")))
    keys = [
        cleared(desk(brief(readings=readings)), replace(PUBLIC, audience=audience)).briefs[0].body.key
        for audience in Marking
    ]

    assert keys == ["open", "open", "whole", "whole", "whole"]


@pytest.mark.parametrize(
    "hole",
    [
        Link(LinkKind.ACTOR, "spy"),
        Link(LinkKind.ACTOR, "Spy"),
        Link(LinkKind.TOPIC, "shut"),
        Link(LinkKind.BRIEF, "b"),
        Link(LinkKind.BRIEF, "content/briefs/b.md"),
        Link(LinkKind.BRIEF, "b-as-it-was-called"),
    ],
)
def test_a_link_that_would_have_to_print_a_withheld_name_is_an_error(hole):
    one = brief(readings=(Reading(Marking.CLEAR, body(hole)),))
    other = brief("b", gate=RED, former_ids=("b-as-it-was-called",))
    whole = desk(one, other, actors=[actor("spy", gate=RED)], topics=[topic("shut", gate=RED)])

    (problem,) = clear(whole, PUBLIC).problems

    assert (problem.code, problem.place.line) == ("names-withheld", 9)


def test_a_citation_of_a_withheld_source_is_an_error():
    one = brief(readings=(Reading(Marking.CLEAR, body(Cite("whispered"))),))

    (problem,) = clear(desk(one, references=[source("whispered", gate=RED)]), PUBLIC).problems

    assert ("names-withheld", 9) == (problem.code, problem.place.line)


def test_a_link_with_its_own_words_to_something_withheld_is_let_through_as_words():
    one = brief(readings=(Reading(Marking.CLEAR, body(Link(LinkKind.ACTOR, "spy", inner="a source"))),))

    assert clear(desk(one, actors=[actor("spy", gate=RED)]), PUBLIC).ok


def test_only_attachments_that_something_shown_uses_are_kept():
    files = [Source(f"content/media/{name}.png", name, 1) for name in ("shown", "linked", "shared", "secret", "loose")]
    one = brief(
        image=Image("content/media/shown.png", "a", "b", "c"),
        readings=(
            Reading(
                Marking.CLEAR,
                body(Link(LinkKind.FILE, "content/media/linked.png"), Link(LinkKind.FILE, "content/media/shared.png")),
            ),
            Reading(Marking.RED, body(Link(LinkKind.FILE, "content/media/secret.png"))),
        ),
    )
    two = brief("b", gate=RED, image=Image("content/media/shared.png", "a", "b", "c"))

    kept = cleared(desk(one, two, files=files)).files

    assert [file.digest for file in kept] == ["shown", "linked", "shared"]


def test_only_pictures_that_something_shown_shows_are_kept():
    names = ("head", "shown", "linked", "secret", "broken", "loose")
    pictures = tuple(
        Picture(
            Source(f"content/media/{name}.png", name, 1),
            fault=Fault("is", "picture-broken") if name == "broken" else None,
        )
        for name in names
    )
    one = brief(
        image=Image("content/media/head.png", "a", "b", "c"),
        readings=(
            Reading(
                Marking.CLEAR,
                body(
                    Link(LinkKind.FILE, "content/media/shown.png", image=True),
                    Link(LinkKind.FILE, "content/media/broken.png", image=True),
                    Link(LinkKind.FILE, "content/media/linked.png"),
                ),
            ),
            Reading(Marking.RED, body(Link(LinkKind.FILE, "content/media/secret.png", image=True))),
        ),
    )
    two = brief("b", gate=RED, image=Image("content/media/linked.png", "a", "b", "c"))

    kept = cleared(replace(desk(one, two), pictures=pictures)).pictures

    assert [picture.source.digest for picture in kept] == ["head", "shown"]


def test_the_future_is_cut_off():
    kerry = actor(
        "kerry",
        roles=(
            Office(Texts((("", "Secretary"),)), start=stamp("2013-02-01"), end=stamp("2017-01-20")),
            Office(Texts((("", "Envoy"),)), start=stamp("2021-01-20")),
        ),
        died=stamp("2099-01-01"),
    )
    group = actor(
        "group",
        names=(Name("fr", "Ancien", end=stamp("2016-09-01")), Name("fr", "Nouveau", start=stamp("2016-09-01"))),
    )
    head = cleared(desk(brief(), actors=[kerry, group])).actors

    assert [(office.title.pairs[0][1], office.end) for office in head[0].head.roles] == [("Secretary", None)]
    assert head[0].head.died is None
    assert [(name.full, name.end) for name in head[1].head.names] == [("Ancien", None)]


def test_corrections_and_revisions_of_the_future_are_not_known_yet():
    notes = tuple(
        Correction(when(instant), CorrectionKind.CORRECTION, text)
        for instant, text in ((EARLIER, "old"), (LATER, "new"))
    )
    (shown,) = cleared(desk(brief(corrections=notes, updated=when(LATER)))).briefs

    assert [note.text for note in shown.head.corrections] == ["old"]
    assert shown.head.updated is None


def test_an_event_is_known_from_the_day_it_was_announced():
    def event(id, announced):
        head = EventHead(id, Texts((("", id),)), stamp("2016-09-12"), announced=announced, status="held")
        return Manuscript(head, Gate(), Place("content/events/e.yaml", 1))

    known = cleared(desk(brief(), events=[event("a", stamp("2016-08-24")), event("b", stamp("2016-08-25"))])).events

    assert [(one.head.id, one.head.status) for one in known] == [("a", "confirmed")]


def test_only_the_gate_makes_what_may_be_shown():
    makers = {
        file.name
        for file in Path(clear.__code__.co_filename).parent.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"Shown", "Edition"}
    }

    assert makers == {"clear.py"}
