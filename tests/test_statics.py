"""Static files of a theme: their names tell their content, and whatever leads to them finds them."""

from pathlib import Path

import pytest

from fiche.fingerprint import is_fingerprinted
from fiche.statics import Static, names, statics
from fiche.theme import load

FILES = {
    "a.css": '@import "b.css"; h1 { background: url(images/dot.png) }',
    "b.css": "/* of b */ p { background: url('a b.woff2?v=2#x') }",
    "images/dot.png": "dot",
    "a b.woff2": "type",
    "own.js": "import './deep.js'",
    "deep.js": "1",
    "style.css": "h1 { color: red }",
}


@pytest.fixture
def theme(tmp_path: Path):
    def given(files=FILES, *, fingerprints=True) -> dict[str, list[Static]]:
        for name, text in files.items():
            (tmp_path / "static" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "static" / name).write_text(text)
        found: dict[str, list[Static]] = {}
        for file in statics(load((tmp_path,)).value, fingerprints=fingerprints):
            found.setdefault(file.name.removeprefix("static/"), []).append(file)
        return found

    return given


def test_each_file_is_named_after_its_content(theme) -> None:
    assert all(is_fingerprinted(files[0].address) for files in theme().values())


def test_another_content_is_another_name_and_no_other_file_is_renamed(theme) -> None:
    before, after = theme(), theme({"style.css": "h1 { color: blue }"})
    assert {"style.css"} == {name for name in before if before[name][0].address != after[name][0].address}


def test_what_only_authors_read_changes_no_name(theme) -> None:
    before, after = theme(), theme({"style.css": "/* why */ h1 {\n color: red }"})
    assert before["style.css"][0].address == after["style.css"][0].address


def test_a_style_sheet_leads_to_files_by_their_names(theme) -> None:
    found = theme()
    b, dot = (found[name][0].address.rpartition("/")[2] for name in ("b.css", "images/dot.png"))
    assert f'@import "{b}";h1{{background:url(images/{dot})}}'.encode() == found["a.css"][0].sheet


def test_a_name_with_spaces_query_and_place_is_found_too(theme) -> None:
    found = theme(FILES | {"b.css": "p{background:url('a%20b.woff2?v=2#x')}"})
    font = found["a b.woff2"][0].address.rpartition("/")[2].replace(" ", "%20")
    assert f"p{{background:url('{font}?v=2#x')}}".encode() == found["b.css"][0].sheet


def test_a_file_that_is_changed_renames_the_style_sheets_that_lead_to_it(theme) -> None:
    before, after = theme(), theme({"images/dot.png": "another"})
    renamed = {name for name in before if before[name][0].address != after[name][0].address}
    assert {"a.css", "images/dot.png"} == renamed


@pytest.mark.parametrize(
    "url", ["https://a.example/x.png", "data:,", "/style.css", "#a", "nothing.png", "../style.css"]
)
def test_addresses_of_other_things_stay(theme, url: str) -> None:
    assert f"p{{background:url({url})}}".encode() == theme({"b.css": f"p{{background:url({url})}}"})["b.css"][0].sheet


def test_a_file_that_a_script_names_keeps_its_own_name_too(theme) -> None:
    found = theme()
    assert ["static/deep.js"] == [file.address for file in found["deep.js"] if not is_fingerprinted(file.address)]
    assert [1] * 6 == [len(files) for name, files in found.items() if name != "deep.js"]


def test_style_sheets_that_import_one_another_in_a_ring_are_found(theme) -> None:
    found = theme({"a.css": '@import "b.css";', "b.css": '@import "a.css";'})
    assert "static/a.css" in {file.address for file in found["a.css"]}
    assert b'@import "a.css"' == found["b.css"][0].sheet


def test_the_icon_keeps_its_name_which_feed_readers_know(theme) -> None:
    assert ["static/icon.svg"] == [
        file.address for file in theme({"icon.svg": "<svg/>", "a.js": "icon.svg"})["icon.svg"]
    ]


def test_without_fingerprints_every_file_keeps_its_name(theme) -> None:
    files = tuple(file for some in theme(fingerprints=False).values() for file in some)
    assert ({}, len(FILES)) == (names(files), len(files))
    assert b"h1{color:red}" in [file.sheet for file in files]


def test_a_style_sheet_that_is_gone_since_is_left_to_who_copies_it(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static/a.css").write_text("h1{}")
    templates = load((tmp_path,)).value
    (tmp_path / "static/a.css").unlink()
    assert [None] == [file.sheet for file in statics(templates, fingerprints=True)]
