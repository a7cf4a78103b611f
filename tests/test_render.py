"""Render: bytes from jobs, in order, the same in whatever order they are asked for."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from fiche.clear import clear
from fiche.executor import Serial
from fiche.memo import Memo
from fiche.model import Policy, Source
from fiche.outputs import Artifact, Asset, Job, Page, part
from fiche.parse import parse
from fiche.plan import plan
from fiche.render import render
from fiche.scan import scan
from fiche.templates import Templates, load
from fiche.weave import weave
from tests.laws.sites import NOW, folder, theme
from tests.laws.test_law_6_never_a_traceback import SMALL


def test_pages_made_in_another_order_are_the_same_pages():
    with folder(SMALL) as home:
        memo, templates = Memo(), load((theme(),)).value
        desk = parse(scan(home / "content").value, pool=Serial(), memo=memo).value
        publication = weave(clear(desk, Policy(datetime.fromisoformat(NOW))).value, memo=memo).value
        jobs = list(plan(publication, templates))
        shuffled = random.Random(3).sample(jobs, len(jobs))
        content = str(home / "content")
        one = list(render(jobs, templates, content=content, pool=Serial(), memo=memo))
        with ThreadPoolExecutor(2) as pool:
            two = list(render(shuffled, templates, content=content, pool=pool, memo=memo))

    assert [job.path for job in jobs] == [made.path for made in one]
    assert [job.path for job in shuffled] == [made.path for made in two]
    assert {made.path: made.data for made in one} == {made.path: made.data for made in two}


def made(job, *, texts=(), content="/nowhere"):
    templates = Templates(tuple(texts), tuple((name, f"templates/{name}") for name, _ in texts), ())
    (result,) = render([job], templates, content=content, pool=Serial(), memo=Memo())
    return result


def test_a_file_is_copied_as_it_is(tmp_path):
    (tmp_path / "x.bin").write_bytes(b"\x00\xff")
    source = scan(tmp_path).value.files[0]

    assert Artifact("x.bin", b"\x00\xff", "k") == made(Job("x.bin", Asset("x.bin", source), "k"), content=str(tmp_path))


def test_a_file_that_is_no_longer_what_it_was_is_told(tmp_path):
    (tmp_path / "x.bin").write_bytes(b"x")
    for source in (Source("content/x.bin", "other", 1), Source("content/y.bin", "x", 1)):
        problem = made(Job("x.bin", Asset("x.bin", source), "k"), content=str(tmp_path))

        assert ("changed", source.path) == (problem.code, problem.place.path)


def test_a_mistake_in_a_template_that_another_includes_names_the_inner_one():
    page = Page("a", "outer.html", (part("page", "x"),))
    texts = [("inner.html", "1\n2\n{{ nothing }}\n"), ("outer.html", "{% include 'inner.html' %}")]
    problem = made(Job("a", page, "k"), texts=texts)

    assert ("templates/inner.html", 3, "{{ nothing }}") == (problem.place.path, problem.place.line, problem.excerpt)


def test_what_is_no_mistake_of_a_template_is_raised():
    with pytest.raises(AssertionError):
        made(Job("a.json", Page("a.json", "json", (part("site", "x"), part("document", 1.5))), "k"))
