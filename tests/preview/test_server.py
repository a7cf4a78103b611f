"""The server: what is answered to whom, over a real socket."""

import html
import json
import re
from datetime import datetime

import pytest

from fiche.standing import Paths, Wishes
from fiche.value import replace
from tests.laws.sites import NOW, REGISTER, SITE, folder, theme
from tests.preview.serving import Preview

BRIEF = "---\ntitle: Un\ndate: 2016-08-20\nactors: [kerry]\n---\nUn mot.\n"
DRAFT = "---\ntitle: Brouillon\ndate: 2016-08-21\nstatus: draft\n---\nUn mot.\n"
VISIT = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "none"}
PAGE = "briefs/2016/08/20/un/"


@pytest.fixture(scope="module")
def preview():
    """Serve a small publication, all of it shown."""
    with folder({"site.yaml": SITE, **REGISTER, "briefs/un.md": BRIEF, "briefs/brouillon.md": DRAFT}) as home:
        (home / "templates").mkdir()
        paths = Paths(home / "content", home / "site", (home / "templates", theme()))
        now = datetime.fromisoformat(NOW)
        at_work = Preview(paths, Wishes(now=now, unveiled=True), Wishes(now=now), lambda: now)
        yield at_work
        at_work.close()


@pytest.fixture
def ask(preview):
    """Return a function that asks for an address and returns the answer and its bytes."""

    def asked(path, *, method="GET", body=None, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        preview.line.request(method, path, body=body, headers=named)
        answer = preview.line.getresponse()
        return answer, answer.read()

    return asked


def told(page):
    """Return what our script is told of a page."""
    return json.loads(html.unescape(re.search(rb'data-page="([^"]*)"', page)[1].decode()))


def test_a_page_has_the_script_and_no_other_file_has(ask):
    assert 1 == ask(f"/{PAGE}")[1].count(b"/_desk/live.js")
    assert [0, 0] == [ask(path)[1].count(b"_desk") for path in ("/feed.atom", "/static/style.css")]


def test_nothing_is_kept_by_browsers_nor_read_by_others(ask):
    answer, _ = ask("/")

    assert ("no-store", "nosniff", "same-origin") == tuple(
        answer.headers[name] for name in ("cache-control", "x-content-type-options", "cross-origin-resource-policy")
    )
    assert answer.headers["access-control-allow-origin"] is None


def test_who_has_a_page_hears_that_it_is_still_the_same(ask):
    first, page = ask(f"/{PAGE}")
    again, nothing = ask(f"/{PAGE}", If_None_Match=first.headers["etag"])

    assert (304, b"", told(page)["key"]) == (again.status, nothing, first.headers["etag"])


def test_a_page_is_never_said_to_be_of_a_newer_state_than_it_is(preview, ask, monkeypatch):
    room, was, made = preview.room, preview.room.last, preview.room.warm.page

    def then_something_is_saved(path):
        page = made(path)
        room.last = replace(was, number=was.number + 1)
        return page

    monkeypatch.setattr(room.warm, "page", then_something_is_saved)
    answer, page = ask(f"/{PAGE}")
    room.last = was

    assert (was.number, str(was.number)) == (told(page)["number"], answer.headers["x-fiche"])


def test_an_address_without_its_slash_leads_to_the_one_with_it(ask):
    answer, _ = ask(f"/{PAGE.rstrip('/')}")

    assert (307, f"/{PAGE}") == (answer.status, answer.headers["location"])


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/..",
        "///",
        "/../content/site.yaml",
        "/%2e%2e/content/site.yaml",
        "/..%2fcontent/site.yaml",
        "/%5c..%5ccontent",
        "/%00",
        "/%ff",
        "/content/site.yaml",
        "/.fiche/memo.db",
        "/media",
        "/static/",
        "/INDEX.HTML",
        "/index.html/",
        "/_desk/warm.py",
        "/_desk/../live.js",
        "/_desk/%2e%2e/room.py",
        "/briefs/un.md",
        "/a" * 2000,
    ],
)
def test_no_address_leads_out_of_the_site(ask, path):
    answer, page = ask(path)

    assert 404 == answer.status
    assert b"timezone" not in page
    assert b"press.example" not in page
    assert (200, 200) == (ask("/")[0].status, ask("/_desk/")[0].status)


def test_an_address_that_leads_nowhere_names_the_nearest_and_shows_itself_harmless(ask):
    answer, page = ask("/briefs/2016/08/20/uns/?<script>")

    assert (404, True) == (answer.status, told(page)["lost"])
    assert f'<a href="/{PAGE}">Un</a>'.encode() in page
    assert b"&lt;script&gt;" in ask("/%3Cscript%3E")[1]


def test_who_visits_a_feed_reads_its_source_and_who_asks_for_it_gets_it(ask):
    visited, page = ask("/feed.atom", **VISIT)
    raw, feed = ask("/feed.atom?raw", **VISIT)

    assert ("text/html; charset=utf-8", True) == (visited.headers["content-type"], b"&lt;feed" in page)
    assert ("application/atom+xml", ask("/feed.atom")[1]) == (raw.headers["content-type"], feed)


def test_the_banner_says_why_a_page_is_withheld(ask):
    assert ["Withheld from readers: not published (draft)."] == told(ask("/briefs/2016/08/21/brouillon/")[1])["banners"]
    assert [] == told(ask(f"/{PAGE}")[1])["banners"]


def test_the_desk_lists_what_is_withheld(ask):
    answer, page = ask("/_desk/")

    assert 200 == answer.status
    assert b"Brouillon" in page
    assert b"content/briefs/brouillon.md" in page


def test_nothing_is_opened_for_who_does_not_know_the_token(ask):
    body = json.dumps({"path": "content/briefs/un.md"})
    answer, said = ask("/_desk/open", method="POST", body=body, X_Fiche_Token="guess")

    assert (404, True) == (answer.status, b"there is no" in said)


def test_without_an_editor_the_place_is_said(ask):
    body = json.dumps({"path": "content/briefs/un.md", "words": "Un mot."})
    answer, said = ask("/_desk/open", method="POST", body=body, X_Fiche_Token="t")

    assert (200, "content/briefs/un.md:6", False) == (
        answer.status,
        json.loads(said)["place"],
        json.loads(said)["opened"],
    )


@pytest.mark.parametrize(
    "path", ["content/../../etc/passwd", "/etc/passwd", "content/nothing.md", "templates/../x", ""]
)
def test_only_files_of_the_publication_are_opened(ask, path):
    answer, _ = ask("/_desk/open", method="POST", body=json.dumps({"path": path}), X_Fiche_Token="t")

    assert 404 == answer.status


@pytest.mark.parametrize("body", ["", "[]", "{", '"x"', '{"number": "x"}', "\x00"])
def test_nonsense_is_heard_and_does_nothing(ask, body):
    assert 204 == ask("/_desk/shown", method="POST", body=body, X_Fiche_Token="t")[0].status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_pages_are_only_asked_for(ask, method):
    assert 405 == ask(f"/{PAGE}", method=method)[0].status


def test_what_an_editor_would_look_at_is_told_to_our_script_alone(preview, ask):
    path, number = "content/briefs/un.md", preview.room.last.number
    said = json.dumps({"path": path, "number": number})
    known, strange = (
        json.loads(ask("/_desk/remarks", method="POST", body=said, x_fiche_token=token)[1]) for token in ("t", "x")
    )

    assert {"late": True} == strange
    assert [("listed-not-mentioned", 4, "")] == [(one["code"], one["line"], one["words"]) for one in known["remarks"]]
