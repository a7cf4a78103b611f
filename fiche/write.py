"""Stage seven, write: the only writer of the output folder.

New bytes are first laid down beside the folder; only when all are there, and nothing is wrong, is each file put in its
place by renaming, and what is no longer planned removed. A file that is not ours is never overwritten or deleted.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fiche.digest import digest_bytes
from fiche.ledger import Ledger, Line, save
from fiche.outputs import Artifact, Job
from fiche.problem import Checked, Place, Problem, error, in_order, quoted


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did to the output folder."""

    ledger: Ledger
    new: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0


def write(
    jobs: Sequence[Job], artifacts: Iterable[Artifact | Problem], ledger: Ledger, out: Path
) -> Checked[Written]:
    """Make the output folder hold the planned files and no other of ours. With any problem it stays as it was."""
    problems = [*_refusals(jobs, ledger, out)]
    if problems:
        return Checked(Written(ledger), in_order(problems))
    staging = out.with_name(f".{out.name}.fiche-new")
    shutil.rmtree(staging, ignore_errors=True)
    try:
        staged, digests, problems = _stage(artifacts, out, staging)
        if problems:
            return Checked(Written(ledger), in_order(problems))
        return Checked(_commit(jobs, staged, digests, ledger, out))
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _refusals(jobs: Sequence[Job], ledger: Ledger, out: Path) -> Iterator[Problem]:
    """Refuse to write where something that is not ours stands."""
    if not out.exists():
        return
    if not out.is_dir():
        yield error(Place(str(out)), "the output is not a folder; choose another with “--output”", "output-not-a-folder")
        return
    foreign = [job.path for job in jobs if not ledger.owns(job.path) and _is_taken(out / job.path, ledger, out)]
    if foreign:
        some = ", ".join(quoted(path) for path in foreign[:3]) + (", …" if len(foreign) > 3 else "")
        what = (
            f"the folder holds {some}, which fiche did not write there; "
            "empty the folder if nothing in it is needed, or choose another with “--output”"
        )
        yield error(Place(str(out)), what, "output-not-ours")


def _is_taken(place: Path, ledger: Ledger, out: Path) -> bool:
    """Say whether something that is not ours stands at a place; a folder of our files alone is ours."""
    if place.is_dir() and not place.is_symlink():
        return not all(ledger.owns(file.relative_to(out).as_posix()) for file in place.rglob("*") if not file.is_dir())
    return os.path.lexists(place)


def _stage(
    artifacts: Iterable[Artifact | Problem], out: Path, staging: Path
) -> tuple[list[tuple[str, Path]], dict[str, str], list[Problem]]:
    """Lay down the bytes that differ from what stands; return where each is, and the digests of all."""
    staged: list[tuple[str, Path]] = []
    digests: dict[str, str] = {}
    problems: list[Problem] = []
    for artifact in artifacts:
        if isinstance(artifact, Problem):
            problems.append(artifact)
            continue
        digests[artifact.path] = digest_bytes(artifact.data)
        if problems or _stands(out / artifact.path, artifact.data):
            continue
        if not staged:
            staging.mkdir(parents=True)
        draft = staging / str(len(staged))
        _lay_down(draft, artifact.data)
        staged.append((artifact.path, draft))
    return staged, digests, problems


def _stands(file: Path, data: bytes) -> bool:
    try:
        with open(file, "rb") as stream:
            return os.fstat(stream.fileno()).st_size == len(data) and stream.read() == data
    except OSError:
        return False


def _lay_down(file: Path, data: bytes) -> None:
    """Write a file that a web server may read, whatever the umask."""
    with open(file, "xb") as stream:
        os.fchmod(stream.fileno(), 0o644)
        stream.write(data)


def _commit(
    jobs: Sequence[Job], staged: list[tuple[str, Path]], digests: dict[str, str], ledger: Ledger, out: Path
) -> Written:
    """Record what is about to be written, put each file in its place, remove what is no longer planned, record that."""
    stale = sorted((ledger.lines.keys() | ledger.started) - digests.keys())
    save(replace(ledger, started=ledger.started | digests.keys()))
    for path in _in_the_way(stale, digests):
        _remove(out / path, out)
    new = 0
    made: set[Path] = set()
    for path, draft in staged:
        target = out / path
        _make_folder(target.parent, out, made)
        new += not target.exists()
        draft.replace(target)
    for path in stale:
        _remove(out / path, out)
    kept = Ledger(ledger.file, {job.path: Line(job.key, digests[job.path]) for job in jobs})
    save(kept)
    same = len(digests) - len(staged)
    return Written(kept, new=new, changed=len(staged) - new, same=same, removed=len(stale))


def _in_the_way(stale: list[str], planned: dict[str, str]) -> list[str]:
    """Return the stale files where a folder must stand now, and those inside a folder where a file must."""
    folders = {"/".join(parts[:n]) for path in planned for parts in [path.split("/")] for n in range(1, len(parts))}
    return [path for path in stale if path in folders or _above(path, planned)]


def _above(path: str, planned: dict[str, str]) -> list[str]:
    parts = path.split("/")
    return [above for n in range(1, len(parts)) if (above := "/".join(parts[:n])) in planned]


def _make_folder(folder: Path, out: Path, made: set[Path]) -> None:
    """Make a folder of the output that a web server may enter, whatever the umask."""
    if folder in made:
        return
    if folder != out:
        _make_folder(folder.parent, out, made)
    if not folder.is_dir():
        folder.mkdir(parents=folder == out)
        folder.chmod(0o755)
    made.add(folder)


def _remove(file: Path, out: Path) -> None:
    """Remove a file of ours and the folders it leaves empty."""
    if os.path.lexists(file) and not file.is_dir():
        file.unlink()
    for folder in file.parents:
        if folder == out or not folder.is_relative_to(out):
            return
        try:
            folder.rmdir()
        except OSError:
            return
