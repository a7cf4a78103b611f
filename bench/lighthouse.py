"""How Google's Lighthouse judges the sample: performance, accessibility, best practices and search, on a phone and on a desk.

    python bench/lighthouse.py [--pages / /actors/john-kerry/] [--port 8099]

Owns `make lighthouse`. The sample is published to a folder with compressed copies and shown by nginx as `fiche hosting`
says, so that what is judged is what a reader gets. Lighthouse comes from npm, into bench/work/tools; Chromium and nginx are the
system's. Lighthouse's phone is a slow one on a slow line, and its scores vary with what else the machine does.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FICHE = [sys.executable, str(ROOT / "build.py")]
TOOLS = ROOT / "bench/work/tools/lighthouse"
VERSION = "12.8.2"
PAGES = ("/", "/briefs/2016/08/24/bouclier-euphrate/", "/actors/john-kerry/", "/en/", "/ar/")
FORMS = {"phone": (), "desk": ("--preset=desktop",)}
DESTINATION = "\npublish:\n  lighthouse:\n    folder: web\n    compress: [gzip, brotli]\n"
SETTINGS = """\
worker_processes 1; pid {home}/nginx.pid; error_log {home}/error.log; daemon off;
events {{}}
http {{ access_log off; {server} }}
"""


def published(home: Path, port: int) -> None:
    """Publish the sample to a folder, and write how nginx shows it."""
    shutil.copytree(ROOT / "content", home / "content")
    with (home / "content/site.yaml").open("a", encoding="utf-8") as settings:
        settings.write(DESTINATION)
    subprocess.run([*FICHE, "publish", "lighthouse", "--yes"], cwd=home, check=True, stdout=subprocess.DEVNULL)
    told = subprocess.run(
        [*FICHE, "hosting", "lighthouse", "--for", "nginx"], cwd=home, check=True, stdout=subprocess.PIPE, text=True
    )
    server = told.stdout.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("listen [::]:80;", "")
    server = server.replace("brotli_static on;", "")  # of a module that not every nginx has
    (home / "nginx.conf").write_text(SETTINGS.format(home=home, server=server), "utf-8")


@contextmanager
def shown(home: Path) -> Iterator[None]:
    """Show the site by nginx, as long as it takes."""
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if nginx is None:
        sys.exit("there is no nginx here (apt-get install nginx-light)")
    run = subprocess.Popen([nginx, "-c", home / "nginx.conf", "-p", home], stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        run.terminate()
        run.wait()


def judged(url: str, form: Sequence[str], home: Path) -> dict[str, object]:
    """Have Lighthouse look at a page, and return its report."""
    program = TOOLS / "node_modules/.bin/lighthouse"
    if not program.exists():
        subprocess.run(
            ["npm", "install", "--prefix", TOOLS, "--no-audit", "--no-fund", f"lighthouse@{VERSION}"], check=True
        )
    report = home / "report.json"
    flags = "--headless=new --no-sandbox"
    subprocess.run(
        [program, url, "--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={flags}", *form],
        check=True,
        env={**os.environ, "CHROME_PATH": shutil.which("chromium") or "chromium"},
    )
    found: dict[str, object] = json.loads(report.read_bytes())
    return found


def main() -> None:
    """Print a table, and what kept a page from a hundred."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", nargs="+", default=PAGES)
    parser.add_argument("--port", type=int, default=8099)
    asked = parser.parse_args()
    short: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o755)  # for nginx, which runs as somebody else
        published(home, asked.port)
        with shown(home):
            print("| page | on a | performance | accessibility | best practices | SEO |\n|---|---|---:|---:|---:|---:|")
            for page in asked.pages:
                for name, form in FORMS.items():
                    report = judged(f"http://127.0.0.1:{asked.port}{page}", form, home)
                    scores, faults = _read(report)
                    print(f"| {page} | {name} | {' | '.join(f'{score:.0f}' for score in scores)} |", flush=True)
                    short += [f"{page} on a {name}: {fault}" for fault in faults]
    print("", *short, sep="\n")


def _read(report: dict[str, object]) -> tuple[list[float], list[str]]:
    """Return the four scores of a report, of a hundred, and the audits that count and found something."""
    categories, audits = report["categories"], report["audits"]
    assert isinstance(categories, dict)
    assert isinstance(audits, dict)
    scores = [100 * float(each["score"] or 0) for each in categories.values()]
    counted = [ref["id"] for each in categories.values() for ref in each["auditRefs"] if ref["weight"]]
    below = [audits[name] for name in counted if audits[name]["score"] is not None and audits[name]["score"] < 0.9]
    return scores, [f"{each['title']} ({each.get('displayValue', each['score'])})" for each in below]


if __name__ == "__main__":
    main()
