"""The author's editor: how each of those in use is told to open a file at a line.

Editors of the terminal are none of them: the preview has no terminal to give away.
"""

from __future__ import annotations

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
        name = PurePath(wish.split()[0]).stem if wish.split() else ""
        if name in KNOWN:
            return f"{wish} {KNOWN[name]}"
    return next((f"{name} {how}" for name, how in KNOWN.items() if which(name)), "")


def command(editor: str, file: str, line: int, column: int) -> list[str]:
    """Return the words of the command that opens a file at a line and column, counted from 1."""
    values = {"{file}": file, "{line}": str(max(line, 1)), "{column}": str(max(column, 1))}
    words = shlex.split(editor)
    for mark, value in values.items():
        words = [word.replace(mark, value) for word in words]
    return words
