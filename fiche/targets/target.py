"""What every target fulfils: to say what is online, to send what differs, and to go back.

Owns the protocol and its words; each file beside this one is a target. What holds for all of them:

* What is online is read from the place itself. Local memory may make that quicker, never replace it.
* `send` compares and swaps: it goes ahead only if what is online is still what `standing` said, so that of two publishers
  at once the second is told. It sends `Changes.sent` in order and removes `Changes.gone` last, so that readers never follow
  a link to what is not there yet, and whoever is stopped in the middle leaves a place that `standing` can judge.
* Nothing is deleted or overwritten that we did not put there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from fiche.built import Built
from fiche.changes import Changes
from fiche.destination import Destination
from fiche.value import Value


class Failed(Exception):
    """Something outside failed: the network, the disk, rights. What, and what to do."""


class Overtaken(Failed):
    """Someone else has published since `standing` looked, or is doing so."""

    def __init__(self, place: str) -> None:
        super().__init__(f"someone else has published to {place} in the meantime; look again: fiche publish --dry-run")


class Refused(Exception):
    """The place is not ours to write to. What is there, and what to do."""


class Manifest(Value, frozen=True):
    """What a place holds. Two manifests that are equal mean that nothing has happened in between."""

    release: str
    """How the place names this state; empty where nothing has been published yet."""
    files: dict[str, str]
    """Each file of ours, and its digest as the place reckons it (`Host.digests`)."""
    unsure: frozenset[str] = frozenset()
    """Files of which nobody knows whether they are old or new, since a publisher was stopped in the middle."""
    foreign: tuple[str, ...] = ()
    """Files of other hands that readers find there, and will not after the next `send`."""


NOTHING = Manifest("", {})
"""What a new place holds."""


class Surroundings(NamedTuple):
    """What a target may know of where it runs. Only the command line asks the machine."""

    home: Path
    """The folder that holds `content/`: paths of destinations are meant from here."""
    own: Path
    """`.fiche`, as secret as the content, where what can be found out again may be kept."""
    now: datetime
    environ: Mapping[str, str]
    inputs: tuple[Path, ...]
    """Folders that nothing may be published into: what the site is made from, and where it is made."""

    def place(self, written: str) -> Path:
        """Return a path as an editor means it: from the folder that holds `content/`, or with `~/` from that of his own."""
        return located(written, self.home, self.environ)


def located(written: str, home: Path, environ: Mapping[str, str]) -> Path:
    """Return the path that is written in `site.yaml`."""
    own = environ.get("HOME", "") if written.startswith("~/") else ""
    return Path(own, written[2:]) if own else home / written


def advised(said: str, advice: str) -> str:
    """Put what to do behind what another program said, which may have ended its sentence."""
    return f"{said.removesuffix('.')}; {advice}" if advice else said


Told = Callable[[int, int], object]
"""Is told how many files have been dealt with, and of how many."""


class Host(Protocol):
    """A target that has been opened."""

    @property
    def where(self) -> str:
        """Name it, as an editor would: a path, an address."""
        ...

    def digests(self, site: Built) -> Mapping[str, str]:
        """Return each file of a site with its digest as the place reckons it, to be compared with a manifest's."""
        ...

    def standing(self) -> Manifest:
        """Return what is online. Raises `Refused` where the place is another's."""
        ...

    def before(self) -> Manifest | None:
        """Return what was online before that, if it is still there to go back to."""
        ...

    def read(self, manifest: Manifest, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the bytes of files of a manifest; what cannot be read is left out."""
        ...

    def send(self, changes: Changes, site: Built, online: Manifest, told: Told) -> Manifest:
        """Make the site be online, where `online` is; return what is online then. Raises `Overtaken`."""
        ...

    def undo(self, online: Manifest, earlier: Manifest) -> Manifest:
        """Make `earlier` be online again, where `online` is. Raises `Overtaken`."""
        ...


class Target(NamedTuple):
    """A kind of place."""

    settings: type
    """The value of `destination` that tells of one."""
    open: Callable[[Destination, Surroundings], AbstractContextManager[Host]]
