"""A lock on a file, so that one publishes at a time."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import IO

from fiche.targets.target import Failed

if sys.platform != "win32":
    import fcntl


def lock(stream: IO[bytes], where: str) -> None:
    """Lock a file as long as it is open. The lock is the system's and ends with the process, however it ends.

    Raises `Failed` if another process holds it. Where there are no locks (Windows, some network disks) nobody is kept out;
    what a target does is still done in one step.
    """
    if sys.platform != "win32":
        with suppress(OSError):
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Failed(f"somebody else is publishing to {where}; wait, and look again") from None
