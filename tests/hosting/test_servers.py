"""What readers receive from a real server that was told what `fiche hosting` prints."""

from urllib.parse import quote

import pytest

from fiche.media import TYPES
from fiche.serving import SAFETY, Kept
from tests.hosting.sites import NAMED, SERVERS, publication


@pytest.fixture(scope="module", params=[(name, base) for name in SERVERS for base in ("/", "/a-b/")], ids="".join)
def served(request, tmp_path_factory):
    """Yield a function that asks a server for an address below the site's root, and that root."""
    name, base = request.param
    home = tmp_path_factory.mktemp("hosting")
    shown = publication(home, f"https://press.example{base}")
    with SERVERS[name](home, shown) as web:
        yield lambda path, **headers: web.ask(base + path, **headers), base


@pytest.mark.parametrize(
    ("path", "kind", "kept"),
    [
        ("", ".html", Kept.BRIEFLY),
        ("index.html", ".html", Kept.BRIEFLY),
        ("briefs/2025/03/04/one/", ".html", Kept.BRIEFLY),
        ("fr/", ".html", Kept.BRIEFLY),
        ("feed.atom", ".atom", Kept.BRIEFLY),
        ("feed.json", ".json", Kept.BRIEFLY),
        ("feeds.opml", ".opml", Kept.BRIEFLY),
        ("sitemap.xml", ".xml", Kept.BRIEFLY),
        ("robots.txt", ".txt", Kept.BRIEFLY),
        ("media/t.csv", ".csv", Kept.BRIEFLY),
        ("media/map.svg", ".svg", Kept.LONGER),
        (NAMED, ".css", Kept.FOREVER),
    ],
)
def test_a_file_comes_with_its_type_and_how_long_it_is_kept(served, path, kind, kept):
    ask, _ = served
    status, headers, _ = ask(path)

    assert (200, TYPES[kind], kept.value) == (status, headers["content-type"], headers["cache-control"])


@pytest.mark.parametrize("path", ["", "feed.atom", "media/map.svg", NAMED, "nowhere/", "briefs/2025/03/05/two/"])
def test_every_answer_has_the_headers_of_safety(served, path):
    ask, _ = served
    _, headers, _ = ask(path)

    assert dict(SAFETY) == {name: headers.get(name.lower()) for name, _ in SAFETY}
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize("path", ["", "media/map.svg", "nowhere.png", "fr/nowhere/", "briefs/2025/03/05/two/"])
def test_what_a_browser_takes_for_a_document_has_the_policy(served, path):
    ask, _ = served
    _, headers, _ = ask(path)

    assert headers["content-security-policy"].startswith("default-src 'self'; ")
    assert headers["content-security-policy"].endswith("; frame-ancestors 'none'")


def test_a_table_has_no_policy(served):
    ask, _ = served
    assert "content-security-policy" not in ask("media/t.csv")[1]


@pytest.mark.parametrize("old", ["briefs/2025/03/04/uno/", "old/page/", "été/$a;{b}.html"])
def test_a_former_address_leads_to_the_present_one_for_good(served, old):
    ask, base = served
    status, headers, _ = ask(quote(old))

    assert (301, f"{base}briefs/2025/03/04/one/") == (status, headers["location"])


def test_what_was_withdrawn_is_gone_and_its_page_says_why(served):
    ask, _ = served
    status, headers, data = ask("briefs/2025/03/05/two/")

    assert (410, TYPES[".html"]) == (status, headers["content-type"])
    assert b"Wrong." in data


@pytest.mark.parametrize(
    ("path", "lang"), [("nowhere/", "en"), ("nowhere.atom", "en"), ("fr/nowhere/x.png", "fr"), (f"{NAMED}.css", "en")]
)
def test_what_is_not_found_has_a_page_in_its_language_that_is_not_kept_for_ever(served, path, lang):
    ask, _ = served
    status, headers, data = ask(path)

    assert (404, TYPES[".html"]) == (status, headers["content-type"])
    assert f'<html lang="{lang}"'.encode() in data
    assert headers.get("cache-control", Kept.BRIEFLY.value) == Kept.BRIEFLY.value


def test_a_folder_without_a_slash_leads_to_the_one_with_it(served):
    ask, base = served
    status, headers, _ = ask("briefs/2025/03/04/one")

    assert status in {301, 308}
    assert headers["location"].removeprefix("http://press.example") in {f"{base}briefs/2025/03/04/one/", "one/"}


def test_whom_to_tell_of_a_hole_is_found_at_the_root(served):
    ask, base = served
    status, headers, data = ask(".well-known/security.txt")

    assert ((200, TYPES[".txt"]) if base == "/" else (404, TYPES[".html"])) == (status, headers["content-type"])
    assert (base == "/") == data.startswith(b"Contact: mailto:s@press.example\n")


def test_texts_come_compressed(served):
    ask, _ = served
    _, headers, _ = ask("feed.atom", accept_encoding="gzip")

    assert ("gzip", "Accept-Encoding") == (headers["content-encoding"], headers["vary"])
