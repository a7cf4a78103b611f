"""Render: bytes from jobs, in order, the same in whatever order they are asked for."""

import random
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime

import pytest

from fiche.clear import clear
from fiche.executor import Serial
from fiche.memo import Memo
from fiche.model import Policy, Site, Source, Texts
from fiche.outputs import Asset, Page, part
from fiche.parse import parse
from fiche.plan import plan
from fiche.publication import Publication
from fiche.render import Press, Setting, render
from fiche.scan import scan
from fiche.templates import reached
from fiche.theme import Templates, load
from fiche.weave import weave
from tests.laws.sites import NOW, folder, theme
from tests.laws.test_law_6_never_a_traceback import SMALL

SITE = Site(title=Texts((("", "x"),)), base_url="https://example.org/", timezone="UTC", languages=("en",))


def press_of(home, memo):
    """Return a press for a publication, and all its jobs."""
    desk = parse(scan(home / "content").value, pool=Serial(), memo=memo).value
    publication = weave(clear(desk, Policy(datetime.fromisoformat(NOW))).value, memo=memo).value
    templates = load((theme(),)).value
    press = Press(Setting(publication, templates, reached(templates, memo).value, str(home / "content")), memo)
    return press, [(job, {}) for job in plan(press.lenses)]


def test_pages_made_in_another_order_and_elsewhere_are_the_same_pages(tmp_path):
    with folder(SMALL) as home:
        press, jobs = press_of(home, Memo(tmp_path / "memo.db"))
        shuffled = random.Random(3).sample(jobs, len(jobs))
        one = list(render(jobs, press, pool=Serial()))
        with ProcessPoolExecutor(2) as pool:
            two = list(render(shuffled, press, pool=pool))

    assert [job.name for job, _ in jobs] == [made.name for made in one]
    assert [job.name for job, _ in shuffled] == [made.name for made in two]
    assert {made.name: made for made in one} == {made.name: made for made in two}


def test_a_file_that_stands_under_the_same_key_is_not_made_again():
    with folder(SMALL) as home:
        press, jobs = press_of(home, Memo())
        first = list(render(jobs, press, pool=Serial()))
        known = [
            (job, {file.path: file.key for file in made.artifacts}) for (job, _), made in zip(jobs, first, strict=True)
        ]
        again = list(render(known, press, pool=Serial()))

    assert [None] * sum(len(made.artifacts) for made in first) == [
        file.data for made in again for file in made.artifacts
    ]
    assert [made.readings for made in first] == [made.readings for made in again]


def made(output, *, texts=(), content="/nowhere"):
    templates = Templates(tuple(texts), tuple((name, f"templates/{name}") for name, _ in texts), ())
    publication = Publication(SITE, Policy(datetime.fromisoformat(NOW)), (), {}, {}, {}, (), (), (), ())
    done = Press(Setting(publication, templates, {name: "" for name, _ in texts}, content), Memo()).made(
        "x", [output], {}
    )
    (result,) = (*done.artifacts, *done.problems)
    return result


def test_a_file_is_copied_as_it_is(tmp_path):
    (tmp_path / "x.bin").write_bytes(b"\x00\xff")
    source = scan(tmp_path).value.files[0]

    assert b"\x00\xff" == made(Asset("x.bin", source), content=str(tmp_path)).data


def test_a_file_that_is_no_longer_what_it_was_is_told(tmp_path):
    (tmp_path / "x.bin").write_bytes(b"x")
    for source in (Source("content/x.bin", "other", 1), Source("content/y.bin", "x", 1)):
        problem = made(Asset("x.bin", source), content=str(tmp_path))

        assert ("changed", source.path) == (problem.code, problem.place.path)


def test_a_mistake_in_a_template_that_another_includes_names_the_inner_one():
    page = Page("a", "outer.html", (part("page", "x"),))
    texts = [("inner.html", "1\n2\n{{ nothing }}\n"), ("outer.html", "{% include 'inner.html' %}")]
    problem = made(page, texts=texts)

    assert ("templates/inner.html", 3, "{{ nothing }}") == (problem.place.path, problem.place.line, problem.excerpt)


def test_what_is_no_mistake_of_a_template_is_raised():
    with pytest.raises(AssertionError):
        made(Page("a.json", "json", (part("site", "x"), part("document", 1.5))))
