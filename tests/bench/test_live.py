"""What was saved is seen, and told as it was: figures, tables, and a server that ends with its measuring."""

import os
import subprocess
from argparse import Namespace

import live
import pytest
from generators import HUGO, SAME_JOB, prepare
from lags import HTML, PAGE, TITLE, Endurance, Lags, Served, percentile, report
from tables import Figure


def served(name, middle, *, briefs=1000, quiet=True, **rest):
    lags = {what: Lags([middle / 1e3] * 18 + [0.1, 0.3], quiet) for what in (HTML, PAGE)}
    return Served(name, "here", briefs, first=Figure(4, quiet, 1), again=Figure(2.5, quiet, 1), lags=lags, **rest)


def told(*those, left_out=()):
    return list(report(those, ["one 1.0"], systems={}, left_out=left_out, command="x"))


# ---------------------------------------------------------------- figures


@pytest.mark.parametrize(
    ("count", "expected"), [(1, 1), (2, 2), (19, 19), (20, 19), (21, 20), (40, 38), (50, 48), (100, 95), (1000, 950)]
)
def test_95_of_100_values_do_not_exceed_the_95th_percentile(count, expected):
    assert expected == percentile(range(count, 0, -1), 95)


def test_a_median_is_in_milliseconds_and_noisy_if_others_used_the_machine():
    calm, noisy = Lags([0.03, 0.01, 0.5]), Lags([0.03, 0.01], quiet=False)

    assert ["30", "500", "500"] == [figure.text(0) for figure in (calm.middle(), calm.high(), calm.most())]
    assert ["~20", "~30", "~30"] == [figure.text(0) for figure in (noisy.middle(), noisy.high(), noisy.most())]


# ---------------------------------------------------------------- tables


def test_each_server_stands_beside_hugo_of_the_same_size():
    lines = told(
        served(HUGO.name, 200),
        served(SAME_JOB.name, 20, fresh=41.4, worn=50.6),
        served(SAME_JOB.name, 30, briefs=300),
    )

    row = "20 (0.10x) | 100 | 300 | 20"
    assert f"| {SAME_JOB.name} | {row} | {row} |" in lines
    assert f"| {SAME_JOB.name} | 4.00 (1.00x) | 2.50 (1.00x) | 41 | 51 |" in lines
    alone = "30 | 100 | 300 | 20"
    assert f"| {SAME_JOB.name} | {alone} | {alone} |" in lines


def test_what_is_worse_than_the_aim_is_bold_and_other_sizes_have_no_aim():
    lines = told(
        *(served(SAME_JOB.name, 70, briefs=briefs, quiet=briefs < 10_000) for briefs in (500, 1_000, 10_000)),
        served("fiche-everything", 60, briefs=1_000),
        served(HUGO.name, 60, briefs=1_000),
    )

    assert ["What was aimed at, 1,000 briefs", "What was aimed at, 10,000 briefs"] == [
        line for line in lines if line.startswith("What was aimed at")
    ]
    assert f"| | at most | {SAME_JOB.name} | fiche-everything |" in lines
    assert "| ms from a save to the patched page, median | 60 | **70** | 60 |" in lines
    assert "| the same, 95th percentile | 120 | 100 | 100 |" in lines
    assert "| ms from a save to the patched page, median | 100 | ~70 |" in lines
    assert "| s from start to first page, started before | 2 | **~2.50** |" in lines


def test_who_never_showed_a_save_is_said_and_keeps_what_was_measured_before():
    lines = told(
        Served(HUGO.name, "here", 1000, fault="it ended with 1: no"),
        Served(SAME_JOB.name, "here", 1000, lags={HTML: Lags([0.01])}, fault="the open page never had it"),
        left_out=["eleventy, which is not installed"],
    )

    assert "Left out: eleventy, which is not installed." in lines
    assert f"| {HUGO.name} | - | - | - | - |" in lines
    assert f"| {SAME_JOB.name} | 10 | 10 | 10 | 1 | - | - | - | - |" in lines
    assert [f"- {HUGO.name}: it ended with 1: no", f"- {SAME_JOB.name}: the open page never had it"] == lines[-2:]


def test_what_is_of_fiche_alone_has_tables_of_its_own():
    many = Endurance(1000, (50, 53.6), (18, 19), Lags([0.007] * 1000, quiet=False))
    one = served(SAME_JOB.name, 20, endurance=many)
    one.lags[TITLE] = Lags([0.04])
    lines = told(one)

    assert f"| {SAME_JOB.name}, {TITLE} | 40 | 40 | 40 | 1 |" in lines
    assert f"| {SAME_JOB.name} | 1,000 | ~7 | 50 | 54 | 18 | 19 |" in lines
    assert not any("many saves" in line for line in told(served(SAME_JOB.name, 20)))


# ---------------------------------------------------------------- saves


@pytest.mark.parametrize("server", live.SERVERS, ids=lambda server: server.name)
def test_a_save_has_its_mark_once_and_the_file_is_as_before_in_the_end(tmp_path, server):
    site = prepare(server.generator, tmp_path / "table", briefs=2)
    file = site.folder / site.briefs[1].file
    before = file.read_bytes()

    with live.restored(file) as text:
        body, title = live.edit_body(text, "mark-7-x"), live.edit_title(text, "mark-7-x")
        file.write_text("half")

    assert before == file.read_bytes()
    assert body.startswith(text)
    assert [1, 1] == [body.count("mark-7-x"), title.count("mark-7-x")]
    assert title.splitlines()[1].startswith('title: "Edited mark-7-x, ')


def test_saves_end_with_the_patience_and_have_other_marks(tmp_path, monkeypatch):
    monkeypatch.setattr(live, "PAUSES", (0, 0))
    file, seen = tmp_path / "brief.md", []
    file.write_text("A brief.\n")

    def wait(save, mark):
        save()
        seen.append(mark)
        assert mark in file.read_text()
        return len(seen)

    with live.restored(file) as text:
        assert [2, 3, 4] == list(live.lags(file, text, live.edit_body, wait, saves=3, patience=60).seconds)
        assert [6] == list(live.lags(file, text, live.edit_body, wait, saves=3, patience=0).seconds)
    assert 6 == len(set(seen))


def test_a_server_that_is_not_installed_is_left_out_and_said(monkeypatch):
    monkeypatch.setattr(type(SAME_JOB), "installed", property(lambda one: one.name == "hugo"))

    servers, missing = live.chosen("all")

    assert ["hugo", "fiche-same-job", "fiche-everything"] == [server.name for server in servers]
    assert ["eleventy, which is not installed (`make bench-peers`)"] == missing


@pytest.mark.slow
def test_fiche_is_measured_without_a_browser_and_ends(tmp_path, monkeypatch):
    started, start = [], subprocess.Popen

    def noted(*args, **kwargs):
        started.append(start(*args, **kwargs))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    [server] = [server for server in live.SERVERS if server.generator is SAME_JOB]
    site, found = prepare(SAME_JOB, tmp_path / "table", briefs=20), Served(SAME_JOB.name, "here", 20)
    before = [(site.folder / one.file).read_bytes() for one in site.briefs]

    live.measure(server, site, None, found, Namespace(saves=2, patience=60.0, quiet=0.0, long=3))

    assert [HTML] == list(found.lags)
    assert 2 == len(found.lags[HTML].seconds)
    assert 3 == found.endurance.saves
    assert before == [(site.folder / one.file).read_bytes() for one in site.briefs]
    assert 2 == len(started)
    assert all(process.returncode is not None for process in started)
    for process in started:
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)


@pytest.mark.slow
def test_a_server_that_does_not_start_says_why(tmp_path):
    site = prepare(SAME_JOB, tmp_path / "table", briefs=2)
    broken = live.Server(SAME_JOB, "x", lambda port: ("sh", "-c", "echo no such port; exit 3"))

    with (
        pytest.raises(live.stopwatch.Failed, match="it ended with 3: no such port"),
        live.running(broken, site, "/", patience=5),
    ):
        pytest.fail("it runs")
