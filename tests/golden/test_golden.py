"""Golden whole sites: tiny publications, and all that the engine makes of them, compared byte for byte.

Each folder beside this file holds a `content/` and the `site.txt` it must give: first every path, then the text of every
page, made with the bare theme of `theme/` so that the engine's words are compared and not the default theme's. After a
change that is meant: `GOLDEN=accept`, and read the difference before committing it.
"""

import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from fiche.pipeline import Paths, Wishes, build
from fiche.problem import Severity
from tests.laws.sites import theme

HERE = Path(__file__).parent
NOW = datetime.fromisoformat("2016-09-01T00:00:00+00:00")
SITES = sorted(path.parent.name for path in HERE.glob("*/content"))


def made(name, home):
    """Build a copy of a publication and write its site as one text."""
    out = home / "site"
    shutil.copytree(HERE / name / "content", home / "content")
    done = build(Paths(home / "content", out, (HERE / "theme", theme())), Wishes(now=NOW))
    assert [] == [str(problem) for problem in done.problems if problem.severity is Severity.ERROR]
    files = sorted(path for path in out.rglob("*") if path.is_file() and "static" not in path.parts)
    parts = ["\n".join(file.relative_to(out).as_posix() for file in files)]
    parts += [
        f"==> {file.relative_to(out).as_posix()}\n{file.read_text('utf-8').strip()}" for file in files if shown(file)
    ]
    return "\n\n".join(parts) + "\n"


def shown(file: Path) -> bool:
    return file.suffix == ".html" or file.name in {"robots.txt", "feeds.opml"} or "/feeds/" in file.as_posix()


@pytest.mark.parametrize("name", SITES)
def test_a_publication_gives_the_site_it_gave(name, tmp_path):
    golden = HERE / name / "site.txt"
    text = made(name, tmp_path)
    if os.environ.get("GOLDEN") == "accept":
        golden.write_text(text, encoding="utf-8")

    assert golden.read_text("utf-8") == text


@pytest.mark.parametrize("word", ["secr", "Secr", "SECR", "demain"])
def test_the_golden_site_of_withheld_matter_names_none_of_it(word):
    assert word not in (HERE / "three/site.txt").read_text("utf-8").replace("secrétaire", "").replace("Secretary", "")
