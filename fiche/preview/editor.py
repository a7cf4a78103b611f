"""The author's editor: how each of those in use is told to open a file at a line.

Editors of the terminal are none of them: the preview has no terminal to give away.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from types import MappingProxyType

KNOWN: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(
            ("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"), "-g {file}:{line}:{column}"
        ),
        **dict.fromkeys(("subl", "zed", "zeditor", "lapce"), "{file}:{line}:{column}"),
        **dict.fromkeys(("gvim", "mvim", "neovide", "nvim-qt", "gedit", "gnome-text-editor"), "+{line} {file}"),
        **dict.fromkeys(("idea", "pycharm", "webstorm", "charm"), "--line {line} {file}"),
        "emacsclient": "-n +{line}:{column} {file}",
        "kate": "-l {line} -c {column} {file}",
        "mate": "-l {line} {file}",
        "bbedit": "+{line} {file}",
        "notepad++": "-n{line} {file}",
    }
)
"""What comes after an editor's name."""


def found(wishes: Iterable[str], *, which: Callable[[str], str | None] = shutil.which) -> str:
    """Return the command of the first editor wished for that has a window, else of the first known that is installed.

    A wish with `{file}` in it is a whole command; else it is a program. Empty if there is none.
    """
    for wish in wishes:
        if "{file}" in wish:
            return wish
        name = PurePath(next(iter(_words(wish)), "")).stem
        if name in KNOWN:
            return f"{wish} {KNOWN[name]}"
    return next((f"{name} {how}" for name, how in KNOWN.items() if which(name)), "")


def command(editor: str, file: str, line: int, column: int) -> list[str]:
    """Return the words of the command that opens a file at a line and column, counted from 1. Raise ValueError for none."""
    values = {"file": file, "line": str(max(line, 1)), "column": str(max(column, 1))}
    return [_MARK.sub(lambda mark: values[mark[1]], word) for word in shlex.split(editor)]


_MARK = re.compile(r"\{(file|line|column)\}")


def _words(command: str) -> list[str]:
    """Return the words of a command as a shell reads them; none of one whose quotation marks do not close."""
    try:
        return shlex.split(command)
    except ValueError:
        return []
