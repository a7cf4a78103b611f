"""How well the actors of a register are recognised in texts, and what that adds to a build.

    python bench/recognition.py [--briefs 10000] [--actors 2000] [--runs 3] [--cost no]

Owns the scoring of labelled texts (`tests/examples/mentions/`, with the register of `content/actors/`): a mention is right if
its place and its actor are. Precision is the share of right ones among those found, recall among those labelled. The cost
is that of a corpus whose texts name eight actors each, built with `mentions: on` and `off` in turns.
"""

from __future__ import annotations

import argparse
import itertools
import re
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import corpus
from generators import SAME_JOB, prepare
from generators import Site as Folder
from stopwatch import Cost, measure

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(1, str(ROOT))

from fiche import forms  # noqa: E402 - the program beside this folder, not one that is installed
from fiche.mentions import Register  # noqa: E402
from fiche.model import ActorHead, Site  # noqa: E402
from fiche.recognise import Found, Recogniser  # noqa: E402

EXAMPLES = ROOT / "tests" / "examples" / "mentions"
UNCLEAR = "?"
"""In place of an actor: the text leaves open who is meant."""

Label = tuple[int, int, str]
"""Where the words begin and end, and whom they name."""


@dataclass(frozen=True)
class Example:
    """A text with the mentions it has."""

    file: Path
    lang: str
    day: date
    cast: frozenset[str]
    text: str
    labels: frozenset[Label]


@dataclass
class Score:
    """How many of a language's mentions were found."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def labelled(self) -> int:
        """Count the mentions there are."""
        return self.right + len(self.missed)

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right."""
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """Return the share of what is there that was found."""
        return self.right / max(1, self.labelled)


_LABEL = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")


def read(file: Path) -> Example:
    """Read a labelled text: fields, a line `---`, then the text with `[words](actor)` for each mention."""
    head, _, marked = file.read_text("utf-8").partition("\n---\n")
    fields = {name: value.strip() for name, _, value in (line.partition(":") for line in head.splitlines())}
    plain, labels, at, length = [], set(), 0, 0
    for label in _LABEL.finditer(marked):
        plain += [marked[at : label.start()], label[1]]
        length += label.start() - at
        labels.add((length, length + len(label[1]), label[2]))
        length += len(label[1])
        at = label.end()
    cast = frozenset(filter(None, (name.strip() for name in fields.get("cast", "").split(","))))
    text = "".join([*plain, marked[at:]])
    return Example(file, fields["lang"], date.fromisoformat(fields["day"]), cast, text, frozenset(labels))


def register() -> tuple[ActorHead, ...]:
    """Read the actors of the sample publication."""
    site = Site(
        title=forms.NO_TEXTS, base_url="https://example.invalid/", timezone="Europe/Paris", languages=("fr", "en", "ar")
    )
    files = sorted((ROOT / "content" / "actors").iterdir())
    read = [forms.read(f"content/actors/{file.name}", file.read_bytes(), site) for file in files]
    heads = [sheet.manuscript.head for checked in read for sheet in checked.value]
    return tuple(head for head in heads if isinstance(head, ActorHead))


def labels_of(found: list[Found]) -> Iterator[Label]:
    """Yield what was found as labels; metonyms are no mentions."""
    for one in found:
        if one.actors:
            yield one.start, one.end, one.actors[0] if len(one.actors) == 1 else UNCLEAR


def scores(examples: list[Example], recogniser: Recogniser) -> dict[str, Score]:
    """Score each language."""
    told: dict[str, Score] = {}
    for example in examples:
        score = told.setdefault(example.lang, Score())
        found = recogniser.find(example.text, lang=example.lang, day=example.day, cast=example.cast)
        got = frozenset(labels_of(found))
        score.right += len(got & example.labels)
        score.wrong += [_told(example, label) for label in sorted(got - example.labels)]
        score.missed += [_told(example, label) for label in sorted(example.labels - got)]
    return told


def _told(example: Example, label: Label) -> str:
    start, end, actor = label
    around = example.text[max(0, start - 30) : end + 20].replace("\n", " ")
    return f"{example.file.name}:{example.text.count(chr(10), 0, start) + 1}: {example.text[start:end]!r} as {actor}: …{around}…"


def quality() -> None:
    """Print how well each language is recognised, and to the other stream what was wrong or missed."""
    recogniser = Recogniser(Register.of(register()).names)
    examples = [read(file) for file in sorted(EXAMPLES.glob("*.txt"))]
    told = scores(examples, recogniser)
    rows = sorted(told.items())
    rows.append(
        (
            "all",
            Score(
                sum(score.right for _, score in rows),
                [one for _, score in rows for one in score.wrong],
                [one for _, score in rows for one in score.missed],
            ),
        )
    )
    print("| language | texts | labelled | found | precision | recall |\n|---|---:|---:|---:|---:|---:|")
    for lang, score in rows:
        texts = sum(lang in {example.lang, "all"} for example in examples)
        found = score.right + len(score.wrong)
        print(f"| {lang} | {texts} | {score.labelled} | {found} | {score.precision:.3f} | {score.recall:.3f} |")
    for name, those in (("wrong", rows[-1][1].wrong), ("missed", rows[-1][1].missed)):
        for one in those:
            print(f"{name}: {one}", file=sys.stderr)


def cost(folder: Path, *, briefs: int, actors: int, runs: int) -> None:
    """Print what recognition adds to builds of a corpus."""
    site = prepare(SAME_JOB, folder / "site", briefs=briefs)
    _name_actors(site, actors=actors)
    settings = site.folder / "content" / "site.yaml"
    plain = settings.read_text("utf-8").replace("mentions: off\n", "")
    title = site.folder / site.briefs[0].file
    taken: dict[tuple[str, str], list[Cost]] = {}
    for run, switch in itertools.product(range(runs), ("on", "off")):
        settings.write_text(f"{plain}mentions: {switch}\n", "utf-8")
        site.forget()
        for step in ("from nothing", "nothing changed", "title edited"):
            if step == "title edited":
                title.write_text(
                    re.sub("title: .*", f"title: Another {run} {switch}", title.read_text("utf-8")), "utf-8"
                )
            done = measure(SAME_JOB.command, cwd=site.folder, env={}, log=folder / "log")
            taken.setdefault((step, switch), []).append(done)
            print(f"{step}, mentions {switch}: {done.wall:.2f} s, CPU {done.cpu:.2f} s", file=sys.stderr)
    print(f"\n{briefs:,} briefs, {actors:,} actors, names in every text; medians of {runs} runs\n")
    print("| | mentions off, s (CPU) | on, s (CPU) | more |\n|---|---:|---:|---:|")
    for step in dict.fromkeys(step for step, _ in taken):
        off, on = taken[step, "off"], taken[step, "on"]
        more = statistics.median(a.wall / b.wall for a, b in zip(on, off, strict=True)) - 1
        print(f"| {step} | {_middle(off)} | {_middle(on)} | {100 * more:+.0f} % |")


def _middle(costs: list[Cost]) -> str:
    return f"{statistics.median(c.wall for c in costs):.2f} ({statistics.median(c.cpu for c in costs):.2f})"


def _name_actors(site: Folder, *, actors: int) -> None:
    """Describe so many persons with surnames, and name eight in the text of each brief, four of them again by surname."""
    pairs = zip(itertools.cycle(corpus.FIRST), _surnames(), strict=False)
    names = [(f"{first} {second}", second) for first, second in itertools.islice(pairs, actors)]
    lines = [
        f"- {{id: person-{number}, kind: person, names: {{full: {full.title()}, short: {short.title()}}}}}\n"
        for number, (full, short) in enumerate(names)
    ]
    (site.folder / "content" / "actors" / "persons.yaml").write_text("".join(lines), "utf-8")
    for number, one in enumerate(site.briefs):
        eight = [names[(number * 31 + step * 97) % len(names)] for step in range(8)]
        said = ", then ".join(full.title() for full, _ in eight)
        again = " and ".join(short.title() for _, short in eight[:4])
        with (site.folder / one.file).open("a", encoding="utf-8") as file:
            file.write(f"\n## Who spoke\n\nThe envoy heard {said}.\n\nLater {again} were heard once more.\n")


def _surnames() -> list[str]:
    """Make surnames, more than any register needs."""
    begins = "bar cor del fen gor hal jan kel lor mar nev pol ros sal tam vel".split()
    middles = ("", "e", "i", "o", "am", "en", "il", "or", "us", "ul")
    ends = "ani berg dez ov sen ton ard ek ino ley man nik oss quist ras wood".split()
    return ["".join(parts) for parts in itertools.product(begins, middles, ends)]


def main() -> int:
    """Print the tables."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--briefs", type=int, default=10_000)
    asked.add_argument("--actors", type=int, default=2_000)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--cost", choices=("yes", "no"), default="yes", help="whether builds are measured")
    options = asked.parse_args()
    quality()
    if options.cost == "yes":
        fast = Path("/dev/shm")
        with tempfile.TemporaryDirectory(dir=fast if fast.is_dir() else None) as folder:
            cost(Path(folder), briefs=options.briefs, actors=options.actors, runs=options.runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
