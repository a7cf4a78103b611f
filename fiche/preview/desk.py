"""The desk's own page, and what stands above a page: what is withheld and until when, what is wrong, what comes next.

For those who write. It names withheld matter; nothing here is ever written to an output.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from fiche import address, dates, status
from fiche.clear import Reason
from fiche.preview import sheet
from fiche.preview.room import Save
from fiche.preview.sheet import Row, Section, Way
from fiche.preview.warm import Warm
from fiche.publication import Publication
from fiche.status import Held

_WORDS = {
    Reason.STATUS: "not published",
    Reason.MARKING: "above the marking of the site’s readers",
    Reason.EMBARGO: "under embargo",
    Reason.DATE: "dated in the future",
    Reason.EXPIRED: "expired",
}
_MOST = 200
"""Rows of a section."""


def banners(warm: Warm, origin: str, path: str) -> list[str]:
    """Say why readers of the site would not see a page, or parts of it, and until when."""
    public, publication = warm.public, warm.publication
    if public is None or publication is None:
        return []
    zone = publication.site.timezone
    said = [_said(one, zone) for one in warm.held(origin, path)]
    passages = warm.passages(origin, path)
    if passages and not said:
        said.append(
            f"Passages marked {', '.join(passages)} are shown here; readers up to {public.audience.label} do not see them."
        )
    return said


def _said(held: Held, zone: str) -> str:
    detail = ""
    if held.until is not None:
        detail = f" until {_moment(held.until, zone)}"
    elif held.reason is Reason.EXPIRED:
        detail = f" on {held.detail[:16].replace('T', ' ')}"
    elif held.detail:
        detail = f" ({held.detail})"
    return f"Withheld from readers: {_WORDS[held.reason]}{detail}."


def _moment(instant: datetime, zone: str) -> str:
    return f"{instant.astimezone(dates.zone(zone)):%Y-%m-%d %H:%M %Z}"


def page(warm: Warm, saves: Sequence[Save]) -> bytes:
    """Make the desk's page."""
    publication = warm.publication
    sections = [_problems(warm)]
    title = "There is nothing to show yet."
    ways: list[Way] = []
    if publication is not None:
        policy, public = publication.policy, warm.public
        now = _moment(policy.now, publication.site.timezone)
        shown = "everything, withheld or not" if policy.unveiled else f"what readers up to {policy.audience.label} get"
        title = f"{publication.site.title.pick(publication.site.language)[1]}, at {now}: {shown}."
        held = status.held(warm.desk(), public) if public else ()
        changes = status.changes(warm.desk(), public) if public else ()
        zone = publication.site.timezone
        late = warm.overdue()
        if late:
            sections.append(
                Section(
                    "Overdue: the site was built before this came",
                    "",
                    tuple(Row((_moment(one.instant, zone), one.what), one.path) for one in late[:_MOST]),
                )
            )
        addresses = {entry.file: entry.address for entry in publication.entries}
        sections += [
            Section(
                "Withheld",
                "Nothing is withheld.",
                tuple(
                    Row(
                        (one.title, _WORDS[one.reason], _moment(one.until, zone) if one.until else one.detail),
                        one.path,
                        address=addresses.get(one.path, ""),
                    )
                    for one in held[:_MOST]
                ),
            ),
            Section(
                "What changes by itself",
                "Nothing does from now on.",
                tuple(Row((_moment(one.instant, zone), one.what), one.path) for one in changes[:20]),
            ),
        ]
        ways = list(_ways(publication))
    sections.append(
        Section(
            "Latest saves",
            "Nothing was saved since the preview began.",
            tuple(
                Row(
                    (
                        save.path,
                        f"{save.at.astimezone():%H:%M:%S}",
                        f"on screen after {save.seen:.0f} ms" if save.seen else f"made in {save.made:.0f} ms",
                    ),
                    save.path,
                    address=save.address,
                )
                for save in saves
            ),
        )
    )
    if publication is not None:
        sections += _unlisted(publication)
    return sheet.desk(title, sections, ways)


def _problems(warm: Warm) -> Section:
    return Section(
        "Problems",
        "Nothing is wrong.",
        tuple(
            Row((str(found.severity), f"{found.what} [{found.code}]"), found.place.path, found.place.line)
            for found in sorted(warm.problems, key=lambda found: found.severity)[:_MOST]
        ),
    )


def _unlisted(publication: Publication) -> list[Section]:
    """List actors and topics that briefs name and no file describes, those named most often first."""
    actors = Counter(cast.actor for entry in publication.entries for cast in entry.cast)
    topics = Counter(topic for entry in publication.entries for topic in entry.topics)
    return [
        Section(
            heading,
            "All of them have a file.",
            tuple(
                Row(
                    (name, f"in {count} brief{'s' * (count != 1)}", f"fiche new {kind} {shlex.quote(name)}"),
                    address=f"{kind}s/{id}/" if f"{kind}s" not in publication.site.off else "",
                )
                for count, id, name in sorted(found, key=lambda one: (-one[0], one[1]))[:_MOST]
            ),
        )
        for heading, kind, found in (
            (
                "Actors without a file",
                "actor",
                [
                    (actors[id], id, entry.head.names[0].full if entry.head.names else id)
                    for id, entry in publication.actors.items()
                    if not entry.registered
                ],
            ),
            (
                "Topics without a file",
                "topic",
                [
                    (topics[id], id, entry.head.labels.pick("")[1] or id)
                    for id, entry in publication.topics.items()
                    if not entry.registered
                ],
            ),
        )
    ]


def addresses(warm: Warm) -> dict[str, str]:
    """Return the addresses of the pages one may have meant, and what each is called."""
    publication = warm.publication
    if publication is None:
        return {}
    site = publication.site
    found = {way.address: way.label for way in _ways(publication)}
    found |= {entry.address: entry.head.title for entry in publication.entries}
    found |= {entry.address: entry.head.title for entry in publication.pages}
    if "actors" not in site.off:
        for id, actor in publication.actors.items():
            found[f"actors/{id}/"] = actor.head.names[0].full if actor.head.names else id
    if "topics" not in site.off:
        found |= {
            f"topics/{id}/": topic.head.labels.pick(site.language)[1] or id for id, topic in publication.topics.items()
        }
    return found


def _ways(publication: Publication) -> Iterator[Way]:
    """Yield a way to a page of every kind."""
    site = publication.site
    for lang in site.languages:
        yield Way("Home" if lang == site.language else f"Home ({lang})", "" if lang == site.language else f"{lang}/")
    for entry in publication.entries[:1]:
        yield Way("The newest brief", entry.address, entry.head.title)
        day = entry.head.date.instant
        if "archive" not in site.off:
            yield Way("A day of the archive", f"archive/{day:%Y/%m/%d}/")
    for family, known in (("actors", publication.actors), ("topics", publication.topics)):
        if family not in site.off:
            yield Way(family.capitalize(), f"{family}/")
            for id in list(known)[:1]:
                yield Way(f"One of the {family}", f"{family}/{id}/")
    for family, label, place in (
        ("archive", "The archive", "archive/"),
        ("sources", "Sources", "sources/"),
        ("corrections", "Corrections", "corrections/"),
        ("pages", "About", "about/"),
        ("not-found", "The page for addresses that do not exist", "404.html"),
        ("feeds", "The feed", "feed.atom"),
        ("feeds", "The feed as JSON", "feed.json"),
        ("sitemap", "The sitemap", "sitemap.xml"),
        ("robots", "For robots", "robots.txt"),
    ):
        if family not in site.off:
            yield Way(label, place)
    if "feeds" not in site.off and "opml" not in site.off:
        yield Way("The list of feeds", "feeds.opml")
    for entry in publication.entries[:1] if "json" not in site.off else ():
        yield Way("A brief as JSON", f"{entry.address}index.json")
    for stone in publication.tombstones[:1]:
        yield Way("A brief that was withdrawn", address.brief(site, stone.lang, stone.date, stone.slug))
