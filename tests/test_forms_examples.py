"""The examples in `examples/header` and `examples/forms`: what an author writes, and what the author is told.

Each file holds examples. A line `====== The fact it shows` starts one; then comes the file as the author wrote it;
after a line `====== gives` come the values read (headers only) and the problems, one a line. A line `====== in PATH`
below the fact says which file it is, if it is not a brief. To add an example, copy one and change it; one that fails
shows what it gives now.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from fiche import forms, header
from fiche.model import Site, Texts

FOLDER = Path(__file__).parent / "examples"
MARK = "====== "
SITE = Site(Texts((("", "Test"),)), "https://example.org/", "Europe/Paris", ("fr", "en", "ar"))


class Example(NamedTuple):
    """One example; `gives` is what is expected."""

    fact: str
    path: str
    written: str
    gives: str


def examples(folder):
    """Read the examples of all files in a folder."""
    files = sorted((FOLDER / folder).glob("*.txt"))
    return [pytest.param(one, id=one.fact) for file in files for one in read(file.read_text(encoding="utf-8"))]


def read(text):
    """Read the examples of one file."""
    found = []
    for chunk in ("\n" + text).split(f"\n{MARK}")[1:]:
        first, _, rest = chunk.partition("\n")
        if first == "gives":
            found[-1] = found[-1]._replace(gives=rest.strip("\n"))
        elif first.startswith("in "):
            found[-1] = found[-1]._replace(path=first.removeprefix("in "), written=rest + "\n")
        else:
            found.append(Example(first, "content/briefs/2016-08-24-example.md", rest + "\n", ""))
    return found


def values(node, name):
    """List what a node holds, one text a line."""
    if isinstance(node, header.Scalar):
        return [f"{name} = {node.text!r}"]
    if isinstance(node, header.Seq):
        return [line for n, one in enumerate(node.nodes, 1) for line in values(one, f"{name}[{n}]")]
    return [line for key, one in node.pairs for line in values(one, f"{name}.{key.text}" if name else key.text)]


def said(problems):
    """List problems, one a line; the path goes without saying."""
    return [str(problem).split("\n", 1)[0].split(":", 1)[1].strip() for problem in problems]


def header_gives(example):
    """Say what a header gives."""
    data = example.written.encode()
    if example.path.endswith(".md"):
        document = header.read(example.path, data)
        nodes = [document.value.node] if document.value else []
    else:
        document = header.read_yaml(example.path, data)
        nodes = document.value.nodes if document.value else []
    return "\n".join([*(line for node in nodes for line in values(node, "")), *said(document.problems)])


def form_gives(example):
    """Say what a file gives."""
    if example.path == "content/site.yaml":
        return "\n".join(said(forms.read_site(example.path, example.written.encode()).problems))
    return "\n".join(said(forms.read(example.path, example.written.encode(), SITE).problems))


@pytest.mark.parametrize("example", examples("header"))
def test_a_header_gives_what_its_example_says(example):
    assert example.gives == header_gives(example)


@pytest.mark.parametrize("example", examples("forms"))
def test_a_file_gives_what_its_example_says(example):
    assert example.gives == form_gives(example)
