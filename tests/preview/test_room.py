"""The room: when it waits, what it says, and that no mistake ends it."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from fiche.executor import Serial
from fiche.preview import room as room_module
from fiche.preview.room import Room
from fiche.standing import Paths, Wishes
from tests.laws.sites import REGISTER, SITE, folder, theme

NOW = datetime(2016, 8, 24, 12, tzinfo=UTC)
BRIEF = "---\ntitle: Un\ndate: 2016-08-20\n---\n## Contexte\n\nUn mot.\n\n## Suite\n\nUn autre.\n"
FILES = {"site.yaml": SITE, **REGISTER, "briefs/un.md": BRIEF}
PATIENCE = 60


@pytest.fixture
def at_work():
    """Return a function that opens a room over a small publication, and has a scenario played in it."""

    def play(scenario):
        async def whole():
            with folder(FILES) as home:
                (home / "templates").mkdir()
                said: list[str] = []
                paths = Paths(home / "content", home / "site", (home / "templates", theme()))
                wishes = Wishes(now=NOW, unveiled=True)
                room = Room(paths, wishes, Wishes(now=NOW), now=lambda: datetime.now(UTC), say=said.append, poll=True)
                await room.open(Serial())
                room._tasks[1].cancel()  # no looking round: what is looked at is said here
                try:
                    await asyncio.wait_for(scenario(room, home / "content", said), PATIENCE)
                finally:
                    await room.close()

        with ThreadPoolExecutor(1) as thread:  # a browser's test may have left a loop running in this one
            thread.submit(lambda: asyncio.run(whole())).result()

    return play


def test_a_file_that_is_empty_for_a_moment_is_waited_for_only_until_it_is_complete(at_work, monkeypatch):
    monkeypatch.setattr(room_module, "ABSENT", 10 * PATIENCE)

    async def scenario(room, content, said):
        file = content / "briefs" / "un.md"
        file.write_text("")
        room._tasks[0].cancel()
        room.woke(file, sure=False)
        settling = asyncio.create_task(room._settled())
        await asyncio.sleep(0)
        assert not settling.done()
        file.write_text(BRIEF)
        room.woke(file, sure=True)
        await settling

    at_work(scenario)


def test_a_save_is_told_to_those_who_listen_with_the_heading_under_which_it_changed(at_work):
    async def scenario(room, content, said):
        listener = room.listen()
        began = await listener.get()
        await room.page("briefs/2016/08/20/un/index.html")
        file = content / "briefs" / "un.md"
        file.write_text(BRIEF.replace("Un autre.", "Encore un."))
        room.woke(file, sure=True)
        told = await listener.get()

        assert (began["number"], None) == (room.last.number - 1, began.get("saved"))
        assert (room.last.number, {"address": "/briefs/2016/08/20/un/", "heading": "s-suite"}) == (
            told["number"],
            told["saved"],
        )

    at_work(scenario)


def test_the_terminal_hears_how_long_it_took_until_a_browser_showed_it(at_work):
    async def scenario(room, content, said):
        file = content / "briefs" / "un.md"
        file.write_text(BRIEF.replace("Un mot", "Deux mots"))
        await room.look([file])
        room.seen(room.last.number, same=True)
        assert [] == said[-1:]
        room.seen(room.last.number, same=False)

        assert re.fullmatch(
            r"content/briefs/un\.md → /briefs/2016/08/20/un/  on screen after \d+ ms \(made in \d+\)", said[-1]
        )
        assert room.saves[0].seen > 0

    at_work(scenario)


def test_whoever_comes_later_is_not_told_of_style_sheets_that_changed_before(at_work):
    async def scenario(room, content, said):
        style = content.parent / "templates" / "static" / "style.css"
        style.parent.mkdir()
        listener = room.listen()
        await listener.get()
        style.write_text("p { color: red }")
        await room.look([style])
        assert ("static/style.css",) == (await listener.get())["statics"]
        assert () == (await room.listen().get())["statics"]

    at_work(scenario)


def test_a_mistake_is_told_once_in_full_and_that_all_is_well_when_it_is_mended(at_work):
    async def scenario(room, content, said):
        file = content / "briefs" / "un.md"
        file.write_text(BRIEF.replace("title", "titel"))
        await room.look([file])
        assert "content/briefs/un.md:2:1: error: the field “title” is missing" in said[0]
        assert "2 errors: what is wrong is shown as it last was" == said[-1]
        file.write_text(BRIEF)
        await room.look([file])
        assert "all is well again" in said

    at_work(scenario)


def test_a_mistake_of_our_own_is_told_and_the_preview_goes_on(at_work, monkeypatch):
    async def scenario(room, content, said):
        file = content / "briefs" / "un.md"

        def broken(*_):
            raise ZeroDivisionError("ours")

        with monkeypatch.context() as patch:
            patch.setattr(room.warm, "turn", broken)
            await room.look([file])
        assert "fiche made a mistake of its own" in said[-1]
        file.write_text(BRIEF.replace("Un mot", "Deux mots"))
        room.woke(file, sure=True)
        listener = room.listen()
        await listener.get()
        await listener.get()
        assert b"Deux mots" in (await room.page("briefs/2016/08/20/un/index.html")).data

    at_work(scenario)


def test_many_files_at_once_are_one_change(at_work):
    async def scenario(room, content, said):
        listener = room.listen()
        began = (await listener.get())["number"]
        for number in range(100):
            file = content / "briefs" / f"b{number}.md"
            file.write_text(BRIEF.replace("title: Un", f"title: Un {number}"))
            room.woke(file, sure=False)
            room.woke(file, sure=True)
        told = await listener.get()
        assert began + 1 == told["number"]
        assert "100 files changed" == said[-1]

    at_work(scenario)


def test_remarks_are_of_the_state_that_is_asked_for_or_none(at_work, monkeypatch):
    monkeypatch.setattr(room_module, "IDLE", 0)

    async def scenario(room, content, said):
        file = content / "briefs" / "un.md"
        file.write_text(BRIEF + "\nLe vendredi 25 août 2016.\n")
        turn = await room.look([file])
        found = await room.remarks("content/briefs/un.md", turn.number)
        assert ["wrong-weekday"] == [one.problem.code for one in found]
        assert await room.remarks("content/briefs/un.md", turn.number - 1) is None

        room.dismiss()
        assert await room.remarks("content/briefs/un.md", turn.number) is None
        room._closed = False

        asked = room.warm.remarks

        def then_something_is_saved(path, rule):
            room.woke(file, sure=True)
            return asked(path, rule)

        room._tasks[0].cancel()
        monkeypatch.setattr(room.warm, "remarks", then_something_is_saved)
        assert await room.remarks("content/briefs/un.md", turn.number) is None

    at_work(scenario)
