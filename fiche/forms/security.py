"""The fields of `security:` in the site's file: who is told of a hole (RFC 9116).

Owns how they are written. That the file says until when it holds, is required there; no clock is asked here whether it does.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from fiche import fields
from fiche.fields import Reader
from fiche.model import Security

EXAMPLE = "{contact: security@example.org, expires: 2027-06-01}"


def security(reader: Reader) -> Security | None:
    """Read whom to tell."""
    inner = reader.mapping("security", example=EXAMPLE)
    if inner is None:
        return None
    inner.require("contact", why=": say how to reach whoever mends it, by mail or by a form")
    inner.require("expires", why=": say until when this holds, less than a year ahead")
    found = Security(
        contact=inner.values("contact", _contact, "url"),
        expires=inner.instant("expires"),
        policy=inner.value("policy", _secure, "url") or "",
        encryption=inner.values("encryption", _secure, "url"),
        acknowledgments=inner.value("acknowledgments", _secure, "url") or "",
        languages=inner.values("languages", fields.language_or_error, "language"),
    )
    inner.close()
    return found if found.contact and found.expires else None


def _contact(text: str) -> str:
    """Return an address of the web, of mail or of a telephone as a URI."""
    if text.startswith("tel:"):
        if not set(text[4:]) <= set("+0123456789-.()") or not text[4:]:
            raise ValueError("write a telephone as tel:+33-1-23-45-67-89")
        return text
    if "@" in text and ":" not in text:
        text = f"mailto:{text}"
    if not text.startswith(("https://", "mailto:")):
        raise ValueError("write an e-mail address, an address with https://, or tel:+33-1-23-45-67-89")
    return _secure(text)


def _secure(text: str) -> str:
    address = fields.url(text)
    if urlsplit(address).scheme == "http":
        raise ValueError("it must be an address with https://")
    if not address.isascii():
        raise ValueError("write it as browsers send it, in ASCII: copy it from the address bar")
    return address
