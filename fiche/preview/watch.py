"""The watcher: wakes the preview when a file may have changed.

Owns watchdog. An event is a wake-up, never a fact: what changed is found out by looking. Where events do not come (mounts
of containers, network disks, no watches left) `polling` says so, and whoever is to be woken looks again by itself.
"""

from __future__ import annotations

import logging
import os
import threading
import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from fiche.scan import is_leftover

Woke = Callable[[Path | None, bool], object]
"""Takes the file that may have changed, None for any; and whether the change is known to be complete."""

_PROBE = ".fiche-probe"
_TRIALS = frozenset({"4913"})
"""Files with which editors try out a folder (Vim)."""
_LIMIT = (
    "the system gives no more watches of files (inotify), so fiche looks at the files itself, which takes longer;\n"
    "allow more: sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=1024"
)
_SILENT = "no events come from {} (a network disk, a mount?), so fiche looks at the files itself, which takes longer"


class Watch(FileSystemEventHandler):
    """Watches some folders with all that is in them."""

    def __init__(self, folders: Iterable[Path], woke: Woke) -> None:
        logging.getLogger("watchdog").disabled = True  # what it says at its end is for nobody
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)  # of folders made within each other
        self._folders = tuple(folders)
        self._woke = woke
        self._observer: BaseObserver | None = None
        self._roots: tuple[tuple[int, int], ...] = ()
        self._probed = threading.Event()
        self.polling = False
        """Whether events cannot be relied on."""

    # ----------------------------------------------------------------------- starting and ending

    def start(self) -> str:
        """Begin to watch; return what the author is to be told, empty if all is well."""
        self._roots = self._found()
        try:
            self._observer = Observer()
            for folder in self._folders:
                if folder.is_dir():
                    self._observer.schedule(self, str(folder), recursive=True)
            self._observer.start()
        except OSError:
            self.stop()
            self.polling = True
            return _LIMIT
        if not _watches_enough(self._folders):
            self.polling = True
            return _LIMIT
        return ""

    def stop(self) -> None:
        """Watch no longer."""
        if self._observer is not None:
            with suppress(RuntimeError):  # it was never started
                self._observer.stop()
                self._observer.join()
            self._observer = None

    def renew(self) -> tuple[bool, str]:
        """Watch anew if one of the folders is not the one it was (replaced, made, a disk mounted).

        Return whether, and what the author is to be told.
        """
        if self._roots == self._found():
            return False, ""
        self.stop()
        return True, self.start()

    def try_out(self, seconds: float) -> str:
        """Write a hidden file and see whether it is noticed; return what the author is to be told."""
        if self.polling or not self._folders[0].is_dir():
            return ""
        probe = self._folders[0] / f"{_PROBE}-{os.getpid()}"
        try:
            probe.write_bytes(b"")
        except OSError:  # a folder that may not be written; looking from time to time will tell
            return ""
        try:
            self.polling = not self._probed.wait(seconds)
        finally:
            probe.unlink(missing_ok=True)
        return _SILENT.format(self._folders[0]) if self.polling else ""

    def missed(self) -> str:
        """Note that something changed and no event came; return what the author is to be told."""
        if self.polling:
            return ""
        self.polling = True
        return _SILENT.format("some of the folders")

    def _found(self) -> tuple[tuple[int, int], ...]:
        found = []
        for folder in self._folders:
            try:
                status = folder.stat()
                found.append((status.st_dev, status.st_ino))
            except OSError:
                found.append((0, 0))
        return tuple(found)

    # ----------------------------------------------------------------------- events

    def dispatch(self, event: FileSystemEvent) -> None:
        """Pass a change on; to look at files makes events too, and those of editors' own files are none."""
        kind = event.event_type
        if kind in {"opened", "closed_no_write"}:
            return
        for name in (event.src_path, event.dest_path):
            file = Path(os.fsdecode(name))
            if file.name.startswith(_PROBE):
                self._probed.set()
            if not name or self._is_passed_over(file):
                continue
            if event.is_directory:
                if kind != "modified":
                    self._woke(None, False)
            else:
                self._woke(file, kind == "closed" or (kind == "moved" and name == event.dest_path))

    def _is_passed_over(self, file: Path) -> bool:
        """Say whether a file is none that is read, or in a folder that is none."""
        folder = next((folder for folder in self._folders if file.is_relative_to(folder)), file.parent)
        return file.name in _TRIALS or any(map(is_leftover, file.relative_to(folder).parts))


def _watches_enough(folders: Iterable[Path]) -> bool:
    """Say whether the system watches each folder below these, where it tells (Linux): a watcher may get fewer unsaid."""
    try:
        watches = 0
        for fd in os.listdir("/proc/self/fd"):
            with suppress(OSError):
                if str(Path(f"/proc/self/fd/{fd}").readlink()) == "anon_inode:inotify":
                    watches += Path(f"/proc/self/fdinfo/{fd}").read_text("ascii").count("inotify wd:")
    except OSError:
        return True
    return not watches or watches >= len({path for folder in folders for path, _, _ in os.walk(folder)})
