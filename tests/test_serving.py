"""What goes with a file: how long it is kept, and what browsers may do with it."""

import pytest

from fiche.media import type_of
from fiche.model import Site, Texts
from fiche.serving import SAFETY, Kept, kept, policy_of_page, security_policy


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.html", Kept.BRIEFLY),
        ("ar/briefs/2016/08/24/x/index.html", Kept.BRIEFLY),
        ("feeds/statements.csv", Kept.BRIEFLY),
        ("calendar.ics", Kept.BRIEFLY),
        ("static/style.css", Kept.LONGER),
        ("static/style.3f9a1c20de.css", Kept.FOREVER),
        ("static/pictures/map-800.3f9a1c20de.avif", Kept.FOREVER),
        ("media/map.3f9a1c20de.png", Kept.LONGER),
        ("media/map.PNG", Kept.LONGER),
    ],
)
def test_a_file_is_kept_as_long_as_nothing_newer_can_stand_there(path, expected):
    assert expected is kept(path)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a/x.HTML", "text/html; charset=utf-8"), ("a.b/x", "application/octet-stream"), ("x.avif", "image/avif")],
)
def test_a_file_is_what_its_ending_says(path, expected):
    assert expected == type_of(path)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("default-src 'self'", "default-src 'self'; frame-ancestors 'none'"),
        ("default-src 'self';", "default-src 'self'; frame-ancestors 'none'"),
        ("", "frame-ancestors 'none'"),
        ("frame-ancestors https://x.example", "frame-ancestors https://x.example"),
    ],
)
def test_no_other_site_may_frame_a_page_unless_the_site_says_who(said, expected):
    site = Site(Texts(), "https://x.example/", "UTC", ("en",), security_policy=said)
    assert expected == security_policy(site)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("default-src 'self'; object-src 'none'", "default-src 'self'; object-src 'none'"),
        (
            "default-src 'self'; Frame-Ancestors https://x.example; report-uri /r; sandbox; img-src *;",
            "default-src 'self'; img-src *",
        ),
        ("frame-ancestors 'self'", ""),
        ("", ""),
    ],
)
def test_a_page_says_of_the_policy_what_browsers_hear_from_a_page(said, expected):
    assert expected == policy_of_page(Site(Texts(), "https://x.example/", "UTC", ("en",), security_policy=said))


def test_headers_are_one_line_of_ascii_without_quotes():
    assert [] == [name for name, value in SAFETY if not (name + value).isascii() or "\n" in value or '"' in value]
