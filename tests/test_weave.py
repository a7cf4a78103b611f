"""Weave: what each name of an edition means, numbered notes, filled holes, related briefs."""

import re
from datetime import datetime

import pytest

from fiche.clear import clear
from fiche.executor import Serial
from fiche.memo import Memo
from fiche.model import Marking, Policy
from fiche.parse import parse
from fiche.problem import has_errors
from fiche.publication import html_of
from fiche.scan import scan
from fiche.weave import weave
from tests.laws.sites import NOW, SITE, folder
from tests.pictures.drawn import picture

REGISTER = {
    "site.yaml": SITE,
    "actors/kerry.yaml": "kind: person\nnames: {fr: [{full: John Kerry, until: 2016-08-15}, {full: John F. Kerry, from: 2016-08-15}], en: Kerry}\n",
    "topics/syrie.yaml": "labels: {fr: Syrie, en: Syria}\n",
    "topics/alep.yaml": "labels: {fr: Alep, en: Aleppo}\nparents: [Syria]\nrelated: [SYRIE]\n",
    "sources/s.yaml": "- {id: depeche, title: Une dépêche}\n- {id: livre, title: Un livre}\n"
    "- {id: ami, title: Ambassade, confidential: true, descriptor: un ami}\n",
    "pages/about.fr.md": "---\ntitle: À propos\n---\n[[kerry]] [@livre]\n",
    "media/carte.png": picture(),
}


def brief(body="Texte.", date="2016-08-20", **fields):
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"---\ntitle: Un\ndate: {date}\n{lines}---\n{body}\n"


def woven(files):
    """Return the publication of some files, and the memo its bodies are in."""
    memo = Memo()
    with folder(REGISTER | files) as home:
        desk = parse(scan(home / "content").value, pool=Serial(), memo=memo)
    edition = clear(desk.value, Policy(datetime.fromisoformat(NOW), Marking.CLEAR))
    assert [] == [str(p) for p in (*desk.problems, *edition.problems) if has_errors([p])]
    return weave(edition.value, memo=memo).value, memo


def body(text, **fields):
    """Return the body of a brief as its page shows it, addresses as they are."""
    publication, memo = woven({"briefs/a.md": brief(text, **fields), "briefs/b.en.md": brief(former_ids="[b-old]")})
    entry = next(entry for entry in publication.entries if entry.head.id == "a")
    return html_of(entry.body, memo, str, entry.address)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[[kerry]]", '<a class="actor person" href="actors/kerry/">John F. Kerry</a>'),
        ("[[kerry|l’homme]]", '<a class="actor person" href="actors/kerry/">l’homme</a>'),
        ("[[KERRY]]", '<a class="actor person" href="actors/kerry/">John F. Kerry</a>'),
        ("[[Jane <Roe>]]", '<a class="actor unregistered" href="actors/jane-roe/">Jane &lt;Roe&gt;</a>'),
        ("[[topic:Aleppo]]", '<a class="topic" href="topics/alep/">Alep</a>'),
        ("[[brief:b]]", '<a class="brief" href="en/briefs/2016/08/20/b/">Un</a>'),
        ("[[brief:b-old|là]]", '<a class="brief" href="en/briefs/2016/08/20/b/">là</a>'),
        ("[là](b.en.md#s-x)", '<a class="brief" href="en/briefs/2016/08/20/b/#s-x">là</a>'),
        ("[[page:about]]", '<a class="page" href="about/">À propos</a>'),
        ("[x](../pages/about.fr.md)", '<a class="page" href="about/">x</a>'),
        ("[x](/media/carte.png)", '<a class="file" href="media/carte.png">x</a>'),
        ("![x](/media/carte.png)", "x"),
    ],
)
def test_a_hole_is_filled_with_what_it_means(text, html):
    assert f"<p>{html}</p>" == re.sub(r' (loading|decoding)="\w+"', "", body(text)).strip()


@pytest.mark.parametrize("target", ["brief:secret", "page:secret", "spy", "topic:plot"])
def test_a_link_to_something_withheld_is_its_words(target):
    files = {
        "briefs/secret.md": brief(status="draft"),
        "pages/secret.md": "---\ntitle: S\nstatus: draft\n---\n",
        "actors/spy.yaml": "kind: person\nnames: Spy\nmarking: RED\n",
        "topics/plot.yaml": "labels: Plot\nembargo: 2999-01-01\n",
        "briefs/a.md": brief(f"[[{target}|*des* mots]]"),
    }
    publication, memo = woven(files)

    assert "<p><em>des</em> mots</p>" == html_of(publication.entries[0].body, memo, str).strip()


def test_an_actor_is_called_as_on_the_day_of_the_brief():
    assert "John Kerry" in body("[[kerry]]", date="2016-08-14")
    assert "John F. Kerry" in body("[[kerry]]", date="2016-08-15")


def test_citations_are_numbered_by_their_first_then_what_is_listed_only():
    publication, memo = woven(
        {
            "briefs/a.md": brief(
                "[@livre, p. 2] [@own; @livre, p. 3]", sources="[depeche, {id: own, title: À moi}, {title: Sans id}]"
            )
        }
    )
    (entry,) = publication.entries
    html = html_of(entry.body, memo, str, entry.address)

    assert ["Un livre", "À moi", "Une dépêche", "Sans id"] == [note.reference.title.pick("")[1] for note in entry.notes]
    assert [("p. 2", "p. 3"), ("",), (), ()] == [note.locators for note in entry.notes]
    assert ["cite-1-1", "cite-2-1", "cite-1-2"] == [part.split('"')[0] for part in html.split('id="')[1:]]
    assert '<sup class="cite"><a id="cite-1-1" href="#note-1">1</a></sup>' in html


def test_of_a_confidential_source_not_even_the_page_is_told():
    publication, _ = woven({"briefs/a.md": brief("[@ami, p. 7 du télégramme]")})

    (note,) = publication.entries[0].notes
    assert ("un ami", ("",)) == (note.reference.descriptor, note.locators)


def test_the_number_of_a_note_stands_close_to_the_word_before_it():
    assert "<p>Un mot<sup" in body("Un mot [@livre].")


def test_who_is_named_is_in_the_cast_once_with_the_first_part_given():
    publication, _ = woven(
        {
            "briefs/a.md": brief(
                "[[kerry]] [[Jane Roe]] [[Jim Poe]]", actors="[{id: Kerry, part: lead, note: x}, kerry, JANE ROE]"
            )
        }
    )

    assert [("kerry", "lead", "x"), ("jane-roe", "", ""), ("jim-poe", "mentioned", "")] == [
        (cast.actor, cast.part, cast.note) for cast in publication.entries[0].cast
    ]


def test_an_actor_without_a_file_is_called_by_its_most_frequent_spelling():
    files = {f"briefs/{n}.md": brief(actors=f"[{name}]") for n, name in enumerate(["jane roe", "Jane Roe", "Jane Roe"])}
    publication, _ = woven(files)

    assert ["Jane Roe"] == [name.full for name in publication.actors["jane-roe"].head.names]
    assert not publication.actors["jane-roe"].registered


def test_topics_that_topics_name_are_written_as_ids():
    publication, _ = woven({"briefs/a.md": brief(topics="[ALEP, New matter, Alep]")})

    assert ("alep", "new-matter") == publication.entries[0].topics
    assert [["syrie"], ["syrie"]] == [
        [use.name for use in uses]
        for uses in (publication.topics["alep"].head.parents, publication.topics["alep"].head.related)
    ]
    assert not publication.topics["new-matter"].registered


def test_briefs_stand_newest_first_those_of_one_moment_by_id():
    dates = {"a": "2016-08-01", "c": "2016-08-20", "b": "2016-08-20", "d": "2016-08-20T10:00"}
    publication, _ = woven({f"briefs/{id}.md": brief(date=date) for id, date in dates.items()})

    assert ["d", "b", "c", "a"] == [entry.head.id for entry in publication.entries]


def test_briefs_are_related_by_what_they_share_rare_things_first_their_own_story_left_out():
    publication, _ = woven(
        {
            "briefs/a.md": brief(actors="[Rare, Often]", topics="[alep]", thread="fil"),
            "briefs/b.md": brief(actors="[Rare]", date="2016-08-01"),
            "briefs/c.md": brief(actors="[Often]", date="2016-08-20"),
            "briefs/d.md": brief(actors="[Often]", date="2016-08-19"),
            "briefs/e.md": brief(actors="[Often, Rare]", topics="[alep]", thread="fil"),
            "briefs/f.md": brief(actors="[Other]"),
        }
    )
    kin = publication.kin["a"]

    assert "b" == kin[0].id
    assert {"b", "c", "d"} == {one.id for one in kin}
    assert [(1, 0, False), (1, 0, True), (1, 0, False)] == [(one.actors, one.topics, one.same_day) for one in kin]
    assert not publication.kin.get("f")


def test_editions_of_one_brief_are_one_to_the_related():
    publication, _ = woven(
        {
            "briefs/a.fr.md": brief(actors="[Jane Roe]"),
            "briefs/a.en.md": brief(actors="[Jane Roe]"),
            "briefs/b.md": brief(actors="[Jane Roe]"),
        }
    )

    assert {"a": ["b"], "b": ["a"]} == {id: [one.id for one in kin] for id, kin in publication.kin.items()}
    assert ["en", "fr"] == [entry.head.lang for entry in publication.entries if entry.head.id == "a"]


def test_events_stand_in_the_order_of_their_days():
    publication, _ = woven(
        {
            "events/e.yaml": "- {id: b, title: B, start: 2016-09}\n- {id: a, title: A, start: 2016-09-01, actors: [Kerry, New One], topics: [alep]}\n"
        }
    )

    assert ["a", "b"] == [entry.event.head.id for entry in publication.events]
    assert (["kerry", "new-one"], ("alep",)) == (
        [cast.actor for cast in publication.events[0].cast],
        publication.events[0].topics,
    )


def test_the_body_of_a_plain_page_is_woven_as_well():
    publication, memo = woven({})
    (page,) = publication.pages

    assert 'href="actors/kerry/"' in html_of(page.body, memo, str, page.address)
    assert ["Un livre"] == [note.reference.title.pick("")[1] for note in page.notes]


def test_a_link_within_the_text_is_its_fragment_on_the_page_and_whole_in_a_feed():
    publication, memo = woven({"briefs/a.md": brief("[là](#s-y) [@livre]\n\n## y")})
    (entry,) = publication.entries
    page = html_of(entry.body, memo, lambda to: f"/{to}", entry.address)
    feed = html_of(entry.body, memo, lambda to: f'https://x.example/?a&b="{to}')

    assert ['"#s-y"', '"#note-1"'] == re.findall(r'href=("[^"]*")', page)
    whole = "https://x.example/?a&amp;b=&quot;briefs/2016/08/20/a/"
    assert [f'"{whole}#s-y"', f'"{whole}#note-1"'] == re.findall(r'href=("[^"]*")', feed)
