"""From safe HTML with marks to pieces: strings and typed holes.

Owns the last pass over a body: links and images that lead into the publication become holes, headings get their level
and id, ids are made single, words are counted. It reads HTML only as the sanitiser writes it, where no attribute holds a
bare “<” or “>”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape, unescape

from fiche.markup import address, headings, words
from fiche.markup.address import Reach
from fiche.markup.copy import Copy
from fiche.markup.holes import Hole, Holes
from fiche.model import Anchor, Cite, Link, Mention, Piece, Quote
from fiche.problem import Place, Problem, quoted
from fiche.value import replace


@dataclass(frozen=True, slots=True)
class Found:
    """What the last pass makes of a body."""

    pieces: tuple[Piece, ...]
    words: int
    mentions: tuple[Mention, ...]
    headings: tuple[tuple[int, str, str], ...]
    problems: tuple[Problem, ...]
    quotes: tuple[str, ...] = ()
    """Ids of the statements for which there is a hole, in their order."""
    strays: tuple[str, ...] = ()
    """Ids of those whose hole is where none can be."""


def split(html: str, holes: Holes, *, known: bool) -> Found:
    """Split the HTML of a body at its holes.

    With `known` the mentions carry the line and the words of the author's file; without, only its path, since the copy
    is then not all of the file and must not tell of the rest.
    """
    html = html.strip("\n")
    if "&#" in holes.copy.text:
        html = _STRAY.sub("\N{REPLACEMENT CHARACTER}", html)
    html, ids, problems = _single_ids(html, holes)
    strays = tuple(_strays(html, holes))
    html = _whole_marks(html, holes)
    scan = _Scan(html, holes, ids, known=known)
    scan.run()
    return Found(
        scan.pieces(),
        scan.words(),
        scan.present(),
        tuple(scan.headings),
        (*holes.problems, *problems, *scan.problems),
        tuple(piece.id for piece in scan.pieces() if isinstance(piece, Quote)),
        strays,
    )


@dataclass(slots=True)
class _Open:
    """A link that is open: what to make of it when it closes, and where its words began."""

    hole: Link | Anchor | None
    start: int
    cites: list[Cite] = field(default_factory=list)
    mention: int = -1
    """Where its mention stands among those of the text; -1 for a link without one."""


class _Scan:
    def __init__(self, html: str, holes: Holes, ids: set[str], *, known: bool) -> None:
        self._html = html
        self._holes = holes
        self._ids = headings.Ids(ids)
        self._all_ids = ids
        self._known = known
        self._locate = _Locate(holes.copy)
        self._levels = headings.Levels()
        self._written: list[Piece] = []
        self._link: _Open | None = None
        self._heading: tuple[int, int, int, str] | None = None
        self._image_at = 0
        self._anchors: list[tuple[str, str]] = []
        self.mentions: list[Mention] = []
        self.headings: list[tuple[int, str, str]] = []
        self.problems: list[Problem] = []

    def run(self) -> None:
        html, done, write = self._html, 0, self._written.append
        for match in _EVENT.finditer(html):
            if done < match.start():
                write(html[done : match.start()])
            done = match.end()
            kind = match.lastgroup
            if kind == "a":
                self._begin_link(match["a"], match.end())
            elif kind == "end":
                self._end_link()
            elif kind == "mark":
                self._cite(match[0])
            elif kind == "quote":
                self._quote(match["quote"])
            elif kind == "img":
                self._image(match["img"])
            elif kind == "heading":
                self._begin_heading(match["heading"], match.end())
            elif kind == "close":
                self._end_heading(match.start())
            else:
                write(match[0])
        write(html[done:])
        for fragment, written in self._anchors:
            if fragment not in self._all_ids:
                what = f"{quoted(written)} leads to no id of this text; name a heading or an id that it has"
                self.problems.append(self._locate.warning(written, what, "anchor"))

    def pieces(self) -> tuple[Piece, ...]:
        """Return what was written, neighbouring strings made one."""
        return tuple(_joined(self._written))

    def present(self) -> tuple[Mention, ...]:
        """Return the mentions whose holes are among the pieces, in their order; a link that never ends leaves none."""
        holes = iter([piece for piece in self._written if isinstance(piece, Link | Cite)])
        waiting = next(holes, None)
        found: list[Mention] = []
        for mention in self.mentions:
            if mention.hole == waiting:
                found.append(mention)
                waiting = next(holes, None)
        return tuple(found)

    def words(self) -> int:
        """Count the words of the strings and of the words of links; a link without words counts as a name of two."""
        total = 0
        seen = []
        for piece in self._written:
            if isinstance(piece, str):
                seen.append(piece)
            elif isinstance(piece, Link) and not piece.image:
                seen.append(piece.inner or " x x ")
            elif isinstance(piece, Anchor) and 'role="doc-' not in piece.attributes:
                seen.append(piece.inner)
        total += words.count("".join(seen))
        return total

    def _begin_link(self, attributes: str, start: int) -> None:
        found = _attributes(attributes)
        href = found.pop("href", None)
        if href is None:
            self._written.append(f"<a{attributes}>")
            self._link = _Open(None, len(self._written))
            return
        written = unescape(href)
        if own := self._own(written):
            (hole, *_), offset, source = own
            assert isinstance(hole, Link), "a mark of citations is no address: see _whole_marks"
            self._mention(hole, offset, source)
            self._open(hole)
            return
        there = address.read(written, self._holes.copy.place.path)
        found.pop("rel", None)
        if there.reach is Reach.HERE:
            fragment = there.fragment
            if fragment not in self._all_ids and fragment.removeprefix(address.PREFIX) in self._all_ids:
                fragment = fragment.removeprefix(address.PREFIX)
            self._anchors.append((fragment, written))
            self._open(Anchor(fragment, "", _html(found)))
        elif there.reach is Reach.FILE:
            found.pop("class", None)  # links into the publication have the theme's classes
            hole = Link(there.kind, there.target, "", there.fragment, attributes=_html(found))
            self._mention(hole, self._locate.next(written), written)
            self._open(hole)
        elif there.reach is Reach.WEB:
            self._written.append(f"<a{attributes}>")
            self._link = _Open(None, len(self._written))
        else:
            self.problems.append(self._locate.error(written, f"the link {quoted(written)} {there.why}", there.code))
            self._written.append("<a>")
            self._link = _Open(None, len(self._written))

    def _open(self, hole: Link | Anchor) -> None:
        mention = len(self.mentions) - 1 if isinstance(hole, Link) else -1
        self._link = _Open(hole, len(self._written), mention=mention)

    def _end_link(self) -> None:
        link, self._link = self._link, None
        if link is None:  # trusted HTML closes what it did not open; told by the sanitiser
            self._written.append("</a>")
            return
        if link.hole is None:
            self._written.append("</a>")
        else:
            inner: list[str] = []
            for piece in self._written[link.start :]:
                if isinstance(piece, str):
                    inner.append(piece)
                else:
                    what = "an image cannot stand in a link to the publication itself; put the link under the image"
                    self.problems.append(self._holes.copy.error(self._image_at, what, "nested"))
            del self._written[link.start :]
            filled = _filled(link.hole, "".join(inner))
            self._written.append(filled)
            if isinstance(filled, Link):
                self.mentions[link.mention] = replace(self.mentions[link.mention], hole=filled)
        self._written += link.cites

    def _cite(self, mark: str) -> None:
        own = self._own(mark)
        if own is None:
            self._written.append(mark)
            return
        holes, offset, source = own
        for hole in holes:
            if not isinstance(hole, Cite):
                self._written.append(escape(source))
                continue
            self._mention(hole, offset, source)
            if self._link is None:
                self._written.append(hole)
            else:
                self._link.cites.append(hole)

    def _quote(self, mark: str) -> None:
        """Leave the hole of a statement in the place of its paragraph; any other mark is in a paragraph like all."""
        own = self._own(mark)
        if own and isinstance(own[0][0], Quote):
            self._written.append(own[0][0])
        else:
            self._written.append("<p>")
            self._cite(mark)
            self._written.append("</p>")

    def _image(self, attributes: str) -> None:
        found = _attributes(attributes)
        if "src" not in found:  # the sanitiser took it, and that was told
            return
        written = unescape(found.pop("src"))
        there = address.read_image(written, self._holes.copy.place.path)
        if there.reach is Reach.REFUSED:
            self.problems.append(self._locate.error(written, f"the image {quoted(written)} {there.why}", there.code))
            return
        if not found.get("alt", "").strip():
            what = f"the image {quoted(written)} has no description; write ![what it shows](…) for who cannot see it"
            self.problems.append(self._locate.error(written, what, "image-alt"))
        words = found.pop("alt", "")
        for own in ("decoding", "loading", "sizes", "srcset"):  # the theme's and `recipe`'s business
            found.pop(own, None)
        hole = Link(there.kind, there.target, words, image=True, attributes=_html(found))
        self._image_at = self._locate.next(written)
        self._mention(hole, self._image_at, written)
        self._written.append(hole)

    def _begin_heading(self, tag: str, start: int) -> None:
        level = self._levels.enter(int(tag[0]))
        self._heading = (len(self._written), start, level, tag[1:])
        self._written.append("")

    def _end_heading(self, end: int) -> None:
        if self._heading is None:
            return
        at, start, level, rest = self._heading
        self._heading = None
        text = self._text(self._html[start:end])
        found = _attributes(rest)
        id = unescape(found.pop("id", "")) or self._ids.give(text)
        self._all_ids.add(id)
        attributes = f' id="{escape(id)}"' + (" " + _html(found) if found else "")
        # A link may have closed over the heading's start: then it stands in that link's words, and stays as it was.
        if at < len(self._written) and self._written[at] == "":
            self._written[at] = f"<h{level}{attributes}>"
            self._written.append(f"</h{level}>")
        self.headings.append((level, id, text))

    def _text(self, html: str) -> str:
        """Return the text of a heading; a link without words is named by what it links."""

        def name(match: re.Match[str]) -> str:
            mark = self._own(match[1])
            return escape(mark[0][0].target) if mark and isinstance(mark[0][0], Link) else ""

        if self._holes.mark in html:
            html = _EMPTY_LINK.sub(name, html)
            html = _MARK.sub(lambda match: "" if match[1] == self._holes.mark else match[0], _TAG.sub("", html))
        else:
            html = _TAG.sub("", html)
        return " ".join(unescape(html).split())

    def _own(self, href: str) -> tuple[tuple[Hole, ...], int, str] | None:
        mark = self._holes.mark
        return self._holes.found[int(href[len(mark) : -1])] if href.startswith(mark) else None

    def _mention(self, hole: Link | Cite, offset: int, written: str) -> None:
        copy = self._holes.copy
        if self._known:
            self.mentions.append(Mention(hole, copy.at(offset), copy.line(offset)))
        else:
            self.mentions.append(Mention(hole, Place(copy.place.path)))


class _Locate:
    """Find where in the text an address was written: the first time it is asked for its first place, and so on."""

    def __init__(self, copy: Copy) -> None:
        self._copy = copy
        self._from: dict[str, int] = {}

    def next(self, written: str) -> int:
        """Return the offset of the next place where `written` stands, else of the last, else of the text."""
        if not written:
            return 0
        last = self._from.get(written, 0)
        at = self._copy.text.find(written, last)
        if at < 0:
            return max(last - 1, 0)
        self._from[written] = at + 1
        return at

    def error(self, written: str, what: str, code: str) -> Problem:
        """Make an error placed where `written` stands."""
        return self._copy.error(self.next(written), what, code)

    def warning(self, written: str, what: str, code: str) -> Problem:
        """Make a warning placed where `written` stands."""
        return self._copy.warning(self.next(written), what, code)


def _filled(hole: Link | Anchor, inner: str) -> Link | Anchor:
    if isinstance(hole, Anchor):
        return Anchor(hole.id, inner, hole.attributes)
    return Link(hole.kind, hole.target, inner, hole.fragment, attributes=hole.attributes)


def _joined(written: Iterable[Piece]) -> Iterable[Piece]:
    text: list[str] = []
    for piece in written:
        if isinstance(piece, str):
            text.append(piece)
            continue
        if joined := "".join(text):
            yield joined
        text.clear()
        yield piece
    if joined := "".join(text):
        yield joined


def _single_ids(html: str, holes: Holes) -> tuple[str, set[str], list[Problem]]:
    """Return the HTML with each id once and without spaces, and the ids."""
    if ' id="' not in html:
        return html, set(), []
    ids: set[str] = set()
    problems: list[Problem] = []

    def single(match: re.Match[str]) -> str:
        id = "-".join(unescape(match[2]).split())
        if id in ids:
            bare = id.removeprefix(address.PREFIX)
            what = f"the id {quoted(bare)} is used twice in this text; the second is left out, give it another name"
            problems.append(holes.copy.warning(max(holes.copy.text.rfind(bare), 0), what, "duplicate-id"))
        if not id or id == address.PREFIX or id in ids:
            return match[1] + match[3]
        ids.add(id)
        return f'{match[1]} id="{escape(id)}"{match[3]}'

    return _ID.sub(single, html), ids, problems


def _strays(html: str, holes: Holes) -> Iterable[str]:
    """Yield the statements whose mark is in the HTML elsewhere than in a paragraph of its own."""
    for number, (found, _, _) in enumerate(holes.found):
        if isinstance(found[0], Quote):
            mark = f"{holes.mark}{number}z"
            if html.count(mark) != html.count(f"<p>{mark}</p>") or html.count(mark) > 1:
                yield found[0].id


def _whole_marks(html: str, holes: Holes) -> str:
    """Put back as they were written the citations that ended up in an attribute, where no hole can be."""
    if holes.mark not in html:
        return html

    def back(match: re.Match[str]) -> str:
        link = _LINK.match(match[0])
        if link and link[1] == holes.mark and isinstance(holes.found[int(link[2])][0][0], Link):
            return match[0]
        return _MARK.sub(written, match[0])

    def written(match: re.Match[str]) -> str:
        return escape(holes.found[int(match[2])][2]) if match[1] == holes.mark else match[0]

    return _MARKED_TAG.sub(back, html)


def _attributes(text: str) -> dict[str, str]:
    return dict(_ATTRIBUTE.findall(text))


def _html(attributes: dict[str, str]) -> str:
    return " ".join(f'{name}="{value}"' for name, value in attributes.items())


# It begins with a character out of two, so that the search passes over all others quickly.
_EVENT = re.compile(
    r"[<f](?:(?<=<)(?:a(?P<a>(?:\s[^<>]*)?)>|(?P<end>/a>)|img(?P<img>(?:\s[^<>]*)?)>|h(?P<heading>[1-6](?:\s[^<>]*)?)>"
    r"|p>(?P<quote>fiche[0-9a-f]{16}x[0-9]+z)</p>"
    r"|(?P<close>/h[1-6]>)|(?P<raw>(script|style)\b[^<>]*>.*?</\8>))|(?P<mark>(?<=f)iche[0-9a-f]{16}x[0-9]+z))",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"\s([^\s=\"<>]+)(?:=\"([^\"]*)\")?")
_ID = re.compile(r"(<[a-z][^<>]*?) id=\"([^\"]*)\"([^<>]*>)")
_TAG = re.compile(r"<[^<>]*>")
# A mark, of this text or of another's; the library may have left the backslash of one in an attribute.
_MARK = re.compile(r"\\?(fiche[0-9a-f]{16}x)([0-9]+)z")
_LINK = re.compile(rf'<a href="{_MARK.pattern[3:]}"')
_EMPTY_LINK = re.compile(r'<a href="(fiche[0-9a-f]{16}x[0-9]+z)"[^<>]*></a>')
_MARKED_TAG = re.compile(r"<[^<>]*fiche[0-9a-f]{16}x[0-9]+z[^<>]*>")
# What only a character reference can have brought in by now; HTML forbids these characters in any way.
_STRAY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
