"""Law 1: same in, same out, whatever the order of files, executor, hash seed, zone, locale, umask or folder."""

import os
import random
import shutil
import stat
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche import parse, pipeline, render, scan
from tests.laws.sites import NOW, ROOT, SITE, folder, press, tree
from tests.laws.test_law_6_never_a_traceback import SMALL

PUBLICATION = SMALL | {
    "site.yaml": SITE.replace("[fr, en]", "[fr, en, ar]"),
    "briefs/b2.ar.md": "---\ntitle: لقاء جنيف\ndate: 2016-08-22\nactors: [جون كيري, Ελλάδα, Éric]\ntopics: [حلب]\n---\nنص.\n",
    "actors/zoe.yaml": "kind: person\nnames: {fr: Zoé Étienne, el: Ζωή}\nparent: kerry\n",
    "actors/eric.yaml": "kind: person\nnames: {fr: Éric, en: Eric}\nids: {wikidata: Q1, viaf: '12'}\n",
}


@cache
def expected():
    """Return the site as built once, in this process, in the order of the table."""
    site = press(PUBLICATION).tree
    assert "briefs/2016/08/22/b2/index.html" in site or "ar/briefs/2016/08/22/b2/index.html" in site
    return site


@settings(max_examples=8)
@given(st.permutations(sorted(PUBLICATION)))
def test_the_order_in_which_files_were_made_is_nothing(paths):
    assert expected() == press({path: PUBLICATION[path] for path in paths}).tree


def test_the_order_in_which_the_disk_lists_them_is_nothing(monkeypatch):
    honest = os.listdir
    monkeypatch.setattr(scan.os, "listdir", lambda where: random.Random(7).sample(names := honest(where), len(names)))

    assert expected() == press(PUBLICATION).tree


@pytest.mark.parametrize(
    "pool", [lambda: ThreadPoolExecutor(3), lambda: ProcessPoolExecutor(2)], ids=["threads", "processes"]
)
def test_who_does_the_work_is_nothing(pool, monkeypatch):
    monkeypatch.setattr(pipeline, "MANY", 0)
    monkeypatch.setattr(parse, "_CHUNK", 2)
    monkeypatch.setattr(render, "_CHUNK", 3)

    with pool() as workers:
        assert expected() == press(PUBLICATION, pool=workers).tree


def test_a_second_build_over_the_first_is_the_same():
    with folder(PUBLICATION) as home:
        first = run(home)
        assert first == run(home)


def run(home: Path, *, cwd: Path = ROOT, options=(), **environment):
    """Run the program as one would, and return the files of the site."""
    done = subprocess.run(
        [
            sys.executable,
            ROOT / "build.py",
            "--content",
            home / "content",
            "--output",
            home / "site",
            "--as-of",
            NOW,
            *options,
        ],
        cwd=cwd,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        check=False,
        umask=int(environment.get("UMASK", "22"), 8),
    )
    assert (0, b"Traceback" in done.stderr) == (done.returncode, False), done.stderr.decode(errors="replace")
    return tree(home / "site")


SURROUNDINGS = {
    "here": {},
    "a seed": {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland"},
    "another": {"PYTHONHASHSEED": "4242", "TZ": "America/Los_Angeles", "UMASK": "77"},
    "C": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "TZ": "UTC0"},
    "Turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr", "PYTHONOPTIMIZE": "1"},
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SURROUNDINGS)
def test_the_machine_around_it_is_nothing(name, tmp_path):
    if name == "C":
        home = tmp_path / "un dossier à part"
        options = ["--jobs", "2"]
    else:
        home, options = tmp_path, []
    with folder(PUBLICATION) as there:
        home.mkdir(exist_ok=True)
        shutil.move(there / "content", home / "content")
        found = run(home, cwd=tmp_path, options=options, **SURROUNDINGS[name])

    assert expected() == found
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (home / "site").rglob("*")}
    assert {0o644, 0o755} == modes
