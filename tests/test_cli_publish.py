"""`fiche publish` as an editor meets it: what it says, asks, does, and how it ends."""

import gzip
import json
import os
import pty
import signal
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from tests.targets.places import tree
from tests.test_cli import BRIEF, ROOT, ask, fiche, home, lay

assert home
SITE = "title: La Dépêche\nbase_url: https://press.example/\ntimezone: Europe/Paris\nlanguages: [fr]\n"
WEB = "publish:\n  public:\n    folder: web\n"


@pytest.fixture
def desk(home):
    lay(home, {"site.yaml": SITE + WEB})
    return home


def at_a_terminal(folder, words, *answers):
    """Run it at a terminal of its own, where one is asked; return the exit status and all that was on the screen.

    An answer is a line, or a control character, or a function that gives it in its own time; that of Ctrl-C comes as the
    signal it would be.
    """
    screen, ours = pty.openpty()
    program = [sys.executable, "-c", "from fiche.cli import main; main()", *words]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.Popen(
        program, cwd=folder, env=environ, stdin=ours, stdout=ours, stderr=ours, start_new_session=True
    )
    os.close(ours)
    seen, left = b"", list(answers)
    while True:
        try:
            more = os.read(screen, 4096)
        except OSError:  # the other end is closed
            break
        seen += more
        if left and seen.rstrip().endswith(b"[y/N]:"):
            answer = left.pop(0)
            answer = answer() if callable(answer) else answer
            if answer == "\x03":
                time.sleep(0.3)  # readline is deaf while it prepares the terminal
                run.send_signal(signal.SIGINT)
            else:
                os.write(screen, answer.encode() + (b"" if answer < " " else b"\n"))
    os.close(screen)
    return run.wait(), seen.decode().replace("\r\n", "\n")


# --------------------------------------------------------------------------- the first steps


def test_without_a_destination_it_says_exactly_what_to_write_and_that_works(home):
    run = ask(home, "publish")

    assert 2 == run.exit_code
    example = run.stderr.partition("publish:\n")[2].partition("\n\n")[0]
    assert "folder: /srv/www/example.org" in example
    for kind in ("git: origin", "zip: briefs.zip"):
        assert kind in run.stderr
    lay(home, {"site.yaml": SITE + "publish:\n" + example.replace("/srv/www/example.org ", "web") + "\n"})
    assert 0 == ask(home, "publish", "--yes").exit_code
    assert tree(home / "site") == tree(home / "web/current")


def test_an_unknown_destination_is_told_with_the_known_ones(desk):
    assert "did you mean “public”?" in ask(desk, "publish", "pubic").stderr
    assert "there are public" in ask(desk, "publish", "elsewhere").stderr
    assert 2 == ask(desk, "publish", "public", "desk").exit_code


def test_in_a_folder_without_a_publication_it_says_how_to_begin(tmp_path):
    run = ask(tmp_path, "publish")

    assert (2, True) == (run.exit_code, "fiche new site" in run.stderr)


# --------------------------------------------------------------------------- asking


def test_it_shows_what_readers_will_see_and_asks(desk):
    status, screen = at_a_terminal(desk, ["publish"], "y")

    assert 0 == status
    assert "Public for the first time:\n  brief: Un  /briefs/2016/08/20/a/" in screen
    assert "Publish? [y/N]: y" in screen
    assert tree(desk / "site") == tree(desk / "web/current")


def test_who_says_no_has_sent_nothing(desk):
    status, screen = at_a_terminal(desk, ["publish"], "n")

    assert (130, False) == (status, (desk / "web").exists())
    assert screen.endswith("Nothing was sent.\n")


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
def test_who_leaves_the_question_is_told_that_nothing_was_sent(desk, key):
    status, screen = at_a_terminal(desk, ["publish"], key)

    assert (130, False) == (status, (desk / "web").exists())
    assert screen.endswith("\nNothing was sent.\n")


def test_a_tilde_is_the_home_folder_of_the_editor(desk, monkeypatch):
    monkeypatch.setenv("HOME", str(desk / "me"))
    git = "  pages:\n    git: ~/far.git\n"
    subprocess.run(["git", "init", "-q", "--bare", desk / "me/far.git"], check=True)
    lay(desk, {"site.yaml": SITE + "publish:\n  public:\n    folder: ~/web\n  stick:\n    zip: ~/b.zip\n" + git})

    assert [0, 0, 0] == [ask(desk, "publish", name, "--yes").exit_code for name in ("public", "stick", "pages")]
    assert {"web", "b.zip", "far.git"} <= {each.name for each in (desk / "me").iterdir()}
    assert f'root "{desk / "me/web/current"}";' in ask(desk, "hosting", "--for", "nginx").stdout


def test_a_full_stop_of_others_is_no_end_of_the_sentence(desk):
    lay(desk, {"site.yaml": SITE + "publish:\n  pages:\n    git: ./none.git\n"})

    told = ask(desk, "publish", "--yes").stderr
    assert "Could not read from remote repository; see whether the address is right" in told


def test_what_cannot_be_done_is_told_without_a_word_on_usage(desk):
    for words in ((), ("undo",), ("pubic",), ("public", "desk")):
        told = ask(desk, "publish", *words)
        assert (2, 0, 1) == (told.exit_code, told.stderr.count("Usage:"), told.stderr.count("Error: ")), told.stderr
    lay(desk, {"site.yaml": SITE})
    assert ask(desk, "publish").stderr.startswith("Error: content/site.yaml does not say where to publish.")


def test_what_expires_while_the_question_stands_is_not_sent(desk):
    """Five seconds: a build must be over before."""
    ask(desk, "publish", "--yes")
    online = tree(desk / "web/current")
    expires = datetime.now(UTC) + timedelta(seconds=5)
    lay(desk, {"briefs/b.md": BRIEF.replace("date:", f"expires: {expires.isoformat()}\ndate:")})

    def late():
        time.sleep(max(0, (expires - datetime.now(UTC)).total_seconds()))
        return "y"

    status, told = at_a_terminal(desk, ["publish"], late)
    assert (2, True) == (status, "a moment has come that the content names, or another day; publish again" in told), (
        told
    )
    assert online == tree(desk / "web/current")


def test_where_more_than_a_tenth_vanishes_it_asks_twice(desk):
    lay(desk, {f"briefs/b{n}.md": BRIEF for n in range(8)})
    ask(desk, "publish", "--yes")
    for n in range(8):
        (desk / f"content/briefs/b{n}.md").unlink()
    before = tree(desk / "web/current")

    told = ask(desk, "publish", "--dry-run").stdout.splitlines()
    assert ["Nothing was sent.", True] == [
        told[-2],
        told[-1].endswith("that will be asked about, or want --many-gone."),
    ]
    once = at_a_terminal(desk, ["publish"], "y", "n")
    assert (130, True) == (once[0], "8 of " in once[1] and "pages would vanish. Publish all the same?" in once[1])
    blunt = ask(desk, "publish", "--yes")
    assert (2, True) == (blunt.exit_code, "--many-gone" in blunt.stderr)
    assert before == tree(desk / "web/current")
    assert 0 == at_a_terminal(desk, ["publish"], "y", "y")[0]
    assert tree(desk / "site") == tree(desk / "web/current")


def test_many_may_vanish_unasked_if_that_is_said(desk):
    lay(desk, {f"briefs/b{n}.md": BRIEF for n in range(8)})
    ask(desk, "publish", "--yes")
    for n in range(8):
        (desk / f"content/briefs/b{n}.md").unlink()

    assert 0 == ask(desk, "publish", "--yes", "--many-gone").exit_code


def test_briefs_that_vanish_are_counted_by_themselves_where_an_archive_knows_many_actors(desk):
    lay(desk, {"actors/all.yaml": "".join(f"- {{id: a{n}, kind: person, names: A{n}}}\n" for n in range(60))})
    ask(desk, "publish", "--yes")
    (desk / "content/briefs/a.md").unlink()
    run = ask(desk, "publish", "--yes")

    assert (2, True) == (run.exit_code, "1 of 1 briefs would vanish" in run.stderr)
    assert "There is no brief in it" in run.stdout
    assert (desk / "web/current/briefs").is_dir()


def test_where_nobody_can_be_asked_it_does_nothing_unless_told(desk):
    run = fiche(desk, "publish")

    assert (2, True, False) == (run.returncode, "say --yes" in run.stderr, (desk / "web").exists())


def test_warnings_of_the_build_are_counted_and_who_tells_them_is_named(desk):
    assert "1 warning; “fiche check” tells it.\n" in ask(desk, "publish", "--yes").stderr


def test_where_a_list_is_cut_what_shows_all_of_it_is_named_once(desk):
    short = ask(desk, "publish", "--dry-run").stdout
    lay(desk, {f"briefs/b{n:02}.md": BRIEF for n in range(30)})
    long = ask(desk, "publish", "--dry-run").stdout

    hint = "“--dry-run --json” lists all of it.\n"
    assert (0, 1) == (short.count(hint), long.count(hint))
    assert 31 == sum(
        one["kind"] == "brief" for one in json.loads(ask(desk, "publish", "--dry-run", "--json").stdout)["first"]
    )


def test_a_site_that_is_still_at_the_address_of_examples_is_warned_of(desk):
    lay(
        desk,
        {
            "site.yaml": SITE.replace("press.example", "example.org")
            + WEB
            + "  b:\n    folder: b\n    base_url: https://b.example\n"
        },
    )
    run = ask(desk, "publish", "--yes")

    assert 0 == run.exit_code
    assert (
        "content/site.yaml: warning: the site’s address is still https://example.org/, which is nobody’s" in run.stderr
    )
    assert "nobody" not in ask(desk, "publish", "b", "--yes").stderr


def test_a_dry_run_shows_and_sends_nothing(desk):
    run = ask(desk, "publish", "--dry-run")

    assert (0, True) == (run.exit_code, run.stdout.endswith("Nothing was sent.\n"))
    assert "Public for the first time:" in run.stdout
    assert not (desk / "web").exists()


def test_only_what_changed_is_sent_and_told(desk):
    ask(desk, "publish", "--yes")
    lay(desk, {"briefs/a.md": BRIEF.replace("Texte.", "Texte. Une phrase de plus.")})
    run = ask(desk, "publish", "--yes")

    assert "    + Une phrase de plus.\n" in run.stdout
    assert "    - " not in run.stdout
    again = ask(desk, "publish", "--yes")
    assert "is what is online already; nothing was sent" in again.stdout


def test_undo_shows_asks_and_brings_back_what_was_before(desk):
    ask(desk, "publish", "--yes")
    before = tree(desk / "web/current")
    lay(desk, {"briefs/a.md": BRIEF.replace("Texte.", "Faux.")})
    ask(desk, "publish", "--yes")

    status, screen = at_a_terminal(desk, ["publish", "undo", "public"], "y")
    assert (0, True) == (status, "    - Faux.\n    + Texte.\n" in screen)
    assert before == tree(desk / "web/current")
    nothing = ask(desk, "publish", "undo", "--yes")
    assert (2, True) == (nothing.exit_code, "nothing from before" in nothing.stderr)


def test_undo_may_stand_after_the_destination(desk):
    ask(desk, "publish", "--yes")
    lay(desk, {"briefs/a.md": BRIEF.replace("Texte.", "Faux.")})
    ask(desk, "publish", "--yes")

    assert "is online again" in ask(desk, "publish", "public", "undo", "--yes").stdout


def test_json_is_one_object(desk):
    told = json.loads(ask(desk, "publish", "--json", "--dry-run").stdout)
    assert ("public", "TLP:CLEAR", "", 0) == (
        told["destination"],
        told["audience"],
        told["release"],
        told["pages"]["online"],
    )
    assert ["brief", "actor"] == [one["kind"] for one in told["first"]]
    done = json.loads(ask(desk, "publish", "--json", "--yes").stdout)
    assert told["sent"] == done["sent"]
    assert done["release"].startswith("000001-")
    lay(desk, {"briefs/a.md": BRIEF.replace("Texte.", "Autre.")})
    edited = json.loads(ask(desk, "publish", "--json", "--yes").stdout)["edited"]
    assert [(["Texte."], ["Autre."])] == [(one["out"], one["into"]) for one in edited]


# --------------------------------------------------------------------------- what must not be sent

AMBER = BRIEF.replace("date:", "marking: TLP:AMBER\ndate:").replace("Un", "Réservé")
DESK = "  desk:\n    folder: desk\n    audience: TLP:AMBER\n    base_url: https://desk.example/\n"


def test_each_destination_gets_what_its_readers_may_see(desk):
    lay(desk, {"site.yaml": SITE + WEB + DESK, "briefs/r.md": AMBER})
    assert 0 == ask(desk, "publish", "--yes").exit_code
    run = ask(desk, "publish", "desk", "--yes")

    assert "for readers up to TLP:AMBER" in run.stdout
    for shown, reads in (("web", False), ("desk", True)):
        assert reads is any("Réservé".encode() in data for data in tree(desk / shown / "current").values())
    assert b"https://desk.example/briefs/" in (desk / "desk/current/sitemap.xml").read_bytes()
    assert tree(desk / "site") == tree(desk / "web/current")
    assert tree(desk / "site-desk") == tree(desk / "desk/current")


def test_a_destination_that_names_its_host_gets_the_files_that_the_host_reads(desk):
    edge = "  edge:\n    folder: edge\n    server: netlify\n"
    lay(desk, {"site.yaml": SITE + WEB + edge, "briefs/r.md": BRIEF.replace("---\n", "---\nformer_ids: [s]\n", 1)})
    assert [0, 0] == [ask(desk, "publish", name, "--yes").exit_code for name in ("public", "edge")]

    here = tree(desk / "edge/current")
    assert {"_headers", "_redirects"} == here.keys() - tree(desk / "web/current").keys()
    assert b"/s/ " in here["_redirects"]


def test_a_folder_gets_compressed_copies_where_it_asks_for_them_and_another_kind_of_place_never(desk):
    web = "  packed:\n    folder: packed\n    compress: [gzip]\n  stick:\n    zip: out/x.zip\n"
    lay(desk, {"site.yaml": SITE + WEB + web, "briefs/r.md": BRIEF})
    told = ask(desk, "publish", "packed", "--yes")
    assert 0 == told.exit_code
    assert ".gz\n" not in told.stdout
    here = tree(desk / "packed/current")
    assert gzip.decompress(here["index.html.gz"]) == here["index.html"]

    lay(desk, {"site.yaml": SITE + "compress: [gzip]\n" + WEB + web})
    assert [0, 0] == [ask(desk, "publish", name, "--yes").exit_code for name in ("public", "stick")]
    assert "index.html.gz" in tree(desk / "web/current")
    assert not [name for name in zipfile.ZipFile(desk / "out/x.zip").namelist() if name.endswith(".gz")]


def test_a_public_destination_gets_nothing_above_clear_even_of_a_site_for_narrower_readers(desk):
    lay(desk, {"site.yaml": SITE + "audience: TLP:AMBER\n" + WEB, "briefs/r.md": AMBER})
    assert 0 == ask(desk, "publish", "--yes").exit_code

    assert not any("Réservé".encode() in data for data in tree(desk / "web/current").values())


def test_the_marking_of_each_document_is_looked_at_again_before_it_is_sent(desk):
    (desk / "templates/static").mkdir(parents=True)
    (desk / "templates/static/index.json").write_text('{"marking": "TLP:AMBER"}')
    run = ask(desk, "publish", "--yes")

    assert (1, True) == (run.exit_code, "may receive TLP:CLEAR at most" in run.stderr)
    assert run.stderr.endswith("1 error. Nothing was sent.\n")
    assert not (desk / "web").exists()


def test_a_site_that_was_built_with_drafts_is_not_what_is_published(desk):
    lay(
        desk,
        {
            "briefs/r.md": AMBER,
            "briefs/s.md": BRIEF.replace("date:", "status: draft\ndate:").replace("Un", "Brouillon"),
        },
    )
    ask(desk, "build", "--drafts", "--audience", "RED")
    assert any(b"Brouillon" in data for data in tree(desk / "site").values())
    assert 0 == ask(desk, "publish", "--yes").exit_code

    ask(desk, "build", "--output", "clean", "--no-memo")
    assert tree(desk / "clean") == tree(desk / "web/current")


def test_a_site_whose_clock_is_ahead_is_not_published(desk):
    lay(desk, {"site.yaml": SITE + "as_of: 2999-01-01T00:00Z\n" + WEB})
    run = ask(desk, "publish", "--yes")

    assert (1, True) == (run.exit_code, "still to come" in run.stderr)
    assert not (desk / "web").exists()


def test_with_errors_in_the_content_nothing_is_sent(desk):
    ask(desk, "publish", "--yes")
    before = tree(desk / "web")
    lay(desk, {"briefs/b.md": "x"})
    run = ask(desk, "publish", "--yes")

    assert (1, before) == (run.exit_code, tree(desk / "web"))
    assert "header-missing" in run.stderr


# --------------------------------------------------------------------------- what fails outside


def test_a_folder_of_others_is_told_at_the_line_that_names_it(desk):
    (desk / "web").mkdir()
    (desk / "web/mine.txt").write_text("mine")
    run = ask(desk, "publish", "--yes")

    assert (2, {"mine.txt": b"mine"}) == (run.exit_code, tree(desk / "web"))
    assert "content/site.yaml:7:5: error: " in run.stderr
    assert "“mine.txt”" in run.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told_in_one_line(desk):
    (desk / "web").mkdir(mode=0o555)
    lay(desk, {"briefs/a.md": BRIEF.replace("actors: [Jane Roe]\n", "")})
    run = fiche(desk, "publish", "--yes")

    assert (3, 1) == (run.returncode, run.stderr.count("\n"))
    assert run.stderr.endswith('Permission denied; it must be yours; make it so once: sudo install -d -o "$USER" web\n')


def test_a_place_that_cannot_be_is_told_in_one_line(desk):
    lay(
        desk,
        {
            "site.yaml": SITE + WEB.replace("web", "/proc/fiche-web"),
            "briefs/a.md": BRIEF.replace("actors: [Jane Roe]\n", ""),
        },
    )
    run = fiche(desk, "publish", "--yes")

    assert (3, 1) == (run.returncode, run.stderr.count("\n")), run.stderr
    assert "/proc/fiche-web" in run.stderr


def test_who_stops_it_on_the_way_is_told_what_to_do(desk):
    hook = desk / "far.git/hooks/pre-receive"
    subprocess.run(["git", "init", "-q", "--bare", desk / "far.git"], check=True)
    hook.write_text(f"#!/bin/sh\ntouch {desk}/begun\nexec sleep 20\n")
    hook.chmod(0o755)
    lay(desk, {"site.yaml": SITE + "publish: {pages: {git: ./far.git}}\n"})
    program = [sys.executable, "-c", "from fiche.cli import main; main()", "publish", "--yes"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        program, cwd=desk, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as run:
        while not (desk / "begun").exists():
            assert run.poll() is None, run.stderr.read()
            time.sleep(0.02)
        run.send_signal(signal.SIGINT)
        assert "\nStopped on the way; publish again to make it whole.\n" in run.communicate()[1]
    assert 130 == run.returncode


def test_while_a_host_does_not_answer_it_is_said_who_is_asked(desk, monkeypatch):
    (desk / "slow").write_text("#!/bin/sh\nsleep 1.5\nexit 1\n")
    (desk / "slow").chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(desk / "slow"))
    lay(desk, {"site.yaml": SITE + "publish: {pages: {git: 'me@far.example:x.git'}}\n"})
    status, screen = at_a_terminal(desk, ["publish"])

    assert (3, 1) == (status, screen.count("  asking gh-pages of me@far.example:x.git …\n")), screen


# --------------------------------------------------------------------------- leaks


def test_a_site_with_a_leak_is_not_sent(desk):
    draft = BRIEF.replace("title: Un", "title: Un accord de principe secret\nstatus: draft")
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><text>Un accord de principe secret</text></svg>'
    lay(desk, {"briefs/a.md": f"{BRIEF}![x](/media/a.svg)\n", "briefs/b.md": draft, "media/a.svg": drawing})

    run = ask(desk, "publish", "--yes")

    assert (1, False) == (run.exit_code, (desk / "web").exists())
    assert "site/media/a.svg:1: error: this holds what content/briefs/b.md:2 withholds (title)" in run.stderr
    assert "principe" not in run.output


@pytest.mark.parametrize(
    "words", [("publish", "--dry-run"), ("publish", "--json", "--yes"), ("publish", "--yes"), ("next",)]
)
def test_what_a_log_gets_of_a_publication_names_nothing_withheld(desk, words):
    lay(
        desk,
        {
            "briefs/r.md": AMBER,
            "briefs/zqx.md": BRIEF.replace("date:", "status: draft\ndate:").replace("Un", "Zqx").replace("Jane", "Zqx"),
        },
    )
    run = ask(desk, *words)

    assert 0 == run.exit_code
    assert [] == [word for word in ("réservé", "zqx", "briefs/r") if word in run.output.lower()]
