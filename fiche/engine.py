"""What makes the pages, as a digest: this program and the libraries whose work ends up in a page.

With it in every key, nothing that another version made is ever taken for this one's.
"""

from __future__ import annotations

from functools import cache
from importlib import metadata
from pathlib import Path

from fiche.digest import digest, digest_bytes

_LIBRARIES = ("anyascii", "babel", "jinja2", "markdown", "markupsafe", "msgspec", "nh3", "pillow", "pyyaml", "tzdata")
_TEXTS = (".py", ".toml")


@cache
def version() -> str:
    """Return the digest of the program's own files and of the versions of its libraries."""
    package = Path(__file__).parent
    files = sorted(file for file in package.rglob("*") if file.suffix in _TEXTS)
    own = tuple((file.relative_to(package).as_posix(), digest_bytes(file.read_bytes())) for file in files)
    return digest((own, tuple((name, _version(name)) for name in _LIBRARIES)))


def _version(library: str) -> str:
    """Return the version of a library; empty where the system brings it (time zones)."""
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""
