"""The fields of `link_checks:` in the site's file."""

from __future__ import annotations

from fiche import fields
from fiche.fields import Reader
from fiche.link_checks import LinkChecks


def link_checks(reader: Reader) -> LinkChecks:
    """Read how links to other hosts are checked."""
    inner = reader.mapping("link_checks", example='{ignore: ["https://intranet.example/*"]}')
    if inner is None:
        return LinkChecks()
    archive = inner.value("archive", _archive, "url")
    found = LinkChecks(inner.values("ignore", _pattern, "url"), LinkChecks().archive if archive is None else archive)
    inner.close()
    return found


def _pattern(text: str) -> str:
    """Return an address in which `*` may stand for any characters."""
    if not text.startswith(("https://", "http://", "*")):
        raise ValueError("write a whole address, with * for what differs, as https://intranet.example/*")
    return text


def _archive(text: str) -> str:
    if text == "off":
        return ""
    address = fields.url(text)
    if address.startswith("mailto:") or "?" in address or "#" in address:
        raise ValueError("write off, or the address of a service that answers as archive.org/wayback/available does")
    return address
