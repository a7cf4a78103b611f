"""Which addresses a desk links to, and where they stand in its files."""

from datetime import date

from fiche.outside.links import links
from tests.checks.desks import studied

BRIEF = """---
title: Un
date: 2016-08-24
sources:
  - {id: one, title: Un, url: https://un.example/one, archived: https://archive.example/one, accessed: 2016-08-25}
  - id: two
    title: Deux
    url: "https://un.example/two#part-2"
    date: 2016-07
  - {id: hidden, title: Trois, url: https://hidden.example/, confidential: true, descriptor: x}
---
Un [lien](https://paper.example/a?b=1&c=2), puis <https://paper.example/a>, et https://bare.example/x.

[Encore](https://paper.example/a?b=1&c=2 "titre") [un][ref], `https://code.example/`, [moi](https://press.example/x).

```
https://paper.example/a
```

[ref]: https://paper.example/ref#top
[unused]: https://unused.example/
"""
ACTOR = """kind: person
names: John Kerry
ids: {wikidata: Q22316, website: "https://kerry.example/", viaf: 1, other: x}
"""


def found(files, **wishes):
    """Return the places of each address, as line and column, and the field."""
    with studied(files) as study:
        return {
            url: [
                (spot.place.path.removeprefix("content/"), spot.place.line, spot.place.column, spot.field)
                for spot in spots
            ]
            for url, spots in links(study, **wishes).items()
        }


def test_each_address_of_another_host_is_found_once_with_all_its_places():
    assert {
        "https://archive.example/one": [("briefs/a.md", 5, 65, "archived")],
        "https://paper.example/a": [("briefs/a.md", 12, 51, "")],
        "https://paper.example/a?b=1&c=2": [("briefs/a.md", 12, 11, ""), ("briefs/a.md", 14, 10, "")],
        "https://paper.example/ref": [("briefs/a.md", 20, 8, "")],
        "https://un.example/one": [("briefs/a.md", 5, 31, "url")],
        "https://un.example/two": [("briefs/a.md", 8, 10, "url")],
    } == found({"briefs/a.md": BRIEF})


def test_at_its_place_an_address_stands_as_it_is_written():
    with studied({"briefs/a.md": BRIEF, "actors/kerry.yaml": ACTOR}) as study:
        for url, spots in links(study).items():
            for spot in spots:
                written = url if "wikidata" not in url and "viaf" not in url else url.rpartition("/")[2]
                assert spot.excerpt[spot.place.column - 1 :].lstrip('"').startswith(written)


def test_identifiers_lead_to_the_registers_that_have_them():
    assert {
        "https://kerry.example/": [("actors/kerry.yaml", 3, 34, "website")],
        "https://viaf.org/viaf/1": [("actors/kerry.yaml", 3, 66, "viaf")],
        "https://www.wikidata.org/wiki/Q22316": [("actors/kerry.yaml", 3, 17, "wikidata")],
    } == found({"actors/kerry.yaml": ACTOR})


def test_a_place_says_which_day_and_part_of_the_page_are_meant_and_whether_there_is_a_copy():
    with studied({"briefs/a.md": BRIEF}) as study:
        spots = links(study)

    (one,), (two,), (bare,) = (
        spots[f"https://{url}"] for url in ("un.example/one", "un.example/two", "paper.example/a")
    )
    assert (date(2016, 8, 25), "", True) == (one.day, one.fragment, one.kept)
    assert (date(2016, 7, 1), "part-2", False) == (two.day, two.fragment, two.kept)
    assert (date(2016, 8, 24), "") == (bare.day, bare.fragment)
    assert '    url: "https://un.example/two#part-2"' == two.excerpt


def test_drafts_and_withheld_briefs_have_links_and_withdrawn_ones_none():
    text = "---\ntitle: Un\ndate: 2016-08-24\n{}---\n[x](https://{}.example/)\n"
    files = {
        "briefs/a.md": text.format("status: draft\n", "draft"),
        "briefs/b.md": text.format("embargo: 2030-01-01\n", "embargo"),
        "briefs/c.md": text.format("marking: TLP:RED\n", "red"),
        "briefs/d.md": text.format("withdrawn: {date: 2016-08-25, reason: Faux.}\nstatus: withdrawn\n", "withdrawn"),
        "pages/about.md": "---\ntitle: A\n---\n[[tlp:amber]]\n[x](https://guarded.example/)\n[[/tlp]]\n",
    }

    assert ["draft", "embargo", "guarded", "red"] == [url.split("/")[2].split(".")[0] for url in found(files)]


def test_what_is_to_be_ignored_is_left_out():
    ignored = ["https://paper.example/*", "https://un.example/one"]

    assert ["https://archive.example/one", "https://un.example/two"] == list(
        found({"briefs/a.md": BRIEF}, ignore=ignored)
    )


def test_registers_of_several_entries_have_their_places():
    sources = "- {id: a, title: A, url: https://a.example/}\n- id: b\n  title: B\n  url: https://b.example/\n"

    assert {
        "https://a.example/": [("sources/s.yaml", 1, 26, "url")],
        "https://b.example/": [("sources/s.yaml", 4, 8, "url")],
    } == found({"sources/s.yaml": sources})


def test_nothing_of_a_confidential_source_is_asked_not_even_what_its_text_links():
    text = "---\nid: s\ntitle: S\nurl: https://s.example/\n{}---\n[x](https://told.example/)\n"
    files = {
        "sources/s.md": text.format(""),
        "sources/t.md": text.format("confidential: true\n").replace("s\n", "t\n", 1),
    }

    assert {"https://s.example/", "https://told.example/"} == set(found({"sources/s.md": files["sources/s.md"]}))
    assert {} == found({"sources/t.md": files["sources/t.md"]})
