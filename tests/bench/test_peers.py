"""The measured steps do what they say, and a wrong result is seen."""

import json
import subprocess

import peers
import pytest
from generators import EVERYTHING, HERE, OURS, PEERS, SAME_JOB, prepare


def build(site):
    command = site.generator.command
    return json.loads(subprocess.run(command, cwd=site.folder, capture_output=True, check=True).stdout)


def test_the_same_job_has_the_pages_of_the_peers_and_no_problem(tmp_path):
    site = prepare(SAME_JOB, tmp_path / "table", briefs=20)

    assert build(site)["problems"] == []

    found = {file.relative_to(site.out).as_posix() for file in site.out.rglob("*") if file.is_file()}
    names = {kind: [f["id"] for f in ids(site, kind)] for kind in ("actors", "topics")}
    lists = {f"{kind}/{name}/index.html" for kind, those in names.items() for name in those}
    theme = {"static/icon.svg", "static/indexes.css", "static/style.css"}
    assert (20, 10) == (len(names["actors"]), len(names["topics"]))
    assert {one.page for one in site.briefs} | lists | theme | {
        "actors/index.html", "topics/index.html", "index.html", "sitemap.xml",
    } == found  # fmt: skip


def ids(site, kind):
    lines = (site.folder / "content" / kind / "all.yaml").read_text("utf-8").splitlines()
    return [{"id": line.split("id: ")[1].split(",")[0]} for line in lines]


@pytest.mark.slow
@pytest.mark.parametrize("generator", OURS, ids=lambda generator: generator.name)
def test_fiche_is_right_after_every_step(tmp_path, generator):
    site = prepare(generator, tmp_path / "table", briefs=20)
    runs = list(peers.compete([site], place="here", runs=1, patience=60, quiet=0, steps=list(peers.STEPS)))

    assert [(step, "") for step in peers.STEPS] == [(run.step, run.fault) for run in runs]
    assert runs[0].output.pages > 20
    assert all(run.cost.cpu > 0 and run.cost.largest > 10 and run.stages for run in runs)


def test_a_result_that_is_stale_is_seen(tmp_path):
    site = prepare(SAME_JOB, tmp_path / "table", briefs=20)
    one = site.briefs[3]

    assert f"there is no {site.briefs[0].page}" == peers.STEPS[peers.COLD](site, one, "x")()

    build(site)
    checks = {step: peers.STEPS[step](site, one, "x") for step in peers.STEPS if step != peers.COLD}

    assert {
        peers.SAME: "",
        peers.BODY: f"{one.page} does not say 'A paragraph more, x.'",
        peers.TITLE: f"{one.page} does not say 'Edited x, '",
        peers.TEMPLATE: f"{site.briefs[0].page} does not say 'footer vx<'",
    } == {step: check() for step, check in checks.items()}

    build(site)

    assert ["", "", "", ""] == [check() for check in checks.values()]


def test_every_generator_has_its_template_with_the_footer(tmp_path):
    for generator in (*OURS, *PEERS):
        site = prepare(generator, tmp_path / generator.name, briefs=2)

        assert "footer v1" in site.template.read_text("utf-8")
        assert all((site.folder / one.file).exists() for one in site.briefs)
    assert EVERYTHING.setup == {}
    assert (HERE / "same-job" / "site.yaml").exists()


def test_a_peer_that_is_not_installed_is_left_out_and_said(monkeypatch):
    monkeypatch.setattr(type(SAME_JOB), "installed", property(lambda one: one.name == "nikola"))

    racing, missing = peers.chosen("all", "fiche-same-job")

    assert ["nikola", "fiche-same-job"] == [generator.name for generator in racing]
    assert ["hugo", "eleventy", "pelican-cached", "pelican"] == missing
