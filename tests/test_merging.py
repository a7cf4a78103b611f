"""Of two actors one goes, and nothing it was called is lost."""

from fiche import merging
from fiche.model import LinkKind
from tests.desk import at_work

ONE = """\
kind: person
names:
  fr: {full: Sergueï Lavrov, short: Lavrov}
  ru: {full: Сергей Лавров, from: 2004}
aliases: [Sergei Lavrov, {text: Lawrow, match: weak}]
not: [Lavrov Theatre]
country: RU
born: 1950-03-21
roles:
  - title: {fr: ministre, en: Minister}
    org: russia
    start: 2004-03-09
former_ids: [lavrof]
"""
OTHER = """\
kind: person
names: Sergey Lavrov # in English
country: RU
born: 1951
aliases:
  - Sergueï Lavrov
roles: [{title: Ambassador, start: 1994, end: 2004}]
"""
FILES = {
    "actors/one.yaml": ONE,
    "actors/other.yaml": OTHER,
    "actors/russia.yaml": "kind: state\nnames: Russia\n",
    "briefs/a.fr.md": "---\ntitle: T\ndate: 2016-08-20\nactors: [one, other]\n---\n[[one]] and [[Sergei Lavrov]]\n",
}


def merged(files, *words, kind=LinkKind.ACTOR):
    with at_work(files) as desk:
        desk.revise(lambda *rest: merging.merge(kind, *rest), *words)
        desk.read()
        return {path: data.decode() for path, data in desk.files.items() if path != "site.yaml"}


def asked(files, *words, kind=LinkKind.ACTOR):
    with at_work(files) as desk:
        return merging.merge(kind, *words, desk.read(), desk.texts)[0]


def test_names_and_offices_go_to_the_one_that_stays():
    files = merged(FILES, "one", "other")
    assert """\
kind: person
names: Sergey Lavrov # in English
country: RU
born: 1951
aliases:
  - Sergueï Lavrov
  - {text: Lavrov, match: weak}
  - {text: Сергей Лавров, from: 2004}
  - Sergei Lavrov
  - {text: Lawrow, match: weak}
roles: [{title: {fr: ministre, en: Minister}, org: russia, start: 2004-03-09}, {title: Ambassador, start: 1994, end: 2004}]
former_ids: [one, lavrof]
not: [Lavrov Theatre]
""" == files["actors/other.yaml"]
    assert "actors/one.yaml" not in files
    assert FILES["briefs/a.fr.md"].replace("one", "other") == files["briefs/a.fr.md"]


def test_what_is_not_taken_over_is_told():
    assert [
        "“born: 1950-03-21” is not taken over; “other” says “1951”",
        "“other” is named twice here now; take one out",
    ] == [note.what for note in asked(FILES, "one", "other").problems]
    text = FILES | {"actors/one.yaml": None, "actors/one.fr.md": f"---\n{ONE}---\nText.\n"}
    told = asked({path: data for path, data in text.items() if data}, "one", "other").problems
    assert any(note.what.startswith("the text below the header goes") for note in told)


def test_the_name_of_a_state_counts_in_its_language_as_before():
    files = {
        "actors/a.yaml": "kind: state\nnames: {fr: Birmanie, en: Burma}\n",
        "actors/b.yaml": "kind: state\nnames: {fr: Birmanie, en: Myanmar}\n",
    }
    assert "aliases: [{text: Burma, lang: en}]\n" in merged(files, "a", "b")["actors/b.yaml"]


def test_an_acronym_counts_in_each_of_its_languages_as_before():
    files = {
        "actors/a.yaml": "kind: armed-group\nnames: {fr: {full: A, short: YPG}, en: {full: A, short: YPG}}\n",
        "actors/b.yaml": "kind: armed-group\nnames: {fr: {full: B, short: FDS}, en: A}\n",
    }
    assert "aliases: [{text: YPG, lang: fr}, {text: YPG, lang: en}]\n" in merged(files, "a", "b")["actors/b.yaml"]


def test_an_entry_of_a_list_is_taken_out_of_it():
    listed = "# all\n- id: a\n  kind: person\n  names: A\n\n# the second\n- id: b\n  kind: person\n  names: B\n"
    assert (
        "# all\n\n# the second\n- id: b\n  aliases: [A]\n  former_ids: [a]\n  kind: person\n  names: B\n"
        == merged({"actors/all.yaml": listed}, "a", "b")["actors/all.yaml"]
    )
    assert "# all\n- id: a\n" == merged({"actors/all.yaml": listed}, "b", "a")["actors/all.yaml"][:14]


def test_two_that_are_not_for_the_same_readers_are_not_made_one():
    files = FILES | {"actors/one.yaml": ONE + "marking: TLP:RED\n"}
    assert "not for the same readers" in asked(files, "one", "other").problems[0].what
    assert "both are “one”" == asked(FILES, "one", "Sergei Lavrov").problems[0].what


def test_topics_are_merged_in_the_same_way():
    files = {
        "topics/a.yaml": "labels: {fr: Alep, en: Aleppo}\naliases: Halab\n",
        "topics/b.yaml": "labels: Alep\n",
        "briefs/a.md": "---\ntitle: T\ndate: 2016-08-20\ntopics: [a]\n---\n[[topic:a]]\n",
    }
    after = merged(files, "a", "b", kind=LinkKind.TOPIC)
    assert "labels: Alep\naliases: [Halab, Aleppo]\nformer_ids: [a]\n" == after["topics/b.yaml"]
    assert files["briefs/a.md"].replace("[a]", "[b]").replace("topic:a", "topic:b") == after["briefs/a.md"]
