"""Archived copies of pages that are gone: how the archive is asked, and what its answer says.

Owns the form of the Wayback Machine's availability API (archive.org/help/wayback_api.php). It asks nothing itself.
"""

from __future__ import annotations

import json
import re
from datetime import date
from urllib.parse import quote

from fiche.fetch import Answer, host_of
from fiche.outside.judging import Copy

_ARCHIVES = frozenset(
    {
        "archive.fo", "archive.is", "archive.li", "archive.md", "archive.org", "archive.ph", "archive.today", "archive.vn",
        "arquivo.pt", "ghostarchive.org", "perma.cc", "web.archive.org", "webcitation.org", "www.webcitation.org",
    }
)  # fmt: skip


def is_archive(url: str) -> bool:
    """Say whether an address is a copy itself."""
    return host_of(url) in _ARCHIVES


def question(service: str, url: str, day: date | None) -> str:
    """Return the address that asks for the copy of a page nearest to a day; the latest, without one."""
    return f"{service}?url={quote(url, safe='')}" + (f"&timestamp={day:%Y%m%d}" if day else "")


def copy_in(answer: Answer, url: str) -> Copy | None:
    """Return the copy that an answer names: one of this page and no other, as it was when it was there."""
    try:
        closest = json.loads(answer.body)["archived_snapshots"]["closest"]
        found, stamp = str(closest["url"]), str(closest["timestamp"])
        there = closest["available"] is True and str(closest["status"]) == "200"
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    original = re.search(r"/[0-9]{14}(?:[a-z]{2}_)?/(.+)", found)
    if (
        not there
        or not original
        or not re.fullmatch(r"[0-9]{14}", stamp)
        or not found.isprintable()
        or re.search(r"[\s\"<>\\]", found)
    ):
        return None
    same = _plain(original[1]) == _plain(url)
    return Copy(re.sub(r"^http:", "https:", found), stamp) if same else None


def by_hand(url: str, day: date | None) -> str:
    """Return where a person looks for the copy of a page nearest to a day."""
    return f"https://web.archive.org/web/{day:%Y%m%d}/{url}" if day else f"https://web.archive.org/web/{url}"


def _plain(url: str) -> str:
    """Return an address without what archives leave out."""
    return re.sub(r"^https?://(?:www\.)?|:(?:80|443)(?=/)|/$", "", url, flags=re.IGNORECASE)
