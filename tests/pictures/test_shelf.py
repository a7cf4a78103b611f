"""Copies are made once, by whoever, and what is damaged is made again."""

from concurrent.futures import ProcessPoolExecutor

import pytest

from fiche.executor import Serial
from fiche.pictures import shelf as shelves
from fiche.pictures.encode import Unfit
from fiche.pictures.recipe import Recipe, key_of
from fiche.pictures.shelf import Order, Shelf
from fiche.scan import Changed, scan
from tests.pictures.drawn import landscape, saved

RECIPES = (Recipe("avif", 20, 15), Recipe("webp", 20, 15))


@pytest.fixture
def content(tmp_path):
    """Three pictures in a folder, and their sources."""
    folder = tmp_path / "content"
    (folder / "media").mkdir(parents=True)
    for seed in (1, 2, 3):
        (folder / "media" / f"{seed}.jpg").write_bytes(saved(landscape(40, 30, seed=seed), "JPEG"))
    return folder


@pytest.fixture
def sources(content):
    return scan(content).value.files


@pytest.fixture
def made(monkeypatch):
    """Count the copies that are made in this process."""
    count = []
    honest = shelves.encoded
    monkeypatch.setattr(shelves, "encoded", lambda data, recipe: (count.append(recipe), honest(data, recipe))[1])
    return count


def test_a_copy_is_made_once(tmp_path, content, sources, made):
    first = Shelf(tmp_path / "shelf").rendition(sources[0], RECIPES[0], str(content))
    again = Shelf(tmp_path / "shelf").rendition(sources[0], RECIPES[0], str(content))

    assert (first, 1) == (again, len(made))


@pytest.mark.parametrize("harm", [lambda data: b"", lambda data: data[:-1], lambda data: data[:-9] + bytes(9)])
def test_a_copy_that_was_damaged_is_made_again(tmp_path, content, sources, made, harm):
    shelf = Shelf(tmp_path / "shelf")
    first = shelf.rendition(sources[0], RECIPES[0], str(content))
    (file,) = (tmp_path / "shelf").iterdir()
    file.write_bytes(harm(file.read_bytes()))

    assert (first, 2) == (shelf.rendition(sources[0], RECIPES[0], str(content)), len(made))


def test_without_a_folder_nothing_is_kept_and_all_is_made(content, sources, made):
    shelf = Shelf(None)
    shelf.fill([Order(source, RECIPES) for source in sources], str(content), pool=Serial())
    shelf.tidy(())

    assert shelf.rendition(sources[0], RECIPES[1], str(content)) == shelf.rendition(
        sources[0], RECIPES[1], str(content)
    )
    assert 2 == len(made)


def test_many_are_made_at_once_by_other_processes(tmp_path, content, sources, made):
    shelf = Shelf(tmp_path / "shelf")
    with ProcessPoolExecutor(2) as pool:
        shelf.fill([Order(source, RECIPES) for source in sources], str(content), pool=pool)
    for source in sources:
        for recipe in RECIPES:
            shelf.rendition(source, recipe, str(content))

    assert [] == made


def test_what_cannot_be_made_among_many_is_told_to_who_asks_for_it(tmp_path, content, sources):
    (content / "media" / "1.jpg").write_bytes(b"other")
    shelf = Shelf(tmp_path / "shelf")
    shelf.fill([Order(source, RECIPES) for source in sources], str(content), pool=Serial())

    assert 4 == len([*(tmp_path / "shelf").iterdir()])
    with pytest.raises(Changed):
        shelf.rendition(sources[0], RECIPES[0], str(content))


def test_what_is_no_picture_is_told(tmp_path, content):
    (content / "media" / "1.jpg").write_bytes(b"other")

    with pytest.raises(Unfit):
        Shelf(tmp_path / "shelf").rendition(scan(content).value.files[0], RECIPES[0], str(content))


def test_what_nobody_needs_goes_once_it_is_much(tmp_path, content, sources, monkeypatch):
    shelf = Shelf(tmp_path / "shelf")
    for source in sources:
        shelf.rendition(source, RECIPES[0], str(content))
    wanted = [key_of(sources[0], "avif", 20)]
    shelf.tidy(wanted)
    assert 3 == len([*(tmp_path / "shelf").iterdir()])

    monkeypatch.setattr(shelves, "_IDLE", 0)
    shelf.tidy(wanted)
    assert wanted == [file.name for file in (tmp_path / "shelf").iterdir()]
