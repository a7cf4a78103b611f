"""YAML with places: front matter and register files as nodes that know their line and column.

Owns the encoding of a file, the search for its header, and YAML itself (PyYAML lives here and nowhere else). A scalar
is the text the author wrote: `no`, `12:30` and `1.10` stay themselves, since YAML 1.1 would make a truth value, a
number of seconds and 1.1 of them. What a field may hold is left to `fields`, what fields there are to `forms`, what a
line that YAML cannot read means to `syntax`. It fails closed: a file whose header is in doubt is refused, never read as
one without a header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

import yaml

from fiche.problem import Checked, Place, Problem, error, has_errors, in_order, quoted, warning
from fiche.syntax import Trouble, explain, parts_of, starter
from fiche.value import Value

HEADER_LIMIT = 64 * 1024
"""Bytes of the largest header in a Markdown file."""
FILE_LIMIT = 4 * 1024 * 1024
"""Bytes of the largest YAML file."""
DEPTH_LIMIT = 16
"""How deep lists and mappings may stand in one another."""

_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


# --------------------------------------------------------------------------- nodes


class Scalar(Value, frozen=True):
    """A text as the author wrote it, quotes and escapes undone."""

    text: str
    place: Place
    quoted: bool = False
    cut: bool = False
    """A comment follows on its last line: ` #` may have cut the text short."""


class Seq(Value, frozen=True):
    """A list."""

    nodes: tuple[Node, ...]
    place: Place


class Map(Value, frozen=True):
    """A mapping, in the author's order; each key stands once."""

    pairs: tuple[tuple[Scalar, Node], ...]
    place: Place


Node = Scalar | Seq | Map


class Document(Value, frozen=True):
    """A Markdown file: its header, and its body with the line where it starts."""

    node: Map
    body: str
    line: int
    """Number of the body's first line in the file, from 1."""
    lines: tuple[str, ...] = ()
    """The lines of the file up to the end of its header, for excerpts."""


class Records(Value, frozen=True):
    """A YAML file: one mapping, or a list of them."""

    nodes: tuple[Map, ...]
    listed: bool
    """Whether the file holds a list."""
    lines: tuple[str, ...] = ()
    """The lines of the file, for excerpts."""


def excerpt(lines: Sequence[str], place: Place) -> str:
    """Return the line of a place, or nothing if it is not among `lines`."""
    return lines[place.line - 1] if 0 < place.line <= len(lines) else ""


# --------------------------------------------------------------------------- files

_OPEN = re.compile(r"(?:[ \t]*\n)*---[ \t]*(?:\n|\Z)")
_CLOSE = re.compile(r"^---[ \t]*$", re.MULTILINE)


def read(path: str, data: bytes) -> Checked[Document | None]:
    """Read a Markdown file: a header between two lines `---`, then the body.

    Line ends LF, CRLF and CR are one; a byte order mark and blank lines before the header are allowed. With a value and
    errors, the header could be read in part: enough to report what else is wrong in it.
    """
    text, problem = _decode(path, data)
    if text is None or problem is not None:
        return Checked(None, (problem,) if problem else ())
    opened = _OPEN.match(text)
    if opened is None:
        return Checked(None, (_without_header(path, text),))
    first = text.count("\n", 0, opened.end()) + 1
    closed = _CLOSE.search(text, opened.end())
    if closed is None:
        return Checked(None, (_unclosed(path, text, first),))
    header = text[opened.end() : closed.start()]
    if len(header.encode()) > HEADER_LIMIT:
        what = f"the header is larger than {HEADER_LIMIT // 1024} KiB; keep it short and move the text to the body"
        return Checked(None, (error(Place(path, first - 1, 1), what, "header-size", "---"),))
    lines = tuple(text[: closed.end()].split("\n"))
    nodes, problems = _Composer(path, header, first, lines).compose()
    node, problem = _one_mapping(path, nodes, first, lines)
    if node is None:
        return Checked(None, in_order([*problems, *([problem] if problem and not has_errors(problems) else [])]))
    body = text[closed.end() + 1 :]
    problems += _second_header(path, text, closed.end() + 1, len(lines) + 1)
    return Checked(Document(node, body, len(lines) + 1, lines), in_order(problems))


def read_yaml(path: str, data: bytes) -> Checked[Records | None]:
    """Read a YAML file that holds one mapping or a list of mappings."""
    if len(data) > FILE_LIMIT:
        what = f"the file is larger than {FILE_LIMIT // 1024 // 1024} MiB; split it into several"
        return Checked(None, (error(Place(path), what, "header-size"),))
    text, problem = _decode(path, data)
    if text is None or problem is not None:
        return Checked(None, (problem,) if problem else ())
    lines = tuple(text.split("\n"))
    nodes, problems = _Composer(path, text, 1, lines).compose()
    if len(nodes) == 1 and isinstance(nodes[0], Seq):
        entries = nodes[0].nodes
        maps = tuple(entry for entry in entries if isinstance(entry, Map))
        what = "each entry of the list must be a mapping of keys and values: `- id: …`"
        strays = [entry for entry in entries if not isinstance(entry, Map)]
        problems += [error(s.place, what, "header-shape", excerpt(lines, s.place)) for s in strays]
        return Checked(Records(maps, listed=True, lines=lines), in_order(problems))
    node, problem = _one_mapping(path, nodes, 1, lines)
    if node is None:
        return Checked(None, in_order([*problems, *([problem] if problem and not has_errors(problems) else [])]))
    return Checked(Records((node,), listed=False, lines=lines), in_order(problems))


def read_mapping(text: str, place: Place) -> Checked[Map | None]:
    """Read a mapping in braces that stands at a place of a text; its lines have their columns, from the left edge on."""
    lines = ("",) * (place.line - 1) + tuple(text.split("\n"))
    if len(text.encode()) > HEADER_LIMIT:
        what = f"the mapping is larger than {HEADER_LIMIT // 1024} KiB; make it shorter"
        return Checked(None, (error(place, what, "header-size"),))
    nodes, problems = _Composer(place.path, text, place.line, lines).compose()
    if len(nodes) == 1 and isinstance(nodes[0], Map):
        return Checked(nodes[0], in_order(problems))
    what = "no mapping can be read here; write {speaker: …, date: …}"
    return Checked(
        None, in_order(problems if has_errors(problems) else [*problems, error(place, what, "header-shape")])
    )


def _one_mapping(path: str, nodes: list[Node], first: int, lines: tuple[str, ...]) -> tuple[Map | None, Problem | None]:
    """Return the mapping that a file's YAML must be, or say what it is instead."""
    if len(nodes) == 1 and isinstance(nodes[0], Map):
        return nodes[0], None
    place = nodes[0].place if nodes else Place(path, min(first, len(lines)), 1)
    what = "the header is empty; it needs at least `title: …` and `date: …`"
    if path.endswith(".yaml"):
        what = "the file is empty; write `key: value` lines"
    code = "header-empty"
    if nodes:
        shape = "this is a list" if isinstance(nodes[0], Seq) else "this is a text; write a space after the colon"
        what, code = f"the header must be `key: value` lines, but {shape}", "header-shape"
    return None, error(place, what, code, excerpt(lines, place))


# --------------------------------------------------------------------------- encoding

_CODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def _decode(path: str, data: bytes) -> tuple[str | None, Problem | None]:
    """Return the text with one kind of line end and no byte order mark, or say why there is none."""
    for mark, name in _CODINGS:
        if data.startswith(mark):
            return None, error(Place(path), f"the file is encoded in {name}; save it as UTF-8", "encoding")
    data = data.removeprefix(b"\xef\xbb\xbf")
    nul = data.find(b"\0")
    if nul >= 0:
        place, line = _point(path, data, nul)
        what = "the file holds a NUL byte: it is no text, or is encoded in UTF-16; save it as UTF-8"
        return None, error(place, what, "encoding", line)
    try:
        text = data.decode()
    except UnicodeDecodeError as failure:
        place, line = _point(path, data, failure.start)
        byte = f"0x{data[failure.start]:02x}"
        what = f"byte {byte} is not UTF-8: the file is perhaps in Latin-1 or Windows-1252; save it as UTF-8"
        return None, error(place, what, "encoding", line)
    return text.replace("\r\n", "\n").replace("\r", "\n"), None


def _point(path: str, data: bytes, offset: int) -> tuple[Place, str]:
    """Return the place of a byte, and its line, by the same line ends as in texts."""
    before = data[:offset].decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    after = re.split(rb"[\r\n]", data[offset : offset + 400], maxsplit=1)[0].decode(errors="replace")
    line = before[before.rfind("\n") + 1 :]
    return Place(path, before.count("\n") + 1, len(line) + 1), line + after


# --------------------------------------------------------------------------- files without a header

_FOREIGN = (
    (re.compile(r"\+\+\+"), "the header is TOML (`+++`); write it as YAML between two lines `---`", "header-toml"),
    (re.compile(r";;;|\{"), "the header is JSON; write it as YAML between two lines `---`", "header-json"),
    (re.compile(r"```|~~~"), "the header is in a code fence; put it between two lines `---`", "header-fence"),
    (
        re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+---"),
        "there are spaces or invisible characters before `---`; `---` must stand at the start of its line",
        "header-before",
    ),
    (re.compile(r"---"), "the first line must be `---` and nothing else", "header-fence"),
)


def _without_header(path: str, text: str) -> Problem:
    """Say why a file has no header, at its first line that is not blank."""
    lines = text.split("\n", maxsplit=1000)
    number = next((n for n, line in enumerate(lines[:1000]) if line.strip(" \t")), 0)
    line, place = lines[number], Place(path, number + 1, 1)
    for pattern, what, code in _FOREIGN:
        if pattern.match(line):
            return error(place, what, code, line)
    if not text.strip():
        what = "the file is empty; it needs a header between two lines `---`"
        return error(Place(path, 1, 1), what, "header-missing")
    if _CLOSE.search(text):
        what = f"there is text before the header: {quoted(line)}; the first line must be `---`"
        return error(place, what, "header-before", line)
    what = "the file has no header; it must start with a line `---`, then `title: …` and `date: …`, then a line `---`"
    return error(place, what, "header-missing", line)


def _unclosed(path: str, text: str, first: int) -> Problem:
    """Say that the closing line is missing, pointing at what may have been meant for it."""
    lines = text.split("\n", maxsplit=first + 1000)
    for number, line in enumerate(lines[first - 1 : -1] if len(lines) > first + 1000 else lines[first - 1 :], first):
        if re.match(r"\s*(?:-{2,}|\.\.\.|—+|–+)\s*$", line):
            what = f"the header is closed by {quoted(line.rstrip())}; close it by a line `---`"
            return error(Place(path, number, 1), what, "header-unclosed", line)
    opening = lines[first - 2]
    what = "the header is never closed; put a line `---` after its last line"
    return error(Place(path, first - 1, 1), what, "header-unclosed", opening)


_GATED = re.compile(r"[ \t]*(?:draft|status|marking|tlp|embargo|expires|ednote|title|date)[ \t]*:", re.IGNORECASE)


def _second_header(path: str, text: str, start: int, number: int) -> list[Problem]:
    """Refuse a body that starts with what looks like more header: a marking in it must not be taken for words."""
    if text.find("\n---", start - 1) < 0:
        return []
    closed = _CLOSE.search(text, start, start + HEADER_LIMIT)
    lines = text[start : closed.start()].rstrip("\n").split("\n") if closed else []
    if not lines or not all(re.match(r"[ \t]*(?:[\w-]+[ \t]*:(?:\s|$)|- |#|$)|[ \t]+\S", line) for line in lines):
        return []
    found = next((n for n, line in enumerate(lines) if _GATED.match(line)), None)
    if found is None:
        return []
    what = "a second header seems to start here; put all fields between the first pair of `---`"
    return [error(Place(path, number + found, 1), what, "yaml-documents", lines[found])]


# --------------------------------------------------------------------------- YAML to nodes

# Neither a text nor XML may hold these; YAML 1.1 allows some of them, by escapes.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u180e\u200b\u2060\ufeff]")
# Parsers differ in what they make of these (line ends to some, white space to others): they are stood in for.
_UNEVEN = "\t\u2028\u2029\ufeff"


def _blank_ends(text: str) -> str:
    """Replace tabs at the ends of lines by spaces; every column stays where it is."""
    return "\n".join(line.rstrip(" \t").ljust(len(line)) for line in text.split("\n"))


class _Mark(Protocol):
    """A point in a text, from 0, as both parsers have it."""

    line: int
    column: int


class _Composer:
    """One reading of a YAML text: nodes from the parser's events, and what is wrong, until the end of the text."""

    def __init__(self, path: str, text: str, first: int, lines: tuple[str, ...]) -> None:
        self._path = path
        self._first = first
        self._lines = lines
        self._text = _blank_ends(text) if "\t" in text else text
        self._problems: list[Problem] = []
        self._roots: list[Node] = []
        self._open: list[tuple[Place, list[Node], bool]] = []
        self._linked = False
        self._commented = "#" in text
        self._original: dict[int, str] = {}

    def compose(self) -> tuple[list[Node], list[Problem]]:
        """Return the root nodes (one, if all is well) and the problems."""
        if not self._clean():
            return [], self._problems
        try:
            for event in yaml.parse(self._stand_in(), Loader=_LOADER):
                if not self._take(event):
                    return [], self._problems
        except yaml.MarkedYAMLError as failure:
            self._misread(failure)
            return [], self._problems
        except (ValueError, OverflowError):
            # The pure parser lets `chr` refuse an escape beyond Unicode.
            beyond = re.search(r"\\U(?!000|0010)", self._text)
            place = self._point(beyond.start() if beyond else 0)
            self._say(place, "the escape is no character; write the character itself", "yaml-escape")
            return [], self._problems
        return self._roots, self._problems

    def _clean(self) -> bool:
        """Refuse what no parser should see: control characters, and tabs that indent."""
        found = _CONTROL.search(self._text)
        if found:
            place = self._point(found.start())
            what = f"the header holds the control character U+{ord(found[0]):04X}; take it out"
            self._say(place, what, "header-control")
        tab = re.search(r"^ *(\t)", self._text, re.MULTILINE) if "\t" in self._text else None
        if tab:
            self._say(self._point(tab.start(1)), "the line is indented with a tab; use spaces", "yaml-tab")
        may_be = "%" in self._text or "..." in self._text
        directive = re.search(r"^(?:%|\.\.\.[ \t]*$)", self._text, re.MULTILINE) if may_be else None
        if directive:
            written = "%…" if directive[0] == "%" else "..."
            what = f"a line {quoted(written)} is not for headers; take it out"
            self._say(self._point(directive.start()), what, "yaml-documents")
        return not found and not tab and not directive

    def _stand_in(self) -> str:
        """Give each character that parsers treat unevenly a stand-in that the text does not use."""
        present = [c for c in _UNEVEN if c in self._text]
        if not present:
            return self._text
        free = (code for code in range(0xE000, 0xF8FF) if chr(code) not in self._text)
        self._original = {next(free): c for c in present}
        return self._text.translate({ord(c): code for code, c in self._original.items()})

    def _take(self, event: yaml.Event) -> bool:
        """Take one event in; say whether to go on."""
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event))
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._marked(event)
            place = self._place(event.start_mark)
            if len(self._open) == DEPTH_LIMIT:
                what = f"lists and mappings stand more than {DEPTH_LIMIT} deep in one another; write it flatter"
                self._say(place, what, "yaml-depth")
                return False
            self._open.append((place, [], isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            place, nodes, is_map = self._open.pop()
            self._add(self._map(place, nodes) if is_map else Seq(tuple(nodes), place))
        elif isinstance(event, yaml.AliasEvent):
            self._link(event, "aliases")
            self._add(Scalar("", self._place(event.start_mark)))
        elif isinstance(event, yaml.DocumentStartEvent) and self._roots:
            what = "a second YAML document starts here; one file holds one, between one pair of `---`"
            self._say(self._place(event.start_mark), what, "yaml-documents")
            return False
        return True

    def _add(self, node: Node) -> None:
        (self._open[-1][1] if self._open else self._roots).append(node)

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        self._marked(event)
        place, is_quoted = self._place(event.start_mark), bool(event.style)
        text: str = event.value.translate(self._original) if self._original else event.value
        if not is_quoted:
            if self._original:
                self._tabbed(text, place)
                text = text.strip("\t")
            cut = self._commented and self._cuts(event)
            self._hidden(text, place)
            self._swallowed(place, self._place(event.end_mark))
            return Scalar(text, place, quoted=False, cut=cut)
        if event.style in ("|", ">") and re.match(r".[-+0-9]*#", excerpt(self._lines, place)[place.column - 1 :]):
            # The C parser takes what follows for a comment, and the text for an empty one.
            raise yaml.MarkedYAMLError(problem="a block text", problem_mark=event.start_mark)  # type: ignore[arg-type]
        found = _CONTROL.search(text)
        if found and "\ud800" <= found[0] <= "\udfff":
            # The C parser refuses this escape by itself, in these words.
            context = "while parsing a quoted scalar"
            raise yaml.MarkedYAMLError(context, event.start_mark, "invalid escape")  # type: ignore[arg-type]
        if found:
            what = f"the text holds U+{ord(found[0]):04X}, which no page can show; take the escape out"
            self._say(place, what, "yaml-escape")
        self._hidden(text, place)
        return Scalar(text, place, quoted=True, cut=self._commented and self._cuts(event, glued=True))

    def _tabbed(self, text: str, place: Place) -> None:
        """Refuse the tabs that YAML 1.2 would read as white space and YAML 1.1 does not."""
        if ":\t" in text or "\t#" in text:
            self._say(place, "there is a tab after a colon or before `#`; write a space instead", "yaml-tab")

    def _swallowed(self, start: Place, end: Place) -> None:
        """Refuse list entries that YAML would read as more words of the text above them."""
        for number in range(start.line + 1, end.line + 1):
            line = self._lines[number - 1]
            if line.lstrip(" ").startswith("- "):
                what = "this entry belongs to the text above it, not to a list; move that text to an entry of its own"
                self._say(Place(self._path, number, line.index("-") + 1), what, "yaml-list")
                return

    def _cuts(self, event: yaml.ScalarEvent, *, glued: bool = False) -> bool:
        """Say whether a comment follows that may be meant as text: after a space, or `glued` to a closing quote."""
        end = self._place(event.end_mark)
        rest = self._lines[end.line - 1][end.column - 1 :]
        return rest.startswith("#") if glued else rest.lstrip(" \t").startswith("#")

    def _hidden(self, text: str, place: Place) -> None:
        """Warn of characters that nobody sees and that change what is read (after Unicode Technical Report 36)."""
        if text.isascii():
            return
        for pattern, what, code in (
            (_BIDI, "changes the direction of the text around it", "text-bidi"),
            (_INVISIBLE, "cannot be seen", "text-invisible"),
        ):
            found = pattern.search(text)
            if found:
                sign = f"U+{ord(found[0]):04X}"
                message = f"{quoted(text)} holds {sign}, which {what}; take it out if it came with a paste"
                self._problems.append(warning(place, message, code, excerpt(self._lines, place)))

    def _map(self, place: Place, nodes: list[Node]) -> Map:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._say(key.place, "a key must be a text, not a list or mapping", "yaml-key")
            elif not key.text:
                self._say(key.place, "a key is missing before the colon", "yaml-key")
            elif key.text == "<<" and not key.quoted:
                self._say(key.place, "merge keys (`<<`) are not allowed; write the keys out", "yaml-alias")
            elif key.text in pairs:
                earlier = pairs[key.text][0].place
                what = f"{quoted(key.text)} stands twice: here and on line {earlier.line}; keep one of them"
                self._say(key.place, what, "yaml-duplicate")
            else:
                pairs[key.text] = (key, value)
        return Map(tuple(pairs.values()), place)

    def _marked(self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        """Refuse a tag or an anchor on a node."""
        if event.anchor is not None:
            self._link(event, "anchors")
        if event.tag is not None:
            place = self._place(event.start_mark)
            head, value = self._around(place)
            plain = value.startswith("!") and not value.startswith("!!") and not event.tag.startswith("tag:")
            what = starter("!", head, value) if plain else "YAML tags (`!…`) are not allowed; write the value alone"
            self._say(place, what, "yaml-tag")

    def _link(self, event: yaml.NodeEvent, kind: str) -> None:
        """Refuse anchors and aliases, the first for all: a bomb is made of them."""
        if self._linked:
            return
        self._linked = True
        place = self._place(event.start_mark)
        head, value = self._around(place)
        if value[:1] in ("*", "&"):
            self._say(place, starter(value[0], head, value), "yaml-alias")
        else:
            self._say(place, f"YAML {kind} are not allowed; write the value out", "yaml-alias")

    def _around(self, place: Place) -> tuple[str, str]:
        """Split the line of a place before its value, if the value starts right there."""
        head, value = parts_of(excerpt(self._lines, place))
        return (head, value) if len(head) == place.column - 1 else ("", "")

    def _misread(self, failure: yaml.MarkedYAMLError) -> None:
        """Report where the parser gave up."""
        mark = failure.problem_mark or failure.context_mark
        start = failure.context_mark
        if any(problem.code == "yaml-tab" for problem in self._problems):
            return
        lines = self._lines[self._first - 1 :]
        words = f"{failure.context or ''} {failure.problem or ''}".lower()
        begun = (start.line, start.column) if start else None
        mistake = explain(lines, Trouble(mark.line if mark else 0, mark.column if mark else 0, begun, words))
        number = min(self._first + mistake.line, len(self._lines))
        column = mistake.column + 1 if number == self._first + mistake.line else 1
        self._say(Place(self._path, number, column), mistake.what, mistake.code)

    def _say(self, place: Place, what: str, code: str) -> None:
        self._problems.append(error(place, what, code, excerpt(self._lines, place)))

    def _place(self, mark: _Mark | None) -> Place:
        """Return the place of a point in the text; what lies behind its end counts as on its last line."""
        number = self._first + (mark.line if mark else 0)
        if mark is None or number > len(self._lines):
            return Place(self._path, len(self._lines), len(self._lines[-1]) + 1)
        return Place(self._path, number, mark.column + 1)

    def _point(self, offset: int) -> Place:
        before = self._text[:offset]
        line = before.count("\n")
        return Place(self._path, self._first + line, offset - (before.rfind("\n") + 1) + 1)


def places(node: Node) -> Iterator[Place]:
    """Yield the places of a node and of all in it."""
    yield node.place
    if isinstance(node, Seq):
        for part in node.nodes:
            yield from places(part)
    elif isinstance(node, Map):
        for key, value in node.pairs:
            yield key.place
            yield from places(value)
