"""Small publications for the laws: built for real, in a folder of their own, by the whole pipeline.

Owns the vocabulary of generators that the laws share, and the folder a built site is read back from.
"""

import atexit
import shutil
import tempfile
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from fiche.pipeline import Build, Paths, Wishes, build
from tests.pictures.drawn import picture

ROOT = Path(__file__).resolve().parents[2]
NOW = "2016-08-24T12:00:00+02:00"
SITE = """\
title: {fr: La Dépêche, en: The Dispatch}
base_url: https://press.example/base/
timezone: Europe/Paris
languages: [fr, en]
"""


@dataclass(frozen=True)
class Built:
    """What a build said, and what it wrote: bytes by path."""

    build: Build
    tree: dict[str, bytes]


@cache
def theme() -> Path:
    """Copy the default theme, so that a run of the laws sees one theme, whoever edits it meanwhile."""
    copy = Path(tempfile.mkdtemp(prefix="fiche-theme-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    return Path(shutil.copytree(ROOT / "templates", copy / "templates"))


def tree(folder: Path) -> dict[str, bytes]:
    """Read a folder back."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@contextmanager
def folder(files: dict[str, str | bytes]):
    """Lay a publication down in a folder that goes when one is done."""
    home = Path(tempfile.mkdtemp(prefix="fiche-law-"))
    try:
        for name, text in files.items():
            file = home / "content" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        yield home
    finally:
        shutil.rmtree(home)


def press(files: dict[str, str | bytes], *, now: str = NOW, pool: Executor | None = None, **wishes) -> Built:
    """Build a publication from nothing."""
    with folder({"site.yaml": SITE, **files}) as home:
        paths = Paths(home / "content", home / "site", (theme(),))
        done = build(paths, Wishes(now=datetime.fromisoformat(now), **wishes), pool=pool)
        return Built(done, tree(home / "site") if (home / "site").exists() else {})


# --------------------------------------------------------------------------- public matter

WORDS = ["trêve", "Genève", "talks", "aide", "accord", "convoi", "Alep", "vote"]
ACTORS = ["kerry", "lavrov", "Elizabeth Trudeau", "Ministère de l’Air"]
TOPICS = ["syrie", "alep", "Questions diverses"]
PARAGRAPHS = [
    "Le texte parle de [[kerry|John]] et de [[lavrov]].",
    "## Contexte\n\nUn point [@depeche, p. 2], puis un autre [@depeche; @journal].",
    "- un\n- deux [@journal]\n\n> une citation",
    "Une note[^1] au bas.\n\n[^1]: La note.",
    "## Contexte\n\nUne image ![carte](/media/carte.png) et [un document](/media/carte.png), [un plan](/media/plan.png).",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "John Kerry voit Sergueï Lavrov à Alep ; **Elizabeth Trudeau** le dit, [[?John Kerry]] aussi.",
    "> Rien n’est signé.\n>\n> — {speaker: kerry, date: 2016-08-01, topics: [alep], source: depeche}",
    "On compte [[figure:morts]], [[figure:morts|des morts]].",
    "Un mot *en italique*, `du code`, et [un lien][x].\n\n[x]: https://example.org/",
]
REGISTER = {
    "actors/kerry.yaml": "kind: person\nnames: {fr: John Kerry, ar: جون كيري}\n"
    "roles: [{title: secrétaire d’État, start: 2013-02-01}]\n",
    "actors/lavrov.yaml": "kind: person\nnames: Sergueï Lavrov\n",
    "topics/syrie.yaml": "labels: {fr: Syrie, en: Syria}\n",
    "topics/alep.yaml": "labels: {fr: Alep, en: Aleppo}\nparents: [syrie]\n",
    "sources/s.yaml": "- {id: depeche, title: Une dépêche, kind: wire}\n- {id: journal, title: Un journal}\n",
    "events/e.yaml": "- {id: sommet, title: Sommet, start: 2016-09-04, actors: [kerry], topics: [syrie]}\n",
    "figures/f.yaml": "- {id: morts, label: Morts, unit: morts, topics: [syrie], values: [{value: 2, as_of: 2016-07, source: journal}]}\n",
    "media/carte.png": picture(),
    "media/plan.png": picture(4, 4),
}


@dataclass(frozen=True)
class PublicBrief:
    """A brief that every reader may see, as the laws make it."""

    number: int
    lang: str
    title: str
    day: int
    actors: tuple[str, ...]
    topics: tuple[str, ...]
    thread: bool
    body: tuple[str, ...]

    @property
    def path(self) -> str:
        return f"briefs/b{self.number}.{self.lang}.md"

    def text(self, *, header: str = "", actors=(), topics=(), blocks=()) -> str:
        """Return the file, with more lines in its header, more actors and topics, and more blocks in its body."""
        body = list(self.body)
        for at, block in sorted(blocks, reverse=True):
            body.insert(at % (len(body) + 1), block)
        lines = [f"title: “{self.title}”", f"date: 2016-08-{self.day:02}", "summary: En bref."]
        if self.actors or actors:
            lines.append(f"actors: [{', '.join((*self.actors, *actors))}]")
        if self.topics or topics:
            lines.append(f"topics: [{', '.join((*self.topics, *topics))}]")
        if self.thread:
            lines.append("thread: fil")
        return "---\n" + "\n".join(lines) + f"\n{header}---\n" + "\n\n".join(body) + "\n"


@st.composite
def public_briefs(draw, *, least: int = 1, most: int = 3) -> tuple[PublicBrief, ...]:
    """Draw a few briefs, some of them editions of one."""
    count = draw(st.integers(least, most))
    return tuple(
        PublicBrief(
            number=number if draw(st.booleans()) else 0 if number == 1 else number,
            lang=("fr", "en")[number % 2] if number < 2 else draw(st.sampled_from(["fr", "en"])),
            title=" ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))),
            day=draw(st.integers(1, 23)) if number > 1 else 20,
            actors=tuple(draw(st.lists(st.sampled_from(ACTORS), unique=True, max_size=3))),
            topics=tuple(draw(st.lists(st.sampled_from(TOPICS), unique=True, max_size=2))),
            thread=draw(st.booleans()),
            body=tuple(draw(st.lists(st.sampled_from(PARAGRAPHS), unique=True, min_size=1, max_size=3))),
        )
        for number in range(count)
    )
