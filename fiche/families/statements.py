"""Who said what: all statements of the briefs, of each speaker and on each topic, two speakers compared; and as data.

Each statement has a lasting place: `#` and the id of its brief and its own on these pages, `#statement-` and its own on the
brief's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from fiche import address, linked_data
from fiche.documents import record
from fiche.families import compared
from fiche.lens import Has, Lens
from fiche.outputs import CSV, JSON, Page, part
from fiche.publication import Entry, Said
from fiche.show import statements as show
from fiche.views.documents import Record
from fiche.views.page import FeedView
from fiche.views.shared import Label, LinkView
from fiche.views.statements import StatementsView

_FILE = "statements"
_SPEAKERS = 12
Told = Sequence[tuple[Entry, Said]]


def orders(lens: Lens) -> Iterator[tuple[str, ...]]:
    """Name the page of all, that of each speaker and topic, and the data; none where nobody is quoted."""
    everything = lens.statements
    if not everything:
        return
    yield ("all", "")
    yield ("data", "")
    if lens.is_on("actors"):
        yield from (("actor", id) for id in sorted(lens.said_by))
    if lens.is_on("topics"):
        yield from (("topic", id) for id in sorted(lens.said_on))
        yield from (("compare", id, *pair) for id in sorted(lens.said_on) for pair in compared.pairs(lens, id))


def at(lens: Lens, path: str) -> Iterator[tuple[str, ...]]:
    """Name the page or data at a path."""
    found = lens.matched(_PATH, path)
    if found is None:
        return
    about: tuple[str, ...]
    if found["one"]:
        about = ("compare", found["id"], found["one"], found["other"])
    elif found["family"]:
        about = (found["family"][:-1], found["id"])
    else:
        about = ("all", "") if path.endswith(".html") else ("data", "")
    if about in set(orders(lens)):
        yield about


_PATH = re.compile(
    rf"(?:(?P<family>actors|topics)/(?P<id>[^/]+)/)?{_FILE}/(?:compare/(?P<one>[^/]+)/(?P<other>[^/]+)/)?(?:page/\d+/)?index\.html"
    rf"|{_FILE}/{_FILE}\.(?:json|csv)"
)


def make(lens: Lens, kind: str, about: str, *pair: str) -> Iterator[Page]:
    """Make the pages of one list, those that compare a `pair` on a topic, or the data."""
    if kind == "all":
        yield from _pages(lens, lens.root, None, lens.statements, lambda other: _FILE in other.has)
    elif kind == "actor":
        link = lens.actor(about)
        yield from _pages(
            lens, link.address, link, lens.said_by[about], lambda other: about in other.said_by, of_one=True
        )
    elif kind == "topic":
        link = lens.topic(about)
        yield from _pages(
            lens,
            link.address,
            link,
            lens.said_on[about],
            lambda other: about in other.said_on,
            comparisons=compared.links(lens, about),
        )
    elif kind == "compare":
        one, other = pair
        yield from compared.pages(lens, about, (one, other))
    else:
        yield from _data(lens)


def _pages(
    lens: Lens,
    root: str,
    about: LinkView | None,
    said: Told,
    has: Has,
    *,
    of_one: bool = False,
    comparisons: tuple[LinkView, ...] = (),
) -> Iterator[Page]:
    first = f"{root}{_FILE}/"
    pages = lens.pages_of(len(said))
    title = lens.say("statements") if about is None else f"{lens.say('statements')}: {about.label.text}"
    crumbs = (lens.crumb("home", ""), *([lens.crumb("statements", f"{_FILE}/"), about] if about else []))
    for number in range(1, pages + 1):
        here = address.numbered(first, number)
        page = lens.page_view(
            here,
            kind="statements",
            section="statements",
            title=title,
            crumbs=crumbs,
            alternates=lens.numbered(first, number, has, root.removeprefix(lens.root)),
            feeds=_files(lens),
            json_ld=linked_data.crumbs((*crumbs, LinkView(Label(title), first)), lens),
        )
        shown = said[lens.page_slice(number)]
        newer, older = address.beside(first, number, pages)
        view = StatementsView(
            statements=tuple(show.view(lens, entry, one, home=False) for entry, one in shown),
            about=about,
            speakers=lens.most(Counter(one.speaker for _, one in said if one.speaker), _SPEAKERS) if not of_one else (),
            comparisons=comparisons,
            total=len(said),
            page=number,
            pages=pages,
            newer=newer,
            older=older,
        )
        yield Page(here, "statements.html", (lens.site_part, part("page", page), part("statements", view)))


# --------------------------------------------------------------------------- data


def _files(lens: Lens) -> tuple[FeedView, ...]:
    """Return the data of all statements, as followers of a page find it."""
    title, here = lens.say("statements"), f"{lens.root}{_FILE}/{_FILE}"
    return (
        FeedView(f"{title} (CSV)", f"{here}.csv", "text/csv"),
        FeedView(f"{title} (JSON)", f"{here}.json", "application/json"),
    )


def _data(lens: Lens) -> Iterator[Page]:
    rows = tuple(show.record_of(lens, entry, one) for entry, one in lens.statements)
    here = f"{lens.root}{_FILE}/{_FILE}"
    document = record(
        version=1,
        title=lens.say("statements"),
        publication=lens.site_view.title.text,
        home_page_url=address.absolute(lens.site.base_url, f"{lens.root}{_FILE}/"),
        language=lens.lang,
        statements=rows,
    )
    yield Page(f"{here}.json", JSON, (lens.site_part, part("document", document)))
    yield Page(
        f"{here}.csv",
        CSV,
        (lens.site_part, part("document", (Record(tuple((name, name) for name in show.NAMES)), *rows))),
    )
