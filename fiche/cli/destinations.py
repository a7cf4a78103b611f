"""The destinations of a publication, by the names that its author gave them."""

from __future__ import annotations

from pathlib import Path

from fiche import forms
from fiche.cli.telling import Impossible
from fiche.destination import Destination
from fiche.problem import did_you_mean, quoted


def destinations(content: Path) -> tuple[Destination, ...]:
    """Return the destinations that the site's file names."""
    return forms.read_destinations("content/site.yaml", (content / "site.yaml").read_bytes())


def named(name: str, known: tuple[Destination, ...], content: Path) -> Destination:
    """Return the destination of a name; that there is none is wrong usage."""
    found = next((each for each in known if each.name == name), None)
    if found is None:
        near = did_you_mean(name, [each.name for each in known])
        have = f"; there are {', '.join(each.name for each in known)}" if known else ""
        raise Impossible(f"{content / 'site.yaml'} names no destination {quoted(name)}{near or have}")
    return found
