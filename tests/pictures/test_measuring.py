"""The pictures of a publication are looked at once, and what is wrong with one is told where it is used."""

from concurrent.futures import ProcessPoolExecutor

import pytest

from fiche.executor import Serial
from fiche.memo import Memo
from fiche.parse import parse
from fiche.pictures import measuring
from fiche.pictures.measuring import key_of, pictures_of
from fiche.scan import scan
from tests.laws.sites import REGISTER, SITE, folder
from tests.pictures.drawn import barred, exif_with, landscape, picture, saved, scene

BRIEF = "---\ntitle: Un\ndate: 2016-08-20\n{more}---\n{body}\n"
HEAD = "image: {{src: /media/{0}, alt: a, credit: b, licence: c}}\n"


def told(files):
    """Return what the desk is told of its pictures: place, how grave, code and words."""
    with folder({"site.yaml": SITE, **REGISTER, **files}) as home:
        found = parse(scan(home / "content").value, pool=Serial(), memo=Memo()).problems
    return [
        (str(problem.place).removeprefix("content/"), str(problem.severity), problem.code, problem.what)
        for problem in found
        if problem.code.startswith("picture")
    ]


def codes(files):
    return [(place, severity, code) for place, severity, code, _ in told(files)]


@pytest.mark.parametrize("data", [b"x", picture()[:-30]])
def test_a_picture_that_cannot_be_seen_is_an_error_wherever_it_is_used(data):
    files = {
        "briefs/a.md": BRIEF.format(more=HEAD.format("x.png"), body="Texte.\n\nVoir ![x](/media/x.png)."),
        "pages/p.fr.md": '---\ntitle: P\n---\n<img src="/media/x.png" alt="x">\n',
        "actors/a.md": "---\nkind: person\nnames: A\n---\n![x](/media/x.png)\n",
        "media/x.png": data,
    }

    assert [
        ("actors/a.md:5:6", "error", "picture-broken"),
        ("briefs/a.md:2:1", "error", "picture-broken"),
        ("briefs/a.md:8:11", "error", "picture-broken"),
        ("pages/p.fr.md:4:11", "error", "picture-broken"),
    ] == [(place, *rest) for place, *rest in codes(files)]


def test_a_file_that_nobody_shows_as_a_picture_is_no_picture_of_ours():
    assert [] == told({"briefs/a.md": BRIEF.format(more="", body="[x](/media/x.png)"), "media/x.png": b"x"})


@pytest.mark.parametrize("name", ["x.jpg", "x.webp", "x.gif", "x.AVIF"])
def test_a_name_that_promises_another_format_is_told_with_the_right_one(name):
    ((_, severity, code, what),) = told(
        {"briefs/a.md": BRIEF.format(more=HEAD.format(name), body=""), f"media/{name}": picture()}
    )

    assert ("error", "picture-ending") == (severity, code)
    assert "name it “x.png”" in what


def test_other_spellings_of_an_ending_promise_the_same():
    for name in ("x.jpeg", "x.JPG"):
        files = {
            "briefs/a.md": BRIEF.format(more=HEAD.format(name), body=""),
            f"media/{name}": picture(format="JPEG"),
        }
        assert [] == told(files)


def test_a_picture_that_is_far_too_large_is_told_and_let_through(monkeypatch):
    monkeypatch.setattr("fiche.checks.attachments._HEAVY_PIXELS", 5)
    files = {"briefs/a.md": BRIEF.format(more=HEAD.format("x.png"), body=""), "media/x.png": picture()}

    assert [("briefs/a.md:2:1", "warning", "picture-heavy")] == codes(files)


def test_a_picture_that_still_holds_what_was_cut_off_is_told_and_let_through():
    cropped = saved(scene().crop((380, 200, 600, 400)), "JPEG", exif=exif_with(barred(scene())))
    files = {"briefs/a.md": BRIEF.format(more=HEAD.format("x.jpg"), body=""), "media/x.jpg": cropped}

    assert [("briefs/a.md:2:1", "warning", "picture-before")] == codes(files)


def test_a_drawing_has_no_pixels_that_could_be_too_many():
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="9000"/>'

    assert [] == told({"briefs/a.md": BRIEF.format(more="", body="![x](/media/x.svg)"), "media/x.svg": drawing})


def test_a_drawing_that_is_none_is_told():
    files = {"briefs/a.md": BRIEF.format(more="", body="![x](/media/x.svg)"), "media/x.svg": b"<svg>"}

    assert [("briefs/a.md:5:6", "error", "picture-broken")] == codes(files)


# --------------------------------------------------------------------------- looking once


@pytest.fixture
def content(tmp_path):
    folder = tmp_path / "content"
    folder.mkdir()
    for seed in range(10):
        (folder / f"{seed}.jpg").write_bytes(saved(landscape(40, 30, seed=seed), "JPEG"))
    (folder / "again.jpg").write_bytes((folder / "0.jpg").read_bytes())
    (folder / "a.svg").write_text("<svg width='4' height='3'/>")
    (folder / "b.txt").write_text("x")
    return folder


def test_a_picture_is_looked_at_once_and_by_its_bytes(content, tmp_path, monkeypatch):
    seen = []
    honest = measuring.measured
    monkeypatch.setattr(measuring, "measured", lambda data: (seen.append(data), honest(data))[1])
    memo = Memo(tmp_path / "memo.db")
    sources = scan(content).value.files
    first = pictures_of(sources, str(content), pool=Serial(), memo=memo)
    again = pictures_of(sources, str(content), pool=Serial(), memo=memo)

    assert (first, 10) == (again, len(seen))
    assert [picture.source for picture in first] == [source for source in sources if not source.path.endswith(".txt")]
    assert {(40, 30), (4, 3)} == {(picture.width, picture.height) for picture in first}


def test_other_processes_find_the_same(content):
    sources = scan(content).value.files
    with ProcessPoolExecutor(2) as pool:
        assert pictures_of(sources, str(content), pool=pool, memo=Memo()) == pictures_of(
            sources, str(content), pool=Serial(), memo=Memo()
        )


def test_what_the_memo_has_of_a_picture_may_be_damaged(content):
    memo = Memo()
    (source,) = (source for source in scan(content).value.files if source.path.endswith("3.jpg"))
    memo.put(key_of(source), b"[]")

    assert [40] == [found.width for found in pictures_of([source], str(content), pool=Serial(), memo=memo)]


def test_a_picture_that_changes_under_our_hands_is_told_and_not_remembered(content):
    memo = Memo()
    source = scan(content).value.files[0]
    whole = (content / "0.jpg").read_bytes()
    (content / "0.jpg").write_bytes(b"other")
    (found,) = pictures_of([source], str(content), pool=Serial(), memo=memo)
    (content / "0.jpg").write_bytes(whole)

    assert "changed" == found.fault.code
    assert [None] == [found.fault for found in pictures_of([source], str(content), pool=Serial(), memo=memo)]
