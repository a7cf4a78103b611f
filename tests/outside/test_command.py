"""`fiche check --links`: what it prints, how it ends, what it keeps and mends. The host is this machine, which must be allowed."""

import json
import os
import signal
import subprocess
import sys

import jsonschema
import pytest

from tests.laws.sites import SITE, tree
from tests.strange_hosts import Hosts
from tests.test_cli import ROOT, fiche, lay
from tests.test_report import SCHEMA

HERE = ("--inside", "127.0.0.1")
RULE = ("--rule", "link-dead")


@pytest.fixture
def hosts():
    with Hosts() as hosts:
        yield hosts


@pytest.fixture
def home(tmp_path, hosts):
    """Return a folder with a publication that links a page that is gone."""
    lay(
        tmp_path,
        {"site.yaml": f"{SITE}link_checks: {{archive: off}}\n", "briefs/a.md": brief(hosts.url("127.0.0.1", "/404"))},
    )
    return tmp_path


def brief(*urls):
    return "---\ntitle: Un\ndate: 2016-08-20\n---\n" + "\n\n".join(f"[x]({url})" for url in urls) + "\n"


def test_a_dead_link_is_a_warning_and_fails_a_check_only_where_warnings_do(home, hosts):
    url = hosts.url("127.0.0.1", "/404")
    easy, strict = fiche(home, "check", "--links", *HERE), fiche(home, "check", "--links", "--strict", *HERE)

    assert (0, 1) == (easy.returncode, strict.returncode)
    assert f"content/briefs/a.md:5:5: warning: “{url}” answers 404; look for a copy to link instead" in easy.stderr
    assert "Links: 1 address, 1 asked now: 1 dead." in easy.stderr
    assert "nothing wrong (1 warning)" in easy.stdout
    assert "Links: 1 address, 0 asked now: 1 dead." in strict.stderr
    assert ["HEAD /404", "GET /404"] == hosts.paths


def test_without_being_asked_to_no_host_is_asked(home, hosts):
    for command in ("check", "build", "status"):
        assert 0 == fiche(home, command).returncode

    assert [] == hosts.log


def test_this_machine_is_not_asked_unless_it_is_named(home, hosts):
    told = fiche(home, "check", "--links").stderr

    assert "[link-private]" in told
    assert [] == hosts.log


def test_what_is_known_can_be_asked_again(home, hosts):
    for _ in range(2):
        assert "1 asked now" in fiche(home, "check", "--links=again", *RULE, *HERE).stderr


def test_other_programs_get_the_same(home):
    told = json.loads(fiche(home, "check", "--links", "--json", *HERE).stdout)
    log = json.loads(fiche(home, "check", "--links", "--format", "sarif", *HERE).stdout)

    assert [("link-dead", "warning", 5)] == [(one["code"], one["severity"], one["line"]) for one in told["problems"]]
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    assert ["link-dead"] == [one["ruleId"] for one in log["runs"][0]["results"]]
    assert "link-moved" in {one["id"] for one in log["runs"][0]["tool"]["driver"]["rules"]}


def test_a_copy_is_put_beside_a_source_when_one_says_so(home, hosts):
    url = hosts.url("127.0.0.1", "/404")
    hosts.copies[url] = "20160823101112"
    source = f"id: s\ntitle: S\nurl: {url}\naccessed: 2016-08-22\n"
    lay(
        home,
        {
            "site.yaml": f"{SITE}link_checks: {{archive: {hosts.url('127.0.0.1', '/wayback/available')!r}}}\n",
            "sources/s.yaml": source,
        },
    )
    (home / "content" / "briefs" / "a.md").unlink()
    shown = fiche(home, "check", "--links", "--fix", *RULE, *HERE)
    assert "+archived: https://web.archive.org/web/20160823101112/" in shown.stdout
    assert source == (home / "content" / "sources" / "s.yaml").read_text()
    done = fiche(
        home, "check", "--links", "--fix", "--yes", *RULE, *HERE, "--inside", "web.archive.org", code=NO_ARCHIVE
    )

    assert "Mended 1 file." in done.stderr
    assert (
        f"archived: https://web.archive.org/web/20160823101112/{url}\n"
        in (home / "content" / "sources" / "s.yaml").read_text()
    )


NO_ARCHIVE = "import socket; one = socket.getaddrinfo\ndef known(host, *a, **k):\n    if host == '127.0.0.1': return one(host, *a, **k)\n    raise socket.gaierror(socket.EAI_NONAME, 'none')\nsocket.getaddrinfo = known"
"""Knows this machine and no other: no test asks the real archive."""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--inside", "127.0.0.1"], "add it, or leave both out"),
        (["--rule", "link-dead"], "add “--links”"),
        (["--links", "--output"], "leave out “--output”"),
        (["--links=often"], "'often' is not one of"),
        (["--links", "--rule", "link-ded"], "did you mean “link-dead”"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(home, hosts, words, told):
    run = fiche(home, "check", *words)

    assert (2, True) == (run.returncode, told in run.stderr)
    assert [] == hosts.log


def test_settings_that_cannot_be_understood_are_told(home):
    lay(home, {"site.yaml": f"{SITE}link_checks: {{archive: archive.org, ignore: [intranet.example], ignor: x}}\n"})
    told = fiche(home, "build").stderr

    assert told.count("error:") == 3
    assert "did you mean “ignore”?" in told
    lay(home, {"site.yaml": f"{SITE}link_checks: {{archive: 'https://archive.example/x?url='}}\n"})
    assert "write off, or the address of a service" in fiche(home, "build").stderr
    lay(home, {"site.yaml": f"{SITE}link_checks: [x]\n"})
    assert "“link_checks” must be a mapping" in fiche(home, "build").stderr


def test_a_waiver_of_a_link_is_no_strange_one_where_no_link_is_asked(home):
    text = brief("https://a.example/").replace("---\n[", "waive: {link-dead: So.}\n---\n[")
    lay(home, {"briefs/a.md": text, "site.yaml": f"{SITE}checks: {{link-blocked: off}}\n"})

    assert "unknown-rule" not in fiche(home, "check").stderr
    assert "idle-waiver" not in fiche(home, "check").stderr


def test_ctrl_c_ends_it_at_once_and_what_was_found_out_is_kept(home, hosts):
    lay(home, {"briefs/a.md": brief(hosts.url("127.0.0.1", "/200"), hosts.url("127.0.0.1", "/silent"))})
    before = tree(home / "content")
    program = [sys.executable, "-c", "from fiche.cli import main; main()", "check", "--links", *HERE]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        program, cwd=home, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        while not any(one.path == "/silent" for one in hosts.log):
            assert run.poll() is None
        run.send_signal(signal.SIGINT)
        _, told = run.communicate(timeout=60)

    assert 128 + signal.SIGINT == run.returncode
    assert "Stopped. What became of 1 of 2 addresses is kept; the next check goes on from there." in told
    assert "Traceback" not in told
    assert before == tree(home / "content")
    lay(home, {"briefs/a.md": brief(hosts.url("127.0.0.1", "/200"))})
    assert "1 address, 0 asked now: 1 fine." in fiche(home, "check", "--links", *HERE).stderr
