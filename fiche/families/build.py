"""The digest of the site as a whole, `build.json`: two sites with the same one are the same, to the byte.

It is made last, from the digests of all other files, and stands in a file of its own, so that no page changes with every
other page. Anybody can work it out with coreutils (docs/publishing.md).
"""

from __future__ import annotations

from collections.abc import Mapping

from fiche.compression import original
from fiche.digest import digest_bytes
from fiche.documents import record
from fiche.lens import Lens
from fiche.outputs import JSON, Page, part

ADDRESS = "build.json"
VERSION = 1


def is_on(lens: Lens) -> bool:
    """Say whether it is made; not where what is withheld is shown, which is never published."""
    return lens.is_on("build") and not lens.publication.policy.unveiled


def page(files: Mapping[str, str], lens: Lens) -> Page:
    """Make `build.json` of the digests of all other files of the site."""
    said = told(files)
    document = record(version=VERSION, digest=digest_of(said), files=len(said), generator=lens.site_view.generator)
    return Page(ADDRESS, JSON, (lens.site_part, part("document", document)))


def told(files: Mapping[str, str]) -> dict[str, str]:
    """Return the files that the digest tells of: not the one it stands in, nor compressed copies.

    These say what their file says, in bytes that depend on the version of a library.
    """
    known = {*files, ADDRESS}
    return {path: digest for path, digest in files.items() if path != ADDRESS and original(path) not in known}


def digest_of(files: Mapping[str, str]) -> str:
    """Return the digest of a site from those of its files: of what `b2sum -l 160` prints of them, sorted by path."""
    return digest_bytes("".join(f"{files[path]}  {path}\n" for path in sorted(files, key=str.encode)).encode())
