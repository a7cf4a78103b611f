"""Copies are compared with their files, and then not judged again."""

import sys

from fiche import compression
from fiche.audit.copies import compared, of
from fiche.audit.output import opened
from fiche.compression import ENCODINGS, copies, packed
from fiche.executor import Serial

PAGE = b"<p>Words.</p>"


def lay(folder, files):
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return compared(opened(folder, "site", "https://x.example/"), (), Serial())


def told(found):
    return {problem.place.path: problem.code for problem in found.problems}


def test_a_copy_of_each_encoding_is_the_same(tmp_path):
    made = {path: packed(PAGE, encoding) for encoding, path in copies("a/index.html", ENCODINGS).items()}
    found = lay(tmp_path, {"a/index.html": PAGE, **made})

    assert (frozenset(made), {}) == (found.same, told(found))


def test_a_copy_that_is_old_damaged_or_none_at_all_is_told(tmp_path):
    found = lay(
        tmp_path,
        {
            "a.html": PAGE,
            "a.html.gz": packed(b"Old.", "gzip"),
            "a.html.br": b"\x00",
            "a.html.zst": packed(PAGE, "zstd")[:-2],
        },
    )

    assert (frozenset(), dict.fromkeys(("site/a.html.br", "site/a.html.gz", "site/a.html.zst"), "copy-differs")) == (
        found.same,
        told(found),
    )


def test_a_file_that_is_named_like_a_copy_and_stands_alone_is_none():
    assert ["t.csv.gz"] == of(["t.csv", "t.csv.gz", "alone.csv.gz", "map.png", "map.png.gz"])


def test_without_the_library_a_copy_is_not_taken_for_one(tmp_path, monkeypatch):
    files = {"a.html": PAGE, "a.html.br": packed(PAGE, "brotli")}
    monkeypatch.setitem(sys.modules, "brotli", None)
    compression._module.cache_clear()
    found = lay(tmp_path, files)

    assert {"site/a.html.br": "copy-differs"} == told(found)
    assert "pip install 'fiche[compress]'" in str(found.problems[0])


def test_a_copy_is_not_unpacked_again_where_it_and_its_file_stand(tmp_path):
    (tmp_path / "a.html").write_bytes(b"text")
    (tmp_path / "a.html.gz").write_bytes(b"no gzip")
    output = opened(tmp_path, "site", "https://x.example/")

    assert ((), ("a.html.gz",)) == (
        compared(output, {"a.html", "a.html.gz"}, Serial()).other,
        compared(output, {"a.html.gz"}, Serial()).other,
    )
