"""A small publication with something of every kind in it, and a preview's press kept warm over its files.

Owns what the tests of the preview share: the files, the folder they are in, and what a clean build would write of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from fiche.pipeline import Build, Paths, Wishes, build
from fiche.preview.warm import Turn, Warm
from tests.laws.sites import NOW, SITE, folder, theme, tree
from tests.pictures.drawn import picture

START = datetime.fromisoformat(NOW)

FILES: dict[str, str | bytes] = {
    "site.yaml": SITE.replace("/base/", "/")
    + "per_page: 2\nserver: netlify\nsecurity: {contact: s@press.example, expires: 2016-12-01}\n",
    "actors/kerry.md": """\
---
kind: person
names: {fr: John Kerry, en: John Kerry}
former_ids: [j-kerry]
roles: [{title: secrétaire d’État, start: 2013-02-01}]
relations: [{type: opposes, target: lavrov, start: 2014, source: journal}]
designations: [{by: lavrov, label: un adversaire, date: 2015}]
---
Il a rencontré [[lavrov]] plusieurs fois [@journal].
""",
    "actors/lavrov.yaml": "kind: person\nnames: Sergueï Lavrov\n",
    "topics/syrie.md": "---\nlabels: {fr: Syrie, en: Syria}\ntrend: [{period: 2016-08, direction: improved}]\n---\nUn pays, vu de [[kerry|Washington]].\n",
    "topics/alep.yaml": "labels: {fr: Alep, en: Aleppo}\nparents: [syrie]\nformer_ids: [halab]\n",
    "sources/s.yaml": "- {id: depeche, title: Une dépêche, kind: wire}\n- {id: journal, title: Un journal}\n",
    "figures/f.yaml": "- {id: morts, label: {fr: Morts, en: Deaths}, unit: morts, topics: [syrie], values: [{value: 2, as_of: 2016-07, source: journal}]}\n",
    "events/e.yaml": "- {id: sommet, title: Sommet, start: 2016-09-04, actors: [kerry], topics: [syrie]}\n",
    "media/carte.png": picture(),
    "media/inutile.png": b"\x89PNG inutile",
    "pages/methode.md": "---\ntitle: Méthode\nnav: 1\n---\nNous citons tout [@journal]. Voir [[brief:treve]].\n",
    "briefs/treve.fr.md": """\
---
title: La trêve
date: 2016-08-20
summary: Une trêve, peut-être.
actors: [kerry, {id: lavrov, part: lead}, Elizabeth Trudeau]
topics: [alep, Questions diverses]
thread: fil
sources: [journal]
former_ids: [la-treve]
redirects: [2016/treve.html, vieux/]
---
Le texte parle de [[kerry|John]] et de [[lavrov]].

## Contexte

Un point [@depeche, p. 2], puis une note[^1] et ![carte](/media/carte.png).

[^1]: La note.

[[tlp:amber]]
Un passage que peu lisent.
[[/tlp]]
""",
    "briefs/treve.en.md": """\
---
title: The truce
date: 2016-08-20
actors: [kerry]
topics: [alep]
---
The text, by [[kerry]].
""",
    "briefs/convoi.md": """\
---
statements:
- {speaker: kerry, text: Un., topics: [alep], source: journal}
- {speaker: kerry, text: Deux., topics: [alep]}
- {speaker: lavrov, text: Trois., topics: [syrie]}
- {speaker: lavrov, text: Quatre., topics: [alep]}
title: Le convoi
date: 2016-08-21
figures: [{id: morts, value: 3, source: journal}, {id: camions, label: Camions, value: 18, source: journal}]
actors: [kerry]
topics: [syrie]
thread: fil
whats_new: Des camions.
corrections: [{date: 2016-08-22, kind: correction, text: Une date était fausse.}]
---
Un convoi est parti.

On compte [[figure:camions]], et [[figure:morts]] en tout.

> Quatre camions.
>
> — {speaker: kerry, topics: [alep], source: journal}

> Cinq.
> — {speaker: lavrov, attribution: chatham}
""",
    "briefs/brouillon.md": "---\ntitle: Le brouillon\ndate: 2016-08-19\nstatus: draft\n---\nPas fini.\n",
    "briefs/embargo.md": "---\ntitle: Sous embargo\ndate: 2016-08-22\nembargo: 2016-08-25T06:00+02:00\n---\nPlus tard.\n",
    "briefs/rouge.md": "---\ntitle: Rouge\ndate: 2016-08-18\nmarking: TLP:RED\n---\nPeu le lisent.\n",
    "briefs/demain.md": "---\ntitle: Demain\ndate: 2016-08-25\n---\nDemain.\n",
    "briefs/fini.md": "---\ntitle: Fini\ndate: 2016-08-17\nexpires: 2016-08-23T12:00+02:00\n---\nC’est fini.\n",
    "briefs/retire.en.md": (
        "---\ntitle: Withdrawn\ndate: 2016-08-16\nstatus: withdrawn\n"
        "withdrawn: {date: 2016-08-23, reason: It was wrong.}\n---\nNo more.\n"
    ),
}


WHOLE = {"build.json"}
"""Files that tell of all others, for which all are made: looked at once, not after each edit."""


class Desk:
    """The files of a publication, and a press kept warm over them."""

    def __init__(self, home: Path, files: dict[str, str | bytes], **wishes: object) -> None:
        self.home = home
        self.content = home / "content"
        self.files = dict(files)
        self.templates = home / "templates"
        self.now = START
        self.wishes = {"unveiled": True} | wishes
        self.paths = Paths(self.content, home / "site", (self.templates, theme()))
        self.warm = Warm(self.paths, self._wishes(), Wishes(now=START), now=lambda: self.now)
        self.seen: set[str] = set()

    def _wishes(self) -> Wishes:
        return Wishes(now=self.now, **self.wishes)  # type: ignore[arg-type]

    # ----------------------------------------------------------------------- the hands of the author

    def save(self, name: str, text: str | bytes) -> Turn:
        """Write a file of the content and have the press look at it."""
        return self.turn(self.lay(name, text))

    def lay(self, name: str, text: str | bytes) -> Path:
        """Write a file of the content."""
        self.files[name] = text
        return write(self.content / name, text)

    def edit(self, name: str, old: str, new: str) -> Turn:
        """Replace some words of a file, and have the press look at it."""
        assert 1 == self.files[name].count(old)
        return self.save(name, self.files[name].replace(old, new))

    def remove(self, name: str) -> Turn:
        """Remove a file."""
        del self.files[name]
        (self.content / name).unlink()
        return self.turn(self.content / name)

    def rename(self, name: str, other: str) -> Turn:
        """Rename a file."""
        self.files[other] = self.files.pop(name)
        (self.content / other).parent.mkdir(parents=True, exist_ok=True)
        (self.content / name).rename(self.content / other)
        return self.turn(self.content / name, self.content / other)

    def dress(self, name: str, text: str | bytes) -> Turn:
        """Write a file of the theme."""
        return self.turn(write(self.templates / name, text))

    def turn(self, *files: Path) -> Turn:
        """Have the press look at some files; at all without any."""
        return self.warm.turn(files or None)

    # ----------------------------------------------------------------------- what is shown

    def page(self, path: str) -> bytes | None:
        """Return the bytes of one file of the site."""
        shown = self.warm.page(path)
        return shown.data if shown else None

    def differs(self, files: dict[str, str | bytes] | None = None) -> list[str]:
        """Name what is not as a clean build writes it of the files as they are, or of other files."""
        clean = self.clean(files)
        self.seen |= clean.keys()
        return sorted(path for path in self.seen - WHOLE if self.page(path) != clean.get(path))

    def clean(self, files: dict[str, str | bytes] | None = None) -> dict[str, bytes]:
        """Build from nothing what is there, or would be with other files."""
        extra = {name: file.read_bytes() for name, file in _all(self.templates)}
        given = tuple(sorted((self.files if files is None else files).items()))
        return _clean(given, tuple(sorted(extra.items())), self._wishes())

    @property
    def codes(self) -> list[str]:
        """Name what is wrong, but for what the publication always has."""
        return [problem.code for problem in self.warm.problems if not problem.code.startswith("unlisted-")]


@contextmanager
def opened(files: dict[str, str | bytes] | None = None, **wishes: object) -> Iterator[Desk]:
    """Lay a publication down, and have a press look at it for the first time."""
    with folder(FILES if files is None else files) as home:
        (home / "templates").mkdir()
        desk = Desk(home, FILES if files is None else files, **wishes)
        try:
            desk.turn()
            yield desk
        finally:
            desk.warm.close()


def write(file: Path, text: str | bytes) -> Path:
    """Write a file, and the folders it is in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def later(desk: Desk, **time: float) -> None:
    """Let time pass."""
    desk.now += timedelta(**time)


def _all(top: Path) -> list[tuple[str, Path]]:
    return [(file.relative_to(top).as_posix(), file) for file in sorted(top.rglob("*")) if file.is_file()]


@cache
def _clean(
    files: tuple[tuple[str, str | bytes], ...], templates: tuple[tuple[str, bytes], ...], wishes: Wishes
) -> dict[str, bytes]:
    with folder(dict(files)) as home:
        for name, text in templates:
            write(home / "templates" / name, text)
        (home / "templates").mkdir(exist_ok=True)
        done: Build = build(
            Paths(home / "content", home / "site", (home / "templates", theme())), wishes, remember=False
        )
        assert done.ok, [str(problem) for problem in done.problems]
        return tree(home / "site")
