"""The sample as a crawler meets it: every link leads somewhere, every id is there, the languages know of each other."""

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from lxml import etree, html

BASE = "https://dossier.example/"
LOADED = "//*[self::script or self::img or self::source or self::iframe or self::video or self::audio]/@src"


@pytest.fixture(scope="module")
def pages(built_site) -> dict[str, etree._Element]:
    """Read every HTML file of the sample: path to tree."""
    return {
        file.relative_to(built_site).as_posix(): html.document_fromstring(
            file.read_bytes(), parser=html.HTMLParser(encoding="utf-8")
        )
        for file in sorted(built_site.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def target(built_site):
    """Give a function that returns the file behind an address of the site, or None."""

    @cache
    def find(address: str) -> str | None:
        path = unquote(urlsplit(address).path).lstrip("/")
        file = built_site / path
        if file.is_dir():
            file /= "index.html"
        return file.relative_to(built_site).as_posix() if file.is_file() else None

    return find


def links(path: str, tree: etree._Element):
    """List the addresses a page names: as written, and whole."""
    for written in tree.xpath("//@href | //@src | //@poster | //@data"):
        yield written, urljoin(BASE + path, written)
    for listed in tree.xpath("//@srcset"):
        for written in re.findall(r"(\S+)(?:\s[^,]*)?(?:,|$)", listed):
            yield written, urljoin(BASE + path, written)


def test_every_link_of_the_site_leads_to_a_file(pages, target):
    broken = {
        f"{path}: {written}"
        for path, tree in pages.items()
        for written, whole in links(path, tree)
        if whole.startswith(BASE) and target(urldefrag(whole).url) is None
    }
    assert set() == broken


def test_every_fragment_is_the_id_of_something(pages, target):
    ids = {path: set(tree.xpath("//@id")) for path, tree in pages.items()}
    lost = set()
    for path, tree in pages.items():
        for written, whole in links(path, tree):
            address, fragment = urldefrag(whole)
            if fragment and whole.startswith(BASE):
                file = target(address)
                if file in ids and unquote(fragment) not in ids[file]:
                    lost.add(f"{path}: {written}")
    assert set() == lost


def test_no_page_has_an_id_twice(pages):
    twice = {
        path: again
        for path, tree in pages.items()
        if (again := [name for name, count in Counter(tree.xpath("//@id")).items() if count > 1])
    }
    assert {} == twice


def test_nothing_of_a_page_comes_from_another_host(pages, built_site):
    loaded = "//link[contains(@rel, 'stylesheet') or contains(@rel, 'icon') or contains(@rel, 'pre')]/@href"
    strange = {
        f"{path}: {written}"
        for path, tree in pages.items()
        for written in tree.xpath(f"{LOADED} | {loaded}")
        if urlsplit(urljoin(BASE + path, written)).scheme != "data"
        and not urljoin(BASE + path, written).startswith(BASE)
    }
    assert set() == strange
    for style in built_site.rglob("*.css"):
        assert not re.search(r"(url\(\s*[\"']?|@import\s+[\"'])(https?:)?//", style.read_text("utf-8")), style


def test_links_inside_the_site_are_relative(pages):
    """One output works at a root, under a folder, on a disk; but the page for a wrong address cannot know its depth."""
    whole = {
        f"{path}: {written}"
        for path, tree in pages.items()
        if not path.endswith("404.html")
        for written in tree.xpath("//body//@href | //body//@src | //link[@rel='stylesheet' or @rel='icon']/@href")
        if written.startswith("/")
        or (written.startswith(BASE) and not tree.xpath("//body//a[@href=$to][text()=$to]", to=written))
    }
    assert set() == whole


def test_translations_name_each_other(pages):
    """An hreflang counts only where it is returned (search engines drop the others)."""
    named = {}
    for path, tree in pages.items():
        canonical = tree.xpath("string(//link[@rel='canonical']/@href)")
        if canonical:
            found = tree.xpath("//link[@rel='alternate'][@hreflang]")
            named[canonical] = {link.get("hreflang"): link.get("href") for link in found}
            langs = {lang: url for lang, url in named[canonical].items() if lang != "x-default"}
            assert not langs or tree.getroottree().getroot().get("lang") in langs, path
    one_sided = {
        (page, other)
        for page, alternates in named.items()
        for other in alternates.values()
        if page not in named.get(other, {}).values()
    }
    assert set() == one_sided


def test_a_canonical_address_is_the_page_itself(pages, target):
    wrong = {
        path: canonical
        for path, tree in pages.items()
        if (canonical := tree.xpath("string(//link[@rel='canonical']/@href)"))
        and target(canonical) != path
        and "page-redirect" not in tree.xpath("string(//body/@class)")
    }
    assert {} == wrong


def test_every_page_that_may_be_indexed_is_reached_from_the_home(pages, target):
    """By links of `<a>` alone: a reader without a search engine finds all there is."""
    reached, waiting = set(), ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in reached or path not in pages:
            continue
        reached.add(path)
        for written in pages[path].xpath("//a/@href"):
            whole = urldefrag(urljoin(BASE + path, written)).url
            if whole.startswith(BASE) and (file := target(whole)):
                waiting.append(file)
    hidden = {
        path
        for path, tree in pages.items()
        if path not in reached and not tree.xpath("//meta[@name='robots'][contains(@content, 'noindex')]")
    }
    assert set() == hidden


def test_every_page_has_one_first_heading_and_no_level_is_skipped(pages):
    wrong = {}
    for path, tree in pages.items():
        levels = [int(heading.tag[1]) for heading in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        skipped = [(up, down) for up, down in pairwise(levels) if down > up + 1]
        if levels and (1 != levels.count(1) or skipped):
            wrong[path] = levels
    assert {} == wrong


def test_no_file_tells_of_the_machine_it_was_made_on(built_site):
    here = str(Path(__file__).resolve().parents[2]).encode()
    assert [] == [file for file in built_site.rglob("*") if file.is_file() and here in file.read_bytes()]


def test_a_page_says_what_it_may_load_before_it_loads_anything(pages):
    policy = "meta[@http-equiv='Content-Security-Policy']"
    unsaid = [path for path, tree in pages.items() if 1 != len(tree.xpath(f"/html/head/{policy}"))]
    loading = "[self::link or self::script or self::style or self::img]"
    late = [path for path, tree in pages.items() if tree.xpath(f"//{policy}/preceding::*{loading}")]

    assert ([], []) == (unsaid, late)


def test_no_page_says_what_browsers_hear_from_a_server_alone(pages):
    said = {value.lower() for tree in pages.values() for value in tree.xpath("//meta/@http-equiv")}
    policies = {
        value
        for tree in pages.values()
        for value in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    }

    assert {"content-security-policy", "refresh"} == said
    assert [] == [each for each in policies for word in ("frame-ancestors", "report-uri", "sandbox") if word in each]
