"""What the tests of targets share: sites of a few files, and a way to publish one."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from fiche.built import Built
from fiche.destination import Destination
from fiche.digest import digest_bytes
from fiche.problem import Place as At
from fiche.publish import compared, returning, sent, taken_back
from fiche.targets import opened
from fiche.targets.target import Surroundings

ONE = {
    "index.html": "<p>One.</p>",
    "a/index.html": "<p>A.</p>",
    "style.css": "p{}",
    "feed.json": "{}",
    ".well-known/security.txt": "Contact: x",
}
TWO = {
    "index.html": "<p>Two.</p>",
    "b/index.html": "<p>B.</p>",
    "style.css": "p{}",
    "feed.json": '{"items": []}',
    ".well-known/security.txt": "Contact: x",
}


def lay(folder: Path, files: dict[str, str | bytes]) -> Built:
    """Make a site of these files, as a build leaves it."""
    told = {}
    for path, text in files.items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
        told[path] = digest_bytes(data)
    return Built(folder, told)


def surroundings(home: Path, **environ: str) -> Surroundings:
    """Return what a target is told of where it runs."""
    (home / "content").mkdir(exist_ok=True)
    now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    return Surroundings(home, home / ".fiche", now, {**os.environ, **environ}, (home / "content", home / "site"))


def destination(to, name: str = "public") -> Destination:
    return Destination(name, to, At("content/site.yaml", 5, 3))


def publish(to, home: Path, files: dict[str, str | bytes], *, site: str = "site", **environ: str):
    """Publish a site of these files, and return what is online then and what was done."""
    built = lay(home / site, files)
    with opened(destination(to), surroundings(home, **environ)) as place:
        plan = compared(destination(to), place, built)
        return sent(plan, place, lambda done, of: None), plan


def undo(to, home: Path, **environ: str):
    with opened(destination(to), surroundings(home, **environ)) as place:
        back = returning(place)
        return back and taken_back(back, place)


def turns(to, home: Path, *sites: dict[str, str | bytes]) -> list[Path]:
    """Publish sites after each other, and return the folders of the releases in `web` that are there then."""
    for n, files in enumerate(sites):
        publish(to, home, files, site=f"turn{n}")
    return sorted(entry for entry in (home / "web/releases").iterdir() if entry.is_dir())


def settled(home: Path) -> None:
    """Wait until nobody publishes to `web`: a far side lets go of it once it has noticed that nobody is there any more."""
    subprocess.run(["flock", home / "web/.fiche-target", "true"], check=True)


def standing(to, home: Path, **environ: str):
    with opened(destination(to), surroundings(home, **environ)) as place:
        return place.standing()


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder, by path."""
    found = {}
    for base, _, names in os.walk(folder):
        for name in names:
            file = Path(base, name)
            found[file.relative_to(folder).as_posix()] = file.read_bytes()
    return found


def as_bytes(files: dict[str, str | bytes]) -> dict[str, bytes]:
    return {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}
