"""A lens: the publication as seen in one language, from which views are made.

Owns what several families of pages need: which edition of each brief a language shows, what briefs belong to an actor or
topic, and the small views (cards, links, times, offices) that pages share.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from html import escape
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

from fiche import __version__, address, dates
from fiche.chains import Step, steps
from fiche.dates import covers
from fiche.digest import digest
from fiche.events import LEAST_MOMENTS
from fiche.messages import message
from fiche.model import BriefHead, Correction, Image, Marking, Office, ReferenceHead, Stamp, Texts, When
from fiche.names import direction, language_name, sort_key
from fiche.outputs import Part, part
from fiche.pictures.recipe import address_of, recipes
from fiche.publication import ActorEntry, Cast, Entry, Filling, Note, Prose, Publication, Said, lineage
from fiche.register import last_office, name_on, office_on
from fiche.seen import Seen
from fiche.serving import policy_of_page
from fiche.together import Pair, pairs
from fiche.value import replace
from fiche.views.briefs import WhoView
from fiche.views.page import AlternateView, FeedView, PageView, SiteView
from fiche.views.shared import (
    BackView,
    BriefCard,
    CorrectionView,
    EntryView,
    GroupView,
    ImageView,
    Label,
    LinkView,
    ListingView,
    NoteView,
    OfficeView,
    PictureFileView,
    PictureSourceView,
    PictureView,
    ReferenceView,
    Stored,
    TimeView,
)

T = TypeVar("T")

ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"
ICALENDAR = "text/calendar"
_SECONDS_A_WORD = 60 / 220
"""Silent reading of 220 words a minute (Brysbaert 2019 found 238 for English non-fiction)."""
Has = Callable[["Lens"], bool]
"""Says whether a language has a page."""


class Lens:
    """A publication in one language. Views that many pages share are made once."""

    def __init__(self, publication: Publication | Seen, lang: str) -> None:
        self.publication = publication if isinstance(publication, Seen) else Seen(publication)
        self.site = self.publication.site
        self.lang = lang
        self.dir = direction(lang)
        self.root = address.prefix(self.site, lang)
        self.zone = ZoneInfo(self.site.timezone)
        self.today = self.publication.policy.now.astimezone(self.zone).date()
        self.siblings: Mapping[str, Lens] = {lang: self}
        """The lens of each language of the site."""
        self._links: dict[str, LinkView] = {}
        self._above: dict[str, tuple[str, ...]] = {}
        self._prepared: dict[object, object] = {}
        self._once: dict[object, tuple[object, frozenset[str]]] = {}
        self._index()

    def _index(self) -> None:
        """Make the tables of what belongs together, as this language shows it."""
        raw = self.publication.raw
        entries = self._chosen(self.publication.faces)
        of_actor: dict[str, list[tuple[Entry, Cast]]] = {id: [] for id in raw.actors}
        of_topic: dict[str, list[Entry]] = {id: [] for id in raw.topics}
        of_thread: dict[str, list[Entry]] = defaultdict(list)
        of_year: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            for role in entry.cast:
                of_actor.setdefault(role.actor, []).append((entry, role))
            for topic in dict.fromkeys(above for id in entry.topics for above in self._upward(id)):
                of_topic[topic].append(entry)
            of_year[f"{entry.head.date.instant.year:04}"].append(entry)
            if entry.head.thread:
                of_thread[entry.head.thread].append(entry)
        for story in of_thread.values():
            story.reverse()
        children: dict[str, list[str]] = {"": [], **{id: [] for id in raw.topics}}
        for id, below in raw.topics.items():
            for parent in [parent.name for parent in below.head.parents if parent.name in raw.topics] or [""]:
                children[parent].append(id)
        figures_on: dict[str, list[str]] = {id: [] for id in raw.topics}
        for figure in raw.figures.values():
            for topic in dict.fromkeys(above for id in figure.topics if id in raw.topics for above in self._upward(id)):
                figures_on[topic].append(figure.head.id)
        newest = {"month": entries[0].head.date.instant.date().replace(day=1)} if entries else {}
        table, stamp = self.publication.table, self.publication.stamp
        name = f"{self.lang}:"
        self._all = entries
        self.by_id: Mapping[str, Entry] = table(f"{name}briefs", {entry.head.id: entry for entry in entries}, stamp)
        self.of_actor: Mapping[str, list[tuple[Entry, Cast]]] = table(
            f"{name}of-actor", of_actor, lambda rows: self.publication.stamps(entry for entry, _ in rows)
        )
        self.of_topic: Mapping[str, list[Entry]] = table(f"{name}of-topic", of_topic, self.publication.stamps)
        self.of_thread: Mapping[str, list[Entry]] = table(f"{name}of-thread", dict(of_thread), self.publication.stamps)
        self.of_year: Mapping[str, list[Entry]] = table(f"{name}of-year", dict(of_year), self.publication.stamps)
        told = [(entry, one) for entry in entries for one in entry.statements]
        told.sort(key=lambda row: (row[1].statement.date.last, row[0].head.date.instant), reverse=True)
        by: dict[str, list[tuple[Entry, Said]]] = defaultdict(list)
        on: dict[str, list[tuple[Entry, Said]]] = defaultdict(list)
        for row in told:
            by[row[1].speaker].append(row)
            for topic in dict.fromkeys(above for id in row[1].topics for above in self._upward(id)):
                on[topic].append(row)
        by.pop("", None)
        self._is_said = bool(told)
        self.has_timeline = bool(raw.events) and len(entries) + len(raw.events) >= LEAST_MOMENTS

        def of(rows: list[tuple[Entry, Said]]) -> str:
            return self.publication.stamps(entry for entry, _ in rows)

        self._said: Mapping[str, list[tuple[Entry, Said]]] = table(f"{name}said", {"all": told}, of)
        self.said_by: Mapping[str, list[tuple[Entry, Said]]] = table(f"{name}said-by", dict(by), of)
        self.said_on: Mapping[str, list[tuple[Entry, Said]]] = table(f"{name}said-on", dict(on), of)
        self.steps: Mapping[str, Step] = table(f"{name}steps", steps(entries), digest)
        self.threads: Mapping[str, int] = table(
            f"{name}threads", {thread: len(story) for thread, story in of_thread.items()}, digest
        )
        self.figures_on: Mapping[str, list[str]] = table(
            f"{name}figures-on", figures_on, lambda ids: digest(tuple(ids))
        )
        self.newest: Mapping[str, date] = table(f"{name}newest", newest, date.isoformat)
        """The first day of the `month` of the newest brief, if there is one."""
        self.children: Mapping[str, list[str]] = table(f"{name}children", children, lambda ids: digest(tuple(ids)))
        self._casts: Mapping[str, tuple[Entry, ...]] = table(f"{name}casts", {"all": entries}, _cast_stamp)
        self.is_related = bool(raw.ties) or any(len(entry.cast) > 1 for entry in entries)
        lists = {"relations": self.is_related, "statements": self._is_said}
        self.has: Mapping[str, str] = table(f"{name}has", {key: key for key, has in lists.items() if has}, str)
        """Which lists of the whole site have a page in this language: a page in another asks before it leads there."""

    @property
    def statements(self) -> list[tuple[Entry, Said]]:
        """Every statement with its brief, the latest first."""
        return self._said["all"]

    @property
    def cast_lists(self) -> tuple[Entry, ...]:
        """The briefs, newest first, for nothing but where and when they are and who is in them."""
        return self._casts["all"]

    @property
    def together(self) -> tuple[Pair, ...]:
        """Which actors share briefs, and how many: those that share most first."""
        return self.once(
            "together",
            lambda: pairs((entry.head.id, tuple(cast.actor for cast in entry.cast)) for entry in self.cast_lists),
        )

    @property
    def is_first(self) -> bool:
        """Say whether this is the lens of the site's first language, which makes what the site has once."""
        return self.lang == self.site.languages[0]

    def matched(self, pattern: re.Pattern[str], path: str) -> re.Match[str] | None:
        """Match the path of a file of this language, from its root on; None for files of others."""
        return pattern.fullmatch(path.removeprefix(self.root)) if path.startswith(self.root) else None

    def once(self, key: object, make: Callable[[], T]) -> T:
        """Make a value once; whoever takes it again is noted to have read what it was made from."""
        if key not in self._once:
            with self.publication.reads.noted() as noted:
                made = make()
            self._once[key] = made, frozenset(noted)
        value, readings = self._once[key]
        self.publication.reads.replay(readings)
        return cast("T", value)

    def prepared(self, key: object, make: Callable[[], T]) -> T:
        """Make tables of the whole publication once; nothing is noted."""
        if key not in self._prepared:
            self._prepared[key] = make()
        return cast("T", self._prepared[key])

    def forget(self, readings: frozenset[str]) -> None:
        """Make anew what was made once from any of these readings."""
        self._once = {key: kept for key, kept in self._once.items() if readings.isdisjoint(kept[1])}

    # ----------------------------------------------------------------------- words

    def say(self, key: str, **values: object) -> str:
        """Return a message of the interface."""
        return message(self.lang, key, **values)

    def label(self, lang: str, text: str) -> Label:
        """Mark a text with its language where that is not the page's."""
        if not lang or lang == self.lang or not text:
            return Label(text)
        other = direction(lang)
        return Label(text, lang, other if other != self.dir else "")

    def text(self, texts: Texts) -> Label:
        """Return a text in the page's language, or the nearest there is."""
        return self.label(*texts.pick(self.lang, *self.site.languages))

    def sorted_by_name(self, links: Iterable[LinkView]) -> list[LinkView]:
        """Sort links by the language's rules."""
        return sorted(links, key=lambda link: (sort_key(link.label.text, self.lang), link.address))

    # ----------------------------------------------------------------------- times

    def day(self, day: date) -> TimeView:
        """Write a day out."""
        return _day(day, self.lang)

    def when(self, when: When) -> TimeView:
        """Write a moment out, with its time if the author gave one."""
        return TimeView(dates.iso_when(when), dates.when(when, self.lang))

    def day_of(self, when: When) -> TimeView:
        """Write out the day of a moment, in the zone of the site."""
        return self.day(when.instant.date())

    def stamp(self, stamp: Stamp) -> TimeView:
        """Write a date out as exactly as it is known."""
        return TimeView(dates.iso_stamp(stamp), dates.stamp(stamp, self.lang))

    # ----------------------------------------------------------------------- which briefs

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Each brief once, newest first: the edition in this language, else in the first language of the site it has."""
        self.by_id.values()
        return self._all

    def _chosen(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        chosen: dict[str, Entry] = {}
        for entry in entries:
            held = chosen.get(entry.head.id)
            if held is None or self._rank(entry) < self._rank(held):
                chosen[entry.head.id] = entry
        return tuple(entry for entry in entries if chosen[entry.head.id] is entry)

    def _rank(self, entry: Entry) -> int:
        return -1 if entry.head.lang == self.lang else self.site.languages.index(entry.head.lang)

    def _upward(self, topic: str) -> tuple[str, ...]:
        if topic not in self._above:
            self._above[topic] = lineage(self.publication.raw.topics, topic)
        return self._above[topic]

    # ----------------------------------------------------------------------- links and cards

    def actor(self, id: str, *, count: int = 0, note: str = "") -> LinkView:
        """Link to an actor, by the name in use now."""
        entry = self.publication.actors[id]
        link = self._links.get(id)
        if link is None:
            kind = entry.head.kind.value if entry.head.kind else ""
            link = LinkView(self.actor_name(entry, self.today), self._page("actors", id), kind)
            self._links[id] = link
        return link if not count and not note else LinkView(link.label, link.address, link.kind, count, note)

    def actor_name(self, entry: ActorEntry, day: date) -> Label:
        """Return the name an actor bore on a day."""
        name = name_on(entry.head, self.lang, day, *self.site.languages)
        return self.label(name.lang, name.full)

    def topic(self, id: str, *, count: int = 0) -> LinkView:
        """Link to a topic."""
        label = self.text(self.publication.topics[id].head.labels)
        return LinkView(label, self._page("topics", id), count=count)

    def _page(self, family: str, id: str) -> str:
        """Return the address of the page of an actor or topic; empty if the site makes none."""
        return f"{self.root}{family}/{id}/" if self.is_on(family) else ""

    def named(self, name: str) -> LinkView | None:
        """Link to an actor by id where the publication has it; else the name alone."""
        if not name:
            return None
        return self.actor(name) if name in self.publication.actors else LinkView(Label(name), "")

    def most(self, counted: Counter[str], limit: int) -> tuple[LinkView, ...]:
        """Link to the actors met most often."""
        first = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        return tuple(self.actor(id, count=count) for id, count in first)

    def card(self, entry: Entry) -> BriefCard:
        """Return the brief as lists show it."""
        return self.once(("card", entry.head.id, entry.head.lang), lambda: self._card(entry))

    def _card(self, entry: Entry) -> BriefCard:
        head = entry.head
        return BriefCard(
            id=head.id,
            address=entry.address,
            title=self.label(head.lang, head.title),
            summary=self.label(head.lang, head.summary),
            date=self.when(head.date),
            day=self.day_of(head.date),
            kind=head.kind,
            kind_label=self.kind_label(head.kind),
            topic=self.topic(entry.topics[0]) if entry.topics else None,
            lang=head.lang,
            language=language_name(head.lang, self.lang) if head.lang != self.lang else "",
            marking=self.marking(entry.marking),
            corrected=bool(head.corrections),
            superseded=bool(entry.superseded_by),
        )

    def kind_label(self, kind: str) -> str:
        """Name a kind of brief; a site's own kinds are named as written."""
        return self.say(f"kind-{kind}") if kind not in self.site.kinds else kind.replace("-", " ").capitalize()

    def marking(self, marking: Marking) -> str:
        """Return the label of a marking that readers must heed; empty for the widest audience."""
        return "" if marking is Marking.CLEAR else marking.label

    def image(self, image: Image | None) -> ImageView | None:
        """Show a picture, if there is one."""
        if image is None:
            return None
        picture = self.picture(image.src)
        return ImageView(picture.address, image.alt, image.caption, image.credit, image.licence, picture)

    def picture(self, path: str) -> PictureView:
        """Show a file as a picture; one of which nothing is known by its address alone."""
        known = self.publication.pictures.get(path)
        if known is None:
            return PictureView(address.attachment(path))
        formats: dict[str, list[PictureFileView]] = {}
        for recipe in recipes(known, self.site.pictures) if self.is_on("pictures") else ():
            file = PictureFileView(address_of(known.source, recipe), recipe.width)
            formats.setdefault(recipe.format, []).append(file)
        sources = tuple(PictureSourceView(f"image/{format}", tuple(files)) for format, files in formats.items())
        return PictureView(address.attachment(path), known.width, known.height, sources)

    def office(self, office: Office) -> OfficeView:
        """Show an office with its dates."""
        return OfficeView(
            title=self.text(office.title),
            org=self.named(office.org),
            span=dates.span(office.start, office.end, self.lang),
            start=dates.iso_stamp(office.start) if office.start else "",
            end=dates.iso_stamp(office.end) if office.end else "",
            current=covers(office.start, office.end, self.today),
            acting=office.acting,
            note=office.note,
        )

    def office_of(self, entry: ActorEntry, day: date) -> OfficeView | None:
        """Return the office an actor held on a day."""
        held = office_on(entry.head, day)
        return self.office(held) if held else None

    def current_or_last(self, entry: ActorEntry) -> OfficeView | None:
        """Return the office an actor holds today, else the last one it held."""
        held = office_on(entry.head, self.today) or last_office(entry.head)
        return self.office(held) if held else None

    def who(self, role: Cast, day: date) -> WhoView:
        """Return an actor in a brief of that day."""
        entry = self.publication.actors[role.actor]
        name = self.actor_name(entry, day)
        link = self.actor(role.actor)
        office = self.office_of(entry, day)
        return WhoView(
            actor=LinkView(name, link.address, link.kind),
            office=office,
            summary=Label("") if office else self.text(entry.head.summary),
            part=role.part,
            part_label=self.say(f"part-{role.part}") if role.part else "",
            note=role.note,
        )

    def stored(self, body: Prose | None, day: date | None = None) -> Stored:
        """Return a text to be printed, with links to the actors it names that tell the office held on its day, or today."""
        if body is None:
            return Stored()
        names = tuple(self._names(body, day or self.today))
        return Stored(body, names, pictures=tuple(map(self.picture, body.pictures)))

    def plain(self, body: Prose) -> Stored:
        """Return a text to be printed for programs: names of actors stay text, and of pictures there is the original alone."""
        return Stored(body, pictures=tuple(replace(self.picture(path), sources=()) for path in body.pictures))

    def _names(self, body: Prose, day: date) -> Iterator[tuple[str, Filling]]:
        if not self.is_on("actors"):
            return
        for id in dict.fromkeys(spot.actor for spot in body.spots):
            head = self.publication.actors[id].head
            held = office_on(head, day)
            hint = f' aria-description="{escape(self.then(held))}"' if held else ""
            kind = f" {head.kind.value}" if head.kind else ""
            yield id, Filling(f'<a class="actor{kind}"{hint} href="', self._page("actors", id), after='">')

    def then(self, office: Office) -> str:
        """Name an office, and say if it is one of the past."""
        title = self.text(office.title).text
        return title if covers(office.start, office.end, self.today) else self.say("office-then", office=title)

    def reference(self, head: ReferenceHead) -> ReferenceView:
        """Show a source."""
        return ReferenceView(
            id="" if head.confidential else head.id,
            title=self.text(head.title),
            publisher=self.named(head.publisher),
            author=head.author,
            date=self.stamp(head.date) if head.date else None,
            kind=head.kind,
            kind_label=self.say(f"source-{head.kind}") if head.kind else "",
            symbol=head.symbol,
            pages=head.pages,
            url=head.url,
            archived=head.archived,
            accessed=self.stamp(head.accessed) if head.accessed else None,
            reliability=head.reliability,
            reliability_label=self.say(f"reliability-{head.reliability}") if head.reliability else "",
            descriptor=head.descriptor,
            confidential=head.confidential,
        )

    def notes(self, notes: Iterable[Note]) -> tuple[NoteView, ...]:
        """Return the numbered sources of a text."""
        return tuple(
            NoteView(
                note.number,
                note.id,
                self.reference(note.reference),
                tuple(BackView(note.mark(turn), locator) for turn, locator in enumerate(note.locators, 1)),
            )
            for note in notes
        )

    def correction(self, head: BriefHead, note: Correction, number: int, card: BriefCard | None) -> CorrectionView:
        """Show a correction; `card` is the brief it is of, where the page is another one."""
        return CorrectionView(
            date=self.when(note.date),
            kind=note.kind.value,
            kind_label=self.say(f"correction-{note.kind.value}"),
            text=self.label(head.lang, note.text),
            was=note.was,
            brief=card,
            anchor=f"correction-{number}",
        )

    @staticmethod
    def minutes(words: int) -> int:
        """Return the minutes it takes to read so many words, at least one."""
        return max(1, round(words * _SECONDS_A_WORD / 60))

    # ----------------------------------------------------------------------- lists

    def entry_view(self, entry: Entry, part: str = "") -> EntryView:
        """Show a brief as a line of a list, with the part its actor has in it."""
        return EntryView(self.card(entry), part, self.say(f"part-{part}") if part else "")

    def pages_of(self, count: int) -> int:
        """Return how many pages a list of so many briefs takes, at least one."""
        return max(1, -(-count // self.site.per_page))

    def page_slice(self, page: int) -> slice:
        """Return which of a list’s briefs stand on a page, counted from 1."""
        return slice((page - 1) * self.site.per_page, page * self.site.per_page)

    def listing(self, here: str, shown: Sequence[tuple[Entry, str]], page: int, *, by: str = "year") -> ListingView:
        """Return one page of a list of briefs and parts, under a heading for each `year` or `day`."""
        pages = self.pages_of(len(shown))
        addresses = tuple(address.numbered(here, n) for n in range(1, pages + 1))
        return ListingView(
            groups=tuple(self.groups(shown[self.page_slice(page)], by=by)),
            total=len(shown),
            page=page,
            pages=pages,
            newer=addresses[page - 2] if page > 1 else "",
            older=addresses[page] if page < pages else "",
            addresses=addresses if pages > 1 else (),
        )

    def groups(self, shown: Iterable[tuple[Entry, str]], *, by: str) -> Iterator[GroupView]:
        """Put briefs that follow each other in one year, or on one day, under one heading."""
        found: dict[date, list[EntryView]] = {}
        for entry, role in shown:
            day = entry.head.date.instant.date()
            found.setdefault(day if by == "day" else date(day.year, 1, 1), []).append(self.entry_view(entry, role))
        for day, entries in found.items():
            if by == "day":
                yield GroupView(self.day(day).text, tuple(entries), day.isoformat())
            else:
                yield GroupView(f"{day.year}", tuple(entries), f"{day.year:04}")

    # ----------------------------------------------------------------------- pages

    @cached_property
    def site_view(self) -> SiteView:
        """Show what every page says of the site."""
        return SiteView(
            title=self.text(self.site.title),
            description=self.text(self.site.description),
            base_url=self.site.base_url,
            publisher=self.site.publisher,
            licence=self.text(self.site.licence),
            home=self.root,
            nav=tuple(self._nav()),
            footer=tuple(self._footer()),
            style="static/style.css",
            icon=address.ICON,
            security_policy=policy_of_page(self.site),
            links=self.site.links,
            generator=f"fiche {__version__}",
        )

    @cached_property
    def site_part(self) -> Part:
        """Return the part that every page has."""
        return part("site", self.site_view)

    def is_on(self, family: str) -> bool:
        """Say whether the site makes a family of outputs."""
        return family not in self.site.off

    def _nav(self) -> Iterator[LinkView]:
        for key, family, place in (
            ("briefs", "home", ""),
            ("actors", "actors", "actors/"),
            ("topics", "topics", "topics/"),
            ("statements", "statements", "statements/"),
            ("calendar", "calendar", "calendar/"),
            ("archive", "archive", "archive/"),
        ):
            empty = {"calendar": not self.publication.raw.events, "statements": not self._is_said}
            if self.is_on(family) and not empty.get(family):
                yield LinkView(Label(self.say(key)), self.root + place, key)

    def _footer(self) -> Iterator[LinkView]:
        pages = [
            page for page in self.publication.raw.pages if page.head.lang == self.lang and page.head.nav is not None
        ]
        for page in sorted(pages, key=lambda page: (page.head.nav, page.head.id)) if self.is_on("pages") else ():
            yield LinkView(Label(page.head.title), page.address)
        empty = {
            "timeline": not self.has_timeline,
            "offices": not any(actor.head.roles for actor in self.publication.raw.actors.values()),
            "figures": not self.publication.raw.figures,
            "relations": not self.is_related,
        }
        for key in ("timeline", "offices", "figures", "relations", "sources", "corrections"):
            if self.is_on(key) and not empty.get(key):
                yield LinkView(Label(self.say(key)), f"{self.root}{key}/")

    def page_view(
        self,
        here: str,
        *,
        kind: str,
        title: str,
        description: str = "",
        section: str = "",
        marking: Marking = Marking.CLEAR,
        crumbs: tuple[LinkView, ...] = (),
        alternates: tuple[AlternateView, ...] | None = None,
        feeds: tuple[FeedView, ...] = (),
        data: str = "",
        json_ld: str = "",
        image: str = "",
        published: str = "",
        modified: str = "",
        indexed: bool = True,
        rooted: bool = False,
    ) -> PageView:
        """Return what is common to every page."""
        return PageView(
            path=address.file_of(here),
            address=here,
            canonical=address.absolute(self.site.base_url, here),
            kind=kind,
            section=section,
            lang=self.lang,
            dir=self.dir,
            title=title,
            description=description,
            marking=marking.label,
            alternates=self.same_page(here) if alternates is None else alternates,
            crumbs=crumbs,
            feeds=feeds,
            data=data,
            json_ld=json_ld,
            image=image,
            published=published,
            modified=modified,
            indexed=indexed,
            rooted=rooted,
        )

    def alternate(self, lang: str, here: str, *, exact: bool = True) -> AlternateView:
        """Return the link to a page in another language."""
        own = language_name(lang, lang)
        return AlternateView(lang, direction(lang), own, here, current=lang == self.lang, exact=exact)

    def same_page(self, here: str, has: Has | None = None, instead: str = "") -> tuple[AlternateView, ...]:
        """Link to the page that stands at the same address under every language.

        Where not every language has that page, `has` says which do, and `instead` where the others lead: a place below the
        root of their language.
        """
        inner = here.removeprefix(self.root)
        return tuple(
            self.alternate(lang, root + inner)
            if has is None or has(self.siblings.get(lang, self))
            else self.alternate(lang, root + instead, exact=False)
            for lang, root in ((lang, address.prefix(self.site, lang)) for lang in self.site.languages)
        )

    def numbered(self, first: str, number: int, has: Has | None = None, instead: str = "") -> tuple[AlternateView, ...]:
        """Link from a page of a long list; other languages may have fewer pages of it, so to their first."""
        others = self.same_page(first, has, instead)
        if number == 1:
            return others
        here = address.numbered(first, number)
        return tuple(
            self.alternate(other.lang, here) if other.current else replace(other, exact=False) for other in others
        )

    def crumb(self, key: str, place: str) -> LinkView:
        """Return a step of the way from home."""
        return LinkView(Label(self.say(key)), self.root + place)

    def feeds(self, here: str, title: str) -> tuple[FeedView, ...]:
        """Return the two feeds that stand beside a page."""
        if not self.is_on("feeds"):
            return ()
        return (
            FeedView(f"{title} (Atom)", f"{here}feed.atom", ATOM),
            FeedView(f"{title} (JSON)", f"{here}feed.json", JSON_FEED),
        )

    def home_feeds(self) -> tuple[FeedView, ...]:
        """List the feeds of the site in this language."""
        return self.feeds(self.root, self.site_view.title.text)


def lenses_of(publication: Publication) -> tuple[Lens, ...]:
    """Return a lens for each language of a publication, the first language first; they share what they read."""
    seen = Seen(publication)
    lenses = tuple(Lens(seen, lang) for lang in publication.site.languages)
    for lens in lenses:
        lens.siblings = {each.lang: each for each in lenses}
    return lenses


def _cast_stamp(entries: Iterable[Entry]) -> str:
    """Return the digest of where and when briefs are and who is in them."""
    return digest(tuple((entry.address, tuple(cast.actor for cast in entry.cast)) for entry in entries))


@cache
def _day(day: date, lang: str) -> TimeView:
    return TimeView(day.isoformat(), dates.day(day, lang))
