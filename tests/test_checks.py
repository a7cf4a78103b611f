"""The checks: what the desk as a whole is told, each rule with what breaks it and what does not."""

import pytest

from fiche.executor import Serial
from fiche.memo import Memo
from fiche.parse import parse
from fiche.scan import scan
from tests.laws.sites import SITE, folder
from tests.pictures.drawn import picture

REGISTER = {
    "site.yaml": SITE,
    "actors/kerry.yaml": "kind: person\nnames: {fr: John Kerry, en: [John Kerry, J. Kerry]}\naliases: [JK]\n",
    "topics/alep.yaml": "labels: Alep\n",
    "sources/s.yaml": "- {id: depeche, title: Une dépêche}\n",
    "pages/about.fr.md": "---\ntitle: À propos\n---\n",
    "media/carte.png": picture(),
}


def brief(body="", **fields):
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"---\ntitle: Un\ndate: 2016-08-20\n{lines}---\n{body}\n"


def told(files):
    """Return what the desk is told: path, code and the words."""
    with folder(REGISTER | files) as home:
        found = parse(scan(home / "content").value, pool=Serial(), memo=Memo()).problems
    return [(problem.place.path.removeprefix("content/"), problem.code, problem.what) for problem in found]


def codes(files):
    return [(path, code) for path, code, _ in told(files)]


@pytest.mark.parametrize(
    "body",
    [
        "[[kerry]] [[John Kerry]] [[jk]] [[JOHN  KERRY]]",
        "[[topic:alep]] [[topic:ALEP|là]]",
        "[[brief:a]] [[brief:former]] [[page:about]]",
        "[@depeche] [@depeche, p. 3] [@depeche; @depeche, p. 4]",
        "[x](a.md) [x](../actors/kerry.yaml) [x](../pages/about.fr.md) ![x](/media/carte.png) [x](../media/carte.png)",
        "[x](https://example.org/) [x](mailto:a@example.org) [x](#s-y)\n\n## y",
        "[[Somebody Without A File]]",
        "`[[nobody]]` and `[@nothing]`\n\n    [[nobody]]\n",
    ],
)
def test_what_leads_somewhere_is_let_through(body):
    found = codes({"briefs/a.md": brief(body, former_ids="[former]")})

    assert [] == [code for _, code in found if code != "unlisted-actor"]


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ("[[kery]]", "unknown-link", "did you mean “kerry”?"),
        ("[[topic:alepp]]", "unknown-link", "did you mean “alep”?"),
        ("[[brief:b]]", "unknown-link", "there is no brief “b”"),
        ("[[page:abuot]]", "unknown-link", "did you mean “about”?"),
        ("[@depech]", "unknown-source", "did you mean “depeche”?"),
        ("[x](b.md)", "unknown-link", "there is no brief"),
        ("![x](/media/cart.png)", "no-file", "did you mean “content/media/carte.png”?"),
        ("[x](nothing.pdf)", "no-file", "put it there, or mend the path"),
    ],
)
def test_what_leads_nowhere_is_an_error_with_the_nearest_name(body, code, said):
    ((path, found, what),) = told({"briefs/a.md": brief(body)})

    assert ("briefs/a.md", code, True) == (path, found, said in what)


@pytest.mark.parametrize("folder_", ["actors/x.md", "topics/x.md", "pages/x.md"])
def test_bodies_of_every_kind_are_checked(folder_):
    head = {"actors/x.md": "kind: person\nnames: X", "topics/x.md": "labels: X", "pages/x.md": "title: X"}[folder_]

    assert [(folder_, "unknown-link")] == codes({folder_: f"---\n{head}\n---\n[[nobody-known]]\n"})


def test_an_actor_or_topic_without_a_file_is_a_warning_once():
    files = {
        "briefs/a.md": brief(actors="[Jane Roe, Jhon Kerry]", topics="[Matter]"),
        "briefs/b.md": brief(actors="[Jane Roe]", topics="[Matter]"),
        "events/e.yaml": "- {id: e, title: E, start: 2016, actors: [Jane Roe], topics: [Other]}\n",
    }
    found = told(files)

    assert [
        ("briefs/a.md", "unlisted-actor"),
        ("briefs/a.md", "unlisted-actor"),
        ("briefs/a.md", "unlisted-topic"),
        ("events/e.yaml", "unlisted-topic"),
    ] == [(path, code) for path, code, _ in found]
    assert "did you mean “John Kerry”" in found[1][2]
    assert "“content/topics/matter.yaml” would describe it" in found[2][2]


def test_a_name_that_two_bear_must_be_written_as_an_id_where_it_is_used():
    other = {"actors/kerrey.yaml": "kind: person\nnames: Bob Kerrey\naliases: [JK]\n"}

    assert [("actors/kerry.yaml", "shared-name")] == codes(other)
    assert [("actors/kerry.yaml", "shared-name"), ("briefs/a.md", "ambiguous-actor")] == codes(
        other | {"briefs/a.md": brief(actors="[JK, kerry]")}
    )


@pytest.mark.parametrize(
    ("files", "where"),
    [
        ({"actors/more.yaml": "- {id: kerry, kind: person, names: K}\n"}, "actors/more.yaml"),
        ({"topics/more.yaml": "- {id: alep, labels: A}\n"}, "topics/more.yaml"),
        ({"sources/t.yaml": "id: depeche\ntitle: D\n"}, "sources/t.yaml"),
        ({"events/e.yaml": "- {id: e, title: E, start: 2016}\n- {id: e, title: E, start: 2016}\n"}, "events/e.yaml"),
        ({"pages/other.md": "---\nid: about\ntitle: A\n---\n"}, "pages/other.md"),
        ({"briefs/a.md": brief(), "briefs/x/a.md": brief()}, "briefs/x/a.md"),
    ],
)
def test_an_id_stands_once(files, where):
    assert (where, "same-id") in codes(files)


def test_editions_of_a_brief_share_its_id_and_should_share_its_day():
    one, two = brief(), brief().replace("2016-08-20", "2016-08-21")

    assert [] == codes({"briefs/a.fr.md": one, "briefs/a.en.md": one})
    assert [("briefs/a.fr.md", "edition-day")] == codes({"briefs/a.fr.md": two, "briefs/a.en.md": one})


def test_sources_that_a_header_or_an_event_names_exist():
    files = {
        "briefs/a.md": brief(sources="[depeche, depesche, {id: own, title: Own}]", body="[@own]"),
        "events/e.yaml": "- {id: e, title: E, start: 2016, source: depeches}\n",
    }

    assert [("briefs/a.md", "unknown-source"), ("events/e.yaml", "unknown-source")] == codes(files)


def test_the_picture_of_a_brief_exists():
    image = "{src: /media/none.png, alt: a, credit: b, licence: c}"

    assert [("briefs/a.md", "no-file")] == codes({"briefs/a.md": brief(image=image)})


def test_topics_stand_below_topics_that_exist_and_never_below_themselves():
    files = {
        "topics/a.yaml": "labels: A\nparents: [b, nothing]\n",
        "topics/b.yaml": "labels: B\nparents: [A]\n",
        "topics/c.yaml": "labels: C\nrelated: [alepp]\n",
    }
    found = told(files)

    assert [
        ("topics/a.yaml", "topic-cycle"),
        ("topics/a.yaml", "unknown-topic"),
        ("topics/b.yaml", "topic-cycle"),
        ("topics/c.yaml", "unknown-topic"),
    ] == sorted((path, code) for path, code, _ in found)
    assert any("a → b → a" in what for _, _, what in found)


def later(**fields):
    return brief(**fields).replace("2016-08-20", "2016-08-21")


def test_what_a_brief_goes_on_from_exists_is_another_and_comes_before_it():
    files = {
        "briefs/point.md": brief(former_ids="[ancien]"),
        "briefs/b.md": later(follows="[point, ancien]", supersedes="point"),
        "briefs/c.md": later(follows="[pont]", supersedes="c"),
        "briefs/d.md": brief(follows="[b]"),
    }
    found = told(files)

    assert [("briefs/c.md", "unknown-brief"), ("briefs/c.md", "brief-cycle"), ("briefs/d.md", "brief-order")] == [
        (path, code) for path, code, _ in found
    ]
    assert "did you mean “point”?" in found[0][2]


def test_briefs_that_follow_one_another_in_a_circle_are_told_with_the_way_round_each_circle_once():
    files = {
        "briefs/a.md": brief(follows="b"),
        "briefs/b.md": brief(supersedes="[c]"),
        "briefs/c.md": brief(follows="[a, e]"),
        "briefs/d.md": brief(follows="e"),
        "briefs/e.md": brief(follows="d"),
    }
    found = [(path, what) for path, code, what in told(files) if code == "brief-cycle"]

    assert ["briefs/a.md", "briefs/d.md"] == [path for path, _ in found]
    assert ["(a → b → c → a)", "(d → e → d)"] == [what.partition("circle ")[2].partition(";")[0] for _, what in found]


def test_a_name_for_a_story_that_no_brief_tells_is_a_warning():
    files = {"site.yaml": SITE + "threads: {fil: Le fil, fils: Les fils}\n", "briefs/a.md": brief(thread="fil")}
    found = told(files)

    assert [("site.yaml", "unknown-thread")] == [(path, code) for path, code, _ in found]
    assert "did you mean “fil”?" in found[0][2]


def test_the_target_of_a_relation_is_known_or_told_like_any_actor():
    relations = "relations: [{type: supports, target: kery}, {type: supports, target: J. Kerry}]"
    found = told({"actors/lavrov.yaml": f"kind: person\nnames: Lavrov\n{relations}\n"})

    assert [("actors/lavrov.yaml", "unlisted-actor")] == [row[:2] for row in found]
    assert "did you mean “kerry”?" in found[0][2]


def test_the_sources_of_relations_and_designations_exist():
    fields = "relations: [{type: supports, target: kerry, source: depech}]\ndesignations: [{by: kerry, label: x, source: rien}]"
    found = told({"actors/lavrov.yaml": f"kind: person\nnames: Lavrov\n{fields}\n"})

    assert [("unknown-source", True), ("unknown-source", False)] == [
        (code, "did you mean “depeche”?" in what) for _, code, what in found
    ]
