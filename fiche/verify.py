"""Whether what readers get is what the content gives: each file of a site compared, to the byte.

Owns the comparison with a folder and with an address. What the content gives is a site that was built (`built`); what is
online is asked as a reader would ask, and told from what a host is free to do: to answer a former address with a redirect
of its own, a withdrawn brief with 410.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from pathlib import Path
from urllib.parse import urljoin

from fiche import address
from fiche.audit.tags import tags
from fiche.audit.urls import forward
from fiche.built import Built
from fiche.compression import original
from fiche.digest import digest_bytes
from fiche.families.build import ADDRESS, digest_of, told
from fiche.fetch import Answer, Fetcher
from fiche.value import Value

CONNECTIONS = 8
"""Files that are asked for at once: as many as a browser with two windows, and it is the publisher's own host."""
_TRIES = 3
_REDIRECTS = 3
"""Hosts send readers from `404.html` to `404`, or from http to https."""


class Kind(Enum):
    """In what a file is not as it should be."""

    OTHER = "is not what the content gives"
    MISSING = "is not there"
    UNKNOWN = "could not be looked at"
    MORE = "is there by another hand"


class Difference(Value, frozen=True):
    """A file that is not as it should be."""

    path: str
    kind: Kind
    detail: str = ""
    expected: str = ""
    found: str = ""
    """The first line in which two texts differ, as it should be and as it is."""


class Online(Value, frozen=True):
    """What `build.json` says of the site that is online."""

    digest: str
    files: int
    generator: str


def digest_given(site: Built) -> str:
    """Return the digest of a site that was built, which its `build.json` tells."""
    return digest_of(told(site.files))


# --------------------------------------------------------------------------- a folder


def in_folder(site: Built, folder: Path) -> Iterator[Difference]:
    """Compare a site with the files in a folder; one that nothing in the site explains is a difference too."""
    for path in sorted(site.files):
        try:
            data = (folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            yield Difference(path, Kind.MISSING)
        except OSError as failure:
            yield Difference(path, Kind.UNKNOWN, failure.strerror or str(failure))
        else:
            yield from _compared(site, path, data)
    there = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir())
    for path in sorted(there):
        if path not in site.files and not _is_for_host(path) and not path.startswith(".git/"):
            yield Difference(path, Kind.MORE)


# --------------------------------------------------------------------------- an address


def told_by(fetcher: Fetcher, base_url: str) -> tuple[Online | None, Answer]:
    """Return what an address says of the site that is there, if it does, and its answer."""
    answer = fetcher.get(base_url + ADDRESS, redirects=_REDIRECTS, tries=_TRIES)
    try:
        said = json.loads(answer.body)
        return Online(str(said["digest"]), int(said["files"]), str(said["generator"])), answer
    except (ValueError, TypeError, KeyError, RecursionError):
        return None, answer


def seen(site: Built) -> list[str]:
    """Return the files of a site that a reader can ask for: not those for the host, nor compressed copies."""
    return sorted(path for path in site.files if original(path) not in site.files and not _is_for_host(path))


def _is_for_host(path: str) -> bool:
    return path.lower() in address.HOST_FILES


def at_address(site: Built, base_url: str, fetcher: Fetcher) -> Iterator[Difference | None]:
    """Yield for each file that a reader can ask for in what it differs; None where it does not. Ends early if closed."""
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        try:
            yield from threads.map(lambda path: _asked(site, path, base_url, fetcher), seen(site))
        finally:
            threads.shutdown(cancel_futures=True)


def _asked(site: Built, path: str, base_url: str, fetcher: Fetcher) -> Difference | None:
    """Ask for a file as a reader would: a page by its folder."""
    place = path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
    url = address.absolute(base_url, place)
    answer = fetcher.get(url, tries=_TRIES)
    if answer.target:
        if answer.target == _forward(site, path, url):
            return None
        answer = fetcher.get(url, tries=_TRIES, redirects=_REDIRECTS)
    if answer.fault is not None:
        return Difference(path, Kind.UNKNOWN, answer.fault.value)
    if answer.is_encoded:
        what = f"it came as {answer.header('content-encoding')}, though that was not asked for"
        return Difference(path, Kind.UNKNOWN, what)
    if digest_bytes(answer.body) == site.files[path] and answer.status in {200, 404, 410}:
        return None
    if answer.status != 200:
        missing = answer.status in {404, 410}
        return Difference(path, Kind.MISSING if missing else Kind.UNKNOWN, f"HTTP status {answer.status}")
    return next(_compared(site, path, answer.body), None)


def _forward(site: Built, path: str, url: str) -> str:
    """Return where a page of the site sends its readers on; empty if it does not."""
    if not path.endswith(".html"):
        return ""
    page = site.read(path).decode("utf-8", "replace")
    found = (forward(tag) for tag in tags(page) if tag.get("http-equiv").lower() == "refresh")
    return urljoin(url, next(found, "")) if "http-equiv" in page else ""


# --------------------------------------------------------------------------- two files


def _compared(site: Built, path: str, data: bytes) -> Iterator[Difference]:
    if digest_bytes(data) == site.files[path]:
        return
    expected, found = _first_difference(site.read(path), data)
    yield Difference(path, Kind.OTHER, "", expected, found)


def _first_difference(expected: bytes, found: bytes) -> tuple[str, str]:
    """Return the first lines in which two texts differ; nothing where one of them is no text."""
    try:
        ours, theirs = expected.decode().splitlines(), found.decode().splitlines()
    except UnicodeDecodeError:
        return "", ""
    same = next((at for at, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other), None)
    at = min(len(ours), len(theirs)) if same is None else same
    return "".join(ours[at : at + 1]), "".join(theirs[at : at + 1])
