"""What every test may use: the hypothesis profiles, and the folder of the project.

Owns nothing of the engine. The browser's fixtures are in `browser/conftest.py`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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
