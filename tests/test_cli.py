"""The command line: what it prints, how it ends, and that no traceback reaches an author."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from fiche import __version__
from fiche.cli import cli
from tests.laws.sites import SITE, tree

ROOT = Path(__file__).resolve().parents[1]
BRIEF = "---\ntitle: Un\ndate: 2016-08-20\nactors: [Jane Roe]\n---\nTexte.\n"


@pytest.fixture
def home(tmp_path):
    """Return a folder with a small publication."""
    lay(tmp_path, {"site.yaml": SITE, "briefs/a.md": BRIEF})
    return tmp_path


def lay(home, files):
    for name, text in files.items():
        file = home / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


POOL = "import fiche.pipeline as p; p.MANY = 0"
"""Lets other processes work on ever so little."""


def fiche(home, *words, code="", **environment):
    """Run the program in a folder, as one would; `code` runs before it, in its process."""
    program = [sys.executable, "-c", f"{code}\nfrom fiche.cli import main; main()", *map(str, words)]
    if code:  # a process that is tampered with is not measured: the measuring would tell of it, or be in the way
        environment |= {name: "" for name in os.environ if name.startswith("COVERAGE_PROCESS")}
    run = subprocess.run(
        program,
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert "Traceback" not in run.stderr, run.stderr
    return run


def ask(home, *words):
    """Run a command in this process, where only what it prints matters."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        return CliRunner().invoke(cli, list(words), catch_exceptions=False)


# --------------------------------------------------------------------------- who


def test_who_says_who_held_an_office_on_a_day(home):
    lay(
        home,
        {"actors/jane.yaml": "kind: person\nnames: Jane Roe\nroles: [{title: Envoy, start: 2015, end: 2017-03-01}]\n"},
    )

    assert (
        "Envoy, on 2016-08-24:\n  Jane Roe (jane), 2015 to 2017-03-01\n"
        == fiche(home, "who", "envoy", "2016-08-24").stdout
    )
    assert "Envoy, on 2018-12-31:\n  nobody that the register knows of\n" in fiche(home, "who", "Envoy", "2018").stdout
    unknown = fiche(home, "who", "envoi")
    assert (2, True) == (unknown.returncode, "did you mean “Envoy”?" in unknown.stderr)
    assert 2 == fiche(home, "who", "Envoy", "2016-13").returncode


# --------------------------------------------------------------------------- build


def test_a_build_says_in_one_line_what_it_did(home):
    run = fiche(home, "build")

    assert 0 == run.returncode
    assert re.fullmatch(r"1 brief, \d+ files in site/ \(\d+ new\), \d+\.\d s \(1 warning\)\.\n", run.stdout)
    assert "content/briefs/a.md:4:10: warning: no file describes the actor “Jane Roe”" in run.stderr


def test_build_is_what_it_does_without_a_command(home):
    assert 0 == fiche(home, "--output", "out").returncode
    assert (home / "out/index.html").is_file()


def test_the_door_is_the_same_program(home):
    run = subprocess.run(
        [sys.executable, ROOT / "build.py", "--version"], cwd=home, capture_output=True, text=True, check=True
    )

    assert f"fiche {__version__}\n" == run.stdout


def test_with_mistakes_it_ends_with_1_and_nothing_is_written(home):
    lay(home, {"briefs/b.md": "---\ntitle: Deux\ndate: hier\n---\n"})
    run = fiche(home, "build")

    assert (1, "") == (run.returncode, run.stdout)
    assert "content/briefs/b.md:3:7: error: " in run.stderr
    assert run.stderr.endswith("1 error and 1 warning. Nothing was written.\n")
    assert not (home / "site").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["nothing"],
        ["--no-such-option"],
        ["--as-of", "yesterday"],
        ["--audience", "SECRET"],
        ["--base-url", "ftp://x/"],
        ["--base-url", "https://"],
        ["--base-url", "https://x.example/?q"],
        ["--jobs", "0"],
        ["--templates", "no-such-folder"],
        ["new", "brief"],
        ["new", "site", "here", "--timezone", "Mars/Base"],
        ["new", "site", "here", "--languages", "français"],
        ["new", "site", "here", "--languages", ","],
        ["new", "brief", "x", "--lang", "de"],
    ],
)
def test_wrong_usage_ends_with_2(home, words):
    run = ask(home, *words)

    assert (2, True) == (run.exit_code, "Error: " in run.stderr)
    assert {"content"} == {path.name for path in home.iterdir()}


def test_the_program_itself_ends_with_2_on_wrong_usage(home):
    run = fiche(home, "nothing")

    assert (2, "", True) == (run.returncode, run.stdout, "No such command" in run.stderr)


@pytest.mark.parametrize("audience", ["amber", "TLP:AMBER", "tlp:amber"])
def test_an_audience_may_be_named_as_one_speaks(home, audience):
    lay(home, {"briefs/b.md": BRIEF.replace("date:", "marking: TLP:AMBER\ndate:")})

    assert 2 == json.loads(ask(home, "check", "--json", "--audience", audience).stdout)["briefs"]


@pytest.mark.parametrize("out", [".", "content", "content/a", "elsewhere"])
def test_an_output_that_would_do_harm_is_wrong_usage(home, out):
    (home / "elsewhere").mkdir()
    (home / "elsewhere/thesis.txt").write_text("mine")
    before = tree(home)
    run = ask(home, "--output", out)

    assert (2, before) == (
        run.exit_code,
        {path: data for path, data in tree(home).items() if not path.startswith(".fiche")},
    )
    assert "choose another with “--output”" in run.stderr


def test_a_folder_of_content_that_is_not_there_is_told_once(home):
    run = ask(home, "--content", "nothing")

    assert (1, 1) == (run.exit_code, run.stderr.count("error: "))


def test_json_is_one_object_with_counts_timings_and_problems(home):
    told = json.loads(ask(home, "build", "--json").stdout)

    assert {"ok", "briefs", "files", "written", "seconds", "problems"} == set(told)
    assert (True, 1, told["files"]) == (told["ok"], told["briefs"], told["written"]["new"])
    assert {"scan", "templates", "parse", "clear", "weave"} <= set(told["seconds"])
    (problem,) = told["problems"]
    assert ("content/briefs/a.md", 4, 10, "warning", "unlisted-actor") == tuple(
        problem[name] for name in ("path", "line", "column", "severity", "code")
    )


def test_json_of_a_build_that_finds_nothing_changed_tells_of_looking_alone(home):
    first = json.loads(ask(home, "build", "--json").stdout)
    told = json.loads(ask(home, "build", "--json").stdout)

    assert {"look"} == set(told["seconds"])
    assert (True, 1, first["files"]) == (told["ok"], told["briefs"], told["written"]["same"])
    assert first["problems"] == told["problems"]


def test_json_tells_mistakes_too(home):
    lay(home, {"briefs/b.md": "x"})
    run = ask(home, "build", "--json")
    told = json.loads(run.stdout)

    assert (1, False, None) == (run.exit_code, told["ok"], told["written"])
    assert ["header-missing"] == [problem["code"] for problem in told["problems"] if problem["severity"] == "error"]


def test_check_finds_all_and_writes_nothing(home):
    run = ask(home, "check")

    assert (0, {"content"}) == (run.exit_code, {path.name for path in home.iterdir()})
    assert re.fullmatch(r"1 brief, \d+ files: nothing wrong \(1 warning\)\.\n", run.stdout)
    lay(home, {"briefs/b.md": "x"})
    assert (1, True) == (ask(home, "check").exit_code, ask(home, "check").stderr.endswith("1 error and 1 warning.\n"))


def test_templates_of_ones_own_beside_the_content_are_used(home):
    (home / "templates").mkdir()
    (home / "templates/robots.txt").write_text("mine\n")
    ask(home, "build")

    assert "mine\n" == (home / "site/robots.txt").read_text()


def test_two_processes_make_the_same_site(home):
    fiche(home, "--output", "one", "--jobs", "1")
    fiche(home, "--output", "two", "--jobs", "2", code=POOL)

    assert tree(home / "one") == tree(home / "two")


def test_builds_at_the_same_time_wait_for_each_other(home):
    program = [sys.executable, ROOT / "build.py", "--output", "site"]
    runs = [subprocess.Popen(program, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    told = [run.communicate() for run in runs]

    assert [0, 0, 0] == [run.returncode for run in runs], told
    fiche(home, "--output", "clean")
    assert tree(home / "clean") == tree(home / "site")


# --------------------------------------------------------------------------- what fails outside


def broken(run):
    """Hold a run to one line and the exit status of what fails outside."""
    assert (3, 1) == (run.returncode, run.stderr.count("\n")), run.stderr
    assert run.stderr.startswith("fiche: ")
    return run.stderr


def test_an_output_that_cannot_be_made_is_told_in_one_line(home):
    lay(home, {"briefs/a.md": BRIEF.replace("actors: [Jane Roe]\n", "")})

    assert "/proc/" in broken(fiche(home, "--output", "/proc/fiche-site"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_output_without_permission_is_told_in_one_line(home):
    lay(home, {"briefs/a.md": BRIEF.replace("actors: [Jane Roe]\n", "")})
    (home / "site").mkdir(mode=0o555)

    assert "ermission" in broken(fiche(home, "build"))


FULL = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))"


def test_when_the_disk_takes_no_more_the_old_site_stays_and_nothing_is_left_behind(home):
    lay(home, {"briefs/a.md": BRIEF.replace("actors: [Jane Roe]\n", "")})
    assert 0 == fiche(home, "build").returncode
    before = tree(home)
    lay(home, {"briefs/a.md": BRIEF.replace("actors: [Jane Roe]\n", "").replace("Un", "Deux")})

    broken(fiche(home, "build", code=FULL.format(2_000)))

    after = tree(home)
    remembered = {path for path in before if path.startswith(".fiche/")}
    assert before.keys() == after.keys()
    assert {"content/briefs/a.md"} == {path for path in before if before[path] != after[path]} - remembered


UNSHARE = shutil.which("unshare")


def may_mount() -> bool:
    command = [UNSHARE or "false", "-r", "-m", "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not may_mount(), reason="no file system may be mounted here")
@pytest.mark.parametrize("limit", ["size=200k", "nr_inodes=30"])
def test_a_disk_that_is_full_is_told_in_one_line(home, limit):
    lay(home, {"briefs/a.md": BRIEF.replace("actors: [Jane Roe]\n", "")})
    script = (
        f'mkdir disk && mount -t tmpfs -o {limit} none disk && "$0" -c "from fiche.cli import main; main()" --output disk/site; '
        "status=$?; ls -A disk; exit $status"
    )
    run = subprocess.run(
        [UNSHARE, "-r", "-m", "sh", "-c", script, sys.executable],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "No space left" in broken(run)
    assert "" == run.stdout


def may_cut_off() -> bool:
    return subprocess.run([UNSHARE or "false", "-r", "-n", "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not may_cut_off(), reason="no process may be cut off from the network here")
def test_without_any_network_a_site_is_built_judged_and_published_to_a_folder(home):
    lay(home, {"site.yaml": f"{SITE}publish: {{public: {{folder: web}}}}\n"})
    words = ("publish --yes", "check --output")
    script = " && ".join(f'"$0" -c "from fiche.cli import main; main()" {each}' for each in words)
    run = subprocess.run(
        [UNSHARE, "-r", "-n", "sh", "-c", script, sys.executable],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == run.returncode, run.stderr
    assert tree(home / "site") == tree(home / "web/current")


@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143)])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_to_be_stopped_is_quiet_and_leaves_nothing_behind(home, name, status, jobs):
    stop = (
        f"{POOL}\nimport os, signal, fiche.write as w\n"
        "honest = w._lay_down\n"
        f"def stopped(file, data):\n    honest(file, data)\n    os.kill(os.getpid(), signal.{name})\n"
        "w._lay_down = stopped"
    )
    run = fiche(home, "build", "--jobs", jobs, code=stop)

    assert (status, "", "") == (run.returncode, run.stdout, run.stderr.strip())
    assert {"content", ".fiche"} == {path.name for path in home.iterdir()}


def test_a_process_that_is_killed_at_work_is_told_in_one_line(home):
    kill = (
        f"{POOL}\nimport fiche.executor as e, os\n"
        "honest = e.in_order\ndef kill(pool, work, tasks): return honest(pool, os._exit, (9 for _ in tasks))\ne.in_order = kill"
    )

    assert "killed" in broken(fiche(home, "build", "--jobs", "2", code=kill))


def test_a_terminal_that_lacks_letters_is_no_reason_to_fail(home):
    run = fiche(home, "build", PYTHONIOENCODING="latin-1")

    assert (0, True) == (run.returncode, r"\u201cJane Roe\u201d" in run.stderr)


def test_progress_shows_on_a_terminal_for_work_over_a_second(home):
    lay(home, {"briefs/a.md": BRIEF.replace("actors: [Jane Roe]\n", "")})
    program = [sys.executable, "-c", "import fiche.cli as c, fiche.cli.telling as t; t.SLOW = 0; c.main()"]
    ours, theirs = os.openpty()
    try:
        run = subprocess.run(
            program, cwd=home, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=theirs, stdout=-1, check=True
        )
        shown = os.read(ours, 4096).decode()
    finally:
        os.close(ours)
        os.close(theirs)

    assert ["look", "output", "scan", "templates", "parse", "clear", "weave"] == re.findall(r"s  (\w+) …", shown)[:7]
    assert b"1 brief, " in run.stdout


# --------------------------------------------------------------------------- status


def test_status_says_what_is_withheld_and_when_the_site_changes_by_itself(home):
    lay(
        home,
        {
            "site.yaml": SITE + "as_of: 2016-08-24T12:00\n",
            "briefs/b.md": BRIEF.replace("date:", "status: draft\ndate:"),
            "briefs/c.md": BRIEF.replace("date:", "embargo: 2016-08-25T08:00\ndate:"),
            "briefs/d.md": BRIEF.replace("date:", "marking: TLP:RED\ndate:"),
        },
    )
    run = ask(home, "status")

    assert [
        "At 2016-08-24 12:00 CEST, for readers up to TLP:CLEAR:",
        "  withheld by its embargo, until 2016-08-25 08:00 CEST: content/briefs/c.md",
        "  withheld by its status (draft): content/briefs/b.md",
        "  withheld by its marking (TLP:RED): content/briefs/d.md",
        "The site changes by itself:",
        "  2016-08-25 08:00 CEST: its embargo ends: content/briefs/c.md",
    ] == run.stdout.splitlines()
    told = json.loads(ask(home, "status", "--json").stdout)
    assert ["embargo", "status", "marking"] == [one["reason"] for one in told["withheld"]]
    assert ["2016-08-25T08:00:00+02:00"] == [one["instant"] for one in told["changes"]]


LATER = BRIEF.replace("date:", "embargo: 2016-08-25T08:00\ndate:")


def test_status_says_how_many_changes_it_does_not_list(home):
    embargo = "embargo: 2016-08-25T08:{:02}\ndate:"
    late = {f"briefs/e{n}.md": BRIEF.replace("date:", embargo.format(n)) for n in range(13)}
    lay(home, {"site.yaml": SITE + "as_of: 2016-08-24T12:00\n", **late})

    assert "  … and 3 more; “--json” lists all of them" == ask(home, "status").stdout.splitlines()[-1]


def test_cron_is_told_where_the_program_is_as_it_looks_in_few_places(home, monkeypatch):
    lay(home, {"site.yaml": SITE + "as_of: 2016-08-24T12:00\n", "briefs/c.md": LATER})
    (home / "my bin").mkdir()
    (home / "my bin/fiche").write_text("#!/bin/sh\n")
    (home / "my bin/fiche").chmod(0o755)
    monkeypatch.setenv("PATH", str(home / "my bin"))

    assert f" && '{home}/my bin/fiche' publish --yes  # " in ask(home, "next", "--for", "cron").stdout
    assert " && fiche publish desk  # " in ask(home, "next", "--for", "cron", "--command", "fiche publish desk").stdout


def test_status_of_a_site_that_withholds_nothing(home):
    run = ask(home, "status")

    assert "  nothing is withheld\n  the site does not change by itself from now on\n" in run.stdout


def test_status_of_a_publication_with_mistakes_tells_them(home):
    lay(home, {"briefs/b.md": "x"})

    assert 1 == ask(home, "status").exit_code


# --------------------------------------------------------------------------- next


def test_next_says_what_happens_at_the_next_moment(home):
    lay(home, {"site.yaml": SITE + "as_of: 2016-08-24T12:00\n",
               "briefs/b.md": BRIEF.replace("date:", "embargo: 2016-08-25T08:00\ndate:"),
               "briefs/c.md": BRIEF.replace("date:", "embargo: 2016-08-26T08:00\ndate:")})  # fmt: skip

    assert "2016-08-25T08:00:00+02:00\n  its embargo ends: content/briefs/b.md\n" == ask(home, "next").stdout


def test_next_prints_what_is_pasted_elsewhere_and_names_no_brief(home):
    lay(home, {"site.yaml": SITE + "as_of: 2016-08-24T12:00\n",
               "briefs/secret.md": BRIEF.replace("date:", "embargo: 2016-08-25T08:00\ndate:")})  # fmt: skip
    for scheduler in ("cron", "github", "gitlab"):
        run = ask(home, "next", "--for", scheduler, "--command", "make site")
        assert 0 == run.exit_code
        assert "25 8 *" in run.stdout
        assert "make site" in run.stdout
        assert "secret" not in run.stdout


def test_next_of_a_site_at_rest_prints_nothing_to_paste(home):
    assert "by itself" in ask(home, "next").stdout
    assert "" == ask(home, "next", "--for", "cron").stdout


# --------------------------------------------------------------------------- new


def test_a_new_site_keeps_what_is_made_and_what_is_withheld_out_of_git(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path / "x"], check=True)
    assert "made x/.gitignore\n" in ask(tmp_path, "new", "site", "x").stdout
    assert 0 == ask(tmp_path / "x", "build").exit_code
    (tmp_path / "x/site-desk").mkdir()
    (tmp_path / "x/site-desk/index.html").touch()

    told = subprocess.run(["git", "status", "--short"], cwd=tmp_path / "x", capture_output=True, text=True, check=True)
    assert ["?? .gitignore", "?? content/"] == told.stdout.splitlines()


def test_a_new_site_leaves_the_gitignore_of_others_alone(tmp_path):
    (tmp_path / ".gitignore").write_text("mine\n")

    assert ".gitignore" not in ask(tmp_path, "new", "site").stdout
    assert "mine\n" == (tmp_path / ".gitignore").read_text()


def test_a_new_site_is_valid_at_once(tmp_path):
    made = ask(
        tmp_path,
        "new",
        "site",
        "desk",
        "--title",
        'The “Desk”: a "test"',
        "--languages",
        "ar,fr,pt-BR",
        "--timezone",
        "Asia/Beirut",
    )
    run = ask(tmp_path / "desk", "build")

    assert (0, 0) == (made.exit_code, run.exit_code), run.stderr
    assert "error" not in run.stderr
    assert made.stdout.endswith("Now cd desk and run: fiche build\n")


@pytest.mark.parametrize(
    "title", ["Kerry: no", "# x", "محادثات", "con", "a" * 200, "l’été « 2016 »", '"', "\\", "- x", "🙂"]
)
def test_whatever_its_name_what_is_new_is_valid_at_once(home, title):
    for words in (["brief", "--", title], ["actor", "--kind", "state", "--", title], ["topic", "--", title]):
        assert 0 == ask(home, "new", *words).exit_code
    ask(
        home,
        "new",
        "brief",
        "--lang",
        "en",
        "--actor",
        title,
        "--actor",
        "Jane Roe",
        "--topic",
        title,
        "--",
        f"{title} 2",
    )
    ask(home, "new", "topic", "--parent", title, "--", f"{title} 2")
    run = ask(home, "build", "--drafts")

    assert 0 == run.exit_code, run.stderr
    assert run.stdout.startswith("3 briefs, ")


def test_a_new_brief_is_a_draft(home):
    ask(home, "new", "brief", "Secret")
    ask(home, "build")

    assert [] == [path for path, data in tree(home / "site").items() if "secret" in path or b"Secret" in data]


def test_nothing_new_is_made_over_what_is_there(home):
    first, second = (ask(home, "new", "actor", "Kerry") for _ in range(2))

    assert (0, 2) == (first.exit_code, second.exit_code)
    assert "is there already; nothing was made" in second.stderr


def test_new_needs_a_publication(tmp_path):
    run = ask(tmp_path, "new", "brief", "x")

    assert (2, True) == (run.exit_code, "start with “fiche new site”" in run.stderr)


def test_new_tells_what_is_wrong_with_the_publication(tmp_path):
    lay(tmp_path, {"site.yaml": "title: x\n"})
    run = ask(tmp_path, "new", "brief", "x")

    assert (1, True) == (run.exit_code, "content/site.yaml" in run.stderr)


def test_files_are_made_for_their_owner_and_readers(home):
    ask(home, "build")

    assert 0o644 == stat.S_IMODE((home / "site/index.html").stat().st_mode)


# --------------------------------------------------------------------------- audits


def test_check_judges_the_site_in_a_folder(home):
    ask(home, "build")

    done = fiche(home, "check", "--output")

    assert 0 == done.returncode, done.stderr
    assert re.fullmatch(r"1 brief, \d+ files: nothing wrong\.\n", done.stdout)


def test_check_names_what_is_wrong_with_a_site_and_fails(home):
    ask(home, "build", "--output", "elsewhere")
    page = home / "elsewhere" / "index.html"
    page.write_text(page.read_text().replace("</main>", '<a href="nowhere/">x</a></main>'))

    done = fiche(home, "check", "--output", "elsewhere")

    assert 1 == done.returncode
    assert re.search(r"elsewhere/index\.html:\d+: error: the link to “nowhere/” leads to no file", done.stderr)
    assert "elsewhere: warning: this is not the site that the content makes now" in done.stderr


def test_of_a_copy_of_the_site_nothing_is_said_that_nobody_knows(home):
    ask(home, "build")
    shutil.copytree(home / "site", home / "copy")

    done = fiche(home, "check", "--output", "copy")

    assert (0, "") == (done.returncode, done.stderr)


def test_a_site_that_holds_what_is_withheld_now_is_told(home):
    ask(home, "build")
    lay(home, {"briefs/a.md": BRIEF.replace("title: Un", "title: Un accord de principe\nstatus: draft")})
    lay(home, {"briefs/b.md": BRIEF.replace("actors: [Jane Roe]\n", "")})

    done = fiche(home, "check", "--output")

    assert 1 == done.returncode
    assert "this holds what content/briefs/a.md:5 withholds (actors)" in done.stderr
    assert "Jane" not in done.stderr


@pytest.mark.parametrize("options", [(), ("--no-memo",)])
def test_a_build_remembers_what_it_looked_through_unless_it_is_to_keep_nothing(home, options):
    ask(home, "build", "--audit", *options)

    kept = {file.suffix for file in (home / ".fiche/ledgers").iterdir()}
    assert (kept >= {".audit", ".read"}) == (not options)
    assert kept.isdisjoint({".audit", ".read", ".words"}) == bool(options)


def test_a_build_can_look_for_leaks_at_once(home):
    done = fiche(home, "build", "--audit")
    (home / "site" / "note.html").write_text("<p>Le contenu de la note interne du greffier.</p>")
    lay(home, {"briefs/a.md": BRIEF.replace("date", "ednote: Le contenu de la note interne du greffier.\ndate")})
    again = fiche(home, "build", "--audit")

    assert 0 == done.returncode, done.stderr
    assert 1 == again.returncode
    assert "site/note.html:1: error: this holds what content/briefs/a.md:3 withholds (ednote)" in again.stderr


def test_a_folder_that_is_not_there_is_wrong_usage(home):
    done = fiche(home, "check", "--output", "nowhere")

    assert 2 == done.returncode
    assert "there is no folder" in done.stderr
