"""`fiche actor`: ids and files of the register of actors."""

from __future__ import annotations

import click

from fiche import merging, renaming
from fiche.cli.options import Asked, reading
from fiche.cli.revising import revise, yes_option
from fiche.model import LinkKind


@click.group()
def actor() -> None:
    """Rename an actor, or make one of two, in every file that names it."""


@actor.command()
@click.argument("old")
@click.argument("new")
@yes_option
@reading
def rename(old: str, new: str, *, yes: bool, **options: object) -> None:
    """Give the actor OLD, an id or a name, the id NEW.

    Shows what would change in which files, then asks. Its old address will lead to the new one. Where files name the actor by
    a name, they stay as they are.
    """
    revise(Asked.of(options), lambda desk, texts: renaming.rename(LinkKind.ACTOR, old, new, desk, texts), yes=yes)


@actor.command()
@click.argument("gone")
@click.argument("into")
@yes_option
@reading
def merge(gone: str, into: str, *, yes: bool, **options: object) -> None:
    """Make one actor of two: GONE goes, and INTO, an id or a name, gets its names and offices.

    Shows what would change in which files, and what cannot be taken over, then asks.
    """
    revise(Asked.of(options), lambda desk, texts: merging.merge(LinkKind.ACTOR, gone, into, desk, texts), yes=yes)
