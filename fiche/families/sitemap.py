"""The sitemap (sitemaps.org 0.9): every page that search engines may list, with the same page in other languages.

It is made from the pages the other families made, so it cannot list what does not exist. Two pages name each other or
neither does: search engines ignore an alternate that does not link back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fiche.lens import Lens
from fiche.outputs import Listed, Page, part
from fiche.views.machines import SitemapUrlView, SitemapView
from fiche.views.page import PageView

ADDRESS = "sitemap.xml"
MOST_URLS = 50_000
"""The protocol's limit for one file."""
MOST_BYTES = 45_000_000
"""The protocol allows 52,428,800; what is counted here leaves out some of the marks between addresses."""


def listed(page: Page) -> Iterator[Listed]:
    """Return what the sitemap says of a page, if search engines may list it."""
    for given in page.parts:
        view = given.view
        if isinstance(view, PageView) and view.indexed:
            alternates = tuple((other.lang, other.address) for other in view.alternates if other.exact)
            yield Listed(view.address, view.lang, view.modified or view.published, alternates)


def pages_from(
    found: Iterable[Listed], lens: Lens, *, most_urls: int = MOST_URLS, most_bytes: int = MOST_BYTES
) -> Iterator[Page]:
    """Make the sitemap of these pages; where it is too large for one file, several files and their index."""
    urls = _urls(sorted(found, key=lambda one: one.address), lens.site.languages)
    files = list(_split(urls, len(lens.site.base_url), most_urls, most_bytes))
    if len(files) <= 1:
        yield _page(ADDRESS, SitemapView(tuple(urls)), lens)
        return
    names = tuple(f"sitemap-{number}.xml" for number in range(1, len(files) + 1))
    yield _page(ADDRESS, SitemapView((), names), lens)
    for name, some in zip(names, files, strict=True):
        yield _page(name, SitemapView(some), lens)


def _urls(found: list[Listed], languages: tuple[str, ...]) -> list[SitemapUrlView]:
    named = {one.address: dict(one.alternates) for one in found}
    return [SitemapUrlView(one.address, one.when, _alternates(one, named, languages)) for one in found]


def _alternates(
    one: Listed, named: dict[str, dict[str, str]], languages: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Return the pages that this one names and that name it, then the one for readers of any other language."""
    here = named[one.address]
    found = [
        (lang, here[lang])
        for lang in languages
        if lang in here and (here[lang] == one.address or named.get(here[lang], {}).get(one.lang) == one.address)
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
