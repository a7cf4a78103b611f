"""A Dask cluster does what our own processes do."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from fiche import cli, cluster, engine, pipeline

distributed = pytest.importorskip("distributed")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def scheduler():
    """Start a cluster of two processes on this machine; return its address."""
    os.environ["PYTHONPATH"] = str(ROOT)  # where this is not installed, as its workers must have it
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=40) as local:
        yield local.scheduler_address


@pytest.fixture
def home(tmp_path):
    """Return a folder with the sample publication."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    return tmp_path


def files(folder):
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


def build(home, *words):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        patch.setattr(pipeline, "MANY", 0)
        return CliRunner().invoke(cli.cli, ["build", *words])


def test_a_cluster_builds_the_same_bytes(scheduler, home):
    alone = build(home, "--jobs", "1", "--output", "alone")
    shutil.rmtree(home / ".fiche")
    together = build(home, "--dask", scheduler, "--output", "together")

    assert (0, 0) == (alone.exit_code, together.exit_code), together.output
    assert files(home / "alone") == files(home / "together")


def test_as_many_tasks_are_under_way_as_the_workers_can_take(scheduler, tmp_path):
    with cluster.cluster(scheduler, tmp_path) as pool:
        assert 2 == pool.workers
        assert 9 == pool.submit(pow, 3, 2).result()


def told(home, *words):
    run = build(home, *words)
    return run.exit_code, run.output


def test_a_scheduler_that_does_not_answer_is_told(home, monkeypatch):
    monkeypatch.setattr("fiche.cluster._PATIENCE", 1)
    status, said = told(home, "--dask", "tcp://127.0.0.1:9")

    assert cli.OUTSIDE_FAILED == status
    assert "no scheduler answers at “tcp://127.0.0.1:9”" in said


def test_workers_that_do_not_see_the_folder_are_told(scheduler, tmp_path):
    with pytest.raises(cluster.Unfit, match="share that folder"), cluster.cluster(scheduler, tmp_path / "elsewhere"):
        pass


def test_workers_with_another_fiche_are_told(scheduler, tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "version", lambda: "another")
    with pytest.raises(cluster.Unfit, match="another version of fiche"), cluster.cluster(scheduler, tmp_path):
        pass


def test_a_cluster_without_workers_is_told(tmp_path):
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=40) as empty,
        pytest.raises(cluster.Unfit, match="has no workers"),
        cluster.cluster(empty.scheduler_address, tmp_path),
    ):
        pass


def test_without_dask_it_is_told_how_to_get_it(home, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    status, said = told(home, "--dask", "tcp://127.0.0.1:9")

    assert cli.OUTSIDE_FAILED == status
    assert "pip install 'fiche[dask]'" in said
