"""Sheet: our script in a page that stays as it is, and pages of our own that escape what they show."""

import json

import pytest

from fiche.preview import sheet
from fiche.preview.sheet import CLIENT, SCRIPT, Row, Section, Way, nearest, with_script
from fiche.problem import Place, error, warning
from tests.preview.reader import Reader

HOSTILE = "\"><script>alert(1)</script><!-- &amp; 'onclick=x' {{ 7 * 7 }} </body> دفتر"
"""What a path, a title or a message may hold."""

# --------------------------------------------------------------------------- our script


def script_of(page):
    """Return what our script is told in a page."""
    (found,) = [script for script in Reader(page).all("script") if script.get("src") == SCRIPT]
    return json.loads(found["data-page"])


def without(page):
    """Return a page without our script."""
    start = page.index(b'<script src="/_desk/live.js"')
    return page[:start] + page[page.index(b"</script>", start) + len(b"</script>") :]


def test_the_script_stands_before_the_end_of_the_body():
    page = with_script(b"<html><body><p>x</p></body></html>\n", {"n": 1})

    assert (
        b'<html><body><p>x</p><script src="/_desk/live.js" data-page="{&quot;n&quot;:1}"></script></body></html>\n'
        == page
    )


def test_the_last_end_of_a_body_is_meant():
    page = with_script(b"<body><pre></body></pre></body>", {})

    assert page.endswith(b"</pre>" + with_script(b"", {}) + b"</body>")


@pytest.mark.parametrize(
    "page", [b"", b"<p>x</p>", b"<!doctype html>\n<title>x</title>\n", b"\xff\xfe", b"<BODY>x</BODY>"]
)
def test_a_page_without_the_end_of_a_body_has_it_at_its_end(page):
    assert page + with_script(b"", {"n": 1}) == with_script(page, {"n": 1})


@pytest.mark.parametrize("page", [b"<body>x</body>", b"x", "<body>é دفتر \u2028</body>".encode()])
def test_the_bytes_around_the_script_are_the_page(page):
    assert page == without(with_script(page, {"said": HOSTILE}))


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"number": 7, "follow": True, "nothing": None, "banners": ["a", "b"], "faults": [{"what": "x"}]},
        {"said": HOSTILE},
        {HOSTILE: HOSTILE},
        {"said": "</script></body>]]>--><![CDATA["},
        {"said": '&quot; &amp;quot; &#34; &lt; < > \' " ` \\ \\" \\u0022'},
        {"said": "\u2028\u2029\u0000\u0001\t\n\r\ufeff\U0001f468\u200d\U0001f469 é دفتر"},
    ],
)
def test_whatever_is_told_stays_within_the_attribute_and_arrives_as_it_was(told):
    page = with_script(b"<html><body><p>x</p></body></html>", told)

    assert told == script_of(page)
    assert [["html", "body", "p", "script"], []] == [[tag for tag, _ in Reader(page).elements], Reader(page).faults]


def test_what_is_told_is_written_without_line_ends():
    assert b"\n" not in with_script(b"", {"said": "a\nb\r\nc"})


def test_a_problem_is_told_with_its_place_its_words_and_its_line():
    found = error(
        Place("content/briefs/a.md", 3, 8), "the status “drafted” does not exist", "status", "status: drafted"
    )

    assert {
        "path": "content/briefs/a.md",
        "line": 3,
        "column": 8,
        "severity": "error",
        "what": "the status “drafted” does not exist",
        "code": "status",
        "frame": "    3 | status: drafted\n      |        ^",
    } == sheet.problem(found)


def test_a_problem_of_a_whole_file_has_no_line_to_show():
    told = sheet.problem(warning(Place("content/x"), "a word\non two lines", "x", "not shown"))

    assert (0, 0, "warning", "a word\non two lines") == (told["line"], told["column"], told["severity"], told["what"])


# --------------------------------------------------------------------------- what was meant

KNOWN = [
    "",
    "en/",
    "actors/",
    "actors/kerry/",
    "actors/lavrov/",
    "topics/syrie/",
    "briefs/2016/08/20/treve/",
    "briefs/2016/08/21/convoi/",
    "en/briefs/2016/08/20/truce/",
    "about/",
    "feed.atom",
    "404.html",
]


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("actors/kery/", "actors/kerry/"),
        ("actors/kerry", "actors/kerry/"),
        ("kerry/", "actors/kerry/"),
        ("briefs/2016/08/19/treve/", "briefs/2016/08/20/treve/"),
        ("briefs/2016/08/20/treves/index.html", "briefs/2016/08/20/treve/"),
        ("briefs/2016/08/20/truce/", "en/briefs/2016/08/20/truce/"),
        ("topics/syria/", "topics/syrie/"),
        ("feed.atm", "feed.atom"),
        ("actors/zzzzzz/", "actors/"),
        ("actors/zzzzzz/page/7/", "actors/"),
    ],
)
def test_the_likest_address_comes_first(address, first):
    assert first == nearest(address, KNOWN)[0]


@pytest.mark.parametrize("address", ["zzzzzz", "zzzzzz/", "é" * 300, "a" * 5000])
def test_where_nothing_is_like_it_nothing_is_said(address):
    assert [] == nearest(address, KNOWN)


def test_there_are_a_few_at_most_each_once_and_the_folder_above_among_them():
    known = ["actors/", *(f"actors/kerry{number}/" for number in range(50))]
    found = nearest("actors/kerry/", known)

    assert (6, 6) == (len(found), len({*found}))
    assert "actors/" == found[-1]
    assert 2 == len(nearest("actors/kerry/", known, most=2))


def test_of_several_of_one_name_the_one_in_the_likest_place_comes_first():
    known = [f"briefs/2016/08/{day:02}/point-quotidien/" for day in range(1, 29)]

    assert "briefs/2016/08/17/point-quotidien/" == nearest("briefs/2016/08/17/point-quotidien-x/", known)[0]


def test_only_what_is_known_is_named():
    assert {*nearest("briefs/2016/08/20/treve/x/", KNOWN)} <= {*KNOWN}
    assert [] == nearest("actors/kerry/", [])


# --------------------------------------------------------------------------- pages of our own

WAYS = [Way(HOSTILE, f"actors/{HOSTILE}/", HOSTILE), Way("About", "about/")]
PAGES = {
    "lost": lambda: sheet.lost(HOSTILE, f"leads nowhere {HOSTILE}", WAYS),
    "lost without a way": lambda: sheet.lost("", "leads nowhere.", []),
    "empty": sheet.empty,
    "source": lambda: sheet.source(f"{HOSTILE}.atom", f"<feed>{HOSTILE}</feed>\n"),
    "source of nothing": lambda: sheet.source("feed.json", ""),
    "desk": lambda: sheet.desk(
        HOSTILE,
        [
            Section(HOSTILE, "Nothing.", (Row((HOSTILE, "b"), HOSTILE, 7, HOSTILE), Row((), "", 0, ""), Row(("a",)))),
            Section("Empty", HOSTILE, ()),
        ],
        WAYS,
    ),
    "desk of nothing": lambda: sheet.desk("", [], []),
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_of_our_own_is_well_formed_and_runs_nothing_that_it_shows(page):
    read = Reader(page())

    assert page().startswith(b'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')
    assert [] == read.faults
    assert [] == [tag for tag, attributes in read.elements if tag == "script" or "onclick" in attributes]
    assert "49" not in read.text
    assert 1 == len(read.all("h1")) == len(read.all("title")) == len(read.all("main"))


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_of_our_own_takes_our_script(page):
    assert {"said": HOSTILE} == script_of(with_script(page(), {"said": HOSTILE}))
    assert page() == without(with_script(page(), {"said": HOSTILE}))


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_what_a_page_of_our_own_asks_for_is_there(page):
    read = Reader(page())
    asked = [each["href"].removeprefix("/_desk/") for each in read.all("link")]

    assert ["desk.css", "desk.svg"] == asked
    assert all(sheet.client(name) for name in asked)


def test_an_address_that_leads_nowhere_is_shown_with_ways_to_others():
    read = Reader(sheet.lost("actors/<b>/", "leads nowhere.", [Way("John <Kerry>", "actors/kerry/")]))

    assert "/actors/<b>/ leads nowhere." in read.text
    assert ("a", "John <Kerry>") in read.texts
    assert {"href": "/actors/kerry/"} in read.all("a")


def test_the_source_of_a_file_is_shown_as_it_is_with_a_way_to_the_file():
    text = '<?xml version="1.0"?>\n<feed>\n  <title>a &amp; b</title>\n</feed>\n'
    read = Reader(sheet.source("feed.atom", text))

    assert ("pre", text) in read.texts
    assert ("h1", "feed.atom") in read.texts
    assert {"href": "?raw"} in read.all("a")


def test_the_desk_shows_rows_with_their_file_and_what_to_say_where_there_are_none():
    page = sheet.desk(
        "All.",
        [
            Section(
                "Problems",
                "Nothing is wrong.",
                (Row(("error", "x"), "content/a.md", 7), Row(("error", "y"), "content")),
            ),
            Section("Withheld", "Nothing is withheld.", ()),
            Section("Briefs", "None.", (Row(("Title", "draft"), "content/b.md", address="briefs/b/"),)),
        ],
        [Way("Home", ""), Way("Feed", "feed.atom", "a note")],
    )
    read = Reader(page)

    assert {"href": "#", "data-open": "content/a.md", "data-line": "7"} in read.all("a")
    assert ("a", "content/a.md:7") in read.texts
    assert ("a", "content") in read.texts
    assert ("p", "Nothing is withheld.") in read.texts
    assert "Nothing is wrong." not in read.text
    assert {"href": "/briefs/b/"} in read.all("a")
    assert [{"href": "/"}, {"href": "/feed.atom"}] == read.all("a")[-2:]
    assert ["2", "1"] == [text for tag, text in read.texts if tag == "span"]


def test_a_place_is_written_as_messages_write_it():
    assert ["content/a.md:7", "content/a.md"] == [Row((), "content/a.md", line).place for line in (7, 0)]


def test_what_runs_in_the_browser_is_sent_as_it_is():
    for name in ("live.js", "worker.js", "desk.css", "desk.svg"):
        assert (CLIENT / name).read_bytes() == sheet.client(name)
