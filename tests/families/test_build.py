"""`build.json`: the digest of the site as a whole."""

import json
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest

from fiche.digest import digest_bytes
from fiche.families.build import digest_of

SCHEMA = Path(__file__).resolve().parents[2] / "docs/schemas/build.json"


def told(site: Path) -> dict[str, object]:
    return json.loads((site / "build.json").read_bytes())


def test_it_is_the_digest_of_all_other_files(built_site):
    files = {file.relative_to(built_site).as_posix(): file for file in built_site.rglob("*") if file.is_file()}
    digests = {path: digest_bytes(file.read_bytes()) for path, file in files.items() if path != "build.json"}

    assert (len(digests), digest_of(digests)) == (told(built_site)["files"], told(built_site)["digest"])


def test_it_is_as_its_schema_says(built_site):
    assert [] == list(jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text())).iter_errors(told(built_site)))


@pytest.mark.skipif(not shutil.which("b2sum"), reason="no coreutils")
def test_anybody_can_work_it_out_as_the_docs_say(built_site):
    docs = (SCHEMA.parents[1] / "publishing.md").read_text("utf-8")
    (command,) = (line for line in docs.splitlines() if "b2sum" in line and "find" in line)
    run = subprocess.run(["bash", "-c", command], cwd=built_site, capture_output=True, text=True, check=True)

    assert told(built_site)["digest"] == run.stdout.split()[0]


def test_it_differs_if_a_file_differs_or_has_another_name():
    assert 3 == len({digest_of({"a": "1"}), digest_of({"a": "2"}), digest_of({"b": "1"})})


def test_about_leads_to_it_unless_it_is_switched_off(press):
    assert 'href="../build.json"' in (press({}) / "about/index.html").read_text("utf-8")
    site = press({}, site="outputs: {build: off}\n")

    assert (False, False) == (
        (site / "build.json").exists(),
        "build.json" in (site / "about/index.html").read_text("utf-8"),
    )
