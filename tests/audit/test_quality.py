"""What is wrong with an output is told once, with its place; what is right is not."""

import pytest

from fiche.audit.output import opened
from fiche.audit.quality import faults
from fiche.executor import Serial

BASE = "https://press.example/base/"
GOOD = '<!doctype html><html lang="en"><head><title>T</title>{head}</head><body><h1>T</h1>{body}</body></html>'


POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'self'; object-src 'none'">"""


def page(body="", head=""):
    return GOOD.format(body=body, head=head)


@pytest.fixture
def told(tmp_path):
    """Return a function that lays files down and says what is wrong with them: code, path and line of each problem."""

    def run(files, *, content=None, origins=None):
        for name, data in {"index.html": page(), **files}.items():
            file = tmp_path / "site" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data if isinstance(data, bytes) else data.encode())
        for name, text in (content or {}).items():
            (tmp_path / "content").mkdir(exist_ok=True)
            (tmp_path / "content" / name).write_text(text)
        output = opened(tmp_path / "site", "site", BASE, origins or {})
        return sorted(faults(output, tmp_path / "content", pool=Serial()))

    return run


def codes(problems):
    return [(problem.code, str(problem.place)) for problem in problems]


# --------------------------------------------------------------------------- links

LEADS = {
    "a page": '<a href="b/">x</a>',
    "its file": '<a href="b/index.html">x</a>',
    "a page without its slash": '<a href="b">x</a>',
    "the root": '<a href="./">x</a><a href="">y</a><a href=".">z</a>',
    "up and down": '<a href="b/../b/c/../">x</a>',
    "the whole address": f'<a href="{BASE}b/">x</a><a href="{BASE}">y</a>',
    "the path from the host": '<a href="/base/b/">x</a>',
    "another site": '<a href="https://elsewhere.example/x">x</a><a href="mailto:a@b.example">y</a><a href="//elsewhere.example/">z</a>',
    "a place of the page": '<a href="#h">x</a><p id="h">y</p><a href="#top">z</a>',
    "a place of another page": '<a href="b/#here">x</a>',
    "a query": '<a href="b/?q=1#here">x</a>',
    "a name with signs": '<a href="caf%C3%A9/">x</a>',
}


@pytest.mark.parametrize("link", LEADS)
def test_a_link_that_leads_somewhere_is_nothing_to_tell(link, told):
    assert [] == told(
        {"index.html": page(LEADS[link]), "b/index.html": page('<p id="here">x</p>'), "café/index.html": page()}
    )


BROKEN = {
    "a page that is not there": ('<a href="c/">x</a>', "link-broken"),
    "other capitals": ('<a href="B/">x</a>', "link-broken"),
    "out of the site": ('<a href="../x/">x</a>', "link-broken"),
    "the root of the host": ('<a href="/b/">x</a>', "link-broken"),
    "the host beside the site": ('<a href="https://press.example/b/">x</a>', "link-broken"),
    "a picture": ('<img src="no.png" alt="">', "link-broken"),
    "a set of pictures": ('<img src="b/" srcset="b/ 1x, no.png 2x" alt="">', "link-broken"),
    "no place of the page": ('<a href="#no">x</a>', "anchor-broken"),
    "no place of another page": ('<a href="b/#no">x</a>', "anchor-broken"),
}


@pytest.mark.parametrize("link", BROKEN)
def test_a_link_that_leads_nowhere_is_told_with_its_line(link, told):
    body, code = BROKEN[link]

    assert [(code, "site/index.html:2")] == codes(
        told({"index.html": page(f"\n{body}"), "b/index.html": page('<p id="here">')})
    )


ELSEWHERE = {
    "feed.atom": '<feed xmlns="http://www.w3.org/2005/Atom"><id>a</id><title>b</title><updated>2016-01-01T00:00:00Z</updated>'
    f'<link rel="self" href="{BASE}feed.atom"/><author><name>n</name></author><entry><id>e</id><title>t</title>'
    '<updated>2016-01-01T00:00:00Z</updated><content type="html">&lt;a href="%s"&gt;x&lt;/a&gt;</content></entry></feed>',
    "sitemap.xml": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>%s</loc></url></urlset>',
    "feed.json": f'{{"version": "https://jsonfeed.org/version/1.1", "title": "t", "feed_url": "{BASE}feed.json", '
    '"items": [{"id": "a", "url": "%s", "content_html": "x"}]}',
    "data.json": '{"html": "<a href=\\"%s\\">x</a>"}',
    "days.ics": "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:19700101T000000Z\r\nDTSTART:20160101\r\nURL:%s\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n",
    "table.csv": "a,%s\r\n",
    "robots.txt": "Sitemap: %s\n",
    "list.opml": '<opml version="2.0"><head/><body><outline text="t" type="rss" xmlUrl="%s"/></body></opml>',
    "drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg"><a href="%s"/></svg>',
    "app.webmanifest": '{"icons": [{"src": "%s"}]}',
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_links_are_followed_in_every_format(name, told):
    seen = '<a href="drawing.svg">x</a>'
    good, bad = (
        {"index.html": page(seen), "drawing.svg": "<svg/>", name: ELSEWHERE[name] % f"{BASE}{path}"}
        for path in ("", "no/")
    )

    assert [] == told(good)
    assert [("link-broken", f"site/{name}")] == [(code, place.partition(":")[0]) for code, place in codes(told(bad))]


def test_styles_name_files_that_are_there(told):
    found = told(
        {"index.html": page(head='<link rel="stylesheet" href="a.css">'), "a.css": "p { background: url(no.png) }"}
    )

    assert [("link-broken", "site/a.css:1")] == codes(found)


def test_a_link_that_many_pages_have_is_told_once(told):
    (found,) = told({f"{n}/index.html": page('<a href="../no/">x</a>') for n in range(9)})

    assert found.what.startswith("the link to “../no/” leads to no file of the site (and so do 8 more)")


def test_a_broken_link_is_traced_to_the_line_that_has_it(told):
    files = {"b/index.html": page('<a href="../media/gone.pdf">x</a>')}
    (found,) = told(
        files,
        content={"b.md": "---\ntitle: B\n---\nSee [x](media/gone.pdf).\n"},
        origins={"b/index.html": "content/b.md"},
    )

    assert found.what.endswith("it comes from content/b.md:4")


def test_a_file_that_nothing_leads_to_is_told(told):
    assert [("unused", "site/old.png")] == codes(told({"old.png": b"x"}))


def test_redirects_that_go_round_are_told(told):
    forward = '<meta http-equiv="refresh" content="0; url=../{}/">'
    found = told({"a/index.html": page(head=forward.format("b")), "b/index.html": page(head=forward.format("a"))})

    assert [("redirect-loop", "site/a/index.html"), ("redirect-loop", "site/b/index.html")] == codes(found)


def test_a_redirect_to_nowhere_is_a_broken_link(told):
    found = told({"a/index.html": page(head='<meta http-equiv="refresh" content="0;url=../no/">')})

    assert [("link-broken", "site/a/index.html:1")] == codes(found)


# --------------------------------------------------------------------------- pages

WRONG = {
    "page-doctype": '<html lang="en"><head><title>T</title></head><body><h1>T</h1></body></html>',
    "page-lang": "<!doctype html><html><head><title>T</title></head><body><h1>T</h1></body></html>",
    "page-title": '<!doctype html><html lang="en"><head><title> </title></head><body><h1>T</h1></body></html>',
    "heading-order": page("<h2>a</h2><h4>b</h4>"),
    "same-id": page('<p id="a">x</p><p id="a">y</p>'),
    "no-alt": page('<img src="p.png">'),
    "linked-data": page(head='<script type="application/ld+json">{"@context": </script>'),
    "page-weight": page("x" * 1_000_001),
    "csp": page("<p style='color: red'>x</p>", POLICY),
    "other-host": page('<img src="https://cdn.example/x.png" alt="">'),
}


@pytest.mark.parametrize("code", WRONG)
def test_each_rule_for_pages_can_fail(code, told):
    assert [code] == [
        problem.code
        for problem in told(
            {"a/index.html": WRONG[code], "a/p.png": b"x", "index.html": page('<a href="a/p.png">x</a>')}
        )
    ]


REFUSED = [
    "<script>x()</script>",
    "<style>p { }</style>",
    '<p onclick="x()">y</p>',
    '<a href="javascript:x()">y</a>',
    '<object data="./"></object>',
]


@pytest.mark.parametrize("body", REFUSED)
def test_what_a_page_s_own_policy_refuses_is_told(body, told):
    assert ["csp"] == [problem.code for problem in told({"index.html": page(body, POLICY)})]
    assert [] == told({"index.html": page(body)})


def test_a_file_that_names_its_maker_is_told_once_no_page_does(told):
    pdf = b"%PDF-1.4\n<</Author(Jane Roe)>>"
    body = '<a href="d.pdf">The paper</a>'

    assert [("file-maker", "site/d.pdf")] == codes(told({"index.html": page(body), "d.pdf": pdf}))
    assert [] == told({"index.html": page(f"{body} by Jane Roe"), "d.pdf": pdf})


def test_the_same_mistake_of_many_pages_is_told_a_few_times_and_counted(told):
    found = told({f"{n}/index.html": page("<p style='x'>y</p>", POLICY) for n in range(9)})

    assert ["the same is wrong in 4 files more"] == [p.what.partition(":")[0] for p in found if "more" in p.what]
    assert 6 == len(found)


# --------------------------------------------------------------------------- feeds and documents

UNFORMED = {
    "feed.atom": "<feed>",
    "other.atom": '<feed xmlns="http://www.w3.org/2005/Atom"/>',
    "sitemap.xml": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://x.example/</loc></url></urlset>',
    "bomb.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "data.json": "{",
    "feed.json": '{"version": "https://jsonfeed.org/version/1.1"}',
    "list.opml": "<opml/>",
    "days.ics": "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
    "long.ics": f"BEGIN:VCALENDAR\r\nX:{'x' * 80}\r\nEND:VCALENDAR\r\n",
}


@pytest.mark.parametrize("name", UNFORMED)
def test_what_is_not_what_its_name_says_is_told(name, told):
    found = told({name: UNFORMED[name]})

    assert {"format"} == {problem.code for problem in found}
    assert {f"site/{name}"} == {problem.place.path for problem in found}


# --------------------------------------------------------------------------- the sample


def test_the_sample_has_no_broken_link_and_nothing_wrong(built_site):
    output = opened(built_site, "site", "https://dossier.example/")

    assert [] == [str(problem) for problem in faults(output, built_site, pool=Serial())]
