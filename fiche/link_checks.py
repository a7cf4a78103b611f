"""What `link_checks:` in `content/site.yaml` says: which addresses of other hosts are asked, and where copies are looked for.

Owns the value. How it is written is `forms.outside`; what is done with it, `outside`.
"""

from __future__ import annotations

from fiche.value import Value

ARCHIVE = "https://archive.org/wayback/available"
"""The availability API of the Wayback Machine (archive.org/help/wayback_api.php)."""


class LinkChecks(Value, frozen=True):
    """How links to other hosts are checked."""

    ignore: tuple[str, ...] = ()
    """Addresses that are never asked; `*` stands for any characters."""
    archive: str = ARCHIVE
    """Where copies of dead pages are looked for; empty for nowhere."""
