"""Stage seven, write: the only writer of the output folder.

New bytes are first laid down beside the folder; only when all are there, and nothing is wrong, is each file put in its
place by renaming, and what is no longer planned removed. A file that is not ours is never overwritten or deleted.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from fiche.ledger import Ledger, Line, Standing, Written, save, stat_of, traces_of
from fiche.outputs import Artifact, Listed, Made, turn
from fiche.problem import Checked, Place, Problem, error, in_order, quoted
from fiche.value import replace


def write(
    made: Iterable[Made | Problem],
    ledger: Ledger,
    out: Path,
    *,
    standing: Callable[[], Standing | None] = lambda: None,
    digest_of: Callable[[str], str] = str,
) -> Checked[Written]:
    """Make the output folder hold these files and no other of ours. With any problem it stays as it was.

    `standing` is what the ledger is to say of the whole site, and `digest_of` of a reading, once all is made.
    """
    problems = list(_refusals(ledger, out))
    if problems:
        return Checked(Written(ledger), in_order(problems))
    staging = _staging(out)
    shutil.rmtree(staging, ignore_errors=True)
    try:
        stage = _Stage(ledger, out, staging)
        problems = stage.fill(made)
        problems.extend(_taken(stage.staged, ledger, out))
        if problems:
            return Checked(Written(ledger), in_order(problems))
        traces, readings = traces_of(stage.jobs)
        told = tuple((reading, digest_of(reading)) for reading in readings)
        now = Ledger(ledger.file, stage.lines, readings=told, traces=traces, standing=standing())
        return Checked(_commit(stage, staging, now, ledger, out))
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def misplaced(out: Path, inputs: Iterable[Path]) -> Iterator[Problem]:
    """Refuse an output that is, holds (as the whole disk does) or lies in a folder that is read: asked before anything."""
    place = out.resolve()
    for folder in (each.resolve() for each in inputs):
        if place == folder or place in folder.parents or folder in place.parents:
            how = "is" if place == folder else "holds" if place in folder.parents else "lies in"
            what = (
                f"the output {how} {quoted(str(folder))}, which the site is made from; choose another with “--output”"
            )
            yield error(Place(str(out)), what, "output-place")
            return


def _staging(out: Path) -> Path:
    """Return where new bytes are laid down: on the disk of the output, outside of it where that can be."""
    beside = out.parent.exists() and not os.access(out.parent, os.W_OK)
    return out / ".fiche-new" if beside or os.path.ismount(out) else out.with_name(f".{out.name}.fiche-new")


_ALLOWED = frozenset({"cname"})
"""What a host may want in an output folder before the first build, beside hidden files."""


def _refusals(ledger: Ledger, out: Path) -> Iterator[Problem]:
    """Refuse an output that is not a folder, or one that others use: asked before anything is made."""
    if not out.exists():
        return
    if not out.is_dir():
        yield error(
            Place(str(out)), "the output is not a folder; choose another with “--output”", "output-not-a-folder"
        )
        return
    yield from _not_ours(_strangers(ledger, out), out)


def _taken(staged: Iterable[str], ledger: Ledger, out: Path) -> Iterator[Problem]:
    """Refuse to write where something that is not ours stands."""
    if not os.path.lexists(out):
        return
    staged = list(staged)
    foreign = [path for path in staged if not ledger.owns(path) and _is_taken(out / path, ledger, out)]
    yield from _not_ours(sorted({*foreign, *_links(staged, out)}), out)


def _not_ours(foreign: list[str], out: Path) -> Iterator[Problem]:
    if foreign:
        some = ", ".join(quoted(path) for path in foreign[:3]) + (", …" if len(foreign) > 3 else "")
        what = (
            f"the folder holds {some}, which fiche did not write there; "
            "empty the folder if nothing in it is needed, or choose another with “--output”"
        )
        yield error(Place(str(out)), what, "output-not-ours")


def _strangers(ledger: Ledger, out: Path) -> list[str]:
    """Return what stands in a folder that fiche never wrote to."""
    if ledger.lines or ledger.started:
        return []
    return sorted(name for name in os.listdir(out) if not name.startswith(".") and name.lower() not in _ALLOWED)


def _links(paths: Iterable[str], out: Path) -> list[str]:
    """Return the folders of planned files that are symbolic links: they lead to what is not ours."""
    folders = {"/".join(parts[:n]) for path in paths for parts in [path.split("/")] for n in range(1, len(parts))}
    return sorted(folder for folder in folders if (out / folder).is_symlink())


def _is_taken(place: Path, ledger: Ledger, out: Path) -> bool:
    """Say whether something that is not ours stands at a place; a folder of our files alone is ours."""
    if place.is_dir() and not place.is_symlink():
        return not all(ledger.owns(file.relative_to(out).as_posix()) for file in place.rglob("*") if not file.is_dir())
    return os.path.lexists(place)


class _Stage:
    """New bytes laid down, numbered, and what the ledger is to say of all files."""

    # Paths are texts where each file of a site passes: ten times as quick as objects.
    def __init__(self, ledger: Ledger, out: Path, folder: Path) -> None:
        self.staged: list[str] = []
        self.lines: dict[str, Line] = {}
        self.jobs: list[tuple[str, tuple[str, ...], tuple[tuple[str, str], ...], tuple[Listed, ...]]] = []
        self._ledger = ledger
        self._out = str(out)
        self._folder = str(folder)

    def fill(self, made: Iterable[Made | Problem]) -> list[Problem]:
        """Lay down the bytes that differ from what stands; return what is wrong."""
        problems: list[Problem] = []
        for each in made:
            if isinstance(each, Problem):
                problems.append(each)
                continue
            for artifact in each.artifacts:
                self._take(artifact, laid=not problems)
            files = tuple((artifact.path, artifact.origin) for artifact in each.artifacts)
            self.jobs.append((each.name, each.readings, files, each.listed))
        return problems

    def _take(self, artifact: Artifact, *, laid: bool) -> None:
        if artifact.data is None:
            self.lines[artifact.path] = self._ledger.lines[artifact.path]
            return
        same = _stands(f"{self._out}/{artifact.path}", artifact.data)
        stat = stat_of(self._out, artifact.path) if same else ()
        self.lines[artifact.path] = Line(artifact.key, artifact.digest, stat)
        if not laid or same:
            return
        if not self.staged:
            Path(self._folder).mkdir(parents=True)
        _lay_down(f"{self._folder}/{len(self.staged)}", artifact.data)
        self.staged.append(artifact.path)


def _stands(file: str, data: bytes) -> bool:
    try:
        with open(file, "rb") as stream:
            return os.fstat(stream.fileno()).st_size == len(data) and stream.read() == data
    except OSError:
        return False


def _lay_down(file: str, data: bytes) -> None:
    """Write a file that a web server may read, whatever the umask."""
    with open(file, "xb") as stream:
        os.fchmod(stream.fileno(), 0o644)
        stream.write(data)


def _commit(stage: _Stage, staging: Path, now: Ledger, was: Ledger, out: Path) -> Written:
    """Record what is about to be written, put each file in its place, remove what is no longer planned, record that.

    Files that pages need come before the pages, and pages before what leads to them; deletions are last.
    """
    lines = now.lines
    stale = sorted((was.lines.keys() | was.started) - lines.keys())
    if stage.staged or stale:
        save(replace(was, started=was.started | set(stage.staged), standing=None))
    for path in _in_the_way(stale, lines) if stale else ():
        _remove(out / path, out)
    new = 0
    place, made = str(out), set[str]()
    numbers = {path: number for number, path in enumerate(stage.staged)}
    for path in sorted(stage.staged, key=turn):
        target = f"{place}/{path}"
        _make_folder(target.rpartition("/")[0], place, made)
        new += not os.path.exists(target)
        os.replace(f"{staging}/{numbers[path]}", target)
        lines[path] = replace(lines[path], stat=stat_of(place, path))
    for path in stale:
        _remove(out / path, out)
    save(now)
    return Written(now, new, changed=len(stage.staged) - new, same=len(lines) - len(stage.staged), removed=len(stale))


def _in_the_way(stale: list[str], planned: Mapping[str, Line]) -> list[str]:
    """Return the stale files where a folder must stand now, and those inside a folder where a file must."""
    folders = {"/".join(parts[:n]) for path in planned for parts in [path.split("/")] for n in range(1, len(parts))}
    return [path for path in stale if path in folders or _above(path, planned)]


def _above(path: str, planned: Mapping[str, Line]) -> list[str]:
    parts = path.split("/")
    return [above for n in range(1, len(parts)) if (above := "/".join(parts[:n])) in planned]


def _make_folder(folder: str, out: str, made: set[str]) -> None:
    """Make a folder of the output that a web server may enter, whatever the umask."""
    if folder in made:
        return
    if folder == out:
        Path(out).parent.mkdir(parents=True, exist_ok=True)
    else:
        _make_folder(folder.rpartition("/")[0], out, made)
    if not os.path.isdir(folder):
        os.mkdir(folder)
        os.chmod(folder, 0o755)  # noqa: S103 - a site is for everybody to read
    made.add(folder)


def _remove(file: Path, out: Path) -> None:
    """Remove a file of ours and the folders it leaves empty; what lies behind a symbolic link is not ours."""
    if any(folder.is_symlink() for folder in file.parents if folder != out and folder.is_relative_to(out)):
        return
    if os.path.lexists(file) and not file.is_dir():
        file.unlink()
    for folder in file.parents:
        if folder == out or not folder.is_relative_to(out):
            return
        try:
            folder.rmdir()
        except OSError:
            return
