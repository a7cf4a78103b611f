"""The zip: the whole site in a file that opens anywhere."""

import subprocess
import sys
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche.changes import compare
from fiche.destination import Zip
from fiche.targets import opened
from fiche.targets.target import NOTHING, Failed, Overtaken, Refused
from tests.laws.sites import folder
from tests.targets.places import ONE, TWO, as_bytes, destination, lay, publish, standing, surroundings, tree, undo

TO = Zip("out/briefs.zip")


def inside(home, file="out/briefs.zip"):
    with zipfile.ZipFile(home / file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def under(files):
    return {f"briefs/{path}": data for path, data in as_bytes(files).items()}


FILES = st.dictionaries(
    st.sampled_from(["index.html", "a/index.html", "é ü.png", "قلم.html"]), st.binary(max_size=20), min_size=1
)


@given(st.lists(FILES, min_size=1, max_size=3))
def test_law_what_is_in_it_is_the_site_in_a_folder_of_its_name(sites):
    with folder({}) as home:
        for n, files in enumerate(sites):
            online, _ = publish(TO, home, files, site=f"site{n}")
            assert under(files) == inside(home)
            assert online == standing(TO, home)
        assert {"briefs.zip", "briefs.before.zip"} >= {file.name for file in (home / "out").iterdir()}


def test_the_same_site_is_the_same_file(tmp_path):
    publish(TO, tmp_path, ONE)
    publish(Zip("two/briefs.zip"), tmp_path, dict(reversed(ONE.items())), site="site2")

    assert (tmp_path / "out/briefs.zip").read_bytes() == (tmp_path / "two/briefs.zip").read_bytes()


def test_undo_brings_back_the_file_that_was_before_once(tmp_path):
    assert NOTHING == standing(TO, tmp_path)
    publish(TO, tmp_path, ONE)
    assert None is undo(TO, tmp_path)
    publish(TO, tmp_path, TWO, site="site2")
    undo(TO, tmp_path)

    assert under(ONE) == inside(tmp_path)
    assert None is undo(TO, tmp_path)


def test_what_differs_is_told_as_for_any_place(tmp_path):
    publish(TO, tmp_path, ONE)
    _, plan = publish(TO, tmp_path, TWO, site="site2")

    assert ("index.html", "feed.json") == plan.account.changes.changed
    assert ["Two."] == [sentence for edited in plan.account.edited for sentence in edited.into]


def test_a_file_that_is_not_ours_is_refused_and_left_alone(tmp_path):
    (tmp_path / "out").mkdir()
    with zipfile.ZipFile(tmp_path / "out/briefs.zip", "w") as archive:
        archive.writestr("thesis.txt", "mine")
    before = tree(tmp_path / "out")
    with pytest.raises(Refused, match="not a file that fiche wrote"):
        publish(TO, tmp_path, ONE)
    (tmp_path / "out/briefs.zip").write_bytes(b"no zip")
    with pytest.raises(Refused):
        publish(TO, tmp_path, ONE)

    assert before.keys() == tree(tmp_path / "out").keys()


def test_a_damaged_file_inside_is_written_again(tmp_path):
    publish(TO, tmp_path, {**ONE, "x.bin": "0123456789" * 3})
    file = tmp_path / "out/briefs.zip"
    file.write_bytes(file.read_bytes().replace(b"p{}", b"P{}"))
    _, plan = publish(TO, tmp_path, ONE, site="site2")

    assert under(ONE) == inside(tmp_path)
    assert plan.account.changes


@pytest.mark.parametrize("path", ["content/x.zip", "site/x.zip", "site/a/x.zip"])
def test_it_does_not_go_among_what_the_site_is_made_from_or_in(tmp_path, path):
    with pytest.raises(Refused, match="name another place"), opened(destination(Zip(path)), surroundings(tmp_path)):
        pass


def test_the_second_of_two_publishers_is_told(tmp_path):
    publish(TO, tmp_path, ONE)
    with opened(destination(TO), surroundings(tmp_path)) as slow:
        online = slow.standing()
        publish(TO, tmp_path, TWO, site="site2")
        third = lay(tmp_path / "site3", {"index.html": "3"})
        with pytest.raises(Overtaken):
            slow.send(compare(online.files, third.files), third, online, lambda done, of: None)
    assert under(TWO) == inside(tmp_path)


HOLD = (
    "import fcntl, sys; f = open(sys.argv[1], 'w+b'); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); input()"
)


def test_while_one_publishes_another_is_sent_away_and_what_a_killed_one_left_is_no_harm(tmp_path):
    publish(TO, tmp_path, ONE)
    program = [sys.executable, "-c", HOLD, tmp_path / "out/.briefs.zip.new"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert "held\n" == other.stdout.readline()
        with pytest.raises(Failed, match="somebody else is publishing"):
            publish(TO, tmp_path, TWO, site="site2")
        other.kill()
    publish(TO, tmp_path, TWO, site="site2")

    assert under(TWO) == inside(tmp_path)
    assert {"briefs.zip", "briefs.before.zip"} == {file.name for file in (tmp_path / "out").iterdir()}
