"""Markdown alone: how much quicker our stand-ins make Python-Markdown, and that they give the same.

    python bench/conversion.py [--briefs 300] [--rounds 5]

Owns the comparison. The bodies of the corpus are converted by the library as it is and by the library with the
stand-ins of `fiche.markup.quick`, in turns, in one process; a figure is the least of the rounds, in milliseconds of CPU
a brief. Ends with 1 if any output differs.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import markdown

HERE = Path(__file__).resolve().parent
sys.path.insert(1, str(HERE.parent))

from fiche.markup import quick  # noqa: E402
from fiche.markup.punctuation import refine  # noqa: E402

SETS = {
    "core": (),
    "those of bodies, toc, smarty": (
        "tables",
        "footnotes",
        "def_list",
        "abbr",
        "fenced_code",
        "attr_list",
        "toc",
        "smarty",
    ),
    "those of bodies": ("tables", "footnotes", "def_list", "abbr", "fenced_code", "attr_list"),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--briefs", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    bodies = _bodies(asked.briefs)
    print(f"\nMarkdown alone: {len(bodies)} bodies of {sum(map(len, bodies)) // len(bodies):,} characters on average,")
    print(f"Python-Markdown {markdown.__version__}, Python {sys.version.split()[0]}, ms of CPU a brief\n")
    print("| extensions | stock | quicker | ratio |")
    print("|---|---|---|---|")
    differs = False
    for name, extensions in SETS.items():
        stock, quicker = (markdown.Markdown(extensions=list(extensions), output_format="html") for _ in range(2))
        if not quick.quicken(quicker):
            print(f"| {name} | the stand-ins do not fit | | |")
            continue
        (one, left), (other, right) = _least([_converting(stock), _converting(quicker)], bodies, asked.rounds)
        differs |= left != right
        print(f"| {name} | {one:.2f} | {other:.2f} | {one / other:.2f}{' DIFFERS' * (left != right)} |")
    html = _converting(quicker)
    made = [html(body) for body in bodies]
    ((cost, _),) = _least([lambda text: refine(text, "en")], made, asked.rounds)
    print(f"\nOur smart punctuation, in one pass over the HTML: {cost:.2f} ms a brief.")
    sys.exit(differs)


def _bodies(briefs: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        corpus = [sys.executable, str(HERE / "corpus.py"), folder, "--briefs", str(briefs)]
        subprocess.run(corpus, check=True, stdout=subprocess.DEVNULL)
        files = sorted(Path(folder, "content", "briefs").rglob("*.md"))
        return [file.read_text("utf-8").split("---\n", 2)[2] for file in files]


def _converting(converter: markdown.Markdown) -> Callable[[str], str]:
    def convert(text: str) -> str:
        converter.reset()
        return converter.convert(text)

    return convert


def _least(ways: Sequence[Callable[[str], str]], texts: Sequence[str], rounds: int) -> list[tuple[float, list[str]]]:
    """Return for each way the milliseconds a text that its quickest round took, and what it gave."""
    best = [(float("inf"), [""])] * len(ways)
    for _ in range(rounds):
        for number, way in enumerate(ways):
            started = time.process_time()
            given = [way(text) for text in texts]
            cost = (time.process_time() - started) / len(texts) * 1000
            best[number] = min(best[number], (cost, given), key=lambda one: one[0])
    return best


if __name__ == "__main__":
    main()
