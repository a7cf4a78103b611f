"""Relations between actors: a page of each language, and for the whole site a table (CSV) and a graph (GraphML).

What the register declares and what is counted stand apart in all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from fiche import address, dates, linked_data
from fiche.families import ftm, popolo
from fiche.lens import Lens
from fiche.model import Stamp
from fiche.outputs import CSV, Page, part
from fiche.publication import Entry, Tie
from fiche.register import name_on
from fiche.show import relations as show
from fiche.ties import HOLDS_OFFICE
from fiche.together import Pair
from fiche.views.documents import Cell, Table
from fiche.views.page import FeedView
from fiche.views.relations import GraphEdgeView, GraphNodeView, GraphView, PairView, RelationsView
from fiche.views.shared import Label

_HERE = "relations/"
_TABLE = f"{_HERE}relations.csv"
_GRAPH = f"{_HERE}network.graphml"
_MOST = 50
"""Lines of each list on the page: all of them stand in the table."""
_COLUMNS = (
    "evidence", "type", "subject", "subject_name", "object", "object_name", "start", "end", "note", "source", "source_url",
    "briefs", "last_brief", "last_date", "last_url",
)  # fmt: skip
"""The columns of the table: a new one goes to the end."""


def orders(lens: Lens) -> Iterator[tuple[str, ...]]:
    """Name the page of a language, and once the files of the site; none where no two actors have anything to do."""
    if lens.is_related:
        yield ("page",)
        if _has_files(lens):
            yield ("table",)
            yield ("graph",)


def at(lens: Lens, path: str) -> Iterator[tuple[str, ...]]:
    """Name the page or file at a path."""
    made = {f"{lens.root}{_HERE}index.html": ("page",)}
    if _has_files(lens):
        made |= {_TABLE: ("table",), _GRAPH: ("graph",)}
    if path in made and lens.is_related:
        yield made[path]


def _has_files(lens: Lens) -> bool:
    """Say whether this is the language that makes the files of the site: the first that has anything to put into them."""
    return next((each for each in lens.siblings.values() if each.is_related), None) is lens


def make(lens: Lens, what: str) -> Iterator[Page]:
    """Make the page, the table or the graph."""
    yield {"page": _page, "table": _table, "graph": _graph}[what](lens)


def _page(lens: Lens) -> Page:
    here = f"{lens.root}{_HERE}"
    title, crumbs = lens.say("relations"), (lens.crumb("home", ""),)
    page = lens.page_view(
        here,
        kind="relations",
        section="actors",
        title=title,
        crumbs=crumbs,
        alternates=lens.same_page(here, lambda other: "relations" in other.has),
        feeds=(
            FeedView(f"{title} (CSV)", _TABLE, "text/csv"),
            FeedView(f"{title} (GraphML)", _GRAPH, "application/xml", "GraphML"),
            *exports(lens),
        ),
        json_ld=linked_data.crumbs((*crumbs, lens.crumb("relations", _HERE)), lens),
    )
    return Page(here, "relations.html", (lens.site_part, part("page", page), part("relations", _view(lens))))


def exports(lens: Lens) -> tuple[FeedView, ...]:
    """Return the register in the formats of the field, as followers of a page find it."""
    found = {
        "popolo": ("Popolo", popolo.FILE, "application/json"),
        "ftm": ("Follow the Money", ftm.FILE, "application/x-ndjson"),
    }
    registered = any(actor.registered for actor in lens.publication.raw.actors.values())
    return tuple(
        FeedView(f"{lens.say('actors')} ({format})", file, type, format)
        for key, (format, file, type) in found.items()
        if registered and lens.is_on(key)
    )


def _view(lens: Lens) -> RelationsView:
    ties, pairs = _ties(lens), lens.together
    declared = show.tie_views(lens, (tie for tie in ties if tie.kind != HOLDS_OFFICE))
    between: dict[frozenset[str], list[Tie]] = defaultdict(list)
    for tie in ties:
        between[frozenset({tie.subject, tie.object})].append(tie)
    return RelationsView(
        declared=tuple(declared[:_MOST]),
        declared_more=len(declared[_MOST:]),
        pairs=tuple(_pair(pair, between[frozenset({pair.one, pair.other})], lens) for pair in pairs[:_MOST]),
        pairs_more=len(pairs[_MOST:]),
        network=show.between(lens, ties, pairs),
        table=_TABLE,
        graph=_GRAPH,
    )


def _ties(lens: Lens) -> list[Tie]:
    """Return every relation once: as its subject tells it."""
    return [tie for id, ties in lens.publication.ties.items() for tie in ties if tie.subject == id]


def _pair(pair: Pair, ties: Iterable[Tie], lens: Lens) -> PairView:
    one, other = lens.sorted_by_name([lens.actor(pair.one), lens.actor(pair.other)])
    labels = tuple(dict.fromkeys(show.words(lens, tie.kind) for tie in ties))
    return PairView(one, other, pair.count, lens.card(lens.by_id[pair.last]), labels)


# --------------------------------------------------------------------------- files


def _table(lens: Lens) -> Page:
    names = {id: lens.actor_name(entry, lens.today).text for id, entry in lens.publication.actors.items()}
    briefs = {entry.head.id: entry for entry in lens.cast_lists}
    rows = [_declared(tie, names, lens) for tie in _ties(lens)]
    rows += [_counted(pair, names, briefs[pair.last], lens) for pair in lens.together]
    return Page(_TABLE, CSV, (lens.site_part, part("document", Table(_COLUMNS, tuple(rows)))))


def _declared(tie: Tie, names: dict[str, str], lens: Lens) -> tuple[Cell, ...]:
    source = lens.reference(tie.source) if tie.source else None
    return (
        "declared",
        tie.kind,
        tie.subject,
        names[tie.subject],
        tie.object,
        names[tie.object],
        _date(tie.start),
        _date(tie.end),
        lens.text(tie.note).text or None,
        (source.descriptor if source.confidential else source.title.text) if source else None,
        source.url or None if source else None,
        None,
        None,
        None,
        None,
    )


def _counted(pair: Pair, names: dict[str, str], last: Entry, lens: Lens) -> tuple[Cell, ...]:
    return (
        "counted",
        "appears-with",
        pair.one,
        names[pair.one],
        pair.other,
        names[pair.other],
        None,
        None,
        None,
        None,
        None,
        pair.count,
        pair.last,
        last.head.date.instant.date().isoformat(),
        address.absolute(lens.site.base_url, last.address),
    )


def _date(stamp: Stamp | None) -> str | None:
    return dates.iso_stamp(stamp) if stamp else None


def _graph(lens: Lens) -> Page:
    ties, pairs = _ties(lens), lens.together
    actors = dict(lens.publication.actors.items())
    linked = {id for tie in ties for id in (tie.subject, tie.object)} | {
        id for pair in pairs for id in (pair.one, pair.other)
    }
    number = {id: at for at, id in enumerate(sorted(linked))}
    nodes = tuple(
        GraphNodeView(
            at,
            id,
            kind.value if (kind := actors[id].head.kind) else "",
            lens.actor_name(actors[id], lens.today).text,
            tuple(Label(name_on(actors[id].head, lang, lens.today).full, lang) for lang in lens.site.languages),
        )
        for id, at in number.items()
    )
    edges = [
        GraphEdgeView(
            number[tie.subject],
            number[tie.object],
            declared=True,
            kind=tie.kind,
            start=_date(tie.start) or "",
            end=_date(tie.end) or "",
            evidence=tie.source.url if tie.source and not tie.source.confidential else "",
        )
        for tie in ties
    ]
    edges += [GraphEdgeView(number[pair.one], number[pair.other], declared=False, briefs=pair.count) for pair in pairs]
    view = GraphView(lens.site_view.title.text, lens.site.languages, nodes, tuple(edges))
    return Page(_GRAPH, "network.graphml.xml", (lens.site_part, part("graph", view)))
