"""What is shipped: the wheel holds the engine, the default theme and the catalogues, and builds where it is installed."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Make the wheel as `make wheel` does."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    (made,) = folder.glob("*.whl")
    return made


def tracked(*folders):
    """List the files of some folders that git knows or would take, relative to the project."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *folders]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {line for line in run.stdout.splitlines() if (ROOT / line).is_file()}


def test_the_wheel_holds_the_engine_the_theme_and_nothing_else(wheel):
    theme = {f"fiche/theme/{path.removeprefix('templates/')}" for path in tracked("templates")}
    shipped = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert tracked("fiche") | theme == shipped


def test_the_wheel_says_what_it_needs_and_what_it_starts(wheel):
    with zipfile.ZipFile(wheel) as shipped:
        told = {Path(name).name: shipped.read(name).decode() for name in shipped.namelist() if ".dist-info/" in name}
    assert "fiche = fiche.cli:main" in told["entry_points.txt"]
    assert "Requires-Python: >=3.11" in told["METADATA"]
    assert "License-Expression: MIT" in told["METADATA"]
    assert "MIT License" in told["LICENSE"]


def test_an_installed_fiche_builds_a_site_far_from_its_source(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as shipped:
        shipped.extractall(tmp_path / "installed")
    content = tmp_path / "own" / "content"
    (content / "briefs").mkdir(parents=True)
    (content / "site.yaml").write_text(
        "title: T\nbase_url: https://t.example/\ntimezone: UTC\nlanguages: [en]\n", "utf-8"
    )
    (content / "briefs" / "one.md").write_text("---\ntitle: One\ndate: 2020-01-01\n---\nWords.\n", "utf-8")
    run = subprocess.run(
        [sys.executable, "-c", "from fiche.cli import main; main()", "build"],
        cwd=tmp_path / "own",
        env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == run.returncode, run.stdout + run.stderr
    assert "Words." in (tmp_path / "own/site/briefs/2020/01/01/one/index.html").read_text("utf-8")
    assert list((tmp_path / "own/site/static").glob("style.*.css"))


def test_the_door_and_the_command_are_one_program(tmp_path):
    door = subprocess.run(
        [sys.executable, ROOT / "build.py", "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    command = subprocess.run(
        [sys.executable, "-c", "from fiche.cli import main; main()", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert door.stdout.split("\n")[1:] == command.stdout.split("\n")[1:]
