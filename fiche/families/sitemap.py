"""The sitemap (sitemaps.org 0.9): every page that search engines may list, with the same page in other languages.

It is made from the pages the other families made, so it cannot list what does not exist. Two pages name each other or
neither does: search engines ignore an alternate that does not link back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fiche.lens import Lens
from fiche.outputs import Page, part
from fiche.views import PageView, SitemapUrlView, SitemapView

ADDRESS = "sitemap.xml"
MOST_URLS = 50_000
"""The protocol's limit for one file."""
MOST_BYTES = 45_000_000
"""The protocol allows 52,428,800; what is counted here leaves out some of the marks between addresses."""


def pages_from(
    pages: Iterable[Page], lenses: Sequence[Lens], *, most_urls: int = MOST_URLS, most_bytes: int = MOST_BYTES
) -> Iterator[Page]:
    """Make the sitemap of these pages; where it is too large for one file, several files and their index."""
    lens = lenses[0]
    urls = _urls([view for page in pages for view in _indexed(page)], lens.site.languages)
    files = list(_split(urls, len(lens.site.base_url), most_urls, most_bytes))
    if len(files) <= 1:
        yield _page(ADDRESS, SitemapView(tuple(urls)), lens)
        return
    names = tuple(f"sitemap-{number}.xml" for number in range(1, len(files) + 1))
    yield _page(ADDRESS, SitemapView((), names), lens)
    for name, some in zip(names, files, strict=True):
        yield _page(name, SitemapView(some), lens)


def _indexed(page: Page) -> Iterator[PageView]:
    for given in page.parts:
        if isinstance(given.view, PageView) and given.view.indexed:
            yield given.view


def _urls(views: list[PageView], languages: tuple[str, ...]) -> list[SitemapUrlView]:
    views.sort(key=lambda view: view.address)
    named = {view.address: {other.lang: other.address for other in view.alternates if other.exact} for view in views}
    return [
        SitemapUrlView(view.address, view.modified or view.published, _alternates(view, named, languages))
        for view in views
    ]


def _alternates(
    view: PageView, named: dict[str, dict[str, str]], languages: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Return the pages that this one names and that name it, then the one for readers of any other language."""
    here = named[view.address]
    found = [
        (lang, here[lang])
        for lang in languages
        if lang in here and (here[lang] == view.address or named.get(here[lang], {}).get(view.lang) == view.address)
    ]
    return (*found, ("x-default", found[0][1])) if len(found) > 1 else ()


def _split(
    urls: list[SitemapUrlView], base: int, most_urls: int, most_bytes: int
) -> Iterator[tuple[SitemapUrlView, ...]]:
    some: list[SitemapUrlView] = []
    size = 0
    for url in urls:
        weight = _weight(url, base)
        if some and (len(some) == most_urls or size + weight > most_bytes):
            yield tuple(some)
            some, size = [], 0
        some.append(url)
        size += weight
    yield tuple(some)


def _weight(url: SitemapUrlView, base: int) -> int:
    """Estimate the bytes of an entry; every character of an address may take nine, percent-encoded."""
    places = [url.address, *(place for _, place in url.alternates)]
    return sum(100 + base + (len(place) if place.isascii() else 9 * len(place)) for place in places)


def _page(place: str, view: SitemapView, lens: Lens) -> Page:
    return Page(place, "sitemap.xml", (lens.site_part, part("sitemap", view)))
