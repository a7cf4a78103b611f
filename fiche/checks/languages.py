"""Briefs and pages are in the site's languages."""

from __future__ import annotations

from collections.abc import Iterator

from fiche.model import Desk
from fiche.problem import Problem, error, quoted


def site_languages(desk: Desk) -> Iterator[Problem]:
    """Report a text in a language that the site does not have."""
    for manuscript in (*desk.briefs, *desk.pages):
        lang = manuscript.head.lang
        if lang not in desk.site.languages:
            what = f"the language {quoted(lang)} is not one of the site's; add it to “languages” in content/site.yaml or change it here"
            yield error(manuscript.place, what, "language")
