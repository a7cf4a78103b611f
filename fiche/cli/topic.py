"""`fiche topic`: ids and files of the tree of topics."""

from __future__ import annotations

import click

from fiche import merging, renaming
from fiche.cli.options import Asked, reading
from fiche.cli.revising import revise, yes_option
from fiche.model import LinkKind


@click.group()
def topic() -> None:
    """Rename a topic, or make one of two, in every file that names it."""


@topic.command()
@click.argument("old")
@click.argument("new")
@yes_option
@reading
def rename(old: str, new: str, *, yes: bool, **options: object) -> None:
    """Give the topic OLD, an id or a label, the id NEW.

    Shows what would change in which files, then asks. Its old address will lead to the new one. Where files name the topic by
    a label, they stay as they are.
    """
    revise(Asked.of(options), lambda desk, texts: renaming.rename(LinkKind.TOPIC, old, new, desk, texts), yes=yes)


@topic.command()
@click.argument("gone")
@click.argument("into")
@yes_option
@reading
def merge(gone: str, into: str, *, yes: bool, **options: object) -> None:
    """Make one topic of two: GONE goes, and INTO, an id or a label, gets its labels and aliases.

    Shows what would change in which files, and what cannot be taken over, then asks.
    """
    revise(Asked.of(options), lambda desk, texts: merging.merge(LinkKind.TOPIC, gone, into, desk, texts), yes=yes)
