"""A theme: the texts of its templates and the static files beside them, as they were read.

A site's own `templates/` files stand before the default theme's, one by one. What the texts mean is `templates`' business.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from fiche.model import Source
from fiche.problem import Checked, Place, Problem, error, in_order
from fiche.scan import source_of
from fiche.value import Value

STATIC = "static/"


class Templates(Value, frozen=True):
    """The texts of all templates, and the static files beside them."""

    texts: tuple[tuple[str, str], ...]
    """Name and text, sorted by name."""
    origins: tuple[tuple[str, str], ...]
    """Name and file, for messages."""
    static: tuple[tuple[str, Source, str], ...]
    """Address, source and file."""

    def text(self, name: str) -> str | None:
        """Return the text of a template, or None if there is none of that name."""
        return dict(self.texts).get(name)


def glance(folders: Sequence[Path]) -> tuple[tuple[object, ...], ...]:
    """Return what the file system says of all files in some folders: while that is the same, so most likely are they."""
    found = []
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            with suppress(OSError):
                status = file.stat()
                found.append((file, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino))
    return tuple(found)


def load(folders: Sequence[Path]) -> Checked[Templates]:
    """Read the templates of some folders; a file of an earlier folder hides that of a later one."""
    texts: dict[str, tuple[str, str]] = {}
    static: dict[str, tuple[Source, str]] = {}
    problems: list[Problem] = []
    for folder in folders:
        top = folder.resolve()
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder).as_posix()
            if not file.is_file() or any(
                part.startswith((".", "__")) or part.endswith("~") for part in name.split("/")
            ):
                continue
            shown = f"{folder.name}/{name}"
            if not file.resolve().is_relative_to(top):
                what = "the symbolic link leads out of the templates; copy the file"
                problems.append(error(Place(shown), what, "link-outside"))
            elif name.startswith(STATIC):
                static.setdefault(name, (source_of(file, name), str(file)))
            elif name not in texts:
                try:
                    texts[name] = (file.read_text("utf-8").removeprefix("\ufeff"), shown)
                except UnicodeDecodeError:
                    problems.append(
                        error(Place(shown), "the template is not UTF-8 text; save it as UTF-8", "template-encoding")
                    )
    templates = Templates(
        texts=tuple((name, text) for name, (text, _) in sorted(texts.items())),
        origins=tuple((name, shown) for name, (_, shown) in sorted(texts.items())),
        static=tuple((name, source, file) for name, (source, file) in sorted(static.items())),
    )
    return Checked(templates, in_order(problems))
