"""What a template may see: frozen views, and nothing else.

Owns the contract with template authors. Every field is documented in `docs/templates.md`, and a test holds it there. Views
are made by `lens` from a publication that has passed the gate; texts are plain text unless a field says HTML.
"""

from __future__ import annotations

from fiche.publication import Filling, Prose
from fiche.value import Value


class Label(Value, frozen=True):
    """A text that may be in another language than the page."""

    text: str
    lang: str = ""
    """BCP 47 tag, if it is not the page's language."""
    dir: str = ""
    """`rtl` or `ltr`, if it is not the page's direction."""


class TimeView(Value, frozen=True):
    """A moment or a day."""

    iso: str
    """For `datetime=`: `2016-08-24` or RFC 3339."""
    text: str
    """As the page's language writes it."""


class LinkView(Value, frozen=True):
    """A link inside the site."""

    label: Label
    address: str
    """From the root of the site: `actors/john-kerry/`. Give it to the `url` filter."""
    kind: str = ""
    """For actors: `person`, `state`, `organization`, `armed-group`, `party`, or empty if unregistered."""
    count: int = 0
    """Briefs behind the link, where that is shown; 0 otherwise."""
    note: str = ""
    """A few words shown under the label, where there are some."""


class AlternateView(Value, frozen=True):
    """The same page in another language."""

    lang: str
    dir: str
    name: str
    """The language's own name: `English`."""
    address: str
    current: bool = False
    exact: bool = True
    """False if it is that language's nearest page (a brief that is not translated), not this page translated."""


class FeedView(Value, frozen=True):
    """A feed to subscribe to."""

    title: str
    address: str
    type: str
    """Media type: `application/atom+xml` or `application/feed+json`."""


class SiteView(Value, frozen=True):
    """The publication, in the language of the page."""

    title: Label
    description: Label
    base_url: str
    publisher: str
    licence: Label
    home: str
    """Address of the home page in this language."""
    nav: tuple[LinkView, ...]
    """The main menu; `kind` holds the section's key: `briefs`, `actors`, `topics`, `archive`."""
    footer: tuple[LinkView, ...]
    """Plain pages, sources, corrections, feeds list."""
    style: str
    """Address of the style sheet."""
    icon: str
    """Address of the icon (SVG)."""
    links: str
    """`relative`, or `portable` for links that also work from a disk."""
    generator: str
    """`fiche` and its version."""


class PageView(Value, frozen=True):
    """What is common to every page."""

    path: str
    """The file written, from the root of the site: `actors/john-kerry/index.html`."""
    address: str
    """The address readers use: `actors/john-kerry/`."""
    canonical: str
    """The absolute address."""
    kind: str
    """home, brief, actors, actor, topics, topic, archive, sources, corrections, page, not-found, tombstone, redirect."""
    section: str
    """Key of the menu entry it stands under; empty if none."""
    lang: str
    dir: str
    title: str
    description: str
    marking: str
    """`TLP:CLEAR`, … : printed at head and foot."""
    alternates: tuple[AlternateView, ...]
    """One for each language of the site, this one included, in the site's order."""
    crumbs: tuple[LinkView, ...] = ()
    """From home down to the parent of this page."""
    feeds: tuple[FeedView, ...] = ()
    data: str = ""
    """Address of the same matter as JSON; empty if there is none."""
    json_ld: str = ""
    """JSON for `<script type="application/ld+json">`: `<`, `>` and `&` are escaped, print it with the `script_json` filter."""
    image: str = ""
    """Absolute address of a picture for previews in other services."""
    published: str = ""
    """RFC 3339, for a brief."""
    modified: str = ""
    """RFC 3339, for a brief with a stated revision."""
    indexed: bool = True
    """False: search engines are asked to leave the page out."""
    rooted: bool = False
    """True: links start at the host's root, since the page is served at any address (404)."""


class Stored(Value, frozen=True):
    """A body that is fetched when it is printed. Print it with the `html` filter; it is false if there is no body."""

    prose: Prose | None = None
    names: tuple[tuple[str, Filling], ...] = ()
    """The links that names of actors in it become, by id; without them they stay text."""

    def __bool__(self) -> bool:
        return self.prose is not None


class BriefCard(Value, frozen=True):
    """A brief as lists show it."""

    id: str
    address: str
    title: Label
    summary: Label
    date: TimeView
    day: TimeView
    """The day without the time, short where the list is grouped by year."""
    kind: str
    """Key: `brief`, `sitrep`, …"""
    kind_label: str
    topic: LinkView | None
    """The main topic."""
    lang: str
    language: str
    """If the brief is not in the page's language: that language's name in the page's language; else empty."""
    marking: str
    """Empty for TLP:CLEAR."""
    corrected: bool = False


class EntryView(Value, frozen=True):
    """A brief in a list, with its relation to the page."""

    brief: BriefCard
    part: str = ""
    """On an actor's page: key of the part it has in the brief."""
    part_label: str = ""


class GroupView(Value, frozen=True):
    """Entries under one heading."""

    heading: str
    entries: tuple[EntryView, ...]
    iso: str = ""
    """Machine form of the heading where it is a date: `2016`, `2016-08-24`."""


class ListingView(Value, frozen=True):
    """One page of a list of briefs."""

    groups: tuple[GroupView, ...]
    total: int
    """Briefs on all its pages together."""
    page: int = 1
    pages: int = 1
    newer: str = ""
    """Address of the page before this one; empty on the first."""
    older: str = ""
    addresses: tuple[str, ...] = ()
    """Address of every page of the list; empty if there is one only."""


class OfficeView(Value, frozen=True):
    """An office held."""

    title: Label
    org: LinkView | None
    """Whose office it is; `address` is empty where that has no page."""
    span: str
    """In words: « depuis le 9 mars 2004 »."""
    start: str
    """ISO/EDTF form, empty if unknown."""
    end: str
    current: bool
    """At the site's clock."""
    acting: bool = False
    note: str = ""


class WhoView(Value, frozen=True):
    """An actor in a brief, with the office held on the brief's date."""

    actor: LinkView
    office: OfficeView | None
    summary: Label
    """For an actor without an office that day: its one-line summary, or empty."""
    part: str = ""
    part_label: str = ""
    note: str = ""


class ReferenceView(Value, frozen=True):
    """A bibliographic source."""

    id: str
    title: Label
    publisher: LinkView | None
    """`address` is empty where the publisher is not an actor."""
    author: str
    date: TimeView | None
    kind: str
    kind_label: str
    symbol: str
    pages: str
    url: str
    archived: str
    accessed: TimeView | None
    reliability: str
    """A to F, or empty."""
    reliability_label: str
    """What the grade means."""
    descriptor: str
    confidential: bool
    """Only the descriptor may be shown; title, publisher and the rest are empty."""


class BackView(Value, frozen=True):
    """A way back from a note to the text."""

    id: str
    """Id of the citation on the page."""
    locator: str
    """`p. 3`, as the author wrote it."""


class StatementView(Value, frozen=True):
    """What somebody said."""

    id: str
    """Of its brief and its own: lasting, and single in the publication."""
    anchor: str
    """Its id on the page of its brief."""
    text: Label
    """In the page's language where it was translated, else as it was said."""
    original: Label | None
    """As it was said, where `text` is a translation."""
    quoted: bool
    """The words are the speaker's own, and stand between quotation marks."""
    form: str
    form_label: str
    date: TimeView
    speaker: LinkView | None
    office: Label
    """Held on that day; may be empty."""
    on_behalf_of: LinkView | None
    descriptor: Label
    """Who spoke, where he may not be named."""
    attribution_label: str
    """How far it may be laid to somebody, in words; empty on the record."""
    venue: Label
    topics: tuple[LinkView, ...]
    source: ReferenceView | None
    brief: BriefCard | None
    """The brief that has it; nothing on that brief's own page."""


class StatementsView(Value, frozen=True):
    """One page of a list of statements."""

    statements: tuple[StatementView, ...]
    about: LinkView | None
    """The actor or topic it is of; nothing for all."""
    speakers: tuple[LinkView, ...]
    """Those quoted most often, with counts; none on a speaker's own pages."""
    total: int
    page: int
    pages: int
    newer: str
    older: str


class NoteView(Value, frozen=True):
    """A numbered source of a brief."""

    number: int
    id: str
    """Id of the note on the page."""
    reference: ReferenceView
    backs: tuple[BackView, ...]


class CorrectionView(Value, frozen=True):
    """A dated note on what was changed."""

    date: TimeView
    kind: str
    kind_label: str
    text: Label
    was: str
    brief: BriefCard | None = None
    """On the corrections page: what it is about."""
    anchor: str = ""
    """Id on the brief's page."""


class StepView(Value, frozen=True):
    """A brief in a running story."""

    brief: BriefCard
    here: bool


class RelatedView(Value, frozen=True):
    """A related brief and why."""

    brief: BriefCard
    reasons: tuple[str, ...]


class ImageView(Value, frozen=True):
    """A picture."""

    address: str
    alt: str
    caption: str
    credit: str
    licence: str


class BriefView(Value, frozen=True):
    """A brief on its own page."""

    card: BriefCard
    series: str
    number: str
    """« n° 12 » in the page's language, or empty."""
    dateline: str
    as_of: TimeView | None
    updated: TimeView | None
    minutes: int
    authors: tuple[str, ...]
    summary: str
    key_points: tuple[str, ...]
    gaps: tuple[str, ...]
    body: Stored
    image: ImageView | None
    topics: tuple[LinkView, ...]
    statements: tuple[StatementView, ...]
    who: tuple[WhoView, ...]
    notes: tuple[NoteView, ...]
    """Sources cited in the text, in the order of first citation, numbered; then those that are listed only."""
    sourcing_note: str
    corrections: tuple[CorrectionView, ...]
    thread: str
    story: tuple[StepView, ...]
    """The running story, oldest first; empty if the brief stands alone."""
    previous: BriefCard | None
    """The one before in the story."""
    next: BriefCard | None
    related: tuple[RelatedView, ...]
    permanent: str
    """The absolute address."""


class NameView(Value, frozen=True):
    """A name of an actor."""

    label: Label
    language: str
    """Name of its language, in the page's language; empty if it fits all."""
    span: str
    """When it was in use; empty if always."""


class FactView(Value, frozen=True):
    """A line of an actor's card."""

    key: str
    """country, parent, born, died, founded, dissolved, or the scheme of an identifier."""
    label: str
    value: Label
    url: str = ""
    """Absolute, to another site."""
    address: str = ""
    """Inside this site."""


class EventView(Value, frozen=True):
    """A date to watch, or one that has passed."""

    id: str
    title: Label
    start: TimeView
    span: str
    """The whole time in words."""
    place: Label
    status: str
    status_label: str
    note: Label
    address: str = ""
    """Where it stands on the calendar; empty if the site has none."""
    was: tuple[str, ...] = ()
    """The dates it had before, in words."""
    outcome: Label = Label("")
    brief: BriefCard | None = None
    """The brief that tells how it went."""
    who: tuple[LinkView, ...] = ()
    topics: tuple[LinkView, ...] = ()
    over: bool = False
    """It has ended."""


class EventGroupView(Value, frozen=True):
    """Events of one month."""

    heading: str
    iso: str
    events: tuple[EventView, ...]


class CalendarView(Value, frozen=True):
    """The calendar: what is to come, and what was."""

    year: str
    """Of the page of one year; empty on the first page."""
    upcoming: tuple[EventGroupView, ...]
    due: tuple[EventView, ...]
    """Over, and nothing says what came of them; the latest first."""
    past: tuple[EventGroupView, ...]
    """On the first page those of the last weeks, the latest first; else all of the year, as in a calendar."""
    years: tuple[LinkView, ...]
    """Every year that has events, the latest first."""


class ActorView(Value, frozen=True):
    """An actor on its own page."""

    id: str
    name: Label
    kind: str
    """Empty if no file describes the actor."""
    kind_label: str
    registered: bool
    summary: Label
    names: tuple[NameView, ...]
    """Its other names: languages, scripts, aliases, dated."""
    office: OfficeView | None
    """The current office, or the last one."""
    offices: tuple[OfficeView, ...]
    """All, newest first."""
    facts: tuple[FactView, ...]
    as_of: TimeView | None
    body: Stored
    notes: tuple[NoteView, ...]
    """Sources cited in the body, numbered."""
    parts: tuple[LinkView, ...]
    """How often in which part; `kind` holds the part's key, `address` is empty."""
    topics: tuple[LinkView, ...]
    """With counts, most frequent first."""
    companions: tuple[LinkView, ...]
    """Actors it appears with, with counts, most frequent first."""
    members: tuple[LinkView, ...]
    """For a state or organization: people who hold an office in it at the site's clock, and bodies that belong to it."""
    statements: tuple[StatementView, ...]
    """The latest."""
    all_statements: LinkView | None
    """Where all of them stand, with their count; nothing if there are none."""
    upcoming: tuple[EventView, ...]
    listing: ListingView


class TopicView(Value, frozen=True):
    """A topic on its own page."""

    id: str
    label: Label
    scope: Label
    state_of_play: tuple[Label, ...]
    """Paragraphs."""
    as_of: TimeView | None
    body: Stored
    notes: tuple[NoteView, ...]
    """Sources cited in the body, numbered."""
    parents: tuple[LinkView, ...]
    children: tuple[LinkView, ...]
    related: tuple[LinkView, ...]
    cast: tuple[LinkView, ...]
    """Actors of its briefs, with counts, most frequent first."""
    statements: tuple[StatementView, ...]
    """The latest."""
    all_statements: LinkView | None
    """Where all of them stand, with their count; nothing if there are none."""
    upcoming: tuple[EventView, ...]
    registered: bool
    listing: ListingView


class HomeView(Value, frozen=True):
    """The home page."""

    lead: BriefCard | None
    lead_points: tuple[str, ...]
    latest: tuple[GroupView, ...]
    """The latest after the lead, by day."""
    topics: tuple[LinkView, ...]
    """The main topics, with counts."""
    actors: tuple[LinkView, ...]
    """The actors seen most lately, with counts."""
    upcoming: tuple[EventView, ...]
    corrections: tuple[CorrectionView, ...]
    """Of the last seven days."""
    edition: TimeView | None
    """The day of the newest brief."""


class LetterView(Value, frozen=True):
    """Actors under one letter."""

    letter: str
    actors: tuple[LinkView, ...]


class ActorKindView(Value, frozen=True):
    """Actors of one kind, A to Z."""

    kind: str
    """Empty for those that no file describes."""
    heading: str
    anchor: str
    count: int
    letters: tuple[LetterView, ...]


class ActorsView(Value, frozen=True):
    """The index of actors."""

    kinds: tuple[ActorKindView, ...]
    total: int


class TopicNode(Value, frozen=True):
    """A topic in the tree."""

    topic: LinkView
    children: tuple[TopicNode, ...]


class TopicsView(Value, frozen=True):
    """The tree of topics; one with two parents stands under both."""

    roots: tuple[TopicNode, ...]
    total: int


class PeriodView(Value, frozen=True):
    """A year, a month or a day of the archive."""

    label: str
    address: str
    iso: str
    count: int
    periods: tuple[PeriodView, ...] = ()


class ArchiveView(Value, frozen=True):
    """The archive, or one period of it."""

    heading: str
    periods: tuple[PeriodView, ...]
    """The periods inside this one."""
    newer: LinkView | None
    """The next period of the same length that has briefs."""
    older: LinkView | None
    listing: ListingView | None
    """The briefs of the period; None on the top page, which lists periods only."""


class HolderView(Value, frozen=True):
    """Somebody in an office."""

    actor: LinkView
    span: str
    """From when to when, in words."""
    current: bool
    acting: bool


class OfficeLineView(Value, frozen=True):
    """An office and all who are known to have held it."""

    anchor: str
    title: Label
    holders: tuple[HolderView, ...]
    """The latest first."""


class OfficeGroupView(Value, frozen=True):
    """The offices of one organisation."""

    org: LinkView | None
    offices: tuple[OfficeLineView, ...]


class OfficesView(Value, frozen=True):
    """One page of the offices of the register."""

    groups: tuple[OfficeGroupView, ...]
    page: int = 1
    pages: int = 1
    newer: str = ""
    older: str = ""


class SourceView(Value, frozen=True):
    """A source with the briefs that use it."""

    reference: ReferenceView
    anchor: str
    briefs: tuple[BriefCard, ...]


class SourceGroupView(Value, frozen=True):
    """Sources of one kind."""

    kind: str
    heading: str
    sources: tuple[SourceView, ...]


class SourcesView(Value, frozen=True):
    """One page of the sources used."""

    groups: tuple[SourceGroupView, ...]
    total: int
    page: int = 1
    pages: int = 1
    newer: str = ""
    older: str = ""


class CorrectionsView(Value, frozen=True):
    """All corrections, newest first."""

    corrections: tuple[CorrectionView, ...]
    page: int = 1
    pages: int = 1
    newer: str = ""
    older: str = ""


class PlainView(Value, frozen=True):
    """A plain page."""

    title: str
    body: Stored
    notes: tuple[NoteView, ...]
    """Sources cited in the body, numbered."""
    colophon: bool
    """True on the about page, which ends with what the site holds."""


class ColophonView(Value, frozen=True):
    """What the site holds, for the about page."""

    briefs: int
    actors: int
    topics: int
    sources: int
    as_of: TimeView | None
    """The newest brief's day (not the hour of the build, which would change every page); None without briefs."""
    languages: tuple[str, ...]
    feeds: tuple[FeedView, ...]
    opml: str
    """Address of the list of all feeds."""


class TombstoneView(Value, frozen=True):
    """A brief withdrawn after publication."""

    date: TimeView
    """When it was withdrawn."""
    reason: str


class RedirectView(Value, frozen=True):
    """A former address."""

    target: str
    """The address it moved to."""
    label: str


# --------------------------------------------------------------------------- feeds and files for machines


class ContentView(Value, frozen=True):
    """The whole text of a brief for a reader elsewhere: HTML with absolute links around a body."""

    before: str
    """HTML: summary, picture and key points."""
    body: Stored
    """Print it with the `absolute_html` filter."""
    after: str
    """HTML: what is not known, corrections."""


class CategoryView(Value, frozen=True):
    """What a feed's entry is filed under."""

    term: str
    """Id of the actor or topic."""
    scheme: str
    """Absolute address of the index it belongs to."""
    label: str


class OutsideView(Value, frozen=True):
    """A link to a source on another site."""

    url: str
    title: str


class FeedEntryView(Value, frozen=True):
    """A brief, or a correction, in a feed."""

    id: str
    """A `tag:` URI that stays when title, slug or address change."""
    address: str
    fragment: str
    """What follows `#` in its address; empty for a brief."""
    lang: str
    title: str
    summary: str
    published: str
    """RFC 3339."""
    updated: str
    """RFC 3339: the stated revision, else the same as `published`."""
    authors: tuple[str, ...]
    categories: tuple[CategoryView, ...]
    alternates: tuple[AlternateView, ...]
    """The other editions."""
    data: str
    """Address of the brief as JSON; empty if there is none."""
    sources: tuple[OutsideView, ...]
    """Its sources that have an address."""
    content: ContentView


class DeletedView(Value, frozen=True):
    """An entry that a feed takes back (RFC 6721)."""

    id: str
    when: str
    """RFC 3339."""
    reason: str


class SyndicationView(Value, frozen=True):
    """A feed."""

    id: str
    address: str
    json: str
    """Address of the same feed as JSON."""
    home: str
    """Address of the page it belongs to."""
    lang: str
    title: str
    subtitle: str
    author: str
    rights: str
    updated: str
    entries: tuple[FeedEntryView, ...]
    deleted: tuple[DeletedView, ...] = ()


class SitemapUrlView(Value, frozen=True):
    """A page in the sitemap."""

    address: str
    modified: str
    """RFC 3339, where the author stated it; else empty."""
    alternates: tuple[tuple[str, str], ...] = ()
    """Language and address of the same page in each language, itself included, then `x-default`."""


class SitemapView(Value, frozen=True):
    """A sitemap, or the index of several."""

    urls: tuple[SitemapUrlView, ...]
    maps: tuple[str, ...] = ()
    """Addresses of the sitemaps it stands for; empty if it lists pages."""


class RobotsView(Value, frozen=True):
    """What robots are told."""

    sitemap: str
    """Address of the sitemap; empty if there is none."""
    closed: bool
    """True for a site above TLP:CLEAR or with drafts: robots are asked to stay away."""


class OutlineView(Value, frozen=True):
    """A feed, or a group of feeds, in the list of all feeds."""

    text: str
    lang: str = ""
    feed: str = ""
    """Address of the Atom feed; empty for a group."""
    home: str = ""
    outlines: tuple[OutlineView, ...] = ()


class OpmlView(Value, frozen=True):
    """The list of all feeds."""

    title: str
    owner: str
    outlines: tuple[OutlineView, ...]


class Record(Value, frozen=True):
    """A JSON object, its names in this order."""

    pairs: tuple[tuple[str, Json], ...]


Json = str | int | bool | None | Stored | ContentView | Record | tuple["Json", ...]
"""A JSON value as a frozen tree; a stored body stands for its HTML with absolute links."""
