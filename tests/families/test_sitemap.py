"""The sitemap, robots and the list of feeds: complete, reciprocal, and naming nothing that is not there."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from lxml import etree, html

from fiche.families import sitemap
from fiche.lens import Lens
from fiche.model import Policy, Site, Texts
from fiche.outputs import Page, part
from fiche.publication import Publication

HERE = Path(__file__).parent
BASE = "https://press.example/"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"

FRENCH = "---\ntitle: Genève\ndate: 2016-08-24T22:10\nactors: [kerry]\nformer_ids: [vieux]\n---\n"
ENGLISH = "---\ntitle: Geneva\ndate: 2016-08-26\nupdated: 2016-08-27T09:00+02:00\nactors: [kerry]\n---\n"
ARABIC = "---\ntitle: حلب\ndate: 2016-08-23\ntopics: [alep]\n---\n"
WITHDRAWN = "---\ntitle: Faux\ndate: 2016-08-22\nstatus: withdrawn\nwithdrawn: {date: 2016-08-26}\n---\n"
SOURCED = "---\ntitle: Sources\ndate: 2016-08-21\nsources: [s0, s1, s2, s3, s4]\n---\n"
FILES = {
    "briefs/2016-08-24-geneve.fr.md": FRENCH,
    "briefs/2016-08-24-geneve.en.md": ENGLISH,
    "briefs/2016-08-23-alep.ar.md": ARABIC,
    "briefs/2016-08-22-faux.md": WITHDRAWN,
    "briefs/2016-08-21-sources.md": SOURCED,
    "actors/kerry.yaml": "kind: person\nnames: John Kerry\nformer_ids: [jk]\n",
    "pages/contact.fr.md": "---\ntitle: Nous écrire\n---\nX\n",
    **{f"sources/s{n}.yaml": f"id: s{n}\ntitle: Source {n}\n" for n in range(5)},
}


@pytest.fixture(scope="module")
def site(press):
    return press(FILES, site="per_page: 2\n")


def urls(file: Path) -> dict[str, etree._Element]:
    """Return the pages of a sitemap by address."""
    return {url.findtext(f"{MAP}loc"): url for url in etree.parse(file).getroot()}


def valid(file: Path, schema: str) -> None:
    """Raise DocumentInvalid, with the line, if a file is not as its schema says."""
    etree.XMLSchema(etree.parse(HERE / schema)).assertValid(etree.parse(file))


def alternates(url: etree._Element) -> dict[str, str]:
    return {link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")}


def pages(site: Path) -> dict[str, html.HtmlElement]:
    """Return every HTML page of a site by its address."""
    files = ((file.relative_to(site).as_posix().removesuffix("index.html"), file) for file in site.rglob("*.html"))
    return {BASE + address: html.fromstring(file.read_bytes()) for address, file in files}


def is_indexed(page: html.HtmlElement) -> bool:
    return not page.xpath("//meta[@name='robots'][contains(@content, 'noindex')]") and not page.xpath(
        "//meta[@http-equiv='refresh']"
    )


@pytest.fixture(scope="module", params=["small", "sample"])
def some_site(request):
    return request.getfixturevalue("site" if request.param == "small" else "built_site")


def test_the_sitemap_is_one_by_the_schema_of_the_protocol(some_site):
    valid(some_site / "sitemap.xml", "sitemap-0.9.xsd")


def test_it_lists_every_page_that_may_be_found_and_no_other(site):
    listed = {address for address, page in pages(site).items() if is_indexed(page)}

    assert listed == set(urls(site / "sitemap.xml"))
    assert not any(re.search(r"404|faux|vieux|/jk/", address) for address in listed)


def test_two_pages_name_each_other_or_neither_does(some_site):
    found = {address: alternates(url) for address, url in urls(some_site / "sitemap.xml").items()}

    for address, others in found.items():
        for lang, other in others.items():
            assert address in found[other].values(), f"{other} ({lang}) does not name {address}"
        assert not others or address in others.values()
        assert not others or others["x-default"] in [href for lang, href in others.items() if lang != "x-default"]


def test_a_brief_names_its_editions_and_one_alone_names_none(site):
    found = urls(site / "sitemap.xml")
    french, english = f"{BASE}briefs/2016/08/24/geneve/", f"{BASE}en/briefs/2016/08/26/geneve/"

    assert {"fr": french, "en": english, "x-default": french} == alternates(found[english])
    assert {} == alternates(found[f"{BASE}ar/briefs/2016/08/23/alep/"])
    assert {} == alternates(found[f"{BASE}contact/"])


def test_the_pages_say_of_their_languages_what_the_sitemap_says(site):
    told = {
        address: {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@rel='alternate'][@hreflang]")}
        for address, page in pages(site).items()
        if is_indexed(page)
    }

    assert told == {address: alternates(url) for address, url in urls(site / "sitemap.xml").items()}


def test_a_page_was_changed_when_its_author_said_so_and_not_when_it_was_built(site):
    found = {
        address: url.findtext(f"{MAP}lastmod")
        for address, url in urls(site / "sitemap.xml").items()
        if url.findtext(f"{MAP}lastmod")
    }

    assert {
        f"{BASE}briefs/2016/08/24/geneve/": "2016-08-24T22:10:00+02:00",
        f"{BASE}en/briefs/2016/08/26/geneve/": "2016-08-27T09:00:00+02:00",
        f"{BASE}ar/briefs/2016/08/23/alep/": "2016-08-23T00:00:00+02:00",
        f"{BASE}briefs/2016/08/21/sources/": "2016-08-21T00:00:00+02:00",
    } == found


def test_switched_off_it_is_gone_and_robots_do_not_name_it(press):
    site = press(FILES, site="outputs: {sitemap: off}\n")

    assert not (site / "sitemap.xml").exists()
    assert "User-agent: *\nAllow: /\n" == (site / "robots.txt").read_text("utf-8")


# --------------------------------------------------------------------------- large ones

LENS = Lens(
    Publication(
        Site(Texts((("fr", "La Dépêche"),)), BASE, "Europe/Paris", ("fr", "en")),
        Policy(datetime.fromisoformat("2026-01-01T00:00:00+00:00")),
        *((), {}, {}, {}, (), {}, (), (), ()),
    ),
    "fr",
)


def made(count: int, **limits: int) -> list[Page]:
    """Return the sitemap of so many pages."""
    views = (LENS.page_view(f"p/{n:06}/", kind="page", title="P") for n in range(count))
    return list(
        sitemap.pages_from(
            (found for v in views for found in sitemap.listed(Page(v.address, "page.html", (part("page", v),)))),
            LENS,
            **limits,
        )
    )


def test_a_large_sitemap_is_cut_and_its_index_names_the_pieces():
    index, *files = made(50_001)
    lists = [file.parts[1].view.urls for file in files]

    assert "sitemap.xml" == index.address
    assert tuple(file.address for file in files) == index.parts[1].view.maps
    assert [50_000, 1] == [len(urls) for urls in lists]
    assert 50_001 == len({url.address for urls in lists for url in urls})


def test_one_that_just_fits_is_not_cut():
    assert ["sitemap.xml"] == [page.address for page in made(50_000)]


def test_a_sitemap_is_cut_by_size_too():
    assert 1 + 5 == len(made(10, most_bytes=300))


def test_pieces_and_index_are_valid(press, monkeypatch):
    monkeypatch.setattr(sitemap.pages_from, "__kwdefaults__", {"most_urls": 3, "most_bytes": 10**6})

    site = press(FILES)

    valid(site / "sitemap.xml", "siteindex-0.9.xsd")
    names = [url.findtext(f"{MAP}loc").removeprefix(BASE) for url in etree.parse(site / "sitemap.xml").getroot()]
    assert len(names) > 5
    for name in names:
        valid(site / name, "sitemap-0.9.xsd")


# --------------------------------------------------------------------------- robots, and the list of feeds


def test_robots_are_told_where_the_sitemap_is(site):
    assert f"User-agent: *\nAllow: /\n\nSitemap: {BASE}sitemap.xml\n" == (site / "robots.txt").read_text("utf-8")


@pytest.mark.parametrize("wish", [{"site": "audience: GREEN\n"}, {"drafts": True}])
def test_a_site_that_is_not_for_everyone_asks_robots_to_stay_away(press, wish):
    assert "User-agent: *\nDisallow: /\n" == (press(FILES, **wish) / "robots.txt").read_text("utf-8")


def test_the_list_of_feeds_names_every_atom_feed_once(site):
    outlines = etree.parse(site / "feeds.opml").getroot().findall(".//outline[@xmlUrl]")
    named = [outline.get("xmlUrl") for outline in outlines]

    assert len(named) == len(set(named))
    assert {BASE + file.relative_to(site).as_posix() for file in site.rglob("*.atom")} == set(named)
    assert {outline.get("htmlUrl") for outline in outlines} <= set(pages(site))


def test_the_list_of_feeds_is_opml_and_grouped_by_language(site):
    opml = etree.parse(site / "feeds.opml").getroot()

    assert ("opml", "2.0", ["head", "body"]) == (opml.tag, opml.get("version"), [child.tag for child in opml])
    assert all(outline.get("text") for outline in opml.iter("outline"))
    assert ["français", "English", "العربية"] == [outline.get("text") for outline in opml.find("body")[1:]]
    assert all("rss" == outline.get("type") for outline in opml.iter("outline") if outline.get("xmlUrl"))
