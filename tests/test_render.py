"""Render: bytes from jobs, in order, the same in whatever order they are asked for."""

import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import pytest

from fiche import compression
from fiche.clear import clear, reading
from fiche.compression import ENCODINGS, copies, unpacked
from fiche.executor import Serial
from fiche.families import FAMILIES
from fiche.ledger import Ledger
from fiche.memo import Lost, Memo
from fiche.model import Desk, Marking, Policy, Site, Source, Texts
from fiche.outputs import TEXT, Asset, Page, part
from fiche.parse import parse
from fiche.plan import plan
from fiche.publication import Publication
from fiche.render import Press, closing, render, setting_of
from fiche.scan import scan, source_of
from fiche.templates import reached
from fiche.theme import Templates, load
from fiche.value import replace
from fiche.weave import weave
from tests.laws.sites import NOW, folder, theme
from tests.laws.test_law_6_never_a_traceback import SMALL
from tests.preview.small import FILES

SITE = Site(title=Texts((("", "x"),)), base_url="https://example.org/", timezone="UTC", languages=("en",))


def press_of(home, memo):
    """Return a press for a publication, and all its jobs."""
    desk = parse(scan(home / "content").value, pool=Serial(), memo=memo).value
    publication = weave(clear(desk, Policy(datetime.fromisoformat(NOW))).value, memo=memo).value
    templates = load((theme(),)).value
    press = Press(setting_of(publication, templates, reached(templates, memo).value, str(home / "content")), memo)
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
    publication = Publication(SITE, Policy(datetime.fromisoformat(NOW)), (), {}, {}, {}, (), {}, (), (), ())
    done = Press(setting_of(publication, templates, {name: "" for name, _ in texts}, content), Memo()).made(
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


# --------------------------------------------------------------------------- one file at a time

POLICY = {
    True: Policy(datetime.fromisoformat(NOW), Marking.RED, unveiled=True),
    False: Policy(datetime.fromisoformat(NOW)),
}


@dataclass
class Pressed:
    """A press, what it was made from, and every file that a build would make with it."""

    press: Press
    desk: Desk
    home: object

    def everything(self):
        """Make every file of the site, and name the job of each."""
        jobs = list(plan(self.press.lenses))
        made = [self.press.make(job, {}) for job in jobs]
        listed = [one for each in made for one in each.listed]
        last = list(closing(self.press, listed, Ledger(self.home, {}), frozenset(), ""))
        return [(job, each) for job, each in zip([*jobs, *(None for _ in last)], [*made, *last], strict=True)]


def pressed(home, memo, *, unveiled):
    """Return a press for what is in a folder."""
    desk = parse(scan(home / "content").value, pool=Serial(), memo=memo).value
    publication = weave(clear(desk, POLICY[unveiled]).value, memo=memo).value
    templates = load((theme(),)).value
    setting = setting_of(publication, templates, reached(templates, memo).value, str(home / "content"))
    return Pressed(Press(setting, memo), desk, home)


@pytest.fixture(params=[True, False], ids=["unveiled", "public"])
def small(request, tmp_path):
    with folder(FILES) as home:
        yield pressed(home, Memo(tmp_path / "memo.db"), unveiled=request.param)


def found_alone(one):
    """Name the files that are not found by their path as they are when all are made; and count the rest."""
    wrong, count = [], 0
    for _, made in one.everything():
        assert not made.problems
        for artifact in made.artifacts:
            alone = one.press.at(artifact.path)
            if alone is None or (artifact.data, artifact.origin) != (alone.data, alone.origin):
                wrong.append((made.name, artifact.path))
            count += 1
    return wrong, count


def test_every_file_is_found_by_its_path_as_it_is_when_all_are_made(small):
    wrong, count = found_alone(small)

    assert [] == wrong
    assert 100 < count


@pytest.mark.slow
def test_every_file_of_the_sample_is_found_by_its_path_as_it_is_when_all_are_made(root):
    wrong, count = found_alone(pressed(root, Memo(), unveiled=True))

    assert [] == wrong
    assert 1000 < count


def test_each_family_names_the_order_that_makes_the_file_at_a_path(small):
    families = set()
    for job, made in small.everything():
        if job is not None:
            lens = next(lens for lens in small.press.lenses if lens.lang == job.lang)
            wrong = [one.path for one in made.artifacts if job.about not in FAMILIES[job.family].at(lens, one.path)]
            families |= {job.family} if made.artifacts else set()
            assert [] == wrong, job.name

    assert FAMILIES.keys() == families


def test_a_path_that_no_job_makes_is_nothing(small):
    made = {artifact.path for _, made in small.everything() for artifact in made.artifacts}
    near = {
        change for path in made for change in (f"x/{path}", f"{path}x", path.upper(), path.replace("/", "//"), path[1:])
    }

    assert [] == [path for path in sorted(near - made) if small.press.at(path) is not None]


def test_a_former_address_and_a_withdrawn_brief_are_found(small):
    for path in ("2016/treve.html", "vieux/index.html", "briefs/2016/08/20/la-treve/index.html"):
        assert b"briefs/2016/08/20/treve/" in small.press.at(path).data
    assert b"actors/kerry/" in small.press.at("en/actors/j-kerry/index.html").data
    assert b"It was wrong." in small.press.at("en/briefs/2016/08/16/retire/index.html").data


def test_a_file_whose_template_fails_is_a_problem(small):
    press = small.press
    texts = tuple((name, "{{ nothing }}" if name == "page.html" else text) for name, text in press.templates.texts)
    press.dress(Templates(texts, press.templates.origins, press.templates.static), press.setting.reached)

    assert "template" == press.at("methode/index.html").code
    assert press.at("index.html").data


def test_a_press_in_other_clothes_gives_what_a_new_one_gives(small):
    press = small.press
    was = [press.at(path).data for path in ("methode/index.html", "index.html")]
    texts = tuple((name, "{{ plain.title }}" if name == "page.html" else text) for name, text in press.templates.texts)
    templates = Templates(texts, press.templates.origins, press.templates.static)
    press.dress(templates, reached(templates, press.memo).value)

    assert ["Méthode".encode(), was[1]] == [press.at(path).data for path in ("methode/index.html", "index.html")]
    new = Pressed(Press(press.setting, press.memo), small.desk, small.home)
    assert new.everything() == small.everything()


TOLD = {
    "briefs/treve.fr.md": ("Le texte parle", "Ce texte-ci ne parle"),
    "briefs/treve.en.md": ("The text, by", "Words, many of them, by"),
    "briefs/convoi.md": ("est parti", "est arrivé"),
    "briefs/brouillon.md": ("Pas fini", "Fini"),
    "actors/kerry.md": ("plusieurs fois", "souvent"),
    "topics/syrie.md": ("Un pays", "Un État"),
    "pages/methode.md": ("Nous citons tout", "Nous citons ce que nous lisons"),
}


def retell(one, files):
    """Give a press other texts, and what is there now as a new press would have it."""
    for name, text in files.items():
        (one.home / "content" / name).write_text(text, "utf-8")
    new = pressed(one.home, one.press.memo, unveiled=one.press.setting.publication.policy.unveiled)
    desk = new.desk
    for manuscript in (*desk.briefs, *desk.actors, *desk.topics, *desk.pages):
        body = reading(manuscript, one.press.setting.publication.policy)
        if manuscript.place.path.removeprefix("content/") in files and body is not None:
            one.press.retell(manuscript.place.path, body)
    return new


@pytest.mark.parametrize("name", TOLD)
def test_a_press_that_is_told_another_text_gives_what_a_new_one_gives(small, name):
    small.everything()  # what was made once is there to be forgotten
    new = retell(small, {name: FILES[name].replace(*TOLD[name])})

    assert new.press.setting.publication == small.press.setting.publication
    assert new.everything() == small.everything()
    assert [] == found_alone(small)[0]


def test_a_press_that_is_told_many_texts_over_and_over_gives_what_a_new_one_gives(small):
    for turn in range(3):
        small.everything()
        new = retell(small, {name: f"{FILES[name].replace(*TOLD[name])}\nEncore {turn}.\n" for name in TOLD})

    assert new.press.setting.publication == small.press.setting.publication
    assert new.everything() == small.everything()


def test_the_text_of_a_file_that_is_not_shown_changes_nothing(small):
    before = small.press.setting.publication
    small.press.retell("content/briefs/nothing.md", reading(small.desk.briefs[0], POLICY[True]))

    assert before == small.press.setting.publication


def test_what_a_template_finds_lost_is_raised(small):
    small.press.memo.clear()

    with pytest.raises(Lost):
        small.press.at("methode/index.html")


# --------------------------------------------------------------------------- compressed copies

PACKED = Site(
    title=SITE.title, base_url=SITE.base_url, timezone="UTC", languages=("en",), compress=("gzip", "brotli", "zstd")
)


def copied(outputs, content, *, known=(), files=()):
    """Render outputs of a site whose texts have copies; return the bytes of each file, None for one that stands."""
    publication = Publication(PACKED, Policy(datetime.fromisoformat(NOW)), (), {}, {}, {}, (), {}, (), (), ())
    publication = replace(publication, files=files)
    press = Press(setting_of(publication, Templates((), (), ()), {}, str(content)), Memo())
    done = press.made("x", outputs, dict(known))
    assert () == done.problems
    return {file.path: file.data for file in done.artifacts}, {file.path: file.key for file in done.artifacts}


def text(name, words):
    return Page(name, TEXT, (part("document", words),))


def test_beside_a_text_stands_a_copy_of_each_encoding_after_it(tmp_path):
    made, keys = copied([text("a.txt", "words " * 50)], tmp_path)

    assert ["a.txt", "a.txt.gz", "a.txt.br", "a.txt.zst"] == [*made]
    assert [b"words " * 50] * 3 == [
        unpacked(made[path], name, 1000) for name, path in copies("a.txt", ENCODINGS).items()
    ]
    assert 4 == len(set(keys.values()))


def test_what_stands_with_all_its_copies_is_not_made_again(tmp_path):
    _, keys = copied([text("a.txt", "words")], tmp_path)

    assert {None} == set(copied([text("a.txt", "words")], tmp_path, known=keys)[0].values())
    assert None not in copied([text("a.txt", "other")], tmp_path, known=keys)[0].values()


@pytest.mark.parametrize("gone", ["a.txt", "a.txt.gz", "a.txt.br", "a.txt.zst"])
def test_where_one_of_them_is_missing_or_damaged_they_are_made_again(gone, tmp_path):
    made, keys = copied([text("a.txt", "words")], tmp_path)
    known = {path: key for path, key in keys.items() if path != gone}

    assert made == copied([text("a.txt", "words")], tmp_path, known=known)[0]


def test_another_version_of_a_library_makes_copies_anew(tmp_path, monkeypatch):
    _, keys = copied([text("a.txt", "words")], tmp_path)
    monkeypatch.setattr(compression._module("brotli"), "__version__", "9")
    _, later = copied([text("a.txt", "words")], tmp_path)

    assert ["a.txt.br"] == [path for path in keys if keys[path] != later[path]]


def test_an_authors_own_file_is_in_the_place_of_a_copy(tmp_path):
    names = ["content/media/t.csv", "content/media/t.csv.gz"]
    for name in names:
        (tmp_path / name.removeprefix("content/")).parent.mkdir(exist_ok=True)
        (tmp_path / name.removeprefix("content/")).write_bytes(name.encode())
    sources = tuple(source_of(tmp_path / name.removeprefix("content/"), name) for name in names)
    made, _ = copied(
        [Asset(source.path.removeprefix("content/"), source) for source in sources], tmp_path, files=sources
    )

    assert ["media/t.csv", "media/t.csv.br", "media/t.csv.zst", "media/t.csv.gz"] == [*made]
    assert b"content/media/t.csv.gz" == made["media/t.csv.gz"]
