"""An entry added to a list in a file's header, as text: comments, order, quotes and the way the list is written stay.

Owns no YAML: it proposes a change where the list seems to end, and reads the result. Only a change after which the file says
what it said before, and the new entry last in its list, is a fix; where none is found, there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fiche import header, uses
from fiche.checks.page import Page
from fiche.header import Map, Node, Scalar, Seq
from fiche.problem import Edit, Place
from fiche.value import replace

_NEAR = 20
"""Lines after the last entry in which a list may be closed."""


def listed_too(page: Page, name: str, entry: str, among: Sequence[str] = ()) -> tuple[Edit, ...]:
    """Return the edit that adds an entry to a list of a brief's header; where there is no list yet, all of `among` at once."""
    was = _header(page)
    if was is None:
        return ()
    listed = uses.field(was, name)
    added = [entry] if isinstance(listed, Seq) and listed.nodes else list(dict.fromkeys((*among, entry)))
    if isinstance(listed, Seq) and listed.nodes:
        proposed = _longer(page, listed, entry)
    elif listed is None:
        proposed = _begun(page, name, added)
    elif isinstance(listed, Seq):
        proposed = iter([Edit(_after(listed.place, 1), "", ", ".join(added))])
    else:
        return ()
    texts = [*(_entries(listed) or ()), *added]
    fits = (edit for edit in proposed if _says(page, edit, was, name, texts))
    if isinstance(listed, Seq) and listed.nodes:  # another entry may be added at the same place
        fits = (e for e in fits if _says(page, replace(e, new=e.new * 2), was, name, [*texts, entry]))
    return next(((edit,) for edit in fits), ())


def _longer(page: Page, listed: Seq, entry: str) -> Iterator[Edit]:
    """Propose where one more entry might go: before a bracket, or on a line of its own."""
    last = max(header.places(listed.nodes[-1]))
    first = listed.nodes[0].place
    opening = page.lines[listed.place.line - 1][listed.place.column - 1 : listed.place.column]
    for number in range(last.line, min(last.line + _NEAR, page.body)):
        line = page.lines[number - 1]
        if opening == "[":
            since = last.column - 1 if number == last.line else 0
            for column in (at for at in range(since, len(line)) if line[at] == "]"):
                text = line[:column].rstrip().removesuffix(",").rstrip()  # so that one may follow the other
                yield Edit(Place(page.path, number, len(text) + 1), "", f", {entry}")
        else:
            dash = page.lines[first.line - 1].rfind("-", 0, first.column - 1)
            marked = page.lines[first.line - 1][: dash + 1]
            gap = page.lines[first.line - 1][dash + 1 : first.column - 1]
            yield Edit(Place(page.path, number, len(line) + 1), "", f"\n{marked}{gap}{entry}")


def _begun(page: Page, name: str, entries: Sequence[str]) -> Iterator[Edit]:
    """Propose a list before the end of the header."""
    closing = Place(page.path, page.body, 1)
    yield Edit(closing, "", f"{name}:\n" + "".join(f"  - {entry}\n" for entry in entries))
    yield Edit(closing, "", f"{name}: [{', '.join(entries)}]\n")


def _after(place: Place, signs: int) -> Place:
    return Place(place.path, place.line, place.column + signs)


# --------------------------------------------------------------------------- reading back


def _says(page: Page, edit: Edit, was: Map, name: str, entries: Sequence[str]) -> bool:
    """Say whether the header, edited, is what it was but for the list, and that has these entries, its old ones as before."""
    lines = list(page.lines)
    line = lines[edit.place.line - 1]
    at = edit.place.column - 1
    lines[edit.place.line - 1] = line[:at] + edit.new + line[at + len(edit.old) :]
    now = _header(Page(page.path, tuple("\n".join(lines).split("\n")), page.body))
    if now is None:
        return False
    old, new = ({key.text: value for key, value in node.pairs} for node in (was, now))
    rest = {key: _plain(value) for key, value in new.items() if key != name}
    same = {key: _plain(value) for key, value in old.items() if key != name} == rest
    before, after = (_nodes(node.get(name)) for node in (old, new))
    kept = [_plain(node) for node in after[: len(before)]] == [_plain(node) for node in before]
    return same and kept and entries == _entries(new.get(name))


def _header(page: Page) -> Map | None:
    """Return the header of a file; None if it has mistakes."""
    read = header.read(page.path, "\n".join(page.lines).encode())
    return read.value.node if read.value is not None and read.ok else None


def _nodes(node: Node | None) -> Sequence[Node]:
    return node.nodes if isinstance(node, Seq) else ()


def _entries(node: Node | None) -> list[str] | None:
    return [one.text if isinstance(one, Scalar) else "" for one in _nodes(node)]


def _plain(node: Node) -> object:
    """Return what a node says, without its places."""
    if isinstance(node, Scalar):
        return node.text, node.quoted, node.cut
    if isinstance(node, Seq):
        return [_plain(one) for one in node.nodes]
    return [(key.text, _plain(value)) for key, value in node.pairs]
