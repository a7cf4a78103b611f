"""Destinations: where a publication is sent, and who reads there.

Owns the values that `publish:` in `content/site.yaml` is read into. How they are written is `forms.publish`; what is done
with one is its file in `targets/`.
"""

from __future__ import annotations

from fiche.model import Marking
from fiche.problem import Place
from fiche.value import Value


class Folder(Value, frozen=True):
    """A folder that a web server shows by the link `current` in it."""

    path: str
    """From the folder that holds `content/`, where it is not absolute."""
    keep: int = 5
    """Earlier releases that are kept to go back to."""


class Git(Value, frozen=True):
    """A branch of a git repository."""

    remote: str
    """An address, or the name of a remote of the repository that holds the content."""
    branch: str = "gh-pages"
    history: bool = True
    """Whether the branch remembers what it held before."""
    cname: str = ""
    """The domain that GitHub Pages is to answer to."""


class Ssh(Value, frozen=True):
    """A folder on a server, which a web server there shows by the link `current` in it."""

    host: str
    """As the `ssh` program takes it: `www.example.org`, `desk@www.example.org`, or a name from its own settings."""
    path: str
    """From the home folder of who logs in, where it is not absolute."""
    port: int = 0
    """0 for what `ssh` takes by itself."""
    keep: int = 5
    """Earlier releases that are kept to go back to."""


class S3(Value, frozen=True):
    """A bucket of S3, or of a store that speaks its language."""

    bucket: str
    prefix: str = ""
    """Before each file's path: empty, or ending in a slash."""
    region: str = ""
    endpoint_url: str = ""
    """Of another store than Amazon's."""
    cloudfront: str = ""
    """The distribution that is to forget what has changed."""


class Zip(Value, frozen=True):
    """A file that is handed on, as on a USB stick."""

    path: str


Settings = Folder | Git | S3 | Ssh | Zip


class Destination(Value, frozen=True):
    """One entry of `publish:`."""

    name: str
    to: Settings
    place: Place
    audience: Marking = Marking.CLEAR
    """The highest marking it may receive."""
    base_url: str | None = None
    links: str | None = None
    server: str | None = None
    compress: tuple[str, ...] | None = None
    """These instead of what the site says; None for as there."""
