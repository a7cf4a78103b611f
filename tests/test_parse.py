"""Parse: from files to a desk, whoever does the work."""

from concurrent.futures import ThreadPoolExecutor

from fiche import parse as stage
from fiche.executor import Serial
from fiche.memo import Memo
from fiche.model import Marking
from fiche.parse import parse
from fiche.scan import scan
from tests.fuzz.inputs import sample
from tests.laws.sites import SITE, folder

BODY = "---\ntitle: Un\ndate: 2016-08-20\n---\nOuvert.\n\n[[tlp:amber]]\nFermé.\n[[/tlp]]\n"


def desk_of(files, *, pool=None):
    memo = Memo()
    with folder({"site.yaml": SITE, **files}) as home:
        return parse(scan(home / "content").value, pool=pool or Serial(), memo=memo), memo


def test_each_folder_gives_its_kind_and_the_rest_are_attachments():
    checked, _ = desk_of(
        {
            "briefs/2016/08/a.md": BODY,
            "briefs/2016/08/table.csv": "x",
            "actors/a.yaml": "kind: person\nnames: A\n",
            "topics/t.md": "---\nlabels: T\n---\nTexte.\n",
            "sources/s.yaml": "- {id: s, title: S}\n- {id: t, title: T}\n",
            "events/e.yaml": "id: e\ntitle: E\nstart: 2016\n",
            "pages/p.md": "---\ntitle: P\n---\n",
            "media/x.png": "x",
            "media/readme.md": "no header at all",
        }
    )
    desk = checked.value

    assert () == checked.problems
    counts = [desk.briefs, desk.actors, desk.topics, desk.references, desk.events, desk.pages]
    assert [1, 1, 1, 2, 1, 1] == [len(kind) for kind in counts]
    assert ["content/briefs/2016/08/table.csv", "content/media/readme.md", "content/media/x.png"] == [
        file.path for file in desk.files
    ]


def test_a_text_in_a_folder_that_is_not_read_is_a_mistake_and_no_attachment():
    checked, _ = desk_of({"breifs/a.md": BODY, "a.md": BODY})

    assert [("content/a.md", "file-place"), ("content/breifs/a.md", "file-place")] == [
        (problem.place.path, problem.code) for problem in checked.problems
    ]


def test_a_body_is_kept_in_the_memo_once_for_each_audience_it_distinguishes():
    checked, memo = desk_of({"briefs/a.md": BODY, "briefs/b.md": "---\ntitle: B\ndate: 2016-08-20\n---\n\n"})
    one, two = checked.value.briefs

    assert [Marking.CLEAR, Marking.AMBER] == [reading.marking for reading in one.readings]
    assert all(reading.body.key in memo for reading in one.readings)
    assert () == two.readings


def test_whoever_does_the_work_the_desk_and_the_problems_are_the_same(monkeypatch):
    files = {**sample("briefs", "actors"), "briefs/wrong.md": b"x", "briefs/worse.md": b"---\ntitle: x\n---\n"}
    one, memo = desk_of(files)
    monkeypatch.setattr(stage, "_CHUNK", 3)
    with ThreadPoolExecutor(3) as pool:
        two, other = desk_of(files, pool=pool)

    assert (one.value, one.problems) == (two.value, two.problems)
    assert {key: memo.get(key) for key in memo} == {key: other.get(key) for key in other}


def test_with_settings_that_cannot_be_read_all_other_files_are_still_read():
    checked, _ = desk_of({"site.yaml": "title: [", "briefs/a.md": "x", "topics/t.yaml": "labels: [x"})

    assert {"content/site.yaml", "content/briefs/a.md", "content/topics/t.yaml"} == {
        problem.place.path for problem in checked.problems
    }
