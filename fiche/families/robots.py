"""What robots are told (RFC 9309): where the sitemap is.

A site above TLP:CLEAR, or with drafts, asks them to stay away.
"""

from __future__ import annotations

from collections.abc import Iterator

from fiche.families import sitemap
from fiche.lens import Lens
from fiche.model import Marking
from fiche.outputs import Page, part
from fiche.views.machines import RobotsView


def make(lens: Lens) -> Iterator[Page]:
    """Make `robots.txt`."""
    policy = lens.publication.policy
    closed = policy.audience is not Marking.CLEAR or policy.drafts or policy.unveiled
    view = RobotsView(sitemap.ADDRESS if lens.is_on("sitemap") and not closed else "", closed)
    yield Page("robots.txt", "robots.txt", (lens.site_part, part("robots", view)))
