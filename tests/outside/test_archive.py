"""What the archive is asked, and which of its answers name a copy."""

import json
from datetime import date

import pytest

from fiche.fetch import Answer
from fiche.outside.archive import by_hand, copy_in, is_archive, question
from fiche.outside.judging import Copy

PAGE = "https://www.un.example/report?x=1&y=é"
STAMP = "20160825120000"


def answered(url=f"http://web.archive.org/web/{STAMP}/{PAGE}", **changes):
    closest = {"available": True, "status": "200", "timestamp": STAMP, "url": url} | changes
    return Answer("https://archive.org/", 200, body=json.dumps({"archived_snapshots": {"closest": closest}}).encode())


def test_the_archive_is_asked_for_the_copy_nearest_to_a_day():
    service = "https://archive.org/wayback/available"

    assert f"{service}?url=https%3A%2F%2Fwww.un.example%2Freport%3Fx%3D1%26y%3D%C3%A9&timestamp=20160824" == question(
        service, PAGE, date(2016, 8, 24)
    )
    assert f"{service}?url=http%3A%2F%2Fa.example%2F" == question(service, "http://a.example/", None)


@pytest.mark.parametrize(
    "original",
    [PAGE, PAGE.replace("https://www.", "http://"), PAGE.replace("example/", "example:443/")],
)
def test_a_copy_is_taken_by_tls_and_from_the_page_itself_however_the_archive_spells_it(original):
    url = f"web.archive.org/web/{STAMP}/{original}"

    assert Copy(f"https://{url}", STAMP) == copy_in(answered(f"http://{url}"), PAGE)


@pytest.mark.parametrize(
    "answer",
    [
        answered(f"http://web.archive.org/web/{STAMP}/https://www.un.example/other"),
        answered(f"http://web.archive.org/web/{STAMP}/https://www.un.example/"),
        answered("http://web.archive.org/"),
        answered(f'http://web.archive.org/web/{STAMP}/{PAGE}"> x'),
        answered(f"http://web.archive.org/web/{STAMP}/{PAGE}\x1b[31m"),
        answered(status="404"),
        answered(available=False),
        answered(timestamp="yesterday"),
        Answer("https://archive.org/", 200, body=b'{"archived_snapshots": {}}'),
        Answer("https://archive.org/", 200, body=b'{"archived_snapshots": []}'),
        Answer("https://archive.org/", 200, body=b"[" * 100_000),
        Answer("https://archive.org/", 503, body=b"<html>\xff"),
        Answer("https://archive.org/"),
    ],
)
def test_what_is_no_whole_copy_of_this_page_is_none(answer):
    assert copy_in(answer, PAGE) is None


def test_copies_are_told_from_pages():
    assert is_archive(f"https://web.archive.org/web/{STAMP}/{PAGE}")
    assert is_archive("https://archive.ph/abc")
    assert not is_archive("https://www.archives.example/")


def test_a_person_is_told_where_to_look():
    assert "https://web.archive.org/web/20160824/http://a.example/" == by_hand("http://a.example/", date(2016, 8, 24))
    assert "https://web.archive.org/web/http://a.example/" == by_hand("http://a.example/", None)
