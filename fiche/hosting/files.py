"""`_headers` and `_redirects`: files at the root of a site that Netlify and Cloudflare Pages read, and no reader gets.

Owns their form (https://docs.netlify.com/manage/routing/, https://developers.cloudflare.com/pages/configuration/) and the limits
that these hosts state. How long pages and feeds are kept is left to them: they keep all at their edge until the next publication,
and have browsers ask each time. Rules of several paths that fit one file are joined by both, so that no header stands in two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, urlsplit

from fiche.address import as_url
from fiche.fingerprint import is_fingerprinted
from fiche.hosting import Ways
from fiche.model import Site
from fiche.problem import Place, Problem, error, quoted, warning
from fiche.serving import SAFETY, Kept, security_policy
from fiche.theme import STATIC

HOSTS = ("netlify", "cloudflare")
HEADERS, REDIRECTS = "_headers", "_redirects"
JOB = "hosting"
"""The name of the job that makes them, at paths that are forbidden to all others."""

_MOST_REDIRECTS, _LONGEST_REDIRECT, _MOST_RULES, _LONGEST_HEADER = 2000, 1000, 100, 2000
"""Of Cloudflare Pages: what is beyond is left out there."""
_MOST_FILES, _MOST_FILES_PAID, _LARGEST_FILE = 20_000, 100_000, 25 * 1024 * 1024
"""The same: a site that is beyond is refused whole, in a plan that costs nothing and in one that does
(https://developers.cloudflare.com/pages/platform/limits/)."""


def files(site: Site, ways: Ways, statics: Iterable[str]) -> dict[str, str]:
    """Return the text of each file for the host that the site names; `statics` are the addresses of the theme's files."""
    return {HEADERS: "".join(_headers(site, tuple(statics))), REDIRECTS: "".join(_redirects(site, ways))}


def _headers(site: Site, statics: tuple[str, ...]) -> Iterator[str]:
    yield "/*\n"
    for name, value in (("Content-Security-Policy", security_policy(site)), *SAFETY):
        yield f"  {name}: {value}\n"
    yield from _kept("media/*", Kept.LONGER)
    named = [address for address in statics if is_fingerprinted(address)]
    whole = len(named) == len(statics)
    for address in [f"{STATIC}*"] if whole else [as_url(address) for address in named] + [f"{STATIC}pictures/*"]:
        yield from _kept(address, Kept.FOREVER)


def _kept(pattern: str, how: Kept) -> Iterator[str]:
    yield f"\n/{pattern}\n  Cache-Control: {how.value}\n"


def _redirects(site: Site, ways: Ways) -> Iterator[str]:
    """Yield a line for each former address. Where a page stands, Netlify redirects only if it is forced to.

    In these files a star or a colon would begin a pattern: no former address may have one, and that of the site is encoded.
    """
    base = quote(urlsplit(site.base_url).path, safe="/%-._~!$&'()+,;=@") or "/"
    code = "301!" if site.server == "netlify" else "301"
    for old, new in ways.moved:
        yield f"/{as_url(old)} {base}{as_url(new)} {code}\n"


def beyond(found: Mapping[str, str], site: Site) -> Iterator[Problem]:
    """Report what is more than Cloudflare takes."""
    if site.server != "cloudflare":
        return
    lines = {name: text.splitlines() for name, text in found.items()}
    redirects, headers = lines[REDIRECTS], lines[HEADERS]
    rules = sum(line.startswith("/") for line in headers)
    for what, there, most in (
        ("redirects", len(redirects), _MOST_REDIRECTS),
        ("characters in a redirect", max(map(len, redirects), default=0), _LONGEST_REDIRECT),
        ("rules of headers", rules, _MOST_RULES),
        ("characters in a header", max(map(len, headers)), _LONGEST_HEADER),
    ):
        if there > most:
            said = f"there are {there:,} {what}, and Cloudflare Pages takes {most:,}: it leaves the rest out"
            kept = "; the pages that lead on stand all the same" if "redirect" in what else ""
            yield warning(Place("content/site.yaml"), said + kept, "hosting-limit")


def overfull(sizes: Mapping[str, int], site: Site) -> Iterator[Problem]:
    """Report files for which Cloudflare would refuse the whole site: too many, or one that is too large."""
    if site.server != "cloudflare":
        return
    if len(sizes) > _MOST_FILES:
        what = (
            f"there are {len(sizes):,} files, and Cloudflare Pages takes {_MOST_FILES:,}, or {_MOST_FILES_PAID:,} in a plan that "
            "costs: it refuses the whole site; switch some off under “outputs”, as {json: off, pictures: off}"
        )
        yield (error if len(sizes) > _MOST_FILES_PAID else warning)(Place("content/site.yaml"), what, "hosting-files")
    for path, size in sizes.items():
        if size > _LARGEST_FILE:
            what = (
                f"{quoted(path)} has {size:,} bytes, and Cloudflare Pages takes {_LARGEST_FILE:,}: it refuses the whole site; "
                "make it smaller, or link to it where it is"
            )
            yield error(Place("content/site.yaml"), what, "hosting-files")
