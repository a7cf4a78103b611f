"""Scan: what is read, what is passed over, what is refused."""

import os

import pytest

import fiche.scan as scan_module
from fiche.scan import Changed, file_of, read, scan


@pytest.fixture
def content(tmp_path):
    folder = tmp_path / "content"
    (folder / "briefs").mkdir(parents=True)
    (folder / "site.yaml").write_text("title: x")
    (folder / "briefs" / "a.md").write_text("a")
    return folder


def codes(content):
    return [(problem.place.path, problem.code) for problem in scan(content).problems]


def test_files_are_found_sorted_and_known_by_content(content):
    first = scan(content).value.files
    (content / "briefs" / "a.md").write_text("b")
    second = scan(content).value.files

    assert [source.path for source in first] == ["content/briefs/a.md", "content/site.yaml"]
    assert [a.digest == b.digest for a, b in zip(first, second, strict=True)] == [False, True]


def test_the_content_folder_may_have_any_name(content):
    other = content.rename(content.with_name("dossier"))

    assert [source.path for source in scan(other).value.files] == ["content/briefs/a.md", "content/site.yaml"]


def test_what_editors_and_systems_leave_behind_is_passed_over(content):
    for name in (".a.md.swp", "a.md~", "#a.md#", "a.md.orig", ".DS_Store", "Thumbs.db", ".env"):
        (content / "briefs" / name).write_text("secret")
    (content / ".git").mkdir()
    (content / ".git" / "config").write_text("secret")

    assert len(scan(content).value.files) == 2


def test_a_link_out_of_the_content_is_refused(content, tmp_path):
    (tmp_path / "secret.md").write_text("secret")
    (content / "briefs" / "b.md").symlink_to(tmp_path / "secret.md")
    (content / "media").symlink_to(tmp_path)

    assert codes(content) == [("content/briefs/b.md", "link-outside"), ("content/media", "link-outside")]


def test_a_link_to_a_file_inside_is_read_and_one_to_a_folder_is_not_followed(content):
    (content / "briefs" / "b.md").symlink_to(content / "briefs" / "a.md")
    (content / "loop").symlink_to(content / "briefs")

    assert codes(content) == [("content/loop", "link-folder")]
    assert len(scan(content).value.files) == 3


def test_a_dangling_link_is_refused(content):
    (content / "briefs" / "b.md").symlink_to(content / "nothing.md")

    assert codes(content) == [("content/briefs/b.md", "unreadable")]


def test_a_pipe_is_refused_and_not_opened(content):
    os.mkfifo(content / "briefs" / "b.md")

    assert codes(content) == [("content/briefs/b.md", "not-a-file")]


def test_a_name_that_is_not_text_is_refused(content):
    with open(os.fsencode(content / "briefs") + b"/bad\xff.md", "w") as stream:
        stream.write("x")

    assert codes(content) == [("content/briefs/bad\ufffd.md", "file-name")]


def test_a_name_in_nfd_is_known_in_nfc_and_read_where_it_is(content):
    (content / "caf\u0065\u0301").mkdir()
    (content / "caf\u0065\u0301" / "x.md").write_text("x")
    sources = scan(content).value
    found = sources.files[1]

    assert found.path == "content/caf\u00e9/x.md"
    assert read(file_of(sources.root, found), found) == b"x"


@pytest.mark.parametrize("twin", ["A.md", "caf\u00e9.md"])
def test_names_that_differ_only_by_case_or_encoding_are_refused(content, twin):
    (content / "briefs" / twin).write_text("x")
    (content / "briefs" / "cafe\u0301.md").write_text("x")

    assert [code for _, code in codes(content)] == ["same-name"]


def test_a_text_too_large_is_refused_before_it_is_read(content):
    with open(content / "briefs" / "b.md", "wb") as stream:
        stream.truncate(17 * 1024 * 1024)

    assert codes(content) == [("content/briefs/b.md", "too-large")]


def test_a_missing_folder_says_what_to_do(tmp_path):
    (problem,) = scan(tmp_path / "nothing").problems

    assert problem.code == "no-content"
    assert "fiche new site" in problem.what


def test_a_file_that_changed_since_the_scan_is_not_read_as_what_it_was(content):
    sources = scan(content).value
    (content / "briefs" / "a.md").write_text("other")

    with pytest.raises(Changed):
        read(file_of(sources.root, sources.files[0]), sources.files[0])


def test_a_file_is_read_again_only_if_its_stat_or_the_racy_window_says_so(tmp_path, monkeypatch):
    content, own = tmp_path / "content", tmp_path / ".fiche"
    content.mkdir()
    for name in ("old.md", "new.md"):
        (content / name).write_text(name)
    monkeypatch.setattr("fiche.scan.RACY", 0)
    read: list[str] = []
    honest = scan_module.source_of
    monkeypatch.setattr(scan_module, "source_of", lambda file, path: read.append(path) or honest(file, path))

    def scanned():
        read.clear()
        found = {source.path: source.digest for source in scan(content, own=own).value.files}
        assert found == {source.path: source.digest for source in scan(content).value.files}
        return set(read[: -len(found)])

    settle(tmp_path)
    assert {"content/old.md", "content/new.md"} == scanned()
    assert set() == scanned()
    was = (content / "new.md").stat()
    (content / "new.md").write_text("wen.md")
    os.utime(content / "new.md", ns=(was.st_atime_ns, was.st_mtime_ns))
    assert {"content/new.md"} == scanned()
    monkeypatch.setattr("fiche.scan.RACY", 10**18)
    (content / "new.md").write_text("x")
    scanned()
    assert {"content/old.md", "content/new.md"} == scanned()


def settle(folder):
    """Wait until the clock of the file system has moved on."""
    first = (folder / "tick").write_text("") or (folder / "tick").stat().st_mtime_ns
    while (folder / "tick").stat().st_mtime_ns <= first:
        (folder / "tick").write_text("")
