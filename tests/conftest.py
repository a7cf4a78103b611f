"""What every test may use: the hypothesis profiles, the folder of the project, a press for small publications.

Owns nothing of the engine. The browser's fixtures are in `browser/conftest.py`.
"""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from fiche.pipeline import Paths, Wishes, build
from fiche.problem import Severity

ROOT = Path(__file__).resolve().parents[1]

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]

settings.register_profile("dev", deadline=None, max_examples=50, suppress_health_check=_SLOW)
# The same examples every time: a red run means a change, never the dice. New examples are found by `make fuzz`.
settings.register_profile("ci", parent=settings.get_profile("dev"), max_examples=100, derandomize=True, print_blob=True)
settings.register_profile("fuzz", parent=settings.get_profile("dev"), max_examples=20_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") == "true" else "dev"))


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the project."""
    return ROOT


def pytest_collection_modifyitems(config, items):
    """Leave the fuzz runs to `make fuzz`, which names their mark."""
    if "fuzz" in (config.getoption("markexpr") or ""):
        return
    leave = pytest.mark.skip(reason="a long run: `make fuzz`")
    for test in items:
        if test.get_closest_marker("fuzz"):
            test.add_marker(leave)


@pytest.fixture(scope="session")
def built_site(tmp_path_factory) -> Path:
    """Build the sample publication as a reader of the README would, once, and return its folder."""
    out = tmp_path_factory.mktemp("sample") / "site"
    run = subprocess.run(
        [sys.executable, "build.py", "build", "--output", out], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if run.returncode:
        pytest.fail(
            f"the sample does not build (exit status {run.returncode}):\n{run.stdout}{run.stderr}", pytrace=False
        )
    return out


SITE = """\
title: {fr: La Dépêche, en: The Dispatch, ar: البرقية}
base_url: https://press.example/
timezone: Europe/Paris
languages: [fr, en, ar]
"""


@pytest.fixture(scope="session")
def press(tmp_path_factory):
    """Return a function that builds a small publication and returns the folder of its site.

    Its files are given by path below `content/`; `site.yaml` is there already, and `site=` adds lines to it.
    """

    def run(files: dict[str, str], *, site: str = "", now: str = "2026-01-01T00:00:00+00:00", **wishes) -> Path:
        home = tmp_path_factory.mktemp("press")
        for name, text in {"site.yaml": SITE + site, **files}.items():
            file = home / "content" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        paths = Paths(home / "content", home / "site", (ROOT / "templates",))
        done = build(paths, Wishes(now=datetime.fromisoformat(now), **wishes))
        assert [] == [str(problem) for problem in done.problems if problem.severity is Severity.ERROR]
        return home / "site"

    return run
