"""The shelf: renditions of pictures once made, so that neither another output nor the preview makes them again.

Owns a folder beside the memo, a sealed file for each rendition under the digest of all it follows from. Like the memo it may be
lost or damaged at any byte. It also has many renditions made at once, since each takes a good part of a second.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from contextlib import suppress
from pathlib import Path

from fiche import sealed
from fiche.executor import in_order
from fiche.model import Source
from fiche.pictures.encode import Unfit, encoded
from fiche.pictures.recipe import Recipe, key_of
from fiche.scan import Changed, file_of, read
from fiche.value import Value

_IDLE = 100
"""Renditions of no use that may lie there, beside as many as are of use."""


class Order(Value, frozen=True):
    """A picture of which renditions are to be made."""

    source: Source
    recipes: tuple[Recipe, ...]


class _Task(Value, frozen=True):
    folder: str
    content: str
    order: Order


class Shelf:
    """Renditions by their keys; without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def rendition(self, source: Source, recipe: Recipe, content: str) -> bytes:
        """Return a rendition of a picture of the content folder, made now if there is none.

        Raises OSError or Changed if the original is not there as it was, and Unfit if it is no sound picture.
        """
        file = self._file(source, recipe)
        kept = sealed.load(file) if file else None
        if kept is not None:
            return kept
        made = encoded(read(file_of(content, source), source), recipe)
        if file:
            with suppress(OSError):  # the disk is full: it is made again next time
                sealed.save(file, made)
        return made

    def fill(self, orders: Iterable[Order], content: str, *, pool: Executor) -> None:
        """Make renditions of several pictures at once, if they can be kept till they are asked for."""
        if self._folder is None:
            return
        wanting = [order for order in orders if not all(map(self._has, _named(order)))]
        if len(wanting) > 1:
            tasks = (_Task(str(self._folder), content, order) for order in wanting)
            for _ in in_order(pool, _fill, tasks):
                pass

    def tidy(self, keys: Iterable[str]) -> None:
        """Forget the renditions that have none of these keys, once they are many."""
        wanted = set(keys)
        with suppress(OSError):
            files = [*self._folder.iterdir()] if self._folder and self._folder.is_dir() else []
            idle = [file for file in files if file.name not in wanted]
            for file in idle if len(idle) > len(wanted) + _IDLE else ():
                file.unlink(missing_ok=True)

    def _has(self, name: str) -> bool:
        return self._folder is not None and (self._folder / name).is_file()

    def _file(self, source: Source, recipe: Recipe) -> Path | None:
        return self._folder / key_of(source, recipe.format, recipe.width) if self._folder else None


def _named(order: Order) -> Iterable[str]:
    return (key_of(order.source, recipe.format, recipe.width) for recipe in order.recipes)


def _fill(task: _Task) -> None:
    shelf = Shelf(Path(task.folder))
    for recipe in task.order.recipes:
        with suppress(OSError, Changed, Unfit):  # who asks for the rendition is told why there is none
            shelf.rendition(task.order.source, recipe, task.content)
