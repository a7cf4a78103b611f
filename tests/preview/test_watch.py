"""Watch: the real watchdog over real folders. What editors do wakes, what they leave beside it wakes nobody.

That nobody is woken is seen by a file written afterwards: events come in order, so what is heard before it is all there was.
"""

import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue

import pytest
from watchdog.observers.inotify import InotifyObserver

import fiche.preview.watch as watch_module
from fiche.preview.watch import Watch
from tests.conftest import ROOT

DEADLINE = 60
"""Seconds after which what does not come is not to come: far more than any machine needs."""

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="each system has its own events"),
    # What watchdog says when it looks at a new folder twice; as an error it would end the thread that brings the events.
    pytest.mark.filterwarnings("ignore:Callback with id:RuntimeWarning"),
]


class Ears:
    """Hears what a watcher says of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heard: Queue[tuple[Path | None, bool]] = Queue()
        self.watch = Watch([folder], lambda file, sure: self.heard.put((file, sure)))
        self.marks = 0

    def until(self, file: Path | None, *, sure: bool | None = None) -> None:
        """Wait until a file is named."""
        while True:
            try:
                named, complete = self.heard.get(timeout=DEADLINE)
            except Empty:
                pytest.fail(f"nothing was heard of {file}", pytrace=False)
            if named == file and sure in {None, complete}:
                return

    def all(self) -> set[tuple[str, bool]]:
        """Return what was heard until now, files by their names."""
        self.marks += 1
        mark = self.folder / f"mark{self.marks}"
        mark.write_text("x")
        said = set()
        while (one := self.heard.get(timeout=DEADLINE)) != (mark, True):
            said.add((one[0].relative_to(self.folder).as_posix() if one[0] else "", one[1]))
        return {(name, sure) for name, sure in said if not name.startswith("mark")}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "content" / "briefs").mkdir(parents=True)
    (tmp_path / "content" / "briefs" / "a.md").write_text("one")
    return tmp_path / "content"


@pytest.fixture
def ears(folder):
    ears = Ears(folder)
    assert "" == ears.watch.start()
    yield ears
    ears.watch.stop()


# --------------------------------------------------------------------------- how files are saved


def test_a_file_written_in_place_is_complete_once_it_is_closed(ears, folder):
    with (folder / "briefs" / "a.md").open("w") as stream:
        stream.write("two")
        stream.flush()
        assert {("briefs/a.md", False)} == ears.all()

    assert {("briefs/a.md", True)} == ears.all()


def test_a_file_replaced_from_its_own_folder_is_complete(ears, folder):
    (folder / "briefs" / ".a.md.new").write_text("two")
    (folder / "briefs" / ".a.md.new").replace(folder / "briefs" / "a.md")

    assert {("briefs/a.md", True)} == ears.all()


def test_a_file_replaced_from_another_folder_wakes(ears, folder, tmp_path):
    (tmp_path / "new").write_text("two")
    (tmp_path / "new").replace(folder / "briefs" / "a.md")

    assert "briefs/a.md" in {name for name, _ in ears.all()}


def test_a_file_saved_by_moving_the_old_one_away_is_complete_in_the_end(ears, folder):
    file = folder / "briefs" / "a.md"
    file.rename(folder / "briefs" / "a.md~")
    file.write_text("two")
    (folder / "briefs" / "a.md~").unlink()

    ears.until(file, sure=True)
    assert set() == ears.all()


def test_a_new_file_is_complete_once_it_is_closed(ears, folder):
    (folder / "briefs" / "b.md").write_text("x")

    ears.until(folder / "briefs" / "b.md", sure=True)


def test_a_file_that_is_removed_wakes(ears, folder):
    (folder / "briefs" / "a.md").unlink()

    assert {("briefs/a.md", False)} == ears.all()


def test_a_file_that_is_renamed_wakes_by_both_names(ears, folder):
    (folder / "briefs" / "a.md").rename(folder / "briefs" / "b.md")

    assert {("briefs/a.md", False), ("briefs/b.md", True)} == ears.all()


def test_a_file_that_leaves_the_folder_wakes(ears, folder, tmp_path):
    (folder / "briefs" / "a.md").rename(tmp_path / "a.md")

    assert {("briefs/a.md", False)} == ears.all()


def test_a_file_whose_time_is_changed_wakes(ears, folder):
    os.utime(folder / "briefs" / "a.md")

    assert {("briefs/a.md", False)} == ears.all()


# --------------------------------------------------------------------------- folders


def test_a_folder_that_is_moved_in_wakes_and_is_watched(ears, folder, tmp_path):
    (tmp_path / "2016" / "08").mkdir(parents=True)
    (tmp_path / "2016" / "08" / "b.md").write_text("x")
    (tmp_path / "2016").rename(folder / "briefs" / "2016")
    ears.until(None)

    with written_again_and_again(folder / "briefs" / "2016" / "08" / "b.md") as file:
        ears.until(file, sure=True)


def test_folders_made_with_a_file_in_them_wake_and_are_watched(ears, folder):
    file = folder / "briefs" / "2016" / "08" / "b.md"
    file.parent.mkdir(parents=True)
    file.write_text("x")
    ears.until(None)

    with written_again_and_again(file):
        ears.until(file, sure=True)


@contextmanager
def written_again_and_again(file):
    """Write a file until one is done: a watcher may take a moment to watch a new folder."""
    done = threading.Event()

    def write():
        while not done.wait(0.01):
            file.write_text("y")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield file
    finally:
        done.set()
        writer.join()


def test_a_folder_that_is_renamed_or_removed_wakes(ears, folder):
    (folder / "briefs").rename(folder / "notes")
    ears.until(None)
    shutil.rmtree(folder / "notes")
    ears.until(None)


def test_every_folder_is_watched(tmp_path):
    heard = Queue()
    folders = [tmp_path / "content", tmp_path / "templates"]
    for folder in folders:
        folder.mkdir()
    watch = Watch([*folders, tmp_path / "nothing"], lambda file, sure: heard.put(file))
    assert "" == watch.start()
    try:
        for folder in folders:
            (folder / "x").write_text("x")
            while heard.get(timeout=DEADLINE) != folder / "x":
                pass
    finally:
        watch.stop()


# --------------------------------------------------------------------------- what wakes nobody


@pytest.mark.parametrize(
    "name", [".a.md.swp", ".a.md.swx", "a.md~", "#a.md#", ".#a.md", "a.md.bak", "a.md.orig", "a.md.tmp", ".DS_Store"]
)
def test_what_an_editor_leaves_beside_a_file_wakes_nobody(ears, folder, name):
    file = folder / "briefs" / name
    file.write_text("x")
    file.write_text("y")
    file.unlink()

    assert set() == ears.all()


def test_looking_at_files_wakes_nobody(ears, folder):
    (folder / "briefs" / "a.md").read_bytes()
    (folder / "briefs" / "a.md").stat()
    list(folder.rglob("*"))

    assert set() == ears.all()


def test_a_folder_that_is_hidden_wakes_nobody_when_it_is_made(ears, folder):
    (folder / ".git").mkdir()

    assert set() == ears.all()


def test_after_the_end_nobody_is_woken(ears, folder):
    ears.watch.stop()
    ears.watch.stop()
    (folder / "briefs" / "a.md").write_text("two")

    assert ears.heard.empty()


# --------------------------------------------------------------------------- another folder in the place of the old one


def test_nothing_is_renewed_while_the_folder_is_what_it_was(ears):
    assert (False, "") == ears.watch.renew()


def test_a_folder_replaced_by_another_is_noticed_and_watched(ears, folder):
    folder.rename(folder.with_name("old"))
    shutil.copytree(folder.with_name("old"), folder)

    assert [(True, ""), (False, "")] == [ears.watch.renew(), ears.watch.renew()]
    (folder / "briefs" / "a.md").write_text("two")
    ears.until(folder / "briefs" / "a.md", sure=True)


def test_a_folder_that_vanishes_and_comes_back_is_noticed_both_times(ears, folder):
    folder.rename(folder.with_name("old"))
    assert [(True, ""), (False, "")] == [ears.watch.renew(), ears.watch.renew()]

    folder.with_name("old").rename(folder)
    assert [(True, ""), (False, "")] == [ears.watch.renew(), ears.watch.renew()]
    (folder / "briefs" / "a.md").write_text("two")
    ears.until(folder / "briefs" / "a.md", sure=True)


def test_a_folder_that_is_made_later_is_watched_then(tmp_path):
    ears = Ears(tmp_path / "content")
    try:
        assert "" == ears.watch.start()
        (tmp_path / "content").mkdir()
        assert (True, "") == ears.watch.renew()
        (tmp_path / "content" / "a.md").write_text("x")
        ears.until(tmp_path / "content" / "a.md", sure=True)
    finally:
        ears.watch.stop()


# --------------------------------------------------------------------------- where events do not come


def test_where_events_come_nothing_is_said_and_nothing_is_left(ears, folder):
    assert "" == ears.watch.try_out(DEADLINE)
    assert not ears.watch.polling
    assert [] == [file.name for file in folder.iterdir() if file.name != "briefs"]
    assert set() == ears.all()


def test_where_none_come_it_is_said_once_and_nothing_is_left(folder):
    watch = Watch([folder], lambda file, sure: None)

    assert f"no events come from {folder} (a network disk, a mount?)" in watch.try_out(0)
    assert watch.polling
    assert "" == watch.try_out(0)
    assert ["briefs"] == [file.name for file in folder.iterdir()]


def test_a_folder_that_is_not_there_is_not_tried(tmp_path):
    watch = Watch([tmp_path / "content"], lambda file, sure: None)

    assert ["", False] == [watch.try_out(0), watch.polling]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_not_judged(folder):
    folder.chmod(0o555)
    try:
        watch = Watch([folder], lambda file, sure: None)
        assert ["", False] == [watch.try_out(0), watch.polling]
    finally:
        folder.chmod(0o755)


def test_an_event_that_was_missed_is_told_once(ears):
    assert "no events come from some of the folders" in ears.watch.missed()
    assert ears.watch.polling
    assert "" == ears.watch.missed()


LIMITED = """
import sys
from pathlib import Path
from fiche.preview.watch import Watch
Path("/proc/sys/user", sys.argv[2]).write_text(sys.argv[3])
watch = Watch([Path(sys.argv[1])], lambda file, sure: None)
print(watch.start())
print(watch.polling, watch.try_out(60) == "")
watch.stop()
"""


def limited(folder, what, number):
    """Run a watcher where the system gives no more than so many; skip where no limit can be set."""
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-U", "-r", "true"], check=False).returncode:
        pytest.skip("no user namespaces here")
    run = subprocess.run(
        ["unshare", "-U", "-r", sys.executable, "-c", LIMITED, folder, what, str(number)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == run.returncode, run.stderr
    return run.stdout


REMEDY = "allow more: sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=1024\nTrue True\n"


@pytest.mark.parametrize("number", [1, 5])
def test_where_the_system_gives_too_few_watches_the_remedy_is_told(folder, number):
    for name in range(20):
        (folder / "briefs" / str(name)).mkdir()

    assert limited(folder, "max_inotify_watches", number).endswith(REMEDY)


def test_where_the_system_gives_no_watcher_at_all_the_remedy_is_told(folder):
    assert limited(folder, "max_inotify_instances", 0).endswith(REMEDY)


def test_where_the_system_gives_enough_nothing_is_told(folder):
    assert "\nFalse True\n" == limited(folder, "max_inotify_watches", 1000)


class Refusing(InotifyObserver):
    """An observer that gets no watch."""

    def start(self):
        raise OSError(28, "inotify watch limit reached")


def test_a_watcher_that_cannot_begin_is_told_with_the_remedy_and_ends(folder, monkeypatch):
    monkeypatch.setattr(watch_module, "Observer", Refusing)
    watch = Watch([folder], lambda file, sure: None)

    assert "sudo sysctl fs.inotify.max_user_watches" in watch.start()
    assert watch.polling
    watch.stop()
