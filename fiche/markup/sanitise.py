"""HTML made harmless.

Owns the list of what a body may hold, and the rule that its elements are closed, so that none swallows the page around
it. The library that applies the list is nh3 (ammonia), on a parser of the HTML standard; texts that are trusted pass
only the second rule.
"""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser

import nh3

from fiche.markup.address import PREFIX

TAGS = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure"
    " h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup"
    " table tbody td tfoot th thead time tr u ul var wbr".split()
)
_ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href", "hreflang", "aria-label"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "td": {"colspan", "rowspan"},
    "th": {"abbr", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_OWN_CLASSES = frozenset({"footnotes", "footnote-ref", "footnote-backref", "at-left", "at-center", "at-right"})


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Prefix the classes an author made up, so that they cannot take on a meaning of the page's; read `cite`."""
    if name == "class":
        return classes(value) or None
    if name == "cite":
        return value if _WEB.match(value) else None
    return value


def classes(value: str) -> str:
    """Return the classes of an element with our prefix, but for those that our own conversion makes."""
    return " ".join(
        name if name in _OWN_CLASSES or name.startswith(("language-", PREFIX)) else PREFIX + name
        for name in value.split()
    )


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    tag_attribute_values={
        "a": {"role": {"doc-noteref", "doc-backlink"}},
        "section": {"role": {"doc-endnotes"}},
    },
    url_schemes={"http", "https", "mailto"},
    id_prefix=PREFIX,
)


def sanitise(html: str) -> str:
    """Return the HTML with nothing in it but what the list allows, every element closed, attributes in double quotes."""
    return _CLEANER.clean(html)


def forbidden(html: str) -> tuple[tuple[str, str], ...]:
    """Return what `sanitise` will take out of the engine's HTML, each as a word for the author and where to look for it.

    An approximation for messages only; what is safe is decided by the parser of the sanitiser.
    """
    found: dict[tuple[str, str], None] = {}
    tags = dict.fromkeys(_TAG_NAME.findall(html))
    for tag in tags:
        if tag.lower().removeprefix("/") not in TAGS and not (tag.startswith("/") and tag[1:] in tags):
            found[f"<{tag}>", f"<{tag}"] = None
    for match in _SUSPECT.finditer(html):
        for attribute in _HANDLER.finditer(match[0]):
            found[attribute[1] + "=", attribute[1]] = None
    return tuple(found)


def schemes(html: str) -> tuple[str, ...]:
    """Return the addresses in the engine's HTML that `sanitise` will take out because of their scheme, as written."""
    found: dict[str, None] = {}
    for match in _ADDRESS.finditer(html):
        written = match[1].strip("\"'")
        scheme = _SCHEME.match(_DROPPED.sub("", unescape(written)))
        if scheme and scheme[1].lower() not in {"http", "https", "mailto"}:
            found[written] = None
    return tuple(found)


class _Writer(HTMLParser):
    """Write trusted HTML again: comments gone, attributes in double quotes, what is open and never closed noted."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.strangers: list[str] = []
        """Addresses on other hosts that a page would load by itself."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NO_BODY or not _NAME.fullmatch(tag):
            self.faults.append(f"<{tag}>")
            return
        loads = _LOADS | {"href", "xlink:href"} if tag in _LOADS_HREF else _LOADS
        if tag != "img":  # an image is read like those in Markdown, later on
            self.strangers += [value for name, value in attrs if name in loads and value and _STRANGER.search(value)]
        self.written.append(_start(tag, attrs))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        while self.open and self.open[-1] != tag and self.open[-1] in _OPTIONAL_END:
            self.open.pop()
        if self.open and self.open[-1] == tag:
            self.open.pop()
            self.written.append(f"</{tag}>")
        else:
            self.faults.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        raw = self.open and self.open[-1] in self.CDATA_CONTENT_ELEMENTS
        self.written.append(data if raw else data.replace("<", "&lt;").replace(">", "&gt;"))

    def parse_html_declaration(self, i: int) -> int:
        # The library's own way raises on what is no declaration (and all of them go, like comments).
        end = self.rawdata.find(">", i)
        if end < 0:
            self.faults.append("<!")
        return end + 1 if end >= 0 else len(self.rawdata)

    def handle_entityref(self, name: str) -> None:
        self.written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.written.append(f"&#{name};")


def rewrite(html: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Write trusted HTML again without comments.

    Returns also the tags that do not close or were never opened, and the addresses on other hosts that a page would
    load by itself.
    """
    writer = _Writer()
    writer.feed(html)
    writer.close()
    faults = [*writer.faults, *(f"<{tag}>" for tag in writer.open if tag not in _OPTIONAL_END)]
    return "".join(writer.written), tuple(faults), tuple(writer.strangers)


def _start(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    written = dict.fromkeys(name for name, _ in attrs if not _NO_NAME.search(name))
    values = dict(reversed(attrs))  # the first of two counts, as in HTML
    return f"<{tag}{''.join(f' {name}' + _value(values[name]) for name in written)}>"


def _value(value: str | None) -> str:
    return "" if value is None else f'="{escape(value)}"'


_TAG_NAME = re.compile(r"<(/?[a-zA-Z][^\s/<>]*)")
_SUSPECT = re.compile(r"<[a-zA-Z][^<>]*\s(?:on\w+|style)\s*=[^<>]*>", re.IGNORECASE)
_HANDLER = re.compile(r"\s(on\w+|style)\s*=", re.IGNORECASE)
_ADDRESS = re.compile(r"<[a-zA-Z][^<>]*?\s(?:href|src)\s*=\s*(\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+)", re.IGNORECASE)
_DROPPED = re.compile(r"[\x00-\x20]+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_NAME = re.compile(r"[a-z][a-z0-9:._-]*")
_NO_NAME = re.compile(r"[\s\"'<>/=]")
_WEB = re.compile(r"\s*https?://", re.IGNORECASE)
_STRANGER = re.compile(r"(?:^|[\s,])\s*(?:https?:)?//", re.IGNORECASE)
_LOADS = frozenset({"background", "data", "poster", "src", "srcset"})
_LOADS_HREF = frozenset({"feimage", "image", "link", "use"})
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_NO_BODY = frozenset({"html", "head", "body", "base", "main", "meta", "title", "plaintext", "frameset"})
_OPTIONAL_END = frozenset("p li dt dd rt rp option optgroup thead tbody tfoot tr td th colgroup caption".split())
