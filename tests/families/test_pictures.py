"""Pictures in what is published: copies on pages, the original in feeds and data, each by an address that leads there."""

import json
import re
from html import unescape

import pytest

from tests.laws.sites import REGISTER, SITE, press
from tests.pictures.drawn import landscape, picture, saved

BASE = "https://press.example/base/"
PAGE = "briefs/2016/08/20/a/index.html"
SRCSET = re.compile(r'srcset="([^"]*)"')
FILES = {
    "briefs/a.md": "---\ntitle: A\ndate: 2016-08-20\nactors: [kerry]\n"
    "image: {src: /media/lac.jpg, alt: Un « lac », credit: c, licence: l}\n---\n"
    "![Un plan](</media/sous dossier/plan, 2.png>){width=40}\n",
    "actors/kerry.md": "---\nkind: person\nnames: John Kerry\n---\n![Un plan](</media/sous dossier/plan, 2.png>)\n",
    "media/lac.jpg": saved(landscape(60, 40), "JPEG"),
    "media/sous dossier/plan, 2.png": picture(80, 20),
}
REGISTER = {path: text for path, text in REGISTER.items() if path != "actors/kerry.yaml"}


def built(more=None, settings="pictures: {widths: [24, 48]}\n"):
    done = press({**REGISTER, **FILES, **(more or {}), "site.yaml": SITE + settings})
    assert done.build.ok, [str(problem) for problem in done.build.problems]
    return done.tree


def copies(tree):
    """Name the copies, without their digests."""
    found = (path.removeprefix("static/pictures/") for path in tree if path.startswith("static/pictures/"))
    return sorted(re.sub(r"\.[0-9a-f]{10}\.", ".", path) for path in found)


def addresses(html):
    """Return the addresses of copies in a page, with the widths they are offered for."""
    return [tuple(one.split()) for srcset in SRCSET.findall(html) for one in unescape(srcset).split(", ")]


def test_each_picture_has_copies_in_each_width_and_format():
    assert [
        "lac.24.avif",
        "lac.24.webp",
        "lac.48.avif",
        "lac.48.webp",
        "sous dossier/plan, 2.24.avif",
        "sous dossier/plan, 2.24.webp",
        "sous dossier/plan, 2.48.avif",
        "sous dossier/plan, 2.48.webp",
    ] == copies(built())


@pytest.mark.parametrize(("path", "up"), [(PAGE, "../../../../../"), ("actors/kerry/index.html", "../../")])
def test_a_page_offers_them_by_addresses_that_lead_there(path, up):
    tree = built()
    html = tree[path].decode()
    found = addresses(html)

    assert 4 * html.count("<img ") == len(found)
    assert html.count("<picture>") == html.count("</picture>") == html.count("<img ")
    for url, width in found:
        there = url.removeprefix(up).replace("%20", " ")
        assert there in tree
        assert f".{width.removesuffix('w')}." in there


def test_the_picture_on_top_is_loaded_at_once_and_the_others_late():
    head, body = re.findall(r"<img [^>]*>", built()[PAGE].decode())

    assert 'alt="Un « lac »" width="60" height="40" fetchpriority="high" decoding="async"' in head
    assert 'alt="Un plan" width="40" height="10" loading="lazy" decoding="async"' in body


def test_feeds_have_the_originals_by_their_whole_addresses():
    tree = built()
    (item,) = json.loads(tree["feed.json"])["items"]

    for html in (unescape(tree["feed.atom"].decode()), item["content_html"]):
        assert f'<img src="{BASE}media/lac.jpg" alt="Un « lac »" width="60" height="40">' in html
        assert f'src="{BASE}media/sous%20dossier/plan,%202.png"' in html
        assert 'width="40"' in html
        assert "srcset" not in html


@pytest.mark.parametrize(("path", "width"), [("briefs/2016/08/20/a/index.json", 40), ("actors/kerry/index.json", 80)])
def test_data_has_the_originals_by_their_whole_addresses(path, width):
    html = json.loads(built()[path])["html"]

    assert f'src="{BASE}media/sous%20dossier/plan,%202.png" alt="Un plan" width="{width}"' in html
    assert "srcset" not in html


# --------------------------------------------------------------------------- settings


def test_a_site_may_want_other_widths_and_formats():
    assert ["lac.60.webp", "sous dossier/plan, 2.80.webp"] == copies(
        built(settings="pictures: {widths: [800], formats: [webp]}\n")
    )


@pytest.mark.parametrize(
    "settings", ["outputs: {pictures: off}\n", "pictures: {widths: []}\n", "pictures: {formats: []}\n"]
)
def test_without_copies_the_original_shows_in_its_size(settings):
    tree = built(settings=settings)

    assert [] == copies(tree)
    assert [] == addresses(tree[PAGE].decode())
    assert 'media/lac.jpg" alt="Un « lac »" width="60" height="40"' in tree[PAGE].decode()


# --------------------------------------------------------------------------- what is not copied


def test_of_a_picture_that_is_only_linked_there_are_no_copies():
    brief = "---\ntitle: B\ndate: 2016-08-20\n---\n[Le plan](/media/plan.png)\n"
    hidden = "---\ntitle: C\ndate: 2016-08-20\nstatus: draft\n---\n![Le plan](/media/plan.png)\n"
    tree = built({"briefs/b.md": brief, "briefs/c.md": hidden})

    assert "media/plan.png" in tree
    assert not [path for path in copies(tree) if path.startswith("plan.")]


def test_an_author_who_frames_a_picture_himself_is_left_alone():
    framed = '<picture><source media="print" srcset="x.png"><img src="/media/lac.jpg" alt="x"></picture> <img src="/media/lac.jpg" alt="y">'
    tree = built({"pages/p.fr.md": f"---\ntitle: P\n---\n{framed}\n"}, settings="html: trusted\n")
    html = tree["p/index.html"].decode()

    assert (2, 2) == (html.count("<picture>"), html.count("</picture>"))
    assert re.search(r'<picture><source media="print" srcset="x.png"><img src="[^"]*" alt="x" width="60"', html)
