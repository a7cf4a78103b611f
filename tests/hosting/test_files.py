"""The files that Netlify and Cloudflare Pages read: as their own readers, or their documents, have them."""

import json
import os
import shutil
import subprocess

import pytest

from fiche.audit import judged
from fiche.executor import Serial
from fiche.hosting import Ways
from fiche.hosting.files import beyond, files, overfull
from fiche.model import Site, Texts
from fiche.pipeline import Paths, Wishes, build
from fiche.serving import SAFETY, Kept
from tests.conftest import ROOT
from tests.hosting.sites import NOW, publication

MINE = "x.3f9a1c20de.css"
HERE = "/briefs/2025/03/04/one/"
JUDGES = ROOT / "tests/judges/node_modules"
PARSERS = {"Redirects": "netlify-redirect-parser", "Headers": "netlify-headers-parser"}
PARSE = """\
import {{ parseAll{what} }} from "{package}/lib/index.js";
const options = {{ {name}Files: [process.argv[1]], minimal: true, featureFlags: {{}} }};
console.log(JSON.stringify(await parseAll{what}(options), (_, value) => value instanceof Error ? String(value) : value));
"""


def site(**more):
    return Site(Texts(), "https://x.example/", "UTC", ("en",), **more)


def parsed(what, file):
    """Have Netlify's own reader read a file."""
    node, package = shutil.which("node"), JUDGES / PARSERS[what]
    if node is None or not package.is_dir():
        verdict = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        verdict("the readers of Netlify are not installed here")
    program = PARSE.format(what=what, package=package.as_posix(), name=what.lower())
    run = subprocess.run(
        [node, "--input-type=module", "-e", program, file], capture_output=True, text=True, check=False
    )
    assert 0 == run.returncode, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="module", params=["netlify", "cloudflare"])
def told(request, tmp_path_factory):
    """Return a host, and the folder of a site that was built for it."""
    home = tmp_path_factory.mktemp("host")
    publication(home, "https://press.example/", more=f"server: {request.param}\n")
    return request.param, home / "site"


def test_netlify_reads_the_redirects_and_is_forced_where_a_page_stands(told):
    host, folder = told
    found = parsed("Redirects", folder / "_redirects")

    assert [] == found["errors"]
    expected = ["/briefs/2025/03/04/uno/", "/old/page/", "/%C3%A9t%C3%A9/$a;%7Bb%7D.html"]
    assert [(old, HERE, 301, host == "netlify") for old in expected] == [
        (one["from"], one["to"], one["status"], one["force"]) for one in found["redirects"]
    ]


def test_netlify_reads_the_headers_and_no_file_gets_one_twice(told):
    _, folder = told
    found = parsed("Headers", folder / "_headers")

    assert [] == found["errors"]
    rules = {rule["for"]: rule["values"] for rule in found["headers"]}
    named = {f"/static/{file.name}" for file in (folder / "static").iterdir() if file.name not in {"icon.svg", MINE}}
    assert {"/*", "/media/*", "/static/pictures/*", *named} == rules.keys()
    assert dict(SAFETY) == {name: rules["/*"][name] for name, _ in SAFETY}
    assert rules["/*"]["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert [{"Cache-Control": Kept.FOREVER.value}] * len(named) == [rules[path] for path in named]
    assert {"Cache-Control": Kept.LONGER.value} == rules["/media/*"]
    assert "Cache-Control" not in rules["/*"]


def test_where_all_static_files_have_their_digest_in_their_name_one_rule_will_do():
    text = files(site(server="cloudflare"), Ways(), ["static/a.3f9a1c20de.css"])["_headers"]

    assert ["/static/*"] == [line for line in text.split("\n") if line.startswith("/static/")]


def test_every_static_file_that_is_kept_for_ever_has_its_digest_in_its_name():
    some = ["static/a.3f9a1c20de.css", "static/plain.js", "static/b.3f9a1c20df.css"]
    text = files(site(server="netlify"), Ways(), some)["_headers"]

    assert "/static/*\n" not in text
    kept = ["/static/a.3f9a1c20de.css", "/static/b.3f9a1c20df.css", "/static/pictures/*"]
    assert kept == [line for line in text.split("\n") if line.startswith("/static/")]


def test_nothing_withheld_is_in_them(told):
    _, folder = told

    assert [] == [name for name in ("_headers", "_redirects") if "zqx" in (folder / name).read_text().lower()]


def test_an_audit_takes_them_for_what_they_are(told):
    _, folder = told
    found = judged(Paths(folder.parent / "content", folder, (ROOT / "templates",)), Wishes(now=NOW), pool=Serial())

    assert [] == [str(problem) for problem in found.problems if problem.place.path.startswith("site/_")]


def test_without_a_host_there_are_none(tmp_path):
    publication(tmp_path, "https://press.example/")

    assert [] == [name for name in os.listdir(tmp_path / "site") if name.startswith("_")]


def test_the_redirects_of_a_site_below_the_root_lead_there():
    there = site(server="cloudflare")
    text = files(
        Site(Texts(), "https://x.example/a/", "UTC", ("en",), server="cloudflare"), Ways((("old/", "new/"),)), []
    )

    assert "/old/ /a/new/ 301\n" == text["_redirects"]
    assert "/old/ /new/ 301\n" == files(there, Ways((("old/", "new/"),)), [])["_redirects"]


def test_no_address_becomes_a_pattern_or_another_line():
    there = Site(Texts(), "https://x.example/:splat/*/é%20/", "UTC", ("en",), server="netlify")
    text = files(there, Ways((("a b/é#\n/x/", "new/"),)), [])["_redirects"]

    assert "/a%20b/%C3%A9%23%0A/x/ /%3Asplat/%2A/%C3%A9%20/new/ 301!\n" == text


MANY = Ways(tuple((f"old/{number}/", "new/") for number in range(2001)))
STATICS = ["static/plain.js", *(f"static/{number}.3f9a1c20de.css" for number in range(100))]


@pytest.mark.parametrize(
    ("host", "ways", "statics", "policy", "expected"),
    [
        ("cloudflare", Ways(), [], "", []),
        ("cloudflare", MANY, [], "", ["there are 2,001 redirects, and Cloudflare Pages takes 2,000"]),
        ("cloudflare", Ways((("o" * 999, "n"),)), [], "", ["there are 1,007 characters in a redirect"]),
        ("cloudflare", Ways(), STATICS, "", ["there are 103 rules of headers"]),
        ("cloudflare", Ways(), [], "default-src " + "x" * 2000, ["characters in a header"]),
        ("netlify", MANY, STATICS, "", []),
    ],
)
def test_what_is_more_than_the_host_takes_is_told(host, ways, statics, policy, expected):
    one = site(server=host, security_policy=policy)
    problems = [str(problem) for problem in beyond(files(one, ways, statics), one)]

    assert len(expected) == len(problems)
    assert [] == [words for words, problem in zip(expected, problems, strict=True) if words not in problem]


FILM = {"media/film.mp4": 25 * 1024 * 1024 + 1}


@pytest.mark.parametrize(
    ("host", "sizes", "expected"),
    [
        ("cloudflare", dict.fromkeys(map(str, range(20_000)), 25 * 1024 * 1024), []),
        ("cloudflare", dict.fromkeys(map(str, range(20_001)), 1), ["warning: there are 20,001 files"]),
        ("cloudflare", dict.fromkeys(map(str, range(100_001)), 1), ["error: there are 100,001 files"]),
        ("cloudflare", FILM, ["error: “media/film.mp4” has 26,214,401 bytes"]),
        ("netlify", FILM, []),
    ],
)
def test_a_site_that_the_host_would_refuse_whole_is_told(host, sizes, expected):
    problems = [str(problem) for problem in overfull(sizes, site(server=host))]

    assert len(expected) == len(problems)
    assert [] == [words for words, problem in zip(expected, problems, strict=True) if words not in problem]


def test_a_file_that_the_host_refuses_is_told_before_anything_is_written(tmp_path):
    publication(tmp_path, "https://press.example/")
    before = sorted(os.listdir(tmp_path / "site"))
    with (tmp_path / "content/media/t.csv").open("wb") as film:
        film.truncate(25 * 1024 * 1024 + 1)
    paths = Paths(tmp_path / "content", tmp_path / "site", (ROOT / "templates",))
    found = [build(paths, Wishes(now=NOW, server=server)) for server in ("cloudflare", None, "cloudflare")]

    assert [["hosting-files"], [], ["hosting-files"]] == [[one.code for one in each.problems] for each in found]
    assert before == sorted(os.listdir(tmp_path / "site"))


def test_a_page_of_an_author_cannot_take_their_names(tmp_path):
    content = tmp_path / "content/briefs"
    content.mkdir(parents=True)
    (tmp_path / "content/site.yaml").write_text(
        "title: T\nbase_url: https://x.example/\ntimezone: UTC\nlanguages: [en]\n"
    )
    (content / "a.md").write_text("---\ntitle: A\ndate: 2025-01-01\nredirects: [_headers]\n---\nWords.\n")
    done = build(Paths(tmp_path / "content", tmp_path / "site", (ROOT / "templates",)), Wishes(now=NOW))

    assert ["bad-path"] == [problem.code for problem in done.problems]
