"""Editor: which one is taken, and how it is told to open a file at a line."""

import os
import shlex
import subprocess
import sys

import pytest

from fiche.preview.editor import KNOWN, command, found

FILE = "/desk/content/briefs/a.md"


def nothing(name):
    """Find no program."""


def only(*installed):
    """Return what finds these programs alone."""
    return lambda name: f"/usr/bin/{name}" if name in installed else None


# --------------------------------------------------------------------------- which one


def test_an_editor_that_is_known_is_told_the_place_in_its_own_way():
    assert "code -g {file}:{line}:{column}" == found(["code"], which=nothing)
    assert "kate -l {line} -c {column} {file}" == found(["kate"], which=nothing)


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("code --wait", "code --wait -g {file}:{line}:{column}"),
        ("/opt/bin/subl", "/opt/bin/subl {file}:{line}:{column}"),
        ("/opt/idea/bin/idea.sh", "/opt/idea/bin/idea.sh --line {line} {file}"),
        ("emacsclient -c -a emacs", "emacsclient -c -a emacs -n +{line}:{column} {file}"),
        ("  gvim  ", "  gvim   +{line} {file}"),
    ],
)
def test_its_path_its_ending_and_its_options_make_no_other_of_it(wish, expected):
    assert expected == found([wish], which=nothing)


def test_a_whole_command_is_taken_as_it_is():
    assert "my-editor --at {line} {file}" == found(["my-editor --at {line} {file}", "code"], which=nothing)


def test_the_first_wish_that_has_a_window_is_taken():
    assert "subl {file}:{line}:{column}" == found(["", "vim", "nano -w", "subl", "code"], which=nothing)


@pytest.mark.parametrize("wish", ["vim", "vi", "nvim", "nano", "emacs -nw", "ed", "hx", "/usr/bin/vim.basic"])
def test_an_editor_of_the_terminal_is_passed_over(wish):
    assert "" == found([wish], which=nothing)
    assert "gedit +{line} {file}" == found([wish], which=only("gedit"))


def test_without_a_wish_one_that_is_installed_is_taken():
    assert "zed {file}:{line}:{column}" == found([], which=only("gedit", "zed"))
    assert "mate -l {line} {file}" == found(["", " "], which=only("mate"))


def test_without_any_there_is_none():
    assert "" == found([], which=nothing)


@pytest.mark.skipif(os.name == "nt", reason="a program is made executable by its mode")
def test_what_is_installed_is_looked_for_where_programs_are(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    before = found([])
    (tmp_path / "codium").write_text("#!/bin/sh\n")
    (tmp_path / "codium").chmod(0o755)

    assert ["", "codium -g {file}:{line}:{column}"] == [before, found([])]


def test_a_program_whose_path_has_a_space_is_known():
    wish = '"/opt/Sublime Text/subl"'

    assert f"{wish} {{file}}:{{line}}:{{column}}" == found([wish], which=nothing)


# --------------------------------------------------------------------------- how it is told


def test_file_line_and_column_take_the_places_of_their_names():
    assert ["code", "-g", f"{FILE}:12:3"] == command("code -g {file}:{line}:{column}", FILE, 12, 3)
    assert ["x", "12", "12", FILE] == command("x {line} {line} {file}", FILE, 12, 3)


@pytest.mark.parametrize("line", [0, -5])
def test_a_place_that_is_not_known_is_the_first(line):
    assert ["x", FILE, "1", "1"] == command("x {file} {line} {column}", FILE, line, line)


@pytest.mark.parametrize(
    "file",
    [
        '/desk/my briefs/it\'s a "brief".md',
        "/desk/$(touch pwned); rm -rf ~ & `id`.md",
        "/desk/-rf.md",
        "/desk/دفتر.md",
        "/desk/a\\b.md",
        "/desk/a\nb.md",
    ],
)
def test_a_file_is_one_word_whatever_its_name(file):
    assert ["x", "-g", f"{file}:1:1"] == command("x -g {file}:{line}:{column}", file, 1, 1)
    assert ["x", "--at", file] == command('x --at "{file}"', file, 1, 1)


def test_quotes_in_a_command_hold_its_words_together():
    assert ["/opt/My Editor/edit", "--title", "a b", FILE] == command(
        "'/opt/My Editor/edit' --title \"a b\" {file}", FILE, 1, 1
    )


def test_a_quote_that_does_not_end_is_an_error():
    with pytest.raises(ValueError, match="quotation"):
        command("x '{file}", FILE, 1, 1)


@pytest.mark.parametrize("name", ["{line}.md", "{column}", "a{file}b{line}"])
def test_a_name_with_a_mark_in_it_stays_as_it_is(name):
    assert ["x", f"/desk/{name}"] == command("x {file}", f"/desk/{name}", 7, 3)


@pytest.mark.parametrize("name", KNOWN)
def test_each_known_editor_gets_the_file_and_the_line(name):
    words = command(found([name], which=nothing), FILE, 1234, 5)

    assert name == words[0]
    assert 1 == sum(FILE in word for word in words)
    assert 1 == sum("1234" in word for word in words)
    assert [] == [word for word in words if "{" in word]


def test_a_program_gets_the_words_as_they_are(tmp_path):
    told = tmp_path / "told"
    code = f"import sys; open({str(told)!r}, 'w').write(repr(sys.argv[1:]))"
    editor = f"{shlex.quote(sys.executable)} -c {shlex.quote(code)} +{{line}} {{file}}"
    subprocess.run(command(editor, "/desk/un dossier/$HOME.md", 12, 1), check=True)

    assert "['+12', '/desk/un dossier/$HOME.md']" == told.read_text()
