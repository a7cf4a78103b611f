"""The account of what readers will see."""

import json

from hypothesis import given
from hypothesis import strategies as st

from fiche.account import Kind, account, kind_of, missing, told, wanted
from fiche.changes import compare

BRIEF = "briefs/2016/08/24/geneva/index.html"
OTHER = "briefs/2016/08/25/geneva/index.html"


def page(title, *sentences, kind="brief", head=""):
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return f'<html><head>{head}</head><body class="page-{kind}"><main><h1>{title}</h1>{body}</main></body></html>'


def feed(*titles):
    return json.dumps({"items": [{"id": title, "title": title} for title in titles]})


def compared(old, new, *, foreign=()):
    """Give an account of two sites, path to text."""
    changes = compare(old, new)
    there = {path: old[path].encode() for path in wanted(changes)}
    return account(changes, old, lambda path: new[path].encode(), there, foreign=foreign)


def test_an_edited_sentence_is_told_once_however_many_pages_show_it():
    old = {
        BRIEF: page("Geneva", "It rains.", "He left."),
        "index.html": page("Home", "It rains.", "News.", kind="home"),
    }
    new = {path: text.replace("It rains.", "It snows.") for path, text in old.items()}
    found = compared(old, new)

    assert [(BRIEF, ("It rains.",), ("It snows.",))] == [(e.page.path, e.out, e.into) for e in found.edited]
    assert (1, 0) == (found.echoes, found.restyled)


def test_a_page_in_another_dress_reads_the_same():
    old = {BRIEF: page("Geneva", "It rains.")}
    found = compared(old, {BRIEF: old[BRIEF].replace("<main>", "<main class='new'>")})

    assert (1, ()) == (found.restyled, found.edited)


def test_a_page_that_leads_on_has_moved_and_where_it_leads_is_not_public_for_the_first_time():
    redirect = page("Moved", kind="redirect", head='<meta http-equiv="refresh" content="0; url=../../25/geneva/">')
    found = compared({BRIEF: page("Geneva", "Text.")}, {BRIEF: redirect, OTHER: page("Geneva", "Text.")})

    assert [(BRIEF, "Geneva", OTHER)] == [(moved.path, moved.title, moved.more) for moved in found.moved]
    assert ((), (), ()) == (found.first, found.gone, found.edited)


def test_a_withdrawn_brief_is_told_as_such():
    found = compared({BRIEF: page("Geneva", "Text.")}, {BRIEF: page("Withdrawn", "A reason.", kind="tombstone")})

    assert [BRIEF] == [one.path for one in found.withdrawn]
    assert () == found.edited


def test_what_is_public_for_the_first_time_are_briefs_actors_topics_and_files():
    new = {
        "media/map.png": "x",
        "en/actors/kerry/index.html": page("John Kerry", kind="actor"),
        "archive/2016/index.html": page("2016", kind="archive"),
        BRIEF: page("Geneva"),
        "topics/alep/index.html": page("Aleppo", kind="topic"),
        "style.css": "x",
    }
    found = compared({}, new)

    assert ["Geneva", "John Kerry", "Aleppo", ""] == [one.title for one in found.first]
    assert ["archive/2016/index.html"] == [one.path for one in found.new]


def test_compressed_copies_are_counted_and_not_told_as_files():
    copied = {
        "media/t.csv": "a",
        "media/t.csv.gz": "x",
        "media/alone.csv.gz": "y",
        BRIEF: page("Geneva"),
        f"{BRIEF}.br": "z",
    }
    found = compared({}, copied)

    assert [BRIEF, "media/alone.csv.gz", "media/t.csv"] == [named.path for named in found.first]
    assert "Pages: 1 new. Files: 5 to send (3 of them compressed copies), 0 to remove." == next(told(found))
    left = {path: text for path, text in copied.items() if not path.endswith((".gz", ".br"))}
    assert ["media/alone.csv.gz"] == [named.path for named in compared(copied, left).gone]


def test_what_vanishes_is_named_and_more_than_a_tenth_of_the_pages_is_much():
    old = {f"p{n}/index.html": page(f"Page {n}") for n in range(20)} | {"media/a.png": "x", "style.css": "x"}
    two = compared(old, {path: text for path, text in old.items() if path not in {"p0/index.html", "p1/index.html"}})
    three = compared(old, dict(list(old.items())[3:17]))

    assert ["Page 0", "Page 1"] == [one.title for one in two.gone]
    assert ("", "6 of 20 pages") == (two.loss, three.loss)
    assert "media/a.png" in [one.path for one in three.gone]


def test_more_than_half_of_the_briefs_is_much_however_many_other_pages_stay():
    briefs = [f"briefs/2016/08/24/b{n}/index.html" for n in range(4)]
    old = {path: page("Brief") for path in [*briefs, *(f"actors/a{n}/index.html" for n in range(100))]}
    half = compared(old, {path: text for path, text in old.items() if path not in briefs[:2]})
    more = compared(old, {path: text for path, text in old.items() if path not in briefs[:3]})

    assert ("", "3 of 4 briefs") == (half.loss, more.loss)


def test_of_a_site_without_any_brief_it_says_so():
    actor, brief = {"actors/a/index.html": page("A", kind="actor")}, {BRIEF: page("B")}
    without = [compared({}, actor), compared(brief | actor, actor)]
    some = [compared({}, brief), compared(brief | actor, brief), compared(brief, {OTHER: page("B")})]

    assert [True, True, False, False, False] == [
        "There is no brief in it" in "\n".join(told(one)) for one in [*without, *some]
    ]


def test_new_entries_of_feeds_are_told_with_how_many_feeds_get_them():
    old = {
        "feed.json": feed("One"),
        "actors/a/feed.json": feed(),
        "topics/t/feed.json": "no feed",
        "feeds/all.json": "[]",
    }
    new = {
        "feed.json": feed("Two", "One"),
        "actors/a/feed.json": feed("Two", "One"),
        "topics/t/feed.json": "x",
        "feeds/all.json": "{}",
    }

    assert (("Two", 2), ("One", 1)) == compared(old, new).entries


def test_of_very_many_pages_only_some_are_looked_into_and_the_rest_is_counted():
    old = {f"briefs/2016/08/24/b{n:03}/index.html": page(f"Brief {n}", "Old.") for n in range(250)}
    new = {path: text.replace("Old.", f"New {n}.") for n, (path, text) in enumerate(old.items())}
    found = compared(old, new)

    assert 150 == found.unread
    assert 100 == len(found.edited)
    assert "  150 more pages changed and not compared, there being so many" in list(told(found))


def test_it_is_said_in_lines():
    old = {BRIEF: page("Geneva", "It rains."), "feed.json": feed(), "gone/index.html": page("Old page")}
    new = {BRIEF: page("Geneva", "It snows."), "feed.json": feed("Geneva"), OTHER: page("Talks")}

    assert [
        "Pages: 1 new, 1 changed, 1 gone. Files: 3 to send, 1 to remove.",
        "Public for the first time:",
        "  brief: Talks  /briefs/2016/08/25/geneva/",
        "Other words:",
        "  Geneva  /briefs/2016/08/24/geneva/",
        "    - It rains.",
        "    + It snows.",
        "Gone, and nothing leads on from there:",
        "  Old page  /gone/",
        "New in feeds:",
        "  Geneva (1 feed)",
        "There by another hand, and no longer to be seen by readers:",
        "  “notes.txt”",
    ] == list(told(compared(old, new, foreign=("notes.txt",))))


def test_the_first_that_is_counted_is_not_one_more():
    old = {BRIEF: page("Geneva", "It rains.")}
    dressed = {BRIEF: page("Geneva", "It rains.").replace("<main>", "<main class=x>")}

    assert (
        "  1 page that reads the same and differs in what surrounds the text" == list(told(compared(old, dressed)))[1]
    )


def test_where_not_everybody_may_read_nothing_is_called_public():
    lines = list(told(compared({}, {BRIEF: page("Geneva")}), public=False))

    assert "There for the first time:" == lines[1]


def test_of_a_brief_that_came_back_under_another_name_it_is_said_what_leads_on():
    gone = {BRIEF: page("Talks"), "about/index.html": page("About")}
    found = compared(gone, {OTHER.replace("geneva", "talks"): page("Talks")})

    assert [
        "  Talks  /briefs/2016/08/24/geneva/  (if it is /briefs/2016/08/25/talks/ now, write there: former_ids: [geneva])",
        "  About  /about/",
    ] == list(told(found))[-2:]
    two = compared(gone, {OTHER: page("Talks"), BRIEF.replace("geneva", "x"): page("Talks")})
    assert "  Talks  /briefs/2016/08/24/geneva/" in list(told(two))


def test_a_long_list_is_cut():
    found = compared({}, {f"briefs/2016/08/24/b{n}/index.html": page(f"Brief {n}") for n in range(30)})

    assert "  … and 18 more" == list(told(found))[-1]


sentences = st.lists(st.sampled_from(["It rains.", "He left.", "No.", "Yes."]))


@given(sentences, sentences)
def test_taking_out_what_is_missing_and_putting_in_what_is_new_gives_the_new_text(old, new):
    left = list(old)
    for sentence in missing(old, new):
        left.remove(sentence)

    assert sorted(new) == sorted([*left, *missing(new, old)])


def test_every_path_of_the_sample_has_the_kind_its_page_says(built_site):
    """A test on real paths: the patterns follow the addresses of the engine."""
    paths = [file.relative_to(built_site).as_posix() for file in built_site.rglob("*.html")]
    kinds = {kind_of(path) for path in paths} | {
        kind_of(f.relative_to(built_site).as_posix()) for f in built_site.rglob("media/*")
    }

    assert set(Kind) - {Kind.OTHER} == kinds
    wrong = [
        path
        for path in paths
        if kind_of(path) in {Kind.BRIEF, Kind.ACTOR, Kind.TOPIC}
        and f'class="page-{kind_of(path).value}"' not in (text := (built_site / path).read_text())
        and "page-redirect" not in text
        and "page-tombstone" not in text
    ]
    assert [] == wrong


def test_of_ten_thousand_pages_that_would_vanish_few_are_asked_for():
    old = {f"briefs/2016/08/24/b{n}/index.html": "" for n in range(10_000)}
    changes = compare(old, {})
    found = account(changes, old, lambda path: b"", {path: page("Gone").encode() for path in wanted(changes)})

    assert (100, "10,000 of 10,000 pages") == (len(wanted(changes)), found.loss)
    assert "  … and 9,988 more" == list(told(found))[-1]
