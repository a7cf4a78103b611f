"""A new id reaches every place that names the old one, and touches nothing else."""

import re

import pytest

from fiche import renaming
from fiche.model import LinkKind
from fiche.uses import FIELDS
from tests.conftest import ROOT
from tests.desk import at_work

KERRY = "kind: person\nnames: John Kerry # “Kerry”\n"
FILES = {
    "actors/kerry.yaml": KERRY,
    "actors/dos.yaml": 'kind: organization\nnames: State Department\nparent: "kerry"\n',
    "actors/others.yaml": "- id: lavrov\n  kind: person\n  names: Sergey Lavrov\n  roles: [{title: Envoy, org: kerry}]\n"
    "  relations: [{type: opposes, target: kerry}]\n  designations: [{by: kerry, label: counterpart}]\n",
    "sources/all.yaml": "- id: s\n  title: S\n  publisher: 'kerry'\n",
    "events/all.yaml": "- id: e\n  title: E\n  start: 2016-08-20\n  actors: [lavrov, {id: kerry, part: lead}]\n",
    "topics/syria.yaml": "labels: Syria\n",
    "briefs/a.fr.md": """\
---
title: kerry
date: 2016-08-20
actors:
  - kerry # the first
  - John Kerry
topics: syria
sources: [{title: T, publisher: kerry}]
statements:
  - {speaker: kerry, on_behalf_of: kerry, text: kerry said so, topics: [syria]}
---
[[kerry]], [[ kerry |kerry]] and [[actor:kerry#x|him]], [[John Kerry]], [file](../actors/kerry.yaml), kerry, `[[kerry]]`,
| a | b |
|---|---|
| [[kerry\\|b]] | [[topic:syria]] |

> kerry said so, too.
>
> — {speaker: kerry, on_behalf_of: "kerry",
>    topics: [syria]}
""",
    "figures/all.yaml": "- id: f\n  label: F\n  topics: [syria]\n  values: [{value: 1, as_of: 2016, source: s}]\n",
}


def revised(files, *words, kind=LinkKind.ACTOR):
    """Return the files after a renaming."""
    with at_work(files) as desk:
        desk.revise(lambda *rest: renaming.rename(kind, *rest), *words)
        return {path: data.decode() for path, data in desk.files.items() if path != "site.yaml"}


def refused(files, *words):
    with at_work(files) as desk:
        revision, renamed = renaming.rename(LinkKind.ACTOR, *words, desk.read(), desk.texts)
        assert renamed is None
        return revision.problems[0].what


def test_every_place_that_names_an_actor_by_its_id_has_the_new_one():
    files = revised(FILES, "John Kerry", "john-kerry")
    assert KERRY + "former_ids: [kerry]\n" == files["actors/john-kerry.yaml"]
    assert FILES["actors/dos.yaml"].replace('"kerry"', '"john-kerry"') == files["actors/dos.yaml"]
    assert FILES["actors/others.yaml"].replace("kerry", "john-kerry") == files["actors/others.yaml"]
    assert FILES["sources/all.yaml"].replace("kerry", "john-kerry") == files["sources/all.yaml"]
    assert FILES["events/all.yaml"].replace("kerry", "john-kerry") == files["events/all.yaml"]
    assert """\
---
title: kerry
date: 2016-08-20
actors:
  - john-kerry # the first
  - John Kerry
topics: syria
sources: [{title: T, publisher: john-kerry}]
statements:
  - {speaker: john-kerry, on_behalf_of: john-kerry, text: kerry said so, topics: [syria]}
---
[[john-kerry]], [[ john-kerry |kerry]] and [[actor:john-kerry#x|him]], [[John Kerry]], [file](../actors/john-kerry.yaml), kerry, `[[kerry]]`,
| a | b |
|---|---|
| [[john-kerry\\|b]] | [[topic:syria]] |

> kerry said so, too.
>
> — {speaker: john-kerry, on_behalf_of: "john-kerry",
>    topics: [syria]}
""" == files["briefs/a.fr.md"]


def test_a_topic_is_renamed_in_the_same_way():
    files = revised(FILES, "syria", "syrie", kind=LinkKind.TOPIC)
    assert "labels: Syria\nformer_ids: [syria]\n" == files["topics/syrie.yaml"]
    assert FILES["briefs/a.fr.md"].replace("syria", "syrie") == files["briefs/a.fr.md"]
    assert FILES["figures/all.yaml"].replace("syria", "syrie") == files["figures/all.yaml"]


def test_an_id_that_is_written_out_changes_where_it_stands():
    files = {"actors/all.yaml": "- id: a # first\n  kind: person\n  names: A\n- {id: b, kind: person, names: B}\n"}
    assert (
        "- id: x # first\n  former_ids: [a]\n  kind: person\n  names: A\n- {id: b, kind: person, names: B}\n"
        == revised(files, "a", "x")["actors/all.yaml"]
    )
    assert "- {former_ids: [b], id: y, kind: person, names: B}\n" == revised(files, "b", "y")["actors/all.yaml"][-51:]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("former_ids: [a]\n", "former_ids: [k, a]\n"),
        ("former_ids: a # was\n", "former_ids: [a, k] # was\n"),
        ("former_ids:\n  - a\n  # new ones above\nborn: 1943\n", "former_ids:\n  - a\n  - k\n  # new ones above\nborn: 1943\n"),
        ("former_ids:\n- a", "former_ids:\n- a\n- k"),
        ("former_ids:\n", "former_ids: [k]\n"),
        ("former_ids: []\n", "former_ids: [k]\n"),
        ("# the end", "# the end\nformer_ids: [k]"),
        ("summary: |\n  one\n  # two\n", "summary: |\n  one\n  # two\nformer_ids: [k]\n"),
        ("former_ids: [x, a]\n", "former_ids: [k, a]\n"),
    ],
)  # fmt: skip
def test_the_id_it_had_is_kept_whatever_its_list_looks_like(written, expected):
    files = revised({"actors/k.yaml": f"kind: person\nnames: K\n{written}"}, "k", "x")
    assert f"kind: person\nnames: K\n{expected}" == files["actors/x.yaml"]


def test_line_ends_and_a_byte_order_mark_stay():
    text = "\ufeff---\r\nkind: person\r\nnames: K\r\n---\r\nHe is [[k]].\r\n"
    assert (
        text.replace("[[k]]", "[[x]]").replace("names: K\r\n", "names: K\r\nformer_ids: [k]\r\n")
        == revised({"actors/k.fr.md": text}, "k", "x")["actors/x.fr.md"]
    )


def test_what_cannot_be_an_id_is_refused_with_a_reason():
    files = FILES | {"actors/un.yaml": "kind: organization\nnames: UN\nformer_ids: [onu]\n"}
    assert "perhaps “john-kerry”" in refused(files, "kerry", "John Kerry")
    assert "“kerry” is its id already" == refused(files, "kerry", "kerry")
    assert "merge" in refused(files, "kerry", "lavrov")
    assert "its old address leads there" in refused(files, "kerry", "onu")
    assert "did you mean “John Kerry”" in refused(files, "Jon Kerry", "x")


def test_an_id_in_a_place_that_cannot_be_edited_stops_all():
    files = {"actors/k.yaml": KERRY, "briefs/a.md": "---\ntitle: T\ndate: 2016-08-20\nactors:\n  - >-\n    k\n---\nB\n"}
    assert "not written on one line; change it by hand" in refused(files, "k", "x")


def test_a_name_that_would_mean_somebody_else_is_told():
    files = {"actors/k.yaml": KERRY, "briefs/a.md": "---\ntitle: T\ndate: 2016-08-20\nactors: [Jane Roe]\n---\nB\n"}
    with at_work(files) as desk:
        before = desk.read()
        renamed = desk.revise(lambda *rest: renaming.rename(LinkKind.ACTOR, *rest), "k", "jane-roe")
        assert ("content/briefs/a.md",) == renaming.moved(renamed, before, desk.read())


def test_an_old_id_in_another_field_is_told():
    files = FILES | {"briefs/b.md": "---\ntitle: T\ndate: 2016-08-20\nseries: kerry\n---\nB\n"}
    with at_work(files) as desk:
        revision, renamed = renaming.rename(LinkKind.ACTOR, "kerry", "x", desk.read(), desk.texts)
        notes = list(renaming.left(renamed, revision.changes, desk.texts))
        told = ["“kerry” is left in “series”, which names no actor", "“kerry” is left in “title”, which names no actor"]
        assert told == sorted(note.what for note in notes)


def test_every_field_that_names_actors_or_topics_is_edited_and_compared():
    """To the list here belongs an example above; a field of the model that says it is an actor belongs to both."""
    fields = {field for folders in FIELDS.values() for some in folders.values() for field in some}
    assert {
        "actors[]", "actors[].id", "statements[].speaker", "statements[].on_behalf_of", "sources[].publisher", "parent",
        "roles[].org", "relations[].target", "designations[].by", "publisher", "topics[]", "statements[].topics[]", "parents[]", "related[]",
    } == fields  # fmt: skip
    model = (ROOT / "fiche" / "model.py").read_text("utf-8")
    saying = re.findall(r'^    (\w+): str(?: = "")?\n    """An actor.s id', model, re.MULTILINE)
    assert set() == set(saying) - {field.rpartition(".")[2] for field in fields}
