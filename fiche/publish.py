"""Publishing: a site that has been built goes to where readers are, if what they will see is what the editor wants.

Owns the order of it: what is online is compared with what was built (`compared`), the guards look at what would be sent
(`guarded`), whoever asked says yes, and it is sent (`sent`) or taken back. Who is asked, and how, is the command line's
business; how bytes travel, the targets'.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from fiche.account import Account, Read, account, shown, wanted
from fiche.built import Built
from fiche.changes import compare
from fiche.destination import Destination
from fiche.fields import marking
from fiche.ledger import Standing
from fiche.model import Site
from fiche.problem import Place, Problem, error, in_order, quoted
from fiche.standing import Wishes
from fiche.targets.target import Failed, Host, Manifest, Told

T = TypeVar("T")

# --------------------------------------------------------------------------- what is built


def wishes(destination: Destination, site: Site, now: datetime) -> Wishes:
    """Return how the site is to be built for a destination: as `site.yaml` says, but for what the destination says."""
    return Wishes(
        now=now,
        audience=_other(destination.audience, site.audience),
        base_url=_other(destination.base_url, site.base_url),
        links=_other(destination.links, site.links),
        server=_other(destination.server, site.server),
        compress=_other(destination.compress, site.compress),
    )


def _other(wanted: T | None, usual: T) -> T | None:
    """Return what is wanted, if it is not what the site says anyway."""
    return None if wanted == usual else wanted


def output(destination: Destination, asked: Wishes, usual: Path) -> Path:
    """Return the folder a destination's site is built in: the usual one, or one beside it for a site that is another."""
    plain = asked == Wishes(now=asked.now)
    return usual if plain else usual.with_name(f"{usual.name}-{destination.name}")


# --------------------------------------------------------------------------- what would be done


class Plan(NamedTuple):
    """What publishing would do."""

    destination: Destination
    site: Built
    online: Manifest
    account: Account

    @property
    def idle(self) -> bool:
        """Say whether what is online is already what would be sent."""
        return not self.account.changes and not self.online.foreign and bool(self.online.release)


def compared(destination: Destination, host: Host, site: Built) -> Plan:
    """Compare a site with what is online."""
    online = host.standing()
    changes = compare(online.files, host.digests(site), unsure=online.unsure)
    there = dict(host.read(online, [path for path in wanted(changes) if path in online.files]))
    return Plan(destination, site, online, account(changes, online.files, site.read, there, foreign=online.foreign))


def outlived(standing: Standing, began: datetime, now: datetime) -> bool:
    """Say whether a moment has come since a site was built from which another would be built: an expiry, or another day."""
    return standing.since <= began < standing.until <= now


class Return(NamedTuple):
    """What taking the last publication back would do."""

    online: Manifest
    earlier: Manifest
    account: Account


def returning(host: Host) -> Return | None:
    """Compare what is online with what was before that; None where a place has nothing to go back to."""
    online, earlier = host.standing(), host.before()
    if earlier is None:
        return None
    changes = compare(online.files, earlier.files, unsure=online.unsure)
    there = dict(host.read(online, wanted(changes)))
    then = dict(host.read(earlier, shown(changes)))
    one = _reading(host, earlier)
    read = lambda path: then[path] if path in then else one(path)
    return Return(online, earlier, account(changes, online.files, read, there, foreign=online.foreign))


def _reading(host: Host, manifest: Manifest) -> Read:
    return lambda path: dict(host.read(manifest, [path])).get(path, b"")


# --------------------------------------------------------------------------- what must not be sent

Guard = Callable[[Plan, Site, datetime], Iterable[Problem]]
"""Looks at what would be sent, before anybody is asked, and says what is wrong with it: with a problem nothing is sent.
The whole output is at hand (`Plan.site`), and what of it is new to readers (`Plan.account.changes`)."""


def guarded(plan: Plan, site: Site, now: datetime) -> tuple[Problem, ...]:
    """Return what the guards find."""
    return in_order(problem for guard in GUARDS for problem in guard(plan, site, now))


def _in_its_time(plan: Plan, site: Site, now: datetime) -> Iterator[Problem]:
    """Refuse a site whose own clock is ahead: it would show what is embargoed."""
    if site.as_of is not None and site.as_of > now:
        what = (
            f"“as_of” is {site.as_of.isoformat()}, which is still to come: readers would see what is embargoed until then; "
            "take it out to publish"
        )
        yield error(Place("content/site.yaml"), what, "publish-clock")


def _for_its_readers(plan: Plan, site: Site, now: datetime) -> Iterator[Problem]:
    """Refuse a document marked above what the destination may receive, whatever let it through."""
    allowed = plan.destination.audience
    for path in plan.account.changes.sent:
        if path.endswith(".json"):
            label = _marking_of(plan.site.read(path))
            if label and marking(label) > allowed:
                what = f"it is marked {label}, and {quoted(plan.destination.name)} may receive {allowed.label} at most"
                yield error(Place(str(plan.site.folder / path)), what, "publish-marking")


def _marking_of(document: bytes) -> str:
    """Return the marking of a document of ours; empty if it is none of ours, or has none."""
    try:
        found = json.loads(document)
    except ValueError:
        return ""
    label = found.get("marking") if isinstance(found, dict) else None
    return label if isinstance(label, str) and label.startswith("TLP:") else ""


GUARDS: tuple[Guard, ...] = (_in_its_time, _for_its_readers)
"""To add a check of what is about to be public is to add a function here."""


# --------------------------------------------------------------------------- what is done


def sent(plan: Plan, host: Host, told: Told) -> Manifest:
    """Send what differs, and hold that what is online then is the site, to the byte."""
    online = host.send(plan.account.changes, plan.site, plan.online, told)
    if online.files != host.digests(plan.site) or online.unsure:
        raise Failed(f"what is online at {host.where} is not what was sent; publish again")
    return online


def taken_back(back: Return, host: Host) -> Manifest:
    """Make what was online before be online again."""
    return host.undo(back.online, back.earlier)
