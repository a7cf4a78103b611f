"""The pipeline as a whole: what an author meets when a publication becomes a site."""

import html
import json
import re
import resource
import sys
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche import compression
from fiche.executor import Serial
from fiche.memo import Memo
from fiche.model import Marking, Source, Sources
from fiche.parse import parse
from fiche.pipeline import Paths, Wishes, build, check, read
from fiche.problem import Severity
from fiche.scan import scan
from tests.laws.sites import NOW, SITE, folder, press, theme, tree
from tests.pictures.drawn import picture


def brief(title="Un", date="2016-08-20", body="Texte.", **fields):
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"---\ntitle: {title}\ndate: {date}\n{lines}---\n{body}\n"


def built(files, **wishes):
    """Build what must build, and return its files."""
    done = press(files, **wishes)
    assert [] == [str(problem) for problem in done.build.problems if problem.severity is Severity.ERROR]
    return done.tree


def refused(files, **wishes):
    """Build what must be refused, and return the path, line and code of each mistake."""
    done = press(files, **wishes)
    assert {} == done.tree
    return [(p.place.path, p.place.line, p.code) for p in done.build.problems if p.severity is Severity.ERROR]


def text_of(tree, path):
    """Return what a page says, without its tags."""
    return re.sub(r"<[^>]+>|\s+", " ", tree[path].decode())


def run(home, *, themes=(), out="site", **wishes):
    """Build in a folder that stays."""
    paths = Paths(home / "content", home / out, (*themes, theme()))
    return build(paths, Wishes(now=datetime.fromisoformat(NOW), **wishes))


# --------------------------------------------------------------------------- mistakes


def test_all_mistakes_of_all_files_come_in_one_run_sorted_with_the_line_and_a_caret():
    done = press(
        {
            "briefs/b.md": brief(actors="[kerry]", body="[[nobody-known]]\n"),
            "briefs/a.md": "---\ntitle: Un\ndate: 2016-02-30\ntitel: x\n---\n",
            "actors/kerry.yaml": "kind: persn\nnames: John Kerry\n",
            "topics/t.yaml": "labels: T\nparents: [no-such]\n",
        }
    )
    said = [str(problem) for problem in done.build.problems if problem.severity is Severity.ERROR]

    assert [
        "content/actors/kerry.yaml:1:7",
        "content/briefs/a.md:3:7",
        "content/briefs/a.md:4:1",
        "content/briefs/b.md:6:1",
        "content/topics/t.yaml:2:11",
    ] == [text.split(": ")[0] for text in said]
    assert said[1].split("\n")[1:] == ["    3 | date: 2016-02-30", "      |       ^"]
    assert all("did you mean" in said[at] for at in (0, 2))


def test_with_any_error_the_old_site_stays_to_the_byte():
    with folder({"site.yaml": SITE, "briefs/a.md": brief()}) as home:
        assert run(home).ok
        before = tree(home)
        (home / "content/briefs/a.md").write_text(brief("Autre"))
        (home / "content/briefs/b.md").write_text("no header")
        done = run(home)

        after = tree(home)
        assert not done.ok
        assert {path: data for path, data in before.items() if path.startswith("site/")} == {
            path: data for path, data in after.items() if path.startswith("site/")
        }
        assert {"content", "site", ".fiche"} == {path.split("/")[0] for path in after}


def test_a_publication_without_settings_is_told_what_it_needs_and_all_else_that_is_wrong():
    with folder({"briefs/a.md": "no header"}) as home:
        done = run(home)

    assert ["header-missing", "no-site"] == sorted(problem.code for problem in done.problems)


def test_two_briefs_with_one_address_are_refused_naming_both():
    files = {"briefs/a.md": brief(slug="x"), "briefs/b.md": brief(slug="x")}

    (problem,) = press(files).build.problems
    assert ("content/briefs/b.md", "same-address") == (problem.place.path, problem.code)
    assert "content/briefs/a.md" in problem.what


def test_a_withheld_brief_that_would_take_an_address_later_is_refused_today():
    files = {"briefs/a.md": brief(slug="x"), "briefs/b.md": brief(slug="x", embargo="2999-01-01")}

    assert [("content/briefs/b.md", 2, "same-address")] == refused(files)


@pytest.mark.parametrize("names", [("cafe.md", "Cafe.md"), ("caf\u00e9.md", "cafe\u0301.md")])
def test_names_that_some_disk_takes_for_one_are_refused(names):
    files = {f"briefs/{name}": brief(id=f"b{n}") for n, name in enumerate(names)}

    assert {"same-name"} == {code for _, _, code in refused(files)}


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"redirects": "[a.html, a.html]"}, "a.html"),
        ({"redirects": "[index.html]"}, "index.html"),
        ({"redirects": "[actors/]"}, "actors/index.html"),
        ({"redirects": "[briefs/2016/08/20/b/]"}, "briefs/2016/08/20/b/index.html"),
        ({"redirects": "[sitemap.xml]"}, "sitemap.xml"),
        ({"redirects": "[Robots.TXT]"}, "Robots.TXT"),
    ],
)
def test_a_redirect_never_takes_the_place_of_a_page(fields, where):
    done = press({"briefs/a.md": brief(**fields), "briefs/b.md": brief()})

    (problem,) = (p for p in done.build.problems if p.severity is Severity.ERROR)
    assert ("content/briefs/a.md", "same-address") == (problem.place.path, problem.code)
    assert where.lower() in problem.what.lower()


def test_two_briefs_that_claim_one_old_address_are_refused():
    files = {"briefs/a.md": brief(redirects="[old.html]"), "briefs/b.md": brief(redirects="[OLD.html]")}

    assert [("content/briefs/b.md", 0, "same-address")] == refused(files)


def test_an_old_address_that_would_be_a_file_where_pages_need_a_folder_is_refused():
    assert [("content/briefs/a.md", 0, "same-address")] == refused({"briefs/a.md": brief(redirects="[actors]")})


@pytest.mark.parametrize("old", ["CNAME", "_headers", "_redirects", "con.html", "a./x.html"])
def test_an_old_address_that_hosts_or_systems_keep_for_themselves_is_refused(old):
    assert [("content/briefs/a.md", "bad-path")] == [
        (path, code) for path, _, code in refused({"briefs/a.md": brief(redirects=f"[{old}]")})
    ]


def test_a_plain_page_named_like_a_language_or_an_index_is_refused():
    pages = {f"pages/{name}.md": "---\ntitle: x\n---\n" for name in ("en", "actors")}

    assert [("content/pages/actors.md", 0, "same-address"), ("content/pages/en.md", 0, "same-address")] == refused(
        pages
    )


def test_a_chain_of_topics_too_deep_to_show_is_refused():
    chain = {f"topics/t{n}.yaml": f"labels: T{n}\nparents: [t{n + 1}]\n" for n in range(400)}

    assert ["topic-depth"] == [code for _, _, code in refused(chain | {"topics/t400.yaml": "labels: T\n"})]


def test_topics_with_too_many_ways_down_to_them_are_refused():
    files = {"topics/a0.yaml": "labels: A\n", "topics/b0.yaml": "labels: B\n"}
    for n in range(1, 30):
        for side in "ab":
            files[f"topics/{side}{n}.yaml"] = f"labels: {side}{n}\nparents: [a{n - 1}, b{n - 1}]\n"

    assert ["topic-tree"] == [code for _, _, code in refused(files)]


def test_folders_too_deep_are_refused():
    assert ["too-deep"] == [code for _, _, code in refused({"/".join(["briefs", *["d"] * 70, "a.md"]): brief()})]


# --------------------------------------------------------------------------- what builds


def test_a_brief_with_title_and_date_alone_builds():
    pages = built({"briefs/a.md": "---\ntitle: Un\ndate: 2016-08-20\n---\n"})

    assert "briefs/2016/08/20/a/index.html" in pages


def test_a_publication_without_any_brief_builds():
    assert {"index.html", "en/index.html", "404.html"} <= built({}).keys()


def test_actors_and_topics_that_no_file_describes_have_pages():
    pages = built({"briefs/a.md": brief(actors="[Jane Roe, 王毅]", topics="[New matter]")})

    assert {"actors/jane-roe/index.html", "topics/new-matter/index.html"} <= pages.keys()
    assert 1 == len([path for path in pages if re.fullmatch(r"actors/wang-?yi-\w+/index.html", path)])


def test_names_in_scripts_without_latin_letters_each_get_a_page():
    names = ["جنيف", "حلب", "日内瓦", "阿勒颇", "제네바", "ジュネーブ"]
    pages = built({f"briefs/{name}.md": brief(f"“{name}”") for name in names})

    found = [path for path in pages if re.fullmatch(r"briefs/2016/08/20/[a-z0-9-]+/index.html", path)]
    assert len(names) == len(found)


@pytest.mark.parametrize(
    "title",
    ["no", "on", "y", "12:30", "2016-08", "1e3", "010", "1_000", "0x1F", "nullity", "~x", ".5", "2016-08-24", "+1"],
)
def test_a_title_is_the_text_the_author_wrote_whatever_yaml_would_make_of_it(title):
    pages = built({"briefs/a.md": brief(title)})

    assert title == json.loads(pages["briefs/2016/08/20/a/index.json"])["title"]


@pytest.mark.parametrize("coding", ["utf-8-sig", "crlf", "cr"])
def test_a_byte_order_mark_and_other_line_ends_change_nothing(coding):
    text = brief("Été", body="Un *deux*.\n\n## Trois\n")
    data = {
        "utf-8-sig": text.encode("utf-8-sig"),
        "crlf": text.replace("\n", "\r\n").encode(),
        "cr": text.replace("\n", "\r").encode(),
    }

    assert built({"briefs/a.md": text}) == built({"briefs/a.md": data[coding]})


def test_what_stands_beside_the_texts_is_not_published_unless_something_uses_it():
    left = [
        "briefs/a.md~",
        "briefs/.a.md.swp",
        "briefs/a.md.orig",
        "briefs/notes.txt",
        "media/secret.pdf",
        ".env",
        "media/.DS_Store",
    ]
    pages = built({"briefs/a.md": brief(), **dict.fromkeys(left, "zqx")})

    assert [] == [path for path, data in pages.items() if b"zqx" in data]


@pytest.mark.slow
def test_a_brief_of_five_megabytes_builds():
    body = "Une phrase de dix mots, ni plus ni moins, voilà tout. " * 20 + "\n\n"
    pages = built({"briefs/a.md": brief(body=body * 4_600)})

    assert len(pages["briefs/2016/08/20/a/index.html"]) > 5_000_000


@pytest.mark.slow
def test_two_thousand_briefs_in_one_folder_are_scanned_and_parsed(tmp_path):
    many(tmp_path, 2_000)


@pytest.mark.fuzz
def test_fifty_thousand_briefs_in_one_folder_are_scanned_and_parsed(tmp_path):
    many(tmp_path, 50_000)


def many(home: Path, count: int):
    (home / "content/briefs").mkdir(parents=True)
    (home / "content/site.yaml").write_text(SITE)
    for n in range(count):
        (home / f"content/briefs/b{n}.md").write_text(brief(f"B {n}", actors="[Kerry]", body="Un mot."))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    desk = parse(scan(home / "content").value, pool=Serial(), memo=Memo()).value
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    assert count == len(desk.briefs)
    assert grown * 1024 / count < 30_000, f"{grown * 1024 / count:.0f} bytes a brief"


# --------------------------------------------------------------------------- wishes

STAGES = {
    "briefs/old.md": brief("Ancien", "2016-08-20"),
    "briefs/new.md": brief("Nouveau", "2016-08-30"),
    "briefs/draft.md": brief("Brouillon", "2016-08-21", status="draft"),
    "briefs/green.md": brief("Vert", "2016-08-22", marking="TLP:GREEN"),
    "briefs/late.md": brief("Tardif", "2016-08-22", embargo="2016-08-26T10:00"),
    "briefs/gone.md": brief("Fini", "2016-08-10", expires="2016-08-23"),
}


@pytest.mark.parametrize(
    ("wishes", "shown"),
    [
        ({}, {"old"}),
        ({"as_of": "2016-08-31"}, {"old", "new", "late"}),
        ({"as_of": "2016-08-26T09:59"}, {"old"}),
        ({"as_of": "2016-08-26T10:00"}, {"old", "late"}),
        ({"as_of": "2016-08-22T23:00Z"}, {"old"}),
        ({"as_of": "2016-08-22T23:00+02:00"}, {"old", "gone"}),
        ({"audience": Marking.RED}, {"old", "green"}),
        ({"drafts": True}, {"old", "draft"}),
    ],
)
def test_a_wish_decides_who_reads_and_when(wishes, shown):
    pages = built(STAGES, **wishes)

    assert shown == {path.split("/")[4] for path in pages if path.startswith("briefs/") and path.endswith(".json")}


def test_the_sites_own_clock_goes_before_that_on_the_wall():
    files = {**STAGES, "site.yaml": SITE + "as_of: 2016-08-31\naudience: GREEN\n"}

    assert built(files) == built(files, now="2030-01-01T00:00:00+00:00")
    assert "briefs/2016/08/22/green/index.html" in built(files)


def test_links_work_under_a_path_and_the_whole_address_stands_only_where_it_must():
    pages = built({"briefs/a.md": brief()}, base_url="https://other.example/under/this")
    page = pages["briefs/2016/08/20/a/index.html"].decode()

    (style,) = (path for path in pages if path.startswith("static/style."))
    assert f'href="../../../../../{style}"' in page
    assert 'href="https://other.example/under/this/briefs/2016/08/20/a/"' in page
    assert not [path for path, data in pages.items() if b"press.example" in data]
    assert f'href="/under/this/{style}"' in pages["404.html"].decode()


FAMILIES = "home briefs actors topics archive sources corrections pages not-found feeds sitemap robots opml redirects json".split()


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_of_outputs_can_be_switched_off_and_the_rest_still_builds(family):
    pages = built(
        {
            "site.yaml": SITE + f"outputs: {{{family}: off}}\n",
            "briefs/a.md": brief(
                actors="[Jane Roe]", topics="[Matter]", redirects="[old.html]", sources="[{title: x}]"
            ),
            "pages/p.md": "---\ntitle: P\nnav: 1\n---\n[[brief:a]] [[topic:matter]]\n",
        }
    )
    marks = {
        "home": r"(en/)?index\.html",
        "briefs": r"briefs/.*\.html",
        "actors": r"(en/)?actors/.*",
        "topics": r"(en/)?topics/.*",
        "archive": r"(en/)?archive/.*",
        "sources": r"(en/)?sources/.*",
        "corrections": r"(en/)?corrections/.*",
        "pages": r"(en/)?(p|about)/.*",
        "not-found": r"404\.html",
        "feeds": r".*feed\.(atom|json)|feeds/.*|feeds\.opml",
        "sitemap": r"sitemap.*",
        "robots": r"robots\.txt",
        "opml": r"feeds\.opml",
        "redirects": r"old\.html",
        "json": r".*/index\.json",
    }

    assert [] == [path for path in pages if re.fullmatch(marks[family], path)]
    assert len(pages) > 10


def test_check_does_all_that_build_does_but_write():
    with folder({"site.yaml": SITE, "briefs/a.md": brief(body="[[nobody]]")}) as home:
        paths = Paths(home / "content", home / "site", (theme(),))
        done = check(paths, Wishes(now=datetime.fromisoformat(NOW)))

        assert ["unknown-link"] == [problem.code for problem in done.problems if problem.severity is Severity.ERROR]
        (home / "content/briefs/a.md").write_text(brief(redirects="[CNAME]"))
        assert ["bad-path"] == [
            problem.code for problem in check(paths, Wishes(now=datetime.fromisoformat(NOW))).problems
        ]
        (home / "content/briefs/a.md").write_text(brief())
        assert check(paths, Wishes(now=datetime.fromisoformat(NOW))).ok
        assert ["content"] == [child.name for child in home.iterdir()]


def test_read_goes_as_far_as_the_desk():
    with folder({"site.yaml": SITE, **STAGES}) as home:
        done = read(Paths(home / "content", home / "site", (theme(),)), Wishes(now=datetime.fromisoformat(NOW)))

    assert (6, True) == (len(done.desk.briefs), done.policy is not None)


# --------------------------------------------------------------------------- templates


def themed(templates, *, files=None):
    """Build with templates of one's own before the default ones; return the build and what it wrote."""
    with folder({"site.yaml": SITE, "briefs/a.md": brief(), **(files or {})}) as home:
        for name, text in templates.items():
            file = home / "templates" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        done = run(home, themes=(home / "templates",))
        return done, tree(home / "site") if (home / "site").exists() else {}


def test_a_template_of_ones_own_stands_before_the_default_one():
    done, pages = themed({"robots.txt": "mine {{ site.title.text }}\n", "static/style.css": "a{}"})

    assert done.ok
    assert b"mine La D\xc3\xa9p\xc3\xaache\n" == pages["robots.txt"]
    assert [b"a{}"] == [data for path, data in pages.items() if path.startswith("static/style.")]


@pytest.mark.parametrize(
    ("text", "line", "code", "said"),
    [
        ("a\n{{ brieff.title }}\n", 2, "template", "brieff"),
        ("a\n\n{{ brief.titel }}\n", 3, "template", "titel"),
        ("{{ 1 / 0 }}", 1, "template", "ZeroDivisionError"),
        ("a\n{% include 'nothing.html' %}", 2, "template", "nothing.html"),
        ("a\n{{ t('no-such-message') }}", 2, "template", "no-such-message"),
        ("a\n{{ brief.card.title | url }}", 2, "template", ""),
        ("a\n{% if %}\n", 2, "template-syntax", ""),
        ("a\n{{ x | nofilter }}\n", 2, "template-syntax", "nofilter"),
        ("{% include 'brief.html' %}", 0, "template-loop", "without end"),
        ("{% extends 'brief.html' %}", 0, "template-loop", "without end"),
        ("(" * 300 + "{{ " + "(" * 300 + "1" + ")" * 300 + " }}", 0, "template-syntax", "nested"),
        (b"\xff", 0, "template-encoding", "UTF-8"),
    ],
)
def test_a_mistake_in_a_template_names_the_template_its_line_and_the_page(text, line, code, said):
    done, pages = themed({"brief.html": text})

    problem = next(problem for problem in done.problems if problem.severity is Severity.ERROR)
    assert ("templates/brief.html", line, code) == (problem.place.path, problem.place.line, problem.code)
    assert said in problem.what
    assert {} == pages
    if code == "template":
        assert "briefs/2016/08/20/a/index.html" in problem.what
        assert problem.excerpt == text.split("\n")[line - 1]


def test_a_missing_template_is_named():
    with folder({"site.yaml": SITE, "briefs/a.md": brief()}) as home:
        (home / "theme").mkdir()
        (home / "theme/robots.txt").write_text("x")
        done = build(Paths(home / "content", home / "site", (home / "theme",)), Wishes(now=datetime.fromisoformat(NOW)))

    assert {"no-template"} == {problem.code for problem in done.problems}
    assert any("brief.html" in problem.what for problem in done.problems)


def test_a_link_out_of_the_templates_is_refused():
    with folder({"site.yaml": SITE}) as home:
        (home / "templates").mkdir()
        (home / "templates/robots.txt").symlink_to(home / "content/site.yaml")

        assert ["link-outside"] == [problem.code for problem in run(home, themes=(home / "templates",)).problems]


# --------------------------------------------------------------------------- written is planned (law 7)

OURS = st.dictionaries(
    st.sampled_from(["briefs/a.md", "briefs/b.md", "topics/t.yaml", "actors/a.yaml", "pages/p.md"]),
    st.integers(0, 2),
    max_size=4,
)
TEXTS = {
    "briefs": lambda n: brief(
        f"T{n}", f"2016-08-2{n}", actors="[a, Somebody]", redirects=f"[r{n}/x.html]" if n else "[]"
    ),
    "topics": lambda n: f"labels: T{n}\n",
    "actors": lambda n: f"kind: person\nnames: A{n}\n",
    "pages": lambda n: f"---\ntitle: P{n}\n---\n",
}
FOREIGN = {
    "note.txt": "mine",
    "briefs/2016/note.txt": "mine",
    ".well-known/security.txt": "mine",
    "actors/somebody/photo.png": "mine",
}


@settings(max_examples=12)
@given(st.lists(OURS, min_size=1, max_size=3), st.booleans())
def test_after_any_builds_the_folder_holds_what_was_planned_and_what_is_not_ours(builds, drafts):
    with folder({"site.yaml": SITE}) as home:
        assert run(home).ok
        for name, text in FOREIGN.items():
            (home / "site" / name).parent.mkdir(parents=True, exist_ok=True)
            (home / "site" / name).write_text(text)
        for files in builds:
            for old in [file for file in (home / "content").rglob("*") if file.is_file() and file.name != "site.yaml"]:
                old.unlink()
            for name, n in files.items():
                (home / "content" / name).parent.mkdir(exist_ok=True)
                (home / "content" / name).write_text(TEXTS[name.split("/")[0]](n))
            done = run(home, drafts=drafts)
            if done.ok:
                found = tree(home / "site")
                assert set(done.written.ledger.lines) | set(FOREIGN) == set(found)
                assert FOREIGN == {name: found[name].decode() for name in FOREIGN}
                assert done.pages == len(done.written.ledger.lines)


def test_a_file_of_another_hand_where_a_page_would_stand_is_not_overwritten():
    with folder({"site.yaml": SITE}) as home:
        assert run(home).ok
        (home / "site/briefs/2016/08/20/a").mkdir(parents=True)
        (home / "site/briefs/2016/08/20/a/index.html").write_text("mine")
        before = tree(home / "site")
        (home / "content/briefs").mkdir()
        (home / "content/briefs/a.md").write_text(brief())
        done = run(home)

        assert ["output-not-ours"] == [problem.code for problem in done.problems]
        assert before == tree(home / "site")


def test_a_project_that_was_moved_still_knows_its_own_site():
    with folder({"site.yaml": SITE, "briefs/a.md": brief()}) as home:
        assert run(home).ok
        moved = home.rename(home.with_name(home.name + "-moved"))
        try:
            (moved / "content/briefs/a.md").unlink()
            done = run(moved)
            assert done.ok
            assert not (moved / "site/briefs").exists()
        finally:
            moved.rename(home)


# --------------------------------------------------------------------------- outputs that are refused


@pytest.mark.parametrize("out", [".", "content", "content/site", "templates", "templates/x", ".fiche", "/"])
def test_an_output_that_would_endanger_what_it_is_made_from_is_refused_before_anything(out):
    with folder({"site.yaml": "not: even read\n", "briefs/a.md": brief()}) as home:
        (home / "templates").mkdir()
        before = tree(home)
        done = run(home, themes=(home / "templates",), out=out)

        assert ["output-place"] == [problem.code for problem in done.problems]
        assert before == tree(home)


def test_a_folder_that_others_use_is_refused():
    with folder({"site.yaml": SITE}) as home:
        (home / "site").mkdir()
        (home / "site/thesis.docx").write_text("mine")
        done = run(home)

        assert ["output-not-ours"] == [problem.code for problem in done.problems]
        assert {"thesis.docx": b"mine"} == tree(home / "site")


@pytest.mark.parametrize("name", [".git/HEAD", "CNAME", ".nojekyll"])
def test_what_hosts_and_git_keep_in_a_folder_may_be_there_before(name):
    with folder({"site.yaml": SITE}) as home:
        (home / "site" / name).parent.mkdir(parents=True)
        (home / "site" / name).write_text("theirs")

        assert run(home).ok
        assert b"theirs" == tree(home / "site")[name]


def test_a_file_that_changes_during_the_build_is_told():
    with folder({"site.yaml": SITE, "briefs/a.md": brief()}) as home:
        sources = scan(home / "content").value
        (home / "content/briefs/a.md").write_text(brief("Autre"))
        (home / "content/site.yaml").write_text(SITE + "\n")
        done = parse(sources, pool=Serial(), memo=Memo())

    assert [("content/briefs/a.md", "changed"), ("content/site.yaml", "changed")] == [
        (problem.place.path, problem.code) for problem in done.problems
    ]


def test_a_file_that_vanishes_before_it_is_read_is_told(tmp_path):
    (tmp_path / "site.yaml").write_text(SITE)
    sources = scan(tmp_path).value
    gone = Sources(sources.root, (Source("content/briefs/gone.md", "x", 1), *sources.files))

    assert ["changed"] == [problem.code for problem in parse(gone, pool=Serial(), memo=Memo()).problems]


# --------------------------------------------------------------------------- links

RICH = {
    "briefs/a.fr.md": brief(
        actors="[{id: kerry, part: lead}, Jane Roe]",
        topics="[alep]",
        thread="fil",
        redirects="[old.html, vieux/dossier/]",
        sources="[{title: x, publisher: kerry}]",
        corrections="[{date: 2016-08-21, kind: update, text: x}]",
        body="[[kerry]] [[topic:alep]] [[brief:b]] [[page:p]] [x](b.md) ![x](/media/é%20è.png) [d](/media/a&b.pdf) [@s]",
    ),
    "briefs/a.en.md": brief(actors="[kerry]", thread="fil"),
    "briefs/b.md": brief(date="2016-08-21", actors="[kerry]", topics="[syrie]", thread="fil"),
    "briefs/gone.md": brief(status="withdrawn", withdrawn="{date: 2016-08-22, reason: x}"),
    "actors/kerry.yaml": "kind: person\nnames: Kerry\nparent: us\nroles: [{title: x, org: us}]\nformer_ids: [jk]\n",
    "actors/us.yaml": "kind: state\nnames: États-Unis\n",
    "topics/alep.yaml": "labels: Alep\nparents: [syrie]\nformer_ids: [halab]\n",
    "topics/syrie.yaml": "labels: Syrie\nrelated: [alep]\n",
    "sources/s.yaml": "- {id: s, title: S, publisher: us}\n",
    "events/e.yaml": "- {id: e, title: E, start: 2016-09-01, actors: [kerry], topics: [alep], source: s}\n",
    "pages/p.fr.md": "---\ntitle: P\nnav: 1\n---\n[[kerry]]\n",
    "media/é è.png": picture(),
    "media/a&b.pdf": b"x",
}


def dead_links(pages):
    """Return each link inside the site that leads to no file of it."""
    dead = []
    for path, data in pages.items():
        if not path.endswith(".html"):
            continue
        for found in re.findall(r'\s(?:href|src)="([^"]*)"|\ssrcset="([^ "]+)', data.decode()):
            url = html.unescape("".join(found))
            if re.match(r"https?:|mailto:|data:", url) and not url.startswith(BASE):
                continue
            whole = urljoin(BASE + path, url)
            target = unquote(whole.removeprefix(BASE).partition("#")[0])
            file = f"{target}index.html" if target.endswith("/") or not target else target
            anchor = unquote(whole.partition("#")[2])
            if not whole.startswith(BASE) or file not in pages:
                dead.append(f"{path}: {url}")
            elif anchor and f'id="{anchor}"' not in pages[file].decode():
                dead.append(f"{path}: {url} (no such part)")
    return dead


BASE = "https://press.example/base/"


def test_every_link_leads_to_a_page_of_the_site():
    assert [] == dead_links(built(RICH))


@pytest.mark.parametrize("per_page", [1, 2])
def test_every_link_of_lists_of_many_pages_leads_to_a_page(per_page):
    assert [] == dead_links(built({**RICH, "site.yaml": SITE + f"per_page: {per_page}\nlinks: portable\n"}))


def test_from_a_disk_every_link_inside_the_site_names_a_file():
    """A server sends `index.html` for a folder, and knows where its root is; a disk does neither. `404.html` is a server's."""
    pages = built({**RICH, "site.yaml": SITE + "links: portable\n"})
    links = [
        (path, html.unescape("".join(found)))
        for path, data in pages.items()
        if path.endswith(".html") and not path.endswith("404.html")
        for found in re.findall(r'\s(?:href|src)="([^"]*)"|\ssrcset="([^ "]+)|url=([^"]+)"', data.decode())
    ]
    inside = [(path, url) for path, url in links if not re.match(r"https?:|mailto:|data:|#", url)]
    files = {
        (path, url): unquote(urljoin(f"file:///{path}", url)).removeprefix("file:///").partition("#")[0]
        for path, url in inside
    }

    assert len(inside) > 500
    assert [] == [link for link in inside if link[1].startswith("/") or files[link] not in pages]


# Without pages of their own, home and briefs are linked all the same: who switches them off makes them by other means.
@pytest.mark.parametrize("family", [family for family in FAMILIES if family not in ("home", "briefs")])
def test_no_link_leads_to_pages_that_are_switched_off(family):
    pages = built({**RICH, "site.yaml": SITE + f"outputs: {{{family}: off}}\n"})

    assert [] == sorted({line.split(": ", 1)[1] for line in dead_links(pages)})


# --------------------------------------------------------------------------- compressed copies


def test_an_encoding_whose_library_is_missing_is_told_once_and_nothing_is_written(monkeypatch):
    monkeypatch.setitem(sys.modules, "brotli", None)
    compression._module.cache_clear()
    done = press({"site.yaml": SITE + "compress: [gzip, brotli]\n", "briefs/b.md": brief()})

    assert {} == done.tree
    assert ["compress"] == [problem.code for problem in done.build.problems]
    assert "pip install 'fiche[compress]'" in done.build.problems[0].what


def test_with_copies_the_site_is_the_same_but_for_them_and_they_go_when_nobody_asks_for_them(tmp_path):
    with folder({"site.yaml": SITE, "briefs/b.md": brief()}) as home:
        paths = Paths(home / "content", home / "site", (theme(),))
        now = datetime.fromisoformat(NOW)
        plain = tree(home / "site") if build(paths, Wishes(now=now)).ok else {}
        assert build(paths, Wishes(now=now, compress=("gzip", "zstd"))).ok
        packed = tree(home / "site")
        assert build(paths, Wishes(now=now)).ok

        assert plain == tree(home / "site")
    assert plain == {path: data for path, data in packed.items() if not path.endswith((".gz", ".zst"))}
    assert 3 * len(plain) == len(packed)
    assert len(plain) - 1 == json.loads(packed["build.json"])["files"]
    assert plain["index.html"] == compression.unpacked(packed["index.html.zst"], "zstd", 1_000_000)
