"""Who is called what, and who held which office, on a given day; and where other registers know them.

Owns questions to the register that depend on time or language. Dates themselves are `dates`' business.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

from fiche.dates import covers, in_use
from fiche.model import ActorHead, Alias, Match, Name, Office, TopicHead


def name_on(head: ActorHead, lang: str, day: date, *others: str) -> Name:
    """Return the name in use that day in a language, else fit for all, else in one of `others`, else any in use."""
    current = [name for name in head.names if in_use(name.start, name.end, day)] or list(head.names)
    for wanted in (lang, "", *others):
        for name in current:
            if name.lang == wanted:
                return name
    return current[0] if current else Name("", head.id)


def office_on(head: ActorHead, day: date) -> Office | None:
    """Return the office held that day; of several, the one begun last, and of those the first in the file."""
    held = [office for office in head.roles if covers(office.start, office.end, day)]
    return max(held, key=_begun, default=None)


def last_office(head: ActorHead) -> Office | None:
    """Return the office that ended last."""
    return max(head.roles, key=lambda office: office.end.last if office.end else date.max, default=None)


def by_time(offices: tuple[Office, ...]) -> list[Office]:
    """Sort offices, newest first."""
    return sorted(offices, key=_begun, reverse=True)


def _begun(office: Office) -> date:
    return office.start.first if office.start else date.min


def actor_names(head: ActorHead) -> set[str]:
    """Return every name that means an actor wherever it stands: in headers, links and lists."""
    return {
        *(text for name in head.names for text in (name.full, name.short) if text),
        *(alias.text for alias in own_aliases(head)),
        *head.former_ids,
    }


def own_aliases(head: ActorHead) -> Iterator[Alias]:
    """Yield the aliases that are names; weak ones and metonyms say something in a text alone."""
    return (alias for alias in head.aliases if alias.match in {Match.STRONG, Match.NEVER})


def topic_names(head: TopicHead) -> set[str]:
    """Return every name a topic may be called by."""
    return {*(text for _, text in head.labels.pairs), *head.aliases, *head.former_ids}


_REGISTERS = {
    "wikidata": "https://www.wikidata.org/wiki/{}",
    "viaf": "https://viaf.org/viaf/{}",
    "isni": "https://isni.org/isni/{}",
    "orcid": "https://orcid.org/{}",
    "gnd": "https://d-nb.info/gnd/{}",
    "opensanctions": "https://www.opensanctions.org/entities/{}/",
}


def identified(scheme: str, identifier: str) -> str:
    """Return the address that an identifier stands for in another register, or as a web site; empty if for none."""
    if scheme == "website":
        return identifier if identifier.startswith(("https://", "http://")) else ""
    return _REGISTERS[scheme].format(quote(identifier, safe="")) if scheme in _REGISTERS else ""
