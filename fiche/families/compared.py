"""Two speakers on one topic, side by side: part of the pages of statements.

Owns who is compared with whom. Not everybody with everybody: of the few quoted most on a topic, those who are quoted more
than once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from fiche import address, linked_data
from fiche.lens import Lens
from fiche.outputs import Page, part
from fiche.publication import Entry, Said
from fiche.show import statements as show
from fiche.views.page import AlternateView
from fiche.views.shared import Label, LinkView
from fiche.views.statements import ComparedView, SideView

FOLDER = "statements/compare"
"""Below the address of a topic; two folders follow, one a speaker, in the order of their ids."""
_SPEAKERS = 6
"""Quoted most on a topic: fifteen pairs at most."""
_LEAST = 2
"""Statements of each: who said one thing is read at a glance."""

Pair = tuple[str, str]


def pairs(lens: Lens, topic: str) -> tuple[Pair, ...]:
    """Return the pairs of speakers that are compared on a topic, each in the order of their ids."""
    said = Counter(one.speaker for _, one in lens.said_on.get(topic, []) if one.speaker)
    often = sorted((id for id, times in said.items() if times >= _LEAST), key=lambda id: (-said[id], id))
    return tuple(combinations(sorted(often[:_SPEAKERS]), 2))


def links(lens: Lens, topic: str, *, but: Pair | None = None) -> tuple[LinkView, ...]:
    """Link to the comparisons on a topic, but the one named."""
    return tuple(
        LinkView(Label(" · ".join(lens.actor(id).label.text for id in pair)), _address(lens, topic, pair))
        for pair in pairs(lens, topic)
        if pair != but
    )


def pages(lens: Lens, topic: str, pair: Pair) -> Iterator[Page]:
    """Make the pages on which two speakers are compared, the latest statement first."""
    about, first = lens.topic(topic), _address(lens, topic, pair)
    rows = [(entry, one) for entry, one in lens.said_on[topic] if one.speaker in pair]
    count = lens.pages_of(len(rows))
    said = Counter(one.speaker for _, one in rows)
    one, other = (lens.actor(id, count=said[id]) for id in pair)
    title = f"{lens.say('compared')}: {about.label.text} · {one.label.text} · {other.label.text}"
    above = LinkView(about.label, f"{about.address}statements/")
    crumbs = (lens.crumb("home", ""), lens.crumb("statements", "statements/"), above)
    for number in range(1, count + 1):
        here = address.numbered(first, number)
        newer, older = address.beside(first, number, count)
        page = lens.page_view(
            here,
            kind="compare",
            section="statements",
            title=title,
            crumbs=crumbs,
            alternates=tuple(_alternates(lens, topic, pair, number)),
            json_ld=linked_data.crumbs((*crumbs, LinkView(Label(title), first)), lens),
        )
        view = ComparedView(
            topic=above,
            one=one,
            other=other,
            statements=tuple(_sides(lens, rows[lens.page_slice(number)], pair)),
            others=links(lens, topic, but=pair),
            page=number,
            pages=count,
            newer=newer,
            older=older,
        )
        yield Page(here, "compare.html", (lens.site_part, part("page", page), part("compare", view)))


def _sides(lens: Lens, rows: Sequence[tuple[Entry, Said]], pair: Pair) -> Iterator[SideView]:
    for entry, one in rows:
        side = "one" if one.speaker == pair[0] else "other"
        yield SideView(side, show.view(lens, entry, one, home=False))


def _address(lens: Lens, topic: str, pair: Pair) -> str:
    return f"{lens.root}topics/{topic}/{FOLDER}/{'/'.join(pair)}/"


def _alternates(lens: Lens, topic: str, pair: Pair, number: int) -> Iterator[AlternateView]:
    """Link to the same comparison in languages that have it, else to the topic."""
    for lang, other in lens.siblings.items():
        if pair not in pairs(other, topic):
            yield lens.alternate(lang, f"{other.root}topics/{topic}/", exact=False)
        elif lang == lens.lang:
            yield lens.alternate(lang, address.numbered(_address(lens, topic, pair), number))
        else:
            yield lens.alternate(lang, _address(other, topic, pair), exact=number == 1)
