"""`fiche verify`: is what readers get what the content gives? What is compared, and how, is `verify`'s."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from fiche import __version__
from fiche.built import Altered, Built, built
from fiche.cli.making import made
from fiche.cli.new import site_of
from fiche.cli.options import Asked, base_url_of, making
from fiche.cli.pools import pool_of
from fiche.cli.publish import destination_of
from fiche.cli.telling import CONTENT_HAS_ERRORS, Impossible, OutsideFailed, Progress, Watch, counted, progress
from fiche.fetch import Fetcher
from fiche.publish import output, wishes
from fiche.standing import Wishes
from fiche.targets.folder import readers_see
from fiche.verify import Difference, Kind, Online, at_address, digest_given, in_folder, seen, told_by

_SHOWN = 20
"""Differences that are told one by one."""
_WIDTH = 160
"""Characters of a line that are shown."""


class _Found(NamedTuple):
    """What came of a comparison."""

    place: str
    given: str
    compared: int
    differences: tuple[Difference, ...]
    online: Online | None = None


@click.command()
@click.argument("place", default="", metavar="[URL|FOLDER]")
@click.option("--for", "named", default="", metavar="DESTINATION",
              help="Compare with the site as this destination of “publish:” receives it.")  # fmt: skip
@click.option("--quick", is_flag=True, help="Believe what build.json there says of the other files.")
@making
@click.option("--as-of", default=None, metavar="INSTANT", help="Compare with the site as it stood then.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
def verify(place: str, named: str, usual: Path, *, quick: bool, as_json: bool, **options: object) -> None:
    """Compare what is online with what the content gives, each file to the byte.

    The site is built, then asked for at URL, as a reader would, or looked for in FOLDER; at the site's own address, if none is
    named. Ends with exit status 1 if anything differs: another version, a file that is missing, a host that changes pages on
    their way.
    """
    asked = Asked.of({**options, "audience": None, "base_url": None, "as_json": as_json})
    site = site_of(asked.content)
    wished, out = asked.wishes, usual
    if named:
        destination = destination_of((named,), asked.content)
        wished = wishes(destination, site, asked.wishes.now)
        out = output(destination, wished, usual)
    folder = Path(place) if place and "://" not in place else None
    if folder is not None and not folder.is_dir():
        raise Impossible(f"there is no folder {place}; an address begins with https://")
    url = base_url_of(place) if place and folder is None else wished.base_url or site.base_url
    folder = readers_see(folder) if folder else None
    given = _built(asked, wished, out)
    try:
        with progress(quiet=as_json) as shown:
            found = _in_folder(given, folder) if folder else _at_address(given, url, shown, quick=quick)
    except Altered as failure:
        raise OutsideFailed(str(failure)) from None
    click.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=2) if as_json else "\n".join(_told(found)))
    sys.exit(CONTENT_HAS_ERRORS if found.differences else 0)


def _built(asked: Asked, wished: Wishes, out: Path) -> Built:
    """Build what the content gives; with errors, tell them and end."""
    paths = asked.paths(out)
    watch = Watch(quiet=asked.as_json or not sys.stderr.isatty())
    with pool_of(asked) as pool:
        done = made(asked, paths, wished, pool=pool, watch=watch)
    assert done.written is not None
    return built(paths.out, done.written.ledger)


def _in_folder(given: Built, folder: Path) -> _Found:
    return _Found(str(folder), digest_given(given), len(given.files), tuple(in_folder(given, folder)))


def _at_address(given: Built, url: str, shown: Progress, *, quick: bool) -> _Found:
    digest, paths = digest_given(given), seen(given)
    with Fetcher(f"fiche/{__version__} (verify)") as fetcher:
        online, answer = told_by(fetcher, url)
        if answer.fault is not None:
            raise OutsideFailed(f"{url} does not answer: {answer.fault.value}")
        if quick and online is not None and online.digest == digest:
            return _Found(url, digest, 0, (), online)
        found: list[Difference] = []
        try:
            for count, difference in enumerate(at_address(given, url, fetcher), 1):
                shown(count, len(paths))
                found += [difference] if difference else []
        except KeyboardInterrupt:
            fetcher.stop()
            raise
    return _Found(url, digest, len(paths), tuple(found), online)


def _told(found: _Found) -> Iterator[str]:
    for difference in found.differences[:_SHOWN]:
        detail = f" ({difference.detail})" if difference.detail else ""
        yield f"{difference.path} {difference.kind.value}{detail}"
        if difference.expected or difference.found:
            yield f"    - {difference.expected[:_WIDTH]}"
            yield f"    + {difference.found[:_WIDTH]}"
    left = len(found.differences) - _SHOWN
    if left > 0:
        yield f"… and {left:,} more; “--json” lists all of them"
    if found.online is not None and found.online.digest != found.given:
        yield f"What is there says that it is {_version(found.online.digest)}, made by {found.online.generator}."
    more = sum(difference.kind is Kind.MORE for difference in found.differences)
    besides = f", and {counted(more, 'file')} more there" if more else ""
    if found.differences:
        files, version = counted(found.compared, "file"), _version(found.given)
        differ = len(found.differences) - more
        yield f"{found.place}: {differ:,} of {files} differ from what the content gives ({version}){besides}."
    elif not found.compared:
        yield f"{found.place} says that it is {_version(found.given)}, which is what the content gives; nothing else was asked."
    else:
        yield f"{found.place}: {counted(found.compared, 'file')}, each what the content gives ({_version(found.given)})."


def _version(digest: str) -> str:
    return f"version {digest[:10]}"


def _as_json(found: _Found) -> dict[str, object]:
    return {
        "place": found.place,
        "digest": found.given,
        "online": None if found.online is None else found.online.digest,
        "compared": found.compared,
        "differences": [
            {
                "path": each.path,
                "kind": each.kind.name.lower(),
                "detail": each.detail,
                "expected": each.expected,
                "found": each.found,
            }
            for each in found.differences
        ],
    }
