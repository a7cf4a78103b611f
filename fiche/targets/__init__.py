"""Targets: the kinds of places that a publication is sent to, one file each.

To add one: its settings in `destination`, its fields in `forms.publish`, a file here, a line in `TARGETS`.
What a target must fulfil is in `target`.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

from fiche.destination import S3, Destination, Folder, Git, Ssh, Zip
from fiche.targets.folder import open_folder
from fiche.targets.git import open_git
from fiche.targets.s3 import open_s3
from fiche.targets.ssh import open_ssh
from fiche.targets.target import Host, Surroundings, Target
from fiche.targets.zip import open_zip

TARGETS: tuple[Target, ...] = (
    Target(Folder, open_folder),
    Target(Git, open_git),
    Target(S3, open_s3),
    Target(Ssh, open_ssh),
    Target(Zip, open_zip),
)


def opened(destination: Destination, surroundings: Surroundings) -> AbstractContextManager[Host]:
    """Open the place that a destination tells of."""
    target = next(target for target in TARGETS if isinstance(destination.to, target.settings))
    return target.open(destination, surroundings)
