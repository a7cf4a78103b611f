"""The page a server sends for an address that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from fiche import address
from fiche.lens import Lens
from fiche.outputs import Page, part


def make(lens: Lens) -> Iterator[Page]:
    """Make `404.html` of a language. Its links start at the host's root, since it is served anywhere."""
    here = address_of(lens)
    homes = tuple(lens.alternate(tag, address.prefix(lens.site, tag), exact=False) for tag in lens.site.languages)
    page = lens.page_view(
        here, kind="not-found", title=lens.say("not-found"), alternates=homes, indexed=False, rooted=True
    )
    yield Page(here, "not-found.html", (lens.site_part, part("page", page)))


def address_of(lens: Lens) -> str:
    """Return where it stands."""
    return f"{lens.root}404.html"
