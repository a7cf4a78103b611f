"""Law 6: any bytes in `content/` give a site, or problems with a place inside `content/`; never a traceback."""

import json
import xml.etree.ElementTree as etree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.inputs import (
    SITE,
    SPARSE,
    check_form,
    check_said,
    damaged,
    headers,
    read_one,
    records,
    sample,
    tame,
    within,
)
from tests.laws.sites import PARAGRAPHS, REGISTER, press
from tests.pictures.drawn import picture

PATHS = [
    "briefs/b.md",
    "briefs/b.en.md",
    "actors/a.yaml",
    "actors/a.md",
    "topics/t.yaml",
    "sources/s.yaml",
    "events/e.yaml",
    "pages/p.md",
]

SMALL = {
    "site.yaml": SITE + SPARSE,
    **{path: text if isinstance(text, bytes) else text.encode() for path, text in REGISTER.items()},
    "briefs/b0.fr.md": (
        "---\ntitle: Un\ndate: 2016-08-20\nactors: [kerry, {id: lavrov, part: lead, note: à Genève}]\ntopics: [alep]\n"
        "thread: fil\nsources: [journal, {title: Un texte, url: https://example.org/}]\nkey_points: [a, b]\n---\n"
        + "\n\n".join(PARAGRAPHS)
    ).encode(),
    "briefs/b0.en.md": b"---\ntitle: One\ndate: 2016-08-20\nstatus: draft\n---\n[[tlp:amber]]\nx\n[[/tlp]]\n",
    "briefs/b1.md": b"---\ntitle: Deux\ndate: 2016-08-21\nactors: [Somebody Else]\nthread: fil\n---\n[[brief:b0]] [[page:p]]\n",
    "pages/p.md": b"---\ntitle: Page\nnav: 1\n---\n[[topic:alep]]\n",
}
"""A publication with a little of everything, quick to build."""


def built(files):
    """Build, and hold what comes of it: a whole site or problems with a place."""
    with within(30):
        done = press(files)
    for problem in done.build.problems:
        check_form(problem)
    if done.build.ok:
        assert "index.html" in done.tree or "robots.txt" in done.tree or done.build.desk.site.off
        well_formed(done.tree)
    else:
        assert {} == done.tree
    return done


def well_formed(tree):
    for path, data in tree.items():
        if path.endswith((".xml", ".atom", ".opml")):
            etree.fromstring(data)
        elif path.endswith(".ftm.json"):
            [json.loads(line) for line in data.splitlines()]
        elif path.endswith(".json"):
            json.loads(data)
        elif path.endswith(".html"):
            data.decode()


@pytest.mark.parametrize("path", [*PATHS, "site.yaml"])
@given(
    data=st.binary(max_size=60)
    | st.text(max_size=60).map(lambda text: f"---\n{text}\n---\n".encode("utf-8", "replace"))
)
@settings(max_examples=25)
def test_any_bytes_are_read_or_refused(path, data):
    with within(10):
        check_said(read_one(path, data), path, data)


FOUND = [
    ("actors/a.yaml", "kind: person\nnames:\n  fr: {full: Abd Rabbo, short: Hadi\t sort: x}\n"),
    ("actors/a.yaml", "ind: person\tnames: {fr: John Kerry}\n"),
    ("actors/a.yaml", "ind: \xadkind: person\n"),
    ("actors/a.yaml", ">\ud7fc"),
    ("briefs/b.md", '---\nt---\ntitle: "Vienne\xa0: le "groupe"\n---\n'),
    ("briefs/b.md", '---\ntitle: "0"\ndate: "2016-08-01"\nredirects: ["\xad"]\n---\n'),
]
"""Files that once got an answer of the wrong form."""


@pytest.mark.parametrize(("path", "text"), FOUND)
def test_what_was_found_stays_mended(path, text):
    check_said(read_one(path, text.encode()), path, text.encode())
    built(SMALL | {path: text.encode()})


@given(damaged(sample("briefs", "pages")))
@settings(max_examples=60)
def test_a_damaged_brief_is_read_or_refused(file):
    with within(10):
        check_said(read_one(*file), *file)


@given(damaged(sample("actors", "topics", "events", "sources", "figures") | {"site.yaml": sample(".")["site.yaml"]}))
@settings(max_examples=60)
def test_a_damaged_register_is_read_or_refused(file):
    with within(10):
        check_said(read_one(*file), *file)


@given(damaged(SMALL))
@settings(max_examples=40)
def test_a_publication_with_a_damaged_file_is_built_or_refused(file):
    path, data = file
    built(SMALL | {path: data})


@given(records())
@settings(max_examples=40)
def test_a_register_with_any_text_in_any_field_is_built_or_refused(file):
    path, data = file
    built(SMALL | {path: data})


file_names = st.one_of(
    tame,
    st.text(max_size=30),
    st.sampled_from(["con", "a.", " a", "a b", "a%20b", "a#b", "CNAME", "index", "é", "e\u0301"]),
).filter(lambda name: name and "/" not in name and "\0" not in name and len(name.encode("utf-8", "replace")) < 200)


@given(
    file_names,
    st.sampled_from(
        [
            "briefs/{}.md",
            "briefs/{}/a.md",
            "actors/{}.yaml",
            "topics/{}.md",
            "pages/{}.fr.md",
            "media/{}.png",
            "media/{}",
        ]
    ),
)
@settings(max_examples=40)
def test_a_file_of_any_name_is_built_or_refused(name, where):
    path = where.format(name)
    head = {
        "briefs": "title: x\ndate: 2016-08-20",
        "actors": "kind: person\nnames: x",
        "topics": "labels: x",
        "pages": "title: x",
    }
    text = head.get(path.split("/")[0], "x")
    text = (
        text
        if path.endswith(".yaml") or path.startswith("media")
        else f"---\n{text}\n---\n[x](</media/{name}.png>) ![y](</media/{name}.png>)\n"
    )
    built(SMALL | {path: text.encode(), f"media/{name}.png": picture()})


@given(headers())
@settings(max_examples=40)
def test_a_brief_with_any_text_in_any_field_is_built_or_refused(data):
    built(SMALL | {"briefs/any.md": data})
