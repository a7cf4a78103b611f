"""`fiche verify` as an editor meets it: what it says, and how it ends."""

import json
import shutil

import pytest

from tests.test_cli import BRIEF, ask, home, lay
from tests.test_verify import served

assert home
SITE = "title: La Dépêche\nbase_url: https://press.example/\ntimezone: Europe/Paris\nlanguages: [fr]\n"


@pytest.fixture
def desk(home):
    lay(home, {"site.yaml": SITE + "publish:\n  public:\n    folder: web\n  stick:\n    zip: a.zip\n"})
    assert 0 == ask(home, "build").exit_code
    shutil.copytree(home / "site", home / "there")
    return home


def test_a_folder_with_what_the_content_gives_is_said_to_be_that(desk):
    run = ask(desk, "verify", str(desk / "there"))
    assert (0, True) == (run.exit_code, "each what the content gives (version " in run.stdout)


def test_what_differs_is_shown_and_the_exit_status_says_so(desk):
    page = desk / "there/index.html"
    page.write_text(page.read_text("utf-8").replace("</main>", "<p>more</p></main>"), "utf-8")
    (desk / "there/robots.txt").unlink()
    run = ask(desk, "verify", str(desk / "there"))

    assert 1 == run.exit_code
    assert "index.html is not what the content gives\n    - </main>\n    + <p>more</p></main>\n" in run.stdout
    assert "robots.txt is not there\n" in run.stdout
    assert "there: 2 of " in run.stdout


def test_what_is_there_beside_the_site_is_counted_apart(desk):
    for n in range(3):
        (desk / f"there/mine{n}.txt").write_text("mine")
    (desk / "there/robots.txt").unlink()

    assert ": 1 of " in (said := ask(desk, "verify", str(desk / "there")).stdout.splitlines()[-1])
    assert said.endswith("), and 3 files more there.")


def test_of_a_folder_of_releases_the_one_is_meant_that_readers_see(desk):
    lay(desk, {"briefs/a.md": BRIEF + "Un mot.\n"})
    ask(desk, "publish", "--yes")
    lay(desk, {"briefs/a.md": BRIEF + "Un autre mot.\n"})
    assert 0 == ask(desk, "publish", "--yes").exit_code

    same = ask(desk, "verify", "web")
    assert (0, True) == (same.exit_code, same.stdout.startswith("web/current: "))
    assert (0, "") == ((judged := ask(desk, "check", "--output", "web")).exit_code, judged.stderr.partition("error")[1])


def test_json_tells_the_same(desk):
    (desk / "there/robots.txt").unlink()
    run = ask(desk, "verify", str(desk / "there"), "--json")
    found = json.loads(run.stdout)

    assert [("robots.txt", "missing")] == [(each["path"], each["kind"]) for each in found["differences"]]


def test_many_differences_are_counted(desk):
    shutil.rmtree(desk / "there")
    (desk / "there").mkdir()
    run = ask(desk, "verify", str(desk / "there"))

    assert (1, True) == (run.exit_code, "more; “--json” lists all of them" in run.stdout)


def test_a_host_is_asked_as_a_reader_would(desk):
    with served(desk / "there") as (url, answers):
        assert 0 == ask(desk, "verify", url).exit_code
        answers["/build.json"] = 200, {}, b'{"digest": "0123456789abcdef", "files": 3, "generator": "fiche 0.0"}'
        run = ask(desk, "verify", url)

    assert 1 == run.exit_code
    assert "What is there says that it is version 0123456789, made by fiche 0.0.\n" in run.stdout


def test_quick_believes_what_the_host_says(desk):
    (desk / "there/robots.txt").unlink()
    with served(desk / "there") as (url, _):
        run = ask(desk, "verify", url, "--quick")

    assert (0, True) == (run.exit_code, "nothing else was asked" in run.stdout)


def test_a_host_that_does_not_answer_is_something_outside(desk, monkeypatch):
    monkeypatch.setattr("fiche.verify._TRIES", 1)
    run = ask(desk, "verify", "http://127.0.0.1:9/")
    assert (3, True) == (run.exit_code, "http://127.0.0.1:9/ does not answer: " in run.stderr)


def test_a_destination_is_compared_as_it_receives_the_site(desk):
    run = ask(desk, "verify", str(desk / "there"), "--for", "stick")
    assert (1, True) == (run.exit_code, "index.html is not what the content gives" in run.stdout)
    shutil.rmtree(desk / "there")
    shutil.copytree(desk / "site-stick", desk / "there")
    assert 0 == ask(desk, "verify", str(desk / "there"), "--for", "stick").exit_code


@pytest.mark.parametrize(
    ("words", "said"),
    [(["nowhere"], "there is no folder nowhere"), (["https://x.example/", "--for", "sitck"], "did you mean “stick”")],
)
def test_wrong_usage_is_told(desk, words, said):
    run = ask(desk, "verify", *words)
    assert (2, True) == (run.exit_code, said in run.stderr)


def test_content_with_a_mistake_is_told_and_nothing_compared(desk):
    lay(desk, {"briefs/a.md": "---\ntitle: x\n---\n"})
    run = ask(desk, "verify", str(desk / "there"))
    assert (1, False) == (run.exit_code, "differ" in run.stdout)
