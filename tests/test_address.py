"""Addresses: where pages stand and how they point at each other."""

from datetime import UTC, datetime
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche import address
from fiche.model import Site, Texts, When

SITE = Site(Texts(), "https://example.org/sub/", "UTC", ("fr", "en"))


def test_the_default_language_lives_at_the_root_and_others_under_their_tag():
    assert [address.prefix(SITE, lang) for lang in ("fr", "en")] == ["", "en/"]


def test_a_brief_stands_under_its_day():
    when = When(datetime(2016, 8, 24, 22, 10, tzinfo=UTC), timed=True)

    assert address.brief(SITE, "en", when, "kerry") == "en/briefs/2016/08/24/kerry/"


def test_periods_of_the_archive_nest():
    assert [address.archive(), address.archive(2016), address.archive(2016, 8, 4)] == [
        "archive/",
        "archive/2016/",
        "archive/2016/08/04/",
    ]


def test_the_first_page_of_a_list_has_the_lists_own_address():
    assert [address.numbered("actors/x/", n) for n in (1, 2)] == ["actors/x/", "actors/x/page/2/"]


def test_attachments_go_under_media():
    assert address.attachment("content/media/x.png") == "media/x.png"
    assert address.attachment("content/briefs/2016/x.png") == "media/briefs/2016/x.png"


parts = st.text("abcé .%?#", min_size=1, max_size=5).filter(lambda text: text not in {".", ".."})
addresses = st.lists(parts, max_size=4).map(lambda names: "".join(f"{name}/" for name in names))


@given(addresses, addresses, st.booleans())
def test_a_relative_link_leads_where_it_says(here, there, portable):
    from urllib.parse import unquote, urljoin

    base = "https://example.org/sub/"
    page = base + address.as_url(address.file_of(here))

    reached = unquote(urljoin(page, address.relative(address.file_of(here), there, portable=portable)))

    assert reached == base + (address.file_of(there) if portable else there)


@pytest.mark.parametrize(
    "path", ["con/index.html", "a/NUL.txt", "a/b.", "a/ b", "a//b", "../a", "a:b", "CNAME", "é" * 200, "a\u202eb"]
)
def test_paths_that_some_system_cannot_hold_are_refused(path):
    assert address.fault(path)


@pytest.mark.parametrize(
    "path", ["actors/john-kerry/index.html", "media/Été 2016.png", "feed.atom", "static/style.css"]
)
def test_ordinary_paths_are_fine(path):
    assert address.fault(path) == ""


@pytest.mark.parametrize(("one", "two"), [("Café.md", "CAFÉ.md"), ("caf\u00e9", "cafe\u0301"), ("straße", "STRASSE")])
def test_paths_that_one_file_system_takes_for_the_same_are_the_same_place(one, two):
    assert address.same_place(one) == address.same_place(two)


def test_the_file_of_an_address_is_what_a_server_sends():
    assert [address.file_of(a) for a in ("", "a/", "feed.atom")] == ["index.html", "a/index.html", "feed.atom"]
    assert PurePosixPath(address.file_of("a/")).name == "index.html"
