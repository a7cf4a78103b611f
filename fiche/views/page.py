"""What every page has: the site and the page itself."""

from __future__ import annotations

from fiche.value import Value
from fiche.views.shared import Label, LinkView


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
    format: str = ""
    """What to call it among the ways to follow a page; empty where its type says that."""


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
    security_policy: str
    """What its pages may load and run (Content-Security-Policy); empty for no rule."""
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
    """home, brief, actors, actor, topics, topic, statements, compare, calendar, thread, timeline, archive, offices, sources,
    corrections, page, not-found, tombstone, redirect."""
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
