"""The words of the house as frozen values: what is read, what is withheld, what may be shown.

Owns the shape of content on both sides of the gate. `Manuscript` carries what can withhold it (its `Gate`), `Shown` does
not: only `clear` makes a `Shown` from a `Manuscript`. How fields are written in a file is `forms`; what a template sees
is `views`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Generic, Protocol, TypeVar

from fiche.problem import Place
from fiche.value import Value

# --------------------------------------------------------------------------- inputs


class Source(Value, frozen=True):
    """One input file, known by its content."""

    path: str
    """As messages show it and texts name it, with forward slashes and in NFC: `content/briefs/x.md`."""
    digest: str
    size: int
    real: str = ""
    """Its path on the disk where that is not the same text (a name in NFD; whole, for one that is tried out); else empty."""


class Sources(Value, frozen=True):
    """All input files, sorted by path."""

    root: str
    """The content folder, whatever it is called; its files are known as `content/...`."""
    files: tuple[Source, ...]


# --------------------------------------------------------------------------- texts and times


class Texts(Value, frozen=True):
    """A text in several languages, as pairs of language and text. The language "" fits every language."""

    pairs: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def languages(self) -> tuple[str, ...]:
        """Name the languages it has, in the author's order."""
        return tuple(lang for lang, _ in self.pairs)

    def pick(self, lang: str, *others: str) -> tuple[str, str]:
        """Return (language, text): in `lang`, else fit for all, else the first of `others` it has, else any."""
        held = dict(self.pairs)
        for wanted in (lang, "", *others):
            if wanted in held:
                return wanted, held[wanted]
        return self.pairs[0] if self.pairs else ("", "")


class Precision(IntEnum):
    """How exactly a date is known."""

    YEAR = 0
    MONTH = 1
    DAY = 2
    MINUTE = 3


class Stamp(Value, frozen=True):
    """A date known as exactly as the author knows it: EDTF (ISO 8601-2) level 0 with `?`, `~` and `%` of level 1.

    `2016`, `2016-08`, `2016-08-24`, `2016-08-24T22:10+02:00`, `2015~`.
    """

    first: date
    """The earliest day it can mean, in the zone of the site."""
    last: date
    """The latest day it can mean."""
    precision: Precision = Precision.DAY
    uncertain: bool = False
    approximate: bool = False
    instant: datetime | None = None
    """The instant, with its zone, where a time was written."""


class When(Value, frozen=True):
    """A moment of publication: an instant, and whether the author wrote the time or only the day."""

    instant: datetime
    """Aware, in the zone of the site; for a day alone its first instant there."""
    timed: bool


# --------------------------------------------------------------------------- the gate's matter


class Status(Enum):
    """Where a manuscript stands in the newsroom's work."""

    DRAFT = "draft"
    REVIEW = "review"
    READY = "ready"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Marking(IntEnum):
    """Traffic Light Protocol 2.0 (FIRST, August 2022), from the widest audience to the narrowest."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    @property
    def label(self) -> str:
        """Return the label as the standard prints it: `TLP:AMBER+STRICT`."""
        return "TLP:" + self.name.replace("_", "+")


class Withdrawal(Value, frozen=True):
    """A brief taken back after publication: since when, and why, in words for readers."""

    date: When
    reason: str = ""


class Gate(Value, frozen=True):
    """All that can withhold a manuscript. It does not exist on the other side of `clear`."""

    status: Status = Status.PUBLISHED
    marking: Marking = Marking.CLEAR
    embargo: datetime | None = None
    """Withheld before this instant."""
    expires: datetime | None = None
    """Withheld from this instant on."""
    withdrawn: Withdrawal | None = None


class Waiver(Value, frozen=True):
    """A rule that the desk does without in one manuscript, and why; matter of the desk, never shown."""

    code: str
    reason: str


class Policy(Value, frozen=True):
    """Who reads, and when."""

    now: datetime
    audience: Marking = Marking.CLEAR
    """The highest marking this audience may read."""
    drafts: bool = False
    unveiled: bool = False
    """Show what status, embargo, date or expiry withholds: the desk's own eyes in a preview, never an output's."""


# --------------------------------------------------------------------------- bodies: HTML with typed holes


class LinkKind(Enum):
    """What a link in a body points at."""

    ACTOR = "actor"
    TOPIC = "topic"
    BRIEF = "brief"
    PAGE = "page"
    FIGURE = "figure"
    """A figure; without words of its own it prints the value of the day."""
    FILE = "file"
    """An attachment, by its path relative to the root."""
    WORDS = "words"
    """None: words that mean nobody of the register, whatever they say."""


class Link(Value, frozen=True):
    """A hole where a link to another page or to a file goes.

    `inner` is the HTML of the words to show; empty means: the name of what is linked. For an image (`image=True`) `inner`
    is the HTML of its description, `attributes` that of the remaining attributes, and the hole stands for the whole `<img>`.
    """

    kind: LinkKind
    target: str
    inner: str = ""
    fragment: str = ""
    image: bool = False
    attributes: str = ""


class Cite(Value, frozen=True):
    """A hole where the number of a citation goes."""

    reference: str
    locator: str = ""
    """As written after the comma: "p. 3"."""


class Anchor(Value, frozen=True):
    """A hole where a link to an id on the same page goes: whole in a feed, `#id` on the page."""

    id: str
    inner: str
    attributes: str = ""


class Quote(Value, frozen=True):
    """A hole where a statement of the brief stands."""

    id: str


Piece = str | Link | Cite | Anchor | Quote
"""HTML that is ready, or a hole."""


class Mention(Value, frozen=True):
    """A link or citation of a body as the desk checks it: what it names, and where."""

    hole: Link | Cite
    place: Place
    excerpt: str = ""


class Body(Value, frozen=True):
    """What is known of a converted body without holding its text."""

    key: str
    """Where the memo keeps its pieces."""
    words: int = 0
    mentions: tuple[Mention, ...] = ()
    headings: tuple[tuple[int, str, str], ...] = ()
    """Level, id and text of each heading."""
    statements: tuple[Statement, ...] = ()
    """What its quotes with an attribution say; `clear` puts it beside what the header has."""
    quotes: tuple[Use, ...] = ()
    """The id and place of each statement that stands in it, in their order."""


def pictures_in(body: Body) -> Iterator[str]:
    """Yield the path of each picture that a body shows."""
    holes = (mention.hole for mention in body.mentions)
    return (hole.target for hole in holes if isinstance(hole, Link) and hole.image)


class Reading(Value, frozen=True):
    """A body as the audiences up to `marking` read it. Passages above that marking were cut before the conversion."""

    marking: Marking
    body: Body


# --------------------------------------------------------------------------- headers


class Image(Value, frozen=True):
    """A picture with what makes it publishable."""

    src: str
    """Path relative to the root (`content/media/x.svg`); forms resolves what the author wrote."""
    alt: str
    credit: str
    licence: str
    caption: str = ""


class Fault(Value, frozen=True):
    """Why a file cannot be shown as a picture, and what to do, to follow its quoted path."""

    why: str
    code: str


class Picture(Value, frozen=True):
    """A file that something shows as a picture: what it is, found out from its bytes."""

    source: Source
    width: int = 0
    """Of the picture as it is shown, in pixels; 0 where it says no size (some drawings)."""
    height: int = 0
    format: str = ""
    """jpeg, png, webp, gif, avif or svg."""
    moving: bool = False
    """It has more than one frame."""
    outdated: bool = False
    """Its metadata hold a small copy that shows something else."""
    fault: Fault | None = None


class ActorUse(Value, frozen=True):
    """An actor as a brief (or topic, or event) names it."""

    name: str
    """An id, or a name in any registered language and spelling."""
    part: str = ""
    """lead, party, mediator, speaker, affected, mentioned; "" if not said."""
    note: str = ""
    place: Place = Place("")


class Use(Value, frozen=True):
    """A topic, source, event or brief as another file names it."""

    name: str
    place: Place = Place("")


class CorrectionKind(Enum):
    """The closed list of what may be said of a change (after AP and the Guardian: no euphemism)."""

    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    UPDATE = "update"
    RETRACTION = "retraction"


class Correction(Value, frozen=True):
    """A dated note on what was changed in a brief."""

    date: When
    kind: CorrectionKind
    text: str
    was: str = ""


class ReferenceHead(Value, frozen=True):
    """A bibliographic source. The files call it a source; here that word is an input file."""

    id: str
    title: Texts
    publisher: str = ""
    author: str = ""
    date: Stamp | None = None
    url: str = ""
    archived: str = ""
    accessed: Stamp | None = None
    kind: str = ""
    symbol: str = ""
    lang: str = ""
    pages: str = ""
    reliability: str = ""
    """A to F: Admiralty (NATO) grade of the source."""
    descriptor: str = ""
    confidential: bool = False
    """If so, only the descriptor is ever shown."""


class Attribution(Enum):
    """How far what was said may be laid to somebody."""

    ON_RECORD = "on-record"
    BACKGROUND = "background"
    """The words may be quoted, who said them is described and never named."""
    DEEP_BACKGROUND = "deep-background"
    """What was said may be told, and neither quoted nor named."""
    CHATHAM = "chatham"
    """Chatham House Rule: neither the speaker, nor whom he speaks for, nor who was there may be known."""


class Statement(Value, frozen=True):
    """What somebody said or wrote."""

    id: str
    """Of its own in the brief."""
    text: str
    lang: str
    """The language it was said in, or that of the brief for words of ours."""
    date: Stamp
    translations: Texts = Texts()
    speaker: str = ""
    """An actor's id or name; empty where he may not be named."""
    on_behalf_of: str = ""
    form: str = "quote"
    """quote, paraphrase, readout, joint-statement, post, letter, vote."""
    venue: Texts = Texts()
    topics: tuple[Use, ...] = ()
    attribution: Attribution = Attribution.ON_RECORD
    descriptor: Texts = Texts()
    """Who spoke, in words that do not name him."""
    source: str = ""
    place: Place = Place("")


class Amount(Value, frozen=True):
    """How much something measures: a value as a source gives it, the bounds it lies in, or both.

    A lower bound alone means “at least”, an upper one “at most”. Decimals are kept as they were written.
    """

    as_of: Stamp
    """When it was so."""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    source: str = ""
    note: Texts = Texts()


class Reported(Value, frozen=True):
    """An amount that a brief gives of a figure."""

    id: str
    amount: Amount
    label: Texts = Texts()
    unit: Texts = Texts()
    place: Place = Place("")


class BriefHead(Value, frozen=True):
    """What the header of a brief says that readers may see."""

    id: str
    """Shared by the editions of one brief in several languages."""
    lang: str
    title: str
    date: When
    slug: str = ""
    """Last part of the address; never empty once read."""
    updated: When | None = None
    as_of: When | None = None
    dateline: str = ""
    kind: str = "brief"
    series: str = ""
    number: int | None = None
    thread: str = ""
    follows: tuple[Use, ...] = ()
    """The briefs that it goes on from, by id."""
    supersedes: tuple[Use, ...] = ()
    """The briefs that it takes the place of."""
    whats_new: tuple[str, ...] = ()
    """What is new since them, in the editor's words."""
    changes: bool = True
    """Whether what changed since them is worked out and shown."""
    summary: str = ""
    key_points: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    actors: tuple[ActorUse, ...] = ()
    topics: tuple[Use, ...] = ()
    sources: tuple[Use, ...] = ()
    """Ids, in the author's order; inline sources stand in `references`."""
    references: tuple[ReferenceHead, ...] = ()
    sourcing_note: str = ""
    corrections: tuple[Correction, ...] = ()
    authors: tuple[str, ...] = ()
    image: Image | None = None
    former_ids: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()
    """Old addresses inside the site, without leading slash, as `2016/old-page/` or `old.html`."""
    fingerprints: bool = True
    """Whether the names of the theme's static files tell their content."""
    mentions: bool = True
    """Whether names of actors in its text become links."""
    statements: tuple[Statement, ...] = ()
    figures: tuple[Reported, ...] = ()


class ActorKind(Enum):
    """What an actor is."""

    PERSON = "person"
    STATE = "state"
    ORGANIZATION = "organization"
    ARMED_GROUP = "armed-group"
    PARTY = "party"


class Name(Value, frozen=True):
    """A name of an actor in one language ("" for all), with the time it was in use."""

    lang: str
    full: str
    short: str = ""
    sort: str = ""
    start: Stamp | None = None
    end: Stamp | None = None
    """The first day it was no longer in use."""


class Match(Enum):
    """What an alias is worth where it stands in a text."""

    STRONG = "strong"
    """It means the actor."""
    WEAK = "weak"
    """It does if the same text names the actor otherwise too."""
    METONYM = "metonym"
    """A place or building that may stand for the actor: noted, never linked."""
    NEVER = "never"
    """It is for headers and search alone."""


class Alias(Value, frozen=True):
    """Another name of an actor, as texts may have it."""

    text: str
    lang: str = ""
    """The language of the texts in which it counts; all if empty."""
    match: Match = Match.STRONG
    case: bool | None = None
    """True: capitals as written here alone; False: they do not count; None: each capital of the name must be one."""
    start: Stamp | None = None
    end: Stamp | None = None
    """The first day on which it no longer counts."""


class Office(Value, frozen=True):
    """An office held, from its first day to the day it ended."""

    title: Texts
    org: str = ""
    start: Stamp | None = None
    end: Stamp | None = None
    acting: bool = False
    note: str = ""


class Relation(Value, frozen=True):
    """What an actor declares to be to another one."""

    kind: str
    """member-of, chairs, …; or one of the site's own."""
    target: str
    """An actor's id or name."""
    start: Stamp | None = None
    end: Stamp | None = None
    """The first day on which it no longer was."""
    source: str = ""
    note: Texts = Texts()
    place: Place = Place("")


class Designation(Value, frozen=True):
    """What somebody officially calls an actor: a label that is theirs, never ours."""

    by: str
    """An actor's id or name, or a text."""
    label: Texts
    start: Stamp | None = None
    end: Stamp | None = None
    """The first day on which it no longer stood."""
    source: str = ""
    place: Place = Place("")


class ActorHead(Value, frozen=True):
    """What the register says of a person, state, organization, armed group or party."""

    id: str
    kind: ActorKind | None = None
    """None only for an actor that briefs name and no file describes."""
    names: tuple[Name, ...] = ()
    aliases: tuple[Alias, ...] = ()
    others: tuple[str, ...] = ()
    """Names in texts that contain one of its own and mean somebody else ("Justin Trudeau")."""
    gender: str = ""
    """`f` or `m`, for forms of address; empty where the register does not say."""
    roles: tuple[Office, ...] = ()
    country: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2, upper case."""
    parent: str = ""
    born: Stamp | None = None
    died: Stamp | None = None
    founded: Stamp | None = None
    dissolved: Stamp | None = None
    ids: tuple[tuple[str, str], ...] = ()
    """Scheme and identifier: ("wikidata", "Q22316")."""
    summary: Texts = Texts()
    lang: str = ""
    """Language of the body."""
    as_of: When | None = None
    former_ids: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    designations: tuple[Designation, ...] = ()


class Direction(Enum):
    """Which way a situation went in a period (after CrisisWatch)."""

    DETERIORATED = "deteriorated"
    UNCHANGED = "unchanged"
    IMPROVED = "improved"


class Alert(Enum):
    """What a period gives notice of."""

    RISK = "risk"
    OPPORTUNITY = "opportunity"


class Trend(Value, frozen=True):
    """Which way a topic went in a period, in the desk's judgement."""

    period: Stamp
    direction: Direction
    alert: Alert | None = None
    note: Texts = Texts()
    """Why."""


class TopicHead(Value, frozen=True):
    """A subject that briefs are filed under; topics form a graph without cycles."""

    id: str
    labels: Texts
    parents: tuple[Use, ...] = ()
    related: tuple[Use, ...] = ()
    aliases: tuple[str, ...] = ()
    scope: Texts = Texts()
    state_of_play: Texts = Texts()
    as_of: When | None = None
    ids: tuple[tuple[str, str], ...] = ()
    lang: str = ""
    former_ids: tuple[str, ...] = ()
    trend: tuple[Trend, ...] = ()
    """By period, the first one first."""


class Earlier(Value, frozen=True):
    """A date that an event once had."""

    start: Stamp
    until: Stamp
    """When it was told that it would not be that date; at the latest on the day itself."""
    end: Stamp | None = None


class EventHead(Value, frozen=True):
    """Something that happened or is to happen."""

    id: str
    title: Texts
    start: Stamp
    end: Stamp | None = None
    status: str = "confirmed"
    """tentative, confirmed, postponed, rescheduled, cancelled, held."""
    announced: Stamp | None = None
    """Since when it is public; before that day `clear` withholds it."""
    kind: str = ""
    place: Texts = Texts()
    actors: tuple[ActorUse, ...] = ()
    topics: tuple[Use, ...] = ()
    source: str = ""
    note: Texts = Texts()
    was: tuple[Earlier, ...] = ()
    """The dates it had before, the first one first."""
    outcome: Texts = Texts()
    brief: str = ""
    """Id of the brief that tells how it went."""


class FigureHead(Value, frozen=True):
    """Something that is measured again and again, and what was found."""

    id: str
    label: Texts
    unit: Texts = Texts()
    """What one of it is, as it follows the number: « personnes », “million dollars”, `%`."""
    scope: Texts = Texts()
    """What is counted, and how."""
    topics: tuple[Use, ...] = ()
    amounts: tuple[Amount, ...] = ()


class PageHead(Value, frozen=True):
    """A plain page of the publication: about, contact, method."""

    id: str
    lang: str
    title: str
    nav: int | None = None
    """Its rank in the footer's menu; None if not listed there."""


class RelationType(Value, frozen=True):
    """A type of relation that a site adds to the built-in ones, with its words for both ends."""

    id: str
    label: Texts
    """As it stands before the actor it points at: “Hosts”."""
    inverse: Texts
    """As it stands before the actor that declares it: “Hosted by”."""


class Style(Value, frozen=True):
    """What the house asks of its texts; matter of the editorial rules, never shown."""

    avoid: tuple[tuple[str, str], ...] = ()
    """Words that it does without, each with those it writes instead."""
    known: tuple[str, ...] = ()
    """Acronyms that need not be written out."""
    title: int = 120
    """Characters of a title, at most."""
    summary: int = 80
    """Words of a summary, at most."""
    key_points: int = 6
    """At most."""


class Security(Value, frozen=True):
    """Whom to tell of a hole in the site's safety (RFC 9116)."""

    contact: tuple[str, ...]
    """URIs, the preferred one first."""
    expires: datetime | None
    """When this is no longer to be believed; None where it was written wrongly, and reported."""
    policy: str = ""
    encryption: tuple[str, ...] = ()
    acknowledgments: str = ""
    languages: tuple[str, ...] = ()
    """Those of the site, if there are none."""


class Sizes(Value, frozen=True):
    """In which sizes and formats pictures are offered to browsers beside the original."""

    widths: tuple[int, ...] = (480, 960, 1600)
    """In pixels, rising. A picture is never made wider than it is."""
    formats: tuple[str, ...] = ("avif", "webp")
    """The one that browsers try first comes first."""


class Site(Value, frozen=True):
    """What `content/site.yaml` says."""

    title: Texts
    base_url: str
    """Absolute, with a final slash."""
    timezone: str
    languages: tuple[str, ...]
    """BCP 47 tags; the first is the default and lives at the root."""
    description: Texts = Texts()
    publisher: str = ""
    licence: Texts = Texts()
    as_of: datetime | None = None
    """The site's own clock; None for the clock on the wall."""
    audience: Marking = Marking.CLEAR
    kinds: tuple[str, ...] = ()
    """Kinds of brief allowed beside the built-in ones."""
    off: frozenset[str] = frozenset()
    """Families of outputs switched off."""
    per_page: int = 50
    feed_length: int = 20
    html: str = "safe"
    typography: str = "smart"
    """`smart` for print's punctuation in bodies, `plain` for what was typed."""
    links: str = "relative"
    fingerprints: bool = True
    """Whether the names of the theme's static files tell their content."""
    mentions: bool = True
    """Whether names of actors in texts become links."""
    server: str = ""
    """The host whose files `_headers` and `_redirects` are made; empty for none."""
    security: Security | None = None
    compress: tuple[str, ...] = ()
    """The encodings in which texts have a copy beside them."""
    security_policy: str = ""
    """The Content-Security-Policy of its pages (CSP level 3, W3C), which each carries; empty for none."""
    threads: tuple[tuple[str, Texts], ...] = ()
    """What the running stories are called."""
    relations: tuple[RelationType, ...] = ()
    """Types of relation allowed beside the built-in ones."""
    checks: tuple[tuple[str, str], ...] = ()
    """Editorial rules by code, and what becomes of their findings: off, note, warning, error."""
    style: Style = Style()
    pictures: Sizes = Sizes()

    @property
    def language(self) -> str:
        """Return the default language."""
        return self.languages[0]


# --------------------------------------------------------------------------- both sides of the gate


class Head(Protocol):
    """What every header has."""

    @property
    def id(self) -> str:
        """Name it, in links and addresses."""
        ...


H = TypeVar("H", bound=Head, covariant=True)  # noqa: PLC0105 - frozen, so it may stand for any wider header


class Manuscript(Value, Generic[H], frozen=True):
    """A parsed file; it may be a draft, embargoed or restricted."""

    head: H
    gate: Gate
    place: Place
    readings: tuple[Reading, ...] = ()
    """At least one if the file has a body, by rising marking; the last is the whole body."""
    waived: tuple[Waiver, ...] = ()


def statements_of(manuscript: Manuscript[BriefHead]) -> tuple[Statement, ...]:
    """Return all that a brief reports as said, whoever may read it: in its header, then in its text."""
    in_text = manuscript.readings[-1].body.statements if manuscript.readings else ()
    return (*manuscript.head.statements, *in_text)


class Desk(Value, frozen=True):
    """All that has been parsed and nothing that has been cleared."""

    site: Site
    briefs: tuple[Manuscript[BriefHead], ...] = ()
    actors: tuple[Manuscript[ActorHead], ...] = ()
    topics: tuple[Manuscript[TopicHead], ...] = ()
    references: tuple[Manuscript[ReferenceHead], ...] = ()
    events: tuple[Manuscript[EventHead], ...] = ()
    figures: tuple[Manuscript[FigureHead], ...] = ()
    pages: tuple[Manuscript[PageHead], ...] = ()
    files: tuple[Source, ...] = ()
    """Everything else under `content/`: attachments that something cleared may use."""
    pictures: tuple[Picture, ...] = ()
    """Those of them that something shows as a picture, by path."""


class Shown(Value, Generic[H], frozen=True):
    """What this policy may show of a manuscript. Made by `clear` alone; nothing in it could withhold it."""

    head: H
    place: Place
    body: Body | None = None
    marking: Marking = Marking.CLEAR
    """To be printed on the page; never above the audience's."""
    linked: tuple[str, ...] = ()
    """Actors its body links to, as written there, each once."""


Brief = Shown[BriefHead]
Actor = Shown[ActorHead]
Topic = Shown[TopicHead]
Reference = Shown[ReferenceHead]
Event = Shown[EventHead]
Figure = Shown[FigureHead]
PlainPage = Shown[PageHead]


class Tombstone(Value, frozen=True):
    """All that is left of a brief withdrawn after publication."""

    id: str
    lang: str
    slug: str
    date: When
    withdrawn: Withdrawal
    file: str = ""
    """Where the brief was read from, for messages."""


class Edition(Value, frozen=True):
    """All that a policy may show."""

    site: Site
    policy: Policy
    briefs: tuple[Brief, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    actors: tuple[Actor, ...] = ()
    topics: tuple[Topic, ...] = ()
    references: tuple[Reference, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    pages: tuple[PlainPage, ...] = ()
    files: tuple[Source, ...] = ()
    """The attachments that something shown uses."""
    pictures: tuple[Picture, ...] = ()
    """Those of them that something shown shows as a picture."""
