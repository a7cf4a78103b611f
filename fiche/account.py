"""An account of what readers will see: pages new, changed, moved, withdrawn and gone, feeds' new entries, what is public first.

Owns the comparison of two outputs as people read them, and its words. Which files differ is `changes`; what a page says,
`page_text`. It asks for the bytes of few files, however many differ, since those online may be far away.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from enum import Enum
from urllib.parse import unquote, urljoin, urlsplit

from fiche.changes import Changes
from fiche.compression import original
from fiche.page_text import PageText, page_text
from fiche.problem import quoted
from fiche.value import Value, replace

LOOKED_INTO = 100
"""Pages, and feeds, whose texts are compared at most."""
_SHOWN = 12
"""Lines of a list that are printed at most."""
_SHARE = 10
"""One part of the pages in so many, beyond which what vanishes is asked about twice."""
_BRIEFS_SHARE = 2
"""The same of the briefs alone."""


class Kind(Enum):
    """What a file of the site is to an editor; the value is the word for it."""

    BRIEF = "brief"
    ACTOR = "actor"
    TOPIC = "topic"
    ATTACHMENT = "file"
    PAGE = "page"
    OTHER = ""


_KINDS = (
    (Kind.BRIEF, re.compile(r"([^/]+/)?briefs/\d+/\d+/\d+/[^/]+/index\.html")),
    (Kind.ACTOR, re.compile(r"([^/]+/)?actors/[^/]+/index\.html")),
    (Kind.TOPIC, re.compile(r"([^/]+/)?topics/[^/]+/index\.html")),
    (Kind.ATTACHMENT, re.compile(r"media/.+")),
    (Kind.PAGE, re.compile(r".+\.html")),
)
_ORDER = list(Kind)
_FEED = re.compile(r"(.+/)?feed\.json|feeds/[^/]+\.json")


def kind_of(path: str) -> Kind:
    """Say what a file of a site is, by its path."""
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(path)), Kind.OTHER)


class Named(Value, frozen=True):
    """A file as an editor knows it."""

    path: str
    title: str = ""
    """Empty where the page was not looked into."""
    more: str = ""
    """Of one that has moved: the path it leads to."""


class Edited(Value, frozen=True):
    """A page whose text is another one."""

    page: Named
    out: tuple[str, ...]
    """Sentences it no longer has, nor any page told of before."""
    into: tuple[str, ...]
    """Sentences that are new, and not told of before."""


class Account(Value, frozen=True):
    """What readers will see."""

    changes: Changes
    first: tuple[Named, ...] = ()
    """Briefs, actors, topics and files that become public for the first time, as far as the place remembers."""
    new: tuple[Named, ...] = ()
    """Other new pages: lists, periods of the archive."""
    edited: tuple[Edited, ...] = ()
    echoes: int = 0
    """Pages where nothing differs but what has been told of others."""
    restyled: int = 0
    """Pages that differ, and read the same."""
    unread: int = 0
    """Changed pages that were not looked into, there being so many."""
    moved: tuple[Named, ...] = ()
    withdrawn: tuple[Named, ...] = ()
    gone: tuple[Named, ...] = ()
    """Pages and files that vanish, with nothing in their place that leads on."""
    entries: tuple[tuple[str, int], ...] = ()
    """Titles of entries that feeds get, and how many feeds."""
    foreign: tuple[str, ...] = ()
    """Files of other hands that readers will no longer find."""
    pages_online: int = 0
    pages_gone: int = 0
    briefs_online: int = 0
    briefs_gone: int = 0

    @property
    def loss(self) -> str:
        """Say what would vanish, where that is more than a tenth of the pages online or more than half of the briefs.

        Where an archive knows many actors, its briefs are a small part of the pages: all of them may vanish and few pages.
        """
        if self.pages_gone * _SHARE > self.pages_online:
            return f"{self.pages_gone:,} of {self.pages_online:,} pages"
        if self.briefs_gone * _BRIEFS_SHARE > self.briefs_online:
            return f"{self.briefs_gone:,} of {self.briefs_online:,} briefs"
        return ""

    @property
    def has_briefs(self) -> bool:
        """Say whether there is a brief in the new site."""
        return self.briefs_online > self.briefs_gone or any(map(_is_brief, self.changes.new))


Read = Callable[[str], bytes]
"""Gives the bytes of a file of the new site."""


def wanted(changes: Changes) -> tuple[str, ...]:
    """Return the files online that an account looks into."""
    pages = _ranked(filter(_is_page, changes.changed))[:LOOKED_INTO]
    feeds = sorted(filter(_FEED.fullmatch, changes.changed))[:LOOKED_INTO]
    gone = _ranked(filter(_is_page, changes.gone))[:LOOKED_INTO]
    return (*pages, *feeds, *gone)


def shown(changes: Changes) -> tuple[str, ...]:
    """Return the files of the new site that an account looks into, or most of them: for who has to bring them from afar."""
    new = _ranked(filter(_is_page, changes.new))[: 2 * LOOKED_INTO]
    return (*(path for path in wanted(changes) if path in frozenset(changes.changed)), *new)


def account(
    changes: Changes, paths: Collection[str], read: Read, online: Mapping[str, bytes], *, foreign: tuple[str, ...] = ()
) -> Account:
    """Give an account of changes. `paths` are those online, `online` the bytes of those that are `wanted`."""
    texts = {path: page_text(data) for path, data in online.items() if _is_page(path)}
    changed = frozenset(changes.changed)
    leading = dict(_leading(changes, read, texts))
    stones = {
        path
        for path, old in texts.items()
        if path in changed and old.kind != "tombstone" and page_text(read(path)).kind == "tombstone"
    }
    edits = [path for path in wanted(changes) if path in texts and path in changed and path not in stones]
    edited, echoes, restyled = _edited([path for path in edits if path not in leading], read, texts)
    pages = [path for path in changes.changed if _is_page(path)]
    moved_to = frozenset(leading.values())
    there = frozenset((*paths, *changes.new))
    first = [path for path in changes.new if _is_matter(path) and path not in moved_to and original(path) not in there]
    others = [path for path in changes.new if _is_page(path) and not _is_matter(path)]
    gone = [
        path
        for path in changes.gone
        if _is_page(path) or (kind_of(path) is Kind.ATTACHMENT and original(path) not in there)
    ]
    return Account(
        changes,
        first=_named(first, read),
        new=_named(others, read),
        edited=edited,
        echoes=echoes,
        restyled=restyled,
        unread=len(pages) - sum(path in texts for path in pages),
        moved=tuple(Named(path, texts[path].title, target) for path, target in leading.items()),
        withdrawn=tuple(Named(path, texts[path].title) for path in sorted(stones)),
        gone=tuple(Named(path, texts[path].title if path in texts else "") for path in _ranked(gone)),
        entries=tuple(_entries(changes, read, online)),
        foreign=foreign,
        pages_online=sum(map(_is_page, paths)),
        pages_gone=sum(map(_is_page, changes.gone)),
        briefs_online=sum(map(_is_brief, paths)),
        briefs_gone=sum(map(_is_brief, changes.gone)),
    )


def _is_page(path: str) -> bool:
    return path.endswith(".html")


def _is_brief(path: str) -> bool:
    return kind_of(path) is Kind.BRIEF


def _is_matter(path: str) -> bool:
    return kind_of(path) not in (Kind.PAGE, Kind.OTHER)


def _ranked(paths: Iterable[str]) -> list[str]:
    """Return paths in the order in which an editor asks for them: briefs, the newest first, then the rest."""
    by_path = sorted(paths)
    briefs = [path for path in reversed(by_path) if _is_brief(path)]
    rest = [path for path in by_path if not _is_brief(path)]
    return briefs + sorted(rest, key=lambda path: _ORDER.index(kind_of(path)))


def _named(paths: Iterable[str], read: Read) -> tuple[Named, ...]:
    """Name files of the new site, the first of them by their titles."""
    ranked = _ranked(paths)
    known = [Named(path, page_text(read(path)).title if _is_page(path) else "") for path in ranked[:LOOKED_INTO]]
    return (*known, *(Named(path) for path in ranked[LOOKED_INTO:]))


def _leading(changes: Changes, read: Read, texts: Mapping[str, PageText]) -> Iterator[tuple[str, str]]:
    """Yield the pages that become redirects, and the path each leads to."""
    changed = frozenset(changes.changed)
    for path, old in texts.items():
        if path in changed and not old.leads_to:
            now = page_text(read(path))
            if now.leads_to:
                yield path, _target(path, now.leads_to)


def _target(path: str, href: str) -> str:
    target = unquote(urlsplit(urljoin(path, href)).path).lstrip("/")
    return posixpath.join(target, "index.html") if not target or target.endswith("/") else target


def _edited(paths: Iterable[str], read: Read, texts: Mapping[str, PageText]) -> tuple[tuple[Edited, ...], int, int]:
    """Compare pages sentence by sentence; return those with something to tell, and how many have not, or the same text."""
    told, echoes, restyled = list[Edited](), 0, 0
    out_before, into_before = set[str](), set[str]()
    for path in paths:
        old, new = texts[path], page_text(read(path))
        out, into = missing(old.sentences, new.sentences), missing(new.sentences, old.sentences)
        if not out and not into:
            restyled += 1
            continue
        fresh_out = tuple(sentence for sentence in out if sentence not in out_before)
        fresh_into = tuple(sentence for sentence in into if sentence not in into_before)
        out_before.update(out)
        into_before.update(into)
        if fresh_out or fresh_into:
            told.append(Edited(Named(path, new.title), fresh_out, fresh_into))
        else:
            echoes += 1
    return tuple(told), echoes, restyled


def missing(some: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """Return what of some sentences the others lack, as often as they lack it, in order."""
    left = Counter(others)
    lacking = []
    for sentence in some:
        if left[sentence]:
            left[sentence] -= 1
        else:
            lacking.append(sentence)
    return tuple(lacking)


def _entries(changes: Changes, read: Read, online: Mapping[str, bytes]) -> Iterator[tuple[str, int]]:
    """Yield the title of each entry that is new to a feed that is online, and the number of such feeds."""
    titles, feeds = dict[str, str](), Counter[str]()
    for path in filter(_FEED.fullmatch, changes.changed):
        if path in online:
            before = _titles(online[path])
            for id, title in _titles(read(path)).items():
                if id not in before:
                    titles.setdefault(id, title)
                    feeds[id] += 1
    for id, count in feeds.most_common():
        yield titles[id], count


def _titles(feed: bytes) -> dict[str, str]:
    """Return the entries of a JSON Feed, id to title; of anything else, none."""
    try:
        entries = json.loads(feed)["items"]
        return {str(entry["id"]): str(entry.get("title", "")) for entry in entries}
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}


# --------------------------------------------------------------------------- in words


def told(account: Account, *, public: bool = True) -> Iterator[str]:
    """Say it in lines; `public` where anybody may read there."""
    changes = account.changes
    pages = sum(map(_is_page, changes.changed))
    counts = (
        (sum(map(_is_page, changes.new)), "new"),
        (pages - len(account.moved) - len(account.withdrawn), "changed"),
        (len(account.moved), "moved"),
        (len(account.withdrawn), "withdrawn"),
        (account.pages_gone, "gone"),
    )
    said = ", ".join(f"{n:,} {word}" for n, word in counts if n)
    copies = sum(original(path) != "" for path in changes.sent)
    packed = f" ({copies:,} of them compressed copies)" if copies else ""
    yield f"Pages: {said or 'as they are'}. Files: {len(changes.sent):,} to send{packed}, {len(changes.gone):,} to remove."
    if not account.has_briefs:
        yield "There is no brief in it: all are withheld, or there are none."
    yield from _listed(f"{'Public' if public else 'There'} for the first time:", account.first, kinds=True)
    yield from _listed("New lists and other pages:", account.new)
    yield from _edits(account)
    moved = [replace(page, title=f"{page.title}, now at {_address(page.more)}", more="") for page in account.moved]
    yield from _listed("Moved, and the old address leads on:", moved)
    yield from _listed("Withdrawn, and the page says so:", account.withdrawn)
    gone = [replace(page, more=_perhaps(page, account.first)) for page in account.gone]
    yield from _listed("Gone, and nothing leads on from there:", gone)
    if account.entries:
        yield "New in feeds:"
        yield from _cut([f"  {title} ({feeds:,} feed{'' if feeds == 1 else 's'})" for title, feeds in account.entries])
    if account.foreign:
        yield "There by another hand, and no longer to be seen by readers:"
        yield from _cut([f"  {quoted(path)}" for path in account.foreign])


def _edits(account: Account) -> Iterator[str]:
    if account.edited:
        yield "Other words:"
    for edited in account.edited[:_SHOWN]:
        yield f"  {edited.page.title}  {_address(edited.page.path)}"
        yield from _cut([f"    - {sentence}" for sentence in edited.out])
        yield from _cut([f"    + {sentence}" for sentence in edited.into])
    more = " more" if account.edited else ""
    for number, one, many in (
        (len(account.edited) - _SHOWN, "with other words", ""),
        (account.echoes, "with words of these alone", ""),
        (account.restyled, "that reads the same and differs in what surrounds the text", _RESTYLED),
        (account.unread, "changed and not compared, there being so many", ""),
    ):
        if number > 0:
            yield f"  {number:,}{more} {f'page {one}' if number == 1 else f'pages {many or one}'}"
            more = " more"


_RESTYLED = "that read the same and differ in what surrounds the text"


def _perhaps(gone: Named, first: Iterable[Named]) -> str:
    """Say how a page that is gone could lead on, where one of the same kind and title has come."""
    kind, root = kind_of(gone.path), gone.path.partition("/")[0]
    alike = [
        page.path
        for page in first
        if page.title == gone.title and kind_of(page.path) is kind and page.path.partition("/")[0] == root
    ]
    if kind not in _WITH_ID or not gone.title or len(alike) != 1:
        return ""
    id = gone.path.removesuffix("/index.html").rpartition("/")[2]
    return f"  (if it is {_address(alike[0])} now, write there: former_ids: [{id}])"


_WITH_ID = frozenset({Kind.BRIEF, Kind.ACTOR, Kind.TOPIC})


def _listed(heading: str, pages: Iterable[Named], *, kinds: bool = False) -> Iterator[str]:
    lines = [
        "  "
        + (f"{kind_of(page.path).value}: " if kinds else "")
        + (f"{page.title}  " if page.title else "")
        + _address(page.path)
        + page.more
        for page in pages
    ]
    if lines:
        yield heading
        yield from _cut(lines)


def _cut(lines: list[str]) -> Iterator[str]:
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
        yield f"{indent}… and {len(lines) - _SHOWN:,} more"


def _address(path: str) -> str:
    """Return the address of a page as a reader sees it: without `index.html`."""
    return f"/{path.removesuffix('index.html')}"
